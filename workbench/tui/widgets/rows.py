"""Rows and columns of a list: what they are, which of them are shown, how they share a line."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from workbench.codebook.matching import folded
from workbench.tui.ink import Ink, Written, cut_inks, fitted, inks_of


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in cells (0: the rest of the line), and the gap before it."""

    title: Written = ""
    width: int = 0
    right: bool = False
    gap: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row. Where it has fewer cells than there are columns, the last one runs to the end.

    Rows of greater ``depth`` that follow a ``branch`` belong to it and fold with it. ``gap`` asks
    for a line of air before the row where there is room. A row that is not ``selectable`` is a note
    that the cursor passes over. ``find`` is what a filter looks in, when that is not the cells.
    """

    id: str
    cells: tuple[Written, ...]
    depth: int = 0
    branch: bool = False
    gap: bool = False
    selectable: bool = True
    find: str = ""

    def text(self) -> str:
        """What a filter looks in."""
        if self.find:
            return self.find
        return " ".join(ink.text for cell in self.cells for ink in inks_of(cell))


def shown_rows(rows: Sequence[Row], shut: Collection[str], query: str = "") -> list[int]:
    """Places of the rows to show: all but those in branches that are ``shut``.

    With a query: the rows that hold every word of it, and the branches they are in, shut or not.
    """
    if query.strip():
        return _found_rows(rows, folded(query).split())
    shown: list[int] = []
    hidden_below: int | None = None
    for at, row in enumerate(rows):
        if hidden_below is not None and row.depth > hidden_below:
            continue
        hidden_below = row.depth if row.branch and row.id in shut else None
        shown.append(at)
    return shown


def _found_rows(rows: Sequence[Row], words: Sequence[str]) -> list[int]:
    kept: set[int] = set()
    branches: list[int] = []
    for at, row in enumerate(rows):
        branches = [branch for branch in branches if rows[branch].depth < row.depth]
        text = folded(row.text())
        if all(word in text for word in words):
            kept.update(branches)
            kept.add(at)
        if row.branch:
            branches.append(at)
    return sorted(kept)


def widths_of(columns: Sequence[Column], room: int) -> list[int]:
    """Cells of each column in ``room`` cells; the columns without a width share what is left."""
    gaps = sum(column.gap for column in columns[1:])
    free = [at for at, column in enumerate(columns) if not column.width]
    rest = max(0, room - gaps - sum(column.width for column in columns))
    widths = [column.width for column in columns]
    for turn, at in enumerate(free):
        widths[at] = (rest * (turn + 1)) // len(free) - (rest * turn) // len(free)
    return widths


def in_columns(
    cells: Sequence[Sequence[Ink]], columns: Sequence[Column], widths: Sequence[int]
) -> list[Ink]:
    """Cells in their columns; where there are fewer of them, the last one runs to the end."""
    inks: list[Ink] = []
    count = min(len(cells), len(columns))
    for at, cell in enumerate(cells[:count]):
        column = columns[at]
        if at:
            inks.append(Ink(" " * column.gap))
        if at == count - 1 and count < len(columns):
            rest = sum(widths[at:]) + sum(later.gap for later in columns[at + 1 :])
            inks += cut_inks(cell, rest)
        else:
            inks += fitted(cell, widths[at], right=column.right)
    return inks


def head_inks(columns: Sequence[Column], room: int, *, keys_here: bool) -> list[Ink]:
    """The titles of the columns in ``room`` cells; the first is strong where the keys are."""
    cells = []
    for at, column in enumerate(columns):
        token = ("strong" if keys_here else "dim") if at == 0 else "faint"
        inks = inks_of(column.title, token)
        if at == 0 and keys_here:
            inks = [replace(ink, bold=True) for ink in inks]
        cells.append(inks)
    return in_columns(cells, columns, widths_of(columns, room))


def row_inks(
    row: Row,
    columns: Sequence[Column],
    room: int,
    *,
    folded: bool,
    chosen: bool,
    keys_here: bool,
) -> list[Ink]:
    """A row in ``room`` cells: its depth, the sign of its branch, and its cells in the columns.

    The ``chosen`` row stands out where the keys are, and is nowhere too faint for its ground.
    """
    cells = [inks_of(cell, "text" if row.selectable else "dim") for cell in row.cells]
    if cells:
        sign = ("▸ " if folded else "▾ ") if row.branch else ""
        cells[0] = [Ink("  " * row.depth), Ink(sign, "faint"), *cells[0]]
    inks = in_columns(cells, columns, widths_of(columns, room))
    if chosen and keys_here:
        return [emphasised(ink) for ink in inks]
    if chosen:
        return [replace(ink, token="dim") if ink.token == "faint" else ink for ink in inks]
    return inks


def lead_inks(lead: int, *, marked: bool, keys_here: bool) -> list[Ink]:
    """The ``lead`` cells before a row: the bar of the cursor, and the sign of a mark."""
    if not lead:
        return []
    bar = Ink("▏" if keys_here else " ", "accent")
    mark = Ink("*" if marked else " ", "accent", bold=True)
    return [bar, mark, Ink(" " * (lead - 2))][: max(1, lead)]


def emphasised(ink: Ink) -> Ink:
    """An ink in the cursor row of the panel with the keys: bold, and one step stronger."""
    token = {"text": "strong", "faint": "dim"}.get(ink.token, ink.token)
    return replace(ink, bold=True, token=token)


def edge_ink(y: int, first: int, seen: int, total: int) -> Ink:
    """The far edge of line ``y``: a thin line where the window is; blank if all is seen.

    ``first`` is the first line in the window, ``seen`` of ``total`` lines are in it.
    """
    if seen <= 0 or total <= seen:
        return Ink(" ")
    start = first * seen // total
    inside = start <= y < start + max(1, seen * seen // total)
    return Ink("│", "dim") if inside else Ink(" ")  # a whole line would double the rule beside it
