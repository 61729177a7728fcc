"""What the reconcile screen asks in pop-ups: spans, codes, definitions, rules, where to go."""

from collections.abc import Callable
from dataclasses import replace

from textual import on

from workbench.codebook.nouns import Code
from workbench.consensus.decide import resolve_by_rule
from workbench.consensus.masking import is_masked
from workbench.consensus.queue import ORDERS
from workbench.study import Round
from workbench.study.rounds import rounds
from workbench.tui.ink import code_inks, plain
from workbench.tui.numbers import counted
from workbench.tui.screens.code_desk import shown_name
from workbench.tui.screens.pickable import shared_items
from workbench.tui.screens.reconcile_base import ReconcileBase
from workbench.tui.screens.reconcile_draft import NEW, edit_definition, names_of
from workbench.tui.screens.reconcile_popups import Bulk, BulkPopup, ResolutionPopup
from workbench.tui.screens.reconcile_queue import QueuePopup
from workbench.tui.screens.reconcile_readers import side_of
from workbench.tui.screens.reconcile_sitting import codes_in
from workbench.tui.screens.reconcile_view import decided_words
from workbench.tui.widgets.fields import FieldSpec
from workbench.tui.widgets.forms import Form
from workbench.tui.widgets.picker import Picked, Picker
from workbench.tui.widgets.popups import Choice, Choose, Confirm, Place
from workbench.tui.widgets.readings import ReadingsView

OTHER, ALL = "+other", "+all"
ORDER_WORDS = {
    "kind": ("kind", "names first, then other codes, one-sided ones, boundaries"),
    "position": ("position", "as they stand in the text"),
    "codes": ("pair of codes", "like pairs of codes together"),
}


