"""Coefficients of one code, coded or not coded, for any number of coders.

All are functions of the additive sums of ``sweep.Sums``. With N units, m coders, n_i the coded
length of a coder, n_ij the overlap of a pair, P = m(m-1)/2 pairs:

    d_ij = n_i + n_j - 2 n_ij      units on which a pair disagrees;  D = sum over pairs
    n1 = sum n_i,  n0 = m N - n1   units coded and not coded, over all coders
    A = 1 - D / (P N)              observed agreement

Every chance-corrected coefficient is 1 - (1 - A)/(1 - E); each is written here with 1 - E
multiplied out, so that only sums of non-negative whole numbers are divided: full agreement gives
exactly 1, a coefficient without variation a division 0/0, which comes out as NaN.

The functions take the ``Terms`` of sums, made once for all of them; they give (S, K), or (S, K, P)
for figures of pairs; NaN is undefined. An example of Gwet (2002), 125 units of which both coded
118, one alone 5 and the other alone 2: kappa and pi are below chance, and AC1 is not.

    >>> from workbench.agreement.spans import Spans, Transcript, prepare
    >>> from workbench.agreement.sweep import sweep
    >>> rows = [(0, 0, 0, 0, 123), (0, 0, 1, 0, 118), (0, 0, 1, 123, 125)]
    >>> terms = Terms.of(sweep(prepare(Spans.of(rows), [Transcript("t", 125)], codes=1, coders=2)))
    >>> for name, figure in list(COEFFICIENTS.items())[:-1]:
    ...     print(f"{name:19}{figure(terms)[0, 0]:8.4f}")
    percent_agreement    0.9440
    expected_agreement   0.9453
    positive_agreement   0.9712
    negative_agreement   0.0000
    character_f1         0.9712
    cohen_kappa         -0.0234
    scott_pi            -0.0288
    fleiss_kappa        -0.0288
    conger_kappa        -0.0234
    brennan_prediger     0.8880
    gwet_ac1             0.9408
    krippendorff_alpha  -0.0247
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workbench.agreement.figures import Array, chance_corrected, ratio
from workbench.agreement.sweep import Sums, pairs


@dataclass(frozen=True, slots=True)
class Terms:
    """What the coefficients are made of, for S samples, K codes, P pairs.

    ``units`` N (S, 1); ``one``, ``two`` n_i and n_j of every pair, ``shared`` n_ij and ``apart``
    d_ij, each (S, K, P); ``disagreement`` D, ``coded`` n1, ``uncoded`` n0 and ``squares``, the
    squared lengths of all units, each (S, K); ``coders`` m.
    """

    units: Array
    one: Array
    two: Array
    shared: Array
    apart: Array
    disagreement: Array
    coded: Array
    uncoded: Array
    squares: Array
    coders: int

    @classmethod
    def of(cls, sums: Sums) -> Terms:
        """The terms of weighted sums, or of sums as swept."""
        which = pairs(sums.coders)
        of_coder = np.asarray(sums.coded, dtype=np.float64)
        # transposed there and back, so that samples stay side by side in memory
        one, two = (of_coder.T[list(each)].T for each in np.array(which, np.int64).reshape(-1, 2).T)
        shared = np.asarray(sums.shared, dtype=np.float64)
        apart = one + two - 2 * shared
        units, coded = np.asarray(sums.units, dtype=np.float64), of_coder.sum(axis=-1)
        return cls(
            units=units,
            one=one,
            two=two,
            shared=shared,
            apart=apart,
            disagreement=apart.sum(axis=-1),
            coded=coded,
            uncoded=sums.coders * units - coded,
            squares=np.asarray(sums.squares, dtype=np.float64).sum(axis=-1),
            coders=sums.coders,
        )

    @property
    def pairs(self) -> int:
        """P."""
        return int(self.apart.shape[-1])

    @property
    def by_chance(self) -> Array:
        """N^2 times the disagreement a pair would have by chance, (S, K, P)."""
        units = self.units[..., None]
        return self.one * (units - self.two) + self.two * (units - self.one)


def percent_agreement(terms: Terms) -> Array:
    """A: the mean over pairs of the share of units on which they agree; NaN without units.

    Near 1 for every rare code, so that it is never to be read alone.
    """
    possible = terms.pairs * terms.units
    return ratio(possible - terms.disagreement, possible)


def positive_agreement(terms: Terms) -> Array:
    """2 sum n_ij / sum (n_i + n_j): Dice, the F1 of units; with more coders summed over pairs.

    Undefined where nobody coded anything. (Cicchetti & Feinstein 1990; Spitzer & Fleiss 1974.)
    """
    return ratio(2 * terms.shared.sum(axis=-1), (terms.coders - 1) * terms.coded)


def negative_agreement(terms: Terms) -> Array:
    """The same for units left uncoded: 2(N - n_i - n_j + n_ij) / (2N - n_i - n_j) over pairs.

    NaN where every coder coded everything.
    """
    uncoded = (terms.coders - 1) * terms.uncoded
    return ratio(uncoded - terms.disagreement, uncoded)


def expected_agreement(terms: Terms) -> Array:
    """What chance alone would give: the mean over pairs of p_i p_j + (1 - p_i)(1 - p_j)."""
    units = terms.units[..., None]
    agreed = terms.one * terms.two + (units - terms.one) * (units - terms.two)
    return ratio(agreed.sum(axis=-1), terms.pairs * terms.units**2)


def cohen_kappa_pairs(terms: Terms) -> Array:
    """Cohen's kappa of every pair, (S, K, P): E = p_i p_j + (1 - p_i)(1 - p_j) (Cohen 1960).

    Undefined where both coded nothing, or both everything; 0 where one coded nothing.
    """
    return chance_corrected(terms.apart * terms.units[..., None], terms.by_chance)


def percent_agreement_pairs(terms: Terms) -> Array:
    """Percent agreement of every pair, (S, K, P)."""
    units = terms.units[..., None]
    return ratio(units - terms.apart, units)


def positive_agreement_pairs(terms: Terms) -> Array:
    """Positive agreement (Dice) of every pair, (S, K, P)."""
    return ratio(2.0 * terms.shared, terms.one + terms.two)


def cohen_kappa(terms: Terms) -> Array:
    """The mean of Cohen's kappa over the pairs in which it is defined; NaN where it is in none.

    With two coders it is theirs. The mean over pairs is Light's kappa (1971).
    """
    each = cohen_kappa_pairs(terms)
    defined = ~np.isnan(each)
    return ratio(np.where(defined, each, 0.0).sum(axis=-1), defined.sum(axis=-1))


def fleiss_kappa(terms: Terms) -> Array:
    """Fleiss' kappa, with two coders Scott's pi: E = p^2 + (1-p)^2 (Scott 1955, Fleiss 1971).

    p is the share of all mN ratings that coded. NaN where all of them did, or none.
    """
    m = terms.coders
    apart = terms.disagreement * terms.units
    return chance_corrected(apart, terms.coded * terms.uncoded, scale=m / (m - 1))


def conger_kappa(terms: Terms) -> Array:
    """Conger's kappa: E = the mean over pairs of Cohen's E (Conger 1980); with two coders Cohen's.

    NaN where every coder coded nothing, or everything.
    """
    return chance_corrected(terms.disagreement * terms.units, terms.by_chance.sum(axis=-1))


def brennan_prediger(terms: Terms) -> Array:
    """Brennan & Prediger (1981), S, PABAK, Randolph's free-marginal kappa: E = 1/2.

    So 2A - 1, which is 1 where nothing varied: reports say so beside it. NaN without units.
    """
    return chance_corrected(2 * terms.disagreement, terms.pairs * terms.units)


def gwet_ac1(terms: Terms) -> Array:
    """Gwet's AC1: E = 2p(1-p) (Gwet 2008), p as in Fleiss' kappa.

    1 where nothing varied: reports say so beside it. NaN without units.
    """
    m = terms.coders
    apart = terms.disagreement * terms.units
    return chance_corrected(apart, terms.coded**2 + terms.uncoded**2, scale=2 * m / (m - 1))


def krippendorff_alpha(terms: Terms) -> Array:
    """Krippendorff's nominal alpha: 1 - (1-A) / (2 n1 n0 / (n(n-1))), n = mN.

    The binary data of Krippendorff (2011), section A, two observers and ten units, as spans:

    >>> from workbench.agreement.spans import Spans, Transcript, prepare
    >>> from workbench.agreement.sweep import sweep
    >>> rows = [(0, 0, 0, 1, 2), (0, 0, 0, 8, 9), (0, 0, 1, 0, 3), (0, 0, 1, 5, 6)]
    >>> terms = Terms.of(sweep(prepare(Spans.of(rows), [Transcript("t", 10)], 1, 2)))
    >>> [round(float(figure(terms)[0, 0]), 3) for figure in (percent_agreement, krippendorff_alpha)]
    [0.6, 0.095]
    """
    m = terms.coders
    apart = terms.disagreement * (m * terms.units - 1)
    return chance_corrected(apart, terms.coded * terms.uncoded, scale=1 / (m - 1))


def u_alpha_binary(terms: Terms) -> Array:
    """|u-alpha: relevant matter against gaps (Krippendorff et al. 2016, equation 6).

    1 - X (l^2 - W) / (l n1 n0) with l = mN, X = D/(m-1), and W the squared lengths of the units
    plus the plain length of the gaps. With units one character long it is nominal alpha. NaN where
    everybody coded nothing, or everything.
    """
    m, length = terms.coders, terms.coders * terms.units
    apart = terms.disagreement * (length**2 - terms.squares - terms.uncoded)
    return chance_corrected(apart, terms.coded * terms.uncoded * length, scale=1 / (m - 1))


COEFFICIENTS: dict[str, Callable[[Terms], Array]] = {
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
PAIR_COEFFICIENTS: dict[str, Callable[[Terms], Array]] = {
    "percent_agreement": percent_agreement_pairs,
    "positive_agreement": positive_agreement_pairs,
    "cohen_kappa": cohen_kappa_pairs,
}
