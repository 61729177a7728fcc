"""Everything that lies on a text goes along to its next version.

The sure places move exactly. A doubtful one is put where it changes least and noted for the person
whose it is; what only records or proposes something (disagreements, decisions, notes, suggestions)
just follows.
"""

from collections.abc import Iterable
from functools import lru_cache

from workbench.coding import store
from workbench.coding.locking import seal_anew
from workbench.coding.reanchor import Alignment, Moved
from workbench.corpus.store import text
from workbench.study import Study, Writer
from workbench.study.carry import POSITIONED, Cells, in_free_order, register_carrier, rows_on

JOINED = "joined"
_KINDS = {"codings": "coding", "consensus_codings": "agreed", "answers": "answer"}

aligned = lru_cache(maxsize=8)(Alignment)


class TextCarrier:
    """Carries by alignment; undo asks it too."""

    def place(self, old: str, new: str, start: int, end: int | None) -> tuple[int, int, bool]:
        """Start and end in the new text, and whether that is sure."""
        if end is None:
            at = aligned(old, new).point(start)
            return at, at, True
        moved = aligned(old, new).span(start, end)
        return moved.start, moved.end, moved.sure

    def follow(
        self, study: Study, write: Writer, transcript_id: str, old: str, rows: dict[str, set[str]]
    ) -> None:
        """Move the rows named from the text ``old`` to the one that stands now."""
        here = {
            table: [cells for cells in rows_on(study, table, transcript_id) if cells["id"] in ids]
            for table, ids in rows.items()
            if ids
        }
        _Carrying(study, write, transcript_id, old).carry(here)

    def land(
        self, study: Study, write: Writer, transcript_id: str, old: str, codings: list[Cells]
    ) -> None:
        """Insert codings that lay on the text ``old`` where they lie in the one that stands now."""
        _Carrying(study, write, transcript_id, old).land(codings)

    def seal(self, study: Study, write: Writer, transcript_ids: Iterable[str]) -> None:
        """Seal locked layers over what they are now."""
        seal_anew(study, write, transcript_ids)


def carry_all(study: Study, write: Writer, transcript_id: str, old: str) -> None:
    """Move everything but the turns from the text ``old`` to the one that stands now."""
    here = {table: rows_on(study, table, transcript_id) for table in POSITIONED if table != "turns"}
    _Carrying(study, write, transcript_id, old).carry(here)


class _Carrying:
    """One text's way from one version to the next."""

    def __init__(self, study: Study, write: Writer, transcript_id: str, old: str) -> None:
        self.study, self.write, self.transcript_id = study, write, transcript_id
        self.alignment = aligned(old, text(study, transcript_id))
        self.old_text_id = store.text_id_of(study, old)
        self.known = store.doubted_rows(study, transcript_id)
        self.doubts: list[Cells] = []

    def carry(self, rows: dict[str, list[Cells]]) -> None:
        self._codings(rows.get("codings", []))
        for table in ("consensus_codings", "answers"):
            for cells in rows.get(table, []):
                moved = self._span(cells)
                self._put(table, cells, moved)
                if not moved.sure:
                    self._doubt(table, cells, moved, None)
        for table in ("decisions", "item_codings", "suggestions"):
            for cells in rows.get(table, []):
                self._put(table, cells, self._span(cells))
        self._items(rows.get("items", []))
        for cells in rows.get("notes", []):
            at = self.alignment.point(int(str(cells["position"])))
            self.write.update("notes", str(cells["id"]), position=at)
        self.write.insert_many("doubts", self.doubts)

    def _span(self, cells: Cells) -> Moved:
        return self.alignment.span(int(str(cells["start"])), int(str(cells["end"])))

    def _put(self, table: str, cells: Cells, moved: Moved) -> None:
        if (cells["start"], cells["end"]) != (moved.start, moved.end):
            self.write.update(table, str(cells["id"]), start=moved.start, end=moved.end)

    def _doubt(self, table: str, cells: Cells, moved: Moved, owner: str | None) -> None:
        row_id = str(cells["id"])
        if row_id in self.known:
            return  # it is listed already, and its words from before that
        self.known.add(row_id)
        self.doubts.append(
            {
                "transcript_id": self.transcript_id,
                "old_text_id": self.old_text_id,
                "kind": _KINDS[table],
                "row_id": row_id,
                "person_id": owner,
                "why": moved.why,
                "old_start": cells["start"],
                "old_end": cells["end"],
                "start": moved.start,
                "end": moved.end,
            }
        )

    def land(self, codings: list[Cells]) -> None:
        """Insert codings at their places in the text that stands now."""
        self._codings(codings, coming=True)
        self.write.insert_many("doubts", self.doubts)

    def _codings(self, rows: list[Cells], *, coming: bool = False) -> None:
        """Codings of one layer and code that come to lie on the same span become one.

        With ``coming`` the rows are in no layer yet, and are inserted.
        """
        if not rows:
            return
        owners = store.owners(self.study, self.transcript_id)
        moving = {cells["id"] for cells in rows}
        everything = rows_on(self.study, "codings", self.transcript_id)
        held = {_spot(cells): cells for cells in everything if cells["id"] not in moving}
        moves: list[tuple[Cells, Cells]] = []
        placed = [(cells, self._span(cells)) for cells in rows]
        for cells, moved in sorted(placed, key=lambda pair: not pair[1].sure):
            after = {**cells, "start": moved.start, "end": moved.end}
            owner = owners[str(cells["layer_id"])]
            twin = held.setdefault(_spot(after), after)
            if twin is not after:
                self._join(cells, twin, owner)
                continue
            if coming or cells != after:
                moves.append((cells, after))
            if not moved.sure:
                self._doubt("codings", cells, moved, owner)
        if coming:
            self.write.insert_many("codings", [after for _, after in moves])
            return
        for before, after in in_free_order(moves):
            self.write.update("codings", str(before["id"]), start=after["start"], end=after["end"])

    def _join(self, cells: Cells, twin: Cells, owner: str) -> None:
        memo, more = str(twin["memo"]), str(cells["memo"])
        if more and f"\n{more}\n" not in f"\n{memo}\n":
            twin["memo"] = f"{memo}\n{more}" if memo else more
            self.write.update("codings", str(twin["id"]), memo=twin["memo"])
        self.write.delete("codings", str(cells["id"]))
        store.drop_doubts(self.write, str(cells["id"]))
        place = Moved(int(str(twin["start"])), int(str(twin["end"])), JOINED)
        self._doubt("codings", {**cells, "id": twin["id"]}, place, owner)

    def _items(self, rows: list[Cells]) -> None:
        parts: dict[str, list[tuple[int, int]]] = {}
        for cells in rows_on(self.study, "item_codings", self.transcript_id) if rows else ():
            place = int(str(cells["start"])), int(str(cells["end"]))
            parts.setdefault(str(cells["item_id"]), []).append(place)
        for cells in rows:
            moved = self._span(cells)
            around = [*parts.get(str(cells["id"]), []), (moved.start, moved.end)]
            first, last = min(s for s, _ in around), max(e for _, e in around)
            self._put("items", cells, Moved(first, last))


def _spot(cells: Cells) -> tuple[object, ...]:
    return cells["layer_id"], cells["code_id"], cells["start"], cells["end"]


register_carrier(TextCarrier())
