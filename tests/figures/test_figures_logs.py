"""Lineage of categories and the challenge log: what is imported, what is added, what is refused."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import dump

from workbench.cli import cli
from workbench.shipped import shipped
from workbench.study import Study, create_study, open_study

CORPUS = shipped("corpora", "river-warnings")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "river.db"
    create_study(target, "River").close()
    return target


def run(*words: str | Path, code: int = 0) -> str:
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code == code, result.stderr
    return result.stdout if code == 0 else result.stderr.splitlines()[-1]


def state(path: Path) -> object:
    study: Study
    with open_study(path) as study:
        return dump(study)


def test_three_options_became_four_formats_each_with_its_rationale(path: Path) -> None:
    steps = json.loads(run("lineage", path, CORPUS / "lineage.csv", "--json"))
    assert [(step["kind"], step["from"], step["to"][:8]) for step in steps] == [
        ("became", "Option a", "Format 1"),
        ("new", "", "Format 2"),
        ("became", "Option b", "Format 3"),
        ("became", "Option c", "Format 4"),
    ]
    assert all(len(step["rationale"].split()) > 15 for step in steps)
    told = run("lineage", path)
    assert "(the data)" in told and "Option b" in told


def test_six_objections_of_which_four_changed_the_analysis(path: Path) -> None:
    log = json.loads(run("challenges", path, CORPUS / "challenges.csv", "--json"))
    assert [entry["worked"] for entry in log] == [True] * 4 + [False] * 2
    assert all(entry[key] for entry in log for key in ("objection", "disposition", "reason"))
    assert len({entry["source"] for entry in log}) == 6


def test_merging_splitting_and_dropping_are_seen_from_the_steps(path: Path) -> None:
    for step in (
        ["--from", "a", "--to", "c"],
        ["--from", "b", "--to", "c"],
        ["--from", "d", "--to", "e"],
        ["--from", "d", "--to", "f"],
        ["--from", "g"],
    ):
        run("lineage", path, *step, "--rationale", "r")
    steps = json.loads(run("lineage", path, "--json"))
    assert [step["kind"] for step in steps] == ["merged", "merged", "split", "split", "dropped"]


def test_an_entry_is_added_behind_the_others(path: Path) -> None:
    run("challenges", path, CORPUS / "challenges.csv")
    run(
        *("challenges", path, "--objection", "Who asked?", "--disposition", "Kept."),
        *("--reason", "We did.", "--source", "a reader", "--worked"),
    )
    log = json.loads(run("challenges", path, "--json"))
    assert (len(log), log[-1]["objection"], log[-1]["worked"]) == (7, "Who asked?", True)


REFUSED = [
    ("lineage", "from,to,rationale\na,b,", "line 2: nothing says why a became b"),
    ("lineage", "from,to,rationale\n,,r", "line 2: a step of the lineage needs a category"),
    ("lineage", "from,to,rationale\na,b,r\na,b,s", "from a to b stands 2 times: write it once"),
    ("lineage", "from,rationale\na,r", "to"),
    ("challenges", "objection,disposition,reason,worked\no,,r,yes", "line 2: the disposition of"),
    ("challenges", "objection,disposition,reason,worked\no,d,r,half", "column worked: “half” is"),
    ("challenges", "objection,disposition,reason,worked\no,d,r,no\no,e,s,no", "stands 2 times"),
]


@pytest.mark.parametrize(("command", "table", "says"), REFUSED)
def test_a_table_that_does_not_fit_is_refused_whole(
    path: Path, command: str, table: str, says: str
) -> None:
    run(command, path, CORPUS / f"{command}.csv")
    before = state(path)
    file = path.parent / "mine.csv"
    file.write_text(table, encoding="utf-8")
    said = run(command, path, file, code=1)
    assert says in said and said.startswith("Error: ")
    assert state(path) == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["lineage", "--from", "a", "--to", "b"], "give a rationale"),
        (["challenges", "--objection", "o", "--disposition", "d"], "the reason of a challenge"),
    ],
)
def test_an_entry_without_its_reason_is_refused(path: Path, words: list[str], says: str) -> None:
    assert says in run(words[0], path, *words[1:], code=1)


@pytest.mark.parametrize("command", ["lineage", "challenges"])
def test_a_file_and_an_entry_are_wrong_usage(path: Path, command: str) -> None:
    option = "--rationale" if command == "lineage" else "--reason"
    said = run(command, path, CORPUS / f"{command}.csv", option, "r", code=2)
    assert "name either a file or one" in said
