"""The caret and the selection over a layout: where every key goes.

A selection reaches from the cluster that stays (the anchor) to the cluster the caret is on, both
included; which of the two moves can be changed. Nothing here knows a widget.
"""

from collections.abc import Callable

from workbench.tui.text.units import sentences, unit_at, words
from workbench.tui.text.wrap import Layout

Unit = tuple[int, int]


class Cursor:
    """A caret (the start of a cluster) and perhaps a selection, on one layout."""

    def __init__(self, layout: Layout, caret: int = 0) -> None:
        self.layout = layout
        self.anchor: int | None = None
        self.caret = layout.stop_at(caret)
        self._goal: int | None = None

    def relay(self, layout: Layout) -> None:
        """Stand at the same positions on another layout of the same text."""
        self.layout = layout
        self._goal = None

    # Selection

    @property
    def selection(self) -> tuple[int, int] | None:
        """The selected positions `[start, end)`, always whole clusters, or None."""
        if self.anchor is None:
            return None
        first, last = sorted((self.anchor, self.caret))
        return first, self.layout.after(last)

    @property
    def end_moves(self) -> bool:
        """Whether it is the end of the selection (not its start) that the keys move."""
        return self.anchor is None or self.caret >= self.anchor

    def start_selection(self) -> None:
        """Select the cluster under the caret; its end moves."""
        if self.anchor is None:
            self.anchor = self.caret

    def drop_selection(self) -> None:
        """Select nothing; the caret stays where it is."""
        self.anchor = None

    def move_end(self, end: bool) -> None:
        """From now on the end (True) or the start (False) of the selection moves."""
        if self.anchor is not None and self.end_moves != end:
            self.anchor, self.caret = self.caret, self.anchor
            self._goal = None

    def select(self, start: int, end: int, *, end_moves: bool = True) -> None:
        """Select the printed clusters of `[start, end)`; an empty range selects its cluster."""
        first = self.layout.stop_at(start)
        last = max(first, self.layout.before(end))
        self.anchor, self.caret = (first, last) if end_moves else (last, first)
        self._goal = None

    def extend(self, unit: str) -> None:
        """Take in the whole `word`, `sentence` or `turn`, and one more when already whole."""
        self.start_selection()
        start, end = self.selection or (self.caret, self.caret)
        first, last = self.unit_around(unit, start), self.unit_around(unit, end - 1)
        whole = (min(start, first[0]), max(end, last[1]))
        end_moves = self.end_moves
        if whole == (start, end):
            if end_moves:
                whole = (start, max(end, self._unit_after(unit, end)[1]))
            else:
                whole = (min(start, self._unit_before(unit, start)[0]), end)
        self.select(*whole, end_moves=end_moves)

    # Units

    def unit_around(self, unit: str, position: int) -> Unit:
        """The `word`, `sentence` or `turn` at a position (or just before it, or else after it)."""
        block = self.layout.blocks[self.layout.block_at(position)]
        if unit == "turn":
            return block.start, block.end
        text = self.layout.text
        start = max(block.start, text.rfind("\n", block.start, min(position, block.end)) + 1)
        stop = text.find("\n", max(position, start), block.end)
        find: Callable[[str, int, int], list[Unit]] = words if unit == "word" else sentences
        found = unit_at(find(text, start, stop if stop >= 0 else block.end), position)
        return found or (position, self.layout.after(self.layout.stop_at(position)))

    def _unit_after(self, unit: str, position: int) -> Unit:
        text, at = self.layout.text, self.layout.forward(position)
        while at < len(text) and text[at].isspace():
            at = self.layout.forward(at + 1)
        return self.unit_around(unit, at) if at < len(text) else (position, position)

    def _unit_before(self, unit: str, position: int) -> Unit:
        text, back = self.layout.text, self.layout.backward(position)
        while back > 0 and text[back - 1].isspace():
            back = self.layout.backward(back - 1)
        return self.unit_around(unit, back - 1) if back > 0 else (position, position)

    # Moving

    def go(self, position: int) -> None:
        """Stand on the cluster nearest a position; a selection goes along."""
        self.caret = self.layout.stop_at(position)
        self._goal = None

    def right(self) -> None:
        """One cluster on."""
        self.go(self.layout.next_stop(self.caret))

    def left(self) -> None:
        """One cluster back."""
        self.go(self.layout.before(self.caret))

    def vertical(self, lines: int) -> None:
        """So many printed lines down (or up), keeping to the cell the movement began in."""
        layout = self.layout
        line, cell = layout.cell_of(self.caret)
        goal = cell if self._goal is None else self._goal
        for _ in range(abs(lines)):
            line = layout.step_line(line, 1 if lines > 0 else -1)
        self.caret = layout.position_at(line, goal)
        self._goal = goal

    def page(self, lines: int) -> None:
        """So many lines of the page down (or up), blank ones counted."""
        layout = self.layout
        line, cell = layout.cell_of(self.caret)
        goal = cell if self._goal is None else self._goal
        wanted = min(max(line + lines, 0), len(layout) - 1)
        step = 1 if lines > 0 else -1
        reached = layout.step_line(wanted - step, step)
        if (reached - line) * step <= 0:
            reached = layout.step_line(len(layout) if step > 0 else -1, -step)
        self.caret = layout.position_at(reached, goal)
        self._goal = goal

    def line_start(self) -> None:
        """The first cluster of the line."""
        self.go(self.layout.starts[self.layout.line_of(self.caret)])

    def line_end(self) -> None:
        """The last cluster seen on the line."""
        line = self.layout.line_of(self.caret)
        self.go(self.layout.position_at(line, self.layout.width))

    def top(self) -> None:
        """The start of the transcript."""
        self.go(0)

    def bottom(self) -> None:
        """The end of the transcript."""
        self.go(len(self.layout.text))

    def turn(self, step: int) -> None:
        """The start of the next (1) or previous (-1) turn; from within one, back to its start."""
        layout = self.layout
        number = layout.block_at(self.caret)
        if step < 0 and self.caret > layout.blocks[number].start:
            self.go(layout.blocks[number].start)
            return
        number += step
        while 0 <= number < len(layout.blocks):
            if layout.blocks[number].start < layout.blocks[number].end:
                self.go(layout.blocks[number].start)
                return
            number += step
