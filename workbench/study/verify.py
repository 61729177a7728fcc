"""Verification: is the file whole, the journal unbroken, and every row what the journal says?

Other stations register checks of their own. Problems name nothing that lies in a layer which not
everybody may see.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

from workbench.study import journal, triggers
from workbench.study.schema import migrate
from workbench.study.study import Study

AREAS = ("integrity", "journal", "layers")
Problem = tuple[str, str]  # area, sentence
_checks: list[Callable[[Study], Iterable[Problem]]] = []


@dataclass(slots=True)
class Verdict:
    """What verification found: for each area whether it is sound, and the problems in words."""

    areas: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(AREAS, True))
    problems: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.problems

    @classmethod
    def of_unreadable(cls, problem: str) -> "Verdict":
        """The verdict on a file that cannot be opened: nothing in it can be vouched for."""
        return cls(dict.fromkeys(AREAS, False), [problem])

    def add(self, area: str, problem: str) -> None:
        """Note a problem once."""
        self.areas[area] = False
        if problem not in self.problems:
            self.problems.append(problem)


def registered(
    check: Callable[[Study], Iterable[Problem]],
) -> Callable[[Study], Iterable[Problem]]:
    """Decorator: a station's own check, run by every verification."""
    _checks.append(check)
    return check


def verify(study: Study) -> Verdict:
    """Check everything; never raises for a damaged file, but reports it."""
    verdict = Verdict()
    checks: list[tuple[str, Callable[[Study], Iterable[Problem]]]] = [
        ("integrity", _sqlite_integrity),
        ("integrity", _schema),
        ("integrity", _content),
        ("integrity", _search_index),
        ("journal", _chain),
        ("journal", _rows_equal_images),
        *(("layers", check) for check in _checks),
    ]
    with study.snapshot():
        for area, check in checks:
            try:
                for found_area, problem in check(study):
                    verdict.add(found_area, problem)
            except (sqlite3.Error, UnicodeDecodeError, ValueError, TypeError, KeyError) as error:
                verdict.add(area, f"the file cannot be read as it should ({error})")
    return verdict


def _sqlite_integrity(study: Study) -> Iterable[Problem]:
    for (message,) in study.connection.execute("PRAGMA integrity_check(20)"):
        if message != "ok":
            yield "integrity", f"SQLite reports: {message}"
    for table, _, parent, _ in study.connection.execute("PRAGMA foreign_key_check"):
        yield "integrity", f"a row of {table} points to no row of {parent}"


def _schema(study: Study) -> Iterable[Problem]:
    """Tables, indexes and triggers must be those that this version makes."""
    expected, applied = _model()
    if _applied(study.connection) != applied:
        yield "journal", "the record of migrations was changed"
    present = _definitions(study.connection)
    for key in sorted(expected.keys() - present.keys()):
        yield "journal", f"the {key[0]} {key[1]} is missing"
    for key in sorted(present.keys() - expected.keys()):
        yield "journal", f"the {key[0]} {key[1]} does not belong in a study file"
    for key in sorted(expected.keys() & present.keys()):
        if expected[key] != present[key]:
            yield "journal", f"the {key[0]} {key[1]} was changed"


@cache
def _model() -> tuple[dict[tuple[str, str], str], list[tuple[str, str]]]:
    """Definitions and migrations of a file that this version has just made."""
    model = sqlite3.connect(":memory:", isolation_level=None)
    try:
        model.execute("BEGIN")
        migrate(model)
        triggers.regenerate(model)
        return _definitions(model), _applied(model)
    finally:
        model.close()


