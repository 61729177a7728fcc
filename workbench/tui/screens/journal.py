"""Journal: what was done as far as the viewer may see it, newest first, and notes."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from workbench.study import history
from workbench.study.history import Entry
from workbench.themes.familiarisation import add_note, edit_note, remove_note
from workbench.themes.nouns import Note
from workbench.themes.store import notes
from workbench.tui.destinations import Where
from workbench.tui.frame import Divider, Panel
from workbench.tui.ink import Ink, wrap
from workbench.tui.keys import Key
from workbench.tui.numbers import counted
from workbench.tui.screens.journal_rows import Names, entry_lines, entry_rows, note_rows
from workbench.tui.study_screen import StudyScreen
from workbench.tui.widgets.bars import Piece
from workbench.tui.widgets.fields import FieldSpec
from workbench.tui.widgets.forms import Form, Prompt
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import Column, RowList
from workbench.tui.widgets.popups import Confirm

NEWEST = 500
LEFT_WIDTHS = {"narrow": 42, "medium": 52, "wide": 66}


class JournalScreen(StudyScreen):
    """Changes or notes left, the one the cursor is on right."""

    SCREEN_NAME = "Journal"
    KEYS = (
        Key("n", "write a note", "Write a note into the journal", "write", short="note"),
        Key("v", "notes, changes", "Show notes, or changes again", "turn", shown="v"),
        Key("slash", "find", "Find by a word", "find"),
        Key("enter", "in full", "Read it in full", "in_full"),
        Key("e", "edit", "Change the words of your note", "edit", when=lambda s: s.own_note),
        Key("s", "share", "Share your note, or keep it", "share", when=lambda s: s.own_note),
        Key("x", "remove", "Remove your note", "remove", when=lambda s: s.own_note),
        Key("g", "go there", "Go to the place of the note", "place", when=lambda s: s.placed_note),
        Key("escape", "", "Show everything again", "all"),
    )

    def compose_content(self) -> ComposeResult:
        """The list and the details."""
        with Horizontal():
            with Panel(id="left"):
                yield RowList(id="list")
            yield Divider()
            with Panel():
                yield Lines(id="details")

    def on_mount(self) -> None:
        """The changes come first."""
        self._entries: list[Entry] = []
        self._limit: int | None = NEWEST
        self._notes: list[Note] = []
        self._names = Names()
        self._shows_notes = False
        details = self.query_one("#details")
        details.styles.height = "1fr"
        details.styles.padding = (0, 2)
        self.listed.focus()

    @property
    def listed(self) -> RowList:
        """The list."""
        return self.query_one("#list", RowList)

    @property
    def entry(self) -> Entry | None:
        """The change under the cursor."""
        row = self.listed.cursor
        if row is None or self._shows_notes:
            return None
        return next((entry for entry in self._entries if entry.id == row.id), None)

    @property
    def note(self) -> Note | None:
        """The note under the cursor."""
        row = self.listed.cursor
        if row is None or not self._shows_notes:
            return None
        return next((note for note in self._notes if note.id == row.id), None)

    @property
    def own_note(self) -> Note | None:
        """The note under the cursor, if it is the viewer's own."""
        note = self.note
        return note if note and self.viewer and note.by == self.viewer.name else None

    @property
    def placed_note(self) -> Note | None:
        """The note under the cursor, if it hangs on a transcript."""
        return self.note if self.note and self.note.transcript_id else None

    # ── what is shown ────────────────────────────────────────────────────────────────────────────

    def show_study(self) -> None:
        """Read the journal and the notes."""
        self._read_entries()
        self._notes = notes(self.study, self.viewer)[::-1]
        self._names = Names.of(self.study, self.viewer)
        self._show_list()

    def _read_entries(self) -> None:
        self._entries = history(self.study, self.viewer, limit=self._limit)[::-1]
        if self._limit is not None and len(self._entries) < self._limit:
            self._limit = None

    def _show_list(self) -> None:
        short = self.breadth == "narrow"
        when = 11 if short else 16
        if self._shows_notes:
            self.listed.say_when_empty("No notes yet: n writes one.")
            self.listed.show_columns([Column("Notes", when), Column("by", 8), Column("")])
            self.listed.show(note_rows(self._notes, short=short))
        else:
            self.listed.say_when_empty("Nothing was done yet.")
            self.listed.show_columns([Column("When", when), Column("who", 8), Column("what")])
            self.listed.show(entry_rows(self._entries, short=short))
        shown = (
            counted(len(self._notes), "note")
            if self._shows_notes
            else f"newest {counted(len(self._entries), 'change')}"
            if self._limit
            else counted(len(self._entries), "change")
        )
        self.head_study(object=shown, description="as far as you may see")
        self._show_details()

    def on_resize(self) -> None:
        """The left side follows the width."""
        self.query_one("#left").styles.width = LEFT_WIDTHS[self.breadth]
        self._show_list()

    @on(RowList.Highlighted, "#list")
    def _read_on(self) -> None:
        """Older changes come in as the cursor gets to the last one that was read."""
        if self._limit is not None and self.entry is not None and self.entry is self._entries[-1]:
            self._limit *= 4
            self._read_entries()
            self._show_list()

    @on(RowList.Highlighted, "#list")
    def _show_details(self) -> None:
        width = min(76, self.size.width - LEFT_WIDTHS[self.breadth] - 6)
        lines: list[list[Ink]] = []
        if self.entry is not None:
            lines = entry_lines(self.entry, self._names, width)
        elif self.note is not None:
            lines = _note_page(self.note, width)
        self.query_one("#details", Lines).show([[], *lines] if self.tall else lines)
        left = [Piece(Ink("u takes your last change back, ctrl+r makes it again", "dim"), "")]
        self.status("READ", left, [self.saved_piece])
        self.refresh_bindings()

    @on(RowList.Chosen, "#list")
    def action_in_full(self) -> None:
        """All of it, where the right side has no room."""
        lines: list[list[Ink]] = []
        if self.entry is not None:
            lines = entry_lines(self.entry, self._names, 68, most=200)
        elif self.note is not None:
            lines = _note_page(self.note, 68)
        if lines:
            title, *rest = ["".join(ink.text for ink in line) for line in lines]
            self.tell(title, rest)

    def action_turn(self) -> None:
        """Notes in place of changes, or the other way round."""
        self._shows_notes = not self._shows_notes
        self.listed.filter("")
        self._show_list()

    def action_find(self) -> None:
        """Ask for a word; the list shows what has it."""

        def keep(query: str | None) -> None:
            if query is not None:
                if self._limit is not None and not self._shows_notes:
                    self._limit = None
                    self._read_entries()
                    self._show_list()
                found = self.listed.filter(query)
                self.say(f"{found} found; esc shows all" if query else "all shown")

        self.app.push_screen(
            Prompt("Find", hint="a word, a name, a day such as 2026-11-24", verb="find"), keep
        )

    def action_all(self) -> None:
        """Everything again."""
        self.listed.filter("")

    # ── notes ────────────────────────────────────────────────────────────────────────────────────

    def action_write(self) -> None:
        """Ask for the words."""
        fields = [FieldSpec("words", "Note", rows=6, check=_needed)]

        def keep(answer: dict[str, str] | None) -> None:
            if answer is not None:
                with self.trying():
                    add_note(self.study, self.actor, answer["words"])
                    self._shows_notes = True
                    self.say("note kept; only you see it until you share it")

        self.app.push_screen(Form("A note in the journal", fields), keep)

    def action_edit(self) -> None:
        """Ask for other words."""
        note = self.own_note
        if note is None:
            return
        fields = [FieldSpec("words", "Note", note.text, rows=6, check=_needed)]

        def keep(answer: dict[str, str] | None) -> None:
            if answer is not None:
                with self.trying():
                    edit_note(self.study, self.actor, note.id, text=answer["words"])
                    self.say("note changed; u takes it back")

        self.app.push_screen(Form("Your note", fields), keep)

    def action_share(self) -> None:
        """Let everybody see it, or only oneself."""
        note = self.own_note
        if note is not None:
            with self.trying():
                edit_note(self.study, self.actor, note.id, shared=not note.shared)
                self.say("only you see it now" if note.shared else "everybody sees it now")

    def action_remove(self) -> None:
        """Remove it after asking."""
        note = self.own_note
        if note is None:
            return

        def keep(sure: bool | None) -> None:
            if sure:
                with self.trying():
                    remove_note(self.study, self.actor, note.id)
                    self.say("note removed; u takes it back")

        self.app.push_screen(Confirm("Remove this note?", more=note.text), keep)

    def action_place(self) -> None:
        """Read the place that the note is about."""
        note = self.placed_note
        if note is not None and note.transcript_id is not None:
            self.go("read", Where(note.transcript_id, note.position))


def _note_page(note: Note, width: int) -> list[list[Ink]]:
    where = note.transcript or "journal"
    seen = "seen by all" if note.shared else "seen by its author"
    head = [Ink(where, "strong", bold=True), Ink(f"   {note.by}, {seen}", "dim")]
    said = [line for part in note.text.split("\n") for line in wrap(part, width) or [""]]
    return [head, [], *([Ink(line, "text", italic=True)] for line in said)]


def _needed(text: str) -> str:
    return "" if text else "write something, or leave it"
