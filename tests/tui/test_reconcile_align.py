"""One code for two names, by keys: what the pop-up shows, what it settles, undo."""

from pathlib import Path

import pytest
from conftest import dump
from reconcile_sample import NARROW, WIDE, Hand, Table

from workbench.codebook.editing import edit_code
from workbench.codebook.store import add_code, codes, find_code
from workbench.coding.apply import apply_code
from workbench.consensus.decide import resolve
from workbench.corpus.store import text, transcript
from workbench.study import Study
from workbench.tui.widgets.fields import LabelledField

SAME = "I ring Marta."


@pytest.fixture
def table(study: Study, tmp_path: Path) -> Table:
    """Hers against His: alike in S1 and S2, and in S1 once with other boundaries; besides a D1."""
    made = Table(study, tmp_path)
    own(made, "Ana", "Hers", SAME, "Sitting together. Once a month")
    own(made, "Ben", "His", SAME, "Sitting together. Once a month, nothing more.")
    made.code("Ana", "Trust", "So we ring.")
    made.code("Ben", "Fear", "So we ring.")
    made.lock()
    return made


def own(table: Table, who: str, name: str, *places: str) -> None:
    """A code of one coder's own, given to these words of S1 and to one passage of S2."""
    somebody = table.people[who]
    code = add_code(table.study, name, origin="inductive", by=somebody, shared=False)
    edit_code(table.study, code, somebody, definition=f"what {name} means")
    for words, transcript_name in (*((one, "S1") for one in places), (SAME, "S2")):
        where = transcript(table.study, transcript_name)
        start = text(table.study, where.id).index(words)
        apply_code(table.study, somebody, where, start, start + len(words), code, None)


def names(table: Table) -> set[str]:
    return {code.name for code in codes(table.study, None)}


async def at_names(hand: Hand, table: Table) -> None:
    first = next(one for one in table.items() if one.kind == "D5")
    await hand.at(first)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_one_key_makes_one_code_and_settles_its_items(
    table: Table, size: tuple[int, int]
) -> None:
    before = dump(table.study)
    async with table.open("Ana", size) as hand:
        await at_names(hand, table)
        opened = dump(table.study)
        assert "= one code" in hand.rows()[-1]
        await hand.press("equals_sign")
        shown = hand.seen()
        assert "One code for both names" in shown
        assert "what Hers means" in shown and "what His means" in shown
        assert "Of 71 characters with either, 56 have both: 78.9 %" in " ".join(shown.split())
        assert "Settles 3 items; 1 differ in boundaries: union, intersection or open." in " ".join(
            shown.split()
        )
        await hand.press("backspace", "backspace", "backspace", "backspace")
        await hand.type("Ours")
        await hand.press("ctrl+s")
        assert "one code, Ours: 3 items settled; u takes it back" in hand.status
        assert hand.screen.item is not None and hand.screen.item.kind == "D1"
        assert "= one code" not in hand.rows()[-1], "the key is for names"
        made = find_code(table.study, None, "Ours")
        assert made.definition == "what Hers means\nwhat His means"
        assert not any(one.open for one in table.items() if one.kind == "D5")
        assert ("S1", "Ours", "Sitting together. Once a month, nothing more.") in table.third()
        await hand.press("u")
        assert dump(table.study) == opened
        await hand.press("ctrl+r")
        assert "Ours" in names(table)
    assert before != dump(table.study)


async def test_leaving_the_form_makes_nothing_and_other_boundaries_can_wait(table: Table) -> None:
    async with table.open("Ana") as hand:
        await at_names(hand, table)
        before = dump(table.study)
        await hand.press("equals_sign", "escape")
        assert dump(table.study) == before
        await hand.press("equals_sign", "tab", "tab", *["backspace"] * 5)
        await hand.type("half")
        await hand.press("ctrl+s")
        assert "write union, intersection or open" in hand.seen()
        assert dump(table.study) == before
        await hand.press(*["backspace"] * 4)
        await hand.type("open")
        await hand.press("ctrl+s")
        assert "2 items settled, 1 left open for their boundaries" in hand.status
        left = next(one for one in table.items() if one.kind == "D5" and one.open)
        await hand.at(left)
        await hand.press("equals_sign")
        assert "They are one code already." in hand.seen()
        fields = hand.pilot.app.screen.query(LabelledField)
        assert [field.spec.id for field in fields] == ["boundaries", "note"]
        await hand.press("ctrl+s")
    assert not any(one.open for one in table.items() if one.kind == "D5")


async def test_a_taken_name_is_said(table: Table) -> None:
    async with table.open("Ana", NARROW) as hand:
        await at_names(hand, table)
        before = dump(table.study)
        await hand.press("equals_sign", *["backspace"] * 4)
        await hand.type("Fear")
        await hand.press("ctrl+s")
        assert "has a code Fear in this place already" in " ".join(hand.seen().split())
    assert dump(table.study) == before


async def test_a_masked_supervisor_says_why_and_sees_no_name(table: Table) -> None:
    first = next(one for one in table.items() if one.kind == "D5")
    resolve(table.study, table.people["Ana"], first.id, "supervisor", "context", "Ben insists")
    async with table.open("Eva", NARROW) as hand:
        assert hand.screen.here == first.id
        await hand.press("equals_sign")
        assert not [name for name in ("Ana", "Ben") if name in hand.seen()]
        await hand.press("ctrl+s")
        assert "a supervisor's decision needs a sentence" in hand.seen()
        await hand.type("the same to me")
        await hand.press("ctrl+s")
    found = next(one for one in table.items() if one.id == first.id)
    assert found.decision is not None
    assert (found.decision.by.name, found.decision.note) == ("Eva", "the same to me")
    assert not any(one.open for one in table.items() if one.kind == "D5")


async def test_who_may_not_decide_makes_nothing(table: Table) -> None:
    async with table.open(None) as hand:
        before = dump(table.study)
        await hand.press("equals_sign")
        assert "One code for both names" not in hand.seen()
    assert dump(table.study) == before
