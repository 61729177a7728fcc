"""Where one is in the queue, what one is about to decide, and what the screen says of it."""

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult

from workbench.consensus.nouns import LETTERS, OUTCOMES, Item
from workbench.consensus.queue import chosen_round
from workbench.errors import WorkbenchError
from workbench.study import Round
from workbench.study.rounds import rounds
from workbench.tui.destinations import Where
from workbench.tui.ink import Ink
from workbench.tui.keys import Key
from workbench.tui.screens.reconcile_draft import (
    Draft,
    first_draft,
    names_of,
    outcome_words,
    way_words,
)
from workbench.tui.screens.reconcile_keys import in_the_bar
from workbench.tui.screens.reconcile_popups import round_words
from workbench.tui.screens.reconcile_readers import LINE
from workbench.tui.screens.reconcile_sitting import Sitting, pairs_of, revealed
from workbench.tui.screens.reconcile_view import ReconcileView, Shown, decided_words
from workbench.tui.study_screen import StudyScreen
from workbench.tui.widgets.bars import Piece

NO_ROUND = "No round yet: set-up (ctrl+g, s) opens one, and its coders code."
NOTHING_YET = "Nothing to compare yet: disagreements appear once every coder has locked."
ALIKE = "Nothing to settle: where transcripts are revealed, the coders coded alike."


