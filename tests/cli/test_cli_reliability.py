"""``workbench reliability``: both layouts, every level, errors that name row and column."""

import json
from pathlib import Path

import krippendorff
import pytest
from click.testing import CliRunner

from workbench.cli.reliability import reliability_command as reliability
from workbench.errors import WorkbenchError

FOUR = """unit,A,B,C,D
1,1,1,,1
2,2,2,3,2
3,3,3,3,3
4,3,3,3,3
5,2,2,2,2
6,1,2,3,4
7,4,4,4,4
8,1,1,2,1
9,2,2,2,2
10,,5,5,5
11,,,1,1
12,,,3,
"""


@pytest.fixture
def run(tmp_path: Path):
    def invoke(table: str, *options: str):
        path = tmp_path / "ratings.csv"
        path.write_text(table, encoding="utf-8")
        return CliRunner().invoke(reliability, [str(path), *options])

    return invoke


@pytest.fixture
def document(run):
    def invoke(*arguments: str):
        result = run(*arguments, "--json")
        assert result.exit_code == 0, result.exception
        return json.loads(result.stdout)

    return invoke


def refused(result) -> str:
    assert isinstance(result.exception, WorkbenchError)
    assert result.stdout == ""
    return str(result.exception)


def test_every_key(document):
    shown = document(FOUR, "--level", "nominal")
    assert shown["level"] == "nominal" and shown["units"] == 12
    assert shown["coders"] == ["A", "B", "C", "D"]
    assert shown["categories"] == ["1", "2", "3", "4", "5"]
    for name in (
        "percent_agreement",
        "cohen_kappa",
        "scott_pi",
        "fleiss_kappa",
        "conger_kappa",
        "brennan_prediger",
        "gwet_ac1",
        "krippendorff_alpha",
    ):
        assert shown[name].keys() == {"value", "undefined", "low", "high", "interval"}
    assert len(shown["pairs"]) == 6 and "cohen_kappa" in shown["pairs"]["A,B"]
    assert shown["one_vs_rest"].keys() == set("12345")
    assert shown["one_vs_rest"]["1"].keys() == {
        "cohen_kappa",
        "scott_pi",
        "fleiss_kappa",
        "krippendorff_alpha",
    }
    assert "cohen_kappa_weighted" not in shown
    assert shown["krippendorff_alpha"]["value"] == pytest.approx(0.74342, abs=5e-6)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
@pytest.mark.parametrize("weights", ["linear", "quadratic"])
def test_weights_add_a_figure_at_any_level(document, level, weights):
    shown = document(FOUR, "--level", level, "--weights", weights)
    plain = document(FOUR, "--level", level)
    assert shown.pop("cohen_kappa_weighted")["value"] != shown["cohen_kappa"]["value"]
    for pair in shown["pairs"].values():
        pair.pop("cohen_kappa_weighted")
    assert shown == plain


def test_long_is_wide(document):
    rows = ["unit,coder,value"]
    lines = [line.split(",") for line in FOUR.splitlines()]
    for line in lines[1:]:
        rows += [f"{line[0]},{coder},{cell}" for coder, cell in zip("ABCD", line[1:], strict=True)]
    long = "\n".join(rows) + "\n"
    assert document(long, "--level", "ordinal", "--format", "long") == document(
        FOUR, "--level", "ordinal"
    )


def test_categories_are_the_cells_own_text_and_the_header_alone_names_coders(document):
    shown = document("Ana,Ben\n 01 ,1\n01,01\nno,no\n", "--level", "nominal")
    assert shown["coders"] == ["Ana", "Ben"] and shown["units"] == 3
    assert shown["categories"] == ["01", "1", "no"]
    assert shown["percent_agreement"]["value"] == pytest.approx(2 / 3)


def test_offered_categories_count_for_brennan_and_prediger(document):
    table = "A,B\nx,x\ny,y\nx,y\n"
    used = document(table, "--level", "nominal")
    offered = document(table, "--level", "nominal", "--categories", "y, x, z")
    assert offered["categories"] == ["y", "x", "z"]
    assert used["brennan_prediger"]["value"] == pytest.approx((2 / 3 - 1 / 2) / (1 / 2))
    assert offered["brennan_prediger"]["value"] == pytest.approx((2 / 3 - 1 / 3) / (2 / 3))
    assert used["cohen_kappa"] == offered["cohen_kappa"]
    assert offered["one_vs_rest"]["z"]["cohen_kappa"]["undefined"] == "no_variation"


