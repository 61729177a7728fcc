"""What a comparison comes out as: figures of codes, transcripts, pairs, groups, and their JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbench.agreement.document import Document, Late, plain
from workbench.agreement.figures import Figure

Json = dict[str, Any]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cells:
    """The two-by-two table of two coders, in units."""

    both: int
    only_a: int
    only_b: int
    neither: int

    def as_json(self) -> Json:
        """The counts by name."""
        return {
            "both": self.both,
            "only_a": self.only_a,
            "only_b": self.only_b,
            "neither": self.neither,
        }


@dataclass(frozen=True, slots=True)
class CodeResult:
    """Everything about one code (or any code at all), over all transcripts or in one.

    ``figures`` by name; ``prevalence`` the share of units each coder gave the code, None without
    units; ``cells`` with two coders; ``pairs`` the figures of each pair of coders; ``used_in`` the
    number of transcripts in which anybody gave it; ``transcripts`` the same for each transcript,
    empty in a result that is of one transcript.
    """

    figures: Mapping[str, Figure]
    prevalence: Mapping[str, float | None]
    cells: Cells | None
    pairs: Mapping[Pair, Mapping[str, Figure]]
    used_in: int
    transcripts: Mapping[str, CodeResult]

    def document(self) -> Document:
        """Keys: the figures, prevalence, cells (two coders), pairs as ``A,B``, transcripts."""
        shown: Document = dict(self.figures)
        shown["prevalence"] = self.prevalence
        if self.cells is not None:
            shown["cells"] = self.cells.as_json()
        shown["pairs"] = {",".join(pair): each for pair, each in self.pairs.items()}
        if isinstance(self.transcripts, Late):
            shown["transcripts"] = self.transcripts
        elif self.transcripts:
            shown["transcripts"] = {
                name: each.document() for name, each in self.transcripts.items()
            }
        return shown


@dataclass(frozen=True, slots=True)
class Offsets:
    """How far the ends of matched spans lie apart, in characters; None without matched spans."""

    median: float | None
    p90: float | None

    def as_json(self) -> Json:
        """``median`` and ``p90``, with the reason where there are none."""
        undefined = "no_intersection" if self.median is None else None
        return {"median": self.median, "p90": self.p90, "undefined": undefined}


@dataclass(frozen=True, slots=True)
class SegmentResult:
    """Segment matching over all codes.

    ``figures``: agreement and f1 (the same: Holsti's index), precision and recall against
    ``reference``, maxqda_kappa with the chance agreement ``chance`` = 1/(number of codes).
    """

    match: str
    reference: str | None
    matched: int
    figures: Mapping[str, Figure]
    chance: float | None
    start_error: Offsets
    end_error: Offsets

    def document(self) -> Document:
        """The rule, the figures, and the errors of both ends."""
        return {
            "match": self.match,
            "reference": self.reference,
            "matched": self.matched,
            **self.figures,
            "maxqda_chance": self.chance,
            "start_error": self.start_error.as_json(),
            "end_error": self.end_error.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """A comparison of coders.

    ``characters`` and ``units`` count what was compared by transcript: the characters of the base,
    and the units of analysis, which are the same where no others were given. ``means`` are those of
    each coefficient over the codes in which it is defined (of those to be averaged). ``groups``
    hold u_alpha and cu_alpha of groups of exclusive codes. ``warnings`` are sentences for people.
    ``replicates`` and ``seed`` are those of the bootstrap.
    """

    coders: tuple[str, ...]
    characters: Mapping[str, int]
    units: Mapping[str, int]
    codes: Mapping[str, CodeResult]
    means: Mapping[str, Figure]
    segmentation: CodeResult
    figures: Mapping[str, Figure]
    sets: Mapping[str, Figure]
    segments: SegmentResult
    groups: Mapping[str, Mapping[str, Figure]]
    aggregate: str
    replicates: int
    seed: int
    warnings: tuple[str, ...]


def document(report: Report) -> Document:
    """The report as the commands print it, figures as they are; see ``document.json_text``."""
    return {
        "coders": list(report.coders),
        "length": sum(report.characters.values()),
        "units": sum(report.units.values()),
        "transcripts": list(report.characters),
        "lengths": dict(report.characters),
        "aggregate": report.aggregate,
        "bootstrap": {"replicates": report.replicates, "seed": report.seed},
        "codes": {code: result.document() for code, result in report.codes.items()},
        "means": report.means,
        "segmentation": report.segmentation.document(),
        **report.figures,
        "krippendorff_alpha_sets": report.sets,
        "segments": report.segments.document(),
        "groups": report.groups,
        "warnings": list(report.warnings),
    }


def as_json(report: Report) -> Json:
    """The report as the commands print it; every value fits JSON, none is NaN."""
    shown: Json = plain(document(report))
    return shown
