"""An older file becomes one of this version, with everything in it."""

import sqlite3
from pathlib import Path

from conftest import add_transcript

from workbench.study import add_person, create_study, now, open_study, undo, verify
from workbench.study.triggers import domain_tables

NEW_IN_3 = ("corrections", "doubts", "layer_seals")
NEW_IN_4 = ("confirmations", "distinctions")
# what points at another one first
NEW_IN_5 = ("suggestion_answers", "suggestions", "suggestion_runs", "suggestion_rules")
NEW_IN_6 = ("pack_states", "pack_layers", "packs")


def _as_version_5(path: Path) -> None:
    """Take everything out of a file that version 6 brought."""
    connection = sqlite3.connect(path, isolation_level=None)
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    for table in NEW_IN_6:
        connection.execute(f"DROP TABLE journal_{table}")
        connection.execute(f"DROP TABLE {table}")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name = '0006_packs'")
    connection.execute("PRAGMA user_version = 5")
    connection.close()


def _as_version_4(path: Path) -> None:
    """Take everything out of a file that versions 5 and 6 brought."""
    _as_version_5(path)
    connection = sqlite3.connect(path, isolation_level=None)
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    for table in NEW_IN_5:
        connection.execute(f"DROP TABLE journal_{table}")
        connection.execute(f"DROP TABLE {table}")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name = '0005_suggestions'")
    connection.execute("PRAGMA user_version = 4")
    connection.close()


def _as_version_3(path: Path) -> None:
    """Take everything out of a file that versions 4 to 6 brought."""
    _as_version_4(path)
    connection = sqlite3.connect(path, isolation_level=None)
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    for table in NEW_IN_4:
        connection.execute(f"DROP TABLE journal_{table}")
        connection.execute(f"DROP TABLE {table}")
    for index in ("lineage_from", "lineage_to"):
        connection.execute(f"DROP INDEX {index}")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name = '0004_rechecking'")
    connection.execute("PRAGMA user_version = 3")
    connection.close()


def _as_version_2(path: Path) -> None:
    """Take everything out of a file that versions 3 to 6 brought."""
    _as_version_3(path)
    connection = sqlite3.connect(path, isolation_level=None)
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    for table in NEW_IN_3:
        connection.execute(f"DROP TABLE journal_{table}")
        connection.execute(f"DROP TABLE {table}")
    connection.execute("ALTER TABLE journal_open DROP COLUMN correcting")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name = '0003_corrections'")
    connection.execute("PRAGMA user_version = 2")
    connection.close()


def test_a_file_of_version_2_gets_the_tables_of_corrections(tmp_path: Path) -> None:
    path = tmp_path / "flood.db"
    with create_study(path, "River") as study:
        add_person(study, "Ana")
        add_transcript(study, "S1", "I ring Marta.")
    _as_version_2(path)
    with open_study(path) as study:
        assert set(NEW_IN_3) <= set(domain_tables(study.connection))
        assert verify(study).problems == []
        ben = add_person(study, "Ben")
        with study.change("add a case", ben) as write:
            write.insert("cases", name="P1", position=1)
        assert undo(study, ben) == "add a case"
        assert verify(study).problems == []
    assert "migrated" in " ".join(study.notices)


def test_a_file_of_version_3_gets_the_tables_of_rechecking(tmp_path: Path) -> None:
    path = tmp_path / "flood.db"
    with create_study(path, "River") as study:
        ana = add_person(study, "Ana")
        with study.change("add codes", None) as write:
            made = {"origin": "deductive", "made_at": now()}
            first = write.insert("codes", name="Trust", position=1, **made)
            second = write.insert("codes", name="Faith", position=2, **made)
    _as_version_3(path)
    with open_study(path) as study:
        assert set(NEW_IN_4) <= set(domain_tables(study.connection))
        with study.change("tell codes apart", ana) as write:
            write.insert("distinctions", code_id=first, other_id=second, at=now())
        assert undo(study, ana) == "tell codes apart"
        assert verify(study).problems == []
    assert "migrated" in " ".join(study.notices)


def test_a_file_of_version_4_gets_the_tables_of_suggestions(tmp_path: Path) -> None:
    path = tmp_path / "flood.db"
    with create_study(path, "River") as study:
        ana = add_person(study, "Ana")
        with study.change("add a code", None) as write:
            code = write.insert(
                "codes", name="Trust", position=1, origin="deductive", made_at=now()
            )
    _as_version_4(path)
    with open_study(path) as study:
        assert set(NEW_IN_5) <= set(domain_tables(study.connection))
        with study.change("add a rule", ana) as write:
            write.insert(
                "suggestion_rules",
                code_id=code,
                kind="phrase",
                words="picks up",
                extent="words",
                made_at=now(),
            )
        assert undo(study, ana) == "add a rule"
        assert verify(study).problems == []
    assert "migrated" in " ".join(study.notices)


def test_a_file_of_version_5_gets_the_tables_of_packs(tmp_path: Path) -> None:
    path = tmp_path / "flood.db"
    with create_study(path, "River") as study:
        ana = add_person(study, "Ana")
    _as_version_5(path)
    with open_study(path) as study:
        assert set(NEW_IN_6) <= set(domain_tables(study.connection))
        with study.change("give out a pack", ana) as write:
            write.insert("packs", person_id=ana.id, made_at=now())
        assert undo(study, ana) == "give out a pack"
        assert verify(study).problems == []
    assert "migrated" in " ".join(study.notices)
