"""Krippendorff's alpha for one value a unit, at every level of measurement, with missing values.

    alpha = 1 - Do/De,  Do = sum o_ck d(c,k) / n,  De = sum n_c n_k d(c,k) / (n(n-1))

with the coincidences o_ck: for each unit with r >= 2 values every ordered pair of values, weighing
1/(r-1). Units with a single value are left out altogether. (Krippendorff 2011, "Computing
Krippendorff's Alpha-Reliability".)
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from workbench.agreement.errors import RatingError
from workbench.agreement.figures import Array, Ints
from workbench.agreement.ratings import MISSING

# Distance: values (q,) and how often each was paired (q,) -> (q, q)
Distance = Callable[[Array, Array], Array]


def alpha(values: Ints, distance: Array) -> float:
    """Alpha of ``values`` (G, m), places of q categories or -1; ``distance`` (q, q).

    NaN without a unit with two values, and where all values have distance 0.

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
    >>> scale, count = np.arange(1.0, 6.0), paired(values, 5)
    >>> for name, level in LEVELS.items():
    ...     print(name, round(alpha(values, level(scale, count)), 3))
    nominal 0.743
    ordinal 0.815
    interval 0.849
    ratio 0.797
    """
    present = values != MISSING
    total = present.sum(axis=1)
    values, present, total = values[total >= 2], present[total >= 2], total[total >= 2]
    n = paired(values, len(distance))
    observed = 0.0
    for a in range(values.shape[1]):
        for b in range(a + 1, values.shape[1]):
            both = present[:, a] & present[:, b]
            apart = distance[values[both, a], values[both, b]]
            observed += 2 * float((apart / (total[both] - 1)).sum())
    expected = float(n @ distance @ n)
    return 1.0 - observed * (float(n.sum()) - 1) / expected if expected else float("nan")


def paired(values: Ints, categories: int) -> Array:
    """n_c: how often each value stands in a unit with two values or more, (q,)."""
    present = values != MISSING
    kept = present & (present.sum(axis=1) >= 2)[:, None]
    return np.bincount(values[kept], minlength=categories).astype(np.float64)


def nominal(values: Array, count: Array) -> Array:
    """0 for the same category, else 1."""
    return 1.0 - np.eye(len(values))


def ordinal(values: Array, count: Array) -> Array:
    """(sum of n_g from c to k, minus half of both ends)^2; values in their order."""
    middle = np.cumsum(count) - count / 2
    return np.asarray((middle[:, None] - middle[None]) ** 2)


def interval(values: Array, count: Array) -> Array:
    """(c - k)^2."""
    return np.asarray((values[:, None] - values[None]) ** 2)


def ratio_scale(values: Array, count: Array) -> Array:
    """((c - k) / (c + k))^2, and 0 between two zeros; RatingError for a negative value."""
    if (values < 0).any():
        raise RatingError("a ratio scale has no values below zero")
    total = values[:, None] + values[None]
    apart = np.abs(values[:, None] - values[None])
    return np.asarray(np.divide(apart, total, out=np.zeros_like(total), where=total > 0) ** 2)


LEVELS: dict[str, Distance] = {
    "nominal": nominal,
    "ordinal": ordinal,
    "interval": interval,
    "ratio": ratio_scale,
}
