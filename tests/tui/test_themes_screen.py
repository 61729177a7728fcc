"""The Themes screen: sorting codes on the board by keys, at every size."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from conftest import dump
from textual.pilot import Pilot
from themes_base import Scene

from workbench.codebook.store import add_code
from workbench.study import Study, person, verify
from workbench.themes.arrange import add_theme, move_codes
from workbench.themes.board import BoardCode, Extract
from workbench.themes.phases import override_phase, phases
from workbench.themes.store import kept_maps, parked_codes, themes
from workbench.tui.app import WorkbenchApp
from workbench.tui.numbers import tally
from workbench.tui.screens.themes import ThemesScreen
from workbench.tui.session import Session
from workbench.tui.shoot import SIZES, screen_text, settle
from workbench.tui.widgets.board_layout import COLUMN, NOTHING, OUTLINE, code_line
from workbench.tui.widgets.board_lines import extract_lines


@pytest.fixture
def scene(study: Study, tmp_path: Path) -> Scene:
    made = Scene(study, tmp_path).coded()
    for name, concept in (("Somebody", "A person stands behind it."), ("Paper", "")):
        add_theme(study, name, concept=concept, by=made.ana)
    move_codes(study, ["Trust"], "Somebody", by=made.ana)
    return made


@asynccontextmanager
async def open_themes(
    scene: Scene, size: tuple[int, int] = SIZES["wide"]
) -> AsyncIterator[Pilot[None]]:
    app = WorkbenchApp(Session(scene.study, scene.ana), start="themes")
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot  # type: ignore[misc]


def screen(pilot: Pilot[None]) -> ThemesScreen:
    found = pilot.app.screen
    assert isinstance(found, ThemesScreen)
    return found


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
    await settle(pilot)


async def typed(pilot: Pilot[None], text: str) -> None:
    await press(pilot, *["space" if c == " " else c for c in text])


def sorted_codes(scene: Scene) -> dict[str, list[str]]:
    return {t.name: [c.name for c in t.codes] for t in themes(scene.study, scene.ana)}


def text_of(pilot: Pilot[None]) -> str:
    return "\n".join(screen_text(pilot.app))


@pytest.fixture(params=sorted(SIZES))
def size(request: pytest.FixtureRequest) -> Iterator[tuple[int, int]]:
    yield SIZES[request.param]


async def test_the_board_says_what_is_there(scene: Scene, size: tuple[int, int]) -> None:
    async with open_themes(scene, size) as pilot:
        said = text_of(pilot)
        for words in ("Somebody", "Paper", "Not placed yet", "Trust", "=Marta rang me"):
            assert words in said
        assert "A person stands behind it." in said
        assert "SORT" in said


async def test_digits_put_codes_into_themes(scene: Scene, size: tuple[int, int]) -> None:
    async with open_themes(scene, size) as pilot:
        before = dump(scene.study)
        await press(pilot, "right", "right", "down")
        code = screen(pilot).view.code
        assert code is not None
        assert code.name == "Time"
        await press(pilot, "2")
        assert sorted_codes(scene)["Paper"] == ["Time"]
        assert "Time in theme 2" in text_of(pilot)
        after = dump(scene.study)
        await press(pilot, "u")
        assert dump(scene.study) == before
        await press(pilot, "ctrl+r")
        assert dump(scene.study) == after
        assert verify(scene.study).ok


async def test_several_codes_are_picked_and_moved_at_once(scene: Scene) -> None:
    async with open_themes(scene) as pilot:
        await press(pilot, "right", "right", "space", "space")
        assert "2 codes picked" in text_of(pilot)
        await press(pilot, "1")
        assert sorted_codes(scene)["Somebody"] == ["Trust", "List", "Time"]
        assert not screen(pilot).view.picked


async def test_a_code_may_be_in_two_themes_and_go_back_to_the_tray(scene: Scene) -> None:
    async with open_themes(scene) as pilot:
        await press(pilot, "A", "2")
        assert sorted_codes(scene) == {"Somebody": ["Trust"], "Paper": ["Trust"]}
        await press(pilot, "0")
        assert sorted_codes(scene) == {"Somebody": [], "Paper": []}


async def test_a_word_why_parks_a_code(scene: Scene) -> None:
    async with open_themes(scene) as pilot:
        await press(pilot, "right", "right", "w")
        await typed(pilot, "one voice")
        await press(pilot, "enter")
        assert [(c.name, why) for c, why in parked_codes(scene.study, scene.ana)] == [
            ("List", "one voice")
        ]
        assert "one voice" in text_of(pilot)


async def test_themes_are_made_split_edited_merged_and_removed(scene: Scene) -> None:
    async with open_themes(scene) as pilot:
        await press(pilot, "N")
        await typed(pilot, "[/b] New")
        await press(pilot, "enter")
        assert "[/b] New" in text_of(pilot)
        await press(pilot, "right", "right", "right", "space", "space", "S")
        await typed(pilot, "Split")
        await press(pilot, "enter")
        assert sorted_codes(scene)["Split"] == ["List", "Time"]
        await press(pilot, "left", "left", "left", "left", "E", "ctrl+a")
        await typed(pilot, "Known ")
        await press(pilot, "ctrl+s")
        assert "Known" in " ".join(sorted_codes(scene))
        await press(pilot, "M", "2")
        assert len(sorted_codes(scene)) == 3
        await press(pilot, "X", "y")
        assert len(sorted_codes(scene)) == 2
        for _ in range(5):
            await press(pilot, "u")
        assert list(sorted_codes(scene)) == ["Somebody", "Paper"]
        assert verify(scene.study).ok


async def test_the_cursor_stays_with_its_code_when_a_theme_is_made(scene: Scene) -> None:
    async with open_themes(scene, SIZES["narrow"]) as pilot:
        await press(pilot, "right", "right", "down", "N")
        await typed(pilot, "Rivers")
        await press(pilot, "enter")
        code = screen(pilot).view.code
        assert code is not None and code.name == "Time"
        assert screen(pilot).column is None, "still in the tray"
        await press(pilot, "3")
        assert sorted_codes(scene)["Rivers"] == ["Time"]


@pytest.mark.parametrize("wide", [True, False])
def test_a_long_extract_shows_its_beginning_until_it_is_chosen(wide: bool) -> None:
    said = "so much water came " * 60
    extract = Extract("r", "t", "S1", "P1", "P1", 3, 0, 900, said, "c", "Code", "", "", ())
    short = extract_lines(extract, chosen=False, wide=wide, width=112 if wide else 41)
    full = extract_lines(extract, chosen=True, wide=wide, width=112 if wide else 41)
    assert len(short) <= 6 < len(full)
    assert "".join(ink.text for ink in short[-2]).endswith(" …")


async def test_enter_goes_through_the_extracts_to_the_passage(scene: Scene) -> None:
    async with open_themes(scene) as pilot:
        await press(pilot, "right", "right", "enter", "down")
        chosen = screen(pilot).quotes.extract
        assert chosen is not None
        assert chosen.participant == "P2"
        await press(pilot, "escape")
        assert screen(pilot).view.has_focus
        await press(pilot, "enter", "enter")
        assert "Code" in screen_text(pilot.app)[0]


async def test_the_phase_is_passed_with_a_reason_and_the_map_is_kept(scene: Scene) -> None:
    async with open_themes(scene) as pilot:
        await press(pilot, "p")
        assert "every agreed code in a theme" in text_of(pilot)
        await typed(pilot, "enough")
        await press(pilot, "enter")
        third = phases(scene.study, scene.ana)[2]
        assert (third.state, third.reason) == ("overridden", "enough")
        await press(pilot, "K")
        assert len(kept_maps(scene.study)) == 2


async def test_narrow_heads_stand_over_their_figures(scene: Scene) -> None:
    async with open_themes(scene, SIZES["narrow"]) as pilot:
        await press(pilot, "right", "right")
        rows = [row[:38].rstrip() for row in text_of(pilot).splitlines()]
        head = next(row for row in rows if row.endswith("by"))
        code = screen(pilot).view.code
        assert code is not None
        row = next(row for row in rows if code.name in row)
        assert len(head) == len(row) == OUTLINE
        assert row[: head.index("said") + 4].endswith(tally(code.said))


async def test_the_checks_are_those_of_the_phase(scene: Scene) -> None:
    async with open_themes(scene, SIZES["wide"]) as pilot:
        said = text_of(pilot)
        assert "Phase 3" in said
        assert "in a theme" in said and "map not kept yet" in said
        override_phase(scene.study, 3, "one stays aside", scene.ana)
        pilot.app.screen.refill()  # type: ignore[attr-defined]
        await press(pilot, "down")
        said = text_of(pilot)
        assert "Phase 4" in said
        assert "every extract ticked" in said
        assert "map kept 1 time" in said


async def test_a_number_without_a_theme_says_so(scene: Scene) -> None:
    async with open_themes(scene) as pilot:
        await press(pilot, "7")
        assert "there is no theme 7" in text_of(pilot)


def test_a_long_name_leaves_the_figures_whole() -> None:
    code = BoardCode("id", "A name that is far longer than its column", "p", "a", "mint", 1204, 999)
    line = "".join(
        ink.text for ink in code_line(code, COLUMN, here=True, focused=True, picked=True)
    )
    assert len(line) == COLUMN + 2
    assert line.endswith("1\N{NO-BREAK SPACE}204  999")


async def test_a_name_that_is_taken_is_said(scene: Scene) -> None:
    async with open_themes(scene) as pilot:
        await press(pilot, "N")
        await typed(pilot, "Paper")
        await press(pilot, "enter")
        assert "Paper" in text_of(pilot)
        assert list(sorted_codes(scene)) == ["Somebody", "Paper"]


async def test_it_bears_being_resized_with_a_pop_up_open(scene: Scene) -> None:
    async with open_themes(scene) as pilot:
        await press(pilot, "N")
        for columns, rows in ((80, 24), (120, 40), (160, 50)):
            await pilot.resize_terminal(columns, rows)
            await settle(pilot)
            assert "A new theme" in text_of(pilot)
        await press(pilot, "escape")
        assert "Somebody" in text_of(pilot)


async def test_an_empty_study_says_what_will_be_here(study: Study, size: tuple[int, int]) -> None:
    app = WorkbenchApp(Session(study, person(study, "Ana")), start="themes")
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        said = " ".join("\n".join(row[:38] for row in screen_text(app)).split())
        if size == SIZES["narrow"]:
            assert NOTHING in said
        else:
            assert "Nothing to sort yet" in said


async def test_many_themes_scroll_and_the_tray_stays(scene: Scene) -> None:
    for number in range(7):
        add_theme(scene.study, f"Theme {number}", by=scene.ana)
    async with open_themes(scene) as pilot:
        assert "6 more ›" in text_of(pilot)
        await press(pilot, *["right"] * 8)
        said = text_of(pilot)
        assert "Theme 6" in said
        assert "‹ 6 more" in said
        assert "Not placed yet" in said


async def test_a_long_column_scrolls_with_the_code_one_is_on(scene: Scene) -> None:
    names = [f"Name {number:02}" for number in range(20)]
    for name in names:
        add_code(scene.study, name, origin="deductive", by=None, shared=True)
    move_codes(scene.study, names, "Paper", by=scene.ana)
    async with open_themes(scene, SIZES["medium"]) as pilot:
        await press(pilot, "right")
        for name in names:
            said = text_of(pilot)
            rows = [line for line in screen_text(pilot.app) if "▏" in line]
            assert any(name in row for row in rows), "the code one is on is on the screen"
            seen = sum(other in said for other in names)
            assert f"{len(names) - seen} more" in said
            await press(pilot, "down")
