"""What the reconcile screen shows: at every size, to whom, before and after reveal."""

from pathlib import Path

import pytest
from consensus_base import Coded
from reconcile_sample import MEDIUM, NARROW, WIDE, Table, differing

from workbench.consensus.decide import resolve
from workbench.consensus.reveal import lock
from workbench.study import Study, add_person, open_study, person
from workbench.tui.destinations import Where

SIZES = [WIDE, MEDIUM, NARROW, (160, 40), (160, 24), (200, 60), (100, 50)]


@pytest.fixture
def table(study: Study, tmp_path: Path) -> Table:
    return differing(study, tmp_path)


@pytest.mark.parametrize("size", SIZES)
async def test_both_readings_and_all_outcomes_fit_every_size(
    table: Table, size: tuple[int, int]
) -> None:
    async with table.open(size=size) as hand:
        await hand.at(table.item("D1"))
        rows = hand.rows()
        shown = "\n".join(rows)
        assert all(len(row) <= size[0] for row in rows)
        text_row = next(n for n, row in enumerate(rows) if "I ring Marta" in row)
        assert "┌" in rows[text_row - 1] and "└" in rows[text_row + 1]
        assert shown.count("I ring Marta.") == 1, "the text is printed once"
        for words in (
            "Ana",
            "Ben",
            "neither",
            "another span",
            "to the supervisor",
            "agree to differ",
            "edit a definition",
            "Reason",
            "DECIDE",
        ):
            assert words in shown
        assert rows[-1].endswith("keys")
        await hand.press("plus", "4")
        assert "level of inference" in hand.seen() and "Nobody gave way." in hand.seen()


async def test_the_queue_stands_by_kind_with_letters_and_figures(table: Table) -> None:
    async with table.open() as hand:
        left = [row[:39].rstrip() for row in hand.rows()]
        assert "  Disagreements        0 of 5 settled" in left
        assert "  Same place, other code           D1" in left
        assert "  Only one coded it            D3  D4" in left
        d2 = next(row for row in left if row.endswith(".57"))
        assert d2.split() == ["turn", "4", "m", "│", "m", ".57"]
        d6 = next(row for row in left if row.endswith(".68"))
        assert d6.split()[2:] == ["f", "│", "ff", ".68"], "one span against two"
        d3 = left[left.index("  Only one coded it            D3  D4") + 1]
        assert d3.split()[2:] == ["p", "│", "·"]


async def test_narrow_shows_the_queue_over_the_text_and_goes_there(table: Table) -> None:
    async with table.open(size=NARROW) as hand:
        await hand.press("q")
        assert "Disagreements   0 of 5 settled" in hand.seen()
        await hand.press("end", "enter")
        assert hand.screen.here == table.item("D6").id


async def test_wide_gives_the_keys_to_the_queue(table: Table) -> None:
    async with table.open() as hand:
        await hand.press("q", "down")
        assert hand.screen.here == table.item("D3").id
        await hand.press("enter", "a")
        assert hand.screen.draft.outcome == "a"


async def test_the_last_line_says_where_tab_leads(table: Table) -> None:
    async with table.open(size=NARROW) as hand:
        await hand.at(table.item("D1"))
        led = []
        for _ in range(3):
            led.append(hand.rows()[-1].split("tab ")[1].split()[0])
            await hand.press("tab")
        assert led == ["reason", "sentence", "outcome"]
        assert hand.screen.view.outcomes.has_focus


async def test_medium_has_a_line_a_kind(table: Table) -> None:
    async with table.open(size=MEDIUM) as hand:
        rows = hand.rows()
        line = next(row for row in rows if row.startswith("  Only one coded it"))
        assert line.split() == ["Only", "one", "coded", "it", "D3", "D4", "2", "p│·", "4", "·│t"]


@pytest.mark.parametrize("keys", ["z", "n", "e", "t", "question_mark", "R"])
async def test_resizing_with_a_pop_up_open_keeps_everything(table: Table, keys: str) -> None:
    async with table.open() as hand:
        await hand.at(table.item("D2"))
        await hand.press("b", keys)
        for size in (NARROW, MEDIUM, (200, 60), WIDE):
            await hand.pilot.resize_terminal(*size)
            await hand.press()
            assert len(hand.rows()) == size[1]
        await hand.press("escape")
        assert hand.screen.draft.outcome == "b"
        assert hand.screen.item is not None and hand.screen.item.kind == "D2"


