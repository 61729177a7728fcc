"""The rules of suggestions on the coding screen: a list to add to and to remove from."""

from collections.abc import Callable, Sequence
from functools import partial

from textual.app import ComposeResult

from workbench.codebook.nouns import Code
from workbench.coding.suggestions.nouns import EXTENTS, KINDS, PHRASE, SENTENCE, Rule
from workbench.coding.suggestions.rules import add_rule, remove_rules, rules
from workbench.tui.ink import Ink, inks_of, plain
from workbench.tui.keys import Key
from workbench.tui.screens.code_bulk import CodeBulk
from workbench.tui.screens.code_hands import TAKES_BACK
from workbench.tui.widgets.fields import FieldSpec
from workbench.tui.widgets.forms import Form
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.picker import Picked, Picker
from workbench.tui.widgets.popups import Popup

NEW = "new"


class RulesPopup(Popup[str]):
    """All rules; the answer is ``new``, or the id of one to remove."""

    WIDTH = 100
    KEYS = (
        Key("a,enter", "add one", "Add a rule", "add"),
        Key("x", "remove", "Remove the rule", "remove", when=lambda popup: popup.has_rules),
        Key("escape", "back", "Back to the text", "close"),
    )

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__()
        self._rows = rows
        columns = [Column("Code", 30), Column("Kind", 8), Column("Proposes", 9), Column("Words")]
        nothing = "No rules yet: a adds one to a code."
        self._list = RowList(columns, lead=1, empty=nothing)

    @property
    def has_rules(self) -> bool:
        """Whether there is one to remove."""
        return bool(self._rows)

    def compose_body(self) -> ComposeResult:
        """A title and the rules."""
        title = "Rules: by which words a passage is proposed for a code"
        yield Lines([inks_of(title, "strong"), []])
        yield self._list

    def body_rows(self) -> int:
        """All of them, as far as there is room."""
        return 4 + len(self._rows)

    def on_mount(self) -> None:
        """The keys are in the list."""
        self._list.show(self._rows)
        self._list.focus()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter adds, on a row too."""
        event.stop()
        self.action_add()

    def action_add(self) -> None:
        """Add one."""
        self.dismiss(NEW)

    def action_remove(self) -> None:
        """Remove the one the cursor is on."""
        row = self._list.cursor
        if row is not None:
            self.dismiss(row.id)


class CodeRules(CodeBulk):
    """Rules of codes."""

    def show_rules(self) -> None:
        """All rules of the codes that this person may see."""
        rows = [_row(rule) for rule in rules(self.study, self.viewer)]
        self.app.push_screen(RulesPopup(rows), self._with_rule)

    def _with_rule(self, answer: str | None) -> None:
        desk = self.desk
        if answer is None or desk is None:
            return
        if answer == NEW:
            picker = Picker(
                self.pick_items(desk), verb="a rule for it", place=self.place_at_caret()
            )
            self.say("a rule for which code?")
            self.app.push_screen(picker, self._ask_rule)
            return
        with self.trying():
            remove_rules(self.study, [answer], self.actor)
            self.say(f"rule removed; what it found goes with the next run{TAKES_BACK}")
        self.show_rules()

    def _ask_rule(self, picked: Picked | None) -> None:
        desk = self.desk
        if desk is None or picked is None or picked.id not in desk.codes:
            return
        selection = self.text_view.selection
        said = plain(desk.text[slice(*selection)]) if selection is not None else ""
        code = desk.codes[picked.id]
        fields = [
            FieldSpec("words", "Words", " ".join(said.split())),
            FieldSpec("kind", "Kind", PHRASE, hint=", ".join(KINDS), check=_one_of(KINDS)),
            FieldSpec("extent", "Proposes", SENTENCE, hint=", ".join(EXTENTS),
                      check=_one_of(EXTENTS)),
        ]  # fmt: skip
        title = [Ink("A rule for "), *self.written(code)]
        form = Form(title, fields, place=self.place_at_caret())
        self.app.push_screen(form, partial(self._keep_rule, code=code))

    def _keep_rule(self, answer: dict[str, str] | None, *, code: Code) -> None:
        if answer is None:
            return
        with self.trying():
            add_rule(
                self.study, code.id, answer["kind"], answer["words"], answer["extent"], self.actor
            )
            self.say(f"rule kept: Y, l looks by it{TAKES_BACK}")


def _row(rule: Rule) -> Row:
    cells = (rule.code, rule.kind, rule.extent, rule.words)
    return Row(rule.id, tuple([Ink(plain(cell))] for cell in cells))


def _one_of(known: Sequence[str]) -> Callable[[str], str]:
    def check(typed: str) -> str:
        return "" if typed in known else f"one of {', '.join(known)}"

    return check
