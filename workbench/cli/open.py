"""The screens: the workbench on the terminal."""

import gc
import signal
import sys
from pathlib import Path

import click

from workbench.cli.common import as_option, narrate, on_terminal, study_argument
from workbench.corpus.store import transcript
from workbench.errors import WorkbenchError
from workbench.study import Study, open_study, people, person
from workbench.tui.app import WorkbenchApp
from workbench.tui.destinations import Where
from workbench.tui.session import Session


@click.command("open", epilog="Example: workbench open flood.db --as Ana --transcript S1-07")
@study_argument
@click.option("--transcript", "name", metavar="T", help="Start in the text of this transcript.")
@as_option
def open_command(study_path: Path, name: str | None, as_name: str | None) -> None:
    """Open the screens. A study without people asks for the first of them."""
    with open_study(study_path) as study:
        for notice in study.notices:
            narrate(notice)
        if not on_terminal():
            raise WorkbenchError(
                f"the screens of {study_path} need a terminal at both ends:"
                " run workbench open in one, or use the other commands (workbench --help)"
            )
        run_screens(study, as_name, name)


def run_screens(study: Study, as_name: str | None, name: str | None = None) -> None:
    """Show the screens until the person leaves them; ``name`` is a transcript to start in."""
    gc.disable()  # until the first screen stands: the app switches it on again
    # What is painted is written by a thread, which is not to wait until the screens have a rest.
    sys.setswitchinterval(0.0005)
    if hasattr(signal, "SIGHUP"):
        # Without their terminal the screens are of no use, even where they were begun by nohup.
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    somebody = bool(people(study))
    viewer = person(study, as_name) if as_name and somebody else None
    where = Where(transcript_id=transcript(study, name).id) if name else None
    app = WorkbenchApp(
        Session(study, viewer),
        start="code" if name else "home",
        where=where,
        name=as_name or "",
    )
    app.run()
    if app.failure is not None:
        raise app.failure
