"""A list of rows in columns, with branches that fold: codebooks, queues, tables of figures.

Rows are plain data; only the visible ones are painted, so thousands of them cost nothing.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from workbench.tui.ink import Ink, painted, wrap
from workbench.tui.keys import Key
from workbench.tui.palette import palette_of
from workbench.tui.widgets.rows import (
    Column,
    Row,
    edge_ink,
    head_inks,
    lead_inks,
    row_inks,
    shown_rows,
)

__all__ = ["Column", "Row", "RowList"]

AIR = -1
EDGE = 2
"""Cells kept at the right: one of air, one for the line that shows where the window is."""


class RowList(ScrollView, can_focus=True):
    """The list; it posts `Highlighted` at every move, `Chosen` on enter, `Marked` on space."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Next row", show=False),
        Binding("up,k", "move(-1)", "Previous row", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("home", "edge(-1)", "First row", show=False),
        Binding("end", "edge(1)", "Last row", show=False),
        Binding("left", "fold(True)", "Fold the branch", show=False),
        Binding("right", "fold(False)", "Unfold the branch", show=False),
        Binding("enter", "choose", "Choose", show=False),
        Binding("space", "mark", "Mark", show=False),
    ]
    HELP_KEYS: ClassVar[tuple[Key, ...]] = (
        Key("down,up", "", "Next and previous row", "move", group="In a list"),
        Key("pagedown,pageup", "", "A page on and back", "page", group="In a list"),
        Key("home,end", "", "First and last row", "edge", group="In a list"),
        Key("left,right", "", "Fold and unfold a branch", "fold", group="In a list"),
    )

    class About(Message):
        """Something about a list; ``control`` is the list, so handlers can name it."""

        def __init__(self, rows: "RowList") -> None:
            super().__init__()
            self.rows = rows

        @property
        def control(self) -> "RowList":
            """The list."""
            return self.rows

    class Highlighted(About):
        """The cursor is on another row (``row`` is None when the list has none)."""

        def __init__(self, rows: "RowList", row: Row | None) -> None:
            super().__init__(rows)
            self.row = row

    class Chosen(About):
        """Enter or a double click on a row."""

        def __init__(self, rows: "RowList", row: Row) -> None:
            super().__init__(rows)
            self.row = row

    class Marked(About):
        """A row was marked or unmarked; ``marked`` holds all the ids."""

        def __init__(self, rows: "RowList", row: Row, marked: frozenset[str]) -> None:
            super().__init__(rows)
            self.row, self.marked = row, marked

    def __init__(
        self,
        columns: Sequence[Column] = (Column(),),
        rows: Sequence[Row] = (),
        *,
        empty: str = "",
        lead: int = 2,
        letters: bool = True,
        markable: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """``lead`` cells stand before the first column; ``empty`` is said when there is no row;
        without ``letters`` the keys j and k are left to the screen."""
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self._rows: tuple[Row, ...] = ()
        self._lines: list[int] = []
        self._line_of: dict[int, int] = {}
        self._cursor = AIR
        self._folded: set[str] = set()
        self._marked: set[str] = set()
        self._query = ""
        self._empty, self._lead, self._markable = empty, lead, markable
        self.looks_focused = False
        if not letters:
            for letter in "jk":
                self._bindings.key_to_bindings.pop(letter)
        self._initial = tuple(rows)

    def on_mount(self) -> None:
        """Lay out what was given."""
        if not self._rows:
            self.show(self._initial)

    # ── what it holds ────────────────────────────────────────────────────────────────────────────

    def show(self, rows: Sequence[Row], *, cursor: str | None = None) -> None:
        """Replace the rows. The cursor goes to ``cursor``, or stays on its row, or at its place."""
        before = self.cursor
        wanted = cursor if cursor is not None else before.id if before else None
        place = self._cursor
        self._rows = tuple(rows)
        self._lay_out()
        found = next((at for at, row in enumerate(self._rows) if row.id == wanted), None)
        self._settle(found if found in self._line_of else place)
        if self.cursor != before:
            self.post_message(self.Highlighted(self, self.cursor))

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Replace the columns, when the screen becomes narrower or wider."""
        self._columns = tuple(columns)
        self._lay_out()
        self.refresh()

    def say_when_empty(self, words: str) -> None:
        """What is said from now on when there is no row."""
        self._empty = words
        self.refresh()

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, folded away or filtered out ones too."""
        return self._rows

    @property
    def cursor(self) -> Row | None:
        """The row the cursor is on."""
        return self._rows[self._cursor] if 0 <= self._cursor < len(self._rows) else None

    @property
    def cursor_y(self) -> int | None:
        """The screen row of the cursor row, for placing a pop-up under it."""
        line = self._line_of.get(self._cursor)
        if line is None:
            return None
        return self.region.y + self._head_height + line - int(self.scroll_y)

    @property
    def marked(self) -> frozenset[str]:
        """Ids of the marked rows."""
        return frozenset(self._marked)

    def mark(self, ids: Iterable[str]) -> None:
        """Mark these rows, and no others."""
        self._marked = set(ids)
        self.refresh()

    def mark_all(self) -> None:
        """Mark every row that can be chosen, or none where all are marked."""
        every = {row.id for row in self._rows if row.selectable}
        self._marked = set() if every <= self._marked else every
        self.refresh()

    def clear_marks(self) -> None:
        """Unmark all rows."""
        self._marked.clear()
        self.refresh()

    def go_to(self, row_id: str) -> bool:
        """Put the cursor on a row; false when it is not shown."""
        for at, row in enumerate(self._rows):
            if row.id == row_id and at in self._line_of:
                self._move_to(at)
                return True
        return False

    def filter(self, query: str) -> int:
        """Show only rows with every word of `query`, and their branches; returns how many."""
        before = self.cursor
        self._query = query
        self._lay_out()
        self._settle(self._cursor)
        if self.cursor != before:
            self.post_message(self.Highlighted(self, self.cursor))
        return sum(1 for at in self._line_of if not self._rows[at].branch)

    # ── layout ───────────────────────────────────────────────────────────────────────────────────

    def _lay_out(self) -> None:
        shown = shown_rows(self._rows, self._folded, self._query)
        tall = self.screen.size.height >= 30 if self.is_attached else True
        self._lines = []
        for at in shown:
            if self._rows[at].gap and self._lines and tall:
                self._lines.append(AIR)
            self._lines.append(at)
        self._line_of = {at: line for line, at in enumerate(self._lines) if at != AIR}
        self.virtual_size = Size(self.size.width, len(self._lines) + self._head_height)
        self.refresh()

    @property
    def _head_height(self) -> int:
        if not any(column.title for column in self._columns):
            return 0
        return 2 if self.is_attached and self.screen.size.height >= 30 else 1

    # ── the cursor ───────────────────────────────────────────────────────────────────────────────

    def _settle(self, wanted: int) -> None:
        """Put the cursor on the selectable row at or next after ``wanted``, without a message."""
        stops = self._stops()
        if not stops:
            self._cursor = AIR
        else:
            at = bisect_left(stops, max(wanted, 0))
            self._cursor = stops[min(at, len(stops) - 1)]
        self._reveal()
        self.refresh()

    def _stops(self) -> list[int]:
        return [at for at in self._lines if at != AIR and self._rows[at].selectable]

    def _move_to(self, at: int) -> None:
        if at == self._cursor:
            self._reveal()
            return
        for place in (self._cursor, at):
            self._refresh_row(place)
        self._cursor = at
        self._reveal()
        self.post_message(self.Highlighted(self, self.cursor))

    def _refresh_row(self, at: int) -> None:
        line = self._line_of.get(at)
        if line is not None:
            # refresh_line counts from the top of the virtual page, head included.
            self.refresh_line(line + self._head_height)

    def _reveal(self) -> None:
        line = self._line_of.get(self._cursor)
        height = self.size.height - self._head_height
        if line is None or height <= 0:
            return
        first = int(self.scroll_y)
        if line < first:
            # A heading above the first row comes into view with it.
            above = line if any(at in self._stops() for at in self._lines[:line]) else 0
            self.scroll_to(y=above, animate=False, force=True)
        elif line >= first + height:
            self.scroll_to(y=line - height + 1, animate=False, force=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that mean nothing here are left to the screen."""
        if action == "mark":
            return self._markable and self.cursor is not None
        if action == "fold":
            row = self.cursor
            return row is not None and (row.branch or row.depth > 0)
        return True

    def action_move(self, by: int) -> None:
        """Go to the next or the previous row."""
        stops = self._stops()
        if stops:
            at = bisect_left(stops, self._cursor) + by
            self._move_to(stops[min(max(at, 0), len(stops) - 1)])

    def action_page(self, by: int) -> None:
        """Go a page on or back."""
        self.action_move(by * max(1, self.size.height - self._head_height - 1))

    def action_edge(self, side: int) -> None:
        """Go to the first or the last row."""
        self.action_move(side * len(self._rows))

    def action_choose(self) -> None:
        """Choose the row."""
        row = self.cursor
        if row is not None:
            self.post_message(self.Chosen(self, row))

    def action_fold(self, fold: bool) -> None:
        """Fold or unfold the branch of the cursor row."""
        at = self._cursor
        if fold and (not self._rows[at].branch or self._rows[at].id in self._folded):
            depth = self._rows[at].depth
            parents = (up for up in range(at - 1, -1, -1) if self._rows[up].depth < depth)
            parent = next(parents, at)
            if parent in self._line_of and self._rows[parent].selectable:
                self._move_to(parent)
            return
        self.fold(self._rows[at].id, fold)

    def fold(self, branch_id: str, fold: bool = True) -> None:
        """Fold or unfold a branch by its id."""
        (self._folded.add if fold else self._folded.discard)(branch_id)
        self._lay_out()
        self._settle(self._cursor)

    def action_mark(self) -> None:
        """Mark the row, or unmark it."""
        row = self.cursor
        if row is not None:
            self._marked ^= {row.id}
            self._refresh_row(self._cursor)
            self.post_message(self.Marked(self, row, self.marked))

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there, one on ``▾`` folds, a double click chooses."""
        line = event.y - self._head_height + int(self.scroll_y)
        if event.y < self._head_height or not 0 <= line < len(self._lines):
            return
        at = self._lines[line]
        if at == AIR or not self._rows[at].selectable:
            return
        row = self._rows[at]
        self._move_to(at)
        if row.branch and event.x < self._lead + 2 * row.depth + 2:
            self.fold(row.id, row.id not in self._folded)
        elif event.chain == 2:
            self.action_choose()

    def on_focus(self) -> None:
        """The cursor row shows that the keys are here."""
        self.refresh()

    def on_blur(self) -> None:
        """The chosen row keeps its ground when the keys move on."""
        self.refresh()

    def on_resize(self) -> None:
        """A line of air more or less, and the cursor still in view."""
        self._lay_out()
        self._reveal()

    # ── painting ─────────────────────────────────────────────────────────────────────────────────

    @property
    def _keys_here(self) -> bool:
        return self.has_focus or self.looks_focused

    def render_line(self, y: int) -> Strip:
        """One line of the list: its head, a row, or air."""
        palette = palette_of(self.app)
        width = self.size.width
        page = self.styles.background.hex6 if self.styles.background.a else palette.ground
        room = width - self._lead - EDGE
        if y < self._head_height:
            titles = head_inks(self._columns, room, keys_here=self._keys_here)
            head = [Ink(" " * self._lead), *titles] if y == 0 else []
            return painted(head, palette, page, width)
        line = y - self._head_height + int(self.scroll_y)
        if not self._rows and self._empty:
            said = wrap(self._empty, max(8, min(72, room)))
            inks = [Ink(" " * self._lead), Ink(said[line], "dim")] if line < len(said) else []
            return painted(inks, palette, page, width)
        at = self._lines[line] if line < len(self._lines) else AIR
        inks = [] if at == AIR else self._row_inks(at, room)
        ground = palette.raised if at != AIR and at == self._cursor else page
        body = painted(inks, palette, ground, width - 1)
        seen = self.size.height - self._head_height
        edge = edge_ink(y - self._head_height, int(self.scroll_y), seen, len(self._lines))
        return Strip.join([body, painted([edge], palette, page, 1)])

    def _row_inks(self, at: int, room: int) -> list[Ink]:
        row, chosen, keys_here = self._rows[at], at == self._cursor, self._keys_here
        marked, folded = row.id in self._marked, row.id in self._folded
        lead = lead_inks(self._lead, marked=marked, keys_here=chosen and keys_here)
        cells = row_inks(
            row, self._columns, room, folded=folded, chosen=chosen, keys_here=keys_here
        )
        return [*lead, *cells]
