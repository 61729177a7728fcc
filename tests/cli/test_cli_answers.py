"""``workbench answers``: what it shows after an import and after one answer was changed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from workbench.cli import cli


@pytest.fixture
def study(tmp_path: Path) -> str:
    path = str(tmp_path / "flood.db")
    for name, lines in {
        "cases.csv": "participant,sector\nP1,fire\nP2,water\n",
        "answers.csv": "participant,question,value,missing\nP1,Q,3,\nP2,Q,unsure,\nP1,R,5,\n",
    }.items():
        (tmp_path / name).write_text(lines, encoding="utf-8")
    for words in (
        ("new", path, "--title", "River"),
        ("cases", path, str(tmp_path / "cases.csv")),
    ):
        assert CliRunner().invoke(cli, list(words)).exit_code == 0
    return path


def call(study: str, *words: str) -> Result:
    result = CliRunner().invoke(cli, ["answers", study, *words])
    assert result.exit_code == 0, result.stderr
    return result


def test_an_import_says_what_it_took_and_lists_all(study: str) -> None:
    result = call(study, str(Path(study).parent / "answers.csv"), "--json")
    assert [(a["participant"], a["question"]) for a in json.loads(result.stdout)] == [
        ("P1", "Q"),
        ("P2", "Q"),
        ("P1", "R"),
    ]
    assert "Q: 2 answers of 2 participants." in result.stderr
    assert "Q: unsure under value, not under missing, is counted as an answer." in result.stderr
    assert "R: 1 answer of 1 participant" in result.stderr


def test_a_changed_answer_is_shown_alone(study: str) -> None:
    call(study, str(Path(study).parent / "answers.csv"))
    changed = call(study, "--of", "P1", "--question", "q", "--value", "4", "<1", "--json")
    found = json.loads(changed.stdout)
    assert [(a["participant"], a["question"], a["value"]) for a in found] == [
        ("P1", "Q", "4"),
        ("P1", "Q", "<1"),
    ]
    assert len(json.loads(call(study, "--json").stdout)) == 4
