"""Braun and Clarke's six phases with their gates: checklists, each with an override.

A gate is computed from the file and from what the viewer may see. ``missing`` is empty exactly
when the gate is met. Reading and private notes are gates for the viewer alone: without a name
nothing is said of anybody's. Gates that only ask to list something say in their words what they
found, and are met by having said it.
"""

from dataclasses import dataclass

from workbench.errors import WorkbenchError
from workbench.study import Person, Study, now
from workbench.themes import gates, store
from workbench.themes.evidence import Evidence
from workbench.themes.gates import Gate
from workbench.themes.maps import MAPPED_PHASES, keep_map

PHASES = (
    "Familiarisation",
    "Coding",
    "Generating initial themes",
    "Developing and reviewing themes",
    "Refining, defining and naming",
    "Writing up",
)
OPEN, DONE, OVERRIDDEN = "open", "done", "overridden"


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase: ``state`` is ``done`` with all gates met, ``overridden`` with a reason, ``open``.

    ``number`` is 1 to 6; ``reason`` is that of the newest override, empty without one.
    """

    number: int
    name: str
    state: str
    gates: tuple[Gate, ...]
    reason: str


def phases(study: Study, viewer: Person | None, found: Evidence | None = None) -> list[Phase]:
    """The six phases as this viewer sees them; ``found`` as in `gates.gather`."""
    with study.snapshot():
        facts = gates.gather(study, viewer, found)
        reasons = {one.phase: one.reason for one in store.overrides(study)}
    listed = []
    for number, (name, check) in enumerate(zip(PHASES, gates.GATES, strict=True), 1):
        checked = tuple(check(facts))
        state = OVERRIDDEN if number in reasons else OPEN
        if all(gate.met for gate in checked):
            state = DONE
        listed.append(Phase(number, name, state, checked, reasons.get(number, "")))
    return listed


def current_phase(listed: list[Phase]) -> Phase:
    """The first phase that is still open; the last one when none is."""
    return next((phase for phase in listed if phase.state == OPEN), listed[-1])


def phase_number(wanted: str) -> int:
    """The number of a phase given by number or by the beginning of its name.

    >>> phase_number("3"), phase_number("writing")
    (3, 6)
    """
    text = wanted.strip().casefold()
    if text.isdecimal() and 1 <= int(text) <= len(PHASES):
        return int(text)
    near = [n for n, name in enumerate(PHASES, 1) if text and name.casefold().startswith(text)]
    if len(near) == 1:
        return near[0]
    known = ", ".join(f"{number} {name}" for number, name in enumerate(PHASES, 1))
    raise WorkbenchError(f"{wanted} is no phase: name one of {known}")


def override_phase(study: Study, phase: int, reason: str, by: Person | None) -> None:
    """Go on although gates of a phase are open, with a reason. Keeps the map of phases 3 to 5."""
    if not 1 <= phase <= len(PHASES):
        raise WorkbenchError(f"there is no phase {phase}: name one of 1 to {len(PHASES)}")
    if not reason.strip():
        raise WorkbenchError(f"going past phase {phase} takes a reason: give one with --reason")
    with study.change(f"go past the gates of phase {phase}", by) as write:
        write.insert(
            "phase_overrides",
            phase=phase,
            reason=reason.strip(),
            person_id=by.id if by else None,
            at=now(),
        )
        if phase in MAPPED_PHASES:
            keep_map(study, phase, by)
