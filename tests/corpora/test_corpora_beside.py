"""The transcripts beside the demo study: a focus group, and one with all that is awkward."""

import unicodedata
from pathlib import Path

from workbench.corpus.readers import read_transcript

BESIDE = Path(__file__).parents[2] / "corpora" / "river-warnings" / "beside"


def test_the_focus_group_has_three_speakers_and_a_moderator() -> None:
    read = read_transcript(BESIDE / "FG-01.txt")
    assert read.speakers == ("Moderator", "Wilf", "Nadia", "Corin")
    assert len(read.turns) == 47


def test_the_awkward_transcript_is_awkward_and_keeps_every_character() -> None:
    written = (BESIDE / "X-01.txt").read_bytes().decode("utf-8")
    read = read_transcript(BESIDE / "X-01.txt")
    assert "\r\n" in written
    assert read.text == written.replace("\r\n", "\n"), "line ends alone are changed"
    assert not unicodedata.is_normalized("NFC", read.text)
    assert {"\t", "\u200d", "[laughs]", "\U000e007f"} <= {
        sign for sign in ("\t", "\u200d", "[laughs]", "\U000e007f") if sign in read.text
    }
    assert len(read.turns) == 20
    assert max(turn.end - turn.text_start for turn in read.turns) > 900
    assert len(read.speakers) == 2
