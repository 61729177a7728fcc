"""No screen shows one person anything of another's work that is not revealed.

The twins of the walk over commands, walked over by keys: every screen, every key it names, every
list and pop-up that opens from it. What stands on the terminal must be the same to the byte. And
while a screen is open, hidden work written beside it repaints nothing. ``WORKBENCH_WALKS`` set to
anything lets somebody without a name look as well, who is in the walk over commands anyway.
"""

import asyncio
import contextlib
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from at_rest import until_at_rest
from textual.events import Key
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.widget import Widget
from twins import GUID, SECRET, make_twins

from workbench.codebook.store import add_code, find_code
from workbench.coding.apply import apply_code, remove, set_flag, set_memo
from workbench.coding.suggestions.answering import accept, offered, refuse
from workbench.consensus.decide import resolve
from workbench.consensus.queue import items
from workbench.corpus.cases import import_cases
from workbench.corpus.store import transcript
from workbench.figures.answers import import_answers
from workbench.figures.logs import add_challenge, add_lineage, challenge
from workbench.figures.replicate import import_published
from workbench.study import add_person, open_study, person, redo, undo
from workbench.themes.arrange import move_codes
from workbench.themes.familiarisation import add_note, mark_read, unmark_read
from workbench.tui.app import WorkbenchApp
from workbench.tui.destinations import DESTINATIONS, Where
from workbench.tui.keys import Key as Entry
from workbench.tui.screens.setup import SECTIONS, SetupScreen
from workbench.tui.session import Session
from workbench.tui.shoot import screen_text, settle
from workbench.tui.study_screen import StudyScreen

NARROW, WIDE = (80, 24), (160, 50)
WORDS = ("hidden", "Marta", "apply")
SEARCH = ("slash", "hidden", "enter")
VIEWERS = ("Ben", "Eva", *((None,) if os.environ.get("WORKBENCH_WALKS") else ()))

# What is done on each screen besides every key it names: presses, words typed as they stand.
# A key that is longer than one letter and known to nobody is typed letter by letter.
WALKS: dict[str, tuple[tuple[str, ...], ...]] = {
    "home": (("tab", "down", "down", "enter"), ("down", "down", "o"), ("end", "enter")),
    "setup": (),  # its sections are walked one by one
    "read": (
        ("home", "enter", "J", "J"),
        SEARCH,
        ("slash", "~" + SECRET, "enter"),
        ("slash", "Marta", "enter", "down", "enter"),
        ("e",),
    ),
    "code": (
        ("b", "end"),
        ("c", SECRET),
        ("v", "s", "c", SECRET, "enter"),
        ("v", "w", "i", "enter"),
        SEARCH,
        ("slash", "Marta", "enter"),
        ("T", "down", "enter"),
        ("L",),
    ),
    "codebook": (
        ("slash", SECRET, "enter"),
        ("a", SECRET, "ctrl+s"),
        ("u",),
        ("end", "p"),
        ("R", "end", "enter"),
        ("v", "enter"),
    ),
    "agreement": (("v",), ("enter", "enter"), ("t", "enter"), ("down", "enter", "down", "enter")),
    "reconcile": (
        ("q",),
        ("T", "down", "enter"),
        ("right_curly_bracket",),
        ("n", SECRET),
        ("z", "enter"),
        ("t",),
        ("a", "1", "enter"),
        ("u",),
    ),
    "themes": (
        ("N", SECRET, "enter"),
        ("down", "1"),
        ("right", "enter", "enter"),
        ("t", "space", "x", "c", "minus", "a", "a", "n", "enter"),
        (*SEARCH, "enter"),
        ("p", "enter"),
        ("u",),
    ),
    "figures": (
        ("end", "enter", "enter", "enter"),
        ("1", "home", "enter", "p", "end", "enter", "r"),
        ("1", "home", "b", "1", "enter", "right", "enter"),
        ("2", "greater_than_sign", "enter"),
        ("3", "n", SECRET, "tab", "apply", "tab", "hidden", "ctrl+s"),
        ("4", "n", "hidden", "tab", "tab", "apply", "tab", "hidden", "ctrl+s"),
        ("u",),
    ),
    "journal": (
        ("slash", "hidden", "enter"),
        ("slash", "apply", "enter"),
        ("end", "enter"),
        ("v", "enter"),
    ),
}


