"""The nouns of the themes station."""

from dataclasses import dataclass

from workbench.codebook.nouns import Code

KEEP, DROP, CHOSEN = "keep", "drop", "chosen"
VERDICTS = (KEEP, DROP, CHOSEN)


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with the codes in it that the viewer may see, in the order of the codebook.

    ``parent`` is a name, empty at the top, and ``depth`` counts the themes above. ``concept`` is
    the central organising concept in one sentence. ``parked`` is the word why a theme was put
    aside, None for one that is worked on.
    """

    id: str
    name: str
    parent_id: str | None
    parent: str
    depth: int
    concept: str
    definition: str
    summary: str
    parked: str | None
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A note, or an entry of the journal where it hangs on no transcript.

    ``position`` is a code point of the stored text, None for the whole transcript.
    """

    id: str
    by: str
    transcript_id: str | None
    transcript: str
    position: int | None
    text: str
    shared: bool
    at: str


@dataclass(frozen=True, slots=True)
class ReadMark:
    """That a person has read a transcript: ``reading`` is 1, or 2 for reading it again."""

    transcript_id: str
    transcript: str
    reading: int
    at: str


@dataclass(frozen=True, slots=True)
class Override:
    """That somebody (set-up where ``by`` is empty) went on although gates were open, and why."""

    phase: int
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Review:
    """What was decided about one extract of one theme. ``verdict`` is one of VERDICTS."""

    theme_id: str
    coding_id: str
    verdict: str
    note: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class KeptMap:
    """A snapshot of the thematic map; ``map`` is its JSON document."""

    id: str
    phase: int
    map: str
    at: str
