"""The transcript under a coder's hands: jumps to a word that is seen, and counts before a key."""

from typing import ClassVar

from textual import events
from textual.actions import parse
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from workbench.tui.palette import palette_of
from workbench.tui.text.hops import Span, labelled, words_with_initial
from workbench.tui.text.paint import ink, written_over
from workbench.tui.widgets.transcript import TranscriptView

MOST_TIMES = 9999
#: Actions that a count repeats: those that move the caret or stretch the selection.
REPEATED = ("line", "step", "turn", "page", "extend", "uncoded")


class CodingView(TranscriptView):
    """A transcript view with two more ways of going far in few keys.

    `h`, a letter, a label: to the word that begins with it; with a selection, its moving end goes
    there. `0`, a number, a moving key: that key so many times; the digits 1 to 9 by themselves
    stay with the codes used last.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "hop", "hop to a word", show=False),
        Binding("0", "count", "so many times", show=False),
    ]

    class Waiting(Message):
        """The view waits for more keys, and `words` says for what; empty when it no longer does.

        `answer` says why nothing has come of it.
        """

        def __init__(self, view: "CodingView", words: str, answer: str = "") -> None:
            super().__init__()
            self.view, self.words, self.answer = view, words, answer

        @property
        def control(self) -> "CodingView":
            """The view that sent it."""
            return self.view

    _count: str | None = None
    _initial_wanted = False
    _labels: dict[str, Span] | None = None
    _typed = ""

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Both need a text to move in."""
        if action in ("hop", "count"):
            return self.has_caret
        if action == "hit":  # the screen's: the next one may lie in another transcript
            return False
        return super().check_action(action, parameters)

    def action_hop(self) -> None:
        """Wait for the first letter of a word."""
        self._initial_wanted = True
        self._wait("hop to a word that begins with …")

    def action_count(self) -> None:
        """Wait for a number and a key."""
        self._count = ""
        self._wait("so many times: a number, then a moving key")

    def on_key(self, event: events.Key) -> None:
        """While something is waited for, keys are its answer; escape gives it up."""
        if self._count is None and not self._initial_wanted and self._labels is None:
            return
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.forget_keys()
        elif self._count is not None:
            self._add_to_count(event)
        elif event.character is None or not event.is_printable:
            self.forget_keys()
        elif self._initial_wanted:
            self._offer(event.character)
        else:
            self._narrow(event.character)

    def forget_keys(self, answer: str = "") -> None:
        """Wait for nothing any more."""
        self._count, self._initial_wanted, self._labels, self._typed = None, False, None, ""
        self.refresh()
        self.post_message(self.Waiting(self, "", answer))

    def on_blur(self) -> None:
        """What was begun here is not gone on with elsewhere."""
        if self._count is not None or self._initial_wanted or self._labels is not None:
            self.forget_keys()

    def _wait(self, words: str) -> None:
        self.post_message(self.Waiting(self, words))

    # ── so many times ────────────────────────────────────────────────────────────────────────────

    def _add_to_count(self, event: events.Key) -> None:
        if event.character is not None and event.character in "0123456789":
            typed = f"{self._count}{event.character}"
            self._count = str(min(int(typed), MOST_TIMES))
            self._wait(f"{self._count} times …")
            return
        times = int(self._count or 1)
        self.forget_keys()
        for node in (self, self.screen):  # whose keys may be a person's own
            for binding in node._bindings.key_to_bindings.get(event.key, ()):
                _, action, given = parse(binding.action)
                name, *rest = given if action == "see" else (action, *given)
                if name in REPEATED and isinstance(rest[0], (int, str)):
                    self._repeat(str(name), rest[0], times)
                    return

    def _repeat(self, name: str, value: str | int, times: int) -> None:
        if name in ("line", "page") and isinstance(value, int):
            getattr(self, f"action_{name}")(value * times)
            return
        for _ in range(times):
            before = self.caret, self.selection
            if self.check_action(name, (value,)):
                getattr(self, f"action_{name}")(value)
            if (self.caret, self.selection) == before:
                return

    # ── to a word that is seen ───────────────────────────────────────────────────────────────────

    def _offer(self, initial: str) -> None:
        layout = self._page.layout
        top = self.scroll_offset.y
        seen = range(top, min(top + self.size.height, len(layout)))
        lines = [layout.bounds(line) for line in seen if not layout.is_blank(line)]
        found = words_with_initial(layout.text, lines, initial)
        self._initial_wanted = False
        if not found:
            self.forget_keys(f"no word here begins with {initial}")
            return
        self._labels = labelled(found, self.caret)
        if len(found) == 1:
            self._go(found[0])
            return
        self.refresh()
        self._wait("the letter over the word")

    def _narrow(self, letter: str) -> None:
        labels = self._labels or {}
        self._typed += letter
        if self._typed in labels:
            self._go(labels[self._typed])
        elif any(label.startswith(self._typed) for label in labels):
            self.refresh()
        else:
            self.forget_keys()

    def _go(self, word: Span) -> None:
        selection, end_moves = self.selection, self._cursor.end_moves
        self.forget_keys()
        if selection is None:
            self.goto(word[0])
        else:
            was = self._state()
            self._cursor.go(max(word[1] - 1, word[0]) if end_moves else word[0])
            self._moved(was)

    # ── painting ─────────────────────────────────────────────────────────────────────────────────

    def rows(self, ys: range) -> list[Strip]:
        """Some rows of the view, labels over them while one is asked for."""
        rows = super().rows(ys)
        if not self._labels:
            return rows
        return [self._labelled(strip, y, self._labels) for y, strip in zip(ys, rows, strict=True)]

    def _labelled(self, strip: Strip, y: int, labels: dict[str, Span]) -> Strip:
        layout, line = self._page.layout, self.scroll_offset.y + y
        if line >= len(layout) or layout.is_blank(line):
            return strip
        start, end = layout.bounds(line)
        palette = palette_of(self.app)
        style = ink(palette.ground, palette.accent, bold=True)
        for label, (at, _) in labels.items():
            if start <= at < end and label.startswith(self._typed):
                column = self.text_column + layout.cell_of(at, line)[1]
                strip = written_over(strip, column, label[len(self._typed) :], style)
        return strip
