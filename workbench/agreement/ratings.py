"""Coefficients for one value a unit: any number of coders and categories, missing ratings.

A rating is a whole number, the place of its category, and -1 where the coder gave none. With r_gk
the ratings of unit g in category k and r_g = sum_k r_gk,

    pa    mean over units with r_g >= 2 of sum_k r_gk (r_gk - 1) / (r_g (r_g - 1))
    pi_k  mean over units with r_g >= 1 of r_gk / r_g
    p_ik  share of category k among the ratings of coder i

Units with a single rating count in the shares, not in pa (Gwet 2014, chapter 2). Coefficients of a
pair (Cohen, Scott) look at the units that both rated. Every function returns NaN where the chance
agreement is 1, or where there is no unit with two ratings.

Four coders, twelve units, five categories, ratings missing: the data of Krippendorff (2011),
section C, with the figures of Gwet (2014), chapter 2:

    >>> table = "11*1 2232 3333 3333 2222 1234 4444 1121 2222 *555 **11 **3*"
    >>> places = {"*": MISSING} | {str(place + 1): place for place in range(5)}
    >>> ratings = Ratings(np.array([[places[cell] for cell in row] for row in table.split()]), 5)
    >>> for figure in (percent_agreement, fleiss_kappa, conger_kappa, brennan_prediger, gwet_ac1):
    ...     print(f"{figure.__name__:18}{figure(ratings):.5f}")
    percent_agreement 0.81818
    fleiss_kappa      0.76117
    conger_kappa      0.76282
    brennan_prediger  0.77273
    gwet_ac1          0.77544
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workbench.agreement.errors import RatingError
from workbench.agreement.figures import Array, Ints, ratio
from workbench.agreement.sweep import pairs

MISSING = -1


@dataclass(frozen=True, slots=True)
class Ratings:
    """``values`` (G, m): places of categories, -1 for none; ``categories`` is q, those offered."""

    values: Ints
    categories: int

    def __post_init__(self) -> None:
        if self.values.ndim != 2:
            raise RatingError("ratings are a table of units by coders")
        if self.values.size and not -1 <= self.values.min() <= self.values.max() < self.categories:
            raise RatingError("a rating is none of the categories")

    @property
    def coders(self) -> int:
        """m."""
        return int(self.values.shape[1])

    def given(self) -> tuple[Ints, Ints, Ints]:
        """Which unit was given which category by how many coders: three (N,), none of them 0."""
        unit, coder = np.nonzero(self.values != MISSING)
        cell = unit * max(self.categories, 1) + self.values[unit, coder]
        found, count = np.unique(cell, return_counts=True)
        return (*np.divmod(found, max(self.categories, 1)), count)

    @property
    def pairable(self) -> int:
        """The number of units with two ratings or more."""
        return int(((self.values != MISSING).sum(axis=1) >= 2).sum())

    def pair(self, first: int, second: int) -> Ratings:
        """The units that both of two coders rated."""
        both = self.values[:, [first, second]]
        return Ratings(both[(both != MISSING).all(axis=1)], self.categories)

    def varies(self) -> bool:
        """Whether two different categories were used at all."""
        used = self.values[self.values != MISSING]
        return bool(len(used)) and bool((used != used[0]).any())


def percent_agreement(ratings: Ratings) -> float:
    """pa: over units, the share of pairs of coders that agree.

    >>> fleiss = Ratings(np.array([[0, 0, 1], [1, 1, 1], [0, 1, MISSING]]), 2)
    >>> round(percent_agreement(fleiss), 4)
    0.4444
    """
    total = (ratings.values != MISSING).sum(axis=1)
    if not (total >= 2).any():
        return float("nan")
    unit, _, count = ratings.given()
    alike = np.bincount(unit, count * (count - 1), minlength=len(total))[total >= 2]
    possible = (total * (total - 1))[total >= 2]
    # the disagreeing pairs, so that full agreement is exactly 1
    return 1.0 - float(((possible - alike) / possible).mean())


def shares(ratings: Ratings) -> Array:
    """pi_k, (q,): the mean over rated units of the share that a category has of their ratings.

    >>> shares(Ratings(np.array([[0, 1], [1, 1], [0, MISSING]]), 2)).tolist()
    [0.5, 0.5]
    """
    total = (ratings.values != MISSING).sum(axis=1)
    rated = int((total >= 1).sum())
    if not rated:
        return np.full(ratings.categories, np.nan)
    unit, category, count = ratings.given()
    return np.bincount(category, count / total[unit], minlength=ratings.categories) / rated


def coder_shares(ratings: Ratings) -> Array:
    """p_ik, (m, q): each coder's own ratings by category; NaN for a coder without ratings.

    >>> coder_shares(Ratings(np.array([[0, 1], [1, 1], [0, MISSING]]), 2)).round(3).tolist()
    [[0.667, 0.333], [0.0, 1.0]]
    """
    of_coder = np.array(
        [
            np.bincount(column[column != MISSING], minlength=ratings.categories)
            for column in ratings.values.T
        ],
        dtype=np.float64,
    ).reshape(ratings.coders, ratings.categories)
    total = of_coder.sum(axis=1, keepdims=True)
    return ratio(of_coder, total)


def corrected(agreement: float, chance: float) -> float:
    """(A - E) / (1 - E), NaN where E is 1; exactly 1 where A is.

    >>> round(corrected(0.8, 0.5), 3), corrected(1.0, 0.9)
    (0.6, 1.0)
    """
    return float("nan") if not chance < 1 else 1.0 - (1.0 - agreement) / (1.0 - chance)


def fleiss_kappa(ratings: Ratings) -> float:
    """Fleiss' kappa (1971), in Gwet's form for missing ratings: E = sum pi_k^2."""
    if not ratings.varies():
        return float("nan")
    return corrected(percent_agreement(ratings), float((shares(ratings) ** 2).sum()))


def conger_kappa(ratings: Ratings) -> float:
    """Conger's kappa (1980): E = sum_k [(sum_i p_ik)^2 - sum_i p_ik^2] / (m(m-1))."""
    if not ratings.varies():
        return float("nan")
    of_coder = coder_shares(ratings)
    of_coder = of_coder[~np.isnan(of_coder).any(axis=1)]
    m = len(of_coder)
    if m < 2:
        return float("nan")
    chance = (of_coder.sum(axis=0) ** 2 - (of_coder**2).sum(axis=0)).sum() / (m * (m - 1))
    return corrected(percent_agreement(ratings), float(chance))


