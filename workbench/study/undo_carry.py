"""Undo and redo where a text was corrected: what is put back lies on another text now.

Undoing a correction puts every place back as it was. Hidden work that was done on the corrected
text meanwhile is carried to the text that stands again, for refusing would betray it; what the
person may see refuses, by name.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from workbench.errors import WorkbenchError
from workbench.study import carry
from workbench.study.carry import PLACES, POSITIONED, Cells
from workbench.study.file import Study, Writer

Hidden = Callable[[str, Cells], bool]
"""Whether a row (table, cells) is somebody else's hidden work."""


@dataclass(frozen=True, slots=True)
class Net:
    """What one change did to one row, first state to last."""

    table: str
    row_id: str
    before: Cells | None
    after: Cells | None


def turned_texts(nets: list[Net]) -> dict[str, tuple[int, int]]:
    """Transcripts whose text these nets exchange, with the text now and the text to come."""
    return {
        net.row_id: (int(str(net.after["text_id"])), int(str(net.before["text_id"])))
        for net in nets
        if net.table == "transcripts"
        and net.before is not None
        and net.after is not None
        and net.before["text_id"] != net.after["text_id"]
    }


def settles_places(nets: list[Net]) -> bool:
    """Whether these nets are a correction or the settling of a doubtful place."""
    return any(net.table in ("corrections", "doubts") for net in nets)


def carried_since(
    study: Study, nets: list[Net], turned: int, hidden: Hidden, label: str
) -> list[Net]:
    """The nets with their places on the texts as they stand now.

    Raises where a row would come back to a place that a correction has changed since.
    """
    elsewhere = carry.corrected_since(study, turned) - turned_texts(nets).keys()
    if not elsewhere:
        return nets
    ways: dict[str, list[str]] = {}
    found = []
    for net in nets:
        transcript_id = carry.transcript_of(study, net.table, net.after or net.before or {})
        if transcript_id is None or transcript_id not in elsewhere:
            found.append(net)
            continue
        if transcript_id not in ways:
            ways[transcript_id] = carry.texts_since(study, transcript_id, turned)
        found.append(_carried(study, net, ways[transcript_id], hidden, label))
    return found


def _carried(study: Study, net: Net, way: list[str], hidden: Hidden, label: str) -> Net:
    rows = study.query(f"SELECT * FROM {net.table} WHERE id = ?", (net.row_id,))
    places = {k: v for k, v in dict(rows[0]).items() if k in PLACES} if rows else {}
    stays = (
        net.before is not None
        and net.after is not None
        and all(net.before[column] == net.after[column] for column in places)
    )
    after = {**net.after, **places} if net.after is not None and rows else net.after
    if net.before is None:
        return replace(net, after=after)
    if stays and rows:
        return replace(net, before={**net.before, **places}, after=after)
    before, sure = _moved(net.table, net.before, way)
    if not sure and not hidden(net.table, net.before):
        raise WorkbenchError(
            f"cannot {label}: the text was corrected since at this place; do it anew by hand"
        )
    return replace(net, before=before, after=after)


def _moved(table: str, cells: Cells, way: list[str]) -> tuple[Cells, bool]:
    first, last, _ = POSITIONED[table]
    if not isinstance(cells[first], int):
        return cells, True
    start, end, sure = int(str(cells[first])), None, True
    if last:
        end = int(str(cells[last]))
    for old, new in pairwise(way):
        start, reached, certain = carry.carrier().place(old, new, start, end)
        end, sure = reached if last else None, sure and certain
    return {**cells, first: start, **({last: end} if last else {})}, sure


def follow(
    study: Study,
    write: Writer,
    nets: list[Net],
    turned: int,
    hidden: Hidden,
    named: Callable[[str, Cells], str],
    label: str,
) -> None:
    """After the rows were put back: carry what was done meanwhile, and renew the seals.

    Raises where somebody did what the person may see on the text that is taken back.
    """
    back = {(net.table, net.row_id) for net in nets}
    for transcript_id, (left, _) in turned_texts(nets).items():
        rows = {
            table: {id for id in ids if (table, id) not in back}
            for table, ids in carry.changed_rows(study, transcript_id, turned).items()
        }
        for table, ids in rows.items():
            for cells in carry.rows_on(study, table, transcript_id) if ids else ():
                if cells["id"] in ids and not hidden(table, cells):
                    raise WorkbenchError(
                        f"cannot {label}: {named(table, cells)} was made or changed on the text"
                        " since; take that back first"
                    )
        old = study.value("SELECT body FROM texts WHERE id = ?", (left,))
        carry.carrier().follow(study, write, transcript_id, str(old or ""), rows)
    corrected = {row["id"] for row in study.query("SELECT id FROM transcripts WHERE version > 1")}
    touched = {
        carry.transcript_of(study, net.table, net.before or net.after or {})
        if net.table != "layers"
        else str((net.before or net.after or {})["transcript_id"])
        for net in nets
        if net.table in POSITIONED or net.table == "layers"
    }
    again = turned_texts(nets).keys() | (corrected & {t for t in touched if t})
    if again:
        carry.carrier().seal(study, write, again)


def restore(connection: sqlite3.Connection, nets: list[Net]) -> None:
    """Put every row back: rows that go, then rows that change, then rows that come.

    Texts change before what lies on them, and a span only moves to a free place. A layer opens
    before anything in it moves, and locks after that.
    """
    locking = [net for net in nets if _locks(net.after, net.before)]
    opening = [net for net in nets if _locks(net.before, net.after)]
    for net in opening:
        _update(connection, net.table, net.after or {}, net.before or {})
    layers = {net.row_id for net in (*locking, *opening)}
    nets = [net for net in nets if net.row_id not in layers]
    for net in nets:
        if net.before is None:
            connection.execute(f"DELETE FROM {net.table} WHERE id = ?", (net.row_id,))
    changing = [net for net in nets if net.before is not None and net.after is not None]
    for net in sorted(changing, key=lambda net: net.table != "transcripts"):
        if net.table != "codings":
            _update(connection, net.table, net.after or {}, net.before or {})
    spans = [(n.after or {}, n.before or {}) for n in changing if n.table == "codings"]
    for now, then in carry.in_free_order(spans):
        _update(connection, "codings", now, then)
    for net in nets:
        if net.before is not None and net.after is None:
            names = ", ".join(f'"{name}"' for name in net.before)
            marks = ", ".join("?" for _ in net.before)
            connection.execute(
                f"INSERT INTO {net.table} ({names}) VALUES ({marks})", list(net.before.values())
            )
    for net in locking:
        _update(connection, net.table, net.after or {}, net.before or {})


def _locks(before: Cells | None, after: Cells | None) -> bool:
    """Whether these two states of a row are a layer that is open, then locked."""
    if before is None or after is None or "locked_at" not in before:
        return False
    return before["locked_at"] is None and after["locked_at"] is not None


def _update(connection: sqlite3.Connection, table: str, now: Cells, then: Cells) -> None:
    changed = {name: value for name, value in then.items() if value != now[name]}
    if changed:
        sets = ", ".join(f'"{name}" = ?' for name in changed)
        connection.execute(
            f"UPDATE {table} SET {sets} WHERE id = ?", [*changed.values(), now["id"]]
        )
