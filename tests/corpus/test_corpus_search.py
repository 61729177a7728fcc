"""Search over a study: where hits are, in which turn, and that no pattern hangs the program."""

import re
from pathlib import Path

import pytest
from corpus_sample import GROUP, P5, new_study, write_files

from workbench.corpus import store
from workbench.corpus.importing import import_transcripts
from workbench.corpus.search import search
from workbench.errors import UsageError, WorkbenchError
from workbench.study import Study

OTTER = "Flood talk\nAda  0:01\nThe flood came.\n\nBo  0:05\nWhich flood?\n"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    made = new_study(tmp_path)
    import_transcripts(made, write_files(tmp_path, P5=P5, group=GROUP))
    return made


def places(study: Study, query: str, how: str = "words") -> list[tuple[str, int | None, int, int]]:
    return [(h.transcript, h.turn, h.start, h.end) for h in search(study, query, how)]


@pytest.mark.parametrize("query", ["river", "RIVER", "we", "e", "was", ". ", "p5: ", "?\nP"])
def test_every_place_and_its_turn(study: Study, query: str) -> None:
    expected = []
    for transcript in store.transcripts(study):
        text = store.text(study, transcript.id)
        turns = store.turns(study, transcript.id)
        for match in re.finditer(re.escape(query), text, re.IGNORECASE):
            turn = [t.number for t in turns if t.start <= match.start() < t.end]
            expected.append((transcript.name, turn[0] if turn else None, *match.span()))
    assert expected
    assert places(study, query) == expected


def test_outside_every_turn(study: Study, tmp_path: Path) -> None:
    import_transcripts(study, write_files(tmp_path, otter=OTTER))
    found = [place[1] for place in places(study, "flood") if place[0] == "otter"]
    assert found == [None, 1, 2]


def test_patterns(study: Study) -> None:
    at = P5.index("rise")
    assert places(study, r"\bR\w+e\b", "regex") == [("P5", 1, at, at + 4)]
    assert places(study, r"(?-i:^P5)", "regex")[0] == ("P5", 2, P5.index("P5:"), P5.index("5:") + 1)
    assert places(study, r"x*", "regex") == []
    assert places(study, "Rivver", "fuzzy") == places(study, "river")


def test_bad_patterns_say_so(study: Study) -> None:
    with pytest.raises(WorkbenchError, match="is no regular expression"):
        list(search(study, "(", "regex"))
    with pytest.raises(UsageError, match="nothing to search"):
        search(study, "  ")


def test_a_pattern_that_never_ends_is_stopped(study: Study, tmp_path: Path) -> None:
    import_transcripts(study, write_files(tmp_path, a="P5: " + "a" * 60 + "\nP5: b\n"))
    with pytest.raises(WorkbenchError, match=r"took longer than 0\.5 seconds in a: avoid a repeat"):
        list(search(study, "(a+)+c", "regex", time_limit=0.5))


def test_texts_of_any_kind_pass_through_the_pattern_process(study: Study, tmp_path: Path) -> None:
    odd = "P5: 👩‍👩‍👧 \u2028 \x85 end\nP5: é\n"
    import_transcripts(study, write_files(tmp_path, odd=odd))
    hits = [hit.text for hit in search(study, "👧|end|é", "regex")]
    assert hits == ["👧", "end", "é"]


def test_one_may_write_between_hits(study: Study) -> None:
    found = search(study, "was")
    first = next(found)
    with study.change("rename", None) as write:
        write.update("transcripts", first.transcript_id, name="Z")
    assert len(list(found)) == 3
