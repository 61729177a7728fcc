"""Notes and journal by commands."""

from pathlib import Path

import click

from workbench.cli.common import (
    as_option,
    json_option,
    narrate,
    open_as,
    open_for,
    print_json,
    print_rows,
    study_argument,
)
from workbench.errors import UsageError
from workbench.themes.familiarisation import add_note, place
from workbench.themes.nouns import Note
from workbench.themes.store import notes


@click.command(
    "note",
    epilog="Example: workbench note flood.db --as Ana 'Why does he laugh here?' --on S1-07:412",
)
@study_argument
@click.argument("text", required=False)
@click.option("--on", metavar="TRANSCRIPT[:POSITION]", help="Where; without it, in the journal.")
@click.option("--shared", is_flag=True, help="Others may read it.")
@as_option
@json_option
def note_command(
    study_path: Path,
    text: str | None,
    on: str | None,
    shared: bool,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Write a note, or without TEXT list the notes that you may read.

    A note is private unless it is --shared. POSITION counts characters of the stored text from 0.
    """
    if text is None:
        if shared:
            raise UsageError("--shared belongs to a new note: give its TEXT")
        _list(study_path, on, as_name, as_json)
        return
    study, acting = open_as(study_path, as_name)
    with study:
        where, position = place(study, on) if on is not None else (None, None)
        made = add_note(study, acting, text, on=where, position=position, shared=shared)
    if as_json:
        print_json(_as_json(made))
    else:
        narrate(f"noted{' for everybody' if shared else ', for you alone'}")


def _list(study_path: Path, on: str | None, as_name: str | None, as_json: bool) -> None:
    study, viewer = open_for(study_path, as_name)
    with study:
        where, position = place(study, on) if on is not None else (None, None)
        listed = [
            note
            for note in notes(study, viewer)
            if (where is None or note.transcript == where)
            and (position is None or note.position == position)
        ]
    if as_json:
        print_json([_as_json(note) for note in listed])
        return
    print_rows(
        ("at", "by", "on", "", "note"),
        [(n.at[:16], n.by, _place(n), "shared" if n.shared else "private", n.text) for n in listed],
    )


def _as_json(note: Note) -> dict[str, str | int | bool | None]:
    return {
        "id": note.id,
        "by": note.by,
        "transcript": note.transcript or None,
        "position": note.position,
        "text": note.text,
        "shared": note.shared,
        "at": note.at,
    }


def _place(note: Note) -> str:
    return note.transcript if note.position is None else f"{note.transcript}:{note.position}"
