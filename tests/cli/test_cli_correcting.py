"""Correcting, versions, doubtful places and names from the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from workbench.cli import cli

TEXT = "Interviewer: Whom do you ring?\n\nMarta: I ring Jonas. He waits.\n\nMarta: Yes.\n"


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def data(*words: object) -> object:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    path = tmp_path / "flood.db"
    (tmp_path / "S1.txt").write_text(TEXT, encoding="utf-8")
    for words in (
        ("new", path, "--title", "T"),
        ("import", path, tmp_path / "S1.txt"),
        ("people", "add", path, "Ana"),
        ("people", "add", path, "Ben"),
        ("code", "add", path, "Trust"),
        ("round", "open", path, "first", "--coders", "Ana,Ben"),
        ("apply", path, "S1", TEXT.index("I ring"), TEXT.index(" He"), "Trust", "--as", "Ana"),
    ):
        assert run(*words).exit_code == 0
    return path


def test_a_span_is_corrected_and_the_version_before_kept(study: Path) -> None:
    at = TEXT.index("Jonas")
    done = data("correct", study, "S1", at, at + 5, "him", "--as", "Ben", "--reason", "redaction")
    assert done == {"transcript": "S1", "version": 2, "doubtful": 0}
    assert run("show", study, "S1").stdout == TEXT.replace("Jonas", "him")
    assert run("versions", study, "S1", "--show", 1).stdout == TEXT
    versions = data("versions", study, "S1")
    assert [(v["version"], v["by"], v["reason"]) for v in versions] == [
        (1, None, ""),
        (2, "Ben", "redaction"),
    ]
    told = run("verify", study)
    assert told.exit_code == 0
    assert "S1 was corrected (version 2 stands)" in told.stderr


def test_a_whole_text_comes_from_a_file(study: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.txt"
    new.write_bytes(TEXT.replace("He", "She").replace("\n", "\r\n").encode())
    assert data("correct", study, "S1", "--file", new)["version"] == 2
    assert run("show", study, "S1").stdout == TEXT.replace("He", "She")


def test_doubtful_places_are_listed_for_their_coder_and_settled(study: Path) -> None:
    at = TEXT.index("Jonas")
    run("correct", study, "S1", at, at + 5, "him")
    assert data("doubtful", "list", study, "--as", "Ben") == []
    (doubt,) = data("doubtful", "list", study, "--as", "Ana")
    assert (doubt["before"]["text"], doubt["text"]) == ("I ring Jonas.", "I ring him.")
    refused = run("lock", study, "--as", "Ana")
    assert refused.exit_code == 1
    assert "doubtful" in refused.stderr.splitlines()[-1]
    moved = run(
        *("doubtful", "settle", study, doubt["id"], "--as", "Ana"),
        *("--move", doubt["start"], doubt["end"] - 1),
    )
    assert moved.exit_code == 0, moved.stderr
    (coding,) = data("codings", "list", study, "--as", "Ana")
    assert coding["text"] == "I ring him"
    assert run("lock", study, "--as", "Ana").exit_code == 0


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("correct", "S1"), 2, "START END TEXT"),
        (("correct", "S1", "3", "2", "x"), 1, "3 to 2 is no place in S1"),
        (("correct", "S1", "0", "900", "x"), 1, "which has 76 characters"),
        (("correct", "S1", "0", "1", "I"), 1, "as it stands"),
        (("correct", "S9", "0", "1", "x"), 1, "no transcript is called S9"),
        (("correct", "S1", "--file", "none.txt"), 1, "none.txt cannot be read"),
        (("versions", "S1", "--show", "2"), 1, "has no version 2: it has 1 to 1"),
        (("doubtful settle", "x", "--keep"), 2, "say who acts"),
        (("doubtful settle", "x", "--as", "Ana"), 2, "say how, once"),
        (("doubtful settle", "x", "--keep", "--as", "Ana"), 1, "no open doubtful place x"),
        (("doubtful settle", "--all", "--remove", "--as", "Ana"), 2, "with --keep only"),
        (("doubtful settle", "x", "y", "--move", "1", "2", "--as", "Ana"), 2, "takes one ID"),
        (("deidentify apply",), 2, "say which key"),
        (("deidentify apply", "--key", "none.csv"), 1, "none.csv"),
    ],
)
def test_refusals_say_what_where_and_what_to_do(
    study: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    before = study.read_bytes()
    result = run(*words[0].split(), study, *words[1:])
    assert result.exit_code == code, result.stderr
    assert told in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr
    assert study.read_bytes() == before


def test_names_are_found_replaced_throughout_and_the_key_stays_outside(
    study: Path, tmp_path: Path
) -> None:
    key = tmp_path / "key.csv"
    found = data("deidentify", "find", study, "--key", key)
    assert [(c["name"], c["kind"], c["count"]) for c in found] == [
        ("Marta", "speaker", 2),
        ("Jonas", "name", 1),
    ]
    key.write_text("name,replacement\nMarta,P1\nJonas,[a colleague]\n", encoding="utf-8")
    done = data("deidentify", "apply", study, "--key", key, "--as", "Ben")
    assert done["places"] == 3
    assert run("show", study, "S1").stdout == TEXT.replace("Marta", "P1").replace(
        "Jonas", "[a colleague]"
    )
    assert [s["speaker"] for s in data("speakers", study, "S1")] == ["Interviewer", "P1"]
    assert "key.csv" not in json.dumps(data("history", study))
    assert "Marta" not in json.dumps([e["what"] for e in data("history", study)])
    again = run("deidentify", "apply", study, "--key", key)
    assert again.exit_code == 1
    assert "no transcript has any name of the key" in again.stderr
    assert run("undo", study, "--as", "Ben").exit_code == 0
    assert run("show", study, "S1").stdout == TEXT


def test_what_is_replaced_is_told_without_a_promise(study: Path, tmp_path: Path) -> None:
    key = tmp_path / "key.csv"
    key.write_text("name,replacement\nJonas,[a colleague]\n", encoding="utf-8")
    run("code", "add", study, "Asking Jonas")
    told = run("deidentify", "apply", study, "--key", key).stderr
    assert "codes: 1" in told
    assert "this does not make anybody anonymous" in told
