"""The nouns of reading: a transcript as it came from a file, and its speaker turns.

Every position is a count of Unicode code points over the stored text, from 0, end exclusive.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """One stretch of speech by one speaker.

    ``[start, text_start)`` is the label with what belongs to it (a time stamp before it, the colon
    and white space behind it), ``[text_start, end)`` the speech from its first to its last
    character that is not white space. A turn whose speaker is not told has the speaker ``""`` and
    ``start == text_start``. Where one speaker's label stands again on the segments that follow,
    all of them are one turn, and the repeated labels lie inside its speech.

    ``cue_start`` and ``cue_end`` are milliseconds from the start of the recording, ``None`` where
    the file does not say them.
    """

    number: int
    speaker: str
    start: int
    text_start: int
    end: int
    cue_start: int | None = None
    cue_end: int | None = None


@dataclass(frozen=True, slots=True)
class ReadTranscript:
    """What a file holds: the text to store, its turns, and what a person should know about both.

    ``original`` are the bytes of the file, ``encoding`` the name of the codec they were decoded
    with, ``format`` the file's ending without the dot. ``notices`` are whole sentences.
    """

    name: str
    text: str
    turns: tuple[Turn, ...]
    encoding: str
    format: str
    original: bytes
    notices: tuple[str, ...] = ()

    @property
    def speakers(self) -> tuple[str, ...]:
        """The labels as written, each once, in order of first appearance; never ``""``."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker))

    @property
    def words(self) -> int:
        """Runs of characters that are not white space in the stored text, labels included."""
        return len(self.text.split())

    @property
    def characters(self) -> int:
        """Code points of the stored text."""
        return len(self.text)
