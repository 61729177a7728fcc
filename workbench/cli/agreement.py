"""``workbench agreement``: how far the coders of a round agree, and on what."""

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
    print_rows,
    study_argument,
)
from workbench.cli.several import SeveralWords
from workbench.consensus.comparison import BASES, UNITS, RoundReport, compare_round

if TYPE_CHECKING:
    from workbench.agreement.figures import Figure


class _Agreement(SeveralWords):
    several = ("--transcripts",)


@click.command(
    "agreement",
    cls=_Agreement,
    epilog="Example: workbench agreement flood.db --round first --unit sentence --json",
)
@study_argument
@click.option("--round", "round_name", metavar="R", help="Default: the newest, not practice.")
@click.option("--unit", type=click.Choice(UNITS), default="character", show_default=True)
@click.option("--base", type=click.Choice(list(BASES)), default="participants", show_default=True)
@click.option(
    "--transcripts", "names", multiple=True, metavar="T…", help="Only these: T T, or T,T."
)
@click.option("--bootstrap", type=click.IntRange(0), default=1000, show_default=True, metavar="N")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, metavar="S")
@click.option("--roll-up", is_flag=True, help="A parent code has what its child codes have.")
@as_option
@json_option
def agreement_command(
    study_path: Path,
    round_name: str | None,
    unit: str,
    base: str,
    names: tuple[str, ...],
    bootstrap: int,
    seed: int,
    roll_up: bool,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Agreement of the coders of a round, code by code, on the transcripts that all have locked.

    Intervals come from resampling whole transcripts. The base is what participants said, unless
    --base all counts the questions and labels too.
    """
    study, viewer = open_for(study_path, as_name)
    with study:
        found = compare_round(
            study,
            viewer,
            round_name=round_name,
            unit=unit,
            base=base,
            transcripts=names or None,
            roll_up=roll_up,
            replicates=bootstrap,
            seed=seed,
        )
    if as_json:
        print_json(found.as_json())
    else:
        _print(found)


def _print(found: RoundReport) -> None:
    from workbench.agreement.words import interval, percent

    report = found.report
    click.echo(
        f"Round {found.round.name}, {found.label}: {' and '.join(report.coders)},"
        f" {len(found.compared)} of {counted(found.of, 'transcript')}, unit: {found.unit}"
    )
    click.echo(f"Base: {BASES[found.base]}\n")
    rows = []
    for name, result in report.codes.items():
        kappa, alpha = result.figures["cohen_kappa"], result.figures["krippendorff_alpha"]
        shares = [percent(result.prevalence[c] or 0.0) for c in report.coders]
        cells = result.cells
        counts = (cells.only_a, cells.both, cells.only_b) if cells else ()
        rows.append((name, _value(kappa), interval(kappa), _value(alpha), *shares, *counts))
    two = len(report.coders) == 2
    headings = ["code", "kappa", "95 % interval", "alpha", *report.coders]
    if two:
        headings += [f"only {report.coders[0]}", "both", f"only {report.coders[1]}"]
    print_rows(headings, rows)
    any_code = report.segmentation.figures["cohen_kappa"]
    click.echo(f"\nAny code or none: kappa {_value(any_code)} {interval(any_code)}")
    narrate(
        f"Kappa is Cohen's, pooled over transcripts; intervals: {report.replicates} resamples of"
        f" the transcripts, seed {report.seed}."
    )
    for warning in report.warnings:
        narrate(f"! {warning}")


def _value(figure: "Figure") -> str:
    from workbench.agreement.words import coefficient

    return "–" if figure.value is None else coefficient(figure.value)
