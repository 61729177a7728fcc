"""The queue of disagreements as it is shown: rows, one line a kind, or over the text."""

from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from workbench.consensus.nouns import CoderReading, Item
from workbench.tui.ink import Ink, cut, cut_within, fitted, painted, plain, width_of
from workbench.tui.keys import Key
from workbench.tui.numbers import NONE_OF_IT, coefficient
from workbench.tui.palette import palette_of
from workbench.tui.screens.code_desk import shown_name
from workbench.tui.screens.reconcile_sitting import Sitting
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.popups import Place, Popup

SETTLED, HANDED_ON, HERE = "✓", "»", "▸"
NAME_WIDTH = 9
TITLE_WIDTH, KIND_WIDTH = 25, 8


def settled_words(sitting: Sitting) -> str:
    """How far the queue is: ``3 of 17 settled``."""
    return f"{sitting.settled} of {len(sitting.items)} settled"


def columns_of(sitting: Sitting) -> list[Column]:
    """Columns of the queue: a sign, the place, and the rest."""
    whole = not sitting.transcript_id
    return [Column(width=1), Column(width=NAME_WIDTH + 6 if whole else 10), Column(gap=0)]


def queue_rows(sitting: Sitting, here: str, width: int) -> list[Row]:
    """The rows of the queue under their kinds; ``width`` cells are there for a row's columns."""
    rows: list[Row] = []
    for title, kinds, members in sitting.groups():
        if title:
            name = cut(title, width - len(kinds) - 1)
            inks = [Ink(name), Ink(" " * (width - len(name) - len(kinds))), Ink(kinds, "faint")]
            rows.append(Row(f"kind {kinds or title}", (inks,), gap=bool(rows), selectable=False))
        place_width = columns_of(sitting)[1].width
        room = width - 1 - 1 - place_width
        rows += [
            Row(item.id, (_sign(item, here), _place(sitting, item), _rest(sitting, item, room)))
            for item in members
        ]
    return rows


def letters_of(sitting: Sitting, item: Item) -> list[list[Ink]]:
    """For each coder the letters of their codes in an item, ``·`` where there is nothing."""
    return [_letters(sitting, reading) for reading in item.readings]


def _letters(sitting: Sitting, reading: CoderReading) -> list[Ink]:
    shown = [sitting.codes[coding.code_id] for coding in reading.codings[:3]]
    if not shown:
        return [Ink(NONE_OF_IT, "faint")]
    return [Ink(code.letter, code.hue, bold=True) for code in shown]


def _sign(item: Item, here: str) -> Ink:
    if item.id == here:
        return Ink(HERE, "accent")
    if item.state == "supervisor":
        return Ink(HANDED_ON, "dim")
    return Ink("" if item.open else SETTLED, "dim")


def _place(sitting: Sitting, item: Item) -> list[Ink]:
    turn = sitting.scene(item).turn_at(item.start)
    number = str(turn.number) if turn else str(item.start)
    if sitting.transcript_id:
        return [Ink("turn " if turn else "", "dim"), Ink(f"{number:>3}")]
    name = cut_within(plain(item.transcript), NAME_WIDTH)
    return [*fitted([Ink(name, "dim")], NAME_WIDTH), Ink(f"{number:>4}")]


def _rest(sitting: Sitting, item: Item, room: int) -> list[Ink]:
    inks: list[Ink] = []
    for at, letters in enumerate(letters_of(sitting, item)):
        inks += [Ink("│ ", "rule")] if at else []
        inks += fitted(letters, 3 if at else 4)
    said = _figure(sitting, item)
    room -= width_of(inks) + 1
    if room < said.width:
        said = Ink(cut(said.text, max(0, room)), said.token)
    return [*inks, Ink(" " * max(0, room - said.width + 1)), said]


def _figure(sitting: Sitting, item: Item) -> Ink:
    """What tells an item from its like: shared part, a participant's words, its kind."""
    if sitting.order != "kind":
        return Ink(item.kind, "faint")
    if item.related:
        return Ink("parent, child", "dim")
    if item.kind in ("D2", "D6"):
        return Ink(coefficient(item.overlap), "dim")
    named = [sitting.codes[code_id] for code_id in item.code_ids]
    in_vivo = next((code for code in named if code.origin == "in-vivo"), None)
    if item.kind == "D5" and in_vivo is not None:
        return Ink(cut(plain(shown_name(in_vivo)), 15), "dim")
    return Ink("")


@dataclass(frozen=True, slots=True)
class _Cell:
    """An item in the line of its kind, and its inks."""

    item_id: str
    inks: tuple[Ink, ...]

    @property
    def width(self) -> int:
        return width_of(self.inks)


