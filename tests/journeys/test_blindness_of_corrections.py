"""A correction, what it leaves doubtful, and its undoing tell nothing of another's hidden work.

The same steps of Ben on the two studies that differ in Ana's unseen work alone: after each of
them Ben, the supervisor and somebody without a name get the same answers from both.
"""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from twins import GUID, MOMENT, make_twins

from workbench.cli import cli

# Ana's codings lie on S1 60-75 and 72-79, and on S2 60-75; Ben's on S1 60-75
STEPS = (
    ("correct", "S1", "62", "74", "Marta the warden", "--as", "Ben"),
    ("doubtful", "settle", "--all", "--keep", "--as", "Ben"),
    ("undo", "--as", "Ben"),
    ("undo", "--as", "Ben"),
    ("redo", "--as", "Ben"),
    ("correct", "S1", "55", "90", "", "--as", "Eva"),
    ("deidentify", "apply", "--key", "KEY", "--as", "Ben"),
    ("undo", "--as", "Ben"),
    ("undo", "--as", "Eva"),
    ("cases", "CASES", "--as", "Eva"),
    ("withdraw", "S1", "--reason", "asked to", "--as", "Eva"),
)
ASKED = (
    ("history", "--json"),
    ("verify", "--json"),
    ("doubtful", "list", "--json"),
    ("codings", "list", "--json"),
    ("versions", "S2", "--json"),
    ("turns", "S1", "--json"),
)


def _say(study: Path, words: tuple[str, ...]) -> str:
    taken = 2 if words[0] in ("doubtful", "deidentify", "codings") else 1
    files = {"KEY": "key-in.csv", "CASES": "cases.csv"}
    rest = [str(study.parent / files[w]) if w in files else w for w in words[taken:]]
    result = CliRunner().invoke(cli, [*words[:taken], str(study), *rest])
    said = f"exit {result.exit_code}\n{result.stdout}\n--\n{result.stderr}"
    said = MOMENT.sub("TIME", said.replace(str(study.parent), "DIR"))
    for number, guid in enumerate(dict.fromkeys(GUID.findall(said))):
        said = said.replace(guid, f"ID{number}")
    return re.sub(r"\b[0-9a-f]{64}\b", "SEAL", said)


@pytest.mark.parametrize("locked", [False, True], ids=["at work", "locked"])
def test_no_step_of_a_correction_tells_of_hidden_work(tmp_path: Path, locked: bool) -> None:
    full, empty, _ = make_twins(tmp_path, locked=locked)
    copies = []
    for side, source in (("full", full), ("empty", empty)):
        shutil.copytree(source, tmp_path / "walk" / side)
        copies.append(tmp_path / "walk" / side / "study.db")
    for step in STEPS:
        said = [_say(study, step) for study in copies]
        assert said[0] == said[1], step
        assert said[0].startswith("exit 0"), said[0]
        for question in ASKED:
            # what the check of a file says to each is in the walk over commands
            for viewer in ("Ben",) if question[0] == "verify" else ("Ben", "Eva", None):
                words = (*question, *(("--as", viewer) if viewer else ()))
                answers = [_say(study, words) for study in copies]
                assert answers[0] == answers[1], (step, words)
                if question[0] == "verify":
                    assert '"ok": true' in answers[0]


def test_the_walk_would_notice(tmp_path: Path) -> None:
    """Ana herself has something doubtful in the one study and nothing in the other."""
    full, empty, _ = make_twins(tmp_path, locked=False)
    for study in (full / "study.db", empty / "study.db"):
        _say(study, STEPS[0])
    listed = [
        _say(folder / "study.db", ("doubtful", "list", "--json", "--as", "Ana"))
        for folder in (full, empty)
    ]
    assert listed[0].count('"kind": "coding"') == 2
    assert listed[1].count('"kind": "coding"') == 0
