"""Themes: codes sorted into themes on a board, their extracts below, the checks beside."""

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical

from workbench.themes.arrange import (
    add_theme,
    edit_theme,
    merge_themes,
    move_codes,
    park_codes,
    park_theme,
    remove_theme,
)
from workbench.themes.board import Board, Column, board, extracts
from workbench.themes.maps import keep_map
from workbench.themes.phases import OPEN, Phase, override_phase, phases
from workbench.tui.destinations import Where
from workbench.tui.frame import Divider
from workbench.tui.ink import Ink, wrap
from workbench.tui.keys import Key
from workbench.tui.numbers import counted
from workbench.tui.screens.themes_popups import PhasePopup, name_field, theme_fields
from workbench.tui.study_screen import StudyScreen
from workbench.tui.widgets.bars import Piece
from workbench.tui.widgets.board import BoardView, ExtractsView
from workbench.tui.widgets.board_layout import (
    COLUMN,
    LEAD,
    OUTLINE,
    Spot,
    code_at,
    gap_of,
    shown_columns,
)
from workbench.tui.widgets.board_lines import check_lines, title_of, words_of
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.popups import Choice, Choose, Confirm, Form, Place, Prompt

NOTHING = "Nothing to sort yet: codes come here once every coder has locked, or as you add them."


def _on_theme(screen: "ThemesScreen") -> bool:
    return screen.column is not None


def _on_code(screen: "ThemesScreen") -> bool:
    return bool(screen.view.chosen)


def _on_board(screen: "ThemesScreen") -> bool:
    return screen.view.has_focus


def _code_and_board(screen: "ThemesScreen") -> bool:
    return _on_board(screen) and _on_code(screen)


