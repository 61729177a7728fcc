"""The audit trail as a given person may read it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.study import journal
from workbench.study.door import TAKEN_BACK, viewer_id, visible_layers, visible_row_ids
from workbench.study.journal import Image, Value
from workbench.study.nouns import Person
from workbench.study.study import Study
from workbench.study.triggers import domain_tables

SMALLEST_WINDOW = 200
OF_A_LAYER = ("codings", "layer_paths", "layer_seals")
OF_CODES = {
    "theme_codes": ("code_id",),
    "parked_codes": ("code_id",),
    "lineage": ("from_code_id", "to_code_id"),
    "distinctions": ("code_id", "other_id"),
    "suggestion_rules": ("code_id",),
}
"""Rows that are seen by whoever sees the codes that they name."""
OF_ONE_OR_ALL = ("doubts", "suggestion_runs", "suggestions")
"""Rows that are one person's, or everybody's where they name nobody."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change with those of its rows that the viewer may see. ``by`` is a name."""

    id: str
    at: str
    by: str
    what: str
    rows: tuple[Image, ...]


def history(study: Study, viewer: Person | None, *, limit: int | None = None) -> list[Entry]:
    """Changes oldest first (the newest ``limit`` of them), each with its visible rows.

    A change of somebody else that touched only what is hidden is left out whole. Erased images
    show neither before nor after.
    """
    with study.snapshot():
        names = _names(study)
        allowed = [Allowed(study, table, viewer) for table in domain_tables(study.connection)]
        (last,) = study.connection.execute(
            "SELECT ifnull(max(number), 0) FROM journal_changes"
        ).fetchone()
        window = max(limit, SMALLEST_WINDOW) if limit else last
        entries: list[Entry] = []
        while last > 0 and (limit is None or len(entries) < limit):
            entries = _entries(study, allowed, names, max(1, last - window + 1), last) + entries
            last -= window
    return entries[-limit:] if limit else entries


def _entries(
    study: Study, allowed: Sequence["Allowed"], names: dict[str, str], first: int, last: int
) -> list[Entry]:
    """The changes numbered ``first`` to ``last`` of which something is visible."""
    rows: dict[int, list[Image]] = {}
    for of_table in allowed:
        for number, image in _images(study, of_table.table, first, last):
            seen = of_table(image)
            if seen is not None:
                rows.setdefault(number, []).append(seen)
    entries = []
    for change in journal.read_changes(
        study.connection, "kind <> 'schema' AND number BETWEEN ? AND ?", (first, last)
    ):
        visible = rows.get(change.number, [])
        if visible or change.kind == "erasure":
            by = names.get(change.by, "set-up") if change.by else "set-up"
            entries.append(Entry(change.id, change.at, by, change.what, tuple(visible)))
    return entries


def _images(study: Study, table: str, first: int, last: int) -> Iterator[tuple[int, Image]]:
    """Images of one table with the numbers of their changes."""
    numbers = dict(
        study.connection.execute(
            f"SELECT seq, change FROM journal_{table} WHERE change BETWEEN ? AND ?", (first, last)
        ).fetchall()
    )
    if numbers:
        where = "change BETWEEN ? AND ?"
        for image in journal.read_images(study.connection, table, where, (first, last)):
            yield numbers[image.seq], image


def _names(study: Study) -> dict[str, str]:
    """Names by id, of people whose adding was taken back as well."""
    gone = study.query("SELECT row_id, old_name FROM journal_people WHERE op = 'delete'")
    names = {row["row_id"]: row["old_name"] for row in gone}
    return names | {row["id"]: row["name"] for row in study.query("SELECT id, name FROM people")}


class Allowed:
    """An image as the viewer may see it, also of rows that are gone by now; None for a hidden one.

    That a shared code was taken back reads alike whether or not it was left to hidden users.
    """

    def __init__(self, study: Study, table: str, viewer: Person | None) -> None:
        self.table = table
        self.viewer = viewer_id(viewer)
        self.visible = visible_row_ids(study, table, viewer)
        self.layers: set[str] = set()
        if table in OF_A_LAYER:
            condition = visible_layers("l")
            self.layers = {
                row[0]
                for row in study.query(
                    f"SELECT l.id FROM layers l WHERE {condition}", {"viewer": self.viewer}
                )
            }
            # one's own layers of a round that was taken back
            self.layers |= {
                row[0]
                for row in study.query(
                    "SELECT DISTINCT row_id FROM journal_layers"
                    " WHERE :viewer IN (old_person_id, new_person_id)",
                    {"viewer": self.viewer},
                )
            }

        self.codes: set[str] = set()
        if table in OF_CODES:
            self.codes = visible_row_ids(study, "codes", viewer) or set()
            # codes that are gone: shared ones and one's own
            self.codes |= {
                row[0]
                for row in study.query(
                    "SELECT DISTINCT row_id FROM journal_codes WHERE"
                    " ifnull(new_maker_id, old_maker_id) IS NULL"
                    " OR :viewer IN (old_maker_id, new_maker_id)",
                    {"viewer": self.viewer},
                )
            }

    def __call__(self, image: Image) -> Image | None:
        if not self._may_see(image):
            return None
        if self.table == "codes":
            return _without_taken_back(image)
        return image

    def _may_see(self, image: Image) -> bool:
        if self.table in OF_A_LAYER:
            return self._cell(image, "layer_id") in self.layers
        if self.table in OF_CODES:
            return all(self._cell(image, name) in self.codes for name in OF_CODES[self.table])
        if self.visible is None or image.row_id in self.visible:
            return True
        if self.table == "layers":
            # that a transcript was assigned is for everybody; when it was locked is not
            return image.op == "insert" and (image.after or {}).get("version") == 1
        if self.table == "codes":
            maker = self._cell(image, "maker_id")
            return maker is None or maker == self.viewer
        if self.table in OF_ONE_OR_ALL and (image.after or image.before or {}).get("id"):
            return self._cell(image, "person_id") in (None, self.viewer)
        return self.viewer is not None and self._cell(image, "person_id") == self.viewer

    @staticmethod
    def _cell(image: Image, name: str) -> Value:
        return (image.after or image.before or {}).get(name)


def _without_taken_back(image: Image) -> Image | None:
    before, after = (
        None if cells is None or cells["retired"] == TAKEN_BACK else cells
        for cells in (image.before, image.after)
    )
    if before is None and after is None:
        return None
    op = "insert" if before is None else "delete" if after is None else "update"
    return replace(image, op=op, before=before, after=after)
