"""The caret and the selection on a page: how they look, and what their moves change.

Nothing here knows a widget: lines are those of the layout, rows those that are painted.
"""

from collections.abc import Callable

from textual.strip import Strip

from workbench.tui.palette import Palette
from workbench.tui.text.cursor import Cursor
from workbench.tui.text.graphemes import cells
from workbench.tui.text.paint import ink, ink_over, lay_over

AIR = 2
"""Rows kept between the caret and the edge of the window."""

State = tuple[int, int | None]
"""Where the caret stands and where the selection is anchored, as positions."""


def lay_caret(strip: Strip, line: int, cursor: Cursor, column: int, palette: Palette) -> Strip:
    """A painted line with selection and caret over it, where they lie on it.

    `column` is the cell of the strip at which the text starts.
    """
    layout, selection = cursor.layout, cursor.selection
    if selection is not None:
        start, end = layout.starts[line], layout.visible_end(line)
        first, last = max(selection[0], start), min(selection[1], end)
        if first < last:
            strip = lay_over(
                strip,
                column + cells(layout.text[start:first]),
                column + cells(layout.text[start:last]),
                ink(palette.strong, palette.select),
            )
    if layout.line_of(cursor.caret) == line:
        strip = _lay_cell(strip, line, cursor, column, palette)
    return strip


def _lay_cell(strip: Strip, line: int, cursor: Cursor, column: int, palette: Palette) -> Strip:
    layout, caret = cursor.layout, cursor.caret
    cell = min(layout.cell_of(caret, line)[1], layout.width)
    end = layout.bounds(line)[1]
    wide = cells(layout.text[caret : layout.after(caret)]) if caret < end else 1
    if cell == layout.width:
        wide = 1
    style = ink(palette.strong, palette.ground, reverse=True)
    start = column + cell
    return lay_over(strip, start, start + wide, style + ink_over(None, plain=True))


def rows_changed(was: State, now: State, row_of: Callable[[int], int]) -> list[tuple[int, int]]:
    """The rows that a move has changed, as (first row, how many).

    `row_of` tells on which row a position is painted.

    >>> rows_changed((0, None), (30, None), lambda position: position // 10)
    [(0, 1), (3, 1)]
    >>> rows_changed((0, 0), (30, 0), lambda position: position // 10)
    [(0, 4)]
    """
    rows = {row_of(was[0]), row_of(now[0])}
    if was[1] is None and now[1] is None:
        return [(row, 1) for row in sorted(rows)]
    if was[1] != now[1]:  # else only the end that moves has moved
        rows.update(row_of(anchor) for anchor in (was[1], now[1]) if anchor is not None)
    return [(min(rows), max(rows) - min(rows) + 1)]


def top_to_show(row: int, top: int, height: int, head: int = 0) -> int:
    """The row to put at the top of a window of `height` rows, so that `row` is seen with air.

    `top` is the row that is there now, and stays where it can; a short way is scrolled, after a
    long one `row` stands in the upper third. `head` rows of the window are covered.

    >>> top_to_show(5, 0, 20), top_to_show(18, 0, 20), top_to_show(90, 0, 20)
    (0, 1, 84)
    """
    air = min(AIR, (height - head - 1) // 2)
    first, last = top + head + air, top + height - 1 - air
    if first <= row <= last:
        return top
    if first - 2 * air - 1 <= row < first:
        return top - (first - row)
    if last < row <= last + 2 * air + 1:
        return top + (row - last)
    return row - height // 3
