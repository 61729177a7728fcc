"""Speed as counts, which do not jitter: lines painted a key, strips kept, objects left behind."""

import gc

import pytest
from textual.app import App, ComposeResult
from textual.strip import Strip
from transcript_pages import transcript

from workbench.tui.text.nouns import Mark
from workbench.tui.widgets.transcript import STRIPS_KEPT, TranscriptView

HEIGHT = 24


class Counting(TranscriptView):
    """Counts the lines it paints."""

    painted = 0

    def render_line(self, y: int) -> Strip:
        self.painted += 1
        return super().render_line(y)


class Long(App[None]):
    """A long transcript under overlapping codings."""

    def compose(self) -> ComposeResult:
        yield Counting()

    def on_mount(self) -> None:
        text, turns = transcript(200)
        marks = [
            Mark(str(n), start, start + 900, "k", "mint", "Knowing")
            for n, start in enumerate(range(0, len(text) - 900, 300))
        ]
        self.query_one(Counting).load(text, turns, marks)
        self.query_one(Counting).focus()


@pytest.mark.parametrize(
    ("before", "key", "lines"),
    [
        (["down", "down"], "right", 1),
        (["down", "down"], "down", 2),
        (["down", "v", "right"], "right", 1),
        (["down"] * 30, "down", HEIGHT),
        (["down"] * 30, "pagedown", HEIGHT),
    ],
)
async def test_lines_painted_for_a_key(before: list[str], key: str, lines: int) -> None:
    app = Long()
    async with app.run_test(size=(80, HEIGHT)) as pilot:
        view = app.query_one(Counting)
        await pilot.press(*before)
        # A blank line between turns is stepped over: start from a line whose next one is text.
        layout = view._page.layout
        while layout.is_blank(layout.line_of(view.caret) + 1):
            await pilot.press("down")
        await pilot.pause()
        view.painted = 0
        await pilot.press(key)
        await pilot.pause()
        assert view.painted == lines


async def test_a_thousand_keys_leave_nothing_behind() -> None:
    app = Long()
    async with app.run_test(size=(80, HEIGHT)) as pilot:
        view = app.query_one(Counting)

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
        assert len(view._strips) <= STRIPS_KEPT
        assert second - first < 100
