"""When an app under test has come to rest: asked of the event loop, not of the clock.

Textual's pilot sleeps 20 ms and looks whether the processor was idle meanwhile, twice a key: slow,
slower still on a busy machine, and even then no proof. Here an app is at rest when its loop has
nothing left to run, its screens nothing left to paint, and neither an animation nor a change of
size is under way; it is painted then, and not sixty times a second while it works. Threads and
processes beside are not waited for; `settle` does that.
"""

import asyncio
from typing import Any

from textual import app, pilot, screen
from textual._context import active_app
from textual.app import App, ScreenStackError
from textual.pilot import Pilot
from textual.screen import Screen

SIZES_GATHERED = 1 / 120  # seconds in which Textual waits for further changes of size
SELDOM = 5.0  # seconds between the pictures of an app that nobody waits for


async def until_at_rest(*_seconds: float) -> None:
    """Wait until the app of this context has nothing to do, whatever time that takes."""
    here: App[Any] = active_app.get()
    loop: Any = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(0)
        if loop._ready:
            continue
        if not here._running or here._exit or here._exception is not None:
            return
        animator = here._animator
        if animator._animations:
            animator()
        elif animator._scheduled or here._resize_timer is not None:
            await asyncio.sleep(SIZES_GATHERED)
        elif not _paint(here, loop):
            animator()  # says that animations are over, which it would at its next beat
            return


def _paint(here: App[Any], loop: Any) -> bool:
    """Paint what is due, and say whether that has set anything going."""
    try:
        shown = here.screen
    except ScreenStackError:
        return False
    for below in here._background_screens:
        if _due(below):
            below._on_timer_update()
    if painted := _due(shown, shown._repaint_required):
        shown._on_timer_update()
    return painted or bool(loop._ready)


def _due(screen: Screen[Any], whole: bool = False) -> bool:
    """Whether something of a screen, or it as a `whole`, waits for its next beat.

    One that lies below another marks itself for repainting whenever it was painted, without end.
    """
    return not screen.app._batch_count and bool(
        whole
        or screen._layout_required
        or screen._scroll_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )


async def _for_screen(pilot: Pilot[Any], timeout: float = 30) -> bool:
    await until_at_rest()
    return pilot.app._exception is None


async def _pause(pilot: Pilot[Any], delay: float | None = None) -> None:
    if delay:
        await asyncio.sleep(delay)
    await until_at_rest()


def wait_until_at_rest() -> None:
    """Let every pilot wait like this, whichever of its ways it takes."""
    app.wait_for_idle = pilot.wait_for_idle = until_at_rest  # type: ignore[attr-defined]
    Pilot._wait_for_screen = _for_screen  # type: ignore[method-assign]
    Pilot.pause = _pause  # type: ignore[method-assign]
    screen.UPDATE_PERIOD = SELDOM  # type: ignore[misc]
