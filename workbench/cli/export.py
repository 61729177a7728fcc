"""Going out: the NVivo folder, the codebook, the codings, the report."""

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
from workbench.cli.refi import codebook_to_qdc, export_refi_command, is_qdc
from workbench.cli.several import Subcommands
from workbench.codebook.exporting import export_codebook
from workbench.consensus.comparison_question import BASES, UNITS
from workbench.exchange.codings import export_codings
from workbench.exchange.nvivo import export_nvivo
from workbench.exchange.report.options import Options
from workbench.exchange.report.writing import export_report
from workbench.exchange.tables import DELIMITERS

guard_option = click.option(
    "--no-formula-guard",
    "no_guard",
    is_flag=True,
    help="Write cells that begin with =, +, - or @ as they are.",
)
file_argument = click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))


@click.group("export", cls=Subcommands, epilog="Example: workbench export nvivo flood.db for-nvivo")
def export_command() -> None:
    """Write what you may see for other programs. Nothing is changed in the study."""


export_command.add_command(export_refi_command)


@export_command.command("nvivo", epilog="Example: workbench export nvivo flood.db for-nvivo")
@study_argument
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--delimiter",
    type=click.Choice(list(DELIMITERS)),
    default=",",
    show_default=True,
    help="What stands between columns of the CSV files.",
)
@guard_option
@as_option
@json_option
def export_nvivo_command(
    study_path: Path,
    folder: Path,
    delimiter: str,
    no_guard: bool,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Write a folder DIR for NVivo, whole or not at all.

    A REFI-QDA project, which puts the coding on the transcripts, and codebook; as tables themes
    with their summaries, coded references, codebook, case attributes, coding comparison and codes
    by case, each as CSV and as a workbook; and a README.txt with the steps in NVivo.
    """
    study, viewer = open_for(study_path, as_name)
    with study:
        done = export_nvivo(
            study, viewer, folder, delimiter=DELIMITERS[delimiter], guard=not no_guard
        )
    narrate(f"{folder} holds {len(done.files)} files; README.txt says how they go into NVivo")
    _say_guarded(done.guarded)
    narrate("What these tables do not carry:")
    for loss in done.losses:
        narrate(f"  {loss}")
    if as_json:
        print_json(
            {
                "folder": str(folder),
                "files": [{"name": name, "rows": rows} for name, rows in done.files],
                "guarded": done.guarded,
                "losses": list(done.losses),
            }
        )


@export_command.command("codebook", epilog="Example: workbench export codebook flood.db codes.csv")
@study_argument
@file_argument
@guard_option
@as_option
@json_option
def export_codebook_command(
    study_path: Path, file: Path, no_guard: bool, as_name: str | None, as_json: bool
) -> None:
    """Write the codes as a CSV table, which codebook import reads again without loss.

    To a FILE.qdc they go as a REFI-QDA codebook instead, with the themes.
    """
    if is_qdc(file):
        codebook_to_qdc(study_path, file, as_name, as_json=as_json)
        return
    study, viewer = open_for(study_path, as_name)
    with study:
        report = export_codebook(study, file, viewer, guard=not no_guard)
    for notice in report.notices:
        narrate(notice)
    if as_json:
        print_json({"file": str(file), "rows": report.rows, "guarded": report.guarded})


@export_command.command("codings", epilog="Example: workbench export codings flood.db codings.csv")
@study_argument
@file_argument
@click.option("--layer", metavar="NAME|consensus", help="Only this person's, or the agreed ones.")
@guard_option
@as_option
@json_option
def export_codings_command(
    study_path: Path,
    file: Path,
    layer: str | None,
    no_guard: bool,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Write codings as a CSV table transcript,start,end,code,memo,coder,layer.

    codings import reads it again; it takes every row, so name one --layer for that.
    """
    study, viewer = open_for(study_path, as_name)
    with study:
        done = export_codings(study, viewer, file, layer=layer, guard=not no_guard)
    narrate(f"{done.rows} codings written to {file}")
    _say_guarded(done.guarded)
    narrate("not in this table: where codings came from, flags, times, decisions and their reasons")
    if as_json:
        print_json({"file": str(file), "rows": done.rows, "guarded": done.guarded})


@export_command.command(
    "report", epilog="Example: workbench export report flood.db report.html --extracts 4"
)
@study_argument
@click.argument("file", metavar="FILE.html", type=click.Path(path_type=Path))
@click.option(
    "--coefficients/--no-coefficients",
    "coefficients",
    default=None,
    help="Show coefficients of agreement; default: not in a reflexive study.",
)
@click.option("--unit", type=click.Choice(UNITS), default="character", show_default=True)
@click.option("--base", type=click.Choice(list(BASES)), default="participants", show_default=True)
@click.option(
    "--extracts",
    type=click.IntRange(min=0),
    metavar="N",
    default=6,
    show_default=True,
    help="At most so many extracts a theme.",
)
@click.option(
    "--bootstrap", type=click.IntRange(min=0), metavar="N", default=1000, show_default=True
)
@click.option("--seed", type=click.IntRange(min=0), metavar="S", default=1, show_default=True)
@as_option
@json_option
def export_report_command(
    study_path: Path,
    file: Path,
    coefficients: bool | None,
    unit: str,
    base: str,
    extracts: int,
    bootstrap: int,
    seed: int,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Write a report on the whole study as one self-contained page, to attach and to sign.

    Material, codebook, how coding was done, agreement, consensus, themes with extracts, phases,
    figures, challenge log, audit trail, and the reporting checklists of the study's mode. It loads
    nothing from anywhere and prints well; the same study gives the same bytes.
    """
    study, viewer = open_for(study_path, as_name)
    with study:
        options = Options(coefficients, unit, base, extracts, bootstrap, seed)
        done = export_report(study, viewer, file, options)
    narrate(f"the report is in {file}")
    for notice in done.notices:
        narrate(f"! {notice}")
    if as_json:
        print_json({"file": str(file), "bytes": done.size, "notices": list(done.notices)})


def _say_guarded(count: int) -> None:
    if count:
        narrate(
            f"{count} cell{'s' if count > 1 else ''} kept from being taken for formulas by an"
            " apostrophe (--no-formula-guard leaves them as they are)"
        )
