"""Re-anchoring: where spans of a text lie in a corrected version of it.

Pure. The two texts are aligned line by line, and word by word where lines differ, so that half a
million characters take well under a second. What differs are *hunks*. A span that no hunk touches
is **sure**: the same characters, moved. Any other is **doubtful** and gets the place that changes
least, for a person to look at. All positions are code points, end exclusive.

>>> old, new = "I ring Marta. She waits.", "I ring [name]. She waits."
>>> reanchor(old, new, [(14, 23), (0, 13)])
[Moved(start=15, end=24, why=''), Moved(start=0, end=14, why='inside')]
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from workbench.coding.spans import Span

INSIDE, BOUNDARY, DELETED = "inside", "boundary", "deleted"
REASONS = {
    INSIDE: "the words between its ends were changed",
    BOUNDARY: "the correction runs across one of its ends",
    DELETED: "its words are gone",
}
_PIECE = re.compile(r"\w+|\s|[^\w\s]")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Hunk:
    """``old[start:end]`` became ``new[new_start:new_end]``; either may be empty.

    The same two texts come about if an insertion or deletion stands up to ``left`` characters
    earlier or ``right`` later ("the the" has one too many: which one?).
    """

    start: int
    end: int
    new_start: int
    new_end: int
    left: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a span lies in the new text, never empty; ``why`` is ``""`` for a sure one."""

    start: int
    end: int
    why: str = ""

    @property
    def sure(self) -> bool:
        """Whether exactly the same characters lie there."""
        return not self.why


class Alignment:
    """An old text and a new one, aligned once, for any number of spans."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self.hunks = hunks(old, new)
        self._starts = [hunk.start for hunk in self.hunks]
        self._ends = [hunk.end for hunk in self.hunks]

    def span(self, start: int, end: int) -> Moved:
        """Where ``[start, end)`` lies now. Raises ValueError for a span outside the old text, and
        where the new text has no character that a span could lie on."""
        if not 0 <= start < end <= len(self.old):
            raise ValueError(f"span {start}..{end} is not in a text of {len(self.old)} characters")
        shift = self._unbroken(start, end)
        if shift is not None:
            return self._whole_words(start, end, start + shift, end + shift)
        first, last = self.first(start), self.last(end)
        if first >= last:
            return Moved(*self._nearest(first), DELETED)
        cut = self._cut(start) or self._cut(end)
        return Moved(first, last, BOUNDARY if cut else INSIDE)

    def point(self, position: int) -> int:
        """Where a place in the text is now: before the same character, or where that one was."""
        return self.first(min(max(position, 0), len(self.old)))

    def first(self, position: int) -> int:
        """Where something lies now that began at ``position``: behind what was put in there, and
        with all of a change it began in."""
        at = bisect_right(self._starts, position) - 1  # the last hunk that begins here or before
        if at < 0:
            return position
        hunk = self.hunks[at]
        if position >= hunk.end:
            return hunk.new_end + position - hunk.end
        return hunk.new_start

    def last(self, position: int) -> int:
        """Where something lies now that ended at ``position``: before what was put in there, and
        with all of a change it ended in."""
        at = bisect_left(self._starts, position) - 1  # the last hunk that begins before
        if at < 0:
            return position
        hunk = self.hunks[at]
        return hunk.new_end + max(0, position - hunk.end)

    def _cut(self, position: int) -> bool:
        at = bisect_left(self._starts, position) - 1
        return at >= 0 and position < self.hunks[at].end

    def _unbroken(self, start: int, end: int) -> int | None:
        """By how much ``[start, end)`` moved, if its characters are still together."""
        at = bisect_left(self._ends, start)
        # insertions exactly at the start lie before the span
        while at < len(self.hunks) and self.hunks[at].end <= start:
            at += 1
        shift = self._shift_before(at)
        while at < len(self.hunks) and self.hunks[at].start < end:
            hunk = self.hunks[at]
            if hunk.end - hunk.left <= start:
                shift = hunk.new_end - hunk.end
            elif hunk.start + hunk.right >= end:
                break
            else:
                return None
            at += 1
        same = self.old[start:end] == self.new[start + shift : end + shift]
        return shift if same and start + shift >= 0 else None

    def _shift_before(self, at: int) -> int:
        return self.hunks[at - 1].new_end - self.hunks[at - 1].end if at else 0

    def _whole_words(self, start: int, end: int, first: int, last: int) -> Moved:
        """A sure span, unless its first or last word has grown beyond it."""
        grown_first, grown_last = first, last
        if _splits(self.new, first) and not _splits(self.old, start):
            grown_first = _word_start(self.new, first)
        if _splits(self.new, last) and not _splits(self.old, end):
            grown_last = _word_end(self.new, last)
        why = "" if (grown_first, grown_last) == (first, last) else BOUNDARY
        return Moved(grown_first, grown_last, why)

    def _nearest(self, position: int) -> Span:
        """The word that stands nearest before a place, or behind it where none does."""
        if not self.new:
            raise ValueError("nothing is left that a span could lie on")
        before = position
        while before and not _WORD.match(self.new, before - 1):
            before -= 1
        if before:
            return _word_start(self.new, before), before
        found = _WORD.search(self.new, position)
        if found:
            return found.start(), _word_end(self.new, found.start())
        at = min(position, len(self.new) - 1)
        return at, at + 1


def reanchor(old: str, new: str, spans: Iterable[Span]) -> list[Moved]:
    """Where each of ``spans`` of ``old`` lies in ``new``, in the order given."""
    alignment = Alignment(old, new)
    return [alignment.span(start, end) for start, end in spans]


def hunks(old: str, new: str) -> list[Hunk]:
    """What differs, in order: no two touch, and none begins or ends with the same character."""
    found: list[Hunk] = []
    for a, b, c, d in _changes(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        words = _changes(_PIECE.findall(old[a:b]), _PIECE.findall(new[c:d]))
        for i, j, k, m in words:
            _join(found, _trimmed(old, new, Hunk(a + i, a + j, c + k, c + m)))
    return [
        _with_play(old, new, hunk, before, after)
        for hunk, before, after in zip(
            found,
            [0, *(hunk.end for hunk in found)],
            [*(hunk.start for hunk in found[1:]), len(old)],
            strict=False,
        )
    ]


def _changes(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Differing stretches of two lists of pieces, as character positions in the joined texts."""
    from rapidfuzz.distance import Levenshtein

    first = 0
    shorter = min(len(old), len(new))
    while first < shorter and old[first] == new[first]:
        first += 1
    last = 0
    while last < shorter - first and old[-1 - last] == new[-1 - last]:
        last += 1
    middle_old: Sequence[Hashable] = old[first : len(old) - last]
    middle_new: Sequence[Hashable] = new[first : len(new) - last]
    old_at, new_at = _offsets(old), _offsets(new)
    found: list[tuple[int, int, int, int]] = []
    for change in Levenshtein.opcodes(middle_old, middle_new):
        if change.tag == "equal":
            continue
        here = (
            old_at[first + change.src_start],
            old_at[first + change.src_end],
            new_at[first + change.dest_start],
            new_at[first + change.dest_end],
        )
        if found and (found[-1][1], found[-1][3]) == (here[0], here[2]):
            found[-1] = (found[-1][0], here[1], found[-1][2], here[3])
        else:
            found.append(here)
    return found


