"""The Agreement screen: figures code by code, what they mean, and the ways into them."""

import csv
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from themes_base import Scene

from workbench.codebook.store import find_code
from workbench.coding.apply import apply_code
from workbench.consensus.comparison import Question, compare_round
from workbench.consensus.comparison_methods import methods_paragraph
from workbench.corpus.store import text, transcript
from workbench.study import Study, now
from workbench.study.rounds import close_round
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


def words(said: str) -> str:
    """The sentences at the left of a wide screen, run together."""
    return " ".join(" ".join(line[:86] for line in said.splitlines()).split())


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


async def test_shares_are_whole_in_their_column_and_an_interval_names_its_level(
    scene: Scene,
) -> None:
    scene.coded()
    async with opened(scene, SIZES["narrow"]) as pilot:
        said = await press(pilot, "end")  # the mean
        assert re.search(r" 95\u00a0% −?[.1]\S+ to ", said)
        said = await press(pilot, "k", "3")
        rows = [line[:34] for line in said.splitlines() if "%" in line[:34]]
        assert rows
        assert not any("…" in row for row in rows)
        assert "locked blind" in said
    async with opened(scene, SIZES["wide"]) as pilot:
        said = words(await press(pilot, "end"))
        assert "codes: Cohen's kappa" in said
        assert re.search(r"Its 95\s% interval over three transcripts runs from", said)


async def test_other_rows_begin_at_their_top(scene: Scene) -> None:
    scene.coded()
    async with opened(scene, SIZES["wide"]) as pilot:
        await press(pilot, "end", "up", "up")
        for keys, first in ((("t",), "P1"), (("escape", "end", "1"), "Any code or none")):
            said = await press(pilot, *keys)
            assert (
                next(line for line in said.splitlines() if "▏" in line)
                .split("▏")[1]
                .startswith(first)
            )


async def test_the_words_of_a_choice_are_whole(scene: Scene) -> None:
    scene.coded()
    async with opened(scene, SIZES["wide"]) as pilot:
        for key in ("y", "k", "a", "e"):
            said = await press(pilot, key)
            asked = said[said.index("\n    ▏") : said.rindex("\n    ▏")]
            assert "…" not in "".join(line[:100] for line in asked.splitlines()), key
            await press(pilot, "escape")


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
        await press(pilot, "e", "t")
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


# ── labels ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_nothing_revealed_is_no_alignment(scene: Scene, size: tuple[int, int]) -> None:
    scene.open()
    async with opened(scene, size) as pilot:
        said = await press(pilot)
        top = said.splitlines()[0]
        assert "lignment" not in top
        assert "Independent" not in top
        assert "Round 1" in top
        assert "nothing revealed yet" in said


async def test_joined_codes_stand_under_the_second_label(scene: Scene) -> None:
    scene.coded()
    source, target = (find_code(scene.study, None, name).id for name in ("Time", "List"))
    async with opened(scene, SIZES["wide"]) as pilot:
        assert "The figures stand under 3" in await press(pilot, "2")
        with scene.study.change("align codes", None) as write:
            write.insert("lineage", kind="merge", from_code_id=source, to_code_id=target, at=now())
    async with opened(scene, SIZES["wide"]) as pilot:
        said = await press(pilot)
        assert " Time " in said
        said = await press(pilot, "2")
        assert "codes were joined since" in said
        assert not any(" Time " in line for line in said.splitlines()[5:30])


# ── ways of asking ───────────────────────────────────────────────────────────────────────────────


async def test_aggregation_is_changed_and_named(scene: Scene) -> None:
    scene.coded()
    async with opened(scene, SIZES["wide"]) as pilot:
        assert "pooled over 3 transcripts" in await press(pilot)
        choices = await press(pilot, "a")
        assert "length-weighted mean" in choices
        assert "mean over 3 transcripts" in await press(pilot, "m")
        assert "length-weighted mean over 3 transcripts" in await press(pilot, "a", "l")


async def test_codes_and_transcripts_are_chosen(scene: Scene) -> None:
    scene.coded()
    async with opened(scene, SIZES["wide"]) as pilot:
        await press(pilot, "C")
        said = await press(pilot, "space", "enter")
        assert "1 code chosen" in said
        said = await press(pilot, "T", "space", "down", "space", "enter")
        assert "2 of 3 transcripts chosen" in said
        # none marked is all again
        said = await press(pilot, "T", "space", "down", "space", "enter")
        assert "3 of 3 transcripts, all locked" in said
        said = await press(pilot, "C", "space", "enter")
        assert "code chosen" not in said


