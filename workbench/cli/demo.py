"""The demo: a complete study to look at and to try things on."""

from pathlib import Path

import click

from workbench.cli.common import as_option, on_terminal
from workbench.cli.open import run_screens
from workbench.demo import demo_in
from workbench.study import open_study

FOLDER = "workbench-demo"


@click.command("demo", epilog="Example: workbench demo ~/try-it --no-open")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--no-open", is_flag=True, help="Make it, print its path and end.")
@as_option
def demo_command(folder: Path | None, no_open: bool, as_name: str | None) -> None:
    """Make a study of invented interviews, coded by two people, and open the screens on it.

    DIR is made where it is missing (default: workbench-demo). A demo that is there already is
    opened as it stands.
    """
    path = demo_in(folder or Path(FOLDER))
    if no_open or not on_terminal():
        click.echo(path)
        return
    with open_study(path) as study:
        run_screens(study, as_name)
