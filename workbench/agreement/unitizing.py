"""The unitizing family for a group of mutually exclusive codes: u-, cu- and (k)u-alpha.

Krippendorff, Mathet, Bouvry & Widlöcher (2016), Quality & Quantity 50, 2347-2364; Krippendorff
(2019), Content Analysis, section 12.6. Each coder partitions a continuum into valued units and
gaps. All three coefficients need only sums that add over transcripts; with i and j running over
ordered pairs of different coders, c over codes, U_j what coder j gave any code of the group:

    same_c    sum over i, j of |c_i & c_j|        both gave the code
    meet_c    sum over i, j of |c_i & U_j|        one gave the code, the other any code
    t2_c      sum over units g of c and i of (sum over j of |g & U_j|)^2
    coded_c   sum over i of |c_i|                 squares_c  sum of squared unit lengths
    gap       sum over i of the gaps' length      gap_same   sum over i, j of |gap_i & gap_j|

The contribution of a unit g to the correction of cu-alpha is (sum over the other coders of its
overlap with their units, over m-1) squared: of the readings of the paper the one that meets the
value printed in the 2019 book for three coders. With two coders all readings agree.

What to keep in mind: the family does not see one unit split into abutting ones of the same code,
and long units and gaps dominate it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.figures import Array, Ints, Reason, ratio
from workbench.agreement.spans import Prepared, union
from workbench.agreement.sweep import Sums, sweep


@dataclass(frozen=True, slots=True)
class GroupSums:
    """Sums of a group of G codes for S samples of transcripts (see the module).

    ``same``, ``meet``, ``t2``, ``coded``, ``squares`` (S, G); ``gap``, ``gap_same``, ``length``
    (the length of the continuum, once for each coder) (S, 1). ``overlapping`` (S,) counts the
    samples' transcripts in which a coder gave two codes of the group to the same place, where the
    family is not defined. ``coders`` is m.
    """

    same: NDArray[Any]
    meet: NDArray[Any]
    t2: NDArray[Any]
    coded: NDArray[Any]
    squares: NDArray[Any]
    gap: NDArray[Any]
    gap_same: NDArray[Any]
    length: NDArray[Any]
    overlapping: NDArray[Any]
    coders: int

    def weighted(self, weights: Array) -> GroupSums:
        """The sums of samples of transcripts: ``weights`` (S, T) says how often each counts."""
        sums = {
            field.name: weights @ getattr(self, field.name).astype(np.float64)
            for field in fields(self)
            if field.name != "coders"
        }
        return replace(self, **sums)


def group_sums(prepared: Prepared, sums: Sums, members: Sequence[int]) -> GroupSums:
    """The sums of every transcript for the codes ``members``; ``sums`` is the sweep of all."""
    chosen = np.asarray(members, dtype=np.int64)
    coded, shared = sums.coded[:, chosen], sums.shared[:, chosen]
    any_code = union(prepared, members)
    together = sweep(any_code)
    covered = together.coded[:, 0]
    units = sums.units[:, 0]
    m = sums.coders
    one_codes = covered.sum(axis=1)
    # over ordered pairs: N - |U_i| - |U_j| + |U_i & U_j|
    gap_same = m * (m - 1) * units - 2 * (m - 1) * one_codes + 2 * together.shared[:, 0].sum(axis=1)
    meet, t2 = _meetings(prepared, any_code, chosen)
    return GroupSums(
        same=2 * shared.sum(axis=2),
        meet=meet,
        t2=t2,
        coded=coded.sum(axis=2),
        squares=sums.squares[:, chosen].sum(axis=2),
        gap=(m * units - one_codes)[:, None],
        gap_same=gap_same[:, None],
        length=(m * units)[:, None],
        overlapping=(coded.sum(axis=1) != covered).any(axis=1).astype(np.int64),
        coders=m,
    )


def u_alpha(sums: GroupSums) -> Array:
    """u-alpha (S,): units and their codes, gaps included.

    1 - Do (l^2 - W) / (l (l^2 - sum of squared margins)), l = m times the length of the continuum,
    margins those of the codes and of the gap, Do what does not coincide, W the squared lengths of
    the units plus the plain length of the gaps. NaN where everything has one value.

    Figure 12.11 of Krippendorff (2019): three observers, seven values, a continuum of 60.

    >>> from workbench.agreement.spans import Spans, Transcript, prepare
    >>> units = {
    ...     0: [(1, 0, 7), (2, 7, 13), (5, 30, 32), (6, 32, 37), (6, 37, 44), (7, 44, 60)],
    ...     1: [(1, 0, 7), (3, 7, 13), (5, 13, 21), (6, 32, 44)],
    ...     2: [(1, 0, 7), (4, 7, 13), (5, 13, 21), (6, 32, 37), (6, 37, 41), (6, 41, 44)],
    ... }
    >>> rows = [(0, value - 1, who, s, e) for who, own in units.items() for value, s, e in own]
    >>> book = prepare(Spans.of(rows), [Transcript("book", 60)], codes=7, coders=3)
    >>> sums = group_sums(book, sweep(book), range(7))
    >>> round(float(u_alpha(sums)[0]), 3), round(float(cu_alpha(sums)[0]), 3)
    (0.51, 0.724)
    >>> ku_alpha(sums)[0].round(3).tolist()
    [1.0, 0.0, 0.0, 0.0, 1.0, 1.0, nan]
    """
    length, gap = sums.length[:, 0], sums.gap[:, 0]
    agreeing = (sums.same.sum(axis=1) + sums.gap_same[:, 0]) / (sums.coders - 1)
    correction = length**2 - sums.squares.sum(axis=1) - gap
    # l^2 minus the squared margins, as the products of different margins: nothing cancels
    margins = np.concatenate([sums.coded, sums.gap], axis=1)
    expected = (margins * (length[:, None] - margins)).sum(axis=1)
    return _exclusive(sums, 1.0 - ratio((length - agreeing) * correction, length * expected))


def cu_alpha(sums: GroupSums) -> Array:
    """cu-alpha (S,): the codes, where two coders both gave one of the group.

    1 - (M - sum same_c) (M^2 - sum t2_c) / (M sum of meet_c (M - meet_c)), M = sum meet_c. For an
    example see ``u_alpha``. NaN where units never intersect, or where a single code has all the
    intersections.
    """
    total = sums.meet.sum(axis=1)
    expected = (sums.meet * (total[:, None] - sums.meet)).sum(axis=1)
    apart = total - sums.same.sum(axis=1)
    alpha = 1.0 - ratio(apart * (total**2 - sums.t2.sum(axis=1)), total * expected)
    return _exclusive(sums, alpha)


def ku_alpha(sums: GroupSums) -> Array:
    """(k)u-alpha of every code of the group, (S, G): where two coders both gave one of the group.

    1 - (meet_c - same_c) (M meet_c - t2_c) / (meet_c^2 (M - meet_c)), M = sum meet_c. For an
    example see ``u_alpha``; ``coverage`` says how much of the code it rests on. NaN where the code
    never intersects a unit of another coder, or where nothing else does.
    """
    total = sums.meet.sum(axis=1)[:, None]
    margin = sums.meet * total - sums.t2
    alpha = 1.0 - ratio((sums.meet - sums.same) * margin, sums.meet**2 * (total - sums.meet))
    return _exclusive(sums, alpha)


def u_reason(sums: GroupSums, sample: int) -> Reason:
    """Why u-alpha is NaN in this sample."""
    if sums.overlapping[sample]:
        return Reason.OVERLAPPING_CODES
    return Reason.NO_VARIATION if sums.length[sample, 0] else Reason.NO_UNITS


def cu_reason(sums: GroupSums, sample: int) -> Reason:
    """Why cu-alpha is NaN in this sample."""
    if sums.overlapping[sample]:
        return Reason.OVERLAPPING_CODES
    if not sums.coded[sample].any():
        return Reason.NO_UNITS
    return Reason.NO_VARIATION if sums.meet[sample].any() else Reason.NO_INTERSECTION


def ku_reason(sums: GroupSums, sample: int, code: int) -> Reason:
    """Why (k)u-alpha of a code is NaN in this sample."""
    if sums.overlapping[sample]:
        return Reason.OVERLAPPING_CODES
    if not sums.coded[sample, code]:
        return Reason.NO_UNITS
    return Reason.NO_VARIATION if sums.meet[sample, code] else Reason.NO_INTERSECTION


def coverage(sums: GroupSums) -> Array:
    """The share of each code's length that (k)u-alpha rests on, (S, G); NaN for an unused code."""
    return ratio(sums.meet / (sums.coders - 1), sums.coded)


