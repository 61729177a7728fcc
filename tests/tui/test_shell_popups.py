"""Pop-ups and the picker: what they ask, what they answer, and where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shell_sample import SampleApp, pick_items
from textual import events

from workbench.tui.shoot import popup_text, screen_text, settle
from workbench.tui.widgets.fields import FieldSpec, LongField
from workbench.tui.widgets.forms import Form, Prompt
from workbench.tui.widgets.picker import Picked, Picker, PickItem
from workbench.tui.widgets.popups import Choice, Choose, Confirm, Place


async def answers(*keys: str, size: tuple[int, int] = (80, 24)) -> list[object]:
    app = SampleApp()
    async with app.run_test(size=size) as pilot:
        for key in keys:
            await pilot.press(key)
        await settle(pilot)
        assert app.screen is app.sample, "the pop-up is closed"
        return app.sample.answers


async def text_after(*keys: str, size: tuple[int, int] = (80, 24)) -> list[str]:
    app = SampleApp()
    async with app.run_test(size=size) as pilot:
        for key in keys:
            await pilot.press(key)
        await settle(pilot)
        return screen_text(app)


async def test_confirm_takes_y_and_nothing_else_for_yes() -> None:
    assert await answers("x", "y") == [True]
    assert await answers("x", "escape") == [None]
    assert await answers("x", "n") == [None]
    rows = await text_after("x", "enter")
    assert any("Lock S1-07?" in row for row in rows), "enter is not yes"
    assert any("! A locked transcript cannot be opened again" in row for row in rows)
    assert rows[-1] == "  y yes  esc no, go back"


async def test_prompt_answers_with_what_was_typed() -> None:
    assert await answers("m", *" up", "enter") == ["She picks up up"]
    assert await answers("m", "x", "escape") == [None]


async def test_a_form_answers_with_its_fields() -> None:
    kept = await answers("e", "space", "B", "tab", "end", "enter", *"two", "ctrl+s")
    assert kept == [{"name": "Trust B", "definition": "Sharing rests on [b]trust[/b].\ntwo"}]
    assert await answers("e", "escape") == [None]


async def test_a_form_has_its_keys_in_the_first_field_as_soon_as_it_stands() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        for popup in (
            Form("One", [FieldSpec("name", "Name"), FieldSpec("more", "More")]),
            Form("Long", [FieldSpec("text", "Text", rows=3), FieldSpec("more", "More")]),
            Prompt("Name"),
        ):
            await app.push_screen(popup)
            app.focused.post_message(events.Key("q", "q"))
            await settle(pilot)
            first = popup.query("Field, LongField").first()
            assert (first.text if isinstance(first, LongField) else first.value) == "q"
            popup.dismiss(None)
            await settle(pilot)


async def test_a_form_says_what_is_wrong_and_stays() -> None:
    rows = await text_after("e", *["backspace"] * 5, "enter")
    assert any("! a name is needed" in row for row in rows)
    assert any("Definition" in row for row in rows)


async def test_a_choice_is_made_by_its_key_or_the_cursor() -> None:
    assert await answers("R", "3") == ["boundary"]
    assert await answers("R", "enter") == ["overlooked"], "the cursor begins where it is now"
    assert await answers("R", "up", "enter") == ["unclear"]
    assert await answers("R", "escape") == [None]


async def test_the_picker_says_why_and_what() -> None:
    rows = await text_after("c", *"trust")
    text = "\n".join(rows)
    assert "2 of 8" in text
    by_name = next(row for row in rows if "t Trust in the person   " in row and "name" in row)
    assert by_name.split()[-1] == "24" or "24" in by_name
    assert any("definition" in row and "entrusted" in row for row in rows)
    assert "+ new inductive code “trust”" in text
    assert "Sharing rests on relying on one particular person" in text
    assert rows[-1].startswith("  enter apply  tab definition in full  esc back")


async def test_the_picker_answers_with_an_item_or_a_new_name() -> None:
    assert await answers("c", *"trust", "enter") == [Picked(id="t")]
    assert await answers("c", *"trust", "down", "enter") == [Picked(new_name="trust")]
    assert await answers("c", *"trust", "down", "down", "enter") == [Picked(id="o")]
    assert await answers("c", *"a new  one", "enter") == [Picked(new_name="a new one")]
    assert await answers("c", "escape") == [None]


async def test_enter_takes_no_code_that_only_happens_to_hold_a_new_name() -> None:
    assert await answers("c", *"office", "enter") == [Picked(new_name="office")]
    assert await answers("c", *"office", "down", "enter") != [Picked(new_name="office")]
    assert await answers("c", *"rust", "enter") == [Picked(new_name="rust")]
    assert await answers("c", *"owner", "enter") == [Picked(id="o")]


async def test_the_row_that_enter_takes_has_the_mark_and_the_keys_say_what_it_does() -> None:
    def marked(rows: list[str]) -> str:
        return next(row for row in rows if "▏ ▏" in row)

    rows = await text_after("c", *"office")
    assert "+ new inductive code “office”" in marked(rows)
    assert rows[-1].startswith("  enter make it")
    rows = await text_after("c", *"office", "down")
    assert "definition" in marked(rows) and rows[-1].startswith("  enter apply")
    rows = await text_after("c", *"trust")
    assert "t Trust in the person" in marked(rows) and rows[-1].startswith("  enter apply")


async def test_a_picker_without_a_new_one_takes_no_definition_at_once() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        asked: list[Picked | None] = []
        for query, taken in (("rust", "t"), ("owner", "o"), ("entrusted", None)):
            app.push_screen(Picker(pick_items()), asked.append)
            await pilot.press(*query)
            await settle(pilot)
            assert any("▏ ▏" in row for row in screen_text(app)) == bool(taken)
            await pilot.press("enter")
            await settle(pilot)
            assert asked == ([Picked(id=taken)] if taken else [])
            asked.clear()
        assert screen_text(app)[-1].startswith("  ↓ go to it")
        await pilot.press("down")
        await settle(pilot)
        assert screen_text(app)[-1].startswith("  enter apply")
        await pilot.press("enter")
        await settle(pilot)
        assert asked == [Picked(id="o")]


async def test_with_taken_codes_the_mark_comes_to_a_row_by_going_there() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        asked: list[Picked | None] = []
        for more, wanted in (
            ((), Picked(id="t")),
            (("down",), Picked(id="i", also=("t",))),
            (("down", "down"), Picked(id="m", also=("t",))),
        ):
            app.push_screen(Picker(pick_items(), several=True), asked.append)
            await pilot.press(*"trust", "ctrl+t", *more)
            await settle(pilot)
            rows = screen_text(app)
            assert rows[-1].startswith("  enter apply" if more else "  enter apply what is taken")
            assert any("▏ ▏" in row for row in rows) == bool(more)
            await pilot.press("enter")
            await settle(pilot)
            assert asked.pop() == wanted


async def test_codes_of_one_name_say_where_they_stand() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        twins = [PickItem("a", "a", "blue", "Late", "Calls"), PickItem("b", "b", "gold", "late")]
        app.push_screen(Picker([*twins, *pick_items()]))
        await pilot.press(*"late")
        await settle(pilot)
        rows = screen_text(app)
        assert any("a Late" in row and "in Calls" in row for row in rows)
        assert any("b late" in row and "at the top" in row for row in rows)


async def test_a_known_name_offers_nothing_new() -> None:
    rows = await text_after("c", *"too SLOW")
    assert not any("new inductive code" in row for row in rows)
    assert any("l Too slow" in row for row in rows)


async def test_the_picker_says_what_to_do_without_codes() -> None:
    for offer, said in (("new code", "No codes yet: type the name"), ("", "No codes yet.")):
        app = SampleApp()
        async with app.run_test(size=(80, 24)) as pilot:
            app.push_screen(Picker([], offer=offer))
            await settle(pilot)
            rows = screen_text(app)
            assert any(said in row for row in rows)
            assert not any("0 of 0" in row for row in rows)
    rows = await text_after("c", *"qqqq")
    assert any("+ new inductive code “qqqq”" in row for row in rows)


async def test_the_definition_in_full_takes_the_place_of_the_rows() -> None:
    rows = await text_after("c", *"trust", "tab")
    assert any("t Trust in the person   People" in row for row in rows)
    assert not any("new inductive" in row for row in rows)
    back = await text_after("c", *"trust", "tab", "tab")
    assert any("new inductive" in row for row in back)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 50)])
async def test_the_picker_leaves_the_line_it_is_about_in_view(size: tuple[int, int]) -> None:
    rows = await text_after("c", "t", size=size)
    about = [row for row in rows if row.startswith("▏   t Trust in the person")]
    assert len(about) == 1


rows_of_screen = st.integers(12, 80)


@given(rows_of_screen, st.data())
def test_a_pop_up_never_covers_its_place_nor_the_bars(
    screen_rows: int, data: st.DataObject
) -> None:
    top = data.draw(st.integers(1, screen_rows - 4))
    bottom = data.draw(st.integers(top, screen_rows - 4))
    wanted = data.draw(st.integers(3, 60))
    first, height = Place(top, bottom).spot(wanted, screen_rows)
    covered = range(first, first + height)
    assert height >= 1
    assert not set(covered) & set(range(top, bottom + 1))
    assert first >= 1
    assert first + height <= screen_rows - 2


@pytest.mark.parametrize("width", [60, 80, 109])
async def test_on_a_narrow_screen_a_pop_up_goes_on_to_the_edge(width: int) -> None:
    app = SampleApp()
    async with app.run_test(size=(width, 24)) as pilot:
        for popup in (Prompt("Name"), Picker(pick_items()), Confirm("Sure?")):
            await app.push_screen(popup)
            await settle(pilot)
            assert popup.query_one(".popup").region.right == width
            popup.dismiss(None)
            await settle(pilot)


async def test_a_picker_says_what_enter_does_with_the_row() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(Picker(pick_items(), verb="merge into it", offer="new code"))
        await settle(pilot)
        assert screen_text(app)[-1].startswith("  enter merge into it  tab")
        await pilot.press(*"zzz")
        await settle(pilot)
        assert screen_text(app)[-1].startswith("  enter make it  tab")


async def test_a_prompt_says_what_enter_does_with_what_is_typed() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(Prompt("Search", verb="search"))
        await settle(pilot)
        assert screen_text(app)[-1] == "  enter search  esc leave it"


async def test_a_prompt_says_what_may_stand_there_once() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        for value in ("", "xx"):
            popup = Prompt("Language", value, hint="xx for any")
            await app.push_screen(popup)
            await settle(pilot)
            assert " ".join(popup_text(app)).count("xx for any") == 1
            popup.dismiss(None)
            await settle(pilot)


async def test_a_form_says_what_may_stand_in_the_field_one_is_in() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        specs = [
            FieldSpec("role", "Role", "coder", hint="coder or supervisor"),
            FieldSpec("more", "More", hint="may be empty"),
        ]
        await app.push_screen(Form("One", specs))
        await settle(pilot)
        assert "coder or supervisor" in popup_text(app)
        await pilot.press("tab")
        await settle(pilot)
        said = " ".join(popup_text(app))
        assert "coder or supervisor" not in said and said.count("may be empty") == 1


async def test_a_complaint_stays_until_one_leaves_its_field() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        specs = [
            FieldSpec("more", "More", "x", hint="anything"),
            FieldSpec(
                "role", "Role", "boss", hint="coder or supervisor", check=lambda _: "no boss"
            ),
        ]
        await app.push_screen(Form("One", specs))
        await pilot.press("enter")
        await settle(pilot)
        assert "! no boss" in popup_text(app)
        await pilot.press("x")
        assert "! no boss" in popup_text(app)
        await pilot.press("shift+tab")
        await settle(pilot)
        assert "anything" in popup_text(app) and "! no boss" not in popup_text(app)


async def test_the_words_on_a_choice_stand_whole() -> None:
    app = SampleApp()
    async with app.run_test(size=(60, 24)) as pilot:
        asked: list[str | None] = []
        words = "the mean of the figures of all transcripts, each as long as it is"
        choices = [Choice("a", "a", "long", words), Choice("b", "", "bare"), Choice("c", "c", "ok")]
        app.push_screen(Choose("Which", choices), asked.append)
        await settle(pilot)
        assert words in " ".join(" ".join(popup_text(app)).split())
        await pilot.press("down", "enter")
        await settle(pilot)
        assert asked == ["b"], "the cursor passes over what goes on from the row above"
