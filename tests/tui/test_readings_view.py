"""Two readings of one passage: brackets, lanes, and choosing another span."""

import pytest
from textual.app import App, ComposeResult
from transcript_pages import TEXT, TURNS, mark

from workbench.tui.palette import DARK
from workbench.tui.text.readings import bracket
from workbench.tui.text.readings_paint import Heading
from workbench.tui.widgets.readings import ReadingsView

FIRST = [
    mark("a1", "But Marta", "picks up.", "t", "mint", "Trust [/] person"),
    mark("a2", "We have", "belong to them.", "o", "orange", "Ownership"),
]
SECOND = [mark("b1", "The procedure", "sits at the gauge", "m", "blue", "Meet and share")]


@pytest.fixture(autouse=True)
def _true_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


class Tiny(App[None]):
    """One view of two readings."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[object] = []
        self.heard: list[str] = []

    def action_hear(self, key: str) -> None:
        self.heard.append(key)

    def compose(self) -> ComposeResult:
        yield ReadingsView()

    def on_mount(self) -> None:
        view = self.query_one(ReadingsView)
        heading = Heading("Ana", "Ben", "Turn 13", "question 2", "other code", "9 of 90 shared")
        view.show(TEXT, TURNS, FIRST, SECOND, ["a1"], ["b1"], [13], heading)
        view.focus()

    def on_readings_view_span_chosen(self, message: ReadingsView.SpanChosen) -> None:
        self.said.append(TEXT[message.start : message.end])

    def on_readings_view_span_abandoned(self) -> None:
        self.said.append(None)


def rows(view: ReadingsView) -> list[str]:
    return [view.render_line(y).text.rstrip() for y in range(view.size.height)]


@pytest.mark.parametrize(
    ("cells", "starts", "ends", "rule", "letter", "name"),
    [
        (20, True, False, "┌─        ──────────", 3, 5),
        (14, True, True, "┌   ─────────┐", 2, None),
        (13, True, False, "┌─        ───", 3, 5),
        (4, True, True, "┌ ─┐", 1, None),
        (2, True, True, "┌┐", None, None),
        (1, True, True, "╷", None, None),
        (3, False, True, "──┐", None, None),
        (3, False, False, "───", None, None),
    ],
)
def test_brackets_have_corners_only_where_the_span_ends(
    cells: int, starts: bool, ends: bool, rule: str, letter: int | None, name: int | None
) -> None:
    width = 4 if name else 9
    drawn = bracket(cells, 1, width, starts=starts, ends=ends, above=True)
    assert (drawn.rule, drawn.letter_at, drawn.name_at) == (rule, letter, name)


async def test_narrow_form_prints_the_text_once_between_its_brackets() -> None:
    app = Tiny()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = rows(app.query_one(ReadingsView))
        assert shown[0].startswith(" Ana   other code")
        assert shown[0].endswith("Ben")
        joined = "\n".join(shown)
        assert joined.count("gauge") == 1
        assert "What is" not in joined and "12" not in joined
        text_row = next(n for n, row in enumerate(shown) if "But Marta" in row)
        column = shown[text_row].index("But Marta")
        assert shown[text_row - 1][column] == "┌"
        end_row = next(n for n, row in enumerate(shown) if "gauge" in row)
        last = shown[end_row].index("gauge") + len("gauge") - 1
        assert shown[end_row + 1][last] == "┘"
        start_row = next(n for n, row in enumerate(shown) if "says. The" in row)
        below = shown[start_row + 1]
        assert below[shown[start_row].index("The", 50)] == "└"
        assert shown[start_row][5] == " " and shown[text_row][5] == "t"
        assert shown[start_row][74] == "m" and shown[start_row + 1][74] == "┃"


@pytest.mark.parametrize("size", [(80, 24), (160, 40)])
async def test_letters_of_two_characters_stand_apart(size: tuple[int, int]) -> None:
    first = [
        mark("a1", "But Marta", "picks up.", "qb", "mint", "Robustness"),
        mark("a2", "But Marta", "picks up.", "me", "gold", "Metrics"),
        mark("a3", "But Marta", "picks up.", "wi", "blue", "Will"),
    ]
    second = [
        mark("b1", "But Marta", "picks up.", "sl", "blue", "Stakes"),
        mark("b2", "But Marta", "picks up.", "cr", "mauve", "Change"),
    ]
    app = Tiny()
    async with app.run_test(size=size) as pilot:
        view = app.query_one(ReadingsView)
        view.show(TEXT, TURNS, first, second, ["a1"], ["b1"], [13], Heading("Ana", "Ben"))
        await pilot.pause()
        row = next(row for row in rows(view) if "But Marta" in row)
        left, right = row[: view.text_column].split(), row[view.text_column + 60 :].split()
        lanes = {"qb", "me", "wi"} if size[0] > 80 else {"+2", "me"}
        assert {sign for sign in left if not sign.isdigit()} == lanes, row
        assert row[view.text_column - 1] == " "
        assert set(right[-2:]) == {"sl", "cr"}


async def test_wide_form_shows_the_turns_around_and_lanes_on_both_sides() -> None:
    app = Tiny()
    async with app.run_test(size=(160, 40)) as pilot:
        await pilot.pause()
        shown = rows(app.query_one(ReadingsView))
        assert shown[0].strip().startswith("Turn 13  question 2")
        assert "other code   9 of 90 shared" in shown[0]
        assert shown[2].split() == ["Ana", "Ben"]
        around = next(row for row in shown if "We have asked" in row)
        assert around.startswith("      16            o  We have asked.")
        assert any("┌─ t Trust [/] person ─" in row for row in shown)


async def test_ground_counts_readers_and_both_are_strong() -> None:
    app = Tiny()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        view = app.query_one(ReadingsView)
        grounds: dict[str, tuple[str, str]] = {}
        for y in range(24):
            for segment in view.render_line(y):
                for word in ("Marta sits", "upstream", "ring"):
                    if word in segment.text and segment.style and segment.style.bgcolor:
                        ink = segment.style.color
                        grounds[word] = (
                            segment.style.bgcolor.name.upper(),
                            ink.name.upper() if ink else "",
                        )
        assert grounds["Marta sits"] == (DARK.coded[1], DARK.strong)
        assert grounds["upstream"] == (DARK.coded[0], DARK.text)
        assert grounds["ring"] == (DARK.ground, DARK.text)


async def test_another_span_is_chosen_by_keys_and_reported() -> None:
    app = Tiny()
    async with app.run_test(size=(80, 24)) as pilot:
        view = app.query_one(ReadingsView)
        view.choose_span(FIRST[0].start, FIRST[0].end)
        await pilot.press("left_square_bracket", "right", "right", "right", "right", "enter")
        assert app.said == ["Marta sits at the gauge upstream and she picks up."]
        assert (view.choosing, view.selection) == (False, None)
        view.choose_span(FIRST[0].start, FIRST[0].end)
        await pilot.press("escape")
        assert app.said[-1] is None


async def test_keys_belong_to_the_screen_while_nothing_is_chosen() -> None:
    app = Tiny()
    async with app.run_test(size=(80, 24)) as pilot:
        keys = ["s", "J", "K", "n", "v", "enter"]
        for key in keys:
            app.bind(key, f"hear('{key}')")
        await pilot.press(*keys)
        assert app.heard == keys


async def test_narrow_form_shows_the_turns_around_when_asked() -> None:
    app = Tiny()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        view = app.query_one(ReadingsView)
        assert "And if Marta" not in "\n".join(rows(view))
        view.context = True
        await pilot.pause()
        view.show_from(99)
        assert "And if Marta" in "\n".join(rows(view))
