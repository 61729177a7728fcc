"""A scrolled page of text with a caret and a selection, by keyboard and mouse."""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.scroll_view import ScrollView

from workbench.tui.text.caret import AIR, State, rows_changed, top_to_show
from workbench.tui.text.cursor import Cursor
from workbench.tui.text.nouns import ShownTurn
from workbench.tui.text.wrap import Layout


class CaretView(ScrollView, can_focus=True):
    """What the transcript and the two readings share: caret, selection, scrolling, mouse.

    A subclass says where a line of the layout stands (`row_of`, `line_at`, `text_column`) and
    paints; here it is decided what moves and which rows have to be painted again.
    """

    ALLOW_SELECT = False  # the view has a selection of its own

    hearing: Callable[[Message], None] | None = None
    """Set by a screen that shows beside the text what lies under the caret: told at once, it is
    painted in the same frame as the caret. A message arrives a frame later, and what that message
    brings about another frame later."""

    DEFAULT_CSS = """
    CaretView { overflow: hidden hidden; width: 1fr; height: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "line(1)", "line down", show=False),
        Binding("up,k", "line(-1)", "line up", show=False),
        Binding("right", "step(1)", "right", show=False),
        Binding("left", "step(-1)", "left", show=False),
        Binding("J", "turn(1)", "next turn", show=False),
        Binding("K", "turn(-1)", "previous turn", show=False),
        Binding("home", "line_edge(-1)", "start of line", show=False),
        Binding("end", "line_edge(1)", "end of line", show=False),
        Binding("pagedown", "page(1)", "page down", show=False),
        Binding("pageup", "page(-1)", "page up", show=False),
        Binding("g,ctrl+home", "edge(-1)", "start", show=False),
        Binding("G,ctrl+end", "edge(1)", "end", show=False),
        Binding("v", "begin_selection", "select", show=False),
        Binding("w", "extend('word')", "word", show=False),
        Binding("s", "extend('sentence')", "sentence", show=False),
        Binding("t", "extend('turn')", "turn", show=False),
        Binding("left_square_bracket", "boundary(False)", "the start moves", show=False),
        Binding("right_square_bracket", "boundary(True)", "the end moves", show=False),
        Binding("escape", "let_go", "let go", show=False),
    ]

    class CaretMoved(Message):
        """The caret stands elsewhere; `turn` is the number of its turn, None outside any."""

        def __init__(self, view: "CaretView", position: int, turn: int | None) -> None:
            super().__init__()
            self.view, self.position, self.turn = view, position, turn

        @property
        def control(self) -> "CaretView":
            """The view that sent it."""
            return self.view

    class SelectionChanged(Message):
        """Something else is selected: `[start, end)`, or None."""

        def __init__(self, view: "CaretView", selection: tuple[int, int] | None) -> None:
            super().__init__()
            self.view, self.selection = view, selection

        @property
        def control(self) -> "CaretView":
            """The view that sent it."""
            return self.view

    def __init__(
        self, *, name: str | None = None, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._cursor = Cursor(Layout("", (), 1))
        self._pressed_at: int | None = None

    # For the subclass

    @property
    def has_caret(self) -> bool:
        """Whether there is a caret at all; without one the keys only scroll."""
        return bool(self._cursor.layout.blocks)

    @property
    def text_column(self) -> int:
        """The column of the view at which the text starts."""
        return 0

    @property
    def head_rows(self) -> int:
        """Rows at the top of the view that stay where they are."""
        return 0

    def row_of(self, line: int) -> int:
        """The row of the view on which a line of the layout is painted."""
        return line

    def line_at(self, row: int) -> int:
        """The line of the layout that is painted on a row, or the one above it."""
        return row

    def caret_moved(self) -> None:
        """Called after every move of the caret, before anything is painted."""

    # State

    @property
    def caret(self) -> int:
        """The position of the caret: the start of the cluster it is on."""
        return self._cursor.caret

    @caret.setter
    def caret(self, position: int) -> None:
        self.goto(position)

    @property
    def selection(self) -> tuple[int, int] | None:
        """The selected positions `[start, end)`, whole clusters, or None."""
        return self._cursor.selection

    @property
    def end_moves(self) -> bool:
        """Whether the arrows move the end of the selection (else its start)."""
        return self._cursor.end_moves

    @property
    def turn_number(self) -> int | None:
        """The number of the turn the caret is in, None outside any."""
        turn = self.turn
        return None if turn is None else turn.number

    @property
    def turn(self) -> ShownTurn | None:
        """The turn the caret is in, None outside any."""
        layout = self._cursor.layout
        if not layout.blocks:
            return None
        turn = layout.blocks[layout.block_at(self.caret)].turn
        return None if turn is None else layout.turns[turn]

    def unit_at_caret(self, unit: str) -> tuple[int, int]:
        """The `word`, `sentence` or `turn` the caret is in, as positions `[start, end)`."""
        return self._cursor.unit_around(unit, self.caret) if self.has_caret else (0, 0)

    def screen_rows(self, start: int, end: int) -> tuple[int, int]:
        """The first and last row of the screen on which `[start, end)` stands, at most the view's.

        For placing a pop-up so that it does not cover them.
        """
        line_of, top = self._cursor.layout.line_of, self.region.y
        rows = [
            self.row_of(line_of(position)) - round(self.scroll_y)
            for position in (start, max(start, end - 1))
        ]
        last = self.size.height - 1
        return top + min(max(rows[0], 0), last), top + min(max(rows[1], 0), last)

    def goto(self, position: int) -> None:
        """Drop the selection and stand on the cluster nearest a position, with text around it."""
        was = self._state()
        self._cursor.drop_selection()
        self._cursor.go(position)
        self._moved(was)

    def select(self, start: int, end: int, *, end_moves: bool = True) -> None:
        """Select `[start, end)`, in whole clusters; the caret sits on the end that moves."""
        was = self._state()
        self._cursor.select(start, end, end_moves=end_moves)
        self._moved(was)

    def drop_selection(self) -> None:
        """Select nothing; the caret stays."""
        was = self._state()
        self._cursor.drop_selection()
        self._moved(was)

    # Moving

    def _state(self) -> State:
        return self._cursor.caret, self._cursor.anchor

    def _moved(self, was: State) -> None:
        """Paint again what a move from `was` (caret, anchor) to now has changed, and tell it."""
        now = self._state()
        if now == was:
            return
        if now[0] != was[0]:
            self.caret_moved()
        if not self._reveal():
            line_of = self._cursor.layout.line_of
            for row, rows in rows_changed(was, now, lambda at: self.row_of(line_of(at))):
                self.refresh_lines(row, rows)
        self._place_terminal_cursor()
        if now[0] != was[0]:
            self.tell(self.CaretMoved(self, now[0], self.turn_number))
        if was[1] is not None or now[1] is not None:
            self.tell(self.SelectionChanged(self, self.selection))

    def tell(self, message: Message) -> None:
        """Tell who hears at once; where nobody does, post the message."""
        if self.hearing is None:
            self.post_message(message)
        else:
            self.hearing(message)

    def _reveal(self) -> bool:
        """Scroll so far that the caret is seen; True if that moved the page."""
        height = self.size.height
        if not height:
            return False
        row = self.row_of(self._cursor.layout.line_of(self.caret))
        top = round(self.scroll_y)
        wanted = top_to_show(row, top, height, self.head_rows)
        return wanted != top and self.show_from(wanted)

    def show_from(self, row: int) -> bool:
        """Put a row at the top of the window as far as the page reaches; True if it moved."""
        before = self.scroll_y
        self.scroll_to(y=row, animate=False, force=True)
        return self.scroll_y != before

    def _place_terminal_cursor(self) -> None:
        """Tell the terminal where the caret is: input methods, magnifiers and braille follow."""
        if self.has_focus and self.has_caret:
            line, cell = self._cursor.layout.cell_of(self.caret)
            region = self.content_region
            self.app.cursor_position = Offset(
                region.x + self.text_column + cell,
                region.y + self.row_of(line) - round(self.scroll_y),
            )

    def on_focus(self) -> None:
        """The terminal's cursor follows the keys."""
        self._place_terminal_cursor()

    # Keys

    async def _on_key(self, event: events.Key) -> None:
        """The text's own keys act here; else they bubble up to the app, which looks for them here.

        Nobody between would take them first, and a key is done a millisecond sooner.
        """
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if await self.app.run_action(binding.action, self):
                event.stop()
                event.prevent_default()
                return

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that mean nothing now are left to the screen."""
        if not self.has_caret:
            return False
        if action in ("extend", "boundary"):
            return self.selection is not None
        if action == "let_go":
            return self.can_let_go()
        return True

    def can_let_go(self) -> bool:
        """Whether escape has something to let go of."""
        return self.selection is not None

    def action_line(self, lines: int) -> None:
        """Down or up by printed lines."""
        was = self._state()
        self._cursor.vertical(lines)
        self._moved(was)

    def action_step(self, step: int) -> None:
        """One cluster right or left."""
        was = self._state()
        if step > 0:
            self._cursor.right()
        else:
            self._cursor.left()
        self._moved(was)

    def action_turn(self, step: int) -> None:
        """To the next or previous turn."""
        was = self._state()
        self._cursor.turn(step)
        self._moved(was)

    def action_line_edge(self, edge: int) -> None:
        """To the start (-1) or end (1) of the line."""
        was = self._state()
        if edge < 0:
            self._cursor.line_start()
        else:
            self._cursor.line_end()
        self._moved(was)

    def action_edge(self, edge: int) -> None:
        """To the start (-1) or end (1) of the transcript."""
        was = self._state()
        if edge < 0:
            self._cursor.top()
        else:
            self._cursor.bottom()
        self._moved(was)

    def action_page(self, pages: int) -> None:
        """A window down or up; the caret keeps its place in the window."""
        was = self._state()
        lines = max(1, self.size.height - AIR) * pages
        self._cursor.page(lines)
        self.show_from(round(self.scroll_y) + lines)
        self._moved(was)

    def action_begin_selection(self) -> None:
        """Select the cluster under the caret; again: select nothing."""
        was = self._state()
        if self.selection is None:
            self._cursor.start_selection()
        else:
            self._cursor.drop_selection()
        self._moved(was)

    def action_extend(self, unit: str) -> None:
        """Take a whole `word`, `sentence` or `turn` into the selection."""
        was = self._state()
        self._cursor.extend(unit)
        self._moved(was)

    def action_boundary(self, end: bool) -> None:
        """Which boundary of the selection the arrows move."""
        was = self._state()
        self._cursor.move_end(end)
        self._moved(was)

    def action_let_go(self) -> None:
        """Leave the selection."""
        self.drop_selection()

    # Mouse

    def position_under(self, x: int, y: int) -> int:
        """The cluster under a cell of the view."""
        layout = self._cursor.layout
        row = min(max(round(self.scroll_y) + y, 0), self.row_of(len(layout) - 1))
        line = self.line_at(row)
        if layout.is_blank(line):
            line -= 1
        return layout.stop_at(layout.position_at(line, x - self.text_column))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The caret goes where the mouse is pressed."""
        if event.button != 1 or not self.has_caret:
            return
        self._pressed_at = self.position_under(event.x, event.y)
        was = self._state()
        self._cursor.drop_selection()
        self._cursor.go(self._pressed_at)
        self.capture_mouse()
        self._moved(was)
        event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Dragging selects; over the edge it scrolls."""
        if self._pressed_at is None:
            return
        if not 0 <= event.y < self.size.height:
            self.show_from(round(self.scroll_y) + (1 if event.y > 0 else -1))
        at = self.position_under(event.x, min(max(event.y, 0), self.size.height - 1))
        was = self._state()
        if at != self._pressed_at or self._cursor.anchor is not None:
            self._cursor.anchor = self._pressed_at
            self._cursor.go(at)
            self._moved(was)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The drag is over; what is selected stays."""
        if self._pressed_at is not None:
            self._pressed_at = None
            self.release_mouse()
            event.stop()

    def on_click(self, event: events.Click) -> None:
        """Twice selects the word, three times the turn."""
        if event.chain < 2 or not self.has_caret:
            return
        at = self.position_under(event.x, event.y)
        self.select(*self._cursor.unit_around("word" if event.chain == 2 else "turn", at))

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, 3)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -3)

    def _wheel(self, event: events.MouseEvent, lines: int) -> None:
        event.stop()
        event.prevent_default()
        self.show_from(round(self.scroll_y) + lines)
