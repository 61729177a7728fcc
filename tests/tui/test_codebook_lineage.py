"""Codebook: merging, splitting, re-checking, pairs that may be one, versions, by keys alone."""

from pathlib import Path

import pytest
from app_study import code_as, make_study, press, running, shown, study_of

from workbench.codebook.differences import compare
from workbench.codebook.editing import edit_code
from workbench.codebook.merging import Part, merge_codes, split_code
from workbench.codebook.nouns import FrozenCode
from workbench.codebook.store import add_code, codes, distinctions, find_code, joined_codes
from workbench.coding.rechecking import to_recheck
from workbench.coding.rounds import start_round
from workbench.coding.store import codings
from workbench.study import open_study, person
from workbench.tui.screens.codebook_versions import difference_rows
from workbench.tui.shoot import screen_text
from workbench.tui.widgets.lists import RowList


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = make_study(tmp_path)
    with open_study(made) as study:
        for name in ("Time pressure", "Lack of time"):
            definition = f"What {name} is."
            add_code(study, name, definition=definition, origin="deductive", by=None, shared=True)
    code_as(made, "Ana", "S2", 33, 40, "Trust")
    code_as(made, "Ana", "S2", 33, 60, "Time pressure")
    code_as(made, "Ana", "S2", 40, 60, "Lack of time")
    code_as(made, "Ben", "S2", 33, 45, "Trust")
    return made


def reword(path: Path, name: str, definition: str) -> None:
    with open_study(path) as study:
        edit_code(study, find_code(study, None, name), person(study, "Eva"), definition=definition)


async def test_a_code_is_merged_into_another_and_comes_back(path: Path) -> None:
    async with running(path, start="codebook", keys=("end", "M", "type:trust", "enter")) as (
        app,
        pilot,
    ):
        study, ana = study_of(app), app.session.viewer
        trust = find_code(study, None, "Trust")
        assert list(joined_codes(study).values()) == [trust.id]
        assert "Merged from" in shown(app) and "Lack of time" in shown(app)
        assert [c.code for c in codings(study, ana)].count("People [red]/Trust") == 2
        await press(pilot, "u")
        assert joined_codes(study) == {}
        await press(pilot, "ctrl+r", "R", "end", "x")
        assert joined_codes(study) == {}, "x brings the merged code back, and ends the merge"


async def test_several_codes_are_picked_and_merged_at_once(path: Path) -> None:
    keys = ("end", "space", "up", "space", "home", "M", "type:obst", "enter")
    async with running(path, start="codebook", keys=keys) as (app, _):
        assert len(joined_codes(study_of(app))) == 2
        assert app.screen.query_one("#codes", RowList).marked == frozenset()
        assert "Time pressure, Lack of time" in shown(app)


async def test_a_code_is_split_and_its_codings_are_gone_through(path: Path) -> None:
    keys = ("down", "S", "type:In a person", "tab", "type:By name", "tab", "type:In an office")
    async with running(path, start="codebook", keys=(*keys, "enter")) as (app, pilot):
        study, ana = study_of(app), app.session.viewer
        assert ana is not None
        paths = [code.path for code in codes(study, None)]
        assert "People [red]/In a person" in paths and "People [red]/Trust" not in paths
        assert find_code(study, None, "In a person").definition == "By name"
        assert "Split from" in shown(app)
        # the old code stays in view as long as something of it is to be looked at
        await press(pilot, "home", "down", "w")
        assert "1 coding of yours to re-check: People [red]/Trust" in shown(app)
        assert "split into People [red]/In a person" in shown(app)
        await press(pilot, "c", "type:In an off", "enter")
        assert to_recheck(study, ana) == []
        assert "People [red]/In an office" in [c.code for c in codings(study, ana)]
        assert "Trust" not in {
            row.text().split()[-2] for row in app.screen.query_one("#codes", RowList).rows
        }


async def test_one_s_own_codings_are_confirmed_removed_or_read(path: Path) -> None:
    code_as(path, "Ana", "S2", 62, 70, "Trust")
    code_as(path, "Ana", "S2", 72, 80, "Trust")
    reword(path, "Trust", "Relying on a name.")
    async with running(path, start="codebook", keys=("down",)) as (app, pilot):
        study, ana = study_of(app), app.session.viewer
        assert ana is not None
        row = app.screen.query_one("#codes", RowList).cursor
        assert row is not None and row.text().split()[-2:] == ["3", "3"], "Ben's are not counted"
        assert "3 codings of yours" in shown(app)
        await press(pilot, "w")
        assert "“Relying on one person.” → “Relying on a name.”" in shown(app)
        await press(pilot, "y")
        assert len(to_recheck(study, ana)) == 2
        assert "2 codings of yours to re-check" in shown(app), "the rest is listed at once"
        await press(pilot, "a", "y")
        assert to_recheck(study, ana) == []
        await press(pilot, "w")
        assert "to re-check:" not in shown(app)
        await press(pilot, "u", "w", "x")
        assert len(to_recheck(study, ana)) == 1
        await press(pilot, "enter")
        assert "Code" in screen_text(app)[0]


