"""Settling disagreements by keys: outcomes, what must not be missing, bulk, undo, same again."""

from pathlib import Path

import pytest
from conftest import dump
from reconcile_sample import MEDIUM, NARROW, WIDE, Table, differing

from workbench.codebook.store import codes, find_code
from workbench.consensus.nouns import Decision, Item
from workbench.consensus.queue import chosen_round
from workbench.consensus.resolution import resolution_table
from workbench.study import Study, history
from workbench.tui.widgets.bars import StatusBar


@pytest.fixture
def table(study: Study, tmp_path: Path) -> Table:
    return differing(study, tmp_path)


def again(table: Table, item: Item) -> Item:
    """The item as it is now."""
    return next(one for one in table.items() if one.id == item.id)


def decision(table: Table, item: Item) -> Decision:
    found = again(table, item).decision
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("key", "outcome", "yielded", "kept"),
    [
        ("a", "a", "B", [("S1", "Trust [\\/b]", "I ring Marta.")]),
        ("b", "b", "A", [("S1", "Procedure", "I ring Marta.")]),
        (
            "plus",
            "both",
            "",
            [("S1", "Procedure", "I ring Marta."), ("S1", "Trust [\\/b]", "I ring Marta.")],
        ),
        ("0", "neither", "both", []),
    ],
)
async def test_one_key_an_outcome(
    table: Table, key: str, outcome: str, yielded: str, kept: list[tuple[str, str, str]]
) -> None:
    item = table.item("D1")
    agreed = set(table.third())
    async with table.open() as hand:
        await hand.at(item)
        await hand.press(key, "4", "tab", "tab")
        await hand.type("said so")
        await hand.press("enter")
        assert hand.screen.here != item.id, "enter settles and goes on"
    made = decision(table, item)
    assert (made.outcome, made.reason, made.note) == (outcome, "inference", "said so")
    assert (made.yielded, made.by.name) == (yielded, "Ana")
    assert set(table.third()) - agreed == set(kept)


async def test_the_arrows_choose_what_the_keys_choose(table: Table) -> None:
    item = table.item("D1")
    async with table.open(size=NARROW) as hand:
        await hand.at(item)
        await hand.press("down", "down", "right", "left", "tab", "down", "down", "enter")
    assert (decision(table, item).outcome, decision(table, item).reason) == ("b", "overlooked")


async def test_nothing_is_settled_while_something_is_missing(table: Table) -> None:
    async with table.open() as hand:
        await hand.at(table.item("D1"))
        before = dump(table.study)
        await hand.press("enter")
        assert "! no outcome yet" in hand.status
        await hand.press("a", "enter")
        assert "! why did they differ? 1 to 6 choose the reason" in hand.status
        assert hand.screen.view.reasons.has_focus
        assert dump(table.study) == before
        await hand.press("6", "enter")
    assert decision(table, table.item("D1")).reason == "slip"


@pytest.mark.parametrize(("key", "outcome"), [("s", "supervisor"), ("d", "differ")])
@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_sentence_is_compulsory_where_nobody_decides(
    table: Table, key: str, outcome: str, size: tuple[int, int]
) -> None:
    item = table.item("D4")
    async with table.open(size=size) as hand:
        await hand.at(item)
        await hand.press(key, "enter")
        assert "needs a sentence that says why" in hand.status
        assert not again(table, item).decisions
        await hand.type("two u of one")
        await hand.press("enter")
        made = decision(table, item)
        assert (made.outcome, made.note) == (outcome, "two u of one")
        assert again(table, item).open == (outcome == "supervisor")
        await hand.at(item)
        hand.screen.query_one(StatusBar).answer_with(())
        assert ("Handed on by Ana" if key == "s" else "Settled by Ana") in hand.seen()


async def test_agreeing_to_differ_is_final_and_undo_takes_it_back(table: Table) -> None:
    item = table.item("D3")
    async with table.open() as hand:
        await hand.at(item)
        await hand.press("d", "enter")
        await hand.type("both")
        await hand.press("enter", "K")
        await hand.at(item)
        await hand.press("a", "enter")
        assert "it was agreed to differ, which is final" in hand.status
        await hand.press("u")
        assert not again(table, item).decisions
        assert hand.screen.here == item.id, "undo leads to where it was"


async def test_usual_reasons_are_proposed_and_can_be_changed(table: Table) -> None:
    async with table.open() as hand:
        for kind, reason in (("D2", "boundary"), ("D3", "overlooked"), ("D4", "overlooked")):
            await hand.at(table.item(kind))
            assert (hand.screen.draft.outcome, hand.screen.draft.reason) == ("", reason)
            assert f"{reason}  proposed" in hand.seen()
        await hand.at(table.item("D1"))
        assert hand.screen.draft.reason == "" and "proposed" not in hand.seen()
        await hand.at(table.item("D2"))
        await hand.press("a", "1", "enter")
    assert decision(table, table.item("D2")).reason == "definition"


