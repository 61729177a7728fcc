"""Gamma for people: the figures, then in words what they rest on. Used by two commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from workbench.cli.common import counted
from workbench.cli.figure_table import figure_text, print_table
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.agreement.bootstrap import Aggregate, Bootstrap
    from workbench.agreement.comparison import Comparison
    from workbench.agreement.gamma_report import GammaReport, PairGamma


def gamma_of(comparison: Comparison, bootstrap: Bootstrap, aggregate: Aggregate) -> GammaReport:
    """Gamma; what cannot be had (no scipy, too many units) as an error for people."""
    # scipy loads within, for those who ask
    from workbench.agreement.errors import MissingExtra, TooMany
    from workbench.agreement.gamma import gamma

    try:
        return gamma(comparison, bootstrap=bootstrap, aggregate=aggregate)
    except (MissingExtra, TooMany) as error:
        raise WorkbenchError(str(error)) from None


def print_gamma(report: GammaReport) -> None:
    """A table of gamma, gamma-cat and gamma-k, and sentences on how they came about."""
    figures = {
        "gamma": report.gamma,
        "gamma-cat, codes of aligned units": report.gamma_cat,
        **{f"gamma-k, {code}": each for code, each in report.gamma_k.items()},
    }
    print_table(
        ["all codes, units aligned with units", ""],
        [[name, figure_text(each)] for name, each in figures.items()],
    )
    click.echo("")
    if report.gamma.low is not None:
        click.echo(
            "In brackets the 95 % interval of gamma over samples of transcripts; gamma-cat and"
            " gamma-k have none."
        )
    if report.method == "exact":
        (only,) = report.pairs.values()
        click.echo(_ground(only))
    elif report.pairs:
        click.echo(f"These are means over {counted(len(report.pairs), 'pair')} of coders:")
        for pair, each in report.pairs.items():
            click.echo(f"  {' and '.join(pair)}: gamma {figure_text(each.gamma)}. {_ground(each)}")
        if report.n_way is not None:
            said = f"gamma {figure_text(report.n_way.gamma)}. {_ground(report.n_way)}"
            click.echo(f"All coders aligned at once: {said}")
        elif report.n_way_missing:
            click.echo(f"Not of all coders at once: {report.n_way_missing}.")


def _ground(each: PairGamma) -> str:
    if each.observed_disorder is None or each.expected_disorder is None:
        return "There is no unit to align."
    return (
        f"The best of all alignments has {counted(each.alignments, 'place')} and a disorder of "
        f"{each.observed_disorder:.3f}; by chance it would be {each.expected_disorder:.3f} "
        f"(mean of {each.samples} random shifts of each coder's units)."
    )
