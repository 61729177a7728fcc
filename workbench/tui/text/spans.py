"""Which of many overlapping spans lie at a position: elementary intervals, found by bisection."""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class SpanIndex(Generic[K]):
    """Half-open spans cut into elementary intervals on which the same spans are active.

    `bounds[i]` starts interval `i`, on which exactly `active[i]` lie; the last interval is always
    empty of spans. Built by one sweep; adding or removing a span touches only its own intervals.
    """

    def __init__(self, spans: Iterable[tuple[int, int, K]] = ()) -> None:
        events: list[tuple[int, int, int, K]] = []
        for order, (start, end, key) in enumerate(spans):
            if start < end:
                events.append((start, 1, order, key))
                events.append((end, 0, order, key))
        events.sort(key=lambda event: event[:3])
        self.bounds: list[int] = []
        self.active: list[tuple[K, ...]] = []
        live: dict[K, None] = {}
        for position, opens, _, key in events:
            if opens:
                live[key] = None
            else:
                del live[key]
            if self.bounds and self.bounds[-1] == position:
                self.active[-1] = tuple(live)
            else:
                self.bounds.append(position)
                self.active.append(tuple(live))

    def at(self, position: int) -> tuple[K, ...]:
        """The spans that lie on a position, in no promised order."""
        number = bisect_right(self.bounds, position) - 1
        return self.active[number] if number >= 0 else ()

    def between(self, start: int, end: int) -> list[int]:
        """The bounds strictly inside `(start, end)`: where the set of spans changes."""
        return self.bounds[bisect_right(self.bounds, start) : bisect_left(self.bounds, end)]

    def touches(self, start: int, end: int) -> bool:
        """Whether any span has a position in `[start, end)`."""
        if start >= end:
            return False
        first = max(0, bisect_right(self.bounds, start) - 1)
        last = bisect_left(self.bounds, end)
        return any(self.active[first:last]) if self.bounds and end > self.bounds[0] else False

    def add(self, start: int, end: int, key: K) -> None:
        """Lay one more span; an empty one is nowhere."""
        if start >= end:
            return
        first, last = self._cut(start), self._cut(end)
        for number in range(first, last):
            self.active[number] = (*self.active[number], key)

    def remove(self, start: int, end: int, key: K) -> None:
        """Take back a span that was laid from `start` to `end`."""
        if start >= end:
            return
        first, last = self._cut(start), self._cut(end)
        for number in range(first, last):
            self.active[number] = tuple(other for other in self.active[number] if other != key)
        self._heal(last)
        self._heal(first)

    def _cut(self, position: int) -> int:
        number = bisect_left(self.bounds, position)
        if number == len(self.bounds) or self.bounds[number] != position:
            self.active.insert(number, self.active[number - 1] if number else ())
            self.bounds.insert(number, position)
        return number

    def _heal(self, number: int) -> None:
        before = self.active[number - 1] if number else ()
        if set(before) == set(self.active[number]):
            del self.bounds[number], self.active[number]
