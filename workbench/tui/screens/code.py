"""The coding screen: a coder's hands on one transcript.

A code goes to the selection. Without one it goes to the coding in hand (``o``), which is recoded;
else, as long as the caret has not moved since, once more to the passage coded last; else to the
sentence at the caret. That is one rule for ``c``, for the digits, for ``.`` and for enter in the
codebook. Every key that writes is one change of the journal, and brings the page up to date by
what it has done; nothing is read again.
"""

import unicodedata
from functools import partial

from workbench.codebook.nouns import Code
from workbench.codebook.paths import JOINERS, join_path
from workbench.codebook.store import add_code
from workbench.coding.apply import apply_code, apply_several, recode
from workbench.coding.nouns import Coding
from workbench.study import now
from workbench.tui.ink import Ink
from workbench.tui.screens.code_desk import Desk, shown_name, trimmed
from workbench.tui.screens.code_hands import TAKES_BACK
from workbench.tui.screens.code_suggestions import CodeSuggestions
from workbench.tui.widgets.codebook_pane import CodebookPopup, CodeOnShow
from workbench.tui.widgets.fields import FieldSpec
from workbench.tui.widgets.forms import Form, Prompt
from workbench.tui.widgets.lists import RowList
from workbench.tui.widgets.picker import Picked, Picker

LONG_NAME = 60
"""Characters from which the words of a participant are shortened by hand to make a code."""


