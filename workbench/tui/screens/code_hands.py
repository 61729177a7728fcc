"""What a coder does to codings that are there: memo, flag, boundaries, removing, locking, undo.

Every key that writes is one change of the journal, and brings the page up to date by what it has
done; nothing is read again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from textual.message import Message

from workbench.codebook.nouns import Code
from workbench.coding.apply import join, remove, respan, set_flag, set_memo, split
from workbench.coding.nouns import Coding
from workbench.coding.store import own_codings, touched_since
from workbench.consensus.reveal import lock
from workbench.study import Person, Study, redo, undo
from workbench.study.watch import newest_change
from workbench.tui.ink import Ink, Written, code_inks
from workbench.tui.screens.code_desk import Desk, shown_name, trimmed, who_and_when
from workbench.tui.screens.code_search import CodeSearch
from workbench.tui.widgets.fields import FieldSpec
from workbench.tui.widgets.forms import Form
from workbench.tui.widgets.popups import Confirm

TAKES_BACK = "; u takes it back"
OWN = " (one's own)"
"""How the journal keeps the name of a code to itself that only its maker knows."""


class CodeHands(CodeSearch):
    """Codings in hand, and the work as a whole."""

    _fresh: tuple[str, int] | None = None
    """The coding made last and where the caret was then."""

    # ── what a key is about ──────────────────────────────────────────────────────────────────────

    def _ready(self) -> Desk | None:
        """The desk, if this person may code on it now; otherwise why not is said."""
        desk = self.desk
        if desk is None:
            self.say("there is no transcript to code", warn=True)
        elif desk.refusal:
            self.say(desk.refusal, warn=True)
        elif not self.text_view.has_caret:
            self.say("this transcript holds no text to code", warn=True)
        else:
            return desk
        return None

    def _just_made(self, desk: Desk) -> Coding | None:
        """The coding made last, as long as the caret has not moved."""
        if self._fresh is None or self._fresh[1] != self.text_view.caret:
            return None
        return desk.codings.get(self._fresh[0])

    def hear_text(self, told: Message) -> None:
        """What was made last is out of hand once the caret has moved."""
        if self._fresh is not None and self._fresh[1] != self.text_view.caret:
            self._fresh = None
        super().hear_text(told)

    def _held(self, desk: Desk) -> Coding | None:
        return desk.codings.get(self.text_view.in_hand or "")

    def _meant(self, desk: Desk) -> Coding | None:
        """The coding that a key is about: in hand, just made, or the only one under the caret.

        Says what to do where that is none.
        """
        held = self._held(desk) or self._just_made(desk)
        if held is not None:
            return held
        under = self.codings_at_caret()
        if len(under) == 1:
            return under[0]
        if under:
            self.say(f"{len(under)} codings lie here: o takes one of them in hand")
        else:
            self.say("no coding under the caret")
        return None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Around a change that brings the page up to date itself; then says when it was saved."""
        with self.trying(refill=False):
            yield
        self.show_caret()

    def written(self, code: Code) -> list[Ink]:
        """A code as it is written in an answer."""
        return code_inks(code.letter, code.hue, shown_name(code))

    def repaint(self, coding: Coding) -> None:
        """Show a coding of the desk as it is now."""
        if self.desk is not None:
            if self.only not in (None, coding.code_id):
                self.show_only(None)  # what one has just made is never hidden
            self.text_view.add_mark(self.desk.mark(coding))
            self.show_codings()

    def changed(self, coding: Coding, **cells: Any) -> None:
        """Note what has changed about a coding, and show it."""
        if self.desk is not None:
            now = replace(coding, **cells)
            self.desk.put(now)
            self.repaint(now)

    # ── the coding in hand ───────────────────────────────────────────────────────────────────────

    def action_memo(self) -> None:
        """Write a memo on the coding."""
        desk = self._ready()
        coding = self._meant(desk) if desk else None
        if desk is None or coding is None:
            return
        code = self.written(desk.codes[coding.code_id])
        title: Written = [Ink("Memo on "), *code, Ink(f"   {who_and_when(coding)}", "dim")]
        field = FieldSpec("memo", "Memo", coding.memo, rows=4)
        form = Form(title, [field], place=self.place_at_caret())
        self.app.push_screen(form, partial(self._keep_memo, id=coding.id))

    def _keep_memo(self, answer: dict[str, str] | None, *, id: str) -> None:
        desk = self._ready() if answer is not None else None
        coding = desk.codings.get(id) if desk else None
        if answer is None or coding is None or answer["memo"] == coding.memo:
            return
        with self.writing():
            set_memo(self.study, self.actor, [id], answer["memo"])
            self.changed(coding, memo=answer["memo"])
            self.say(("memo kept" if answer["memo"] else "memo removed") + TAKES_BACK)

    def action_flag(self) -> None:
        """Flag the coding for a second look, or take the flag away."""
        desk = self._ready()
        coding = self._meant(desk) if desk else None
        if coding is None:
            return
        with self.writing():
            set_flag(self.study, self.actor, [coding.id], not coding.flagged)
            self.changed(coding, flagged=not coding.flagged)
            self.say(("flag taken away" if coding.flagged else "flagged") + TAKES_BACK)

    def action_remove(self) -> None:
        """Take the coding away."""
        desk = self._ready()
        coding = self._meant(desk) if desk else None
        if desk is None or coding is None:
            return
        with self.writing():
            remove(self.study, self.actor, [coding.id])
            desk.take(coding.id)
            self.text_view.remove_mark(coding.id)
            self.show_codings()
            code = desk.codes[coding.code_id]
            self.say([Ink("removed "), *self.written(code), Ink(TAKES_BACK)])

    def action_boundary(self, end: bool) -> None:
        """Which boundary moves: of the selection, else of the coding that is meant."""
        view = self.text_view
        if view.selection is not None:
            self.action_see("boundary", end)
            return
        desk = self._ready()
        coding = self._meant(desk) if desk else None
        if coding is None:
            return
        view.focus()
        self.reshaping = coding.id
        view.select(coding.start, coding.end, end_moves=end)
        self.show_caret()
        self.refresh_bindings()

    def action_reshape(self) -> None:
        """Keep the boundaries as they were moved."""
        desk, view = self._ready(), self.text_view
        coding = desk.codings.get(self.reshaping or "") if desk else None
        if desk is None or coding is None or view.selection is None:
            return
        start, end = trimmed(desk.text, *view.selection)
        with self.writing():
            if (start, end) != (coding.start, coding.end):
                respan(self.study, self.actor, desk.transcript, coding.id, start, end)
            self.reshaping = None
            self.changed(coding, start=start, end=end)
            view.drop_selection()
            view.in_hand = coding.id
            self.say(f"boundary moved{TAKES_BACK}")
        self.refresh_bindings()

    def action_part(self) -> None:
        """Split the coding that is meant in two, before the caret."""
        desk, view = self._ready(), self.text_view
        coding = self._meant(desk) if desk else None
        if desk is None or coding is None:
            return
        if not coding.start < view.caret < coding.end:
            self.say("p parts a coding before the caret: put the caret further into it", warn=True)
            return
        with self.writing():
            second = split(self.study, self.actor, desk.transcript, coding.id, view.caret)
            for own in own_codings(self.study, self.actor, [coding.id, second]):
                desk.put(own)
                view.add_mark(desk.mark(own))
            view.in_hand = second
            self.show_codings()
            code = desk.codes[coding.code_id]
            self.say([Ink("split "), *self.written(code), Ink(TAKES_BACK)])

    def action_join(self) -> None:
        """Make one coding of the one that is meant and the next of the same code."""
        desk = self._ready()
        coding = self._meant(desk) if desk else None
        if desk is None or coding is None:
            return
        code = desk.codes[coding.code_id]
        following = desk.next_alike(coding)
        if following is None:
            self.say([Ink("nothing after this one is coded as "), *self.written(code)])
            return
        with self.writing():
            kept = join(self.study, self.actor, [coding.id, following.id])
            for gone in {coding.id, following.id} - {kept}:
                desk.take(gone)
                self.text_view.remove_mark(gone)
            (own,) = own_codings(self.study, self.actor, [kept])
            desk.put(own)
            self.repaint(own)
            self.text_view.in_hand = kept
            self.say([Ink("joined as "), *self.written(code), Ink(TAKES_BACK)])

    # ── locking, undo ────────────────────────────────────────────────────────────────────────────

    def action_lock(self) -> None:
        """Ask before the transcript is locked."""
        desk = self._ready()
        if desk is None:
            return
        name = desk.transcript.name
        if self._alone(desk):
            said = (
                "Your codings of it can then no longer be changed, and as nobody else codes it in"
                " this round, that cannot be taken back."
            )
            more = "Later only a supervisor can open it, with a reason."
        else:
            said = (
                "Your codings of it can then no longer be changed, and once every coder has locked"
                " it all of you see each other's: that cannot be taken back."
            )
            more = (
                "Until then u opens it again. Later only a supervisor can, with a reason, and what"
                " is coded then never enters the agreement."
            )
        question = Confirm(f"Lock {name}?", said, more=more, place=self.place_at_caret())
        self.app.push_screen(question, self._lock)

    @staticmethod
    def _alone(desk: Desk) -> bool:
        return desk.round is not None and len(desk.round.coders) == 1

    def _lock(self, agreed: bool | None) -> None:
        desk = self.desk
        if not agreed or desk is None:
            return
        with self.trying():
            (locked,) = lock(self.study, self.actor, [desk.transcript.name])
            if locked.revealed and self._alone(desk):
                self.say(f"{locked.transcript} is locked")
            elif locked.revealed:
                self.say(
                    f"{locked.transcript} is locked and revealed: ctrl+g d settles what differs"
                )
            else:
                self.say(f"{locked.transcript} is locked{TAKES_BACK}")

    def take_back(self) -> None:
        """Take the last change back and go to where it was made."""
        self._travel(undo, "took back")

    def action_redo(self) -> None:
        """Make it again and go to where it was made."""
        self._travel(redo, "made again")

    def _travel(self, step: Callable[[Study, Person], str], said: str) -> None:
        with self.writing():
            person, since = self.actor, newest_change(self.study)
            what = step(self.study, person)
            places = touched_since(self.study, person, since)
            here = self.desk.transcript.id if self.desk else ""
            place = min(places, key=lambda place: (place[0] != here, place[1]), default=None)
            if place is not None and place[0] != here:
                self.open_transcript(*place)
            else:
                self.refill()
                if place is not None:
                    self.text_view.goto(place[1])
            self.say(f"{said}: {what.removesuffix(OWN)}")
