"""The results of codes: coefficients over all transcripts and in each, pairs, cells, prevalence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from workbench.agreement import binary
from workbench.agreement.binary import Terms
from workbench.agreement.bootstrap import Estimates, Frame
from workbench.agreement.by_transcript import ByTranscript, EachTranscript
from workbench.agreement.figures import Array, Figure, Ints, Reason, ratio
from workbench.agreement.results import Cells, CodeResult
from workbench.agreement.scopes import (
    COLUMN,
    OF_PAIRS,
    ONCE,
    GroupFigures,
    Names,
    prevalence_of,
    scope_results,
)
from workbench.agreement.sweep import Sums


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

    together = scope_results(
        (totals, 0), estimates.scope(None), names, [] if group is None else group.figures(None)
    )
    each = EachTranscript(sums, estimates, names, group)
    places = {name: transcript for transcript, name in enumerate(names.transcripts)}
    used_in = sums.coded.any(axis=2).sum(axis=0).tolist()
    results = [
        replace(result, used_in=used_in[k], transcripts=ByTranscript(each, places, k))
        for k, result in enumerate(together)
    ]
    return results, _means(estimates, of)


def _undefined(reason: Reason, sums: Sums, names: Names) -> list[CodeResult]:
    nothing = Figure.none(reason)

    def result(coded: Ints, units: int) -> CodeResult:
        return CodeResult(
            dict.fromkeys([*binary.COEFFICIENTS, "ku_alpha"], nothing),
            prevalence_of(coded.tolist(), units, names),
            Cells(0, 0, 0, units) if len(names.coders) == 2 else None,
            {pair: dict.fromkeys(binary.PAIR_COEFFICIENTS, nothing) for pair in names.pairs},
            int(coded.any()),
            {},
        )

    used_in = sums.coded.any(axis=2).sum(axis=0).tolist()
    together, units = sums.coded.sum(axis=0), sums.units[:, 0].tolist()
    return [
        replace(
            result(together[k], sum(units)),
            used_in=used_in[k],
            transcripts={
                name: result(sums.coded[t, k], units[t]) for t, name in enumerate(names.transcripts)
            },
        )
        for k in range(len(together))
    ]


def coefficients(terms: Terms) -> Array:
    """All coefficients, then those of the pairs one pair after the other: (S, K, n + 3 P)."""
    whole, kinds = len(ONCE), len(OF_PAIRS)
    samples, codes = terms.coded.shape
    # figure by figure, each with its samples side by side
    out = np.empty((whole + terms.pairs * kinds, codes, samples))
    for row, function in enumerate(ONCE):
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
    undefined = np.isnan(estimates.value[of, : len(ONCE)]).sum(axis=0).tolist()
    why = Reason.NO_VARIATION if len(of) else Reason.NO_UNITS
    figures = estimates.scope(None).figures([why])[-estimates.value.shape[1] :]
    return {
        name: figures[column]._replace(skipped=undefined[column]) for name, column in COLUMN.items()
    }
