"""Commands on figures: describe, replicate, check-figures."""

from collections.abc import Sequence
from pathlib import Path

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
from workbench.cli.told import name_ignored
from workbench.figures import store
from workbench.figures.blocks import PARTS, Block, blocks, figure_of
from workbench.figures.consistency import check
from workbench.figures.describe import describe
from workbench.figures.nouns import OK, Frequency, Replicated
from workbench.figures.percent import exact, whole
from workbench.figures.replicate import import_published, replicate
from workbench.figures.reported import COLUMNS, read_reported
from workbench.tui.numbers import share_bar

_BAR = 16  # cells


@click.command("describe", epilog="Example: workbench describe flood.db --by sector --json")
@study_argument
@click.option("--by", "by", metavar="ATTRIBUTE", default="", help="In each group it makes.")
@click.option("--variable", metavar="V", default="", help="Only this one; or codes, or themes.")
@as_option
@json_option
def describe_command(
    study_path: Path, by: str, variable: str, as_name: str | None, as_json: bool
) -> None:
    """Frequencies of attributes, answers, codes and themes, each with its base.

    The base counts participants (all of the data set), valid answers (participants who gave one),
    answers given, or units (coded passages; one with two codes is a passage of both). Where
    several answers were given, every value has its percentage of answers and of cases. Values off
    the scale and reasons for missing answers are kept apart. Percentages are rounded half up.
    """
    study, viewer = open_for(study_path, as_name)
    with study:
        rows = describe(study, viewer, by=by, variable=variable)
    if as_json:
        print_json([_as_json(row, bool(by)) for row in rows])
        return
    for number, block in enumerate(blocks(rows)):
        if number:
            click.echo("")
        _print_block(block)
    if not rows:
        narrate("nothing to count yet: import cases, answers or a survey, or lock a transcript.")


def _as_json(row: Frequency, crossed: bool) -> dict[str, object]:
    found: dict[str, object] = {
        "data_set": row.data_set,
        "variable": row.variable,
        "value": row.value,
        "kind": row.kind,
        "n": row.n,
        "base": row.base,
        "base_kind": row.base_kind,
        "percent": whole(row.n, row.base),
        "percent_exact": exact(row.n, row.base),
    }
    return found | {"by": row.by, "group": row.group} if crossed else found


def _print_block(block: Block) -> None:
    """A variable: under its name, and beside what each column is a part of, a line a value."""
    lines = [[block.title, "", *(block.base_words(kind) for kind in block.bases)]]
    part = ""
    for line in block.lines:
        if PARTS.get(line.kind, "") != part:
            part = PARTS.get(line.kind, "")
            lines.append([f"  {part}"])
        shown = block.shown(line)
        figures = [figure_of(line.figures.get(kind)) for kind in block.bases]
        bar = share_bar(shown.n / shown.base if shown.base else 0.0, _BAR)
        lines.append([f"    {' '.join(line.value.split())}", bar, *figures])
    _print_aligned(lines)


def _print_aligned(lines: Sequence[Sequence[str]]) -> None:
    """Names to the left, figures to the right; a line of one cell is a heading and has room."""
    from rich.cells import cell_len

    table = [line for line in lines if len(line) > 1]
    widths = [max(cell_len(line[at]) for line in table) for at in range(len(table[0]))]
    for line in lines:
        cells = []
        for at, cell in enumerate(line):
            space = " " * (widths[at] - cell_len(cell))
            cells.append(cell + space if at < 2 else space + cell)
        click.echo("  ".join(cells).rstrip())


@click.command("replicate", epilog="Example: workbench replicate flood.db --json")
@study_argument
@click.option(
    "--published",
    "file",
    metavar="FILE.csv",
    type=click.Path(path_type=Path),
    help="First make the figures of this file the published ones.",
)
@as_option
@json_option
def replicate_command(
    study_path: Path, file: Path | None, as_name: str | None, as_json: bool
) -> None:
    """The published figures of a study beside those that it gives.

    A figure is ok, or differs from what the study gives, or is a contradiction: it cannot hold
    beside the other published ones, whatever the data. Contradictions are a result, so the exit
    is 0. FILE.csv has the columns of check-figures (workbench check-figures --help); variable,
    value and counts say how a figure is computed.
    """
    study, acting = open_for(study_path, as_name)
    with study:
        if file is not None:
            name_ignored(file, COLUMNS)
            count = import_published(study, file, acting)
            narrate(f"{count} published figures are in {study_path} as {file.name} has them.")
        rows = replicate(study, acting)
    if as_json:
        print_json([_replicated(row) for row in rows])
        return
    print_rows(
        ["figure", "published", "n", "of", "exact", "status"],
        [[r.figure, r.published, r.n, r.base, _exact(r.exact), r.status] for r in rows],
    )
    for row in rows:
        if row.why:
            click.echo(f"{row.figure}: {row.why}")
    if not rows:
        narrate("no published figures yet: workbench replicate STUDY --published FILE.csv")


def _exact(share: float | None) -> str:
    return "" if share is None else f"{share:.3f} %"


def _replicated(row: Replicated) -> dict[str, object]:
    found: dict[str, object] = {
        "figure": row.figure,
        "published": row.published,
        "n": row.n,
        "base": row.base,
        "exact": row.exact,
        "status": row.status,
    }
    return found if row.status == OK else found | {"why": row.why}


_FORMAT = "\n".join(f"    {name:<13} {words}" for name, words in COLUMNS.items())


@click.command(
    "check-figures",
    help=f"""Find what cannot hold in any list of reported figures.

    FILE.csv has one row a figure and as many of these columns as there is something to say:

    \b
{_FORMAT}

    A percentage must be n / base, rounded half up to the decimals that are shown, and have a base.
    Parts add up to their base. Participants x least answers <= answers <= participants x options.
    Reasons add up to the missing. A participant whose words are shown is in that data set. What
    cannot hold is said in one sentence with its arithmetic; findings are a result, so the exit is
    0. The file corpora/samples/reported-figures.csv is an example.
    """,
    epilog="Example: workbench check-figures reported-figures.csv",
)
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option(
    "--study",
    "study_path",
    metavar="STUDY",
    type=click.Path(path_type=Path),
    help="Look participants up in the data sets of this study.",
)
@as_option
@json_option
def check_figures_command(
    file: Path, study_path: Path | None, as_name: str | None, as_json: bool
) -> None:
    """The command; what it says of itself is its ``help``."""
    figures = read_reported(file)
    name_ignored(file, COLUMNS)
    findings = check(figures, _rosters(study_path, as_name) if study_path else None)
    if as_json:
        print_json([{"figure": f.figure, "rule": f.rule, "finding": f.sentence} for f in findings])
        return
    for finding in findings:
        click.echo(f"{finding.figure}: {finding.sentence}")
    narrate(_summary(len(figures), len({f.figure for f in findings})))


def _summary(figures: int, found: int) -> str:
    if figures == 1:
        return f"the one figure {'cannot hold' if found else 'holds, as far as can be checked'}."
    if not found:
        return f"all of {figures} figures hold, as far as they can be checked."
    return f"{found} of {figures} figures cannot hold; the others do, as far as can be checked."


def _rosters(study_path: Path, as_name: str | None) -> dict[str, Sequence[str]]:
    rosters: dict[str, list[str]] = {}
    study, _ = open_for(study_path, as_name)
    with study:
        for member in store.members(study):
            rosters.setdefault(member.data_set, []).append(member.name)
    return dict(rosters)
