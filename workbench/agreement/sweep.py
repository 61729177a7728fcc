"""The sweep: one sort over span boundaries yields every sum that the coefficients need.

For each transcript and code: the coded length of every coder, the overlap of every pair of coders,
and the squared unit lengths of every coder. The sums are whole numbers, and they add over
transcripts, so that any weighting of transcripts (pooled, one alone, a bootstrap sample) is a
matrix product. The length of the text never enters, only the number of spans.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.figures import Array, Ints
from workbench.agreement.spans import Prepared


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of K codes over m coders and P = m(m-1)/2 pairs, for S samples of transcripts.

    ``units`` (S, 1), ``coded`` (S, K, m), ``shared`` (S, K, P) in the order of
    ``itertools.combinations``, ``squares`` (S, K, m). As swept, the samples are the transcripts
    and the numbers int64; as weighted they are float64, exact below 2**53.
    """

    units: NDArray[Any]
    coded: NDArray[Any]
    shared: NDArray[Any]
    squares: NDArray[Any]

    @property
    def coders(self) -> int:
        """m."""
        return int(self.coded.shape[-1])

    def weighted(self, weights: Array) -> Sums:
        """The sums of samples of transcripts: ``weights`` (S, T) says how often each counts.

        Each sum's samples lie side by side in memory, and so do those of all that is computed from
        them: a thousand samples of a figure are sorted where they lie.
        """
        return Sums(
            weights @ self.units.astype(np.float64),
            _weigh(weights, self.coded),
            _weigh(weights, self.shared),
            _weigh(weights, self.squares),
        )

    def of_code(self, code: int) -> Sums:
        """The sums of one of the codes, K = 1."""
        one = np.s_[:, code : code + 1]
        return Sums(self.units, self.coded[one], self.shared[one], self.squares[one])


def pairs(coders: int) -> list[tuple[int, int]]:
    """The pairs of coders in the order in which every array has them."""
    return list(combinations(range(coders), 2))


def sweep(prepared: Prepared) -> Sums:
    """The sums of every transcript and code; samples are the transcripts, dtype int64.

    >>> from workbench.agreement.spans import Spans, Transcript, prepare
    >>> spans = Spans.of([(0, 0, 0, 0, 6), (0, 0, 1, 4, 9)])
    >>> sums = sweep(prepare(spans, [Transcript("t", 20)], codes=1, coders=2))
    >>> sums.coded.tolist(), sums.shared.tolist(), sums.squares.tolist()
    ([[[6, 5]]], [[[2]]], [[[36, 25]]])
    """
    spans, coders = prepared.spans, prepared.coders
    transcripts = len(prepared.axis.units)
    shape = (transcripts, prepared.codes, coders)
    cell = (spans.transcript * prepared.codes + spans.code) * coders + spans.coder
    length = spans.end - spans.start
    return Sums(
        prepared.axis.units[:, None],
        _add(cell, length, shape),
        _overlaps(prepared),
        _add(cell, length * length, shape),
    )


def _add(cell: Ints, amount: Ints, shape: tuple[int, ...]) -> Ints:
    total = np.zeros(shape, dtype=np.int64)
    np.add.at(total.reshape(-1), cell, amount)
    return total


def _overlaps(prepared: Prepared) -> Ints:
    """Overlap of every pair of coders by transcript and code, (T, K, P).

    Between two neighbouring boundaries nothing changes: the running sum of +1 and -1 says which
    coders are inside, and every such piece lies in one transcript and code. Behind the last
    boundary of a code all spans are closed, so the jump to the next code counts for nobody.
    """
    spans, coders = prepared.spans, prepared.coders
    which = pairs(coders)
    out = np.zeros((len(prepared.axis.units) * prepared.codes, len(which)), dtype=np.int64)
    shape = (len(prepared.axis.units), prepared.codes, len(which))
    count = len(spans)
    if not count or not which:
        return out.reshape(shape)
    base = spans.code * prepared.axis.size
    position = np.concatenate([base + spans.start, base + spans.end])
    order = np.argsort(position)
    change = np.zeros((coders, 2 * count), dtype=np.int8)
    change[np.concatenate([spans.coder] * 2)[order], np.arange(2 * count)] = np.where(
        order < count, 1, -1
    )
    # int8 suffices: of one coder and code at most one span is open, or two for the
    # moment at which one begins where the other ends
    inside = np.cumsum(change, axis=1, dtype=np.int8)[:, :-1]
    width = np.diff(position[order])
    cell = np.concatenate([spans.transcript * prepared.codes + spans.code] * 2)[order][:-1]
    first = np.flatnonzero(np.diff(cell, prepend=-1))
    for column, (a, b) in enumerate(which):
        out[cell[first], column] = np.add.reduceat(width * (inside[a] * inside[b]), first)
    return out.reshape(shape)


def _weigh(weights: Array, sums: NDArray[Any]) -> Array:
    flat = sums.reshape(len(sums), -1).T.astype(np.float64) @ weights.T
    return np.moveaxis(flat.reshape(*sums.shape[1:], len(weights)), -1, 0)
