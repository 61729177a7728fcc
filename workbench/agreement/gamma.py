"""Gamma: agreement on where units lie and on their codes, by aligning units with one another.

    gamma      1 - observed disorder / expected disorder
    gamma-cat  1 - observed / expected disagreement on the codes of aligned units
    gamma-k    the same over the pairs with at least one unit of code k

Mathet, Widlöcher & Métivier (2015), The Unified and Holistic Method Gamma, Computational
Linguistics 41(3); gamma-cat and gamma-k: Mathet (2017), Computational Linguistics 43(3). The
disorder is that of the best alignment (``alignment``), the expected one its mean over random
continua (``continua``): thirty, then as many more as the precision asks for, (1.96 cv/precision)^2
with cv the coefficient of variation of their disorders. For gamma-cat a pair weighs
max(0, 1 - dpos), and units that stand alone do not count (pygamma-agreement weighs by 3 dpos and
counts them: its observed disorder is ours, its gamma-cat is another figure).

Gamma is defined for any number of coders, but its exact alignment grows beyond reach: with three
coders and more the figures are means over the pairs of coders and say so, and the exact one stands
beside them where it can be had (``gamma_nway``). Units are counted in characters of the base.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.agreement.alignment import CATEGORY, Aligned, Units, align, disorder, overlaps
from workbench.agreement.bootstrap import Aggregate, Bootstrap, Frame
from workbench.agreement.comparison import Comparison
from workbench.agreement.continua import Continua
from workbench.agreement.errors import AgreementError, TooMany
from workbench.agreement.figures import Array, Figure, Ints, Reason, optional, ratio
from workbench.agreement.gamma_nway import align_all
from workbench.agreement.gamma_report import GammaReport, PairGamma
from workbench.agreement.spans import prepare
from workbench.agreement.sweep import pairs

FEWEST, MOST = 30, 3000  # random continua
LARGEST = 20_000_000  # units of all random continua of all pairs of coders
_BATCH = 200_000  # units, or overlaps of units, of random continua that are aligned at once


def gamma(
    comparison: Comparison,
    *,
    bootstrap: Bootstrap | None = None,
    aggregate: Aggregate = Aggregate.POOLED,
    precision: float = 0.02,
) -> GammaReport:
    """Gamma, gamma-cat and gamma-k of a comparison.

    ``bootstrap`` gives the interval of gamma over transcripts, and its seed also the random
    continua. ``precision`` is the share by which the expected disorder may be off (95 %).

    Raises MissingExtra where scipy, the extra ``[gamma]``, is not installed; TooMany where
    coders, units or their overlaps are too many to be aligned; AgreementError for a precision that
    is not between 0 and 1; SpanError as ``report.compare`` does.

    >>> from workbench.agreement.spans import Transcript
    >>> spans = [
    ...     ("t", "fear", "Ana", 0, 10), ("t", "hope", "Ana", 20, 30), ("t", "fear", "Ana", 40, 55),
    ...     ("t", "fear", "Ben", 1, 10), ("t", "fear", "Ben", 20, 31), ("t", "hope", "Ben", 80, 90),
    ... ]
    >>> both = Comparison.of([Transcript("t", 100)], ["Ana", "Ben"], ["fear", "hope"], spans)
    >>> found = gamma(both).pairs["Ana", "Ben"]
    >>> round(found.observed_disorder, 5), found.alignments
    (1.00504, 4)
    """
    if not 0 < precision < 1:
        raise AgreementError("the precision of gamma lies between 0 and 1, as 0.02 does")
    bootstrap = bootstrap or Bootstrap()
    coders, codes, transcripts = comparison.coders, comparison.codes, comparison.transcripts
    prepared = prepare(comparison.spans, transcripts, len(codes), len(coders))
    continua = Continua.of(prepared, transcripts)
    why = _incomparable(continua)
    if why is None:
        _guard(continua)
    frame = Frame(aggregate, continua.lengths, bootstrap.weights(len(transcripts)))
    ground = _Ground(frame, codes, precision, bootstrap.seed)
    which = pairs(len(coders))
    if why is None:
        compared = [ground.pair(continua.of_coders(pair)) for pair in which]
        mean = ground.mean_gamma(compared)
        n_way, missing = ground.n_way(continua)
    else:
        compared = [(PairGamma.nothing(why, codes), None) for _ in which]
        mean, n_way, missing = Figure.none(why), None, ""
    by_pair = [figures for figures, _ in compared]
    nothing = [Figure.none(why or Reason.SINGLE_CODER)]
    return GammaReport(
        method="exact" if len(which) == 1 else "mean of pairs",
        gamma=mean,
        gamma_cat=_mean([each.gamma_cat for each in by_pair if each.gamma_cat] or nothing),
        gamma_k={
            code: _mean([each.gamma_k[code] for each in by_pair] or nothing) for code in codes
        },
        pairs={(coders[a], coders[b]): each for (a, b), each in zip(which, by_pair, strict=True)},
        n_way=n_way,
        n_way_missing=missing,
        precision=precision,
        seed=bootstrap.seed,
    )


def _incomparable(continua: Continua) -> Reason | None:
    if len(continua.units) < 2:
        return Reason.SINGLE_CODER
    if not continua.transcripts:
        return Reason.NO_COMMON_TRANSCRIPTS
    return None if continua.counts().any() else Reason.NO_UNITS


def _guard(continua: Continua) -> None:
    """Refuse what would take hours: every unit meets those of all other coders, thirty times."""
    coders = len(continua.units)
    if int(continua.counts().sum()) * (coders - 1) * FEWEST > LARGEST:
        raise TooMany(
            f"gamma aligns the units of every pair of {coders} coders {FEWEST} times over, and "
            "there are too many: compare fewer coders or fewer transcripts at once"
        )


@dataclass(frozen=True, slots=True)
class Disorders:
    """What two coders (or all of them) come to.

    ``observed`` (T,) and ``random`` (S, T) are summed costs of the best alignments by transcript;
    divided by ``per_coder``, the mean number of units a coder, they are disorders. ``alignments``
    counts the unitary alignments of the observed one.
    """

    observed: Array
    random: Array
    per_coder: float
    alignments: int

    def figure(self, weights: Array) -> Array:
        """1 - Do/De for samples of transcripts: ``weights`` (S, T) gives (S,)."""
        return 1.0 - ratio(weights @ self.observed, weights @ self.random.mean(axis=0))


_Compared = tuple[PairGamma, Disorders | None]
"""The figures of a pair of coders, and the disorders behind them; none without any unit."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the figures of all pairs of coders have in common."""

    frame: Frame
    codes: Sequence[str]
    precision: float
    seed: int

    def pair(self, continua: Continua) -> _Compared:
        """What two coders come to."""
        if not continua.counts().any():
            return PairGamma.nothing(Reason.NO_UNITS, self.codes), None
        continua = continua.of_coders(_own_order(continua.units))
        one, two = continua.observed()
        best = align(one, two)
        codes = len(self.codes)
        observed = disorder(one, two, best, continua.transcripts)
        categories = _categories(one, two, best, np.zeros(len(best), dtype=np.int64), 1, codes)
        by_chance: list[Array] = []

        def draw(samples: int, generator: np.random.Generator) -> Array:
            first, second = continua.random(samples, generator)
            found = align(first, second)
            sample = first.slot[found.first] // continua.transcripts
            by_chance.append(_categories(first, second, found, sample, samples, codes))
            slots = samples * continua.transcripts
            return disorder(first, second, found, slots).reshape(samples, -1)

        units = len(one) + len(two)
        random = self._random(draw, max(_BATCH // (units + overlaps(one, two)), 1))
        disorders = Disorders(observed, random, units / 2, units - len(best))
        used = np.bincount(np.concatenate([one.code, two.code]), minlength=codes)
        alone = Reason.ONE_TRANSCRIPT if continua.transcripts == 1 else None
        cat, *of_codes = _cat_figures(categories[0], np.concatenate(by_chance), used, alone)
        return self._figures(disorders, cat, of_codes), disorders

    def n_way(self, continua: Continua) -> tuple[PairGamma | None, str]:
        """Gamma of all coders at once, or why there is none."""
        if len(continua.units) < 3:
            return None, ""
        continua = continua.of_coders(_own_order(continua.units))
        slots = continua.transcripts

        def draw(samples: int, generator: np.random.Generator) -> Array:
            drawn = align_all(continua.random(samples, generator), samples * slots)
            return drawn.sums.reshape(samples, -1)

        units = int(continua.counts().sum())
        try:
            found = align_all(continua.observed(), slots)
            random = self._random(draw, batch=1, most=FEWEST)
        except TooMany as error:
            return None, str(error)
        disorders = Disorders(found.sums, random, units / len(continua.units), found.alignments)
        return self._figures(disorders, None, []), ""

    def mean_gamma(self, compared: Sequence[_Compared]) -> Figure:
        """The mean of gamma over the pairs in which it is defined, with its interval; ``skipped``
        counts the other pairs. Of one pair it is the figure of that pair."""
        if len(compared) == 1:
            return compared[0][0].gamma
        measured = [disorders for _, disorders in compared if disorders is not None]

        def values(weights: Array) -> Array:
            each = np.stack([pair.figure(weights) for pair in measured])
            defined = ~np.isnan(each)
            return ratio(np.where(defined, each, 0.0).sum(axis=0), defined.sum(axis=0) * 1.0)

        everything = np.ones((1, self.frame.transcripts))
        counted = sum(not math.isnan(pair.figure(everything)[0]) for pair in measured)
        (figure,) = self.frame.estimate(values).scope(None).figures([Reason.NO_VARIATION])
        return figure._replace(skipped=len(compared) - counted)

    def _figures(
        self, disorders: Disorders, cat: Figure | None, of_codes: Sequence[Figure]
    ) -> PairGamma:
        (figure,) = self.frame.estimate(disorders.figure).scope(None).figures([Reason.NO_VARIATION])
        return PairGamma(
            gamma=figure,
            gamma_cat=cat,
            gamma_k=dict(zip(self.codes, of_codes, strict=False)),
            observed_disorder=optional(float(disorders.observed.sum() / disorders.per_coder)),
            expected_disorder=optional(
                float(disorders.random.sum(axis=1).mean() / disorders.per_coder)
            ),
            alignments=disorders.alignments,
            samples=len(disorders.random),
        )

    def _random(
        self, draw: Callable[[int, np.random.Generator], Array], batch: int, most: int = MOST
    ) -> Array:
        """Disorders of as many random continua as the precision asks for, (S, T)."""
        generator = np.random.default_rng(self.seed)
        drawn = np.empty((0, self.frame.transcripts))
        while (missing := min(_required(drawn, self.precision), most) - len(drawn)) > 0:
            drawn = np.concatenate([drawn, draw(min(missing, batch), generator)])
        return drawn


def _required(drawn: Array, precision: float) -> int:
    """How many random continua are needed, judged by those drawn so far."""
    if len(drawn) < FEWEST:
        return FEWEST
    total = drawn.sum(axis=1)
    if not total.any():
        return FEWEST
    variation = float(total.std(ddof=1) / total.mean())
    return max(math.ceil((1.96 * variation / precision) ** 2), FEWEST)


def _own_order(units: Sequence[Units]) -> list[int]:
    """An order of coders that is theirs, whatever they and the codes are called.

    The random continua of the first are shifted first: without it, swapping two names would draw
    others. Codes go by where they were given, by whichever coder.
    """
    rows = [np.stack([each.slot, each.start, each.end, each.code], axis=1) for each in units]
    every = np.concatenate(rows)
    every = every[np.lexsort(every.T[::-1])]
    places = {code: every[every[:, 3] == code, :3].tobytes() for code in set(every[:, 3].tolist())}
    rank = {place: number for number, place in enumerate(sorted(set(places.values())))}
    keys = [sorted([*row, rank[places[code]]] for *row, code in each.tolist()) for each in rows]
    return sorted(range(len(units)), key=keys.__getitem__)


def _categories(
    one: Units, two: Units, aligned: Aligned, sample: Ints, samples: int, codes: int
) -> Array:
    """Weighted disagreement on codes and weight of aligned pairs, (samples, 2, 1 + K): of all
    pairs, then of those with at least one unit of each code."""
    weight = np.maximum(0.0, 1.0 - aligned.dpos)
    left, right = one.code[aligned.first], two.code[aligned.second]
    differ = left != right
    out = np.zeros((samples, 2, 1 + codes))
    for row, amount in enumerate((weight * differ * CATEGORY, weight)):
        np.add.at(out[:, row, 0], sample, amount)
        np.add.at(out[:, row], (sample, 1 + left), amount)
        np.add.at(out[:, row], (sample[differ], 1 + right[differ]), amount[differ])
    return out


def _cat_figures(
    observed: Array, by_chance: Array, used: Ints, alone: Reason | None
) -> list[Figure]:
    """gamma-cat, then gamma-k of every code; points alone, with ``alone`` why there is no more."""
    above = ratio(observed[0], observed[1])
    random = ratio(by_chance[:, 0], by_chance[:, 1])
    defined = ~np.isnan(random)
    expected = ratio(np.where(defined, random, 0.0).sum(axis=0), defined.sum(axis=0) * 1.0)
    value = 1.0 - ratio(above, np.nan_to_num(expected))
    figures = []
    for place, number in enumerate(value.tolist()):
        if not math.isnan(number):
            figures.append(Figure(number, interval=alone))
        elif place and not used[place - 1]:
            figures.append(Figure.none(Reason.NO_UNITS))
        elif not observed[1, place]:
            figures.append(Figure.none(Reason.NO_INTERSECTION))
        else:
            figures.append(Figure.none(Reason.NO_VARIATION))
    return figures


def _mean(figures: Sequence[Figure]) -> Figure:
    """The mean of the defined ones, else the first reason."""
    values = [each.value for each in figures if each.value is not None]
    if not values or len(figures) == 1:
        return figures[0]
    skipped = len(figures) - len(values)
    return Figure(math.fsum(values) / len(values), interval=figures[0].interval, skipped=skipped)
