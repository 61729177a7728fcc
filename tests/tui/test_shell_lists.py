"""The list: cursor, branches, filter, marks, mouse; only what is seen is painted."""

from textual.app import ComposeResult

from workbench.tui.ink import Ink
from workbench.tui.shell import ShellApp
from workbench.tui.shoot import screen_text, settle
from workbench.tui.widgets.lists import RowList
from workbench.tui.widgets.rows import Column, Row, in_columns, shown_rows, widths_of

ROWS = [
    Row("people", ("People",), branch=True),
    Row("k", ("Knowing whom to ring", "33"), depth=1),
    Row("t", ("Trust in the person", "24"), depth=1),
    Row("note", ("fits 1 and 3",), depth=1, selectable=False),
    Row("obstacles", ("Obstacles",), branch=True, gap=True),
    Row("l", ("Too slow", "·"), depth=1),
]


class ListApp(ShellApp):
    def __init__(self, rows: list[Row], *, markable: bool = False, empty: str = "") -> None:
        super().__init__()
        self.list = RowList(
            [Column("Code"), Column("all", 4, right=True)],
            rows,
            markable=markable,
            empty=empty,
        )
        self.seen: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        self.list.focus()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        self.seen.append(f"at {event.row.id if event.row else None}")

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        self.seen.append(f"chose {event.row.id}")

    def on_row_list_marked(self, event: RowList.Marked) -> None:
        self.seen.append(f"marked {sorted(event.marked)}")


def at(app: ListApp) -> str:
    assert app.list.cursor is not None
    return app.list.cursor.id


async def test_keys_move_over_notes_and_choose() -> None:
    app = ListApp(ROWS)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("down", "j", "j")
        assert at(app) == "obstacles", "a note is passed over"
        await pilot.press("up", "enter", "end")
        assert at(app) == "l"
        await pilot.press("down", "home")
        assert at(app) == "people"
        await settle(pilot)
    assert "chose t" in app.seen
    assert app.seen[-1] == "at people"


async def test_rows_are_aligned_and_cut() -> None:
    app = ListApp([*ROWS, Row("w", ("日本語のコードがここにあります" * 2, "7"))])
    async with app.run_test(size=(30, 12)) as pilot:
        await settle(pilot)
        rows = screen_text(app)
    assert rows[0] == "  Code                   all"
    assert rows[1].startswith("▏ ▾ People")
    assert rows[2] == "    Knowing whom to ri…   33"
    assert rows[6] == "    Too slow               ·"
    assert rows[7] == "  日本語のコードがここ…    7"


async def test_branches_fold_and_unfold() -> None:
    app = ListApp(ROWS)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("down", "left")
        assert at(app) == "people", "left goes from a code to its branch"
        await pilot.press("left")
        await settle(pilot)
        folded = screen_text(app)
        await pilot.press("right")
        await settle(pilot)
        unfolded = screen_text(app)
    assert "▸ People" in folded[1] and "Obstacles" in folded[2]
    assert "▾ People" in unfolded[1] and "Knowing" in unfolded[2]


async def test_a_filter_keeps_the_branches_of_what_it_finds() -> None:
    app = ListApp(ROWS)
    async with app.run_test(size=(40, 12)) as pilot:
        assert app.list.filter("PERSON trust") == 1
        await settle(pilot)
        rows = screen_text(app)
        assert at(app) == "people"
        assert app.list.filter("") == 4
    assert "People" in rows[1] and "Trust" in rows[2] and rows[3] == ""


async def test_marks_are_only_where_they_are_asked_for() -> None:
    app = ListApp(ROWS, markable=True)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("down", "space", "down", "space")
        await settle(pilot)
        assert "* " in screen_text(app)[2]
        assert app.list.marked == {"k", "t"}
        await pilot.press("space")
        assert app.list.marked == {"k"}
    plain = ListApp(ROWS)
    async with plain.run_test(size=(40, 12)) as pilot:
        await pilot.press("space")
        assert plain.list.marked == frozenset()


async def test_the_mouse_moves_folds_and_chooses() -> None:
    app = ListApp(ROWS)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.click(offset=(8, 3))
        assert at(app) == "t"
        await pilot.click(offset=(8, 3), times=2)
        await pilot.click(offset=(2, 1))
        await settle(pilot)
        assert "▸ People" in screen_text(app)[1]
        await pilot.click(offset=(8, 11))
    assert "chose t" in app.seen


async def test_the_cursor_stays_on_its_row_when_rows_are_replaced() -> None:
    app = ListApp(ROWS)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("end")
        app.list.show([Row("new", ("New",)), *ROWS])
        assert at(app) == "l"
        app.list.show([Row("new", ("New",)), ROWS[0]])
        assert at(app) == "people", "where its row is gone, the cursor stays near"
        assert app.list.go_to("new") and not app.list.go_to("l")
        app.list.show([])
        assert app.list.cursor is None
        await pilot.press("down", "enter", "pagedown", "left")


async def test_an_empty_list_says_what_will_be_there() -> None:
    app = ListApp([], empty="No codes yet: select a passage and press c.")
    async with app.run_test(size=(40, 12)) as pilot:
        await settle(pilot)
        rows = screen_text(app)
    assert " ".join(" ".join(rows[1:4]).split()) == "No codes yet: select a passage and press c."


async def test_thousands_of_rows_cost_what_is_seen() -> None:
    app = ListApp([Row(str(n), (f"row {n}", str(n))) for n in range(20_000)])
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("end")
        await settle(pilot)
        assert "row 19999" in screen_text(app)[-1]
        painted: list[int] = []
        original = app.list.render_line
        app.list.render_line = lambda y: painted.append(y) or original(y)  # type: ignore[method-assign,func-returns-value]
        await pilot.press("up")
        await settle(pilot)
        assert len(painted) <= 2, "a move without scrolling repaints two rows"
        painted.clear()
        await pilot.press("pageup")
        await settle(pilot)
        assert len(painted) <= 12
        assert "19988" in " ".join(screen_text(app))


async def test_the_edge_shows_where_the_window_is() -> None:
    app = ListApp([Row(str(n), (f"row {n}",)) for n in range(100)])
    async with app.run_test(size=(30, 11)) as pilot:
        await settle(pilot)
        lines = [row.endswith("│") for row in screen_text(app)]
        assert any(lines) and lines.index(True) < 3 and not lines[-1]
        await pilot.press("end")
        await settle(pilot)
        lines = [row.endswith("│") for row in screen_text(app)]
        assert lines[-1] and not any(lines[:5])
        app.list.filter("row 77")
        await settle(pilot)
        assert not any(row.endswith("│") for row in screen_text(app))


def test_columns_share_what_is_left() -> None:
    columns = [Column(), Column(width=4), Column()]
    widths = widths_of(columns, 31)
    assert widths[1] == 4
    assert sum(widths) + 2 == 31
    assert widths_of(columns, 3) == [0, 4, 0]


def test_a_short_row_runs_to_the_end() -> None:
    columns = [Column(width=4), Column(width=4)]
    inks = in_columns([[Ink("a long one")]], columns, [4, 4])
    assert "".join(ink.text for ink in inks) == "a long o…"


def test_shut_branches_hide_all_below_them() -> None:
    deep = [*ROWS[:1], Row("sub", ("Sub",), depth=1, branch=True), Row("x", ("X",), depth=2)]
    assert shown_rows(deep, {"people"}) == [0]
    assert shown_rows(deep, {"sub"}) == [0, 1]
    assert shown_rows(deep, {"people"}, "x") == [0, 1, 2]
