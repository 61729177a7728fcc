"""The demo: made whole or not at all, found again, without a terminal only made."""

import html
import json
import re
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import workbench.demo
from workbench.cli import cli
from workbench.consensus.queue import progress
from workbench.consensus.store import consensus_codings
from workbench.errors import WorkbenchError
from workbench.shipped import shipped
from workbench.study import open_study, people, verify
from workbench.study.layers import layers
from workbench.themes.board import board
from workbench.themes.store import parked_codes, themes


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "river"
    done = run("demo", folder, "--no-open")
    assert done.exit_code == 0, done.output
    path = Path(done.stdout.strip())
    assert path.parent == folder
    return path


def test_the_demo_is_one_file_with_both_coders_locked(demo: Path) -> None:
    assert [entry.name for entry in demo.parent.iterdir()] == [demo.name]
    with open_study(demo) as study:
        plan = json.loads(shipped("corpora", "river-warnings", "study.json").read_text("utf-8"))
        assert study.title == plan["title"]
        assert [p.name for p in people(study)] == [p["name"] for p in plan["people"]]
        work = layers(study)
        per_coder = len(plan["transcripts"]) + 1  # the comments of the survey are one more
        assert len(work) == per_coder * len(plan["round"]["coders"])
        assert all(layer.locked and layer.revealed for layer in work)
        assert verify(study).ok


def test_the_demo_shows_consensus_and_themes(demo: Path) -> None:
    decided = shipped("corpora", "river-warnings", "decisions.csv").read_text("utf-8")
    with open_study(demo) as study:
        queue = progress(study)
        assert queue.settled > len(decided.splitlines()) - 1, "boundaries by rule come on top"
        assert queue.open > queue.settled, "there is work left to try things on"
        assert any(c.item_id for c in consensus_codings(study))
        assert all(theme.concept and theme.codes for theme in themes(study, None))
        assert [why for _, why in parked_codes(study, None) if why]


def test_the_demo_gives_the_published_figures_and_names_what_cannot_be(demo: Path) -> None:
    told = json.loads(run("replicate", demo, "--json").stdout)
    assert len(told) == 32
    contradicted = {row["figure"] for row in told if row["status"] == "contradiction"}
    assert contradicted == {"Q2 ratings", "Q3 several answers"}
    assert {row["status"] for row in told} == {"ok", "contradiction"}
    for name in ("lineage", "challenges"):
        assert len(json.loads(run(name, demo, "--json").stdout)) == {"lineage": 4}.get(name, 6)


def test_every_figure_of_the_report_is_that_of_a_command(demo: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    told = run("export", "report", demo, page, "--bootstrap", "20", "--json")
    assert json.loads(told.stdout)["bytes"] == page.stat().st_size
    text = page.read_text(encoding="utf-8").replace("\u00a0", " ")
    rows = []
    for row in re.findall("<tr>.*?</tr>", text, re.DOTALL):
        cells = html.unescape(re.sub("<[^>]+>", "|", row)).split("|")
        rows.append([cell.strip() for cell in cells])

    def shown(*cells: str) -> bool:
        return any(all(cell in row for cell in cells) for row in rows)

    for one in json.loads(run("describe", demo, "--json").stdout):
        lone = one["variable"] == "post"  # each of one participant only: not listed
        unused = one["variable"] in ("codes", "themes") and not one["n"]
        if not lone and not unused:
            assert shown(one["value"], f"{one['n']}", f"{one['percent']} %"), one
    for one in json.loads(run("replicate", demo, "--json").stdout):
        exact = [] if one["exact"] is None else [f"{one['exact']:.3f} %"]
        computed = f"{one['n']} of {one['base']}"
        assert shown(one["figure"], one["published"], computed, *exact), one
    compared = json.loads(run("agreement", demo, "--bootstrap", "20", "--json").stdout)
    for name, code in compared["codes"].items():
        cells, leaf = code["cells"], name.rpartition("/")[2]
        if cells["both"]:
            counts = [f"{cells[c]:,}".replace(",", " ") for c in ("only_a", "both", "only_b")]
            kappa = f"{code['cohen_kappa']['value']:.2f}".removeprefix("0")
            assert shown(leaf, kappa, *(c if c != "0" else "·" for c in counts)), name
    summary = json.loads(run("disagreements", demo, "--summary", "--json").stdout)
    for kind, counts in summary["kinds"].items():
        assert shown(kind, *(["·"] if not counts["open"] else [f"{counts['open']}"])), kind
        assert shown(kind, f"{counts['items']}")
    with open_study(demo) as study:
        for column in board(study, None).columns:
            assert f"{column.passages} passages, {column.by} of 28 participants" in text


def test_the_newest_round_is_that_of_the_interviews(demo: Path) -> None:
    plan = json.loads(shipped("corpora", "river-warnings", "study.json").read_text("utf-8"))
    listed = json.loads(run("round", "list", demo, "--json").stdout)
    assert [one["name"] for one in listed] == [plan["survey"]["round"], plan["round"]["name"]]


def test_themes_are_counted_out_of_those_who_were_interviewed(demo: Path) -> None:
    plan = json.loads(shipped("corpora", "river-warnings", "study.json").read_text("utf-8"))
    with open_study(demo) as study:
        assert board(study, None).participants == len(plan["transcripts"])


def test_own_codes_keep_everything_their_maker_wrote(demo: Path, tmp_path: Path) -> None:
    listed = run("codebook", "list", demo, "--json")
    made = [code for code in json.loads(listed.stdout) if code["maker"]]
    assert {code["maker"] for code in made} == {"Ana", "Ben"}
    assert all(code["definition"] and code["level"] for code in made)
    assert {code["origin"] for code in made} == {"inductive", "in-vivo"}


def test_an_existing_demo_is_found_and_not_made_again(demo: Path) -> None:
    with open_study(demo) as study:
        before = study.id
    done = run("demo", demo.parent)
    assert (done.exit_code, done.stdout.strip()) == (0, str(demo)), "and without a terminal it ends"
    with open_study(demo) as study:
        assert study.id == before


def test_without_a_folder_it_is_made_in_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("demo", "--no-open")
    made = tmp_path / done.stdout.strip()
    assert made.is_file()
    assert made.parent.parent == tmp_path


def test_a_demo_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(*_: object) -> None:
        raise WorkbenchError("broken off")

    monkeypatch.setattr(workbench.demo, "_themes", break_off)
    done = run("demo", tmp_path / "river", "--no-open")
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1] == "Error: broken off"
    assert list((tmp_path / "river").iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    taken = tmp_path / "river"
    taken.write_text("mine")
    done = run("demo", taken, "--no-open")
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert taken.read_text() == "mine"


def test_something_else_under_the_name_of_the_demo_is_no_demo(tmp_path: Path) -> None:
    (tmp_path / workbench.demo.FILE_NAME).write_text("mine")
    done = run("demo", tmp_path, "--no-open")
    assert done.exit_code == 1 and done.stdout == ""
    assert "is not a study file" in done.stderr


def test_two_demos_differ_in_ids_and_times_only(demo: Path, tmp_path: Path) -> None:
    other = workbench.demo.demo_in(tmp_path / "again")
    query = (
        "SELECT c.name, k.start, k.'end', k.memo FROM codings k JOIN codes c ON c.id = k.code_id"
        " ORDER BY 1, 2, 3, 4"
    )
    rows = []
    for path in (demo, other):
        connection = sqlite3.connect(path)
        rows.append(connection.execute(query).fetchall())
        connection.close()
    assert rows[0] == rows[1] != []
