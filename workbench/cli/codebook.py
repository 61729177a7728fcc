"""Commands on the codebook as a whole (``codebook``) and on single codes (``code``)."""

from pathlib import Path
from typing import Any

import click

from workbench.cli.common import (
    as_option,
    json_option,
    narrate,
    open_for,
    print_json,
    print_rows,
    study_argument,
)
from workbench.cli.several import Subcommands
from workbench.codebook.differences import compare_versions
from workbench.codebook.editing import bring_back_code, edit_code, move_code, retire_code
from workbench.codebook.exporting import export_codebook
from workbench.codebook.importing import import_codebook
from workbench.codebook.nouns import LEVELS, ORIGINS, Code
from workbench.codebook.store import add_code, codes, find_code, versions
from workbench.errors import UsageError

file_argument = click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
code_argument = click.argument("name", metavar="CODE")


@click.group(
    "codebook", cls=Subcommands, epilog="Example: workbench codebook import flood.db codes.csv"
)
def codebook_command() -> None:
    """The codebook as a whole: in from a table and out, listed, and its frozen versions."""


@codebook_command.command(
    "import", epilog="Example: workbench codebook import flood.db codebooks/four-format.csv"
)
@study_argument
@file_argument
@as_option
@json_option
def codebook_import(study_path: Path, file: Path, as_name: str | None, as_json: bool) -> None:
    """Add the codes of a CSV table to the shared codebook, all of them or none.

    Only the column Name is required; codes of a path that is there already are updated.
    """
    study, acting = open_for(study_path, as_name)
    with study:
        report = import_codebook(study, file, acting)
    for notice in report.notices:
        narrate(notice)
    if as_json:
        print_json(
            {
                "new": report.new,
                "changed": report.changed,
                "unchanged": report.unchanged,
                "other_columns": report.other_columns,
            }
        )


@codebook_command.command("export", epilog="Example: workbench codebook export flood.db codes.csv")
@study_argument
@file_argument
@click.option("--no-formula-guard", is_flag=True, help="Write cells that begin with = as they are.")
@as_option
def codebook_export(
    study_path: Path, file: Path, no_formula_guard: bool, as_name: str | None
) -> None:
    """Write the codes as a CSV table, which import reads again without loss."""
    study, viewer = open_for(study_path, as_name)
    with study:
        report = export_codebook(study, file, viewer, guard=not no_formula_guard)
    for notice in report.notices:
        narrate(notice)


@codebook_command.command("list", epilog="Example: workbench codebook list flood.db --json")
@study_argument
@click.option("--retired", is_flag=True, help="List the codes that are out of use instead.")
@as_option
@json_option
def codebook_list(study_path: Path, retired: bool, as_name: str | None, as_json: bool) -> None:
    """The codes, each branch below its top."""
    study, viewer = open_for(study_path, as_name)
    with study, study.snapshot():
        everything = codes(study, viewer, retired=True)
    paths = {code.id: code.path for code in everything}
    listed = [code for code in everything if code.retired == retired]
    if as_json:
        print_json([_as_json(code, paths.get(code.parent_id or "")) for code in listed])
        return
    print_rows(
        ("", "code", "origin", "level", "of", "definition"),
        [(c.letter, c.path, c.origin, c.level, c.maker, c.definition) for c in listed],
        nothing="no code is retired"
        if retired
        else f"no codes yet; next: workbench codebook import {study_path} FILE.csv",
    )


@codebook_command.command("versions", epilog="Example: workbench codebook versions flood.db --json")
@study_argument
@as_option
@json_option
def codebook_versions(study_path: Path, as_name: str | None, as_json: bool) -> None:
    """The frozen versions of the shared codebook, oldest first."""
    study, _ = open_for(study_path, as_name)
    with study:
        found = versions(study)
    if as_json:
        print_json(
            [
                {"id": v.id, "number": v.number, "note": v.note, "at": v.at, "codes": v.codes}
                for v in found
            ]
        )
        return
    print_rows(
        ("version", "codes", "at", "note"), [(v.number, v.codes, v.at, v.note) for v in found]
    )


@codebook_command.command("diff", epilog="Example: workbench codebook diff flood.db 1 2")
@study_argument
@click.argument("first", metavar="[A]", type=int, required=False)
@click.argument("second", metavar="[B]", type=int, required=False)
@as_option
@json_option
def codebook_diff(
    study_path: Path, first: int | None, second: int | None, as_name: str | None, as_json: bool
) -> None:
    """What differs between versions A and B, A and now, or the newest version and now."""
    study, _ = open_for(study_path, as_name)
    with study:
        found = compare_versions(study, first, second)
    if as_json:
        print_json(
            [
                {
                    "change": d.kind,
                    "id": d.code_id,
                    "path": d.path,
                    "fields": {f: {"before": old, "after": new} for f, old, new in d.fields},
                }
                for d in found
            ]
        )
        return
    print_rows(
        ("", "code", "field", "before", "after"),
        [
            row
            for d in found
            for row in (
                [(d.kind, d.path, field.replace("_", " "), *texts) for field, *texts in d.fields]
                or [(d.kind, d.path, "", "", "")]
            )
        ],
    )


