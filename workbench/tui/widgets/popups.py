"""Pop-ups: a question under the line it is about, and the keys that answer it in the last row.

They stand on the panel ground with the accent at their left, without a frame, and never over the
rows they are about. Escape always closes them with no answer.
"""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar, runtime_checkable

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import ModalScreen

from workbench.tui.ink import Ink, Written, bolded, inks_of, width_of, wrap
from workbench.tui.keys import Key, Keyed, for_bar
from workbench.tui.widgets.bars import KeysBar
from workbench.tui.widgets.lines import Lines, paragraph
from workbench.tui.widgets.lists import Column, Row, RowList

ResultT = TypeVar("ResultT")
ABOVE, BELOW = 1, 2
"""Rows that stay free: the header; status and keys."""
LEFT = 4
"""Cells that stay free at the left of a pop-up, unless the screen below says where its text is."""
NARROW = 110
"""Cells of a screen below which a pop-up goes on to its edge."""
MARGINS = 5
"""Cells of a pop-up that hold no text: the accent, and two of air on either side."""
KEY, GAP = 3, 3
"""Cells of the key of a choice, and of the gap before the words on it."""
MOST_NAME = 36
"""Cells that the name of a choice may take from the words on it."""


@dataclass(frozen=True, slots=True)
class Place:
    """The screen rows ``top`` to ``bottom`` that a pop-up leaves in view, and its left column."""

    top: int
    bottom: int
    left: int = LEFT

    def spot(self, rows: int, screen_rows: int) -> tuple[int, int]:
        """First row and height of a pop-up of ``rows``: under the place, above it, or cut."""
        under = screen_rows - BELOW - (self.bottom + 1)
        above = self.top - ABOVE
        if rows <= under or under >= above:
            return self.bottom + 1, max(1, min(rows, under))
        height = max(1, min(rows, above))
        return self.top - height, height


@runtime_checkable
class Covered(Protocol):
    """A screen whose lines of text are covered whole, so that no ends look out beside a pop-up."""

    @property
    def popup_columns(self) -> tuple[int, int]:
        """Where those lines begin, and how many cells they take; 0 where there are none."""


class Popup(Keyed, ModalScreen[ResultT | None], Generic[ResultT]):
    """The base: a subclass yields its body, counts its rows and names its keys, escape last."""

    WIDTH = 64

    def __init__(self, place: Place | None = None) -> None:
        super().__init__()
        self._place = place

    def compose(self) -> ComposeResult:
        """The body where it belongs, and the keys bar."""
        with Container(classes="popup"):
            yield from self.compose_body()
        yield KeysBar()

    def compose_body(self) -> ComposeResult:
        """What stands in the pop-up."""
        yield from ()

    @abstractmethod
    def body_rows(self) -> int:
        """Rows of the body, the air above and below it not counted."""

    def fit_body(self, rows: int) -> None:
        """Told how many rows the body really gets."""

    @property
    def text_width(self) -> int:
        """Cells that a line of the body has."""
        return self._outer_width() - MARGINS

    def _columns(self) -> tuple[int, int]:
        """Left column and width of the lines of the screen below."""
        for screen in reversed(self.app.screen_stack):
            if not isinstance(screen, Popup):
                return screen.popup_columns if isinstance(screen, Covered) else (LEFT, 0)
        return LEFT, 0

    def _outer_width(self) -> int:
        left, covered = self._columns()
        if self._place is not None:
            left = self._place.left
        wanted = self.WIDTH
        if self.app.size.width < NARROW:
            # No room for two things side by side: what would look out is the end of something.
            wanted = max(wanted, self.app.size.width - left)
        elif covered:
            # What is wider than the text goes on to the edge, over all of the margin.
            wanted = covered if wanted <= covered else max(wanted, self.app.size.width - left)
        return max(20, min(wanted, self.app.size.width - min(left, LEFT)))

    @on(events.Mount)
    def _arrive(self) -> None:
        self._arrange()
        self.show_keys()

    @on(events.Resize)
    def _follow(self) -> None:
        self._arrange()

    def _arrange(self) -> None:
        width, rows = self.app.size
        outer = self._outer_width()
        wanted = self.body_rows() + 2
        if self._place is None:
            height = max(3, min(wanted, rows - ABOVE - BELOW))
            top, left = rows - BELOW - height, self._columns()[0]
        else:
            top, height = self._place.spot(wanted, rows)
            left = self._place.left
        body = self.query_one(".popup", Container)
        body.styles.width, body.styles.height = outer, height
        body.styles.offset = (max(0, min(left, width - outer)), top)
        self.fit_body(height - 2)

    def show_keys(self) -> None:
        """Fill the keys bar; the last key, the way out, is never cut."""
        *keys, last = for_bar(self.all_keys, self, narrow=self.app.size.width < NARROW)
        self.query_one(KeysBar).show(keys, last)

    def action_close(self) -> None:
        """Go back without an answer."""
        self.dismiss(None)


