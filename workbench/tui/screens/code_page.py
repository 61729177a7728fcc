"""The coding screen to look at: which transcript is on the desk, where one is, what is said.

`code_ways` adds moving about, `code_hands` and `code` what changes the study.
"""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message

from workbench.coding.nouns import Coding
from workbench.corpus.nouns import Transcript
from workbench.corpus.store import transcripts
from workbench.errors import WorkbenchError
from workbench.tui.destinations import Where
from workbench.tui.frame import Divider, Panel
from workbench.tui.ink import Ink, code_inks, cut, plain, wrap
from workbench.tui.keys import Key
from workbench.tui.numbers import counted, percent, thousands
from workbench.tui.screens.code_desk import Desk, shown_name, who_and_when
from workbench.tui.screens.code_keys import KEYS, in_the_bar
from workbench.tui.screens.code_marks import CodeMarks
from workbench.tui.text.paint import signs_of
from workbench.tui.text.speakers import IN_STATUS
from workbench.tui.widgets.bars import Piece
from workbench.tui.widgets.caret_view import CaretView
from workbench.tui.widgets.codebook_pane import CodebookPane, CodeOnShow, codebook_rows
from workbench.tui.widgets.coding_view import CodingView
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import RowList
from workbench.tui.widgets.popups import ABOVE, BELOW, Place

NO_TRANSCRIPT = "No transcript yet: ctrl+g s goes to Set-up, where they are brought in."
POPUP_ROOM = 9
"""Rows that a pop-up needs above or below what it is about, at least."""
NO_TEXT = "This transcript holds no text."


