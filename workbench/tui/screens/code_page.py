"""The coding screen without the hands: which transcript is on the desk, where one is, what is said.

`code` adds what changes the study.
"""

from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Horizontal

from workbench.codebook.nouns import Code
from workbench.coding.nouns import Coding
from workbench.corpus.matching import find_exactly
from workbench.corpus.nouns import Transcript
from workbench.corpus.store import transcripts
from workbench.errors import WorkbenchError
from workbench.tui.destinations import Where
from workbench.tui.frame import Divider, Panel
from workbench.tui.ink import Ink, code_inks, inks_of, wrap
from workbench.tui.keys import Key
from workbench.tui.numbers import counted, percent, thousands
from workbench.tui.screens.code_desk import Desk, shown_name
from workbench.tui.screens.code_keys import KEYS, in_the_bar
from workbench.tui.study_screen import StudyScreen
from workbench.tui.widgets.bars import Piece
from workbench.tui.widgets.caret_view import CaretView
from workbench.tui.widgets.codebook_pane import CodebookPane, CodeOnShow, codebook_rows
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import RowList
from workbench.tui.widgets.picker import Picked, Picker, PickItem
from workbench.tui.widgets.popups import Place, Prompt
from workbench.tui.widgets.transcript import TranscriptView

NO_TRANSCRIPT = "No transcript yet: ctrl+g s goes to Set-up, where they are brought in."
NO_TEXT = "This transcript holds no text."


class TranscriptPicker(Picker):
    """The picker with transcripts in it."""

    KEYS = (
        Key("enter", "go there", "Go to the transcript", "apply"),
        *(key for key in Picker.KEYS if key.action.startswith("move")),
        Key("escape", "back", "Back to the text", "close"),
    )


