"""Set-up, people: who codes, who supervises."""

from workbench.study import add_person, people, rename_person, retire_person
from workbench.study.nouns import ROLES
from workbench.study.packs import packs
from workbench.study.people import change_role
from workbench.tui.ink import Ink
from workbench.tui.screens.setup_packs import PackActs
from workbench.tui.screens.setup_section import Act
from workbench.tui.widgets.fields import FieldSpec
from workbench.tui.widgets.forms import Form, Prompt
from workbench.tui.widgets.lists import Column, Row
from workbench.tui.widgets.popups import Choice, Choose, Confirm


class PeopleSection(PackActs):
    """Coders and supervisors, and the packs that some of them code in."""

    NAME, TITLE = "people", "People"
    EMPTY = "Nobody yet: a adds somebody."
    COLUMNS = (Column("Name", 28), Column("role", 12), Column("", 8))
    ACTS = (
        Act("a", "add", "Add somebody", "add"),
        Act("n", "rename", "Give another name", "rename", needs_row=True),
        Act("o", "role", "Choose another role", "role", needs_row=True),
        Act("x", "retire", "Retire: no new work, what was done stays", "retire", needs_row=True),
        Act("p", "pack", "Give out a pack: a file to code in alone", "give_out", needs_row=True),
        Act("c", "collect", "Collect packs that came back", "collect"),
        Act("b", "call back", "Call the pack back that is out", "call_back", needs_row=True),
    )

    def figure(self) -> str:
        """How many take part."""
        return str(sum(not person.retired for person in people(self.study)))

    def rows(self) -> list[Row]:
        """One person a row, by name as id."""
        out = {pack.person.id for pack in packs(self.study) if pack.out}
        return [
            Row(
                p.name,
                (
                    p.name,
                    Ink(p.role, "dim"),
                    Ink("retired" if p.retired else "pack out" if p.id in out else "", "faint"),
                ),
            )
            for p in people(self.study)
        ]

    def add(self) -> None:
        """Ask for name and role."""
        fields = [
            FieldSpec("name", "Name", check=lambda text: "" if text else "a name is needed"),
            FieldSpec("role", "Role", "coder", hint="coder or supervisor", check=_role_complaint),
        ]
        self.screen.app.push_screen(Form("Somebody new", fields), self._added)

    def _added(self, answer: dict[str, str] | None) -> None:
        if answer:
            with self.screen.trying():
                new = add_person(self.study, answer["name"], answer["role"], self.by)
                self.screen.say(f"{new.name} is in the study as {new.role}")

    def rename(self) -> None:
        """Ask for the new name."""
        old = self.picked()

        def keep(new: str | None) -> None:
            if new is not None:
                with self.screen.trying():
                    rename_person(self.study, old, new, self.by)
                    self.screen.say(f"{old} is called {new} now")
                    self.screen.session.refresh_viewer()

        self.screen.app.push_screen(Prompt("New name", old), keep)

    def role(self) -> None:
        """Ask for the role."""
        name = self.picked()
        now = next(p.role for p in people(self.study) if p.name == name)

        def keep(role: str | None) -> None:
            if role is not None:
                with self.screen.trying():
                    change_role(self.study, name, role, self.by)
                    self.screen.say(f"{name} is {role} now")
                    self.screen.session.refresh_viewer()

        choices = [Choice(role, role[0], role) for role in ROLES]
        self.screen.app.push_screen(Choose(f"Role of {name}", choices, at=now), keep)

    def retire(self) -> None:
        """Ask first."""
        name = self.picked()

        def keep(sure: bool | None) -> None:
            if sure:
                with self.screen.trying():
                    retire_person(self.study, name, self.by)
                    self.screen.say(f"{name} is retired; what they did stays")

        question = Confirm(f"Retire {name}?", more="They get no new work; what they did stays.")
        self.screen.app.push_screen(question, keep)


def _role_complaint(text: str) -> str:
    return "" if text in ROLES else "write coder or supervisor"
