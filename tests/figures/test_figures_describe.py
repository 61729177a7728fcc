"""Frequencies: each with its base, of answers and of cases, crossed by attributes, with bars."""

import json
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest
from click.testing import CliRunner
from replica_tables import APPROACH, CLOSED, SECTOR, SECTORS, make
from themes_base import Scene

from workbench.cli import cli
from workbench.errors import WorkbenchError
from workbench.figures.describe import describe
from workbench.figures.nouns import GIVEN, PARTICIPANTS, UNITS, VALID, Frequency
from workbench.study import Study, open_study

BANDS = {"value": 0, "off-scale": 1, "missing": 2}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("describe") / "study")


@pytest.fixture
def scene(study: Study, tmp_path: Path) -> Scene:
    """Three interviews, of which two are cases, both coders of one mind."""
    made = Scene(study, tmp_path)
    made.open()
    made.agree("P1", "I trust her voice", "Trust")
    made.agree("P1", "The list was wrong", "List")
    made.agree("P1", "We waited too long", "Time")
    made.agree("P2", "The list was old", "List")
    made.agree("P2", "The list was old", "Time")
    made.agree("P3", "The list was lost", "List")
    made.lock()
    return made


def figures(path: Path, variable: str, by: str = "") -> list[Frequency]:
    with open_study(path) as study:
        return describe(study, None, variable=variable, by=by)


def counts(rows: list[Frequency], base_kind: str) -> dict[str, tuple[int, int]]:
    return {row.value: (row.n, row.base) for row in rows if row.base_kind == base_kind}


def test_several_answers_have_a_share_of_answers_and_one_of_cases(path: Path) -> None:
    rows = figures(path, "approach")
    assert counts(rows, GIVEN) == {"b": (16, 31), "a": (11, 31), "c": (4, 31)}
    assert counts(rows, VALID) == {"b": (16, 24), "a": (11, 24), "c": (4, 24)}
    assert counts(rows, PARTICIPANTS) == {
        "b": (16, 28),
        "a": (11, 28),
        "c": (4, 28),
        "none": (4, 28),
    }


def test_what_is_off_the_scale_and_what_is_missing_stand_apart(path: Path) -> None:
    rows = figures(path, "working")
    bands = [row.kind for row in rows]
    assert bands == sorted(bands, key=BANDS.__getitem__)
    of_answers = [row for row in rows if row.base_kind == GIVEN]
    assert {row.base for row in of_answers} == {37}
    assert [(row.value, row.n) for row in of_answers if row.kind == "value"] == [
        *(("1", 6), ("2", 10), ("3", 8), ("4", 5), ("5", 2)),
    ]
    assert [(row.value, row.n) for row in of_answers if row.kind == "off-scale"] == [
        *(("<1", 3), ("1-2", 1), ("3-4", 2)),
    ]
    missing = {row.value: row.n for row in rows if row.kind == "missing"}
    assert missing == {"depends": 1, "unsure": 1}


def test_parts_of_one_base_add_up_to_it(path: Path) -> None:
    """Values and missing reasons are all the participants, where one answer was allowed."""
    with open_study(path) as study:
        rows = describe(study, None)
    once = [row for row in rows if row.variable not in ("working", "approach")]
    for name, group in groupby(once, key=lambda row: (row.data_set, row.variable)):
        all_of_them = list(group)
        for kind in (PARTICIPANTS, VALID):
            parts = [row for row in all_of_them if row.base_kind == kind]
            assert sum(row.n for row in parts) == parts[0].base, (name, kind)
    assert {row.base for row in rows if row.base_kind == PARTICIPANTS} == {28, 73}


