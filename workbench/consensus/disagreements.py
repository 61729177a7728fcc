"""Disagreements between the readings of one transcript, typed.

The four steps, over any number of coders, on *united* spans (a coder's overlapping spans of one
code are one; spans that only touch stay two, as in agreement):

1. the same code on the same span by every coder is agreement;
2. the same code, overlapping: each connected group is one item, D6 where one span of a coder
   stands against several of another's, else D2;
3. of the rest, spans of different codes and different coders whose intersection over union is at
   least one half are paired one to one, best first, ties in codebook order: D7 where one of the
   codes is declared exclusive, D5 where both are inductive and of different makers, else D1;
4. what is left is D3 (only the first coder) or D4 (only the second).

With three or more coders, some of whom may agree to the character while others do not, those who
agree stand together as one reading in steps 3 and 4, and what is left is always D3: some, not all.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from workbench.coding.joined import joined_memos
from workbench.coding.spans import Span, covered, shared

KINDS = ("D1", "D2", "D3", "D4", "D5", "D6", "D7")
PAIRED_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """One united span of one coder: ``[start, end)`` code points, ``coder`` a place in the round
    (0 is the first)."""

    coder: int
    code: str
    start: int
    end: int
    memo: str = ""


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """What typing needs to know of a code: its place in the codebook, the codes above it, the
    maker if it is inductive, and whether it goes with no other code on the same passage."""

    order: int
    ancestors: frozenset[str] = frozenset()
    maker: str | None = None
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Agreed:
    """What every coder coded alike; ``memo`` holds the memos of all of them."""

    code: str
    start: int
    end: int
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One item of the queue. ``overlap`` is intersection over union (0 where only some coded it);
    ``related`` says that a code stands against one above it in the tree."""

    kind: str
    start: int
    end: int
    overlap: float
    related: bool
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that came of one transcript, in the order of the text."""

    agreed: tuple[Agreed, ...]
    items: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class _Standing:
    """One code on one span, by one coder or by several to the character."""

    code: str
    start: int
    end: int
    readings: tuple[Reading, ...]

    @property
    def coders(self) -> frozenset[int]:
        return frozenset(reading.coder for reading in self.readings)


def unite(readings: Iterable[Reading]) -> list[Reading]:
    """Each coder's overlapping spans of one code as one, with the memos of all of them.

    >>> unite([Reading(0, "t", 0, 6, "why"), Reading(0, "t", 4, 9), Reading(0, "t", 9, 12)])
    ... # doctest: +NORMALIZE_WHITESPACE
    [Reading(coder=0, code='t', start=0, end=9, memo='why'),
     Reading(coder=0, code='t', start=9, end=12, memo='')]
    """
    merged: list[Reading] = []
    for one in sorted(readings, key=lambda r: (r.coder, r.code, r.start, r.end, r.memo)):
        last = merged[-1] if merged else None
        if last and (last.coder, last.code) == (one.coder, one.code) and one.start < last.end:
            memo = joined_memos([last.memo, one.memo])
            merged[-1] = Reading(last.coder, last.code, last.start, max(last.end, one.end), memo)
        else:
            merged.append(one)
    return merged


def compare(readings: Iterable[Reading], coders: int, codes: Mapping[str, CodeFacts]) -> Comparison:
    """Agreement and disagreements of one transcript among ``coders`` coders.

    ``readings`` need not be united nor in order; ``codes`` knows every code in them.
    """
    agreed: list[Agreed] = []
    items: list[Disagreement] = []
    rest: list[_Standing] = []
    for group in _connected(unite(readings), codes):
        first = group[0]
        alike = all((r.start, r.end) == (first.start, first.end) for r in group)
        if alike and len(group) == coders:
            memo = joined_memos(r.memo for r in group)
            agreed.append(Agreed(first.code, first.start, first.end, memo))
        elif alike:
            rest.append(_Standing(first.code, first.start, first.end, tuple(group)))
        else:
            items.append(_other_boundaries(group))
    pairs, alone = _paired(rest, codes)
    items += [_other_code(one, other, overlap, codes) for one, other, overlap in pairs]
    items += [_only_some(one, coders) for one in alone]

    def place(item: Disagreement) -> tuple[object, ...]:
        whose = tuple((codes[r.code].order, r.coder, r.start, r.end) for r in item.readings)
        return item.start, item.end, item.kind, whose

    return Comparison(
        tuple(sorted(agreed, key=lambda a: (a.start, a.end, codes[a.code].order))),
        tuple(sorted(items, key=place)),
    )


def _connected(readings: Sequence[Reading], codes: Mapping[str, CodeFacts]) -> list[list[Reading]]:
    """Readings of one code that hang together by overlapping, whoever's they are."""
    of_code: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        of_code[reading.code].append(reading)
    groups: list[list[Reading]] = []
    for code in sorted(of_code, key=lambda c: codes[c].order):
        reach = -1
        for reading in sorted(of_code[code], key=lambda r: (r.start, r.end, r.coder)):
            if reading.start < reach:
                groups[-1].append(reading)
            else:
                groups.append([reading])
            reach = max(reach, reading.end)
    return groups


