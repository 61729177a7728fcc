"""``workbench reliability``: agreement on ratings, from any table, without a study."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.common import as_option, counted, json_option, narrate
from workbench.cli.figure_table import figure_text, print_json, print_table
from workbench.errors import WorkbenchError
from workbench.tables import Row, Table, read_table

if TYPE_CHECKING:
    from workbench.agreement.rating_report import RatingReport, RatingTable

LEVELS = ("nominal", "ordinal", "interval", "ratio", "set")
LONG = ("unit", "coder", "value")
MOST_SHOWN = 8
MOST_LISTED = 60
"""So many categories are listed for people."""
Check = Callable[[Table, Row, str], str | None]


@click.command("reliability")
@click.argument("table", type=click.Path(path_type=Path))
@click.option("--level", type=click.Choice(LEVELS), required=True, help="What the values are.")
@click.option(
    "--format",
    "layout",
    type=click.Choice(["wide", "long"]),
    default="wide",
    show_default=True,
    help="wide: a column a coder; long: the columns unit, coder, value.",
)
@click.option(
    "--categories",
    metavar="A,B,C",
    help="The categories offered, in their order (default: those used).",
)
@click.option(
    "--weights",
    type=click.Choice(["linear", "quadratic"]),
    help="Adds Cohen's weighted kappa, by the order of the categories.",
)
@as_option
@json_option
def reliability_command(
    table: Path,
    level: str,
    layout: str,
    categories: str | None,
    weights: str | None,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Agreement of two or more coders on any TABLE of ratings.

    TABLE is a CSV file. Wide: the header names the coders, a row is a unit, an empty cell a missing
    rating; a first column called unit is a label. Long: the columns unit, coder, value. At level
    set a cell lists codes between semicolons, and - is the empty set.

    \b
    Example: ratings.csv
        unit,Ana,Ben
        1,yes,yes
        2,no,yes
        3,no,no
    \b
        workbench reliability ratings.csv --level nominal

    says that Cohen's kappa is 0.400. Percent agreement and the kappas take values as names; alpha
    takes them at their level.
    """
    del as_name  # there is no study, so nobody is looked up in one
    # these load numpy, which other commands start without
    from workbench.agreement.errors import RatingError
    from workbench.agreement.rating_report import rate, rate_sets

    offered = _offered(categories)
    check = _check(level, offered)
    ratings = (_read_wide if layout == "wide" else _read_long)(table, check)
    try:
        report = (
            rate_sets(ratings, offered, weights)
            if level == "set"
            else rate(ratings, level, offered, weights)
        )
    except RatingError as error:
        raise WorkbenchError(f"{table.name}: {error}; correct the table or --categories") from None
    for warning in _warnings(ratings, report, offered, weights):
        narrate(f"! {warning}")
    if as_json:
        print_json(report.as_json())
    else:
        _print(report)


def _offered(option: str | None) -> list[str] | None:
    if option is None:
        return None
    names = [name.strip() for name in next(csv.reader([option], skipinitialspace=True), [])]
    if not names or not all(names) or len(set(names)) < len(names):
        raise click.BadParameter(
            "a category is empty or stands twice; write A,B,C", param_hint="--categories"
        )
    return names


def _check(level: str, offered: list[str] | None) -> Check:
    """What a cell has to be at this level: the check of one cell, None for a missing rating."""
    from workbench.agreement.errors import RatingError
    from workbench.agreement.rating_report import number, parse_set

    def check(table: Table, row: Row, column: str) -> str | None:
        cell = row[column]
        if not cell:
            return None
        try:
            values = parse_set(cell) if level == "set" else {cell}
            if level in ("interval", "ratio") and number(cell) < 0 and level == "ratio":
                raise RatingError(f"“{cell}” is below zero, which a ratio scale does not have")
        except RatingError as error:
            raise WorkbenchError(
                f"{table.where(row, column)}: {error}; correct the cell or choose another --level"
            ) from None
        strange = sorted(values - set(offered)) if offered is not None else []
        if strange:
            raise WorkbenchError(
                f"{table.where(row, column)}: “{strange[0]}” is none of the categories offered "
                f"({', '.join(offered or ())}); correct the cell or --categories"
            )
        return cell

    return check


def _read_wide(path: Path, check: Check) -> RatingTable:
    from workbench.agreement.rating_report import RatingTable

    table = read_table(path, keep_blank_rows=True)
    if {name.casefold() for name in table.columns} == set(LONG):
        raise WorkbenchError(
            f"{path.name}, line 1: unit, coder, value is the header of a long table, and it was to "
            "be read as a wide one; add --format long"
        )
    labelled = table.columns[0].casefold() == "unit"
    coders = table.columns[1:] if labelled else table.columns
    if not coders:
        raise WorkbenchError(
            f"{path.name}, line 1: the header names no coder; give each coder a column"
        )
    return RatingTable(
        coders, tuple(tuple(check(table, row, coder) for coder in coders) for row in table.rows)
    )


