"""Changes: the one way to write, sealed into a chain.

A change opens a transaction, triggers write the images of every row it touches, and closing it
computes a digest of each image and a seal over all digests and the seal before. Audit, undo,
redo and tamper evidence all read from these images.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from workbench.study.ids import new_id, now
from workbench.study.triggers import columns_of, domain_tables

Value = str | int | float | bytes | None
# one encoder for all images: json.dumps with options makes a new one each time
_canonical = json.JSONEncoder(
    ensure_ascii=True, separators=(",", ":"), sort_keys=True, default=bytes.hex
).encode


@dataclass(frozen=True, slots=True)
class Image:
    """One journalled write: the row before and after (None where there was none)."""

    table: str
    seq: int
    op: str
    row_id: str
    before: dict[str, Value] | None
    after: dict[str, Value] | None
    salt: bytes | None
    digest: str | None

    def computed_digest(self) -> str:
        """SHA-256 over the salt and the canonical JSON of the image."""
        content = _canonical([self.table, self.op, self.row_id, self.before, self.after])
        return hashlib.sha256((self.salt or b"") + content.encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """A header of the journal. ``number`` stays inside: it would tell of hidden work."""

    number: int
    id: str
    at: str
    by: str | None
    what: str
    kind: str
    target: int | None
    seal: str | None

    def computed_seal(self, previous: str, digests: list[str]) -> str:
        """SHA-256 over the seal before, this header and the digests in order."""
        header = [previous, self.number, self.id, self.at, self.by, self.what, self.kind]
        content = json.dumps([*header, self.target, digests], ensure_ascii=True)
        return hashlib.sha256(content.encode("ascii")).hexdigest()


CHANGE_COLUMNS = "number, id, at, by, what, kind, target, seal"


def read_images(
    connection: sqlite3.Connection,
    table: str,
    where: str = "1",
    parameters: tuple[Value, ...] = (),
) -> Iterator[Image]:
    """Images of one table in the order they were written; erased ones have no cells."""
    names = [name for name, _ in columns_of(connection, table)]
    selected = ", ".join(f'"{side}_{name}"' for side in ("old", "new") for name in names)
    width = len(names)
    for row in connection.execute(
        f"SELECT seq, op, row_id, salt, digest, {selected} FROM journal_{table}"
        f" WHERE {where} ORDER BY seq",
        parameters,
    ):
        seq, op, row_id, salt, digest, *cells = row
        before = dict(zip(names, cells[:width], strict=True)) if salt and op != "insert" else None
        after = dict(zip(names, cells[width:], strict=True)) if salt and op != "delete" else None
        yield Image(table, seq, op, row_id, before, after, salt, digest)


def has_stray_cells(connection: sqlite3.Connection, table: str) -> bool:
    """Whether an image holds cells that it cannot have, which no digest covers: what was before an
    insertion, what came after a deletion, or anything at all where it was erased."""
    names = [name for name, _ in columns_of(connection, table)]
    old, new = (
        "(" + " OR ".join(f'"{side}_{name}" IS NOT NULL' for name in names) + ")"
        for side in ("old", "new")
    )
    stray = (
        f"(op = 'insert' AND {old}) OR (op = 'delete' AND {new})"
        f" OR (salt IS NULL AND ({old} OR {new}))"
    )
    query = f"SELECT EXISTS (SELECT 1 FROM journal_{table} WHERE {stray})"
    return bool(connection.execute(query).fetchone()[0])


def images_of_change(connection: sqlite3.Connection, number: int) -> list[Image]:
    """Every image of one change, table by table."""
    return [
        image
        for table in touched_tables(connection, number)
        for image in read_images(connection, table, "change = ?", (number,))
    ]


def touched_tables(connection: sqlite3.Connection, number: int) -> list[str]:
    """Domain tables of which a change holds images, in alphabetical order."""
    probes = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM journal_{table} WHERE change = :number)"
        for table in domain_tables(connection)
    )
    return [table for (table,) in connection.execute(probes, {"number": number})]


def read_changes(
    connection: sqlite3.Connection, where: str = "1", parameters: tuple[Value, ...] = ()
) -> Iterator[Change]:
    """Headers, oldest first."""
    for row in connection.execute(
        f"SELECT {CHANGE_COLUMNS} FROM journal_changes WHERE {where} ORDER BY number", parameters
    ):
        yield Change(*row)


@contextmanager
def open_change(
    connection: sqlite3.Connection,
    what: str,
    by: str | None,
    *,
    kind: str = "change",
    target: int | None = None,
    before_commit: Callable[[int], None] = lambda number: None,
) -> Iterator[int]:
    """Open a transaction and a change in it; seal and commit on leaving, roll back on any error.

    Yields the number of the change. A change that wrote nothing leaves no trace. What
    ``before_commit`` does with that number comes after the seal (see ``erasure``), and what it
    raises undoes the change.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        number = _begin(connection, what, by, kind, target)
        yield number
        _close(connection, number)
        before_commit(number)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _begin(
    connection: sqlite3.Connection, what: str, by: str | None, kind: str, target: int | None
) -> int:
    (last,) = connection.execute("SELECT ifnull(max(number), 0) FROM journal_changes").fetchone()
    number = int(last) + 1
    connection.execute(
        f"INSERT INTO journal_changes ({CHANGE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
        (number, new_id(), now(), by, what, kind, target),
    )
    connection.execute("UPDATE journal_open SET change = ?", (number,))
    return number


def _close(connection: sqlite3.Connection, number: int) -> None:
    digests: list[str] = []
    for table in touched_tables(connection, number):
        fresh = [
            (image.computed_digest(), image.seq)
            for image in read_images(connection, table, "change = ?", (number,))
        ]
        connection.executemany(f"UPDATE journal_{table} SET digest = ? WHERE seq = ?", fresh)
        digests += [digest for digest, _ in fresh]
    change = next(read_changes(connection, "number = ?", (number,)))
    if digests or change.kind in ("schema", "erasure"):
        row = connection.execute(
            "SELECT seal FROM journal_changes WHERE number = ?", (number - 1,)
        ).fetchone()
        seal = change.computed_seal(row[0] if row else "", digests)
        connection.execute("UPDATE journal_changes SET seal = ? WHERE number = ?", (seal, number))
    else:
        connection.execute("DELETE FROM journal_changes WHERE number = ?", (number,))
    connection.execute("UPDATE journal_open SET change = NULL, erasing = 0, correcting = 0")


def seal_schema_change(connection: sqlite3.Connection, what: str) -> None:
    """Seal a schema change inside the migration's own transaction; undo does not cross it."""
    _close(connection, _begin(connection, what, None, "schema", None))
