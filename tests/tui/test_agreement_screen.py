"""The Agreement screen: figures code by code, what they mean, and the ways into them."""

import csv
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from themes_base import Scene

from workbench.consensus.comparison import compare_round
from workbench.study import Study
from workbench.tui.app import WorkbenchApp
from workbench.tui.numbers import coefficient
from workbench.tui.session import Session
from workbench.tui.shoot import SIZES, screen_text, settle


@pytest.fixture
def scene(study: Study, tmp_path: Path) -> Scene:
    return Scene(study, tmp_path)


@asynccontextmanager
async def opened(scene: Scene, size: tuple[int, int]) -> AsyncIterator[Pilot[None]]:
    app = WorkbenchApp(Session(scene.study, scene.ben), start="agreement")
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot  # type: ignore[misc]


async def press(pilot: Pilot[None], *keys: str) -> str:
    for key in keys:
        await pilot.press(key)
    await settle(pilot)
    return "\n".join(screen_text(pilot.app))


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_the_figures_are_those_of_the_command(scene: Scene, size: tuple[int, int]) -> None:
    scene.coded()
    report = compare_round(scene.study, scene.ben, replicates=0).report
    async with opened(scene, size) as pilot:
        said = await press(pilot)
        assert "Independent" in said
        assert "3 of 3" in said
        for code in ("List", "Time"):
            kappa = report.codes[code].figures["cohen_kappa"].value
            row = next(line for line in said.splitlines() if f" {code} " in line)
            assert coefficient(kappa) in row
        # the code under the cursor, in words: its figure, its base, what was shared
        assert "gave this code" in said or "Where either coded this" in said
        assert "Keeper" in said


async def test_nothing_is_told_before_all_have_locked(scene: Scene) -> None:
    scene.open()
    scene.code(scene.ana, "P1", "The list was wrong.", "List")
    scene.lock(scene.ana)
    async with opened(scene, SIZES["narrow"]) as pilot:
        said = await press(pilot)
        assert "Nothing to compare yet" in said
        assert "List" not in said
        assert "%" not in said


async def test_an_undefined_figure_says_why(scene: Scene) -> None:
    scene.coded()
    async with opened(scene, SIZES["wide"]) as pilot:
        said = await press(pilot)
        row = next(line for line in said.splitlines() if " Trust " in line)
        assert "one transcript" in row or "to" in row
        assert "nobody used it" in said or "Keeper" in said


async def test_units_coefficients_and_transcripts_by_keys(scene: Scene) -> None:
    scene.coded()
    async with opened(scene, SIZES["wide"]) as pilot:
        assert "unit: character" in await press(pilot)
        assert "unit: token" in await press(pilot, "y", "w")
        assert "unit: sentence" in await press(pilot, "y", "s")
        choices = await press(pilot, "k")
        assert "Krippendorff's alpha" in choices
        assert "Krippendorff's alpha" in await press(pilot, "down", "enter")
        by_transcript = await press(pilot, "t")
        assert "P1" in by_transcript
        assert "P3" in by_transcript
        assert "Any code" in await press(pilot, "escape", "1")
        assert "what" in (await press(pilot, "w")).lower()
        await press(pilot, "escape", "3")


async def test_enter_opens_the_passages_that_differ(scene: Scene) -> None:
    scene.coded()
    async with opened(scene, SIZES["wide"]) as pilot:
        said = await press(pilot)
        at = [
            line for line in said.splitlines() if line.strip().startswith(("t ", "l ", "k ", "i "))
        ]
        assert at
        for _ in range(4):
            said = await press(pilot, "enter")
            if "read differently" in said:
                break
            await press(pilot, "down")
        assert "-5 people came." in said


async def test_the_table_is_written_as_shown(scene: Scene, tmp_path: Path) -> None:
    scene.coded()
    async with opened(scene, SIZES["wide"]) as pilot:
        await press(pilot, "e")
        target = tmp_path / "figures.csv"
        await press(pilot, "ctrl+a", *(["delete"] * 1))
        focused = pilot.app.focused
        assert focused is not None
        focused.value = str(target)  # type: ignore[attr-defined]
        await press(pilot, "enter")
        with target.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))
        assert any("List" in cell for row in rows for cell in row)


async def test_a_practice_round_is_never_called_independent(scene: Scene) -> None:
    scene.open(practice=True, name="Try")
    scene.agree("P1", "The list was wrong.", "List")
    scene.lock()
    async with opened(scene, SIZES["wide"]) as pilot:
        said = await press(pilot)
        assert "the one to report" not in said or "practice" in said.lower()


async def test_it_bears_being_resized_with_a_pop_up_open(scene: Scene) -> None:
    scene.coded()
    async with opened(scene, SIZES["wide"]) as pilot:
        await press(pilot, "w")
        for size in SIZES.values():
            await pilot.resize_terminal(*size)
            await settle(pilot)
        assert "Agreement" in await press(pilot, "escape")
