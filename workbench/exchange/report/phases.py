"""The six phases in a report: gates met and open, and which were passed over, by whom and why."""

from dataclasses import dataclass

from workbench.study import Person, Study
from workbench.themes.nouns import Override
from workbench.themes.phases import Phase, phases
from workbench.themes.store import overrides

MOST_NAMED = 4
PRIVATE = "private: "
"""How it begins what a gate says that hangs on somebody's own reading and notes."""


@dataclass(frozen=True, slots=True)
class ShownGate:
    """A gate in words: what is missing, shortened, and whether that is nobody's business here."""

    gate: str
    met: bool
    missing: str
    private: bool


@dataclass(frozen=True, slots=True)
class ShownPhase:
    """A phase with its gates and everything that was said in passing them over."""

    phase: Phase
    gates: tuple[ShownGate, ...]
    overrides: tuple[Override, ...]


def phases_of(study: Study, viewer: Person | None) -> tuple[ShownPhase, ...]:
    """The phases as the viewer may see them."""
    passed = overrides(study)
    return tuple(
        ShownPhase(
            phase,
            tuple(_gate(gate.gate, gate.missing) for gate in phase.gates),
            tuple(one for one in passed if one.phase == phase.number),
        )
        for phase in phases(study, viewer)
    )


def _gate(words: str, missing: tuple[str, ...]) -> ShownGate:
    private = any(one.startswith(PRIVATE) for one in missing)
    named = "; ".join(missing[:MOST_NAMED])
    if len(missing) > MOST_NAMED:
        named += f"; and {len(missing) - MOST_NAMED} more"
    return ShownGate(words, not missing, "" if private else named, private)
