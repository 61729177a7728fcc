"""The transcript view under a pilot: what is painted, what keys and mouse do."""

import pytest
from rich.style import Style
from textual.app import App, ComposeResult
from transcript_pages import MARKS, TEXT, TURNS, transcript

from workbench.tui.palette import DARK
from workbench.tui.text.grid import MEASURES, TEXT_MOST
from workbench.tui.text.nouns import Mark, ShownTurn
from workbench.tui.widgets.caret_view import CaretView
from workbench.tui.widgets.transcript import TranscriptView


@pytest.fixture(autouse=True)
def _true_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


class Tiny(App[None]):
    """One view and a record of what it said."""

    def __init__(self, caret: int = 0, **kinds: bool) -> None:
        super().__init__()
        self.view = TranscriptView(**kinds)
        self.start = caret
        self.said: list[object] = []
        self.heard: list[str] = []

    def action_hear(self, key: str) -> None:
        self.heard.append(key)

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.view.load(TEXT, TURNS, MARKS, self.start)
        self.view.focus()

    def on_caret_view_caret_moved(self, message: CaretView.CaretMoved) -> None:
        self.said.append(("caret", message.position, message.turn))

    def on_caret_view_selection_changed(self, message: CaretView.SelectionChanged) -> None:
        self.said.append(("selection", message.selection))

    def on_transcript_view_in_hand_changed(self, message: TranscriptView.InHandChanged) -> None:
        self.said.append(("hand", message.mark))


def rows(view: TranscriptView) -> list[str]:
    return [view.render_line(y).text for y in range(view.size.height)]


def style_at(view: TranscriptView, row: int, column: int) -> Style:
    at = 0
    for segment in view.render_line(row):
        at += segment.cell_length
        if column < at:
            assert segment.style is not None
            return segment.style
    raise AssertionError("no such column")


def ground(style: Style) -> str:
    assert style.bgcolor is not None
    return style.bgcolor.name.upper()


def ink(style: Style) -> str:
    assert style.color is not None
    return style.color.name.upper()


NARROW, WIDE = (80, 24), (160, 50)


async def test_narrow_page_stands_in_its_columns() -> None:
    app = Tiny()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        shown = rows(app.view)
        assert shown[0].startswith(" 12 When the river rises at night, what is")
        assert shown[2][:17] == " 13 I ring Marta."
        assert shown[2][69:73] == "k i "
        assert shown[3][69:73] == "  │ "
        assert shown[4][69:75] == "k ╵ t "
        assert shown[5][69:75] == "╵ l ╵ "
        assert shown[6][69:75] == "  ╵   "
        assert all(len(row) == 80 for row in shown[:8])
        assert {row[-1] for row in shown} <= {"┃", "│"}


async def test_wide_page_names_codings_beside_their_first_line() -> None:
    app = Tiny()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        shown = rows(app.view)
        assert shown[2].startswith(" 13 S1-07  I ring Marta.")
        named = [row[app.view._page.grid.names_at : -1].strip() for row in shown]
        assert named[2:7] == [
            "k Knowing whom to ring",
            "i Inform and request",
            "k Knowing whom to ring",
            "t Trust in the person [/] ¶",
            "l Too slow !",
        ]


async def test_ground_tells_how_many_and_the_initial_which() -> None:
    app = Tiny()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        view = app.view
        assert (ink(style_at(view, 2, 4)), style_at(view, 2, 4).bold) == ("#84E6D0", True)
        assert ground(style_at(view, 2, 6)) == DARK.coded[0]
        assert ground(style_at(view, 2, 20)) == DARK.ground
        line = rows(view)[4]
        assert ground(style_at(view, 4, line.index("Marta"))) == DARK.coded[1]


async def test_o_takes_the_codings_under_the_caret_in_hand_one_after_the_other() -> None:
    app = Tiny(TEXT.index("gauge"))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("o", "o")
        view = app.view
        assert view.in_hand == "trust"
        assert [mark.id for mark in view.marks_at_caret()] == ["whom", "trust"]
        row = next(n for n, text in enumerate(rows(view)) if "But Marta" in text)
        style = style_at(view, row, rows(view)[row].index("Marta"))
        assert (ground(style), style.underline, ink(style)) == ("#354E4C", True, DARK.strong)
        assert style_at(view, row, 73).reverse
        assert rows(view)[row + 1][73] == "╹"
        await pilot.press("o")
        assert view.in_hand == "whom"
        await pilot.press("J")
        assert view.in_hand is None
        assert [said for said in app.said if said[0] == "hand"] == [
            ("hand", "whom"),
            ("hand", "trust"),
            ("hand", "whom"),
            ("hand", None),
        ]


