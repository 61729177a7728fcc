"""What ``workbench agreement`` prints for people: tables first, then what they rest on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from workbench.cli.common import counted, narrate, print_rows
from workbench.consensus.comparison import AGGREGATES, BASES, Question, RoundReport

if TYPE_CHECKING:
    from workbench.agreement.figures import Figure
    from workbench.consensus.comparison_rounds import RoundPoint

MOST_EXCHANGED, MOST_NAMED = 5, 6


def print_report(found: RoundReport) -> None:
    """The figures of one round."""
    report = found.report
    compared = f"{len(found.compared)} of {counted(found.of, 'transcript')}"
    if found.chosen:
        compared += f" (chosen among {found.material.revealed} that all have locked)"
    click.echo(
        f"Round {found.round.name}, {found.label}: {listed(report.coders)},"
        f" {compared}, unit: {found.unit}{', half of it coded' if found.question.half else ''}"
    )
    click.echo(f"Base: {BASES[found.base]}; {counted(sum(report.units.values()), found.unit)}")
    held = "frozen for the round" if found.round.codebook_frozen else "coders could add own codes"
    click.echo(f"Codebook: version {found.round.codebook_version}, {held}")
    click.echo(f"Put together: {AGGREGATES[report.aggregate]}")
    if found.roll_up:
        click.echo("Rolled up: a parent code has what its child codes have")
    click.echo()
    _print_codes(found)
    _print_exchanged(found)
    _print_suggestions(found)
    _narrate_ground(found)


def listed(names: Sequence[str]) -> str:
    """Names in a sentence.

    >>> listed(["Ana"]), listed(["Ana", "Ben", "Cai"])
    ('Ana', 'Ana, Ben and Cai')
    """
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def print_rounds(points: "Sequence[RoundPoint]", question: Question) -> None:
    """A row a round, each with the label that it has earned."""
    if not points:
        click.echo("Nothing to compare yet: figures appear once every coder has locked.")
        return
    click.echo(f"Unit: {question.unit}; base: {BASES[question.base]}")
    click.echo(f"Put together: {AGGREGATES[question.aggregate]}\n")
    rows = []
    for point in points:
        mean, any_code = point.means["cohen_kappa"], point.segmentation.figures["cohen_kappa"]
        rows.append(
            (
                point.name,
                point.label,
                f"{point.compared} of {point.of}",
                str(point.codebook_version),
                *_with_interval(mean),
                *_with_interval(any_code),
            )
        )
    print_rows(
        (
            *("round", "label", "transcripts", "codebook"),
            *("mean kappa", "95 % interval", "any code", "95 % interval"),
        ),
        rows,
    )
    narrate("Figures under different labels do not continue one another.")


def _print_codes(found: RoundReport) -> None:
    from workbench.agreement.sided import only_one_gave
    from workbench.agreement.words import interval, percent, why_undefined

    report = found.report
    rows = []
    for name, result in report.codes.items():
        if name in found.headings:
            continue
        kappa, alpha = result.figures["cohen_kappa"], result.figures["krippendorff_alpha"]
        positive = result.figures["positive_agreement"].value
        shares = [percent(result.prevalence[c] or 0.0) for c in report.coders]
        cells = result.cells
        counts = (cells.only_a, cells.both, cells.only_b) if cells else ()
        why = why_undefined(result, kappa) or only_one_gave(result) or interval(kappa)
        own = "" if found.shown[name].shared else " (own code)"
        dice = "–" if positive is None else percent(positive)
        rows.append((f"{name}{own}", value(kappa), why, value(alpha), dice, *shares, *counts))
    headings = ["code", "kappa", "95 % interval", "alpha", "positive", *report.coders]
    if len(report.coders) == 2:
        headings += [f"only {report.coders[0]}", "both", f"only {report.coders[1]}"]
    print_rows(headings, rows)
    mean, averaged = report.means["cohen_kappa"], _averaged(found)
    left_out = f", {mean.skipped} left out as undefined" if mean.skipped else ""
    click.echo(f"\nMean of {counted(averaged, 'shared code')}{left_out}: kappa {_in_a_line(mean)}")
    if alone := len(found.lopsided):
        click.echo(
            f"  {alone} of them given by one coder alone, where kappa is 0 whatever happened"
        )
    any_code = report.segmentation.figures["cohen_kappa"]
    which = "Any of the codes chosen" if found.question.codes else "Any code"
    click.echo(f"{which} or none: kappa {_in_a_line(any_code)}{_by_transcript(found)}")


def _by_transcript(found: RoundReport) -> str:
    """How far the transcripts are apart in this, where there are several."""
    each = [
        (figure.value, name)
        for name, result in found.report.segmentation.transcripts.items()
        if (figure := result.figures["cohen_kappa"]).value is not None
    ]
    if len(each) < 2:
        return ""
    (low, poorest), (high, best) = min(each), max(each)
    return (
        f"; by transcript from {_coefficient(low)} in {poorest} to {_coefficient(high)} in {best}"
    )


def _print_exchanged(found: RoundReport) -> None:
    listed = found.exchanged[:MOST_EXCHANGED]
    if not listed:
        return
    click.echo(
        f"\nGiven in place of one another, in {found.unit}s (a {found.unit} counts for every pair"
        " of codes on it):"
    )
    for one in listed:
        said = f"{one.first} against {one.second}"
        if one.first_coder:
            said = f"{one.first_coder} {one.first}, {one.second_coder} {one.second}"
        click.echo(f"  {one.units:>7}  {said}")


def _print_suggestions(found: RoundReport) -> None:
    material = found.material
    if not material.accepted:
        return
    of = f"{material.accepted} of {counted(material.given, 'coding')} began as suggestions"
    if found.unsuggested is None:
        click.echo(f"\n{of}; they are left out here.")
        return
    mean = found.unsuggested.means["cohen_kappa"]
    click.echo(f"\n{of}; without them the mean kappa is {value(mean)} (--without-suggestions).")


def _narrate_ground(found: RoundReport) -> None:
    report = found.report
    pairs = len(report.coders) * (len(report.coders) - 1) // 2
    over = f", the mean over {pairs} pairs" if pairs > 1 else ""
    drawn = (
        f"intervals: {report.replicates} resamples of the transcripts, seed {report.seed}"
        if report.replicates
        else "no intervals were asked for"
    )
    narrate(f"Kappa is Cohen's{over}; {drawn}.")
    narrate(
        "Alpha is Krippendorff's; positive is positive agreement: of what one coder gave a code,"
        " the share that the others gave it too; under a coder's name stands how much of the base"
        " the coder gave it. Every coefficient with its interval: --json, --csv FILE."
    )
    for warning in found.warnings:
        narrate(f"! {_shortened(warning)}")


def _shortened(warning: str) -> str:
    """A warning with the first few names; the JSON has all."""
    head, colon, listed = warning.partition(": ")
    names = listed.removesuffix(".").split(", ")
    if not colon or len(names) <= MOST_NAMED + 1:
        return warning
    return f"{head}: {', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more."


def _averaged(found: RoundReport) -> int:
    """How many codes the means are over: those of everybody in which kappa is defined."""
    kappas = [found.report.codes[name].figures["cohen_kappa"] for name in found.averaged]
    return sum(kappa.value is not None for kappa in kappas)


def _in_a_line(figure: "Figure") -> str:
    """The figure with its interval behind it, or why there is none."""
    shown, between = _with_interval(figure)
    if figure.low is None:
        return f"{shown} ({between})" if between else shown
    return f"{shown} (95 % interval {between})"


def _with_interval(figure: "Figure") -> tuple[str, str]:
    from workbench.agreement.words import interval

    return value(figure), interval(figure)


def value(figure: "Figure") -> str:
    """A coefficient, or the sign of one that is undefined."""
    return "–" if figure.value is None else _coefficient(figure.value)


def _coefficient(value: float) -> str:
    from workbench.agreement.words import coefficient

    return coefficient(value)
