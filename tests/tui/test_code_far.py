"""Far in few keys on the coding screen: hops to a word, counts before a moving key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from code_sample import OTHER, SAID, code_for, make_study, sitting

from workbench.study import Study
from workbench.tui.shoot import popup_text


@pytest.fixture
def river(tmp_path: Path) -> Iterator[Study]:
    with make_study(tmp_path) as study:
        yield study


@pytest.mark.parametrize("size", ["narrow", "wide"])
async def test_a_hop_goes_to_the_word_under_its_label(river: Study, size: str) -> None:
    async with sitting(river, size=size) as one:
        await one.goto("When the river")
        await one.press("h")
        assert "hop to a word that begins with" in one.status
        await one.press("m")
        assert "the letter over the word" in one.status
        row = next(row for row in one.rows() if "ring " in row)
        assert "ring aarta" in row, "the label lies over the first letter"
        await one.press("s")
        assert one.screen.text_view.caret == SAID.index("Marta sits")
        assert "aarta" not in "\n".join(one.rows())


async def test_only_one_such_word_needs_no_label(river: Study) -> None:
    async with sitting(river) as one:
        await one.press("h", "g")
        assert one.screen.text_view.caret == SAID.index("gauge")
        await one.press("h", "q")
        assert "no word here begins with q" in one.status
        await one.press("j")
        assert one.screen.text_view.caret != SAID.index("gauge"), "keys move again"


async def test_a_hop_stretches_the_selection_to_the_whole_word(river: Study) -> None:
    async with sitting(river) as one:
        await one.goto("Marta sits")
        await one.press("v", "h", "g")
        assert SAID[slice(*one.screen.text_view.selection)] == "Marta sits at the gauge"
        await one.press("left_square_bracket", "h", "b", "a")
        assert SAID[slice(*one.screen.text_view.selection)] == "But Marta sits at the gauge"


async def test_escape_and_other_keys_give_up_a_hop(river: Study) -> None:
    async with sitting(river) as one:
        await one.goto("When the river")
        at = one.screen.text_view.caret
        for keys in (("h", "escape"), ("h", "m", "escape"), ("h", "m", "q"), ("h", "f5")):
            await one.press(*keys)
            assert one.screen.text_view.caret == at
            assert "hop" not in one.status
            assert "letter over" not in one.status


async def test_a_count_repeats_a_moving_key(river: Study) -> None:
    async with sitting(river) as one:
        await one.goto("When the river")
        await one.press("0", "2")
        assert "2 times" in one.status
        await one.press("J")
        assert one.screen.text_view.caret == SAID.index("And if she")
        await one.press("0", "1", "0", "right")
        assert one.screen.text_view.caret == SAID.index("And if she") + 10
        await one.press("0", "9", "9", "9", "9", "9", "K")
        assert one.screen.text_view.caret == SAID.index("When the river")
        await one.press("v", "0", "3", "w")
        assert SAID[slice(*one.screen.text_view.selection)] == "When the river"


async def test_a_count_leaves_the_digits_to_the_codes(river: Study) -> None:
    async with sitting(river) as one:
        await one.goto("Marta sits")
        await one.press("v", "w", "c", *"trust", "enter")
        await one.goto("Somebody has")
        await one.press("0", "3", "escape", "v", "w", "1")
        assert [SAID[c.start : c.end] for c in one.mine()] == ["Marta", "Somebody"]
        await one.press("0", "3", "x")
        assert len(one.mine()) == 2, "a count before another key does nothing"
        assert one.agrees()


async def test_hits_of_all_transcripts_are_coded_one_by_one(river: Study) -> None:
    async with sitting(river, size="narrow") as one:
        await one.press("S", *"marta", "enter")
        rows = "\n".join(one.rows())
        assert "“marta”" in rows
        assert "3 hits in 2 transcripts" in rows
        await one.press("enter")
        for _ in range(3):
            await one.press("c", *"trust", "enter", "greater_than_sign")
        assert sorted(words for words, _ in one.said()) == [
            "But Marta sits at the gauge.",
            "I ring Marta.",
            "Marta rings me.",
        ]
        assert one.screen.desk.transcript.name == "S1", "and round to the first"
        await one.press("less_than_sign")
        assert one.screen.desk.transcript.name == "S2"
        assert one.screen.text_view.caret == OTHER.index("Marta rings")
        await one.press("S")
        marked = [row.rstrip().endswith(" t") for row in one.rows() if "arta" in row and "…" in row]
        assert marked and all(marked), "one sees which hits are coded, and as what"
        await one.press("slash")
        assert "Search all transcripts" in "\n".join(one.rows())


async def test_patterns_and_near_spellings_are_found_here(river: Study) -> None:
    async with sitting(river) as one:
        await one.press("slash")
        await one.type("re:[Ss]omebod. has")
        await one.press("enter")
        assert one.screen.text_view.caret == SAID.index("Somebody has to look")
        await one.press("greater_than_sign")
        assert one.screen.text_view.caret == SAID.index("somebody has to believe")
        await one.press("slash")  # the query that stands there is typed over
        await one.type("~proceduer")
        await one.press("enter")
        assert one.screen.text_view.caret == SAID.index("procedure")
        await one.press("slash", "ctrl+u")
        await one.type("re:[")
        await one.press("enter")
        assert "!" in one.status, "what is no pattern is said"
        await one.press("slash", "ctrl+u")
        await one.type("Interviewer:")
        await one.press("enter")
        assert "nobody says “Interviewer:” here" in one.status, "labels are not said by anybody"


async def test_all_codings_of_a_code_are_recoded_and_removed_in_bulk(river: Study) -> None:
    for words, where in (("I ring Marta", "S1"), ("Marta sits", "S1"), ("Marta rings", "S2")):
        code_for(river, "Ana", words, "Trust", where)
    async with sitting(river) as one:
        await one.goto("Marta sits")
        await one.press("C")
        rows = "\n".join(one.rows())
        assert "3 codings of yours in 2 transcripts" in rows
        numbered = [" ".join(row.split()) for row in popup_text(one.app)]
        assert "Transcript turn passage" in numbered
        assert any("S1 2 Marta sits" in row for row in numbered), "with the number of the turn"
        assert any("S2 2 Marta rings" in row for row in numbered)
        await one.press("end", "enter")
        assert one.screen.desk.transcript.name == "S2"
        await one.press("C", "space", "down", "space", "c", *"know", "enter")
        assert sorted(code for _, code in one.said()) == ["People/Knowing whom"] * 2 + [
            "People/Trust"
        ]
        assert "2 codings recoded as" in one.status
        assert one.agrees()
        await one.press("u")
        assert [code for _, code in one.said()] == ["People/Trust"] * 3, "one undo"
        await one.press("C", "a", "x")
        assert one.said() == []
        assert "3 codings removed" in one.status
        assert one.agrees()
        await one.press("u", "C", "escape")
        assert len(one.said()) == 3


async def test_the_codebook_says_which_code_is_in_question(river: Study) -> None:
    code_for(river, "Ana", "Marta sits", "Trust")
    async with sitting(river) as one:
        await one.press("C")
        assert "no code in question" in one.status
        await one.press("b", "home", "C")
        assert "you have coded nothing as" in one.status
        await one.press("down", "C")
        assert "1 coding of yours" in "\n".join(one.rows())


async def test_one_code_alone_can_be_shown(river: Study) -> None:
    code_for(river, "Ana", "But Marta sits at the gauge.", "Trust")
    code_for(river, "Ana", "Marta sits", "Knowing whom")
    async with sitting(river) as one:
        await one.goto("gauge")
        await one.press("F")
        assert [name for _, _, name in one.painted()] == ["Trust"]
        assert "only t Trust" in one.status
        await one.goto("Somebody has")
        await one.press("v", "w", "c", *"trust", "enter")
        assert len(one.painted()) == 2
        await one.press("v", "w", "c", *"know", "enter")
        assert len(one.painted()) == 4, "what was just made is never hidden"
        await one.goto("gauge")
        await one.press("F", "F")
        assert one.agrees()
        await one.press("F", "x", "u", "F")
        assert one.agrees()