async def test_resizing_while_a_span_is_chosen_keeps_the_span(table: Table) -> None:
    item = table.item("D2")
    async with table.open() as hand:
        await hand.at(item)
        await hand.press("r", "right")
        await hand.pilot.resize_terminal(*NARROW)
        await hand.press("enter")
        assert (hand.screen.draft.start, hand.screen.draft.end) == (item.start, item.end + 1)


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_of_a_long_turn_the_lines_in_dispute_are_in_view(
    study: Study, tmp_path: Path, size: tuple[int, int]
) -> None:
    table = Table(study, tmp_path, more=f"P: {'The river rose again. ' * 90}Gaugehouse.")
    table.code("Ana", "Trust", "Gaugehouse.")
    table.lock()
    async with table.open(size=size) as hand:
        row = next(n for n, row in enumerate(hand.rows()) if "Gaugehouse." in row)
        assert "┌" in hand.rows()[row - 1] and "┐" in hand.rows()[row - 1]


async def test_reading_in_place_shows_the_transcript_and_comes_back(table: Table) -> None:
    async with table.open(size=NARROW) as hand:
        await hand.at(table.item("D4"))
        assert "Is that written down" not in hand.seen()
        await hand.press("g")
        assert "Is that written down" in hand.seen() and "neither" not in hand.seen()
        await hand.press("a")
        assert hand.screen.draft.outcome == "", "nothing is decided while reading"
        await hand.press("g")
        assert "neither" in hand.seen()


async def test_several_spans_get_a_bracket_each(table: Table) -> None:
    async with table.open() as hand:
        await hand.at(table.item("D6"))
        shown = hand.seen()
        assert "2 spans, 30 characters" in shown and "30 of 44 characters shared" in shown
        rows = hand.rows()
        text_row = next(n for n, row in enumerate(rows) if "If it were written down" in row)
        assert rows[text_row + 1].count("└") == 2
        assert rows[text_row - 1].count("┌") == 1


async def test_memo_and_definition_can_be_read_in_full(table: Table) -> None:
    async with table.open(size=NARROW) as hand:
        await hand.at(table.item("D1"))
        await hand.press("m")
        assert "¶ she [picks] up" in hand.seen() and "Trust [\\/b]" in hand.seen()


async def test_hostile_names_are_shown_as_they_are(study: Study, tmp_path: Path) -> None:
    add_person(study, "[/] Zoë", "coder")
    add_person(study, "日本語の[b]", "coder")
    table = Table(study, tmp_path, ("[/] Zoë", "日本語の[b]"))
    table.code("[/] Zoë", "Trust", "I ring Marta.", memo="[bold]no[/bold] \x1b[31m")
    table.code("日本語の[b]", "Procedure", "I ring Marta.")
    table.lock()
    for size in (WIDE, MEDIUM, NARROW):
        async with table.open("[/] Zoë", size) as hand:
            shown = hand.seen()
            assert "[/] Zoë" in shown and "日本語の" in shown and "Trust [/b]" in shown
            assert "\x1b" not in shown
            await hand.press("b", "1", "z", "escape", "t", "escape", "R", "escape", "r", "escape")
            await hand.press("enter")
            assert "All 1 settled" in hand.seen()
            await hand.press("u")


# ── who sees what ────────────────────────────────────────────────────────────────────────────────


async def test_before_reveal_nothing_is_said_but_that_it_is_before_reveal(
    study: Study, tmp_path: Path
) -> None:
    table = Table(study, tmp_path)

    async def screens() -> list[str]:
        found = []
        for who in ("Ben", "Eva", None):
            for size in (WIDE, NARROW):
                async with table.open(who, size) as hand:
                    found.append(hand.seen())
                    await hand.press("t", "z", "q", "a", "enter", "J", "o", "n", "g", "m")
                    assert "Trust" not in hand.seen()
        return found

    empty = await screens()
    assert all("Nothing to compare yet: disagreements appear once every coder" in s for s in empty)
    table.code("Ana", "Trust", "I ring Marta.", memo="secret")
    table.code("Ana", "Fear", "So we ring.", "S2")
    assert await screens() == empty, "what Ana codes changes nothing that others see"
    lock(study, table.people["Ana"], None)
    assert await screens() == empty, "and neither does her lock"
    assert not study.query("SELECT 1 FROM readings_opened")


async def test_only_what_is_revealed_is_in_the_queue(study: Study, tmp_path: Path) -> None:
    table = Table(study, tmp_path)
    for name in ("S1", "S2"):
        table.code("Ana", "Trust", "I ring Marta.", name)
    table.lock("S1")
    async with table.open("Ben") as hand:
        assert "0 of 1 settled" in hand.seen()
        await hand.press("T")
        assert "S2" not in hand.seen()


