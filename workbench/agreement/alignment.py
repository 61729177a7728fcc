"""The best alignment of two coders' units, for gamma (Mathet, Widlöcher & Métivier 2015).

An alignment puts every unit of both coders into a unitary alignment: with one unit of the other
coder, or with nothing. With D = 1, a = 3 and b = 1 these cost

    d(u, v)        a dpos + b dcat
    dpos           ((|start_u - start_v| + |end_u - end_v|) / (length_u + length_v))^2 D
    dcat           0 for the same code, else D
    d(u, nothing)  D

and the best alignment is the cheapest: an assignment problem. Two units that do not overlap have
dpos >= 1 and cost more than leaving both alone, so that only overlapping units with d < 2D are
candidates. These fall apart into small groups, each solved on its own: most are single pairs or
stars, which need no solver, the others take a Hungarian step.

scipy is loaded by the function that needs it, the extra ``[gamma]``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.errors import MissingExtra, TooMany
from workbench.agreement.figures import Array, Ints

DELTA = 1.0
POSITION, CATEGORY = 3.0, 1.0  # a and b
MOST_OVERLAPS = 20_000_000  # of units of two coders, in one alignment
_DENSE = 250_000  # cells of a cost matrix up to which the dense solver is the quicker one


@dataclass(frozen=True, slots=True)
class Units:
    """Units of one coder as parallel int64 arrays; ``slot`` tells which continuum each lies in.

    Continua are laid out so far apart on one axis that units of two never overlap.
    """

    start: Ints
    end: Ints
    code: Ints
    slot: Ints

    def __len__(self) -> int:
        return len(self.start)

    def take(self, index: Ints | NDArray[np.bool_]) -> Units:
        """The units at these places (or under this mask), in this order."""
        return Units(*(getattr(self, field.name)[index] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Aligned:
    """Pairs of units: indices ``first`` and ``second``, their dissimilarity ``cost`` and its
    positional part ``dpos`` (unweighted)."""

    first: Ints
    second: Ints
    cost: Array
    dpos: Array

    def __len__(self) -> int:
        return len(self.first)

    def take(self, index: Ints | NDArray[np.bool_]) -> Aligned:
        """The pairs at these places (or under this mask)."""
        return Aligned(self.first[index], self.second[index], self.cost[index], self.dpos[index])


def align(one: Units, two: Units) -> Aligned:
    """The aligned pairs of the cheapest alignment, over all continua at once.

    Every unit that is in no pair stands alone, at a cost of D. Raises MissingExtra where scipy is
    not installed, TooMany beyond ``MOST_OVERLAPS``.

    >>> one = Units(*(np.array(row) for row in ([0, 20, 40], [10, 30, 55], [0, 1, 0], [0] * 3)))
    >>> two = Units(*(np.array(row) for row in ([1, 20, 80], [10, 31, 90], [0, 0, 1], [0] * 3)))
    >>> best = align(one, two)
    >>> best.first.tolist(), best.second.tolist(), best.cost.round(4).tolist()
    ([0, 1], [0, 1], [0.0083, 1.0068])
    >>> float(disorder(one, two, best, 1).round(4)[0])
    3.0151
    """
    found = candidates(one, two)
    if not len(found):
        return found
    return found.take(_cheapest(found, len(one), len(two)))


def disorder(one: Units, two: Units, aligned: Aligned, slots: int) -> Array:
    """The summed cost of the alignment by continuum, (slots,): not yet over units per coder."""
    alone = np.bincount(one.slot, minlength=slots) + np.bincount(two.slot, minlength=slots)
    saved = np.bincount(one.slot[aligned.first], 2 * DELTA - aligned.cost, minlength=slots)
    return np.asarray(DELTA * alone - saved)


def candidates(one: Units, two: Units, worth: float = 2 * DELTA) -> Aligned:
    """All pairs with d < ``worth``; TooMany where more than ``MOST_OVERLAPS`` had to be weighed.

    Units that lie too far apart for that are not looked at: a pair can only be worth it if both
    overlap when they are stretched about their middles, by the square root of ``worth`` / a.
    Of two units that overlap the second begins inside the first, or the first inside the second.
    Either way those that begin inside lie side by side in the order of their starts, so that time
    and memory go with the number of overlaps and one long unit does no harm.
    """
    near = [_stretched(each, max((worth / POSITION) ** 0.5, 1.0)) for each in (one, two)]
    if (many := overlaps(*near)) > MOST_OVERLAPS:
        raise TooMany(
            f"for gamma {many} overlaps of units would have to be weighed: compare fewer "
            "transcripts or fewer codes at once"
        )
    first, second = _beginning_inside(near[0], near[1], including_start=True)
    other, inside = _beginning_inside(near[1], near[0], including_start=False)
    first, second = np.concatenate([first, inside]), np.concatenate([second, other])
    same = one.slot[first] == two.slot[second]
    first, second = first[same], second[same]
    dpos, cost = dissimilarity(one.take(first), two.take(second))
    found = cost < worth
    return Aligned(first[found], second[found], cost[found], dpos[found])


def dissimilarity(one: Units, two: Units) -> tuple[Array, Array]:
    """dpos and d of units side by side, each (n,)."""
    apart = np.abs(one.start - two.start) + np.abs(one.end - two.end)
    dpos = (apart / (one.end - one.start + two.end - two.start)) ** 2 * DELTA
    return dpos, POSITION * dpos + CATEGORY * DELTA * (one.code != two.code)


def _stretched(units: Units, factor: float) -> Units:
    """Units drawn out about their middles, to whole positions; as they are with a factor of 1."""
    more = np.ceil((units.end - units.start) * (factor - 1) / 2).astype(np.int64)
    return replace(units, start=units.start - more, end=units.end + more)


def spread(low: Ints, count: Ints) -> tuple[Ints, Ints]:
    """The runs ``low[i], low[i] + 1, ...`` of ``count[i]`` numbers one after the other, with i."""
    origin = np.repeat(np.arange(len(low)), count)
    begun = np.cumsum(count) - count
    return origin, np.repeat(low - begun, count) + np.arange(len(origin))


def overlaps(one: Units, two: Units) -> int:
    """How many pairs of units overlap, without making them."""
    begun = np.searchsorted(np.sort(one.start), two.end, side="left")
    return int((begun - np.searchsorted(np.sort(one.end), two.start, side="right")).sum())


def _beginning_inside(outer: Units, inner: Units, *, including_start: bool) -> tuple[Ints, Ints]:
    """Pairs in which a unit of ``inner`` begins inside one of ``outer``."""
    order = np.argsort(inner.start, kind="stable")
    starts = inner.start[order]
    low = np.searchsorted(starts, outer.start, side="left" if including_start else "right")
    high = np.searchsorted(starts, outer.end, side="left")
    origin, place = spread(low, np.maximum(high - low, 0))
    return origin, order[place]


def _cheapest(found: Aligned, ones: int, twos: int) -> NDArray[np.bool_]:
    """Which candidates the cheapest alignment holds."""
    group = _groups(found, ones, twos)
    edges = np.bincount(group)
    chosen = edges[group] == 1
    star = _stars(found, group, len(edges)) & ~chosen
    chosen |= _dearest_saving(found, group, star)
    rest = np.flatnonzero((edges[group] > 1) & ~star)
    rest = rest[np.argsort(group[rest], kind="stable")]
    for places in np.split(rest, np.flatnonzero(np.diff(group[rest])) + 1) if len(rest) else ():
        chosen[places[_assign(found, places)]] = True
    return np.asarray(chosen)


def _groups(found: Aligned, ones: int, twos: int) -> Ints:
    """Which connected group of units each candidate belongs to, numbered from 0."""
    scipy_sparse, csgraph = scipy_part("sparse"), scipy_part("sparse.csgraph")
    graph = scipy_sparse.coo_array(
        (np.ones(len(found), dtype=np.int8), (found.first, ones + found.second)),
        shape=(ones + twos, ones + twos),
    )
    label = csgraph.connected_components(graph, directed=False)[1]
    return np.unique(label[found.first], return_inverse=True)[1].astype(np.int64)


def _stars(found: Aligned, group: Ints, groups: int) -> NDArray[np.bool_]:
    """Whether the candidate's group has a single unit on one side."""
    star = np.zeros(len(found), dtype=bool)
    for side in (found.first, found.second):
        low = np.full(groups, np.iinfo(np.int64).max)
        high = np.zeros(groups, dtype=np.int64)
        np.minimum.at(low, group, side)
        np.maximum.at(high, group, side)
        star |= (low == high)[group]
    return star


