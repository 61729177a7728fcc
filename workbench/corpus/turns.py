"""Which turn of a transcript a place lies in."""

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

from workbench.corpus.nouns import StoredTurn

_START = attrgetter("start")


def turn_at(turns: Sequence[StoredTurn], position: int) -> int | None:
    """The number of the turn that holds a code point, of turns in order; None outside all turns,
    as in the header of a transcription tool or the white space between turns."""
    place = bisect_right(turns, position, key=_START) - 1
    if place < 0 or turns[place].end <= position:
        return None
    return turns[place].number