async def test_coded_alike_is_said(study: Study, tmp_path: Path) -> None:
    table = Table(study, tmp_path)
    table.code("Ana", "Trust", "I ring Marta.")
    table.code("Ben", "Trust", "I ring Marta.")
    table.lock()
    async with table.open() as hand:
        assert "the coders coded alike" in hand.beside()


async def test_a_study_without_a_round_says_so(study: Study, tmp_path: Path) -> None:
    table = Table.__new__(Table)
    table.study, table.people = study, {}
    table.people = {"Ana": person(study, "Ana")}
    async with table.open() as hand:
        await hand.press("enter", "J", "t", "z", "R", "q")
        assert "No round yet" in hand.seen()


async def test_who_may_not_decide_can_look_and_is_told_why(table: Table) -> None:
    add_person(table.study, "Cem", "coder")
    table.people["Cem"] = person(table.study, "Cem")
    async with table.open("Cem") as hand:
        await hand.press("a", "1", "n", "r", "z")
        assert hand.screen.draft.outcome == ""
        assert hand.status.startswith("  READ")
        assert "Its coders or a supervisor decide" in hand.seen()
        await hand.press("enter")
        assert "Cem can look" in hand.status
    assert not any(item.decisions for item in table.items())


async def test_what_was_handed_on_waits_for_the_supervisor_only(table: Table) -> None:
    for item in table.items():
        resolve(table.study, table.people["Ana"], item.id, "supervisor", "inference", "hard")
    async with table.open("Ben") as hand:
        assert "0 of 5 settled, 5 with the supervisor" in hand.beside()
    async with table.open("Eva") as hand:
        assert hand.status.startswith("  DECIDE")
        await hand.press("a", "1", "tab", "tab", "y", "enter")
    assert sum(not item.open for item in table.items()) == 1


async def test_another_screen_may_ask_for_an_item(table: Table) -> None:
    item = table.item("D2", "S2")
    async with table.open() as hand:
        app = hand.pilot.app
        app.show("reconcile", Where(item_id=item.id))  # type: ignore[attr-defined]
        await hand.press()
        assert hand.screen.here == item.id and "S2" in hand.rows()[0]


async def test_what_another_person_settles_is_seen_and_a_draft_on_it_ends(table: Table) -> None:
    item = table.item("D1")
    async with table.open() as hand:
        await hand.at(item)
        await hand.press("b")
        with open_study(table.study.path) as other:
            resolve(other, table.people["Ben"], item.id, "a", "slip")
        hand.pilot.app.listen()  # type: ignore[attr-defined]
        await hand.press()
        assert "Settled by Ben" in hand.seen() and hand.screen.draft.outcome == "a"


async def test_what_another_person_settles_elsewhere_leaves_the_draft(table: Table) -> None:
    async with table.open() as hand:
        await hand.at(table.item("D1"))
        await hand.press("b", "3", "tab", "tab")
        await hand.type("why")
        with open_study(table.study.path) as other:
            resolve(other, table.people["Ben"], table.item("D6").id, "a", "slip")
        hand.pilot.app.listen()  # type: ignore[attr-defined]
        await hand.press()
        assert "1 of 5 settled" in hand.seen()
        draft = hand.screen.draft
        assert (draft.outcome, draft.reason, draft.note) == ("b", "boundary", "why")


async def test_three_coders_are_shown_two_at_a_time(study: Study, tmp_path: Path) -> None:
    add_person(study, "Cem", "coder")
    table = Table(study, tmp_path, ("Ana", "Ben", "Cem"))
    table.code("Ben", "Trust", "I ring Marta.")
    table.code("Cem", "Procedure", "I ring Marta.")
    table.lock()
    async with table.open("Ana") as hand:
        item = table.item("D1")
        assert "Ben: Trust" in hand.seen() and "Cem: Procedure" in hand.seen()
        await hand.press("b")
        assert hand.screen.draft.outcome == "c", "b is the second reading that is shown"
        await hand.press("v")
        assert "Ana: nothing here" in hand.seen()
        assert hand.screen.draft.outcome == "c"
        await hand.press("2", "enter")
    made = table.item("D1").decision
    assert item.id == table.item("D1").id
    assert made is not None and (made.outcome, made.yielded) == ("c", "A+B")


async def test_a_text_without_turns_is_placed_by_characters(study: Study, tmp_path: Path) -> None:
    made = Coded(study)
    made.code("Ana", "Trust", 0, 13)
    made.lock()
    table = Table.__new__(Table)
    table.study, table.people = study, made.people
    async with table.open() as hand:
        assert "Characters 0 to 13" in hand.seen()
        await hand.press("a", "enter")
    assert [item.open for item in made.items()] == [False]
