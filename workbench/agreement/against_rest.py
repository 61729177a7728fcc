"""Every category against all others together, for all categories at once.

For a category, ratings are binary: it, or anything else. The coefficients of such a table need
nothing but sums over units, and a unit brings something to few categories only: those that somebody
gave it. So that q categories cost no more than the ratings themselves.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.figures import Array, Ints, ratio
from workbench.agreement.ratings import MISSING, Ratings
from workbench.agreement.sweep import pairs


def cohen_and_scott(ratings: Ratings) -> tuple[Array, Array]:
    """Cohen's kappa and Scott's pi of each pair of coders and category, two (P, q).

    Pairs in the order of ``sweep.pairs``, each on the units that both rated; NaN where both gave a
    category to none of these, or to all.

    >>> cohen, scott = cohen_and_scott(Ratings(np.array([[0, 0], [1, 0], [1, 1], [2, 1]]), 3))
    >>> cohen.round(3).tolist(), scott.round(3).tolist()
    ([[0.5, 0.0, 0.0]], [[0.467, 0.0, -0.143]])
    """
    q = ratings.categories
    cohen, scott = [], []
    for a, b in pairs(ratings.coders):
        both = ratings.pair(a, b).values
        n = len(both)
        one, two = (np.bincount(column, minlength=q) for column in both.T)
        apart = one + two - 2 * np.bincount(both[both[:, 0] == both[:, 1], 0], minlength=q)
        # whole numbers, so that full agreement is exactly 1
        cohen.append(1.0 - _ratio(apart * n, one * (n - two) + two * (n - one)))
        of_two = one + two
        scott.append(1.0 - _ratio(2 * apart * n, of_two * (2 * n - of_two)))
    shape = (len(cohen), q)
    return np.reshape(cohen, shape), np.reshape(scott, shape)


def fleiss_and_alpha(ratings: Ratings) -> tuple[Array, Array]:
    """Fleiss' kappa and Krippendorff's nominal alpha of each category, two (q,); NaN where nothing
    varies.

    >>> values = np.array([[0, 0, 1], [1, 1, MISSING], [2, 0, 0]])
    >>> fleiss, alpha = fleiss_and_alpha(Ratings(values, 3))
    >>> fleiss.round(3).tolist(), alpha.round(3).tolist()
    ([0.1, 0.55, -0.125], [0.125, 0.533, 0.0])
    """
    unit, category, count = ratings.given()
    total: Ints = (ratings.values != MISSING).sum(axis=1)
    rated, paired = int((total >= 1).sum()), int((total >= 2).sum())
    several = total[unit] >= 2
    of_unit = total[unit]

    def summed(weight: NDArray[Any], kept: NDArray[np.bool_]) -> Array:
        sums = np.bincount(category[kept], weight[kept], minlength=ratings.categories)
        return np.asarray(sums, dtype=np.float64)

    others = 2.0 * count * (of_unit - count)
    with np.errstate(divide="ignore", invalid="ignore"):
        within, coincident = others / (of_unit * (of_unit - 1)), others / (of_unit - 1)
    share = ratio(summed(count / of_unit, of_unit > 0), np.array(float(rated)))
    apart = ratio(summed(within, several), np.array(float(paired)))
    fleiss: Array = 1.0 - _ratio(apart, 2 * share * (1 - share))
    n_c = summed(1.0 * count, several)
    n = float(n_c.sum())
    alpha = 1.0 - _ratio(summed(coincident, several) * (n - 1), 2 * n_c * (n - n_c))
    # where nothing else was given shares can be short of 1 by a rounding
    given = np.bincount(category, count, minlength=ratings.categories)
    fleiss[(given == 0) | (given == given.sum())] = np.nan
    return fleiss, alpha


def _ratio(above: NDArray[Any], below: NDArray[Any]) -> Array:
    return ratio(above.astype(np.float64), below.astype(np.float64))