def test_a_row_without_ratings_is_still_a_unit(document):
    assert document("A,B\n1,1\n,\n1,2\n", "--level", "nominal")["units"] == 3


def test_sets(document):
    shown = document("A,B\na;b,a\n-,-\n b ; b ,b\na,\n", "--level", "set")
    assert shown["categories"] == ["a", "b"] and shown["units"] == 4
    assert shown["krippendorff_alpha_sets"].keys() == {"nominal", "jaccard", "masi"}
    assert shown["codes"]["a"]["cohen_kappa"]["value"] == 1
    assert shown["codes"]["b"]["cohen_kappa"]["value"] == pytest.approx(0.4)
    assert "one_vs_rest" not in shown
    more = document("A,B\na;b,a\n", "--level", "set", "--categories", "a,b,c")
    assert more["codes"]["c"]["cohen_kappa"] == {"value": None, "undefined": "no_variation"}


def test_one_coder(document):
    shown = document("unit,A\n1,x\n", "--level", "nominal")
    assert shown["cohen_kappa"] == {"value": None, "undefined": "single_coder"}


@pytest.mark.parametrize(
    ("table", "options", "message"),
    [
        ("A,B\n1,x\n", ("interval",), "ratings.csv, line 2, column B: “x” is not a number"),
        ("A,B\n1,1\n1,nan\n", ("ratio",), "ratings.csv, line 3, column B: “nan” is not a number"),
        (
            "A;B\n1,5;2\n",
            ("interval",),
            "ratings.csv, line 2, column A: “1,5” is not a number: write 1.5, with a decimal point",
        ),
        ("A,B\n1,1e300\n", ("interval",), "ratings.csv, line 2, column B: “1e300” is too large"),
        ("A,B\n1,-1\n", ("ratio",), "ratings.csv, line 2, column B: “-1” is below zero"),
        (
            "A,B\nx,y\n",
            ("nominal", "--categories", "x,z"),
            "ratings.csv, line 2, column B: “y” is none of the categories offered (x, z)",
        ),
        ("A,B\na,;\n", ("set",), "ratings.csv, line 2, column B: “;” names no code"),
        (
            "unit,coder,value\n1,A,x\n1,A,y\n",
            ("nominal", "--format", "long"),
            "ratings.csv, line 3, column unit: “A” has rated “1” already on line 2",
        ),
        (
            "unit,coder,value\n1,,x\n",
            ("nominal", "--format", "long"),
            "ratings.csv, line 2, column coder: the cell is empty",
        ),
        ("unit\n1\n", ("nominal",), "ratings.csv, line 1: the header names no coder"),
        ("A,A\n1,1\n", ("nominal",), "ratings.csv, line 1, column 2: “A” is already"),
        ("A,B\n", ("nominal", "--format", "long"), "ratings.csv, line 1: no column “unit”"),
        (
            "A,B\n1,1\n",
            ("interval", "--categories", "1,two"),
            "ratings.csv: “two” is not a number",
        ),
    ],
)
def test_errors_name_row_and_column(run, table, options, message):
    assert refused(run(table, "--level", *options)).startswith(message)


def test_wrong_usage(run):
    assert run(FOUR).exit_code == 2
    assert run(FOUR, "--level", "metric").exit_code == 2
    assert run(FOUR, "--level", "nominal", "--categories", "a,,b").exit_code == 2


def test_sets_are_weighted_in_the_order_of_their_codes(run, document):
    table = "unit,A,B\n1,a;b,a\n2,-,a\n3,b,a;b\n4,a,b\n5,b;a,a;b\n"

    def by_names(order):
        # the sets as single values, named in their order
        single = "unit,A,B\n" + "\n".join(
            ",".join([str(row), *("+".join(sorted(cell)) for cell in cells)])
            for row, cells in enumerate(
                [("ab", "a"), ("-", "a"), ("b", "ab"), ("a", "b"), ("ab", "ab")], 1
            )
        )
        options = ("--level", "nominal", "--weights", "quadratic", "--categories", order)
        return document(single + "\n", *options)["cohen_kappa_weighted"]

    shown = document(table, "--level", "set", "--weights", "quadratic")
    assert shown["cohen_kappa_weighted"] == by_names("-,a,a+b,b")
    assert shown["pairs"]["A,B"]["cohen_kappa_weighted"] == shown["cohen_kappa_weighted"]
    turned = document(table, "--level", "set", "--weights", "quadratic", "--categories", "b,a")
    assert turned["cohen_kappa_weighted"] == by_names("-,b,a+b,a")
    assert turned["cohen_kappa_weighted"] != shown["cohen_kappa_weighted"]
    words = run(table, "--level", "set", "--weights", "linear").stdout
    assert "Sets have no order of their own" in words


