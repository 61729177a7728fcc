"""Themes: codes sorted into themes on a board, their extracts reviewed below, checks beside."""

from collections.abc import Sequence

from workbench.themes.arrange import move_codes, park_codes
from workbench.themes.board import Column, board
from workbench.tui.destinations import Where
from workbench.tui.keys import Key
from workbench.tui.screens.themes_review import ThemesReview
from workbench.tui.widgets.board_layout import Spot, code_at
from workbench.tui.widgets.board_lines import words_of
from workbench.tui.widgets.forms import Prompt

WIDE = ("put", "tray", "pick", "also", "new", "merge", "split", "enter", "whole", "why", "undo",
        "phase", "missed", "go_to")  # fmt: skip
NARROW = ("put", "tray", "pick", "also", "new", "enter", "whole", "undo", "why", "merge", "split",
          "phase", "missed")  # fmt: skip
EXTRACTS = ("verdict('keep')", "verdict('drop')", "verdict('chosen')", "recode", "all", "open",
            "undo", "whole", "missed", "waiting", "verdict('none')", "back", "phase")  # fmt: skip
FOUND = ("open", "missed", "whole", "back", "phase")
"""What the last line shows."""


def _on_theme(screen: "ThemesScreen") -> bool:
    return screen.column is not None


def _on_code(screen: "ThemesScreen") -> bool:
    return bool(screen.view.chosen)


def _on_board(screen: "ThemesScreen") -> bool:
    return screen.view.has_focus


def _in_extracts(screen: "ThemesScreen") -> bool:
    return screen.quotes.has_focus


def _code_and_board(screen: "ThemesScreen") -> bool:
    return _on_board(screen) and _on_code(screen)


