"""Looking for words while coding: in this transcript or in all of them, hit after hit."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import islice

from textual import on
from textual.app import ComposeResult

from workbench.coding.nouns import Coding
from workbench.coding.store import codings
from workbench.corpus.search import Hit, search
from workbench.corpus.store import text
from workbench.errors import WorkbenchError
from workbench.tui.ink import Ink, Written, inks_of
from workbench.tui.keys import Key
from workbench.tui.numbers import counted
from workbench.tui.screens.code_ways import CodeWays
from workbench.tui.screens.read_rows import hit_rows
from workbench.tui.searching import HINT, asked
from workbench.tui.widgets.forms import Prompt
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.popups import Popup

MOST_HITS = 2000
MOST_LETTERS = 7
"""Cells for the letters of the codes that a hit has already."""


class HitsPopup(Popup[str]):
    """All hits of a search; the answer is the place of one among them, or ``new``."""

    WIDTH = 100
    KEYS = (
        Key("enter", "go there", "Go to the hit", "give"),
        Key("slash", "search anew", "Search for something else", "new"),
        Key("escape", "back", "Back to the text", "close"),
    )

    def __init__(self, title: Written, rows: Sequence[Row], at: int) -> None:
        super().__init__()
        self._title, self._rows, self._at = title, rows, at
        self._list = RowList([Column(), Column(width=MOST_LETTERS, right=True)], lead=1)

    def compose_body(self) -> ComposeResult:
        """What was looked for, and the hits under their transcripts."""
        yield Lines([inks_of(self._title), []])
        yield self._list

    def body_rows(self) -> int:
        """All hits, as far as there is room."""
        return 2 + len(self._rows) + sum(row.gap for row in self._rows)

    def on_mount(self) -> None:
        """The cursor is on the hit at the caret, or the next one."""
        self._list.show(self._rows, cursor=str(self._at))
        self._list.focus()

    @on(RowList.Chosen)
    def action_give(self) -> None:
        """Answer with the hit one is on."""
        row = self._list.cursor
        if row is not None:
            self.dismiss(row.id)

    def action_new(self) -> None:
        """Ask for other words."""
        self.dismiss("new")


class CodeSearch(CodeWays):
    """Searching, and going from hit to hit, over the end of a transcript into the next."""

    _trail: tuple[Hit, ...] = ()
    _everywhere = False

    def action_search(self) -> None:
        """Ask for words to find in this transcript."""
        self._ask_for("Search this transcript", everywhere=False)

    def action_search_all(self) -> None:
        """The hits in all transcripts; if there are none yet, ask for words."""
        if self._everywhere and self._trail:
            self._show_trail()
        else:
            self._ask_for("Search all transcripts", everywhere=True)

    def _ask_for(self, title: str, *, everywhere: bool) -> None:
        prompt = Prompt(
            title, self._query, hint=HINT, place=self.place_at_caret(), anew=True, verb="search"
        )

        def find(query: str | None) -> None:
            if query is not None:
                self._find(query, everywhere)

        self.app.push_screen(prompt, find)

    def _find(self, query: str, everywhere: bool) -> None:
        desk = self.desk
        if desk is None:
            return
        self._query = query or self._query
        found: list[Hit] = []
        if query:
            only = None if everywhere else desk.transcript.id
            try:
                hits = search(self.study, *asked(query), transcript_id=only)
                found = list(islice(filter(self._said, hits), MOST_HITS))
            except WorkbenchError as error:
                self.complain(error)
                return
        places = self._places
        found.sort(key=lambda hit: (places[hit.transcript_id], hit.start))
        self._trail, self._everywhere = tuple(found), everywhere
        self.show_hits()
        self.say("")  # what was said last makes room for the hit
        if query and not found:
            where = "anywhere" if everywhere else "here"
            self.say(inks_of([Ink("nobody says "), Ink(f"“{query}”", "strong"), Ink(f" {where}")]))
        elif everywhere and found:
            self._show_trail()
        elif found:
            self._go_to_hit(self._hit_after())
        self.show_caret()
        self.refresh_bindings()

    def _said(self, hit: Hit) -> bool:
        """Whether a hit lies in what is said on this desk, not in a label before it."""
        desk = self.desk
        if desk is None or hit.transcript_id != desk.transcript.id:
            return True
        return not any(turn.start <= hit.start < turn.text_start for turn in desk.turns)

    def show_hits(self) -> None:
        """Mark the hits in the transcript on the desk."""
        desk = self.desk
        if desk is not None:
            here = [h for h in self._trail if h.transcript_id == desk.transcript.id]
            self._hits = tuple((hit.start, hit.end) for hit in here)
            self.text_view.set_hits(self._hits)

    def let_go_of_search(self) -> None:
        """Show no hits any more."""
        if self._trail:
            self._find("", False)

    # ── from hit to hit ──────────────────────────────────────────────────────────────────────────

    @property
    def _places(self) -> dict[str, int]:
        """The place of each transcript among all of them."""
        return {known.id: at for at, known in enumerate(self._known)}

    def _hit_after(self, *, inclusive: bool = True) -> int:
        """How many hits begin before the caret, or with ``inclusive`` off at it too."""
        places = self._places
        order = [(places[hit.transcript_id], hit.start) for hit in self._trail]
        here = (places[self.desk.transcript.id] if self.desk else -1, self.text_view.caret)
        return bisect_left(order, here) if inclusive else bisect_right(order, here)

    def action_hit(self, step: int) -> None:
        """The next or previous hit, over the last one round to the first."""
        if self._trail and step > 0:
            self._go_to_hit(self._hit_after(inclusive=False))
        elif self._trail:
            self._go_to_hit(self._hit_after() - 1)

    def _go_to_hit(self, at: int) -> None:
        hit = self._trail[at % len(self._trail)]
        if self.desk is not None and hit.transcript_id != self.desk.transcript.id:
            self.open_transcript(hit.transcript_id, hit.start)
            self.show_hits()
        here = [place for place in self._hits if place == (hit.start, hit.end)]
        self.text_view.set_hits(self._hits, self._hits.index(here[0]) if here else None)
        self.show_caret()

    def _show_trail(self) -> None:
        bodies = {
            id: text(self.study, id) for id in dict.fromkeys(h.transcript_id for h in self._trail)
        }
        at = self._hit_after() % len(self._trail)
        title = [
            Ink(f"“{self._query}”", "strong", bold=True),
            Ink(f"   {self._count_in(len(bodies))}; > and < go from one to the next", "dim"),
        ]
        rows = hit_rows(self._trail, bodies, self._coded_as())
        self.app.push_screen(HitsPopup(title, rows, at), self._from_trail)

    def _coded_as(self) -> list[Written]:
        """For each hit the letters of one's codings of this round in it: one sees what is left.

        One sweep: hits and codings are in the order of the text.
        """
        desk, person = self.desk, self.viewer
        if desk is None or person is None or desk.layer is None:
            return [""] * len(self._trail)
        round_id = desk.layer.round_id
        places = self._places
        mine = sorted(
            (c for c in codings(self.study, person, coder=person) if c.round_id == round_id),
            key=lambda coding: (places[coding.transcript_id], coding.start),
        )
        said: list[Written] = []
        at, reach = 0, list[Coding]()
        for hit in self._trail:
            end = (places[hit.transcript_id], hit.end)
            while at < len(mine) and (places[mine[at].transcript_id], mine[at].start) < end:
                reach.append(mine[at])
                at += 1
            reach = [c for c in reach if c.transcript_id == hit.transcript_id and c.end > hit.start]
            found = {code.letter: code for code in (desk.codes[c.code_id] for c in reach)}
            said.append([Ink(letter, code.hue, bold=True) for letter, code in found.items()])
        return said

    def _count_in(self, count: int) -> str:
        more = "the first " if len(self._trail) == MOST_HITS else ""
        return f"{more}{counted(len(self._trail), 'hit')} in {counted(count, 'transcript')}"

    def _from_trail(self, answer: str | None) -> None:
        if answer == "new":
            self._ask_for("Search all transcripts", everywhere=True)
        elif answer is not None:
            self._go_to_hit(int(answer))
