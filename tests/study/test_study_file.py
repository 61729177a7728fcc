"""Making, opening, refusing and migrating the study file."""

import sqlite3
from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.study import Study, create_study, open_study, verify
from workbench.study.schema import APPLICATION_ID, VERSION
from workbench.study.study import explain


def test_a_new_study_verifies_and_says_what_it_is(study: Study) -> None:
    assert study.title == "River warnings"
    assert study.mode == "codebook"
    assert verify(study).ok
    assert study.value("PRAGMA journal_mode") == "wal"
    assert study.value("PRAGMA foreign_keys") == 1
    assert study.value("PRAGMA application_id") == APPLICATION_ID
    assert study.value("PRAGMA user_version") == VERSION


def test_every_domain_table_is_strict(study: Study) -> None:
    tables = study.query("PRAGMA table_list")
    loose = [
        t["name"]
        for t in tables
        if t["schema"] == "main"
        and t["type"] == "table"
        and not t["strict"]
        and not t["name"].startswith(("sqlite_", "_sqlite", "search_"))
    ]
    assert loose == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"a letter")
    with pytest.raises(WorkbenchError, match="not overwritten"):
        create_study(path, "T")
    assert path.read_bytes() == b"a letter"


def test_a_study_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="title is empty"):
        create_study(tmp_path / "a.db", "  ")
    with pytest.raises(WorkbenchError, match="cannot be made"):
        create_study(tmp_path / "no" / "a.db", "T")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a study file"),
        (b"hello" * 100, "not a study file"),
        (b"SQLite format 3\x00", "not a study file"),
    ],
)
def test_foreign_files_are_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(WorkbenchError, match=said):
        open_study(path)
    assert path.read_bytes() == content


def test_another_programs_sqlite_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (a)")
    connection.commit()
    connection.close()
    with pytest.raises(WorkbenchError, match="another program"):
        open_study(path)


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="does not exist"):
        open_study(tmp_path / "no.db")
    assert not (tmp_path / "no.db").exists()
    with pytest.raises(WorkbenchError, match="is a folder"):
        open_study(tmp_path)


def test_a_newer_file_is_refused_and_left_alone(study: Study) -> None:
    study.connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(WorkbenchError, match="newer workbench"):
        open_study(study.path)


def test_an_older_file_is_copied_before_it_is_migrated(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    create_study(path, "Old").close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION - 1}")
    connection.close()
    with open_study(path) as study:
        assert "migrated" in study.notices[0]
        assert study.value("PRAGMA user_version") == VERSION
        assert verify(study).ok
    (copy,) = tmp_path.glob("old-before-*.db")
    kept = sqlite3.connect(copy)
    assert kept.execute("PRAGMA user_version").fetchone() == (VERSION - 1,)
    kept.close()


def test_a_change_is_all_or_nothing(study: Study) -> None:
    with pytest.raises(RuntimeError), study.change("add", None) as write:
        write.insert("cases", name="P1", position=1)
        raise RuntimeError
    assert study.value("SELECT count(*) FROM cases") == 0
    assert verify(study).ok


def test_a_change_that_writes_nothing_leaves_no_trace(study: Study) -> None:
    before = study.value("SELECT count(*) FROM journal_changes")
    with study.change("nothing", None):
        pass
    assert study.value("SELECT count(*) FROM journal_changes") == before


@pytest.mark.parametrize("message", ["database is locked", "attempt to write a readonly database"])
def test_errors_of_sqlite_are_explained(message: str) -> None:
    said = str(explain(sqlite3.OperationalError(message), "a.db"))
    assert said.startswith("a.db ")
    assert "try again" in said or "work on a copy" in said
