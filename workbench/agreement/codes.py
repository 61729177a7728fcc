"""The results of codes: coefficients over all transcripts and in each, pairs, cells, prevalence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

import numpy as np

from workbench.agreement import binary
from workbench.agreement.binary import Terms
from workbench.agreement.bootstrap import Estimates, Frame, Scope
from workbench.agreement.figures import Array, Figure, Ints, Reason, optional, ratio
from workbench.agreement.results import Cells, CodeResult, Pair
from workbench.agreement.sweep import Sums, pairs

# Where these are 0/0 there was nothing to count; elsewhere nothing varied.
_COUNTING = frozenset(
    {
        "percent_agreement",
        "expected_agreement",
        "positive_agreement",
        "negative_agreement",
        "character_f1",
        "brennan_prediger",
        "gwet_ac1",
    }
)
# These come out as 1 where nothing varied, which is to be said beside them.
_FLAGGED = frozenset({"brennan_prediger", "gwet_ac1"})
# A coefficient that goes by two names is computed once, under the last of them.
_ONCE = {function: name for name, function in binary.COEFFICIENTS.items()}
_COLUMN = {name: [*_ONCE].index(each) for name, each in binary.COEFFICIENTS.items()}
_OF_PAIRS = {name: column for column, name in enumerate(binary.PAIR_COEFFICIENTS)}


@dataclass(frozen=True, slots=True)
class Names:
    """The names that results are given by."""

    transcripts: tuple[str, ...]
    coders: tuple[str, ...]

    @property
    def pairs(self) -> list[Pair]:
        """Pairs of coders, in the order of every array."""
        return [(self.coders[a], self.coders[b]) for a, b in pairs(len(self.coders))]


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """(k)u-alpha of K codes, which needs to know of other codes than its own.

    ``reason`` says why it is NaN, for a transcript (None: all of them) and a code; ``coverage``
    (1 + T, K) is that of all transcripts, then of each, NaN where the code is unused.
    """

    ku_alpha: Estimates
    reason: Callable[[int | None, int], Reason]
    coverage: Array

    def figures(self, transcript: int | None) -> list[Figure]:
        """Those of all codes, in one transcript or (None) in all."""
        covered = self.coverage[0 if transcript is None else transcript + 1].tolist()
        reasons = [self.reason(transcript, code) for code in range(len(covered))]
        found = self.ku_alpha.scope(transcript).figures(reasons)
        return [
            figure._replace(coverage=optional(share))
            for figure, share in zip(found, covered, strict=True)
        ]


def code_results(
    sums: Sums,
    frame: Frame,
    names: Names,
    why: Reason | None = None,
    group: GroupFigures | None = None,
    averaged: Sequence[int] | None = None,
) -> tuple[list[CodeResult], dict[str, Figure]]:
    """A result for every code of ``sums`` (as swept: samples are transcripts), and their means.

    ``averaged`` are the places of the codes that the means are over, None for all. With ``why``
    nothing can be compared: every figure says so, and prevalence stays.
    """
    if why is not None:
        return _undefined(why, sums, names), dict.fromkeys(binary.COEFFICIENTS, Figure.none(why))
    of = np.arange(sums.coded.shape[1]) if averaged is None else np.array(averaged, dtype=np.int64)
    estimates = frame.estimate(lambda w: _and_mean(coefficients(Terms.of(sums.weighted(w))), of))
    totals = sums.weighted(np.ones((1, frame.transcripts)))

    def scope(transcript: int | None) -> list[CodeResult]:
        return _one_scope(
            (totals, 0) if transcript is None else (sums, transcript),
            estimates.scope(transcript),
            names,
            [] if group is None else group.figures(transcript),
        )

    each = [scope(t) for t in range(frame.transcripts)]
    results = [
        replace(
            together, transcripts={name: each[t][k] for t, name in enumerate(names.transcripts)}
        )
        for k, together in enumerate(scope(None))
    ]
    return results, _means(estimates, of)


def _undefined(reason: Reason, sums: Sums, names: Names) -> list[CodeResult]:
    nothing = Figure.none(reason)

    def result(coded: Ints, units: int) -> CodeResult:
        return CodeResult(
            dict.fromkeys([*binary.COEFFICIENTS, "ku_alpha"], nothing),
            _prevalence(coded.tolist(), units, names),
            Cells(0, 0, 0, units) if len(names.coders) == 2 else None,
            {pair: dict.fromkeys(binary.PAIR_COEFFICIENTS, nothing) for pair in names.pairs},
            {},
        )

    together, units = sums.coded.sum(axis=0), sums.units[:, 0].tolist()
    return [
        replace(
            result(together[k], sum(units)),
            transcripts={
                name: result(sums.coded[t, k], units[t]) for t, name in enumerate(names.transcripts)
            },
        )
        for k in range(len(together))
    ]


def coefficients(terms: Terms) -> Array:
    """All coefficients, then those of the pairs one pair after the other: (S, K, n + 3 P)."""
    whole, kinds = len(_ONCE), len(_OF_PAIRS)
    samples, codes = terms.coded.shape
    # figure by figure, each with its samples side by side
    out = np.empty((whole + terms.pairs * kinds, codes, samples))
    for row, function in enumerate(_ONCE):
        out[row] = function(terms).T
    for kind, of_pairs in enumerate(binary.PAIR_COEFFICIENTS.values()):
        out[whole + kind :: kinds] = of_pairs(terms).T
    return out.T


def _and_mean(coefficients: Array, of: Ints) -> Array:
    """(S, K, n) to (S, K + 1, n): after the codes the mean of some, undefined ones left out."""
    by_figure = coefficients.T
    chosen = by_figure if len(of) == by_figure.shape[1] else by_figure[:, of]
    undefined = np.isnan(chosen)
    total = np.where(undefined, 0.0, chosen).sum(axis=1, keepdims=True)
    count = chosen.shape[1] - undefined.sum(axis=1, keepdims=True)
    return np.concatenate([by_figure, ratio(total, count.astype(np.float64))], axis=1).T


def _means(estimates: Estimates, of: Ints) -> dict[str, Figure]:
    """The mean of each coefficient over the codes; ``skipped`` counts the codes left out."""
    undefined = np.isnan(estimates.value[of, : len(_ONCE)]).sum(axis=0).tolist()
    why = Reason.NO_VARIATION if len(of) else Reason.NO_UNITS
    figures = estimates.scope(None).figures([why])[-estimates.value.shape[1] :]
    return {
        name: figures[column]._replace(skipped=undefined[column])
        for name, column in _COLUMN.items()
    }


def _one_scope(
    at: tuple[Sums, int], estimates: Scope, names: Names, ku_alpha: list[Figure]
) -> list[CodeResult]:
    """Results of all codes in one scope: the sums ``at`` a sample, and their figures."""
    sums, sample = at
    units = int(sums.units[sample, 0])
    coded, shared = sums.coded[sample].tolist(), sums.shared[sample].tolist()
    uniform = [sum(each) in (0, len(each) * units) for each in coded]
    notes = [
        Reason.NO_VARIATION if nothing_varied and name in _FLAGGED else None
        for nothing_varied in uniform
        for name in _ONCE.values()
    ]
    whole = estimates.columns(0, len(_ONCE)).figures(_reasons(_ONCE.values(), units), notes)
    of_pairs = estimates.columns(len(_ONCE), None).figures(_reasons(_OF_PAIRS, units))
    figures = _by_name(_COLUMN, len(_ONCE), whole)
    for found, figure in zip(figures, ku_alpha, strict=False):
        found["ku_alpha"] = figure
    pair_figures = iter(_by_name(_OF_PAIRS, len(_OF_PAIRS), of_pairs))
    pairs, two = names.pairs, len(names.coders) == 2
    return [
        CodeResult(
            figures[k],
            _prevalence(coded[k], units, names),
            _cells(coded[k], shared[k], units) if two else None,
            dict(zip(pairs, pair_figures, strict=False)),
            {},
        )
        for k in range(len(coded))
    ]


def _by_name(
    columns: Mapping[str, int], width: int, figures: list[Figure]
) -> list[dict[str, Figure]]:
    """The figures of one code (or pair) after the other, in dictionaries by name."""
    pick = itemgetter(*columns.values())
    return [
        dict(zip(columns, pick(figures[first : first + width]), strict=True))
        for first in range(0, len(figures), width)
    ]


def _reasons(names: Iterable[str], units: int) -> list[Reason]:
    return [
        Reason.NO_UNITS if not units or name in _COUNTING else Reason.NO_VARIATION for name in names
    ]


def _prevalence(coded: Sequence[float], units: int, names: Names) -> dict[str, float | None]:
    return {
        name: each / units if units else None
        for name, each in zip(names.coders, coded, strict=True)
    }


def _cells(coded: Sequence[float], shared: Sequence[float], units: int) -> Cells:
    first, second, both = int(coded[0]), int(coded[1]), int(shared[0])
    return Cells(both, first - both, second - both, units - first - second + both)
