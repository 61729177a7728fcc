"""Journal: what the viewer may see of the history, one change in full, notes."""

from pathlib import Path

import pytest
from app_study import code_as, make_study, press, running, shown, study_of

from workbench.study import open_study, person, rename_person
from workbench.themes.familiarisation import add_note
from workbench.themes.store import notes
from workbench.tui.shoot import screen_text


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


async def test_the_newest_change_comes_first_with_before_and_after(path: Path) -> None:
    with open_study(path) as study:
        rename_person(study, "Ben", "Ben [b]", by=person(study, "Ana"))
    async with running(path, start="journal", size=(160, 50)) as (app, _):
        first = app.screen.listed.rows[0].text()
        assert first.endswith("Ana rename Ben to Ben [b]")
        assert "Ben → Ben [b]" in shown(app)


async def test_hidden_work_is_not_in_it(path: Path) -> None:
    code_as(path, "Ben", "S2", 33, 40, "Trust")
    async with running(path, "Ana", start="journal") as (app, _):
        seen = [row.text() for row in app.screen.listed.rows]
        assert not any("apply" in text for text in seen)
    async with running(path, "Ben", start="journal", size=(160, 50)) as (app, _):
        assert app.screen.listed.rows[0].text().endswith("Ben apply code Trust")
        assert "People [red]/Trust" in shown(app), "ids are called by their names"
        assert "secret" in shown(app)


async def test_undo_and_redo_show_in_the_journal(path: Path) -> None:
    code_as(path, "Ana", "S2", 33, 40, "Trust")
    async with running(path, start="journal", keys=("u",)) as (app, pilot):
        assert "took back: apply code Trust" in shown(app)
        assert "undo: apply code Trust" in app.screen.listed.rows[0].text()
        await press(pilot, "ctrl+r")
        assert "redo: apply code Trust" in app.screen.listed.rows[0].text()


async def test_notes_are_written_changed_shared_removed(path: Path) -> None:
    keys = ("n", "type:what a river", "ctrl+s")
    async with running(path, start="journal", keys=keys) as (app, pilot):
        ben = person(study_of(app), "Ben")
        assert "what a river" in shown(app)
        assert notes(study_of(app), ben) == []
        await press(pilot, "s")
        assert [note.text for note in notes(study_of(app), ben)] == ["what a river"]
        await press(pilot, "e", "ctrl+end", "type:!", "ctrl+s", "x", "y")
        assert notes(study_of(app), ben) == []
        await press(pilot, "u")
        assert [note.text for note in notes(study_of(app), ben)] == ["what a river!"]
        await press(pilot, "v")
        assert "When" in shown(app)


async def test_only_ones_own_note_is_changed(path: Path) -> None:
    with open_study(path) as study:
        add_note(study, person(study, "Ben"), "seen by all", on="S2", position=40, shared=True)
    async with running(path, start="journal", keys=("v", "x", "s")) as (app, pilot):
        assert "seen by all" in shown(app)
        assert [note.text for note in notes(study_of(app), None)] == ["seen by all"]
        await press(pilot, "g")
        assert app.screen.SCREEN_NAME == "Read"
        assert app.screen.view.caret == 40


async def test_finding_narrows_the_list(path: Path) -> None:
    async with running(path, start="journal", keys=("/", "type:round", "enter")) as (app, pilot):
        assert "open round" in shown(app)
        assert "add Ana" not in shown(app)
        await press(pilot, "escape")
        assert "add Ana" in shown(app)


async def test_a_change_is_read_in_full(path: Path) -> None:
    async with running(path, start="journal", keys=("end", "enter")) as (app, pilot):
        assert "make the study" in shown(app)
        assert "Flood [/b]" in shown(app)
        await press(pilot, "escape")
        assert screen_text(app)[0].split()[0] == "Journal"


async def test_older_changes_come_in_as_one_goes_down(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.tui.screens.journal.NEWEST", 3)
    for start in range(33, 40):
        code_as(path, "Ana", "S2", start, start + 1, "Trust")
    async with running(path, "Ana", start="journal", keys=("down",)) as (app, pilot):
        assert len(app.screen.listed.rows) == 3
        assert "newest 3 changes" in shown(app)
        second = app.screen.listed.rows[1].id
        assert app.screen.listed.cursor.id == second
        await press(pilot, "down")
        assert len(app.screen.listed.rows) == 12
        assert app.screen.listed.cursor.id == app.screen.listed.rows[2].id
        await press(pilot, "slash", "type:round", "enter")
        assert "1 found" in shown(app), "older ones are searched as well"
