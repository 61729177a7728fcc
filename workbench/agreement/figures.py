"""What a coefficient comes out as: a value with its interval, or undefined with a reason.

Inside the station figures are float arrays in which NaN means undefined; a ``Figure`` is made of
them at the border, and NaN never leaves.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]


class Reason(StrEnum):
    """Why there is no value, why there is no interval, or what a value has to be read with."""

    NO_VARIATION = "no_variation"
    NO_UNITS = "no_units"
    NO_INTERSECTION = "no_intersection"
    SINGLE_CODER = "single_coder"
    NO_COMMON_TRANSCRIPTS = "no_common_transcripts"
    ONE_TRANSCRIPT = "one_transcript"
    OVERLAPPING_CODES = "overlapping_codes"


class Figure(NamedTuple):
    """One figure (a named tuple: a report has tens of thousands).

    ``value`` is None exactly when ``undefined`` says why. ``low`` and ``high`` are the 2.5 % and
    97.5 % points of the bootstrap, None where ``interval`` says why (or where none was asked for).
    ``note`` is a reservation that goes with a value; ``skipped`` counts the undefined terms that a
    mean left out, ``coverage`` the share of a code's length that (k)u-alpha could look at.

    >>> Figure(0.5, low=0.25, high=0.75).as_json()
    {'value': 0.5, 'undefined': None, 'low': 0.25, 'high': 0.75}
    >>> Figure.none(Reason.NO_UNITS).as_json()
    {'value': None, 'undefined': 'no_units'}
    """

    value: float | None
    undefined: Reason | None = None
    low: float | None = None
    high: float | None = None
    interval: Reason | None = None
    note: Reason | None = None
    skipped: int = 0
    coverage: float | None = None

    @classmethod
    def none(cls, reason: Reason) -> Figure:
        """The figure that is not there, and why."""
        return cls(None, reason)

    def as_json(self) -> dict[str, Any]:
        """The figure as the commands print it."""
        shown: dict[str, Any]
        if self.value is None:
            shown = {"value": None, "undefined": str(self.undefined)}
        else:
            shown = {"value": self.value, "undefined": None, "low": self.low, "high": self.high}
            if self.interval is not None:
                shown["interval"] = str(self.interval)
            if self.note is not None:
                shown["note"] = str(self.note)
            if self.skipped:
                shown["skipped"] = self.skipped
        if self.coverage is not None:
            shown["coverage"] = self.coverage
        return shown


def optional(value: float) -> float | None:
    """A float of an array, with NaN as None.

    >>> optional(0.5), optional(float("nan"))
    (0.5, None)
    """
    return None if math.isnan(value) else value


def ratio(above: Array, below: Array) -> Array:
    """``above / below`` with NaN where the divisor is zero; any shapes that broadcast.

    >>> ratio(np.array([1.0, 0.0, 2.0]), np.array([4.0, 0.0, 0.0])).tolist()
    [0.25, nan, nan]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        out = np.asarray(np.divide(above, below), dtype=np.float64)
    nothing = below == 0
    if np.any(nothing):
        out[np.broadcast_to(nothing, out.shape)] = np.nan
    return out


def chance_corrected(observed: Array, expected: Array, *, scale: Array | float = 1.0) -> Array:
    """``1 - scale * observed / expected`` for two amounts of disagreement.

    Written with disagreements, which are sums of whole numbers, full agreement is exactly 1 and
    nothing cancels: the familiar (A - E) / (1 - E) loses digits where A and E are both near 1.

    >>> chance_corrected(np.array([0.0, 3.0]), np.array([5.0, 4.0])).tolist()
    [1.0, 0.25]
    """
    return 1.0 - ratio(observed * scale, expected)
