"""Every screen where the terminal is to show no colours."""

from pathlib import Path

import pytest
from themes_base import Scene

from workbench.study import Study
from workbench.tui.app import WorkbenchApp
from workbench.tui.destinations import DESTINATIONS
from workbench.tui.session import Session
from workbench.tui.shoot import SIZES, screen_text


async def test_every_screen_is_shown_without_colours(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    scene = Scene(study, tmp_path).coded()
    app = WorkbenchApp(Session(study, scene.ana))
    async with app.run_test(size=SIZES["narrow"]) as pilot:
        for place in DESTINATIONS:
            app.show(place.name)
            await pilot.pause()
            await pilot.pause()
            assert place.title in screen_text(app)[0]
    assert app.failure is None
