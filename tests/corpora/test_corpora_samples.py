"""The small awkward samples keep what is awkward about them."""

import unicodedata
from pathlib import Path

from workbench.corpus.readers import read_transcript

SAMPLES = Path(__file__).parents[2] / "corpora" / "samples"


def test_the_awkward_transcript_comes_in_untouched_but_for_its_line_ends() -> None:
    written = (SAMPLES / "awkward.txt").read_bytes()
    read = read_transcript(SAMPLES / "awkward.txt")
    assert written.count(b"\r\n") == written.count(b"\n") > 10
    assert read.text == written.decode().replace("\r\n", "\n")
    assert read.text != unicodedata.normalize("NFC", read.text)
    assert "[laughs]" in read.text
    assert "👩\u200d👧\u200d👦" in read.text
    assert read.speakers == ("Interviewer", unicodedata.normalize("NFD", "Zoë"))
    assert len(read.turns) == 10


def test_the_focus_group_has_three_speakers_and_a_moderator() -> None:
    read = read_transcript(SAMPLES / "focus-group.txt")
    assert read.speakers == ("Moderator", "Hanne", "Rui", "Mrs Okell")
    assert len(read.turns) == 15
    assert read.notices == ()
