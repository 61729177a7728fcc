"""The nouns of the corpus as it stands in a study.

Positions are Unicode code points over the stored text, from 0, end exclusive.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Transcript:
    """A transcript in a study; ``sha256`` is that of the stored text in UTF-8.

    ``characters`` are code points; ``words`` runs of characters that are not white space, labels
    included; ``turns`` a count.
    """

    id: str
    name: str
    characters: int
    words: int
    turns: int
    sha256: str
    format: str
    encoding: str
    text_id: int


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a transcript's text: what it was made for, by whom (``""``: imported), when.

    ``number`` counts from 1, the imported text. Of an erased one only the SHA-256 is left.
    """

    number: int
    text_id: int
    sha256: str
    characters: int
    words: int
    reason: str
    by: str
    at: str
    erased: bool


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """One speaker turn: ``[start, text_start)`` is the label, ``[text_start, end)`` the speech.

    ``speaker`` is ``""`` where the file does not tell it, ``case`` the name of the case that the
    speaker belongs to, or ``""``. Cue times are milliseconds, None where the file has none.
    """

    number: int
    speaker: str
    speaker_id: str
    interviewer: bool
    start: int
    text_start: int
    end: int
    case: str
    cue_start: int | None
    cue_end: int | None


@dataclass(frozen=True, slots=True)
class Speaker:
    """A label in one transcript: whether it asks, its case (or ``""``), the count of its turns."""

    id: str
    transcript_id: str
    transcript: str
    label: str
    interviewer: bool
    case: str
    turns: int


@dataclass(frozen=True, slots=True)
class Case:
    """A participant and the values of their attributes, by attribute name, in column order.

    ``speakers`` are the (transcript, label) pairs under which the participant speaks.
    """

    id: str
    name: str
    values: dict[str, str]
    speakers: tuple[tuple[str, str], ...] = ()