@click.group(
    "code",
    cls=Subcommands,
    epilog="Example: workbench code add flood.db 'People/Trust in the person'",
)
def code_command() -> None:
    """Single codes: made, changed, moved, taken out of use."""


@code_command.command(
    "add",
    epilog="Example: workbench code add flood.db 'People/Trust' --definition 'Relying on somebody'",
)
@study_argument
@click.argument("path")
@click.option("--definition", default="", help="What the code means.")
@click.option(
    "--origin",
    type=click.Choice(ORIGINS),
    help="Default: deductive, or inductive with --as.",
)
@as_option
@json_option
def code_add(
    study_path: Path,
    path: str,
    definition: str,
    origin: str | None,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Make a code at PATH (Parent/Child, a / inside a name as \\/). Its parents must exist.

    With --as, an inductive or in-vivo code belongs to that coder until it is revealed; a
    deductive one is shared, as all codes are without --as.
    """
    study, acting = open_for(study_path, as_name)
    with study:
        origin = origin or ("inductive" if acting else "deductive")
        shared = acting is None or origin == "deductive"
        made = add_code(study, path, definition=definition, origin=origin, by=acting, shared=shared)
        _report(study_path, made, "added", as_json, _parent_path(codes(study, acting), made))


@code_command.command(
    "edit",
    epilog="Example: workbench code edit flood.db Trust --when-to-use 'A person is relied on'",
)
@study_argument
@code_argument
@click.option("--name", "new_name", help="Another name; codings follow.")
@click.option("--definition", help="What the code means.")
@click.option("--when-to-use", help="What to give it to.")
@click.option("--when-not-to-use", help="What not to give it to.")
@click.option("--example", help="A passage that shows it.")
@click.option("--origin", type=click.Choice(ORIGINS))
@click.option("--level", type=click.Choice(["", *LEVELS]), metavar="[semantic|latent]")
@click.option("--colour", help="A colour to keep for export, such as #0072B2.")
@click.option("--question", help="The question that the code belongs to.")
@click.option("--alias", "aliases", multiple=True, help="Another name to find it by; repeatable.")
@click.option("--letter", help="Its letter in the margin; '' goes back to the proposed one.")
@click.option(
    "--exclusive/--not-exclusive",
    default=None,
    help="Whether no other code goes with it on the same passage.",
)
@as_option
@json_option
def code_edit(
    study_path: Path,
    name: str,
    new_name: str | None,
    aliases: tuple[str, ...],
    as_name: str | None,
    as_json: bool,
    **cells: Any,
) -> None:
    """Change what is given of a code, and nothing else. An empty text takes the old one away."""
    given = {field: value for field, value in cells.items() if value is not None}
    if new_name is None and not aliases and not given:
        raise UsageError("say what to change, for instance with --definition")
    study, acting = open_for(study_path, as_name)
    with study:
        code = find_code(study, acting, name)
        changed = edit_code(study, code, acting, name=new_name, aliases=aliases or None, **given)
        _report(
            study_path, changed, "changed", as_json, _parent_path(codes(study, acting), changed)
        )


@code_command.command("move", epilog="Example: workbench code move flood.db Trust --to People")
@study_argument
@code_argument
@click.option("--to", metavar="PARENT", help="The code to put it under.")
@click.option("--top", is_flag=True, help="Make it the top of a branch.")
@as_option
@json_option
def code_move(
    study_path: Path, name: str, to: str | None, top: bool, as_name: str | None, as_json: bool
) -> None:
    """Put a code, with all below it, under another one or at the top."""
    if (to is None) != top:
        raise UsageError("say where to: either --to PARENT or --top")
    study, acting = open_for(study_path, as_name)
    with study:
        code = find_code(study, acting, name)
        parent = None if to is None else find_code(study, acting, to)
        moved = move_code(study, code, parent, acting)
        _report(study_path, moved, "moved", as_json, parent.path if parent else None)


@code_command.command("retire", epilog="Example: workbench code retire flood.db Trust")
@study_argument
@code_argument
@click.option("--back", is_flag=True, help="Bring a retired code back into use.")
@as_option
def code_retire(study_path: Path, name: str, back: bool, as_name: str | None) -> None:
    """Take a code out of use. What was coded with it stays."""
    study, acting = open_for(study_path, as_name)
    with study:
        code = find_code(study, acting, name, retired=back)
        if back:
            bring_back_code(study, code, acting)
        else:
            retire_code(study, code, acting)
    narrate(f"{code.path} is {'in use again' if back else 'retired; what was coded with it stays'}")


def _as_json(code: Code, parent: str | None) -> dict[str, str | None]:
    return {
        "id": code.id,
        "path": code.path,
        "definition": code.definition,
        "origin": code.origin,
        "level": code.level,
        "parent": parent,
        "maker": code.maker or None,
    }


def _parent_path(known: list[Code], code: Code) -> str | None:
    return next((parent.path for parent in known if parent.id == code.parent_id), None)


def _report(study_path: Path, code: Code, what: str, as_json: bool, parent: str | None) -> None:
    of = f", {code.maker}'s own code" if code.maker else ""
    narrate(f"{code.path} {what} in {study_path}{of} (letter {code.letter})")
    if as_json:
        print_json(_as_json(code, parent))