class ThemesScreen(ThemesReview):
    """The keys of the board: where the cursor goes, and where codes go."""

    KEYS = (
        Key("1-9", "put in theme", "Put the codes picked into this theme", "put", short="put",
            when=_code_and_board),
        Key("0", "tray", "Put the codes picked back into the tray", "tray", when=_code_and_board),
        Key("space", "pick more", "Pick this code too, or let go of it", "pick", short="pick",
            when=_code_and_board),
        Key("A", "also in …", "Put the codes into a further theme as well", "also",
            short="also", when=_code_and_board),
        Key("N", "new theme", "Make a new theme", "new", short="new"),
        Key("E", "", "Edit name, idea, definition and summary", "edit", when=_on_theme),
        Key("M", "merge", "Merge this theme into another one", "merge", when=_on_theme),
        Key("S", "split", "Split the codes picked off into a theme of their own", "split",
            when=_code_and_board),
        Key("enter", "extracts", "Go through the extracts of this code", "enter", when=_on_board),
        Key("t", "whole theme", "Go through all extracts of the theme; again: of the code alone",
            "whole", when=_on_theme, short="theme"),
        Key("w", "a word why", "Say why a code, or with W a theme, stays aside", "why",
            when=_code_and_board, short="why"),
        Key("W", "", "Put this theme aside with a word why, or take it up again", "park",
            when=_on_theme),
        Key("X", "", "Remove this theme; its codes go back to the tray", "remove", when=_on_theme),
        Key("P", "", "Put this theme under another one", "under", when=_on_theme),
        Key("p", "phase", "What the phase still asks for; go on with a reason", "phase"),
        Key("K", "", "Keep the thematic map as it is now", "keep"),
        Key("left,h", "", "Column to the left", "across(-1)", group="On the board"),
        Key("right,l", "", "Column to the right", "across(1)", group="On the board"),
        Key("down,j", "", "Next code or extract", "down(1)", group="On the board"),
        Key("up,k", "", "Code or extract before", "down(-1)", group="On the board"),
        Key("slash", "missed", "Look for words that participants say outside this theme", "missed",
            when=_on_theme),
        Key("escape", "board", "Back to the board; there: pick nothing", "back"),
        Key("space", "keep", "Keep this extract in the theme", "verdict('keep')",
            when=_in_extracts, group="In the extracts"),
        Key("x", "drop", "Drop this extract from the theme; its code stays", "verdict('drop')",
            when=_in_extracts, group="In the extracts"),
        Key("c", "choose", "Choose this extract to stand for the theme", "verdict('chosen')",
            when=_in_extracts, group="In the extracts"),
        Key("r", "recode", "Give this extract another code: it goes to the themes of that code",
            "recode", when=_in_extracts, group="In the extracts"),
        Key("minus", "take back", "Take the verdict on this extract back", "verdict('none')",
            when=_in_extracts, group="In the extracts", short="back"),
        Key("a", "all …", "Keep, drop or choose all that wait, or all of this participant", "all",
            when=_in_extracts, group="In the extracts", short="all"),
        Key("n", "next open", "To the next extract without a verdict", "waiting",
            when=_in_extracts, group="In the extracts", short="next"),
        Key("enter", "passage", "To the passage on the coding screen", "open",
            when=_in_extracts, group="In the extracts"),
    )  # fmt: skip

    @property
    def bar_keys(self) -> Sequence[Key]:
        """The keys of the last line, most used first."""
        by_action = {key.action: key for key in reversed(self.all_keys)}
        shown: Sequence[str] = NARROW if self.breadth == "narrow" else WIDE
        if _in_extracts(self):
            shown = FOUND if self.sought else EXTRACTS
        return [by_action[action] for action in shown]

    # ── moving about ─────────────────────────────────────────────────────────────────────────────

    def action_across(self, by: int) -> None:
        """To a neighbouring column."""
        if self.view.has_focus:
            self.view.move(by, 0)

    def action_down(self, by: int) -> None:
        """To the next code or extract."""
        if self.quotes.has_focus:
            self.quotes.move(by)
        else:
            self.view.move(0, by)

    def action_pick(self) -> None:
        """Pick the code under the cursor too, and go on to the next."""
        self.view.pick()
        self.view.move(0, 1)
        self._show_status()

    # ── sorting ──────────────────────────────────────────────────────────────────────────────────

    def action_put(self, number: int) -> None:
        """Put the codes into the theme of that number, out of every other."""
        found = self._board
        if found is None or not 1 <= number <= len(found.columns):
            self.say(f"there is no theme {number}; N makes a new one", warn=True)
            return
        self._move_to(found.columns[number - 1], also=False)

    def _move_to(self, theme: Column, *, also: bool) -> None:
        chosen = self.view.chosen
        names = [code.id for code in chosen]
        with self.trying():
            move_codes(self.study, names, theme.id, also=also, by=self.actor)
            self.view.let_go()
            self._after_move([code.id for code in chosen])
            said = words_of([code.name for code in chosen])
            word = "also in" if also else "in"
            self.say(f"{said} {word} theme {theme.number}; u takes it back")

    def _after_move(self, moved: Sequence[str]) -> None:
        """The cursor stays where it was, on the code that has come up under it."""
        spot = self.view.spot
        found = board(self.study, self.viewer, self._evidence)
        if code_at(found, spot) is None:
            spot = Spot(spot.column, max(0, spot.code - len(moved)))
        left = code_at(found, spot)
        self.where = Where(code_id="") if left is None else self.where
        self.view.spot = spot
        self.view.board = found

    def action_tray(self) -> None:
        """Put the codes back into the tray."""
        chosen = self.view.chosen
        with self.trying():
            park_codes(self.study, [code.id for code in chosen], by=self.actor)
            self.view.let_go()
            self._after_move([code.id for code in chosen])
            self.say(f"{words_of([code.name for code in chosen])} in the tray; w says why")

    def action_also(self) -> None:
        """Ask for a further theme."""
        self._choose_theme("Also in which theme?", lambda theme: self._move_to(theme, also=True))

    def action_why(self) -> None:
        """Ask for the word why codes stay in the tray."""
        chosen = self.view.chosen
        names = words_of([code.name for code in chosen])

        def keep(why: str | None) -> None:
            if why is not None:
                with self.trying():
                    park_codes(self.study, [code.id for code in chosen], why, by=self.actor)
                    self.view.let_go()
                    self.say(f"{names} stays aside: {why}" if why else f"{names} in the tray")

        title = f"Why does {names} stay aside?"
        self.app.push_screen(Prompt(title, chosen[0].why, place=self._place()), keep)
