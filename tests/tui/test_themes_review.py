"""Going through the extracts of a theme by keys: verdicts, many at once, balance of the chosen."""

from pathlib import Path

import pytest
from conftest import dump
from test_themes_screen import open_themes, press, scene, screen, size, text_of, typed
from themes_base import Scene

from workbench.consensus.store import recodings
from workbench.study import Study, verify
from workbench.study.rounds import rounds
from workbench.themes.arrange import add_theme, move_codes
from workbench.themes.board import Extract
from workbench.themes.phases import override_phase
from workbench.themes.review import review_of
from workbench.tui.shoot import SIZES, popup_text, screen_text, settle
from workbench.tui.widgets.board_lines import MARKS, extract_lines

__all__ = ["scene", "size"]


@pytest.fixture
def listing(scene: Scene) -> Scene:
    """Trust and List in the first theme: one extract of Trust, three of List."""
    move_codes(scene.study, ["List"], "Somebody", by=scene.ana)
    return scene


def verdicts(scene: Scene, theme: str = "Somebody") -> dict[str, str]:
    review = review_of(scene.study, scene.ana, theme)
    decided = review.verdicts
    return {one.text: decided[one.id] for one in review.extracts if one.id in decided}


async def test_each_extract_is_kept_dropped_or_chosen(
    listing: Scene, size: tuple[int, int]
) -> None:
    async with open_themes(listing, size) as pilot:
        await press(pilot, "down", "enter")
        assert "0 of 3 ticked" in text_of(pilot)
        before = dump(listing.study)
        await press(pilot, "space", "x", "c")
        assert verdicts(listing) == {
            "The list was wrong.": "keep",
            "The list was old.": "drop",
            "The list was lost.": "chosen",
        }
        said = text_of(pilot)
        assert "3 of 3 ticked, 1 chosen" in said
        for mark, who in zip(MARKS.values(), ("P1", "P2", "P3"), strict=True):
            assert f"{mark} {who}" in said
        await press(pilot, "minus")
        assert "2 of 3 ticked" in text_of(pilot)
        await press(pilot, "u", "u", "u", "u")
        assert dump(listing.study) == before
        assert "0 of 3 ticked" in text_of(pilot)
        assert verify(listing.study).ok


async def test_a_dropped_extract_stays_until_one_comes_back(listing: Scene) -> None:
    def order() -> list[str]:
        return [one.participant for one in screen(pilot).quotes.extracts]

    async with open_themes(listing) as pilot:
        await press(pilot, "down", "enter", "x")
        assert order() == ["P1", "P2", "P3"]
        assert " dropped\n" not in text_of(pilot) + "\n"
        await press(pilot, "escape", "right", "left", "down")
        assert order() == ["P2", "P3", "P1"]
        rows = [row.strip() for row in screen_text(pilot.app)]
        line = rows.index(next(row for row in rows if row.split("  ")[0] == "dropped"))
        assert "P3" in "".join(rows[:line])
        assert f"{MARKS['drop']} P1" in "".join(rows[line:])


async def test_the_whole_theme_is_gone_through(listing: Scene) -> None:
    async with open_themes(listing) as pilot:
        await press(pilot, "t")
        assert "4 passages, 3 of 3 participants   0 of 4 ticked" in text_of(pilot)
        assert "all of theme 1" in text_of(pilot)
        await press(pilot, "space", "n", "n")
        assert screen(pilot).quotes.at == 3
        await press(pilot, "t")
        assert "passages, 3 of 3" not in text_of(pilot)
        assert len(screen(pilot).quotes.extracts) == 1
        await press(pilot, "escape", "right", "t")
        assert "no passage in this theme yet" in text_of(pilot)
        assert screen(pilot).view.has_focus


async def test_many_are_decided_at_once_and_taken_back(listing: Scene) -> None:
    async with open_themes(listing) as pilot:
        await press(pilot, "t", "a")
        said = text_of(pilot)
        assert "Keep all that wait" in said and "4 extracts" in said
        assert "Keep those of P1 that wait" in said and "2 extracts" in said
        await press(pilot, "x")
        assert list(verdicts(listing).values()) == ["drop", "drop"]
        assert "2 extracts dropped; 2 of 4 ticked" in text_of(pilot)
        await press(pilot, "a", "a")
        assert "4 of 4 ticked" in text_of(pilot)
        await press(pilot, "n")
        assert "every extract here is ticked" in text_of(pilot)
        await press(pilot, "a", "b")
        assert verdicts(listing) == {}
        await press(pilot, "u", "u", "u")
        assert verdicts(listing) == {}
        assert verify(listing.study).ok


async def test_what_the_theme_may_have_missed_is_looked_for(
    listing: Scene, size: tuple[int, int]
) -> None:
    async with open_themes(listing, size) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "rang")
        await press(pilot, "enter")
        said = text_of(pilot)
        assert "“Nobody rang." in said
        assert "1 turn, not in theme 1" in said
        assert "rang" in said
        assert [one.participant for one in screen(pilot).quotes.extracts] == ["P3"]
        for key in ("space", "a", "r"):
            await press(pilot, key)
            assert "not in the theme: enter opens it" in text_of(pilot)
        await press(pilot, "escape")
        assert screen(pilot).view.has_focus
        assert "“Nobody rang." not in text_of(pilot)
        await press(pilot, "slash")
        await typed(pilot, "elephant")
        await press(pilot, "enter")
        assert "nobody says elephant outside theme 1" in text_of(pilot)
        await press(pilot, "slash")
        await typed(pilot, "re:(")
        await press(pilot, "enter", "escape", "enter")
        assert len(screen(pilot).quotes.extracts) == 1, "the extracts of the code are back"
        await press(pilot, "slash")
        await typed(pilot, "rang")
        await press(pilot, "enter", "enter")
        assert "Code" in screen_text(pilot.app)[0]


