"""What one coder gave in place of what another gave: codes exchanged, codes that stand alone.

Where two coders both give two codes to the same text, nothing is confused. So a place counts as an
exchange of c for k only if the one gave c and not k, and the other k and not c.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.agreement.counted import Counted
from workbench.agreement.figures import Array, Ints
from workbench.agreement.sets import Masks
from workbench.agreement.sweep import pairs


@dataclass(frozen=True, slots=True)
class Exchanges:
    """Units of analysis by code and code, int64, summed over the pairs of coders.

    ``matrix`` (C, C): on the diagonal what both of a pair gave the code; off it, row c and column
    k, where the earlier coder of the pair gave c and not k, and the later one k and not c.
    ``first_alone`` (C,): where the earlier gave the code and the later no code at all;
    ``second_alone`` (C,): the other way round. A place where somebody gave one code more than the
    other is in none of them.
    """

    matrix: Ints
    first_alone: Ints
    second_alone: Ints


def exchanges(counted: Counted) -> Exchanges:
    """The exchanges of all pairs of coders.

    >>> from workbench.agreement.comparison import Comparison
    >>> from workbench.agreement.spans import Transcript
    >>> spans = [
    ...     ("t", "fear", "Ana", 0, 10),
    ...     ("t", "fear", "Ben", 0, 4),
    ...     ("t", "hope", "Ben", 4, 9),
    ...     ("t", "hope", "Ben", 15, 18),
    ... ]
    >>> texts, codes = [Transcript("t", 20)], ["fear", "hope"]
    >>> found = exchanges(Counted.of(Comparison.of(texts, ["Ana", "Ben"], codes, spans)))
    >>> found.matrix.tolist(), found.first_alone.tolist(), found.second_alone.tolist()
    ([[4, 5], [0, 0]], [1, 0], [0, 3])
    """
    codes = counted.spans.codes
    masks, width = counted.pieces.masks, counted.pieces.width
    anything = np.asarray(masks.any(axis=2))
    matrix, alone = np.zeros(codes * codes), np.zeros((2, codes))
    for a, b in pairs(counted.spans.coders):
        only_one, only_two = masks[a] & ~masks[b], masks[b] & ~masks[a]
        at = np.flatnonzero(only_one.any(axis=1) & only_two.any(axis=1))
        piece, one, two = _crossed(_members(only_one[at]), _members(only_two[at]))
        matrix += np.bincount(one * codes + two, width[at][piece], codes * codes)
    for coder, given in enumerate(masks):
        used = np.flatnonzero(anything[coder])
        piece, code = _members(given[used])
        for row, others in enumerate((anything[coder + 1 :], anything[:coder])):
            without = width[used] * (~others[:, used]).sum(axis=0)
            alone[row] += np.bincount(code, without[piece], codes)
    first, second = _whole(alone)
    shared = counted.sums.shared.sum(axis=(0, 2))
    return Exchanges(_whole(matrix.reshape(codes, codes)) + np.diag(shared), first, second)


def _whole(sums: Array) -> Ints:
    return np.asarray(np.rint(sums), dtype=np.int64)


def _members(masks: Masks) -> tuple[Ints, Ints]:
    """The members of sets, (E, W) masks, as sets and codes, both (M,), in the order of the sets."""
    as_bytes = np.ascontiguousarray(masks, dtype="<u8").view(np.uint8)
    bits = np.unpackbits(as_bytes, axis=1, bitorder="little")
    held = np.flatnonzero(bits.view(np.bool_))  # far quicker than of numbers
    return held // (64 * masks.shape[1]), held % (64 * masks.shape[1])


def _crossed(one: tuple[Ints, Ints], two: tuple[Ints, Ints]) -> tuple[Ints, Ints, Ints]:
    """Every member of a set of the one with every one of the same set of the other: set, codes."""
    begin = np.searchsorted(two[0], one[0])
    count = np.searchsorted(two[0], one[0], side="right") - begin
    which = np.repeat(np.arange(len(count)), count)
    within = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    return one[0][which], one[1][which], two[1][begin[which] + within]
