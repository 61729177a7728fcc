"""Fixtures that all tests share."""

import gc
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import new_files
import pytest
from at_rest import wait_until_at_rest
from styles_once import parse_styles_once

from workbench.study import Study, add_person, create_study, file, now
from workbench.study.triggers import domain_tables
from workbench.tui import memory

# An example takes as long as the machine is busy: what takes too long is told by no clock here.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

State = dict[str, list[tuple[object, ...]]]
IN_MEMORY, ENOUGH = Path("/dev/shm"), 3 * 2**30


def pytest_configure() -> None:
    """Studies of the tests lie in memory where there is plenty: each change waits for its disk."""
    if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ENOUGH:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))
    wait_until_at_rest()
    parse_styles_once()
    # What takes a person's transcript out of the rounds of the garbage collector would go over all
    # that the tests before have left, twice an app; here a round comes seldom instead.
    memory.settle_memory = lambda: None
    gc.set_threshold(20_000, 10, 10)


def pytest_collection_finish() -> None:
    """What the tests themselves are is no garbage either."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Studies are made from a template, but for the tests of the study file itself."""
    real = item.path.parent.name == "study"
    file._migrate = new_files.really_migrate if real else new_files.from_template


@pytest.fixture(autouse=True)
def _own_state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the state or the name of the person who runs it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("WORKBENCH_CODER", raising=False)


@pytest.fixture
def samples() -> Path:
    """The folder of real files to read, where there is one."""
    folder = os.environ.get("WORKBENCH_SAMPLES")
    if not folder:
        pytest.skip("WORKBENCH_SAMPLES is not set: no real files to read")
    return Path(folder)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """An empty study with the coders Ana and Ben and the supervisor Eva."""
    with create_study(tmp_path / "flood.db", "River warnings") as made:
        for name, role in (("Ana", "coder"), ("Ben", "coder"), ("Eva", "supervisor")):
            add_person(made, name, role)
        yield made


def dump(study: Study) -> State:
    """Every row of every domain table, for comparing two states of a study."""
    return {
        table: sorted(study.connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
        for table in domain_tables(study.connection)
    }


def add_transcript(study: Study, name: str, body: str) -> str:
    """A transcript straight into the tables, for tests below the corpus station."""
    sha = hashlib.sha256(body.encode()).hexdigest()
    with study.change(f"import {name}", None) as write:
        text_id = write.execute(
            "INSERT INTO texts (sha256, body) VALUES (?, ?)", (sha, body)
        ).lastrowid
        write.execute("INSERT INTO search_text (rowid, body) VALUES (?, ?)", (text_id, body))
        return write.insert(
            "transcripts",
            name=name,
            text_id=text_id,
            original_sha256=sha,
            file_name=f"{name}.txt",
            format="txt",
            encoding="utf-8",
            characters=len(body),
            words=len(body.split()),
            imported_at=now(),
        )
