"""Codings of merged codes: read as the code they were merged into, and never counted twice."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from conftest import add_transcript, dump
from consensus_base import Coded
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.codebook.editing import bring_back_code
from workbench.codebook.merging import merge_codes
from workbench.codebook.nouns import Code
from workbench.codebook.store import add_code, find_code
from workbench.coding import apply as hands
from workbench.coding.listing import listed
from workbench.coding.locking import unlock
from workbench.coding.rounds import start_round
from workbench.coding.spans import covered, united
from workbench.coding.store import codings, count_by_code, own_codings
from workbench.consensus.comparison import compare_round
from workbench.consensus.comparison_question import Question
from workbench.consensus.reveal import lock
from workbench.consensus.store import consensus_codings
from workbench.corpus.store import transcript
from workbench.exchange.comparison import coding_comparison
from workbench.study import Study, add_person, create_study, person, redo, undo, verify
from workbench.themes.arrange import add_theme, move_codes, park_codes
from workbench.themes.store import parked_codes, themes

NAMES = ("Trust", "Faith", "Fear")
SPANS = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda s: (s[0], s[0] + s[1]))
CODINGS = st.lists(
    st.tuples(st.sampled_from(("Ana", "Ben")), st.sampled_from(NAMES), SPANS), max_size=14
)
Row = tuple[str, str, int, int]


@pytest.fixture
def coded(study: Study) -> Coded:
    made = Coded(study)
    add_code(study, "Faith", origin="deductive", by=None, shared=True)
    return made


def merge(coded: Coded, source: str, target: str, who: str = "Ana") -> None:
    somebody = coded.people[who]
    names = (find_code(coded.study, somebody, name) for name in (source, target))
    first, second = names
    merge_codes(coded.study, [first], second, somebody)


def mine(coded: Coded, who: str = "Ana") -> list[Row]:
    """A coder's codings in short."""
    somebody = coded.people[who]
    found = codings(coded.study, somebody, coder=somebody)
    return [(c.transcript, c.code, c.start, c.end) for c in found]


def test_codings_of_a_merged_code_are_read_as_the_other(coded: Coded) -> None:
    coded.code("Ana", "Faith", 0, 6)
    coded.code("Ana", "Fear", 10, 20)
    before = dump(coded.study)["codings"]
    merge(coded, "Faith", "Fear")
    assert mine(coded) == [("S1", "Fear", 0, 6), ("S1", "Fear", 10, 20)]
    assert dump(coded.study)["codings"] == before, "stored spans are never rewritten"
    fear = find_code(coded.study, None, "Fear")
    assert count_by_code(coded.study, coded.people["Ana"]) == {fear.id: 2}
    named = codings(coded.study, coded.people["Ana"], code_id=fear.id)
    assert [(c.start, c.code_id) for c in named] == [(0, fear.id), (10, fear.id)]


def test_one_passage_with_both_codes_is_one_coding(coded: Coded) -> None:
    ana = coded.people["Ana"]
    s1 = transcript(coded.study, "S1")
    for name, start, end, memo in (
        ("Faith", 0, 6, "one"),
        ("Fear", 0, 6, "two"),
        ("Faith", 10, 20, ""),
        ("Fear", 15, 30, "two"),
        ("Fear", 30, 34, ""),
        ("Trust", 12, 14, ""),
    ):
        hands.apply_code(coded.study, ana, s1, start, end, find_code(coded.study, ana, name), memo)
    merge(coded, "Faith", "Fear")
    assert mine(coded) == [
        ("S1", "Fear", 0, 6),
        ("S1", "Fear", 10, 30),
        ("S1", "People/Trust", 12, 14),
        ("S1", "Fear", 30, 34),
    ]
    first = codings(coded.study, ana)[0]
    assert (first.memo, len(first.also)) == ("two\none", 1)
    rows = listed(coded.study, ana, None, [])
    assert [row["code"] for row in rows].count("Fear") == 3


def test_a_code_that_comes_back_has_its_codings_again(coded: Coded) -> None:
    coded.code("Ana", "Faith", 0, 6)
    coded.code("Ana", "Fear", 0, 6)
    before = mine(coded)
    merge(coded, "Faith", "Fear")
    ana = coded.people["Ana"]
    bring_back_code(coded.study, find_code(coded.study, ana, "Faith", retired=True), ana)
    assert mine(coded) == before