def brennan_prediger(ratings: Ratings) -> float:
    """Brennan & Prediger (1981): E = 1/q with q the categories offered; NaN where q is 1."""
    if ratings.categories < 2:
        return float("nan")
    return corrected(percent_agreement(ratings), 1 / ratings.categories)


def gwet_ac1(ratings: Ratings) -> float:
    """Gwet's AC1 (2008): E = sum pi_k (1 - pi_k) / (q - 1); NaN where q is 1."""
    if ratings.categories < 2:
        return float("nan")
    share = shares(ratings)
    chance = float((share * (1 - share)).sum()) / (ratings.categories - 1)
    return corrected(percent_agreement(ratings), chance)


def cohen_kappa(pair: Ratings) -> float:
    """Cohen's kappa (1960) of two coders who rated every unit: E = sum_k p_1k p_2k.

    Table 1 of that paper, 200 units:

    >>> table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    >>> cells = [(a, b) for a in range(3) for b in range(3) for _ in range(table[a][b])]
    >>> round(cohen_kappa(Ratings(np.array(cells), 3)), 3)
    0.492
    """
    one, two = _margins(pair)
    n = len(pair.values)
    return _over_chance(_unlike(pair), n, n * n - int(one @ two))


def scott_pi(pair: Ratings) -> float:
    """Scott's pi (1955) of two coders who rated every unit: E = sum_k of squared mean shares.

    >>> round(scott_pi(Ratings(np.array([[0, 0], [1, 0], [1, 1]]), 2)), 3)
    0.333
    """
    one, two = _margins(pair)
    n, of_two = len(pair.values), one + two
    return _over_chance(4 * _unlike(pair), n, 4 * n * n - int(of_two @ of_two))


def weighted_kappa(kind: str) -> Callable[[Ratings], float]:
    """Cohen's weighted kappa (1968) of a pair: disagreement grows linearly or quadratically.

    The weights go by the places of the categories in their order, not by their values.

    >>> pair = Ratings(np.array([[0, 0], [0, 1], [1, 2], [2, 2], [2, 0]]), 3)
    >>> round(weighted_kappa("linear")(pair), 4), round(weighted_kappa("quadratic")(pair), 4)
    (0.1667, 0.25)
    """
    if kind not in ("linear", "quadratic"):
        raise RatingError(f"“{kind}” is no weighting; there are linear and quadratic")
    apart, by_chance = (_steps, _steps_by_chance) if kind == "linear" else (_squares, _squares_by)

    def kappa(pair: Ratings) -> float:
        one, two = _margins(pair)
        return _over_chance(apart(pair), len(pair.values), by_chance(one, two))

    return kappa


def over_pairs(ratings: Ratings, coefficient: Callable[[Ratings], float]) -> list[float]:
    """A coefficient of two coders for every pair, in the order of ``sweep.pairs``."""
    return [coefficient(ratings.pair(a, b)) for a, b in pairs(ratings.coders)]


def _margins(pair: Ratings) -> tuple[Ints, Ints]:
    """How often each of two coders gave each category, two (q,)."""
    one, two = (np.bincount(each, minlength=pair.categories) for each in pair.values.T)
    return one.astype(np.int64), two.astype(np.int64)


def _unlike(pair: Ratings) -> int:
    """The units to which two coders gave different categories."""
    return int((pair.values[:, 0] != pair.values[:, 1]).sum())


def _steps(pair: Ratings) -> int:
    """How many categories two coders lie apart, over all units."""
    return int(np.abs(pair.values[:, 0] - pair.values[:, 1]).sum())


def _steps_by_chance(one: Ints, two: Ints) -> int:
    """The same over every unit of the one with every unit of the other: the steps that a pair takes
    are the bounds between categories that lie between its two."""
    below_one, below_two = np.cumsum(one), np.cumsum(two)
    n = below_one[-1:]
    return int((below_one * (n - below_two) + below_two * (n - below_one)).sum())


def _squares(pair: Ratings) -> int:
    """Their squares, over all units."""
    return int(((pair.values[:, 0] - pair.values[:, 1]) ** 2).sum())


def _squares_by(one: Ints, two: Ints) -> int:
    """Their squares, over every unit of the one with every unit of the other."""
    place = np.arange(len(one))
    first, second = int(one @ place), int(two @ place)
    n, squares = int(one.sum()), int((one + two) @ place**2)
    return n * squares - 2 * first * second


def _over_chance(apart: int, n: int, by_chance: int) -> float:
    """1 - N (disagreement observed) / (disagreement by chance), NaN without any by chance."""
    return 1.0 - apart * n / by_chance if by_chance else float("nan")
