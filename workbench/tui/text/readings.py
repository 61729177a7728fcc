"""Two readings of one text: which row shows what, and where brackets and lanes stand.

The text is printed once. Around a disputed turn the first coder's brackets stand above each line
and the second's below; everywhere else there is one row a line. Rows are what is painted and
scrolled; lines are those of the layout.
"""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum

from workbench.tui.text.grid import NARROW
from workbench.tui.text.lanes import Placed, assign_lanes
from workbench.tui.text.nouns import Mark, ShownTurn
from workbench.tui.text.spans import SpanIndex
from workbench.tui.text.wrap import Layout

_LEVELS = 4  # brackets of one side above each other; more are left to the lanes


class Kind(Enum):
    """What a row shows: text, a bracket over or under it, or air."""

    TEXT = "text"
    ABOVE = "above"
    BELOW = "below"
    AIR = "air"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its kind, the line it belongs to, and which level of brackets."""

    kind: Kind
    line: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class ReadingsGrid:
    """Columns: turn number, lanes of the first coder, text, lanes of the second.

    Lane `n` of the first stands at `first_at - lane n`, of the second at `second_at + lane n`:
    `lane` cells each, two, or three once letters have two characters. `number` is where the turn
    number ends, None where there is no room for it.
    """

    width: int
    narrow: bool
    number: int | None
    text_at: int
    text: int
    first_at: int
    first_lanes: int
    second_at: int
    second_lanes: int
    lane: int = 2


def readings_grid(width: int, form: str, lane: int = 2) -> ReadingsGrid:
    """The columns for a view `width` cells wide, with lanes of `lane` cells."""
    if form == NARROW:
        text = max(1, min(76, width - 14))
        lanes = 6 // lane
        return ReadingsGrid(width, True, None, 7, text, 7 - lane, lanes, 7 + text + 1, lanes, lane)
    text = max(1, min(70, width - 35))
    second_at = 23 + text + 2
    lanes = max(1, min(10 // lane, (width - second_at) // lane))
    return ReadingsGrid(width, False, 8, 23, text, 20, 9 // lane + 1, second_at, lanes, lane)


class Reader:
    """One coder's codings on the page: lanes, and brackets for the disputed ones."""

    def __init__(
        self, layout: Layout, marks: Sequence[Mark], disputed: Collection[str], lanes: int
    ) -> None:
        ordered = sorted(marks, key=lambda mark: mark.order)
        self.marks = {mark.id: mark for mark in ordered}
        self.disputed = [mark for mark in ordered if mark.id in disputed]
        self.placed: dict[str, Placed] = {}
        for mark in ordered:
            lines = layout.lines_of(mark.start, mark.end)
            if lines:
                self.placed[mark.id] = Placed(mark.id, *lines)
        self.lanes = assign_lanes(self.placed.values(), lanes)
        self.on_lines = SpanIndex((p.first, p.last + 1, p.key) for p in self.placed.values())
        self.coded = SpanIndex((mark.start, mark.end, mark.id) for mark in self.disputed)
        spans = (Placed(mark.id, mark.start, mark.end - 1) for mark in self.disputed)
        self.levels = assign_lanes(spans, _LEVELS)

    def brackets_on(self, layout: Layout, line: int) -> list[tuple[int, Mark]]:
        """The levels and codings of the brackets that belong to a line."""
        start, end = layout.starts[line], layout.visible_end(line)
        return [
            (self.levels[mark.id], mark)
            for mark in self.disputed
            if mark.start < end and mark.end > start and self.levels[mark.id] < _LEVELS
        ]


