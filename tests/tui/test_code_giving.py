"""Giving codes on the coding screen, with keys alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from code_sample import Sitting, code_for, make_study, sitting

from workbench.codebook.store import codes, find_code
from workbench.study import Study, person, verify
from workbench.tui.screens.code import words_as_name


@pytest.fixture
def river(tmp_path: Path) -> Iterator[Study]:
    with make_study(tmp_path) as study:
        yield study


async def picked(one: Sitting, query: str) -> None:
    await one.press("c")
    await one.type(query)
    await one.press("enter")


async def test_a_selection_is_coded_by_a_few_letters_of_the_name(river: Study) -> None:
    async with sitting(river, size="narrow") as one:
        await one.goto("I ring Marta")
        await one.press("v", "s")
        assert " SELECT " in one.status
        assert "3 words" in one.status and "] the end moves" in one.status
        await picked(one, "tru")
        assert one.said() == [("I ring Marta.", "People/Trust")]
        assert one.screen.text_view.selection is None
        assert "coded as t Trust; u takes it back" in one.status
        assert one.agrees()
        assert one.session.saved.startswith("saved ")


async def test_without_a_selection_the_sentence_is_offered_and_given_back(river: Study) -> None:
    async with sitting(river) as one:
        await one.goto("not what the")
        caret = one.screen.text_view.caret
        await one.press("c")
        assert "9 words" in one.status
        await one.press("escape")
        assert (one.screen.text_view.selection, one.screen.text_view.caret) == (None, caret)
        assert one.mine() == []
        await picked(one, "trust")
        assert one.said() == [("I know that is not what the procedure says.", "People/Trust")]
        assert one.screen.text_view.caret == caret


async def test_a_second_code_goes_on_the_same_passage_as_long_as_the_caret_stays(
    river: Study,
) -> None:
    async with sitting(river) as one:
        await one.select("Marta sits")
        await picked(one, "trust")
        await picked(one, "knowing")
        assert one.said() == [("Marta sits", "People/Knowing whom"), ("Marta sits", "People/Trust")]
        await one.press("left", "right")
        await picked(one, "slow")
        assert ("But Marta sits at the gauge.", "Obstacles/Slow [MLP]") in one.said()


async def test_recent_codes_are_given_by_digit_and_the_last_one_by_a_full_stop(
    river: Study,
) -> None:
    async with sitting(river) as one:
        await one.press("full_stop")
        assert "no code used lately stands there yet" in one.status
        await one.select("I ring")
        await picked(one, "trust")
        await one.select("the gauge")
        await picked(one, "slow")
        await one.select("Then I am")
        await one.press("2")
        await one.goto("Somebody has")
        await one.press("full_stop")
        assert one.said()[-2:] == [
            ("Then I am", "People/Trust"),
            ("Somebody has to look at the map, and somebody has to believe it.", "People/Trust"),
        ]
        await one.select("the map")
        assert "1 t  2 s" in one.status
        assert one.agrees()
    async with sitting(river) as again:
        await again.select("the map")
        assert "1 t  2 s" in again.status, "they are remembered"


async def test_the_same_code_on_the_same_words_is_no_second_coding(river: Study) -> None:
    async with sitting(river) as one:
        for _ in range(2):
            await one.select("I ring Marta")
            await picked(one, "trust")
        assert "this is coded as t Trust already" in one.status
        assert len(one.mine()) == 1
        await one.press("u")
        assert one.mine() == [], "there was one change to take back, not two"


async def test_white_space_at_the_ends_of_a_selection_is_not_coded(river: Study) -> None:
    async with sitting(river) as one:
        await one.select(" Marta sits ")
        await picked(one, "trust")
        assert one.said() == [("Marta sits", "People/Trust")]


async def test_an_unknown_name_becomes_an_inductive_code_of_the_coder(river: Study) -> None:
    async with sitting(river, size="narrow") as one:
        await one.select("somebody has to believe it")
        await picked(one, "being believed")
        assert any("New code “being believed”" in row for row in one.rows())
        await one.type("It has to be credited.")
        await one.press("tab")
        await one.type("People")
        await one.press("enter")
        assert one.said() == [("somebody has to believe it", "People/being believed")]
        made = find_code(river, one.who, "being believed")
        assert (made.origin, made.definition, made.maker) == (
            "inductive",
            "It has to be credited.",
            "Ana",
        )
        assert "new code b being believed; u takes it back" in one.status
        assert one.agrees()
        await one.press("u")
        assert one.mine() == [], "code and coding are one change"
        assert all(code.name != "being believed" for code in codes(river, one.who))
        assert one.agrees()
        await one.press("ctrl+r")
        assert one.said() == [("somebody has to believe it", "People/being believed")]
        assert one.agrees()


async def test_a_new_code_needs_a_branch_that_is_there_and_may_be_left(river: Study) -> None:
    async with sitting(river) as one:
        await one.goto("Then I am")
        caret = one.screen.text_view.caret
        await picked(one, "warm voice")
        await one.press("tab")
        await one.type("Nowhere")
        await one.press("enter")
        assert any("! there is no code Nowhere" in row for row in one.rows())
        await one.press("escape")
        assert (one.screen.text_view.selection, one.screen.text_view.caret) == (None, caret)
        assert one.mine() == []


async def test_names_that_look_like_markup_or_paths_are_names(river: Study) -> None:
    async with sitting(river, size="narrow") as one:
        await one.select("I ring")
        await picked(one, "[/b] x/y")
        await one.press("enter")
        await one.select("the gauge")
        await picked(one, "mlp")
        await one.select("the map")
        await picked(one, "[/]")
        assert one.said() == [
            ("I ring", r"[\/b] x\/y"),
            ("the gauge", "Obstacles/Slow [MLP]"),
            ("the map", r"Obstacles/[\/]"),
        ]
        await one.goto("the map")
        assert "[/]" in one.status
        await one.goto("I ring")
        await one.press("b", "end")
        shown = "\n".join(one.rows())
        assert "[/b] x/y" in shown and "Slow [MLP]" in shown


async def test_in_vivo_takes_the_words_for_the_name(river: Study) -> None:
    async with sitting(river) as one:
        await one.press("i")
        assert "select the words first" in one.status
        await one.select("look at the map,")
        await one.press("i")
        made = find_code(river, one.who, "look at the map")
        assert (made.origin, made.maker) == ("in-vivo", "Ana")
        assert one.said() == [("look at the map,", "look at the map")]
        assert any("“look at the map”" in row for row in one.rows())
        await one.select("the map")
        await one.press("full_stop")
        assert ("the map", "look at the map") in one.said()
        assert one.agrees()


async def test_in_vivo_of_many_words_asks_for_fewer(river: Study) -> None:
    async with sitting(river) as one:
        await one.goto("Somebody has")
        await one.press("v", "s", "i")
        assert any("The code in fewer of these words" in row for row in one.rows())
        await one.press("ctrl+u")
        await one.type("believe it")
        await one.press("enter")
        (coding,) = one.mine()
        assert (coding.code, coding.end - coding.start) == ("believe it", 64)


async def test_in_vivo_of_a_name_that_is_there_gives_that_code(river: Study) -> None:
    async with sitting(river) as one:
        await one.select("I ring")
        await picked(one, "the gauge")
        await one.press("enter")
        before = len(codes(river, one.who))
        await one.select("the gauge")
        await one.press("i")
        assert len(codes(river, one.who)) == before
        assert ("the gauge", "the gauge") in one.said()


async def test_the_coding_in_hand_is_recoded(river: Study) -> None:
    code_for(river, "Ana", "Marta sits", "Trust")
    async with sitting(river) as one:
        await one.goto("Marta sits")
        await one.press("o")
        await one.press("c")
        assert "another code for t Trust" in one.status
        await one.type("knowing")
        await one.press("enter")
        assert one.said() == [("Marta sits", "People/Knowing whom")]
        assert "recoded as k Knowing whom; u takes it back" in one.status
        await picked(one, "warm")
        await one.press("enter")
        assert one.said() == [("Marta sits", "warm")]
        assert one.agrees()


async def test_recoding_into_a_twin_leaves_one_coding(river: Study) -> None:
    for code in ("Trust", "Knowing whom"):
        code_for(river, "Ana", "Marta sits", code)
    async with sitting(river) as one:
        await one.goto("Marta sits")
        await one.press("o")
        held = one.screen.desk.codings[one.screen.text_view.in_hand].code
        await picked(one, "trust" if held.endswith("whom") else "knowing")
        assert len(one.mine()) == 1
        assert one.agrees()


async def test_enter_in_the_codebook_gives_the_code(river: Study) -> None:
    async with sitting(river) as one:
        await one.select("I ring Marta")
        await one.press("shift+tab")
        assert one.screen.pane.codes.has_focus
        await one.press("home", "down")
        assert any("Because of who stands" in row for row in one.rows())
        await one.press("enter")
        assert one.said() == [("I ring Marta", "People/Trust")]
        assert one.screen.text_view.has_focus


async def test_where_it_is_narrow_the_codebook_lies_over_the_text(river: Study) -> None:
    async with sitting(river, size="narrow") as one:
        assert not any("Codebook" in row for row in one.rows())
        await one.select("I ring Marta")
        await one.press("b")
        assert any("Codebook" in row and "here" in row for row in one.rows())
        await one.press("home", "down", "down", "enter")
        assert one.said() == [("I ring Marta", "People/Knowing whom")]


async def test_a_frozen_codebook_offers_no_new_code(tmp_path: Path) -> None:
    with make_study(tmp_path, "reliability") as study:
        async with sitting(study) as one:
            await one.select("I ring Marta")
            await one.press("c")
            await one.type("something new")
            assert not any("new inductive code" in row for row in one.rows())
            await one.press("escape", "i")
            assert "the codebook is frozen" in one.status
            assert one.mine() == []


async def test_wide_and_joined_characters_are_coded_whole(river: Study) -> None:
    async with sitting(river, size="narrow") as one:
        await one.goto("👨‍👩‍👧")
        await one.press("v")
        await picked(one, "trust")
        await one.goto("漢字")
        await one.press("v", "right")
        await picked(one, "trust")
        assert one.said() == [("漢字", "People/Trust"), ("👨‍👩‍👧", "People/Trust")]
        assert one.agrees()


async def test_every_key_that_writes_is_one_change_and_all_of_it_verifies(river: Study) -> None:
    async with sitting(river) as one:
        count = "SELECT count(*) FROM journal_changes"
        for keys in (("v", "s", "c", "enter"), ("f",), ("c", "down", "enter"), ("x",), ("u",)):
            before = river.value(count)
            await one.press(*keys)
            assert river.value(count) == before + 1, keys
        assert one.agrees()
    assert verify(river).ok


async def test_ben_sees_nothing_of_ana(river: Study) -> None:
    code_for(river, "Ana", "Marta sits", "Trust")
    async with sitting(river, "Ana") as one:
        await one.select("I ring")
        await picked(one, "her own code")
        await one.press("enter")
    async with sitting(river, "Ben") as one:
        assert one.painted() == []
        assert not any("her own code" in row for row in one.rows())
        desk = one.screen.desk
        assert desk is not None and sum(desk.everywhere.values()) == 0
        await one.goto("Marta sits")
        await one.press("full_stop")
        assert "no code used lately" in one.status
    assert person(river, "Ben").name == "Ben"


def test_words_become_a_name_of_one_line() -> None:
    assert words_as_name(" “share\nwith  a\tface”, ") == "share with a face"
    assert words_as_name("co\u00adoperate") == "cooperate"
    assert words_as_name("…") == "…"
    assert words_as_name(" , ") == ""


async def test_several_codes_go_to_one_passage_in_one_change(river: Study) -> None:
    async with sitting(river) as one:
        await one.select("Marta sits")
        await one.press("c", *"trust", "ctrl+t")
        assert any("+ t" in row and " of " in row for row in one.rows()), "what is taken is shown"
        await one.press(*"knowing", "enter")
        assert sorted(one.said()) == [
            ("Marta sits", "People/Knowing whom"),
            ("Marta sits", "People/Trust"),
        ]
        assert one.agrees()
        await one.press("u")
        assert one.said() == []
        assert one.agrees()


async def test_taken_codes_alone_are_applied_with_an_empty_query(river: Study) -> None:
    async with sitting(river) as one:
        await one.select("Marta sits")
        await one.press("c", *"trust", "ctrl+t", *"knowing", "ctrl+t", "enter")
        assert len(one.said()) == 2
        await one.select("Marta sits")
        await one.press("c", *"trust", "ctrl+t", *"knowing", "ctrl+t", *"trust", "ctrl+t", "enter")
        assert len(one.said()) == 2, "one of the two was let go of, the other was there"
        assert one.agrees()


async def test_a_new_code_may_be_one_of_several(river: Study) -> None:
    async with sitting(river) as one:
        await one.select("Marta sits")
        await one.press("c", *"trust", "ctrl+t")
        await one.type("at her post")
        await one.press("enter", "ctrl+s")
        assert sorted(one.said()) == [("Marta sits", "People/Trust"), ("Marta sits", "at her post")]
        assert one.agrees()
