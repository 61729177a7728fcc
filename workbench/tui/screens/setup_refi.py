"""Set-up, REFI-QDA: what other programs have written comes in, a codebook or a whole project."""

from collections.abc import Callable
from pathlib import Path

from workbench.exchange.refi.importing import ImportedRefi, import_qdc, import_refi
from workbench.tui.numbers import counted
from workbench.tui.screens.setup_section import Section
from workbench.tui.widgets.popups import Choice, Choose

PROJECTS, CODEBOOK = (".qdpx", ".qde"), ".qdc"
AFTERWARDS = (
    Choice("closed", "f", "Finished work", "locked and compared at once"),
    Choice("open", "o", "Work under way", "its coders go on, each blind"),
)


def take_project(section: Section) -> None:
    """Ask for a project, then for what its codings are; all of it comes in, or nothing."""

    def ask(paths: tuple[Path, ...]) -> None:
        if paths[0].suffix.casefold() == CODEBOOK:
            bring_in_codebook(section, paths[0])
            return
        title = f"The codings in {paths[0].name} are"
        section.screen.app.push_screen(
            Choose(title, AFTERWARDS), lambda kind: _bring_in(section, paths[0], kind)
        )

    section.pick_files("A project of REFI-QDA to bring in", PROJECTS, ask)


def bring_in_codebook(section: Section, path: Path) -> None:
    """Codes and themes of a ``.qdc``; those that are there already become what it says."""
    _tell(section, path, lambda: import_qdc(section.study, path, section.by))


def _bring_in(section: Section, path: Path, kind: str | None) -> None:
    if kind is not None:
        still_open = kind == "open"
        study, by = section.study, section.by
        # A project may take some seconds: first one sees that it is under way.
        section.screen.say(f"bringing in {path.name} …")
        section.screen.call_after_refresh(
            _tell, section, path, lambda: import_refi(study, path, by, stay_open=still_open)
        )


def _tell(section: Section, path: Path, do: Callable[[], ImportedRefi]) -> None:
    """Bring in, and say what came and what the study could not take."""
    with section.screen.trying():
        done = do()
        counts = [f"{what}: {count}" for what, count in done.counts.items() if count]
        lines = [", ".join(counts) or "nothing new", *done.notices]
        if done.unchanged:
            lines.append(f"{counted(done.unchanged, 'code')} as they were")
        if done.losses:
            lines += ["", "Not taken from the file:", *done.losses]
        section.screen.unsay()
        section.screen.tell(f"{path.name} is brought in", lines)
