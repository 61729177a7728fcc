"""Who is behind a figure: participants with the words that justify their answer, to be opened."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult

from workbench.figures.behind import Saying
from workbench.tui.ink import Ink, plain, wrap
from workbench.tui.keys import Key
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.popups import Place, Popup

MOST_ROWS, TEXT_ROWS = 14, 5


@dataclass(frozen=True, slots=True)
class Opened:
    """What to open, and on which screen."""

    saying: Saying
    screen: str


class BehindPopup(Popup[Opened]):
    """The answers or passages that a figure counts; the answer is the one to open."""

    WIDTH = 116
    KEYS = (
        Key("enter", "open in Code", "Open the place on the coding screen", "open('code')",
            when=lambda popup: popup.placed),
        Key("r", "in Read", "Open the place in the text without codes", "open('read')",
            when=lambda popup: popup.placed),
        Key("escape", "back", "Back to the figures", "close"),
    )  # fmt: skip

    def __init__(
        self, title: Sequence[Ink], sayings: Sequence[Saying], *, place: Place | None = None
    ) -> None:
        """``title`` says which figure it is, with its base."""
        super().__init__(place)
        self._title, self._sayings = list(title), tuple(sayings)
        who = max(8, *(len(plain(one.participant)) for one in sayings))
        self._list = RowList([Column(width=min(who, 20)), Column()], lead=1)
        self._below = Lines([[]], rows=TEXT_ROWS, id="passage")

    def compose_body(self) -> ComposeResult:
        """The figure, a line each, and the words of the one the cursor is on."""
        yield Lines([self._title, []])
        yield self._list
        yield self._below

    def body_rows(self) -> int:
        """The same whichever passage is shown."""
        return 2 + min(len(self._sayings), MOST_ROWS) + TEXT_ROWS

    def fit_body(self, rows: int) -> None:
        """Where room is short, rows of the list go first."""
        self._list.styles.height = max(1, rows - 2 - TEXT_ROWS)

    def on_mount(self) -> None:
        """Fill the list."""
        self._list.show(
            [
                Row(str(at), (plain(one.participant), _told(one)))
                for at, one in enumerate(self._sayings)
            ]
        )
        self._list.focus()

    @property
    def saying(self) -> Saying | None:
        """The one the cursor is on."""
        row = self._list.cursor
        return self._sayings[int(row.id)] if row is not None else None

    @property
    def placed(self) -> bool:
        """Whether it has a place to open."""
        return self.saying is not None and bool(self.saying.transcript_id)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """The words in full, as far as they go, and where they stand."""
        event.stop()
        one = self.saying
        if one is None:
            return
        where = plain(one.transcript)
        if one.qualifier:
            where = f"{where}   {plain(one.qualifier)}"
        lines = wrap(f"“{plain(one.words).strip()}”", min(76, self.text_width)) if one.words else []
        if len(lines) > TEXT_ROWS - 2:
            lines = [*lines[: TEXT_ROWS - 3], f"{lines[TEXT_ROWS - 3]} …"]
        self._below.show([[], [Ink(where, "dim")], *([Ink(line)] for line in lines)])
        self.show_keys()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter or a double click opens it."""
        event.stop()
        self.action_open("code")

    def action_open(self, screen: str) -> None:
        """Answer with the one the cursor is on, and where it is to be opened."""
        one = self.saying
        if one is not None and one.transcript_id:
            self.dismiss(Opened(one, screen))


def _told(one: Saying) -> Ink:
    if one.words:
        return Ink(plain(one.words).strip())
    place = f"tied to no passage; speaks in {plain(one.transcript)}" if one.transcript else ""
    return Ink(place or "tied to no passage", "dim")