class Walker:
    """Goes over the screens and keeps what stands on the terminal after every step."""

    def __init__(self, app: WorkbenchApp, pilot: Pilot[Any]) -> None:
        self.app, self.pilot = app, pilot
        self.seen: list[tuple[str, list[str]]] = []

    async def press(self, *keys: str) -> None:
        """Press keys, a word of several letters as it is typed, and wait until all is done."""
        for key in keys:
            typed = SECRET in key or key in WORDS
            for letter in key if typed else (key,):
                await self._send(_character_to_key(letter) if typed else letter)
        await self.quiet()

    async def _send(self, key: str) -> None:
        driver = self.app._driver
        assert driver is not None
        named = _get_unicode_name_from_key(REPLACED_KEYS.get(key, key))
        try:
            character = unicodedata.lookup(named)
        except KeyError:
            character = key if len(key) == 1 else None
        event = Key(key, character)
        event.set_sender(self.app)
        driver.send_message(event)

    async def quiet(self) -> None:
        """Wait until all is done, work beside the screens included."""
        await until_at_rest()
        while not all(worker.is_finished for worker in self.app.workers):
            await self.app.workers.wait_for_complete()
            await until_at_rest()
        assert self.app.keys_done

    def look(self, label: str) -> None:
        self.seen.append((label, [without_times(row) for row in screen_text(self.app)]))

    async def visit(self, name: str) -> StudyScreen:
        """That screen with nothing over it."""
        while not isinstance(self.app.screen, StudyScreen):
            self.app.pop_screen()
            await self.quiet()
        self.app.show(name, Where())
        await self.quiet()
        screen = self.app.screen
        assert isinstance(screen, StudyScreen)
        return screen

    async def take(self, name: str, keys: tuple[str, ...]) -> None:
        """Press keys one after the other, look after each, and go back to the screen."""
        for at, key in enumerate(keys, 1):
            await self.press(key)
            self.look(f"{name}: {' '.join(keys[:at])}")
        await self.press("escape")
        if self.app.screen is not self.app.screen_named(name):
            await self.visit(name)

    async def every_key(self, name: str, screen: StudyScreen) -> None:
        """Every key that the screen, what is focused, or everybody names."""
        for key in {each: None for entry in screen.all_keys for each in presses(entry)}:
            await self.take(name, (key,))

    async def walk(self, name: str, *, every_key: bool) -> None:
        """All of a screen: what it names, and what `WALKS` says besides."""
        screen = await self.visit(name)
        self.look(name)
        if every_key and name != "setup":
            await self.every_key(name, screen)
        for keys in WALKS[name]:
            await self.take(name, keys)
        if isinstance(screen, SetupScreen):
            for number, section in enumerate(SECTIONS):
                to = ("home", *("down",) * number, "enter")
                await self.press(*to)
                self.look(f"setup {section.NAME}")
                for act in section.ACTS if every_key else ():
                    await self.take(name, (act.key,))
                    await self.press("escape", *to)
                await self.press("escape")


def presses(key: Entry) -> Iterator[str]:
    """The keys to press for an entry of the list: each of ``a,b``, each digit of ``1-9``."""
    if key.action == "app.quit" or not key.key:
        return
    run = re.fullmatch(r"(\d)-(\d)", key.key)
    if run:
        yield from (str(digit) for digit in range(int(run[1]), int(run[2]) + 1))
    else:
        yield from key.key.split(",")


def without_times(row: str) -> str:
    """A row without the time of day, ids, and seals, which no two walks share."""
    row = re.sub(r"\d\d:\d\d(:\d\d)?", "TIME", GUID.sub("ID", row))
    return re.sub(r"\b[0-9a-f]{8,64}\b", "SEAL", row)


@contextlib.asynccontextmanager
async def walking(path: Path, viewer: str | None, size: tuple[int, int]) -> Any:
    with open_study(path) as study:
        app = WorkbenchApp(Session(study, person(study, viewer) if viewer else None))
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            if viewer is None:
                await pilot.press("escape")
                await settle(pilot)
            yield Walker(app, pilot)


@dataclass(frozen=True, slots=True)
class Twins:
    """The folder of the study with Ana's hidden work, the one without, the size to look."""

    full: Path
    empty: Path
    size: tuple[int, int]


@pytest.fixture(scope="module", params=["at work", "locked"])
def twins(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Twins:
    folder = tmp_path_factory.mktemp("twins")
    locked = request.param == "locked"
    full, empty, _ = make_twins(folder, locked=locked, compared=True)
    with open_study(full / "study.db") as study:
        ana = person(study, "Ana")
        mark_read(study, ana, "S2")
        mark_read(study, ana, "S1")
    return Twins(full, empty, WIDE if locked else NARROW)


async def walked(
    source: Path,
    here: Path,
    name: str,
    viewer: str | None,
    size: tuple[int, int],
    *,
    every_key: bool,
) -> list[tuple[str, list[str]]]:
    """What a walk over one screen sees in a copy of the study, which always lies at ``here``."""
    shutil.rmtree(here, ignore_errors=True)
    shutil.copytree(source, here / "study")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(here / "state"))
        patch.setattr("secrets.randbelow", lambda below: below - 1)  # the seed that is proposed
        # an answer that goes when its seconds are over would go at another key on a busy machine
        patch.setattr("workbench.tui.frame.ANSWER_SECONDS", 3600)
        async with walking(here / "study" / "study.db", viewer, size) as walker:
            await walker.walk(name, every_key=every_key)
            return list(walker.seen)


def test_every_screen_is_walked() -> None:
    assert set(WALKS) == {place.name for place in DESTINATIONS}


