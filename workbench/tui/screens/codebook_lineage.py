"""Codebook: merging codes, splitting one, and how a code came to say what it says."""

from functools import partial

from workbench.codebook.merging import Part, merge_codes, split_code
from workbench.codebook.nouns import Code, LineageStep
from workbench.codebook.past import Rewording, rewordings
from workbench.tui.destinations import Where
from workbench.tui.screens.codebook_editing import CodebookEditing, needed
from workbench.tui.widgets.fields import FieldSpec
from workbench.tui.widgets.forms import Form
from workbench.tui.widgets.lists import RowList
from workbench.tui.widgets.picker import Picked, Picker

PARTS = 3
"""How many codes the form can split one into; the command line takes any number."""


class CodebookLineage(CodebookEditing):
    """The keys that make one code of several, or several of one."""

    def action_merge(self) -> None:
        """Ask into which code the picked ones are merged."""
        sources = self.picked
        if not sources:
            return
        names = ", ".join(code.name for code in sources)
        items = self.pick_items(besides={code.id for code in sources})
        if not items:
            self.say("there is no other code to merge it into")
            return
        self.say(f"{names}: merged into which code?")
        self.app.push_screen(
            Picker(items, verb="merge into it"), partial(self._merge, sources=sources)
        )

    def _merge(self, picked: Picked | None, *, sources: list[Code]) -> None:
        if picked is not None and picked.id in self.codes:
            self.merge_into(sources, self.codes[picked.id])

    def merge_into(self, sources: list[Code], target: Code) -> None:
        """Merge codes; the cursor goes to what they are read as."""
        with self.trying():
            kept = merge_codes(self.study, sources, target, self.viewer)
            self.query_one("#codes", RowList).clear_marks()
            self.where = Where(code_id=kept.id)
            names = ", ".join(code.name for code in sources)
            self.say(f"{names} is read as {kept.name} now; u takes it back")

    def action_split(self) -> None:
        """Ask for the new codes."""
        code = self.code
        if code is None:
            return
        fields = []
        for number in range(1, PARTS + 1):
            check = needed if number == 1 else None
            fields += [
                FieldSpec(f"name{number}", f"New code {number}", check=check),
                FieldSpec(f"definition{number}", "  meaning"),
            ]
        fields += [
            FieldSpec("reason", "Reason"),
            FieldSpec("keep", "Keep the old", "no", hint="no: it goes out of use", check=_yes_no),
        ]
        self.app.push_screen(Form(f"Split {code.path}", fields), partial(self._split, code=code))

    def _split(self, answer: dict[str, str] | None, *, code: Code) -> None:
        if answer is None:
            return
        parts = [
            Part(answer[f"name{number}"], answer[f"definition{number}"])
            for number in range(1, PARTS + 1)
            if answer[f"name{number}"]
        ]
        with self.trying():
            made = split_code(
                self.study,
                code,
                parts,
                self.viewer,
                keep=answer["keep"] == "yes",
                reason=answer["reason"],
            )
            self.where = Where(code_id=made[0].id)
            self.say(f"{code.name} is split into {', '.join(one.name for one in made)}")

    def action_past(self) -> None:
        """Who changed what of the code, and what became of it."""
        code = self.code
        if code is None:
            return
        told = [(one.at, _told(one)) for one in rewordings(self.study, code)]
        told += [
            (step.at, _stepped(step))
            for step in self.steps
            if code.id in (step.from_id, step.to_id) and step.kind != "rename"
        ]
        lines = [f"{_moment(at)}  {words}" for at, words in sorted(told, reverse=True)]
        self.tell(f"{code.path}: how it came to say what it says", lines)


def _told(one: Rewording) -> str:
    who = one.by or "set-up"
    if any(field == "name" and not before for field, before, _ in one.fields):
        said = [f"{_named(f)} “{new}”" for f, _, new in one.fields if f not in ("name", "origin")]
        return f"{who}: made{': ' + '; '.join(said) if said else ''}"
    return f"{who}: " + "; ".join(
        f"{_named(field)} {f'“{before}”' if before else 'empty'} →"
        f" {f'“{after}”' if after else 'empty'}"
        for field, before, after in one.fields
    )


def _stepped(step: LineageStep) -> str:
    words = {
        "merge": f"{step.old_name} merged into {step.new_name}",
        "split": f"{step.old_name} split, {step.new_name} is a part of it",
        "move": f"moved from {step.old_name} to {step.new_name}",
    }
    return words[step.kind] + (f": {step.reason}" if step.reason else "")


def _named(field: str) -> str:
    return field.replace("_", " ")


def _moment(at: str) -> str:
    return at[:16].replace("T", " ")


def _yes_no(text: str) -> str:
    return "" if text in ("yes", "no") else "write yes or no"
