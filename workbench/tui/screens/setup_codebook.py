"""Set-up, codebook: tables in and out, and the versions that rounds have frozen."""

from pathlib import Path

from workbench.codebook.exporting import export_codebook
from workbench.codebook.importing import import_codebook
from workbench.codebook.store import codes, versions
from workbench.shipped import shipped
from workbench.tui.ink import Ink
from workbench.tui.numbers import counted
from workbench.tui.screens.setup_refi import CODEBOOK, bring_in_codebook
from workbench.tui.screens.setup_section import Act, Section
from workbench.tui.widgets.forms import Prompt
from workbench.tui.widgets.lists import Column, Row

BOOKS = (".csv", ".tsv", CODEBOOK)


class CodebookSection(Section):
    """The codebook as a table, and its frozen versions."""

    NAME, TITLE = "codebook", "Codebook"
    EMPTY = (
        "No version yet: i brings a codebook in from a CSV or a REFI file (.qdc), enter opens the"
        " codebook itself. Opening a round freezes a version."
    )
    COLUMNS = (Column("Version", 9), Column("codes", 6, right=True), Column("made for", gap=2))
    ACTS = (
        Act("i", "import", "Bring in a codebook from a CSV or a .qdc file", "take"),
        Act("s", "samples", "Bring in a codebook that came with the workbench", "take_shipped"),
        Act("w", "write out", "Write the codebook as a CSV file", "write"),
        Act("enter", "open", "Open the codebook", "open"),
        Act("b", "open it", "Open the codebook", "open"),
    )

    def figure(self) -> str:
        """How many codes the viewer may see."""
        return str(len(codes(self.study, self.by)))

    def rows(self) -> list[Row]:
        """One frozen version a row, the newest first."""
        return [
            Row(v.id, (f"{v.number}", str(v.codes), [Ink(v.note), Ink(f"   {v.at[:10]}", "dim")]))
            for v in reversed(versions(self.study))
        ]

    def take(self) -> None:
        """Ask for the file."""
        self.pick_files("A codebook as a table, or of REFI-QDA", BOOKS, self._import)

    def take_shipped(self) -> None:
        """Ask for the file, beginning with those that came along."""
        folder = shipped("codebooks")
        self.pick_files("A codebook that came along", (".csv",), self._import, folder=folder)

    def _import(self, paths: tuple[Path, ...]) -> None:
        if paths[0].suffix.casefold() == CODEBOOK:
            bring_in_codebook(self, paths[0])
            return
        with self.screen.trying():
            done = import_codebook(self.study, paths[0], by=self.by)
            notices = done.notices
            self.screen.say(notices[0])
            if notices[1:]:
                self.screen.tell("Brought in", notices)

    def write(self) -> None:
        """Ask for the file to write."""
        proposed = self.study.path.with_name(f"{self.study.path.stem}-codebook.csv")

        def keep(path: str | None) -> None:
            if path:
                self.screen.attempt(lambda: self._export(Path(path).expanduser()))

        self.screen.app.push_screen(
            Prompt("Write the codebook to", str(proposed), verb="write"), keep
        )

    def _export(self, path: Path) -> None:
        report = export_codebook(self.study, path, self.by)
        self.screen.say(f"{counted(report.rows, 'code')} written to {path.name}")
        if report.notices[1:]:
            self.screen.tell("Written", report.notices)

    def open(self) -> None:
        """Go to the codebook."""
        self.screen.go("codebook")