def _exclusive(sums: GroupSums, alpha: Array) -> Array:
    """NaN for samples in which a coder gave two codes of the group to one place."""
    alpha[sums.overlapping != 0] = np.nan
    return alpha


def _meetings(prepared: Prepared, any_code: Prepared, members: Ints) -> tuple[Ints, Ints]:
    """``meet`` and ``t2`` of every transcript, (T, G) each.

    How much of a span another coder covered is a difference of that coder's running coded length
    at its two ends, so that each coder costs two binary searches over all spans.
    """
    spans = prepared.spans.take(np.isin(prepared.spans.code, members))
    overlap = np.zeros(len(spans), dtype=np.int64)
    for coder in range(prepared.coders):
        other = any_code.spans.take(any_code.spans.coder == coder)
        if len(other):
            met = _covered(other.start, other.end, spans.end)
            met -= _covered(other.start, other.end, spans.start)
            overlap += np.where(spans.coder == coder, 0, met)
    column = np.zeros(prepared.codes, dtype=np.int64)
    column[members] = np.arange(len(members))
    shape = (len(prepared.axis.units), len(members))
    meet, t2 = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    cell = (spans.transcript, column[spans.code])
    np.add.at(meet, cell, overlap)
    np.add.at(t2, cell, overlap * overlap)
    return meet, t2


def _covered(starts: Ints, ends: Ints, at: Ints) -> Ints:
    """Length of these sorted disjoint spans before each position ``at``."""
    before = np.concatenate([[0], np.cumsum(ends - starts)])
    begun = np.searchsorted(starts, at, side="left")
    last_end = np.concatenate([[0], ends])[begun]
    return np.asarray(before[begun] - np.maximum(last_end - at, 0), dtype=np.int64)
