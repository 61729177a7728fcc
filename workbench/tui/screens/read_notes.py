"""Read: what a person marks as read and notes while reading; theirs alone until they share it."""

from workbench.themes.familiarisation import (
    AGAIN,
    FIRST,
    add_note,
    edit_note,
    mark_read,
    remove_note,
    unmark_read,
)
from workbench.themes.nouns import Note
from workbench.themes.store import read_marks
from workbench.tui.keys import Key
from workbench.tui.screens.read_page import ReadPage
from workbench.tui.screens.read_rows import note_rows
from workbench.tui.widgets.forms import Prompt
from workbench.tui.widgets.popups import Choice, Choose

NOTES_KEYS = (
    Key("m", "note", "Write a note at this line", "note", when=lambda s: s.in_text),
    Key("r", "mark as read", "Mark the transcript as read, or not", "mark", short="read"),
    Key("R", "", "Mark the transcript as read again", "mark_again"),
    Key("e", "notes", "Notes on this transcript", "notes", when=lambda s: s.has_notes),
    Key("n", "", "Next note in the text", "next_note(1)", when=lambda s: s.has_notes),
    Key("N", "", "Previous note in the text", "next_note(-1)", when=lambda s: s.has_notes),
)


class Notes(ReadPage):
    """Read-marks and notes of the Read screen."""

    @property
    def has_notes(self) -> bool:
        """Whether the open transcript has notes that the viewer may see."""
        return bool(self._notes)

    def action_next_note(self, step: int) -> None:
        """To the next or previous place with a note."""
        places = sorted({n.position for n in self._notes if n.position is not None})
        caret = self.view.caret
        ahead = [at for at in places if (at > caret if step > 0 else at < caret)]
        if not ahead:
            self.say(f"no note {'after' if step > 0 else 'before'} this line")
            return
        self.view.goto(ahead[0] if step > 0 else ahead[-1])
        self.go_to_text()

    # ── marks and notes ──────────────────────────────────────────────────────────────────────────

    def action_mark(self) -> None:
        """Read, or not after all."""
        self._mark(FIRST, "read")

    def action_mark_again(self) -> None:
        """Read a second time."""
        self._mark(AGAIN, "read again")

    def _mark(self, reading: int, word: str) -> None:
        name = self.called()
        known = {(m.transcript_id, m.reading) for m in read_marks(self.study, self.viewer)}
        with self.trying():
            if (self._open, reading) in known:
                unmark_read(self.study, self.actor, name, reading=reading)
                self.say(f"{name} is not marked as {word} any more")
            else:
                mark_read(self.study, self.actor, name, reading=reading)
                self.say(f"{name} {word}; nobody else sees it")

    def action_note(self) -> None:
        """Ask for the words of a note at the caret."""
        position, name = self.view.caret, self.called()

        def keep(words: str | None) -> None:
            if words:
                with self.trying():
                    add_note(self.study, self.actor, words, on=name, position=position)
                    self.say("note kept; only you see it")

        title = f"Note on {name}, turn {self.view.turn_number or '–'}"
        self.app.push_screen(Prompt(title, hint="only you see it"), keep)

    def action_notes(self) -> None:
        """Choose one of the notes on this transcript."""
        rows = note_rows(self._notes, self.turn_at)
        self.app.push_screen(Choose("Notes", rows), self._chosen_note)

    def _chosen_note(self, note_id: str | None) -> None:
        note = next((n for n in self._notes if n.id == note_id), None)
        if note is None:
            return
        if note.position is not None:
            self.view.goto(note.position)
        if self.viewer is None or note.by != self.viewer.name:
            self.go_to_text()
            return
        sharing = ("s", "keep it to yourself") if note.shared else ("s", "share it with all")
        choices = [
            Choice("go", "g", "go to its place"),
            Choice("edit", "e", "change the words"),
            Choice("share", *sharing),
            Choice("remove", "x", "remove it"),
        ]
        self.app.push_screen(
            Choose(note.text, choices, at="go"), lambda what: self._do_with(note, what)
        )

    def _do_with(self, note: Note, what: str | None) -> None:
        if what == "go":
            self.go_to_text()
        elif what == "edit":
            self.app.push_screen(Prompt("Note", note.text), lambda words: self._edit(note, words))
        elif what == "share":
            with self.trying():
                edit_note(self.study, self.actor, note.id, shared=not note.shared)
                self.say("only you see it" if note.shared else "everybody sees it now")
        elif what == "remove":
            with self.trying():
                remove_note(self.study, self.actor, note.id)
                self.say("note removed; u takes it back")

    def _edit(self, note: Note, words: str | None) -> None:
        if words:
            with self.trying():
                edit_note(self.study, self.actor, note.id, text=words)
                self.say("note changed")
