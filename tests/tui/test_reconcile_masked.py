"""Masked review by keys: a supervisor sees sides, decides for a side, and a coder is meant."""

from pathlib import Path

import pytest
from reconcile_sample import NARROW, WIDE, Hand, Table, differing

from workbench.consensus.decide import resolve
from workbench.consensus.masking import sides_of, stored
from workbench.consensus.nouns import Item
from workbench.study import Study

NAMES = ("Ana", "Ben")


@pytest.fixture
def table(study: Study, tmp_path: Path) -> Table:
    return differing(study, tmp_path)


def again(table: Table, item: Item) -> Item:
    return next(one for one in table.items() if one.id == item.id)


def named(hand: Hand) -> list[str]:
    """The coders' names that stand on the screen."""
    return [name for name in NAMES if name in hand.seen()]


def go_to(hand: Hand, item: Item) -> None:
    sitting = hand.screen.sitting
    assert sitting is not None
    hand.screen.go_to(next(one for one in sitting.everything if one.id == item.id))


POP_UPS = ("m", "e", "n", "r", "q", "t", "z", "T", "R", "o", "g")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_no_name_stands_anywhere(table: Table, size: tuple[int, int]) -> None:
    """Every item, and every pop-up of a narrow screen, which are those of a wide one."""
    ana, ben = table.people["Ana"], table.people["Ben"]
    resolve(table.study, ana, table.item("D3").id, "supervisor", "context", "Ben is too strict")
    resolve(table.study, ben, table.item("D6").id, "b", "boundary", "as Ana said")
    resolve(table.study, ana, table.item("D1", "S2").id, "differ", "context", "Ben and Ana differ")
    async with table.open("Eva", size) as hand:
        for item in table.items():
            go_to(hand, item)
            await hand.press()
            assert not named(hand), (item.kind, hand.seen())
            assert "Coder 1" in hand.seen() and "Coder 2" in hand.seen()
        for key in POP_UPS if size == NARROW else ():
            await hand.press(key)
            assert not named(hand), (key, hand.seen())
            await hand.press("escape")
        assert "coders masked" in hand.rows()[0] or size == NARROW


@pytest.mark.parametrize(("key", "side"), [("a", 0), ("b", 1)])
async def test_a_side_is_stored_as_its_coder(table: Table, key: str, side: int) -> None:
    """Both letters on every item, so that both orders of the sides occur."""
    async with table.open("Eva", NARROW) as hand:
        for item in [one for one in table.items() if one.transcript == "S1"]:
            go_to(hand, item)
            await hand.press(key, "5", "enter")
            assert "needs a sentence" in hand.status
            assert again(table, item).decision is None
            await hand.type("y")
            await hand.press("enter")
            made = again(table, item).decision
            assert made is not None
            assert (made.by.name, made.note, made.outcome) == ("Eva", "y", stored(item, key))
            place = sides_of(item.id, 2)[side]
            assert made.yielded == "BA"[place]


async def test_what_was_handed_on_comes_first_wherever_it_stands(table: Table) -> None:
    ana = table.people["Ana"]
    for item in (table.item("D2", "S2"), table.item("D4")):
        resolve(table.study, ana, item.id, "supervisor", "inference", "hard")
    handed_on = {table.item("D2", "S2").id, table.item("D4").id}
    async with table.open("Eva") as hand:
        assert {one.id for one in hand.screen.sitting.items[:2]} == handed_on  # type: ignore[union-attr]
        assert hand.screen.here in handed_on
        assert "Handed on to a supervisor" in hand.seen()
        assert "Handed on by one of its coders" in hand.beside() and "hard" in hand.beside()
        await hand.press("0", "2", "tab", "tab", "y", "enter")
        assert hand.screen.here in handed_on, "the other one follows"
        await hand.press("o", "p")
        assert hand.screen.sitting.items[0].id in handed_on  # type: ignore[union-attr]
        assert "Not handed on" in hand.seen()
    async with table.open("Ben") as hand:
        assert "Handed on to a supervisor" not in hand.seen()


async def test_same_again_proposes_the_code_and_not_the_coder(table: Table) -> None:
    first, second = table.item("D1", "S1"), table.item("D1", "S2")
    async with table.open("Eva") as hand:
        await hand.at(first)
        chosen = hand.screen.item.readings[0].codings[0].code  # type: ignore[union-attr]
        await hand.press("a", "5", "tab", "tab", "y", "enter", "right_curly_bracket")
        await hand.at(second)
        await hand.press("full_stop", "tab", "tab", "y", "enter")
    made = again(table, second).decision
    assert made is not None
    stands = second.readings["ab".index(made.outcome)]
    assert stands.codings[0].code == chosen


async def test_the_table_shows_the_balance_without_names(table: Table) -> None:
    for kind in ("D1", "D2"):
        resolve(table.study, table.people["Ana"], table.item(kind).id, "b", "context")
    async with table.open("Eva") as hand:
        await hand.press("t")
        assert "one coder 2" in hand.seen() and "one reading 1" in hand.seen()
        assert "only one coded it" in hand.seen() and not named(hand)
    async with table.open("Ben") as hand:
        await hand.press("t")
        assert "Ana 2" in hand.seen()


async def test_boundaries_in_bulk_follow_no_coder(table: Table) -> None:
    async with table.open("Eva") as hand:
        await hand.press("z")
        assert "union" in hand.seen() and "intersection" in hand.seen()
        assert "what Coder" not in hand.seen()
