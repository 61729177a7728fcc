"""Word lists: the figures against independent ones, and what is counted."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from math import log2
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.corpus.cases import import_cases
from workbench.corpus.importing import import_transcripts
from workbench.corpus.store import text, transcripts
from workbench.corpus.word_lists import (
    Speakers,
    in_context,
    key_words,
    said,
    stop_words,
    the_rest,
    word_list,
)
from workbench.corpus.words import dispersion, frequencies, keyness, log_likelihood, log_ratio
from workbench.corpus.words_worker import asked_context, asked_words, words_beside
from workbench.errors import UsageError, WorkbenchError
from workbench.study import Study, create_study

# ── figures ──────────────────────────────────────────────────────────────────────────────────────

table = st.tuples(
    st.integers(0, 500), st.integers(1, 5000), st.integers(0, 500), st.integers(1, 5000)
).map(lambda t: (t[0], t[0] + t[1], t[2], t[2] + t[3]))


@settings(deadline=None)  # the first one loads scipy
@given(table)
def test_log_likelihood_is_the_g_test_of_scipy(cells: tuple[int, int, int, int]) -> None:
    stats = pytest.importorskip("scipy.stats")
    count, base, other, other_base = cells
    value = log_likelihood(*cells)
    if not count + other:
        assert value == 0
        return
    observed = [[count, other], [base - count, other_base - other]]
    expected = stats.chi2_contingency(observed, correction=False, lambda_="log-likelihood")
    assert value == pytest.approx(expected.statistic, abs=1e-7)
    assert value >= 0
    assert log_likelihood(other, other_base, count, base) == pytest.approx(value, abs=1e-7)


@given(table)
def test_log_ratio_is_that_of_the_exact_rates_and_turns_its_sign(
    cells: tuple[int, int, int, int],
) -> None:
    count, base, other, other_base = cells
    here = (Fraction(count) or Fraction(1, 2)) / base
    there = (Fraction(other) or Fraction(1, 2)) / other_base
    assert log_ratio(*cells) == pytest.approx(log2(here / there), abs=1e-9)
    assert log_ratio(other, other_base, count, base) == pytest.approx(-log_ratio(*cells), abs=1e-9)


def test_dispersion_is_that_of_gries_example() -> None:
    """Ten tenths of equal size: even is 0, all in one is 0.9; and his example with five parts."""
    even = {str(part): 10 for part in range(10)}
    assert dispersion(dict.fromkeys(even, 3), even) == pytest.approx(0)
    assert dispersion({**dict.fromkeys(even, 0), "4": 7}, even) == pytest.approx(0.9)
    sizes = {"a": 9, "b": 10, "c": 10, "d": 10, "e": 11}
    assert dispersion({"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}, sizes) == pytest.approx(0.18)


def test_stop_words_are_left_out_of_the_list_and_stay_in_the_base() -> None:
    counts = {
        "S1": Counter({"the": 6, "river": 3}),
        "S2": Counter({"the": 1}),
        "S3": Counter[str](),
    }
    (row,) = frequencies(counts, {"the"})
    assert (row.word, row.count, row.base, row.per_1000) == ("river", 3, 10, 300)
    assert (row.transcripts, row.of) == (1, 2)


def test_keyness_has_the_words_that_one_set_lacks() -> None:
    here, there = {"S1": Counter(river=4, sea=1)}, {"S2": Counter(sea=9, boat=5)}
    rows = {key.row.word: key for key in keyness(here, there)}
    assert set(rows) == {"river", "sea", "boat"}
    assert rows["river"].log_ratio > 0 > rows["boat"].log_ratio
    assert (rows["boat"].row.count, rows["boat"].other) == (0, 5)
    with pytest.raises(ValueError, match="both sets"):
        keyness(here, {})


# ── what is counted ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def river(tmp_path: Path) -> Iterator[Study]:
    """An interview and a focus group of three; P1 and P2 are of the fire service."""
    texts = {
        "S1": "Interviewer: The river?\n\nP1: The river, the RIVER is 4 m high.\n\n"
        "Interviewer: Now?\n\nP1: Cafe\u0301 is closed.\n",
        "G1": "Interviewer: The sea?\n\nP2: The river.\n\nP3: The sea, the café.\n\n"
        "Interviewer: And?\n\nP2: No.\n\nP3: Sea.\n",
    }
    with create_study(tmp_path / "flood.db", "River") as study:
        for name, body in texts.items():
            (tmp_path / f"{name}.txt").write_text(body, encoding="utf-8")
            import_transcripts(study, [tmp_path / f"{name}.txt"], by=None)
        (tmp_path / "cases.csv").write_text(
            "Participant,speaker,sector\nP1,P1,fire\nP2,P2,fire\nP3,P3,water\n", encoding="utf-8"
        )
        import_cases(study, tmp_path / "cases.csv")
        yield study


def counted(study: Study, who: Speakers, *, stop: bool = False) -> dict[str, int]:
    return {row.word: row.count for row in word_list(study, who, "en", stop=stop)}


def test_only_what_participants_say_is_counted(river: Study) -> None:
    assert counted(river, Speakers()) == {
        "the": 5,
        "river": 3,
        "sea": 2,
        "is": 2,
        "café": 2,
        "m": 1,
        "high": 1,
        "closed": 1,
        "no": 1,
    }
    assert counted(river, Speakers(), stop=True).keys().isdisjoint(stop_words("en"))
    assert stop_words("xx") == frozenset()


def test_sets_are_of_transcripts_and_of_speakers(river: Study) -> None:
    assert counted(river, Speakers(("G1",)))["river"] == 1
    assert "sea" not in counted(river, Speakers(attribute="sector", value="fire"))
    assert counted(river, Speakers(("G1",), "sector", "fire")) == {"the": 1, "river": 1, "no": 1}
    rest = the_rest(river, said(river, Speakers(attribute="sector", value="fire")))
    assert [(p.transcript, [t.speaker for t in p.turns]) for p in rest] == [("G1", ["P3", "P3"])]
    keys = {k.row.word: k for k in key_words(
        river, Speakers(attribute="sector", value="fire"), None, "en", stop=False)}  # fmt: skip
    assert keys["sea"].log_ratio < 0 < keys["river"].log_ratio
    against = key_words(river, Speakers(("S1",)), Speakers(("G1",)), "en")
    assert {key.row.of for key in against} == {1}


def test_a_word_in_its_context_stands_where_it_was_counted(river: Study) -> None:
    for row in word_list(river, Speakers(), "en", stop=False):
        hits = list(in_context(river, Speakers(), row.word, "en"))
        assert len(hits) == row.count
    (first, second) = in_context(river, Speakers(), "Café", "en")
    bodies = {one.name: text(river, one.id) for one in transcripts(river)}
    assert [bodies[h.transcript][h.start : h.end] for h in (first, second)] == [
        "café",
        "Cafe\u0301",
    ]
    assert (first.transcript, first.turn) == ("G1", 3)


@pytest.mark.parametrize(
    ("who", "told"),
    [
        (Speakers(("S7",)), "S7"),
        (Speakers(attribute="age", value="1"), "no case has an attribute age"),
        (Speakers(attribute="sector", value="x"), "is never x: its values are fire, water"),
        (Speakers(("S1",), "sector", "water"), "no participant says anything"),
    ],
)
def test_sets_that_are_none(river: Study, who: Speakers, told: str) -> None:
    with pytest.raises(WorkbenchError, match=told):
        word_list(river, who, "en")


def test_all_has_no_rest_and_nothing_is_no_word(river: Study) -> None:
    with pytest.raises(WorkbenchError, match="there is no rest"):
        key_words(river, Speakers(), None, "en")
    with pytest.raises(UsageError, match="no word to show"):
        list(in_context(river, Speakers(), "  ", "en"))
    with pytest.raises(WorkbenchError, match="spaCy cannot split it"):
        word_list(river, Speakers(), "qq")


def test_the_process_beside_says_the_same(river: Study) -> None:
    fire = Speakers(attribute="sector", value="fire")
    with words_beside() as beside:
        rows = asked_words(beside, river.path, fire, False, "en", True)
        assert rows == word_list(river, fire, "en")
        keys = asked_words(beside, river.path, fire, True, "en", False)
        assert keys == key_words(river, fire, None, "en", stop=False)
        hits = asked_context(beside, river.path, fire, "river", "en")
        assert hits == list(in_context(river, fire, "river", "en"))
        with pytest.raises(WorkbenchError, match="cannot split"):
            asked_words(beside, river.path, fire, False, "qq", True)
        assert asked_words(beside, river.path, fire, False, "en", True) == rows, "it goes on"
