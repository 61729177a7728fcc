"""Segment matching: which spans of two coders are one coding, and how far their ends lie apart.

Candidates are spans of one code and transcript that overlap. The score of a pair is

    overlap   overlap / the longer of the two    (the default, at 0.90)
    iou       overlap / union
    exact     1 for the same start and end, else 0

Pairs that reach the threshold are matched one to one, the best score first, ties by position. With
TP matched pairs, F1 = 2 TP / (|A| + |B|) is Holsti's index, the segment agreement.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.agreement.errors import AgreementError
from workbench.agreement.figures import Array, Ints
from workbench.agreement.spans import Prepared, Spans
from workbench.agreement.sweep import pairs


@dataclass(frozen=True, slots=True)
class Match:
    """A rule of matching: ``kind`` is overlap, iou or exact; ``threshold`` in (0, 1].

    >>> Match.parse("iou:0.5")
    Match(kind='iou', threshold=0.5)
    >>> str(Match.parse("exact"))
    'exact'
    """

    kind: str = "overlap"
    threshold: float = 0.9

    @classmethod
    def parse(cls, text: str) -> Match:
        """From ``exact``, ``iou:0.5`` or ``overlap:0.9``; AgreementError for anything else."""
        kind, colon, number = text.strip().lower().partition(":")
        if kind == "exact" and not colon:
            return cls("exact", 1.0)
        try:
            threshold = float(number)
        except ValueError:
            threshold = 0.0
        if kind not in ("iou", "overlap") or not 0 < threshold <= 1:
            raise AgreementError(
                f"“{text}” is no rule of matching; write exact, iou:0.5 or overlap:0.9 "
                "(the number above 0, at most 1)"
            )
        return cls(kind, threshold)

    def __str__(self) -> str:
        return "exact" if self.kind == "exact" else f"{self.kind}:{self.threshold:g}"


@dataclass(frozen=True, slots=True)
class Matches:
    """The matching of every pair of coders.

    ``matched`` (T, P) counts matched pairs, ``spans`` (T, m) the spans of each coder. ``first`` and
    ``second`` are indices into the prepared spans of the matched pairs, ``pair`` of which pair of
    coders each is.
    """

    matched: Ints
    spans: Ints
    first: Ints
    second: Ints
    pair: Ints
    start_error: Ints
    end_error: Ints


def match_spans(prepared: Prepared, rule: Match) -> Matches:
    """Match the spans of every pair of coders, code by code and transcript by transcript.

    Spans are those prepared, clipped to the base and merged, in characters.

    >>> from workbench.agreement.spans import Transcript, prepare
    >>> rows = [(0, 0, 0, 0, 20), (0, 0, 0, 50, 60), (0, 0, 1, 1, 20), (0, 0, 1, 56, 70)]
    >>> found = match_spans(prepare(Spans.of(rows), [Transcript("t", 99)], 1, 2), Match())
    >>> found.matched.tolist(), found.start_error.tolist(), found.end_error.tolist()
    ([[1]], [1], [0])
    >>> f1_counts(found)
    (array([2.]), array([4.]))
    """
    spans, transcripts = prepared.spans, len(prepared.axis.units)
    which = pairs(prepared.coders)
    matched = np.zeros((transcripts, len(which)), dtype=np.int64)
    found = []
    for column, (a, b) in enumerate(which):
        one, two = np.flatnonzero(spans.coder == a), np.flatnonzero(spans.coder == b)
        first, second = _candidates(spans, one, two, prepared.axis.size)
        chosen = _one_to_one(spans, first, second, rule)
        found.append((first[chosen], second[chosen]))
        np.add.at(matched[:, column], spans.transcript[first[chosen]], 1)
    count = np.zeros((transcripts, prepared.coders), dtype=np.int64)
    np.add.at(count, (spans.transcript, spans.coder), 1)
    first = np.concatenate([np.empty(0, np.int64), *(one for one, _ in found)])
    second = np.concatenate([np.empty(0, np.int64), *(two for _, two in found)])
    return Matches(
        matched,
        count,
        first,
        second,
        np.repeat(np.arange(len(which)), [len(one) for one, _ in found]),
        np.abs(spans.start[first] - spans.start[second]),
        np.abs(spans.end[first] - spans.end[second]),
    )


def f1_counts(matches: Matches) -> tuple[Array, Array]:
    """2 TP and |A| + |B|, summed over pairs of coders, each (T,)."""
    coders = matches.spans.shape[1]
    return (
        2.0 * matches.matched.sum(axis=1),
        (coders - 1.0) * matches.spans.sum(axis=1),
    )


def reference_counts(matches: Matches, reference: int) -> tuple[Array, Array, Array]:
    """Against a reference coder: TP, spans of the others, spans the reference offered; each (T,).

    Precision is the first over the second, recall the first over the third. With several other
    coders all three are summed over them, so that the reference is offered to each.
    """
    coders = matches.spans.shape[1]
    with_reference = [column for column, pair in enumerate(pairs(coders)) if reference in pair]
    matched = matches.matched[:, with_reference].sum(axis=1).astype(np.float64)
    own = matches.spans[:, reference].astype(np.float64)
    return matched, matches.spans.sum(axis=1) - own, (coders - 1.0) * own


def _candidates(spans: Spans, one: Ints, two: Ints, size: int) -> tuple[Ints, Ints]:
    """Indices of all overlapping pairs of one code; at most |one| + |two| of them."""
    if not len(one) or not len(two):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    base = spans.code * size
    starts, ends = base + spans.start, base + spans.end
    low = np.searchsorted(ends[two], starts[one], side="right")
    count = np.maximum(np.searchsorted(starts[two], ends[one], side="left") - low, 0)
    begun = np.cumsum(count) - count
    second = np.repeat(low, count) + np.arange(int(count.sum())) - np.repeat(begun, count)
    return np.repeat(one, count), two[second]


def _one_to_one(spans: Spans, first: Ints, second: Ints, rule: Match) -> Ints:
    """Places of the candidates that are matched, the best score first, ties by position."""
    starts = spans.start[first], spans.start[second]
    ends = spans.end[first], spans.end[second]
    overlap = np.minimum(*ends) - np.maximum(*starts)
    if rule.kind == "exact":
        score = ((starts[0] == starts[1]) & (ends[0] == ends[1])).astype(np.float64)
    elif rule.kind == "iou":
        score = overlap / (np.maximum(*ends) - np.minimum(*starts))
    else:
        score = overlap / np.maximum(ends[0] - starts[0], ends[1] - starts[1])
    order = np.lexsort(
        (
            np.maximum(*ends),
            np.minimum(*ends),
            np.maximum(*starts),
            np.minimum(*starts),
            spans.code[first],
            -score,
        )
    )
    order = order[score[order] >= rule.threshold]
    taken: set[int] = set()
    chosen = []
    for place, a, b in zip(
        order.tolist(), first[order].tolist(), second[order].tolist(), strict=True
    ):
        if a not in taken and b not in taken:
            taken.update((a, b))
            chosen.append(place)
    return np.array(chosen, dtype=np.int64)
