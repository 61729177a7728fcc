"""One writer a file: what a pack lets its coder write, and what the study does not meanwhile.

Asked when a change is about to be committed. In a pack only its coder writes, and only what is
theirs alone. In the study the same person does not write what is out with their pack; what others
do there is never refused because of it, for the work they cannot see must not make a difference.
"""

import sqlite3
from collections.abc import Callable

from workbench.errors import WorkbenchError
from workbench.study import journal
from workbench.study.journal import Image, Value

OF_THE_CODER = ("doubts", "notes", "read_marks", "readings_opened", "suggestion_answers")
OF_THEIR_LAYERS = ("codings", "confirmations", "layer_paths", "layers")
_UNGUARDED = ("corrections", "pack_states", "packs")
"""A change of the study that writes one of these is a correction, which carries everybody's work
along, or gives out, collects or ends a pack."""
_OUT = (
    "SELECT a.layer_id FROM pack_layers a JOIN packs k ON k.id = a.pack_id"
    " WHERE k.here = 0 AND k.ended_at IS NULL AND a.home = 0 AND k.person_id = :person"
)
_TEXTS_OUT = f"SELECT transcript_id FROM layers WHERE id IN ({_OUT})"


def check(connection: sqlite3.Connection, number: int, by: str | None) -> None:
    """Raise where change ``number``, made by the person of this id, breaks the rule."""
    if connection.execute("SELECT NOT EXISTS (SELECT 1 FROM packs)").fetchone()[0]:
        return
    touched = journal.touched_tables(connection, number)
    here = connection.execute(
        "SELECT p.id, p.name FROM packs k JOIN people p ON p.id = k.person_id WHERE k.here = 1"
    ).fetchone()
    if here and "packs" not in touched:  # it is not being made just now
        _check_pack(connection, number, touched, by, *here)
    if here or any(table in touched for table in _UNGUARDED):
        return
    if by is not None and connection.execute(_OUT, {"person": by}).fetchone():
        _check_study(connection, number, touched, by)


def _check_pack(
    connection: sqlite3.Connection,
    number: int,
    touched: list[str],
    by: str | None,
    owner: str,
    name: str,
) -> None:
    for table in touched:
        for image in journal.read_images(connection, table, "change = ?", (number,)):
            if not _is_own(connection, image, owner):
                what = "codes that are not your own" if table == "codes" else _called(table)
                raise WorkbenchError(
                    f"this is the pack of {name}, for {name}'s own work: {what} cannot be changed"
                    " in it; do that in the study that it came from"
                )
    if touched and by != owner:
        raise WorkbenchError(
            f"this is the pack of {name}: nobody else works in it; say --as {name}, or work in the"
            " study that it came from"
        )


def _is_own(connection: sqlite3.Connection, image: Image, owner: str) -> bool:
    sides = [cells for cells in (image.before, image.after) if cells is not None]
    if image.table in OF_THEIR_LAYERS:
        return True  # a pack has no other layers
    if image.table in OF_THE_CODER:
        return all(cells["person_id"] == owner for cells in sides)
    if image.table == "codes":
        return all(cells["maker_id"] == owner for cells in sides)
    if image.table == "lineage":
        maker = "SELECT maker_id FROM codes WHERE id = ?"
        codes = {cells["from_code_id"] for cells in sides}
        return all(connection.execute(maker, (c,)).fetchone() == (owner,) for c in codes)
    return False


def _called(table: str) -> str:
    return table.replace("_", " ")


def _check_study(connection: sqlite3.Connection, number: int, touched: list[str], by: str) -> None:
    named = {"person": by}
    layers = {row[0] for row in connection.execute(_OUT, named)}
    texts = {row[0] for row in connection.execute(_TEXTS_OUT, named)}

    def of_coding(cells: dict[str, Value]) -> bool:
        select = "SELECT layer_id FROM codings WHERE id = ?"
        row = connection.execute(select, (cells["coding_id"],)).fetchone()
        return bool(row and row[0] in layers)

    def of_suggestion(cells: dict[str, Value]) -> bool:
        select = "SELECT transcript_id FROM suggestions WHERE id = ?"
        row = connection.execute(select, (cells["suggestion_id"],)).fetchone()
        return bool(cells["person_id"] == by and row and row[0] in texts)

    out: dict[str, Callable[[dict[str, Value]], bool]] = {
        "codes": lambda cells: cells["maker_id"] == by,
        "codings": lambda cells: cells["layer_id"] in layers,
        "confirmations": of_coding,
        "doubts": lambda cells: cells["person_id"] == by and cells["transcript_id"] in texts,
        "layer_paths": lambda cells: cells["layer_id"] in layers,
        "layers": lambda cells: cells["id"] in layers,
        "notes": lambda cells: (
            cells["person_id"] == by
            and (cells["transcript_id"] is None or cells["transcript_id"] in texts)
        ),
        "read_marks": lambda cells: cells["person_id"] == by and cells["transcript_id"] in texts,
        "suggestion_answers": of_suggestion,
    }
    for table in touched:
        for image in journal.read_images(connection, table, "change = ?", (number,)):
            sides = [cells for cells in (image.before, image.after) if cells is not None]
            if table in out and any(out[table](cells) for cells in sides):
                name = connection.execute("SELECT name FROM people WHERE id = ?", (by,)).fetchone()
                raise WorkbenchError(
                    f"this part of {name[0]}'s work is out in a pack: do it there and collect the"
                    " pack, or call the pack back with workbench pack --call-back"
                )
