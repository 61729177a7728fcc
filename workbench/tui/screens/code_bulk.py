"""All of one's codings of one code, to be gone through, recoded or removed several at once."""

from functools import partial

from workbench.codebook.nouns import Code
from workbench.coding.apply import recode, remove
from workbench.coding.nouns import Coding
from workbench.tui.ink import Ink
from workbench.tui.numbers import counted
from workbench.tui.screens.code_hands import TAKES_BACK
from workbench.tui.screens.code_list import Asked, CodingsPopup, coding_rows, codings_of, in_words
from workbench.tui.screens.code_recent import CodeRecent
from workbench.tui.widgets.picker import Picked, Picker


class CodeBulk(CodeRecent):
    """Codings of one code over all transcripts."""

    def action_codings(self) -> None:
        """All of one's codings of the code in question, over all transcripts."""
        desk, person = self.desk, self.viewer
        code = self._code_in_question() if desk else None
        if desk is None or person is None or code is None:
            self.say("no code in question: stand on a coding, or on a code in the codebook")
            return
        found = codings_of(self.study, person, code)
        if not found:
            self.say([Ink("you have coded nothing as "), *self.written(code)])
            return
        title = [*self.written(code), Ink(f"   {in_words(found)}", "dim")]
        by_id = {coding.id: coding for coding in found}
        self.app.push_screen(
            CodingsPopup(title, coding_rows(self.study, found)), partial(self._mend, by_id=by_id)
        )

    def action_only(self) -> None:
        """Show the codings of one code alone, or all of them again."""
        code = self._code_in_question()
        if self.only is not None:
            self.show_only(None)
            self.say("all codings are shown")
        elif code is None:
            self.say("no code in question: stand on a coding, or on a code in the codebook")
        else:
            self.show_only(code.id)
            self.say([Ink("only "), *self.written(code), Ink(" is shown; F shows all again")])

    def _code_in_question(self) -> Code | None:
        """The code of the coding that is meant; in the codebook, the one the cursor is on."""
        desk = self.desk
        if desk is None:
            return None
        if self.pane.codes.has_focus:
            row = self.pane.codes.cursor
            return desk.codes.get(row.id) if row is not None else None
        here = self.codings_at_caret()
        held = self._held(desk) or self._just_made(desk) or (here[0] if here else None)
        return desk.codes[held.code_id] if held is not None else None

    def _mend(self, asked: Asked | None, *, by_id: dict[str, Coding]) -> None:
        desk = self.desk
        if asked is None or desk is None:
            return
        first = by_id[asked.ids[0]]
        if asked.what == "go":
            self.open_transcript(first.transcript_id, first.start)
            self.text_view.in_hand = first.id
        elif asked.what == "recode":
            items = [item for item in self.pick_items(desk) if item.id != first.code_id]
            picker = Picker(items, verb="recode")
            self.say(f"another code for {counted(len(asked.ids), 'coding')}")
            self.app.push_screen(picker, partial(self._recode_all, ids=asked.ids))
        else:
            with self.trying():
                remove(self.study, self.actor, asked.ids)
                self.say(f"{counted(len(asked.ids), 'coding')} removed{TAKES_BACK}")

    def _recode_all(self, picked: Picked | None, *, ids: tuple[str, ...]) -> None:
        desk = self.desk
        if picked is None or desk is None or picked.id not in desk.codes:
            return
        code = desk.codes[picked.id]
        with self.trying():
            recode(self.study, self.actor, ids, code)
            said = f"{counted(len(ids), 'coding')} recoded as "
            self.say([Ink(said), *self.written(code), Ink(TAKES_BACK)])
