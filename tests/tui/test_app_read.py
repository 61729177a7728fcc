"""Read: texts without codes, notes that are private, read-marks, search with hits."""

from pathlib import Path

import pytest
from app_study import code_as, make_study, press, running, shown, study_of

from workbench.corpus.importing import import_transcripts
from workbench.study import open_study, person
from workbench.themes.familiarisation import add_note
from workbench.themes.store import notes, read_marks
from workbench.tui.shoot import screen_text

SIZES = [(80, 24), (120, 40), (160, 50)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


@pytest.mark.parametrize("size", SIZES)
async def test_a_text_is_read_without_codes(path: Path, size: tuple[int, int]) -> None:
    code_as(path, "Ana", "S2", 33, 45, "Trust")
    async with running(path, start="read", size=size, keys=("down", "enter")) as (app, _):
        assert "Nobody [/] does. The river does." in shown(app)
        assert "Trust" not in shown(app)
        assert app.screen.view.marks == ()
        assert "S2" in screen_text(app)[0]


async def test_a_narrow_screen_shows_the_list_or_the_text(path: Path) -> None:
    async with running(path, start="read") as (app, pilot):
        assert "I ring Marta" not in shown(app)
        await press(pilot, "enter")
        assert "I ring Marta" in shown(app)
        await press(pilot, "escape")
        assert "I ring Marta" not in shown(app)
        await pilot.resize_terminal(160, 50)
        assert "I ring Marta" in shown(app)


async def test_read_marks_are_ones_own(path: Path) -> None:
    async with running(path, start="read", keys=("r", "down", "R")) as (app, pilot):
        mine = [(m.transcript, m.reading) for m in read_marks(study_of(app), app.session.viewer)]
        assert mine == [("S1 [MLP]", 1), ("S2", 2)]
        ticks = [row.text().split()[-2] for row in app.screen.listed.rows]
        assert ticks == ["✓", "✓✓"]
        await press(pilot, "up", "r")
        assert len(read_marks(study_of(app), app.session.viewer)) == 1
        await press(pilot, "u")
        assert len(read_marks(study_of(app), app.session.viewer)) == 2
    async with running(path, "Ben", start="read") as (app, _):
        assert "0 of 2 read" in shown(app)


async def test_a_note_stands_where_it_was_written_and_is_private(path: Path) -> None:
    keys = ("enter", "J", "J", "m", "type:the herons", "enter")
    async with running(path, start="read", size=(160, 50), keys=keys) as (app, pilot):
        (note,) = notes(study_of(app), app.session.viewer)
        assert (note.transcript, note.text, note.shared) == ("S1 [MLP]", "the herons", False)
        assert note.position == app.screen.view.caret
        assert "the herons" in shown(app)
        (signed,) = [row for row in screen_text(app) if "¶" in row]
        assert "And then?" in signed
        await press(pilot, "g", "e", "1", "g")
        assert app.screen.view.caret == note.position
    async with running(path, "Ben", start="read", size=(160, 50)) as (app, _):
        assert "the herons" not in shown(app)
        assert not app.screen.has_notes


async def test_a_note_is_changed_shared_and_removed(path: Path) -> None:
    with open_study(path) as study:
        add_note(study, person(study, "Ana"), "[b]one", on="S1 [MLP]", position=40)
    async with running(path, start="read", keys=("e", "1")) as (app, pilot):
        await press(pilot, "e", "type: two", "enter", "e", "1", "s")
        (note,) = notes(study_of(app), person(study_of(app), "Ben"))
        assert note.text == "[b]one two"
        await press(pilot, "e", "1", "x")
        assert notes(study_of(app), app.session.viewer) == []
        await press(pilot, "u")
        assert len(notes(study_of(app), app.session.viewer)) == 1


async def test_search_lists_hits_and_goes_there(path: Path) -> None:
    keys = ("/", "type:the", "enter")
    async with running(path, start="read", size=(160, 50), keys=keys) as (app, pilot):
        assert "Found “the”" in shown(app)
        rows = app.screen.listed.rows
        heads = [row.text().split("   ")[0] for row in rows if not row.selectable]
        assert heads == ["S1 [MLP]", "S2"]
        first = app.screen.view.caret
        await press(pilot, "down")
        assert app.screen.view.caret > first
        await press(pilot, "end", "enter")
        assert "S2" in screen_text(app)[0]
        await press(pilot, "escape", "escape")
        assert "Found" not in shown(app)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("zeppelin", "“zeppelin” is nowhere"),
        ("re:(", "!"),
        ("re:f.rm", "2 hits in 1 transcript"),
        ("~heron", "in 1 transcript"),
    ],
)
async def test_search_says_what_it_found(path: Path, query: str, said: str) -> None:
    async with running(path, start="read", keys=("/", f"type:{query}", "enter")) as (app, _):
        assert said in shown(app)