async def test_suggestions_have_a_dotted_lane_and_no_ground() -> None:
    app = Tiny()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        row = next(n for n, text in enumerate(rows(app.view)) if "Then I am" in text)
        assert ground(style_at(app.view, row, 5)) == DARK.ground
        letter = style_at(app.view, row, 69)
        assert " m " in rows(app.view)[row]
        assert (letter.italic, letter.bold) == (True, None)


async def test_caret_is_one_reversed_cell_on_a_line_of_panel_ground() -> None:
    app = Tiny(TEXT.index("Marta. I"))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        view = app.view
        column = rows(view)[2].index("Marta")
        assert style_at(view, 2, column).reverse
        assert not style_at(view, 2, column + 1).reverse
        assert ground(style_at(view, 2, 0)) == ground(style_at(view, 2, 77)) == DARK.panel
        assert app.cursor_position == (column, 2)


async def test_selection_by_keys_is_painted_and_told() -> None:
    app = Tiny(TEXT.index("upstream"))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("v", "w", "left_square_bracket", "left", "left")
        start, end = app.view.selection
        assert TEXT[start:end] == "e upstream"
        assert app.said[-1] == ("selection", (start, end))
        row = next(n for n, text in enumerate(rows(app.view)) if "upstream" in text)
        column = rows(app.view)[row].index("upstream")
        assert ground(style_at(app.view, row, column + 1)) == DARK.select
        await pilot.press("escape")
        assert app.view.selection is None
        assert app.said[-1] == ("selection", None)


async def test_unit_keys_are_left_to_the_screen_without_a_selection() -> None:
    app = Tiny()
    async with app.run_test(size=NARROW) as pilot:
        for key in ("w", "s", "t", "escape"):
            app.bind(key, f"hear('{key}')")
        await pilot.press("w", "s", "t", "escape")
        assert app.heard == ["w", "s", "t", "escape"]
        await pilot.press("v", "w")
        assert app.heard == ["w", "s", "t", "escape"]


async def test_n_goes_to_turns_of_participants_without_a_coding() -> None:
    app = Tiny()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("n")
        assert app.view.turn_number == 15  # a suggestion is no coding
        await pilot.press("n")
        assert app.view.turn_number == 16
        await pilot.press("n")
        assert app.view.turn_number == 16
        await pilot.press("N")
        assert app.view.turn_number == 15


async def test_hits_are_walked_round_and_the_current_one_is_reversed() -> None:
    hits = [(at, at + 5) for at in range(len(TEXT)) if TEXT.startswith("Marta", at)]
    app = Tiny()
    async with app.run_test(size=NARROW) as pilot:
        app.view.set_hits(hits)
        await pilot.press("greater_than_sign")
        assert (app.view.caret, app.view.hit) == (hits[0][0], 0)
        await pilot.press("less_than_sign")
        assert (app.view.caret, app.view.hit) == (hits[-1][0], len(hits) - 1)
        row = next(n for n, text in enumerate(rows(app.view)) if "if Marta" in text)
        column = rows(app.view)[row].index("Marta")
        style = style_at(app.view, row, column + 2)
        assert (ink(style), style.bold, style.reverse) == (DARK.accent, True, True)


async def test_click_drag_double_and_triple_click() -> None:
    app = Tiny()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        column = rows(app.view)[2].index("Marta")
        await pilot.click(TranscriptView, offset=(column + 1, 2))
        assert app.view.caret == TEXT.index("arta")
        await pilot.double_click(TranscriptView, offset=(column + 2, 2))
        assert TEXT[slice(*app.view.selection)] == "Marta"
        await pilot.triple_click(TranscriptView, offset=(column + 2, 2))
        assert TEXT[slice(*app.view.selection)].startswith("I ring Marta.")
        await pilot.mouse_down(TranscriptView, offset=(column, 2))
        await pilot.hover(TranscriptView, offset=(column + 4, 2))
        await pilot.mouse_up(TranscriptView, offset=(column + 4, 2))
        assert TEXT[slice(*app.view.selection)] == "Marta"


async def test_codings_come_and_go_without_moving_the_page() -> None:
    app = Tiny(TEXT.index("asked"))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        before, top = app.view.caret, app.view.scroll_y
        start = TEXT.index("We have")
        app.view.add_mark(Mark("new", start, start + 14, "o", "orange", "Ownership"))
        row = next(n for n, text in enumerate(rows(app.view)) if "We have" in text)
        assert rows(app.view)[row][69] == "o"
        app.view.in_hand = "new"
        app.view.remove_mark("new")
        assert app.view.in_hand is None
        assert rows(app.view)[row][69] == " "
        app.view.set_marks([])
        assert (app.view.caret, app.view.scroll_y, app.view.marks) == (before, top, ())


