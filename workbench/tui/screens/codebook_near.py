"""Codebook: pairs of codes that may be one, to be merged or told apart by a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult

from workbench.codebook.merging import tell_apart
from workbench.codebook.nouns import Code
from workbench.coding.near import Near, near_codes
from workbench.tui.ink import Ink, code_inks, wrap
from workbench.tui.keys import Key
from workbench.tui.numbers import percent, tally, thousands
from workbench.tui.screens.codebook_lineage import CodebookLineage
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.popups import Popup

SAID_ROWS = 8
"""Rows for two definitions and what the two share."""
MOST_ROWS = 10


@dataclass(frozen=True, slots=True)
class Settled:
    """What is to be done with a pair: ``first`` or ``second`` is kept, or they are ``apart``."""

    what: str
    pair: Near


class NearPopup(Popup[Settled]):
    """The pairs, and below them both definitions of the one the cursor is on."""

    WIDTH = 110
    KEYS = (
        Key("1", "keep the first", "Merge the second into the first", "settle('first')"),
        Key("2", "keep the second", "Merge the first into the second", "settle('second')"),
        Key("d", "not the same", "Say that they are not the same", "settle('apart')"),
        Key("escape", "back", "Back to the codebook", "close"),
    )

    def __init__(self, found: Sequence[Near]) -> None:
        super().__init__()
        self._found = {str(at): pair for at, pair in enumerate(found)}
        columns = [Column("May be one"), Column(), Column("shared", 8, right=True)]
        self._list = RowList([*columns, Column("alike", 6, right=True)], lead=1, letters=False)
        self._said = Lines([[]], id="said", rows=SAID_ROWS)

    def compose_body(self) -> ComposeResult:
        """The pairs and what the two say."""
        yield self._list
        yield self._said

    def body_rows(self) -> int:
        """The same for every pair, so that nothing jumps."""
        return min(len(self._found), MOST_ROWS) + 2 + SAID_ROWS

    def fit_body(self, rows: int) -> None:
        """Where room is short, the list gives way first."""
        self._list.styles.height = max(3, rows - SAID_ROWS)
        self._said.styles.height = min(SAID_ROWS, max(0, rows - 3))

    def on_mount(self) -> None:
        """The list has the keys."""
        self._list.show([_row(at, pair) for at, pair in self._found.items()])
        self.set_focus(self._list)
        self._say()

    @on(RowList.Highlighted)
    def _say(self) -> None:
        row = self._list.cursor
        if row is not None:
            self._said.show(pair_lines(self._found[row.id], self.text_width))

    def action_settle(self, what: str) -> None:
        """Answer with the pair the cursor is on."""
        row = self._list.cursor
        if row is not None:
            self.dismiss(Settled(what, self._found[row.id]))


class CodebookNear(CodebookLineage):
    """The key that lists what may be one."""

    def action_near(self) -> None:
        """List pairs of codes that may be one."""
        found = near_codes(self.study, self.viewer)
        if found:
            self.app.push_screen(NearPopup(found), self._settle)
        else:
            self.say("no two codes look like one")

    def _settle(self, answer: Settled | None) -> None:
        if answer is None:
            return
        first, second = answer.pair.first, answer.pair.second
        if answer.what == "apart":
            with self.trying():
                tell_apart(self.study, first, second, self.viewer)
                self.say(f"{first.name} and {second.name} are not the same; u takes it back")
        elif answer.what == "first":
            self.merge_into([second], first)
        else:
            self.merge_into([first], second)


def pair_lines(pair: Near, width: int) -> list[list[Ink]]:
    """Both definitions, and what the two share, with its base; three rows each at most."""
    lines: list[list[Ink]] = [[]]
    for code in (pair.first, pair.second):
        lines += _said(code, width)
    if pair.either:
        told = (
            f"Of {thousands(pair.either)} characters that you may see with either code,"
            f" {thousands(pair.both)} have both: {percent(pair.share)}."
        )
    else:
        told = "One of them was given to nothing that you may see: the names alone are compared."
    return [*lines, [Ink(line, "dim") for line in wrap(told, width)[:1]]]


def _said(code: Code, width: int) -> list[list[Ink]]:
    lines = wrap(code.definition, width - 4) or ["No definition yet."]
    more = [f"{lines[1]} …" if len(lines) > 2 else lines[1]] if len(lines) > 1 else []
    return [
        [*code_inks(code.letter, code.hue, code.path)],
        *([Ink(f"  {line}", "dim")] for line in [lines[0], *more]),
    ]


def _row(at: str, pair: Near) -> Row:
    shared = percent(pair.share) if pair.either else "–"
    return Row(
        at,
        (
            code_inks(pair.first.letter, pair.first.hue, pair.first.name),
            code_inks(pair.second.letter, pair.second.hue, pair.second.name),
            Ink(shared, "dim"),
            Ink(tally(round(pair.spelling)), "dim"),
        ),
    )
