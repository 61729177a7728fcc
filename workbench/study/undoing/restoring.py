"""Putting the rows of a change back as they were, in an order that no guard objects to."""

import sqlite3
from collections.abc import Sequence

from workbench.study import carry
from workbench.study.carry import Cells
from workbench.study.undoing.nets import Net


def restore(connection: sqlite3.Connection, nets: Sequence[Net]) -> None:
    """Put every row back: rows that go, then rows that change, then rows that come.

    Texts change before what lies on them, and a span only moves to a free place. A layer opens
    before anything in it moves, and locks after that. What is adrift only goes.
    """
    locking = [net for net in nets if _locks(net.after, net.before)]
    opening = [net for net in nets if _locks(net.before, net.after)]
    for net in opening:
        _update(connection, net.table, net.after or {}, net.before or {})
    layers = {net.row_id for net in (*locking, *opening)}
    nets = [net for net in nets if net.row_id not in layers]
    for net in nets:
        if net.after is not None and (net.before is None or net.adrift):
            connection.execute(f"DELETE FROM {net.table} WHERE id = ?", (net.row_id,))
    nets = [net for net in nets if not net.adrift]
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