async def test_plain_page_shows_no_codes() -> None:
    app = Tiny(plain=True)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("n", "o")
        assert (app.view.caret, app.view.in_hand) == (app.view.caret, None)
        shown = rows(app.view)
        assert {row[-1] for row in shown} == {"│"}
        assert {ground(style_at(app.view, 4, column)) for column in range(80)} == {DARK.ground}


async def test_another_width_keeps_caret_and_first_line() -> None:
    text, turns = transcript(30)
    app = Tiny()
    async with app.run_test(size=NARROW) as pilot:
        app.view.load(text, turns, [], len(text) // 2)
        await pilot.pause()
        caret = app.view.caret
        await pilot.resize_terminal(160, 50)
        await pilot.pause()
        assert app.view.caret == caret
        layout = app.view._page.layout
        top = round(app.view.scroll_y)
        assert top <= layout.line_of(caret) < top + 50


async def test_a_caret_in_sight_stays_in_sight_where_lines_get_more_and_rows_fewer() -> None:
    text, turns = transcript(60)
    app = Tiny()
    async with app.run_test(size=(160, 50)) as pilot:
        app.view.load(text, turns, [], len(text) // 2)
        await pilot.press("pagedown")
        caret = app.view.caret
        for width, height in ((80, 24), (110, 20), (160, 12), (80, 50)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            row = app.view._page.layout.line_of(caret) - round(app.view.scroll_y)
            assert app.view.caret == caret and 0 <= row < app.view.size.height
        await pilot.press("end", "down", "down")
        app.view.show_from(0)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert round(app.view.scroll_y) == 0, "who looks elsewhere is left there"


async def test_strange_text_is_painted_in_whole_cells() -> None:
    said = "a\tb\x1b[31m 👨‍👩‍👧🇩🇪 e\u0301 漢字\u2028next \u202eשלום [b]x[/b] " + "漢" * 200
    app = Tiny()
    async with app.run_test(size=NARROW) as pilot:
        app.view.load(said, [ShownTurn(1, "A", False, 0, 0, len(said))], [])
        await pilot.press("right", "down", "end", "v", "down", "w")
        for y in range(24):
            strip = app.view.render_line(y)
            assert sum(segment.cell_length for segment in strip) == 80
        assert "\x1b" not in "".join(rows(app.view))
        assert "[b]x[/b]" in "".join(rows(app.view))


async def test_an_empty_transcript_takes_every_key() -> None:
    app = Tiny()
    async with app.run_test(size=NARROW) as pilot:
        app.view.load("", [], [])
        await pilot.press(*"jkJKnNvwstoxgG", "left", "right", "pagedown", "end", "escape", "escape")
        await pilot.click(TranscriptView, offset=(5, 5))
        assert (app.view.caret, app.view.selection) == (0, None)


async def test_without_colour_weight_and_letters_say_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Tiny(TEXT.index("gauge"))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("o", "o")
        view = app.view
        styles = [segment.style for y in range(24) for segment in view.render_line(y)]
        for colour in [c for style in styles if style for c in (style.color, style.bgcolor)]:
            assert colour is None or len(set(colour.get_truecolor())) == 1
        assert style_at(view, 2, 4).bold
        row = next(n for n, text in enumerate(rows(view)) if "But Marta" in text)
        assert style_at(view, row, rows(view)[row].index("Marta")).underline
        assert style_at(view, row, 73).reverse


async def test_with_sixteen_colours_coded_text_is_underlined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "linux")
    monkeypatch.delenv("COLORTERM")
    app = Tiny(TEXT.index("gauge"))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("o")
        view = app.view
        assert style_at(view, 2, 8).underline
        assert not style_at(view, 2, 25).underline
        row = next(n for n, text in enumerate(rows(view)) if "But Marta" in text)
        assert style_at(view, row, rows(view)[row].index("Marta")).reverse


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_text_can_be_narrower_and_stays_so(size: tuple[int, int]) -> None:
    widths = []
    app = Tiny(caret=40)
    async with app.run_test(size=size) as pilot:
        for _ in MEASURES:
            await pilot.pause()
            layout = app.view._page.layout
            assert layout.width <= (app.view.measure or TEXT_MOST)
            assert app.view.caret == layout.stop_at(40)
            widths.append(layout.width)
            await pilot.press("W")
        await pilot.pause()
        assert widths == sorted(widths, reverse=True)
        assert widths[-1] == MEASURES[-1]
        assert app.view._page.layout.width == widths[0], "round to the widest"
        await pilot.press("W")
    again = Tiny()
    async with again.run_test(size=size):
        assert again.view.measure == MEASURES[1]
