"""What a pack brings: the coder's codings and locks, own codes, notes, marks and answers.

Work on a transcript that is away comes as it stands in the pack, whatever came before. Of all else
only what was written in the pack since it was last collected comes.
"""

from collections.abc import Callable, Sequence

from workbench.coding.locking import seal_of
from workbench.coding.rechecking import to_recheck
from workbench.coding.store import put_confirmations
from workbench.errors import WorkbenchError
from workbench.exchange.packs import store
from workbench.exchange.packs.checking import Arrived, layers_to_come
from workbench.exchange.packs.store import Cells
from workbench.study import Study, Writer
from workbench.study.packs import come_home, last_state, layers_away

_Where = Callable[[Cells], str | None]
"""The id of the transcript that a row is about; None: of none."""


def bring(study: Study, one: Arrived, without: Sequence[str]) -> dict[str, bool]:
    """Bring in what one pack holds; returns its layers that came or had come, by id, with whether
    their lock comes now. Raises where a lock does not hold what it sealed."""
    coming = layers_to_come(study, one, without)
    with study.change("collect", one.coder) as write:
        moves = _Moves(study, write, one, {str(cells["transcript_id"]) for cells in coming})
        marked = {recheck.coding.id for recheck in to_recheck(study, one.coder)}
        moves.codes()
        for cells in coming:
            moves.codings(str(cells["id"]))
        moves.beside()
        moves.keep_marks(marked)
        for cells in coming:
            if cells["locked_at"] is not None:
                moves.lock(cells)
    left = {cells["id"] for cells in store.layers_of(study)}
    locks = {cells["id"]: cells["locked_at"] is not None for cells in coming}
    return {
        str(cells["id"]): locks.get(cells["id"], False)
        for cells in store.layers_of(one.pack)
        if cells["id"] in left and cells["transcript"] not in without
    }


class _Moves:
    """Rows on their way from one pack into the study."""

    def __init__(self, study: Study, write: Writer, one: Arrived, texts: set[str]) -> None:
        self.study, self.write, self.one = study, write, one
        self.texts = texts  # ids of the transcripts that come whole
        self.made = store.made_by(one.pack)
        seal = last_state(study, one.registered.id)
        known = store.change_of(one.pack, seal) if seal else None
        self.last = self.made if known is None else known
        self.home = self._home()
        self._read: dict[tuple[str, int], dict[str, tuple[Cells | None, Cells]]] = {}

    def codes(self) -> None:
        """Own codes, and what became of them."""
        since = self.made if self.texts else self.last
        found = {id: now for id, (now, _) in self._worked_on("codes", since).items()}
        for cells in found.values():
            other = store.in_the_place_of(self.study, cells) if cells is not None else None
            if other is not None and other not in found:
                raise WorkbenchError(
                    f"{self.one.path}: {self.one.coder.name} made codes of one name in the pack and"
                    " in the study: let them rename theirs in one of the two"
                )
        # first as they were made, for what they said then marks codings to re-check
        made = store.guides_when_made(self.one.pack, found)
        new = {
            id: {**cells, **made[id]}
            for id, cells in found.items()
            if cells is not None and id not in store.rows_by_id(self.study, "codes", [id])
        }
        store.put_rows(self.study, self.write, "codes", new)
        store.put_rows(self.study, self.write, "codes", found)
        steps = {id: now for id, (now, _) in self._worked_on("lineage", since).items()}
        store.put_rows(self.study, self.write, "lineage", steps)

    def codings(self, layer_id: str) -> None:
        """The codings of one layer."""
        found = {
            id: now
            for id, (now, last) in self._worked_on("codings", self.made).items()
            if last["layer_id"] == layer_id
        }
        store.put_rows(self.study, self.write, "codings", found)

    def keep_marks(self, marked: set[str]) -> None:
        """What is to re-check in the pack is that here, no more: own codes that were reworded in
        the pack have it all behind them at one moment here. ``marked`` were marked before."""
        coder = self.one.coder
        now = {recheck.coding.id for recheck in to_recheck(self.study, coder)} - marked
        if now:
            there = {recheck.coding.id for recheck in to_recheck(self.one.pack, coder)}
            put_confirmations(self.study, self.write, coder, sorted(now - there))

    def beside(self) -> None:
        """Notes, marks, answers and the like."""
        pack = self.one.pack
        coded = {id: last["layer_id"] for id, (_, last) in self._worked_on("codings", 0).items()}
        layers = {str(c["id"]): str(c["transcript_id"]) for c in store.layers_of(pack)}
        where: dict[str, _Where] = {
            "confirmations": lambda cells: layers.get(str(coded.get(cells["coding_id"]))),
            "notes": lambda cells: cells["transcript_id"],
            "read_marks": lambda cells: cells["transcript_id"],
            "suggestion_answers": lambda cells: store.transcript_of_suggestion(
                pack, cells["suggestion_id"]
            ),
        }
        for table, of_text in where.items():
            store.put_rows(self.study, self.write, table, self._those(table, of_text))
        doubts = self._those("doubts", lambda cells: cells["transcript_id"])
        standing = store.rows_by_id(self.study, "doubts", doubts)
        for id, before in standing.items():
            now = doubts[id]
            if before["settled"] == "" and now is None:
                self.write.delete("doubts", id)
            elif before["settled"] == "" and now is not None:
                settled = {name: now[name] for name in ("settled", "settled_by", "settled_at")}
                self.write.update("doubts", id, **settled)

    def lock(self, cells: Cells) -> None:
        """Lock a layer as it was locked in the pack, and see that it holds what was sealed."""
        study, one, layer_id = self.study, self.one, str(cells["id"])
        paths = {
            id: now
            for id, (now, last) in self._worked_on("layer_paths", self.made).items()
            if last["layer_id"] == layer_id and now is not None
        }
        store.put_rows(study, self.write, "layer_paths", paths)
        discussed = cells["discussed"] or store.has_read_another(
            study, one.coder.id, str(cells["round_id"]), str(cells["locked_at"])
        )
        self.write.update(
            "layers",
            layer_id,
            locked_at=cells["locked_at"],
            sha256=cells["sha256"],
            discussed=int(bool(discussed)),
        )
        if seal_of(study, layer_id) != cells["sha256"]:
            raise WorkbenchError(
                f"{one.path}: the lock of {cells['transcript']} does not hold what was sealed, so"
                f" nothing was taken: ask {one.coder.name} for the file as it was"
            )
        come_home(self.write, one.registered.id, layer_id)

    def _worked_on(self, table: str, since: int) -> dict[str, tuple[Cells | None, Cells]]:
        key = (table, since)
        if key not in self._read:
            self._read[key] = store.worked_on(self.one.pack, table, since)
        return self._read[key]

    def _those(self, table: str, of_text: _Where) -> dict[str, Cells | None]:
        """Rows of one's own that come now: all of a text that comes whole, else the newer ones."""
        newer = self._worked_on(table, self.last)
        found: dict[str, Cells | None] = {}
        for id, (now, last) in self._worked_on(table, self.made).items():
            at = of_text(last)
            if at in self.texts or (id in newer and (at is None or at in self.home)):
                found[id] = now
        return found

    def _home(self) -> set[str]:
        """Transcripts that came home already and have the same text still."""
        away = layers_away(self.study, self.one.registered.id)
        here = {c["id"]: c["text"] for c in store.layers_of(self.study)}
        return {
            str(cells["transcript_id"])
            for cells in store.layers_of(self.one.pack)
            if not away.get(cells["id"], True) and here.get(cells["id"]) == cells["text"]
        }
