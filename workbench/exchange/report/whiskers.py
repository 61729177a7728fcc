"""Dots with whiskers on one shared axis: where things stand, in units of the picture.

The thin lines at 0 and 1 run through a whole column of pictures and are drawn by the stylesheet
(``.lines``), which repeats ``ZERO`` and ``ONE`` in pixels.
"""

from dataclasses import dataclass

ZERO, ONE = 18.0, 166.0
EDGE = 5.0
"""Where a whisker ends that leaves the axis."""


@dataclass(frozen=True, slots=True)
class Whisker:
    """One figure: the dot at ``at``, the whisker from ``low`` to ``high`` (None: a value alone).

    ``leaves`` says that the whisker goes on beyond the left edge.
    """

    at: float
    low: float | None
    high: float | None
    leaves: bool


def place(value: float) -> float:
    """Where a coefficient stands on the axis; never left of its edge.

    >>> place(0), place(1), place(0.5), place(-1)
    (18.0, 166.0, 92.0, 5.0)
    """
    return round(max(ZERO + (ONE - ZERO) * value, EDGE), 1)


def whisker(value: float, low: float | None, high: float | None) -> Whisker:
    """The picture of a value and its interval."""
    if low is None or high is None:
        return Whisker(place(value), None, None, False)
    return Whisker(place(value), place(low), place(high), ZERO + (ONE - ZERO) * low < EDGE)


def axis() -> list[tuple[str, float]]:
    """What is written along the axis, and where."""
    return [
        (words, place(value)) for words, value in (("0", 0), (".4", 0.4), (".8", 0.8), ("1", 1))
    ]
