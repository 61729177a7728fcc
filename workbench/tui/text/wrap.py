"""Laying a transcript out in lines of cells.

A layout is one `list[int]`: the position at which each visual line starts. Everything else (the
line of a position, its cell, the position under a cell) is found by bisection.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.tui.text.graphemes import Cluster, clusters, is_plain
from workbench.tui.text.nouns import ShownTurn

BREAKS = "\n\x0b\x0c\x85\u2028\u2029"
_BREAK = re.compile(f"[{BREAKS}]")
_NOT_AT_LINE_START = frozenset(
    "，。、；：！？」』）】》〉’”…・ーぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)


@dataclass(frozen=True, slots=True)
class Block:
    """Printed text `[start, end)`: a turn without its label, or text outside any turn.

    `turn` is the turn's index in the sequence that was laid out, or None outside any turn.
    """

    start: int
    end: int
    turn: int | None


def blocks_of(text: str, turns: Sequence[ShownTurn]) -> list[Block]:
    """The printed stretches of a text in order; white space between turns is not printed."""
    found: list[Block] = []
    at = 0
    for index, turn in enumerate(turns):
        _add_loose(found, text, at, turn.start)
        start, end = _trimmed(text, turn.text_start, turn.end)
        found.append(Block(start, end, index))
        at = max(at, turn.end)
    _add_loose(found, text, at, len(text))
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start] in BREAKS:
        start += 1
    return start, end


def _add_loose(found: list[Block], text: str, start: int, end: int) -> None:
    start, end = _trimmed(text, start, end)
    if start < end:
        found.append(Block(start, end, None))


def wrap(text: str, start: int, end: int, width: int) -> list[int]:
    """The positions at which the lines of `text[start:end]` start, at most `width` cells each.

    Lines break after spaces (which hang over the edge), between wide characters, at line breaks
    of the text, and inside a word only where the word is longer than a line.
    """
    lines: list[int] = []
    at = start
    while True:
        found = _BREAK.search(text, at, end)
        stop = found.start() if found else end
        if is_plain(text, at, stop):
            _wrap_plain(text, at, stop, width, lines)
        else:
            _wrap_clusters(text, at, stop, width, lines)
        if not found:
            return lines
        at = stop + 1


def _wrap_plain(text: str, start: int, stop: int, width: int, lines: list[int]) -> None:
    lines.append(start)
    while stop - start > width:
        space = text.rfind(" ", start, start + width + 1)
        if space < 0:
            start += width
        else:
            start = space + 1
            while start < stop and text[start] == " ":
                start += 1
            if start == stop:
                return
        lines.append(start)


def _wrap_clusters(text: str, start: int, stop: int, width: int, lines: list[int]) -> None:
    lines.append(start)
    used = 0  # cells of the line so far
    chance, used_at_chance = -1, 0  # last place to break, and the cells before it
    before: Cluster | None = None
    for cluster in clusters(text[start:stop]):
        at = start + cluster.start
        space = cluster.shown == " " and text[at] == " "
        if before is not None and not space and _may_part(before, cluster):
            chance, used_at_chance = at, used
        if not space and used + cluster.cells > width and at > lines[-1]:
            if chance > lines[-1]:
                used -= used_at_chance
                lines.append(chance)
            # A word longer than a line: break right here, perhaps for the second time.
            if used + cluster.cells > width and at > lines[-1]:
                used = 0
                lines.append(at)
            chance = -1
        used += cluster.cells
        before = cluster


def _may_part(before: Cluster, after: Cluster) -> bool:
    if after.shown in _NOT_AT_LINE_START:
        return False
    return before.shown == " " or before.cells > 1 or after.cells > 1


class Layout:
    """The lines of one transcript at one width.

    `starts[i]` is the position at which line `i` starts. Between two blocks stands one blank
    line, whose start is the end of the block above it.
    """

    def __init__(self, text: str, turns: Sequence[ShownTurn], width: int) -> None:
        self.text = text
        self.turns = turns
        self.width = width
        self.blocks = blocks_of(text, turns)
        self.starts: list[int] = []
        self.first_lines: list[int] = []  # of each block
        for number, block in enumerate(self.blocks):
            if number:
                self.starts.append(self.blocks[number - 1].end)
            self.first_lines.append(len(self.starts))
            self.starts.extend(wrap(text, block.start, block.end, width))
        self._block_starts = [block.start for block in self.blocks]

    def __len__(self) -> int:
        return len(self.starts)

    # Lines and blocks

    def block_of_line(self, line: int) -> int:
        """The index of the block a line belongs to; a blank line belongs to the block above."""
        return bisect_right(self.first_lines, line) - 1

    def block_at(self, position: int) -> int:
        """The index of the last block that starts at or before a position, at least 0."""
        return max(0, bisect_right(self._block_starts, position) - 1)

    def last_line(self, block: int) -> int:
        """The last line of a block."""
        if block + 1 < len(self.blocks):
            return self.first_lines[block + 1] - 2
        return len(self.starts) - 1

    def is_blank(self, line: int) -> bool:
        """Whether a line only parts two blocks."""
        return line > self.last_line(self.block_of_line(line))

    def bounds(self, line: int) -> tuple[int, int]:
        """The positions `[start, end)` of a line, without the line break that ends it."""
        start = self.starts[line]
        block = self.block_of_line(line)
        if line > self.last_line(block):
            return start, start
        end = self.blocks[block].end
        if line < self.last_line(block):
            end = self.starts[line + 1]
            if end > start and self.text[end - 1] in BREAKS:
                end -= 1
        return start, end

    def visible_end(self, line: int) -> int:
        """The end of what is seen of a line: its hanging spaces are left out."""
        start, end = self.bounds(line)
        return start + len(self.text[start:end].rstrip(" "))

    def line_of(self, position: int) -> int:
        """The line a printed position lies on (see `forward` for positions that are not)."""
        line = bisect_right(self.starts, position) - 1
        return line - 1 if line > 0 and self.is_blank(line) else max(0, line)

    # Positions that are printed

    def forward(self, position: int) -> int:
        """The first printed position at or after `position`; the end of the text if none."""
        block = self.block_at(position) if self.blocks else 0
        for candidate in self.blocks[block : block + 1]:
            if candidate.start <= position < candidate.end:
                return position
        for candidate in self.blocks[block:]:
            if candidate.start >= position and candidate.start < candidate.end:
                return candidate.start
        return len(self.text)

    def backward(self, end: int) -> int:
        """The last end of printed text at or before `end`; 0 if there is none."""
        number = bisect_left(self._block_starts, end) - 1
        while number >= 0:
            block = self.blocks[number]
            if block.start < block.end:
                return min(end, block.end)
            number -= 1
        return 0

    def lines_of(self, start: int, end: int) -> tuple[int, int] | None:
        """The first and last line of the printed part of `[start, end)`, or None."""
        first, last = self.forward(start), self.backward(end)
        if first >= last:
            return None
        return self.line_of(first), self.line_of(last - 1)

    # Cells

    def cell_of(self, position: int, line: int | None = None) -> tuple[int, int]:
        """The line of a printed position and its cell on it, counted from the text's edge."""
        at = self.line_of(position) if line is None else line
        start, end = self.bounds(at)
        if is_plain(self.text, start, end):
            return at, min(position, end) - start
        cell = 0
        for cluster in clusters(self.text[start:end]):
            if start + cluster.end > position:
                break
            cell += cluster.cells
        return at, cell

    def position_at(self, line: int, cell: int) -> int:
        """The start of the cluster under a cell of a line; past its end, of the last seen one."""
        start = self.starts[line]
        end = self.visible_end(line)
        if end == start:
            return start
        if is_plain(self.text, start, end):
            return min(start + max(cell, 0), end - 1)
        reached = 0
        found = clusters(self.text[start:end])
        for cluster in found:
            reached += cluster.cells
            if reached > cell:
                return start + cluster.start
        return start + found[-1].start

    def floor(self, position: int, line: int) -> int:
        """The start of the cluster a position of this line lies in."""
        start, end = self.bounds(line)
        if position >= end or is_plain(self.text, start, end):
            return position
        for cluster in clusters(self.text[start:end]):
            if start + cluster.end > position:
                return start + cluster.start
        return end

    # Caret stops: every cluster that is printed, and the break of an empty line

    def stop_at(self, position: int) -> int:
        """The caret stop nearest a position: its cluster, the next printed, else the last."""
        at = self.forward(position)
        if at >= len(self.text):
            last = self.backward(len(self.text))
            if not last:  # nothing is printed at all
                return self.blocks[0].start if self.blocks else 0
            return self.before(last)
        line = self.line_of(at)
        start, end = self.bounds(line)
        if at >= end > start:  # the line break that ends a line: the last cluster before it
            at = end - 1
        return self.floor(at, line)

    def after(self, stop: int) -> int:
        """The end of the cluster at a stop."""
        line = self.line_of(stop)
        start, end = self.bounds(line)
        if stop >= end:
            return min(stop + 1, len(self.text))
        if is_plain(self.text, start, end):
            return stop + 1
        for cluster in clusters(self.text[start:end]):
            if start + cluster.end > stop:
                return start + cluster.end
        return end

    def next_stop(self, stop: int) -> int:
        """The stop after a stop; the last one stays."""
        at = self.after(stop)
        line = self.line_of(stop)
        if at >= self.bounds(line)[1]:
            following = self.step_line(line, 1)
            return stop if following == line else self.starts[following]
        return at

    def before(self, position: int) -> int:
        """The last stop that starts before a position; the first one stays."""
        back = self.backward(position)
        if back == 0:
            return self.stop_at(0)
        line = self.line_of(back - 1)
        start, end = self.bounds(line)
        if end > start:
            return self.floor(min(back, end) - 1, line)
        return start

    def step_line(self, line: int, step: int) -> int:
        """The next line in direction `step` (1 or -1) that holds a stop; `line` if none."""
        at = line + step
        while 0 <= at < len(self.starts):
            block = self.block_of_line(at)
            printed = self.blocks[block]
            if at <= self.last_line(block) and printed.start < printed.end:
                return at
            at += step
        return line
