"""Word lists on the Read screen: on demand, in a process beside, each word in its context."""

from pathlib import Path

import pytest
from app_study import make_study, press, running, shown

from workbench.corpus.cases import import_cases
from workbench.state import read_state
from workbench.study import open_study
from workbench.tui.screens.read_words import WordsPopup
from workbench.tui.shoot import screen_text, settle


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = make_study(tmp_path)
    (tmp_path / "cases.csv").write_text(
        "Participant,transcript,sector\nP1,S1 [MLP],fire\nP2,S2,[/] water\n", encoding="utf-8"
    )
    with open_study(made) as study:
        import_cases(study, tmp_path / "cases.csv")
    return made


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 50)])
async def test_the_words_said_most(path: Path, size: tuple[int, int]) -> None:
    async with running(path, start="read", size=size) as (app, pilot):
        await press(pilot, "w")
        assert "Language of the texts" in shown(app), "it is asked once"
        await press(pilot, "ctrl+u", "type:en", "enter")
        assert isinstance(app.screen, WordsPopup)
        assert "Words of all participants" in shown(app)
        assert "language en, stop words left out" in shown(app)
        head = next(row for row in screen_text(app) if "per 1000" in row)
        first = next(row for row in screen_text(app) if "marta" in row)
        assert head.index("transcripts") + len("transcripts") == first.index(" of ") + 5
        assert "the" not in [row.cells[0][0].text for row in app.screen._list.rows]
        await press(pilot, "s")
        assert "with stop words" in shown(app)
        assert "the" in [row.cells[0][0].text for row in app.screen._list.rows]
        await press(pilot, "escape", "w")
        assert "language en" in shown(app)
        assert read_state("words") == {"language": "en"}


async def test_a_word_is_shown_in_its_context(path: Path) -> None:
    async with running(path, start="read", size=(160, 50)) as (app, pilot):
        await press(pilot, "w", "ctrl+u", "type:en", "enter")
        words = [row.cells[0][0].text for row in app.screen._list.rows]
        await press(pilot, *["down"] * words.index("river"), "enter")
        assert "Found “river”" in shown(app)
        assert app.screen.view.hit == 0
        await press(pilot, "enter")
        assert app.screen.in_text
        await press(pilot, "escape", "escape")
        assert "Found" not in shown(app)


async def test_some_are_compared_with_the_rest(path: Path) -> None:
    async with running(path, start="read", size=(80, 24)) as (app, pilot):
        await press(pilot, "w", "ctrl+u", "type:en", "enter", "k")
        assert "sector [/] water" in shown(app)
        await press(pilot, "t")
        assert "Words of S1 [MLP] against the rest" in shown(app)
        assert "LL) orders" in shown(app)
        first = app.screen._rows[0]
        assert first.log_likelihood >= app.screen._rows[-1].log_likelihood
        await press(pilot, "k", "2")
        assert "Words of sector [/] water against the rest" in shown(app)
        await press(pilot, "k", "a")
        assert "Words of all participants" in shown(app)


async def test_what_cannot_be_counted_is_said(path: Path) -> None:
    async with running(path, start="read") as (app, pilot):
        await press(pilot, "w", "ctrl+u", "type:qq", "enter")
        assert "spaCy cannot split it" in shown(app)
        await press(pilot, "escape")
        assert read_state("words") == {}


async def test_the_screen_may_go_while_words_are_counted(path: Path) -> None:
    async with running(path, start="read") as (app, pilot):
        await press(pilot, "w", "ctrl+u", "type:en")
        await pilot.press("enter", "ctrl+g", "c")
        await settle(pilot)
        assert not isinstance(app.screen, WordsPopup)
