"""Two readings of one passage, one text: for the screen on which coders settle differences."""

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from workbench.tui.palette import grounds_are_visible, palette_of
from workbench.tui.text.caret import lay_caret
from workbench.tui.text.cursor import Cursor
from workbench.tui.text.graphemes import cells
from workbench.tui.text.grid import NARROW, form_of
from workbench.tui.text.nouns import Mark, ShownTurn
from workbench.tui.text.paint import ink, strip_of
from workbench.tui.text.readings import Kind, ReadingsPage, readings_grid, readings_page
from workbench.tui.text.readings_paint import Heading, ReadingsPainter
from workbench.tui.widgets.caret_view import CaretView

_TURNS_BEFORE = 2  # shown above the disputed turn, where there is room
_ROWS_BEFORE = 4  # shown above the disputed lines of a turn that is longer than the window


class ReadingsView(CaretView):
    """The first coder's brackets above each line, the second's below; it knows no study file.

    Usually there is no caret and the keys belong to the screen. `choose_span` gives the view a
    caret and a selection until enter or escape, which it reports.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "choose this span", show=False),
    ]

    class SpanChosen(Message):
        """Another span was chosen: positions `[start, end)`."""

        def __init__(self, view: "ReadingsView", start: int, end: int) -> None:
            super().__init__()
            self.view, self.start, self.end = view, start, end

        @property
        def control(self) -> "ReadingsView":
            """The view that sent it."""
            return self.view

    class SpanAbandoned(Message):
        """No other span was chosen after all."""

        def __init__(self, view: "ReadingsView") -> None:
            super().__init__()
            self.view = view

        @property
        def control(self) -> "ReadingsView":
            """The view that sent it."""
            return self.view

    def __init__(
        self, *, name: str | None = None, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._text = ""
        self._turns: Sequence[ShownTurn] = ()
        self._first: tuple[Sequence[Mark], Collection[str]] = ((), ())
        self._second: tuple[Sequence[Mark], Collection[str]] = ((), ())
        self._focus_turns: Collection[int] = ()
        self._heading = Heading()
        self._around: bool | None = None
        self._choosing = False
        self._sheet: ReadingsPage | None = None
        self._painter: ReadingsPainter | None = None
        self._head: list[Strip] = []

    def show(
        self,
        text: str,
        turns: Sequence[ShownTurn],
        first: Sequence[Mark],
        second: Sequence[Mark],
        disputed_first: Collection[str] = (),
        disputed_second: Collection[str] = (),
        focus_turns: Collection[int] = (),
        heading: Heading | None = None,
    ) -> None:
        """Show one disagreement: all codings of both, of which the disputed ones get brackets.

        `focus_turns` are numbers of turns that are in dispute; those that a disputed coding
        touches are added. Positions are code points over `text`.
        """
        self._text, self._turns = text, turns
        self._first = (list(first), set(disputed_first))
        self._second = (list(second), set(disputed_second))
        self._focus_turns = set(focus_turns)
        self._heading = heading or Heading()
        self._choosing = False
        self._lay_out()
        self._show_focus()

    @property
    def context(self) -> bool:
        """Whether the turns around are shown; at first in every form but the narrow one."""
        if self._around is not None:
            return self._around
        return form_of(self.app.size.width) != NARROW

    @context.setter
    def context(self, shown: bool) -> None:
        self._around = shown
        self._lay_out()
        self._show_focus()

    # Choosing another span

    @property
    def choosing(self) -> bool:
        """Whether another span is being chosen."""
        return self._choosing

    def choose_span(self, start: int, end: int) -> None:
        """Begin to choose another span, from `[start, end)`; keys now move its boundaries."""
        if self._sheet is None or not self._sheet.layout.blocks:
            return
        self._choosing = True
        self.focus()
        self.select(start, end)
        self.refresh()

    def action_choose(self) -> None:
        """Report the chosen span."""
        chosen = self.selection
        if chosen:
            self._leave()
            self.post_message(self.SpanChosen(self, *chosen))

    def action_let_go(self) -> None:
        """Leave things as they were."""
        self._leave()
        self.post_message(self.SpanAbandoned(self))

    def _leave(self) -> None:
        self._choosing = False
        self.drop_selection()
        self.refresh()

    def can_let_go(self) -> bool:
        """Escape ends the choosing."""
        return self._choosing

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a caret every key but the scrolling ones is the screen's."""
        if self._choosing:
            return action != "begin_selection"
        return action in ("line", "page", "edge")

    def action_line(self, lines: int) -> None:
        """Down or up: the caret, else the page."""
        if self._choosing:
            super().action_line(lines)
        else:
            self.show_from(round(self.scroll_y) + lines)

    def action_page(self, pages: int) -> None:
        """A window down or up: the caret, else the page."""
        if self._choosing:
            super().action_page(pages)
        else:
            self.show_from(round(self.scroll_y) + pages * max(1, self.size.height - self.head_rows))

    def action_edge(self, edge: int) -> None:
        """To the start or end: the caret, else the page."""
        if self._choosing:
            super().action_edge(edge)
        else:
            self.show_from(0 if edge < 0 else self.virtual_size.height)

    # Where things stand

    @property
    def has_caret(self) -> bool:
        """Only while a span is being chosen."""
        return self._choosing and super().has_caret

    @property
    def text_column(self) -> int:
        """The column at which the text starts."""
        return self._sheet.grid.text_at if self._sheet else 0

    @property
    def head_rows(self) -> int:
        """Rows of the heading, which do not scroll."""
        return len(self._head)

    def row_of(self, line: int) -> int:
        """The row of a line's text, the heading counted."""
        return self.head_rows + (self._sheet.row_of(line) if self._sheet else 0)

    def line_at(self, row: int) -> int:
        """The line nearest to a row."""
        return self._sheet.line_at(row - self.head_rows) if self._sheet else 0

    def _lay_out(self) -> None:
        width = self.size.width
        if not width:
            return
        letters = (mark.letter for marks, _ in (self._first, self._second) for mark in marks)
        lane = 3 if any(cells(letter) > 1 for letter in letters) else 2
        grid = readings_grid(width, form_of(self.app.size.width), lane)
        self._sheet = readings_page(
            self._text,
            self._turns,
            grid,
            self._first,
            self._second,
            self._focus_turns,
            self.context,
        )
        if self._choosing:
            self._cursor.relay(self._sheet.layout)
        else:
            self._cursor = Cursor(self._sheet.layout)
        self._repaint()
        self.virtual_size = Size(width, self.head_rows + len(self._sheet.rows))

    def _show_focus(self) -> None:
        """Put the disputed turn where all of it is seen, with some of what was said before."""
        sheet = self._sheet
        if sheet is None or not sheet.focus:
            return
        first, last = sheet.focus_rows()
        room = self.size.height - self.head_rows
        if last + 1 - first > room:
            # Of a turn longer than the window, the lines in dispute are what must be seen.
            first, last = sheet.disputed_rows()
            self.show_from(max(0, min(first, max(first - _ROWS_BEFORE, last + 1 - room))))
            return
        before = max(0, min(sheet.focus) - _TURNS_BEFORE)
        wanted = sheet.row_of(sheet.layout.first_lines[before])
        self.show_from(min(first, max(wanted, last + 1 - room)))

    def on_resize(self, event: events.Resize) -> None:
        """Another width, another layout."""
        self._lay_out()
        self._show_focus()

    def on_mount(self) -> None:
        """Follow the theme."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self._repaint())

    # Painting

    def _repaint(self) -> None:
        if self._sheet is None:
            return
        palette = palette_of(self.app)
        grounds = grounds_are_visible(self.app)
        self._painter = ReadingsPainter(self._sheet, palette, self._heading, grounds)
        self._head = self._painter.heading_rows()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the view."""
        painter, sheet = self._painter, self._sheet
        if painter is None or sheet is None:
            # With a style: NO_COLOR takes the colours out of every one, and stumbles over none.
            palette = palette_of(self.app)
            width = self.size.width
            return strip_of([(" " * width, ink(palette.text, palette.ground))], width)
        if y < self.head_rows:
            return self._head[y]
        number = self.scroll_offset.y + y - self.head_rows
        if number >= len(sheet.rows):
            return painter.blank_row()
        row = sheet.rows[number]
        if not self._choosing or row.kind is not Kind.TEXT:
            return painter.row(row, painter.palette.ground)
        here = sheet.layout.line_of(self.caret) == row.line
        ground = painter.palette.panel if here else painter.palette.ground
        strip = painter.row(row, ground)
        return lay_caret(strip, row.line, self._cursor, self.text_column, painter.palette)