async def test_the_caret_is_where_it_was(path: Path) -> None:
    async with running(path, start="read", keys=("enter", "J", "J", "J")) as (app, _):
        caret = app.screen.view.caret
        assert caret > 0
    async with running(path, start="read", keys=("enter",)) as (app, _):
        assert app.screen.view.caret == caret


async def test_the_same_place_opens_on_the_coding_screen(path: Path) -> None:
    async with running(path, start="read", keys=("enter", "J", "J", "c")) as (app, _):
        assert app.screen.SCREEN_NAME == "Code"


async def test_from_one_text_to_the_next_without_the_list(path: Path) -> None:
    async with running(path, start="read", keys=("enter", "}")) as (app, pilot):
        assert "S2" in screen_text(app)[0]
        assert app.screen.in_text
        await press(pilot, "}")
        assert "this is the last transcript" in shown(app)
        await press(pilot, "{")
        assert "S1 [MLP]" in screen_text(app)[0]
        await press(pilot, "escape")
        assert app.screen.listed.cursor.text().startswith("S1 [MLP]")


async def test_from_note_to_note(path: Path) -> None:
    with open_study(path) as study:
        for position in (20, 90):
            add_note(study, person(study, "Ana"), "look", on="S1 [MLP]", position=position)
    async with running(path, start="read", keys=("enter", "n")) as (app, pilot):
        assert app.screen.view.caret == 20
        await press(pilot, "n")
        assert app.screen.view.caret == 90
        await press(pilot, "n")
        assert "no note after this line" in shown(app)
        await press(pilot, "N")
        assert app.screen.view.caret == 20


async def test_of_several_participants_the_narrow_status_says_who_speaks(path: Path) -> None:
    said = "Interviewer: {0}?\n\nAnna Kowalska: I {0}.\n\nAdam Nowak: And I {0}.\n\n"
    group = path.parent / "A group.txt"
    group.write_text("".join(map(said.format, range(3))), encoding="utf-8")
    with open_study(path) as study:
        import_transcripts(study, [group])
    async with running(path, start="read", keys=("home", "enter", "J")) as (app, pilot):
        assert "2/9  Anna Kowalska" in screen_text(app)[-2]
        await press(pilot, "J")
        assert "3/9  Adam Nowak" in screen_text(app)[-2]
        await press(pilot, "escape", "down", "enter", "J")
        assert "2/4  S1" not in screen_text(app)[-2], "there one person alone answers"


@pytest.mark.parametrize("size", SIZES)
async def test_a_pop_up_covers_the_lines_of_text_whole(path: Path, size: tuple[int, int]) -> None:
    async with running(path, start="read", size=size, keys=("enter",)) as (app, pilot):
        view = app.screen.view
        first = view.region.x + view.text_column
        for key in ("/", "m", "?"):
            await press(pilot, key)
            region = app.screen.query_one(".popup").region
            assert region.x <= first
            assert region.right >= min(size[0], first + view.text_width)
            await press(pilot, "escape")
