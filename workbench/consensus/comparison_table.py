"""The figures of a round as tables: a row a code; and, in NVivo's layout, a row a code and file."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.consensus.comparison import BASES, RoundReport
from workbench.csv_out import Cell
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.agreement.figures import Figure
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
NVIVO = (
    "Code",
    "File",
    "File Folder",
    "File Size",
    "Kappa",
    "Agreement (%)",
    "A and B (%)",
    "Not A and Not B (%)",
    "Disagreement (%)",
    "A and Not B (%)",
    "B and Not A (%)",
)
FOLDER = "Files"
CELLS = ("both", "only_a", "only_b", "neither")


def comparison_table(found: RoundReport) -> tuple[list[str], list[list[Cell]]]:
    """Header and rows. Every row names round, label, unit and base, so that it can stand alone.

    A figure that is undefined is an empty cell with the reason beside it; ``interval`` says why a
    kappa that is there has no interval. Shares are 0 to 1; cells are units, and there with two
    coders only.
    """
    coders = found.report.coders
    header = ["code", "round", "label", "unit", "half", "base", "aggregate", "roll_up"]
    header += ["suggestions", "codebook_version", "codebook_frozen", "transcripts", "units"]
    header += ["replicates", "seed", "interval"]
    header += [f"share_{coder}" for coder in coders]
    if len(coders) == 2:
        header += ["both", f"only_{coders[0]}", f"only_{coders[1]}", "neither"]
    for name in FIGURES:
        header += [name, f"{name}_low", f"{name}_high", f"{name}_undefined"]
    rows = [_row(found, name, result, coders) for name, result in found.report.codes.items()]
    rows.append(_row(found, SEGMENTATION, found.report.segmentation, coders))
    return header, rows


def _row(found: RoundReport, name: str, result: "CodeResult", coders: Sequence[str]) -> list[Cell]:
    asked, report = found.question, found.report
    row: list[Cell] = [
        name,
        found.round.name,
        found.label,
        found.unit,
        str(asked.half).lower(),
        BASES[found.base],
        report.aggregate,
        str(asked.roll_up).lower(),
        "counted" if asked.suggested else "left out",
        found.round.codebook_version,
        str(found.round.codebook_frozen).lower(),
        len(found.compared),
        sum(report.units.values()),
        report.replicates,
        report.seed,
        _why_no_interval(result.figures["cohen_kappa"]),
    ]
    row += [result.prevalence[coder] for coder in coders]
    if result.cells is not None:
        row += [getattr(result.cells, cell) for cell in CELLS]
    for wanted in FIGURES:
        figure = result.figures[wanted]
        undefined = None if figure.undefined is None else str(figure.undefined)
        row += [figure.value, figure.low, figure.high, undefined]
    return row


def _why_no_interval(figure: "Figure") -> str | None:
    """Why a kappa has no interval; None where it has one, or is undefined itself."""
    if figure.value is None or figure.low is not None:
        return None
    return "not_asked" if figure.interval is None else str(figure.interval)


def nvivo_table(found: RoundReport) -> tuple[list[str], list[list[Cell]]]:
    """Header and rows of NVivo's coding comparison, by code, then file.

    A is the first coder compared and B the second. Sizes and shares are of the base and the unit of
    the report, which NVivo has as characters of the whole file: ``--base all`` gives these. Kappa
    is an empty cell where it is undefined. Raises WorkbenchError unless two coders are compared.
    """
    coders = found.report.coders
    if len(coders) != 2:
        raise WorkbenchError(
            f"NVivo's layout compares two coders, and there are {len(coders)}: name two of"
            f" {', '.join(coders)} with --coders"
        )
    rows: list[list[Cell]] = []
    for name, result in found.report.codes.items():
        for transcript, size in found.report.units.items():
            cells = result.transcripts[transcript].cells if result.transcripts else None
            if cells is None or not size:
                continue
            kappa = result.transcripts[transcript].figures["cohen_kappa"].value
            agreed, apart = cells.both + cells.neither, cells.only_a + cells.only_b
            counts = (agreed, cells.both, cells.neither, apart, cells.only_a, cells.only_b)
            shares = [100 * count / size for count in counts]
            rows.append([name, transcript, FOLDER, size, kappa, *shares])
    return list(NVIVO), rows
