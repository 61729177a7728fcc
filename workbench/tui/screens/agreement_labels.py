"""Which of the three agreements a round has earned: segmentation, after alignment, independent."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.consensus.comparison_material import joined_later
from workbench.study import Person, Round, Study
from workbench.study.layers import layers
from workbench.tui.ink import Ink, width_of

SEGMENTATION, ALIGNED, INDEPENDENT = 1, 2, 3
REPORTED = {
    "reliability": "the one to report as reliability",
    "codebook": "the one to report, as a diagnostic",
    "reflexive": "if anything is to be reported",
}
NOTHING_YET = "Nothing to compare yet: figures appear once every coder has locked."
NO_ROUND = "No round yet: in set-up (ctrl+g s) a round is opened, coded and locked."
REFLEXIVE = (
    "Figures are hidden in a reflexive study: v shows them. The authors of reflexive thematic"
    " analysis do not advocate them."
)
REFLEXIVE_SHOWN = "The authors of reflexive thematic analysis do not advocate such figures."


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a round is revealed, and what of that was locked before any talk about it.

    Transcripts are named; ``joined`` says that codes given in it have been joined since the first
    lock; ``mode`` is that of the study.
    """

    round: Round
    mode: str
    revealed: tuple[str, ...]
    undiscussed: tuple[str, ...]
    joined: bool = False

    def transcripts(self, label: int) -> tuple[str, ...]:
        """The transcripts that stand under a label; none where the round has not earned it."""
        if label == SEGMENTATION:
            return self.transcripts(self.earned)
        if self.round.practice:
            return self.revealed if label == INDEPENDENT else ()
        if label == INDEPENDENT:
            return self.undiscussed
        talked = self.joined or len(self.undiscussed) < len(self.revealed)
        return self.revealed if talked else ()

    @property
    def earned(self) -> int:
        """The label that the figures of this round belong under before all others.

        While nothing is revealed nothing has been talked over either.
        """
        return ALIGNED if self.revealed and not self.transcripts(INDEPENDENT) else INDEPENDENT

    def independent(self, label: int) -> bool:
        """Whether only what is independent may stand under a label."""
        shown = self.earned if label == SEGMENTATION else label
        return shown == INDEPENDENT and not self.round.practice

    def name(self, label: int) -> str:
        """The title of a label."""
        if label == INDEPENDENT and self.round.practice:
            return "Practice"
        return ("Segmentation", "After alignment", "Independent")[label - 1]

    def words(self, label: int) -> str:
        """What a label says of its figures."""
        if label == SEGMENTATION:
            return "any code or none"
        if label == ALIGNED:
            return "not independent"
        return "never reported" if self.round.practice else REPORTED[self.mode]

    def why_empty(self, label: int) -> str:
        """Why nothing stands under a label, in a sentence or two."""
        if self.round.practice:
            return "A practice round has no such figures: those under 3 are to learn from."
        if label == ALIGNED:
            return (
                "The figures stand under 3 Independent: no transcript was discussed before its"
                " lock, and no codes were joined in a meeting."
            )
        return (
            "The figures stand under 2 After alignment: every transcript was locked after a coder"
            " had opened the other's reading. A fresh round on undiscussed transcripts gives"
            " independent ones."
        )

    def origin(self, label: int) -> tuple[str, str]:
        """When the figures were made, for the status bar: in full and in short."""
        if self.round.practice:
            return "practice, never reported", "practice"
        if (self.earned if label == SEGMENTATION else label) == ALIGNED:
            talked = len(self.undiscussed) < len(self.revealed)
            why = "some were discussed before their lock" if talked else "codes were joined since"
            return f"not independent: {why}", "not independent"
        return "locked before any other reading was opened", "locked blind"


def standing(study: Study, viewer: Person | None, one: Round) -> Standing:
    """How a round stands, as far as this viewer may know: of codings only revealed ones count."""
    revealed: dict[str, bool] = {}
    for layer in layers(study, round_id=one.id, newest_only=False):
        if layer.revealed and layer.version == 1:
            before = revealed.get(layer.transcript, False)
            revealed[layer.transcript] = before or layer.discussed
    return Standing(
        one,
        study.mode,
        tuple(sorted(revealed)),
        tuple(sorted(name for name, discussed in revealed.items() if not discussed)),
        bool(revealed) and not one.practice and joined_later(study, viewer, one),
    )


def label_lines(stands: Standing, chosen: int, room: int) -> list[list[Ink]]:
    """The heavy line over the chosen label, and the three labels."""
    labels = [_label(stands, at, at == chosen, True) for at in (1, 2, 3)]
    if _width(labels) > room:
        labels = [_label(stands, at, at == chosen, at == chosen) for at in (1, 2, 3)]
    gap = min(10, max(3, (room - _width(labels)) // 2 + 3))
    over: list[Ink] = []
    line: list[Ink] = []
    for at, label in enumerate(labels, 1):
        air = Ink(" " * gap) if line else Ink("")
        heavy = "━" if at == chosen else " "
        over += [air, Ink(heavy * width_of(label), "accent")]
        line += [air, *label]
    return [over, line]


def _label(stands: Standing, label: int, chosen: bool, in_full: bool) -> list[Ink]:
    token = "strong" if chosen else "dim"
    inks = [Ink(f"{label} {stands.name(label)}", token, bold=chosen)]
    if in_full:
        inks.append(Ink(f"  {stands.words(label)}", "dim" if chosen else "faint"))
    return inks


def _width(labels: Sequence[Sequence[Ink]]) -> int:
    return sum(width_of(label) for label in labels) + 3 * (len(labels) - 1)
