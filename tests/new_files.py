"""New study files made from a template: a fifth of all time of the tests was making their tables.

The template is made once a process, by the same functions that make every file outside the tests;
a file that holds anything already is migrated as always. What differs from file to file, the
first entry of the journal, is written into each. The tests of the study file itself do without.
"""

import sqlite3
from functools import cache

from workbench.study import file, journal, triggers
from workbench.study.schema import APPLICATION_ID, VERSION, migrate

really_migrate = file._migrate


@cache
def _template() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:", isolation_level=None)
    made.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    made.execute("BEGIN")
    migrate(made)
    triggers.regenerate(made)
    made.execute(f"PRAGMA user_version = {VERSION}")
    made.execute("COMMIT")
    return made


def from_template(connection: sqlite3.Connection) -> None:
    """Bring a file to the version of today: an empty one by copying the template."""
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        really_migrate(connection)
        return
    _template().backup(connection)
    connection.execute("BEGIN IMMEDIATE")
    journal.seal_schema_change(connection, f"file version {VERSION}")
    connection.execute("COMMIT")
