"""Spans of several coders, brought into the form in which everything is counted.

A span is (transcript, code, coder, start, end), half-open. Before anything is counted, spans are
clipped to the base of their transcript, and overlapping spans of one coder and code are merged;
abutting ones stay separate units. All transcripts lie one behind the other on a single axis with a
free position between them, so that one sort serves them all and no unit reaches across.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.errors import SpanError
from workbench.agreement.figures import Ints

Range = tuple[int, int]
LONGEST = 2**28  # of a span: sums of squared lengths have to fit into int64
LONGEST_TEXTS = 2**45  # of all texts: their length, once for every pair of coders, has to fit too


@dataclass(frozen=True, slots=True)
class Transcript:
    """A text in the comparison.

    ``length`` in characters; ``base`` the half-open ranges that count (None: all of it); ``units``
    the half-open ranges of predefined units (sentences, say), None to count characters.
    """

    name: str
    length: int
    base: tuple[Range, ...] | None = None
    units: tuple[Range, ...] | None = None


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans as parallel int64 arrays of one length: indices of transcript, code and coder; ends."""

    transcript: Ints
    code: Ints
    coder: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.start)

    def take(self, index: Ints | NDArray[np.bool_]) -> Spans:
        """The spans at these places (or under this mask), in this order."""
        return Spans(
            self.transcript[index],
            self.code[index],
            self.coder[index],
            self.start[index],
            self.end[index],
        )

    @classmethod
    def of(cls, rows: Iterable[Sequence[int]]) -> Spans:
        """From rows (transcript, code, coder, start, end) of whole numbers."""
        table = np.array(list(rows), dtype=np.int64).reshape(-1, 5)
        return cls(*(np.ascontiguousarray(column) for column in table.T))


