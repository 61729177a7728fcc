"""Read: transcripts without any code, notes at a line, read-marks, search over all of them."""

from itertools import islice

from workbench.corpus.search import search
from workbench.errors import WorkbenchError
from workbench.tui.destinations import Where
from workbench.tui.keys import Key
from workbench.tui.screens.read_correcting import CORRECTING_KEYS, Correcting
from workbench.tui.screens.read_notes import NOTES_KEYS, Notes
from workbench.tui.screens.read_page import MOST_HITS
from workbench.tui.screens.read_words import WORDS_KEYS, Words
from workbench.tui.searching import HINT, asked
from workbench.tui.widgets.forms import Prompt


class ReadScreen(Correcting, Notes, Words):
    """Reading before and beside coding: the page, what is done at it, and the ways about it."""

    SCREEN_NAME = "Read"
    KEYS = (
        Key("slash", "search", "Search all transcripts", "search"),
        *NOTES_KEYS,
        *CORRECTING_KEYS,
        *WORDS_KEYS,
        Key("c", "code", "Open this place on the coding screen", "code"),
        Key("enter", "open", "Open the text", "open", when=lambda s: not s.in_text),
        Key(
            "W",
            "",
            "A narrower text; after the narrowest, the widest",
            "narrower",
            when=lambda s: s.in_text,
        ),
        Key("right_curly_bracket", "", "Next transcript", "neighbour(1)"),
        Key("left_curly_bracket", "", "Previous transcript", "neighbour(-1)"),
        Key("escape", "list", "Back to the list", "list"),
    )

    # ── ways ─────────────────────────────────────────────────────────────────────────────────────

    def action_neighbour(self, step: int) -> None:
        """The text of the next or previous transcript, where its caret stood."""
        ids = [known.id for known in self._transcripts]
        at = ids.index(self._open) + step if self._open in ids else -1
        if not 0 <= at < len(ids):
            self.say(f"this is the {'last' if step > 0 else 'first'} transcript")
            return
        self._load(ids[at], None)
        if not self._hits:
            self.listed.go_to(ids[at])
        self._tell()

    def action_narrower(self) -> None:
        """A narrower text."""
        self.view.action_narrower()

    def action_list(self) -> None:
        """From the text to the list, from the hits to the transcripts."""
        if self.view.has_focus:
            self._give_keys_to(self.listed)
        elif self._hits:
            self._hits = []
            self.view.set_hits([])
            self._show_list()

    # ── searching ────────────────────────────────────────────────────────────────────────────────

    def action_search(self) -> None:
        """Ask what for."""
        self.app.push_screen(
            Prompt("Search all transcripts", hint=HINT, verb="search"), self._search
        )

    def _search(self, query: str | None) -> None:
        if not query:
            return
        try:
            found = search(self.study, *asked(query))
            hits = list(islice(found, MOST_HITS + 1))
        except WorkbenchError as error:
            self.complain(error)
            return
        if not hits:
            self.say(f"“{query}” is nowhere in the transcripts")
            return
        self.show_hits(hits, query)

    # ── going on ─────────────────────────────────────────────────────────────────────────────────

    def action_code(self) -> None:
        """The same place on the coding screen."""
        self.go("code", Where(self._open, self.view.caret))
