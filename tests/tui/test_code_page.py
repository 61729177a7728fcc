"""The coding screen to look at: bars, panes, sizes, places, search and mouse."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from code_sample import OTHER, SIZES, code_for, make_study, sitting
from textual.screen import Screen

from workbench.codebook.editing import edit_code
from workbench.codebook.store import add_code, codes, find_code
from workbench.coding.rounds import start_round
from workbench.corpus.importing import import_transcripts
from workbench.corpus.store import transcript
from workbench.study import Study, add_person, create_study, person
from workbench.tui.app import WorkbenchApp
from workbench.tui.destinations import Where
from workbench.tui.palette import PALETTES
from workbench.tui.screens.code_desk import Desk, shown_name
from workbench.tui.screens.code_keys import KEYS, LOOK, READ, READ_NARROW, RESHAPE, SELECT
from workbench.tui.session import Session
from workbench.tui.shoot import popup_text, screen_text, settle
from workbench.tui.widgets.codebook_pane import CodeOnShow, codebook_rows, definition_lines
from workbench.tui.widgets.transcript import TranscriptView


@pytest.fixture
def river(tmp_path: Path) -> Iterator[Study]:
    with make_study(tmp_path) as study:
        yield study


async def test_header_status_and_keys_say_where_one_is(river: Study) -> None:
    code_for(river, "Ana", "I ring Marta.", "Trust")
    async with sitting(river) as one:
        await one.goto("I ring")
        head, status = one.rows()[0], one.status
        assert head.startswith("  River [/] warnings   Code   S1")
        assert head.endswith("Ana   first   codebook 1   blind until both have locked")
        assert status.startswith("  READ   turn 2 of 5   t Trust")
        assert "% of participant text coded" in status
        assert one.keys.startswith("  c code   1-9 recent   . last   v select   o overlap")
        assert one.keys.endswith("u undo   ? all keys")


async def test_who_gave_a_code_and_when_is_told_at_every_width(river: Study) -> None:
    code_for(river, "Ana", "I ring Marta.", "Trust")
    told = re.compile(r"Ana, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d")
    async with sitting(river) as one:
        await one.goto("I ring")
        assert any(told.search(row) for row in one.rows()), "below the codebook"
        await one.press("K")
        assert not any(told.search(row) for row in one.rows())
    async with sitting(river, size="narrow") as one:
        await one.goto("I ring")
        await one.press("m")
        assert any(told.search(row) for row in one.rows()), "beside its memo"


async def test_a_slim_codebook_keeps_its_cells_for_names(river: Study) -> None:
    async with sitting(river, size="medium") as one:
        head = next(row for row in one.rows() if "Codebook" in row)
        assert "here" in head and "all" not in head
    async with sitting(river) as one:
        assert any("here" in row and "all" in row for row in one.rows())


async def test_the_share_is_of_what_participants_say(river: Study) -> None:
    async with sitting(river, at="S2") as one:
        one.body = OTHER
        desk = one.screen.desk
        assert desk is not None and desk.share == 0
        await one.goto("Marta rings")
        await one.press("v", "t", "c", "enter")
        await one.goto("Then I ring")
        await one.press("v", "t", "full_stop")
        assert desk.share == 1
        one.screen.say("")
        assert "100\u00a0% of participant text coded" in one.status
        await one.goto("Who rings")
        await one.press("v", "t", "full_stop")
        assert desk.share == 1, "questions are no part of it"


@pytest.mark.parametrize("size", SIZES)
async def test_each_size_has_its_columns(river: Study, size: str) -> None:
    code_for(river, "Ana", "I ring Marta.", "Trust")
    async with sitting(river, size=size) as one:
        shown = one.rows()
        book = any("Codebook" in row for row in shown)
        assert book == (size != "narrow")
        view = one.screen.text_view
        grid = view._page.grid
        assert grid.text == {"narrow": 64, "medium": 65, "wide": 70}[size]
        assert bool(grid.names) == (size == "wide")
        assert all(len(row) <= SIZES[size][0] for row in shown)


async def test_counts_are_here_and_everywhere_of_what_one_may_see(river: Study) -> None:
    code_for(river, "Ana", "I ring", "Trust")
    code_for(river, "Ana", "Marta rings", "Trust", "S2")
    code_for(river, "Ben", "I ring", "Trust")
    async with sitting(river) as one:
        row = next(row for row in one.rows() if "t Trust" in row[:40])
        assert row[:40].split() == ["t", "Trust", "1", "2"]
        branch = next(row for row in one.rows() if "▾ People" in row)
        assert branch[:40].split() == ["▾", "People", "2"]
        unused = next(row for row in one.rows() if "k Knowing" in row)
        assert unused[:40].split()[-2:] == ["·", "·"]


async def test_a_pop_up_stays_when_the_terminal_changes(river: Study) -> None:
    async with sitting(river, size="narrow") as one:
        await one.select("I ring Marta")
        await one.press("c")
        await one.type("trust")
        for width, height in ((160, 50), (120, 40), (80, 24)):
            await one.pilot.resize_terminal(width, height)
            await settle(one.pilot)
            shown = one.rows()
            assert any("t Trust" in row for row in shown)
            assert len(shown) == height
        await one.press("enter")
        assert one.said() == [("I ring Marta", "People/Trust")]
        assert one.body[one.screen.text_view.caret] == "a"


async def test_the_book_at_narrow_survives_becoming_wide(river: Study) -> None:
    async with sitting(river, size="narrow") as one:
        await one.select("I ring Marta")
        await one.press("b")
        await one.pilot.resize_terminal(160, 50)
        await settle(one.pilot)
        await one.press("home", "down", "enter")
        assert one.said() == [("I ring Marta", "People/Trust")]


async def test_from_the_codebook_keys_about_the_text_still_reach_it(river: Study) -> None:
    async with sitting(river) as one:
        await one.press("b")
        assert one.screen.pane.codes.has_focus
        await one.press("J")
        assert one.screen.text_view.has_focus
        assert one.screen.text_view.turn_number == 2
        await one.press("b", "escape")
        assert one.screen.text_view.has_focus


async def test_when_the_pane_goes_the_keys_go_to_the_text(river: Study) -> None:
    async with sitting(river) as one:
        await one.press("b")
        await one.pilot.resize_terminal(80, 24)
        await settle(one.pilot)
        assert one.screen.text_view.has_focus


async def test_uncoded_turns_are_walked_and_the_last_one_is_said(river: Study) -> None:
    code_for(river, "Ana", "Then I am slower", "Trust")
    async with sitting(river) as one:
        await one.press("n")
        assert one.screen.text_view.turn_number == 2
        await one.press("n")
        assert "no uncoded turn after this one" in one.status
        await one.press("N")
        assert "no uncoded turn before this one" in one.status


async def test_search_walks_the_hits_round(river: Study) -> None:
    async with sitting(river) as one:
        await one.press("slash")
        await one.type("MARTA")
        await one.press("enter")
        assert "hit 1 of 2" in one.status
        assert one.keys.startswith("  c code")
        await one.press("greater_than_sign")
        assert "hit 2 of 2" in one.status
        await one.press("greater_than_sign")
        assert "hit 1 of 2" in one.status
        await one.press("escape", "left")
        assert "hit" not in one.status and not one.screen.searching
        await one.press("slash")
        await one.press("ctrl+u")
        await one.type("[/]")
        await one.press("enter")
        assert "hit 1 of 1" in one.status
        await one.press("slash", "ctrl+u")
        await one.type("Interviewer")
        await one.press("enter")
        assert "nobody says “Interviewer” here" in one.status, "a label is not said"


async def test_a_turn_is_reached_by_its_number(river: Study) -> None:
    async with sitting(river) as one:
        await one.press("number_sign", "4", "enter")
        assert one.screen.text_view.turn_number == 4
        await one.press("number_sign", "9", "9", "enter")
        assert "no turn 99: they run from 1 to 5" in one.status


async def test_the_mouse_selects_and_a_double_click_in_the_book_gives(river: Study) -> None:
    async with sitting(river) as one:
        view = one.screen.text_view
        row = next(y for y, line in enumerate(one.rows()) if "I ring Marta." in line)
        column = one.rows()[row].index("Marta")
        at = {"offset": (column, row)}
        await one.pilot.mouse_down(**at)
        await one.pilot.hover(offset=(column + 4, row))
        await one.pilot.mouse_up(offset=(column + 4, row))
        await settle(one.pilot)
        assert one.body[slice(*view.selection)] == "Marta"
        assert "1 word" in one.status
        listed = next(y for y, line in enumerate(one.rows()) if "t Trust" in line)
        await one.pilot.double_click(offset=(6, listed))
        await settle(one.pilot)
        assert one.said() == [("Marta", "People/Trust")]
        await one.pilot.triple_click(TranscriptView, offset=(20, row - view.region.y))
        await settle(one.pilot)
        assert one.body[slice(*view.selection)].startswith("I ring Marta.")


async def test_the_place_is_remembered_a_transcript_each(river: Study) -> None:
    async with sitting(river) as one:
        await one.goto("the map")
        await one.press("right_curly_bracket")
        one.screen.text_view.goto(OTHER.index("everybody"))
        await settle(one.pilot)
        await one.press("left_curly_bracket")
        assert one.body[one.screen.text_view.caret :].startswith("the map")
        await one.press("left_curly_bracket")
        assert "this is the first transcript" in one.status
    session = Session(river, person(river, "Ana"))
    app = WorkbenchApp(session, start="code")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "S1" in screen_text(app)[0]
        assert session.caret(transcript(river, "S2").id) == OTHER.index("everybody")


async def test_asked_for_the_same_place_twice_it_goes_there_twice(river: Study) -> None:
    async with sitting(river) as one:
        where = Where(transcript_id=transcript(river, "S2").id, position=OTHER.index("She"))
        for _ in range(2):
            one.app.show("code", where)
            await settle(one.pilot)
            assert one.screen.desk.transcript.name == "S2"
            assert one.screen.text_view.caret == OTHER.index("She")
            await one.press("left_curly_bracket")
            assert one.screen.desk.transcript.name == "S1"


async def test_a_transcript_is_chosen_by_its_name(river: Study) -> None:
    async with sitting(river, size="narrow") as one:
        await one.press("T")
        await one.type("S2")
        assert "enter go there" in one.keys
        await one.press("enter")
        assert one.screen.desk.transcript.name == "S2"


async def test_a_transcript_without_words_takes_every_key(river: Study) -> None:
    async with sitting(river, at="S3", size="narrow") as one:
        assert any("This transcript holds no text." in row for row in one.rows())
        await one.press(*"cimxfonNjkJKvwstgG", "1", "full_stop", "enter", "escape")
        await one.press("left_square_bracket", "slash", *"a", "enter", "escape")
        await one.press("right_curly_bracket")
        assert "this is the last transcript" in one.status
        await one.press("left_curly_bracket")
        assert any("Marta rings me" in row for row in one.rows())


async def test_a_study_with_nothing_in_it_says_what_to_do(tmp_path: Path) -> None:
    with create_study(tmp_path / "new.db", "New") as study:
        ana = add_person(study, "Ana")
        app = WorkbenchApp(Session(study, ana), start="code")
        async with app.run_test(size=(160, 50)) as pilot:
            await settle(pilot)
            assert any("No transcript yet" in row for row in screen_text(app))
            await pilot.press(*"cibmxfoLT", "slash", "escape", "right_curly_bracket", "escape")
            await settle(pilot)
            assert any("No codes yet" in row for row in screen_text(app))


async def test_another_person_sees_their_own_page_at_their_own_place(river: Study) -> None:
    code_for(river, "Ana", "I ring", "Trust")
    code_for(river, "Ben", "the map", "Knowing whom")
    async with sitting(river) as one:
        await one.goto("the gauge")
        one.app._look_as(person(river, "Ben"))
        await settle(one.pilot)
        assert [name for *_, name in one.painted()] == ["Knowing whom"]
        assert one.screen.text_view.caret != one.body.index("the gauge")
        one.app._look_as(person(river, "Ana"))
        await settle(one.pilot)
        assert [name for *_, name in one.painted()] == ["Trust"]
        assert one.screen.text_view.caret == one.body.index("the gauge")


async def test_moving_about_asks_the_file_nothing(river: Study) -> None:
    code_for(river, "Ana", "I ring Marta", "Trust")
    async with sitting(river) as one:
        asked: list[str] = []
        river.connection.set_trace_callback(asked.append)
        await one.press(*"jjkJnNovwst", "escape", "escape", "tab", "down", "tab", "right")
        river.connection.set_trace_callback(None)
        assert [sql for sql in asked if "data_version" not in sql] == []


async def test_a_code_is_given_without_reading_the_page_again(
    river: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(river) as one:
        await one.select("I ring Marta")
        built: list[object] = []
        monkeypatch.setattr(Desk, "__init__", lambda *_: built.append(1))
        monkeypatch.setattr(TranscriptView, "load", lambda *_: built.append(1))
        monkeypatch.setattr(TranscriptView, "set_marks", lambda *_: built.append(1))
        await one.press("c", "enter", "f", "x")
        assert built == []


def test_every_key_of_the_last_line_is_a_key() -> None:
    actions = {key.action for key in KEYS if key.word}
    own = {*READ, *READ_NARROW, *SELECT, *RESHAPE, *LOOK} - {"undo", "go_to"}
    assert own <= actions


def test_rows_of_the_codebook_sum_their_branch(river: Study) -> None:
    add_code(river, "Alone", origin="inductive", by=person(river, "Ana"), shared=False)
    known = codes(river, person(river, "Ana"))
    ids = {code.name: code.id for code in known}
    names = {code.id: shown_name(code) for code in known}
    here, everywhere = (
        {ids["Trust"]: 2},
        {ids["Trust"]: 5, ids["Knowing whom"]: 1, ids["People"]: 1},
    )
    rows = {row.id: row for row in codebook_rows(known, names, here, everywhere)}
    people = rows[ids["People"]]
    assert people.branch and people.gap
    assert people.text().split() == ["p", "People", "7"], "it was itself given, so it has a letter"
    both = codebook_rows(known, names, {**here, ids["People"]: 1}, everywhere)
    (summed,) = (row.text().split() for row in both if row.id == ids["People"])
    assert summed == ["p", "People", "3", "7"], "here and everywhere sum alike"
    assert rows[ids["Obstacles"]].text().split() == ["Obstacles", "·"]
    assert rows[ids["Trust"]].text().split() == ["t", "Trust", "2", "5"]
    assert rows[ids["Alone"]].gap and not rows[ids["Alone"]].branch


@pytest.mark.parametrize("rows", [6, 9, 17])
def test_the_memo_is_the_last_to_go(river: Study, rows: int) -> None:
    long = add_code(
        river, "Long", definition="Because of who stands behind it. " * 12, origin="deductive",
        by=None, shared=True,
    )  # fmt: skip
    lines = definition_lines(
        "At the caret",
        "",
        [CodeOnShow(long, "Long [/]", in_hand=True)],
        "her proof",
        36,
        rows,
        "Ana, 1 May",
    )
    said = ["".join(ink.text for ink in line) for line in lines]
    assert len(lines) <= rows
    assert any("¶ her proof" in line for line in said)
    assert any("Ana, 1 May" in line for line in said)
    assert any("Long [/]" in line for line in said)
    assert any("…" in line for line in said)


async def test_caret_and_what_is_said_of_it_come_in_one_frame(
    river: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A frame more for the status bar would be 17 milliseconds more for every key."""
    frames: list[set[str]] = []
    paint = Screen._compositor_refresh

    def counted(screen: Screen[object]) -> None:
        frames.append({type(widget).__name__ for widget in screen._dirty_widgets})
        paint(screen)

    async with sitting(river) as one:
        await one.goto("I ring")
        await one.press("v", "right")
        monkeypatch.setattr(Screen, "_compositor_refresh", counted)
        await one.press("right")
    assert frames == [{"CodingView", "StatusBar"}]


