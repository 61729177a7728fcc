"""The real files: every turn as the list beside them states it."""

import csv
import json
import os
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from workbench.corpus.readers import read_transcript
from workbench.corpus.transcript import ReadTranscript

SAMPLES = os.environ.get("WORKBENCH_SAMPLES")
pytestmark = pytest.mark.skipif(not SAMPLES, reason="WORKBENCH_SAMPLES is not set")
ROOT = Path(SAMPLES or ".")
READ = {".txt", ".vtt", ".srt", ".docx"}


def spoken(read: ReadTranscript) -> list[dict[str, str]]:
    return [
        {"speaker": turn.speaker, "text": read.text[turn.text_start : turn.end]}
        for turn in read.turns
    ]


@pytest.mark.parametrize("folder", ["messy", "oral-history"])
def test_every_sample_has_exactly_the_turns_stated_beside_it(folder: str) -> None:
    expected = json.loads(
        (ROOT / "transcripts" / folder / "expected_turns.json").read_text("utf-8")
    )
    files = [
        path for path in sorted((ROOT / "transcripts" / folder).iterdir()) if path.suffix in READ
    ]
    assert files
    for path in files:
        stated = expected[path.name if folder == "messy" else path.stem]
        assert spoken(read_transcript(path)) == stated, path.name


def test_the_zoom_meeting_gives_nameless_cues_to_the_speaker_before() -> None:
    read = read_transcript(ROOT / "transcripts" / "zoom" / "meeting001_transcript.vtt")
    turns = spoken(read)
    assert len(turns) == 30
    assert set(read.speakers) == {
        "Andrew Knight",
        "Paul McCartney",
        "George Harrison",
        "John Lennon",
        "Ringo Starr",
    }
    assert all(one["speaker"] != next_["speaker"] for one, next_ in pairwise(turns))
    # Cues 34 and 38 have no name; 33 and 37 are Andrew Knight's.
    for time in (150_060, 168_000):
        (holder,) = [t for t in read.turns if (t.cue_start or 0) <= time < (t.cue_end or 0)]
        assert holder.speaker == "Andrew Knight"
    assert any("“Ringo Starr”" in notice for notice in read.notices)
    assert (read.turns[0].cue_start, read.turns[0].cue_end) == (4859, 21240)


def test_the_zoom_chat_has_its_lines_by_name() -> None:
    read = read_transcript(ROOT / "transcripts" / "zoom" / "meeting001_chat.txt")
    assert spoken(read)[-3:] == [
        {"speaker": "George Harrison", "text": "Cockpit"},
        {"speaker": "John Lennon", "text": "anywhere but"},
        {"speaker": "Paul McCartney", "text": "Fuselage"},
    ]


def test_turns_of_the_double_coded_interviews_hold_the_researchers_own_turns() -> None:
    """Their table has a row a segment, so one of our turns may hold several of theirs.

    One segment of theirs swallows an indented label (` Interviewee1 :`), which is a turn of its
    own here.
    """
    stated: dict[str, set[tuple[str, int, int]]] = defaultdict(set)
    table = (ROOT / "double-coded" / "double_coding.csv").read_text("utf-8-sig")
    for row in csv.DictReader(table.splitlines()):
        stated[row["file"]].add((row["speaker"], int(row["turn_start"]), int(row["turn_end"])))
    assert len(stated) == 6
    exact, strangers = 0, []
    for file, segments in stated.items():
        read = read_transcript(ROOT / "double-coded" / file)
        for speaker, start, end in segments:
            holder = next(
                turn
                for turn in read.turns
                if turn.speaker == speaker and turn.text_start <= start < turn.end
            )
            exact += (holder.text_start, holder.end) == (start, end)
            before = read.text[holder.text_start : start].rstrip()
            assert before == "" or before.endswith(f"{speaker}:"), (file, start)
            if end > holder.end:
                strangers.append((file, start, end))
    assert strangers == [("Interview 2.txt", 21319, 21557)]
    assert exact == 129