def _dearest_saving(found: Aligned, group: Ints, star: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Of each star the cheapest candidate, the first of several."""
    places = np.flatnonzero(star)
    places = places[np.lexsort((places, found.cost[places], group[places]))]
    first = np.diff(group[places], prepend=-1) != 0
    chosen = np.zeros(len(found), dtype=bool)
    chosen[places[first]] = True
    return chosen


def _assign(found: Aligned, places: Ints) -> Ints:
    """The candidates of one group that are aligned, as indices into ``places``."""
    one, row = np.unique(found.first[places], return_inverse=True)
    two, column = np.unique(found.second[places], return_inverse=True)
    saving = 2 * DELTA - found.cost[places]
    if len(one) * len(two) > _DENSE:
        return _assign_sparse(row, column, saving, (len(one), len(two)))
    # a saving of 0 stands for two units that both stay alone
    table = np.zeros((len(one), len(two)))
    table[row, column] = saving
    rows, columns = scipy_part("optimize").linear_sum_assignment(table, maximize=True)
    partner = np.full(len(one), -1)
    partner[rows] = columns
    return np.flatnonzero(partner[row] == column)


def _assign_sparse(row: Ints, column: Ints, saving: Array, shape: tuple[int, int]) -> Ints:
    """The same for a large group, without the full table.

    Each unit gets a place to stay alone, and the places of two candidates may be matched with one
    another, so that a matching that leaves units alone is a perfect one.
    """
    ones, twos = shape
    rows = np.concatenate([row, np.arange(ones), ones + np.arange(twos), ones + column])
    columns = np.concatenate([column, twos + np.arange(ones), np.arange(twos), twos + row])
    # all weights above 0, for the solver takes 0 for no edge; a perfect matching adds them all up
    weight = np.concatenate([2 * DELTA - saving, np.full(ones + twos, DELTA), np.zeros(len(row))])
    graph = scipy_part("sparse").coo_array((weight + 1, (rows, columns)), shape=(ones + twos,) * 2)
    matched = scipy_part("sparse.csgraph").min_weight_full_bipartite_matching(graph.tocsr())
    partner = np.full(ones + twos, -1)
    partner[matched[0]] = matched[1]
    return np.flatnonzero(partner[row] == column)


def scipy_part(part: str) -> Any:
    """A part of scipy, loaded when it is first needed."""
    from importlib import import_module

    try:
        return import_module(f"scipy.{part}")
    except ImportError:
        raise MissingExtra(
            "gamma needs scipy, which is not installed: "
            "`pip install 'thematic-workbench[gamma]'`, or ask without gamma"
        ) from None