async def test_another_span_is_chosen_in_the_text(table: Table) -> None:
    item = table.item("D2")
    async with table.open() as hand:
        await hand.at(item)
        await hand.press("r")
        assert hand.rows()[-2].startswith("  SELECT")
        await hand.press("u", "a", "tab")
        assert hand.screen.choosing, "other keys are the text's while a span is chosen"
        await hand.press("escape")
        assert not hand.screen.choosing and hand.screen.draft.outcome == ""
        await hand.press("r", "right", "right", "enter", "enter")
    made = decision(table, item)
    assert (made.outcome, made.start, made.end) == ("span", item.start, item.end + 2)
    assert made.yielded == "third"
    assert ("S1", "Meeting", "Sitting together. Once a month, ") in table.third()


async def test_a_span_of_two_codes_asks_for_the_code(table: Table) -> None:
    item = table.item("D1")
    async with table.open() as hand:
        await hand.at(item)
        await hand.press("r")
        assert "Which code gets it?" in hand.seen()
        await hand.press("down", "enter", "left", "enter", "2", "enter")
    made = decision(table, item)
    assert (made.outcome, made.code, made.end) == ("span", "Procedure", item.end - 1)


async def test_another_code_is_picked(table: Table) -> None:
    item = table.item("D1")
    async with table.open() as hand:
        await hand.at(item)
        await hand.press("n")
        await hand.type("meet")
        await hand.press("enter")
        assert "Meeting" in hand.seen()
        await hand.press("4", "enter")
    made = decision(table, item)
    assert (made.outcome, made.code) == ("code", "Meeting")
    assert ("S1", "Meeting", "I ring Marta.") in table.third()


async def test_a_new_code_is_made_with_the_decision_and_goes_with_it(table: Table) -> None:
    item = table.item("D1")
    async with table.open(size=NARROW) as hand:
        await hand.at(item)
        before = dump(table.study)
        await hand.press("n")
        await hand.type("zz")
        await hand.press("enter", "tab")
        await hand.type("knowing whom")
        await hand.press("ctrl+s")
        assert dump(table.study) == before, "nothing is made before enter"
        await hand.press("4", "enter")
        made = find_code(table.study, None, "zz")
        assert (made.definition, made.origin, made.shared) == ("knowing whom", "inductive", True)
        assert decision(table, item).code == "zz"
        assert decision(table, item).codebook_after != ""
        await hand.press("u")
        assert "zz" not in [code.path for code in codes(table.study, None, retired=True)]
        assert not again(table, item).decisions
        await hand.press("ctrl+r")
        assert decision(table, item).code == "zz"


async def test_an_edited_definition_is_noted_and_leaves_the_item_open(table: Table) -> None:
    item = table.item("D2")
    async with table.open() as hand:
        await hand.at(item)
        await hand.press("b", "e")
        await hand.type("In a room. ")
        await hand.press("ctrl+s")
        assert find_code(table.study, None, "Meeting").definition == "In a room."
        now = again(table, item)
        assert now.open and [d.outcome for d in now.decisions] == ["definition"]
        assert now.decisions[0].reason == "definition"
        await hand.press("e", "ctrl+s")
        assert "stayed as it was" in hand.status
        assert len(again(table, item).decisions) == 1


async def test_a_settled_item_shows_how_and_can_be_decided_anew(table: Table) -> None:
    item = table.item("D1")
    async with table.open() as hand:
        await hand.at(item)
        await hand.press("a", "4", "enter")
        await hand.at(item)
        shown = hand.seen()
        assert "Settled by Ana" in shown and "Ben gave way." in shown
        assert "✓" not in next(row for row in hand.rows() if "▸" in row)
        await hand.press("enter")
        assert len(again(table, item).decisions) == 1, "enter alone decides nothing anew"
        await hand.at(item)
        await hand.press("b", "enter")
    assert [d.outcome for d in again(table, item).decisions] == ["a", "b"]


async def test_same_again_proposes_and_asks_for_each(table: Table) -> None:
    first, second = table.item("D1", "S1"), table.item("D1", "S2")
    async with table.open() as hand:
        await hand.at(first)
        assert "Same again: 1 more with" in hand.seen()
        await hand.press("full_stop")
        assert hand.screen.draft.outcome == "", "nothing like it was settled yet"
        await hand.press("b", "5", "enter", "right_curly_bracket")
        await hand.at(second)
        assert hand.screen.draft.outcome == ""
        await hand.press("full_stop")
        assert "proposed as on the last one like this: Ben" in hand.status
        assert not again(table, second).decisions
        await hand.press("enter")
    made = decision(table, second)
    assert (made.outcome, made.reason) == ("b", "context")


