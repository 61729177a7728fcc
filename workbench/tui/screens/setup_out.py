"""Set-up, going out and keeping safe: exports, copies, verification."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from workbench.codebook.exporting import export_codebook
from workbench.coding import locking as _layer_checks  # noqa: F401  registers its checks
from workbench.consensus import checks as _item_checks  # noqa: F401
from workbench.exchange.codings import export_codings
from workbench.exchange.nvivo import export_nvivo
from workbench.exchange.refi.exporting import Written, export_qdc, export_refi
from workbench.exchange.report.writing import export_report
from workbench.study import backup, verify
from workbench.tui.ink import Ink
from workbench.tui.numbers import counted
from workbench.tui.screens.setup_section import Act, Section
from workbench.tui.widgets.forms import Prompt
from workbench.tui.widgets.lists import Column, Row


class _Ways(Section):
    """A section whose rows are things to do."""

    COLUMNS = (Column("", 24), Column("", gap=2))
    WIDEST = 92
    ACTS = (Act("enter", "do it", "Do what the row says", "do_it", needs_row=True),)
    WAYS: tuple[tuple[str, str, str], ...] = ()

    def rows(self) -> list[Row]:
        """What can be done: method, title, words."""
        return [Row(name, (title, Ink(words, "dim"))) for name, title, words in self.WAYS]

    def do_it(self) -> None:
        """Do what the row says."""
        getattr(self, self.picked())()

    def ask_path(self, title: str, suffix: str, write: Callable[[Path], None]) -> None:
        """Ask where to write, beside the study by default, and write."""
        proposed = self.study.path.with_name(f"{self.study.path.stem}{suffix}").absolute()

        def keep(path: str | None) -> None:
            if path:
                self.screen.attempt(lambda: write(Path(path).expanduser()))

        self.screen.app.push_screen(Prompt(title, str(proposed), verb="write"), keep)


class ExportSection(_Ways):
    """What goes to other programs."""

    NAME, TITLE = "export", "Export"
    WAYS = (
        ("nvivo", "Folder for NVivo", "theme summaries, references, codebook, cases"),
        ("codebook", "Codebook as CSV", "can be brought in again without loss"),
        ("codings", "Codings as CSV", "all that you may see, with their layers"),
        ("report", "Report", "one page on the whole study, to read, print and sign"),
        ("refi", "Project (REFI-QDA)", "NVivo, ATLAS.ti, MAXQDA, QualCoder: codings on the texts"),
        ("qdc", "Codebook (REFI-QDA)", "codes and themes for the same programs"),
    )

    def nvivo(self) -> None:
        """The set of tables, in a new folder."""

        def write(folder: Path) -> None:
            done = export_nvivo(self.study, self.by, folder)
            lines = [
                f"{name}: {counted(rows, 'row')}"
                for name, rows in done.files
                if name.endswith(".csv")
            ]
            lines.append("The same as workbooks; README.txt says how they go into NVivo.")
            lines += ["", "What these tables do not carry:", *done.losses]
            self.screen.tell(f"{folder.name} holds {len(done.files)} files", lines)

        self.ask_path("Write the folder for NVivo to", "-nvivo", write)

    def codebook(self) -> None:
        """The codes as a table."""

        def write(path: Path) -> None:
            report = export_codebook(self.study, path, self.by)
            self.screen.say(f"{counted(report.rows, 'code')} written to {path.name}")

        self.ask_path("Write the codebook to", "-codebook.csv", write)

    def codings(self) -> None:
        """The codings as a table."""

        def write(path: Path) -> None:
            done = export_codings(self.study, self.by, path)
            self.screen.say(f"{counted(done.rows, 'coding')} written to {path.name}")

        self.ask_path("Write the codings to", "-codings.csv", write)

    def report(self) -> None:
        """Everything on one page, as everybody may see it."""

        def write(path: Path) -> None:
            done = export_report(self.study, None, path)
            lines = ["It holds what everybody may see, and loads nothing from anywhere."]
            self.screen.tell(f"{path.name} holds the report", [*lines, *done.notices])

        self.ask_path("Write the report to", "-report.html", write)

    def refi(self) -> None:
        """A project with the codings on the transcripts."""

        def write(path: Path) -> None:
            self._tell_written(export_refi(self.study, self.by, path))

        self.ask_path("Write the project to", ".qdpx", write)

    def qdc(self) -> None:
        """The codes and themes alone."""

        def write(path: Path) -> None:
            self._tell_written(export_qdc(self.study, self.by, path))

        self.ask_path("Write the codebook to", ".qdc", write)

    def _tell_written(self, done: Written) -> None:
        lines = [f"{what}: {count}" for what, count in done.counts.items()]
        if done.losses:
            lines += ["", "What REFI-QDA does not carry:", *done.losses]
        self.screen.tell(f"{done.file.name} is written", lines)


class CareSection(_Ways):
    """Copies and verification."""

    NAME, TITLE = "care", "Keeping safe"
    WAYS = (
        ("copy", "Make a copy", "consistent, also while others are at work"),
        ("check", "Check the study", "the file, the journal and every locked layer"),
    )

    def copy(self) -> None:
        """A backup beside the study."""

        def write(path: Path) -> None:
            backup(self.study, path)
            self.screen.say(f"{path.name} is a copy of the study as it stands now")

        self.ask_path("Copy the study to", f"-{date.today():%Y-%m-%d}.db", write)

    def check(self) -> None:
        """Verify, and say what was found."""

        def look() -> None:
            verdict = verify(self.study)
            lines = [f"{area}: {'ok' if ok else 'failed'}" for area, ok in verdict.areas.items()]
            title = "The study is sound" if verdict.ok else "The study has problems"
            self.screen.tell(title, [*lines, *verdict.problems])

        self.screen.attempt(look)
