"""Which codes stand in place of which: the matrix, and the pairs, to be gone through and opened."""

from collections.abc import Sequence

from textual.app import ComposeResult

from workbench.codebook.nouns import Code
from workbench.consensus.comparison import Exchanged, RoundReport
from workbench.tui.ink import Ink, code_inks, fitted
from workbench.tui.keys import Key
from workbench.tui.numbers import tally, thousands
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.popups import Popup

CELL, MOST_IN_MATRIX, MOST_ROWS = 8, 10, 12
ROOMY = 100
"""Cells from which a line has room for long names and a sentence more."""


class ExchangedPopup(Popup[Exchanged]):
    """The codes that are confused; the answer is the pair whose passages are to be seen."""

    WIDTH = 124
    KEYS = (
        Key("enter", "passages", "The passages of this pair", "choose"),
        Key("escape", "back", "Back to the figures", "close"),
    )

    def __init__(self, found: RoundReport) -> None:
        super().__init__()
        self._found = found
        self._pairs = found.exchanged
        self._list = RowList(lead=1)
        self._matrix = Lines([], id="matrix")

    def compose_body(self) -> ComposeResult:
        """What is counted, the matrix of the codes most confused, and the pairs."""
        said = f"in {self._found.unit}s"
        if self.text_width >= ROOMY:
            said += "; where both gave both codes, nothing is confused"
        yield Lines(
            [
                [
                    Ink("Given in place of one another", "strong", bold=True),
                    Ink(f"  {said}", "dim"),
                ],
                [],
            ]
        )
        yield self._matrix
        yield self._list

    def body_rows(self) -> int:
        """Title, matrix with its head and a line of air, and the pairs."""
        return 2 + len(self._matrix_lines()) + min(max(len(self._pairs), 1), MOST_ROWS)

    def fit_body(self, rows: int) -> None:
        """The matrix keeps its rows as long as four pairs are in view."""
        lines = self._matrix_lines()
        shown = lines if rows - 2 - len(lines) >= min(4, len(self._pairs)) else []
        self._matrix.display = bool(shown)
        self._matrix.styles.height = len(shown)
        self._matrix.show(shown)
        self._list.styles.height = max(1, rows - 2 - len(shown))

    def on_mount(self) -> None:
        """Fill the list."""
        half = (self.text_width - 16) // 2
        self._list.show_columns([Column(width=7, right=True), Column(width=half), Column()])
        self._list.show([Row(str(at), self._row(pair)) for at, pair in enumerate(self._pairs)])
        self._list.focus()

    def _row(self, pair: Exchanged) -> tuple[Ink | list[Ink], ...]:
        shown = self._found.shown
        own = self.text_width >= ROOMY
        first, second = (_inks(shown[name], own=own) for name in (pair.first, pair.second))
        one = [Ink(f"{pair.first_coder} ", "dim")] if pair.first_coder else []
        two = [Ink(f"{pair.second_coder} ", "dim")] if pair.second_coder else []
        return Ink(thousands(pair.units), "strong", bold=True), [*one, *first], [*two, *second]

    @property
    def _name_width(self) -> int:
        return 28 if self.text_width >= ROOMY else 20

    def _matrix_lines(self) -> list[list[Ink]]:
        """Rows are the codes of the first coder, columns those of the second, the diagonal both.

        Shared codes only: two coders cannot both give what only one of them has.
        """
        width = self._name_width
        names = list(self._found.shown)
        room = max(1, (self.text_width - width) // CELL - 1)
        weight: dict[str, int] = {}
        for pair in self._pairs:
            names_of = (pair.first, pair.second)
            if not all(self._found.shown[name].shared for name in names_of):
                continue
            for name in names_of:
                weight[name] = weight.get(name, 0) + pair.units
        heaviest = sorted(weight, key=lambda name: -weight[name])[: min(room, MOST_IN_MATRIX)]
        chosen = [at for at, name in enumerate(names) if name in heaviest]
        if not chosen:
            return []
        codes = [self._found.shown[names[at]] for at in chosen]
        exchanges, coders = self._found.exchanges, self._found.report.coders
        two = len(coders) == 2
        one, other = coders if two else ("earlier", "later")
        corner = f"{one} below, {other} across"
        if len(corner) >= width:
            corner = f"{one} / {other}"
        head = [Ink(corner[: width - 1].ljust(width), "faint")]
        head += [ink for code in codes for ink in _head(code)]
        lines = [[*head, *fitted([Ink("no code", "faint")], CELL, right=True)]]
        for row, code in zip(chosen, codes, strict=True):
            counts = exchanges.matrix[row].tolist()
            line = fitted(_inks(code), width)
            for column in chosen:
                line += _cell(counts[column], row == column)
            lines.append([*line, *_cell(int(exchanges.first_alone[row]), False)])
        alone = [_cell(int(exchanges.second_alone[column]), False) for column in chosen]
        last = fitted([Ink("no code", "faint")], width)
        return [*lines, [*last, *(ink for cell in alone for ink in cell)], []]

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter or a double click opens it."""
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        """Answer with the pair the cursor is on."""
        row = self._list.cursor
        if row is not None:
            self.dismiss(self._pairs[int(row.id)])


def _inks(code: Code, *, own: bool = False) -> list[Ink]:
    """The code; with ``own`` it is said where only its maker has it."""
    said = [Ink("  own", "faint")] if own and not code.shared else []
    return [*code_inks(code.letter, code.hue, code.name), *said]


def _head(code: Code) -> list[Ink]:
    return fitted([Ink(code.letter, code.hue, bold=True)], CELL, right=True)


def _cell(count: int, both: bool) -> Sequence[Ink]:
    ink = Ink(tally(count), "dim") if both or not count else Ink(tally(count), "text")
    return fitted([ink], CELL, right=True)