class Confirm(Popup[bool]):
    """Asks before something that cannot be taken back. The answer is True, or nothing."""

    KEYS = (
        Key("y", "yes", "Do it", "agree"),
        Key("escape,n", "no, go back", "Go back", "close"),
    )

    def __init__(
        self, question: str, consequence: str = "", *, more: str = "", place: Place | None = None
    ) -> None:
        """``consequence`` is the sentence of what cannot be taken back, written as a warning."""
        super().__init__(place)
        self._question, self._consequence, self._more = question, consequence, more

    def _lines(self) -> list[list[Ink]]:
        width = self.text_width
        lines = [
            [Ink(ink.text, "strong", bold=True) for ink in line]
            for line in paragraph(self._question, width)
        ]
        if self._consequence:
            warned = paragraph(self._consequence, width - 2, "warn")
            marks = [Ink("! ", "warn", bold=True), *[Ink("  ")] * len(warned)]
            lines += [[], *([mark, *line] for mark, line in zip(marks, warned, strict=False))]
        if self._more:
            lines += [[], *paragraph(self._more, width, "dim")]
        return lines

    def compose_body(self) -> ComposeResult:
        """The question, what follows from yes, and what else is good to know."""
        yield Lines(self._lines())

    def body_rows(self) -> int:
        """As many as the sentences need."""
        return len(self._lines())

    def action_agree(self) -> None:
        """Yes."""
        self.dismiss(True)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to choose: its id, the key that picks it at once, its name and a few words on it."""

    id: str
    key: str
    name: Written
    words: str = ""


class Choose(Popup[str]):
    """Choose one: by its key, or with the cursor and enter. The answer is its id."""

    KEYS = (
        Key("enter", "choose", "Choose this one", "choose"),
        Key("escape", "back", "Go back", "close"),
    )

    def __init__(
        self,
        title: Written,
        choices: Sequence[Choice],
        *,
        at: str | None = None,
        place: Place | None = None,
    ) -> None:
        super().__init__(place)
        self._title, self._choices, self._at = title, tuple(choices), at
        columns = [Column(width=KEY), Column()]
        self._name_width = 0
        if any(choice.words for choice in choices):
            # Names as wide as the longest, so that the words have what is left.
            longest = max(width_of(inks_of(choice.name)) for choice in choices)
            self._name_width = min(longest, MOST_NAME)
            columns = [Column(width=KEY), Column(width=self._name_width), Column(gap=GAP)]
        self._list = RowList(columns, lead=1, letters=False)
        for choice in choices:
            # The key of a choice is typed, so it has to reach this screen first.
            if choice.key:
                self._bindings.bind(choice.key, f"pick({choice.id!r})", show=False)

    def compose_body(self) -> ComposeResult:
        """Title and choices."""
        yield Lines([bolded(inks_of(self._title, "strong")), []])
        yield self._list

    def body_rows(self) -> int:
        """Title, air, choices."""
        return 2 + len(self._rows())

    def on_mount(self) -> None:
        """Show the choices, the cursor on the one that is so now."""
        self._list.show(self._rows(), cursor=self._at)
        self.set_focus(self._list)

    def _rows(self) -> list[Row]:
        """The choices, with as many rows for their words as these need."""
        room = self.text_width - KEY - self._name_width - 2 * GAP - 1
        rows: list[Row] = []
        for choice in self._choices:
            key, (words, *more) = (
                Ink(choice.key, "strong", bold=True),
                wrap(choice.words, room) or [""],
            )
            said = (Ink(words, "dim"),) if choice.words else ()
            rows.append(Row(choice.id, (key, choice.name, *said)))
            rows += [
                Row(f"{choice.id} {at}", ("", "", Ink(line, "dim")), selectable=False)
                for at, line in enumerate(more, 1)
            ]
        return rows

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter or a double click."""
        event.stop()
        self.dismiss(event.row.id)

    def action_choose(self) -> None:
        """Answer with the row the cursor is on."""
        row = self._list.cursor
        if row is not None:
            self.dismiss(row.id)

    def action_pick(self, choice: str) -> None:
        """Answer with the choice whose key was pressed."""
        self.dismiss(choice)
