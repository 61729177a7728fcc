"""``workbench agreement``: its options, its files, and what it prints for people."""

import csv
import json
from pathlib import Path

import pytest
from promised import Desk, new_study

T, F = "People/Trust", "Fear"
ANA = [("A", 48, 80, T), ("A", 142, 175, F), ("B", 45, 80, T), ("A", 0, 30, T)]
BEN = [("A", 50, 90, T), ("A", 142, 170, F), ("B", 40, 70, T)]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = new_study(tmp_path_factory.mktemp("template"))
    desk.done("round", "open", "STUDY", "first", "--coders", "Ana,Ben")
    for who, rows in (("Ana", ANA), ("Ben", BEN)):
        for row in rows:
            desk.done("apply", "STUDY", "--as", who, *row)
        desk.done("lock", "STUDY", "--as", who)
    return desk


@pytest.fixture
def desk(template: Desk, tmp_path: Path) -> Desk:
    return template.copy(tmp_path / "desk")


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_aggregation_codes_and_coders(desk: Desk) -> None:
    shown = desk.json("agreement", "STUDY", "--aggregate", "mean", "--codes", "Trust", "Fear")
    assert shown["aggregate"] == "mean"
    assert list(shown["codes"]) == [T, F] == shown["chosen_codes"]
    assert desk.json("agreement", "STUDY", "--coders", "Ben,Ana")["coders"] == ["Ana", "Ben"]
    assert "Eva" in desk.refused("agreement", "STUDY", "--coders", "Ana,Eva")
    assert "Nothing" in desk.refused("agreement", "STUDY", "--codes", "Nothing")
    desk.refused("agreement", "STUDY", "--aggregate", "median", code=2)
    desk.refused("agreement", "STUDY", "--half", code=2)
    half = desk.json("agreement", "STUDY", "--unit", "sentence", "--half")
    assert half["half"] is True


def test_what_is_printed_names_label_unit_base_and_aggregation(desk: Desk) -> None:
    said = desk.done("agreement", "STUDY", "--unit", "sentence", "--aggregate", "length")
    for words in ("independent", "unit: sentence", "participants:", "length-weighted mean"):
        assert words in said
    assert "shared codes" in said and "Mean of " in said
    assert "Codebook: version 1" in said and " sentences\n" in said
    assert "Any code or none" in said
    assert "by transcript from " in said
    some = desk.done("agreement", "STUDY", "--codes", "Trust", "--transcripts", "A")
    assert "1 of 2 transcripts (chosen among 2 that all have locked)" in some
    assert "Any of the codes chosen or none" in some


def test_the_paragraph_alone_and_in_the_document(desk: Desk) -> None:
    said = desk.done("agreement", "STUDY", "--methods")
    assert said.startswith("Ana and Ben were each assigned two transcripts")
    assert said.count("\n") == 1
    assert desk.json("agreement", "STUDY", "--methods") == {"methods": said.rstrip("\n")}
    assert desk.json("agreement", "STUDY")["methods"] == said.rstrip("\n")


def test_the_two_tables(desk: Desk, tmp_path: Path) -> None:
    table, nvivo = tmp_path / "table.csv", tmp_path / "nvivo.csv"
    result = desk.run("agreement", "STUDY", "--csv", table, "--nvivo", nvivo)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "rows written to" in result.stderr
    shown = desk.json("agreement", "STUDY")
    header, *rows = rows_of(table)
    assert len(rows) == len(shown["codes"]) + 1
    trust = next(row for row in rows if row[0] == T)
    value = shown["codes"][T]["cohen_kappa"]["value"]
    assert float(trust[header.index("cohen_kappa")]) == value
    header, *rows = rows_of(nvivo)
    assert header[:5] == ["Code", "File", "File Folder", "File Size", "Kappa"]
    assert len(rows) == 2 * len(shown["codes"])
    for row in rows:
        figure = shown["codes"][row[0]]["transcripts"][row[1]]["cohen_kappa"]
        assert row[4] == ("" if figure["value"] is None else str(figure["value"]))
        assert int(row[3]) == shown["lengths"][row[1]]
    desk.refused("agreement", "STUDY", "--csv", tmp_path / "none" / "table.csv")


def test_rounds(desk: Desk) -> None:
    (point,) = desk.json("agreement", "STUDY", "--rounds")
    assert (point["round"], point["label"]) == ("first", "independent")
    shown = desk.json("agreement", "STUDY")
    for code in (T, F):
        assert point["codes"][code]["cohen_kappa"] == shown["codes"][code]["cohen_kappa"]
    assert point["means"]["cohen_kappa"] == shown["means"]["cohen_kappa"]
    said = desk.done("agreement", "STUDY", "--rounds")
    assert "first" in said
    assert "independent" in said
    desk.refused("agreement", "STUDY", "--rounds", "--methods", code=2)


def test_only_what_is_independent(desk: Desk) -> None:
    assert desk.json("agreement", "STUDY", "--independent")["label"] == "independent"


def test_intervals_repeat_with_their_seed(desk: Desk) -> None:
    one = desk.done("agreement", "STUDY", "--seed", 7, "--json")
    assert desk.done("agreement", "STUDY", "--seed", 7, "--json") == one
    assert json.loads(one)["bootstrap"]["seed"] == 7


def test_gamma_of_what_was_compared(desk: Desk) -> None:
    assert "gamma" not in desk.json("agreement", "STUDY")
    shown = desk.json("agreement", "STUDY", "--gamma", "--base", "all", "--seed", 3)
    found = shown["gamma"]
    assert found["method"] == "exact"
    assert found["seed"] == 3
    assert set(found["gamma_k"]) == set(shown["codes"])
    assert found["low"] <= found["value"] <= found["high"]
    # three pairs of units meet, and Ana's unit at the beginning of A stands alone
    d = [3 * (gap / length) ** 2 for gap, length in ((12, 72), (5, 61), (15, 65))]
    assert found["observed_disorder"] == pytest.approx((sum(d) + 1) / 3.5)
    assert found["alignments"] == 4
    said = desk.done("agreement", "STUDY", "--gamma")
    assert "gamma-cat, codes of aligned units" in said
    assert "by chance it would be" in said


@pytest.mark.parametrize("other", ["--rounds", "--methods", "--csv"])
def test_gamma_is_part_of_the_report(desk: Desk, tmp_path: Path, other: str) -> None:
    more = (tmp_path / "table.csv",) if other == "--csv" else ()
    desk.refused("agreement", "STUDY", "--gamma", other, *more, code=2)
