"""Coefficients of one code, coded or not coded, for any number of coders.

All are functions of the additive sums of ``sweep.Sums``. With N units, m coders, n_i the coded
length of a coder, n_ij the overlap of a pair, P = m(m-1)/2 pairs:

    d_ij = n_i + n_j - 2 n_ij      units on which a pair disagrees;  D = sum over pairs
    n1 = sum n_i,  n0 = m N - n1   units coded and not coded, over all coders
    A = 1 - D / (P N)              observed agreement

Every chance-corrected coefficient is 1 - (1 - A)/(1 - E); each is written here with 1 - E
multiplied out, so that only sums of non-negative whole numbers are divided: full agreement gives
exactly 1, a coefficient without variation a division 0/0, which comes out as NaN.

Shapes: arrays of ``Sums`` (S, K, m) and (S, K, P) give (S, K), or (S, K, P) for figures of pairs.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.figures import Array, chance_corrected, ratio
from workbench.agreement.sweep import Sums, pairs


def _split(sums: Sums) -> tuple[Array, Array, Array, Array]:
    """n_i and n_j of every pair (S, K, P), d_ij (S, K, P), N (S, 1)."""
    first = [a for a, _ in pairs(sums.coders)]
    second = [b for _, b in pairs(sums.coders)]
    one, two = sums.coded[..., first], sums.coded[..., second]
    return one, two, one + two - 2 * sums.shared, np.asarray(sums.units, dtype=np.float64)


def _totals(sums: Sums) -> tuple[Array, Array, Array, Array, int]:
    """D (S, K), n1 (S, K), n0 (S, K), N (S, 1), m."""
    _, _, apart, units = _split(sums)
    coded = sums.coded.sum(axis=-1)
    return apart.sum(axis=-1), coded, sums.coders * units - coded, units, sums.coders


def percent_agreement(sums: Sums) -> Array:
    """A: the mean over pairs of the share of units on which they agree."""
    _, _, apart, units = _split(sums)
    possible = apart.shape[-1] * units
    return ratio(possible - apart.sum(axis=-1), possible)


def positive_agreement(sums: Sums) -> Array:
    """2 sum n_ij / sum (n_i + n_j): Dice, the F1 of units; with more coders summed over pairs.

    Undefined where nobody coded anything. (Cicchetti & Feinstein 1990; Spitzer & Fleiss 1974.)
    """
    one, two, _, _ = _split(sums)
    return ratio(2 * sums.shared.sum(axis=-1), (one + two).sum(axis=-1))


def negative_agreement(sums: Sums) -> Array:
    """The same for units left uncoded: 2(N - n_i - n_j + n_ij) / (2N - n_i - n_j) over pairs."""
    one, two, _, units = _split(sums)
    uncoded = 2 * units[..., None] - one - two
    apart = one + two - 2 * sums.shared
    return ratio((uncoded - apart).sum(axis=-1), uncoded.sum(axis=-1))


def expected_agreement(sums: Sums) -> Array:
    """What chance alone would give: the mean over pairs of p_i p_j + (1 - p_i)(1 - p_j)."""
    one, two, _, units = _split(sums)
    units = units[..., None]
    by_chance = (one * two + (units - one) * (units - two)).sum(axis=-1)
    return ratio(by_chance, one.shape[-1] * (units * units)[..., 0])


def cohen_kappa_pairs(sums: Sums) -> Array:
    """Cohen's kappa of every pair, (S, K, P): E = p_i p_j + (1 - p_i)(1 - p_j) (Cohen 1960).

    Undefined where both coded nothing, or both everything; 0 where one coded nothing.
    """
    one, two, apart, units = _split(sums)
    units = units[..., None]
    return chance_corrected(apart * units, one * (units - two) + two * (units - one))


def percent_agreement_pairs(sums: Sums) -> Array:
    """Percent agreement of every pair, (S, K, P)."""
    _, _, apart, units = _split(sums)
    return ratio(units[..., None] - apart, units[..., None])


def positive_agreement_pairs(sums: Sums) -> Array:
    """Positive agreement (Dice) of every pair, (S, K, P)."""
    one, two, _, _ = _split(sums)
    return ratio(2.0 * sums.shared, one + two)


def cohen_kappa(sums: Sums) -> Array:
    """The mean of Cohen's kappa over the pairs in which it is defined."""
    each = cohen_kappa_pairs(sums)
    defined = ~np.isnan(each)
    return ratio(np.where(defined, each, 0.0).sum(axis=-1), defined.sum(axis=-1))


