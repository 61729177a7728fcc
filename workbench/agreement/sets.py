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
from typing import Any, NamedTuple

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

    With D_c distinct sets that hold code c this takes time as the sum of D_c^2, and O(D) memory:
    the T x T matrix of expected distances makes every reweighting of transcripts a quadratic form.
    For an example see ``alpha_sets``.
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
    """P d P' for each distance, (3, T, T), from counts P (T, D) of D distinct sets.

    Most sets have nothing in common and are 1 apart, so that only what the others have in common is
    summed up. Jaccard similarity is that sum over the codes which two sets share of 1 / |A | B|:
    each code in turn brings the sets that hold it face to face. MASI takes a third of it, and one
    more of the few pairs in which one set holds the other.
    """
    size: NDArray[Any] = _sizes(distinct).astype(_narrow(distinct))
    inverse = 1.0 / np.maximum(np.arange(2 * int(size.max(initial=0)) + 1), 1)
    total = counts.sum(axis=1)
    # counts are whole: what is in common with itself leaves no residue of rounding
    apart = np.outer(total, total) - counts @ counts.T
    jaccard, held = np.zeros(apart.shape), np.zeros(apart.shape)
    for rows in _holders(distinct):
        step = max(_PANEL // len(rows), 1)
        right = counts[:, rows].T
        for low in range(0, len(rows), step):
            some = rows[low : low + step]
            both = _overlap_sizes(distinct[some], distinct[rows])
            similar = inverse[size[some, None] + size[rows] - both]
            place = np.arange(len(some))
            similar[place, low + place] = 0.0
            left = counts[:, some]
            jaccard += left @ similar @ right
            inside = both == np.minimum(size[some, None], size[rows])
            one, two = np.divmod(np.flatnonzero(inside), len(rows))
            held += (left[:, one] * similar[one, two]) @ right[two]
    return np.stack([apart, apart - jaccard, apart - (jaccard + held) / 3])


def _holders(distinct: Masks) -> Iterator[Ints]:
    """For each code that several sets hold, which these are."""
    for word in distinct.T:
        for bit in range(64):
            rows = np.flatnonzero(word >> np.uint64(bit) & np.uint64(1))
            if len(rows) > 1:
                yield rows


def _overlap_sizes(one: Masks, two: Masks) -> NDArray[np.uint8 | np.uint32]:
    """How many codes each set shares with each of others, (D, W) and (E, W) to (D, E)."""
    shared = np.zeros((len(one), len(two)), dtype=_narrow(one))
    for word in range(one.shape[1]):
        shared += np.bitwise_count(one[:, None, word] & two[None, :, word])
    return shared


def _narrow(masks: Masks) -> type[np.uint8 | np.uint32]:
    """The quickest type for sizes: of one word two sets have at most 128 codes."""
    return np.uint8 if masks.shape[1] == 1 else np.uint32


def _sizes(masks: Masks) -> NDArray[np.int64]:
    """The number of codes in each set, (..., W) to (...)."""
    count = np.bitwise_count(masks)
    return count[..., 0].astype(np.int64) if count.shape[-1] == 1 else count.sum(-1, dtype=np.int64)
