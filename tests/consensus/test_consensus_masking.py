"""Masked review: sides are drawn once an item, and everything decided on them finds its coder."""

from collections import Counter
from dataclasses import replace

import pytest
from consensus_base import Coded, differing

from workbench.consensus.decide import resolve, resolve_by_rule
from workbench.consensus.masking import (
    carried,
    is_masked,
    masked,
    masked_likeness,
    masked_table,
    sides_of,
    stored,
)
from workbench.consensus.nouns import LETTERS, Item
from workbench.consensus.resolution import resolution_table
from workbench.study import Study, add_person, new_id, person


@pytest.fixture
def made(study: Study) -> Coded:
    coded = differing(study)
    coded.lock()
    return coded


def with_sides(item: Item, *wanted: int) -> Item:
    """The same item with an id from which these sides are drawn."""
    ids = (f"{item.id} {n}" for n in range(100))
    return replace(item, id=next(one for one in ids if sides_of(one, len(wanted)) == wanted))


@pytest.mark.parametrize("coders", [1, 2, 3, 5])
def test_sides_are_a_fair_draw_that_stays(coders: int) -> None:
    ids = [new_id() for _ in range(600)]
    drawn = [sides_of(one, coders) for one in ids]
    assert drawn == [sides_of(one, coders) for one in ids]
    assert all(sorted(sides) == list(range(coders)) for sides in drawn)
    first = Counter(sides[0] for sides in drawn)
    assert all(abs(first[place] - 600 / coders) < 90 for place in range(coders))


def test_who_is_masked(made: Coded) -> None:
    eva = add_and_get(made, "Una", "supervisor")
    assert is_masked(eva, made.round)
    assert not is_masked(made.people["Ana"], made.round)
    assert not is_masked(None, made.round)
    assert not is_masked(add_and_get(made, "Cem", "coder"), made.round)
    own = replace(made.people["Ana"], role="supervisor")
    assert not is_masked(own, made.round), "who codes in the round is one of its coders"


def add_and_get(made: Coded, name: str, role: str) -> object:
    add_person(made.study, name, role)
    return person(made.study, name)


@pytest.mark.parametrize("sides", [(0, 1), (1, 0)])
@pytest.mark.parametrize("kind", ["D1", "D2", "D3", "D4", "D6"])
def test_readings_stand_by_side_and_the_kind_says_which_side(
    made: Coded, kind: str, sides: tuple[int, int]
) -> None:
    item = with_sides(made.item(kind), *sides)
    shown = masked(item)
    assert [r.coder.name for r in shown.readings] == ["Coder 1", "Coder 2"]
    assert [r.coder.id for r in shown.readings] == [item.readings[s].coder.id for s in sides]
    assert [r.codings for r in shown.readings] == [item.readings[s].codings for s in sides]
    assert (shown.id, shown.start, shown.end) == (item.id, item.start, item.end)
    if kind in ("D3", "D4"):
        coded = next(n for n, r in enumerate(shown.readings) if r.codings)
        assert shown.kind == ("D3", "D4")[coded]
    else:
        assert shown.kind == kind


@pytest.mark.parametrize("letter", ["a", "b"])
def test_what_is_decided_on_a_side_is_stored_for_its_coder(made: Coded, letter: str) -> None:
    una = add_and_get(made, "Una", "supervisor")
    for item in made.items():
        side = masked(item).readings[LETTERS.index(letter)]
        done = resolve(made.study, una, item.id, stored(item, letter), "context", "why")
        place = LETTERS.index(done.decision.outcome)
        assert item.readings[place].coder.id == side.coder.id
        shown = masked(done).decision
        assert shown.outcome == letter
        assert shown.yielded == {"a": "B", "b": "A"}[letter]
        assert shown.by.name == "Una"


def test_other_outcomes_are_nobodys(made: Coded) -> None:
    item = with_sides(made.item("D1"), 1, 0)
    for outcome in ("both", "neither", "span", "code", "definition", "supervisor", "differ", "c"):
        assert stored(item, outcome) == outcome


def test_three_coders_change_places_and_come_back(made: Coded) -> None:
    item = made.item("D1")
    third = replace(item.readings[0], codings=())
    third = replace(third, coder=replace(third.coder, id="third", name="Cem"))
    item = with_sides(replace(item, readings=(*item.readings, third)), 2, 0, 1)
    shown = masked(item)
    assert [r.coder.id for r in shown.readings] == [item.readings[s].coder.id for s in (2, 0, 1)]
    assert [stored(shown, letter) for letter in "abc"] == ["c", "a", "b"]


def test_no_name_and_no_letter_of_the_round_is_left(made: Coded) -> None:
    ana = made.people["Ana"]
    item = made.item("D1")
    resolve(
        made.study, ana, item.id, "supervisor", "context", "Ben and Ana: Anabel says Ana's is it"
    )
    item = with_sides(made.item("D1"), 1, 0)
    shown = masked(item)
    assert shown.decision == shown.decisions[0]
    assert shown.decision.by.name == "one of its coders"
    assert shown.decision.note == "Coder 1 and Coder 2: Anabel says Coder 2's is it"
    assert "Trust" not in shown.decision.state_before

    resolve_by_rule(made.study, ana, "a", 0.5)
    ruled = with_sides(made.item("D2"), 1, 0)
    assert ruled.decision.rule.startswith("a where")
    assert masked(ruled).decision.rule == ruled.decision.rule.replace("a where", "b where")
    assert (ruled.decision.yielded, masked(ruled).decision.yielded) == ("B", "A")


def test_likeness_follows_codes_and_never_a_coder(made: Coded) -> None:
    item = made.item("D1")
    here, there = masked(with_sides(item, 0, 1)), masked(with_sides(item, 1, 0))
    assert masked_likeness(here) == masked_likeness(there)
    assert masked_likeness(here) != masked_likeness(masked(made.item("D2")))
    assert (carried("a", there, here), carried("b", there, here)) == ("b", "a")
    assert carried("a", here, here) == "a"
    assert carried("neither", there, here) == "neither"
    boundaries = masked(made.item("D2"))
    assert carried("a", boundaries, boundaries) is None
    assert carried("both", boundaries, boundaries) == "both"


def test_the_balance_has_no_names(made: Coded) -> None:
    for kind, outcome in (("D1", "b"), ("D2", "b"), ("D6", "a"), ("D3", "neither")):
        resolve(made.study, made.people["Ana"], made.item(kind).id, outcome, "context")
    table = resolution_table(made.study, made.round)
    shown = masked_table(table, 2)
    assert table.yielded["Ana"] == 3
    assert shown.yielded == {
        "one coder": 3, "the other": 1, "both": 0, "third": 0, "nobody": 0
    }  # fmt: skip
    assert shown.kinds["D1"] == {"items": 1, "open": 0, "a": 1}
    assert shown.kinds["D3"] == {"items": 2, "open": 1, "neither": 1}
    assert "D4" not in shown.kinds
    assert (shown.items, shown.open, shown.reasons) == (table.items, table.open, table.reasons)
