"""Codebook: the tree with what the viewer may see, and every change of a code."""

from pathlib import Path

import pytest
from app_study import code_as, make_study, press, running, shown, study_of

from workbench.codebook.store import add_code, codes, find_code
from workbench.study import open_study, person
from workbench.tui.shoot import screen_text
from workbench.tui.widgets.lists import RowList


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


async def test_the_tree_counts_what_the_viewer_may_see(path: Path) -> None:
    code_as(path, "Ana", "S2", 33, 40, "Trust")
    code_as(path, "Ana", "S2", 41, 45, "Trust")
    code_as(path, "Ben", "S2", 33, 45, "Obstacles")
    with open_study(path) as study:
        add_code(study, "Ben's own", origin="inductive", by=person(study, "Ben"), shared=False)
    async with running(path, start="codebook", keys=("down",)) as (app, _):
        listed = app.screen.query_one("#codes", RowList)
        rows = {" ".join(row.text().split()[1:]): row for row in listed.rows}
        assert rows.keys() == {"People [red] 2", "Trust 2", "Obstacles ·"}
        assert "Ben's own" not in shown(app)
        assert "2 codings" in screen_text(app)[-2]
        assert "Relying on one person." in shown(app)


async def test_a_code_is_added_below_at_the_top_and_for_oneself(path: Path) -> None:
    async with running(path, start="codebook", keys=("a", "type:Help/it", "ctrl+s")) as (
        app,
        pilot,
    ):
        assert "People [red]/Help\\/it" in [c.path for c in codes(study_of(app), None)]
        assert "Help/it" in screen_text(app)[-2], "the cursor is on the new code"
        await press(pilot, "u", "A", "type:Mine", "tab", "tab", "tab")
        await press(pilot, "ctrl+u", "type:mine", "ctrl+s")
        mine = find_code(study_of(app), app.session.viewer, "Mine")
        assert (mine.maker, mine.origin, mine.depth) == ("Ana", "inductive", 0)
        assert "Mine" not in [c.path for c in codes(study_of(app), None)]


async def test_codes_typed_one_after_another_stand_beside_each_other(path: Path) -> None:
    async with running(path, start="codebook", keys=("a", "type:Help", "tab", "tab")) as (
        app,
        pilot,
    ):
        await press(pilot, "ctrl+u", "type:deductive", "ctrl+s", "a", "type:Harm", "ctrl+s")
        found = {c.path: c.origin for c in codes(study_of(app), None)}
        assert found["People [red]/Help"] == found["People [red]/Harm"] == "deductive"
        await press(pilot, "up", "a", "type:Under it", "ctrl+s")
        assert "People [red]/Help/Under it" in [c.path for c in codes(study_of(app), None)]


async def test_all_fields_are_edited(path: Path) -> None:
    async with running(path, start="codebook", keys=("down", "e")) as (app, pilot):
        await press(pilot, "type: here", "tab", "ctrl+end", "type: Or office.", "ctrl+s")
        code = find_code(study_of(app), None, "Trust here")
        assert code.definition == "Relying on one person. Or office."
        await press(pilot, "o", "type:She picks up.", "tab", "ctrl+u", "type:nowhere", "ctrl+s")
        assert "write one of deductive" in shown(app)
        await press(pilot, "ctrl+u", "type:in-vivo", "tab", "type:latent", "tab", "type:why")
        await press(pilot, "tab", "type:faith; hope", "ctrl+s")
        code = find_code(study_of(app), None, "Trust here")
        assert (code.example, code.origin, code.level) == ("She picks up.", "in-vivo", "latent")
        assert (code.question, code.aliases) == ("why", ("faith", "hope"))


async def test_letter_place_and_use_of_a_code_change(path: Path) -> None:
    async with running(path, start="codebook", keys=("down", "l", "ctrl+u")) as (app, pilot):
        await press(pilot, "type:Z", "enter")
        assert find_code(study_of(app), None, "Trust").letter == "Z"
        await press(pilot, "m", "type:Obst", "enter")
        assert find_code(study_of(app), None, "Trust").path == "Obstacles/Trust"
        await press(pilot, "m", "type:top", "enter")
        assert find_code(study_of(app), None, "Trust").path == "Trust"
        await press(pilot, "x", "y")
        assert "Trust" not in [c.path for c in codes(study_of(app), None)]
        await press(pilot, "R", "home", "down", "x")
        assert "Trust" in [c.path for c in codes(study_of(app), None)]


async def test_finding_versions_and_all_of_a_code(path: Path) -> None:
    async with running(path, start="codebook", keys=("/", "type:trust", "enter")) as (app, pilot):
        assert "Obstacles" not in shown(app)
        await press(pilot, "escape")
        assert "Obstacles" in shown(app)
        await press(pilot, "v")
        assert "Version 1" in shown(app) and "frozen for Round 1" in shown(app)
        await press(pilot, "escape", "home", "enter")
        assert "What people are to each other." in shown(app)


async def test_a_private_code_of_another_is_refused_in_words(path: Path) -> None:
    with open_study(path) as study:
        add_code(study, "Own", origin="inductive", by=person(study, "Ana"), shared=False)
    async with running(path, start="codebook", keys=("a", "type:Trust", "ctrl+s")) as (app, pilot):
        assert "has a code Trust" in shown(app)
        await press(pilot, "escape")
        assert len(codes(study_of(app), app.session.viewer)) == 4