def fleiss_kappa(sums: Sums) -> Array:
    """Fleiss' kappa, with two coders Scott's pi: E = p^2 + (1-p)^2 (Scott 1955, Fleiss 1971)."""
    apart, coded, uncoded, units, m = _totals(sums)
    return chance_corrected(apart * units, coded * uncoded, scale=m / (m - 1))


def conger_kappa(sums: Sums) -> Array:
    """Conger's kappa: E = the mean over pairs of Cohen's E (Conger 1980)."""
    one, two, apart, units = _split(sums)
    units = units[..., None]
    chance = one * (units - two) + two * (units - one)
    return chance_corrected((apart * units).sum(axis=-1), chance.sum(axis=-1))


def brennan_prediger(sums: Sums) -> Array:
    """Brennan & Prediger (1981), S, PABAK, Randolph's free-marginal kappa: E = 1/2."""
    apart, _, _, units, m = _totals(sums)
    return chance_corrected(2 * apart, units * (m * (m - 1) // 2))


def gwet_ac1(sums: Sums) -> Array:
    """Gwet's AC1: E = 2p(1-p) (Gwet 2008)."""
    apart, coded, uncoded, units, m = _totals(sums)
    return chance_corrected(apart * units, coded**2 + uncoded**2, scale=2 * m / (m - 1))


def krippendorff_alpha(sums: Sums) -> Array:
    """Krippendorff's nominal alpha: 1 - (1-A) / (2 n1 n0 / (n(n-1))), n = mN."""
    apart, coded, uncoded, units, m = _totals(sums)
    return chance_corrected(apart * (m * units - 1), coded * uncoded, scale=1 / (m - 1))


def u_alpha_binary(sums: Sums) -> Array:
    """|u-alpha: relevant matter against gaps (Krippendorff et al. 2016, equation 6).

    1 - X (l^2 - W) / (l n1 n0) with l = mN, X = D/(m-1), and W the squared lengths of the units
    plus the plain length of the gaps. With units one character long it is nominal alpha.
    """
    apart, coded, uncoded, units, m = _totals(sums)
    squares = sums.squares.sum(axis=-1) + uncoded
    return chance_corrected(
        apart * ((m * units) ** 2 - squares), coded * uncoded * (m * units), scale=1 / (m - 1)
    )


COEFFICIENTS: dict[str, Callable[[Sums], Array]] = {
    "percent_agreement": percent_agreement,
    "expected_agreement": expected_agreement,
    "positive_agreement": positive_agreement,
    "negative_agreement": negative_agreement,
    "character_f1": positive_agreement,
    "cohen_kappa": cohen_kappa,
    "scott_pi": fleiss_kappa,
    "fleiss_kappa": fleiss_kappa,
    "conger_kappa": conger_kappa,
    "brennan_prediger": brennan_prediger,
    "gwet_ac1": gwet_ac1,
    "krippendorff_alpha": krippendorff_alpha,
    "u_alpha_binary": u_alpha_binary,
}
PAIR_COEFFICIENTS: dict[str, Callable[[Sums], Array]] = {
    "percent_agreement": percent_agreement_pairs,
    "positive_agreement": positive_agreement_pairs,
    "cohen_kappa": cohen_kappa_pairs,
}


def without_variation(sums: Sums) -> NDArray[np.bool_]:
    """Where every unit of every coder has the same value, (S, K) bool."""
    _, coded, uncoded, _, _ = _totals(sums)
    return np.asarray((coded == 0) | (uncoded == 0))
