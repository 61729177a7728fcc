"""A small study for the tests of the screens, with names that look like markup."""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from workbench.codebook.store import add_code, find_code
from workbench.coding.apply import apply_code
from workbench.coding.rounds import start_round
from workbench.corpus.importing import import_transcripts
from workbench.corpus.store import transcript
from workbench.study import Study, add_person, create_study, open_study, person
from workbench.tui.app import WorkbenchApp
from workbench.tui.destinations import Where
from workbench.tui.session import Session
from workbench.tui.shoot import screen_text, settle

TITLE = "Flood [/b]"
TEXTS = {
    "S1 [MLP]": "Interviewer: What do you do first?\n\nS1: I ring Marta. She picks up.\n\n"
    "Interviewer: And then?\n\nS1: Then I fill in the form, and the form goes round.\n",
    "S2": "Interviewer: Who warns you?\n\nS2: Nobody [/] does. The river does.\n\n"
    "Interviewer: And before that?\n\nS2: The herons.\n",
}
CODES = (
    ("People [red]", "What people are to each other."),
    ("People [red]/Trust", "Relying on one person."),
    ("Obstacles", "What stands in the way."),
)


def write_texts(folder: Path) -> list[Path]:
    """The transcripts as files."""
    paths = []
    for name, body in TEXTS.items():
        path = folder / f"{name}.txt"
        path.write_text(body, encoding="utf-8")
        paths.append(path)
    return paths


def make_study(folder: Path, *, round: bool = True) -> Path:
    """A study of two transcripts, three codes, Ana, Ben and Eva, and a round of the first two."""
    path = folder / "flood.db"
    with create_study(path, TITLE) as study:
        for name, role in (("Ana", "coder"), ("Ben", "coder"), ("Eva", "supervisor")):
            add_person(study, name, role)
        import_transcripts(study, write_texts(folder))
        for code, definition in CODES:
            add_code(study, code, definition=definition, origin="deductive", by=None, shared=True)
        if round:
            start_round(study, "Round 1", ["Ana", "Ben"])
    return path


def code_as(path: Path, name: str, transcript_name: str, start: int, end: int, code: str) -> None:
    """One coding by somebody on another connection."""
    with open_study(path) as study:
        who = person(study, name)
        found = find_code(study, who, code)
        apply_code(study, who, transcript(study, transcript_name), start, end, found, memo="secret")


@asynccontextmanager
async def running(
    path: Path,
    name: str | None = "Ana",
    *,
    start: str = "home",
    where: Where | None = None,
    size: tuple[int, int] = (80, 24),
    keys: Sequence[str] = (),
) -> AsyncIterator[tuple[WorkbenchApp, Pilot[Any]]]:
    """The app over the study as somebody, after some keys."""
    with open_study(path) as study:
        session = Session(study, person(study, name) if name else None)
        app = WorkbenchApp(session, start=start, where=where)
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            await press(pilot, *keys)
            yield app, pilot


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys; a key longer than one character that Textual does not know is typed."""
    for key in keys:
        if key.startswith("type:"):
            for letter in key.removeprefix("type:"):
                await pilot.press(letter if letter.isalnum() else _named(letter))
        else:
            await pilot.press(key)
        await settle(pilot)


def _named(letter: str) -> str:
    from textual.keys import _character_to_key

    return _character_to_key(letter)


def shown(app: WorkbenchApp) -> str:
    """What stands on the screen."""
    return "\n".join(screen_text(app))


def study_of(app: WorkbenchApp) -> Study:
    """The study of the app."""
    return app.session.study


def state_files() -> list[str]:
    """Names of what was written into the state folder."""
    folder = Path(os.environ["XDG_STATE_HOME"]) / "workbench"
    return sorted(entry.name for entry in folder.iterdir()) if folder.exists() else []
