"""Arithmetic of half-open spans over code points."""

from collections.abc import Iterable

Span = tuple[int, int]


def united(spans: Iterable[Span]) -> list[Span]:
    """Overlapping spans merged, in order; spans that only touch stay two.

    >>> united([(5, 9), (0, 6), (9, 12)])
    [(0, 9), (9, 12)]
    """
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def covered(spans: Iterable[Span]) -> int:
    """Characters that lie in at least one span.

    >>> covered([(0, 6), (5, 9), (20, 21)])
    10
    """
    return sum(end - start for start, end in united(spans))


def shared(first: Iterable[Span], second: Iterable[Span]) -> list[Span]:
    """Parts that lie in both, in order.

    >>> shared([(0, 10)], [(4, 6), (8, 12)])
    [(4, 6), (8, 10)]
    """
    a, b = united(first), united(second)
    found: list[Span] = []
    i = j = 0
    while i < len(a) and j < len(b):
        start, end = max(a[i][0], b[j][0]), min(a[i][1], b[j][1])
        if start < end:
            found.append((start, end))
        if a[i][1] < b[j][1]:
            i += 1
        else:
            j += 1
    return found