def _read_long(path: Path, check: Check) -> RatingTable:
    from workbench.agreement.rating_report import RatingTable

    table = read_table(path, LONG)
    if not table.rows:
        raise WorkbenchError(
            f"{path.name}, line 2: there is no rating below the header; write a row for each"
        )
    found: dict[tuple[str, str], str | None] = {}
    first: dict[tuple[str, str], int] = {}
    for row in table.rows:
        key = table.text(row, "unit"), table.text(row, "coder")
        if key in found:
            raise WorkbenchError(
                f"{table.where(row, 'unit')}: “{key[1]}” has rated “{key[0]}” already on line "
                f"{first[key]}; keep one of the two rows"
            )
        found[key] = check(table, row, "value")
        first[key] = row.line
    units = dict.fromkeys(unit for unit, _ in found)
    coders = tuple(sorted({coder for _, coder in found}))
    return RatingTable(
        coders, tuple(tuple(found.get((unit, coder)) for coder in coders) for unit in units)
    )


def _warnings(
    table: RatingTable, report: RatingReport, offered: list[str] | None, weights: str | None
) -> list[str]:
    """What was read otherwise, perhaps, than it was meant."""
    from workbench.agreement.rating_report import ordered_by_alphabet

    found = []
    if len(report.coders) == 1:
        found.append("there is one coder, and agreement takes two: give each coder a column")
    if report.level in ("nominal", "ordinal", "set") and _looks_like_labels(table):
        found.append(
            f"{table.coders[0]} is read as a coder, with a value in every row that nobody else"
            " gave: a first column of labels has to be called unit"
        )
    by_order = report.level == "ordinal" or weights is not None
    if by_order and offered is None and ordered_by_alphabet(report.categories):
        shown = " < ".join(report.categories[:MOST_SHOWN])
        more = " < …" if len(report.categories) > MOST_SHOWN else ""
        found.append(f"in the order of the alphabet, {shown}{more}: --categories gives another")
    return found


def _looks_like_labels(table: RatingTable) -> bool:
    first = [row[0] for row in table.units]
    others = {cell for row in table.units for cell in row[1:]}
    return (
        len(table.coders) > 2
        and len(first) > 2
        and None not in first
        and len(set(first)) == len(first)
        and not others & set(first)
    )


def _print(report: RatingReport) -> None:
    names = {
        "percent_agreement": "agreement",
        "cohen_kappa": "Cohen kappa",
        "cohen_kappa_weighted": "Cohen kappa, weighted",
        "scott_pi": "Scott pi",
        "fleiss_kappa": "Fleiss kappa",
        "conger_kappa": "Conger kappa",
        "brennan_prediger": "Brennan-Prediger",
        "gwet_ac1": "Gwet AC1",
        "krippendorff_alpha": f"Krippendorff alpha, {report.level}",
    }
    one, many = ("code", "codes") if report.level == "set" else ("category", "categories")
    once = report.units - report.compared
    left = f", {report.compared} of them rated by two coders or more" if once else ""
    click.echo(
        f"{', '.join(report.coders)}: {counted(report.units, 'unit')}{left};"
        f" {counted(len(report.categories), one, many)}\n"
    )
    rows = [
        [names[name], figure_text(figure, percent=name == "percent_agreement")]
        for name, figure in report.figures.items()
    ]
    rows += [
        [f"Krippendorff alpha of sets, {name}", figure_text(each)]
        for name, each in report.sets.items()
    ]
    print_table(["all units", ""], rows)
    weighted = "cohen_kappa_weighted" in report.figures
    if len(report.coders) > 2 and (report.level != "set" or weighted):
        click.echo("\nCohen and Scott are means over the pairs of coders.")
    if report.level == "set" and weighted:
        click.echo(
            "\nSets have no order of their own: weights go by the order of their codes. How far two"
            "\nsets are apart is what alpha with the Jaccard and MASI distances measures."
        )
    click.echo("\nNo intervals: nothing says how the units were sampled.")
    if len(report.one_vs_rest) < len(report.categories):
        click.echo("No category against the rest: so many values are measurements.")
        return
    click.echo("")
    columns = ("cohen_kappa", "scott_pi", "fleiss_kappa", "krippendorff_alpha")
    print_table(
        [
            "code" if report.level == "set" else "against the rest",
            *(names[key].split(",")[0] for key in columns),
        ],
        [
            [name, *(figure_text(each[key]) for key in columns)]
            for name, each in list(report.one_vs_rest.items())[:MOST_LISTED]
        ],
    )
    if len(report.one_vs_rest) > MOST_LISTED:
        click.echo(f"and {len(report.one_vs_rest) - MOST_LISTED} more: --json has all")
    if any(figure.note for figure in report.figures.values()):
        click.echo("\n* nothing varied: every rating is the same.")
