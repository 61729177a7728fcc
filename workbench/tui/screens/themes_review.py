"""Going through the extracts of a theme: each is kept, dropped or chosen, alone or many at once."""

from collections.abc import Sequence

from workbench.errors import WorkbenchError
from workbench.themes.board import Extract
from workbench.themes.nouns import CHOSEN, DROP, KEEP
from workbench.themes.recoding import recode_extracts
from workbench.themes.review import SINGLE_READING, ThemeReview, review_extracts
from workbench.tui.destinations import Where
from workbench.tui.numbers import counted
from workbench.tui.screens.pickable import shared_items
from workbench.tui.screens.reconcile_draft import REASON_WORDS
from workbench.tui.screens.themes_making import ThemesMaking
from workbench.tui.searching import HINT
from workbench.tui.widgets.board_lines import VERDICT_WORDS
from workbench.tui.widgets.forms import Prompt
from workbench.tui.widgets.picker import Picked, Picker
from workbench.tui.widgets.popups import Choice, Choose

NOT_IN_IT = "not in the theme: enter opens it; here once a code of the theme is agreed for it"
IN_TRAY = "a code in the tray has no theme to be reviewed in: esc, then the number of a theme"


class ThemesReview(ThemesMaking):
    """The keys in the extracts."""

    def action_enter(self) -> None:
        """Into the extracts of the code."""
        if self.quotes.extracts:
            self.quotes.focus()
        else:
            self.say("no passage has this code yet")

    def action_open(self) -> None:
        """To the passage on the coding screen."""
        one = self.quotes.extract
        if one is not None:
            self.go("code", Where(transcript_id=one.transcript_id, position=one.start))

    def action_whole(self) -> None:
        """Into the extracts of the whole theme; in them back to the code alone."""
        if self.column is None:
            self.say(IN_TRAY)
            return
        self.whole = bool(self.sought) or not (self.whole and self.quotes.has_focus)
        self.sought = ""
        self._show_below()
        if self.quotes.extracts:
            self.quotes.focus()
        else:
            self.whole = False
            self._show_below()
            self.view.focus()
            self.say("no passage in this theme yet: the number of a theme puts a code into it")

    def action_back(self) -> None:
        """Out of the extracts; on the board let go of what was picked."""
        if self.quotes.has_focus:
            self.whole, self.sought = False, ""
            self.view.focus()
        else:
            self.view.let_go()
            self._show_status()

    def action_missed(self) -> None:
        """Ask for words, and list where participants say them outside the theme."""
        theme = self.column
        if theme is None:
            self.say(IN_TRAY)
            return

        def look(words: str | None) -> None:
            if words:
                self.attempt(lambda: self._look_for(words, theme.number))

        title = f"What may {theme.name} have missed? Words outside it"
        self.app.push_screen(Prompt(title, self.sought, hint=HINT, verb="search"), look)

    def _look_for(self, words: str, number: int) -> None:
        self.sought = words
        try:
            self._show_below()
        except WorkbenchError:
            self.sought = ""
            raise
        if self.quotes.extracts:
            self.quotes.focus()
            return
        self.sought = ""
        self._show_below()
        self.say(f"nobody says {words} outside theme {number}")

    # ── verdicts ─────────────────────────────────────────────────────────────────────────────────

    def action_verdict(self, verdict: str) -> None:
        """Keep, drop or choose this extract, or (``none``) take that back; then to the next one."""
        one = self.quotes.extract
        if one is None:
            return
        if self.review is None:
            self.say(NOT_IN_IT if self.sought else IN_TRAY)
            return
        self._decide(self.review, [one], None if verdict == "none" else verdict, onward=True)

    def action_waiting(self) -> None:
        """To the next extract without a verdict."""
        if not self.quotes.to_waiting():
            self.say("every extract here is ticked")

    def action_all(self) -> None:
        """Ask what becomes of all that are listed, or of all of this participant."""
        review, one = self.review, self.quotes.extract
        if review is None or one is None:
            self.say(NOT_IN_IT if self.sought else IN_TRAY)
            return
        who = one.participant
        offered: list[tuple[str, str, str | None, str | None]] = [
            ("a", "keep all that wait", KEEP, None),
            ("p", f"keep those of {who} that wait", KEEP, who),
            ("x", f"drop those of {who} that wait", DROP, who),
            ("c", f"choose those of {who} that wait", CHOSEN, who),
            ("t", f"take back those of {who}", None, who),
            ("b", "take all back", None, None),
        ]
        ways = {
            key: (review.all_for(verdict, of), verdict, f"{words[0].upper()}{words[1:]}")
            for key, words, verdict, of in offered
            if of is None or who
        }
        choices = [
            Choice(key, key, words, counted(len(listed), "extract"))
            for key, (listed, _, words) in ways.items()
            if listed
        ]
        if not choices:
            self.say(SINGLE_READING)
            return

        def decide(key: str | None) -> None:
            if key is not None:
                listed, verdict, _ = ways[key]
                self._decide(review, listed, verdict)

        title = f"{review.theme}: {review.words}"
        self.app.push_screen(Choose(title, choices), decide)

    # ── another code ─────────────────────────────────────────────────────────────────────────────

    def action_recode(self) -> None:
        """Give this extract the code that it does fit: ask which, then why, for it is decided."""
        one, review = self.quotes.extract, self.review
        if one is None or review is None:
            self.say(NOT_IN_IT if self.sought else IN_TRAY)
            return
        found = shared_items(self.study, self.viewer, besides=one.code_id)

        def then(picked: Picked | None) -> None:
            if picked is not None:
                self._ask_reason(review, one, picked.id)

        self.app.push_screen(Picker(found, verb="recode"), then)

    def _ask_reason(self, review: ThemeReview, one: Extract, code_id: str) -> None:
        left = one.code.rpartition("/")[2]

        def recode(reason: str | None) -> None:
            if reason is None:
                return
            with self.trying(refill=False):
                (done,) = recode_extracts(
                    self.study, review.theme_id, [one.id], code_id, reason, by=self.actor
                )
                self.refill()
                given = done.code.rpartition("/")[2]
                self.say(f"{given} by decision, not {left}; u takes it back")

        choices = [
            Choice(reason, str(number), words)
            for number, (reason, words) in enumerate(REASON_WORDS.items(), 1)
        ]
        title = f"Why does {left} not fit?"
        self.app.push_screen(Choose(title, choices), recode)

    def _decide(
        self,
        review: ThemeReview,
        listed: Sequence[Extract],
        verdict: str | None,
        *,
        onward: bool = False,
    ) -> None:
        with self.trying(refill=False):
            review_extracts(
                self.study, review.theme_id, [one.id for one in listed], verdict, by=self.actor
            )
            if onward:
                self.quotes.move(1)
            self.refill()
            done = VERDICT_WORDS[verdict] if verdict else "taken back"
            what = f"{counted(len(listed), 'extract')} {done}"
            now = self.review.words if self.review else ""
            self.say(f"{what}; {now}; u takes it back")