def test_the_hands_take_hold_of_what_is_read(coded: Coded) -> None:
    coded.code("Ana", "Faith", 0, 10)
    coded.code("Ana", "Fear", 5, 20)
    coded.code("Ana", "Faith", 40, 50)
    merge(coded, "Faith", "Fear")
    study, ana = coded.study, coded.people["Ana"]
    both, alone = codings(study, ana)
    (found,) = own_codings(study, ana, both.also)
    assert found == both
    before = dump(study)
    hands.set_memo(study, ana, [both.id], "looked at")
    assert mine(coded) == [("S1", "Fear", 0, 20), ("S1", "Fear", 40, 50)]
    (now,) = own_codings(study, ana, [both.id])
    assert (now.memo, now.also) == ("looked at", ())
    undo(study, ana)
    assert dump(study) == before
    # the same code on the same span is the same coding, whatever it was called once
    s1, fear = transcript(study, "S1"), find_code(study, ana, "Fear")
    assert hands.apply_code(study, ana, s1, 40, 50, fear) == alone.id
    assert [c.id for c in hands.remove(study, ana, [both.also[0], both.id])] == [both.id]
    assert mine(coded) == [("S1", "Fear", 40, 50)]
    hands.respan(study, ana, s1, alone.id, 41, 50)
    hands.recode(study, ana, [alone.id], find_code(study, ana, "Trust"))
    assert mine(coded) == [("S1", "People/Trust", 41, 50)]


def test_what_is_coded_after_a_merge_stays_as_it_was_made(coded: Coded) -> None:
    coded.code("Ana", "Faith", 0, 10)
    merge(coded, "Faith", "Fear")
    moment = coded.study.value("SELECT at FROM lineage")
    while True:  # the clock of the file counts milliseconds
        coded.code("Ana", "Fear", 5, 20)
        if coded.study.value("SELECT max(made_at) FROM codings") > moment:
            break
        undo(coded.study, coded.people["Ana"])
    assert mine(coded) == [("S1", "Fear", 0, 10), ("S1", "Fear", 5, 20)]


def test_seals_hold_through_merge_undo_and_return(coded: Coded) -> None:
    study, ana = coded.study, coded.people["Ana"]
    coded.code("Ana", "Faith", 0, 10)
    coded.code("Ana", "Fear", 5, 20)
    coded.code("Ben", "Fear", 0, 20)
    lock(study, ana, ["S1"])
    sealed = dump(study)["layers"]
    for _ in range(2):
        merge(coded, "Faith", "Fear")
        assert verify(study).ok
        assert dump(study)["layers"] == sealed
        undo(study, ana)
        assert verify(study).ok
    merge(coded, "Faith", "Fear")
    coded.lock("S2")
    lock(study, coded.people["Ben"], ["S1"])
    bring_back_code(study, find_code(study, ana, "Faith", retired=True), ana)
    assert verify(study).ok


def test_a_seal_after_a_merge_calls_the_code_as_it_is_read(coded: Coded) -> None:
    study, ana, ben = coded.study, coded.people["Ana"], coded.people["Ben"]
    coded.code("Ana", "Faith", 0, 10)
    coded.code("Ben", "Fear", 0, 10)
    merge(coded, "Faith", "Fear")
    (one,) = lock(study, ana, ["S1"])
    (other,) = lock(study, ben, ["S1"])
    assert one.sha256 == other.sha256
    assert coded.third() == [("S1", 0, 10, "Fear")], "the same code by then: agreed at reveal"
    assert coded.items() == []
    assert verify(study).ok


def test_the_third_layer_themes_and_tables_follow(coded: Coded, study: Study) -> None:
    for who in ("Ana", "Ben"):
        coded.code(who, "Faith", 0, 10)
        coded.code(who, "Fear", 5, 20)
    coded.lock()
    for name in ("First", "Second"):
        add_theme(study, name, by=None)
    move_codes(study, ["Faith"], "First", by=None)
    park_codes(study, ["Fear"], "later", by=None)
    merge(coded, "Faith", "Fear")
    assert coded.third() == [("S1", 0, 20, "Fear")]
    held = {theme.name: [c.path for c in theme.codes] for theme in themes(study, None)}
    assert held == {"First": ["Fear"], "Second": []}
    fear = find_code(study, None, "Fear")
    (row,) = [r for r in coding_comparison(study, (fear.id,)).rows if r.file == "S1"]
    assert (row.both, row.only_a, row.only_b) == (20, 0, 0)
    # moving the code out of a theme takes what was merged into it along
    move_codes(study, ["Fear"], "Second", by=None)
    held = {theme.name: [c.path for c in theme.codes] for theme in themes(study, None)}
    assert held == {"First": [], "Second": ["Fear"]}
    park_codes(study, ["Fear"], "after all", by=None)
    assert [(c.path, why) for c, why in parked_codes(study, None)] == [("Fear", "after all")]


