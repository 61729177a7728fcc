"""A desk from outside: a folder, a study in it, and the program, called by words alone."""

import contextlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from click.testing import CliRunner, Result

from workbench.cli import cli

GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
SHA256 = re.compile(r"[0-9a-f]{64}")

TEXTS = {
    "A": "Interviewer: How did you hear of the flood?\n"
    "P1: My neighbour knocked at the door. I trusted her more than the siren.\n\n"
    "Interviewer: And then?\n"
    "P1: We carried the papers upstairs. Nobody came to help us. \U0001f30a\n",
    "B": "Interviewer: What about the radio?\n"
    "P2: The radio said level three, which means nothing to me.\n"
    "Interviewer: Who explained it?\n"
    "P2: My son did. He knows the river, d\u00e9j\u00e0 vu.\n",
}
CODES = (
    "Name,Parent,Description\nPeople,,Who counts\nTrust,People,Relying\n"
    "Channels,,How it arrives\nRadio,Channels,The radio\nFear,,Being afraid\n"
)


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """The bytes of a study, alike when every row is: the same bytes hold the same rows."""

    content: bytes

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, State):
            return NotImplemented
        return self.content == other.content or self.rows() == other.rows()

    __hash__ = None  # type: ignore[assignment]

    def rows(self) -> dict[str, list[Any]]:
        """Every row of every table but SQLite's own, the journal with it."""
        if not self.content:
            return {}
        with contextlib.closing(sqlite3.connect(":memory:")) as connection:
            # a copy in memory has no log beside it, which the file's head says it has
            connection.deserialize(self.content[:18] + b"\1\1" + self.content[20:])
            tables = [
                row[0]
                for row in connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table'"
                    " AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%'"
                )
            ]
            return {
                table: sorted(connection.execute(f'SELECT * FROM "{table}"').fetchall(), key=repr)
                for table in tables
            }


@dataclass
class Desk:
    """Commands run in ``folder`` on ``flood.db``; words that are paths are relative to it."""

    folder: Path
    name: str = "flood.db"

    @property
    def study(self) -> Path:
        return self.folder / self.name

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def run(self, *words: object) -> Result:
        """Run one command; ``STUDY`` among the words stands for the study."""
        call = [str(self.study) if word == "STUDY" else str(word) for word in words]
        result = CliRunner().invoke(cli, call)
        assert result.exception is None or isinstance(result.exception, SystemExit), (
            call,
            result.exception,
        )
        assert "inside workbench" not in result.stderr, (call, result.stderr)
        assert "Traceback" not in result.stderr
        return result

    def done(self, *words: object) -> str:
        result = self.run(*words)
        assert result.exit_code == 0, (words, result.stdout, result.stderr)
        return result.stdout

    def json(self, *words: object) -> Any:
        return json.loads(self.done(*words, "--json"))

    def refused(self, *words: object, code: int = 1) -> str:
        """The error of a command that fails, after checking that nothing was changed by it."""
        before, files = self.state(), self.files()
        result = self.run(*words)
        assert result.exit_code == code, (words, result.stdout, result.stderr)
        assert result.stdout == "", result.stdout
        last = result.stderr.rstrip("\n").split("\n")[-1]
        assert last.startswith("Error: ") and len(last) > len("Error: "), result.stderr
        assert self.state() == before, words
        assert self.files() == files, words
        return result.stderr

    def state(self) -> "State":
        """All that is in the study now."""
        if not self.study.exists():
            return State(b"")
        if not self.study.with_name(f"{self.name}-wal").exists():
            return State(self.study.read_bytes())
        with contextlib.closing(sqlite3.connect(self.study)) as connection:  # somebody has it open
            return State(connection.serialize())

    def files(self) -> list[str]:
        return sorted(
            str(path.relative_to(self.folder))
            for path in self.folder.rglob("*")
            if not path.name.endswith(("-wal", "-shm"))
        )

    def copy(self, folder: Path) -> "Desk":
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Desk(folder, self.name)

    def at(self, transcript: str, phrase: str) -> tuple[int, int]:
        """Where a phrase stands."""
        start = TEXTS[transcript].index(phrase)
        return start, start + len(phrase)

    def apply(self, who: str, transcript: str, phrase: str, code: str, *more: object) -> str:
        start, end = self.at(transcript, phrase)
        return self.done(
            "apply", "STUDY", "--as", who, transcript, start, end, code, *more
        ).removesuffix("\n")


def new_study(folder: Path) -> Desk:
    """Two transcripts, five codes, the coders Ana, Ben and Cem, the supervisor Eva; no round."""
    desk = Desk(folder)
    desk.done("new", "STUDY", "--title", "River warnings")
    files = [desk.file(f"{name}.txt", body) for name, body in TEXTS.items()]
    desk.done("import", "STUDY", *files)
    for name, role in (("Ana", "coder"), ("Ben", "coder"), ("Cem", "coder"), ("Eva", "supervisor")):
        desk.done("people", "add", "STUDY", name, "--role", role)
    desk.done("codebook", "import", "STUDY", desk.file("codes.csv", CODES))
    return desk


def revealed_study(folder: Path) -> Desk:
    """The same with a round of Ana and Ben, one disagreement, and all of it locked."""
    desk = new_study(folder)
    desk.done("round", "open", "STUDY", "first", "--coders", "Ana,Ben")
    desk.apply("Ana", "A", "neighbour", "Trust")
    desk.apply("Ben", "A", "My neighbour", "Trust")
    desk.done("lock", "STUDY", "--as", "Ana")
    desk.done("lock", "STUDY", "--as", "Ben")
    return desk


def program(
    *words: object, output: int | BinaryIO = subprocess.PIPE, **environment: str
) -> "subprocess.CompletedProcess[bytes]":
    """The program as a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from workbench.cli import main; main()", *map(str, words)],
        stdout=output,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )
