"""Suggestions by commands, from rules to codings."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from workbench.cli import cli

SAID = """Interviewer: Who picks up?

S1: Marta picks up. I ring Marta at night, at {} too.

Interviewer: Always?

S1: Always.
""".format("a" * 60)


@pytest.fixture
def study(tmp_path: Path) -> str:
    """A study with one transcript that Ana and Ben code blind."""
    path, text = str(tmp_path / "flood.db"), tmp_path / "S1.txt"
    text.write_text(SAID, encoding="utf-8")
    for words in (
        ("new", path, "--title", "River"),
        ("import", path, str(text)),
        ("people", "add", path, "Ana", "--role", "coder"),
        ("people", "add", path, "Ben", "--role", "coder"),
        ("code", "add", path, "Trust"),
        ("round", "open", path, "first", "--coders", "Ana,Ben"),
    ):
        assert call(words).exit_code == 0
    return path


def call(words: Sequence[str]) -> Result:
    return CliRunner().invoke(cli, list(words))


def told(*words: str) -> object:
    result = call([*words, "--json"])
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_from_a_rule_to_a_coding(study: str) -> None:
    (rule,) = told("suggest", "rules", "add", study, "Trust", "--phrase", "picks up")
    assert told("suggest", "rules", "list", study) == [rule]
    assert rule["extent"] == "sentence"
    assert told("suggest", study, "--as", "Ana", "--language", "en") == {
        "round": "first",
        "language": "en",
        "rules": 1,
        "transcripts": 1,
        "left_out": [],
        "new": 1,
        "again": 0,
        "gone": 0,
    }
    (one,) = told("suggestions", "list", study, "--as", "Ana")
    start = SAID.index("Marta picks")
    assert {key: one[key] for key in ("transcript", "start", "end", "text", "code", "rule")} == {
        "transcript": "S1",
        "start": start,
        "end": start + 15,
        "text": "Marta picks up.",
        "code": "Trust",
        "rule": "phrase picks up",
    }
    (made,) = told("suggestions", "accept", study, one["id"], "--as", "Ana")
    (coding,) = told("codings", "list", study, "--as", "Ana")
    assert (coding["id"], coding["origin"]) == (made["coding"], "suggested:phrase picks up")
    assert told("suggestions", "list", study, "--as", "Ana") == []
    assert told("suggestions", "list", study, "--as", "Ben") == [one]


def test_the_language_of_the_last_run_stays(study: str) -> None:
    call(["suggest", "rules", "add", study, "Trust", "--phrase", "picks up"])
    call(["suggest", study, "--language", "de"])
    assert told("suggest", "--as", "Ana", study)["language"] == "de"


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        (["suggest", "STUDY"], 1, "has a rule: add one"),
        (["suggest", "STUDY", "--round", "other"], 1, "no round is called other"),
        (["suggest", "rules", "add", "STUDY", "Trust"], 2, "say what to look for"),
        (["suggest", "rules", "add", "STUDY", "Trust", "--pattern", "("], 1, "no regular"),
        (["suggest", "rules", "remove", "STUDY", "x"], 1, "there is no rule x"),
        (["suggestions", "list", "STUDY"], 2, "say who acts"),
        (["suggestions", "accept", "STUDY", "--as", "Ana"], 2, "say which"),
        (["suggestions", "accept", "STUDY", "--as", "Ana", "--all"], 1, "no such suggestion"),
        (["suggestions", "refuse", "STUDY", "--as", "Ana", "x"], 1, "no suggestion x is open"),
        (["suggestions", "refuse", "STUDY", "x", "--code", "Trust"], 2, "go with --all"),
    ],
)
def test_what_is_refused_changes_nothing(
    study: str, words: list[str], exit_code: int, said: str
) -> None:
    before = told("history", study, "--as", "Ana")
    result = call([study if word == "STUDY" else word for word in words])
    assert (result.exit_code, said in result.stderr) == (exit_code, True), result.stderr
    assert told("history", study, "--as", "Ana") == before


def test_word_forms_without_their_table_say_how_to_get_it(study: str) -> None:
    call(["suggest", "rules", "add", study, "Trust", "--forms", "pick up"])
    result = call(["suggest", study, "--language", "sk"])
    assert result.exit_code == 1
    assert "pip install 'thematic-workbench[lookups]'" in result.stderr


def test_a_pattern_that_takes_for_ever_ends_the_run(study: str) -> None:
    call(["suggest", "rules", "add", study, "Trust", "--pattern", "(a+)+b"])
    result = call(["suggest", study])
    assert result.exit_code == 1
    assert "took longer than 5 seconds in S1" in result.stderr
    assert told("suggestions", "list", study, "--as", "Ana") == []
