"""What ``agreement``, ``reliability`` and ``unitizing`` promise, beside other people's figures."""

import json
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np
import pytest
from promised import TEXTS, Desk, new_study
from sklearn.metrics import cohen_kappa_score, f1_score

PER_CODE = {
    "percent_agreement", "positive_agreement", "negative_agreement", "character_f1",
    "cohen_kappa", "scott_pi", "fleiss_kappa", "conger_kappa", "brennan_prediger", "gwet_ac1",
    "krippendorff_alpha", "u_alpha_binary", "ku_alpha",
}  # fmt: skip
REASONS = {
    "no_variation", "no_units", "no_intersection", "single_coder", "no_common_transcripts",
    "one_transcript", "overlapping_codes",
}  # fmt: skip
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
    return desk


@pytest.fixture
def work(template: Desk, tmp_path: Path) -> Desk:
    """Everything coded, nothing locked."""
    return template.copy(tmp_path / "desk")


@pytest.fixture
def revealed(work: Desk) -> Desk:
    work.done("lock", "STUDY", "--as", "Ana")
    work.done("lock", "STUDY", "--as", "Ben")
    return work


def check_figure(figure: dict[str, Any]) -> None:
    if figure["value"] is None:
        assert figure["undefined"] in REASONS
        return
    assert figure["undefined"] is None and np.isfinite(figure["value"])
    if figure["low"] is None:
        assert figure["high"] is None and figure["interval"] == "one_transcript"
    else:
        assert figure["low"] <= figure["high"]


def vectors(
    code: str, base: dict[str, list[tuple[int, int]]] | None = None
) -> tuple[list[int], list[int]]:
    found: tuple[list[int], list[int]] = ([], [])
    for name, body in sorted(TEXTS.items()):
        scope = base[name] if base else [(0, len(body))]
        for place, rows in enumerate((ANA, BEN)):
            coded = {
                at for row in rows if row[0] == name and row[3] == code for at in range(*row[1:3])
            }
            found[place].extend(int(at in coded) for s, e in scope for at in range(s, e))
    return found


def said(desk: Desk) -> dict[str, list[tuple[int, int]]]:
    return {
        name: [
            (turn["text_start"], turn["end"])
            for turn in desk.json("turns", "STUDY", name)
            if not turn["interviewer"]
        ]
        for name in TEXTS
    }


# --------------------------------------------------------------------------------- agreement


def test_refused_while_nothing_is_revealed(work: Desk) -> None:
    before = work.refused("agreement", "STUDY", "--as", "Ana", "--json")
    work.done("lock", "STUDY", "--as", "Ana")
    assert work.refused("agreement", "STUDY", "--as", "Ana", "--json") == before
    work.done("lock", "STUDY", "--as", "Ben", "B")
    shown = work.json("agreement", "STUDY")
    assert shown["compared"] == {"transcripts": 1, "of": 2} and shown["transcripts"] == ["B"]
    assert work.json("agreement", "STUDY", "--transcripts", "B") == shown
    for words in (("A",), ("A", "B"), ("A,B",), ("B", "--transcripts", "A"), ("C",)):
        work.refused("agreement", "STUDY", "--json", "--transcripts", *words)


def test_every_key(revealed: Desk) -> None:
    shown = revealed.json("agreement", "STUDY")
    assert {
        "coders", "length", "transcripts", "codes", "u_alpha", "cu_alpha",
        "krippendorff_alpha_sets", "segments", "round", "unit", "base", "codebook_version",
        "units", "groups", "bootstrap", "segmentation", "label", "codebook_frozen", "compared",
    } <= set(shown)  # fmt: skip
    assert (shown["round"], shown["unit"], shown["coders"]) == (
        "first",
        "character",
        ["Ana", "Ben"],
    )
    assert shown["bootstrap"] == {"replicates": 1000, "seed": shown["bootstrap"]["seed"]}
    assert isinstance(shown["bootstrap"]["seed"], int)
    assert shown["compared"] == {"transcripts": 2, "of": 2}
    assert (shown["label"], shown["codebook_frozen"]) == ("independent", False)
    assert set(shown["krippendorff_alpha_sets"]) == {"nominal", "jaccard", "masi"}
    assert {"match", "agreement", "f1", "precision", "recall", "start_error", "end_error"} <= set(
        shown["segments"]
    )
    trust = shown["codes"][T]
    assert PER_CODE | {"prevalence", "cells", "pairs", "transcripts"} <= set(trust)
    assert set(trust["cells"]) == {"both", "only_a", "only_b", "neither"}
    assert set(trust["prevalence"]) == {"Ana", "Ben"} and set(trust["transcripts"]) == {"A", "B"}
    pair = trust["pairs"]["Ana,Ben"]
    assert {"percent_agreement", "positive_agreement", "cohen_kappa"} <= set(pair)
    for code in shown["codes"].values():
        for key in PER_CODE:
            check_figure(code[key])
    assert shown["codes"]["Channels"]["cohen_kappa"]["undefined"] == "no_variation"
    assert shown["codes"]["Channels"]["percent_agreement"]["value"] == 1


