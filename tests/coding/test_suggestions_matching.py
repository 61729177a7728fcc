"""What rules find in a text: against plain models, and at the edges."""

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import catalogue
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.util import registry

from workbench.coding.suggestions.matching import RuleMatcher, Wanted
from workbench.coding.suggestions.nouns import Rule
from workbench.coding.suggestions.process import MatchingProcess
from workbench.corpus.beside import StoppedError
from workbench.errors import WorkbenchError

TEXT = "I ring Marta. She picks\nup, always. Trust? I trust her.\n\nNobody PICKS  UP at night."


def found(text: str, *rules: Wanted, language: str = "en") -> list[tuple[int, str]]:
    """(rule, words) of everything found in the whole text."""
    with RuleMatcher(rules, language) as matcher:
        return [
            (one.rule, text[one.start : one.end]) for one in matcher.find(text, [(0, len(text))])
        ]


def phrase(words: str, extent: str = "words", code: str = "a") -> Wanted:
    return Wanted(code, "phrase", words, extent)


def test_a_phrase_is_found_in_any_case_and_across_a_line_break() -> None:
    assert found(TEXT, phrase("picks up")) == [(0, "picks\nup"), (0, "PICKS  UP")]


def test_composed_and_decomposed_accents_are_the_same_word() -> None:
    assert found("cafe\u0301 and CAFÉ", phrase("café")) == [(0, "cafe\u0301"), (0, "CAFÉ")]


def test_a_phrase_is_no_part_of_a_word() -> None:
    assert found("mistrust and trusted trust", phrase("trust")) == [(0, "trust")]


word = st.sampled_from(["ring", "Marta", "up", "Up", "at", "42", "río"])


@given(st.lists(word, max_size=25), st.lists(word, min_size=1, max_size=3))
def test_the_matcher_of_phrases_finds_what_a_plain_search_finds(
    said: list[str], wanted: list[str]
) -> None:
    """Of overlapping places a plain search from the left takes the first, and so does the rule."""
    text = "  ".join(said)
    places, at, size = [], 0, len(wanted)
    folded, sought = [w.lower() for w in said], [w.lower() for w in wanted]
    while at + size <= len(said):
        if folded[at : at + size] == sought:
            places.append("  ".join(said[at : at + size]))
            at += size
        else:
            at += 1
    assert [words for _, words in found(text, phrase(" ".join(wanted)), language="xx")] == places


def test_extents() -> None:
    assert found(TEXT, phrase("always", "sentence")) == [(0, "She picks\nup, always.")]
    with RuleMatcher([phrase("trust", "turn")], "en") as matcher:
        start, end = TEXT.index("Trust"), TEXT.index("\n\n")
        (one,) = matcher.find(TEXT, [(start, end)])
        assert TEXT[one.start : one.end] == "Trust? I trust her."


def test_nothing_is_found_outside_the_ranges_or_across_their_ends() -> None:
    with RuleMatcher([phrase("up always")], "en") as matcher:
        text = "picks up always"
        assert matcher.find(text, [(0, 8), (9, 15)]) == []
        assert len(matcher.find(text, [(6, 15)])) == 1


def test_of_one_code_nothing_overlaps_and_the_longest_stays() -> None:
    rules = [phrase("up"), phrase("picks up"), phrase("up", code="b")]
    assert found("she picks up", *rules) == [(1, "picks up"), (2, "up")]


def test_a_nearly_spelled_phrase() -> None:
    assert found("She pikcs up the gage.", Wanted("a", "fuzzy", "picks up", "words")) == [
        (0, "pikcs up")
    ]


def test_a_pattern_and_one_that_takes_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found("Allowed, not allowed.", Wanted("a", "pattern", r"(not )?allowed", "words")) == [
        (0, "Allowed"),
        (0, "not allowed"),
    ]
    with RuleMatcher([Wanted("a", "pattern", "(a+)+b", "words")], "xx") as matcher:
        matcher._patterns[0]._limit = 0.2
        with pytest.raises(WorkbenchError, match=r"took longer than 0\.2 seconds in S1"):
            matcher.find("a" * 60, [(0, 60)], "S1")


