"""An open study: reading by queries, writing by changes, and what an error of SQLite means."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from workbench.errors import WorkbenchError
from workbench.study import journal, pack_guard
from workbench.study.ids import new_id
from workbench.study.nouns import Person

BUSY_SECONDS = 10.0  # how long a writer waits for another
Parameters = Sequence[Any] | dict[str, Any]


class UnsoundError(WorkbenchError):
    """A file that is there but is no sound study: damaged, or something else altogether."""


class Study:
    """An open study file.

    Reading goes through :meth:`query`, writing through :meth:`change` only: outside of it the
    triggers of the file refuse.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, notices: Sequence[str]) -> None:
        self.path = path
        self.connection = connection
        self.notices = tuple(notices)

    def __enter__(self) -> "Study":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; committed work is on disk already."""
        self.connection.close()

    @property
    def id(self) -> str:
        """The study's own GUID."""
        return str(self.value("SELECT id FROM study"))

    @property
    def title(self) -> str:
        """The title given when the study was made."""
        return str(self.value("SELECT title FROM study"))

    @property
    def mode(self) -> str:
        """``reliability``, ``codebook`` or ``reflexive``."""
        return str(self.value("SELECT mode FROM study"))

    def query(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Rows of a reading statement, addressable by column name."""
        cursor = self.connection.cursor()
        cursor.row_factory = sqlite3.Row
        return cursor.execute(sql, parameters).fetchall()

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first cell of the first row, or None."""
        row = self.connection.execute(sql, parameters).fetchone()
        return row[0] if row else None

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several queries over one state of the file, whatever others write meanwhile."""
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.connection.execute("ROLLBACK")

    @contextmanager
    def change(self, what: str, by: Person | None, *, kind: str = "change") -> Iterator["Writer"]:
        """One journalled change by a person (None: by set-up), all of it or nothing.

        ``what`` is what the audit trail and undo call it. A change inside a change is part of the
        outer one, so that functions which each make a change can be composed into one; what it
        wrote is gone when it fails, even if the outer one goes on.
        """
        if self.connection.in_transaction:
            with _savepoint(self.connection):
                yield Writer(self.connection)
            return
        who = by.id if by else None

        def guard(number: int) -> None:
            pack_guard.check(self.connection, number, who)

        with (
            clear_errors(self.path),
            journal.open_change(self.connection, what, who, kind=kind, before_commit=guard),
        ):
            yield Writer(self.connection)

    def data_version(self) -> int:
        """A number that differs once another connection has written."""
        return int(self.value("PRAGMA data_version"))


class Writer:
    """What may be done inside a change: plain inserts, updates and deletes by key."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def insert(self, table: str, **cells: journal.Value) -> str:
        """Insert one row with a fresh GUID (or the ``id`` given) and return its id."""
        cells.setdefault("id", new_id())
        self.insert_many(table, [cells])
        return str(cells["id"])

    def insert_many(self, table: str, rows: Sequence[dict[str, journal.Value]]) -> None:
        """Insert rows that all have the same columns; rows without ``id`` get a GUID."""
        if not rows:
            return
        for row in rows:
            row.setdefault("id", new_id())
        names = list(rows[0])
        columns = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" for _ in names)
        self.connection.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})",
            [[row[name] for name in names] for row in rows],
        )

    def update(self, table: str, row_id: str, **cells: journal.Value) -> None:
        """Set cells of one row; cells that hold the value already are not journalled again."""
        assignments = ", ".join(f'"{name}" = ?' for name in cells)
        differs = " OR ".join(f'"{name}" IS NOT ?' for name in cells)
        self.connection.execute(
            f"UPDATE {table} SET {assignments} WHERE id = ? AND ({differs})",
            [*cells.values(), row_id, *cells.values()],
        )

    def delete(self, table: str, row_id: str) -> None:
        """Delete one row by its key."""
        self.connection.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))

    def execute(self, sql: str, parameters: Parameters = ()) -> sqlite3.Cursor:
        """Any other statement of a store; its writes are journalled like all others."""
        return self.connection.execute(sql, parameters)


@contextmanager
def _savepoint(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("SAVEPOINT inner_change")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # a full disk ends the whole transaction by itself
            connection.execute("ROLLBACK TO inner_change")
            connection.execute("RELEASE inner_change")
        raise
    connection.execute("RELEASE inner_change")


@contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """Errors of SQLite as sentences on the file at ``path``."""
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path) from error
    except UnicodeDecodeError as error:  # SQLite's own message may quote the damage
        raise explain(sqlite3.DatabaseError("damaged"), path) from error


def explain(error: sqlite3.Error, path: Path | str) -> WorkbenchError:
    """What an error of SQLite means to a person, and what to do."""
    message = str(error)
    if "locked" in message and not isinstance(error, sqlite3.IntegrityError):
        return WorkbenchError(
            f"{path} has been busy for {BUSY_SECONDS:g} seconds: another program is writing to it;"
            " try again"
        )
    if "readonly" in message or "read-only" in message:
        return WorkbenchError(
            f"{path} is read-only: allow writing to the file and its folder, or work on a copy"
        )
    if "full" in message:
        return WorkbenchError(f"the disk of {path} is full: nothing was changed; make room first")
    if isinstance(error, sqlite3.IntegrityError):
        return WorkbenchError(f"{path} refuses this change ({message}): nothing was changed")
    if "unable to open" in message:
        return WorkbenchError(
            f"{path} cannot be opened: allow reading the file and writing to its folder,"
            " or work on a copy"
        )
    return UnsoundError(
        f"{path} cannot be read as it should ({message}): run workbench verify,"
        " and go back to a backup if it is damaged"
    )
