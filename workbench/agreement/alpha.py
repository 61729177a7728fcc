"""Krippendorff's alpha for one value a unit, at every level of measurement, with missing values.

    alpha = 1 - Do/De,  Do = sum o_ck d(c,k) / n,  De = sum n_c n_k d(c,k) / (n(n-1))

with the coincidences o_ck: for each unit with r >= 2 values every ordered pair of values, weighing
1/(r-1). Units with a single value are left out altogether. (Krippendorff 2011, "Computing
Krippendorff's Alpha-Reliability".)

At the four levels no table of categories by categories is ever made, for measurements have as many
categories as values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from workbench.agreement.errors import RatingError
from workbench.agreement.figures import Array, Ints
from workbench.agreement.ratings import MISSING

_PANEL = 250_000  # distances made at once


class Level(NamedTuple):
    """A level of measurement.

    ``place`` turns values (q,) and how often each was paired (q,) into positions (q,); ``apart`` is
    the distance of positions, any shapes that broadcast; ``expected`` sums it over all pairs of
    positions (q,) that stand as often as (q,) says, which is n(n-1) De.
    """

    place: Callable[[Array, Array], Array]
    apart: Callable[[Array, Array], Array]
    expected: Callable[[Array, Array], float]


def alpha(values: Ints, distance: Array) -> float:
    """Alpha of ``values`` (G, m), places of q categories or -1; ``distance`` (q, q).

    NaN without a unit with two values, and where all values have distance 0.

    >>> apart = np.array([[0.0, 0.5, 1.0], [0.5, 0.0, 0.5], [1.0, 0.5, 0.0]])
    >>> round(alpha(np.array([[0, 0], [1, 2], [2, MISSING], [2, 2]]), apart), 4)
    0.7059
    """
    n = paired(values, len(distance))
    observed = _observed(values, lambda one, two: distance[one, two])
    return _alpha(observed, float(n @ distance @ n), float(n.sum()))


def alpha_at(values: Ints, level: str, scale: Array) -> float:
    """Alpha at a level of ``LEVELS``; ``scale`` (q,) are the values of the categories, by which
    interval and ratio go; at the level ordinal their order counts.

    NaN without a unit with two values, and where all values are the same; RatingError for a
    negative value on a ratio scale.

    The nominal data of Krippendorff (2011), section C, four observers and twelve units:

    >>> table = '''1 1 * 1
    ... 2 2 3 2
    ... 3 3 3 3
    ... 3 3 3 3
    ... 2 2 2 2
    ... 1 2 3 4
    ... 4 4 4 4
    ... 1 1 2 1
    ... 2 2 2 2
    ... * 5 5 5
    ... * * 1 1
    ... * * 3 *'''
    >>> values = np.array([[MISSING if cell == "*" else int(cell) - 1 for cell in line.split()]
    ...                    for line in table.splitlines()])
    >>> for level in LEVELS:
    ...     print(level, round(alpha_at(values, level, np.arange(1.0, 6.0)), 3))
    nominal 0.743
    ordinal 0.815
    interval 0.849
    ratio 0.797
    """
    place, apart, expected = LEVELS[level]
    n = paired(values, len(scale))
    at = place(scale, n)
    observed = _observed(values, lambda one, two: apart(at[one], at[two]))
    used = n > 0
    return _alpha(observed, expected(at[used], n[used]), float(n.sum()))


def _observed(values: Ints, apart: Callable[[Ints, Ints], Array]) -> float:
    """n Do: the distances of all ordered pairs of values within units, each over r - 1."""
    present = values != MISSING
    total = present.sum(axis=1)
    values, present, total = values[total >= 2], present[total >= 2], total[total >= 2]
    observed = 0.0
    for a in range(values.shape[1]):
        for b in range(a + 1, values.shape[1]):
            both = present[:, a] & present[:, b]
            between = apart(values[both, a], values[both, b])
            observed += 2 * float((between / (total[both] - 1)).sum())
    return observed


def _alpha(observed: float, expected: float, n: float) -> float:
    return 1.0 - observed * (n - 1) / expected if expected else float("nan")


def paired(values: Ints, categories: int) -> Array:
    """n_c: how often each value stands in a unit with two values or more, (q,)."""
    present = values != MISSING
    kept = present & (present.sum(axis=1) >= 2)[:, None]
    return np.bincount(values[kept], minlength=categories).astype(np.float64)


# ── the levels ───────────────────────────────────────────────────────────────────────────────────


def _as_names(scale: Array, count: Array) -> Array:
    return np.arange(1.0 * len(scale))


def _as_ranks(scale: Array, count: Array) -> Array:
    """The distance of two of them is the sum of n_g from c to k, minus half of both ends."""
    return np.asarray(np.cumsum(count) - count / 2)


def _as_numbers(scale: Array, count: Array) -> Array:
    return scale


def _above_zero(scale: Array, count: Array) -> Array:
    if (scale < 0).any():
        raise RatingError("a ratio scale has no values below zero")
    return scale


def _differ(one: Array, two: Array) -> Array:
    """0 for the same category, else 1."""
    return np.asarray(one != two, dtype=np.float64)


def _squared(one: Array, two: Array) -> Array:
    """(c - k)^2."""
    return np.asarray((one - two) ** 2)


def _relative(one: Array, two: Array) -> Array:
    """((c - k) / (c + k))^2, and 0 between two zeros."""
    total = one + two
    return np.asarray(np.divide(one - two, total, out=np.zeros_like(total), where=total > 0) ** 2)


def _expected_differ(at: Array, count: Array) -> float:
    n = float(count.sum())
    return n * n - float((count * count).sum())


def _expected_squared(at: Array, count: Array) -> float:
    """2 n sum n_c (c - mean)^2: from the mean, so that nothing cancels."""
    if len(at) < 2:
        return 0.0
    from_mean = at - (count @ at) / count.sum()
    return 2 * float(count.sum()) * float(count @ from_mean**2)


def _expected_relative(at: Array, count: Array) -> float:
    above = at > 0
    # a zero is 1 apart from every other value
    expected = 2 * float(count[~above].sum()) * float(count[above].sum())
    at, count = at[above], count[above]
    step = max(_PANEL // max(len(at), 1), 1)
    for low in range(0, len(at), step):
        some = at[low : low + step, None]
        between = some - at
        between /= some + at
        between *= between
        expected += float(count[low : low + step] @ (between @ count))
    return expected


LEVELS = {
    "nominal": Level(_as_names, _differ, _expected_differ),
    "ordinal": Level(_as_ranks, _squared, _expected_squared),
    "interval": Level(_as_numbers, _squared, _expected_squared),
    "ratio": Level(_above_zero, _relative, _expected_relative),
}
