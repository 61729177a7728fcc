"""The reconcile screen: coders settle, one by one, where their readings differ.

`reconcile_base` knows where one is and shows it, `reconcile_ask` and `reconcile_align` ask in
pop-ups; here is what the keys do. `reconcile_sitting` reads the queue, `reconcile_draft` holds a
decision in the making.
"""

from dataclasses import replace

from textual import on
from textual.widgets import TextArea

from workbench.consensus.nouns import LETTERS, REASONS, Item
from workbench.tui.screens.reconcile_align import Aligning
from workbench.tui.screens.reconcile_draft import Draft, lacks, like, outcome_words, settle
from workbench.tui.screens.reconcile_keys import KEYS
from workbench.tui.screens.reconcile_panels import Choices, Sentence
from workbench.tui.screens.reconcile_queue import KindLines
from workbench.tui.widgets.lists import RowList


class ReconcileScreen(Aligning):
    """Queue, both readings, and the decision; every key of DESIGN's reconcile screen."""

    KEYS = KEYS

    # ── choosing ─────────────────────────────────────────────────────────────────────────────────

    def action_outcome(self, outcome: str) -> None:
        """Choose an outcome; ``first`` and ``second`` are the readings that are shown."""
        if outcome in ("first", "second"):
            outcome = LETTERS[self.pair[outcome == "second"]]
        if outcome not in ("span", "code") or outcome != self.draft.outcome:
            self.draft = replace(self.draft, start=None, end=None, code_id="", new_code=("", ""))
        self.draft = replace(self.draft, outcome=outcome)
        self.show_draft()
        reasoned = replace(self.draft, reason=self.draft.reason or REASONS[0])
        part, sentence = lacks(reasoned, masked=self.masked)
        if part == "sentence":
            self.say(f"{sentence}: enter goes there")

    def action_reason(self, number: int) -> None:
        """Choose a reason by its number."""
        self.draft = replace(self.draft, reason=REASONS[number - 1], proposed=False)
        self.show_draft()

    @on(Choices.Moved, "#outcomes")
    def _outcome_moved(self, message: Choices.Moved) -> None:
        if self.can_decide:
            outcome = message.chosen
            at = LETTERS.index(outcome) if outcome in LETTERS else -1
            self.action_outcome(outcome if at < 0 else ("first", "second")[at == self.pair[1]])

    @on(Choices.Moved, "#reasons")
    def _reason_moved(self, message: Choices.Moved) -> None:
        if self.can_decide:
            self.action_reason(REASONS.index(message.chosen) + 1)

    @on(TextArea.Changed, "#words")
    def _sentence_changed(self) -> None:
        if self.item is not None and self.view.sentence.text != self.draft.note:
            self.draft = replace(self.draft, note=self.view.sentence.text)
            self.show_draft()

    @on(Sentence.Submitted)
    def _sentence_ended(self) -> None:
        self.action_settle()

    def action_home(self) -> None:
        """Back to the outcomes: from the text alone, the queue, the sentence."""
        if self.reading:
            self.action_read()
        elif self.item is not None:
            self.view.outcomes.focus()

    # ── settling ─────────────────────────────────────────────────────────────────────────────────

    def action_settle(self) -> None:
        """Settle as chosen and go on; where something is missing, say what and go there."""
        item, sitting = self.item, self.sitting
        if sitting is None or not sitting.items:
            return
        if item is None:
            self.reviewing = True
            self.go_to(sitting.items[0])
        elif self.reading:
            self.action_read()
        elif self.draft == self.base and not sitting.waits(item):
            self._past(item)
        elif sitting.refusal(item):
            self.say(sitting.refusal(item), warn=True)
        elif self.draft.outcome == "definition":
            self.action_definition()
        elif not self._lacking():
            self._settle(item)

    def _past(self, item: Item) -> None:
        """On from an item that is settled: to the next that waits, else to the next of all."""
        sitting = self.sitting
        if sitting is not None:
            following = sitting.next_open(item.id) or sitting.beside(item.id, 1)
            if following is None:
                self.say("that was the last; J and K go through them, t shows the table")
            self.go_to(following)

    def _lacking(self) -> bool:
        part, sentence = lacks(self.draft, masked=self.masked)
        if part in ("outcome", "reason", "sentence"):
            self.say(sentence, warn=True)
        if part == "reason":
            self.view.reasons.focus()
        elif part == "sentence":
            self.view.sentence.focus()
        elif part == "span":
            self.action_span()
        elif part == "code":
            self.action_code()
        return bool(part)

    def _settle(self, item: Item) -> None:
        sitting, draft = self.sitting, self.draft
        if sitting is None:
            return
        following, proposal = sitting.next_open(item.id), None
        if self.series is not None and _same(draft, self.series):
            for one in sitting.alike(item):
                outcome = sitting.carried(draft.outcome, item, one)
                if outcome is not None and sitting.item(one.id) is not None:
                    following = one
                    proposal = self.series = replace(self.series, outcome=outcome)
                    break
        else:
            self.series = None
        with self.trying(refill=False):
            outcome = sitting.stored(item, draft.outcome)
            settle(self.study, self.actor, item, replace(draft, outcome=outcome))
            handed_on = draft.outcome == "supervisor"
            done = "handed on" if handed_on else f"settled: {outcome_words(item, draft.outcome)}"
            self.say(f"{done}; u takes it back")
            self.view.outcomes.focus()
            if following is not None:
                self.here = following.id
                self.reviewing = self.reviewing and not sitting.waits(following)
            else:
                self.reviewing = False
            self.show_study()
            if proposal is not None and following is not None and self.here == following.id:
                self.draft = proposal
                self.show_draft()

    def action_same_again(self) -> None:
        """Propose here what was decided last on an item like this one; enter confirms it."""
        item, sitting = self.item, self.sitting
        if item is None or sitting is None:
            return
        decision = sitting.settled_alike(item)
        if decision is None:
            self.say("nothing like this was settled yet")
            return
        self.draft = self.series = like(decision)
        self.show_draft()
        said = outcome_words(item, decision.outcome)
        self.say(f"proposed as on the last one like this: {said}; enter settles")

    # ── going ────────────────────────────────────────────────────────────────────────────────────

    def action_item(self, step: int) -> None:
        """The next or the previous item of the queue."""
        sitting = self.sitting
        if sitting is None or not sitting.items:
            return
        if self.item is None:
            self.go_to(sitting.items[0 if step > 0 else -1])
            return
        self.series = None
        beside = sitting.beside(self.item.id, step)
        if beside is None:
            self.say("that was the last" if step > 0 else "that is the first")
        self.go_to(beside)

    @on(RowList.Chosen, "#queue")
    def _leave_queue(self) -> None:
        self.action_home()

    @on(RowList.Highlighted, "#queue")
    def _queue_moved(self, event: RowList.Highlighted) -> None:
        focused = self.view.queue.has_focus
        if event.row is not None and focused and self.sitting is not None:
            wanted = self.sitting.item(event.row.id)
            if wanted is not None and event.row.id != self.here:
                self.go_to(wanted)

    @on(KindLines.Picked)
    def _picked(self, message: KindLines.Picked) -> None:
        self._to_item(message.item_id)

    def action_pair(self) -> None:
        """Show the readings of another pair of coders."""
        self.pair_at += 1
        self.show_here()

    def action_read(self) -> None:
        """The text alone, with the turns around it; or back to deciding."""
        self.reading = not self.reading
        self.view.readings.context = self.reading or self.breadth != "narrow"
        self.show_here()

    def action_scroll(self, by: str, step: int) -> None:
        """Scroll the text."""
        if by == "page":
            self.view.readings.action_page(step)
        else:
            self.view.readings.action_line(step)

    # ── undo and redo ────────────────────────────────────────────────────────────────────────────

    def take_back(self) -> None:
        """Take the last change back, and stand where it was."""
        before = self._decided()
        super().take_back()
        self._stand_where_changed(before)

    def action_redo(self) -> None:
        """Make the change again, and stand where it was."""
        before = self._decided()
        super().action_redo()
        self._stand_where_changed(before)

    def _decided(self) -> dict[str, int]:
        found = self.sitting.everything if self.sitting is not None else []
        return {item.id: len(item.decisions) for item in found}

    def _stand_where_changed(self, before: dict[str, int]) -> None:
        found = self.sitting.everything if self.sitting is not None else []
        changed = [item for item in found if before.get(item.id) != len(item.decisions)]
        if len(changed) == 1:
            self.go_to(changed[0])


def _same(draft: Draft, proposal: Draft) -> bool:
    """Whether what was proposed was taken; a sentence of one's own changes nothing in that."""
    return replace(draft, note="") == replace(proposal, note="")
