"""Set-up, packs: a coder's own file out and back."""

from collections.abc import Sequence
from pathlib import Path

from workbench.exchange.packs.collecting import collect
from workbench.exchange.packs.making import call_back, give_out
from workbench.exchange.packs.nouns import Collected
from workbench.tui.numbers import counted
from workbench.tui.screens.setup_section import Section
from workbench.tui.widgets.forms import Prompt
from workbench.tui.widgets.popups import Confirm


class PackActs(Section):
    """What the section of people can do about packs; its rows are people, by name as id."""

    def give_out(self) -> None:
        """Ask where to write the pack of the person under the cursor, beside the study first."""
        name, path = self.picked(), self.study.path
        proposed = path.with_name(f"{path.stem}-{_in_a_file_name(name)}.db").absolute()

        def keep(answer: str | None) -> None:
            if answer:
                with self.screen.trying():
                    done = give_out(self.study, name, Path(answer).expanduser(), self.by)
                    count = counted(len(done.transcripts), "transcript")
                    self.screen.say(f"{done.path.name} holds {count}: {name} codes in it now")

        self.screen.app.push_screen(
            Prompt(f"Write the pack for {name} to", str(proposed), verb="write"), keep
        )

    def call_back(self) -> None:
        """Ask first, for what was done in the pack does not come back then."""
        name = self.picked()

        def keep(sure: bool | None) -> None:
            if sure:
                with self.screen.trying():
                    call_back(self.study, name, self.by)
                    self.screen.say(f"{name} codes in this study again")

        question = Confirm(
            f"Call the pack of {name} back?",
            "What was done in it since it was last collected stays in it.",
            more="It cannot be collected any more; undo takes that back.",
        )
        self.screen.app.push_screen(question, keep)

    def collect(self) -> None:
        """Ask for the files, say what would come, and bring it in."""
        self.pick_files(
            "Packs that came back", (".db",), self._rehearse, several=True, studies=True
        )

    def _rehearse(self, paths: tuple[Path, ...]) -> None:
        def ask() -> None:
            found = collect(self.study, paths, self.by, rehearse=True)
            reveals = any(come.revealed for one in found for come in one.transcripts)
            question = Confirm(
                f"Bring in what {_named(found)} did?",
                "What every coder has locked is revealed; that cannot be taken back."
                if reveals
                else "",
                more=" ".join(_told(one) for one in found),
            )
            self.screen.app.push_screen(question, lambda sure: self._collect(paths, bool(sure)))

        self.screen.attempt(ask)

    def _collect(self, paths: Sequence[Path], sure: bool) -> None:
        if sure:
            with self.screen.trying():
                found = collect(self.study, paths, self.by)
                self.screen.say(f"what {_named(found)} did is in the study")


def _named(found: Sequence[Collected]) -> str:
    return " and ".join(one.coder for one in found)


def _told(one: Collected) -> str:
    """What everybody may know of a pack, in a sentence or two."""
    locked = sum(come.locked for come in one.transcripts)
    words = f"{one.coder} has locked {locked} of {counted(len(one.transcripts), 'transcript')}."
    if one.codes_since:
        words += f" In the codebook since, and not in the pack: {', '.join(one.codes_since)}."
    return words


def _in_a_file_name(name: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in name).strip("-").lower() or "pack"