class KindLines(Widget):
    """The queue with one line a kind; each line keeps the item one is at in view."""

    class Picked(Message):
        """An item was clicked."""

        def __init__(self, item_id: str) -> None:
            super().__init__()
            self.item_id = item_id

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[tuple[str, str, list[_Cell]]] = []
        self._here, self._settled = "", ""
        self._spots: dict[int, list[tuple[int, int, str]]] = {}

    def show(self, sitting: Sitting, here: str) -> None:
        """Show the queue, with the item one is at."""
        self._here, self._settled = here, settled_words(sitting)
        self._lines = [
            (title or "In this order", kinds, [_cell(sitting, item, here) for item in members])
            for title, kinds, members in sitting.groups()
        ]
        self.styles.height = len(self._lines) + 2
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The title, then a line a kind."""
        palette = palette_of(self.app)
        width = self.size.width
        inks: list[Ink] = []
        if y == 0:
            settled = Ink(self._settled, "dim")
            title = Ink("  Disagreements", "dim")
            inks = [*fitted([title], TITLE_WIDTH + 2), settled]
        elif y <= len(self._lines):
            title_, kinds, cells = self._lines[y - 1]
            inks = [
                Ink("  "),
                *fitted([Ink(title_)], TITLE_WIDTH),
                *fitted([Ink(kinds, "faint")], KIND_WIDTH),
            ]
            inks += self._window(y, cells, width - width_of(inks) - 2)
        return painted(inks, palette, palette.ground, width)

    def _window(self, y: int, cells: list[_Cell], room: int) -> list[Ink]:
        """As many items as fit, those around the one that is here."""
        start = 0
        here = next((at for at, cell in enumerate(cells) if cell.item_id == self._here), 0)
        while start < here and sum(cell.width for cell in cells[start : here + 1]) > room - 4:
            start += 1
        inks = [Ink("… ", "faint")] if start else []
        spots = []
        for cell in cells[start:]:
            if width_of(inks) + cell.width > room - 2:
                inks.append(Ink("…", "faint"))
                break
            at = 2 + TITLE_WIDTH + KIND_WIDTH + width_of(inks)
            spots.append((at, at + cell.width, cell.item_id))
            inks += cell.inks
        self._spots[y] = spots
        return inks

    def on_click(self, event: events.Click) -> None:
        """A click goes to an item."""
        for start, end, item_id in self._spots.get(event.y, ()):
            if start <= event.x < end:
                self.post_message(self.Picked(item_id))


def _cell(sitting: Sitting, item: Item, here: str) -> _Cell:
    turn = sitting.scene(item).turn_at(item.start)
    number = str(turn.number if turn else item.start)
    chosen = item.id == here
    ground = "raised" if chosen else ""
    inks = [_sign(item, here), Ink(" " if _sign(item, here).text else "")]
    if not sitting.transcript_id:
        inks.append(Ink(f"{cut_within(plain(item.transcript), NAME_WIDTH)} ", "dim"))
    inks.append(Ink(f"{number} ", "strong" if chosen else "dim", bold=chosen))
    for at, letters in enumerate(letters_of(sitting, item)):
        inks += [Ink("│", "rule")] if at else []
        inks += letters
    grounded = [Ink(i.text, i.token, bold=i.bold, ground=ground) for i in inks if i.text]
    return _Cell(item.id, (*grounded, Ink("   ")))


class QueuePopup(Popup[str]):
    """The queue over the text, where there is no room beside it; the answer is an item's id."""

    WIDTH = 52
    KEYS = (
        Key("enter", "go there", "Go to this disagreement", "choose"),
        Key("escape,q", "back", "Back to where you were", "close", shown="esc"),
    )

    def __init__(self, sitting: Sitting, here: str) -> None:
        super().__init__(Place(0, 0, 0))
        self._sitting, self._here = sitting, here
        self._list = RowList(columns_of(sitting), lead=1)

    def compose_body(self) -> ComposeResult:
        """How far it is, and the queue."""
        title = [Ink("Disagreements", "strong", bold=True)]
        yield Lines([[*title, Ink(f"   {settled_words(self._sitting)}", "dim")], []])
        yield self._list

    def body_rows(self) -> int:
        """All of it, as far as there is room."""
        groups = self._sitting.groups()
        return 2 + len(self._sitting.items) + 2 * len(groups)

    def on_mount(self) -> None:
        """The cursor stands where one is."""
        rows = queue_rows(self._sitting, self._here, self.text_width - 2)
        self._list.show(rows, cursor=self._here)
        self._list.focus()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter goes there."""
        event.stop()
        self.dismiss(event.row.id)

    def action_choose(self) -> None:
        """Go to the row the cursor is on."""
        row = self._list.cursor
        self.dismiss(row.id if row is not None else None)
