"""A round that several coders have locked, with a disagreement of each kind, to look at by keys."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from textual.pilot import Pilot

from workbench.codebook.store import add_code, find_code
from workbench.coding.apply import apply_code
from workbench.coding.rounds import start_round
from workbench.consensus.nouns import Item
from workbench.consensus.queue import items
from workbench.consensus.reveal import lock
from workbench.consensus.store import consensus_codings
from workbench.corpus.importing import import_transcripts
from workbench.corpus.store import text, transcript
from workbench.study import Person, Study, person
from workbench.tui.app import WorkbenchApp
from workbench.tui.screens.reconcile import ReconcileScreen
from workbench.tui.session import Session
from workbench.tui.shoot import screen_text, settle

WIDE, MEDIUM, NARROW = (160, 50), (120, 40), (80, 24)
LINES = (
    "Int: What is the first thing you do?",
    "P: I ring Marta. I know that is not what the procedure says. Marta sits at the gauge.",
    "Int: What would help?",
    "P: Sitting together. Once a month, nothing more. You do not share with a logo.",
    "Int: Is that written down anywhere?",
    "P: No. If it were written down we would have to ask whether it is allowed. So we ring.",
)
CODES = ("Trust [/b]", "Procedure", "Meeting", "Fear")


@dataclass
class Table:
    """A study whose coders sit down to reconcile: transcripts ``S1`` and ``S2`` of one text."""

    study: Study
    folder: Path
    coders: Sequence[str] = ("Ana", "Ben")
    more: str = "Int: So be it."
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("S1", "S2"):
            path = self.folder / f"{name}.txt"
            path.write_text(
                "\n".join((*LINES, self.more)) + f"\nInt: Thank you, {name}.\n", encoding="utf-8"
            )
            import_transcripts(self.study, [path], interviewers=["Int"])
        for path_ in CODES:
            made = add_code(
                self.study, path_.replace("/", "\\/"), origin="deductive", by=None, shared=True
            )
            assert made.name == path_
        start_round(self.study, "round 2", self.coders)
        self.people = {name: person(self.study, name) for name in (*self.coders, "Eva")}

    def code(self, who: str, code: str, words: str, name: str = "S1", memo: str = "") -> None:
        """Give a code to the first place where these words stand."""
        where = transcript(self.study, name)
        start = text(self.study, where.id).index(words)
        somebody = self.people[who]
        chosen = next(c for c in CODES if c.startswith(code))
        found = find_code(self.study, somebody, chosen.replace("/", "\\/"))
        apply_code(self.study, somebody, where, start, start + len(words), found, memo or None)

    def lock(self, *names: str) -> None:
        """Everybody locks these (all) transcripts."""
        for name in self.coders:
            lock(self.study, self.people[name], list(names) or None)

    def items(self) -> list[Item]:
        """The whole queue by kind."""
        return items(self.study, None)

    def item(self, kind: str, name: str = "S1") -> Item:
        """The one item of a kind in a transcript."""
        (found,) = [i for i in self.items() if (i.kind, i.transcript) == (kind, name)]
        return found

    def third(self) -> list[tuple[str, str, str]]:
        """The third layer: transcript, code, words."""
        return [
            (c.transcript, c.code, text(self.study, c.transcript_id)[c.start : c.end])
            for c in consensus_codings(self.study)
        ]

    @asynccontextmanager
    async def open(
        self, who: str | None = "Ana", size: tuple[int, int] = WIDE
    ) -> AsyncIterator["Hand"]:
        """The reconcile screen, and a hand on its keys."""
        viewer = self.people[who] if who else None
        app = WorkbenchApp(Session(self.study, viewer), start="reconcile")
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            if who is None:
                await pilot.press("escape")
                await settle(pilot)
            yield Hand(pilot)


@dataclass
class Hand:
    """Presses keys and reads the screen."""

    pilot: Pilot[None]

    @property
    def screen(self) -> ReconcileScreen:
        """The reconcile screen, whatever is over it."""
        return next(s for s in self.pilot.app.screen_stack if isinstance(s, ReconcileScreen))

    async def press(self, *keys: str) -> None:
        """Press keys, a word of several letters as it is typed, and wait until all is done."""
        await self.pilot.press(*keys)
        await settle(self.pilot)

    async def type(self, typed: str) -> None:
        """Type a text into the field that has the keys."""
        await self.press(*("space" if letter == " " else letter for letter in typed))

    async def at(self, item: Item) -> None:
        """Go to an item by the keys of the queue."""
        order = [one.id for one in self.screen.sitting.items]  # type: ignore[union-attr]
        while self.screen.here != item.id:
            steps = order.index(item.id) - order.index(self.screen.here)
            await self.press("J" if steps > 0 else "K")

    def rows(self) -> list[str]:
        """What a person sees."""
        return screen_text(self.pilot.app)

    def seen(self) -> str:
        """What a person sees, as one string."""
        return "\n".join(self.rows())

    def beside(self) -> str:
        """What stands right of the queue, with single blanks."""
        from_column = 41 if self.pilot.app.size.width >= 150 else 0
        return " ".join(" ".join(row[from_column:] for row in self.rows()).split())

    @property
    def status(self) -> str:
        """The status line."""
        return self.rows()[-2]


def differing(study: Study, folder: Path) -> Table:
    """Two coders who have locked: D1, D2, D3, D4 and D6 in S1, a like D1 and a D2 in S2."""
    table = Table(study, folder)
    table.code("Ana", "Fear", "So we ring.")
    table.code("Ben", "Fear", "So we ring.")
    for name in ("S1", "S2"):
        table.code("Ana", "Trust", "I ring Marta.", name, memo="she [picks] up")
        table.code("Ben", "Procedure", "I ring Marta.", name)
        table.code("Ana", "Meeting", "Sitting together. Once a month", name)
        table.code("Ben", "Meeting", "Sitting together.", name)
    table.code("Ana", "Procedure", "what the procedure says")
    table.code("Ben", "Trust", "share with a logo")
    table.code("Ana", "Fear", "If it were written down we would have to ask")
    table.code("Ben", "Fear", "If it were")
    table.code("Ben", "Fear", "we would have to ask")
    table.lock()
    return table