class ThemesScreen(StudyScreen):
    """The board above, extracts and checks below; narrow: an outline with extracts beside."""

    SCREEN_NAME = "Themes"
    KEYS = (
        Key("1-9", "put in theme", "Put the codes picked into this theme", "put", short="put",
            when=_code_and_board),
        Key("0", "tray", "Put the codes picked back into the tray", "tray", when=_code_and_board),
        Key("space", "pick more", "Pick this code too, or let go of it", "pick", short="pick",
            when=_code_and_board),
        Key("A", "also in …", "Put the codes into a further theme as well", "also",
            short="also in", when=_code_and_board),
        Key("N", "new theme", "Make a new theme", "new", short="new"),
        Key("E", "", "Edit name, idea, definition and summary", "edit", when=_on_theme),
        Key("M", "merge", "Merge this theme into another one", "merge", when=_on_theme),
        Key("S", "split", "Split the codes picked off into a theme of their own", "split",
            when=_code_and_board),
        Key("enter", "extracts", "Go through the extracts; again: to the passage", "enter"),
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
        Key("escape", "", "Back to the board; there: pick nothing", "back"),
    )  # fmt: skip

    def compose_content(self) -> ComposeResult:
        """One board, one list of extracts, one list of checks; sizes say where they stand."""
        with Container(id="desk"):
            yield BoardView(id="board")
            yield Divider(id="between")
            with Horizontal(id="below"):
                with Vertical(id="quotes"):
                    yield Lines(id="quoting", rows=3)
                    yield ExtractsView(id="extracts")
                yield Lines(id="checks")

    def on_mount(self) -> None:
        """Nothing is read yet."""
        self._board: Board | None = None
        self.view.focus()

    @property
    def view(self) -> BoardView:
        """The board."""
        return self.query_one(BoardView)

    @property
    def quotes(self) -> ExtractsView:
        """The extracts."""
        return self.query_one(ExtractsView)

    @property
    def column(self) -> Column | None:
        """The theme under the cursor; None on the tray."""
        found, at = self._board, self.view.spot.column
        return found.columns[at] if found and at < len(found.columns) else None

    # ── what is shown ────────────────────────────────────────────────────────────────────────────

    def show_study(self) -> None:
        """Read the board; the cursor stays with its code."""
        found = board(self.study, self.viewer)
        self._board = found
        phase = self._phase()
        kept = f"map kept {found.maps} time{'' if found.maps == 1 else 's'}"
        self.head_study(
            object=f"Phase {phase.number}",
            description=phase.name[0].lower() + phase.name[1:],
            right=((found.counted, f"{found.transcripts} transcripts"), (kept, "")),
        )
        self.view.show(found, code_id=self.where.code_id)
        self._arrange()
        self._show_below()

    def on_resize(self) -> None:
        """Columns where there is room, an outline where not."""
        self._arrange()
        self._show_below()

    def _arrange(self) -> None:
        narrow = self.breadth == "narrow"
        self.view.outlined = narrow
        self.quotes.wide = not narrow
        desk, between = self.query_one("#desk"), self.query_one("#between")
        below, checks = self.query_one("#below"), self.query_one("#checks")
        desk.styles.layout = "horizontal" if narrow else "vertical"
        between.display = narrow
        checks.display = self.breadth == "wide" or (self.breadth == "medium" and self.tall)
        self.view.styles.width = OUTLINE if narrow else "1fr"
        self.view.styles.height = "1fr" if narrow else self._board_rows()
        below.styles.width = "1fr"
        below.styles.height = "1fr"
        if not narrow and self._board is not None:
            _, room = shown_columns(self.size.width, len(self._board.columns), 0, 0)
            gap = gap_of(self.size.width, room + 1)
            left = LEAD + room * (COLUMN + gap)
            self.query_one("#quotes").styles.width = left - gap
            checks.styles.width = COLUMN
            checks.styles.margin = (0, 0, 0, gap)
        else:
            self.query_one("#quotes").styles.width = "1fr"
        self.view.redraw()

    def _board_rows(self) -> int:
        """Rows that the board needs, leaving the extracts two fifths of the screen at least."""
        if self._board is None:
            return 10
        longest = max(
            (len(column.codes) for column in self._board.columns),
            default=0,
        )
        tray = sum(1 + len(code.why.split()[:1]) for code in self._board.tray)
        return min(max(longest, tray, 3) + 15, max(12, (self.size.height - 4) * 3 // 5))

    @on(BoardView.Moved)
    def _show_below(self) -> None:
        found = self._board
        if found is None:
            return
        code = self.view.code
        listed = extracts(self.study, self.viewer, code=code.id) if code else []
        self.quotes.show(listed)
        width = self.quotes.size.width or 60
        heading = title_of(code, found)
        narrow = self.breadth == "narrow"
        lines: list[list[Ink]] = []
        if narrow:
            column = self.column
            concept = column.concept if column else ""
            lines = [[Ink("  "), line] for line in _italics(concept, 36)]
            lines += [[]] if lines else []
            lines.append([Ink("  "), *heading[:2]])
        elif not found.columns and not found.tray:
            lines = [[Ink("   "), Ink(NOTHING, "dim")]]
        else:
            rule = Ink("─" * max(0, width - 3), "rule")
            active = Ink("━" * max(0, width - 3), "accent")
            lines = [[Ink("   "), active if self.quotes.has_focus else rule]]
            first = Ink("one of each participant first", "faint")
            air = width - 3 - sum(ink.width for ink in (*heading, first))
            tail = [Ink(" " * air), first] if air > 1 else []
            lines += [[Ink("   "), *heading, *tail], []]
        quoting = self.query_one("#quoting", Lines)
        quoting.styles.height = len(lines) + (1 if narrow else 0)
        quoting.show(lines)
        checks = check_lines(found, COLUMN)
        self.query_one("#checks", Lines).styles.height = "1fr"
        self.query_one("#checks", Lines).show([[Ink("─" * COLUMN, "rule")], *checks])
        self._show_status()

    def on_descendant_focus(self) -> None:
        """The line over the part that has the keys is heavy."""
        self._show_below()

    def _show_status(self) -> None:
        found = self._board
        if found is None:
            return
        picked = len(self.view.picked)
        left = [Piece(f"{counted(picked, 'code')} picked")] if picked else []
        code = self.view.code
        if code is not None:
            place = f" in theme {self.column.number}" if self.column else " in the tray"
            left.append(Piece([Ink(code.letter, code.hue, bold=True), Ink(place)]))
        right = [
            Piece(
                f"{counted(len(found.columns), 'theme')}   {counted(found.passages, 'passage')}",
                f"{found.placed} placed   {found.parked} parked   {found.open} open",
                token="dim",
            ),
            self.saved_piece,
        ]
        self.status("SORT", left, right)
        self.refresh_bindings()

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

    def action_enter(self) -> None:
        """Into the extracts; in them to the passage on the coding screen."""
        if not self.quotes.has_focus:
            if self.quotes.extracts:
                self.quotes.focus()
            else:
                self.say("no passage has this code yet")
            return
        one = self.quotes.extract
        if one is not None:
            self.go("code", Where(transcript_id=one.transcript_id, position=one.start))

    def action_back(self) -> None:
        """Out of the extracts; on the board let go of what was picked."""
        if self.quotes.has_focus:
            self.view.focus()
        else:
            self.view.let_go()
            self._show_status()

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
        found = board(self.study, self.viewer)
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

    def _choose_theme(
        self, title: str, then: Callable[[Column], None], besides: Column | None = None
    ) -> None:
        found = self._board
        themes = [column for column in (found.columns if found else ()) if column is not besides]
        if not themes:
            self.say("there is no other theme; N makes one", warn=True)
            return
        choices = [Choice(c.id, str(c.number) if c.number < 10 else "", c.name, "") for c in themes]

        def keep(theme_id: str | None) -> None:
            chosen = next((c for c in themes if c.id == theme_id), None)
            if chosen is not None:
                then(chosen)

        self.app.push_screen(Choose(title, choices, place=self._place()), keep)

    def _place(self) -> Place:
        return self.place_under(self.view.cursor_y)

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

    # ── themes ───────────────────────────────────────────────────────────────────────────────────

    def action_new(self, codes: Sequence[str] = ()) -> None:
        """Ask for a new theme; ``codes`` go into it."""

        def keep(answer: dict[str, str] | None) -> None:
            if answer is None:
                return
            with self.trying(), self.study.change(what, self.actor):
                made = add_theme(self.study, by=self.actor, **answer)
                if codes:
                    move_codes(self.study, codes, made.id, by=self.actor)
                    self.view.let_go()
                self.say(f"theme {made.name} made; u takes it back")

        what = "split a theme" if codes else "add a theme"
        title = "Split off as a theme" if codes else "A new theme"
        self.app.push_screen(Form(title, [name_field(), *theme_fields(("concept",))]), keep)

    def action_split(self) -> None:
        """The codes picked become a theme of their own."""
        self.action_new([code.id for code in self.view.chosen])

    def action_edit(self) -> None:
        """Ask for what the theme says."""
        theme = self.column
        if theme is None:
            return

        def keep(answer: dict[str, str] | None) -> None:
            if answer is not None:
                with self.trying():
                    edit_theme(self.study, theme.id, by=self.actor, **answer)
                    self.say(f"theme {answer['name']} is changed; u takes it back")

        fields = [name_field(theme.name), *theme_fields(theme=theme)]
        self.app.push_screen(Form(f"Theme {theme.number}", fields), keep)

    def action_merge(self) -> None:
        """Ask into which theme this one goes."""
        theme = self.column
        if theme is None:
            return

        def then(target: Column) -> None:
            with self.trying():
                merge_themes(self.study, [theme.id], target.id, by=self.actor)
                self.say(f"{theme.name} is part of {target.name} now; u takes it back")

        self._choose_theme(f"Merge {theme.name} into …", then, besides=theme)

    def action_under(self) -> None:
        """Ask under which theme this one belongs."""
        theme = self.column
        if theme is None:
            return
        if theme.parent:
            with self.trying():
                edit_theme(self.study, theme.id, parent="", by=self.actor)
                self.say(f"{theme.name} stands by itself again")
            return

        def then(parent: Column) -> None:
            with self.trying():
                edit_theme(self.study, theme.id, parent=parent.id, by=self.actor)
                self.say(f"{theme.name} is under {parent.name} now")

        self._choose_theme(f"Put {theme.name} under …", then, besides=theme)

    def action_park(self) -> None:
        """Put the theme aside with a word why, or take it up again."""
        theme = self.column
        if theme is None:
            return
        if theme.parked:
            with self.trying():
                park_theme(self.study, theme.id, None, by=self.actor)
                self.say(f"{theme.name} is worked on again")
            return

        def keep(why: str | None) -> None:
            if why:
                with self.trying():
                    park_theme(self.study, theme.id, why, by=self.actor)
                    self.say(f"{theme.name} is put aside; W takes it up again")

        self.app.push_screen(Prompt(f"Why is {theme.name} put aside?"), keep)

    def action_remove(self) -> None:
        """Remove the theme after asking."""
        theme = self.column
        if theme is None:
            return

        def keep(sure: bool | None) -> None:
            if sure:
                with self.trying(), self.study.change("remove a theme", self.actor):
                    if theme.codes:
                        park_codes(self.study, [c.id for c in theme.codes], by=self.actor)
                    remove_theme(self.study, theme.id, by=self.actor)
                    self.say(f"{theme.name} is removed; u takes it back")

        more = (
            f"Its {counted(len(theme.codes), 'code')} go back to the tray." if theme.codes else ""
        )
        self.app.push_screen(Confirm(f"Remove the theme {theme.name}?", more=more), keep)

    # ── the phase ────────────────────────────────────────────────────────────────────────────────

    def _phase(self) -> Phase:
        """The phase that this screen is for: of 3 to 5 the first that is open, else the last."""
        at_work = phases(self.study, self.viewer)[2:5]
        return next((phase for phase in at_work if phase.state == OPEN), at_work[-1])

    def action_phase(self) -> None:
        """What the phase asks for; going on with a reason."""
        phase = self._phase()

        def keep(reason: str | None) -> None:
            if reason:
                with self.trying():
                    override_phase(self.study, phase.number, reason, self.actor)
                    self.say(f"past phase {phase.number}; the reason is kept")

        self.app.push_screen(PhasePopup(phase), keep)

    def action_keep(self) -> None:
        """Keep a snapshot of the thematic map."""
        phase = self._phase().number
        with self.trying():
            keep_map(self.study, phase, self.actor)
            self.say(f"the map is kept for phase {phase}")


def _italics(text: str, width: int) -> list[Ink]:
    return [Ink(line, italic=True) for line in wrap(text, width)]