class ReadingsPage:
    """Text, two readers and the rows of one disagreement."""

    def __init__(
        self,
        layout: Layout,
        grid: ReadingsGrid,
        first: Reader,
        second: Reader,
        focus_turns: Collection[int],
        context: bool,
    ) -> None:
        self.layout = layout
        self.grid = grid
        self.first = first
        self.second = second
        self.focus = self._focus_blocks(layout, focus_turns)
        self.rows: list[Row] = []
        for number in range(len(layout.blocks)):
            if context or number in self.focus:
                self._add_block(number)
        self._line_rows = [n for n, row in enumerate(self.rows) if row.kind is Kind.TEXT]
        self._lines = [self.rows[n].line for n in self._line_rows]

    def _focus_blocks(self, layout: Layout, focus_turns: Collection[int]) -> set[int]:
        found = {
            number
            for number, block in enumerate(layout.blocks)
            if block.turn is not None and layout.turns[block.turn].number in focus_turns
        }
        for reader in (self.first, self.second):
            for mark in reader.disputed:
                placed = reader.placed.get(mark.id)
                if placed:
                    first = layout.block_of_line(placed.first)
                    found.update(range(first, layout.block_of_line(placed.last) + 1))
        return found

    def _add_block(self, number: int) -> None:
        layout = self.layout
        first, last = layout.first_lines[number], layout.last_line(number)
        if self.rows:
            self.rows.append(Row(Kind.AIR, first - 1))
        if number not in self.focus:
            self.rows.extend(Row(Kind.TEXT, line) for line in range(first, last + 1))
            return
        under_last = False
        for line in range(first, last + 1):
            above = {level for level, _ in self.first.brackets_on(layout, line)}
            below = {level for level, _ in self.second.brackets_on(layout, line)}
            if line > first and not self.grid.narrow and (under_last or above):
                self.rows.append(Row(Kind.AIR, line - 1))
            self.rows.extend(Row(Kind.ABOVE, line, level) for level in sorted(above, reverse=True))
            self.rows.append(Row(Kind.TEXT, line))
            self.rows.extend(Row(Kind.BELOW, line, level) for level in sorted(below))
            under_last = bool(below)

    def row_of(self, line: int) -> int:
        """The row on which a line's text stands; the nearest one if it is not shown."""
        if not self._lines:
            return 0
        at = min(bisect_left(self._lines, line), len(self._lines) - 1)
        return self._line_rows[at]

    def line_at(self, row: int) -> int:
        """The line of the text on a row, or nearest to it."""
        row = min(max(row, 0), len(self.rows) - 1)
        return self.rows[row].line

    def focus_rows(self) -> tuple[int, int]:
        """The first and last row of the disputed turns, brackets included; (0, 0) if none."""
        if not self.focus or not self.rows:
            return 0, 0
        layout = self.layout
        low = layout.first_lines[min(self.focus)]
        high = layout.last_line(max(self.focus))
        rows = [
            number
            for number, row in enumerate(self.rows)
            if low <= row.line <= high and not (row.kind is Kind.AIR and row.line == high)
        ]
        return (rows[0], rows[-1]) if rows else (0, 0)

    def disputed_rows(self) -> tuple[int, int]:
        """The first and last row of the disputed codings, brackets included; (0, 0) if none."""
        placed = [
            reader.placed[mark.id]
            for reader in (self.first, self.second)
            for mark in reader.disputed
            if mark.id in reader.placed
        ]
        if not placed:
            return 0, 0
        low, high = min(p.first for p in placed), max(p.last for p in placed)
        rows = [number for number, row in enumerate(self.rows) if low <= row.line <= high]
        return (rows[0], rows[-1]) if rows else (0, 0)

    def readers_at(self, position: int) -> int:
        """How many of the two coded a position in a disputed coding: 0, 1 or 2."""
        return bool(self.first.coded.at(position)) + bool(self.second.coded.at(position))


def readings_page(
    text: str,
    turns: Sequence[ShownTurn],
    grid: ReadingsGrid,
    first: tuple[Sequence[Mark], Collection[str]],
    second: tuple[Sequence[Mark], Collection[str]],
    focus_turns: Collection[int],
    context: bool,
) -> ReadingsPage:
    """Lay out two readings, each given as its codings and the ids of the disputed ones."""
    layout = Layout(text, turns, grid.text)
    return ReadingsPage(
        layout,
        grid,
        Reader(layout, *first, grid.first_lanes),
        Reader(layout, *second, grid.second_lanes),
        focus_turns,
        context,
    )


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket on one line: its rule as characters, and where letter and name stand in it."""

    rule: str
    letter_at: int | None = None
    name_at: int | None = None


def bracket(
    cells: int, letter: int, name: int, *, starts: bool, ends: bool, above: bool
) -> Bracket:
    """The bracket over (or under) `cells` cells of a line.

    `letter` and `name` are their widths; corners stand only where the span truly `starts` or
    `ends`. The letter is written where it starts, the name too if it leaves some rule.
    """
    if cells <= 0:
        return Bracket("")
    rule = ["─"] * cells
    if starts:
        rule[0] = "┌" if above else "└"
    if ends:
        rule[-1] = "┐" if above else "┘"
    if cells == 1 and starts and ends:
        rule[0] = "╷" if above else "╵"
    letter_at = name_at = None
    if starts and cells >= letter + name + 8:
        letter_at, name_at = 3, 4 + letter
        rule[2 : name_at + name + 1] = " " * (letter + name + 3)
    elif starts and cells >= letter + 4:
        letter_at = 2
        rule[1 : 3 + letter] = " " * (letter + 2)
    elif starts and cells >= letter + 2:
        letter_at = 1
        rule[1 : 1 + letter] = " " * letter
    return Bracket("".join(rule), letter_at, name_at)