class CodePage(StudyScreen):
    """Codebook, text and margin of one transcript, and every way to move about in it."""

    SCREEN_NAME = "Code"
    KEYS = KEYS

    desk: Desk | None = None
    reshaping: str | None = None
    """The coding whose boundaries the arrows move, by its id."""
    _loaded: tuple[str | None, str, int] | None = None
    _known: tuple[Transcript, ...] = ()
    _query = ""
    _hits: tuple[tuple[int, int], ...] = ()
    _share: float | None = None

    def compose_content(self) -> ComposeResult:
        """The codebook, and the text with its margins."""
        with Horizontal():
            yield CodebookPane(id="book")
            yield Divider(id="book-rule")
            with Panel(id="page"):
                yield TranscriptView(id="text")
                yield Lines(id="nothing")

    def on_mount(self) -> None:
        """The keys are in the text."""
        self.text_view.focus()

    @property
    def text_view(self) -> TranscriptView:
        """The text with caret and codings."""
        return self.query_one("#text", TranscriptView)

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
            self.text_view.load(desk.text, desk.turns, desk.marks(), caret)
        elif {mark.id: mark for mark in self.text_view.marks} != {m.id: m for m in desk.marks()}:
            self.text_view.set_marks(desk.marks())
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
        self._share = desk.share
        names = {code.id: shown_name(code) for code in desk.in_use}
        rows = codebook_rows(desk.in_use, names, desk.here, desk.everywhere)
        if list(self.pane.codes.rows) != rows:
            self.pane.codes.show(rows)
        self.show_caret()

    # ── where one is ─────────────────────────────────────────────────────────────────────────────

    def codings_at_caret(self) -> list[Coding]:
        """The codings under the caret, in the order of the lanes."""
        desk = self.desk
        if desk is None:
            return []
        return [desk.codings[mark.id] for mark in self.text_view.marks_at_caret()]

    def show_caret(self) -> None:
        """Say what lies under the caret: in the status bar and below the codebook."""
        desk, view = self.desk, self.text_view
        if desk is None:
            return
        here = self.codings_at_caret()
        held = view.in_hand or (here[0].id if len(here) == 1 else None)
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
        memo = desk.codings[held].memo if held else ""
        self.pane.explain("At the caret", on_show, memo)
        if held:
            self.pane.codes.go_to(desk.codings[held].code_id)

    def _mode(self, desk: Desk) -> str:
        return "LOCKED" if desk.locked else "SELECT" if self.selecting else "READ"

    def _said_left(self, desk: Desk, here: list[Coding]) -> list[Piece]:
        view = self.text_view
        if view.selection is not None:
            return self._said_of_selection(desk, *view.selection)
        pieces = []
        if view.turn_number is not None:
            last = desk.turns[-1].number
            of = f"turn {thousands(view.turn_number)} of {thousands(last)}"
            pieces.append(Piece(of, short=f"{view.turn_number}/{last}", keep=8))
        if view.hit is not None and self._hits[view.hit][0] == view.caret:
            pieces.append(Piece(f"hit {view.hit + 1} of {thousands(len(self._hits))}", keep=7))
        for coding in here:
            held = coding.id == view.in_hand
            code = desk.codes[coding.code_id]
            inks = code_inks(code.letter, code.hue, shown_name(code))
            if held:
                inks = [inks[0], Ink(inks[1].text, "strong", bold=True)]
            pieces.append(Piece(inks, keep=7 if held else 5))
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
        if self._share is not None and desk.layer is not None:
            share = percent(self._share, 0)
            said = f"{share} of participant text coded"
            pieces.insert(0, Piece(Ink(said, "dim"), short=Ink(share, "dim"), keep=4))
        return pieces

    def on_caret_view_caret_moved(self, event: CaretView.CaretMoved) -> None:
        """The caret has moved."""
        event.stop()
        self.remember()
        self.show_caret()

    def on_caret_view_selection_changed(self, event: CaretView.SelectionChanged) -> None:
        """Something else is selected."""
        event.stop()
        if event.selection is None:
            self.reshaping = None
        self.show_caret()
        self.refresh_bindings()

    def on_transcript_view_in_hand_changed(self, event: TranscriptView.InHandChanged) -> None:
        """Another coding is in hand."""
        event.stop()
        self.show_caret()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """In the codebook one reads what the codes mean."""
        event.stop()
        if self.pane.codes.has_focus:
            self._explain_row()

    def on_descendant_focus(self) -> None:
        """The lower half of the pane follows the panel that has the keys."""
        self.show_caret()

    def _explain_row(self) -> None:
        row, desk = self.pane.codes.cursor, self.desk
        if row is not None and desk is not None and row.id in desk.codes:
            code = desk.codes[row.id]
            self.pane.explain("The code", [CodeOnShow(code, shown_name(code))])

    def place_at_caret(self) -> Place:
        """Where a pop-up stands: under what is selected or under the caret line."""
        view = self.text_view
        start, end = view.selection or (view.caret, view.caret)
        top, bottom = view.screen_rows(start, end)
        return self.place_under(top, bottom, view.region.x + view.text_column)

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

    # ── moving about ─────────────────────────────────────────────────────────────────────────────

    def action_see(self, name: str, *given: object) -> None:
        """Do in the text what one of its own keys does, from wherever the keys are."""
        view = self.text_view
        if view.check_action(name, given):
            view.focus()
            getattr(view, f"action_{name}")(*given)

    def action_uncoded(self, step: int) -> None:
        """To the next or previous turn of a participant in which nothing is coded."""
        if self.text_view.check_action("uncoded", (step,)):
            self.action_see("uncoded", step)
        else:
            self.say(f"no uncoded turn {'after' if step > 0 else 'before'} this one")

    def action_overlap(self) -> None:
        """Take the next of the codings under the caret in hand."""
        if self.codings_at_caret():
            self.action_see("overlap")
        else:
            self.say("no coding under the caret")

    def action_let_go(self) -> None:
        """Back to the text, then out of selection, coding in hand and search, one at a time."""
        view = self.text_view
        if not view.has_focus:
            view.focus()
        elif view.can_let_go():
            view.action_let_go()
        elif self._hits:
            self._find("")

    def action_number(self) -> None:
        """Ask for a turn by its number."""
        if self.desk is not None and self.desk.turns:
            self.app.push_screen(Prompt("Go to turn", place=self.place_at_caret()), self._to_turn)

    def _to_turn(self, typed: str | None) -> None:
        if not typed or self.desk is None:
            return
        numbers = {str(turn.number): turn for turn in self.desk.turns}
        turn = numbers.get(typed)
        if turn is None:
            first, last = self.desk.turns[0].number, self.desk.turns[-1].number
            self.say(f"no turn {typed}: they run from {first} to {last}", warn=True)
        else:
            self.text_view.goto(turn.text_start)

    def action_neighbour(self, step: int) -> None:
        """The next or previous transcript by name."""
        ids = [known.id for known in self._known]
        at = ids.index(self.desk.transcript.id) + step if self.desk else 0
        if 0 <= at < len(ids):
            self.open_transcript(ids[at])
        else:
            self.say(f"this is the {'last' if step > 0 else 'first'} transcript")

    def action_transcripts(self) -> None:
        """Choose a transcript by its name."""
        items = [
            PickItem(known.id, " ", "dim", known.name, definition=counted(known.turns, "turn"))
            for known in self._known
        ]
        self.app.push_screen(TranscriptPicker(items), self._to_transcript)

    def _to_transcript(self, picked: Picked | None) -> None:
        if picked is not None:
            self.open_transcript(picked.id)

    # ── search ───────────────────────────────────────────────────────────────────────────────────

    def action_search(self) -> None:
        """Ask for words to find in this transcript."""
        prompt = Prompt("Search this transcript", self._query, place=self.place_at_caret())
        self.app.push_screen(prompt, self._find)

    def _find(self, query: str | None) -> None:
        desk, view = self.desk, self.text_view
        if query is None or desk is None:
            return
        self._query = query or self._query
        labels = [(turn.start, turn.text_start) for turn in desk.turns]
        found = find_exactly(desk.text, query) if query else []
        hits = [hit for hit in found if not any(a <= hit[0] < b for a, b in labels)]
        self._hits = tuple(hits)
        at = next((n for n, (start, _) in enumerate(hits) if start >= view.caret), 0)
        view.set_hits(hits, at if hits else None)
        if query and not hits:
            self.say(inks_of([Ink("nobody says "), Ink(f"“{query}”", "strong"), Ink(" here")]))
        self.show_caret()
        self.refresh_bindings()

    # ── for the hands ────────────────────────────────────────────────────────────────────────────

    def written(self, code: Code) -> list[Ink]:
        """A code as it is written in an answer."""
        return code_inks(code.letter, code.hue, shown_name(code))

    def repaint(self, coding: Coding) -> None:
        """Show a coding of the desk as it is now."""
        if self.desk is not None:
            self.text_view.add_mark(self.desk.mark(coding))
            self.show_codings()

    def changed(self, coding: Coding, **cells: object) -> None:
        """Note what has changed about a coding, and show it."""
        if self.desk is not None:
            now = replace(coding, **cells)
            self.desk.put(now)
            self.repaint(now)
