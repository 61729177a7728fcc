"""Codes that occur in one transcript only have no interval.

Resampling transcripts then draws the one that holds the code or does not: where it does, the figure
hardly moves, and where it does not, there is none. What comes out, ``.94 to .94``, would look like
certainty and is the opposite.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workbench.agreement.figures import Figure, Reason
from workbench.agreement.results import CodeResult, Report

RESTING_ON_USE = frozenset(
    {
        "positive_agreement",
        "character_f1",
        "cohen_kappa",
        "scott_pi",
        "fleiss_kappa",
        "conger_kappa",
        "krippendorff_alpha",
        "u_alpha_binary",
        "ku_alpha",
    }
)
"""The figures that are undefined in a sample in which nobody used the code."""


def without_lone_intervals(report: Report) -> Report:
    """The report with ``interval`` one_transcript where a code occurs in one transcript only.

    Figures that are defined without the code, as percent agreement is, keep their intervals.

    >>> from workbench.agreement.report import Bootstrap, Comparison, compare
    >>> from workbench.agreement.spans import Transcript
    >>> spans = [("a", "fear", "Ana", 0, 9), ("a", "fear", "Ben", 0, 8)]
    >>> texts = [Transcript("a", 20), Transcript("b", 20)]
    >>> found = compare(Comparison.of(texts, ["Ana", "Ben"], ["fear"], spans))
    >>> lone = without_lone_intervals(found).codes["fear"].figures
    >>> found.codes["fear"].figures["cohen_kappa"].low is None, lone["cohen_kappa"].low is None
    (False, True)
    >>> lone["cohen_kappa"].interval, lone["percent_agreement"].low is None
    (<Reason.ONE_TRANSCRIPT: 'one_transcript'>, False)
    """
    return replace(
        report,
        codes={name: _without(result) for name, result in report.codes.items()},
        segmentation=_without(report.segmentation),
    )


def _without(result: CodeResult) -> CodeResult:
    if result.used_in != 1:
        return result
    return replace(
        result,
        figures=_bare(result.figures),
        pairs={pair: _bare(figures) for pair, figures in result.pairs.items()},
    )


def _bare(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    return {
        name: figure._replace(low=None, high=None, interval=Reason.ONE_TRANSCRIPT)
        if name in RESTING_ON_USE and figure.low is not None
        else figure
        for name, figure in figures.items()
    }
