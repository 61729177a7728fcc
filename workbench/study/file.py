"""The study file: making, opening, migrating, and the connection everything goes through."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from workbench.errors import WorkbenchError
from workbench.study import journal, pack_guard, triggers
from workbench.study.ids import new_id, now
from workbench.study.nouns import Person
from workbench.study.schema import APPLICATION_ID, VERSION, migrate

MODES = ("reliability", "codebook", "reflexive")
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
            _clear_errors(self.path),
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


def create_study(path: Path, title: str, mode: str = "codebook") -> Study:
    """Make a new study file. Refuses to overwrite anything."""
    if mode not in MODES:
        raise WorkbenchError(f"{mode!r} is no mode of a study: choose one of {', '.join(MODES)}")
    if not title.strip():
        raise WorkbenchError("the title is empty: give the study a title with --title")

    def name_it(study: Study) -> None:
        with study.change("make the study", None) as write:
            write.insert("study", title=title.strip(), mode=mode, made_at=now())

    return make_file(path, name_it)


def make_file(path: Path, fill: Callable[[Study], None]) -> Study:
    """A new file of this version that ``fill`` has written into; no file where that fails."""
    try:
        with path.open("xb"):
            pass
    except FileExistsError:
        raise WorkbenchError(
            f"{path} exists already and is not overwritten: choose another name"
        ) from None
    except OSError as error:
        raise WorkbenchError(
            f"{path} cannot be made ({error.strerror}): choose a folder that exists and is writable"
        ) from error
    try:
        study = Study(path, _connect(path, fresh=True), ())
        _migrate(study.connection)
        fill(study)
    except BaseException:
        for leftover in (path, *_companions(path)):
            leftover.unlink(missing_ok=True)
        raise
    return study


def open_study(path: Path) -> Study:
    """Open an existing study; an older one is backed up beside itself, then migrated.

    Raises :class:`WorkbenchError` for a missing, foreign, damaged or newer file.
    """
    if not path.exists():
        raise WorkbenchError(
            f"{path} does not exist: check the path, or make a study with workbench new"
        )
    if path.is_dir():
        raise WorkbenchError(f"{path} is a folder: name the study file in it")
    _refuse_foreign(path)
    notices: list[str] = []
    with _clear_errors(path):
        connection = _connect(path, notices)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > VERSION:
                raise WorkbenchError(
                    f"{path} was written by a newer workbench (file version {version}, this one"
                    f" reads up to {VERSION}): update workbench to open it"
                )
            if version < VERSION:
                notices.append(f"migrated; the file as it was is {_migrate_with_copy(path)}")
                connection.close()
                connection = _connect(path)
        except BaseException:
            connection.close()
            raise
    return Study(path, connection, notices)


def _refuse_foreign(path: Path) -> None:
    try:
        with path.open("rb") as stream:
            head = stream.read(100)
    except OSError as error:
        raise WorkbenchError(
            f"{path} cannot be read ({error.strerror}): check its permissions"
        ) from error
    if head[:16] != b"SQLite format 3\x00" or len(head) < 100:
        raise UnsoundError(f"{path} is not a study file: open a file made by workbench new")


def _connect(
    path: Path, notices: list[str] | None = None, *, fresh: bool = False
) -> sqlite3.Connection:
    connection, read_only = _opened(str(path)), False
    try:
        # asked of SQLite, not of the file's head, which may still lie in the write-ahead log;
        # and before anything else, for a stranger's file must stay untouched
        try:
            found = connection.execute("PRAGMA application_id").fetchone()[0]
        except sqlite3.OperationalError as error:
            if not _may_be_read_alone(path, error):
                raise
            connection.close()
            connection = _opened(f"{path.absolute().as_uri()}?immutable=1", uri=True)
            read_only = True
            found = connection.execute("PRAGMA application_id").fetchone()[0]
        if not fresh and found != APPLICATION_ID:
            raise UnsoundError(
                f"{path} is an SQLite file of another program: open a file made by workbench new"
            )
        _set_up(connection, path, read_only, notices)
    except BaseException:
        connection.close()  # else SQLite's log stays beside a file that cannot be opened
        raise
    return connection


def _set_up(
    connection: sqlite3.Connection, path: Path, read_only: bool, notices: list[str] | None
) -> None:
    for pragma in (
        f"busy_timeout = {round(BUSY_SECONDS * 1000)}",
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "mmap_size = 0",
        "foreign_keys = ON",
        "recursive_triggers = ON",
        "synchronous = FULL",
        "cache_size = -65536",  # KiB: random keys of a big import would else spill to disk
    ):
        connection.execute(f"PRAGMA {pragma}")
    with contextlib.suppress(sqlite3.OperationalError):
        # a read-only file keeps the mode it has
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if read_only and notices is not None:
            notices.append(f"{path} is read-only: it can be looked at, but not changed")
        elif mode != "wal" and notices is not None:
            notices.append(
                "the folder does not allow write-ahead logging (a network or synced folder?):"
                " only one person at a time should work on this file"
            )


def _opened(name: str, *, uri: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(
        name,
        isolation_level=None,
        timeout=BUSY_SECONDS,
        check_same_thread=False,
        cached_statements=512,
        uri=uri,
    )


def _may_be_read_alone(path: Path, error: sqlite3.OperationalError) -> bool:
    """Whether a file in a folder that we cannot write to may be read without a log beside it.

    SQLite wants to write its log even for reading. Where there is none, nobody is at work on the
    file, and it can be read as it is, from a read-only medium too.
    """
    log, _ = _companions(path)
    refused = "readonly" in str(error) or "unable to open" in str(error)
    return refused and not log.exists()


def _migrate(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("BEGIN IMMEDIATE")
    try:
        migrate(connection)
        triggers.regenerate(connection)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        journal.seal_schema_change(connection, f"file version {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _migrate_with_copy(path: Path) -> Path:
    copy = next(
        candidate
        for number in range(1, 10_000)
        if not (candidate := path.with_name(f"{path.stem}-before-{VERSION}-{number}.db")).exists()
    )
    connection = _connect(path)
    try:
        target = sqlite3.connect(copy)
        try:
            connection.backup(target)
        finally:
            target.close()
        _migrate(connection)
    finally:
        connection.close()
    return copy


def _companions(path: Path) -> tuple[Path, Path]:
    return path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")


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
def _clear_errors(path: Path) -> Iterator[None]:
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
