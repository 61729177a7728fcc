"""The demo study by its commands, against what a script without the workbench counts.

``expected.json`` is made by ``source/expected.py`` beside the data. Both must say the same of
agreement, of the queue, of what both coders hold in the end, and of every figure.
"""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from workbench.cli import cli
from workbench.shipped import shipped

FOLDER = shipped("corpora", "river-warnings")
PLAN: dict[str, Any] = json.loads((FOLDER / "study.json").read_text(encoding="utf-8"))
EXPECTED: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
FIRST = PLAN["round"]["name"]
CODERS: list[str] = PLAN["round"]["coders"]
ROUNDS = list(EXPECTED["rounds"])
COMMENTS = "survey: Anything you would like to add?"
COEFFICIENTS = ("percent_agreement", "positive_agreement", "cohen_kappa", "krippendorff_alpha")
CLOSED = ("Is the model accurate?",)
OFTEN = ("inform and request", "meet and share", "customised database", "integrated systems")


def run(*words: str | Path) -> str:
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code == 0, (words, result.stderr)
    return result.stdout


def listed(*words: str | Path) -> Any:
    return json.loads(run(*words, "--json"))


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Set up, coded, locked, settled as far as the two got, themes made; all by commands."""
    path = tmp_path_factory.mktemp("river") / "river.db"
    run("new", path, "--title", PLAN["title"], "--mode", PLAN["mode"])
    for one in PLAN["people"]:
        run("people", "add", path, one["name"], "--role", one["role"])
    run("codebook", "import", path, FOLDER.parents[1] / PLAN["codebook"])
    files = [FOLDER / file for file in PLAN["transcripts"]]
    run("import", path, *files, "--interviewer", *PLAN["interviewers"])
    run("cases", path, FOLDER / PLAN["cases"])
    scales = [f"{question}=1,2,3,4,5" for question in ("importance", "working")]
    run("answers", path, FOLDER / "answers.csv", *(w for s in scales for w in ("--scale", s)))
    run("round", "open", path, FIRST, "--coders", ",".join(CODERS))
    for coder in CODERS:
        table = FOLDER / PLAN["codings"][coder]["codings"]
        run("codings", "import", path, table, "--create-codes", "--as", coder)
    for coder in CODERS:
        run("lock", path, "--as", coder)
    settle(path)
    make_themes(path)
    survey(path)
    return path


def settle(path: Path) -> None:
    found = listed("disagreements", path, "--as", CODERS[0])
    places = {(i["transcript"], i["start"], i["end"], i["kind"]): i["id"] for i in found}
    for row in rows(PLAN["decisions"]):
        item = places[row["transcript"], int(row["start"]), int(row["end"]), row["kind"]]
        words = ["--outcome", row["outcome"], "--reason", row["reason"], "--note", row["note"]]
        run("resolve", path, item, *words, "--as", row["by"])
    rule, least = PLAN["boundaries"]["rule"], str(PLAN["boundaries"]["min_overlap"])
    run("resolve", path, "--rule", rule, "--min-overlap", least, "--as", CODERS[0])


def make_themes(path: Path) -> None:
    for row in rows(PLAN["themes"]):
        if row["theme"]:
            run("theme", "add", path, row["theme"], "--concept", row["concept"])
            names = [name.strip() for name in row["codes"].split(";")]
            run("theme", "move", path, *names, "--to", row["theme"])


def survey(path: Path) -> None:
    """The survey, and its free text coded by both in a round of its own."""
    options = ["--name", "survey", "--closed", *CLOSED]
    for name in OFTEN:
        options += ["--scale", f"How often: {name}=never,rarely,regularly"]
    run("survey", path, FOLDER / "survey.csv", *options)
    run("codebook", "import", path, FOLDER / "survey-codes.csv")
    words = ["--coders", ",".join(CODERS), "--transcripts", COMMENTS]
    run("round", "open", path, ROUNDS[1], *words)
    for coder in CODERS:
        table = FOLDER / f"survey-codings-{coder.lower()}.csv"
        run("codings", "import", path, table, "--as", coder)
        run("lock", path, "--as", coder)


@pytest.mark.parametrize("name", ROUNDS)
def test_agreement_of_every_code(study: Path, name: str) -> None:
    want = EXPECTED["rounds"][name]["agreement"]
    words = ["--round", name, "--unit", want["unit"], "--bootstrap", "0"]
    report = listed("agreement", study, *words)
    assert report["compared"]["transcripts"] == want["transcripts"]
    assert report["units"] == want["units"]
    used = {path for path, one in report["codes"].items() if sum(one["prevalence"].values())}
    assert used == set(want["codes"])
    pairs = [(path, report["codes"][path], one) for path, one in want["codes"].items()]
    for path, computed, one in [*pairs, ("any", report["segmentation"], want["segmentation"])]:
        assert computed["cells"] == one["cells"], path
        for key in COEFFICIENTS:
            assert computed[key]["value"] == pytest.approx(one[key], abs=1e-9), (path, key)


@pytest.mark.parametrize("name", ROUNDS)
def test_the_queue_and_what_is_left_of_it(study: Path, name: str) -> None:
    want = EXPECTED["rounds"][name]["queue"]
    waiting = listed("disagreements", study, "--round", name, "--as", CODERS[0])
    assert len(waiting) == want["open"]
    found = listed("disagreements", study, "--round", name, "--all", "--as", CODERS[0])
    assert len(found) == want["items"]
    lines: dict[str, set[str]] = {}
    for item in found:
        sides = [" + ".join(sorted(set(item["codes"].get(coder, [])))) for coder in CODERS]
        place = f"{item['start']}-{item['end']} {item['kind']}"
        line = f"{place} {sides[0] or '-'} | {sides[1] or '-'}"
        lines.setdefault(item["transcript"], set()).add(line)
    assert lines == {name: set(each) for name, each in want["lines"].items()}


def test_what_both_hold_in_the_end(study: Path) -> None:
    agreed = listed("codings", "list", study, "--layer", "consensus", "--as", CODERS[0])
    want = [EXPECTED["rounds"][name]["consensus"] for name in ROUNDS]
    assert len(agreed) == sum(one["passages"] for one in want)
    figures = listed("describe", study, "--variable", "codes")
    for data_set, one in zip(("interviews", "survey"), want, strict=True):
        of_it = [row for row in figures if row["data_set"] == data_set]
        assert by_base(of_it, "participants") == {k: v["participants"] for k, v in codes(one)}
        assert by_base(of_it, "units") == {k: v["passages"] for k, v in codes(one)}
    themes = listed("describe", study, "--variable", "themes")
    assert by_base(themes, "participants") == {
        theme: one["participants"] for theme, one in want[0]["themes"].items()
    }
    assert by_base(themes, "units") == {
        theme: one["passages"] for theme, one in want[0]["themes"].items()
    }


@pytest.mark.parametrize(
    ("layer", "key"), [*zip(CODERS, "ab", strict=True), ("consensus", "agreed")]
)
def test_the_planted_themes_are_there_to_be_found(study: Path, layer: str, key: str) -> None:
    held = listed("codings", "list", study, "--layer", layer, "--as", CODERS[0])
    planted = {row["theme"]: row for row in rows("planted.csv")}
    assert EXPECTED["rounds"][FIRST]["planted"].keys() == planted.keys()
    for theme, want in EXPECTED["rounds"][FIRST]["planted"].items():
        names = {name.strip() for name in planted[theme]["codes"].split(";")}
        places = {
            (transcript, start, end)
            for transcript, start, end, code in passages(held)
            if code.rpartition("/")[2] in names
            and transcript in SECTIONS
            and planted[theme]["question"] in ("model", asked(transcript, start))
        }
        found = {"passages": len(places), "participants": len({one[0] for one in places})}
        assert found == want[key], theme


def passages(held: list[dict[str, Any]]) -> set[tuple[str, int, int, str]]:
    """Codings as passages: what one person coded twice with one code counts once."""
    found: list[tuple[str, int, int, str]] = []
    for one in sorted(held, key=lambda one: (one["transcript"], one["code"], one["start"])):
        transcript, start, end, code = (one[key] for key in ("transcript", "start", "end", "code"))
        if found and found[-1][::3] == (transcript, code) and start < found[-1][2]:
            transcript, start, before, code = found.pop()
            end = max(before, end)
        found.append((transcript, start, end, code))
    return set(found)


SECTIONS: dict[str, list[tuple[int, str]]] = {}
for _row in rows("sections.csv"):
    SECTIONS.setdefault(_row["transcript"], []).append((int(_row["start"]), _row["section"]))


def asked(transcript: str, at: int) -> str:
    """After which of the three questions a place lies."""
    return max((one for one in SECTIONS[transcript] if one[0] <= at), default=(0, ""))[1]


def codes(consensus: dict[str, Any]) -> Iterator[tuple[str, dict[str, int]]]:
    yield from consensus["codes"].items()


def by_base(figures: list[dict[str, Any]], base_kind: str) -> dict[str, int]:
    return {row["value"]: row["n"] for row in figures if row["base_kind"] == base_kind and row["n"]}


def test_every_answer_is_counted_on_every_base(study: Path) -> None:
    found = {
        (row["data_set"], row["variable"], row["value"], row["base_kind"]): (row["n"], row["base"])
        for row in listed("describe", study)
    }
    for row in EXPECTED["answers"]:
        key = row["data_set"], row["variable"], row["value"]
        assert found[*key, "participants"] == (row["n"], row["participants"]), key
        if "valid answers" in row:
            assert found[*key, "valid answers"] == (row["n"], row["valid answers"])
        if (*key, "answers given") in found:
            assert found[*key, "answers given"] == (row["n"], row["answers given"])


def test_every_published_figure_is_computed(study: Path) -> None:
    figures = listed("replicate", study, "--published", FOLDER / "published.csv")
    computed = {row["figure"]: row for row in figures}
    assert set(computed) == set(EXPECTED["published"])
    for name, want in EXPECTED["published"].items():
        one = computed[name]
        assert (one["n"], one["base"]) == (want["n"], want["base"]), name
        assert one["exact"] == pytest.approx(want["exact"]), name
        impossible = "least answers" in want
        assert one["status"] == ("contradiction" if impossible else "ok"), name
        assert not impossible or str(want["least answers"]) in one["why"]


@pytest.mark.parametrize(
    ("script", "files"),
    [
        ("survey.py", ["survey.csv"]),
        ("survey_codings.py", ["survey-codings-ana.csv", "survey-codings-ben.csv"]),
        ("expected.py", ["expected.json"]),
    ],
)
def test_the_scripts_write_what_is_there(script: str, files: list[str], tmp_path: Path) -> None:
    command = [sys.executable, "-I", "-B", "-c", ISOLATED, str(FOLDER / "source"), script]
    subprocess.run([*command, str(tmp_path)], check=True, env={**os.environ, "PYTHONPATH": ""})
    for file in files:
        assert (tmp_path / file).read_bytes() == (FOLDER / file).read_bytes(), (
            f"{file} is not what source/{script} makes of the tables: run it again"
        )


# runs a script with nothing but its own folder and the standard library in reach
ISOLATED = """
import runpy, sys
folder, script = sys.argv[1:3]
sys.argv = [script, *sys.argv[3:]]
sys.path = [folder, *(place for place in sys.path if 'site-packages' not in place)]
runpy.run_path(f'{folder}/{script}', run_name='__main__')
"""
