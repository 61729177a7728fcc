"""The published figures come out, save the two that cannot; one changed answer is noticed."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from replica_tables import CORPUS, make

from workbench.cli import cli
from workbench.figures.answers import set_answers
from workbench.figures.consistency import check
from workbench.figures.nouns import CONTRADICTION, DIFFERS, NOT_THERE, OK, Replicated
from workbench.figures.replicate import replicate
from workbench.figures.reported import read_reported
from workbench.study import open_study

# REPLICA's table: exact percentages to three decimals, by figure
EXACT = {
    "sector water": 60.714,
    "sector fire": 21.429,
    "sector coast": 17.857,
    "Q1 rated 5": 92.857,
    "Q2 below 1": 8.108,
    "Q2 between 3 and 4": 5.405,
    "Q2 between 1 and 2": 2.703,
    "Q3 no specific answer": 14.286,
    "Q3 b": 51.613,
    "Q3 a": 35.484,
    "Q3 c": 12.903,
    "Q3 several answers": 33.333,
    "survey sector disclosed": 67.123,
    "survey sector uniformed service": 83.673,
    "survey sector voluntary association": 10.204,
    "survey sector other": 6.122,
    "model accurate yes": 91.781,
    "model accurate no": 8.219,
    "Table I format 1 rarely": 8.219,
    "Table I format 1 regularly": 91.781,
    "Table I format 2 rarely": 23.288,
    "Table I format 2 regularly": 76.712,
    "Table I format 3 never": 8.219,
    "Table I format 3 rarely": 52.055,
    "Table I format 3 regularly": 39.726,
    "Table I format 4 never": 21.918,
    "Table I format 4 rarely": 47.945,
    "Table I format 4 regularly": 30.137,
}
IMPOSSIBLE = ("Q2 ratings", "Q3 several answers")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("replica") / "study")


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "river.db"))


def rows(path: Path) -> dict[str, Replicated]:
    with open_study(path) as study:
        return {row.figure: row for row in replicate(study, None)}


def test_every_published_figure_comes_out_but_the_two_that_cannot(made: Path) -> None:
    found = rows(made)
    assert {name for name, row in found.items() if row.status != OK} == set(IMPOSSIBLE)
    assert all(found[name].status == CONTRADICTION for name in IMPOSSIBLE)
    assert "25 x 1 + 1 x 2 makes 27" in found["Q2 ratings"].why
    assert "16 + 16 = 32 answers; with 31 at most 7" in found["Q3 several answers"].why
    for name, percent in EXACT.items():
        assert found[name].exact == pytest.approx(percent, abs=5e-4), name
    assert {(name, row.n) for name, row in found.items() if name not in EXACT} == {
        ("Q2 participants", 26),
        ("Q2 ratings", 37),
        ("Table I format 1 never", 0),
        ("Table I format 2 never", 0),
    }


def test_the_list_of_published_figures_is_impossible_by_itself() -> None:
    found = check(read_reported(CORPUS / "published.csv"))
    assert tuple(finding.figure for finding in found) == IMPOSSIBLE


# an answer changed -> the figures that then no longer hold
CHANGED = [
    ("S1-01", "importance", ["4"], {"Q1 rated 5"}),
    (
        "S1-06",
        "approach",
        ["b"],
        {"Q3 b", "Q3 a"},
    ),
    (
        "S1-28",
        "working",
        ["2"],
        {"Q2 ratings", "Q2 below 1", "Q2 between 3 and 4", "Q2 between 1 and 2"},
    ),
    ("survey/S2-01", "Is the model accurate?", ["no"], {"model accurate yes", "model accurate no"}),
]


@pytest.mark.parametrize(("who", "question", "values", "differ"), CHANGED)
def test_one_changed_answer_is_named_by_the_figures_it_breaks(
    path: Path, who: str, question: str, values: list[str], differ: set[str]
) -> None:
    with open_study(path) as study:
        set_answers(study, who, question, values)
    found = rows(path)
    assert {name for name, row in found.items() if row.status == DIFFERS} == differ
    for name in differ:
        assert found[name].why.startswith(f"published {found[name].published}, computed")
    assert {name for name, row in found.items() if row.status == OK} == set(found) - differ - set(
        IMPOSSIBLE
    )


def test_a_count_that_rounds_to_the_same_percent_differs_all_the_same(path: Path) -> None:
    """Thirty-one answers and thirty-two: 4 of 32 is 13 % too."""
    with open_study(path) as study:
        set_answers(study, "S1-05", "approach", ["a", "b"])
    row = rows(path)["Q3 c"]
    assert (row.n, row.base, row.status) == (4, 32, DIFFERS)


def published(folder: Path, *lines: str) -> Path:
    path = folder / "mine.csv"
    header = "figure,n,base,base_kind,percent,data_set,variable,value,counts"
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    return path


def run(*words: str | Path, code: int = 0) -> str:
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code == code, result.stderr
    return result.stdout if code == 0 else result.stderr


def test_the_command_prints_both_beside_one_another(path: Path) -> None:
    printed = json.loads(run("replicate", path, "--json"))
    with (CORPUS / "published.csv").open(encoding="utf-8", newline="") as stream:
        names = [row["figure"] for row in csv.DictReader(stream)]
    assert [row["figure"] for row in printed] == names
    keys = {"figure", "published", "n", "base", "exact", "status"}
    assert all(keys <= set(row) <= keys | {"why"} for row in printed)
    assert {row["figure"] for row in printed if row["status"] != "ok"} == set(IMPOSSIBLE)
    first = {"published": "17 of 28 = 61 %", "n": 17, "base": 28, "status": "ok"}
    assert first.items() <= printed[0].items()
    told = run("replicate", path)
    assert "Q1 rated 5" in told and "92.857 %" in told and "makes 27." in told


def test_what_the_study_does_not_have_is_said(path: Path) -> None:
    mine = published(
        path.parent,
        "there,28,28,,100 %,,sector,,answering",
        "nowhere,1,2,,50 %,,colour,red,",
        "elsewhere,1,2,,50 %,panel,sector,fire,",
        "unused,0,28,participants,0 %,,sector,ice,",
        "only said,1,2,,50 %,,,,",
        "no code,1,2,,50 %,,codes,Trust,",
    )
    printed = json.loads(run("replicate", path, "--published", mine, "--json"))
    status = {row["figure"]: row["status"] for row in printed}
    assert status == {
        "there": OK,
        "nowhere": NOT_THERE,
        "elsewhere": NOT_THERE,
        "unused": OK,
        "only said": OK,
        "no code": NOT_THERE,
    }
    assert "panel has nothing called sector" in printed[2]["why"]


def test_a_bad_list_is_refused_whole_and_changes_nothing(path: Path) -> None:
    before = run("replicate", path, "--json")
    mine = published(path.parent, "a,many,2,,,,,,", "b,1,2,,lots,,,,")
    said = run("replicate", path, "--published", mine, code=1)
    assert "mine.csv, line 2, column n" in said and "mine.csv, line 3, column percent" in said
    assert said.splitlines()[-1].startswith("Error: mine.csv: 2 figures cannot be read")
    assert run("replicate", path, "--json") == before


def test_the_checker_looks_ids_up_in_the_data_sets_of_a_study(path: Path) -> None:
    mine = path.parent / "shown.csv"
    mine.write_text(
        "figure,data_set,participant\nin both?,survey,S1-08\nhere,interviews,S1-08\n",
        encoding="utf-8",
    )
    found = json.loads(run("check-figures", mine, "--study", path, "--json"))
    assert [(one["figure"], one["rule"]) for one in found] == [("in both?", "extract")]
    assert json.loads(run("check-figures", mine, "--json")) == []
