"""What all commands share: arguments, who acts, and printing."""

import json
import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.cells import cell_len

from workbench.codebook.paths import JOINERS
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
        return study, person(study, as_name) if as_name is not None else None
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
    print_json_parts([json.dumps(data, ensure_ascii=False, allow_nan=False)])


def print_json_parts(parts: Sequence[str]) -> None:
    """A JSON document that is text already, part after part."""
    # not by `click.echo`, which looks for colours and copies what it prints
    sys.stdout.writelines(parts)
    sys.stdout.write("\n")
    sys.stdout.flush()


def one_line(text: str) -> str:
    """The text on one line, without characters that would move the cursor or change colours."""
    if text.isprintable():
        return text
    line = re.sub(r"\s*[^\S ]\s*", " ", text)
    return "".join(c for c in map(_shown, line) if c)


def _shown(character: str) -> str:
    if character.isprintable() or character in JOINERS:
        return character
    # marks of direction and soft hyphens print nothing anyway; what is left are control codes
    return "" if unicodedata.category(character) == "Cf" else "\ufffd"


def narrate(message: str) -> None:
    """A notice on standard error, out of the way of data."""
    click.echo(one_line(message), err=True)


def print_rows(
    headings: Sequence[str], rows: Sequence[Sequence[object]], nothing: str = ""
) -> None:
    """A plain table with aligned columns; numbers to the right.

    Without rows there is no heading either, but the notice ``nothing`` on standard error.
    """
    if not rows:
        if nothing:
            narrate(nothing)
        return
    cells = [[_cell(value) for value in row] for row in rows]
    right = [all(isinstance(row[i], int | float) for row in rows) for i in range(len(headings))]
    widths = [max(cell_len(h), *(cell_len(r[i]) for r in cells)) for i, h in enumerate(headings)]
    for row in ([*headings], *cells):
        parts = []
        for value, width, to_right in zip(row, widths, right, strict=True):
            space = " " * (width - cell_len(value))
            parts.append(space + value if to_right else value + space)
        click.echo("  ".join(parts).rstrip())


def counted(number: int, noun: str, plural: str = "") -> str:
    """``1 coding``, ``2 codings``.

    >>> counted(1, "row"), counted(0, "person", "people")
    ('1 row', '0 people')
    """
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def shortened(text: str, length: int = 60) -> str:
    """The text on one line, cut with an ellipsis where it is longer than ``length``."""
    text = _joined(text)
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _joined(text: str) -> str:
    return " ".join(text.split())


def _cell(value: object) -> str:
    return "" if value is None else one_line(_joined(str(value)))


def on_terminal() -> bool:
    """Whether a person sits at both ends, so that screens and progress bars make sense."""
    return sys.stdin.isatty() and sys.stdout.isatty()
