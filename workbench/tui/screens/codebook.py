"""Codebook: the tree with its counts, all that a code says beside it, and how it is changed."""

from workbench.tui.destinations import Where
from workbench.tui.keys import Key
from workbench.tui.numbers import counted
from workbench.tui.screens.codebook_versions import CodebookVersions
from workbench.tui.widgets.forms import Prompt
from workbench.tui.widgets.lists import RowList


def _on_code(screen: "CodebookScreen") -> bool:
    return screen.code is not None


def _on_code_in_use(screen: "CodebookScreen") -> bool:
    return screen.code is not None and not screen.code.retired


def _has_marks(screen: "CodebookScreen") -> bool:
    return bool(screen.rechecks)


class CodebookScreen(CodebookVersions):
    """The tree left, the code one is on right."""

    SCREEN_NAME = "Codebook"
    KEYS = (
        Key(
            "e", "edit", "Edit name, definition, when to use it and when not", "edit", when=_on_code
        ),
        Key(
            "a",
            "add",
            "Add a code under this one, or beside the one just added",
            "add(True)",
            short="add",
        ),
        Key("A", "", "Add a code at the top", "add(False)"),
        Key("w", "re-check", "List your codings to re-check", "recheck", when=_has_marks),
        Key("M", "merge", "Merge this code, or those picked, into another", "merge", when=_on_code),
        Key("S", "split", "Split the code into several", "split", when=_on_code_in_use),
        Key("N", "near", "List pairs of codes that may be one", "near"),
        Key(
            "o",
            "more",
            "Edit example, origin, level, question, colour, other names",
            "more",
            when=_on_code,
        ),
        Key("m", "move", "Move the code under another one", "move", when=_on_code),
        Key("x", "retire", "Take the code out of use, or back into use", "retire", when=_on_code),
        Key("v", "versions", "Frozen versions and how they differ", "versions"),
        Key("h", "history", "Who changed what of the code, and when", "past", when=_on_code),
        Key("l", "letter", "Choose the letter in the margin", "letter", when=_on_code),
        Key("slash", "find", "Find codes by a word", "find"),
        Key("p", "passages", "Read its passages on the coding screen", "passages", when=_on_code),
        Key("enter", "in full", "Read all about the code", "in_full", when=_on_code),
        Key("space", "", "Pick this code too, to merge several", "mark", when=_on_code),
        Key("R", "", "Show retired codes too, or not", "show_retired"),
        Key("escape", "", "Show all codes again, and pick none", "all"),
    )

    def action_mark(self) -> None:
        """Pick the code the cursor is on."""
        self.query_one("#codes", RowList).action_mark()

    def action_show_retired(self) -> None:
        """With codes out of use, or without."""
        self.with_retired = not self.with_retired
        self.refill()
        self.say(
            "retired codes are shown too" if self.with_retired else "retired codes are not shown"
        )

    def action_find(self) -> None:
        """Ask for a word; the list shows what has it."""

        def keep(query: str | None) -> None:
            if query is not None:
                found = self.query_one("#codes", RowList).filter(query)
                self.say(f"{counted(found, 'code')}; esc shows all" if query else "all codes")

        self.app.push_screen(Prompt("Find codes", hint="part of a name", verb="find"), keep)

    def action_all(self) -> None:
        """Every code again, none of them picked."""
        self.query_one("#codes", RowList).clear_marks()
        self.query_one("#codes", RowList).filter("")

    def action_passages(self) -> None:
        """The code on the coding screen."""
        if self.code is not None:
            self.go("code", Where(code_id=self.code.id))
