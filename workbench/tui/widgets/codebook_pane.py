"""The codebook beside the text: codes with their counts, and below, the code one is on in full."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult

from workbench.codebook.nouns import Code
from workbench.tui.frame import Panel
from workbench.tui.ink import ELLIPSIS, Ink, Written, code_inks, cut, fitted, width_of
from workbench.tui.keys import Key
from workbench.tui.numbers import tally
from workbench.tui.widgets.lines import Lines, paragraph
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.popups import Place, Popup

NOTHING_YET = "No codes yet: select a passage and press c."
MARGIN = 2
COUNTS = (Column("here", 4, right=True, gap=0), Column("all", 4, right=True))


@dataclass(frozen=True, slots=True)
class CodeOnShow:
    """A code as the lower half of the pane shows it: how it is written, whether it is in hand."""

    code: Code
    name: str
    in_hand: bool = False


def codebook_rows(
    codes: Sequence[Code],
    names: Mapping[str, str],
    here: Mapping[str, int],
    everywhere: Mapping[str, int],
) -> list[Row]:
    """A row for each code in the order of the codebook; branches fold and sum what is in them.

    ``names`` are the codes' names as shown, ``here`` and ``everywhere`` counts, all by code id. A
    branch has its letter only where it was itself given to a passage.
    """
    children = {code.parent_id for code in codes}
    sums = _sums(codes, everywhere)
    rows = []
    branch_before = True
    for code in codes:
        name, letter = Ink(f" {names[code.id]}"), Ink(code.letter, code.hue, bold=True)
        used = here.get(code.id, 0)
        counts: tuple[Written, Written] = (
            tally(used),
            Ink(tally(everywhere.get(code.id, 0)), "dim"),
        )
        if code.depth == 0 and code.id in children:
            head = [letter, name] if everywhere.get(code.id, 0) else [Ink(names[code.id])]
            counts = (tally(used) if used else "", Ink(tally(sums[code.id]), "faint"))
            rows.append(Row(code.id, (head, *counts), branch=True, gap=True))
            branch_before = True
            continue
        if not used:
            name = Ink(name.text, "dim")
            counts = (Ink(tally(0), "dim"), counts[1])
        lone = code.depth == 0
        # Codes that are in no branch stand together, in the column of the branches' codes.
        head = [Ink("  "), letter, name] if lone else [letter, name]
        rows.append(Row(code.id, (head, *counts), depth=code.depth, gap=lone and branch_before))
        branch_before = branch_before and not lone
    return rows


def _sums(codes: Sequence[Code], everywhere: Mapping[str, int]) -> dict[str, int]:
    """Codings in each code and all below it."""
    parents = {code.id: code.parent_id for code in codes}
    sums = dict.fromkeys(parents, 0)
    for code in codes:
        at: str | None = code.id
        while at in parents:
            sums[at] += everywhere.get(code.id, 0)
            at = parents[at]
    return sums


def definition_lines(
    title: str,
    figures: str,
    shown: Sequence[CodeOnShow],
    memo: str,
    width: int,
    rows: int,
) -> list[list[Ink]]:
    """The lower half: the codes on show and, of the one in hand or the only one, what it means.

    Where there are too few rows, when not to use it goes first, then the end of the definition;
    a memo stays to its last line.
    """
    lines: list[list[Ink]] = [[Ink("─" * width, "rule")], []]
    lines += [[*_ends([Ink(title, "dim")], [Ink(figures, "faint")], width)], []]
    if rows < 14:
        lines = [line for line in lines if line]
    chosen = next((one for one in shown if one.in_hand), shown[0] if len(shown) == 1 else None)
    for one in shown:
        code = one.code
        origin = [Ink(_whose(code), "dim")] if one is chosen else []
        inks = code_inks(code.letter, code.hue, one.name, in_hand=one.in_hand)
        lines.append(_ends(inks, origin, width))
    if chosen is None:
        return _within_margin(lines[:rows])
    memo_lines = paragraph(memo, width - 2, italic=True)
    for at, line in enumerate(memo_lines):
        line.insert(0, Ink("  " if at else "¶ "))
    said = paragraph(chosen.code.definition, width - 2)
    if not said:
        said = [[Ink("No definition yet.", "dim", italic=True)]]
    warned = paragraph(_when_not(chosen.code), width - 2, "dim")
    room = rows - len(lines) - (1 + len(memo_lines) if memo_lines else 0) - 1
    body = [*said, [], *warned] if warned and len(said) + 1 + len(warned) <= room else said
    if len(body) > room:
        body = body[: max(1, room)]
        body[-1] = [Ink(cut(f"{body[-1][0].text} {ELLIPSIS}", width - 2))]
    lines += [[], *([Ink("  "), *line] for line in body)]
    if memo_lines:
        lines += [[], *memo_lines]
    return _within_margin(lines[:rows])


def _ends(left: list[Ink], right: list[Ink], width: int) -> list[Ink]:
    """Inks at both ends of a line, the right ones whole."""
    room = width - width_of(right) - (1 if right else 0)
    return [*fitted(left, room), *([Ink(" ")] if right else []), *right]


def _whose(code: Code) -> str:
    return f"{code.origin}, {code.maker}" if code.maker else code.origin


def _when_not(code: Code) -> str:
    return f"Not: {code.when_not_to_use}" if code.when_not_to_use else ""


def _within_margin(lines: Sequence[list[Ink]]) -> list[list[Ink]]:
    return [[Ink(" " * MARGIN), *line] for line in lines]


class CodebookPane(Panel):
    """The codes above, what the one in question means below."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.codes = RowList([Column("Codebook"), *COUNTS], empty=NOTHING_YET)
        self._meaning = Lines(rows=12)
        self._shown: tuple[str, tuple[CodeOnShow, ...], str] = ("At the caret", (), "")

    def compose(self) -> ComposeResult:
        """The list, and the meaning under it."""
        yield self.codes
        yield self._meaning

    def explain(self, title: str, shown: Sequence[CodeOnShow], memo: str = "") -> None:
        """Show these codes in the lower half; with the memo of the coding in question."""
        now = (title, tuple(shown), memo)
        if now != self._shown:
            self._shown = now
            self._write()

    def on_resize(self) -> None:
        """The lower half has a third of the pane, and never less than it needs to say anything."""
        rows = max(6, self.size.height * 17 // 46)
        self._meaning.styles.height = min(rows, max(0, self.size.height - 6))
        self._write()

    def _write(self) -> None:
        title, shown, memo = self._shown
        at = next((place for place, one in enumerate(shown, 1) if one.in_hand), 0)
        several = len(shown) > 1
        figures = f"{at} of {len(shown)}" if at and several else str(len(shown)) if several else ""
        width = self.size.width - 2 * MARGIN
        rows = max(6, self.size.height * 17 // 46)
        if width > 4:
            self._meaning.show(definition_lines(title, figures, shown, memo, width, rows))


class CodebookPopup(Popup[str]):
    """The codebook over the text, where there is no room beside it; the answer is a code's id."""

    WIDTH = 60
    KEYS = (
        Key("enter", "give the code", "Give the code", "give"),
        Key("escape,b", "back", "Back to the text", "close"),
    )

    def __init__(
        self,
        rows: Sequence[Row],
        on_show: Mapping[str, CodeOnShow],
        *,
        at: str | None = None,
        place: Place | None = None,
    ) -> None:
        super().__init__(place)
        self._rows, self._details, self._at = rows, on_show, at
        self._list = RowList([Column("Codebook"), *COUNTS], lead=1, empty=NOTHING_YET)
        self._meaning = Lines(rows=5)

    def compose_body(self) -> ComposeResult:
        """The list, and the meaning under it."""
        yield self._list
        yield self._meaning

    def body_rows(self) -> int:
        """All codes with a line of air before each branch, and five lines for the meaning."""
        return 2 + len(self._rows) + sum(row.gap for row in self._rows) + 5

    def on_mount(self) -> None:
        """Show the codes, the cursor on the one at the caret."""
        self._list.show(self._rows, cursor=self._at)
        self._list.focus()
        self._explain()

    @on(RowList.Highlighted)
    def _explain(self) -> None:
        row = self._list.cursor
        lines: list[list[Ink]] = []
        if row is not None:
            code = self._details[row.id].code
            text = code.definition or "No definition yet."
            lines = [[], *paragraph(text, self.text_width - 1, "dim")]
            if len(lines) > 5:
                last = cut(f"{lines[4][0].text} {ELLIPSIS}", self.text_width - 1)
                lines = [*lines[:4], [Ink(last, "dim")]]
        self._meaning.show(lines)

    @on(RowList.Chosen)
    def _choose(self, event: RowList.Chosen) -> None:
        event.stop()
        self.dismiss(event.row.id)

    def action_give(self) -> None:
        """Answer with the code one is on."""
        row = self._list.cursor
        if row is not None:
            self.dismiss(row.id)