@pytest.fixture
def lemmas(tmp_path: Path) -> Iterator[None]:
    """A table of lemmas for a language that spaCy knows and has none for."""
    table = tmp_path / "lemmas.json"
    table.write_text(
        json.dumps(
            {
                "rings": "ring",
                "rang": "ring",
                "ringing": "ring",
                "ringings": "ringing",
                "Fluten": "Flut",
            }
        )
    )
    registry.lookups.register("yo", func={"lemma_lookup": table})
    yield
    del catalogue.REGISTRY[(*registry.lookups.namespace, "yo")]


@pytest.mark.usefixtures("lemmas")
def test_word_forms_are_compared_by_lemma() -> None:
    forms = Wanted("a", "forms", "ringing Marta", "words")
    text = "I rang Marta. Rings marta? Ring him. I ring Marta."
    assert found(text, forms, phrase("him", code="b"), language="yo") == [
        (0, "rang Marta"),
        (0, "Rings marta"),
        (1, "him"),
        (0, "ring Marta"),
    ]


@pytest.mark.usefixtures("lemmas")
def test_the_table_of_lemmas_is_followed_to_its_end_and_knows_nouns() -> None:
    forms = [Wanted("a", "forms", "ringing", "words"), Wanted("b", "forms", "flut", "words")]
    assert found("Die Fluten, FLUTEN, rang, ringings", *forms, language="yo") == [
        (1, "Fluten"),
        (1, "FLUTEN"),
        (0, "rang"),
        (0, "ringings"),
    ]


def test_word_forms_need_a_language_and_its_table() -> None:
    forms = Wanted("a", "forms", "ring", "words")
    with pytest.raises(WorkbenchError, match="say which one with --language"):
        found(TEXT, forms, language="xx")
    with pytest.raises(WorkbenchError, match=r"thematic-workbench\[lookups\]"):
        found(TEXT, forms, language="sk")
    with pytest.raises(WorkbenchError, match="spaCy cannot split it"):
        found(TEXT, phrase("ring"), language="qq")


# ── the process ──────────────────────────────────────────────────────────────────────────────────


def rule(kind: str, words: str) -> Rule:
    return Rule("id", "code", "Trust", kind, words, "words")


def test_the_process_answers_text_by_text() -> None:
    with MatchingProcess([rule("phrase", "picks up")], "xx") as process:
        assert [span for _, *span in process.find("S1", TEXT, [(0, 30)])] == [[18, 26]]
        assert process.find("S2", "nothing", [(0, 7)]) == []


def test_the_process_hands_on_what_a_person_can_mend() -> None:
    with pytest.raises(WorkbenchError, match="say which one"):
        MatchingProcess([rule("forms", "ring")], "xx").__enter__()


def test_it_can_be_stopped_in_the_middle_of_a_text() -> None:
    with MatchingProcess([rule("pattern", "(a+)+b")], "xx") as process:
        threading.Timer(0.3, process.stop).start()
        with pytest.raises(StoppedError):
            process.find("S1", "a" * 60, [(0, 60)])
        group = process.group
    with pytest.raises(ProcessLookupError):
        for _ in range(100):  # the matcher of the pattern dies with it
            os.killpg(group, 0)
            time.sleep(0.05)


def test_whoever_asks_does_not_load_spacy() -> None:
    code = (
        "import sys, workbench.coding.suggestions.running, workbench.coding.suggestions.answering;"
        "print(*sorted(m for m in sys.modules if re_match(m)))"
    )
    code = "import re; re_match = re.compile('(spacy|thinc)$').match\n" + code
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not re.findall(r"\w+", told.stdout)
