"""``workbench agreement``: how far the coders of a round agree, and on what.

What prints or writes a form of the report loads when that form is asked for.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.common import (
    as_option,
    counted,
    json_option,
    narrate,
    open_for,
    print_json,
    print_json_parts,
    study_argument,
)
from workbench.cli.several import SeveralWords
from workbench.consensus.comparison import (
    AGGREGATES,
    BASES,
    UNITS,
    Question,
    RoundReport,
    compare_round,
)
from workbench.consensus.comparison_methods import methods_paragraph
from workbench.errors import UsageError
from workbench.study import Person, Study

if TYPE_CHECKING:
    from workbench.agreement.gamma_report import GammaReport


class _Agreement(SeveralWords):
    several = ("--transcripts", "--codes", "--coders")


def _split(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names given one by one or parted by commas."""
    return tuple(part.strip() for name in names for part in name.split(",") if part.strip())


@click.command(
    "agreement",
    cls=_Agreement,
    epilog="Example: workbench agreement flood.db --round first --unit sentence --json",
)
@study_argument
@click.option("--round", "round_name", metavar="R", help="Default: the newest, not practice.")
@click.option("--unit", type=click.Choice(UNITS), default="character", show_default=True)
@click.option("--half", is_flag=True, help="A unit has a code if half of it is coded, not any.")
@click.option("--base", type=click.Choice(list(BASES)), default="participants", show_default=True)
@click.option(
    "--aggregate",
    type=click.Choice(list(AGGREGATES)),
    default="pooled",
    show_default=True,
    help="Counts summed over transcripts; the mean of their figures; or that by length.",
)
@click.option(
    "--transcripts", "names", multiple=True, metavar="T…", help="Only these: T T, or T,T."
)
@click.option("--codes", "codes", multiple=True, metavar="C…", help="Only these codes: C C.")
@click.option("--coders", "coders", multiple=True, metavar="P…", help="Only these: P P, or P,P.")
@click.option("--bootstrap", type=click.IntRange(0), default=1000, show_default=True, metavar="N")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, metavar="S")
@click.option("--roll-up", is_flag=True, help="A parent code has what its child codes have.")
@click.option(
    "--independent",
    is_flag=True,
    help="Only transcripts locked before another reading was opened, with codes as given.",
)
@click.option("--without-suggestions", is_flag=True, help="Leave accepted suggestions out.")
@click.option(
    "--gamma",
    "with_gamma",
    is_flag=True,
    help="Adds gamma, gamma-cat and gamma-k; needs pip install 'thematic-workbench[gamma]'.",
)
@click.option("--rounds", is_flag=True, help="How the figures moved from round to round.")
@click.option("--methods", is_flag=True, help="A paragraph for the methods section.")
@click.option("--csv", "table", type=click.Path(path_type=Path), metavar="FILE",
              help="Write every figure of every code as CSV.")  # fmt: skip
@click.option("--nvivo", type=click.Path(path_type=Path), metavar="FILE",
              help="Write a CSV in the layout of NVivo's coding comparison.")  # fmt: skip
@as_option
@json_option
def agreement_command(
    study_path: Path,
    round_name: str | None,
    unit: str,
    half: bool,
    base: str,
    aggregate: str,
    names: tuple[str, ...],
    codes: tuple[str, ...],
    coders: tuple[str, ...],
    bootstrap: int,
    seed: int,
    roll_up: bool,
    independent: bool,
    without_suggestions: bool,
    with_gamma: bool,
    rounds: bool,
    methods: bool,
    table: Path | None,
    nvivo: Path | None,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Agreement of the coders of a round, code by code, on the transcripts that all have locked.

    Intervals come from resampling whole transcripts. The base is what participants said, unless
    --base all counts the questions and labels too. A code is named by its path or bare name.
    """
    if half and unit == "character":
        raise UsageError("a character is coded or not: --half goes with a larger --unit")
    if rounds and (methods or table or nvivo):
        raise UsageError("--rounds is a table of its own: ask for the others without it")
    if with_gamma and (rounds or methods or ((table or nvivo) and not as_json)):
        raise UsageError("--gamma is part of the report: ask for it there, or with --json")
    question = Question(
        round_name=round_name or "",
        unit=unit,
        base=base,
        transcripts=names,
        coders=_split(coders),
        codes=codes,
        roll_up=roll_up,
        half=half,
        aggregate=aggregate,
        independent=independent,
        suggested=not without_suggestions,
    )
    study, viewer = open_for(study_path, as_name)
    with study:
        if rounds:
            _print_rounds(study, viewer, question, bootstrap, seed, as_json=as_json)
            return
        found = compare_round(study, viewer, question, replicates=bootstrap, seed=seed)
        paragraph = methods_paragraph(study, found)
    aligned = _gamma(found) if with_gamma else None
    _write_tables(found, table, nvivo)
    if methods:
        _print_methods(paragraph, as_json=as_json)
    elif as_json:
        _print_document(found, aligned, paragraph)
    elif table is None and nvivo is None:
        _print_figures(found, aligned)


def _print_rounds(
    study: Study,
    viewer: Person | None,
    question: Question,
    replicates: int,
    seed: int,
    *,
    as_json: bool,
) -> None:
    from workbench.cli.agreement_words import print_rounds
    from workbench.consensus.comparison_rounds import over_rounds

    points = over_rounds(study, viewer, question, replicates=replicates, seed=seed)
    if as_json:
        print_json([point.as_json() for point in points])
    else:
        print_rounds(points, question)


def _print_methods(paragraph: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"methods": paragraph})
    else:
        click.echo(paragraph)


def _write_tables(found: RoundReport, table: Path | None, nvivo: Path | None) -> None:
    if table is None and nvivo is None:
        return
    from workbench.consensus.comparison_table import comparison_table, nvivo_table
    from workbench.csv_out import write_csv

    for path, build in ((table, comparison_table), (nvivo, nvivo_table)):
        if path is not None:
            written = write_csv(path, *build(found))
            narrate(f"{counted(written.rows, 'row')} written to {path}")


def _print_figures(found: RoundReport, aligned: "GammaReport | None") -> None:
    from workbench.cli.agreement_words import print_report
    from workbench.cli.gamma_words import print_gamma

    print_report(found)
    if aligned is not None:
        click.echo("")
        print_gamma(aligned)


def _print_document(found: RoundReport, aligned: "GammaReport | None", paragraph: str) -> None:
    """The report, gamma where it was asked for, and the paragraph, as one JSON document."""
    from workbench.agreement.document import json_parts  # numpy loads with the first report

    extra = {} if aligned is None else {"gamma": aligned.as_json()}
    print_json_parts([*json_parts({**found.document(), **extra, "methods": paragraph})])


def _gamma(found: RoundReport) -> "GammaReport":
    """Gamma of what was compared, aggregated and resampled like the report."""
    from workbench.agreement.bootstrap import Aggregate, Bootstrap
    from workbench.cli.gamma_words import gamma_of

    report = found.report
    resampled = Bootstrap(report.replicates, report.seed)
    return gamma_of(found.comparison, resampled, Aggregate(report.aggregate))
