"""Suggestions beside the text: found, gone to, answered, looked for while one codes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from code_sample import SIZES, Sitting, code_for, make_study, sitting

from workbench.coding.suggestions.answering import offered
from workbench.coding.suggestions.rules import add_rule, rules
from workbench.coding.suggestions.running import plan_run, run
from workbench.consensus.reveal import lock
from workbench.study import Study, person, undo


@pytest.fixture
def river(tmp_path: Path) -> Iterator[Study]:
    """Five passages are proposed: three in S1, two in S2."""
    with make_study(tmp_path) as study:
        add_rule(study, "Trust", "phrase", "Marta", "words", None)
        add_rule(study, "Knowing whom", "phrase", "ring", "sentence", None)
        run(study, plan_run(study, "first", "en", None), None)
        yield study


def proposed(one: Sitting) -> list[tuple[str, str]]:
    """The suggestions on the page as (words, code)."""
    marks = [mark for mark in one.screen.text_view.marks if mark.suggestion]
    return [(one.body[mark.start : mark.end], mark.name) for mark in marks]


IN_S1 = [("I ring Marta.", "Knowing whom"), ("Marta", "Trust"), ("Marta", "Trust")]


@pytest.mark.parametrize("size", SIZES)
async def test_they_stand_in_dotted_lanes_and_count_as_nothing(river: Study, size: str) -> None:
    async with sitting(river, size=size) as one:
        assert proposed(one) == IN_S1
        assert "0\u00a0%" in one.status
        await one.press("a")
        assert one.screen.text_view.caret == one.body.index("I ring")
        assert "suggested k Knowing whom" in one.status
        assert "y yes" in one.keys
        assert "r refuse" in one.keys
        if size != "narrow":
            assert any("Suggested by phrase ring" in row for row in one.rows())


async def test_they_are_gone_through_over_all_transcripts_and_back(river: Study) -> None:
    async with sitting(river) as one:
        places = []
        for _ in range(6):
            await one.press("a")
            places.append((one.screen.desk.transcript.name, one.screen.text_view.caret))
        assert [name for name, _ in places] == ["S1", "S1", "S1", "S2", "S2", "S1"]
        assert places[5] == places[0]
        await one.press("A", "A", "A")
        assert (one.screen.desk.transcript.name, one.screen.text_view.caret) == places[2]


async def test_one_is_accepted_and_taken_back(river: Study) -> None:
    async with sitting(river) as one:
        await one.press("a", "y")
        assert one.said() == [("I ring Marta.", "People/Knowing whom")]
        assert one.mine()[0].origin == "suggested:phrase ring"
        assert "coded as k Knowing whom; u takes it back" in one.status
        assert proposed(one) == IN_S1[1:]
        assert one.agrees()
        await one.press("u")
        assert one.mine() == []
        assert proposed(one) == IN_S1
        assert one.agrees()
        await one.press("ctrl+r")
        assert len(one.mine()) == 1
        assert one.agrees()


async def test_one_is_refused_and_taken_back(river: Study) -> None:
    async with sitting(river) as one:
        await one.press("a", "r")
        assert one.mine() == []
        assert proposed(one) == IN_S1[1:]
        assert "not k Knowing whom; u takes it back" in one.status
        await one.press("u")
        assert proposed(one) == IN_S1
        assert one.agrees()
    async with sitting(river, "Ben") as one:
        assert proposed(one) == IN_S1


async def test_what_is_coded_by_hand_is_proposed_no_more_until_that_goes(river: Study) -> None:
    async with sitting(river) as one:
        await one.select("ring")
        await one.press("c", *"Knowing", "enter")
        assert proposed(one) == IN_S1[1:]
        await one.press("x")
        assert proposed(one) == IN_S1
        assert one.agrees()


async def test_o_takes_suggestions_in_hand_too_and_other_keys_are_not_about_them(
    river: Study,
) -> None:
    code_for(river, "Ana", "Marta. I know", "Slow [MLP]")
    async with sitting(river) as one:
        await one.goto("Marta. I")
        for _ in range(3):
            await one.press("o")
            assert one.screen.text_view.in_hand
        await one.press("escape", "a", "A", "a")
        await one.press("m", "escape", "F", "F", "C", "escape")
        assert len(one.mine()) == 1
        assert one.agrees()


async def test_all_here_or_everything_in_one_change(river: Study) -> None:
    async with sitting(river) as one:
        await one.press("Y", "a")
        assert one.said() == [(words, f"People/{code}") for words, code in IN_S1]
        assert "3 suggestions accepted; u takes it back" in one.status
        await one.press("u")
        assert one.mine() == []
        await one.press("Y", "e")
        assert len(one.mine()) == 5
        assert not one.screen.has_suggestions
        await one.press("u", "Y", "x")
        assert proposed(one) == []
        assert one.screen.has_suggestions, "in S2"
        await one.press("u", "g", "a", "Y", "c")
        assert {coding.code for coding in one.mine()} == {"People/Knowing whom"}
        assert one.agrees()


async def test_a_rule_is_added_looked_for_and_removed(river: Study) -> None:
    async with sitting(river) as one:
        await one.select("the map")
        await one.press("Y", "r", "a", *"Slow", "enter")
        assert any("A rule for s Slow [MLP]" in row for row in one.rows())
        assert any("the map" in row for row in one.rows()), "the selection is offered"
        await one.press("tab", "ctrl+u", *"regex", "enter")
        assert any("one of phrase, forms, pattern, fuzzy" in row for row in one.rows())
        await one.press("ctrl+u", *"phrase", "tab", "ctrl+u", *"words", "enter")
        assert ("Obstacles/Slow [MLP]", "phrase", "the map", "words") in [
            (rule.code, rule.kind, rule.words, rule.extent) for rule in rules(river, None)
        ]
        await one.press("escape", "Y", "l")
        assert any("Language of the texts" in row for row in one.rows())
        await one.press("enter")
        assert ("the map", "Slow [MLP]") in proposed(one)
        assert "1 passage newly proposed to all coders" in one.status
        assert "en" in {plan_run(river, "first", None, None).language}
        await one.press("Y", "r", "end", "x", "escape")
        assert len(rules(river, None)) == 2
    ben = person(river, "Ben")
    assert ("Obstacles/Slow [MLP]") in {one.code for one in offered(river, ben)}
    undo(river, person(river, "Ana"))
    assert len(rules(river, None)) == 3


async def test_a_run_that_fails_says_why_and_changes_nothing(river: Study) -> None:
    async with sitting(river) as one:
        await one.press("Y", "l", "ctrl+u", *"qq", "enter")
        assert any("spaCy cannot split it" in row for row in one.rows())
        await one.press("escape")
        assert proposed(one) == IN_S1


async def test_a_run_can_be_stopped(river: Study) -> None:
    add_rule(river, "Trust", "pattern", r"(\w+\W?)+\d\d\d", "words", None)
    async with sitting(river) as one:
        await one.pilot.press("Y", "l", "enter")
        while one.screen._looking is None:
            await one.pilot.pause()
        await one.pilot.press("Y", "s")
        await one.press()
        assert "looked no further" in one.status
        assert one.screen._looking is None
        assert proposed(one) == IN_S1


async def test_nothing_is_proposed_on_what_is_locked_or_to_nobody(river: Study) -> None:
    lock(river, person(river, "Ana"), ["S1"])
    async with sitting(river) as one:
        assert proposed(one) == []
        await one.press("y", "r")
        assert one.mine() == []
        await one.press("a")
        assert one.screen.desk.transcript.name == "S2"
    async with sitting(river, "Eva") as one:
        assert not one.screen.has_suggestions
        await one.press("a", "y", "r", "Y", "escape")
