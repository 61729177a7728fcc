"""Read: a turn is corrected in a pop-up, and what that leaves doubtful is settled."""

from pathlib import Path

import pytest
from app_study import TEXTS, code_as, make_study, press, running, shown, study_of

from workbench.coding.correcting import correct_text
from workbench.coding.doubts import doubts
from workbench.coding.store import codings
from workbench.corpus.store import text, transcript, versions
from workbench.study import open_study, person, verify
from workbench.tui.shoot import screen_text

S1 = TEXTS["S1 [MLP]"]
RING = S1.index("I ring Marta.")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = make_study(tmp_path)
    code_as(made, "Ana", "S1 [MLP]", RING, RING + 13, "Trust")
    code_as(made, "Ben", "S1 [MLP]", RING, RING + 13, "Obstacles")
    return made


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 50)])
async def test_a_turn_is_corrected_where_it_stands(path: Path, size: tuple[int, int]) -> None:
    keys = ("enter", "J", "E")
    async with running(path, start="read", size=size, keys=keys) as (app, pilot):
        assert "Correct S1 [MLP], turn 2" in shown(app)
        assert "S1: I ring Marta. She picks up." in shown(app)
        await press(pilot, "type: At once.", "tab", "type:left out", "ctrl+s")
        study = study_of(app)
        found = transcript(study, "S1 [MLP]")
        assert text(study, found.id) == S1.replace("picks up.", "picks up. At once.")
        assert versions(study, found.id)[-1].reason == "left out"
        assert "At once." in shown(app)
        assert "version 2 now; u takes it back" in shown(app)
        assert doubts(study, app.session.viewer) == []
        await press(pilot, "u")
        assert text(study, found.id) == S1
        assert "At once." not in shown(app)
        assert verify(study).ok


async def test_selected_words_are_corrected_and_the_doubtful_coding_kept(path: Path) -> None:
    async with running(path, start="read", size=(120, 40), keys=("enter",)) as (app, pilot):
        app.screen.view.select(RING + 7, RING + 12)
        await press(pilot, "E")
        assert "Correct S1 [MLP], selected words" in shown(app)
        await press(pilot, *["backspace"] * 5, "type:her", "ctrl+s")
        assert "1 doubtful: D" in shown(app)
        await press(pilot, "D")
        assert "1 doubtful place after a correction" in shown(app)
        assert "“I ring her.”" in shown(app)
        assert "Obstacles" not in shown(app)
        await press(pilot, "enter")
        assert "was on “I ring Marta.”" in shown(app)
        await press(pilot, "k")
        assert not app.screen.has_doubts
        assert "1 doubtful place settled" in shown(app)
        await press(pilot, "u")
        assert app.screen.has_doubts


async def test_a_doubtful_coding_goes_to_the_selected_words(path: Path) -> None:
    async with running(path, start="read", size=(120, 40), keys=("enter",)) as (app, pilot):
        app.screen.view.select(RING + 7, RING + 12)
        await press(pilot, "E", *["backspace"] * 5, "type:her", "ctrl+s")
        app.screen.view.select(RING, RING + 6)
        await press(pilot, "D", "enter", "m")
        (coding,) = codings(study_of(app), app.session.viewer)
        assert (coding.start, coding.end) == (RING, RING + 6)
        assert not app.screen.has_doubts


async def test_somebody_elses_correction_is_shown_and_only_ones_own_is_doubtful(path: Path) -> None:
    async with running(path, start="read", size=(120, 40), keys=("enter",)) as (app, pilot):
        app.screen.view.select(RING + 7, RING + 12)
        await press(pilot, "E", *["backspace"] * 5, "type:her", "ctrl+s")
    async with running(path, "Ben", start="read", size=(120, 40)) as (app, pilot):
        (doubt,) = app.screen.doubtful
        assert doubt.code.endswith("Obstacles")
        await press(pilot, "D", "k")
        assert not app.screen.has_doubts
    async with running(path, "Eva", start="read", size=(120, 40)) as (app, _):
        assert not app.screen.has_doubts
        assert "doubtful" not in shown(app)


async def test_what_was_corrected_meanwhile_is_not_overwritten(path: Path) -> None:
    async with running(path, start="read", size=(120, 40), keys=("enter", "J", "E")) as (
        app,
        pilot,
    ):
        with open_study(path) as other:
            correct_text(other, "S1 [MLP]", S1.replace("ring", "call"), by=person(other, "Ben"))
        await press(pilot, "type: X", "ctrl+s")
        assert "corrected at this place meanwhile" in shown(app)
        assert " X" not in text(study_of(app), transcript(study_of(app), "S1 [MLP]").id)


async def test_the_caret_stays_on_its_words(path: Path) -> None:
    with open_study(path) as study:
        found = transcript(study, "S1 [MLP]").id
    async with running(path, start="read", keys=("enter", "J", "J", "J")) as (app, _):
        caret = app.screen.view.caret
        assert S1[caret:].startswith("Then I fill")
    with open_study(path) as study:
        correct_text(study, "S1 [MLP]", f"A heading.\n\n{S1}", by=person(study, "Ben"))
    async with running(path, start="read", keys=("enter",)) as (app, _):
        assert app.session.caret(found) == caret + len("A heading.\n\n")
        assert app.screen.view.caret == app.session.caret(found)


async def test_the_keys_stand_in_help(path: Path) -> None:
    async with running(path, start="read", size=(120, 40), keys=("enter", "?")) as (app, _):
        assert "Correct the selected words, or the turn" in "\n".join(screen_text(app))
