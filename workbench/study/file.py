"""The study file: making, opening and migrating it."""

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.study import journal, triggers
from workbench.study.ids import now
from workbench.study.schema import APPLICATION_ID, VERSION, migrate
from workbench.study.study import BUSY_SECONDS, Study, UnsoundError, clear_errors

MODES = ("reliability", "codebook", "reflexive")


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
    with clear_errors(path):
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