def test_groups_of_an_attribute_are_the_whole_in_parts(path: Path) -> None:
    whole = counts(figures(path, "approach"), GIVEN)
    crossed = figures(path, "approach", by="Sector")
    assert {row.by for row in crossed} == {"sector"}
    assert list(dict.fromkeys(row.group for row in crossed)) == ["water", "fire", "coast"]
    summed: Counter[str] = Counter()
    for row in crossed:
        if row.base_kind == GIVEN:
            summed[row.value] += row.n
    assert summed == {value: n for value, (n, _) in whole.items()}
    fire = [row for row in crossed if row.group == "fire" and row.base_kind == GIVEN]
    told = [given for given, s in zip(APPROACH, SECTORS, strict=True) if s == "fire"]
    assert {row.base for row in fire} == {sum(len(given) for given in told if given != ["none"])}


def test_a_survey_is_crossed_by_a_question_of_its_own(path: Path) -> None:
    rows = figures(path, SECTOR, by=f"survey: {CLOSED}")
    by_group = {(r.group, r.value): r.n for r in rows if r.base_kind == PARTICIPANTS}
    assert sum(n for (group, _), n in by_group.items() if group == "no") == 6
    assert sum(n for (group, _), n in by_group.items() if group == "yes") == 67
    assert by_group["no", "no answer"] == 2, "who did not say where they are"


def test_codes_count_participants_and_passages(scene: Scene) -> None:
    rows = describe(scene.study, None, variable="codes")
    assert counts(rows, PARTICIPANTS) == {"List": (3, 3), "Time": (2, 3), "Trust": (1, 3)}
    assert counts(rows, UNITS) == {"List": (3, 5), "Time": (2, 5), "Trust": (1, 5)}


def test_codes_by_attribute_with_those_of_whom_it_is_not_known(scene: Scene) -> None:
    rows = describe(scene.study, None, variable="codes", by="sector")

    def by_group(code: str, base_kind: str) -> dict[str, tuple[int, int]]:
        chosen = [row for row in rows if (row.value, row.base_kind) == (code, base_kind)]
        return {row.group: (row.n, row.base) for row in chosen}

    assert by_group("List", PARTICIPANTS) == {"fire": (1, 1), "=water": (1, 1), "": (1, 1)}
    assert by_group("List", UNITS) == {"fire": (1, 1), "=water": (1, 3), "": (1, 1)}
    assert by_group("Trust", PARTICIPANTS) == {"fire": (0, 1), "=water": (1, 1), "": (0, 1)}


def test_a_name_that_nothing_has_is_answered_with_those_there_are(path: Path) -> None:
    with open_study(path) as study:
        with pytest.raises(WorkbenchError, match="is called colour: the study has sector, import"):
            describe(study, None, variable="colour")
        with pytest.raises(WorkbenchError, match="is called colour"):
            describe(study, None, by="colour")


def run(*words: str | Path) -> str:
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_no_percentage_without_its_base_in_json(path: Path) -> None:
    rows = json.loads(run("describe", path, "--json"))
    keys = {"variable", "value", "n", "base", "base_kind", "percent", "percent_exact"}
    assert all(keys <= set(row) for row in rows)
    (five,) = [
        row
        for row in rows
        if (row["variable"], row["value"], row["base_kind"]) == ("importance", "5", PARTICIPANTS)
    ]
    assert (five["n"], five["base"], five["percent"]) == (26, 28, 93)
    assert five["percent_exact"] == pytest.approx(92.857142857)
    crossed = json.loads(run("describe", path, "--by", "sector", "--json"))
    assert {row["by"] for row in crossed} == {"sector"}
    assert all(row["percent"] == int(100 * row["n"] / row["base"] + 0.5) for row in rows)


def test_bars_stand_beside_the_words_for_their_base(path: Path) -> None:
    told = run("describe", path, "--variable", "working").splitlines()
    assert [word in told[0] for word in ("working", "of 37 answers", "of 28 participants")]
    assert told.index("  off the scale") < told.index("  without an answer")
    bars = {line.split()[0]: line.count("━") for line in told if "─" in line or "━" in line}
    assert bars["2"] > bars["3"] > bars["4"] > bars["5"]
    assert list(bars) == ["1", "2", "3", "4", "5", "<1", "1-2", "3-4", "depends", "unsure"]
    assert len({line.index("%") for line in told if "%" in line and "depends" not in line}) <= 2
