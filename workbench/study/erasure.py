"""Erasure: content goes for good, while the digests of the journal stay, so that the chain holds.

Rows are deleted by one supervised change; texts and originals lose their content; then every image
that the journal keeps of the rows is blanked. What is left says that something was erased, when,
by whom and why. Afterwards the file is written anew, so that nothing lingers in free pages.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from workbench.study import journal
from workbench.study.carry import POSITIONED
from workbench.study.nouns import Person
from workbench.study.study import Study, Writer, explain
from workbench.study.triggers import columns_of, domain_tables, pointing_columns

_AT_ONCE = 500
# How an image of a row that has positions tells that it lay on a transcript.
_ONCE_ON_IT = '"{side}_transcript_id" = :transcript'
_ONCE_ON = {
    "codings": '"{side}_layer_id" IN'
    " (SELECT row_id FROM journal_layers WHERE new_transcript_id = :transcript)",
    **dict.fromkeys(
        ("decisions", "item_codings"),
        '"{side}_item_id" IN'
        " (SELECT row_id FROM journal_items WHERE new_transcript_id = :transcript)",
    ),
}


@dataclass(slots=True)
class Erasing:
    """An open erasure: rows are deleted through it, so that it knows whose images to blank.

    ``lingers`` says afterwards that others have the file open, so that what was erased may be read
    from it until they close it.
    """

    study: Study
    write: Writer
    gone: dict[str, set[str]] = field(default_factory=dict)
    lingers: bool = False

    def delete(self, table: str, ids: Iterable[str]) -> None:
        """Delete rows and every row that points at them, whatever guards them."""
        found = _hanging(self.study.connection, table, set(ids))
        for of_table, rows in found.items():
            for row_id in sorted(rows):
                self.write.delete(of_table, row_id)
            self.gone.setdefault(of_table, set()).update(rows)

    def texts_of(self, transcript_id: str) -> tuple[set[int], set[int]]:
        """Keys of every text that a transcript ever had, and of its originals."""
        found: tuple[set[int], set[int]] = (set(), set())
        for keys, column in zip(found, ("text_id", "original_id"), strict=True):
            for row in self.study.query(
                f"SELECT old_{column}, new_{column} FROM journal_transcripts WHERE row_id = ?",
                (transcript_id,),
            ):
                keys |= {int(key) for key in row if key is not None}
        return found

    def forget_removed(self, transcript_id: str, spans: Sequence[tuple[int, int]]) -> None:
        """Blank what the journal keeps of rows that lay on ``spans`` of a transcript and are gone.

        Where the text was ever corrected, of all such rows: old places are places in old texts.
        """
        connection = self.study.connection
        corrected = self.study.value(
            "SELECT 1 FROM journal_corrections WHERE new_transcript_id = ?", (transcript_id,)
        )
        for table, (start, end, _) in POSITIONED.items():
            on = _ONCE_ON.get(table, _ONCE_ON_IT)
            first, last = f'"%s_{start}"', f'"%s_{end}"' if end else f'"%s_{start}" + 1'
            images = [
                row
                for side in ("old", "new")
                for row in connection.execute(
                    f"SELECT row_id, {first % side}, {last % side} FROM journal_{table}"
                    f" WHERE {on.format(side=side)} AND row_id NOT IN (SELECT id FROM {table})",
                    {"transcript": transcript_id},
                )
            ]
            self.gone.setdefault(table, set()).update(
                row_id
                for row_id, begins, ends in images
                if corrected or begins is None or any(begins < b and a < ends for a, b in spans)
            )

    def once_said(self, case_id: str, names: Iterable[str]) -> None:
        """Erase transcripts that are gone already, as by undo of their import: those in which the
        case spoke, and those of these names."""
        known = set(names)
        gone = {
            str(row["row_id"])
            for row in self.study.query(
                "SELECT DISTINCT row_id, new_name FROM journal_transcripts"
                " WHERE row_id NOT IN (SELECT id FROM transcripts)"
            )
            if row["new_name"] in known
        } | {
            str(row[0])
            for row in self.study.query(
                "SELECT DISTINCT new_transcript_id FROM journal_speakers WHERE new_case_id = ?"
                " AND new_transcript_id NOT IN (SELECT id FROM transcripts)",
                (case_id,),
            )
        }
        self.gone.setdefault("transcripts", set()).update(gone)
        used: tuple[set[int], set[int]] = (set(), set())
        for row in self.study.query("SELECT id FROM transcripts"):
            for keys, found in zip(used, self.texts_of(row["id"]), strict=True):
                keys |= found
        for transcript_id in sorted(gone):
            texts, originals = self.texts_of(transcript_id)
            self.blank_texts(texts - used[0], originals - used[1])

    def blank_texts(self, text_ids: Iterable[int], original_ids: Iterable[int]) -> None:
        """Take the content out of texts and originals; their digests stay."""
        for text_id in sorted(set(text_ids)):
            self.write.execute("UPDATE texts SET body = NULL WHERE id = ?", (text_id,))
        for original_id in sorted(set(original_ids)):
            self.write.execute("UPDATE originals SET bytes = NULL WHERE id = ?", (original_id,))


@contextmanager
def erasure(study: Study, what: str, by: Person) -> Iterator[Erasing]:
    """One erasing change, all of it or nothing; afterwards the file holds nothing of what went."""
    connection = study.connection
    try:
        connection.execute("PRAGMA secure_delete = ON")
        erasing: Erasing | None = None

        def blank(number: int) -> None:
            if erasing is not None:
                _blank_images(connection, erasing.gone)

        with journal.open_change(connection, what, by.id, kind="erasure", before_commit=blank):
            connection.execute("PRAGMA defer_foreign_keys = ON")
            connection.execute("UPDATE journal_open SET erasing = 1")
            erasing = Erasing(study, Writer(connection))
            yield erasing
            connection.execute("INSERT INTO search_text (search_text) VALUES ('rebuild')")
    except sqlite3.Error as error:
        raise explain(error, study.path) from error
    erasing.lingers = not _written_anew(connection)


def _written_anew(connection: sqlite3.Connection) -> bool:
    """Write the file anew, its log emptied; False where others who have it open prevent that.

    It is committed by now, so nothing fails any more: the log goes when the last of them closes.
    """
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("VACUUM")
        (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    return not busy


def copies_beside(study: Study) -> list[Path]:
    """Copies of a study in its folder that still hold what was erased from it.

    Those that the program made before it migrated the study, and whatever else is a file of the
    same study and has a text or a case that is gone from it: backups, packs, restored copies.
    """
    own = study.path.absolute()
    before = set(own.parent.glob(f"{study.path.stem}-before-*.db"))
    try:
        beside = sorted(path for path in own.parent.iterdir() if path.is_file())
    except OSError:  # a folder may allow its files to be opened, but not to be listed
        beside = sorted(path for path in before if path.is_file())
    return [
        path
        for path in beside
        if path in before or (path.name != own.name and _holds_erased(study, path))
    ]


def _holds_erased(study: Study, path: Path) -> bool:
    """Whether a file is a copy of the study that has more than the study; nothing is written."""
    try:
        with path.open("rb") as stream:
            if stream.read(16) != b"SQLite format 3\x00":
                return False
        # with a log beside it somebody may be at work on it, and the log has to be read, too
        how = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "immutable=1"
        copy = sqlite3.connect(f"{path.as_uri()}?{how}", uri=True, timeout=0.0)
    except (OSError, sqlite3.Error):
        return False
    try:
        if copy.execute("SELECT id FROM study").fetchall() != [(study.id,)]:
            return False
        cases = {row[0] for row in copy.execute("SELECT id FROM cases")}
        texts = {row[0] for row in copy.execute("SELECT sha256 FROM texts WHERE body NOT NULL")}
    except sqlite3.Error:
        return False
    finally:
        copy.close()
    erased = study.query("SELECT sha256 FROM texts WHERE body IS NULL")
    here = {str(row[0]) for row in study.query("SELECT id FROM cases")}
    known = {str(row[0]) for row in study.query("SELECT DISTINCT row_id FROM journal_cases")}
    return bool(texts & {row[0] for row in erased} or (cases & known) - here)


def _hanging(connection: sqlite3.Connection, table: str, ids: set[str]) -> dict[str, set[str]]:
    """The rows, and all rows that point at them over any number of steps, by table."""
    found: dict[str, set[str]] = {}
    pointing = pointing_columns(connection)
    waiting = [(table, ids)]
    while waiting:
        parent, keys = waiting.pop()
        new = keys - found.get(parent, set())
        if not new:
            continue
        found.setdefault(parent, set()).update(new)
        for child, column in pointing.get(parent, ()):
            rows = _where(connection, f'SELECT id FROM {child} WHERE "{column}"', new)
            waiting.append((child, rows))
    return found


def _where(connection: sqlite3.Connection, select: str, ids: set[str]) -> set[str]:
    found: set[str] = set()
    listed = sorted(ids)
    for first in range(0, len(listed), _AT_ONCE):
        some = listed[first : first + _AT_ONCE]
        marks = ", ".join("?" for _ in some)
        found |= {row[0] for row in connection.execute(f"{select} IN ({marks})", some)}
    return found


def _blank_images(connection: sqlite3.Connection, gone: dict[str, set[str]]) -> None:
    """Blank all images of rows that are gone: those deleted now, and those that were deleted
    earlier and had pointed at them."""
    connection.execute("UPDATE journal_open SET erasing = 1")
    pointing = pointing_columns(connection)
    waiting, done = list(gone.items()), {table: set[str]() for table in domain_tables(connection)}
    while waiting:
        table, ids = waiting.pop()
        new = ids - done[table]
        if not new:
            continue
        done[table] |= new
        for child, column in pointing.get(table, ()):
            once = _where(
                connection, f'SELECT row_id FROM journal_{child} WHERE "old_{column}"', new
            ) | _where(connection, f'SELECT row_id FROM journal_{child} WHERE "new_{column}"', new)
            standing = _where(connection, f"SELECT id FROM {child} WHERE id", once)
            waiting.append((child, once - standing))
    for table, ids in done.items():
        cells = ", ".join(
            f'"{side}_{name}" = NULL'
            for side in ("old", "new")
            for name, _ in columns_of(connection, table)
        )
        connection.executemany(
            f"UPDATE journal_{table} SET {cells}, salt = NULL WHERE row_id = ?",
            [(row_id,) for row_id in sorted(ids)],
        )
    connection.execute("UPDATE journal_open SET erasing = 0")
