"""A small study on the coding screen: hostile names, wide characters, an empty transcript."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from conftest import add_transcript
from textual.pilot import Pilot

from workbench.codebook.store import add_code, find_code
from workbench.coding.apply import apply_code
from workbench.coding.nouns import Coding
from workbench.coding.rounds import start_round
from workbench.coding.store import codings
from workbench.corpus.importing import import_transcripts
from workbench.corpus.store import text, transcript
from workbench.study import Person, Study, add_person, create_study, person
from workbench.tui.app import WorkbenchApp
from workbench.tui.destinations import Where
from workbench.tui.screens.code import CodeScreen
from workbench.tui.session import Session
from workbench.tui.shoot import screen_text, settle

SAID = """\
Interviewer: When the river rises at night, what is the first thing you do?

S1: I ring Marta. I know that is not what the procedure says. But Marta sits at the gauge.

Interviewer: And if she is not on duty?

S1: Then I am slower. Somebody has to look at the map, and somebody has to believe it.

S1: 漢字も洪水も。 A family 👨‍👩‍👧 at the [/] and a flag 🇩🇪 on [b]it[/b].

Interviewer: Anything else?
"""
OTHER = """\
Interviewer: Who rings you?

S2: Marta rings me. She rings everybody.

Interviewer: And then?

S2: Then I ring her back.
"""
SIZES = {"narrow": (80, 24), "medium": (120, 40), "wide": (160, 50)}


def make_study(folder: Path, mode: str = "codebook") -> Study:
    """Two transcripts in a round of Ana and Ben, a third one that holds no words, in no round."""
    study = create_study(folder / "flood.db", "River [/] warnings", mode)
    for name, role in (("Ana", "coder"), ("Ben", "coder"), ("Eva", "supervisor")):
        add_person(study, name, role)
    for name, body in (("S1", SAID), ("S2", OTHER)):
        file = folder / f"{name}.txt"
        file.write_text(body, encoding="utf-8")
        import_transcripts(study, [file], interviewers=["Interviewer"])
    add_transcript(study, "S3", "\n")
    for path, definition in (
        ("People", "Who does it."),
        ("People/Trust", "Because of who stands behind it."),
        ("People/Knowing whom", ""),
        ("Obstacles", ""),
        ("Obstacles/Slow [MLP]", "The proper way takes too long."),
        (r"Obstacles/[\/]", "Markup, it seems."),
    ):
        add_code(study, path, definition=definition, origin="deductive", by=None, shared=True)
    start_round(study, "first", ["Ana", "Ben"], transcripts=["S1", "S2"])
    return study


class Sitting:
    """The app at the coding screen, and what the tests ask of it."""

    def __init__(self, study: Study, name: str | None = "Ana", at: str = "S1") -> None:
        self.study = study
        self.who: Person | None = person(study, name) if name else None
        self.session = Session(study, self.who)
        where = Where(transcript_id=transcript(study, at).id)
        self.app = WorkbenchApp(self.session, start="code", where=where)
        self.body = text(study, where.transcript_id)
        self.pilot: Pilot[None]

    @property
    def screen(self) -> CodeScreen:
        """The coding screen, whatever stands over it."""
        found = self.app.screen_named("code")
        assert isinstance(found, CodeScreen)
        return found

    async def press(self, *keys: str) -> None:
        """Press keys and wait until all is done."""
        await self.pilot.press(*keys)
        await settle(self.pilot)

    async def type(self, words: str) -> None:
        """Type words into whatever has the keys."""
        await self.press(*("space" if letter == " " else letter for letter in words))

    async def select(self, words: str) -> None:
        """Select words of the transcript."""
        start = self.body.index(words)
        self.screen.text_view.select(start, start + len(words))
        await settle(self.pilot)

    async def goto(self, words: str) -> None:
        """Put the caret on the first of these words."""
        self.screen.text_view.goto(self.body.index(words))
        await settle(self.pilot)

    def rows(self) -> list[str]:
        """The rows of the terminal."""
        return screen_text(self.app)

    @property
    def status(self) -> str:
        """The status bar as it is read."""
        return self.rows()[-2]

    @property
    def keys(self) -> str:
        """The last line as it is read."""
        return self.rows()[-1]

    def mine(self) -> list[Coding]:
        """The codings of this person in the study file, by place."""
        return codings(self.study, self.who, coder=self.who)

    def said(self) -> list[tuple[str, str]]:
        """Those codings as (words, code)."""
        bodies = {c.transcript_id: text(self.study, c.transcript_id) for c in self.mine()}
        return [(bodies[c.transcript_id][c.start : c.end], c.code) for c in self.mine()]

    def painted(self) -> list[tuple[int, int, str]]:
        """The codings on the page as (start, end, name)."""
        return [(m.start, m.end, m.name) for m in self.screen.text_view.marks]

    def agrees(self) -> bool:
        """Whether the page and the desk show exactly what a fresh reading of the file would."""
        desk = self.screen.desk
        assert desk is not None
        fresh = type(desk)(self.study, self.who, desk.transcript)
        return (
            desk.codings.keys() == fresh.codings.keys()
            and sorted(self.screen.text_view.marks, key=lambda m: m.id)
            == sorted(
                [*fresh.marks(), *map(fresh.suggested, fresh.suggestions())], key=lambda m: m.id
            )
            and +desk.here == fresh.here
            and +desk.everywhere == +fresh.everywhere
            and [code.id for code in desk.in_use] == [code.id for code in fresh.in_use]
        )


@asynccontextmanager
async def sitting(
    study: Study, name: str | None = "Ana", at: str = "S1", size: str = "wide"
) -> AsyncIterator[Sitting]:
    """The app under a pilot, settled."""
    one = Sitting(study, name, at)
    async with one.app.run_test(size=SIZES[size]) as pilot:
        one.pilot = pilot
        await settle(pilot)
        yield one


def code_for(study: Study, name: str, words: str, code: str, at: str = "S1") -> str:
    """A coding by somebody, made beside the screen."""
    who, where = person(study, name), transcript(study, at)
    start = text(study, where.id).index(words)
    found = find_code(study, who, code)
    return apply_code(study, who, where, start, start + len(words), found)