async def test_of_several_participants_the_narrow_status_says_who_speaks(
    river: Study, tmp_path: Path
) -> None:
    said = "".join(
        f"Interviewer: Who {at}?\n\nAnna Kowalska: I do {at}.\n\nAdam Nowak: And I {at}.\n\n"
        for at in range(3)
    )
    (tmp_path / "Group.txt").write_text(said, encoding="utf-8")
    import_transcripts(river, [tmp_path / "Group.txt"], interviewers=["Interviewer"])
    async with sitting(river, at="Group", size="narrow") as one:
        await one.goto("I do")
        assert "2/9  Anna Kowalska" in one.status
        await one.goto("And I")
        assert "3/9  Adam Nowak" in one.status
    async with sitting(river, size="narrow") as one:
        await one.goto("I ring Marta")
        assert "S1" not in one.status, "there is one person to speak"


@pytest.mark.parametrize("no_colour", [False, True])
async def test_a_colour_that_came_with_a_code_is_shown_as_its_hue_in_every_theme(
    river: Study, monkeypatch: pytest.MonkeyPatch, no_colour: bool
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_colour:
        monkeypatch.setenv("NO_COLOR", "1")
    edit_code(river, find_code(river, None, "Trust"), None, colour="#800080")
    code_for(river, "Ana", "Marta sits", "Trust")
    async with sitting(river) as one:
        await one.goto("Anything")
        for palette in PALETTES.values():
            one.app.theme = palette.name
            await settle(one.pilot)
            shown = palette.in_greys() if no_colour else palette
            inks = [
                segment.style.color.name.upper()
                for view in one.screen.query("TranscriptView, RowList")
                for y in range(view.size.height)
                for segment in view.render_line(y)
                for word in segment.text.split()
                if word == "t" and segment.style and segment.style.color
            ]
            assert inks == [shown.hues["mauve"].ink] * 3, "the tree, the lane and the name"


@pytest.mark.parametrize("size", SIZES)
async def test_memo_and_flag_are_seen_at_every_width(river: Study, size: str) -> None:
    code_for(river, "Ana", "Marta sits", "Trust")
    async with sitting(river, size=size) as one:
        await one.goto("Marta sits")
        assert "¶" not in "".join(one.rows())
        await one.press("m", *"yes", "ctrl+s", "f")
        one.screen.unsay()
        await settle(one.pilot)
        shown = one.rows() if size == "wide" else [one.status]
        assert any("t Trust ¶!" in row for row in shown)


async def test_a_pop_up_leaves_the_coding_in_hand_in_view(river: Study) -> None:
    code_for(river, "Ana", "I ring Marta. I know that is not what the procedure says", "Trust")
    async with sitting(river, size="narrow") as one:
        await one.goto("procedure")
        await one.press("o", "m")
        shown = "\n".join(one.rows())
        assert "Memo on t Trust" in shown
        assert "I ring Marta" in shown and "procedure" in shown


@pytest.mark.parametrize("size", SIZES)
async def test_a_selection_that_fills_the_screen_leaves_room_for_the_picker(
    river: Study, tmp_path: Path, size: str
) -> None:
    said = "Interviewer: Well?\n\nS9: " + "The river does. " * 400 + "\n\nInterviewer: So?\n"
    (tmp_path / "S9.txt").write_text(said, encoding="utf-8")
    import_transcripts(river, [tmp_path / "S9.txt"], interviewers=["Interviewer"])
    start_round(river, "long", ["Ana"], transcripts=["S9"])
    async with sitting(river, at="S9", size=size) as one:
        await one.goto("The river")
        await one.press("v", "t", "c", *"slow")
        assert one.app.screen.query_one(".popup").region.height >= 9
        assert any("Slow [MLP]" in row for row in popup_text(one.app))
