"""The journal's tables and the triggers that fill it, generated from the schema of the file.

For each domain table ``t`` there is an image table ``journal_t`` with one row an insert, update or
delete: the row before (``old_…``), the row after (``new_…``), a salt, and a digest that the
closing of the change fills in. The triggers refuse every write outside an open change, from
whatever program. Guards keep locked layers and revealed work as they are.
"""

import sqlite3

OUTSIDE = ("texts", "originals", "_sqlite_migrations")

JOURNAL_TABLES = """
CREATE TABLE IF NOT EXISTS journal_changes (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    by TEXT,
    what TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('change', 'undo', 'redo', 'record', 'schema', 'erasure')),
    target INTEGER REFERENCES journal_changes (number),
    seal TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS journal_changes_by ON journal_changes (by, number);
DROP TABLE IF EXISTS journal_open;
CREATE TABLE journal_open (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    change INTEGER,
    erasing INTEGER NOT NULL DEFAULT 0,
    correcting INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO journal_open (id, change) VALUES (1, NULL);
"""

PAST_THE_JOURNAL = "a study is written only through workbench"
LOCKED = "this layer is locked"
INSIDE = "a coding lies inside its text"
REVEALED = "what has been revealed stays as it was"

_ERASING = "(SELECT erasing FROM journal_open) = 1"
# a corrected text takes the spans on it along, in locked layers too, and changes nothing else
_CARRIED = (
    "((SELECT correcting FROM journal_open) = 1 AND NEW.layer_id = OLD.layer_id"
    " AND NEW.code_id = OLD.code_id AND NEW.origin = OLD.origin AND NEW.flagged = OLD.flagged"
    " AND NEW.made_at = OLD.made_at)"
)
_FOLLOWING = "(SELECT correcting FROM journal_open) = 1"
_REVEALED = (
    "EXISTS (SELECT 1 FROM round_transcripts r WHERE r.round_id = OLD.round_id"
    " AND r.transcript_id = OLD.transcript_id AND r.revealed_at IS NOT NULL)"
)
_CODING_OUTSIDE = (
    'NEW."end" > (SELECT t.characters FROM layers l JOIN transcripts t'
    " ON t.id = l.transcript_id WHERE l.id = NEW.layer_id)"
)
_PATH_REVEALED = (
    "EXISTS (SELECT 1 FROM layers l JOIN round_transcripts r ON r.round_id = l.round_id"
    " AND r.transcript_id = l.transcript_id"
    " WHERE l.id = OLD.layer_id AND r.revealed_at IS NOT NULL)"
)


def _locked(row: str) -> str:
    return f"(SELECT locked_at FROM layers WHERE id = {row}.layer_id) IS NOT NULL"


def domain_tables(connection: sqlite3.Connection) -> list[str]:
    """Names of the journalled tables, in alphabetical order."""
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [
        name
        for (name,) in rows
        if name not in OUTSIDE and not name.startswith(("sqlite_", "journal_", "search_"))
    ]


def columns_of(connection: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """(name, declared type) of each column, in order."""
    return [(r[1], r[2]) for r in connection.execute(f'PRAGMA table_info("{table}")')]


def pointing_columns(connection: sqlite3.Connection) -> dict[str, list[tuple[str, str]]]:
    """By table: the (table, column) of every foreign key of the domain tables that points at it."""
    pointing: dict[str, list[tuple[str, str]]] = {}
    for table in domain_tables(connection):
        for key in connection.execute(f"PRAGMA foreign_key_list({table})"):
            pointing.setdefault(key[2], []).append((table, key[3]))
    return pointing


def regenerate(connection: sqlite3.Connection) -> None:
    """Bring the journal's tables and all triggers in line with the schema. Needs a transaction."""
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name NOT LIKE 'search_%'"
    ).fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    for statement in JOURNAL_TABLES.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    for table in domain_tables(connection):
        _image_table(connection, table)
        for statement in _journal_triggers(table, columns_of(connection, table)):
            connection.execute(statement)
    for statement in (*_content_guards(), *_journal_guards(connection), *_layer_guards()):
        connection.execute(statement)


def _image_table(connection: sqlite3.Connection, table: str) -> None:
    columns = columns_of(connection, table)
    present = {name for name, _ in columns_of(connection, f"journal_{table}")}
    if not present:
        images = ", ".join(
            f'"{side}_{name}" {kind}' for side in ("old", "new") for name, kind in columns
        )
        connection.execute(
            f"CREATE TABLE journal_{table} (seq INTEGER PRIMARY KEY, change INTEGER NOT NULL"
            f" REFERENCES journal_changes (number), op TEXT NOT NULL, row_id TEXT NOT NULL,"
            f" {images}, salt BLOB, digest TEXT) STRICT"
        )
        connection.execute(f"CREATE INDEX journal_{table}_change ON journal_{table} (change)")
        connection.execute(f"CREATE INDEX journal_{table}_row ON journal_{table} (row_id, seq)")
        return
    for name, kind in columns:
        for side in ("old", "new"):
            if f"{side}_{name}" not in present:
                connection.execute(f'ALTER TABLE journal_{table} ADD COLUMN "{side}_{name}" {kind}')