async def test_pairs_that_may_be_one_are_told_apart_or_merged(path: Path) -> None:
    async with running(path, start="codebook", keys=("N",)) as (app, pilot):
        study = study_of(app)
        assert "What Time pressure is." in shown(app) and "What Lack of time is." in shown(app)
        assert "Of 27 characters that you may see with either code, 20 have both" in shown(app)
        await press(pilot, "d")
        assert len(distinctions(study, None)) == 1
        await press(pilot, "u", "N", "2")
        lack, pressure = (
            find_code(study, None, n, retired=n != "Lack of time")
            for n in ("Lack of time", "Time pressure")
        )
        assert joined_codes(study) == {pressure.id: lack.id}


async def test_versions_say_what_changed_for_which_round(path: Path) -> None:
    reword(path, "Trust", "Relying on a name.")
    with open_study(path) as study:
        start_round(study, "Practice", ["Eva"], practice=True)
    reword(path, "Obstacles", "What hinders.")
    async with running(path, start="codebook", keys=("v",)) as (app, pilot):
        assert "frozen for Practice" in shown(app) and "frozen for Round 1" in shown(app)
        assert "Now against Version 2" in shown(app) and "“What hinders.”" in shown(app)
        await press(pilot, "down")
        assert "Version 2 against Version 1" in shown(app)
        assert "+ Time pressure" in shown(app) and "“Relying on a name.”" in shown(app)
        await press(pilot, "home", "space", "end")
        assert "Now against Version 1" in shown(app)
        await press(pilot, "home", "space", "end")
        assert "The first version" in shown(app)


async def test_the_past_of_a_code_names_who_changed_what(path: Path) -> None:
    reword(path, "Trust", "Relying on a name.")
    async with running(path, start="codebook", keys=("down", "h"), size=(120, 40)) as (app, _):
        said = " ".join(shown(app).replace("▏", " ").split())
        assert "Eva: definition “Relying on one person.” → “Relying on a name.”" in said
        assert "set-up: made: definition “Relying on one person.”" in said


async def test_a_page_tells_what_became_of_a_code(path: Path) -> None:
    with open_study(path) as study:
        eva = person(study, "Eva")
        trust = edit_code(study, find_code(study, None, "Trust"), eva, name="Reliance")
        merge_codes(study, [find_code(study, None, "Lack of time")], trust, eva)
        split_code(study, find_code(study, None, "Obstacles"), [Part("Slow"), Part("Far")], eva)
    async with running(path, start="codebook", keys=("down",), size=(120, 40)) as (app, pilot):
        for words in ("Was", "Trust until", "Merged from", "Lack of time", "changed since"):
            assert words in shown(app)
        await press(pilot, "R", "end")
        assert "Split from" in shown(app) and "not yet: the next round freezes it" in shown(app)
        await press(pilot, "up", "up")
        assert "Read as" in shown(app)


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_every_popup_fits_and_leaves_by_escape(path: Path, size: tuple[int, int]) -> None:
    reword(path, "Trust", "Relying on a name. " * 30)
    async with running(path, start="codebook", keys=("down",), size=size) as (app, pilot):
        for key in ("S", "N", "w", "v", "h", "M", "?"):
            await press(pilot, key)
            assert len(app.screen_stack) > 1, key
            assert "esc" in screen_text(app)[-1], key
            await press(pilot, "escape")
            assert app.screen.SCREEN_NAME == "Codebook", key  # type: ignore[attr-defined]


def test_a_difference_is_written_line_by_line() -> None:
    rows = difference_rows([], 40)
    assert rows == []
    empty = ("", "", "", "", "")
    before = FrozenCode("a", "Old", "one", *empty)
    changed = compare([before], [FrozenCode("a", "New", "two", *empty)])
    assert [" ".join(row.text().split()) for row in difference_rows(changed, 40)] == [
        "≠ New changed",
        "path: “Old” → “New”",
        "definition: “one” → “two”",
    ]
