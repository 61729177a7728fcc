"""What a figure would be without one of the transcripts: which of them hold it up or drag it down.

The sums of the sweep add over transcripts, so leaving each of them out in turn is one product with
a matrix of ones that has a diagonal of zeros.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.agreement.binary import COEFFICIENTS, Terms
from workbench.agreement.bootstrap import Aggregate
from workbench.agreement.figures import Array, ratio
from workbench.agreement.sweep import Sums


def without_each(
    sums: Sums,
    names: Sequence[str] = ("cohen_kappa",),
    aggregate: Aggregate = Aggregate.POOLED,
) -> dict[str, Array]:
    """Coefficients without each transcript, (T, K) by name of ``binary.COEFFICIENTS``.

    ``sums`` as swept: its samples are the T transcripts. Row t leaves transcript t out; NaN where
    the rest has no variation. Of a mean over transcripts the undefined ones are left out as ever.

    >>> from workbench.agreement.spans import Spans, Transcript, prepare
    >>> from workbench.agreement.sweep import sweep
    >>> rows = [(0, 0, 0, 0, 5), (0, 0, 1, 0, 5), (1, 0, 0, 0, 5), (1, 0, 1, 5, 9)]
    >>> texts = [Transcript("good", 10), Transcript("poor", 10)]
    >>> without = without_each(sweep(prepare(Spans.of(rows), texts, 1, 2)))
    >>> without["cohen_kappa"].round(2).tolist()
    [[-0.8], [1.0]]
    """
    transcripts = len(sums.units)
    others = 1.0 - np.eye(transcripts)
    functions = {name: COEFFICIENTS[name] for name in names}
    if aggregate is Aggregate.POOLED:
        terms = Terms.of(sums.weighted(others))
        return {name: function(terms) for name, function in functions.items()}
    each = Terms.of(sums)
    weights = others * sums.units[:, 0] if aggregate is Aggregate.LENGTH else others
    return {name: _mean(function(each), weights) for name, function in functions.items()}


def _mean(each: Array, weights: Array) -> Array:
    """Weighted means (S, K) of figures (T, K) over the transcripts where they are defined."""
    defined = ~np.isnan(each)
    total = weights @ np.where(defined, each, 0.0)
    return ratio(total, weights @ defined.astype(np.float64))
