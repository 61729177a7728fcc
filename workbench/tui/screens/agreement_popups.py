"""The passages behind one figure, to be gone through and opened."""

from collections.abc import Sequence

from textual.app import ComposeResult

from workbench.consensus.comparison_places import EXCHANGED
from workbench.consensus.passages import ENDS, Passage
from workbench.tui.ink import Ink, plain, wrap
from workbench.tui.keys import Key
from workbench.tui.numbers import counted
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.popups import Place, Popup

MOST_ROWS, TEXT_ROWS = 14, 5


class PassagesPopup(Popup[Passage]):
    """The passages that the coders read differently; the answer is the one to open."""

    WIDTH = 116
    KEYS = (
        Key("enter", "open it", "Open the passage", "choose"),
        Key("escape", "back", "Back to the figures", "close"),
    )

    def __init__(
        self,
        name: Sequence[Ink],
        passages: Sequence[Passage],
        coders: Sequence[str],
        *,
        place: Place | None = None,
    ) -> None:
        """``name`` is the code as it is written; ``coders`` are all of the round."""
        super().__init__(place)
        self._code, self._coders = list(name), tuple(coders)
        self._passages = [passage for passage in passages if passage.differs]
        width = max([10, *(len(passage.transcript) for passage in self._passages)])
        self._list = RowList(
            [Column(width=min(width, 20)), Column(width=4, right=True), Column(width=18), Column()],
            lead=1,
        )
        self._below = Lines([[]], rows=TEXT_ROWS, id="passage")

    def compose_body(self) -> ComposeResult:
        """How many there are, a line each, and the words of the one the cursor is on."""
        count = Ink(f"  {counted(len(self._passages), 'passage')} read differently", "dim")
        yield Lines([[*self._code, count], []])
        yield self._list
        yield self._below

    def body_rows(self) -> int:
        """The same whichever passage is shown."""
        return 2 + min(len(self._passages), MOST_ROWS) + TEXT_ROWS

    def fit_body(self, rows: int) -> None:
        """Where room is short, rows of the list go first."""
        self._list.styles.height = max(1, rows - 2 - TEXT_ROWS)

    def on_mount(self) -> None:
        """Fill the list."""
        self._list.show(
            [
                Row(
                    str(at),
                    (
                        passage.transcript,
                        Ink("" if passage.turn is None else str(passage.turn), "faint"),
                        Ink(self._who(passage), "dim"),
                        plain(passage.text).strip(),
                    ),
                )
                for at, passage in enumerate(self._passages)
            ]
        )
        self._list.focus()

    def _who(self, passage: Passage) -> str:
        if passage.how == ENDS:
            return "other ends"
        if passage.how == EXCHANGED:
            return "another code each"
        return f"only {' and '.join(passage.coders)}"

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """The words of the passage in full, as far as they go."""
        event.stop()
        if event.row is None:
            return
        passage = self._passages[int(event.row.id)]
        lines = wrap(f"“{passage.text.strip()}”", min(76, self.text_width))
        if len(lines) > TEXT_ROWS - 1:
            lines = [*lines[: TEXT_ROWS - 2], f"{lines[TEXT_ROWS - 2]} …"]
        self._below.show([[], *([Ink(line)] for line in lines)])

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter or a double click opens it."""
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        """Answer with the passage the cursor is on."""
        row = self._list.cursor
        if row is not None:
            self.dismiss(self._passages[int(row.id)])


class ChooseSeveral(Popup[tuple[str, ...]]):
    """Choose some of many by marking them; with none marked the answer is all: an empty tuple."""

    WIDTH = 72
    KEYS = (
        Key("enter", "take these", "Take what is marked; none marked is all", "choose"),
        Key("space", "mark", "Mark, or no longer", "mark"),
        Key("escape", "back", "Leave it as it was", "close"),
    )

    def __init__(
        self, title: str, rows: Sequence[tuple[str, Sequence[Ink]]], marked: Sequence[str]
    ) -> None:
        """``rows`` are pairs of an id and what is written; ``marked`` those chosen now."""
        super().__init__()
        self._title, self._rows, self._first = title, tuple(rows), frozenset(marked)
        self._list = RowList([Column()], lead=2, letters=False, markable=True)

    def compose_body(self) -> ComposeResult:
        """Title and rows."""
        yield Lines([[Ink(self._title, "strong", bold=True), Ink("  none marked: all", "dim")], []])
        yield self._list

    def body_rows(self) -> int:
        """Title, air, and the rows as far as they have room."""
        return 2 + min(len(self._rows), 2 * MOST_ROWS)

    def on_mount(self) -> None:
        """Show what can be chosen, with what is chosen marked."""
        self._list.show([Row(name, (list(inks),)) for name, inks in self._rows])
        self._list.mark(self._first)
        self.set_focus(self._list)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter takes them."""
        event.stop()
        self.action_choose()

    def action_mark(self) -> None:
        """Mark the row the cursor is on."""
        self._list.action_mark()

    def action_choose(self) -> None:
        """Answer with what is marked, in the order of the rows."""
        marked = self._list.marked
        self.dismiss(tuple(name for name, _ in self._rows if name in marked))
