"""What to do next: one sentence for one person, from what this person may know of the study.

It never depends on what others have hidden. Who waits for others is told to wait, and not for
whom or how long.
"""

from dataclasses import dataclass

from workbench.codebook.store import codes
from workbench.consensus.queue import progress
from workbench.corpus.store import transcript_names
from workbench.study import Person, Study
from workbench.study.layers import anything_revealed, layers
from workbench.study.rounds import rounds
from workbench.themes.phases import Phase, current_phase
from workbench.themes.store import themes

READ, CODE, RECONCILE, THEMES, SET_UP = "read", "code", "reconcile", "themes", "setup"
PHASE_ACTIVITY = {1: READ, 2: CODE, 3: THEMES, 4: THEMES, 5: THEMES, 6: SET_UP}


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, the activity it belongs to, and what of it: a transcript or a part of set-up."""

    words: str
    activity: str
    transcript_id: str = ""
    part: str = ""


def next_step(study: Study, viewer: Person | None, phases: list[Phase]) -> Step:
    """The one thing to do next; ``phases`` are those of the viewer."""
    return (
        _setting_up(study)
        or _coding(study, viewer)
        or _settling(study, viewer)
        or _arranging(study, viewer, phases)
    )


def _setting_up(study: Study) -> Step | None:
    if not transcript_names(study):
        return Step("Bring in the interviews", SET_UP, part="material")
    if rounds(study):
        return None
    if study.mode == "reliability" and not codes(study, None):
        return Step("Bring in the codebook", SET_UP, part="codebook")
    return Step("Open a round: who codes which transcripts", SET_UP, part="rounds")


def _coding(study: Study, viewer: Person | None) -> Step | None:
    mine = layers(study, person=viewer) if viewer else []
    waiting = [layer for layer in mine if not layer.locked]
    if waiting:
        first = waiting[0]
        left = "the last to lock" if len(waiting) == 1 else f"{len(waiting)} left to lock"
        return Step(f"Code {first.transcript}, {left}", CODE, first.transcript_id)
    if mine and not any(layer.revealed for layer in mine):
        return Step("Wait until every coder has locked", READ)
    return None


def _settling(study: Study, viewer: Person | None) -> Step | None:
    queue = progress(study)
    if not queue.open or viewer is None or not _may_settle(study, viewer):
        return None
    noun = "disagreement" if queue.open == 1 else "disagreements"
    return Step(f"Settle {queue.open} {noun} of {queue.total}", RECONCILE)


def _may_settle(study: Study, viewer: Person) -> bool:
    return viewer.role == "supervisor" or bool(layers(study, person=viewer))


def _arranging(study: Study, viewer: Person | None, phases: list[Phase]) -> Step:
    if not anything_revealed(study):
        return Step("Read while the coders are at work", READ)
    if not themes(study, viewer):
        return Step("Group the codes into themes", THEMES)
    phase = current_phase(phases)
    unmet = next((gate for gate in phase.gates if not gate.met), None)
    if unmet is None or phase.state != "open":
        return Step("Take the results along", SET_UP, part="export")
    part = "export" if phase.number == 6 else ""
    return Step(f"Phase {phase.number}: {unmet.gate}", PHASE_ACTIVITY[phase.number], part=part)
