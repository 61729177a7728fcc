"""Codebook: the tree with its counts, all that a code says beside it, and how it is changed."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from workbench.codebook.editing import bring_back_code, edit_code, move_code, retire_code
from workbench.codebook.nouns import LEVELS, ORIGINS, Code
from workbench.codebook.paths import join_path, split_path
from workbench.codebook.store import add_code, codes, versions
from workbench.coding.store import count_by_code
from workbench.tui.destinations import Where
from workbench.tui.frame import Divider, Panel
from workbench.tui.ink import Ink
from workbench.tui.keys import Key
from workbench.tui.numbers import counted
from workbench.tui.screens.codebook_page import code_lines, code_rows
from workbench.tui.study_screen import StudyScreen
from workbench.tui.widgets.bars import Piece
from workbench.tui.widgets.fields import FieldSpec
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import Column, RowList
from workbench.tui.widgets.picker import Picked, Picker, PickItem
from workbench.tui.widgets.popups import Confirm, Form, Prompt

LEFT_WIDTHS = {"narrow": 38, "medium": 44, "wide": 52}
TOP = "top"
"""Id of the choice that puts a code at the top of the codebook."""


def _on_code(screen: "CodebookScreen") -> bool:
    return screen.code is not None


class CodebookScreen(StudyScreen):
    """The tree left, the code one is on right."""

    SCREEN_NAME = "Codebook"
    KEYS = (
        Key(
            "e", "edit", "Edit name, definition, when to use it and when not", "edit", when=_on_code
        ),
        Key("a", "add", "Add a code under this one", "add(True)", short="add"),
        Key("A", "", "Add a code at the top", "add(False)"),
        Key(
            "o", "more", "Edit example, origin, level, question, other names", "more", when=_on_code
        ),
        Key("m", "move", "Move the code under another one", "move", when=_on_code),
        Key("l", "letter", "Choose the letter in the margin", "letter", when=_on_code),
        Key("x", "retire", "Take the code out of use, or back into use", "retire", when=_on_code),
        Key("slash", "find", "Find codes by a word", "find"),
        Key("enter", "in full", "Read all about the code", "in_full", when=_on_code),
        Key("p", "passages", "Read its passages on the coding screen", "passages", when=_on_code),
        Key("v", "versions", "Frozen versions", "versions"),
        Key("R", "", "Show retired codes too, or not", "show_retired"),
        Key("escape", "", "Show all codes again", "all"),
    )

    def compose_content(self) -> ComposeResult:
        """The tree and the page of a code."""
        with Horizontal():
            with Panel(id="left"):
                yield RowList(
                    [Column("Codebook"), Column("all", 5, right=True)],
                    id="codes",
                    empty="No codes yet: A adds one; ctrl+g s brings a codebook in.",
                )
            yield Divider()
            with Panel():
                yield Lines(id="page")

    def on_mount(self) -> None:
        """Nothing is read yet."""
        self._codes: dict[str, Code] = {}
        self._counts: dict[str, int] = {}
        self._with_retired = False
        page = self.query_one("#page")
        page.styles.height = "1fr"
        page.styles.padding = (0, 2)
        self.query_one("#codes", RowList).focus()

    @property
    def code(self) -> Code | None:
        """The code under the cursor."""
        row = self.query_one("#codes", RowList).cursor
        return self._codes.get(row.id) if row is not None else None

    # ── what is shown ────────────────────────────────────────────────────────────────────────────

    def show_study(self) -> None:
        """Read codes and counts."""
        listed = codes(self.study, self.viewer, retired=self._with_retired)
        self._codes = {code.id: code for code in listed}
        self._counts = dict(count_by_code(self.study, self.viewer))
        asked = self.where.code_id
        self.query_one("#codes", RowList).show(
            code_rows(listed, self._counts), cursor=asked or None
        )
        frozen = versions(self.study)
        version = f"version {frozen[-1].number}" if frozen else "no version yet"
        self.head_study(object=counted(len(listed), "code"), right=((version, ""),))
        self._show_page()

    def on_resize(self) -> None:
        """The left side follows the width."""
        self.query_one("#left").styles.width = LEFT_WIDTHS[self.breadth]
        self._show_page()

    @on(RowList.Highlighted, "#codes")
    def _show_page(self) -> None:
        width = self.size.width - LEFT_WIDTHS[self.breadth] - 6
        page = self.query_one("#page", Lines)
        code = self.code
        lines = code_lines(code, min(72, width), roomy=self.tall) if code else []
        page.show([[], *lines] if self.tall else lines)
        left = []
        if code is not None:
            left.append(Piece([Ink(code.letter, code.hue, bold=True), Ink(f" {code.path}")]))
            left.append(Piece(Ink(counted(self._counts.get(code.id, 0), "coding"), "dim")))
        total = counted(sum(self._counts.values()), "coding")
        base = Piece(f"{total} that you may see", total, token="dim")
        self.status("READ", left, [base, self.saved_piece])
        self.refresh_bindings()

    @on(RowList.Chosen, "#codes")
    def action_in_full(self) -> None:
        """All about the code, where the page has no room for it."""
        if self.code is not None:
            lines = code_lines(self.code, 68, roomy=False)
            self.tell(self.code.path, ["".join(ink.text for ink in line) for line in lines[2:]])

    def action_show_retired(self) -> None:
        """With codes out of use, or without."""
        self._with_retired = not self._with_retired
        self.refill()
        self.say(
            "retired codes are shown too" if self._with_retired else "retired codes are not shown"
        )

    def action_find(self) -> None:
        """Ask for a word; the list shows what has it."""

        def keep(query: str | None) -> None:
            if query is not None:
                found = self.query_one("#codes", RowList).filter(query)
                self.say(f"{counted(found, 'code')}; esc shows all" if query else "all codes")

        self.app.push_screen(Prompt("Find codes", hint="part of a name"), keep)

    def action_all(self) -> None:
        """Every code again."""
        self.query_one("#codes", RowList).filter("")

    def action_versions(self) -> None:
        """What was frozen when."""
        lines = [
            f"Version {v.number}, {counted(v.codes, 'code')}, {v.at[:10]}: {v.note}"
            for v in reversed(versions(self.study))
        ]
        self.tell("Versions", lines or ["No version yet: opening a round freezes one."])

    def action_passages(self) -> None:
        """The code on the coding screen."""
        if self.code is not None:
            self.go("code", Where(code_id=self.code.id))

    # ── changing codes ───────────────────────────────────────────────────────────────────────────

    def action_add(self, below: bool) -> None:
        """Ask for a new code, under the one the cursor is on or at the top."""
        parent = self.code if below else None
        origin = "inductive" if self.viewer else "deductive"
        fields = [
            FieldSpec("name", "Name", check=_needed),
            FieldSpec("definition", "Definition", rows=3),
            FieldSpec("origin", "Origin", origin, hint=", ".join(ORIGINS), check=_origin),
            FieldSpec("whose", "Whose", "everybody's", hint="everybody's, or mine", check=_whose),
        ]
        title = f"A code under {parent.name}" if parent else "A code at the top"

        def keep(answer: dict[str, str] | None) -> None:
            if answer is None:
                return
            with self.trying():
                above = split_path(parent.path) if parent else ()
                mine = answer["whose"] == "mine"
                made = add_code(
                    self.study,
                    join_path((*above, answer["name"])),
                    definition=answer["definition"],
                    origin=answer["origin"],
                    by=self.actor if mine else self.viewer,
                    shared=not mine,
                )
                self.where = Where(code_id=made.id)
                self.say(f"{made.name} added; u takes it back")

        self.app.push_screen(Form(title, fields), keep)

    def action_edit(self) -> None:
        """Ask for what the code says."""
        self._ask(
            lambda code: [
                FieldSpec("name", "Name", code.name, check=_needed),
                FieldSpec("definition", "Definition", code.definition, rows=3),
                FieldSpec("when_to_use", "When to use", code.when_to_use, rows=3),
                FieldSpec("when_not_to_use", "When not to", code.when_not_to_use, rows=3),
            ]
        )

    def action_more(self) -> None:
        """Ask for the rest."""
        self._ask(
            lambda code: [
                FieldSpec("example", "Example", code.example, rows=2),
                FieldSpec("origin", "Origin", code.origin, check=_origin),
                FieldSpec("level", "Level", code.level, hint=", ".join(LEVELS), check=_level),
                FieldSpec("question", "Question", code.question),
                FieldSpec("aliases", "Other names", "; ".join(code.aliases), hint="parted by ;"),
                FieldSpec(
                    "exclusive", "Alone", _yes(code.exclusive), hint="yes: with no other code"
                ),
            ]
        )

    def _ask(self, specs: Callable[[Code], list[FieldSpec]]) -> None:
        code = self.code
        if code is None:
            return

        def keep(answer: dict[str, str] | None) -> None:
            if answer is None:
                return
            aliases = answer.pop("aliases", None)
            exclusive = answer.pop("exclusive", None)
            with self.trying():
                edit_code(
                    self.study,
                    code,
                    self.viewer,
                    aliases=None if aliases is None else aliases.split(";"),
                    exclusive=None if exclusive is None else exclusive == "yes",
                    **answer,
                )
                self.say("the code is changed; u takes it back")

        self.app.push_screen(Form(code.path, specs(code)), keep)

    def action_letter(self) -> None:
        """Ask for the letter; empty goes back to the proposed one."""
        code = self.code
        if code is None:
            return

        def keep(letter: str | None) -> None:
            if letter is not None:
                with self.trying():
                    now = edit_code(self.study, code, self.viewer, letter=letter)
                    self.say(f"{now.name} has the letter {now.letter}")

        title = f"Letter of {code.name}"
        self.app.push_screen(Prompt(title, code.letter, hint="empty: as proposed"), keep)

    def action_move(self) -> None:
        """Ask under which code; the first choice is the top."""
        code = self.code
        if code is None:
            return
        items = [PickItem(TOP, "", "text", "the top of the codebook")]
        items += [
            PickItem(c.id, c.letter, c.hue, c.name, c.path, c.definition, c.aliases)
            for c in self._codes.values()
            if c.id != code.id and not c.retired
        ]

        def keep(picked: Picked | None) -> None:
            if picked is not None:
                with self.trying():
                    parent = self._codes.get(picked.id)
                    moved = move_code(self.study, code, parent, self.viewer)
                    self.where = Where(code_id=moved.id)
                    self.say(f"{moved.name} is {moved.path} now")

        self.app.push_screen(Picker(items), keep)

    def action_retire(self) -> None:
        """Take out of use after asking; back into use at once."""
        code = self.code
        if code is None:
            return
        if code.retired:
            with self.trying():
                bring_back_code(self.study, code, self.viewer)
                self.say(f"{code.name} is in use again")
            return

        def keep(sure: bool | None) -> None:
            if sure:
                with self.trying():
                    retire_code(self.study, code, self.viewer)
                    self.say(f"{code.name} is retired; R shows retired codes")

        more = "Nothing new is coded with it. What was coded stays, and x brings it back."
        self.app.push_screen(Confirm(f"Retire {code.path}?", more=more), keep)


def _needed(text: str) -> str:
    return "" if text else "a name is needed"


def _origin(text: str) -> str:
    return "" if text in ORIGINS else f"write one of {', '.join(ORIGINS)}"


def _level(text: str) -> str:
    return "" if text in ("", *LEVELS) else f"write {' or '.join(LEVELS)}, or nothing"


def _whose(text: str) -> str:
    return "" if text in ("everybody's", "mine") else "write everybody's or mine"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
