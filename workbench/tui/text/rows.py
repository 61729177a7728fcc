"""The rows of a page as they are seen: painted lines, caret and selection, the coverage line.

A row that looks as it did is the very strip it was: what Textual has worked out about it (where
it is cut, what the terminal is told) is then known already. Nothing here knows a widget.
"""

from collections.abc import Iterable

from rich.segment import Segment
from textual.strip import Strip

from workbench.tui.text.caret import lay_caret
from workbench.tui.text.coverage import coverage, window_cells
from workbench.tui.text.cursor import Cursor
from workbench.tui.text.paint import Painter

#: Rows that are kept: about three screens. More only feeds the garbage collector.
ROWS_KEPT = 256

Sign = tuple[bool, bool]
"""A cell of the coverage line: its lines are coded, and in the window."""
Laid = tuple[int | None, tuple[int, int] | None]
"""What lies over a line: the position of the caret, and the positions selected."""
NOTHING: Laid = (None, None)


class Rows:
    """Rows of one page in a window of so many; make a new one when painter or height change."""

    def __init__(self, painter: Painter, height: int) -> None:
        page = painter.page
        self.painter = painter
        self.height = height
        self._coverage = coverage(len(page.layout), height, page.coded_lines)
        self._bare: dict[tuple[int, Sign], Strip] = {}
        self._laid: dict[int, tuple[Sign, Laid, Strip]] = {}

    def __len__(self) -> int:
        """How many rows are kept."""
        return len(self._bare) + len(self._laid)

    def between(self, ys: range, top: int, cursor: Cursor) -> list[Strip]:
        """These rows of the window whose first line is `top`, `grid.width` cells wide."""
        layout, codes = self.painter.page.layout, self.painter.shown.codes
        window = window_cells(len(layout), self.height, top)
        caret_line, selection = layout.line_of(cursor.caret), cursor.selection
        rows = []
        for y in ys:
            line, sign, laid = top + y, (codes and self._coverage[y], y in window), NOTHING
            if line == caret_line or selection is not None:
                laid = self._laid_on(line, caret_line, cursor.caret, selection)
            if laid == NOTHING:
                rows.append(self._bare.get((line, sign)) or self._keep(line, sign))
            else:
                rows.append(self._with(laid, line, sign, cursor))
        return rows

    def _laid_on(
        self, line: int, caret_line: int, caret: int, selection: tuple[int, int] | None
    ) -> Laid:
        layout = self.painter.page.layout
        if line >= len(layout):
            return NOTHING
        selected = None
        if selection is not None:
            start = max(selection[0], layout.starts[line])
            end = min(selection[1], layout.visible_end(line))
            selected = (start, end) if start < end else None
        return caret if line == caret_line else None, selected

    def _with(self, laid: Laid, line: int, sign: Sign, cursor: Cursor) -> Strip:
        """A row with what lies over it; of each line only the last one is kept."""
        kept = self._laid.get(line)
        if kept is not None and kept[:2] == (sign, laid):
            return kept[2]
        palette = self.painter.palette
        if laid[0] is None:
            row = self._bare.get((line, sign)) or self._keep(line, sign)
        else:
            row = self._painted(line, sign, palette.panel)
        row = lay_caret(row, line, cursor, self.painter.page.grid.text_at, palette)
        if len(self._laid) >= ROWS_KEPT:
            self._laid.clear()
        self._laid[line] = sign, laid, row
        return row

    def _keep(self, line: int, sign: Sign) -> Strip:
        while len(self._bare) >= ROWS_KEPT:
            del self._bare[next(iter(self._bare))]
        row = self._painted(line, sign, self.painter.palette.ground)
        self._bare[line, sign] = row
        return row

    def _painted(self, line: int, sign: Sign, ground: str) -> Strip:
        """A line, or what is below the last one, and its cell of the coverage line."""
        painter, width = self.painter, self.painter.page.grid.width
        if line < len(painter.page.layout):
            text: Iterable[Segment] = painter.line(line, ground)
        else:
            text = [Segment(" " * (width - 1), painter.base)]
        return Strip([*text, painter.coverage_cell(*sign)], width)