class Asking(ReconcileBase):
    """The pop-ups, and what is done with their answers."""

    _span_code = ""

    def _under_text(self) -> Place:
        region = self.view.readings.region
        return self.place_under(region.y, region.bottom - 1, region.x + 2)

    # ── another span ─────────────────────────────────────────────────────────────────────────────

    def action_span(self) -> None:
        """Choose another span in the text; where several codes are in dispute, first the code."""
        item, sitting = self.item, self.sitting
        if item is None or sitting is None:
            return
        if len(item.code_ids) < 2:
            self._begin_span("")
            return
        choices = [self._choice(code) for code in codes_in(item, sitting.codes)]
        choices.append(Choice(OTHER, "", "another code", "choose it from the codebook"))
        place = self._under_text()
        self.app.push_screen(Choose("Which code gets it?", choices, place=place), self._begin_span)

    def _choice(self, code: Code) -> Choice:
        key = code.letter if code.letter.isalpha() and code.letter.isascii() else ""
        return Choice(code.id, key if len(key) == 1 else "", shown_name(code))

    def _begin_span(self, code_id: str | None) -> None:
        item = self.item
        if code_id is None or item is None:
            return
        if code_id == OTHER:
            self._pick(self._span_of_picked)
            return
        self._span_code = code_id
        start = item.start if self.draft.start is None else self.draft.start
        end = item.end if self.draft.end is None else self.draft.end
        self.view.readings.can_focus = True
        self.view.readings.choose_span(start, end)
        self._show_bars()

    def _span_of_picked(self, picked: Picked | None) -> None:
        if picked is not None and picked.id:
            self._begin_span(picked.id)

    @on(ReadingsView.SpanChosen)
    def _span_chosen(self, message: ReadingsView.SpanChosen) -> None:
        self.draft = replace(
            self.draft,
            outcome="span",
            start=message.start,
            end=message.end,
            code_id=self._span_code,
        )
        self._leave_text()

    @on(ReadingsView.SpanAbandoned)
    def _leave_text(self) -> None:
        self.view.readings.can_focus = False
        self.view.outcomes.focus()
        self.show_draft()

    # ── another code ─────────────────────────────────────────────────────────────────────────────

    def action_code(self) -> None:
        """Choose another code for the whole passage, or make a new one."""
        if self.item is not None:
            self._pick(self._code_picked, offer="new code")

    def _pick(self, then: Callable[[Picked | None], None], offer: str = "") -> None:
        found = shared_items(self.study, self.viewer)
        self.app.push_screen(Picker(found, offer=offer, place=self._under_text()), then)

    def _code_picked(self, picked: Picked | None) -> None:
        if picked is None:
            return
        if picked.new_name:
            specs = [
                FieldSpec("name", "Name", picked.new_name, check=needed),
                FieldSpec("definition", "Definition", rows=3),
            ]
            self.app.push_screen(Form("A new code, shared by all", specs), self._new_code)
        else:
            self._take_code(picked.id, ("", ""))

    def _new_code(self, answer: dict[str, str] | None) -> None:
        if answer is not None:
            self._take_code(NEW, (answer["name"], answer["definition"]))

    def _take_code(self, code_id: str, new_code: tuple[str, str]) -> None:
        self.draft = replace(
            self.draft, outcome="code", code_id=code_id, new_code=new_code, start=None, end=None
        )
        self.show_draft()

    # ── definitions ──────────────────────────────────────────────────────────────────────────────

    def action_definition(self) -> None:
        """Edit the definition of a code in dispute; the item stays open."""
        item, sitting = self.item, self.sitting
        if item is None or sitting is None:
            return
        found = codes_in(item, sitting.codes)
        if len(found) == 1:
            self._define(found[0].id)
            return
        choices = [self._choice(code) for code in found]
        self.app.push_screen(
            Choose("Whose definition?", choices, place=self._under_text()), self._define
        )

    def _define(self, code_id: str | None) -> None:
        sitting, item = self.sitting, self.item
        if code_id is None or sitting is None or item is None:
            return
        code = sitting.codes[code_id]
        specs = [
            FieldSpec("definition", "Definition", code.definition, rows=3),
            FieldSpec("when_to_use", "When to use", code.when_to_use, rows=2),
            FieldSpec("when_not_to_use", "When not to use", code.when_not_to_use, rows=2),
        ]
        before = {spec.id: spec.value.strip() for spec in specs}

        def keep(texts: dict[str, str] | None) -> None:
            if texts is None:
                return
            if texts == before:
                self.say("the definition stayed as it was")
                return
            with self.trying():
                edit_definition(self.study, self.actor, item, code, texts, self.draft)
                self.say("definition changed, the item stays open; u takes it back")

        title = code_inks(code.letter, code.hue, shown_name(code))
        self.app.push_screen(Form(title, specs), keep)

    def action_in_full(self) -> None:
        """Read the definitions and memos of both readings in full, and how it was decided."""
        item, sitting = self.item, self.sitting
        if item is None or sitting is None:
            return
        lines: list[str] = []
        for at in self.pair:
            side = side_of(item.readings[at], sitting.codes)
            lines += [""] if lines else []
            lines.append(f"{side.coder}: {side.extent or 'nothing coded here'}")
            for code in side.codes:
                lines.append(f"{code.letter} {code.path}: {code.definition or 'no definition'}")
                lines += [f"When to use: {code.when_to_use}"] * bool(code.when_to_use)
                lines += [f"When not to use: {code.when_not_to_use}"] * bool(code.when_not_to_use)
            lines += [f"¶ {side.memo}"] * bool(side.memo)
        if item.decision is not None:
            said = dict.fromkeys((*decided_words(item), item.decision.note))
            lines += ["", *(sentence for sentence in said if sentence)]
        self.tell("In full", lines)

    # ── in bulk, and how it went ─────────────────────────────────────────────────────────────────

    def action_bulk(self) -> None:
        """Settle boundaries by a rule."""
        if self.sitting is not None:
            self.app.push_screen(BulkPopup(self.sitting), self._confirm_bulk)

    def _confirm_bulk(self, bulk: Bulk | None) -> None:
        if bulk is None:
            return
        boundaries = counted(bulk.count, "boundary", "boundaries")
        question = f"Settle {boundaries} by {plain(bulk.words)}?"
        more = "Each keeps both originals and the rule that settled it; u takes all of it back."

        def settle(sure: bool | None) -> None:
            sitting = self.sitting
            if not sure or sitting is None:
                return
            with self.trying():
                done = resolve_by_rule(
                    self.study, self.actor, bulk.rule, bulk.min_overlap, round=sitting.round
                )
                said = counted(done, "boundary", "boundaries")
                self.say(f"{said} settled by {plain(bulk.words)}; u takes it back")
            self.go_on()

        self.app.push_screen(Confirm(question, more=more), settle)

    def go_on(self) -> None:
        """From an item that is settled now to the next that waits."""
        sitting = self.sitting
        if sitting is not None and self.item is not None and not self.item.open:
            self.go_to(sitting.next_open(self.here))

    def action_table(self) -> None:
        """Show how the disagreements of the round were settled."""
        if self.sitting is not None:
            self.app.push_screen(ResolutionPopup(*self.sitting.table()))

    # ── where to go ──────────────────────────────────────────────────────────────────────────────

    def action_queue(self) -> None:
        """To the queue beside the text, or the queue over the text where there is no room."""
        sitting = self.sitting
        if sitting is None:
            return
        if self.breadth == "wide":
            self.view.queue.can_focus = True
            self.view.queue.focus()
        else:
            self.app.push_screen(QueuePopup(sitting, self.here), self._to_item)

    def _to_item(self, item_id: str | None) -> None:
        if item_id is not None and self.sitting is not None:
            self.go_to(self.sitting.item(item_id))

    def action_order(self) -> None:
        """Ask for another order of the queue."""
        choices = [
            Choice(order, order[0], ORDER_WORDS[order][0], ORDER_WORDS[order][1])
            for order in ORDERS
        ]
        self.app.push_screen(Choose("In which order?", choices, at=self.order), self._order_chosen)

    def _order_chosen(self, order: str | None) -> None:
        if order is not None:
            self.order = order
            self.refill()

    def action_transcripts(self) -> None:
        """Ask for a transcript, or all of them."""
        sitting = self.sitting
        if sitting is None:
            return
        choices = [
            Choice(key, "", plain(name), f"{sitting.waiting_in(key) or 'none'} waiting")
            for key, name in sitting.transcripts.items()
        ]
        choices.append(Choice(ALL, "a", "all transcripts", "one queue of the whole round"))
        at = self.scope or ALL
        self.app.push_screen(Choose("Which transcript?", choices, at=at), self._scope_chosen)

    def _scope_chosen(self, key: str | None) -> None:
        if key is not None:
            self.scope = "" if key == ALL else key
            self.reviewing = False
            self.here = ""
            self.refill()

    def action_neighbour(self, step: int) -> None:
        """The next or previous transcript; on, the next one where something waits."""
        sitting = self.sitting
        if sitting is None or not sitting.transcripts:
            return
        keys = list(sitting.transcripts)
        at = keys.index(self.scope) if self.scope in keys else -1
        beyond = [*keys[at + 1 :], *keys[: max(0, at)]]
        if step < 0:
            beyond = beyond[::-1]
        waiting = [key for key in beyond if sitting.waiting_in(key)]
        if waiting or beyond:
            self._scope_chosen((waiting or beyond)[0])

    def action_rounds(self) -> None:
        """Ask for a round."""
        choices = [
            Choice(
                round_.id,
                str(at) if at < 10 else "",
                plain(round_.name),
                _round_words(round_, masked=is_masked(self.viewer, round_)),
            )
            for at, round_ in enumerate(rounds(self.study), 1)
        ]
        if choices:
            now = self.sitting.round.id if self.sitting is not None else None
            self.app.push_screen(Choose("Which round?", choices, at=now), self._round_chosen)

    def _round_chosen(self, round_id: str | None) -> None:
        if round_id is not None:
            self.round_id, self.scope, self.here = round_id, None, ""
            self.reviewing = False
            self.refill()


def needed(text: str) -> str:
    """What is wrong with a name that is none."""
    return "" if text else "a name is needed"


def _round_words(round_: Round, *, masked: bool) -> str:
    people = names_of([coder.name for coder in round_.coders])
    if masked:
        people = counted(len(round_.coders), "coder")
    return f"{people}, practice" if round_.practice else people