@pytest.mark.parametrize("base", ["participants", "all"])
def test_figures_are_those_of_scikit_learn_and_krippendorff(revealed: Desk, base: str) -> None:
    shown = revealed.json("agreement", "STUDY", "--base", base)
    scope = said(revealed) if base == "participants" else None
    for code in (T, F):
        one, two = vectors(code, scope)
        figures = shown["codes"][code]
        expected = {
            "cohen_kappa": cohen_kappa_score(one, two),
            "character_f1": f1_score(one, two),
            "krippendorff_alpha": krippendorff.alpha([one, two], level_of_measurement="nominal"),
            "percent_agreement": float(np.mean(np.array(one) == np.array(two))),
        }
        for key, value in expected.items():
            assert figures[key]["value"] == pytest.approx(value, abs=1e-9)
        assert figures["prevalence"]["Ana"] == pytest.approx(np.mean(one))
        assert figures["cells"]["both"] == sum(a and b for a, b in zip(one, two, strict=True))
    assert shown["length"] == len(vectors(T, scope)[0])


def test_turns_as_units(revealed: Desk) -> None:
    shown = revealed.json("agreement", "STUDY", "--unit", "turn", "--base", "participants")
    assert (shown["unit"], shown["units"]) == ("turn", 4)
    scope = [(n, s, e) for n, ranges in sorted(said(revealed).items()) for s, e in ranges]
    one, two = (
        [
            int(any(r[0] == n and r[3] == T and r[1] < e and r[2] > s for r in rows))
            for n, s, e in scope
        ]
        for rows in (ANA, BEN)
    )
    cells = shown["codes"][T]["cells"]
    assert cells["both"] == sum(a * b for a, b in zip(one, two, strict=True))
    assert shown["codes"][T]["percent_agreement"]["value"] == np.mean(np.array(one) == two)
    assert revealed.json("agreement", "STUDY", "--unit", "turn", "--base", "all")["units"] == 8
    for unit in ("token", "sentence"):
        assert revealed.json("agreement", "STUDY", "--unit", unit)["units"] > 4


def test_bootstrap_is_seeded(revealed: Desk) -> None:
    words = ("agreement", "STUDY", "--bootstrap", 50, "--seed", 11)
    one, two = revealed.json(*words), revealed.json(*words)
    assert one == two and one["bootstrap"] == {"replicates": 50, "seed": 11}
    text = revealed.run("agreement", "STUDY")
    assert "seed" in text.stdout + text.stderr
    none = revealed.json("agreement", "STUDY", "--bootstrap", 0)
    assert none["codes"][T]["cohen_kappa"]["value"] == one["codes"][T]["cohen_kappa"]["value"]


def test_one_transcript_has_no_interval(revealed: Desk) -> None:
    figure = revealed.json("agreement", "STUDY", "--transcripts", "B")["codes"][T]["cohen_kappa"]
    assert figure["value"] is not None
    assert (figure["low"], figure["high"], figure["interval"]) == (None, None, "one_transcript")


def test_roll_up_is_named_and_off(revealed: Desk) -> None:
    plain = revealed.json("agreement", "STUDY")
    assert plain["codes"]["People"]["cells"]["both"] == 0 and plain["roll_up"] is False
    rolled = revealed.json("agreement", "STUDY", "--roll-up")
    assert rolled["codes"]["People"]["cells"] == rolled["codes"][T]["cells"]
    assert rolled["roll_up"] is True


