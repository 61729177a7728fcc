"""The transcript view: a page of text with its codings in the margin, painted line by line."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from workbench.state import read_state, write_state
from workbench.tui.memory import settle_memory
from workbench.tui.palette import grounds_are_visible, palette_of
from workbench.tui.text.cursor import Cursor
from workbench.tui.text.grid import MEASURES, Grid, form_of, grid
from workbench.tui.text.nouns import Mark, ShownTurn
from workbench.tui.text.page import Page
from workbench.tui.text.paint import Painter, Shown
from workbench.tui.text.rows import Rows
from workbench.tui.widgets.caret_view import CaretView


class TranscriptView(CaretView):
    """One transcript with caret, selection and codings; it knows no study file.

    Positions are code points over the text given to `load`. `plain` leaves out all codes (for
    reading), `faint_codings` shows them without hue and depth; `measure` is the widest the text
    may be.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "uncoded(1)", "next uncoded", show=False),
        Binding("N", "uncoded(-1)", "previous uncoded", show=False),
        Binding("greater_than_sign", "hit(1)", "next hit", show=False),
        Binding("less_than_sign", "hit(-1)", "previous hit", show=False),
        Binding("o", "overlap", "overlap", show=False),
        Binding("W", "narrower", "narrower text", show=False),
    ]

    plain: reactive[bool] = reactive(False)
    faint_codings: reactive[bool] = reactive(False)
    measure: reactive[int | None] = reactive(None)

    class InHandChanged(Message):
        """Another coding is in hand: its id, or None."""

        def __init__(self, view: "TranscriptView", mark: str | None) -> None:
            super().__init__()
            self.view, self.mark = view, mark

        @property
        def control(self) -> "TranscriptView":
            """The view that sent it."""
            return self.view

    def __init__(
        self,
        *,
        plain: bool = False,
        faint_codings: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.set_reactive(TranscriptView.plain, plain)
        self.set_reactive(TranscriptView.faint_codings, faint_codings)
        self._page = Page("", (), grid(80, form_of(80)))
        self._cursor = Cursor(self._page.layout)
        self._rows: Rows | None = None
        self._in_hand: str | None = None
        self._hits: tuple[tuple[int, int], ...] = ()
        self._hit: int | None = None
        self._noted: tuple[int, ...] = ()
        self._unplaced = True
        self._rows_shown = 0

    # What is shown

    def load(
        self,
        text: str,
        turns: Sequence[ShownTurn],
        marks: Iterable[Mark] = (),
        caret: int = 0,
    ) -> None:
        """Show another transcript, with the caret at a position and nothing selected."""
        self._page = Page(text, turns, self._grid(marks := list(marks), turns))
        self._page.lay_marks(marks)
        self._cursor = Cursor(self._page.layout, caret)
        self._in_hand = None
        self._hits, self._hit, self._noted = (), None, ()
        self._unplaced = True
        self._fit_page()
        self.call_after_refresh(settle_memory)

    def set_marks(self, marks: Iterable[Mark]) -> None:
        """Show exactly these codings; caret, selection and page stay where they are."""
        self._page.lay_marks(marks)
        self._fit_page()
        self._keep_in_hand()
        self.repaint()

    def add_mark(self, mark: Mark) -> None:
        """Show one more coding, in place of one of the same id."""
        self._page.add(mark)
        if len(mark.letter) >= self._page.grid.lane:
            self._fit_page()
        self.repaint()

    def remove_mark(self, key: str) -> None:
        """Show a coding no longer."""
        self._page.remove(key)
        self._keep_in_hand()
        self.repaint()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The codings on the page, in order."""
        return tuple(self._page.ordered)

    def marks_at_caret(self) -> list[Mark]:
        """The codings under the caret, in the order of the lanes and of `o`."""
        return self._page.at(self.caret)

    @property
    def in_hand(self) -> str | None:
        """The id of the coding in hand, the one `o` has reached; None if there is none."""
        return self._in_hand

    @in_hand.setter
    def in_hand(self, key: str | None) -> None:
        if key is not None and key not in self._page.marks:
            key = None
        if key != self._in_hand:
            self._in_hand = key
            self.repaint()
            self.tell(self.InHandChanged(self, key))

    def set_hits(self, hits: Iterable[tuple[int, int]], current: int | None = None) -> None:
        """Show search hits `[start, end)`; `current` is the index (in order) of the current one."""
        self._hits = tuple(sorted(hits))
        self._hit = current if current is not None and current < len(self._hits) else None
        if self._hit is not None:
            self.goto(self._hits[self._hit][0])
        self.repaint()

    def show_notes(self, positions: Iterable[int]) -> None:
        """Show a sign before the lines that notes hang on."""
        self._noted = tuple(sorted(positions))
        self.repaint()

    @property
    def hit(self) -> int | None:
        """The index of the current search hit."""
        return self._hit

    # Layout

    @property
    def text_column(self) -> int:
        """The column at which the text starts."""
        return self._page.grid.text_at

    @property
    def text_width(self) -> int:
        """The cells of a line of text."""
        return self._page.grid.text

    def _grid(self, marks: Sequence[Mark], turns: Sequence[ShownTurn]) -> Grid:
        width = self.size.width or 80
        highest = max((turn.number for turn in turns), default=0)
        letters = max((len(mark.letter) for mark in marks), default=1)
        form = form_of(self.app.size.width if self.is_attached else width)
        return grid(
            width,
            form,
            turns=highest,
            lane=letters + 1,
            codes=not self.plain,
            measure=self.measure,
        )

    def _fit_page(self) -> None:
        """Lay the page out for the size the view has now.

        The first line seen stays first, unless a caret that was in sight would leave it.
        """
        if not self.size.width:
            return
        layout = self._page.layout
        was_seen = self._sees_caret(self._rows_shown)
        self._rows_shown = self.size.height
        top = min(round(self.scroll_y), max(0, len(layout) - 1))
        first_seen = layout.starts[top] if layout.starts else 0
        self._page.relay(self._grid(self._page.ordered, self._page.turns))
        layout = self._page.layout
        self._cursor.relay(layout)
        self.virtual_size = Size(self.size.width, len(layout))
        if self._unplaced:
            self._unplaced = False
            self.show_from(layout.line_of(self.caret) - self.size.height // 3)
        else:
            self.show_from(layout.line_of(first_seen))
            if was_seen and not self._sees_caret(self._rows_shown):
                self._reveal()
        self.repaint()
        self._place_terminal_cursor()

    def _sees_caret(self, rows: int) -> bool:
        """Whether the caret is in a window of so many rows."""
        return 0 <= self._page.layout.line_of(self.caret) - round(self.scroll_y) < rows

    def on_resize(self, event: events.Resize) -> None:
        """Another width, another layout."""
        self._fit_page()

    def watch_plain(self) -> None:
        """With or without codes the columns differ."""
        self._fit_page()

    def watch_measure(self) -> None:
        """Another measure, another layout."""
        self._fit_page()

    def watch_faint_codings(self) -> None:
        """Paint the codings the other way."""
        self.repaint()

    # Painting

    def on_mount(self) -> None:
        """Follow the theme; the text is as wide as its reader had it last."""
        kept = read_state("reading").get("measure")
        self.measure = kept if kept in MEASURES else None
        self.app.theme_changed_signal.subscribe(self, lambda _: self.repaint())

    def repaint(self) -> None:
        """Paint every line anew."""
        self._rows = None
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of a region of the view.

        Without Textual's search for borders, padding and tint around every row: there are none,
        and on a page that scrolls it would take longer than the painting.
        """
        width = self.region.width
        strips = self.rows(crop.line_range)
        for change in self.get_line_filters():
            ground = self.background_colors[1]
            strips = [strip.apply_filter(change, ground) for strip in strips]
        if crop.width != width or self._page.grid.width != width:  # not yet laid out for it
            base = self._shown_rows(self.size.height).painter.base
            strips = [strip.crop_extend(crop.x, crop.right, base) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """One row of the view."""
        return self.rows(range(y, y + 1))[0]

    def rows(self, ys: range) -> list[Strip]:
        """Some rows of the view; those that look as they did are the strips they were."""
        shown = self._shown_rows(self.size.height)
        return shown.between(ys, round(self.scroll_y), self._cursor)

    def _shown_rows(self, height: int) -> Rows:
        if self._rows is None or self._rows.height != height:
            shown = Shown(
                in_hand=self._in_hand,
                hits=self._hits,
                hit=self._hit,
                noted=self._noted,
                codes=not self.plain,
                faint=self.faint_codings,
                grounds=grounds_are_visible(self.app),
            )
            self._rows = Rows(Painter(self._page, palette_of(self.app), shown), height)
        return self._rows

    # Keys

    def caret_moved(self) -> None:
        """A coding is in hand only as long as the caret is on it."""
        self._keep_in_hand()

    def _keep_in_hand(self) -> None:
        held = self._page.marks.get(self._in_hand or "")
        if self._in_hand and (held is None or not held.start <= self.caret < held.end):
            self.in_hand = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys about codes mean nothing on a page without them."""
        if action in ("uncoded", "overlap") and (self.plain or not self.has_caret):
            return False
        if action == "uncoded":
            return self._page.uncoded_turn(self.caret, -1 if parameters == (-1,) else 1) is not None
        if action == "hit":
            return bool(self._hits)
        return super().check_action(action, parameters)

    def can_let_go(self) -> bool:
        """A selection or a coding in hand."""
        return super().can_let_go() or self._in_hand is not None

    def action_let_go(self) -> None:
        """Leave the selection, else the coding in hand."""
        if self.selection is not None:
            super().action_let_go()
        else:
            self.in_hand = None

    def action_uncoded(self, step: int) -> None:
        """To the next or previous turn of a participant that nothing is coded in."""
        at = self._page.uncoded_turn(self.caret, step) if self.has_caret else None
        if at is not None:
            self.goto(at)

    def action_hit(self, step: int) -> None:
        """To the next or previous search hit, round the end of the transcript."""
        starts = [start for start, _ in self._hits]
        if step > 0:
            ahead = [n for n, start in enumerate(starts) if start > self.caret]
            self._hit = ahead[0] if ahead else 0
        else:
            behind = [n for n, start in enumerate(starts) if start < self.caret]
            self._hit = behind[-1] if behind else len(starts) - 1
        self.goto(starts[self._hit])
        self.repaint()

    def action_narrower(self) -> None:
        """A narrower text, and after the narrowest the widest; remembered on this machine."""
        at = MEASURES.index(self.measure) if self.measure in MEASURES else 0
        self.measure = MEASURES[(at + 1) % len(MEASURES)]
        write_state("reading", {"measure": self.measure})

    def action_overlap(self) -> None:
        """Take the next of the codings under the caret in hand."""
        under = [mark.id for mark in self.marks_at_caret()]
        if under:
            at = under.index(self._in_hand) + 1 if self._in_hand in under else 0
            self.in_hand = under[at % len(under)]
