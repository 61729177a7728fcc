"""Commands on the codebook as a whole: ``codebook``."""

from operator import itemgetter
from pathlib import Path

import click

from workbench.cli.code import code_as_json
from workbench.cli.common import (
    as_option,
    json_option,
    narrate,
    open_for,
    print_json,
    print_rows,
    shortened,
    study_argument,
)
from workbench.cli.refi import codebook_from_qdc, codebook_to_qdc, is_qdc
from workbench.cli.several import Subcommands
from workbench.codebook.differences import compare_versions
from workbench.codebook.exporting import export_codebook
from workbench.codebook.importing import import_codebook
from workbench.codebook.merging import tell_apart
from workbench.codebook.past import rewordings
from workbench.codebook.store import codes, find_any_code, find_code, lineage, versions
from workbench.coding.near import near_codes

file_argument = click.argument("file", metavar="FILE", type=click.Path(path_type=Path))


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

    Only the column Name is required; codes of a path that is there already are updated. A FILE.qdc
    is read as a REFI-QDA codebook: codes that are there by GUID or path are updated, sets of codes
    become themes.
    """
    if is_qdc(file):
        codebook_from_qdc(study_path, file, as_name, as_json=as_json)
        return
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
    """Write the codes as a CSV table, which import reads again without loss.

    To a FILE.qdc they go as a REFI-QDA codebook, with the themes.
    """
    if is_qdc(file):
        codebook_to_qdc(study_path, file, as_name, as_json=False)
        return
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
        print_json([code_as_json(code, paths.get(code.parent_id or "")) for code in listed])
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


@codebook_command.command("near", epilog="Example: workbench codebook near flood.db --as Ana")
@study_argument
@click.option("--apart", is_flag=True, help="Also pairs that were said not to be the same.")
@as_option
@json_option
def codebook_near(study_path: Path, apart: bool, as_name: str | None, as_json: bool) -> None:
    """Pairs of codes that may be one, with both definitions and the text that they share.

    Nothing is merged by itself: see workbench code merge, or say with workbench codebook apart
    that two codes are not the same. Text counts as far as you may see it. A name that denies the
    other (trust, mistrust) is never proposed.
    """
    study, viewer = open_for(study_path, as_name)
    with study:
        found = near_codes(study, viewer, apart=apart)
    if as_json:
        print_json(
            [
                {
                    "codes": [code_as_json(code, None) for code in (pair.first, pair.second)],
                    "spelling": pair.spelling,
                    "shared": pair.both,
                    "either": pair.either,
                    "apart": pair.apart,
                }
                for pair in found
            ]
        )
        return
    print_rows(
        ("code", "and", "alike", "shared", "of", "definition", "definition of the other"),
        [
            (
                pair.first.path,
                pair.second.path,
                round(pair.spelling),
                pair.both,
                pair.either,
                shortened(pair.first.definition, 40),
                shortened(pair.second.definition, 40),
            )
            for pair in found
        ],
        nothing="no two codes look like one",
    )


@codebook_command.command("apart", epilog="Example: workbench codebook apart flood.db Trust Faith")
@study_argument
@click.argument("first", metavar="CODE")
@click.argument("second", metavar="CODE")
@as_option
def codebook_apart(study_path: Path, first: str, second: str, as_name: str | None) -> None:
    """Say that two codes are not the same, so that they are not proposed again."""
    study, acting = open_for(study_path, as_name)
    with study:
        one, other = (find_code(study, acting, name) for name in (first, second))
        tell_apart(study, one, other, acting)
    narrate(f"{one.path} and {other.path} are not the same")


@codebook_command.command("past", epilog="Example: workbench codebook past flood.db Trust")
@study_argument
@click.argument("name", metavar="CODE")
@as_option
@json_option
def codebook_past(study_path: Path, name: str, as_name: str | None, as_json: bool) -> None:
    """How a code came to say what it says: who changed what when, and what became of it."""
    study, viewer = open_for(study_path, as_name)
    with study, study.snapshot():
        code = find_any_code(study, viewer, name)
        told = rewordings(study, code)
        steps = lineage(study, viewer, code.id)
    if as_json:
        print_json(
            {
                "changes": [
                    {
                        "at": one.at,
                        "by": one.by or None,
                        "fields": {f: {"before": old, "after": new} for f, old, new in one.fields},
                    }
                    for one in told
                ],
                "lineage": [
                    {
                        "kind": step.kind,
                        "from": step.old_name,
                        "to": step.new_name,
                        "reason": step.reason,
                        "at": step.at,
                    }
                    for step in steps
                ],
            }
        )
        return
    rows: list[tuple[str, str, str, str, str]] = [
        (one.at, one.by or "set-up", field.replace("_", " "), old, new)
        for one in told
        for field, old, new in one.fields
    ]
    rows += [(s.at, "", s.kind, s.old_name, s.new_name) for s in steps if s.kind != "rename"]
    print_rows(("at", "by", "what", "before", "after"), sorted(rows, key=itemgetter(0)))
