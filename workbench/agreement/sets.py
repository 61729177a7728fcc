"""Krippendorff's alpha where the value of a unit is the set of codes that a coder gave it.

The empty set is a value. Three distances stand side by side, because the choice of distance alone
moves the figure a great deal:

    nominal   0 for equal sets, else 1
    Jaccard   1 - |A & B| / |A | B|
    MASI      1 - J M with J the Jaccard similarity and M = 1 for equal sets, 2/3 where one holds
              the other, 1/3 where they overlap, 0 where they do not (Passonneau 2006)

The distance of two empty sets is 0, of an empty and another set 1. Values never meet character by
character: between two boundaries no set changes, so that the pieces weigh with their length.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.figures import Array, Ints, ratio
from workbench.agreement.spans import Prepared
from workbench.agreement.sweep import pairs

DISTANCES = ("nominal", "jaccard", "masi")
Masks = NDArray[np.uint64]
_PANEL = 250_000  # cells of a panel of distances: 2 MB, which a processor keeps at hand


class Pieces(NamedTuple):
    """The pieces between boundaries: masks (m, E, W), lengths (E,), transcripts (E,)."""

    masks: Masks
    width: Ints
    transcript: Ints


@dataclass(frozen=True, slots=True)
class SetSums:
    """What alpha needs of T transcripts, by distance in the order of ``DISTANCES``.

    ``observed`` (3, T): sum over units and ordered pairs of coders of the distance, over m - 1.
    ``expected`` (3, T, T): sum over all pairs of values of two transcripts of the distance.
    ``values`` (T,): the number of values, units times coders.
    """

    observed: Array
    expected: Array
    values: Ints


def set_sums(prepared: Prepared, found: Pieces | None = None) -> SetSums:
    """The sums of every transcript, from its pieces where these were ``found`` already.

    With D distinct sets this takes O(D^2) time and O(D) memory: the T x T matrix of expected
    distances makes every reweighting of transcripts a quadratic form.
    """
    masks, width, transcript = found or pieces(prepared)
    m, transcripts = prepared.coders, len(prepared.axis.units)
    distinct, which = _distinct(masks)
    cell = transcript * len(distinct) + which
    repeated = np.broadcast_to(width.astype(np.float64), cell.shape)
    counts = np.asarray(
        np.bincount(cell.ravel(), repeated.ravel(), transcripts * len(distinct)), dtype=np.float64
    ).reshape(transcripts, len(distinct))
    observed = np.zeros((len(DISTANCES), transcripts))
    for a, b in pairs(m):
        differ = which[a] != which[b]
        apart = distances(distinct[which[a][differ]], distinct[which[b][differ]])
        for row, distance in enumerate(apart):
            weight = width[differ] * distance
            observed[row] += np.bincount(transcript[differ], weight, minlength=transcripts)
    return SetSums(
        observed * 2 / max(m - 1, 1), _expected(distinct, counts), m * prepared.axis.units
    )


def alpha_sets(sums: SetSums, weights: Array) -> Array:
    """alpha for samples of transcripts: ``weights`` (S, T) gives (3, S), NaN without variation.

    >>> from workbench.agreement.spans import Spans, Transcript, prepare
    >>> spans = Spans.of([(0, 0, 0, 0, 5), (0, 0, 1, 0, 5), (0, 1, 1, 0, 5)])
    >>> sums = set_sums(prepare(spans, [Transcript("t", 10)], codes=2, coders=2))
    >>> [round(float(alpha), 4) for alpha in alpha_sets(sums, np.ones((1, 1)))[:, 0]]
    [0.24, 0.5778, 0.4571]
    """
    values = weights @ sums.values.astype(np.float64)
    observed = np.einsum("st,dt->ds", weights, sums.observed)
    expected = np.einsum("st,dtu,su->ds", weights, sums.expected, weights, optimize=True)
    return 1.0 - ratio(observed * (values - 1), expected)


def distances(one: Masks, two: Masks) -> tuple[Array, Array, Array]:
    """Nominal, Jaccard and MASI distance of sets, (..., W) masks of 64 codes a word each.

    >>> sets = np.array([[0b000], [0b011], [0b110], [0b111]], dtype=np.uint64)
    >>> for distance in distances(sets[[0, 1, 1]], sets[[0, 2, 3]]):
    ...     print(distance.round(3).tolist())
    [0.0, 1.0, 1.0]
    [0.0, 0.667, 0.333]
    [0.0, 0.889, 0.556]
    """
    return _from_sizes(_sizes(one & two), _sizes(one), _sizes(two))


def _from_sizes(
    both: NDArray[np.int64], one: NDArray[np.int64], two: NDArray[np.int64]
) -> tuple[Array, Array, Array]:
    either = one + two - both
    smaller = np.minimum(one, two)
    equal = both == either
    jaccard = 1.0 - both / np.maximum(either, 1)
    jaccard[equal] = 0.0
    # 1 - J M without a rounding residue: M is 1, 2/3 or 1/3
    third = np.where(both == smaller, 2, 1)
    masi = 1.0 - both * third / (3.0 * np.maximum(either, 1))
    masi[equal] = 0.0
    return (~equal).astype(np.float64), jaccard, masi


def pieces(prepared: Prepared) -> Pieces:
    """The pieces of all transcripts.

    What no boundary touches is one piece of empty sets a transcript, put in by its length.
    """
    spans, axis = prepared.spans, prepared.axis
    words = max((prepared.codes + 63) // 64, 1)
    bounds, at = np.unique(np.concatenate([spans.start, spans.end]), return_inverse=True)
    masks = np.zeros((prepared.coders, len(bounds), words), dtype=np.uint64)
    bit = np.uint64(1) << (spans.code % 64).astype(np.uint64)
    for edge in (at[: len(spans)], at[len(spans) :]):
        np.bitwise_xor.at(masks, (spans.coder, edge, spans.code // 64), bit)
    masks = np.bitwise_xor.accumulate(masks, axis=1)
    transcript = np.searchsorted(axis.offset, bounds, side="right") - 1
    width = np.diff(bounds, append=0)
    # where nobody coded, pieces may lie outside the base or reach into the next transcript
    coded = masks.any(axis=(0, 2))
    masks, width, transcript = masks[:, coded], width[coded], transcript[coded]
    covered = np.zeros(len(axis.units), dtype=np.int64)
    np.add.at(covered, transcript, width)
    empty = np.zeros((prepared.coders, len(axis.units), words), dtype=np.uint64)
    return Pieces(
        np.concatenate([masks, empty], axis=1),
        np.concatenate([width, axis.units - covered]),
        np.concatenate([transcript, np.arange(len(axis.units))]),
    )


def _distinct(masks: Masks) -> tuple[Masks, Ints]:
    """The distinct sets (D, W) and for each coder and piece which one it is (m, E)."""
    flat = masks.reshape(-1, masks.shape[-1])
    which = np.unique(flat[:, 0], return_inverse=True)[1]
    # word by word, for rows of several words sort far slower than whole numbers
    for word in flat.T[1:]:
        values, place = np.unique(word, return_inverse=True)
        which = np.unique(which * len(values) + place, return_inverse=True)[1]
    distinct = np.empty((int(which.max(initial=-1)) + 1, flat.shape[1]), dtype=np.uint64)
    distinct[which] = flat
    return distinct, which.reshape(masks.shape[:2])


def _expected(distinct: Masks, counts: Array) -> Array:
    """P d P' for each distance, (3, T, T), from counts P (T, D) of D distinct sets, in blocks.

    Two sets of known sizes are as far apart as the size of their intersection says, so that with
    the sets sorted by size a panel of Jaccard distances is filled by table look-up; only the upper
    half is made. MASI is 2/3 + Jaccard/3, less a third of the Jaccard similarity where one set
    holds the other and less 2/3 for a set with itself: those are few, and single.
    """
    size = _sizes(distinct)
    order = np.argsort(size, kind="stable")
    distinct, counts, size = distinct[order], counts[:, order], size[order]
    total = counts.sum(axis=1)
    upper = np.zeros(counts.shape)  # P times the upper half of d
    held = np.zeros((len(counts), len(counts)))  # P s P', s the similarity to a set that holds it
    classes = [*np.flatnonzero(np.diff(size, prepend=-1)).tolist(), len(size)]
    for low, high in _row_chunks(classes):
        panel = np.empty((high - low, len(size) - low))
        smaller = int(size[low])
        for left, right in pairwise(classes):
            left = max(left, low)
            if left >= right:
                continue
            both = _overlap_sizes(distinct[low:high], distinct[left:right])
            larger = int(size[left])
            shared = np.arange(smaller + 1)
            jaccard = 1.0 - shared / np.maximum(smaller + larger - shared, 1)
            panel[:, left - low : right - low] = np.take(jaccard, both)
            if 0 < smaller < larger:
                row, column = np.divmod(np.flatnonzero(both == smaller), right - left)
                inside = counts[:, low + row] * (smaller / larger)
                held += inside @ counts[:, left + column].T
        square = panel[:, : high - low]
        square[...] = np.triu(square, 1)
        upper[:, low:] += counts[:, low:high] @ panel
    itself = counts @ counts.T
    everything = np.outer(total, total)
    jaccard_total = _mirrored(upper @ counts.T)
    masi = (2 * (everything - itself) + jaccard_total - _mirrored(held)) / 3
    return np.stack([everything - itself, jaccard_total, masi])


def _overlap_sizes(one: Masks, two: Masks) -> NDArray[np.uint8 | np.uint32]:
    """How many codes each set shares with each of others, (D, W) and (E, W) to (D, E)."""
    # of one word at most 64, for which eight bits are enough and quick
    narrow = np.uint8 if one.shape[1] == 1 else np.uint32
    shared = np.zeros((len(one), len(two)), dtype=narrow)
    for word in range(one.shape[1]):
        shared += np.bitwise_count(one[:, None, word] & two[None, :, word])
    return shared


def _mirrored(half: Array) -> Array:
    return half + half.T


def _row_chunks(classes: list[int]) -> Iterator[tuple[int, int]]:
    """Rows of one size each, few enough for their distances to all sets to fit a panel."""
    step = max(_PANEL // max(classes[-1], 1), 1)
    for first, last in pairwise(classes):
        for low in range(first, last, step):
            yield low, min(low + step, last)


def _sizes(masks: Masks) -> NDArray[np.int64]:
    """The number of codes in each set, (..., W) to (...)."""
    count = np.bitwise_count(masks)
    return count[..., 0].astype(np.int64) if count.shape[-1] == 1 else count.sum(-1, dtype=np.int64)