def test_a_merge_shows_nobody_anything_of_hidden_work(coded: Coded) -> None:
    study, ana, ben = coded.study, coded.people["Ana"], coded.people["Ben"]
    coded.code("Ana", "Faith", 0, 10)
    merge(coded, "Faith", "Fear", "Ben")
    assert codings(study, ben) == []
    assert count_by_code(study, ben) == {}
    assert count_by_code(study, None) == {}
    assert [c.code for c in codings(study, ana)] == ["Fear"]


def test_a_further_version_of_a_layer_keeps_what_was_when(coded: Coded, study: Study) -> None:
    coded.code("Ana", "Faith", 0, 10)
    coded.code("Ana", "Fear", 5, 20)
    made = [c.made_at for c in codings(study, coded.people["Ana"])]
    merge(coded, "Faith", "Fear")
    coded.lock("S1")
    s1 = transcript(study, "S1")
    unlock(study, person(study, "Eva"), coded.people["Ana"], s1.id, "S1", "slip")
    assert mine(coded) == [("S1", "Fear", 0, 20)]
    assert codings(study, coded.people["Ana"])[0].made_at in made


class Small:
    """A study of its own for each example: one transcript, three codes, Ana and Ben."""

    def __init__(self, path: Path, given: list[tuple[str, str, tuple[int, int]]]) -> None:
        self.study = create_study(path, "Small")
        self.people = {name: add_person(self.study, name) for name in ("Ana", "Ben")}
        add_transcript(self.study, "S1", "I ring Marta, for she sits at the gauge all night.")
        self.codes: dict[str, Code] = {
            name: add_code(self.study, name, origin="deductive", by=None, shared=True)
            for name in NAMES
        }
        start_round(self.study, "first", ["Ana", "Ben"])
        s1 = transcript(self.study, "S1")
        for who, name, span in given:
            hands.apply_code(self.study, self.people[who], s1, *span, self.codes[name])

    def merge(self) -> None:
        merge_codes(self.study, [self.codes["Faith"]], self.codes["Trust"], self.people["Ana"])

    def state(self) -> list[object]:
        """What both see and count."""
        return [
            (codings(self.study, somebody), count_by_code(self.study, somebody))
            for somebody in self.people.values()
        ]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(given=CODINGS)
def test_a_merge_counts_no_passage_twice_and_undo_restores_all(
    given: list[tuple[str, str, tuple[int, int]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    small = Small(tmp_path_factory.mktemp("merge") / "small.db", given)
    with small.study as study:
        before = small.state()
        small.merge()
        for name, somebody in small.people.items():
            found = codings(study, somebody, coder=somebody)
            spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
            model: dict[str, list[tuple[int, int]]] = defaultdict(list)
            for coding in found:
                spans[coding.code].append((coding.start, coding.end))
            for who, code, span in given:
                if who == name:
                    model["Trust" if code == "Faith" else code].append(span)
            for code in NAMES:
                assert united(spans[code]) == united(model[code])
                assert len(set(spans[code])) == len(spans[code])
            both = [s for w, c, s in given if w == name and c == "Faith"]
            others = [s for w, c, s in given if w == name and c == "Trust"]
            for one in both:
                for other in others:
                    if one[0] < other[1] and other[0] < one[1]:
                        there = [s for s in spans["Trust"] if s[0] < one[1] and one[0] < s[1]]
                        assert len(there) == 1, "what both codes lay on is one coding"
            assert covered(spans["Trust"]) == covered([*both, *others])
            counts = count_by_code(study, somebody)
            assert counts == Counter(c.code_id for c in codings(study, somebody))
        undo(study, small.people["Ana"])
        assert small.state() == before
        redo(study, small.people["Ana"])
        assert verify(study).ok


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(given=CODINGS)
def test_agreement_with_merged_codes_is_that_of_the_united_spans(
    given: list[tuple[str, str, tuple[int, int]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Merged after the lock, or given as one code from the start: the same figures."""
    folder = tmp_path_factory.mktemp("agree")
    as_one = [(who, "Trust" if code == "Faith" else code, span) for who, code, span in given]
    reports = []
    for name, coded in (("merged", given), ("one", as_one)):
        small = Small(folder / f"{name}.db", coded)
        with small.study as study:
            if name == "one":
                small.merge()
            for somebody in small.people.values():
                lock(study, somebody)
            if name == "merged":
                small.merge()
            found = compare_round(study, None, Question(), replicates=20)
            reports.append(found.report)
            third = [(c.code, c.start, c.end) for c in consensus_codings(study)]
            assert len(set(third)) == len(third)
    assert reports[0] == reports[1]
