"""The frame: header, focus line, status, keys; undo, help, commands; nothing parsed as markup."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from shell_sample import SampleApp
from textual._compositor import LayoutUpdate

from workbench.tui.help import HelpScreen
from workbench.tui.keys import Key, for_bar
from workbench.tui.palette import PALETTES, Palette, palette_of
from workbench.tui.shoot import screen_text, settle
from workbench.tui.widgets.forms import Prompt
from workbench.tui.widgets.lists import RowList

KEYS_TO_TRY = [(), ("c", "t", "r"), ("x",), ("e", "tab"), ("R",), ("question_mark",), ("ctrl+p",)]


def colours_on(app: SampleApp) -> Iterator[str]:
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    assert isinstance(update, LayoutUpdate)
    for segment in (segment for row in update.strips for strip in row for segment in strip):
        for colour in (segment.style.color, segment.style.bgcolor) if segment.style else ():
            if colour is not None and colour.triplet is not None:
                yield colour.triplet.hex.upper()


def tokens_of(palette: Palette) -> set[str]:
    plain = {
        value
        for name in Palette.__dataclass_fields__
        if isinstance(value := getattr(palette, name), str) and value.startswith("#")
    }
    hues = {colour for hue in palette.hues.values() for colour in (hue.ink, hue.active)}
    return {*plain, *palette.coded, *hues}


async def test_a_wide_screen_says_everything() -> None:
    app = SampleApp()
    async with app.run_test(size=(160, 50)) as pilot:
        await settle(pilot)
        rows = screen_text(app)
    assert rows[0].startswith("  River warnings   Code   S1-07   fire service, night shift")
    assert rows[0].endswith("Ana   round 2   codebook 3   blind until both have locked")
    assert rows[1].startswith("━" * 39 + " ─")
    assert rows[2].split()[:3] == ["Codebook", "here", "all"]
    assert rows[-3] == ""
    assert rows[-2].startswith("  READ   turn 13 of 38   k Knowing whom to ring   t Trust in the")
    assert rows[-2].endswith("61 % of participant text coded   saved 14:02:11")
    assert rows[-1].startswith("  c code   1-9 recent   . last   v select")
    assert rows[-1].endswith("u undo   ? all keys")


async def test_a_narrow_screen_drops_what_the_pictures_drop() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        rows = screen_text(app)
    assert rows[0].startswith("  Code  S1-07  fire service, night shift")
    assert rows[0].endswith("Ana  round 2  blind")
    assert "Codebook" in rows[1], "content begins right under the header"
    assert rows[-2].startswith("  READ   13/38  k Knowing whom to ring  t Trust in the person")
    assert rows[-2].endswith("61 %  saved")
    assert rows[-1].endswith("? keys")
    assert all(len(row) <= 80 for row in rows)


@pytest.mark.parametrize("width", [24, 40, 60, 80, 109, 110, 149, 150, 200])
async def test_help_is_never_cut_from_the_keys(width: int) -> None:
    app = SampleApp()
    async with app.run_test(size=(width, 24)) as pilot:
        await settle(pilot)
        rows = screen_text(app)
    assert rows[-1].split("?")[-1].strip() in ("keys", "all keys")
    assert all(len(row) <= width for row in rows)


async def test_the_heavy_line_is_over_the_panel_with_the_keys() -> None:
    app = SampleApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        before = screen_text(app)[1]
        await pilot.press("tab")
        await settle(pilot)
        after = screen_text(app)[1]
    assert before.startswith("━") and before.endswith("─")
    assert after.startswith("─") and after.endswith("━")


async def test_breadth_follows_the_width() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        seen = [(app.sample.breadth, app.sample.tall)]
        for size in ((110, 30), (150, 29)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            seen.append((app.sample.breadth, app.sample.tall))
            assert app.sample.has_class(f"-{app.sample.breadth}")
    assert seen == [("narrow", False), ("medium", True), ("wide", False)]


async def test_answers_appear_in_the_status_and_the_place_stays_saved() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("full_stop")
        await settle(pilot)
        row = screen_text(app)[-2]
        assert row.startswith("  READ   coded as t Trust; u takes it back")
        assert row.endswith("saved")
        app.sample.say("the other coder has locked", warn=True)
        await settle(pilot)
        assert screen_text(app)[-2].startswith("  READ   ! the other coder has locked")


async def test_a_run_of_digits_hands_its_digit_over() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("7")
        await settle(pilot)
        assert "recent 7" in screen_text(app)[-2]


async def test_undo_works_anywhere_but_in_a_text_field() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("u")
        await settle(pilot)
        assert "taken back" in screen_text(app)[-2]
        await pilot.press("ctrl+r")
        await settle(pilot)
        assert "nothing to redo" in screen_text(app)[-2]
        await pilot.press("m", "u", "ctrl+r")
        await settle(pilot)
        prompt = app.screen
        assert isinstance(prompt, Prompt)
        assert prompt._field.value == "She picks upu"
    assert app.undone == 1


async def test_a_key_that_is_not_valid_is_neither_shown_nor_run() -> None:
    app = SampleApp()
    async with app.run_test(size=(160, 50)) as pilot:
        app.sample.may_repeat = False
        app.sample.refresh_bindings()
        await pilot.press("full_stop")
        await settle(pilot)
        rows = screen_text(app)
        offered = [key.action for key in app.sample.valid_commands()]
    assert ". last" not in rows[-1]
    assert "coded as" not in rows[-2]
    assert "last" not in offered and "memo" in offered and "recent" not in offered


async def test_help_lists_every_key_of_the_screen() -> None:
    app = SampleApp()
    async with app.run_test(size=(100, 60)) as pilot:
        await pilot.press("question_mark")
        await settle(pilot)
        assert isinstance(app.screen, HelpScreen)
        text = "\n".join(screen_text(app))
        await pilot.press("escape")
        assert app.screen is app.sample
    for key in app.sample.all_keys:
        assert not key.key or key.description in text
    assert "Next and previous row" in text, "the list with the keys carries its own help"


async def test_help_cuts_no_word_of_a_long_description() -> None:
    app = SampleApp()
    said = "Go past the open gates of this phase, with a reason that is kept in the journal"
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(HelpScreen("Home", [Key("o", "go on", said, "on")], app.sample))
        await settle(pilot)
        rows = [row.split("   ")[-1].strip() for row in screen_text(app)]
    assert any(said == f"{a} {b}" for a, b in pairwise(rows))


async def test_the_command_palette_runs_what_is_chosen() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", *"search", "enter")
        await settle(pilot)
        assert app.screen is app.sample
        assert "search" in screen_text(app)[-2]
        await pilot.press("ctrl+p", *"light col", "enter")
        await settle(pilot)
        assert app.theme == "light"
        assert palette_of(app) is PALETTES["light"]


async def test_study_text_is_never_markup() -> None:
    app = SampleApp()
    async with app.run_test(size=(160, 50)) as pilot:
        app.sample.head("[b]A[/b]", object="[/]", description="[MLP] one\ttwo\x1b[31m")
        app.sample.say("coded as [red]x[/red]")
        await settle(pilot)
        rows = screen_text(app)
    assert rows[0].startswith("  [b]A[/b]   Code   [/]   [MLP] one two [31m")
    assert "coded as [red]x[/red]" in rows[-2]
    assert any("Ownership of data" in row for row in rows)


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("keys", KEYS_TO_TRY, ids=lambda keys: "+".join(keys) or "screen")
async def test_no_colour_but_the_tokens_appears(theme: str, keys: tuple[str, ...]) -> None:
    app = SampleApp(theme=theme)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*keys)
        await settle(pilot)
        seen = set(colours_on(app))
    assert seen - tokens_of(PALETTES[theme]) == set()


async def test_without_colour_everything_is_grey(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c", *"trust")
        await settle(pilot)
        seen = set(colours_on(app))
        rows = screen_text(app)
    assert seen and all(colour[1:3] == colour[3:5] == colour[5:7] for colour in seen)
    assert any("t Trust in the person" in row for row in rows)


@pytest.mark.parametrize("keys", KEYS_TO_TRY, ids=lambda keys: "+".join(keys) or "screen")
async def test_a_resize_with_a_pop_up_open_keeps_all_in_place(keys: tuple[str, ...]) -> None:
    app = SampleApp()
    async with app.run_test(size=(160, 50)) as pilot:
        await pilot.press(*keys)
        for size in ((80, 24), (40, 12), (200, 60)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            rows = screen_text(app)
            assert len(rows) == size[1]
            assert all(len(row) <= size[0] for row in rows)
            assert "Code" in rows[0] and "READ" in rows[-2]


async def test_changing_the_theme_repaints_the_lists() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.theme = "light"
        await settle(pilot)
        assert set(colours_on(app)) <= tokens_of(PALETTES["light"])
        assert app.sample.query_one("#codebook", RowList).cursor is not None


def test_the_bar_takes_short_words_where_it_is_narrow() -> None:
    keys = (
        Key("enter", "settle and next", "", "settle", short="settle"),
        Key("J", "items", "", "item(1)", shown="J K"),
        Key("K", "", "", "item(-1)"),
    )
    assert for_bar(keys, None, narrow=True) == [("enter", "settle"), ("J K", "items")]
    assert for_bar(keys, None, narrow=False)[0] == ("enter", "settle and next")
