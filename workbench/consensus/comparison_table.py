"""The figures of a round as a table: a row a code, and one for any code at all."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.consensus.comparison import BASES, RoundReport
from workbench.csv_out import Cell

if TYPE_CHECKING:
    from workbench.agreement.results import CodeResult

SEGMENTATION = "(any code or none)"
FIGURES = (
    "cohen_kappa",
    "krippendorff_alpha",
    "scott_pi",
    "fleiss_kappa",
    "conger_kappa",
    "brennan_prediger",
    "gwet_ac1",
    "percent_agreement",
    "expected_agreement",
    "positive_agreement",
    "negative_agreement",
    "u_alpha_binary",
)
CELLS = ("both", "only_a", "only_b", "neither")


def comparison_table(found: RoundReport) -> tuple[list[str], list[list[Cell]]]:
    """Header and rows. Every row names round, label, unit and base, so that it can stand alone.

    A figure that is undefined is an empty cell with the reason beside it. Shares are 0 to 1;
    cells are units, and there with two coders only.
    """
    coders = found.report.coders
    header = ["code", "round", "label", "unit", "base", "transcripts", "units"]
    header += [f"share_{coder}" for coder in coders]
    if len(coders) == 2:
        header += ["both", f"only_{coders[0]}", f"only_{coders[1]}", "neither"]
    for name in FIGURES:
        header += [name, f"{name}_low", f"{name}_high", f"{name}_undefined"]
    rows = [_row(found, name, result, coders) for name, result in found.report.codes.items()]
    rows.append(_row(found, SEGMENTATION, found.report.segmentation, coders))
    return header, rows


def _row(found: RoundReport, name: str, result: "CodeResult", coders: Sequence[str]) -> list[Cell]:
    row: list[Cell] = [
        name,
        found.round.name,
        found.label,
        found.unit,
        BASES[found.base],
        len(found.compared),
        sum(found.report.units.values()),
    ]
    row += [result.prevalence[coder] for coder in coders]
    if result.cells is not None:
        row += [getattr(result.cells, cell) for cell in CELLS]
    for wanted in FIGURES:
        figure = result.figures[wanted]
        undefined = None if figure.undefined is None else str(figure.undefined)
        row += [figure.value, figure.low, figure.high, undefined]
    return row
