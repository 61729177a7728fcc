"""A round brought before the agreement station: its figures, and what must be said with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from workbench.codebook.nouns import Code
from workbench.consensus.comparison_material import ComparedSpan, Material, material_for
from workbench.consensus.comparison_question import (
    AGGREGATES,
    ALIGNED,
    BASES,
    INDEPENDENT,
    PRACTICE,
    UNITS,
    Question,
)
from workbench.study import Person, Round, Study

if TYPE_CHECKING:
    from workbench.agreement.comparison import Comparison
    from workbench.agreement.counted import Counted
    from workbench.agreement.exchanges import Exchanges
    from workbench.agreement.figures import Figure
    from workbench.agreement.results import Report

__all__ = [
    "AGGREGATES",
    "ALIGNED",
    "BASES",
    "INDEPENDENT",
    "PRACTICE",
    "UNITS",
    "ComparedSpan",
    "Exchanged",
    "Question",
    "RoundReport",
    "compare_round",
]

FEW_UNITS = 10
"""With fewer units than this given a code, one unit more or less moves a figure visibly."""


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Units to which ``first_coder`` gave ``first`` and ``second_coder`` gave ``second`` instead.

    With more than two coders these are summed over pairs, and the coders' names are empty.
    """

    first: str
    second: str
    units: int
    first_coder: str = ""
    second_coder: str = ""


@dataclass(frozen=True, slots=True)
class RoundReport:
    """The report on a round, and the words without which its figures must not be quoted.

    ``material`` is what was compared. ``exchanges`` say which codes stand in place of which, in the
    order of ``report.codes``; ``influence`` what Cohen's kappa of a code (under the empty name: any
    code) would be without each transcript, None where that is undefined. ``unsuggested`` is the
    same report without accepted suggestions, without intervals; None where there were none, or none
    were counted.
    """

    question: Question
    material: Material
    report: "Report"
    exchanges: "Exchanges"
    influence: dict[str, dict[str, float | None]]
    unsuggested: "Report | None"

    @property
    def round(self) -> Round:
        """The round compared."""
        return self.material.round

    @property
    def unit(self) -> str:
        """The unit of analysis."""
        return self.question.unit

    @property
    def base(self) -> str:
        """The name of the base."""
        return self.question.base

    @property
    def roll_up(self) -> bool:
        """Whether parents have what their children have."""
        return self.question.roll_up

    @property
    def label(self) -> str:
        """practice, after alignment or independent."""
        return self.material.label

    @property
    def compared(self) -> tuple[str, ...]:
        """The transcripts, by name."""
        return tuple(each.name for each in self.material.texts)

    @property
    def of(self) -> int:
        """How many transcripts the round has."""
        return len(self.round.transcripts)

    @property
    def chosen(self) -> bool:
        """Whether the transcripts are a choice by name among those that all coders had locked."""
        return bool(self.question.transcripts) and len(self.compared) < self.material.revealed

    @property
    def shown(self) -> dict[str, Code]:
        """The codes by the names that the report uses."""
        return self.material.shown

    @property
    def spans(self) -> tuple[ComparedSpan, ...]:
        """What was counted: transcript, code, coder, start, end."""
        return self.material.spans if self.question.suggested else self.material.unsuggested

    @property
    def comparison(self) -> "Comparison":
        """What was counted, as the agreement station takes it."""
        return _comparison(self.material, self.spans)

    @property
    def headings(self) -> frozenset[str]:
        """Names of codes that have others below them and that nobody gave: branches, no codes."""
        parents = {code.parent_id for code in self.shown.values()}
        return frozenset(
            name
            for name, code in self.shown.items()
            if code.id in parents and not any(self.report.codes[name].prevalence.values())
        )

    @property
    def averaged(self) -> list[str]:
        """The codes that means are over: those that all coders had, without headings."""
        headings = self.headings
        return [n for n, code in self.shown.items() if not code.maker_id and n not in headings]

    @property
    def lopsided(self) -> list[str]:
        """Those of them that one coder alone gave: kappa is 0 there whatever else happened."""
        from workbench.agreement.sided import only_one_gave  # numpy loads with the first report

        return [name for name in self.averaged if only_one_gave(self.report.codes[name])]

    @property
    def exchanged(self) -> list[Exchanged]:
        """The pairs of codes that were given in place of one another, most units first."""
        names, coders = list(self.shown), self.report.coders
        two = len(coders) == 2
        matrix = self.exchanges.matrix.tolist()
        found = []
        for c, first in enumerate(names):
            for k, second in enumerate(names):
                if two and c != k and matrix[c][k]:
                    found.append(Exchanged(first, second, matrix[c][k], *coders))
                elif not two and c < k and matrix[c][k] + matrix[k][c]:
                    found.append(Exchanged(first, second, matrix[c][k] + matrix[k][c]))
        # they stand in the order of the first code already, which sorting keeps
        return sorted(found, key=lambda one: -one.units)

    @property
    def few_units(self) -> list[str]:
        """The codes that were given to few units: on average of the coders fewer than ten."""
        if self.unit == "character":
            return []
        total = sum(self.report.units.values())
        return [
            name
            for name, result in self.report.codes.items()
            if 0 < _mean(list(result.prevalence.values())) * total < FEW_UNITS
        ]

    @property
    def warnings(self) -> list[str]:
        """Sentences on what the figures rest on, where that is little."""
        found = list(self.report.warnings)
        if self.few_units:
            found.append(
                f"Given to fewer than {FEW_UNITS} {self.unit}s, so that one more or less moves the"
                f" figure visibly: {', '.join(self.few_units)}."
            )
        return found

    def as_json(self) -> dict[str, Any]:
        """The document of ``workbench agreement --json``."""
        from workbench.agreement.document import plain  # numpy loads with the first report

        shown: dict[str, Any] = plain(self.document())
        return shown

    def document(self) -> dict[str, Any]:
        """The same with figures as they are, for ``agreement.document.json_text``."""
        from workbench.agreement.results import document as of_report

        asked, material = self.question, self.material
        document = {
            "round": self.round.name,
            "unit": asked.unit,
            "half": asked.half,
            "base": BASES[asked.base],
            "label": self.label,
            "codebook_version": self.round.codebook_version,
            "codebook_frozen": self.round.codebook_frozen,
            "compared": {"transcripts": len(self.compared), "of": self.of},
            "chosen_transcripts": list(self.compared) if self.chosen else None,
            "discussed": list(material.discussed),
            "joined": material.joined,
            "chosen_codes": list(self.shown) if asked.codes else None,
            "roll_up": asked.roll_up,
            "suggestions": {
                "accepted": material.accepted,
                "of": material.given,
                "counted": asked.suggested,
            },
            **of_report(self.report),
            "exchanged": [
                {
                    "codes": [one.first, one.second],
                    "coders": [one.first_coder, one.second_coder] if one.first_coder else None,
                    "units": one.units,
                }
                for one in self.exchanged
            ],
            "confusion": {
                "codes": list(self.shown),
                "matrix": self.exchanges.matrix.tolist(),
                "first_alone": self.exchanges.first_alone.tolist(),
                "second_alone": self.exchanges.second_alone.tolist(),
            },
            "kappa_without": {name: each for name, each in self.influence.items() if name},
            "segmentation_kappa_without": self.influence[""],
        }
        document["warnings"] = self.warnings
        if self.unsuggested is not None:
            document["without_suggestions"] = _figures_alone(self.unsuggested)
        return document