class CodePage(CodeMarks):
    """Codebook, text and margin of one transcript, and every way to move about in it."""

    SCREEN_NAME = "Code"
    KEYS = KEYS

    reshaping: str | None = None
    """The coding whose boundaries the arrows move, by its id."""
    _loaded: tuple[str | None, str, int] | None = None
    _known: tuple[Transcript, ...] = ()
    _query = ""
    _hits: tuple[tuple[int, int], ...] = ()
    _share: float | None = None
    _waited_for = ""

    def compose_content(self) -> ComposeResult:
        """The codebook, and the text with its margins."""
        with Horizontal():
            yield CodebookPane(id="book")
            yield Divider(id="book-rule")
            with Panel(id="page"):
                yield CodingView(id="text")
                yield Lines(id="nothing")

    def on_mount(self) -> None:
        """The keys are in the text, and what it tells is heard at once."""
        self.text_view.hearing = self.hear_text
        self.text_view.focus()

    @property
    def pane(self) -> CodebookPane:
        """The codebook beside it."""
        return self.query_one(CodebookPane)

    @property
    def bar_keys(self) -> list[Key]:
        """The keys of this mode."""
        return in_the_bar(
            self.all_keys,
            selecting=self.selecting,
            reshaping=self.reshaping is not None,
            can_code=self.desk is not None and not self.desk.refusal,
            narrow=self.breadth == "narrow",
        )

    @property
    def selecting(self) -> bool:
        """Whether something is selected."""
        return self.is_mounted and self.text_view.selection is not None

    @property
    def searching(self) -> bool:
        """Whether hits of a search are shown."""
        return bool(self._hits)

    # ── what is on the desk ──────────────────────────────────────────────────────────────────────

    def show_study(self) -> None:
        """Read the transcript asked for, or the one that was last on the desk."""
        self._known = tuple(transcripts(self.study))
        wanted = self._wanted()
        if wanted is None:
            self._clear(NO_TRANSCRIPT)
            return
        try:
            desk = Desk(self.study, self.viewer, wanted)
        except WorkbenchError as error:
            self._clear(str(error))
            return
        self._say_nothing_is_there("" if desk.text.strip() else NO_TEXT)
        self.desk = desk
        loaded = (self.viewer.id if self.viewer else None, wanted.id, wanted.text_id)
        if loaded != self._loaded:
            self._loaded = loaded
            self.reshaping, self._hits = None, ()
            caret = self.session.caret(wanted.id)
            self.text_view.load(desk.text, desk.turns, self.marks_to_show(desk), caret)
        else:
            self.bring_marks(self.marks_to_show(desk))
        self._go_where_asked(wanted)
        self._show_head(desk)
        self.show_codings()

    def _wanted(self) -> Transcript | None:
        by_id = {known.id: known for known in self._known}
        last = self.session.last
        for asked in (
            self.where.transcript_id,
            self.desk.transcript.id if self.desk else "",
            last.transcript_id if last else "",
        ):
            if asked in by_id:
                return by_id[asked]
        return self._known[0] if self._known else None

    def _go_where_asked(self, shown: Transcript) -> None:
        position = self.where.position
        # What was asked for is done: the next visit that asks the same goes there again.
        self.where = Where(transcript_id=shown.id)
        self._shown = (self.session.changes, self.where)
        if position is not None:
            self.text_view.goto(position)
        self.remember()

    def _clear(self, sentence: str) -> None:
        self.desk = self._loaded = None
        self.text_view.load("", (), ())
        self._say_nothing_is_there(sentence)
        self.pane.codes.show([])
        self.pane.explain("At the caret", ())
        self.head_study()
        self.status("READ", (), [self.saved_piece])

    def _say_nothing_is_there(self, sentence: str) -> None:
        self.text_view.display = not sentence
        nothing = self.query_one("#nothing", Lines)
        nothing.display = bool(sentence)
        lines = [[Ink("  "), Ink(line, "dim")] for line in wrap(sentence, 60)]
        nothing.styles.height = 1 + len(lines)
        nothing.show([[], *lines])

    def _show_head(self, desk: Desk) -> None:
        right: list[str | tuple[str, str]] = []
        if desk.round is not None:
            right += [desk.round.name, (f"codebook {desk.round.codebook_version}", "")]
        self.head_study(
            object=desk.transcript.name,
            description=desk.description,
            right=[*right, desk.blindness()],
        )

    def show_codings(self) -> None:
        """Write codebook, share and status anew after the codings on the desk have changed."""
        desk = self.desk
        if desk is None:
            return
        self.bring_suggestions(desk)
        self._share = desk.share
        names = {code.id: shown_name(code) for code in desk.in_use}
        rows = codebook_rows(desk.in_use, names, desk.here, desk.everywhere)
        if list(self.pane.codes.rows) != rows:
            self.pane.codes.show(rows)
        self.show_caret()

    def show_only(self, code_id: str | None) -> None:
        """Show the codings of one code alone, or with None all of them."""
        self.only = code_id
        if self.desk is not None:
            self.text_view.set_marks(self.marks_to_show(self.desk))
            self.show_caret()

    # ── where one is ─────────────────────────────────────────────────────────────────────────────

    def show_caret(self) -> None:
        """Say what lies under the caret: in the status bar and below the codebook."""
        desk, view = self.desk, self.text_view
        if desk is None:
            return
        here = self.codings_at_caret()
        held = here[0].id if len(here) == 1 else None
        if view.in_hand is not None:
            held = view.in_hand if view.in_hand in desk.codings else None
        on_show = [
            CodeOnShow(
                desk.codes[c.code_id], shown_name(desk.codes[c.code_id]), c.id == view.in_hand
            )
            for c in here
        ]
        self.status(self._mode(desk), self._said_left(desk, here), self._said_right(desk))
        if self.pane.codes.has_focus:
            self._explain_row()
            return
        proposed = self.suggestion_at_caret()
        if proposed is not None:
            code = desk.codes[proposed.code_id]
            shown = CodeOnShow(code, shown_name(code), view.in_hand == proposed.id)
            self.pane.explain(f"Suggested by {plain(proposed.rule)}", [shown])
            self.pane.codes.go_to(code.id)
            return
        coding = desk.codings[held] if held else None
        memo, signed = (coding.memo, who_and_when(coding)) if coding else ("", "")
        self.pane.explain("At the caret", on_show, memo, signed)
        if held:
            self.pane.codes.go_to(desk.codings[held].code_id)

    def _mode(self, desk: Desk) -> str:
        return "LOCKED" if desk.locked else "SELECT" if self.selecting else "READ"

    def _said_left(self, desk: Desk, here: list[Coding]) -> list[Piece]:
        view = self.text_view
        if self._waited_for:
            return [Piece(Ink(self._waited_for, "strong"), keep=9)]
        if view.selection is not None:
            return self._said_of_selection(desk, *view.selection)
        pieces = []
        if view.turn_number is not None:
            last = desk.turns[-1].number
            of = f"turn {thousands(view.turn_number)} of {thousands(last)}"
            pieces.append(Piece(of, short=f"{view.turn_number}/{last}", keep=8))
            if desk.several_speak and view.turn is not None and self.breadth == "narrow":
                # The gutter has no room for it there.
                pieces.append(Piece(Ink(cut(plain(view.turn.speaker), IN_STATUS), "dim"), keep=6))
        if view.hit is not None and self._hits[view.hit][0] == view.caret:
            pieces.append(Piece(f"hit {view.hit + 1} of {thousands(len(self._hits))}", keep=7))
        for coding in here:
            held = coding.id == view.in_hand
            code = desk.codes[coding.code_id]
            inks = code_inks(code.letter, code.hue, shown_name(code))
            if held:
                inks = [inks[0], Ink(inks[1].text, "strong", bold=True)]
            if self.breadth != "wide":  # the others have no names beside the text, nor their signs
                inks = [*inks, Ink(signs_of(desk.mark(coding)), "dim")]
            pieces.append(Piece(inks, keep=7 if held else 5))
        proposed = self.suggestion_at_caret()
        if proposed is not None:
            code = desk.codes[proposed.code_id]
            inks = code_inks(code.letter, code.hue, shown_name(code))
            pieces.append(Piece([Ink("suggested ", "dim"), *inks], keep=7))
        return pieces

    def _said_of_selection(self, desk: Desk, start: int, end: int) -> list[Piece]:
        which = "end" if self.text_view.end_moves else "start"
        bracket = Ink("]" if which == "end" else "[", "strong", bold=True)
        pieces = [
            Piece(counted(len(desk.text[start:end].split()), "word"), keep=8),
            Piece(counted(end - start, "character"), keep=6),
            Piece([bracket, Ink(f" the {which} moves")], keep=5),
        ]
        if self.reshaping in desk.codings:
            code = desk.codes[desk.codings[self.reshaping].code_id]
            return [Piece([Ink("of "), *code_inks(code.letter, code.hue, code.name)]), *pieces]
        return [*pieces, *self.recent_pieces(desk)]

    def recent_pieces(self, desk: Desk) -> list[Piece]:
        """What the digits would give; `code` knows."""
        return []

    def _said_right(self, desk: Desk) -> list[Piece]:
        pieces = [self.saved_piece]
        if self.only in desk.codes:
            code = desk.codes[self.only]
            name = shown_name(code)
            only = [Ink("only ", "warn"), *code_inks(code.letter, code.hue, name)]
            short = [Ink("only ", "warn"), *code_inks(code.letter, code.hue, "")]
            pieces.insert(0, Piece(only, short=short, keep=7))
        number = self.text_view.turn_number
        if self.selecting and number is not None:
            pieces.insert(0, Piece(Ink(f"{number}/{desk.turns[-1].number}", "dim"), keep=3))
        if self._share is not None and desk.layer is not None:
            share = percent(self._share, 0)
            said = f"{share} of participant text coded"
            pieces.insert(-1, Piece(Ink(said, "dim"), short=Ink(share, "dim"), keep=4))
        return pieces

    def hear_text(self, told: Message) -> None:
        """The caret has moved, something else is selected, or another coding is in hand."""
        if isinstance(told, CaretView.CaretMoved):
            self.remember()
            if self.selecting:
                return  # of the selection, which has changed with it, one hears next
        elif isinstance(told, CaretView.SelectionChanged):
            if told.selection is None:
                self.reshaping = None
            else:
                self.unsay()  # what was said last makes room for what is selected
            self.refresh_bindings()
            self.show_keys()
        self.show_caret()
        self.paint_together(self.text_view, *self.pane.parts)

    def on_coding_view_waiting(self, event: CodingView.Waiting) -> None:
        """The text waits for the rest of a command, or no longer."""
        event.stop()
        self._waited_for = event.words
        self.say(event.answer)
        self.show_caret()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """In the codebook one reads what the codes mean."""
        event.stop()
        if self.pane.codes.has_focus:
            self._explain_row()

    def on_descendant_focus(self) -> None:
        """The lower half of the pane follows the panel that has the keys."""
        self.show_caret()

    @on(events.Resize)
    def _keep_the_keys_in_sight(self) -> None:
        if self.breadth == "narrow" and not self.text_view.has_focus:
            self.text_view.focus()

    def _explain_row(self) -> None:
        row, desk = self.pane.codes.cursor, self.desk
        if row is not None and desk is not None and row.id in desk.codes:
            code = desk.codes[row.id]
            self.pane.explain("The code", [CodeOnShow(code, shown_name(code))])

    @property
    def popup_columns(self) -> tuple[int, int]:
        """The lines of the transcript."""
        if not self.is_mounted or not self.text_view.display:
            return super().popup_columns
        view = self.text_view
        return view.region.x + view.text_column, view.text_width + 1

    def place_at_caret(self) -> Place:
        """Where a pop-up stands: by what is selected, or by the coding in hand, or where these
        leave no room for it, by the caret line."""
        view = self.text_view
        held = self.desk.codings.get(view.in_hand or "") if self.desk is not None else None
        about = view.selection or ((held.start, held.end) if held else None)
        caret = (view.caret, view.caret)
        top, bottom = view.screen_rows(*(about or caret))
        if max(top - ABOVE, self.size.height - BELOW - bottom - 1) < POPUP_ROOM:
            top, bottom = view.screen_rows(*caret)
        return self.place_under(top, bottom, self.popup_columns[0])

    # ── places ───────────────────────────────────────────────────────────────────────────────────

    def remember(self) -> None:
        """Note where the caret is."""
        if self.desk is not None and self.text_view.has_caret:
            self.session.remember("code", self.desk.transcript.id, self.text_view.caret)

    def leave(self) -> None:
        """Another screen comes."""
        if self.is_mounted:
            self.remember()

    def open_transcript(self, transcript_id: str, position: int | None = None) -> None:
        """Put another transcript on the desk, where its caret stood or at a position."""
        self.remember()
        self.where = Where(transcript_id=transcript_id, position=position)
        self.refill()
        self.text_view.focus()