class ReconcileBase(StudyScreen):
    """The queue and the item one is at; what can be done with it is for `ReconcileScreen`."""

    SCREEN_NAME = "Reconcile"

    def compose_content(self) -> ComposeResult:
        """One view, laid out by the size of the screen."""
        yield ReconcileView(id="view")

    def on_mount(self) -> None:
        """Nothing is chosen yet."""
        self.sitting: Sitting | None = None
        self.draft = Draft()
        self.base = Draft()
        self.order = "kind"
        self.round_id = ""
        self.reading = self.reviewing = False
        self.here = ""
        self.scope: str | None = None
        self.pair_at = 0
        self.series: Draft | None = None
        self._asked: Where | None = None
        self._seen: tuple[object, ...] = ()

    # ── what the keys ask ────────────────────────────────────────────────────────────────────────

    @property
    def view(self) -> ReconcileView:
        """What is on the screen."""
        return self.query_one(ReconcileView)

    @property
    def item(self) -> Item | None:
        """The disagreement one is at; None while only a sentence is shown."""
        if self.sitting is None or self.at_the_end:
            return None
        return self.sitting.item(self.here)

    @property
    def at_the_end(self) -> bool:
        """Whether all there is to say is that everything is settled."""
        sitting = self.sitting
        return sitting is not None and sitting.next_open() is None and not self.reviewing

    @property
    def masked(self) -> bool:
        """Whether this person reviews masked: sides in place of coders, a sentence with each."""
        return self.sitting is not None and self.sitting.masked

    @property
    def choosing(self) -> bool:
        """Whether another span is being chosen in the text."""
        return self.view.readings.choosing

    @property
    def has_items(self) -> bool:
        """Whether there is a queue."""
        return self.sitting is not None and bool(self.sitting.everything)

    @property
    def can_decide(self) -> bool:
        """Whether this person may decide on the item; the text alone is not to decide on."""
        item = self.item
        if item is None or self.sitting is None or self.reading:
            return False
        return not self.sitting.refusal(item)

    @property
    def has_more_readers(self) -> bool:
        """Whether there are readings besides the two that are shown."""
        return self.item is not None and len(self.item.readings) > 2

    @property
    def has_alike(self) -> bool:
        """Whether something like this item was settled, or just now something with its like."""
        item, sitting = self.item, self.sitting
        return item is not None and sitting is not None and bool(sitting.settled_alike(item))

    @property
    def has_open_boundaries(self) -> bool:
        """Whether anything waits that a rule for boundaries could settle."""
        sitting = self.sitting
        return sitting is not None and any(
            item.kind == "D2" and item.open for item in sitting.everything
        )

    @property
    def pair(self) -> tuple[int, int]:
        """The coders, by place in the round, whose readings are shown."""
        pairs = pairs_of(self.item) if self.item is not None else []
        return pairs[self.pair_at % len(pairs)] if pairs else (0, 0)

    @property
    def all_keys(self) -> tuple[Key, ...]:
        """The keys of this screen; tab has a meaning of its own here."""
        common = [key for key in self.common_keys if "focus_" not in key.action]
        return (*self.KEYS, *common)

    @property
    def bar_keys(self) -> Sequence[Key]:
        """The keys of the last line."""
        narrow = self.breadth == "narrow"
        return in_the_bar(
            self.all_keys,
            onto=self.onto,
            reading=self.reading,
            choosing=self.choosing,
            narrow=narrow,
        )

    @property
    def onto(self) -> str:
        """The part that tab leads to."""
        if self.view.reasons.has_focus:
            return "sentence"
        return "outcome" if self.view.sentence.has_focus else "reason"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a span is chosen the keys are the text's."""
        if self.choosing and action in ("undo", "redo", "go_to"):
            return False
        return super().check_action(action, parameters)

    # ── reading the study ────────────────────────────────────────────────────────────────────────

    def show_study(self) -> None:
        """Read the queue of the round, and stand where one stood or was sent."""
        round_ = self._round()
        self.sitting = None
        if round_ is not None:
            self.sitting = Sitting(self.study, self.viewer, round_, self.order)
            self._choose_scope(self.sitting)
            self._choose_item(self.sitting)
        self._asked = self.where
        self.show_here()

    def _round(self) -> Round | None:
        known = rounds(self.study)
        if not known:
            return None
        return next((r for r in known if r.id == self.round_id), None) or chosen_round(
            self.study, None
        )

    def _choose_scope(self, sitting: Sitting) -> None:
        """One transcript: the one asked for, the one before, else the first that waits; all of
        them for a supervisor to whom something was handed on."""
        where = self.where if self.where != self._asked else Where()
        wanted = where.transcript_id
        if where.item_id:
            wanted = next(
                (i.transcript_id for i in sitting.everything if i.id == where.item_id), wanted
            )
        scope = wanted if wanted in sitting.transcripts else self.scope
        if scope is None and sitting.masked and sitting.handed_on:
            scope = ""  # all that was handed on, wherever it stands, before anything else
        if scope is None or (scope and scope not in sitting.transcripts):
            open_ones = [key for key in sitting.transcripts if sitting.waiting_in(key)]
            scope = next(iter([*open_ones, *sitting.transcripts]), None)
        self.scope = scope
        sitting.keep_to(scope or "")

    def _choose_item(self, sitting: Sitting) -> None:
        where = self.where if self.where != self._asked else Where()
        wanted = sitting.item(where.item_id)
        if wanted is None and where.position is not None and where.transcript_id == self.scope:
            wanted = sitting.at(where.position)
        if wanted is not None:
            self.here = wanted.id
            self.reviewing = not wanted.open
        elif sitting.item(self.here) is None:
            first = sitting.next_open() or next(iter(sitting.items), None)
            self.here = first.id if first is not None else ""
        if sitting.next_open() is not None and wanted is None and self.item is None:
            self.reviewing = False

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def go_to(self, item: Item | None, proposal: Draft | None = None) -> None:
        """Stand at an item, in its transcript; ``proposal`` is what is chosen on arrival."""
        sitting = self.sitting
        if item is None or sitting is None:
            return
        if self.scope and item.transcript_id != self.scope:
            self.scope = item.transcript_id
            sitting.keep_to(self.scope)
        self.here = item.id
        if not sitting.waits(item):
            self.reviewing = True
        self.show_here()
        if proposal is not None and item.open:
            self.draft = proposal
            self.show_draft()

    def show_here(self) -> None:
        """Show the item one is at, or the sentence that there is nothing to decide."""
        view, sitting, item = self.view, self.sitting, self.item
        self.reading = self.reading and item is not None
        self._fit()
        view.show_queue(sitting, item.id if item is not None else "")
        if sitting is None or item is None:
            view.show_nothing(self._nothing())
            self._seen = ()
        else:
            self._take_up(sitting, item)
            try:
                view.show_item(sitting, self.as_shown(sitting, item))
            except WorkbenchError as error:
                self.complain(error)
            self.session.remember("reconcile", item.transcript_id, item.start)
            self.call_after_refresh(self.show_draft)
        self._show_bars()
        self._keep_focus()

    def _take_up(self, sitting: Sitting, item: Item) -> None:
        """Begin a new decision, unless it is the one that is being made."""
        seen = (item.id, len(item.decisions), item.state, self.viewer)
        if seen != self._seen:
            if seen[0] != (self._seen or ("",))[0]:
                self.pair_at = 0
            self._seen = seen
            self.draft = self.base = first_draft(item)

    def show_draft(self) -> None:
        """Show the decision as it is chosen so far."""
        sitting, item = self.sitting, self.item
        if sitting is not None and item is not None:
            self.view.show_draft(sitting, self.as_shown(sitting, item))
            self._show_bars()

    def as_shown(self, sitting: Sitting, item: Item) -> Shown:
        """The item with the decision as it is chosen so far."""
        return Shown(
            item,
            self.pair,
            self.draft,
            not item.open and self.draft == self.base,
            sitting.refusal(item),
            len(sitting.alike(item)),
        )

    def _nothing(self) -> str:
        """The one sentence where nothing can be decided; it tells nothing of hidden work."""
        sitting = self.sitting
        if sitting is None:
            return NO_ROUND
        if not sitting.everything:
            return ALIKE if revealed(self.study, sitting.round) else NOTHING_YET
        total, handed_on = len(sitting.items), len(sitting.items) - sitting.settled
        said = f"All {total} settled: enter shows how each was decided."
        if handed_on:
            said = (
                f"{sitting.settled} of {total} settled, {handed_on} with the supervisor:"
                " enter shows how each was decided."
            )
        waiting = [key for key in sitting.transcripts if sitting.waiting_in(key)]
        if waiting:
            name, count = sitting.transcripts[waiting[0]], sitting.waiting_in(waiting[0])
            said += f" }} goes on: {count} wait in {name}."
        return said

    def _fit(self) -> None:
        self.view.fit(
            self.size.width, self.size.height, reading=self.reading, empty=self.item is None
        )

    def _keep_focus(self) -> None:
        if self.item is None or self.reading:
            self.set_focus(None)
        elif self.focused is None or not self.focused.display:
            self.view.outcomes.focus()

    def on_resize(self) -> None:
        """Another size, another layout; what is chosen stays."""
        self._fit()
        self._show_bars()
        self.call_after_refresh(self.show_draft)

    @on(events.DescendantFocus)
    def _text_keeps_keys(self, event: events.DescendantFocus) -> None:
        if self.choosing and event.widget is not self.view.readings:
            self.view.readings.focus()

    # ── bars ─────────────────────────────────────────────────────────────────────────────────────

    def _show_bars(self) -> None:
        self._show_header()
        self._show_status()
        self.refresh_bindings()

    def _show_header(self) -> None:
        sitting, item = self.sitting, self.item
        if sitting is None:
            self.head_study()
            return
        narrow = self.breadth == "narrow"
        coders = sitting.coders
        others = [name for name in coders if self.viewer is None or name != self.viewer.name]
        own = len(others) < len(coders)
        people = f"with {names_of(others)}" if own else f"on {names_of(coders)}"
        if sitting.masked:
            people = "coders masked"
        everybody = "both have" if len(coders) == 2 else f"all {len(coders)} have"
        right: list[str | tuple[str, str]] = [
            people,
            (round_words(sitting), ""),
            (f"codebook {sitting.round.codebook_version}", ""),
        ]
        if sitting.everything:
            right.append((f"{everybody} locked", ""))
        said = object_ = ""
        if item is not None:
            object_ = item.transcript
            said = sitting.place(item) if narrow else sitting.scene(item).description
            right.append(("", self._of()))
        self.head_study(object=object_, description=said, right=right)

    def _of(self) -> str:
        sitting, item = self.sitting, self.item
        if sitting is None or item is None:
            return ""
        ids = [one.id for one in sitting.items]
        return f"{ids.index(item.id) + 1} of {len(ids)}"

    def _show_status(self) -> None:
        sitting, item = self.sitting, self.item
        if sitting is None or item is None:
            self.status("READ", [], [self.saved_piece])
            return
        left = [Piece(f"item {self._of()}", short="", keep=7)]
        if self.view.form == LINE:
            left.append(Piece(Ink(self._standing(sitting, item), "dim"), keep=8))
        so_far = [Ink("so far", "dim")]
        counts = sitting.outcomes()
        for outcome in (one for one in (*LETTERS, *OUTCOMES) if counts[one]):
            one = sitting.masked and outcome in LETTERS
            words = "one reading" if one else outcome_words(item, outcome)
            so_far += [
                Ink(f"  {words} ", "dim"),
                Ink(str(counts[outcome]), "strong", bold=True),
            ]
        if len(so_far) > 1:
            left.append(Piece(so_far, keep=4))
        everybody = "both" if len(sitting.coders) == 2 else "all"
        kept = Piece(f"{everybody} originals are kept", token="dim", keep=3)
        mode = "SELECT" if self.choosing else "DECIDE" if self.can_decide else "READ"
        self.status(mode, left, [kept, self.saved_piece])

    def _standing(self, sitting: Sitting, item: Item) -> str:
        """Where there is no room under the sentence: how it was decided, or who gives way."""
        refusal = sitting.refusal(item)
        if self.draft == self.base and item.decision is not None:
            return " ".join(decided_words(item)[:2])
        return refusal or way_words(item, self.draft)