def test_a_table_for_people(run):
    text = run(FOUR, "--level", "nominal").stdout
    assert "A, B, C, D: 12 units, 11 of them rated by two coders or more; 5 categories" in text
    assert "No intervals: nothing says how the units were sampled." in text
    assert "Gwet AC1" in text and "0.775" in text
    assert "means over the pairs" in text
    assert "nothing varied" in run("A,B\nx,x\n", "--level", "nominal", "--categories", "x,y").stdout


def test_help_has_an_example_that_is_true(document):
    text = CliRunner().invoke(reliability, ["--help"]).stdout
    assert "workbench reliability ratings.csv --level nominal" in text
    rows = [line.strip() for line in text.splitlines() if line[:6].isspace() and line[6:7] != " "]
    table = "\n".join(row for row in rows if row.count(",") == 2 and "--" not in row)
    kappa = document(table, "--level", "nominal")["cohen_kappa"]["value"]
    assert f"Cohen's kappa is {kappa:.3f}" in " ".join(text.split())


def test_a_long_table_is_not_taken_for_a_wide_one(run):
    message = refused(run("Coder,Unit,Value\nAna,1,yes\nBen,1,no\n", "--level", "nominal"))
    assert "line 1" in message and "--format long" in message


def test_a_long_table_without_ratings(run):
    message = refused(run("unit,coder,value\n", "--level", "nominal", "--format", "long"))
    assert message.startswith("ratings.csv, line 2: there is no rating")


def test_the_empty_set_stands_alone(run):
    message = refused(run("unit,A,B\n1,a,-\n2,a;-,b\n", "--level", "set"))
    assert message.startswith("ratings.csv, line 3, column A: “a;-” has - beside codes")


# ── what a stranger's table may be taken for ─────────────────────────────────────────────────────


def test_a_column_of_labels_by_another_name_is_warned_of(run):
    table = "id,A,B\n1,x,x\n2,y,x\n3,y,y\n"
    assert "id is read as a coder" in run(table, "--level", "nominal").stderr
    assert "read as a coder" not in run(table.replace("id", "unit"), "--level", "nominal").stderr
    # three coders of whom one shares a value with others are three coders
    coders = "A,B,C\nx,y,y\ny,y,x\nz,z,z\n"
    assert run(coders, "--level", "nominal").stderr == ""


def test_an_order_that_nobody_gave_is_named(run):
    table = "A,B\nlow,low\nmid,high\nhigh,high\n"
    said = run(table, "--level", "ordinal").stderr
    assert "in the order of the alphabet, high < low < mid" in said
    assert "alphabet" in run(table, "--level", "nominal", "--weights", "linear").stderr
    for options in (("--level", "nominal"), ("--level", "ordinal", "--categories", "low,mid,high")):
        assert run(table, *options).stderr == ""
    assert run("A,B\n1,2\n2,2\n", "--level", "ordinal").stderr == ""


def test_a_table_of_measurements(run, document):
    rows = [(n + 0.25, n + 0.25 * (-1) ** n) for n in range(600)]
    table = "A,B\n" + "".join(f"{a},{b}\n" for a, b in rows)
    for level in ("interval", "ratio"):
        shown = document(table, "--level", level)
        assert len(shown["categories"]) > 600
        data = [[a for a, _ in rows], [b for _, b in rows]]
        expected = krippendorff.alpha(reliability_data=data, level_of_measurement=level)
        assert shown["krippendorff_alpha"]["value"] == pytest.approx(expected, abs=1e-9)
    assert "more: --json has all" in run(table, "--level", "interval").stdout
    wide = "A,B\n" + "".join(f"{n},{n + 0.5}\n" for n in range(501))
    shown = document(wide, "--level", "interval")
    assert (shown["one_vs_rest"], shown["one_vs_rest_left_out"]) == ({}, 1002)
    assert "so many values are measurements" in run(wide, "--level", "interval").stdout


def test_nothing_below_zero_is_written_that_rounds_to_it(run):
    said = run("A,B\n" + "x,y\ny,x\nx,x\ny,y\n" * 20 + "x,y\n", "--level", "nominal").stdout
    assert "-0.000" not in said