def compare_round(
    study: Study,
    viewer: Person | None,
    question: Question | None = None,
    *,
    replicates: int = 1000,
    seed: int = 1,
) -> RoundReport:
    """Agreement in a round on its revealed transcripts; for what raises see `material_for`.

    The intervals come from ``replicates`` samples of the transcripts drawn with ``seed``.
    """
    from workbench.agreement.bootstrap import Aggregate, Bootstrap
    from workbench.agreement.counted import Counted
    from workbench.agreement.exchanges import exchanges
    from workbench.agreement.lone import without_lone_intervals
    from workbench.agreement.report import compare

    asked = question or Question()
    material = material_for(study, viewer, asked)

    def count(spans: Sequence[ComparedSpan]) -> Counted:
        return Counted.of(_comparison(material, spans), half=asked.half)

    def report(counted: Counted, replicates: int) -> "Report":
        figures = compare(
            counted.comparison,
            counted=counted,
            bootstrap=Bootstrap(replicates, seed),
            aggregate=Aggregate(asked.aggregate),
            averaged=_averaged(material, counted),
        )
        return without_lone_intervals(figures)

    counted = count(material.spans if asked.suggested else material.unsuggested)
    beside = asked.suggested and material.accepted
    return RoundReport(
        question=replace(asked, round_name=material.round.name),
        material=material,
        report=report(counted, replicates),
        exchanges=exchanges(counted),
        influence=_influence(counted, material, asked),
        unsuggested=report(count(material.unsuggested), 0) if beside else None,
    )


def _averaged(material: Material, counted: "Counted") -> list[str]:
    """The codes that means are over: not a coder's own, which was not there for the others to use,
    and no heading, which would count as one on which all agree."""
    parents = {code.parent_id for code in material.shown.values()}
    given = set(counted.spans.spans.code.tolist())
    return [
        name
        for at, (name, code) in enumerate(material.shown.items())
        if not code.maker_id and (at in given or code.id not in parents)
    ]


def _comparison(material: Material, spans: Sequence[ComparedSpan]) -> "Comparison":
    from workbench.agreement.comparison import Comparison
    from workbench.agreement.spans import Transcript

    return Comparison.of(
        [Transcript(each.name, each.characters, each.base, each.units) for each in material.texts],
        material.coders,
        list(material.shown),
        spans,
        material.groups,
    )


def _influence(
    counted: "Counted", material: Material, asked: Question
) -> dict[str, dict[str, float | None]]:
    """Cohen's kappa of each code, and of any code under the empty name, without each transcript."""
    from workbench.agreement.bootstrap import Aggregate
    from workbench.agreement.figures import optional
    from workbench.agreement.influence import without_each

    names = [each.name for each in material.texts]
    found: dict[str, dict[str, float | None]] = {}
    for codes, sums in ((list(material.shown), counted.sums), ([""], counted.any_code)):
        if len(material.coders) < 2 or len(names) < 2:
            found |= {code: dict.fromkeys(names) for code in codes}
            continue
        kappas = without_each(sums, aggregate=Aggregate(asked.aggregate))["cohen_kappa"]
        for code, column in zip(codes, kappas.T.tolist(), strict=True):
            found[code] = dict(zip(names, map(optional, column), strict=True))
    return found


def _figures_alone(report: "Report") -> dict[str, Any]:
    """The figures of codes, and their means, without cells, pairs and transcripts."""

    def figures(result: "Mapping[str, Figure]") -> dict[str, Any]:
        return {name: figure.as_json() for name, figure in result.items()}

    return {
        "codes": {name: figures(result.figures) for name, result in report.codes.items()},
        "segmentation": figures(report.segmentation.figures),
        "means": figures(report.means),
    }


def _mean(shares: Sequence[float | None]) -> float:
    return sum(share or 0.0 for share in shares) / max(len(shares), 1)
