"""What all commands share: arguments, who acts, and printing."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from workbench.errors import UsageError
from workbench.study import Person, Study, open_study, person

F = TypeVar("F", bound=Callable[..., Any])

study_argument = click.argument("study_path", metavar="STUDY", type=click.Path(path_type=Path))
as_option = click.option(
    "--as",
    "as_name",
    metavar="NAME",
    envvar="WORKBENCH_CODER",
    show_envvar=True,
    help="Who acts and who looks.",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document on standard output."
)


def open_for(study_path: Path, as_name: str | None) -> tuple[Study, Person | None]:
    """Open the study and find who acts or looks; None without a name. Notices go to stderr."""
    study = open_study(study_path)
    for notice in study.notices:
        narrate(notice)
    try:
        return study, person(study, as_name) if as_name else None
    except BaseException:
        study.close()
        raise


def open_as(study_path: Path, as_name: str | None) -> tuple[Study, Person]:
    """Like :func:`open_for`, for commands that act as a person: without a name, wrong usage."""
    if not as_name:
        raise UsageError("say who acts, with --as NAME (or set WORKBENCH_CODER)")
    study, acting = open_for(study_path, as_name)
    if acting is None:
        raise UsageError("say who acts, with --as NAME (or set WORKBENCH_CODER)")
    return study, acting


def print_json(data: Any) -> None:
    """One JSON document on one line of standard output, in UTF-8.

    Without indentation, for Python's fast encoder cannot indent, and a report runs to megabytes.
    """
    click.echo(json.dumps(data, ensure_ascii=False, allow_nan=False))


def narrate(message: str) -> None:
    """A notice on standard error, out of the way of data."""
    click.echo(message, err=True)


def print_rows(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A plain table with aligned columns; numbers to the right. No heading without rows."""
    if not rows:
        return
    cells = [[_cell(value) for value in row] for row in rows]
    right = [all(isinstance(row[i], int | float) for row in rows) for i in range(len(headings))]
    widths = [max(len(h), *(len(r[i]) for r in cells)) for i, h in enumerate(headings)]
    for row in ([*headings], *cells):
        parts = [
            value.rjust(width) if to_right else value.ljust(width)
            for value, width, to_right in zip(row, widths, right, strict=True)
        ]
        click.echo("  ".join(parts).rstrip())


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return " ".join(text.split()) if isinstance(value, str) else text


def on_terminal() -> bool:
    """Whether a person sits at both ends, so that screens and progress bars make sense."""
    return sys.stdin.isatty() and sys.stdout.isatty()