@dataclass(frozen=True, slots=True)
class Axis:
    """The transcripts one behind the other: where each begins, and how many units it counts.

    ``offset`` and ``units`` have shape (T,); ``size`` is a position beyond all of them.
    """

    offset: Ints
    units: Ints
    size: int

    @classmethod
    def over(cls, lengths: Ints, units: Ints) -> Axis:
        """Lay out transcripts of these lengths, with one free position behind each."""
        ends = np.cumsum(lengths + 1)
        return cls(ends - lengths - 1, units, int(ends[-1]) if len(ends) else 0)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Clipped, merged spans on one axis, sorted by (code, coder, start); ``start`` and ``end`` are
    positions of the axis."""

    spans: Spans
    axis: Axis
    codes: int
    coders: int


def check(spans: Spans, lengths: Ints) -> None:
    """Refuse a span without length or outside its text (SpanError with its index)."""
    too_long = spans.end - spans.start > LONGEST
    for wrong, problem in (
        (spans.end <= spans.start, "ends where it starts, or before"),
        (spans.start < 0, "starts before the text"),
        (spans.end > lengths[spans.transcript], "ends beyond the text"),
        (too_long, "is longer than 2**28 characters"),
    ):
        if wrong.any():
            index = int(np.argmax(wrong))
            start, end = int(spans.start[index]), int(spans.end[index])
            raise SpanError(f"span {index} ({start} to {end}) {problem}", index)


def prepare(spans: Spans, transcripts: Sequence[Transcript], codes: int, coders: int) -> Prepared:
    """Spans clipped to the base and merged, in characters.

    Raises SpanError for a span without length or outside its text, and for ranges that are not
    sorted and disjoint within it.

    >>> one = prepare(Spans.of([(0, 0, 0, 2, 6), (0, 0, 0, 4, 9)]), [Transcript("t", 10)], 1, 1)
    >>> one.spans.start.tolist(), one.spans.end.tolist()
    ([2], [9])
    """
    if sum(transcript.length for transcript in transcripts) > LONGEST_TEXTS:
        raise SpanError("the transcripts are longer than 2**45 characters together")
    lengths = np.array([transcript.length for transcript in transcripts], dtype=np.int64)
    check(spans, lengths)
    bases = [
        ((0, each.length),) if each.base is None else disjoint(each.base, each)
        for each in transcripts
    ]
    counted = np.array([sum(end - start for start, end in base) for base in bases], dtype=np.int64)
    axis = Axis.over(lengths, counted)
    placed = _on_axis(spans, axis)
    if any(each.base is not None for each in transcripts):
        placed = _clip(placed, *_ranges_on_axis(bases, axis))
    return Prepared(_merge(placed, axis), axis, codes, coders)


def in_units(
    prepared: Prepared, transcripts: Sequence[Transcript], *, half: bool = False
) -> Prepared:
    """The same spans counted in predefined units: positions become ordinals of units.

    A unit has a code if a span overlaps it by at least one character, or with ``half`` if the
    coder's spans of the code together cover at least half of it. Every later sum then counts
    units. A transcript without units counts none. Raises SpanError for units that overlap or lie
    outside their text.

    >>> texts = [Transcript("t", 30, units=((0, 10), (10, 20), (20, 30)))]
    >>> found = prepare(Spans.of([(0, 0, 0, 8, 26)]), texts, codes=1, coders=1)
    >>> for half in (False, True):
    ...     counted = in_units(found, texts, half=half).spans
    ...     print(counted.start.tolist(), counted.end.tolist())
    [0] [3]
    [1] [3]
    """
    ranges = [disjoint(each.units or (), each) for each in transcripts]
    counts = np.array([len(each) for each in ranges], dtype=np.int64)
    starts, ends = _ranges_on_axis(ranges, prepared.axis)
    first_unit = np.cumsum(counts) - counts
    axis = Axis.over(counts, counts)
    spans = prepared.spans
    # first unit that ends behind the span's start, and first that starts at or behind its end
    first = np.searchsorted(ends, spans.start, side="right")
    last = np.searchsorted(starts, spans.end, side="left")
    if half:
        first, last = _half_covered(spans, first, last, starts, ends)
    shift = (axis.offset - first_unit)[spans.transcript]
    keep = last > first
    moved = Spans(spans.transcript, spans.code, spans.coder, first + shift, last + shift).take(keep)
    return Prepared(_merge(moved, axis), axis, prepared.codes, prepared.coders)


def union(prepared: Prepared, members: Sequence[int] | None = None) -> Prepared:
    """The spans of these codes (None: all) taken for one code: any of them, or none.

    >>> found = prepare(Spans.of([(0, 0, 0, 2, 6), (0, 1, 0, 4, 9)]), [Transcript("t", 10)], 2, 1)
    >>> any_code = union(found).spans
    >>> any_code.code.tolist(), any_code.start.tolist(), any_code.end.tolist()
    ([0], [2], [9])
    """
    spans = prepared.spans
    if members is not None:
        spans = spans.take(np.isin(spans.code, np.asarray(members, dtype=np.int64)))
    merged = Spans(spans.transcript, np.zeros_like(spans.code), spans.coder, spans.start, spans.end)
    return Prepared(_merge(merged, prepared.axis), prepared.axis, 1, prepared.coders)


def disjoint(ranges: Sequence[Range], transcript: Transcript) -> tuple[Range, ...]:
    """The ranges in order; SpanError where two overlap or one lies outside the text."""
    ordered = tuple(sorted(ranges))
    reached = 0
    for start, end in ordered:
        if not reached <= start < end <= transcript.length:
            raise SpanError(
                f"the range {start} to {end} of “{transcript.name}” is empty, overlaps another, "
                f"or lies outside its {transcript.length} characters"
            )
        reached = end
    return ordered


def _on_axis(spans: Spans, axis: Axis) -> Spans:
    offset = axis.offset[spans.transcript]
    return Spans(
        spans.transcript, spans.code, spans.coder, spans.start + offset, spans.end + offset
    )


def _ranges_on_axis(ranges: Sequence[tuple[Range, ...]], axis: Axis) -> tuple[Ints, Ints]:
    table = np.array(
        [
            (start + offset, end + offset)
            for offset, each in zip(axis.offset.tolist(), ranges, strict=True)
            for start, end in each
        ],
        dtype=np.int64,
    ).reshape(-1, 2)
    return table[:, 0].copy(), table[:, 1].copy()


def _clip(spans: Spans, starts: Ints, ends: Ints) -> Spans:
    """The pieces of the spans inside these disjoint sorted ranges; each piece is a span."""
    first = np.searchsorted(ends, spans.start, side="right")
    last = np.searchsorted(starts, spans.end, side="left")
    pieces = np.maximum(last - first, 0)
    origin = np.repeat(np.arange(len(spans)), pieces)
    within = first[origin] + np.arange(len(origin)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    cut = spans.take(origin)
    return Spans(
        cut.transcript,
        cut.code,
        cut.coder,
        np.maximum(cut.start, starts[within]),
        np.minimum(cut.end, ends[within]),
    )


def _merge(spans: Spans, axis: Axis) -> Spans:
    """Union of overlapping spans of one coder and code; abutting spans stay apart.

    Sorted by (code, coder, start) a span begins a new unit unless it starts before the furthest end
    reached so far. A running maximum over all groups at once is sound because the keys of a later
    group are larger than every end of an earlier one.
    """
    group = spans.code * (int(spans.coder.max(initial=0)) + 1) + spans.coder
    stride = axis.size + 1
    if len(spans) and int(group.max()) + 1 > np.iinfo(np.int64).max // stride:
        raise SpanError("too many codes and coders for texts of this length")
    key = group * stride + spans.start
    order = np.argsort(key)
    spans, key = spans.take(order), key[order]
    if not len(spans):
        return spans
    end = np.maximum.accumulate(key + (spans.end - spans.start))
    begins = np.ones(len(spans), dtype=bool)
    begins[1:] = key[1:] >= end[:-1]
    if begins.all():
        return spans
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(spans)) - 1
    kept = spans.take(first)
    length = end[last] - key[first]
    return Spans(kept.transcript, kept.code, kept.coder, kept.start, kept.start + length)


def _half_covered(
    spans: Spans, first: Ints, last: Ints, starts: Ints, ends: Ints
) -> tuple[Ints, Ints]:
    """Narrow each span's run of units [first, last) to those half covered by coder and code.

    Only the first and the last unit of a span can be covered in part, and several spans of one
    coder and code may share such a unit: their lengths are summed first.
    """
    if not len(starts):
        return first, first
    group = spans.code * (int(spans.coder.max(initial=0)) + 1) + spans.coder
    edges = np.concatenate([first, last - 1])
    both = np.concatenate([np.arange(len(spans))] * 2)
    single = np.concatenate([np.zeros(len(spans), bool), last - first == 1])
    valid = np.concatenate([last > first] * 2)
    unit = np.clip(edges, 0, len(starts) - 1)
    inside = np.minimum(spans.end[both], ends[unit]) - np.maximum(spans.start[both], starts[unit])
    inside[single | ~valid] = 0  # a span within one unit counts once
    _, cell = np.unique(group[both] * len(starts) + unit, return_inverse=True)
    covered = np.bincount(cell, weights=inside)[cell]
    enough = 2 * covered >= (ends - starts)[unit]
    at_first, at_last = enough[: len(spans)], enough[len(spans) :]
    return first + ~at_first, np.where(last - first > 1, last - ~at_last, last)
