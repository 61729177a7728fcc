"""Locking, and what happens at the moment the last coder of a transcript locks: the reveal.

Commit, then reveal: only when every coder of the round has frozen a transcript are their readings
compared. What all coded alike enters the third layer; everything else becomes an item, once, with
an id that stays.
"""

from collections.abc import Sequence

from workbench.codebook.nouns import Code
from workbench.codebook.store import codes, joins
from workbench.coding.locking import freeze
from workbench.coding.store import codings
from workbench.consensus.disagreements import CodeFacts, Reading, compare
from workbench.consensus.nouns import Locked
from workbench.consensus.store import insert_comparison
from workbench.corpus.store import transcript
from workbench.errors import WorkbenchError
from workbench.study import Layer, Person, Study
from workbench.study.layers import layers
from workbench.study.rounds import rounds


def lock(study: Study, person: Person, transcripts: Sequence[str] | None = None) -> list[Locked]:
    """Lock the person's work on these transcripts (default: all that is assigned and unlocked).

    One change: all of them or none. Raises naming each transcript that cannot be locked.
    """
    with study.change(_label(transcripts), person):
        chosen = _chosen(study, person, transcripts)
        locked = []
        for layer in chosen:
            sha256, revealed = freeze(study, layer)
            if revealed:
                make_items(study, layer, person)
            locked.append(Locked(layer.transcript, sha256, revealed))
    return locked


def code_facts(known: Sequence[Code]) -> dict[str, CodeFacts]:
    """What typing a disagreement needs to know of each code; ``known`` in codebook order."""
    parents = {code.id: code.parent_id for code in known}
    facts = {}
    for order, code in enumerate(known):
        above: list[str] = []
        parent = code.parent_id
        while parent is not None and parent not in above:
            above.append(parent)
            parent = parents.get(parent)
        maker = code.maker_id if code.origin != "deductive" else None
        facts[code.id] = CodeFacts(order, frozenset(above), maker, code.exclusive)
    return facts


def _label(names: Sequence[str] | None) -> str:
    if names is None:
        return "lock every transcript"
    return f"lock {names[0]}" if len(names) == 1 else f"lock {len(names)} transcripts"


def _chosen(study: Study, person: Person, names: Sequence[str] | None) -> list[Layer]:
    mine = layers(study, person=person)
    if names is None:
        waiting = [layer for layer in mine if not layer.locked]
        if not waiting:
            raise WorkbenchError(
                f"{person.name} has nothing to lock: every transcript assigned to them is locked,"
                " or none is assigned (see workbench round list)"
            )
        return waiting
    chosen: dict[str, Layer] = {}
    problems = []
    for name in names:
        found = transcript(study, name)
        of_it = [layer for layer in mine if layer.transcript_id == found.id]
        waiting = [layer for layer in of_it if not layer.locked]
        if waiting:
            chosen[found.id] = waiting[0]  # where their codings go, too
        elif of_it:
            problems.append(f"{found.name} is locked already for {person.name}")
        else:
            problems.append(f"{found.name} is in no round of {person.name}")
    if problems:
        raise WorkbenchError(
            f"{'; '.join(problems)}: nothing was locked; leave out what cannot be locked"
        )
    return list(chosen.values())


def make_items(study: Study, layer: Layer, by: Person | None) -> None:
    """Compare the readings of a transcript that has just been revealed."""
    round_ = next(r for r in rounds(study) if r.id == layer.round_id)
    places = {coder.id: place for place, coder in enumerate(round_.coders)}
    # revealed by now, so that what everybody may see is everything
    compared = codings(
        study, None, transcript_id=layer.transcript_id, round_id=layer.round_id, newest=False
    )
    merged = joins(study)
    found = compare(
        (
            Reading(places[c.coder_id], merged.of(c.code_id), c.start, c.end, c.memo)
            for c in compared
        ),
        len(round_.coders),
        code_facts(codes(study, None, retired=True)),
    )
    with study.change(f"reveal {layer.transcript}", by) as write:
        insert_comparison(write, layer.round_id, layer.transcript_id, round_.coders, found)