def test_the_newest_round_that_is_not_practice(revealed: Desk) -> None:
    revealed.done("round", "close", "STUDY", "first")
    revealed.done("round", "open", "STUDY", "trial", "--coders", "Ana,Ben", "--practice",
                  "--transcripts", "A")  # fmt: skip
    for who in ("Ana", "Ben"):
        revealed.done("lock", "STUDY", "--as", who)
    assert revealed.json("agreement", "STUDY")["round"] == "first"
    assert revealed.json("agreement", "STUDY", "--round", "trial")["label"] == "practice"
    assert "first, trial" in revealed.refused("agreement", "STUDY", "--round", "none")
    revealed.done("round", "open", "STUDY", "third", "--coders", "Ana,Ben", "--transcripts", "B")
    revealed.refused("agreement", "STUDY")
    revealed.done("round", "open", "STUDY", "fourth", "--coders", "Cem")
    revealed.done("lock", "STUDY", "--as", "Cem")
    alone = revealed.json("agreement", "STUDY")
    figure = alone["codes"][T]["cohen_kappa"]
    assert (figure["value"], figure["undefined"]) == (None, "single_coder")


def test_what_is_locked_after_reading_the_other_is_discussed(work: Desk) -> None:
    for who in ("Ana", "Ben"):
        work.done("lock", "STUDY", "--as", who, "A")
    assert work.json("disagreements", "STUDY", "--as", "Ben")
    for who in ("Ana", "Ben"):
        work.done("lock", "STUDY", "--as", who, "B")
    assert work.json("agreement", "STUDY")["label"] == "after alignment"
    assert work.json("agreement", "STUDY", "--transcripts", "A")["label"] == "independent"


def test_consensus_moves_no_figure(revealed: Desk) -> None:
    before = revealed.json("agreement", "STUDY")
    for item in revealed.json("disagreements", "STUDY", "--as", "Ana"):
        revealed.done("resolve", "STUDY", "--as", "Ana", item["id"], "--outcome", "both",
                      "--reason", "context")  # fmt: skip
    assert revealed.json("agreement", "STUDY") == before


# ------------------------------------------------------------------------------- reliability

WIDE = "unit,Ana,Ben\n" + "".join(
    f"{n},{a},{b}\n" for n, (a, b) in enumerate(zip("1122333412", "1123333421", strict=True), 1)
)
GAPS = "Ana,Ben,Cem\n1,1,\n2,2,2\n3,,3\n,,1\n1,2,1\n3,3,3\n"


def rated(desk: Desk, table: str, *words: object) -> dict[str, Any]:
    found: dict[str, Any] = desk.json("reliability", desk.file("t.csv", table), *words)
    return found


def test_reliability_of_two(work: Desk) -> None:
    shown = rated(work, WIDE, "--level", "nominal")
    assert {
        "level", "units", "coders", "categories", "percent_agreement", "cohen_kappa",
        "scott_pi", "fleiss_kappa", "conger_kappa", "brennan_prediger", "gwet_ac1",
        "krippendorff_alpha", "one_vs_rest",
    } <= set(shown)  # fmt: skip
    assert (shown["level"], shown["units"], shown["coders"]) == ("nominal", 10, ["Ana", "Ben"])
    assert shown["categories"] == ["1", "2", "3", "4"]
    one, two = list("1122333412"), list("1123333421")
    assert shown["cohen_kappa"]["value"] == pytest.approx(cohen_kappa_score(one, two), abs=1e-12)
    assert shown["percent_agreement"]["value"] == 0.7
    assert shown["brennan_prediger"]["value"] == pytest.approx((0.7 - 0.25) / 0.75)
    for category, figures in shown["one_vs_rest"].items():
        assert set(figures) == {"cohen_kappa", "scott_pi", "fleiss_kappa", "krippendorff_alpha"}
        expected = cohen_kappa_score([c == category for c in one], [c == category for c in two])
        assert figures["cohen_kappa"]["value"] == pytest.approx(expected, abs=1e-12)
    for weights in ("linear", "quadratic"):
        shown = rated(work, WIDE, "--level", "ordinal", "--weights", weights)
        expected = cohen_kappa_score(one, two, weights=weights)
        assert shown["cohen_kappa_weighted"]["value"] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_at_every_level_with_gaps(work: Desk, level: str) -> None:
    data = np.array(
        [[float(c) if c else np.nan for c in row.split(",")] for row in GAPS.split("\n")[1:-1]]
    ).T
    shown = rated(work, GAPS, "--level", level)
    expected = krippendorff.alpha(data, level_of_measurement=level)
    assert shown["krippendorff_alpha"]["value"] == pytest.approx(expected, abs=1e-12)
    assert shown["units"] == 6 and set(shown["pairs"]) == {"Ana,Ben", "Ana,Cem", "Ben,Cem"}


