"""The tables of the study file, as migrations.

Every table that is not named ``journal_…``, ``search_…``, ``texts`` or ``originals`` is a *domain
table*: it has a GUID key ``id`` and each change of it is journalled by triggers (see
``triggers``). Foreign keys are plain ``NO ACTION``, so that undo may defer them. Retiring replaces
deleting wherever somebody else's hidden work may hang on a row.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x57424E43  # "WBNC"
VERSION = 7

MIGRATIONS = Path(__file__).with_name("migrations")
"""One file of SQL a migration, in the order of their names; what a released study has run is never
changed. Each statement ends with the line that ends with a semicolon."""


def migrate(connection: sqlite3.Connection) -> None:
    """Run the migrations that the file has not run yet, in the transaction that is open."""
    # loads numpy and much else, which whoever opens a study of today starts without
    from sqlite_utils import Database, Migrations

    migrations = Migrations("workbench")
    for path in sorted(MIGRATIONS.glob("*.sql")):
        migrations(name=path.stem)(_step(path.read_text(encoding="utf-8")))
    migrations.apply(Database(connection, recursive_triggers=False, execute_plugins=False))


def _step(script: str) -> "Callable[[Database], None]":
    def step(db: "Database") -> None:
        # executescript would commit the transaction that the migration runs in
        for statement in script.split(";\n"):
            if statement.strip():
                db.execute(statement)

    return step
