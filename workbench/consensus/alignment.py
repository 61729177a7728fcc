"""Alignment: two coders' inductive codes that mean the same become one shared code.

The codes are joined by lineage; what was coded is not touched, and from then on it is read as the
one code. Every disagreement about this pair of names is settled with it: where the passage is the
same, both readings stand; where its boundaries differ, a rule draws them, or it stays open.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.codebook.merging import join_codes
from workbench.codebook.nouns import Code, Joins
from workbench.codebook.store import code_by_id, codes, joins
from workbench.consensus.decide import (
    RULES,
    Request,
    item_of,
    may_decide,
    refuse_stranger,
    state_of,
    store_decision,
)
from workbench.consensus.nouns import Item
from workbench.consensus.outcomes import Kept, kept_by_rule
from workbench.consensus.queue import in_queue_order
from workbench.consensus.store import code_paths, read_items
from workbench.errors import UsageError, WorkbenchError
from workbench.study import Person, Study

OPEN = "open"
BOUNDARIES = (*RULES, OPEN)
"""What becomes of passages that were coded alike with other boundaries."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """The one code, how many items it settled, and how many its boundaries leave open."""

    code: Code
    settled: int
    left: int


def align(
    study: Study,
    person: Person,
    item_id: str,
    path: str,
    definition: str,
    reason: str = "definition",
    note: str = "",
    boundaries: str = "union",
) -> Aligned:
    """Make one shared code of the names that differ on an item, and settle all such items.

    The code is made at ``path`` with ``definition``; where the codes are one already, it stays as
    it is and both are ignored. Items that were handed on are settled with it by supervisors only.
    """
    if boundaries not in BOUNDARIES:
        raise UsageError(f"{boundaries} draws no boundaries: choose {', '.join(BOUNDARIES)}")
    Request("code", reason, note, code=path).check()
    with study.change("align codes", person) as write:
        item = item_of(study, item_id)
        refuse_stranger(study, person, item)
        _refuse_other_kinds(item)
        same = alike_named(study, person, item)
        before = {one.id: state_of(study, one, code_paths(study, None)) for one in same}
        code = _joined(study, person, item, path, definition, note)
        settled = 0
        for one in same:
            kept = drawn(one, code.id, boundaries)
            if kept is None:
                continue
            rule = "one code" if same_span(one) else f"one code, {boundaries} of the boundaries"
            request = Request("code", reason, note.strip(), code=code.id, rule=rule)
            as_one = _as_one(one, code.id)
            store_decision(study, write, person, as_one, request, [kept], before[one.id], code)
            settled += 1
    return Aligned(code, settled, len(same) - settled)


def alike_named(study: Study, person: Person | None, item: Item) -> list[Item]:
    """The item and the others, of every round, in which the same names differ and that this person
    settles with it: those that are open, and for a supervisor those handed on."""
    merged = joins(study)
    wanted = _read_as(item, merged)
    found = [
        one
        for one in read_items(study, None)
        if one.kind == "D5" and one.open and _read_as(one, merged) == wanted
    ]
    mine = [
        one
        for one in found
        if person is not None and may_decide(study, person, one) and _settles_along(person, one)
    ]
    return in_queue_order(study, mine)


def one_already(study: Study, item: Item) -> str:
    """The id of the one code as which all codes of an item are read; empty where they are not."""
    wanted = _read_as(item, joins(study))
    return next(iter(wanted)) if len(wanted) == 1 else ""


def same_span(item: Item) -> bool:
    """Whether everybody who coded an item coded the same spans."""
    spans = {tuple((c.start, c.end) for c in r.codings) for r in item.readings if r.codings}
    return len(spans) == 1


def drawn(item: Item, code_id: str, boundaries: str) -> Kept | None:
    """The passage of an item as one coding; None where its boundaries are left open."""
    if boundaries == OPEN and not same_span(item):
        return None
    rule = RULES[0] if boundaries == OPEN else boundaries
    kept = kept_by_rule(_as_one(item, code_id), rule)
    return kept[0] if len(kept) == 1 else None


def _settles_along(person: Person, item: Item) -> bool:
    """What was handed on is for supervisors, and no coder of it settles it in passing."""
    coded = any(reading.coder.id == person.id for reading in item.readings)
    return item.state == "open" or not coded


def _refuse_other_kinds(item: Item) -> None:
    if item.kind != "D5":
        raise WorkbenchError(
            f"this disagreement in {item.transcript} is not about two coders' own codes:"
            " only names of inductive codes (D5) are aligned; merge codes in the codebook"
        )
    if not item.open:
        raise WorkbenchError(
            f"this disagreement in {item.transcript} is settled: align names on an open one"
        )


def _read_as(item: Item, merged: Joins) -> frozenset[str]:
    return frozenset(merged.of(code_id) for code_id in item.code_ids)


def _joined(
    study: Study, person: Person, item: Item, path: str, definition: str, note: str
) -> Code:
    known = one_already(study, item)
    if known:
        return code_by_id(study, person, known)
    wanted = _read_as(item, joins(study))
    sources: Sequence[Code] = [c for c in codes(study, None, retired=True) if c.id in wanted]
    return join_codes(study, sources, path, person, definition=definition, reason=note.strip())


def _as_one(item: Item, code_id: str) -> Item:
    """The item as if everybody had given the one code."""
    readings = tuple(
        replace(one, codings=tuple(replace(c, code_id=code_id) for c in one.codings))
        for one in item.readings
    )
    return replace(item, readings=readings)
