"""The nouns of packs."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class GivenOut:
    """A pack that was written: where, for whom, and the transcripts in it, in order."""

    path: Path
    coder: str
    transcripts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Come:
    """One transcript of a pack that was collected, as far as everybody may know of it.

    ``left_out``: nothing of it came. ``revealed``: every coder of it has locked by now.
    """

    transcript: str
    round: str
    locked: bool
    revealed: bool
    left_out: bool


@dataclass(frozen=True, slots=True)
class Collected:
    """One pack that was collected: its transcripts by round and name, and shared codes that were
    added since it was given out, which its coder did not have."""

    path: Path
    coder: str
    transcripts: tuple[Come, ...]
    codes_since: tuple[str, ...]
