"""What may be asked of a report, and what each way of doing thematic analysis shows."""

from dataclasses import dataclass

RELIABILITY, CODEBOOK, REFLEXIVE = "reliability", "codebook", "reflexive"
MODES = {
    RELIABILITY: (
        "Coding reliability thematic analysis",
        "The codebook comes before coding and stays frozen in each round. Coders work blind to each"
        " other, and agreement is reported code by code, before consensus.",
    ),
    CODEBOOK: (
        "Codebook thematic analysis",
        "The codebook begins with what is asked and grows with the data. Agreement between coders"
        " is a diagnosis of codes and definitions; differences are settled one by one.",
    ),
    REFLEXIVE: (
        "Reflexive thematic analysis",
        "Codes evolve with the analysis and none is frozen. A second reading serves reflection, not"
        " measurement; differing readings may stand beside each other.",
    ),
}
"""The name of each mode, and in a sentence or two what it means."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a report is to be made.

    ``coefficients`` shows them (True), hides them (False), or leaves it to the mode of the study
    (None: hidden in a reflexive one). ``unit`` and ``base`` are those of agreement, whose intervals
    come from ``replicates`` samples drawn with ``seed``. At most ``extracts`` are quoted a theme.
    """

    coefficients: bool | None = None
    unit: str = "character"
    base: str = "participants"
    extracts: int = 6
    replicates: int = 1000
    seed: int = 1

    def shows_coefficients(self, mode: str) -> bool:
        """Whether coefficients stand in the report of a study in this mode.

        >>> Options().shows_coefficients("reflexive"), Options().shows_coefficients("codebook")
        (False, True)
        """
        return mode != REFLEXIVE if self.coefficients is None else self.coefficients
