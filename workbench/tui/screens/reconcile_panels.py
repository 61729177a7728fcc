"""The parts below the readings: outcomes and reasons to choose from, the sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from workbench.tui.ink import Ink, Written, fitted, inks_of, painted
from workbench.tui.palette import palette_of
from workbench.tui.widgets.fields import LongField

KEY_WIDTH = 3


class Part(Vertical):
    """A part of the decision: its head, and under it what one chooses or writes in."""

    def on_descendant_focus(self) -> None:
        """The head shows that the keys are here."""
        self._refresh_head()

    def on_descendant_blur(self) -> None:
        """The head shows that the keys have moved on."""
        self._refresh_head()

    def _refresh_head(self) -> None:
        for head in self.query(PartHead):
            head.refresh()


class PartHead(Widget):
    """The head of a part: a line, heavy while the part has the keys, its title, and air.

    ``margin`` cells at the left stay free, so that line and title stand over the text below.
    Without ``ruled`` there is no line.
    """

    def __init__(self, title: Written, *, margin: int = 1, ruled: bool = True) -> None:
        super().__init__()
        self._title, self._figures = title, ""
        self._margin, self._ruled = margin, ruled

    def show(self, title: Written, figures: str = "") -> None:
        """Replace the title, and the figures at the right."""
        self._title, self._figures = title, figures
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The rule, the title, or air."""
        palette = palette_of(self.app)
        width = self.size.width
        keys_here = isinstance(self.parent, Part) and self.parent.has_focus_within
        inks: list[Ink] = [Ink(" " * self._margin)]
        if self._ruled and y == 0:
            rule = Ink("━", "accent") if keys_here else Ink("─", "rule")
            inks.append(replace(rule, text=rule.text * (width - self._margin)))
        elif y == int(self._ruled):
            title = inks_of(self._title, "strong" if keys_here else "dim")
            if keys_here:
                title = [replace(ink, bold=True) for ink in title]
            room = width - self._margin - len(self._figures)
            inks += [*fitted(title, max(0, room)), Ink(self._figures, "dim")]
        return painted(inks, palette, palette.ground, width)


@dataclass(frozen=True, slots=True)
class Option:
    """One way to choose: its id, the key that chooses it, its words, and fewer of them."""

    id: str
    key: str
    words: Written
    short: Written = ""


