"""``workbench unitizing``: every key, every option, errors that name row and column."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from workbench.cli.unitizing import unitizing_command as unitizing
from workbench.errors import UsageError, WorkbenchError

PER_CODE = {
    "percent_agreement",
    "positive_agreement",
    "negative_agreement",
    "character_f1",
    "cohen_kappa",
    "scott_pi",
    "fleiss_kappa",
    "conger_kappa",
    "brennan_prediger",
    "gwet_ac1",
    "krippendorff_alpha",
    "u_alpha_binary",
    "ku_alpha",
}
TWO = "coder,start,end,code\nAna,10,30,fear\nBen,15,30,fear\n"
SEVERAL = """transcript;Coder;Start;End;Code
one;Ben;0;10;x
one;Ana;0;12;x
one;Ana;40;50;y
two;Ben;5;9;y
two;Ana;5;9;y
"""


@pytest.fixture
def run(tmp_path: Path):
    def invoke(table: str | bytes, *options: str, units: str | None = None):
        path = tmp_path / "spans.csv"
        path.write_bytes(table if isinstance(table, bytes) else table.encode())
        if units is not None:
            (tmp_path / "units.csv").write_text(units)
            options += ("--units", str(tmp_path / "units.csv"))
        return CliRunner().invoke(unitizing, [*options, str(path)])

    return invoke


@pytest.fixture
def document(run):
    def invoke(*arguments, **options):
        result = run(*arguments, "--json", **options)
        assert result.exit_code == 0, result.exception
        return json.loads(result.stdout)

    return invoke


def refused(result) -> str:
    assert isinstance(result.exception, WorkbenchError)
    assert result.stdout == ""
    return str(result.exception)


def test_every_key(document):
    shown = document(TWO, "--length", "100")
    assert shown["coders"] == ["Ana", "Ben"]
    assert (shown["length"], shown["units"], shown["transcripts"]) == (100, 100, ["spans"])
    fear = shown["codes"]["fear"]
    assert fear.keys() >= PER_CODE
    assert fear["prevalence"] == {"Ana": 0.2, "Ben": 0.15}
    assert fear["cells"] == {"both": 15, "only_a": 5, "only_b": 0, "neither": 80}
    assert set(fear["pairs"]) == {"Ana,Ben"}
    assert fear["pairs"]["Ana,Ben"].keys() == {
        "percent_agreement",
        "positive_agreement",
        "cohen_kappa",
    }
    assert fear["transcripts"]["spans"].keys() == fear.keys() - {"transcripts"}
    assert fear["cohen_kappa"] == {
        "value": pytest.approx(0.24 / 0.29),
        "undefined": None,
        "low": None,
        "high": None,
        "interval": "one_transcript",
    }
    assert shown["cu_alpha"] == {"value": None, "undefined": "no_variation"}
    assert shown["u_alpha"]["value"] == fear["u_alpha_binary"]["value"]
    assert shown["krippendorff_alpha_sets"].keys() == {"nominal", "jaccard", "masi"}
    assert {
        "match",
        "agreement",
        "f1",
        "precision",
        "recall",
        "start_error",
        "end_error",
    } <= shown["segments"].keys()


def test_several_transcripts_and_the_seed(document):
    options = ("--length", "one=100", "--length", "two=50", "--length", "three=80")
    shown = document(SEVERAL, *options, "--bootstrap", "200", "--seed", "4")
    assert shown["transcripts"] == ["one", "two", "three"]
    assert shown["length"] == 230
    assert shown["bootstrap"] == {"replicates": 200, "seed": 4}
    kappa = shown["codes"]["x"]["cohen_kappa"]
    assert kappa["low"] <= kappa["value"] <= kappa["high"] and "interval" not in kappa
    in_two = shown["codes"]["x"]["transcripts"]["two"]
    assert in_two["cohen_kappa"] == {"value": None, "undefined": "no_variation"}
    assert in_two["gwet_ac1"]["note"] == "no_variation"
    assert document(SEVERAL, *options, "--bootstrap", "200", "--seed", "4") == shown
    without = document(SEVERAL, *options, "--bootstrap", "0")
    assert without["codes"]["x"]["cohen_kappa"]["low"] is None


def test_coders_stand_in_the_order_asked_for_else_alphabetically(document):
    table = TWO + "Cleo,0,1,fear\n"
    assert document(table, "--length", "100")["coders"] == ["Ana", "Ben", "Cleo"]
    shown = document(table, "--length", "100", "--coders", "Dan, Ben")
    assert shown["coders"] == ["Dan", "Ben", "Ana", "Cleo"]
    assert list(shown["codes"]["fear"]["pairs"])[:2] == ["Dan,Ben", "Dan,Ana"]
    assert "cells" not in shown["codes"]["fear"]
    only = document("coder,start,end,code\nAna,1,2,x\n", "--length", "9", "--coders", "Ana,Ben")
    assert only["codes"]["x"]["cohen_kappa"]["value"] == 0


def test_one_coder_alone(document):
    shown = document("coder,start,end,code\nAna,1,2,x\n", "--length", "9")
    assert shown["codes"]["x"]["cohen_kappa"] == {"value": None, "undefined": "single_coder"}
    assert shown["u_alpha"]["undefined"] == "single_coder"


def test_codes_are_added_never_filtered(document):
    shown = document(TWO, "--length", "100", "--codes", "hope")
    assert list(shown["codes"]) == ["fear", "hope"]
    hope = shown["codes"]["hope"]
    assert hope["cohen_kappa"]["undefined"] == "no_variation"
    assert hope["percent_agreement"]["value"] == 1
    assert hope["brennan_prediger"]["note"] == "no_variation"


def test_matching_and_reference(document):
    loose = document(TWO, "--length", "100", "--match", "iou:0.5", "--reference", "Ben")["segments"]
    assert loose["match"] == "iou:0.5" and loose["reference"] == "Ben"
    assert loose["f1"]["value"] == loose["precision"]["value"] == loose["recall"]["value"] == 1
    assert loose["start_error"]["median"] == 5 and loose["end_error"]["p90"] == 0
    exact = document(TWO, "--length", "100", "--match", "exact")["segments"]
    assert exact["agreement"]["value"] == 0 and exact["start_error"]["median"] is None


def test_predefined_units(document):
    units = "start,end\n20,40\n0,20\n40,60\n"
    shown = document(TWO, "--length", "100", units=units)
    assert (shown["length"], shown["units"]) == (100, 3)
    assert shown["codes"]["fear"]["cells"] == {"both": 2, "only_a": 0, "only_b": 0, "neither": 1}
    half = document(TWO, "--length", "100", "--half", units=units)
    assert half["codes"]["fear"]["cells"] == {"both": 1, "only_a": 1, "only_b": 0, "neither": 1}


def test_aggregates_are_named_and_differ(document):
    options = ("--length", "one=100", "--length", "two=50")
    found = {}
    for aggregate in ("pooled", "mean", "length"):
        shown = document(SEVERAL, *options, "--aggregate", aggregate)
        assert shown["aggregate"] == aggregate
        found[aggregate] = shown["codes"]["y"]["cohen_kappa"]
    assert found["mean"]["value"] == pytest.approx(0.5)
    assert found["length"]["value"] == pytest.approx(50 / 150)
    assert found["pooled"]["value"] not in (0.5, 50 / 150)


def test_groups_of_exclusive_codes(document):
    table = TWO + "Ana,12,14,calm\nAna,60,70,hope\nBen,60,65,hope\n"
    shown = document(table, "--length", "100", "--group", "feelings=fear,hope")
    assert shown["u_alpha"] == {"value": None, "undefined": "overlapping_codes"}
    assert shown["cu_alpha"]["undefined"] == "overlapping_codes"
    assert shown["codes"]["calm"]["ku_alpha"]["undefined"] == "overlapping_codes"
    assert shown["groups"]["feelings"]["u_alpha"]["value"] > 0.5
    assert shown["codes"]["fear"]["ku_alpha"]["value"] == 1


def test_any_encoding_and_options_anywhere(run):
    table = "coder;start;end;code\nÄnne;1;5;Größe\nBen;1;4;Größe\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        result = run(table.encode(encoding), "--json", "--length", "50")
        assert result.exit_code == 0
        assert list(json.loads(result.stdout)["codes"]) == ["Größe"]


def test_a_table_for_people(run):
    result = run(SEVERAL, "--length", "one=100", "--length", "two=50", "--codes", "[x] [/]")
    assert result.exit_code == 0
    assert "Ana, Ben: 2 transcripts, 150 characters, pooled over transcripts" in result.stdout
    lines = {line.split("  ")[0]: line for line in result.stdout.splitlines()}
    assert "(no variation)" in lines["[x] [/]"]
    assert "98.7 %" in lines["x"] and "0.901" not in lines["y"]
    assert "any code or none" in lines and "cu-alpha" in lines


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Ana,5,5,x", "spans.csv, line 2, column end: 5 is not behind the start 5"),
        ("Ana,9,5,x", "spans.csv, line 2, column end: 5 is not behind the start 9"),
        ("Ana,-1,5,x", "spans.csv, line 2, column start: -1 lies before the text"),
        ("Ana,1,101,x", "spans.csv, line 2, column end: 101 lies beyond the text"),
        ("Ana,one,5,x", "spans.csv, line 2, column start: “one” is not a whole number"),
        ("Ana,1,2.5,x", "spans.csv, line 2, column end: “2.5” is not a whole number"),
        ("Ana,1,,x", "spans.csv, line 2, column end: the cell is empty"),
        (",1,5,x", "spans.csv, line 2, column coder: the cell is empty"),
        ("Ana,1,5,", "spans.csv, line 2, column code: the cell is empty"),
    ],
)
def test_a_bad_row_is_named_with_its_column(run, row, message):
    result = run(f"coder,start,end,code\n{row}\nBen,1,5,x\n", "--length", "100")
    assert refused(result).startswith(message)


def test_every_bad_row_is_named(run):
    result = run("coder,start,end,code\nAna,5,5,x\nBen,1,5,x\nBen,x,5,x\n", "--length", "100")
    assert refused(result).startswith("spans.csv, line 2, column end")
    assert refused(result).endswith("(and 1 more, all named above)")
    places = [line.partition(":")[0] for line in result.exception.details]
    assert places == ["spans.csv, line 2, column end", "spans.csv, line 4, column start"]


def test_transcripts_need_their_lengths(run):
    assert "give the length of each" in refused(run(SEVERAL, "--length", "100"))
    message = refused(run(SEVERAL, "--length", "one=100"))
    assert "line 5, column transcript: no length is given for “two”" in message
    both = ("--length", "a=100", "--length", "b=100")
    assert "line 2, column transcript: there is no such column" in refused(run(TWO, *both))


def test_units_that_are_none(run):
    overlapping = run(TWO, "--length", "100", units="start,end\n0,20\n30,40\n10,25\n")
    assert refused(overlapping).startswith("units.csv, line 4, column start: the unit 10 to 25")
    beyond = run(TWO, "--length", "100", units="start,end\n0,120\n")
    assert refused(beyond).startswith("units.csv, line 2, column end: 120 lies beyond the text")


def test_a_missing_column_and_an_unknown_reference(run):
    assert "no column “end”" in refused(run("coder,start,code\nA,1,x\n", "--length", "9"))
    message = refused(run(TWO, "--length", "100", "--reference", "Cleo"))
    assert "“Cleo” is none of the coders; name one of Ana, Ben" in message


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--length", "x"),
        ("--length", "-5"),
        ("--length", "5", "--length", "6"),
        ("--length", "a=5", "--length", "6"),
        ("--length", "9", "--match", "near"),
        ("--length", "9", "--coders", "A,A"),
        ("--length", "9", "--group", "x"),
        ("--length", "9", "--aggregate", "median"),
        ("--length", "9", "--bootstrap", "-1"),
    ],
)
def test_wrong_usage(run, options):
    result = run(TWO, *options)
    assert result.exit_code == 2
    assert "Error: " in result.stderr.splitlines()[-1]


def test_help_has_an_example_that_is_true(run, document):
    text = CliRunner().invoke(unitizing, ["--help"]).stdout
    assert "workbench unitizing spans.csv --length 100" in text
    table = "\n".join(
        line.strip()
        for line in text.splitlines()
        if line[:6].isspace() and line[6:7] != " " and line.count(",") == 3 and "--" not in line
    )
    kappa = document(table, "--length", "100")["codes"]["fear"]["cohen_kappa"]["value"]
    assert f"kappa for fear is {kappa:.3f}" in " ".join(text.split())


def test_help_names_the_limits_of_the_family():
    text = " ".join(CliRunner().invoke(unitizing, ["--help"]).stdout.split())
    assert "do not see one unit split into abutting units of the same code" in text
    assert "long units and gaps dominate" in text


GAMMA = TWO + "Ana,40,60,hope\nBen,44,61,fear\n"


def test_gamma_is_added_where_it_is_asked_for(document):
    plain = document(GAMMA, "--length", "100")
    shown = document(GAMMA, "--length", "100", "--gamma", "--seed", "5")
    found = shown.pop("gamma")
    assert "gamma" not in plain and shown.keys() == plain.keys()
    assert found["method"] == "exact" and found["seed"] == 5 and found["alignments"] == 2
    # d = 3 (5/35)^2 and 3 (5/37)^2 + 1, over two units a coder
    disorder = (3 * (5 / 35) ** 2 + 3 * (5 / 37) ** 2 + 1) / 2
    assert found["observed_disorder"] == pytest.approx(disorder)
    assert found["value"] == pytest.approx(1 - disorder / found["expected_disorder"])
    assert found["samples"] >= 30 and found["interval"] == "one_transcript"
    assert found["gamma_k"].keys() == {"fear", "hope"} and found["gamma_cat"]["value"] < 1
    assert found["pairs"]["Ana,Ben"]["gamma"]["value"] == found["value"]
    three = document(GAMMA + "Cleo,12,31,fear\n", "--length", "100", "--gamma")["gamma"]
    assert three["method"] == "mean of pairs" and three["n_way"]["alignments"] == 2
    alone = document("coder,start,end,code\nAna,1,2,x\n", "--length", "9", "--gamma")["gamma"]
    assert (alone["value"], alone["undefined"]) == (None, "single_coder")


def test_gamma_in_words(run):
    text = run(GAMMA, "--length", "100", "--gamma").stdout
    assert "gamma-cat, codes of aligned units" in text and "gamma-k, hope" in text
    assert "disorder of 0.558; by chance it would be" in text
    three = run(GAMMA + "Cleo,12,31,fear\n", "--length", "100", "--gamma").stdout
    assert "means over 3 pairs of coders" in three and "Ana and Cleo: gamma" in three
    assert "All coders aligned at once: gamma" in three


def test_gamma_without_scipy_says_how_to_get_it(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy.sparse", None)
    said = refused(run(GAMMA, "--length", "100", "--gamma"))
    assert "pip install 'thematic-workbench[gamma]'" in said
    assert run(GAMMA, "--length", "100").exit_code == 0


def test_half_of_a_character_is_no_question(run):
    result = run(TWO, "--length", "100", "--half")
    assert isinstance(result.exception, UsageError)


def test_a_code_of_one_transcript_has_no_interval(run, document):
    """Resampling would give .89 to .89, which looks like certainty and is the opposite."""
    table = (
        "transcript,coder,start,end,code\none,Ana,10,20,x\none,Ben,10,18,x\n"
        "one,Ana,30,40,y\none,Ben,32,40,y\ntwo,Ana,1,9,y\ntwo,Ben,1,7,y\n"
    )
    lengths = ("--length", "one=50", "--length", "two=50")
    said = run(table, *lengths).stdout
    (lone,) = (line for line in said.splitlines() if line.startswith("x "))
    (spread,) = (line for line in said.splitlines() if line.startswith("y "))
    kappa = document(table, *lengths)["codes"]["x"]["cohen_kappa"]["value"]
    assert f"  {kappa:.3f}  " in lone
    assert f"{kappa:.3f} [" not in lone
    assert spread.count("[") > lone.count("[") > 0  # percent agreement has its interval
    warnings = document(table, *lengths)["warnings"]
    assert any("Used in one transcript only" in one and one.endswith(": x.") for one in warnings)


def test_one_coder_is_told_how_to_name_another(run):
    table = "coder,start,end,code\nAna,1,5,x\n"
    said = run(table, "--length", "9").stdout
    assert "Agreement takes two coders: --coders A,B names those who coded nothing." in said
    assert "takes two coders" not in run(table, "--length", "9", "--coders", "Ana,Ben").stdout
    assert run("coder,start,end,code\n", "--length", "9").stdout.startswith(
        "No coder: 1 transcript"
    )
