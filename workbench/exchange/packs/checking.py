"""Whether a pack fits the study that it comes back to; every refusal names the file and a way out.

Nothing is refused because of work that others may not see: what is compared is what is public in
the study (texts, the codebook, locks) with what the pack knows of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.exchange.packs import store
from workbench.study import Person, Study
from workbench.study.packs import Pack, last_state, layers_away, packs


@dataclass(frozen=True, slots=True)
class Arrived:
    """A pack that came back: its file, what is in it, and how it is registered (first in itself,
    then in the study)."""

    path: Path
    pack: Study
    registered: Pack

    @property
    def coder(self) -> Person:
        """Whose pack it is."""
        return self.registered.person


def registered(study: Study, one: Arrived) -> Arrived:
    """The pack as the study knows it. Raises for one that is not to be collected here."""
    if one.pack.id != study.id:
        raise WorkbenchError(
            f"{one.path} is a pack of another study ({one.pack.title}): collect it there"
        )
    known = next((pack for pack in packs(study) if pack.id == one.registered.id), None)
    if known is None:
        raise WorkbenchError(
            f"{one.path} was not given out by {study.path}, or that was taken back: name the very"
            " study that gave it out, not an older copy of it"
        )
    if known.person.id != one.coder.id:
        raise WorkbenchError(
            f"{one.path} says that it is the pack of {one.coder.name}, but it was given out to"
            f" {known.person.name}: ask {known.person.name} for their file"
        )
    if known.ended_at is not None:
        raise WorkbenchError(
            f"{one.path} was called back on {known.ended_at[:10]}, so it is not collected: take"
            " that back with workbench undo, if nothing was coded in the study since"
        )
    seal = last_state(study, known.id)
    if seal is not None and store.change_of(one.pack, seal) is None:
        raise WorkbenchError(
            f"{one.path} is older than what was collected of {known.person.name}'s pack on"
            f" {(known.collected_at or '')[:10]}, or another copy of it: name the copy that"
            f" {known.person.name} went on with"
        )
    return replace(one, registered=known)


def layers_to_come(study: Study, one: Arrived, without: Sequence[str]) -> list[store.Cells]:
    """The layers of a pack that are away and come now, as they are in the pack."""
    away = layers_away(study, one.registered.id)
    standing = {cells["id"] for cells in store.layers_of(study)}
    return [
        cells
        for cells in store.layers_of(one.pack)
        if away.get(cells["id"]) and cells["id"] in standing and cells["transcript"] not in without
    ]


def refuse_moved_on(study: Study, one: Arrived, without: Sequence[str]) -> None:
    """Raise where a text or the codebook is no longer the one that was coded with."""
    coming = layers_to_come(study, one, without)
    if not coming:
        return
    texts = {cells["id"]: cells["text"] for cells in store.layers_of(study)}
    corrected = sorted({str(c["transcript"]) for c in coming if c["text"] != texts[c["id"]]})
    if corrected:
        raise WorkbenchError(
            f"{one.path}: the text of {', '.join(corrected)} was corrected since the pack was given"
            " out: take the correction back with workbench undo, collect, and correct it then (the"
            " codings move along); or leave it out with --without"
        )
    moved = _codes_moved_on(study, one)
    if moved:
        raise WorkbenchError(
            f"{one.path}: the codebook moved on since the pack was given out"
            f" ({'; '.join(moved)}): take that back with workbench undo or code edit, collect, and"
            " change it then (what was coded before is marked to re-check)"
        )


def _codes_moved_on(study: Study, one: Arrived) -> list[str]:
    """Codes of the pack that say something else in the study than the pack has ever known."""
    given = store.given_codes(one.pack)
    guides = store.known_guides(one.pack)
    standing = store.rows_by_id(study, "codes", [cells["id"] for cells in given])
    parted = store.parted_since(study, one.pack)
    found = []
    for cells in given:
        now = standing.get(cells["id"])
        own = cells["maker_id"] == one.coder.id
        if now is None or (store.is_taken_back(now) and not store.is_taken_back(cells)):
            if not own:
                found.append(f"{cells['name']} is no longer there")
        elif cells["id"] in parted and not own:
            found.append(f"{cells['name']} was merged or split")
        elif store.guide_of(now) not in guides[cells["id"]]:
            found.append(f"{cells['name']} was changed")
    return found


def refuse_other_work(study: Study, one: Arrived, without: Sequence[str]) -> None:
    """Raise where the study holds a lock that is not the pack's: what is locked stays."""
    away = layers_away(study, one.registered.id)
    standing = {cells["id"]: cells for cells in store.layers_of(study)}
    for cells in store.layers_of(one.pack):
        if cells["transcript"] in without or cells["id"] not in standing:
            continue
        if cells["id"] not in away:
            raise WorkbenchError(
                f"{one.path} holds work on {cells['transcript']} that was not given out with it:"
                f" ask {one.coder.name} for the file as it was"
            )
        locked_here = standing[cells["id"]]["locked_at"] is not None
        same = cells["locked_at"] is not None and store.was_locked_so(
            study, cells["id"], cells["sha256"]
        )
        if (not away[cells["id"]] or locked_here) and not same:
            raise WorkbenchError(
                f"{one.path}: {cells['transcript']} came home locked, and the pack has another"
                " state of it since: what is locked stays as it is; lock it in the pack as it was,"
                " or leave it out with --without"
            )
