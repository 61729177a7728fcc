"""Disagreements and decisions as a user meets them: by commands on a study file."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import dump
from consensus_base import Coded, differing

from workbench.cli import cli
from workbench.study import Study, add_person

KEYS = ["id", "kind", "transcript", "start", "end", "codes", "overlap"]


@pytest.fixture
def made(study: Study) -> Coded:
    """The differing study, nobody locked yet, with commands to run on its file."""
    return differing(study)


def run(made: Coded, command: str, *rest: str) -> Result:
    return CliRunner().invoke(cli, [command, str(made.study.path), *rest])


def done(made: Coded, command: str, *rest: str) -> Result:
    result = run(made, command, *rest)
    assert result.exit_code == 0, result.output
    return result


def queue(made: Coded, *rest: str) -> list[dict[str, Any]]:
    rows = json.loads(done(made, "disagreements", "--json", *rest).stdout)
    assert isinstance(rows, list)
    return rows


def refused(made: Coded, code: int, *rest: str) -> str:
    """Run resolve, which must fail with this exit and change nothing; its last line."""
    before = dump(made.study)
    result = run(made, "resolve", *rest)
    assert result.exit_code == code, result.output
    assert dump(made.study) == before
    assert result.stdout == ""
    return result.stderr.strip().splitlines()[-1]


def test_before_both_have_locked_there_is_nothing_to_see(made: Coded) -> None:
    done(made, "lock", "--as", "Ana")
    for viewer in ([], ["--as", "Ana"], ["--as", "Ben"], ["--as", "Eva"]):
        assert queue(made, *viewer) == []
        assert queue(made, "--all", *viewer) == []
        said = done(made, "disagreements", *viewer)
        assert (said.stdout, "Nothing to settle yet" in said.stderr) == ("", True)
        summary = json.loads(done(made, "disagreements", "--summary", "--json", *viewer).stdout)
        assert (summary["items"], summary["consensus"], summary["kinds"]) == (0, 0, {})
    assert json.loads(run_group(made, "codings", "list", "--json")) == []
    assert made.study.value("SELECT count(*) FROM readings_opened") == 0


def run_group(made: Coded, *words: str) -> str:
    result = CliRunner().invoke(cli, [*words[:2], str(made.study.path), *words[2:]])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_queue_to_the_letter(made: Coded) -> None:
    done(made, "lock", "--as", "Ana")
    done(made, "lock", "--as", "Ben")
    rows = queue(made, "--as", "Ana")
    assert all(list(row) == KEYS for row in rows)
    assert [(r["kind"], r["transcript"], r["start"], r["end"], r["overlap"]) for r in rows] == [
        ("D1", "S1", 40, 50, 0.8),
        ("D3", "S1", 52, 56, 0.0),
        ("D4", "S1", 57, 60, 0.0),
        ("D2", "S1", 14, 39, 0.6),
        ("D6", "S1", 60, 86, pytest.approx(22 / 26)),
    ]
    assert rows[0]["codes"] == {"Ana": ["People/Trust"], "Ben": ["People"]}
    assert [r["start"] for r in queue(made, "--order", "position")] == [14, 40, 52, 57, 60]
    agreed = json.loads(run_group(made, "codings", "list", "--layer", "consensus", "--json"))
    assert [(c["start"], c["end"], c["code"]) for c in agreed] == [(0, 13, "People/Trust")]


def test_settled_items_leave_the_queue_and_come_with_all(made: Coded) -> None:
    made.lock()
    first = queue(made)[0]
    said = done(made, "resolve", first["id"], "--as", "Ana", "--outcome", "both",
                "--reason", "inference")  # fmt: skip
    assert said.stdout == "D1 in S1: both\n"
    assert [row["kind"] for row in queue(made)] == ["D3", "D4", "D2", "D6"]
    everything = queue(made, "--all")
    assert all(list(row) == [*KEYS, "outcome"] for row in everything)
    assert [row["outcome"] for row in everything] == ["both", None, None, None, None]
    assert everything[0] == {**first, "outcome": "both"}


def test_the_whole_queue_by_commands_then_undone(made: Coded) -> None:
    made.lock()
    before = dump(made.study)
    ids = {row["kind"]: row["id"] for row in queue(made)}
    steps = [
        (ids["D1"], "--outcome", "code", "--code", "Fear", "--reason", "definition"),
        (ids["D3"], "--outcome", "differ", "--reason", "inference", "--note", "honest both"),
        (ids["D4"], "--outcome", "span", "--start", "56", "--end", "60", "--reason", "boundary"),
        ("--rule", "union", "--min-overlap", "0.6"),
        ("--rule", "a", "--min-overlap", "0.1", "--kind", "D6"),
    ]
    states = []
    for step in steps:
        states.append(dump(made.study))
        done(made, "resolve", "--as", "Ben", *step)
    assert queue(made) == []
    assert made.third() == [
        ("S1", 0, 13, "People/Trust"),
        ("S1", 14, 39, "Procedure"),
        ("S1", 40, 50, "Fear"),
        ("S1", 56, 60, "Fear"),
        ("S1", 60, 86, "People/Trust"),
    ]
    settled = dump(made.study)
    for state in reversed(states):
        done(made, "undo", "--as", "Ben")
        assert dump(made.study) == state
    assert dump(made.study) == before
    for state in [*states[1:], settled]:
        done(made, "redo", "--as", "Ben")
        assert dump(made.study) == state
    assert json.loads(done(made, "verify", "--json").stdout)["ok"] is True


def test_a_lock_is_undone_before_the_reveal_and_refused_after(made: Coded) -> None:
    before = dump(made.study)
    done(made, "lock", "--as", "Ana", "S1")
    done(made, "undo", "--as", "Ana")
    assert dump(made.study) == before
    made.lock("S1")
    refusal = run(made, "undo", "--as", "Ana")
    assert refusal.exit_code == 1
    assert refusal.stderr.startswith("Error: cannot undo")
    assert len(queue(made)) == 5


def test_locking_names_what_cannot_be_locked(made: Coded) -> None:
    done(made, "lock", "--as", "Ana", "S1")
    refusal = run(made, "lock", "--as", "Ana", "S1", "S2")
    assert refusal.exit_code == 1
    assert "S1 is locked already for Ana: nothing was locked" in refusal.stderr
    locked = json.loads(done(made, "lock", "--as", "Ana", "--json").stdout)
    assert [(row["transcript"], row["revealed"]) for row in locked] == [("S2", False)]


def test_resolving_wrongly(made: Coded) -> None:
    made.lock()
    one = queue(made)[0]["id"]
    how = ("--outcome", "a", "--reason", "slip")
    assert "--as" in refused(made, 2, one, *how)
    assert "--outcome" in refused(made, 2, "--as", "Ana", one)
    assert "--reason" in refused(made, 2, "--as", "Ana", one, "--outcome", "a")
    assert "--note" in refused(
        made, 2, "--as", "Ana", one, "--outcome", "differ", "--reason", "slip"
    )
    assert "outcome" in refused(
        made, 2, "--as", "Ana", one, "--outcome", "maybe", "--reason", "slip"
    )
    assert "because" in refused(
        made, 2, "--as", "Ana", one, "--outcome", "a", "--reason", "because"
    )
    assert "no ID" in refused(
        made, 2, "--as", "Ana", one, "--rule", "union", "--min-overlap", "0.5"
    )
    assert "--min-overlap" in refused(made, 2, "--as", "Ana", "--rule", "union")
    assert "--rule" in refused(made, 2, "--as", "Ana", one, *how, "--kind", "D2")
    unknown = refused(made, 1, "--as", "Ana", "0" * 8, *how)
    assert unknown.startswith("Error: there is no disagreement 00000000")
    add_person(made.study, "Carla")
    assert "Carla did not code S1" in refused(made, 1, "--as", "Carla", one, *how)
    assert "nobody called Dora" in refused(made, 1, "--as", "Dora", one, *how)


def test_handing_on_and_noting_a_definition_leave_the_item_in_the_queue(made: Coded) -> None:
    made.lock()
    one = queue(made)[0]["id"]
    noted = done(made, "resolve", one, "--as", "Ana", "--outcome", "definition",
                 "--reason", "definition")  # fmt: skip
    assert noted.stdout == "D1 in S1: definition (still open)\n"
    done(made, "resolve", one, "--as", "Ana", "--outcome", "supervisor", "--reason", "context",
         "--note", "who is Marta?")  # fmt: skip
    rows = queue(made, "--all")
    assert (len(rows), rows[0]["id"], rows[0]["outcome"]) == (5, one, None)
    table = done(made, "disagreements", "--as", "Eva").stdout
    assert "supervisor" in table
    as_json = done(made, "resolve", one, "--as", "Eva", "--outcome", "b", "--reason", "context",
                   "--json")  # fmt: skip
    assert json.loads(as_json.stdout)["outcome"] == "b"


def test_the_table_for_people(made: Coded) -> None:
    made.lock()
    said = done(made, "disagreements", "--as", "Ben")
    lines = said.stdout.splitlines()
    assert lines[0].split() == ["id", "kind", "transcript", "start", "end", "codes", "overlap",
                                "state"]  # fmt: skip
    assert "Ana: People/Trust; Ben: People (parent against child)" in lines[1]
    assert said.stderr == "0 of 5 settled in round first\n"
    assert made.study.value("SELECT count(*) FROM readings_opened") == 1


def test_the_resolution_table(made: Coded) -> None:
    made.lock()
    done(made, "resolve", "--as", "Ana", "--rule", "union", "--min-overlap", "0.6")
    summary = json.loads(done(made, "disagreements", "--summary", "--json").stdout)
    assert summary["kinds"]["D2"] == {"items": 1, "open": 0, "span": 1}
    assert (summary["open"], summary["by_rule"], summary["reasons"]) == (4, 1, {"boundary": 1})
    said = done(made, "disagreements", "--summary").stdout
    assert "1 of 5 disagreements settled, 1 of them by rule;" in said
    assert "alike from the start: 1 coding." in said
    assert "Who gave way: Ana 0, Ben 0, both 0, third 1, nobody 0" in said


def test_rounds_are_chosen_by_name(made: Coded) -> None:
    made.lock()
    assert len(queue(made, "--round", "first")) == 5
    missing = run(made, "disagreements", "--round", "second")
    assert (missing.exit_code, "no round is called second" in missing.stderr) == (1, True)


@pytest.mark.parametrize("command", ["disagreements", "resolve"])
def test_help_has_an_example(command: str) -> None:
    result = CliRunner().invoke(cli, [command, "--help"])
    assert result.exit_code == 0
    assert f"Example: workbench {command} flood.db" in result.output
