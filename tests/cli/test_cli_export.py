"""Exports by commands: files, notices, refusals."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import dump
from themes_base import Scene

from workbench.cli import cli
from workbench.study import Study


@pytest.fixture
def scene(study: Study, tmp_path: Path) -> Scene:
    return Scene(study, tmp_path).coded()


def run(scene: Scene, what: str, target: Path, *options: str) -> Result:
    return CliRunner().invoke(cli, ["export", what, str(scene.study.path), str(target), *options])


def test_nvivo_reports_what_it_wrote_and_lost(scene: Scene) -> None:
    done = run(scene, "nvivo", scene.folder / "out", "--json")
    assert done.exit_code == 0
    report = json.loads(done.stdout)
    written = {path.name for path in (scene.folder / "out").iterdir()}
    assert {file["name"] for file in report["files"]} == written
    assert report["guarded"] > 0 and report["losses"]
    for loss in report["losses"]:
        assert loss in done.stderr
    assert f"{report['guarded']} cells kept from being taken for formulas" in done.stderr


def test_guard_and_delimiter_are_options(scene: Scene) -> None:
    done = run(
        scene, "nvivo", scene.folder / "out", "--no-formula-guard", "--delimiter", ";", "--json"
    )
    assert json.loads(done.stdout)["guarded"] == 0
    table = (scene.folder / "out" / "case_attributes.csv").read_bytes().decode("utf-8-sig")
    assert table == "Participant;sector;years\r\nP1;=water;31\r\nP2;fire;-4\r\n"
    readme = (scene.folder / "out" / "README.txt").read_text(encoding="utf-8-sig")
    assert "semicolons between columns" in readme


def test_a_full_folder_is_refused(scene: Scene) -> None:
    before = dump(scene.study)
    assert run(scene, "nvivo", scene.folder).exit_code == 1
    assert run(scene, "nvivo", scene.folder / "no" / "out").exit_code == 1
    assert dump(scene.study) == before


def test_codings_and_codebook_go_to_one_file_each(scene: Scene) -> None:
    done = run(scene, "codings", scene.folder / "codings.csv", "--json")
    assert json.loads(done.stdout)["rows"] == 7 + 6 + 6
    table = (scene.folder / "codings.csv").read_bytes().decode("utf-8-sig")
    assert table.startswith("transcript,start,end,code,memo,coder,layer\r\n")
    done = run(scene, "codebook", scene.folder / "codes.csv", "--json")
    assert json.loads(done.stdout)["rows"] == 5
    table = (scene.folder / "codes.csv").read_bytes().decode("utf-8-sig")
    assert table.startswith("Name,Parent,Description,When to use,When not to use,")


def test_no_export_replaces_the_study(scene: Scene) -> None:
    content = scene.study.path.read_bytes()
    for what in ("codings", "codebook", "refi", "report"):
        assert run(scene, what, scene.study.path).exit_code == 1
    assert scene.study.path.read_bytes() == content


def test_a_hidden_layer_is_refused_alike_empty_or_not(study: Study, tmp_path: Path) -> None:
    scene = Scene(study, tmp_path)
    scene.open()
    words = []
    for _ in range(2):
        refused = run(scene, "codings", tmp_path / "codings.csv", "--layer", "Ana", "--as", "Ben")
        assert refused.exit_code == 1 and not (tmp_path / "codings.csv").exists()
        words.append(refused.stderr)
        scene.code(scene.ana, "P1", "Marta", "Trust")
    assert words[0] == words[1]


@pytest.mark.parametrize(
    "words", [(), ("nvivo",), ("codebook",), ("codings",), ("refi",), ("report",)]
)
def test_help_has_an_example(words: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(cli, ["export", *words, "--help"])
    assert shown.exit_code == 0 and "Example: workbench " in shown.stdout
