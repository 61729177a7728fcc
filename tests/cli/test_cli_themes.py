"""Themes, phases and notes by commands."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import dump
from themes_base import Scene

from workbench.cli import cli
from workbench.codebook.store import add_code
from workbench.study import Study, history

KEYS = ["id", "name", "parent", "concept", "definition", "summary", "codes"]


@pytest.fixture
def scene(study: Study, tmp_path: Path) -> Scene:
    return Scene(study, tmp_path)


def run(scene: Scene, *words: str, ok: bool = True) -> Result:
    """Run ``workbench WORD [WORD] STUDY …``; the study stands where ``STUDY`` is written."""
    path = str(scene.study.path)
    done = CliRunner().invoke(cli, [path if word == "STUDY" else word for word in words])
    assert (done.exit_code == 0) is ok, done.stderr
    return done


def listed(scene: Scene, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(scene, *words, "--json").stdout)
    return found


def test_the_road_of_a_theme(scene: Scene) -> None:
    run(scene, "theme", "add", "STUDY", "Voices", "--concept", "One.", "--definition", "D.")
    run(scene, "theme", "add", "STUDY", "Hands", "--parent", "Voices", "--summary", "S.")
    run(scene, "theme", "move", "STUDY", "List", "Trust", "--to", "Voices", "--as", "Ana")
    run(scene, "theme", "move", "STUDY", "List", "--to", "Hands", "--also")
    found = listed(scene, "theme", "list", "STUDY")
    assert [list(theme) for theme in found] == [KEYS, KEYS]
    assert [[theme[key] for key in KEYS[1:]] for theme in found] == [
        ["Voices", None, "One.", "D.", "", ["Trust", "List"]],
        ["Hands", "Voices", "", "", "S.", ["List"]],
    ]
    assert run(scene, "theme", "edit", "STUDY", "Hands", ok=False).exit_code == 2
    run(scene, "theme", "edit", "STUDY", "Hands", "--name", "Fingers", "--parent", "")
    run(scene, "theme", "merge", "STUDY", "Fingers", "Voices", "--into", "Voices")
    (left,) = listed(scene, "theme", "list", "STUDY")
    assert (left["name"], left["summary"], left["codes"]) == ("Voices", "S.", ["Trust", "List"])
    names = {entry.what: entry.by for entry in history(scene.study, None)}
    assert names["add a theme"] == "set-up"


def test_parking_tells_codes_from_themes(scene: Scene) -> None:
    run(scene, "theme", "add", "STUDY", "Voices")
    run(scene, "theme", "add", "STUDY", "List")
    run(scene, "theme", "park", "STUDY", "Trust", "--why", "one voice")
    run(scene, "theme", "park", "STUDY", "Voices", "--why", "not now")
    before = dump(scene.study)
    refused = run(scene, "theme", "park", "STUDY", "Time", "List", "--why", "w", ok=False)
    assert "List is a code and a theme" in refused.stderr.splitlines()[-1]
    assert dump(scene.study) == before
    run(scene, "theme", "park", "STUDY", "List", "--theme", "--why", "w")
    parked = dict(scene.study.connection.execute("SELECT name, parked FROM themes").fetchall())
    assert parked == {"Voices": "not now", "List": "w"}
    assert scene.study.value("SELECT why FROM parked_codes") == "one voice"
    run(scene, "theme", "park", "STUDY", "Voices", "--undo")
    assert scene.study.value("SELECT parked FROM themes WHERE name = 'Voices'") is None
    run(scene, "theme", "park", "STUDY", "Nobody", "--why", "w", ok=False)


def test_refusals_change_nothing_and_say_what_to_do(scene: Scene) -> None:
    run(scene, "theme", "add", "STUDY", "Voices")
    before = dump(scene.study)
    for words in (
        ("theme", "add", "STUDY", "voices"),
        ("theme", "add", "STUDY", "New", "--parent", "Nobody"),
        ("theme", "move", "STUDY", "Trust", "Nobody", "--to", "Voices"),
        ("theme", "move", "STUDY", "Trust", "--to", "Nobody"),
        ("theme", "merge", "STUDY", "Voices", "--into", "Voices"),
        ("phases", "STUDY", "--override", "9", "--reason", "r"),
        ("phases", "STUDY", "--keep-map", "2"),
        ("note", "STUDY", "--as", "Ana", "hm", "--on", "P9"),
    ):
        done = run(scene, *words, ok=False)
        assert done.exit_code == 1
        assert done.stderr.splitlines()[-1].startswith("Error: ")
        assert dump(scene.study) == before


@pytest.mark.parametrize(
    "words",
    [
        ("phases", "STUDY", "--override", "3"),
        ("phases", "STUDY", "--reason", "r"),
        ("note", "STUDY", "words"),
        ("note", "STUDY", "--shared"),
        ("theme", "review", "STUDY", "Voices", "id"),
        ("theme", "move", "STUDY", "--to", "Voices"),
    ],
)
def test_wrong_usage(scene: Scene, words: tuple[str, ...]) -> None:
    assert run(scene, *words, ok=False).exit_code == 2


def test_a_hidden_code_shows_in_no_list_of_others(scene: Scene) -> None:
    add_code(scene.study, "Whisper", origin="inductive", by=scene.ana, shared=False)
    run(scene, "theme", "add", "STUDY", "Voices", "--as", "Ben")
    run(scene, "theme", "move", "STUDY", "Whisper", "--to", "Voices", "--as", "Ana")
    assert listed(scene, "theme", "list", "STUDY", "--as", "Ana")[0]["codes"] == ["Whisper"]
    for others in (("--as", "Ben"), ("--as", "Eva"), ()):
        assert listed(scene, "theme", "list", "STUDY", *others)[0]["codes"] == []
        run(scene, "theme", "move", "STUDY", "Whisper", "--to", "Voices", *others, ok=False)
        run(scene, "theme", "park", "STUDY", "Whisper", *others, ok=False)
        assert "Whisper" not in run(scene, "phases", "STUDY", "--json", *others).stdout


def test_six_phases_with_their_gates(scene: Scene) -> None:
    rows = listed(scene, "phases", "STUDY", "--as", "Ana")
    assert [row["phase"] for row in rows] == [1, 2, 3, 4, 5, 6]
    for row in rows:
        assert list(row) == ["phase", "name", "state", "gates"]
        for gate in row["gates"]:
            assert list(gate) == ["gate", "met", "missing"]
            assert gate["met"] == (gate["missing"] == [])
    after = json.loads(
        run(scene, "phases", "STUDY", "--override", "Generating", "--reason", "on", "--json").stdout
    )
    assert [row["state"] for row in after] == ["open", "open", "overridden", "open", "open", "open"]
    run(scene, "phases", "STUDY", "--keep-map", "4")
    phases = scene.study.query("SELECT phase FROM theme_maps ORDER BY phase")
    assert [row["phase"] for row in phases] == [3, 4]
    text = run(scene, "phases", "STUDY").stdout
    assert "3 Generating initial themes  overridden (on)" in text


def test_notes_are_private_unless_shared(scene: Scene) -> None:
    run(scene, "note", "STUDY", "--as", "Ana", "he laughs", "--on", "P1:4")
    run(scene, "note", "STUDY", "--as", "Ana", "for all", "--shared")
    mine = listed(scene, "note", "STUDY", "--as", "Ana")
    assert [(n["text"], n["transcript"], n["position"], n["shared"]) for n in mine] == [
        ("he laughs", "P1", 4, False),
        ("for all", None, None, True),
    ]
    assert [n["text"] for n in listed(scene, "note", "STUDY", "--as", "Ben")] == ["for all"]
    assert [n["text"] for n in listed(scene, "note", "STUDY")] == ["for all"]
    assert len(listed(scene, "note", "STUDY", "--as", "Ana", "--on", "P1")) == 1
    assert listed(scene, "note", "STUDY", "--as", "Ana", "--on", "P1:5") == []


def test_extracts_are_listed_and_ticked(scene: Scene) -> None:
    scene.coded()
    run(scene, "theme", "add", "STUDY", "Voices")
    run(scene, "theme", "move", "STUDY", "List", "--to", "Voices")
    rows = listed(scene, "theme", "review", "STUDY", "Voices")
    assert [(r["transcript"], r["text"], r["verdict"]) for r in rows] == [
        ("P1", "The list was wrong.", None),
        ("P2", "The list was old.", None),
        ("P3", "The list was lost.", None),
    ]
    words = ("theme", "review", "STUDY", "Voices", rows[0]["id"], "--verdict", "chosen")
    assert run(scene, *words, ok=False).exit_code == 2
    run(scene, *words, "--as", "Ana")
    assert listed(scene, "theme", "review", "STUDY", "Voices")[0]["verdict"] == "chosen"
    run(scene, *words[:-1], "none", "--as", "Ana")
    assert listed(scene, "theme", "review", "STUDY", "Voices")[0]["verdict"] is None


def test_all_extracts_that_wait_are_ticked_at_once(scene: Scene) -> None:
    def states(*narrowed: str) -> list[str | None]:
        found = listed(scene, "theme", "review", "STUDY", "Voices", *narrowed)
        return [row["verdict"] for row in found]

    def tick(*words: str) -> str:
        return run(scene, "theme", "review", "STUDY", "Voices", "--as", "Ana", *words).stderr

    scene.coded()
    run(scene, "theme", "add", "STUDY", "Voices")
    run(scene, "theme", "move", "STUDY", "List", "Trust", "--to", "Voices")
    said = tick("--all", "--participant", "P1", "--verdict", "drop")
    assert "2 extracts of Voices: drop; 2 of 4 ticked; no extract chosen yet" in said
    assert states("--participant", "P1") == ["drop", "drop"]
    assert states("--code", "Trust") == ["drop"]
    said = tick("--all", "--code", "List", "--verdict", "chosen")
    assert "4 of 4 ticked, 2 chosen" in said
    assert "chosen: 2 extracts of 2 of the 2 participants who speak here" in said
    assert "0 extracts of Voices: keep" in tick("--all", "--verdict", "keep")
    found = listed(scene, "theme", "review", "STUDY", "Voices", "--missed", "rang")
    assert [(row["id"], row["participant"], row["code"]) for row in found] == [(None, "P3", "")]
    tick("--all", "--verdict", "none")
    assert states() == [None] * 4
    for wrong in (
        ("--all",),
        ("id", "--all", "--verdict", "keep"),
        ("--missed", "x", "--code", "List"),
    ):
        words = ("theme", "review", "STUDY", "Voices", "--as", "Ana", *wrong)
        assert run(scene, *words, ok=False).exit_code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("theme",),
        *(
            ("theme", c)
            for c in ["add", "move", "edit", "merge", "park", "remove", "list", "review"]
        ),
        ("phases",),
        ("note",),
    ],
)
def test_help_has_an_example(words: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(cli, [*words, "--help"])
    assert shown.exit_code == 0 and "Example: workbench " in shown.stdout
