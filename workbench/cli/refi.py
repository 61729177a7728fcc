"""REFI-QDA both ways: ``export refi``, ``import-refi``, and codebooks as ``.qdc``."""

from pathlib import Path

import click

from workbench.cli.common import (
    as_option,
    json_option,
    narrate,
    open_for,
    print_json,
    study_argument,
)
from workbench.exchange.refi.exporting import Written, beside_name, export_qdc, export_refi
from workbench.exchange.refi.importing import ImportedRefi, import_qdc, import_refi

QDC = ".qdc"


@click.command("refi", epilog="Example: workbench export refi flood.db flood.qdpx")
@study_argument
@click.argument("file", metavar="FILE.qdpx", type=click.Path(path_type=Path))
@as_option
@json_option
def export_refi_command(study_path: Path, file: Path, as_name: str | None, as_json: bool) -> None:
    """Write a project that NVivo, ATLAS.ti, MAXQDA, QualCoder and others read (REFI-QDA 1.0).

    Transcripts with the codings of every coder and of the consensus, each under their own name;
    codes, themes, cases, memos and shared notes, as far as you may see them. What the format cannot
    carry is listed, and stands in FILE.workbench.json beside the project. Files of these names are
    replaced.
    """
    study, viewer = open_for(study_path, as_name)
    with study:
        done = export_refi(study, viewer, file)
    _say_written(done)
    narrate(f"what it does not carry stands in {beside_name(file)} as well")
    if as_json:
        print_json(
            {
                "file": str(file),
                "beside": str(beside_name(file)),
                "written": done.counts,
                "losses": list(done.losses),
            }
        )


@click.command("import-refi", epilog="Example: workbench import-refi flood.db theirs.qdpx")
@study_argument
@click.argument("file", metavar="FILE.qdpx|FILE.qdc", type=click.Path(path_type=Path))
@click.option(
    "--open",
    "stay_open",
    is_flag=True,
    help="Leave the codings open, for their coders to go on, each blind to the others.",
)
@as_option
@json_option
def import_refi_command(
    study_path: Path, file: Path, stay_open: bool, as_name: str | None, as_json: bool
) -> None:
    """Bring in a REFI-QDA project (.qdpx, .qde) or codebook (.qdc), all of it or nothing.

    Users become people, or are those of the same name. Codes are found by their GUID, then by
    their path, and made where there are none. Texts become transcripts; a text that the study has
    already is refused. Codings become the work of their users, in a closed round for each set of
    people who coded the same texts: locked, revealed and compared at once, since it was finished
    elsewhere. Who gave no code to a text counts as not having coded it. A user called Consensus is
    the third layer, and nothing is compared anew where it has codings. Sets of codes become
    themes; memos of codings stay memos, all other notes are shared ones. One undo takes everything
    back. What the study cannot take is listed.
    """
    study, acting = open_for(study_path, as_name)
    with study:
        done = import_refi(study, file, acting, stay_open=stay_open)
    say_imported(done)
    if as_json:
        print_json(
            {
                "imported": done.counts,
                "notices": list(done.notices),
                "losses": list(done.losses),
            }
        )


def codebook_from_qdc(study_path: Path, file: Path, as_name: str | None, *, as_json: bool) -> None:
    """``codebook import`` of a ``.qdc``."""
    study, acting = open_for(study_path, as_name)
    with study:
        done = import_qdc(study, file, acting)
    narrate(
        f"codes read: {len(done.new) + len(done.changed) + done.unchanged}, {len(done.new)} new,"
        f" {len(done.changed)} changed, {done.unchanged} as they were"
    )
    say_imported(done)
    if as_json:
        print_json(
            {
                "new": list(done.new),
                "changed": list(done.changed),
                "unchanged": done.unchanged,
                "other_columns": [],
                "losses": list(done.losses),
            }
        )


def codebook_to_qdc(study_path: Path, file: Path, as_name: str | None, *, as_json: bool) -> None:
    """``codebook export`` and ``export codebook`` to a ``.qdc``."""
    study, viewer = open_for(study_path, as_name)
    with study:
        done = export_qdc(study, viewer, file)
    _say_written(done)
    if as_json:
        print_json({"file": str(file), "rows": done.counts["codes"], "losses": list(done.losses)})


def is_qdc(file: Path) -> bool:
    """Whether a codebook of this name is a REFI one."""
    return file.suffix.casefold() == QDC


def _say_written(done: Written) -> None:
    narrate(f"{done.file} holds {_listed(done.counts)}")
    if done.losses:
        narrate("Not carried by REFI-QDA:")
        for loss in done.losses:
            narrate(f"  {loss}")


def say_imported(done: ImportedRefi) -> None:
    """What came in, what to know, and what was lost, on standard error."""
    narrate(f"brought in: {_listed(done.counts) or 'nothing new'}")
    for notice in done.notices:
        narrate(notice)
    if done.losses:
        narrate("Not taken from the file:")
        for loss in done.losses:
            narrate(f"  {loss}")


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{what}: {count}" for what, count in counts.items() if count)
