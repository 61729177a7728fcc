"""Where a coding's lane and its name stand in the margin.

Codings come as `Placed`, in their order (earliest start, then longest); lines are visual lines.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: A name may stand at most this many lines below the end of what it names.
_NAME_DRIFT = 2


@dataclass(frozen=True, slots=True)
class Placed:
    """A coding's key and the first and last line on which it is seen, both included."""

    key: str
    first: int
    last: int


def assign_lanes(codings: Iterable[Placed], lanes: int) -> dict[str, int]:
    """The lane of each coding, 0 nearest the text; `lanes` itself where none was free.

    A lane is kept to the coding's last line, so two codings that share a line never share a lane.
    """
    busy_until = [-1] * lanes
    found: dict[str, int] = {}
    for coding in codings:
        lane = next((n for n, last in enumerate(busy_until) if last < coding.first), lanes)
        found[coding.key] = lane
        if lane < lanes:
            busy_until[lane] = coding.last
    return found


def place_names(codings: Iterable[Placed]) -> dict[int, str]:
    """Line to the key of the coding that is named on it: its first line, else the next free one.

    A name that would stand well below its coding is left out: the status line has it.
    """
    found: dict[int, str] = {}
    free = 0
    for coding in codings:
        line = max(coding.first, free)
        if line <= max(coding.last, coding.first + _NAME_DRIFT):
            found[line] = coding.key
            free = line + 1
    return found


def overflow(lanes_taken: Sequence[int], lanes: int) -> int:
    """How many codings of a line the sign in the last place stands for; 0 if all have a lane.

    `lanes_taken` are the lanes of the codings on the line. Where one has none, the last place is
    given up to the sign, and whatever held it is counted too.
    """
    if not any(lane >= lanes for lane in lanes_taken):
        return 0
    return sum(lane >= lanes - 1 for lane in lanes_taken)