class CodeScreen(CodeSuggestions):
    """Give codes to passages, and take them away."""

    def _passage(self, desk: Desk) -> tuple[int, int] | None:
        """Where a code goes that is not to replace another one; says why nowhere."""
        view = self.text_view
        fresh = self._just_made(desk)
        if view.selection is not None:
            span = trimmed(desk.text, *view.selection)
        elif fresh is not None:
            span = fresh.start, fresh.end
        else:
            span = trimmed(desk.text, *view.unit_at_caret("sentence"))
        if span[0] < span[1]:
            return span
        self.say("there are no words in the selection", warn=True)
        return None

    # ── giving codes ─────────────────────────────────────────────────────────────────────────────

    def action_code(self) -> None:
        """Choose a code for the selection, or another one for the coding in hand."""
        desk = self._ready()
        if desk is None:
            return
        view, came_from = self.text_view, self.text_view.caret
        recoding = view.selection is None and self._held(desk) is not None
        if view.selection is None and not recoding:
            span = self._passage(desk)
            if span is None:
                return
            fresh = self._just_made(desk)
            view.select(*span)
            if fresh is not None:
                self._fresh = fresh.id, view.caret
        else:
            came_from = -1
        held = self._held(desk) if recoding else None
        if held is not None:
            code = desk.codes[held.code_id]
            self.say([Ink("another code for "), *self.written(code)])
        picker = Picker(
            self.pick_items(desk),
            offer="new inductive code" if desk.may_add_codes else "",
            several=not recoding,
            place=self.place_at_caret(),
        )
        self.app.push_screen(picker, partial(self._picked, came_from=came_from))

    def _picked(self, picked: Picked | None, *, came_from: int) -> None:
        """``came_from`` is the caret before the sentence was selected for it; -1: it was not."""
        desk = self.desk
        if picked is None or desk is None:
            if came_from >= 0:
                self.text_view.goto(came_from)
        elif picked.also:
            self._give_several(desk, picked, came_from)
        elif picked.id:
            self.give(desk.codes[picked.id], came_from)
        else:
            self._ask_about(desk, picked.new_name, "inductive", came_from)

    def _give_several(self, desk: Desk, picked: Picked, came_from: int) -> None:
        """Several codes to one passage in one change; a new one among them is asked about last."""
        ready, span = self._ready(), self._passage(desk)
        if ready is None or span is None:
            return
        ids = [*picked.also, *([picked.id] if picked.id else [])]
        wanted = [desk.codes[id] for id in ids if desk.same(desk.codes[id], *span) is None]
        if not wanted:
            self.say("this is coded so already")
            return
        with self.writing():
            made = apply_several(self.study, self.actor, desk.transcript, *span, wanted)
            for coding_id, code in zip(made, wanted, strict=True):
                self._lay(desk, coding_id, code, span, "manual", came_from)
            written = [ink for code in wanted for ink in (*self.written(code), Ink("  "))]
            self.say([Ink("coded as "), *written[:-1], Ink(TAKES_BACK)])
        if picked.new_name:
            self._ask_about(desk, picked.new_name, "inductive", -1)

    def action_recent(self, digit: int) -> None:
        """Give one of the codes used last."""
        desk = self._ready()
        if desk is None:
            return
        usable = self.usable(desk)
        if digit <= len(usable):
            self.give(usable[digit - 1])
        else:
            self.say("no code used lately stands there yet: c chooses one")

    def give(self, code: Code, came_from: int = -1) -> None:
        """A code to the selection, else to the coding in hand, else to the passage at the caret."""
        desk = self._ready()
        if desk is None:
            return
        held = self._held(desk)
        if self.text_view.selection is None and held is not None:
            self._recode(desk, held, code)
            return
        span = self._passage(desk)
        if span is not None:
            self._apply(desk, code, span, came_from)

    def _apply(self, desk: Desk, code: Code, span: tuple[int, int], came_from: int) -> None:
        there = desk.same(code, *span)
        if there is not None:
            self._rest_on(there, came_from)
            self.use(code)
            self.say([Ink("this is coded as "), *self.written(code), Ink(" already")])
            return
        with self.writing():
            made = apply_code(self.study, self.actor, desk.transcript, *span, code)
            self._lay(desk, made, code, span, "manual", came_from)
            self.say([Ink("coded as "), *self.written(code), Ink(TAKES_BACK)])

    def _lay(
        self,
        desk: Desk,
        made: str,
        code: Code,
        span: tuple[int, int],
        origin: str,
        came_from: int,
    ) -> None:
        coding = desk.made(made, code, *span, origin, now())
        self._rest_on(coding, came_from)
        self.use(code)
        self.repaint(coding)

    def _rest_on(self, coding: Coding, came_from: int) -> None:
        """Out of the selection; the caret stays, or goes back to where it was before it."""
        if came_from >= 0:
            self.text_view.goto(came_from)
        else:
            self.text_view.drop_selection()
        self._fresh = coding.id, self.text_view.caret

    def _recode(self, desk: Desk, coding: Coding, code: Code) -> None:
        if coding.code_id == code.id:
            self.say([Ink("this is coded as "), *self.written(code), Ink(" already")])
            return
        with self.writing():
            recode(self.study, self.actor, [coding.id], code)
            twin = desk.same(code, coding.start, coding.end)
            self.use(code)
            if twin is not None:  # the two have become one
                desk.take(coding.id)
                self.text_view.remove_mark(coding.id)
                self.text_view.in_hand = twin.id
                self.show_codings()
            else:
                self.repaint(desk.recoded(coding.id, code))
            self.say([Ink("recoded as "), *self.written(code), Ink(TAKES_BACK)])

    # ── new codes ────────────────────────────────────────────────────────────────────────────────

    def _ask_about(self, desk: Desk, name: str, origin: str, came_from: int) -> None:
        def known_or_empty(typed: str) -> str:
            return "" if not typed or desk.named(typed) else f"there is no code {typed}"

        fields = [
            FieldSpec("definition", "Definition", hint="may stay empty for now"),
            FieldSpec(
                "under", "Under", hint="a code, or nothing for the top", check=known_or_empty
            ),
        ]
        form = Form([Ink("New code "), Ink(f"“{name}”")], fields, place=self.place_at_caret())
        self.app.push_screen(
            form, partial(self._make, name=name, origin=origin, came_from=came_from)
        )

    def _make(
        self, answer: dict[str, str] | None, *, name: str, origin: str, came_from: int
    ) -> None:
        desk = self._ready()
        if answer is None or desk is None:
            if came_from >= 0:
                self.text_view.goto(came_from)
            return
        above = desk.named(answer["under"]) if answer["under"] else None
        path = f"{above.path}/{join_path([name])}" if above else join_path([name])
        self._make_and_give(desk, path, answer["definition"], origin, came_from)

    def _make_and_give(
        self, desk: Desk, path: str, definition: str, origin: str, came_from: int
    ) -> None:
        """A new code and its first coding, in one change that one undo takes back."""
        held = self._held(desk) if self.text_view.selection is None else None
        span = (held.start, held.end) if held else self._passage(desk)
        if span is None:
            return
        with self.writing():
            person = self.actor
            with self.study.change("apply a new code", person):
                code = add_code(
                    self.study, path, definition=definition, origin=origin, by=person, shared=False
                )
                if held is not None:
                    recode(self.study, person, [held.id], code)
                    made = held.id
                else:
                    made = apply_code(self.study, person, desk.transcript, *span, code)
            desk.read_codes(self.study)
            code = desk.codes[code.id]
            if held is not None:
                self.use(code)
                self.repaint(desk.recoded(held.id, code))
            else:
                self._lay(desk, made, code, span, "manual", came_from)
            self.say([Ink("new code "), *self.written(code), Ink(TAKES_BACK)])

    def action_in_vivo(self) -> None:
        """Make a code of the selected words, and give it to them."""
        desk = self._ready()
        if desk is None:
            return
        selection = self.text_view.selection
        if selection is None or self.reshaping:
            self.say("select the words first: v, then w for a whole word")
            return
        name = words_as_name(desk.text[slice(*selection)])
        if len(name) <= LONG_NAME:
            self._give_words(name)
        else:
            prompt = Prompt("The code in fewer of these words", name, place=self.place_at_caret())
            self.app.push_screen(prompt, self._give_words)

    def _give_words(self, name: str | None) -> None:
        desk = self._ready()
        if not name or desk is None:
            if name == "":
                self.say("there are no words in the selection", warn=True)
            return
        known = desk.named(name)
        if known is not None:
            self.give(known)
        elif desk.may_add_codes:
            self._make_and_give(desk, join_path([name]), "", "in-vivo", -1)
        else:
            self.say("the codebook is frozen: no code can be added in this round", warn=True)

    # ── the codebook ─────────────────────────────────────────────────────────────────────────────

    def action_book(self) -> None:
        """To the codebook; where it has no room beside the text, over it."""
        if self.pane.display:
            self.pane.codes.focus()
            return
        desk = self.desk
        if desk is None:
            return
        on_show = {code.id: CodeOnShow(code, shown_name(code)) for code in desk.in_use}
        under = self.codings_at_caret()
        at = under[0].code_id if under else self.recent[0] if self.recent else None
        popup = CodebookPopup(self.pane.codes.rows, on_show, at=at, place=self.place_at_caret())
        self.app.push_screen(popup, self._give_by_id)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter in the codebook gives the code."""
        event.stop()
        self._give_by_id(event.row.id)
        self.text_view.focus()

    def _give_by_id(self, code_id: str | None) -> None:
        if self.desk is not None and code_id in self.desk.codes:
            self.give(self.desk.codes[code_id])


def words_as_name(said: str) -> str:
    """What a participant said as the name of a code: one line, without quotes and end marks.

    >>> words_as_name("“share with\\n a face”,")
    'share with a face'
    """
    kept = "".join(
        c if c.isprintable() or c in JOINERS else " " if unicodedata.category(c) == "Cc" else ""
        for c in said
    )
    return " ".join(kept.split()).strip(' ,;:.“”„"«»').strip()
