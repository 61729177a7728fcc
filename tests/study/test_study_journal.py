"""The journal: nothing is written past it, and what it holds cannot be altered unseen."""

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from base import small
from conftest import dump

from workbench.errors import WorkbenchError
from workbench.study import Study, backup, history, open_study, person, verify
from workbench.study.journal import read_images
from workbench.study.triggers import domain_tables


def stranger(study: Study) -> sqlite3.Connection:
    return sqlite3.connect(study.path, isolation_level=None)


def test_a_strangers_write_fails_on_every_table(study: Study) -> None:
    base = small(study)
    base.code(base.ana, 0, 6)
    other = stranger(study)
    tried = 0
    for table in domain_tables(study.connection):
        images = f"journal_{table}"
        for name in (table, images):
            if not other.execute(f"SELECT count(*) FROM {name}").fetchone()[0]:
                continue
            tried += 1
            columns = [row[1] for row in other.execute(f"PRAGMA table_info({name})")]
            key = "id" if name == table else "seq"
            for statement in (
                f"DELETE FROM {name}",
                f'UPDATE {name} SET "{columns[1]}" = "{columns[1]}"',
                f"INSERT INTO {name} SELECT * FROM {name} WHERE {key} IS NOT NULL LIMIT 1",
            ):
                with pytest.raises(sqlite3.IntegrityError):
                    other.execute(statement)
    assert tried == 20
    for statement in ("DELETE FROM journal_changes", "UPDATE journal_changes SET what = 'x'"):
        with pytest.raises(sqlite3.IntegrityError):
            other.execute(statement)
    other.close()
    assert verify(study).ok


def forged(study: Study, statement: str) -> None:
    """Write with all triggers out of the way, then put them back."""
    other = stranger(study)
    definitions = [
        row[0] for row in other.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
    ]
    for (name,) in other.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        other.execute(f"DROP TRIGGER {name}")
    other.execute(statement)
    for definition in definitions:
        other.execute(definition)
    other.close()


@pytest.mark.parametrize(
    ("statement", "area"),
    [
        ("UPDATE codings SET start = 1", "journal"),
        ("UPDATE codes SET name = 'Distrust'", "journal"),
        ("DELETE FROM codings", "journal"),
        ("UPDATE journal_codings SET new_start = 1", "journal"),
        ("UPDATE journal_codings SET salt = randomblob(16)", "journal"),
        ("UPDATE journal_changes SET by = NULL WHERE what = 'apply code'", "journal"),
        ("UPDATE journal_changes SET what = 'x' WHERE what = 'apply code'", "journal"),
        ("UPDATE journal_changes SET at = '2020-01-01T00:00:00.000Z'", "journal"),
        ("UPDATE texts SET body = replace(body, 'Marta', 'Berta')", "integrity"),
        ("UPDATE transcripts SET characters = 3", "integrity"),
        ("DROP INDEX codings_of_code", "journal"),
        ("CREATE TABLE mine (a)", "journal"),
        ("UPDATE journal_open SET change = 3", "journal"),
        ("UPDATE _sqlite_migrations SET name = 'other' WHERE name LIKE '0001%'", "journal"),
        ("UPDATE journal_codings SET salt = NULL", "journal"),
    ],
)
def test_a_forgery_is_found(study: Study, statement: str, area: str) -> None:
    base = small(study)
    base.code(base.ana, 0, 6)
    assert verify(study).ok
    forged(study, statement)
    verdict = verify(study)
    assert not verdict.ok
    assert not verdict.areas[area]


def test_a_missing_trigger_is_found(study: Study) -> None:
    other = stranger(study)
    other.execute("DROP TRIGGER journal_codings_insert")
    other.close()
    assert "trigger journal_codings_insert is missing" in " ".join(verify(study).problems)


def test_a_consistent_rewriting_of_one_image_breaks_the_chain(study: Study) -> None:
    """Row, image and digest forged alike still do not fit the seal."""
    base = small(study)
    base.code(base.ana, 0, 6)
    forged(study, "UPDATE codings SET start = 1")
    forged(study, "UPDATE journal_codings SET new_start = 1")
    (image,) = read_images(study.connection, "codings")
    forged(study, f"UPDATE journal_codings SET digest = '{image.computed_digest()}'")
    assert any("seal" in problem for problem in verify(study).problems)


def flips(content: bytes, needle: bytes) -> list[int]:
    found, at = [], content.find(needle)
    while at >= 0:
        found.append(at)
        at = content.find(needle, at + 1)
    return found