async def test_same_again_goes_on_to_the_next_like_item_of_the_queue(table: Table) -> None:
    async with table.open() as hand:
        await hand.press("T", "a")
        assert hand.screen.scope == ""
        d2 = [item for item in table.items() if item.kind == "D2"]
        await hand.at(d2[0])
        await hand.press("a", "enter")
        await hand.at(d2[1])
        await hand.press("full_stop", "enter")
    assert [decision(table, item).outcome for item in d2] == ["a", "a"]


async def test_boundaries_in_bulk_say_how_many_and_ask(table: Table) -> None:
    async with table.open(size=MEDIUM) as hand:
        before = dump(table.study)
        await hand.press("z")
        assert "none of 2 open boundaries" in hand.beside()
        assert "The greatest overlap" in hand.seen() and ".57" in hand.seen()
        await hand.press("enter")
        assert "Settle boundaries by a rule" in hand.seen(), "nothing to settle: it stays"
        await hand.press("backspace", "backspace", "5", "down")
        assert "It would settle 2 of 2 open boundaries" in hand.beside()
        await hand.press("enter")
        assert "Settle 2 boundaries by intersection?" in hand.seen()
        assert dump(table.study) == before
        await hand.press("y")
        assert "2 boundaries settled by intersection; u takes it back" in hand.status
        made = [decision(table, item) for item in table.items() if item.kind == "D2"]
        assert {d.rule for d in made} == {"intersection where D2 overlaps by 0.5 or more"}
        assert ("S1", "Meeting", "Sitting together.") in table.third()
        await hand.press("z")
        assert "Settle boundaries by a rule" not in hand.seen(), "no boundary is open any more"
        await hand.press("u")
        assert all(item.open for item in table.items())


@pytest.mark.parametrize("typed", ["", "2", "x", "-1", "nan"])
async def test_an_overlap_that_is_none_settles_nothing(table: Table, typed: str) -> None:
    async with table.open() as hand:
        await hand.press("z", "backspace", "backspace", "backspace")
        await hand.type(typed)
        await hand.press("enter")
        assert "as a share from 0 to 1" in hand.seen()
    assert all(item.open for item in table.items())


async def test_undo_and_redo_restore_every_row(table: Table) -> None:
    async with table.open() as hand:
        await hand.at(table.item("D6"))
        before = dump(table.study)
        await hand.press("b", "enter")
        after = dump(table.study)
        assert ("S1", "Fear", "If it were") in table.third()
        await hand.press("u")
        assert dump(table.study) == before
        await hand.press("ctrl+r")
        assert dump(table.study) == after


async def test_u_in_the_sentence_is_a_letter(table: Table) -> None:
    async with table.open() as hand:
        await hand.at(table.item("D1"))
        await hand.press("a", "tab", "tab", "u", "ctrl+r", "J", "enter")
        assert hand.screen.draft.note == "uJ" and hand.screen.view.sentence.text == "uJ"
        await hand.press("escape", "1", "enter")
    assert decision(table, table.item("D1")).note == "uJ"


async def test_all_settled_is_said_and_enter_walks_through(table: Table) -> None:
    async with table.open() as hand:
        for _ in range(len([i for i in table.items() if i.transcript == "S1"])):
            await hand.press("a", "1", "enter")
        assert "All 5 settled: enter shows how each was decided. } goes on: 2 wait in S2." in (
            hand.beside()
        )
        await hand.press("enter")
        assert "Settled by Ana" in hand.seen()
        await hand.press("enter")
        assert hand.screen.here == hand.screen.sitting.items[1].id  # type: ignore[union-attr]
        await hand.press("right_curly_bracket")
        assert hand.screen.item is not None and hand.screen.item.transcript == "S2"
        await hand.press("t")
        shown = hand.seen()
        assert "5 items settled" in shown and "Who gave way" in shown and "Ben 5" in shown
    assert resolution_table(table.study, chosen_round(table.study, None)).open == 2


async def test_opening_the_queue_is_remembered_for_its_coders(table: Table) -> None:
    def opened() -> set[str]:
        rows = table.study.query(
            "SELECT p.name FROM readings_opened o JOIN people p ON p.id = o.person_id"
        )
        return {row["name"] for row in rows}

    async with table.open("Eva"):
        assert opened() == set()
    async with table.open("Ben") as hand:
        assert opened() == {"Ben"}
        made = len(history(table.study, table.people["Ben"]))
        await hand.press("J", "K", "o", "p", "J")
        assert len(history(table.study, table.people["Ben"])) == made, "once and not again"