class Choices(Widget, can_focus=True):
    """A few options, one of them chosen or none; the arrows choose the next one.

    They stand in one column, in several (``across``), or (``across`` 0) as one line that shows
    the chosen one behind a label.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Next", show=False),
        Binding("up,k", "move(-1)", "Previous", show=False),
        Binding("right", "across(1)", "Right", show=False),
        Binding("left", "across(-1)", "Left", show=False),
    ]

    class Moved(Message):
        """Another option was chosen here."""

        def __init__(self, choices: "Choices", chosen: str) -> None:
            super().__init__()
            self.choices, self.chosen = choices, chosen

        @property
        def control(self) -> "Choices":
            """The choices that sent it."""
            return self.choices

    def __init__(self, *, token: str = "text", label: str = "", id: str | None = None) -> None:
        """``token`` is the ink of options that are not chosen."""
        super().__init__(id=id)
        self._options: tuple[Option, ...] = ()
        self._chosen, self._note = "", ""
        self._token, self._label = token, label
        self.across = 1

    def show(self, options: Sequence[Option], chosen: str, note: str = "") -> None:
        """Replace the options; ``note`` is a word that stands behind the chosen one."""
        self._options, self._chosen, self._note = tuple(options), chosen, note
        self.refresh()

    # ── choosing ─────────────────────────────────────────────────────────────────────────────────

    @property
    def _place(self) -> int | None:
        ids = [option.id for option in self._options]
        return ids.index(self._chosen) if self._chosen in ids else None

    def action_move(self, by: int) -> None:
        """Choose the next or the previous option."""
        if self._options:
            place = self._place
            at = (0 if by > 0 else len(self._options) - 1) if place is None else place + by
            self._choose(min(max(at, 0), len(self._options) - 1))

    def action_across(self, by: int) -> None:
        """Choose the option beside this one; in one column, the next or the previous."""
        at = (self._place or 0) + by * self._rows
        if self.across < 2:
            self.action_move(by)
        elif 0 <= at < len(self._options):
            self._choose(at)

    def _choose(self, at: int) -> None:
        self.post_message(self.Moved(self, self._options[at].id))

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        for column, (start, end) in enumerate(self._columns()):
            at = column * self._rows + event.y
            if start <= event.x < end and at < len(self._options) and self.across:
                self._choose(at)

    def on_focus(self) -> None:
        """The chosen option shows that the keys are here."""
        self.refresh()

    def on_blur(self) -> None:
        """It keeps its ground when they move on."""
        self.refresh()

    # ── painting ─────────────────────────────────────────────────────────────────────────────────

    @property
    def _rows(self) -> int:
        return -(-len(self._options) // max(1, self.across))

    def _columns(self) -> list[tuple[int, int]]:
        width = self.size.width
        if self.across < 2:
            return [(0, width)]
        # The first column holds the coders' names and needs a little more room.
        step = (width - 6) // self.across
        starts = [0, *(step * n + 6 for n in range(1, self.across))]
        return [
            *zip(starts, [start - 3 for start in starts[1:]], strict=False),
            (starts[-1], width),
        ]

    def render_line(self, y: int) -> Strip:
        """One row of options, or the one line."""
        palette = palette_of(self.app)
        width = self.size.width
        if not self.across:
            return painted(self._one_line(), palette, palette.ground, width)
        strips = []
        at = 0
        for column, (start, end) in enumerate(self._columns()):
            strips.append(painted([], palette, palette.ground, start - at))
            place = column * self._rows + y
            here = self._options[place] if y < self._rows and place < len(self._options) else None
            chosen = here is not None and here.id == self._chosen
            ground = palette.raised if chosen else palette.ground
            inks = self._option(here, chosen) if here else []
            strips.append(painted(fitted(inks, end - start), palette, ground, end - start))
            at = end
        strips.append(painted([], palette, palette.ground, width - at))
        return Strip.join(strips)

    def _option(self, option: Option, chosen: bool) -> list[Ink]:
        bar = Ink("▏" if chosen and self.has_focus else " ", "accent")
        key = Ink(f"{option.key:<{KEY_WIDTH}}", "strong", bold=True)
        written = option.short if self.across > 1 and option.short else option.words
        words = inks_of(written, self._token)
        if chosen:
            words = [
                replace(ink, bold=True, token="strong") if ink.token == self._token else ink
                for ink in words
            ]
            if self._note:
                words.append(Ink(f"  {self._note}", "dim"))
        return [bar, key, *words]

    def _one_line(self) -> list[Ink]:
        bar = Ink("▏" if self.has_focus else " ", "accent")
        label = Ink(f"{self._label}  ", "strong" if self.has_focus else "dim", bold=self.has_focus)
        place = self._place
        if place is None:
            said = [Ink("1-6", "strong", bold=True), Ink(" not chosen yet", "dim")]
        else:
            option = self._options[place]
            said = [Ink(f"{option.key} ", "strong", bold=True), *inks_of(option.words, "strong")]
            if self._note:
                said.append(Ink(f" {self._note}", "dim"))
        return [bar, label, *said]


class Sentence(LongField):
    """The sentence that goes with a decision: enter settles, escape goes back to the outcomes."""

    class Submitted(Message):
        """Enter was pressed."""

    def on_key(self, event: events.Key) -> None:
        """Enter ends the sentence and is never a part of it."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted())

    def put(self, text: str) -> None:
        """Show another sentence, the caret at its end."""
        if self.text != text:
            self.load_text(text)
            self.move_cursor(self.document.end)
