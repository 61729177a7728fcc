"""What was made later and hangs on rows that an undo takes away.

What the person may see refuses the undo, by name. Hidden work of others goes along and comes back
with redo, and a shared code that such work rests on is left to those who use it.
"""

import sqlite3
from collections.abc import Sequence

from workbench.errors import WorkbenchError
from workbench.study.carry import Cells
from workbench.study.door import TAKEN_BACK
from workbench.study.triggers import pointing_columns
from workbench.study.undoing.nets import Net
from workbench.study.undoing.nouns import named
from workbench.study.undoing.sight import Sight

_WRITTEN_BY_ITSELF = ("layer_seals", "readings_opened")
"""What nobody makes as a change of their own, and so nobody could take back first: the seals that
a correction adds, and that somebody opened a reading."""


def take_back_from_sight(sight: Sight, nets: Sequence[Net]) -> list[Net]:
    """A shared code that is to go, but on which others' hidden work rests, stays for them alone.

    For everybody else it is gone, as it would be without that work; nobody loses a coding.
    Returns the nets that are left to restore.
    """
    going = []
    own = {net.row_id for net in nets if net.before is None}
    for net in nets:
        shared = net.table == "codes" and not net.cells.get("maker_id")
        if net.before is None and shared and _in_hidden_use(sight, net.row_id, own):
            sight.study.connection.execute(
                "UPDATE codes SET retired = ? WHERE id = ?", (TAKEN_BACK, net.row_id)
            )
        else:
            going.append(net)
    return going


def _in_hidden_use(sight: Sight, code_id: str, own: set[str]) -> bool:
    """Whether others use a code, or one under it, in hidden layers or have own codes there.

    ``own`` are the rows that the change itself made: an import brings the work of several people.
    """
    rows = sight.study.query(
        "WITH RECURSIVE below(id, maker_id) AS ("
        " SELECT id, maker_id FROM codes WHERE id = :code"
        " UNION SELECT c.id, c.maker_id FROM codes c JOIN below b ON c.parent_id = b.id)"
        " SELECT id FROM below WHERE maker_id IS NOT NULL AND maker_id IS NOT :person"
        " UNION ALL SELECT k.id FROM below b JOIN codings k ON k.code_id = b.id"
        " JOIN layers l ON l.id = k.layer_id JOIN round_transcripts r"
        " ON r.round_id = l.round_id AND r.transcript_id = l.transcript_id"
        " WHERE l.person_id IS NOT :person AND r.revealed_at IS NULL",
        {"code": code_id, "person": sight.person_id},
    )
    return any(row["id"] not in own for row in rows)


def settle_what_hangs(sight: Sight, nets: Sequence[Net], label: str) -> None:
    """Rows that point at a row now gone: hidden ones of others go along, any other refuses."""
    connection = sight.study.connection
    gone = [(net.table, net.row_id) for net in nets if net.before is None]
    own = set(gone)
    pointing = pointing_columns(connection) if gone else {}
    while gone:
        parent, parent_id = gone.pop()
        left_to_users = parent == "codes" and _stands(connection, parent_id)
        for table, column in pointing.get(parent, ()):
            for cells in _pointing_rows(sight, table, column, parent_id):
                if (table, cells["id"]) in own:
                    continue  # a code of this change that is left to its users
                goes = table in _WRITTEN_BY_ITSELF or sight.hidden(table, cells)
                if not goes:
                    raise WorkbenchError(
                        f"cannot {label}: {named(table, cells)} hangs on it; take that back first"
                    )
                if left_to_users:
                    continue
                connection.execute(f"DELETE FROM {table} WHERE id = ?", (cells["id"],))
                gone.append((table, str(cells["id"])))


def _stands(connection: sqlite3.Connection, code_id: str) -> bool:
    return connection.execute("SELECT 1 FROM codes WHERE id = ?", (code_id,)).fetchone() is not None


def _pointing_rows(sight: Sight, table: str, column: str, parent_id: str) -> list[Cells]:
    rows = sight.study.query(f'SELECT * FROM {table} WHERE "{column}" = ?', (parent_id,))
    return [dict(row) for row in rows]
