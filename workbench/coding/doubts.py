"""Settling what a correction left doubtful: keep the place, choose another, or take it away."""

from collections.abc import Sequence

from workbench.coding import store
from workbench.coding.locking import seal_anew
from workbench.coding.nouns import Doubt
from workbench.coding.reanchor import DELETED
from workbench.corpus.store import text
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, Writer
from workbench.study.carry import correcting

KEEP, MOVE, REMOVE = "keep", "move", "remove"
WAYS = (KEEP, MOVE, REMOVE)


def doubts(study: Study, viewer: Person | None, *, transcript_id: str | None = None) -> list[Doubt]:
    """The doubtful places that are the viewer's to settle: their own codings, and what is
    everybody's (agreed codings, places of answers). By transcript and place."""
    return store.open_doubts(study, viewer, transcript_id)


def settle(
    study: Study,
    person: Person,
    ids: Sequence[str],
    how: str,
    *,
    start: int | None = None,
    end: int | None = None,
) -> list[Doubt]:
    """Settle doubtful places; ``start`` and ``end`` say where to, for ``move``. Returns them.

    In a locked layer a place can be kept, and a coding removed whose words are gone; whatever else
    would change the reading takes unlocking.
    """
    if how not in WAYS:
        raise WorkbenchError(f"{how} is no way to settle a place: choose one of {', '.join(WAYS)}")
    with study.change("settle a doubtful place", person) as write:
        known = {doubt.id: doubt for doubt in store.open_doubts(study, person, None)}
        chosen = []
        for id in dict.fromkeys(ids):
            if id not in known:
                raise WorkbenchError(
                    f"{person.name} has no open doubtful place {id}: see workbench doubtful list"
                )
            chosen.append(known[id])
        correcting(write, True)
        for doubt in chosen:
            _settle(study, write, person, doubt, how, start, end)
        seal_anew(study, write, {doubt.transcript_id for doubt in chosen})
        correcting(write, False)
    return chosen


def _settle(
    study: Study,
    write: Writer,
    person: Person,
    doubt: Doubt,
    how: str,
    start: int | None,
    end: int | None,
) -> None:
    if doubt.locked and how != KEEP and not (how == REMOVE and doubt.why == DELETED):
        raise WorkbenchError(
            f"{doubt.code} in {doubt.transcript} is locked: its place can be kept, but another"
            " reading takes a supervisor, with workbench unlock"
        )
    if how == MOVE:
        _move(study, write, doubt, start, end)
    elif how == REMOVE:
        _remove(study, write, doubt)
    store.settle_doubt(write, doubt.id, how, person)


def _move(study: Study, write: Writer, doubt: Doubt, start: int | None, end: int | None) -> None:
    size = len(text(study, doubt.transcript_id))
    if start is None or end is None or not 0 <= start < end <= size:
        raise WorkbenchError(
            f"{start} to {end} is no span of {doubt.transcript}, which has {size} characters:"
            " give a START before an END up to that"
        )
    cells = store.settled_row(study, doubt)
    if doubt.kind == "coding":
        twin = store.same_coding(study, cells["layer_id"], cells["code_id"], start, end)
        if twin and twin != doubt.row_id:
            raise WorkbenchError(
                f"{doubt.code} lies on exactly this span of {doubt.transcript} already: remove one"
                " of the two instead"
            )
    write.update(cells["table"], doubt.row_id, start=start, end=end)


def _remove(study: Study, write: Writer, doubt: Doubt) -> None:
    if doubt.kind == "agreed":
        raise WorkbenchError(
            f"{doubt.code} in {doubt.transcript} was agreed on by its coders: keep or move its"
            " place, or decide anew with workbench resolve"
        )
    if doubt.kind == "answer":
        write.update("answers", doubt.row_id, start=None, end=None)
    else:
        write.delete("codings", doubt.row_id)