def test_long_tables_say_the_same(work: Desk) -> None:
    lines = [
        f"{n},{coder},{value}"
        for n, row in enumerate(WIDE.split("\n")[1:-1])
        for coder, value in zip(("Ana", "Ben"), row.split(",")[1:], strict=True)
    ]
    long = rated(work, "unit,coder,value\n" + "\n".join(lines), "--format", "long", "--level",
                 "nominal")  # fmt: skip
    assert long == rated(work, WIDE, "--level", "nominal")


def test_categories_offered_count(work: Desk) -> None:
    shown = rated(work, WIDE, "--level", "nominal", "--categories", "1,2,3,4,5")
    assert shown["categories"] == ["1", "2", "3", "4", "5"]
    assert shown["brennan_prediger"]["value"] == pytest.approx((0.7 - 0.2) / 0.8)
    work.refused("reliability", work.file("t.csv", WIDE), "--level", "nominal", "--categories",
                 "1,2")  # fmt: skip


def test_sets(work: Desk) -> None:
    shown = rated(work, "Ana,Ben\na;b,a\n-,-\nb,b\na,-\n", "--level", "set")
    assert set(shown["krippendorff_alpha_sets"]) == {"nominal", "jaccard", "masi"}
    expected = cohen_kappa_score([1, 0, 0, 1], [1, 0, 0, 0])
    assert shown["codes"]["a"]["cohen_kappa"]["value"] == pytest.approx(expected)


def test_no_variation_is_said(work: Desk) -> None:
    shown = rated(work, "Ana,Ben\nx,x\nx,x\n", "--level", "nominal")
    for key in ("cohen_kappa", "scott_pi", "fleiss_kappa", "conger_kappa", "krippendorff_alpha"):
        assert (shown[key]["value"], shown[key]["undefined"]) == (None, "no_variation")
    assert shown["percent_agreement"]["value"] == 1
    alone = rated(work, "Ana\nx\ny\n", "--level", "nominal")
    assert alone["cohen_kappa"]["undefined"] == "single_coder"


@pytest.mark.parametrize(
    "words", [(), ("--level", "cosmic"), ("--level", "nominal", "--format", "x")]
)
def test_reliability_used_wrongly(work: Desk, words: tuple[str, ...]) -> None:
    work.refused("reliability", work.file("t.csv", WIDE), *words, code=2)


def test_reliability_refuses_what_is_no_number(work: Desk) -> None:
    said = work.refused("reliability", work.file("t.csv", "Ana,Ben\n1,2\nx,2\n"), "--level",
                        "interval")  # fmt: skip
    assert "line 3" in said
    work.refused("reliability", work.folder / "none.csv", "--level", "nominal")


# --------------------------------------------------------------------------------- unitizing

SPANS = "coder,start,end,code\nAna,10,30,fear\nBen,15,30,fear\nBen,60,70,joy\nAna,60,70,joy\n"


def unitized(desk: Desk, table: str, *words: object) -> dict[str, Any]:
    found: dict[str, Any] = desk.json("unitizing", desk.file("t.csv", table), *words)
    return found


def test_unitizing(work: Desk) -> None:
    shown = unitized(work, SPANS, "--length", 100)
    assert {
        "coders", "length", "transcripts", "codes", "u_alpha", "cu_alpha",
        "krippendorff_alpha_sets", "segments",
    } <= set(shown)  # fmt: skip
    assert (shown["coders"], shown["length"]) == (["Ana", "Ben"], 100)
    fear = shown["codes"]["fear"]
    assert PER_CODE | {"prevalence", "cells", "pairs", "transcripts"} <= set(fear)
    one = [int(10 <= at < 30) for at in range(100)]
    two = [int(15 <= at < 30) for at in range(100)]
    assert fear["cohen_kappa"]["value"] == pytest.approx(cohen_kappa_score(one, two), abs=1e-12)
    assert fear["krippendorff_alpha"]["value"] == pytest.approx(
        krippendorff.alpha([one, two], level_of_measurement="nominal"), abs=1e-12
    )
    assert fear["cells"] == {"both": 15, "only_a": 5, "only_b": 0, "neither": 80}
    assert fear["prevalence"] == {"Ana": 0.2, "Ben": 0.15}
    assert shown["codes"]["joy"]["cohen_kappa"]["value"] == 1


