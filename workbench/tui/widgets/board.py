"""The theme board with its cursor, and the list of extracts beside it: painted line by line."""

from collections.abc import Mapping, Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from workbench.themes.board import Board, BoardCode, Extract
from workbench.themes.nouns import DROP
from workbench.tui.ink import Ink, painted
from workbench.tui.palette import palette_of
from workbench.tui.widgets.board_layout import (
    Drawn,
    Spot,
    code_at,
    codes_of,
    draw_columns,
    draw_outline,
    settled,
    spot_of,
)
from workbench.tui.widgets.board_lines import NARROW_INDENT, WIDE_INDENT, extract_lines


class BoardView(Widget, can_focus=True):
    """Themes as columns (or, ``outlined``, one under the other) with a cursor over the codes."""

    class Moved(Message):
        """The cursor is on another code or column."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.board: Board | None = None
        self.spot = Spot(0)
        self.picked: frozenset[str] = frozenset()
        self.outlined = False
        self._first = 0
        self._drawn = Drawn([], {})

    def show(self, board: Board, *, code_id: str = "") -> None:
        """Show a board; the cursor stays with its code, or goes to ``code_id``."""
        wanted = code_id or (self.code.id if self.code else "")
        column = None if code_id else self.spot.column
        self.board = board
        # A new theme moves the tray on by a column: the cursor goes with its code.
        spot = (spot_of(board, wanted, column) or spot_of(board, wanted)) if wanted else None
        self.spot = settled(board, spot or self.spot)
        known = {c.id for at in range(len(board.columns) + 1) for c in codes_of(board, at)}
        self.picked = frozenset(self.picked & known)
        self.redraw()

    @property
    def code(self) -> BoardCode | None:
        """The code under the cursor."""
        return code_at(self.board, self.spot) if self.board else None

    @property
    def chosen(self) -> list[BoardCode]:
        """The codes picked, in the order of the board, or else the one under the cursor."""
        if self.board is None:
            return []
        every = {
            code.id: code
            for at in range(len(self.board.columns) + 1)
            for code in codes_of(self.board, at)
        }
        picked = [code for code in every.values() if code.id in self.picked]
        return picked or ([self.code] if self.code else [])

    def move(self, across: int, down: int) -> None:
        """Go to a neighbouring column or code; down past the end goes on in the next column."""
        if self.board is None:
            return
        column, code = self.spot.column + across, self.spot.code + down
        if down and self.outlined:
            if code < 0 and column > 0:
                column, code = column - 1, len(codes_of(self.board, column - 1))
            elif code >= max(1, len(codes_of(self.board, column))) and column < len(
                self.board.columns
            ):
                column, code = column + 1, 0
        self.go_to(Spot(column, code))

    def go_to(self, spot: Spot) -> None:
        """Put the cursor on a spot."""
        if self.board is not None and settled(self.board, spot) != self.spot:
            self.spot = settled(self.board, spot)
            self.redraw()
            self.post_message(self.Moved())

    def pick(self) -> None:
        """Pick the code under the cursor, or let go of it."""
        if self.code is not None:
            self.picked = self.picked ^ {self.code.id}
            self.redraw()

    def let_go(self) -> None:
        """Pick nothing."""
        self.picked = frozenset()
        self.redraw()

    def redraw(self) -> None:
        """Lay the board out for the size it has now."""
        size = self.size
        if self.board is None or not size.width:
            return
        if self.outlined:
            self._drawn = draw_outline(
                self.board, self.spot, self.picked, height=size.height, focused=self.has_focus
            )
        else:
            self._drawn, self._first = draw_columns(
                self.board,
                self.spot,
                self.picked,
                width=size.width,
                height=size.height,
                first=self._first,
                focused=self.has_focus,
            )
        self.refresh()

    @property
    def cursor_y(self) -> int:
        """The line of the screen that the cursor is on."""
        line, _ = self._drawn.places.get((self.spot.column, self.spot.code), (2, 0))
        return self.region.y + line

    def on_resize(self) -> None:
        """The columns follow the width."""
        self.redraw()

    def watch_has_focus(self, has_focus: bool) -> None:
        """The marks of having the keys come and go."""
        super().watch_has_focus(has_focus)
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """Go to the code clicked on."""
        for (column, code), (line, left) in self._drawn.places.items():
            if line == event.y and left <= event.x < left + 36:
                self.go_to(Spot(column, code))
                return

    def render_line(self, y: int) -> Strip:
        """One line of the board."""
        palette = palette_of(self.app)
        lines = self._drawn.lines
        return painted(lines[y] if y < len(lines) else [], palette, palette.ground, self.size.width)


class ExtractsView(Widget, can_focus=True):
    """Extracts one below the other; while it has the keys one of them is chosen.

    Those that were dropped before stand behind the others, under a line that says so.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.extracts: tuple[Extract, ...] = ()
        self.verdicts: Mapping[str, str] = {}
        self.theme = ""
        self.at = 0
        self.wide = True
        self._of: tuple[str, str] = ("", "")
        self._dropped_from: int | None = None
        self._top = 0
        self._lines: list[list[Ink]] = []
        self._rows: list[int] = []

    def show(
        self,
        extracts: Sequence[Extract],
        *,
        of: tuple[str, str] = ("", ""),
        theme: str = "",
        verdicts: Mapping[str, str] | None = None,
    ) -> None:
        """Show extracts ``of`` something, from the first, with the ``verdicts`` in a theme.

        The same ones of the same keep place and order, whatever has been decided about them: what
        one drops stays under the eyes until one comes back to it.
        """
        ids = {one.id for one in extracts}
        self.theme, self.verdicts = theme, verdicts or {}
        if of == self._of and ids == {one.id for one in self.extracts}:
            place = {one.id: at for at, one in enumerate(self.extracts)}
            self.extracts = tuple(sorted(extracts, key=lambda one: place[one.id]))
        else:
            self.extracts, self._of = tuple(extracts), of
            first = (at for at, one in enumerate(extracts) if self.verdicts.get(one.id) == DROP)
            self._dropped_from = next(first, None)
            self.at = self._top = 0
        self.redraw()

    @property
    def extract(self) -> Extract | None:
        """The one chosen."""
        return self.extracts[self.at] if self.at < len(self.extracts) else None

    def move(self, by: int) -> None:
        """Choose another one and keep it in sight."""
        self.at = min(max(0, self.at + by), max(0, len(self.extracts) - 1))
        self._top = min(self._top, self.at)
        while self._top < self.at and not self._seen():
            self._top += 1
        self.redraw()

    def to_waiting(self) -> bool:
        """Go to the next extract without a verdict, from the end on to the first; False without."""
        count = len(self.extracts)
        for at in (*range(self.at + 1, count), *range(self.at)):
            if self.extracts[at].id not in self.verdicts:
                self.move(at - self.at)
                return True
        return False

    def _seen(self) -> bool:
        rows = sum(len(self._one(at)) for at in range(self._top, self.at + 1))
        return rows <= self.size.height - 1

    def _one(self, at: int) -> list[list[Ink]]:
        one = self.extracts[at]
        lines = extract_lines(
            one,
            chosen=self.has_focus and at == self.at,
            wide=self.wide,
            width=self.size.width or 80,
            theme=self.theme,
            verdict=self.verdicts.get(one.id, ""),
        )
        if at == self._dropped_from:
            lines = [[Ink(" " * self._indent), Ink("dropped", "faint")], [], *lines]
        return lines

    @property
    def _indent(self) -> int:
        return WIDE_INDENT if self.wide else NARROW_INDENT

    def redraw(self) -> None:
        """Lay out the extracts that fit, and say how many do not."""
        height = self.size.height
        lines: list[list[Ink]] = []
        rows: list[int] = []
        at = self._top
        while at < len(self.extracts):
            fresh = self._one(at)
            last = at == len(self.extracts) - 1
            if lines and len(lines) + len(fresh) - 1 > height - (0 if last else 1):
                break
            lines += fresh
            rows += [at] * len(fresh)
            at += 1
        if at < len(self.extracts):
            lines = lines[: height - 1]
            lines.append([Ink(" " * self._indent), Ink(f"{len(self.extracts) - at} more", "faint")])
        self._lines, self._rows = lines, rows
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose the extract clicked on."""
        if event.y < len(self._rows):
            self.move(self._rows[event.y] - self.at)

    def on_resize(self) -> None:
        """The quotes follow the width."""
        self.redraw()

    def watch_has_focus(self, has_focus: bool) -> None:
        """The marks of having the keys come and go."""
        super().watch_has_focus(has_focus)
        self.redraw()

    def render_line(self, y: int) -> Strip:
        """One line of the extracts."""
        palette = palette_of(self.app)
        lines = self._lines
        return painted(lines[y] if y < len(lines) else [], palette, palette.ground, self.size.width)
