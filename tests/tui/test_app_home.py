"""Who looks, where one goes, what Home says, and that it starts lightly."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from app_study import code_as, make_study, press, running, shown, study_of
from click.testing import CliRunner

from workbench.cli import cli
from workbench.consensus.reveal import lock
from workbench.corpus.store import transcript
from workbench.study import add_person, create_study, open_study, people, person
from workbench.tui.app import WorkbenchApp
from workbench.tui.destinations import DESTINATIONS, Where
from workbench.tui.session import Session
from workbench.tui.shoot import screen_text, settle

SIZES = [(80, 24), (120, 40), (160, 50)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


# ── who ──────────────────────────────────────────────────────────────────────────────────────────


async def test_a_study_without_people_asks_for_the_first(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    create_study(path, "New").close()
    async with running(path, None) as (app, pilot):
        assert "Nobody is in this study yet" in shown(app)
        await press(pilot, "enter")
        assert "a name is needed" in shown(app)
        await press(pilot, "type:Ana", "tab", "ctrl+u", "type:chief", "enter")
        assert "write coder or supervisor" in shown(app)
        await press(pilot, "ctrl+u", "type:coder", "enter")
        assert app.session.viewer is not None
        assert [(p.name, p.role) for p in people(study_of(app))] == [("Ana", "coder")]
        assert screen_text(app)[0].endswith("Ana")


async def test_leaving_the_question_leaves_nobody_who_acts(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    create_study(path, "New").close()
    async with running(path, None) as (app, pilot):
        await press(pilot, "escape", "u")
        assert people(study_of(app)) == []
        assert "nobody has said who acts" in shown(app)


async def test_somebody_says_who_they_are(path: Path) -> None:
    async with running(path, None) as (app, pilot):
        assert "Who are you?" in shown(app)
        await press(pilot, "2")
        assert app.session.viewer is not None
        assert app.session.viewer.name == "Ben"
        assert screen_text(app)[0].endswith("Ben")
        await press(pilot, "ctrl+g", "w", "1")
        assert screen_text(app)[0].endswith("Ana")


def test_opening_refuses_in_words(path: Path, tmp_path: Path) -> None:
    def last_line(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, list(words))
        return done.exit_code, done.stderr.splitlines()[-1]

    code, said = last_line("open", str(tmp_path / "none.db"))
    assert (code, "does not exist" in said) == (1, True)
    code, said = last_line("open", str(path), "--as", "Ana")
    assert (code, "terminal" in said) == (1, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as", "Zoe"), "its people are Ana, Ben, Eva"),
        (("--as", "Ana", "--transcript", "S9"), "no transcript is called S9"),
    ],
)
def test_opening_on_a_terminal_refuses_unknown_names(
    path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.setattr("workbench.cli.open.on_terminal", lambda: True)
    done = CliRunner().invoke(cli, ["open", str(path), *words])
    assert done.exit_code == 1
    assert said in done.stderr.splitlines()[-1]


def test_a_first_name_is_proposed_and_not_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    monkeypatch.setattr("workbench.cli.open.on_terminal", lambda: True)
    monkeypatch.setattr("workbench.cli.open.WorkbenchApp.run", lambda app: made.append(app))
    path = tmp_path / "new.db"
    create_study(path, "New").close()
    done = CliRunner().invoke(cli, ["open", str(path), "--as", "Ana"])
    assert done.exit_code == 0, done.stderr
    assert len(made) == 1


def test_a_fault_of_the_program_is_one_line_and_no_text_of_the_study(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(app: WorkbenchApp) -> None:
        with pytest.raises(ZeroDivisionError):
            asyncio.run(fail(app))

    async def fail(app: WorkbenchApp) -> None:
        async with app.run_test() as pilot:
            await pilot.pause()
            app.call_later(lambda: 1 // 0)
            await pilot.pause()

    monkeypatch.setattr("workbench.cli.open.on_terminal", lambda: True)
    monkeypatch.setattr("workbench.cli.open.WorkbenchApp.run", run)
    done = CliRunner().invoke(cli, ["open", str(path), "--as", "Ana"])
    assert done.exit_code == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: something went wrong inside workbench (ZeroDivisionError")
    assert done.stdout == ""


# ── going ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("place", [d.name for d in DESTINATIONS if d.name != "home"])
async def test_every_screen_is_a_letter_away_and_back(path: Path, place: str) -> None:
    letter = next(d.letter for d in DESTINATIONS if d.name == place)
    async with running(path) as (app, pilot):
        home = app.screen
        await press(pilot, letter)
        title = next(d.title for d in DESTINATIONS if d.name == place)
        assert title == app.screen.SCREEN_NAME
        assert title in screen_text(app)[0]
        visited = app.screen
        await press(pilot, "ctrl+g", "h")
        assert app.screen is home
        await press(pilot, "ctrl+g", letter)
        assert app.screen is visited, "screens stay alive between visits"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("place", [d.name for d in DESTINATIONS])
async def test_every_screen_stands_at_every_size_with_names_as_they_are(
    path: Path, place: str, size: tuple[int, int]
) -> None:
    async with running(path, start=place, size=size) as (app, pilot):
        rows = screen_text(app)
        assert len(rows) == size[1]
        assert rows[-1].split()[-1] == "keys"
        if size[0] > 110:
            assert "Flood [/b]" in rows[0]
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert len(screen_text(app)) == 24


async def test_a_study_with_nothing_in_it_shows_on_every_screen(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with create_study(path, "New") as study:
        add_person(study, "Ana")
    for place in DESTINATIONS:
        async with running(path, start=place.name) as (app, _):
            assert place.title in screen_text(app)[0]


async def test_the_place_is_remembered_and_enter_continues(path: Path) -> None:
    with open_study(path) as study:
        found = transcript(study, "S1 [MLP]")
        session = Session(study, person(study, "Ana"))
        session.remember("read", found.id, 110)
        session.keep_places()
    async with running(path) as (app, pilot):
        assert "Continue S1 [MLP] at turn 4" in shown(app)
        await press(pilot, "enter")
        assert app.screen.SCREEN_NAME == "Read"
        assert app.screen.view.caret == 110
    async with running(path, "Ben") as (app, _):
        assert "Continue" not in shown(app)


async def test_what_is_locked_is_not_continued(path: Path) -> None:
    with open_study(path) as study:
        ana, found = person(study, "Ana"), transcript(study, "S1 [MLP]")
        session = Session(study, ana)
        session.remember("code", found.id, 110)
        session.keep_places()
        lock(study, ana, ["S1 [MLP]"])
    async with running(path) as (app, _):
        first, second = shown(app).splitlines()[2:4]
        assert "Look again at S1 [MLP] at turn 4" in second
        assert "Look again" not in first and first.split("│")[0].strip(" ▏"), "what is due is first"
        assert "Continue" not in shown(app)


async def test_colours_are_chosen_in_the_palette_and_kept(path: Path) -> None:
    async with running(path, keys=("ctrl+p", "type:light", "enter")) as (app, _):
        assert app.theme == "light"
    async with running(path) as (app, _):
        assert app.theme == "light"


# ── what Home says ───────────────────────────────────────────────────────────────────────────────


async def test_of_others_home_tells_only_whether_they_locked(path: Path) -> None:
    async with running(path) as (app, pilot):
        before = shown(app)
        code_as(path, "Ben", "S2", 10, 20, "Trust")
        app.listen()
        await settle(pilot)
        assert shown(app) == before, "hidden work stirs nothing"
        with open_study(path) as study:
            lock(study, person(study, "Ben"), ["S2"])
        app.listen()
        await settle(pilot)
        row = next(line for line in screen_text(app) if "│  S2 " in line)
        assert row.split("│")[1].split() == ["S2", "·", "✓"]


async def test_own_work_is_counted_and_others_once_revealed(path: Path) -> None:
    code_as(path, "Ana", "S2", 10, 20, "Trust")
    code_as(path, "Ben", "S2", 10, 30, "Trust")
    async with running(path) as (app, pilot):
        row = next(line for line in screen_text(app) if "│  S2 " in line)
        assert row.split("│")[1].split() == ["S2", "1", "·"]
        with open_study(path) as study:
            lock(study, person(study, "Ana"), ["S2"])
            lock(study, person(study, "Ben"), ["S2"])
        app.listen()
        await settle(pilot)
        row = next(line for line in screen_text(app) if "│  S2 " in line)
        assert row.split("│")[1].split() == ["S2", "✓", "1", "✓", "1", "0", "of", "1"]


async def test_the_next_step_leads_from_import_to_coding(tmp_path: Path) -> None:
    path = make_study(tmp_path, round=False)
    async with running(path) as (app, pilot):
        assert "Open a round" in shown(app)
        await press(pilot, "enter")
        assert screen_text(app)[0].split()[:2] == ["Set-up", "Rounds"]
        await press(pilot, "o", "enter", "ctrl+g", "h")
        assert "Code S1 [MLP], 2 left to lock" in shown(app)


async def test_waiting_names_nobody(path: Path) -> None:
    with open_study(path) as study:
        lock(study, person(study, "Ana"))
    async with running(path) as (app, _):
        (line,) = (row for row in screen_text(app) if "Wait" in row)
        assert line.split("│")[0].strip(" ▏") == "Wait until every coder has locked"


async def test_a_gate_is_passed_with_a_reason_and_taken_back(path: Path) -> None:
    async with running(path, keys=("down", "o", "enter")) as (app, pilot):
        assert "takes a reason" in shown(app)
        await press(pilot, "o", "type:read elsewhere", "enter")
        assert "1 Familiarisation                 passed" in shown(app)
        assert "read elsewhere" in shown(app)
        await press(pilot, "u")
        assert "passed" not in shown(app).split("took back")[0]


async def test_the_matrix_opens_a_transcript(path: Path) -> None:
    async with running(path, "Eva", keys=("tab", "tab", "enter")) as (app, _):
        assert app.screen.SCREEN_NAME == "Read", "who codes nothing reads"
    async with running(path, "Ana", keys=("tab", "tab", "enter")) as (app, _):
        assert app.screen.SCREEN_NAME == "Code"


# ── starting ─────────────────────────────────────────────────────────────────────────────────────

STARTING = """
import asyncio, sys
from workbench.study import open_study, person
from workbench.tui.app import WorkbenchApp
from workbench.tui.session import Session
study = open_study(__import__("pathlib").Path(sys.argv[1]))
app = WorkbenchApp(Session(study, person(study, "Ana")))
async def start():
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.screen.SCREEN_NAME == "Home"
asyncio.run(start())
# numpy is not among them: sqlite-utils itself loads it where it is installed
heavy = {"spacy", "docx", "openpyxl", "lxml", "pypdf", "striprtf", "jinja2"}
print(sorted(heavy & sys.modules.keys()))
"""


def test_the_first_screen_loads_nothing_heavy(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTING, str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


async def test_opening_at_a_transcript_has_the_caret_in_its_text(path: Path) -> None:
    with open_study(path) as study:
        found = transcript(study, "S2")
    async with running(path, start="code", where=Where(found.id)) as (app, pilot):
        assert "S2" in screen_text(app)[0]
        before = app.screen.text_view.caret
        await press(pilot, "right")
        assert app.screen.text_view.caret == before + 1
