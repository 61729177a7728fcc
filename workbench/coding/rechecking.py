"""Codings to re-check: made when their code was said to mean something else, or before its split.

The mark is not stored: it follows from what the code said when the coding was made, or was last
confirmed, and what it says now. A definition that is changed and changed back marks nothing. Each
coder sees, confirms and recodes their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.codebook.past import Guides, Moment
from workbench.codebook.store import codes, lineage
from workbench.coding import store
from workbench.coding.nouns import Coding
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, Writer


@dataclass(frozen=True, slots=True)
class Recheck:
    """One coding to look at again, and why.

    ``changed`` holds (field, before, after) of what its code says otherwise now, ``split_into`` the
    paths of the codes into which the code was split since. ``locked``: it cannot be recoded.
    """

    coding: Coding
    changed: tuple[tuple[str, str, str], ...]
    split_into: tuple[str, ...]
    locked: bool


def to_recheck(study: Study, person: Person, *, code_id: str | None = None) -> list[Recheck]:
    """The person's own codings to re-check (of one code), by transcript, start, end and code."""
    with study.snapshot():
        guides = Guides(study)
        parts = _parts(study, person)
        asked = {*guides.reworded, *parts}
        asked = asked & {code_id} if code_id else asked
        own = [
            coding
            for one in asked
            for coding in store.codings(study, person, coder=person, code_id=one)
        ]
        judged = store.judged(study, own)
        open_layers = store.open_layers(study, person) if own else set()
    found = [
        Recheck(coding, changed, split_into, coding.layer_id not in open_layers)
        for coding in own
        for changed in [guides.since(coding.code_id, judged[coding.id])]
        for split_into in [_split_since(parts.get(coding.code_id, ()), judged[coding.id])]
        if changed or split_into
    ]
    return sorted(
        found, key=lambda r: (r.coding.transcript, r.coding.start, r.coding.end, r.coding.code)
    )


def confirm(study: Study, person: Person, ids: Sequence[str]) -> int:
    """Say of one's own codings that they are right as they are; returns how many were marked.

    Also where they are locked, for nothing of them changes.
    """
    with study.change("confirm codings", person) as write:
        own = {id: c for c in store.own_codings(study, person, ids) for id in (c.id, *c.also)}
        missing = [id for id in ids if id not in own]
        if missing:
            raise WorkbenchError(
                f"{person.name} has no coding {missing[0]}: list them with workbench recheck"
            )
        return confirm_marked(study, write, person, {own[id].id for id in ids})


def confirm_marked(
    study: Study, write: Writer, person: Person, ids: set[str], *, code_id: str | None = None
) -> int:
    """Take the mark off those of these codings (of one code) that have one; returns how many."""
    listed = to_recheck(study, person, code_id=code_id)
    marked = [one.coding.id for one in listed if one.coding.id in ids]
    store.put_confirmations(study, write, person, marked)
    return len(marked)


def _parts(study: Study, person: Person) -> dict[str, list[tuple[str, str]]]:
    """By the id of a code that was split: (moment, path) of what it was split into."""
    splits = [step for step in lineage(study, person) if step.kind == "split"]
    if not splits:
        return {}
    paths = {code.id: code.path for code in codes(study, person, retired=True)}
    found: dict[str, list[tuple[str, str]]] = {}
    for step in splits:
        found.setdefault(step.from_id, []).append((step.at, paths[step.to_id]))
    return found


def _split_since(parts: Sequence[tuple[str, str]], judged: Moment) -> tuple[str, ...]:
    return tuple(path for at, path in parts if at >= judged[0])