@pytest.mark.parametrize("name", sorted(WALKS))
@pytest.mark.parametrize("viewer", VIEWERS)
async def test_hidden_work_changes_no_screen(
    name: str, viewer: str | None, twins: Twins, tmp_path: Path
) -> None:
    every_key = viewer == "Ben" and twins.size == NARROW
    with_work, without = [
        await walked(source, tmp_path / "here", name, viewer, twins.size, every_key=every_key)
        for source in (twins.full, twins.empty)
    ]
    assert [label for label, _ in with_work] == [label for label, _ in without]
    for (label, left), (_, right) in zip(with_work, without, strict=True):
        assert left == right, label
        assert "Hidden." not in "\n".join(left), label


@pytest.mark.parametrize("viewer", VIEWERS)
async def test_hidden_work_changes_no_figure(viewer: str | None, tmp_path: Path) -> None:
    """With answers, attributes, and a passage that counts, so that there is much to be seen."""
    full, empty, _ = make_twins(tmp_path, locked=False, compared=True)
    for folder in (full, empty):
        count_something(folder)
    with_work, without = [
        await walked(source, tmp_path / "here", "figures", viewer, WIDE, every_key=True)
        for source in (full, empty)
    ]
    assert with_work == without
    told = "\n".join(row for _, rows in without for row in rows)
    for said in ("themes by sector", "Trust", "Published 1 of 1", "Sent back"):
        assert said in told
    assert "Hidden." not in told


def count_something(folder: Path) -> None:
    """A case, answers, a settled passage, a theme, a published figure, both logs."""
    answers, published = folder / "answers.csv", folder / "published.csv"
    answers.write_text(
        "participant,question,value,transcript,start,end\n"
        "S1,approach,phone,S1,60,75\nS1,approach,bell,S1,60,75\n",
        encoding="utf-8",
    )
    published.write_text(
        "figure,n,base,base_kind,percent,variable,value\n"
        "fire,1,1,participants,100 %,sector,fire\nphone,2,2,participants,,approach,phone\n",
        encoding="utf-8",
    )
    with open_study(folder / "study.db") as study:
        ben = person(study, "Ben")
        import_cases(study, folder / "cases.csv")
        import_answers(study, answers)
        import_published(study, published)
        first = next(item for item in items(study, ben) if item.kind == "D2")
        resolve(study, ben, first.id, "a", "boundary", "")
        move_codes(study, [find_code(study, None, "Trust").id], "Known", by=ben)
        add_lineage(study, "Option a", "Known", "Sent back by two.")
        made = challenge("Sent back", "Kept", "It holds.", worked=False)
        add_challenge(study, made)


async def test_the_walk_would_notice(twins: Twins, tmp_path: Path) -> None:
    """Ana herself sees different screens, so the two studies do differ."""
    with_work, without = [
        await walked(source, tmp_path / "here", "code", "Ana", NARROW, every_key=False)
        for source in (twins.full, twins.empty)
    ]
    assert with_work != without


@pytest.mark.parametrize("name", sorted(WALKS))
async def test_hidden_work_beside_an_open_screen_repaints_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full, _, _ = make_twins(tmp_path, locked=False, compared=True)
    path = full / "study.db"
    async with walking(path, "Ben", WIDE) as walker:
        screen = await walker.visit(name)
        await asyncio.sleep(0.3)  # a round of listening, so that arriving is over
        painted: list[Widget] = []
        told: list[object] = []
        monkeypatch.setattr(StudyScreen, "catch_up", lambda screen: told.append(screen))
        really = Widget.refresh

        def refresh(widget: Widget, *regions: Any, **options: Any) -> Any:
            painted.append(widget)
            return really(widget, *regions, **options)

        monkeypatch.setattr(Widget, "refresh", refresh)
        unseen(path)
        walker.app.listen()
        await walker.quiet()
        assert (told, painted) == ([], [])

        with open_study(path) as study:
            add_person(study, "Cem")
        walker.app.listen()
        await walker.quiet()
        assert told == [screen], "what everybody may see is told"


def unseen(path: Path) -> None:
    """What Ana does on another connection, of every kind that is nobody else's business."""
    with open_study(path) as study:
        ana = person(study, "Ana")
        here = transcript(study, "S1")
        own = add_code(study, "Of my own", origin="inductive", by=ana, shared=False)
        made = apply_code(study, ana, here, 60, 70, find_code(study, ana, "Fear"), "hidden")
        apply_code(study, ana, here, 62, 75, own)
        set_memo(study, ana, [made], "hidden again")
        set_flag(study, ana, [made], True)
        remove(study, ana, [made])
        undo(study, ana)
        redo(study, ana)
        add_note(study, ana, "hidden", on="S1", position=60)
        refuse(study, ana, [offered(study, ana)[-1].id])
        undo(study, ana)
        accept(study, ana, [offered(study, ana)[-1].id])
        unmark_read(study, ana, "S1")
        mark_read(study, ana, "S1")
