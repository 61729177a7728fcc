"""The best alignment of all coders at once, exactly, as long as it is small enough.

With n coders a unitary alignment holds at most one unit of each; its cost is the mean of d over the
P = n (n-1) / 2 pairs of coders, with d = D where one unit is missing, or both. A lone unit costs D,
and k units together save against k lone ones

    (k - 1) D + (k (k-1) / 2 D - sum of d over their pairs) / P

The best alignment is the packing that saves most, an integer program. Where units fall into two
parts without a d below (P + 1) D between them, the parts are cheaper apart: the candidates are
grown along such links. There can be very many of them all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.alignment import (
    DELTA,
    Units,
    candidates,
    dissimilarity,
    scipy_part,
    spread,
)
from workbench.agreement.errors import TooMany
from workbench.agreement.figures import Array, Ints
from workbench.agreement.sweep import pairs

LARGEST = 20_000  # candidates of one integer program
NOBODY = -1


@dataclass(frozen=True, slots=True)
class NWay:
    """``sums`` (slots,) of the cost of the best alignment by continuum, and how many unitary
    alignments it has."""

    sums: Array
    alignments: int


def align_all(units: Sequence[Units], slots: int) -> NWay:
    """The cheapest alignment of all coders. Raises TooMany beyond ``LARGEST``.

    >>> rows = [([0, 20], [10, 30]), ([1, 20], [10, 31]), ([2], [9])]
    >>> three = [Units(np.array(start), np.array(end), *[np.zeros(len(end), dtype=int)] * 2)
    ...          for start, end in rows]
    >>> best = align_all(three, 1)
    >>> best.sums.round(4).tolist(), best.alignments
    ([0.7185], 2)
    """
    coders = len(units)
    of_pairs = len(pairs(coders))
    every = Units(
        *(
            np.concatenate([getattr(each, name) for each in units])
            for name in ("start", "end", "code", "slot")
        )
    )
    begin = np.cumsum([0, *(len(each) for each in units)])
    edges = [
        (begin[a] + found.first, begin[b] + found.second)
        for a, b in pairs(coders)
        for found in [candidates(units[a], units[b], worth=(of_pairs + 1) * DELTA)]
    ]
    tuples = _grown(edges, np.repeat(np.arange(coders), np.diff(begin)), coders)
    size = (tuples != NOBODY).sum(axis=1)
    within = size * (size - 1) / 2 * DELTA - _within(every, tuples)
    saving = (size - 1) * DELTA + within / of_pairs
    tuples, size, saving = tuples[saving > 0], size[saving > 0], saving[saving > 0]
    chosen = _packing(tuples, saving, len(every))
    sums = np.bincount(every.slot, minlength=slots) * DELTA
    slot = every.slot[tuples[chosen].max(axis=1)]
    sums = sums - np.bincount(slot, saving[chosen], minlength=slots)
    return NWay(np.asarray(sums), int(len(every) - (size[chosen] - 1).sum()))


def _grown(edges: Sequence[tuple[Ints, Ints]], coder: Ints, coders: int) -> Ints:
    """All connected sets of two units or more with one unit a coder at most: (C, m), -1 none."""
    one = np.concatenate([first for first, _ in edges])
    two = np.concatenate([second for _, second in edges])
    source, target = np.concatenate([one, two]), np.concatenate([two, one])
    order = np.argsort(source, kind="stable")
    target = target[order]
    low = np.searchsorted(source[order], np.arange(len(coder) + 1))
    level = np.full((len(one), coders), NOBODY, dtype=np.int64)
    level[np.arange(len(one)), coder[one]] = one
    level[np.arange(len(one)), coder[two]] = two
    levels = [level]
    for _ in range(coders - 2):
        level = _one_more(level, coder, low, target)
        levels.append(level)
        if sum(map(len, levels)) > LARGEST:
            break
    if sum(map(len, levels)) > LARGEST:
        raise TooMany(f"there are more than {LARGEST} possible alignments of all coders at once")
    return np.concatenate(levels)


def _one_more(level: Ints, coder: Ints, low: Ints, target: Ints) -> Ints:
    """Each set with one neighbour of one of its units, from a coder it does not have yet."""
    grown = [np.empty((0, level.shape[1]), dtype=np.int64)]
    for column in range(level.shape[1]):
        rows = level[level[:, column] != NOBODY]
        unit = rows[:, column]
        count = low[unit + 1] - low[unit]
        if count.sum() > 20 * LARGEST:
            raise TooMany(
                f"there are more than {LARGEST} possible alignments of all coders at once"
            )
        origin, place = spread(low[unit], count)
        added = target[place]
        free = rows[origin, coder[added]] == NOBODY
        wider = rows[origin[free]]
        wider[np.arange(len(wider)), coder[added[free]]] = added[free]
        grown.append(wider)
    return np.unique(np.concatenate(grown), axis=0)


def _within(every: Units, tuples: Ints) -> Array:
    """The sum of d over the pairs of units in each set, (C,)."""
    total = np.zeros(len(tuples))
    for a, b in pairs(tuples.shape[1]):
        both = np.flatnonzero((tuples[:, a] != NOBODY) & (tuples[:, b] != NOBODY))
        total[both] += dissimilarity(every.take(tuples[both, a]), every.take(tuples[both, b]))[1]
    return total


def _packing(tuples: Ints, saving: Array, units: int) -> NDArray[np.bool_]:
    """Which sets to take so that no unit is in two and the savings are the most."""
    if not len(tuples):
        return np.zeros(0, dtype=bool)
    optimize, sparse = scipy_part("optimize"), scipy_part("sparse")
    row, column = np.nonzero(tuples != NOBODY)
    once = sparse.csr_array(
        (np.ones(len(row)), (tuples[row, column], row)), shape=(units, len(tuples))
    )
    solved = optimize.milp(
        -saving,
        integrality=np.ones(len(tuples)),
        bounds=optimize.Bounds(0, 1),
        constraints=optimize.LinearConstraint(once, -np.inf, 1.0),
        options={"mip_rel_gap": 0.0},
    )
    if solved.x is None:
        raise TooMany(f"the alignment of all coders was not found: {solved.message}")
    return np.asarray(solved.x > 0.5)
