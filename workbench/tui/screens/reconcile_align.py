"""The alignment of inductive codes: two names that mean the same become one code in one pop-up."""

from collections.abc import Sequence

from textual.app import ComposeResult

from workbench.codebook.nouns import Code
from workbench.coding.near import text_of_both
from workbench.consensus.alignment import (
    BOUNDARIES,
    OPEN,
    Aligned,
    align,
    alike_named,
    one_already,
    same_span,
)
from workbench.consensus.nouns import REASONS, Item
from workbench.tui.ink import Ink, code_inks, cut, plain, width_of, wrap
from workbench.tui.numbers import counted, percent, thousands
from workbench.tui.screens.code_desk import shown_name
from workbench.tui.screens.reconcile_ask import Asking, needed
from workbench.tui.screens.reconcile_sitting import Sitting, codes_in
from workbench.tui.widgets.fields import FieldSpec
from workbench.tui.widgets.forms import Form
from workbench.tui.widgets.lines import Lines

DEFINITION_ROWS = 2
"""Rows for what a code says, its name on the first."""


class AlignForm(Form):
    """Both codes with what they say and share; below, the one code that is made of them."""

    WIDTH = 96

    def __init__(self, sitting: Sitting, item: Item, specs: Sequence[FieldSpec]) -> None:
        super().__init__("One code for both names", specs)
        self._sitting, self._item = sitting, item
        self._said = Lines([[]])

    def compose_body(self) -> ComposeResult:
        """The title, both codes, and the fields."""
        title, *fields = super().compose_body()
        yield title
        yield self._said
        yield from fields

    def body_rows(self) -> int:
        """Those of the form, and those of the codes."""
        return super().body_rows() + self._rows

    @property
    def _rows(self) -> int:
        return DEFINITION_ROWS * len(self._item.code_ids) + 3

    def fit_body(self, rows: int) -> None:
        """Fill the lines to their width; where room is short, the air goes first."""
        lines: list[list[Ink]] = []
        found = codes_in(self._item, self._sitting.codes)
        for code in found:
            lines += _code_lines(code, self.text_width)
        lines += [[Ink(cut(one, self.text_width), "dim")] for one in self._shared(found)]
        room = max(1, rows - super().body_rows())
        self._said.styles.height = min(self._rows, room)
        self._said.show([*lines, []])

    def _shared(self, found: Sequence[Code]) -> list[str]:
        """How much text the two have in common, and what would be settled."""
        sitting, item = self._sitting, self._item
        same = alike_named(sitting.study, sitting.viewer, item)
        other = sum(not same_span(one) for one in same)
        told = f"Settles {counted(len(same), 'item')}"
        ways = f"{', '.join(BOUNDARIES[:-1])} or {OPEN}"
        told += f"; {thousands(other)} differ in boundaries: {ways}." if other else "."
        if len(found) != 2:
            return ["Different names for the same passage.", told]
        if one_already(sitting.study, item):
            return ["They are one code already.", told]
        both, either = text_of_both(sitting.study, sitting.viewer, found[0].id, found[1].id)
        share = percent(both / either if either else None)
        text = f"Of {thousands(either)} characters with either, {thousands(both)} have both"
        return [f"{text}: {share}.", told]


class Aligning(Asking):
    """The key that makes one code of two names."""

    def action_align(self) -> None:
        """Ask for the one code, and settle all items of this pair of names with it."""
        item, sitting = self.item, self.sitting
        if item is None or sitting is None:
            return
        specs = [
            FieldSpec("boundaries", "Boundaries", "union", hint="or open", check=_drawn_by),
            FieldSpec("note", "In a sentence", self.draft.note, check=self._note_needed),
        ]
        if not one_already(self.study, item):
            specs = [*_code_specs(codes_in(item, sitting.codes)), *specs]

        def keep(answer: dict[str, str] | None) -> None:
            if answer is not None:
                self._align(item, answer)

        self.app.push_screen(AlignForm(sitting, item, specs), keep)

    def _note_needed(self, text: str) -> str:
        return "a supervisor's decision needs a sentence" if self.masked and not text else ""

    def _align(self, item: Item, answer: dict[str, str]) -> None:
        reason = self.draft.reason or REASONS[0]
        name = answer.get("name", item.code_ids[0])
        with self.trying():
            made = align(
                self.study,
                self.actor,
                item.id,
                name,
                answer.get("definition", ""),
                reason,
                answer["note"],
                answer["boundaries"],
            )
            self.say(_done(made))
        self.go_on()


def _done(made: Aligned) -> str:
    said = f"one code, {plain(made.code.name)}: {counted(made.settled, 'item')} settled"
    left = f", {thousands(made.left)} left open for their boundaries" if made.left else ""
    return f"{said}{left}; u takes it back"


def _code_specs(found: Sequence[Code]) -> list[FieldSpec]:
    """Name and definition: the first code's, with what the other says below it."""
    said = dict.fromkeys(code.definition for code in found if code.definition)
    return [
        FieldSpec("name", "Name", found[0].path, check=needed),
        FieldSpec("definition", "Definition", "\n".join(said), rows=2),
    ]


def _code_lines(code: Code, width: int) -> list[list[Ink]]:
    inks = code_inks(code.letter, code.hue, shown_name(code))
    inks[1:] = [Ink(inks[1].text, "strong", bold=True), Ink("  ")]
    room = max(12, width - width_of(inks))
    first, *more = wrap(code.definition or "No definition yet.", room)
    rest = cut(" ".join(more), width - 2)
    return [[*inks, Ink(first)], [Ink(f"  {rest}")]]


def _drawn_by(text: str) -> str:
    return "" if text in BOUNDARIES else f"write {', '.join(BOUNDARIES[:-1])} or {OPEN}"