@pytest.mark.parametrize("needle", [b"Marta", b"apply code", b"Trust", b"flood", b"first"])
def test_a_flipped_byte_is_found(study: Study, tmp_path: Path, needle: bytes) -> None:
    base = small(study)
    base.code(base.ana, 0, 6)
    with study.change("add a case", base.ana) as write:
        write.insert("cases", name="flood", position=1)
    copy = tmp_path / "copy.db"
    backup(study, copy)
    content = copy.read_bytes()
    places = flips(content, needle)
    assert places
    for place in places:
        damaged = bytearray(content)
        damaged[place] ^= 0x01
        copy.write_bytes(damaged)
        with open_study(copy) as opened:
            assert not verify(opened).ok, f"{needle!r} at {place}"


def test_any_flipped_byte_never_raises(study: Study, tmp_path: Path) -> None:
    """Whatever byte is turned, verification ends with a verdict."""
    base = small(study)
    base.code(base.ana, 0, 6)
    copy = tmp_path / "copy.db"
    backup(study, copy)
    content = copy.read_bytes()
    for place in range(100, len(content), max(1, len(content) // 60)):
        damaged = bytearray(content)
        damaged[place] ^= 0xFF
        copy.write_bytes(damaged)
        try:
            opened = open_study(copy)
        except Exception as error:
            assert type(error).__name__ == "UnsoundError"
            continue
        with opened:
            verify(opened)


def test_the_state_is_the_same_after_a_backup(study: Study, tmp_path: Path) -> None:
    base = small(study)
    base.code(base.ana, 0, 6)
    backup(study, tmp_path / "copy.db")
    with open_study(tmp_path / "copy.db") as copy:
        assert dump(copy) == dump(study)
        assert verify(copy).ok


def test_a_backup_never_overwrites_and_leaves_nothing_behind(study: Study, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("mine")
    refused: Callable[[], None] = lambda: backup(study, target)  # noqa: E731
    with pytest.raises(Exception, match="not overwritten"):
        refused()
    assert target.read_text() == "mine"
    assert not list(tmp_path.glob("*unfinished*"))


def test_an_inner_change_that_fails_is_gone_though_the_outer_one_goes_on(study: Study) -> None:
    ana = person(study, "Ana")
    with study.change("outer", ana) as write:
        write.insert("cases", name="P1", position=1)
        with pytest.raises(RuntimeError), study.change("inner", ana) as inner:
            inner.insert("cases", name="P2", position=2)
            with study.change("innermost", ana) as innermost:
                innermost.insert("cases", name="P3", position=3)
            raise RuntimeError
        write.insert("cases", name="P4", position=4)
    names = [row["name"] for row in study.query("SELECT name FROM cases ORDER BY position")]
    assert names == ["P1", "P4"]
    assert [row.after["name"] for row in history(study, ana)[-1].rows if row.after] == names
    assert verify(study).ok


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError, SystemExit])
def test_a_change_that_is_broken_off_leaves_nothing(
    study: Study, error: type[BaseException]
) -> None:
    ana = person(study, "Ana")
    state = dump(study)
    with (
        pytest.raises(error),
        study.change("outer", ana),
        study.change("inner", ana) as write,
    ):
        write.insert("cases", name="P1", position=1)
        raise error
    assert not study.connection.in_transaction
    assert dump(study) == state
    assert verify(study).ok


def test_a_full_disk_changes_nothing(study: Study) -> None:
    base = small(study)
    state = dump(study)
    pages = study.value("PRAGMA page_count")
    study.connection.execute(f"PRAGMA max_page_count = {pages}")
    with (
        pytest.raises(WorkbenchError, match=r"disk of .* is full: nothing was changed"),
        study.change("import", base.ana),
        study.change("cases", base.ana) as write,
    ):
        rows = [{"name": f"P{n}" * 99, "position": n} for n in range(2000)]
        write.insert_many("cases", rows)
    assert not study.connection.in_transaction
    study.connection.execute("PRAGMA max_page_count = 1000000")
    assert dump(study) == state
    assert verify(study).ok
    base.code(base.ana, 0, 6)
    assert verify(study).ok


def test_a_limited_history_is_the_end_of_the_whole_one(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the function of the same name stands before the module
    monkeypatch.setattr(sys.modules["workbench.study.history"], "SMALLEST_WINDOW", 2)
    base = small(study)
    for start in range(0, 12, 2):
        base.code(base.ben if start % 3 else base.ana, start, start + 2)
    for viewer in (None, base.ana, base.ben):
        whole = history(study, viewer)
        assert len(whole) > 6
        for limit in (1, 2, 3, 7, len(whole), 500):
            assert history(study, viewer, limit=limit) == whole[-limit:]