async def test_with_and_without_accepted_suggestions(scene: Scene) -> None:
    scene.open()
    scene.agree("P1", "The list was wrong.", "List")
    scene.code(scene.ana, "P2", "The list was old.", "List")
    found = transcript(scene.study, "P3")
    code = find_code(scene.study, scene.ben, "List")
    start = text(scene.study, found.id).index("The list was lost.")
    for who in (scene.ana, scene.ben):
        apply_code(scene.study, who, found, start, start + 9, code, origin="suggested:phrase")
    scene.lock()
    without = compare_round(scene.study, None, Question(suggested=False), replicates=0)
    kappa = coefficient(without.report.codes["List"].figures["cohen_kappa"].value)
    async with opened(scene, SIZES["wide"]) as pilot:
        said = await press(pilot, "down")
        assert "with suggestions" in said
        assert f"Without accepted suggestions it is {kappa}." in words(said)
        said = await press(pilot, "g")
        assert "without suggestions" in said
        row = next(line for line in said.splitlines() if " List " in line)
        assert kappa in row


# ── what else it tells ───────────────────────────────────────────────────────────────────────────


async def test_over_rounds_each_has_its_label_and_enter_shows_it(scene: Scene) -> None:
    scene.open(practice=True, name="Try")
    scene.agree("P1", "The list was wrong.", "List")
    scene.lock()
    close_round(scene.study, "Try")
    scene.coded()
    async with opened(scene, SIZES["wide"]) as pilot:
        said = await press(pilot, "h")
        assert "Try, practice" in said
        assert "Round 1, independent" in said
        said = await press(pilot, "home")
        assert "do not continue one another" in words(said)
        said = await press(pilot, "enter")
        assert "never reported" in said


async def test_confused_codes_lead_to_their_passages(scene: Scene) -> None:
    scene.open()
    scene.code(scene.ana, "P1", "The list was wrong.", "List")
    scene.code(scene.ben, "P1", "The list was wrong.", "Time")
    scene.lock()
    async with opened(scene, SIZES["wide"]) as pilot:
        said = await press(pilot, "x")
        assert "Ana below, Ben across" in said
        *_, pair = (line for line in said.splitlines() if "List" in line and "Time" in line)
        assert "19" in pair
        assert "The list was wrong." in await press(pilot, "enter")
        await press(pilot, "enter")
        assert pilot.app.screen.SCREEN_NAME == "Reconcile"  # type: ignore[attr-defined]


async def test_what_drags_it_down_is_said(scene: Scene) -> None:
    scene.coded()
    async with opened(scene, SIZES["wide"]) as pilot:
        said = ""
        for _ in range(6):
            said = words(await press(pilot, "down"))
            if "drags it down" in said:
                break
        assert "P2 drags it down: without that transcript kappa would be 1.00" in said


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_the_paragraph_is_that_of_the_command(
    scene: Scene, tmp_path: Path, size: tuple[int, int]
) -> None:
    scene.coded()
    async with opened(scene, size) as pilot:
        assert "Ana and Ben were each assigned" in await press(pilot, "M")
        await press(pilot, "escape", "e", "p")
        focused = pilot.app.focused
        assert focused is not None
        focused.value = str(tmp_path / "methods.txt")  # type: ignore[attr-defined]
        await press(pilot, "enter")
    found = compare_round(scene.study, scene.ben)
    said = (tmp_path / "methods.txt").read_text(encoding="utf-8")
    assert said == f"{methods_paragraph(scene.study, found)}\n"


async def test_nvivo_layout_from_the_screen(scene: Scene, tmp_path: Path) -> None:
    scene.coded()
    async with opened(scene, SIZES["wide"]) as pilot:
        await press(pilot, "e", "n")
        focused = pilot.app.focused
        assert focused is not None
        focused.value = str(tmp_path / "nvivo.csv")  # type: ignore[attr-defined]
        assert "rows written to" in await press(pilot, "enter")
    with (tmp_path / "nvivo.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert next(csv.reader(stream))[0] == "Code"


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_little_ground_is_warned_of(scene: Scene, size: tuple[int, int]) -> None:
    scene.coded()
    async with opened(scene, size) as pilot:
        said = ""
        for _ in range(6):
            said = await press(pilot, "down")
            if "! It rests on" in said:
                break
        assert "each weighs heavily" in said
        # the mean comes after the codes, and rests on few transcripts
        said = await press(pilot, "end")
        assert "! With 3 transcripts the interval is rough." in said
