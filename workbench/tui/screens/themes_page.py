"""What the themes screen shows: the board, the extracts of a code, the checks before going on."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical

from workbench.themes.board import Board, Column, board, extracts
from workbench.themes.evidence import Evidence, evidence
from workbench.themes.missed import missed
from workbench.themes.phases import OPEN, Phase, phases
from workbench.themes.review import ThemeReview, review_of
from workbench.tui.frame import Divider
from workbench.tui.ink import Ink, width_of, wrap
from workbench.tui.numbers import counted
from workbench.tui.searching import asked
from workbench.tui.study_screen import StudyScreen
from workbench.tui.widgets.bars import Piece
from workbench.tui.widgets.board import BoardView, ExtractsView
from workbench.tui.widgets.board_layout import (
    COLUMN,
    LEAD,
    NOTHING,
    OUTLINE_VIEW,
    gap_of,
    shown_columns,
)
from workbench.tui.widgets.board_lines import (
    balance_line,
    balance_lines,
    check_lines,
    title_of,
    whole_title,
)
from workbench.tui.widgets.lines import Lines

WRITING_UP = 6


class ThemesPage(StudyScreen):
    """The board above, extracts and checks below; narrow: an outline with extracts beside."""

    SCREEN_NAME = "Themes"

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
        self._evidence: Evidence | None = None  # as the screen was filled: it is read once
        self._now: Phase | None = None
        self.review: ThemeReview | None = None
        self.whole = False
        self.sought = ""  # words looked for outside the theme; then the places stand below
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
        with self.study.snapshot():
            self._evidence = evidence(self.study)
            found = board(self.study, self.viewer, self._evidence)
            self._now = phase = self._phase()
        self._board = found
        kept = f"map kept {counted(found.maps, 'time')}" if found.maps else "map not kept yet"
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
        self.quotes.styles.height = "1fr"  # below its heading, not beyond the end of the screen
        self.quotes.wide = not narrow
        desk, between = self.query_one("#desk"), self.query_one("#between")
        below, checks = self.query_one("#below"), self.query_one("#checks")
        desk.styles.layout = "horizontal" if narrow else "vertical"
        between.display = narrow
        checks.display = self.breadth == "wide" or (self.breadth == "medium" and self.tall)
        self.view.styles.width = OUTLINE_VIEW if narrow else "1fr"
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
    def _moved(self) -> None:
        self.whole, self.sought = False, ""
        self._show_below()

    def _show_below(self) -> None:
        found = self._board
        if found is None:
            return
        self._show_extracts()
        writing = self._now is not None and self._now.number == WRITING_UP
        heading, counts = self._heading(found), []
        if self.review is not None and self.review.extracts:
            counts = [Ink(self.review.words, "text")]
        elif self.sought and self.column is not None:
            turns = counted(len(self.quotes.extracts), "turn")
            counts = [Ink(f"{turns}, not in theme {self.column.number}", "text")]
        narrow = self.breadth == "narrow"
        width = self.quotes.size.width or 60
        lines: list[list[Ink]] = []
        if narrow:
            concept = self.column.concept if self.column else ""
            lines = [[Ink("  "), line] for line in _italics(concept, 36)]
            lines += [[]] if lines else []
            lines.append([Ink("  "), *heading[:2]])
            lines += [[Ink("    "), *counts]] if counts else []
        elif not found.columns and not found.tray:
            lines = [[Ink("   "), Ink(NOTHING, "dim")]]
        else:
            rule = Ink("─" * max(0, width - 3), "rule")
            active = Ink("━" * max(0, width - 3), "accent")
            lines = [[Ink("   "), active if self.quotes.has_focus else rule]]
            tail = [Ink("   "), *counts] if counts else []
            if width_of((*heading, *tail)) > width - 3:
                heading = heading[:2]  # the passages stand on the board as well
            heading += tail
            first = Ink("one of each participant first", "faint")
            air = width - 3 - width_of((*heading, first))
            tail = [Ink(" " * air), first] if air > 1 and not self.sought else []
            lines += [[Ink("   "), *heading, *tail], []]
        if writing and self.review is not None and self.review.extracts:
            line = balance_line(self.review.balance, width - 6)
            lines[len(lines) if narrow else -1 :] = [[Ink("    " if narrow else "   "), *line]]
            lines += [] if narrow else [[]]
        quoting = self.query_one("#quoting", Lines)
        quoting.styles.height = len(lines) + (1 if narrow else 0)
        quoting.show(lines)
        self._show_checks(found, balanced=writing and self.quotes.has_focus)
        self._show_status()

    def _show_extracts(self) -> None:
        """Of a theme its review, of the code under the cursor or whole; in the tray passages."""
        code, theme = self.view.code, self.column
        self.review = None
        if theme is not None and self.sought:
            query, how = asked(self.sought)
            places = missed(self.study, self.viewer, theme.id, query, how, found=self._evidence)
            self.quotes.show(places, of=(theme.id, f"/{self.sought}"))
        elif theme is not None and (code is not None or self.whole):
            only = None if self.whole or code is None else code.id
            self.review = found = review_of(
                self.study, self.viewer, theme.id, code=only, found=self._evidence
            )
            self.quotes.show(
                found.extracts,
                of=(theme.id, only or ""),
                theme=found.theme,
                verdicts=found.verdicts,
            )
        else:
            listed = (
                extracts(self.study, self.viewer, code=code.id, found=self._evidence)
                if code
                else []
            )
            self.quotes.show(listed, of=("", code.id if code else ""))

    def _heading(self, found: Board) -> list[Ink]:
        if self.sought and self.column is not None:
            return [Ink("/ ", "faint"), Ink(self.sought, "strong", bold=True)]
        if self.whole and self.column is not None and self.review is not None:
            return whole_title(self.column, self.review, found)
        return title_of(self.view.code, found)

    def _show_checks(self, found: Board, *, balanced: bool) -> None:
        checks = self.query_one("#checks", Lines)
        lines = check_lines(found, self._now, COLUMN)
        if balanced and self.review is not None:
            lines = balance_lines(self.review.balance, COLUMN, checks.size.height - 1)
        checks.styles.height = "1fr"
        checks.show([[Ink("─" * COLUMN, "rule")], *lines])

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
        if self.whole and self.column is not None:
            left.append(Piece(f"all of theme {self.column.number}"))
        elif code is not None:
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
        self.status("DECIDE" if self.quotes.has_focus else "SORT", left, right)
        self.refresh_bindings()

    def _phase(self) -> Phase:
        """The phase that this screen is for: of 3 to 6 the first that is open, else the last."""
        at_work = phases(self.study, self.viewer, self._evidence)[2:]
        return next((phase for phase in at_work if phase.state == OPEN), at_work[-1])


def _italics(text: str, width: int) -> list[Ink]:
    return [Ink(line, italic=True) for line in wrap(text, width)]