def _journal_triggers(table: str, columns: list[tuple[str, str]]) -> list[str]:
    names = [name for name, _ in columns]
    refuse = (
        f"SELECT RAISE(ABORT, '{PAST_THE_JOURNAL}') WHERE (SELECT change FROM journal_open) IS NULL"
    )
    statements = []
    for op, sides, row in (
        ("insert", ("new",), "NEW"),
        ("update", ("old", "new"), "NEW"),
        ("delete", ("old",), "OLD"),
    ):
        targets = ", ".join(f'"{side}_{name}"' for side in sides for name in names)
        values = ", ".join(f'{side.upper()}."{name}"' for side in sides for name in names)
        statements.append(
            f"CREATE TRIGGER journal_{table}_{op} AFTER {op.upper()} ON {table} BEGIN {refuse};"
            f" INSERT INTO journal_{table} (change, op, row_id, {targets}, salt)"
            f" VALUES ((SELECT change FROM journal_open), '{op}', {row}.id, {values},"
            " randomblob(16)); END"
        )
    statements.append(
        f"CREATE TRIGGER guard_{table}_key BEFORE UPDATE OF id ON {table}"
        f" BEGIN SELECT RAISE(ABORT, 'the key of a row never changes'); END"
    )
    return statements


def _guard(name: str, event: str, table: str, when: str, message: str) -> str:
    return (
        f"CREATE TRIGGER guard_{name} BEFORE {event} ON {table} WHEN ({when}) AND NOT {_ERASING}"
        f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _content_guards() -> list[str]:
    closed = "(SELECT change FROM journal_open) IS NULL"
    statements = []
    for table in ("texts", "originals"):
        statements += [
            _guard(f"{table}_insert", "INSERT", table, closed, PAST_THE_JOURNAL),
            _guard(f"{table}_update", "UPDATE", table, "1", "stored texts never change"),
            _guard(f"{table}_delete", "DELETE", table, "1", "stored texts never change"),
        ]
    return statements


def _journal_guards(connection: sqlite3.Connection) -> list[str]:
    """What was journalled stays; only the change that is open may still write its own rows."""
    statements = []
    for table in domain_tables(connection):
        image = f"journal_{table}"
        for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
            foreign = f"{row}.change IS NOT (SELECT change FROM journal_open)"
            statements.append(
                _guard(f"{image}_{event.lower()}", event, image, foreign, PAST_THE_JOURNAL)
            )
    for event, row in (("UPDATE", "OLD"), ("DELETE", "OLD")):
        foreign = f"{row}.number IS NOT (SELECT change FROM journal_open)"
        statements.append(
            _guard(
                f"journal_changes_{event.lower()}",
                event,
                "journal_changes",
                foreign,
                PAST_THE_JOURNAL,
            )
        )
    return statements


def _layer_guards() -> list[str]:
    statements = []
    for event, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
        locked = " OR ".join(_locked(row) for row in rows)
        when = f"({locked}) AND NOT {_CARRIED if event == 'UPDATE' else _FOLLOWING}"
        statements.append(_guard(f"codings_locked_{event.lower()}", event, "codings", when, LOCKED))
    statements += [
        _guard(f"layer_paths_{event.lower()}", event, "layer_paths", _PATH_REVEALED, REVEALED)
        for event in ("UPDATE", "DELETE")
    ]
    frozen = f"OLD.locked_at IS NOT NULL AND {_REVEALED}"
    statements += [
        _guard("layers_revealed_update", "UPDATE", "layers", frozen, REVEALED),
        _guard("layers_revealed_delete", "DELETE", "layers", frozen, REVEALED),
        _guard(
            "round_transcripts_revealed_update",
            "UPDATE",
            "round_transcripts",
            "OLD.revealed_at IS NOT NULL",
            REVEALED,
        ),
        _guard(
            "round_transcripts_revealed_delete",
            "DELETE",
            "round_transcripts",
            "OLD.revealed_at IS NOT NULL",
            REVEALED,
        ),
    ]
    for event in ("INSERT", "UPDATE"):
        statements += [
            _guard(f"codings_inside_{event.lower()}", event, "codings", _CODING_OUTSIDE, INSIDE),
            _guard(
                f"consensus_codings_inside_{event.lower()}",
                event,
                "consensus_codings",
                'NEW."end" > (SELECT characters FROM transcripts WHERE id = NEW.transcript_id)',
                INSIDE,
            ),
        ]
    return statements
