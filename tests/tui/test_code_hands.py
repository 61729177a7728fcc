"""What a coder does to codings that are there, and to a transcript as a whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from code_sample import OTHER, SIZES, code_for, make_study, sitting

from workbench.codebook.editing import retire_code
from workbench.codebook.store import find_code
from workbench.coding.apply import apply_code
from workbench.coding.rounds import start_round
from workbench.consensus.reveal import lock
from workbench.corpus.importing import import_transcripts
from workbench.corpus.store import transcript
from workbench.study import Study, open_study, person, verify
from workbench.study.layers import layers
from workbench.study.rounds import close_round
from workbench.tui.shoot import popup_text, settle


@pytest.fixture
def river(tmp_path: Path) -> Iterator[Study]:
    with make_study(tmp_path) as study:
        yield study


async def test_a_memo_is_written_kept_and_shown(river: Study) -> None:
    code_for(river, "Ana", "Marta sits", "Trust")
    async with sitting(river) as one:
        await one.goto("Marta sits")
        await one.press("m")
        assert any("Memo on t Trust" in row for row in popup_text(one.app))
        await one.type("[/] her voice")
        await one.press("enter", *"two", "ctrl+s")
        assert one.mine()[0].memo == "[/] her voice\ntwo"
        shown = one.rows()
        assert any("¶ [/] her voice two" in row for row in shown), "in the pane"
        assert any("t Trust ¶" in row for row in shown), "in the margin"
        await one.press("m", "escape")
        assert one.mine()[0].memo == "[/] her voice\ntwo"
        await one.press("m", *["ctrl+end"], *["ctrl+u"] * 2, "ctrl+s")
        assert one.agrees()


async def test_a_flag_comes_and_goes(river: Study) -> None:
    code_for(river, "Ana", "Marta sits", "Trust")
    async with sitting(river) as one:
        await one.goto("Marta sits")
        await one.press("f")
        assert one.mine()[0].flagged
        assert any("t Trust !" in row for row in one.rows())
        await one.press("f")
        assert not one.mine()[0].flagged
        assert one.agrees()


async def test_overlapping_codings_are_taken_in_hand_one_after_the_other(river: Study) -> None:
    code_for(river, "Ana", "But Marta sits at the gauge.", "Trust")
    code_for(river, "Ana", "Marta sits", "Knowing whom")
    async with sitting(river) as one:
        await one.goto("sits")
        assert "t Trust   k Knowing whom" in one.status
        await one.press("x")
        assert "2 codings lie here: o takes one of them in hand" in one.status
        await one.press("o", "o")
        assert any("At the caret" in row and "2 of 2" in row for row in one.rows())
        await one.press("x")
        assert one.said() == [("But Marta sits at the gauge.", "People/Trust")]
        assert "removed k Knowing whom; u takes it back" in one.status
        assert one.agrees()
        await one.press("x")
        assert one.mine() == []
        await one.press("x")
        assert "no coding under the caret" in one.status
        await one.press("o")
        assert "no coding under the caret" in one.status


async def test_the_end_of_a_coding_is_moved_and_kept_with_enter(river: Study) -> None:
    code_for(river, "Ana", "Marta sits", "Trust")
    async with sitting(river) as one:
        await one.goto("Marta sits")
        await one.press("right_square_bracket")
        assert " SELECT " in one.status and "of t Trust" in one.status
        assert "] the end moves" in one.status
        assert "enter keep" in one.keys
        await one.press("w", "left_square_bracket", *["left"] * 4, "enter")
        assert one.said() == [("But Marta sits at", "People/Trust")]
        assert one.screen.text_view.selection is None
        assert one.agrees()
        await one.press("u")
        assert one.said() == [("Marta sits", "People/Trust")]
        assert one.agrees()


async def test_escape_leaves_the_boundary_where_it_was(river: Study) -> None:
    code_for(river, "Ana", "Marta sits", "Trust")
    async with sitting(river) as one:
        await one.goto("Marta sits")
        await one.press("right_square_bracket", "w", "escape", "enter")
        assert one.said() == [("Marta sits", "People/Trust")]
        assert one.screen.reshaping is None
        await one.press("v", "w", "enter")
        assert one.said() == [("Marta sits", "People/Trust")], "enter keeps nothing by itself"


async def test_a_boundary_may_not_make_two_codings_one(river: Study) -> None:
    code_for(river, "Ana", "Marta sits", "Trust")
    code_for(river, "Ana", "Marta sits at", "Trust")
    async with sitting(river) as one:
        await one.goto("Marta sits")
        await one.press("o", "o", "right_square_bracket", "w", "enter")
        assert len(one.mine()) == 2
        assert any("exactly this span" in row for row in one.rows())
        assert one.agrees()


async def test_undo_and_redo_go_to_the_place_even_in_another_transcript(river: Study) -> None:
    async with sitting(river) as one:
        await one.select("believe it")
        await one.press("c", "enter")
        await one.press("right_curly_bracket")
        assert one.screen.desk.transcript.name == "S2"
        caret = OTHER.index("rings everybody")
        one.screen.text_view.goto(caret)
        await one.press("u")
        assert one.screen.desk.transcript.name == "S1"
        assert one.body[one.screen.text_view.caret :].startswith("believe it")
        assert one.mine() == [] and one.painted() == []
        assert "took back: apply code" in one.status
        await one.press("left_curly_bracket", "right_curly_bracket")
        assert (one.screen.desk.transcript.name, one.screen.text_view.caret) == ("S2", caret)
        await one.press("ctrl+r")
        assert one.screen.desk.transcript.name == "S1"
        assert len(one.painted()) == 1
        assert one.agrees()
        await one.press("ctrl+r")
        assert "nothing of Ana's is left to redo" in "\n".join(one.rows())


async def test_locking_asks_says_what_it_means_and_makes_the_page_read_only(river: Study) -> None:
    code_for(river, "Ana", "Marta sits", "Trust")
    async with sitting(river) as one:
        await one.press("L")
        shown = " ".join(popup_text(one.app))
        assert "Lock S1?" in shown and "that cannot be taken back" in shown
        await one.press("escape")
        assert not layers(river, person=one.who)[0].locked
        await one.press("L", "y")
        assert layers(river, person=one.who)[0].locked
        assert "S1 is locked; u takes it back" in one.status
        assert "locked, blind until both have locked" in one.rows()[0]
        assert " LOCKED " in one.status
        await one.goto("Marta sits")
        for keys in (("c",), ("1",), ("full_stop",), ("i",), ("m",), ("x",), ("f",), ("L",)):
            await one.press(*keys)
            assert "! S1 is locked: it can be read, not coded" in one.status, keys
        assert len(one.mine()) == 1
        assert "c code" not in one.keys
        await one.press("u")
        assert " READ " in one.status
        await one.press("x")
        assert one.mine() == []


async def test_who_codes_alone_is_told_so_before_the_lock(river: Study, tmp_path: Path) -> None:
    (tmp_path / "S4.txt").write_text(OTHER + "\n\nInterviewer: Thanks.\n", encoding="utf-8")
    import_transcripts(river, [tmp_path / "S4.txt"], interviewers=["Interviewer"])
    start_round(river, "alone", ["Ana"], transcripts=["S4"])
    async with sitting(river, at="S4") as one:
        await one.press("L")
        shown = " ".join(popup_text(one.app))
        assert "nobody else codes it" in shown and "u opens it again" not in shown
        await one.press("y")
        assert "S4 is locked" in one.status
        assert "settles" not in one.status and "takes it back" not in one.status


async def test_the_last_lock_reveals(river: Study) -> None:
    code_for(river, "Ben", "Marta sits", "Trust")
    lock(river, person(river, "Ben"), ["S1"])
    async with sitting(river) as one:
        assert "blind until both have locked" in one.rows()[0]
        await one.press("L", "y")
        assert "revealed" in one.rows()[0]
        assert "ctrl+g d settles what differs" in one.status
        assert one.painted() == [], "the page holds one's own codings"
        assert sum(one.screen.desk.everywhere.values()) == 1


async def test_a_transcript_in_no_round_can_be_read(river: Study) -> None:
    async with sitting(river, "Eva") as one:
        assert "in no round of yours" in one.rows()[0]
        await one.press("c")
        assert "Rounds opens one" in one.status
        await one.press("J", "v", "w", "escape", "L")
        assert "Rounds opens one" in one.status
        assert "participant text" not in one.status


async def test_somebody_without_a_name_reads_and_is_told_how_to_say_who_codes(
    river: Study,
) -> None:
    async with sitting(river, None) as one:
        await one.press("escape", "c")
        assert "nobody has said who codes: ctrl+g w asks" in one.status


async def test_two_at_once_see_their_own_work_and_no_stir_of_the_other(
    river: Study, tmp_path: Path
) -> None:
    async with sitting(river) as one:
        await one.select("I ring Marta")
        before = one.rows()
        with open_study(tmp_path / "flood.db") as elsewhere:
            code_for(elsewhere, "Ben", "Marta sits", "Trust")
            one.app.listen()
            await settle(one.pilot)
            assert one.rows() == before
            code_for(elsewhere, "Ana", "the gauge", "Trust")
            one.app.listen()
            await settle(one.pilot)
        assert one.painted() == [(*_place(one.body, "the gauge"), "Trust")]
        assert one.body[slice(*one.screen.text_view.selection)] == "I ring Marta"
        assert one.agrees()
    assert verify(river).ok


async def test_a_code_taken_by_another_process_is_said_and_nothing_happens(
    river: Study, tmp_path: Path
) -> None:
    async with sitting(river) as one:
        await one.select("I ring Marta")
        await one.press("c")
        with open_study(tmp_path / "flood.db") as elsewhere:
            retire_code(elsewhere, find_code(elsewhere, None, "Trust"), None)
            lock(elsewhere, person(elsewhere, "Ana"), ["S1"])
        await one.type("trust")
        await one.press("enter")
        assert one.mine() == []
        assert any("locked" in row for row in one.rows())


def _place(body: str, words: str) -> tuple[int, int]:
    return body.index(words), body.index(words) + len(words)


async def test_a_later_round_starts_from_an_empty_page(river: Study) -> None:
    code_for(river, "Ana", "Marta sits", "Trust")
    for name in ("Ana", "Ben"):
        lock(river, person(river, name))
    close_round(river, "first")
    start_round(river, "second", ["Ana", "Ben"], transcripts=["S1"])
    async with sitting(river) as one:
        assert one.painted() == []
        assert "second" in one.rows()[0]
        await one.select("the gauge")
        await one.press("1")
        assert len(one.painted()) == 1, "codes used in the first round are at hand"
        trust = find_code(river, one.who, "Trust")
        here = transcript(river, "S1")
        with pytest.raises(Exception, match="beyond"):
            apply_code(river, one.who, here, 0, here.characters + 1, trust)


async def test_a_coding_is_parted_and_joined_again(river: Study) -> None:
    code_for(river, "Ana", "I ring Marta. I know that", "Trust")
    async with sitting(river) as one:
        await one.goto("I know that")
        await one.press("p")
        assert [said for said, _ in one.said()] == ["I ring Marta.", "I know that"]
        assert one.agrees()
        assert "split t Trust" in one.status
        await one.goto("ring Marta")
        await one.press("plus")
        assert [said for said, _ in one.said()] == ["I ring Marta. I know that"]
        assert one.agrees()
        await one.press("u", "u")
        assert [said for said, _ in one.said()] == ["I ring Marta. I know that"]
        assert one.agrees()


async def test_what_cannot_be_parted_or_joined_says_why(river: Study) -> None:
    code_for(river, "Ana", "Marta sits", "Trust")
    async with sitting(river) as one:
        await one.goto("Marta sits")
        await one.press("p")
        assert "put the caret further into it" in one.status
        await one.press("plus")
        assert "nothing after this one is coded as t Trust" in one.status
        await one.goto("Anything")
        await one.press("p")
        assert "no coding under the caret" in one.status
        assert len(one.mine()) == 1


@pytest.mark.parametrize("size", SIZES)
async def test_a_pop_up_covers_the_lines_of_text_whole(river: Study, size: str) -> None:
    code_for(river, "Ana", "Marta sits", "Trust")
    async with sitting(river, size=size) as one:
        await one.goto("Marta sits")
        view = one.screen.text_view
        first = view.region.x + view.text_column
        for key in ("c", "m", "L", "Y", "T", "C", "slash", "question_mark"):
            await one.press(key)
            region = one.app.screen.query_one(".popup").region
            assert region.x <= first, key
            assert region.right > first + view.text_width, key
            await one.press("escape")
            assert one.app.screen is one.screen, key