def _other_boundaries(group: Sequence[Reading]) -> Disagreement:
    spans: dict[int, list[Span]] = defaultdict(list)
    for reading in group:
        spans[reading.coder].append((reading.start, reading.end))
    counts = [len(each) for each in spans.values()]
    common = covered(reduce(shared, spans.values()))
    either = covered(span for each in spans.values() for span in each)
    return Disagreement(
        kind="D6" if min(counts) == 1 < max(counts) else "D2",
        start=min(r.start for r in group),
        end=max(r.end for r in group),
        overlap=common / either,
        related=False,
        readings=_in_order(group),
    )


def _paired(
    rest: Sequence[_Standing], codes: Mapping[str, CodeFacts]
) -> tuple[list[tuple[_Standing, _Standing, float]], list[_Standing]]:
    """One-to-one pairs of different codes over half the same text, and what stays alone."""
    key = _codebook_place(codes)
    ordered = sorted(rest, key=lambda s: (s.start, s.end, key(s)))
    candidates: list[tuple[float, tuple[object, ...], int, int]] = []
    for i, one in enumerate(ordered):
        for j in range(i + 1, len(ordered)):
            other = ordered[j]
            if 2 * (one.end - other.start) < one.end - one.start:
                break  # from here on less than half of this one can be shared
            overlap = _overlap(one, other)
            if overlap >= PAIRED_FROM and one.code != other.code and not one.coders & other.coders:
                # the place of both, whoever is first: swapping the coders changes no pair
                place = tuple(sorted((key(one), key(other))))
                candidates.append((-overlap, place, i, j))
    taken: set[int] = set()
    pairs = []
    for negative, _, i, j in sorted(candidates):
        if i not in taken and j not in taken:
            taken |= {i, j}
            pairs.append((ordered[i], ordered[j], -negative))
    return pairs, [one for i, one in enumerate(ordered) if i not in taken]


def _codebook_place(codes: Mapping[str, CodeFacts]) -> Callable[[_Standing], tuple[int, int, int]]:
    return lambda standing: (codes[standing.code].order, standing.start, standing.end)


def _overlap(one: _Standing, other: _Standing) -> float:
    """Intersection over union; equal ratios give equal floats, for division is rounded right."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0, common) / (max(one.end, other.end) - min(one.start, other.start))


def _other_code(
    one: _Standing, other: _Standing, overlap: float, codes: Mapping[str, CodeFacts]
) -> Disagreement:
    a, b = codes[one.code], codes[other.code]
    if a.exclusive or b.exclusive:
        kind = "D7"
    elif a.maker is not None and b.maker is not None and a.maker != b.maker:
        kind = "D5"
    else:
        kind = "D1"
    return Disagreement(
        kind=kind,
        start=min(one.start, other.start),
        end=max(one.end, other.end),
        overlap=overlap,
        related=other.code in a.ancestors or one.code in b.ancestors,
        readings=_in_order((*one.readings, *other.readings)),
    )


def _only_some(one: _Standing, coders: int) -> Disagreement:
    second = coders == 2 and one.readings[0].coder == 1
    return Disagreement(
        kind="D4" if second else "D3",
        start=one.start,
        end=one.end,
        overlap=0.0,
        related=False,
        readings=_in_order(one.readings),
    )


def _in_order(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    return tuple(sorted(readings, key=lambda r: (r.coder, r.start, r.end, r.code)))