def _offsets(pieces: Sequence[str]) -> list[int]:
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    return offsets


def _trimmed(old: str, new: str, hunk: Hunk) -> Hunk:
    """Without the characters that both sides begin or end with."""
    a, b, c, d = hunk.start, hunk.end, hunk.new_start, hunk.new_end
    while a < b and c < d and old[a] == new[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1]:
        b, d = b - 1, d - 1
    return Hunk(a, b, c, d)


def _join(found: list[Hunk], hunk: Hunk) -> None:
    if hunk.start == hunk.end and hunk.new_start == hunk.new_end:
        return
    if found and (found[-1].end, found[-1].new_end) == (hunk.start, hunk.new_start):
        found[-1] = Hunk(found[-1].start, hunk.end, found[-1].new_start, hunk.new_end)
    else:
        found.append(hunk)


def _with_play(old: str, new: str, hunk: Hunk, before: int, after: int) -> Hunk:
    """With how far an insertion or deletion could stand to either side of where it does."""
    if hunk.start < hunk.end and hunk.new_start < hunk.new_end:
        return hunk
    text = new[hunk.new_start : hunk.new_end] or old[hunk.start : hunk.end]
    size = len(text)
    left = right = 0
    while hunk.start - left > before and old[hunk.start - left - 1] == text[-1 - left % size]:
        left += 1
    while hunk.end + right < after and old[hunk.end + right] == text[right % size]:
        right += 1
    return Hunk(hunk.start, hunk.end, hunk.new_start, hunk.new_end, left, right)


def _splits(text: str, position: int) -> bool:
    """Whether a place lies within a word."""
    return bool(
        0 < position < len(text) and _WORD.match(text, position - 1) and _WORD.match(text, position)
    )


def _word_start(text: str, position: int) -> int:
    while position and _WORD.match(text, position - 1):
        position -= 1
    return position


def _word_end(text: str, position: int) -> int:
    while position < len(text) and _WORD.match(text, position):
        position += 1
    return position
