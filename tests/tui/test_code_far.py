"""Far in few keys on the coding screen: hops to a word, counts before a moving key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from code_sample import SAID, make_study, sitting

from workbench.study import Study


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
