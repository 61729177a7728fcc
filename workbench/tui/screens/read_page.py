"""Read: the page that all of it works on: the list, the open text, its notes, the panels."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from workbench.coding.doubts import doubts
from workbench.coding.nouns import Doubt
from workbench.corpus.nouns import Transcript
from workbench.corpus.search import Hit
from workbench.corpus.store import text, transcripts, turns
from workbench.themes.familiarisation import AGAIN
from workbench.themes.nouns import Note, ReadMark
from workbench.themes.store import notes, read_marks
from workbench.tui.frame import Divider, Panel
from workbench.tui.ink import Ink, cut, plain
from workbench.tui.numbers import counted
from workbench.tui.screens.read_rows import (
    descriptions,
    hit_rows,
    note_lines,
    transcript_columns,
    transcript_rows,
)
from workbench.tui.study_screen import StudyScreen
from workbench.tui.text.nouns import ShownTurn
from workbench.tui.text.speakers import IN_STATUS
from workbench.tui.widgets.bars import Piece
from workbench.tui.widgets.caret_view import CaretView
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.transcript import TranscriptView

MOST_HITS = 500
WIDTHS = {"narrow": 30, "medium": 30, "wide": 36}


class ReadPage(StudyScreen):
    """A list of transcripts, or of hits, and the chosen text; on a narrow screen one of the two."""

    def compose_content(self) -> ComposeResult:
        """List, text, notes."""
        with Horizontal():
            with Panel(id="left"):
                yield RowList(id="list", empty="No transcripts yet: ctrl+g s brings them in.")
            yield Divider(id="first-rule")
            with Panel(id="page"):
                yield TranscriptView(plain=True, id="text")
            with Panel(id="margin", title="Notes"):
                yield Lines(id="notes")

    def on_mount(self) -> None:
        """Nothing is open yet."""
        self._open = ""
        self._text_id = 0
        self.doubtful: list[Doubt] = []
        self._turns = 0
        self._several_speak = False
        self._transcripts: list[Transcript] = []
        self._hits: list[Hit] = []
        self._query = ""
        self._notes: list[Note] = []
        self._marks: list[ReadMark] = []
        self.query_one("#notes").styles.height = "1fr"
        self.query_one("#notes").styles.padding = (0, 2)
        self._fit()

    @property
    def view(self) -> TranscriptView:
        """The text."""
        return self.query_one(TranscriptView)

    @property
    def popup_columns(self) -> tuple[int, int]:
        """The lines of the text, where it stands beside something else."""
        if not self.is_mounted or self.breadth == "narrow":
            return super().popup_columns
        return self.view.region.x + self.view.text_column, self.view.text_width + 1

    @property
    def listed(self) -> RowList:
        """The list at the left."""
        return self.query_one("#list", RowList)

    @property
    def in_text(self) -> bool:
        """Whether the keys are in the text."""
        return bool(self._open) and self.view.has_focus

    @property
    def open_id(self) -> str:
        """The id of the open transcript."""
        return self._open

    # ── what is shown ────────────────────────────────────────────────────────────────────────────

    def show_study(self) -> None:
        """Read the list; open what was asked for, or what was open last."""
        self._transcripts = transcripts(self.study)
        self._marks = read_marks(self.study, self.viewer)
        asked = self.where
        known = {t.id: t.text_id for t in self._transcripts}
        self.doubtful = doubts(self.study, self.viewer)
        last = self.session.last
        if asked.transcript_id in known:
            self._load(asked.transcript_id, asked.position)
        elif known.get(self._open) == self._text_id:
            self._read_notes()
        elif self._open in known:
            self._load(self._open, None)
        elif self._transcripts:
            wanted = last.transcript_id if last else ""
            self._load(wanted if wanted in known else self._transcripts[0].id, None)
        else:
            self.head_study()
        self._show_list()
        if asked.transcript_id in known:
            self._give_keys_to(self.view)
        elif self.focused is None:
            self._give_keys_to(self.listed)
        self._tell()

    def _give_keys_to(self, panel: Widget) -> None:
        # What is not shown cannot have the keys, so on a narrow screen it is shown first.
        self.query_one("#left").display = True
        self.query_one("#page").display = True
        panel.focus()
        self._fit()

    def go_to_text(self) -> None:
        """Give the keys to the text."""
        self._give_keys_to(self.view)

    def _show_list(self) -> None:
        if self._hits:
            self.listed.show_columns([Column(f"Found “{self._query}”")])
            self.listed.show(hit_rows(self._hits, self._bodies))
            return
        alone = self.breadth == "narrow"
        rows = transcript_rows(
            self._transcripts,
            {mark.transcript_id for mark in self._marks},
            {mark.transcript_id for mark in self._marks if mark.reading == AGAIN},
            notes(self.study, self.viewer),
            descriptions(self.study) if alone else {},
        )
        self.listed.show_columns(transcript_columns(alone))
        self.listed.show(rows, cursor=self._open or None)

    def _load(self, transcript_id: str, position: int | None) -> None:
        text_id = next(t.text_id for t in self._transcripts if t.id == transcript_id)
        if (transcript_id, text_id) != (self._open, self._text_id):
            self._open, self._text_id = transcript_id, text_id
            shown = [
                ShownTurn(t.number, t.speaker, t.interviewer, t.start, t.text_start, t.end)
                for t in turns(self.study, transcript_id)
            ]
            caret = self.session.caret(transcript_id) if position is None else position
            self.view.load(text(self.study, transcript_id), shown, caret=caret)
            self._turns = len(shown)
            self._several_speak = len({t.speaker for t in shown if not t.interviewer}) > 1
        elif position is not None:
            self.view.goto(position)
        self._read_notes()
        name = self.called()
        self.head_study(object=name, description=descriptions(self.study).get(name, ""))

    def called(self) -> str:
        """The name of the open transcript."""
        return next((t.name for t in self._transcripts if t.id == self._open), "")

    def _read_notes(self) -> None:
        self._notes = notes(self.study, self.viewer, transcript_id=self._open)
        width = WIDTHS["wide"] - 4
        shown = note_lines(self._notes, self.turn_at, width)
        self.view.show_notes(n.position for n in self._notes if n.position is not None)
        self.query_one("#notes", Lines).show(shown or [[Ink("No notes yet: m writes one.", "dim")]])

    def turn_at(self, position: int) -> int | None:
        """The number of the turn at a position of the open transcript."""
        found = [t.number for t in turns(self.study, self._open) if t.start <= position]
        return found[-1] if found else None

    def _tell(self) -> None:
        turn = self.view.turn_number
        read = {mark.transcript_id for mark in self._marks}
        left = []
        if turn is not None:
            left.append(Piece(f"turn {turn} of {self._turns}", f"{turn}/{self._turns}", keep=8))
            here = self.view.turn
            if here is not None and self._several_speak and self.breadth == "narrow":
                # The gutter has no room for it there.
                left.append(Piece(Ink(cut(plain(here.speaker), IN_STATUS), "dim"), keep=6))
        if self._open in read:
            left.append(Piece(Ink("read", "dim")))
        if self._notes:
            left.append(Piece(Ink(counted(len(self._notes), "note"), "dim")))
        if self.doubtful:
            left.append(Piece(Ink(f"{len(self.doubtful)} doubtful", "warn")))
        share = f"{len(read)} of {len(self._transcripts)} transcripts read"
        short = f"{len(read)} of {len(self._transcripts)} read"
        self.status("READ", left, [Piece(share, short, token="dim"), self.saved_piece])

    # ── one or two panels ────────────────────────────────────────────────────────────────────────

    def on_resize(self) -> None:
        """Which panels and columns there are follows the width."""
        if not self._hits:
            self._show_list()
        self._fit()

    def on_descendant_focus(self) -> None:
        """On a narrow screen the panel with the keys is the one that is shown."""
        self._fit()
        self.refresh_bindings()

    def _fit(self) -> None:
        narrow = self.breadth == "narrow"
        self.query_one("#left").styles.width = "1fr" if narrow else WIDTHS[self.breadth]
        self.query_one("#left").display = not narrow or not self.view.has_focus
        self.query_one("#page").display = not narrow or self.view.has_focus
        self.query_one("#first-rule").display = not narrow
        self.query_one("#margin").display = self.breadth == "wide"
        self.query_one("#margin").styles.width = WIDTHS["wide"]

    # ── places in the texts ──────────────────────────────────────────────────────────────────────

    @on(RowList.Highlighted, "#list")
    def _follow_cursor(self, event: RowList.Highlighted) -> None:
        if event.row is not None and self.listed.has_focus:
            self._open_row(event.row)

    @on(RowList.Chosen, "#list")
    def action_open(self) -> None:
        """Show the row's text and give it the keys."""
        row = self.listed.cursor
        if row is not None:
            self._open_row(row)
            self._give_keys_to(self.view)

    def _open_row(self, row: Row) -> None:
        if self._hits:
            hit = self._hits[int(row.id)]
            self._load(hit.transcript_id, None)
            here = [h for h in self._hits if h.transcript_id == hit.transcript_id]
            self.view.set_hits([(h.start, h.end) for h in here], here.index(hit))
        else:
            self._load(row.id, None)
        self._tell()

    def show_hits(self, hits: list[Hit], query: str) -> None:
        """List these places in the stead of the transcripts; of too many, the first."""
        self._hits, self._query = hits[:MOST_HITS], query
        self._bodies = {
            hit.transcript_id: text(self.study, hit.transcript_id) for hit in self._hits
        }
        self._show_list()
        self._give_keys_to(self.listed)
        self.listed.go_to("0")
        self._open_row(self.listed.rows[1])
        more = "the first " if len(hits) > MOST_HITS else ""
        where = counted(len(self._bodies), "transcript")
        self.say(f"{more}{counted(len(self._hits), 'hit')} in {where}")

    def shown_text(self) -> tuple[str, str]:
        """Name and text of the transcript that is open."""
        return self.called(), text(self.study, self._open)

    def shown_turns(self) -> list[tuple[int, int]]:
        """Where the turns of the open transcript begin and end."""
        return [(turn.start, turn.end) for turn in turns(self.study, self._open)]

    def show_place(self, transcript_id: str, start: int, end: int) -> None:
        """Open a transcript with these words marked."""
        self._load(transcript_id, start)
        self.view.set_hits([(start, end)], 0)
        self._tell()

    # ── where one is ─────────────────────────────────────────────────────────────────────────────

    @on(CaretView.CaretMoved)
    def _moved(self, event: CaretView.CaretMoved) -> None:
        self.session.remember("read", self._open, event.position)
        self._tell()
