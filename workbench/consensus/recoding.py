"""Recoding: another code for one passage of the third layer, after it was settled.

What coders decided gets a further decision on its disagreement; what they had coded alike from the
start has none, and its recoding is noted beside it. The coders' own layers, and so every
coefficient, stay as they are.
"""

from collections.abc import Sequence
from dataclasses import replace

from workbench.codebook.nouns import Code
from workbench.codebook.store import freeze_version
from workbench.consensus import store
from workbench.consensus.decide import (
    Request,
    item_of,
    refuse_other_people,
    shared_code,
    state_of,
    store_decision,
)
from workbench.consensus.nouns import REASONS, AgreedCoding
from workbench.consensus.outcomes import Kept
from workbench.errors import UsageError, WorkbenchError
from workbench.study import Person, Study, Writer
from workbench.study.rounds import rounds


def recode_agreed(
    study: Study, person: Person, coding_id: str, code: str, reason: str, *, note: str = ""
) -> AgreedCoding:
    """Give an agreed coding another code; returns it as it is then, under the id it had.

    ``code`` is a path, name or id of a code that everybody sees, ``reason`` one of ``REASONS``.
    A supervisor who did not code the transcript may, and the coders of its round. Raises where
    the passage has that code already.
    """
    if reason not in REASONS:
        raise UsageError(f"{reason} is no reason: choose one of {', '.join(REASONS)}")
    with study.change("recode an agreed coding", person) as write:
        rows = store.read_as_one(study, coding_id)
        shown = _shown(study, coding_id)
        coders = next(one.coders for one in rounds(study) if one.id == shown.round_id)
        refuse_other_people(study, person, coders, shown.transcript_id, shown.transcript)
        chosen = shared_code(study, person, code)
        _refuse_same(study, shown, chosen)
        _recode(study, write, person, rows, shown, chosen, reason, note.strip())
        return _shown(study, shown.id)


def _shown(study: Study, coding_id: str) -> AgreedCoding:
    for one in store.consensus_codings(study):
        if one.id == coding_id:
            return one
    raise WorkbenchError(
        f"there is no agreed coding {coding_id}: take an id from workbench theme review, or from"
        " workbench codings list --layer consensus"
    )


def _refuse_same(study: Study, shown: AgreedCoding, chosen: Code) -> None:
    if shown.code_id == chosen.id:
        raise WorkbenchError(
            f"the passage in {shown.transcript} has the code {chosen.path} already: name another"
        )
    for one in store.consensus_codings(
        study, transcript_id=shown.transcript_id, round_id=shown.round_id
    ):
        if (one.code_id, one.start, one.end) == (chosen.id, shown.start, shown.end):
            raise WorkbenchError(
                f"the passage in {shown.transcript} has the code {chosen.path} as well as"
                f" {shown.code}: where it does not fit a theme drop it there, with workbench theme"
                " review --verdict drop"
            )


def _recode(
    study: Study,
    write: Writer,
    person: Person,
    rows: Sequence[AgreedCoding],
    shown: AgreedCoding,
    chosen: Code,
    reason: str,
    note: str,
) -> None:
    paths = store.code_paths(study, None)
    items = [item_of(study, id) for id in dict.fromkeys(row.item_id for row in rows if row.item_id)]
    before = {item.id: state_of(study, item, paths) for item in items}
    version = store.codebook_number(study)
    first = rows[0]
    store.rewrite_agreed(
        write, replace(first, start=shown.start, end=shown.end, memo=shown.memo), chosen.id
    )
    store.delete_agreed(write, rows[1:])
    for item in items:
        kept: list[Kept] = list(store.kept_now(study, item).values())
        request = Request("code", reason, note, shown.start, shown.end, chosen.path)
        store_decision(study, write, person, item, request, kept, before[item.id], chosen)
    if not first.item_id:
        freeze_version(study, f"recoding in {shown.transcript}", person)
        store.insert_recoding(
            write,
            shown,
            person,
            to_code_id=chosen.id,
            reason=reason,
            note=note,
            codebook_before=version,
            codebook_after=store.codebook_number(study),
        )
