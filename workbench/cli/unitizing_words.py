"""What ``workbench unitizing`` prints for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from workbench.cli.common import counted
from workbench.cli.figure_table import figure_text, print_table

if TYPE_CHECKING:
    from workbench.agreement.results import Report


def print_unitizing(result: Report, unit: str) -> None:
    """The figures by code, then those of all codes; ``unit`` is what was counted."""
    texts = len(result.units)
    click.echo(
        f"{', '.join(result.coders) or 'No coder'}: {counted(texts, 'transcript')}, "
        f"{sum(result.units.values())} {unit}, {result.aggregate} over transcripts"
    )
    if texts > 1 and result.replicates:
        click.echo(
            f"In brackets 95 % intervals from {result.replicates} samples of transcripts "
            f"(seed {result.seed})"
        )
    click.echo("")
    results = [*result.codes.items(), ("any code or none", result.segmentation)]
    columns = {
        "cohen_kappa": "Cohen kappa",
        "krippendorff_alpha": "alpha",
        "gwet_ac1": "AC1",
        "u_alpha_binary": "|u-alpha",
    }
    shares = {
        "percent_agreement": "agreement",
        "expected_agreement": "by chance",
        "positive_agreement": "positive",
    }
    print_table(
        ["code", *shares.values(), *columns.values()],
        [
            [
                name,
                *(figure_text(each.figures[key], percent=True) for key in shares),
                *(figure_text(each.figures[key]) for key in columns),
            ]
            for name, each in results
        ],
    )
    click.echo("")
    whole = {
        "u-alpha": result.figures["u_alpha"],
        "cu-alpha": result.figures["cu_alpha"],
        **{f"alpha, sets, {name}": each for name, each in result.sets.items()},
        f"segments, F1 ({result.segments.match})": result.segments.figures["f1"],
        f"segments, precision (reference {result.segments.reference})": result.segments.figures[
            "precision"
        ],
        "segments, recall": result.segments.figures["recall"],
    }
    for name, group in result.groups.items():
        whole |= {f"{name}, u-alpha": group["u_alpha"], f"{name}, cu-alpha": group["cu_alpha"]}
    print_table(["all codes", ""], [[name, figure_text(each)] for name, each in whole.items()])
    click.echo("\nAgreement in per cent is near 100 for any rare code: read it beside “by chance”.")
    if any(each.figures["gwet_ac1"].note for _, each in results):
        click.echo("* nothing varied: every coder left all of it uncoded, or coded all of it.")
    if len(result.coders) < 2:
        click.echo("Agreement takes two coders: --coders A,B names those who coded nothing.")
    for warning in result.warnings:
        click.echo(warning)