def test_options_of_unitizing(work: Desk) -> None:
    table = "transcript,coder,start,end,code\none,Ana,0,10,x\none,Ben,0,9,x\ntwo,Ben,5,9,x\n"
    words = ("--length", "one=20", "--length", "two=30")
    shown = unitized(work, table, *words)
    assert (shown["length"], shown["transcripts"]) == (50, ["one", "two"])
    assert set(shown["codes"]["x"]["transcripts"]) == {"one", "two"}
    one = [1] * 10 + [0] * 40
    two = [1] * 9 + [0] * 11 + [0] * 5 + [1] * 4 + [0] * 21
    kappa = cohen_kappa_score(one, two)
    assert shown["codes"]["x"]["cohen_kappa"]["value"] == pytest.approx(kappa, abs=1e-12)
    each = [cohen_kappa_score(one[:20], two[:20]), cohen_kappa_score(one[20:], two[20:])]
    for rule, expected in (("mean", sum(each) / 2), ("length", (20 * each[0] + 30 * each[1]) / 50)):
        found = unitized(work, table, *words, "--aggregate", rule)["codes"]["x"]["cohen_kappa"]
        assert found["value"] == pytest.approx(expected, abs=1e-12)
    third = unitized(work, table, *words, "--coders", "Cem,Ben,Ana", "--codes", "y")
    assert third["coders"] == ["Cem", "Ben", "Ana"] and set(third["codes"]) == {"x", "y"}
    assert set(third["codes"]["x"]["pairs"]) == {"Cem,Ben", "Cem,Ana", "Ben,Ana"}
    assert third["codes"]["y"]["cohen_kappa"]["undefined"] == "no_variation"
    for rule, matched in (("exact", 0), ("iou:0.5", 1), ("overlap:0.9", 1), ("overlap:0.95", 0)):
        segments = unitized(work, table, *words, "--match", rule)["segments"]
        assert segments["f1"]["value"] == pytest.approx(2 * matched / 3)
    segments = unitized(work, table, *words, "--reference", "Ben")["segments"]
    assert (segments["precision"]["value"], segments["recall"]["value"]) == (1, 0.5)
    units = work.file("u.csv", "transcript,start,end\none,0,10\none,10,20\ntwo,0,30\n")
    cells = unitized(work, table, *words, "--units", units)["codes"]["x"]["cells"]
    assert cells == {"both": 1, "only_a": 0, "only_b": 1, "neither": 1}


def test_codes_of_one_coder_that_overlap(work: Desk) -> None:
    table = "coder,start,end,code\nAna,0,10,x\nAna,5,15,y\nBen,0,10,x\n"
    shown = unitized(work, table, "--length", 20)
    for figure in (shown["u_alpha"], shown["cu_alpha"], shown["codes"]["x"]["ku_alpha"]):
        assert (figure["value"], figure["undefined"]) == (None, "overlapping_codes")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (SPANS, ("--length", 69)),
        ("coder,start,end,code\nAna,5,5,x\n", ("--length", 10)),
        ("coder,start,end,code\nAna,-1,5,x\n", ("--length", 10)),
        ("coder,start,code\nAna,1,x\n", ("--length", 10)),
        ("transcript,coder,start,end,code\na,A,0,1,x\nb,A,0,1,x\n", ("--length", 10)),
        (SPANS, ("--length", 100, "--reference", "Nobody")),
    ],
)
def test_tables_of_spans_that_cannot_be(work: Desk, table: str, words: tuple[Any, ...]) -> None:
    work.refused("unitizing", work.file("t.csv", table), *words)


@pytest.mark.parametrize(
    "words", [(), ("--length", "ten"), ("--length", 100, "--match", "magic"),
              ("--length", 100, "--aggregate", "magic")]
)  # fmt: skip
def test_unitizing_used_wrongly(work: Desk, words: tuple[Any, ...]) -> None:
    work.refused("unitizing", work.file("t.csv", SPANS), *words, code=2)


def test_no_command_of_figures_prints_nan(revealed: Desk) -> None:
    for words in (
        ("agreement", "STUDY"),
        ("reliability", revealed.file("r.csv", "Ana,Ben\nx,x\n"), "--level", "nominal"),
        ("unitizing", revealed.file("u.csv", "coder,start,end,code\n"), "--length", 10, "--coders",
         "Ana,Ben", "--codes", "x"),
    ):  # fmt: skip
        text = revealed.done(*words, "--json")
        assert "NaN" not in text and "Infinity" not in text
        json.loads(text)
