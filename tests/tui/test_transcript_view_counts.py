"""Speed as counts, which do not jitter: lines painted a key, strips kept, objects left behind."""

import gc

import pytest
from textual.app import App, ComposeResult
from transcript_pages import transcript

from workbench.tui.text.nouns import Mark
from workbench.tui.text.rows import ROWS_KEPT
from workbench.tui.widgets.transcript import TranscriptView

HEIGHT = 24


class Long(App[None]):
    """A long transcript under overlapping codings."""

    def compose(self) -> ComposeResult:
        yield TranscriptView()

    def on_mount(self) -> None:
        text, turns = transcript(200)
        marks = [
            Mark(str(n), start, start + 900, "k", "mint", "Knowing")
            for n, start in enumerate(range(0, len(text) - 900, 300))
        ]
        self.query_one(TranscriptView).load(text, turns, marks)
        self.query_one(TranscriptView).focus()


@pytest.mark.parametrize(
    ("before", "key", "lines"),
    [
        (["down", "down"], "right", 1),
        (["down", "down"], "down", 2),
        (["down", "v", "right"], "right", 1),
        (["down", "v", *["down"] * 12], "right", 1),
        # The caret, where it was, and the two lines that come in, one of them blank.
        (["down"] * 30, "down", 4),
        (["down"] * 30, "up", 2),
        (["down"] * 30, "pagedown", HEIGHT - 1),  # all but one of the two lines of air
    ],
)
async def test_lines_painted_for_a_key(before: list[str], key: str, lines: int) -> None:
    app = Long()
    async with app.run_test(size=(80, HEIGHT)) as pilot:
        view = app.query_one(TranscriptView)
        await pilot.press(*before)
        # A blank line between turns is stepped over: start from a line whose next one is text.
        layout = view._page.layout
        while layout.is_blank(layout.line_of(view.caret) + 1):
            await pilot.press("down")
        seen = view.rows(range(HEIGHT))
        await pilot.press(key)
        now = view.rows(range(HEIGHT))
        painted = [row for row in now if not any(row is strip for strip in seen)]
        assert len(painted) == lines


async def test_a_key_of_the_text_need_not_go_to_the_app_and_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arrived: list[str] = []
    monkeypatch.setattr(
        Long, "on_key", lambda self, event: arrived.append(event.key), raising=False
    )
    app = Long()
    async with app.run_test(size=(80, HEIGHT)) as pilot:
        await pilot.press("down", "z", "v", "right", "escape", "escape")
        assert app.query_one(TranscriptView).caret > 0
        assert arrived == ["z", "escape"], "the second one has nothing to let go of"


async def test_a_thousand_keys_leave_nothing_behind() -> None:
    app = Long()
    async with app.run_test(size=(80, HEIGHT)) as pilot:
        view = app.query_one(TranscriptView)

        async def walk(rounds: int) -> int:
            for _ in range(rounds):
                for key in ("down", "down", "right", "page", "up"):
                    if key == "page":
                        view.action_page(1)
                    elif key == "right":
                        view.action_step(1)
                    else:
                        view.action_line(1 if key == "down" else -1)
                await pilot.pause(0)
            view.action_edge(-1)
            await pilot.pause()
            gc.collect()
            return len(gc.get_objects())

        await walk(200)  # fills the bounded caches
        first = await walk(200)
        second = await walk(200)
        assert view._rows is not None and len(view._rows) <= 2 * ROWS_KEPT
        assert second - first < 100
