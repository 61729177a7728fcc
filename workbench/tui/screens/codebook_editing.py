"""Codebook: making codes and changing what they say, where they stand and whether they are used."""

from collections.abc import Callable

from workbench.codebook.editing import bring_back_code, edit_code, move_code, retire_code
from workbench.codebook.nouns import LEVELS, ORIGINS, Code
from workbench.codebook.paths import join_path, split_path
from workbench.codebook.store import add_code, codes
from workbench.tui.destinations import Where
from workbench.tui.screens.codebook_base import CodebookBase
from workbench.tui.widgets.fields import FieldSpec
from workbench.tui.widgets.forms import Form, Prompt
from workbench.tui.widgets.picker import Picked, Picker, PickItem
from workbench.tui.widgets.popups import Confirm

TOP = "top"
"""Id of the choice that puts a code at the top of the codebook."""


class CodebookEditing(CodebookBase):
    """The keys that change one code."""

    # Codes typed one after another share their origin mostly, and their place.
    _last_origin = ""
    _last_added = ""

    def action_add(self, below: bool) -> None:
        """Ask for a new code, under the one the cursor is on or at the top.

        On the code that was added last it stands beside it: a list typed in stays a list.
        """
        parent = self.code if below else None
        if parent and parent.id == self._last_added:
            parent = next(
                (c for c in codes(self.study, self.viewer) if c.id == parent.parent_id), None
            )
        origin = self._last_origin or ("inductive" if self.viewer else "deductive")
        fields = [
            FieldSpec("name", "Name", check=needed),
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
                self._last_origin, self._last_added = answer["origin"], made.id
                self.where = Where(code_id=made.id)
                self.say(f"{made.name} added; u takes it back")

        self.app.push_screen(Form(title, fields), keep)

    def action_edit(self) -> None:
        """Ask for what the code says."""
        self._ask(
            lambda code: [
                FieldSpec("name", "Name", code.name, check=needed),
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
                FieldSpec(
                    "colour", "Colour", code.colour, hint="#0072B2 say, shown as the nearest hue"
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
        items += self.pick_items(besides={code.id})

        def keep(picked: Picked | None) -> None:
            if picked is not None:
                with self.trying():
                    parent = self.codes.get(picked.id)
                    moved = move_code(self.study, code, parent, self.viewer)
                    self.where = Where(code_id=moved.id)
                    self.say(f"{moved.name} is {moved.path} now")

        self.app.push_screen(Picker(items, verb="move under it"), keep)

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


def needed(text: str) -> str:
    return "" if text else "a name is needed"


def _origin(text: str) -> str:
    return "" if text in ORIGINS else f"write one of {', '.join(ORIGINS)}"


def _level(text: str) -> str:
    return "" if text in ("", *LEVELS) else f"write {' or '.join(LEVELS)}, or nothing"


def _whose(text: str) -> str:
    return "" if text in ("everybody's", "mine") else "write everybody's or mine"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