def _applied(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    return connection.execute(
        "SELECT migration_set, name FROM _sqlite_migrations ORDER BY 1, 2"
    ).fetchall()


def _definitions(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    return {
        (kind, name): sql
        for kind, name, sql in connection.execute(
            "SELECT type, name, ifnull(sql, '') FROM sqlite_master"
            " WHERE name NOT LIKE 'sqlite_stat%'"
        )
    }


def _content(study: Study) -> Iterable[Problem]:
    for sha256, body in study.connection.execute("SELECT sha256, body FROM texts"):
        if body is not None and hashlib.sha256(body.encode()).hexdigest() != sha256:
            yield "integrity", "a stored text is not what was imported"
    for sha256, content in study.connection.execute("SELECT sha256, bytes FROM originals"):
        if content is not None and hashlib.sha256(content).hexdigest() != sha256:
            yield "integrity", "a stored original is not what was imported"
    referenced = study.connection.execute(
        "SELECT t.name FROM transcripts t LEFT JOIN texts x ON x.id = t.text_id"
        " WHERE x.id IS NULL OR t.characters <> length(x.body)"
    )
    for (name,) in referenced:
        yield "integrity", f"the text of {name} does not have the length that was imported"


def _search_index(study: Study) -> Iterable[Problem]:
    """The index of words must hold every text, and as many words as it counted.

    SQLite's own check of it writes, and would keep everybody else from writing meanwhile.
    """
    connection = study.connection
    outside = connection.execute(
        "SELECT (SELECT count(*) FROM texts WHERE body IS NOT NULL"
        " AND id NOT IN (SELECT id FROM search_text_docsize))"
        " + (SELECT count(*) FROM search_text_docsize WHERE id NOT IN (SELECT id FROM texts))"
    ).fetchone()[0]
    if outside:
        yield "integrity", "the index of the search does not hold the texts of the study"
    connection.execute(
        "CREATE VIRTUAL TABLE temp.search_words USING fts5vocab('main', 'search_text', 'row')"
    )
    try:
        (held,) = connection.execute("SELECT ifnull(sum(cnt), 0) FROM temp.search_words").fetchone()
    finally:
        connection.execute("DROP TABLE temp.search_words")
    totals = connection.execute("SELECT block FROM search_text_data WHERE id = 1").fetchone()
    if held != _second_varint(totals[0] if totals else b""):
        yield "integrity", "the index of the search is damaged: it may miss words"


def _second_varint(record: bytes) -> int:
    """Of FTS5's record of totals (rows, then words): the words; 0 where nothing is recorded."""
    numbers = [0]
    for byte in record:
        numbers[-1] = (numbers[-1] << 7) | (byte & 0x7F)
        if byte < 0x80:
            numbers.append(0)
    return numbers[1] if len(numbers) > 1 else 0


def _chain(study: Study) -> Iterable[Problem]:
    connection = study.connection
    idle = (
        "SELECT count(*) FROM journal_open WHERE change IS NULL AND NOT erasing AND NOT correcting"
    )
    if connection.execute(idle).fetchone() != (1,):
        yield "journal", "a change was left open"
    (erased,) = connection.execute(
        "SELECT ifnull(max(number), 0) FROM journal_changes WHERE kind = 'erasure'"
    ).fetchone()
    digests: dict[int, list[str]] = {}
    for table in triggers.domain_tables(connection):
        if journal.has_stray_cells(connection, table):
            yield "journal", f"a journalled image of {table} was altered"
        numbers = dict(connection.execute(f"SELECT seq, change FROM journal_{table}").fetchall())
        for image in journal.read_images(connection, table):
            number = numbers[image.seq]
            if image.salt is None:
                if number > erased:
                    yield "journal", f"an image of {table} was blanked without an erasure on record"
            elif image.computed_digest() != image.digest:
                yield "journal", f"a journalled image of {table} was altered"
            digests.setdefault(number, []).append(image.digest or "")
    previous, expected = "", 1
    for change in journal.read_changes(connection):
        if change.number != expected:
            yield "journal", "a change is missing from the journal"
        if change.computed_seal(previous, digests.pop(change.number, [])) != change.seal:
            yield "journal", "the seal of a change is broken"  # when it was may be hidden
        previous, expected = change.seal or "", change.number + 1
    if digests:
        yield "journal", "the journal holds images of no change"


def _rows_equal_images(study: Study) -> Iterable[Problem]:
    connection = study.connection
    for table in triggers.domain_tables(connection):
        names = [name for name, _ in triggers.columns_of(connection, table)]
        differs = " OR ".join(f't."{name}" IS NOT j."new_{name}"' for name in names)
        newest = f"(SELECT max(seq) FROM journal_{table} WHERE row_id = %s)"
        forged = connection.execute(
            f"SELECT count(*) FROM {table} t LEFT JOIN journal_{table} j"
            f" ON j.seq = {newest % 't.id'} WHERE j.seq IS NULL OR j.op = 'delete'"
            f" OR (j.salt IS NOT NULL AND ({differs}))"
        ).fetchone()[0]
        if forged:
            yield "journal", f"rows of {table} are not what the journal says"
        lost = connection.execute(
            f"SELECT count(*) FROM journal_{table} j LEFT JOIN {table} t ON t.id = j.row_id"
            f" WHERE t.id IS NULL AND j.op <> 'delete' AND j.seq = {newest % 'j.row_id'}"
        ).fetchone()[0]
        if lost:
            yield "journal", f"rows of {table} are missing"