async def test_an_extract_that_does_not_fit_gets_another_code(
    listing: Scene, size: tuple[int, int]
) -> None:
    async with open_themes(listing, size) as pilot:
        await press(pilot, "down", "enter")
        before = dump(listing.study)
        await press(pilot, "r")
        await typed(pilot, "tim")
        await press(pilot, "enter")
        asked = " ".join(popup_text(pilot.app))
        assert "Why does List not fit?" in asked and "context knowledge" in asked
        await press(pilot, "escape")
        assert dump(listing.study) == before, "nobody decided"
        await press(pilot, "r")
        await typed(pilot, "tim")
        await press(pilot, "enter", "5")
        said = text_of(pilot)
        assert "Time by decision, not List" in said
        assert "0 of 2 ticked" in said
        assert [one.text for one in screen(pilot).quotes.extracts] == [
            "The list was old.",
            "The list was lost.",
        ]
        (noted,) = recodings(listing.study, rounds(listing.study)[0].id)
        assert (noted.old_code, noted.new_code, noted.reason) == ("List", "Time", "context")
        await press(pilot, "u")
        assert dump(listing.study) == before
        assert "0 of 3 ticked" in text_of(pilot)
        assert verify(listing.study).ok


async def test_one_panel_has_the_keys(listing: Scene, size: tuple[int, int]) -> None:
    async with open_themes(listing, size) as pilot:
        for keys in ((), ("enter",), ("escape",), ("slash", "r", "a", "n", "g", "enter")):
            await press(pilot, *keys)
            assert sum(row.count("▏") for row in screen_text(pilot.app)) == 1


async def test_the_tray_has_nothing_to_tick(listing: Scene) -> None:
    async with open_themes(listing) as pilot:
        await press(pilot, "right", "right", "enter")
        for key in ("space", "a"):
            await press(pilot, key)
            assert "has no theme to be reviewed in" in text_of(pilot)


async def test_a_single_reading_says_why_it_bears_no_tick(study: Study, tmp_path: Path) -> None:
    with study.change("choose a mode", None) as write:
        write.update("study", study.id, mode="reflexive")
    readings = Scene(study, tmp_path).coded()
    add_theme(study, "Lists", by=readings.ana)
    move_codes(study, ["List"], "Lists", by=readings.ana)
    async with open_themes(readings) as pilot:
        await press(pilot, "enter", "space")
        assert "own reading bears no tick" in " ".join(popup_text(pilot.app))
        await press(pilot, "escape", "down", "a")
        assert "own reading bears no tick" in text_of(pilot)
        assert verdicts(readings, "Lists") == {}


async def test_the_extract_one_is_on_is_in_sight(listing: Scene, size: tuple[int, int]) -> None:
    async with open_themes(listing, size) as pilot:
        await press(pilot, "t")
        for one in screen(pilot).quotes.extracts:
            assert screen(pilot).quotes.extract == one
            rows = screen_text(pilot.app)
            assert any("▏" in row and one.participant in row for row in rows)
            assert one.text.split()[-1] in " ".join(rows)
            await press(pilot, "down")


async def test_the_check_says_how_far_the_ticks_are(listing: Scene) -> None:
    move_codes(listing.study, ["Time"], "Paper", by=listing.ana)
    override_phase(listing.study, 3, "enough", listing.ana)
    async with open_themes(listing) as pilot:
        await press(pilot, "enter", "space")
        beside = " ".join(row[100:].strip("✓! ") for row in screen_text(pilot.app))
        said = " ".join(beside.split())
        asked = "every extract ticked: 1 of 5; 3 extracts of Somebody, and those of 1 more theme,"
        assert asked in said


async def test_the_balance_of_the_chosen_stands_beside(listing: Scene) -> None:
    for phase in (3, 4, 5):
        override_phase(listing.study, phase, "enough", listing.ana)
    async with open_themes(listing) as pilot:
        await press(pilot, "t")
        assert "no extract chosen yet" in text_of(pilot)
        await press(pilot, "c")
        said = text_of(pilot)
        assert "chosen: 1 extract of 1 of the 3 participants who speak here" in said
        assert "Chosen, by participant" in said
        assert "1 of 2" in said and "· of 1" in said
        await pilot.resize_terminal(*SIZES["narrow"])
        await settle(pilot)
        assert "chosen from 1 of 3 participants" in text_of(pilot)
        await press(pilot, "escape", "K")
        assert "the map is kept for phase 5" in text_of(pilot)


@pytest.mark.parametrize("wide", [True, False])
def test_what_other_themes_decided_stands_behind_the_words(wide: bool) -> None:
    decided = (("Here", "keep"), ("There", "chosen"))
    one = Extract("r", "t", "S1", "P1", "P1", 3, 0, 4, "Said.", "c", "Code", "", "", decided)
    lines = extract_lines(one, chosen=False, wide=wide, width=80, theme="Here", verdict="keep")
    said = " ".join(ink.text for line in lines for ink in line)
    assert "chosen in There" in said
    assert "Here" not in said
    assert MARKS["keep"] in said
