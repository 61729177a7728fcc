"""Pictures of screens: an app run without a terminal at a size, its picture kept as SVG.

Used by the tests and by whoever draws the pictures of the documentation.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textual._compositor import LayoutUpdate
from textual.app import App
from textual.pilot import Pilot
from textual.strip import Strip

SIZES = {"narrow": (80, 24), "medium": (120, 40), "wide": (160, 50)}


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until nothing is under way: workers done, messages handled, all painted."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()


async def shoot(
    app: App[Any], target: Path, *, size: tuple[int, int] = (80, 24), keys: Sequence[str] = ()
) -> Path:
    """Run `app` at ``size`` (columns, rows), press ``keys``, write the picture to ``target``."""
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
        await settle(pilot)
        target.write_text(app.export_screenshot(), encoding="utf-8")
    return target


def screen_text(app: App[Any]) -> list[str]:
    """The rows of the screen as plain text, as a person sees them, pop-ups over what they cover."""
    return [strip.text.rstrip() for strip in _strips(app)]


def popup_text(app: App[Any]) -> list[str]:
    """The rows of the pop-up on top as plain text, without its edge and what lies beside it."""
    region = app.screen.query_one(".popup").region
    rows = _strips(app)[region.y : region.bottom]
    return [row.crop(region.x + 1, region.right).text.strip() for row in rows]


def _strips(app: App[Any]) -> list[Strip]:
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    if not isinstance(update, LayoutUpdate):
        raise TypeError("a full update of the screen is a LayoutUpdate")
    return [Strip(segment for strip in row for segment in strip) for row in update.strips]
