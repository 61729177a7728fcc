"""``workbench words``."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from workbench.cli import cli

SAID = """Interviewer: Who picks up?

P1: Marta picks up. Marta, at night.

Interviewer: Always?

P2: Always Jonas.

P1: No.

P2: The river.
"""


@pytest.fixture
def study(tmp_path: Path) -> str:
    path, text = str(tmp_path / "flood.db"), tmp_path / "S1.txt"
    text.write_text(SAID, encoding="utf-8")
    (tmp_path / "cases.csv").write_text("Participant,sector\nP1,fire\nP2,water\n", encoding="utf-8")
    for words in (
        ("new", path, "--title", "River"),
        ("import", path, str(text)),
        ("cases", path, str(tmp_path / "cases.csv")),
    ):
        assert CliRunner().invoke(cli, list(words)).exit_code == 0
    return path


def call(*words: str) -> Result:
    return CliRunner().invoke(cli, ["words", *words])


def test_a_list_of_words(study: str) -> None:
    result = call(study, "--language", "en", "--json")
    rows = json.loads(result.stdout)
    assert rows[0] == {
        "word": "marta",
        "count": 2,
        "base": 11,
        "per_1000": pytest.approx(2000 / 11),
        "transcripts": 1,
        "of": 1,
        "dispersion": 0.0,
    }
    assert {"up", "the", "no"}.isdisjoint(row["word"] for row in rows)
    everything = json.loads(call(study, "--language", "en", "--with-stop-words", "--json").stdout)
    assert sum(row["count"] for row in everything) == 11
    assert len(json.loads(call(study, "--top", "2", "--json").stdout)) == 2
    table = call(study, "--language", "en")
    assert table.stdout.splitlines()[1].split() == ["marta", "2", "181.82", "1", "of", "1", "0.00"]
    assert "of 11 words (stop words included)" in table.stderr


def test_the_words_of_some_against_the_rest(study: str) -> None:
    rest = json.loads(
        call(study, "--case-attr", "sector=fire", "--against", "rest", "--json").stdout
    )
    water = call(study, "--case-attr", "sector=fire", "--against", "sector=water", "--json")
    assert json.loads(water.stdout) == rest
    marta = next(row for row in rest if row["word"] == "marta")
    assert (marta["count"], marta["other"], marta["base"], marta["other_base"]) == (2, 0, 7, 4)
    assert marta["log_ratio"] > 0
    table = call(study, "--case-attr", "sector=fire", "--against", "rest")
    assert "tests nothing" in table.stderr


def test_a_word_in_its_context(study: str) -> None:
    (one,) = json.loads(call(study, "--context", "Jonas", "--json").stdout)
    assert (one["transcript"], one["word"], one["after"][:1]) == ("S1", "Jonas", ".")
    assert SAID[one["start"] : one["end"]] == "Jonas"
    assert "Jonas" in call(study, "--context", "jonas").stdout


@pytest.mark.parametrize(
    ("words", "exit_code", "told"),
    [
        (["--against", "rest"], 1, "there is no rest"),
        (["--case-attr", "sector"], 2, "X=Y"),
        (["--case-attr", "age=1"], 1, "no case has an attribute age"),
        (["--transcripts", "S9"], 1, "S9"),
        (["--against", "rest", "--against-transcripts", "S1"], 2, "say once"),
        (["--context", "a", "--against", "rest"], 2, "one word"),
        (["--language", "qq"], 1, "cannot split"),
    ],
)
def test_what_cannot_be_counted(study: str, words: list[str], exit_code: int, told: str) -> None:
    result = call(study, *words)
    assert (result.exit_code, told in result.stderr) == (exit_code, True), result.stderr
