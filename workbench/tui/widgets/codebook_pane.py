"""The codebook beside the text: codes with their counts, and below, the code one is on in full."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

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
ROOMY = 34
"""Cells of the pane from which both counts have room beside the names."""


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
    sums, sums_here = _sums(codes, everywhere), _sums(codes, here)
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
            # Both figures of a branch sum what is in it, or the same row would count two things.
            summed = Ink(tally(sums_here[code.id]), "faint") if used else ""
            counts = (summed, Ink(tally(sums[code.id]), "faint"))
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


def _sums(codes: Sequence[Code], counts: Mapping[str, int]) -> dict[str, int]:
    """Codings in each code and all below it."""
    parents = {code.id: code.parent_id for code in codes}
    sums = dict.fromkeys(parents, 0)
    for code in codes:
        at: str | None = code.id
        while at in parents:
            sums[at] += counts.get(code.id, 0)
            at = parents[at]
    return sums


def definition_lines(
    title: str,
    figures: str,
    shown: Sequence[CodeOnShow],
    memo: str,
    width: int,
    rows: int,
    signed: str = "",
) -> list[list[Ink]]:
    """The lower half: the codes on show and, of the one in hand or the only one, what it means.

    ``signed`` says who gave it and when. In few rows air goes first, then when not to use it, then
    the end of the definition; the memo is cut only where it is too long by itself.
    """
    air: list[list[Ink]] = [[]] if rows >= 14 else []
    gap: list[list[Ink]] = [[]] if rows >= 9 else []
    head = _ends([Ink(title, "dim")], [Ink(figures, "faint")], width)
    lines = [[Ink("─" * width, "rule")], *air, head, *air]
    chosen = next((one for one in shown if one.in_hand), shown[0] if len(shown) == 1 else None)
    for one in _around(shown, chosen, max(1, rows // 2 - len(lines))):
        code = one.code
        inks = code_inks(code.letter, code.hue, one.name, in_hand=one.in_hand)
        origin = [Ink(_whose(code), "dim")] if one is chosen else []
        if width_of(inks) + 1 + width_of(origin) > width:
            origin = []  # the name is what one has to read in full
        lines.append(_ends(inks, origin, width))
    if chosen is None:
        return _within_margin(lines[:rows])
    noted = paragraph(memo, width - 2, italic=True)
    noted = [[Ink("  " if at else "¶ "), *line] for at, line in enumerate(noted)]
    below = [*gap, *noted] if noted else []
    if signed:
        below += [*gap, [Ink("  "), Ink(cut(signed, width - 2), "dim")]]
    room = max(1, rows - len(lines) - len(gap) - len(below))
    lines += [*gap, *([Ink("  "), *line] for line in _meaning(chosen.code, width - 2, room))]
    return _within_margin([*lines, *below][:rows])


def _meaning(code: Code, width: int, rows: int) -> list[list[Ink]]:
    """The definition, and when not to use the code if there is room for all of that."""
    said = paragraph(code.definition, width)
    if not said:
        said = [[Ink("No definition yet.", "dim", italic=True)]]
    warned = paragraph(_when_not(code), width, "dim")
    if warned and len(said) + 1 + len(warned) <= rows:
        return [*said, [], *warned]
    if len(said) > rows:
        last = said[rows - 1][0]
        return [*said[: rows - 1], [Ink(cut(f"{last.text} {ELLIPSIS}", width))]]
    return said


def _around(
    shown: Sequence[CodeOnShow], chosen: CodeOnShow | None, most: int
) -> Sequence[CodeOnShow]:
    """At most so many of the codes, the chosen one among them."""
    at = shown.index(chosen) if chosen is not None else 0
    first = max(0, min(at, len(shown) - most))
    return shown[first : first + most]


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
        self._shown: tuple[str, tuple[CodeOnShow, ...], str, str] = ("At the caret", (), "", "")

    def compose(self) -> ComposeResult:
        """The list, and the meaning under it."""
        yield self.codes
        yield self._meaning

    @property
    def parts(self) -> tuple[Widget, ...]:
        """What in it is painted."""
        return self.codes, self._meaning

    def explain(
        self, title: str, shown: Sequence[CodeOnShow], memo: str = "", signed: str = ""
    ) -> None:
        """Show these codes in the lower half; with memo, coder and time of the one in question."""
        now = (title, tuple(shown), memo, signed)
        if now != self._shown:
            self._shown = now
            self._write()

    def on_resize(self) -> None:
        """The lower half has a third of the pane, and never less than it needs to say anything.

        A slim pane leaves out how often a code occurs everywhere, for the sake of the names.
        """
        counts = COUNTS if self.size.width >= ROOMY else COUNTS[:1]
        self.codes.show_columns([Column("Codebook"), *counts])
        self._meaning.styles.height = min(self._rows, max(0, self.size.height - 6))
        self._write()

    @property
    def _rows(self) -> int:
        return max(6, self.size.height * 17 // 46)

    def _write(self) -> None:
        title, shown, memo, signed = self._shown
        at = next((place for place, one in enumerate(shown, 1) if one.in_hand), 0)
        several = len(shown) > 1
        figures = f"{at} of {len(shown)}" if at and several else str(len(shown)) if several else ""
        width = self.size.width - 2 * MARGIN
        if width > 4:
            lines = definition_lines(title, figures, shown, memo, width, self._rows, signed)
            self._meaning.show(lines)


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
