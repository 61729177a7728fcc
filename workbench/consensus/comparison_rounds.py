"""How agreement moved: every round beside the others, each under the label that it has earned."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from workbench.consensus.comparison import RoundReport, compare_round
from workbench.consensus.comparison_question import Question
from workbench.study import Person, Study
from workbench.study.layers import layers
from workbench.study.nouns import Layer
from workbench.study.rounds import rounds

if TYPE_CHECKING:
    from workbench.agreement.figures import Figure
    from workbench.agreement.results import CodeResult

SHOWN = ("cohen_kappa", "krippendorff_alpha", "percent_agreement", "positive_agreement")


@dataclass(frozen=True, slots=True)
class RoundPoint:
    """What is kept of one round: facts, the results of codes by id, of any code, and the means."""

    name: str
    label: str
    coders: tuple[str, ...]
    compared: int
    of: int
    codebook_version: int
    names: dict[str, str]
    codes: "dict[str, CodeResult]"
    segmentation: "CodeResult"
    means: "dict[str, Figure]"

    @classmethod
    def of_report(cls, found: RoundReport) -> "RoundPoint":
        """The point that a report makes."""
        report = found.report
        return cls(
            name=found.round.name,
            label=found.label,
            coders=report.coders,
            compared=len(found.compared),
            of=found.of,
            codebook_version=found.round.codebook_version,
            names={code.id: name for name, code in found.shown.items()},
            codes={code.id: report.codes[name] for name, code in found.shown.items()},
            segmentation=report.segmentation,
            means=dict(report.means),
        )

    @property
    def titled(self) -> str:
        """Its name with its label, without which its figures are not to be shown."""
        return f"{self.name}, {self.label}"

    def as_json(self) -> dict[str, Any]:
        """The facts, and a few figures of every code, of any code, and their means."""

        def few(figures: "dict[str, Figure]") -> dict[str, Any]:
            return {name: figures[name].as_json() for name in SHOWN}

        return {
            "round": self.name,
            "label": self.label,
            "coders": list(self.coders),
            "compared": {"transcripts": self.compared, "of": self.of},
            "codebook_version": self.codebook_version,
            "means": few(self.means),
            "segmentation": few(dict(self.segmentation.figures)),
            "codes": {self.names[i]: few(dict(each.figures)) for i, each in self.codes.items()},
        }


def over_rounds(
    study: Study,
    viewer: Person | None,
    question: Question | None = None,
    *,
    replicates: int = 1000,
    seed: int = 1,
) -> list[RoundPoint]:
    """A point for every round of which something is revealed, in the order of opening.

    Of the question unit, base, roll-up, aggregation and suggestions are kept. A round is
    ``independent`` with its undiscussed transcripts wherever it has any, else what its label says.
    """
    asked = replace(question or Question(), transcripts=(), coders=(), codes=())
    found = []
    with study.snapshot():
        for one in rounds(study):
            states = layers(study, round_id=one.id, newest_only=False)
            if not any(state.revealed for state in states):
                continue
            this = replace(
                asked,
                round_name=one.name,
                independent=not one.practice and _has_undiscussed(states),
            )
            report = compare_round(study, viewer, this, replicates=replicates, seed=seed)
            found.append(RoundPoint.of_report(report))
    return found


def _has_undiscussed(states: list[Layer]) -> bool:
    discussed = {s.transcript_id for s in states if s.discussed and s.version == 1}
    return any(s.revealed and s.transcript_id not in discussed for s in states)
