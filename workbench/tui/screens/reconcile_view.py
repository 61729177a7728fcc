"""How the reconcile screen is laid out at every size, and filled with one disagreement."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical

from workbench.consensus.nouns import LETTERS, REASONS, Item
from workbench.tui.frame import MEDIUM, WIDE, Divider
from workbench.tui.ink import Ink, plain
from workbench.tui.numbers import moment
from workbench.tui.screens.reconcile_draft import (
    NEW,
    OUTCOME_KEYS,
    REASON_WORDS,
    Draft,
    outcome_words,
    reading_words,
    way_words,
    yielded_words,
)
from workbench.tui.screens.reconcile_panels import Choices, Option, Part, PartHead, Sentence
from workbench.tui.screens.reconcile_queue import KindLines, columns_of, queue_rows, settled_words
from workbench.tui.screens.reconcile_readers import CLOSE, FULL, HEIGHTS, LINE, Readers, side_of
from workbench.tui.screens.reconcile_sitting import Sitting, kind_words, shared_words
from workbench.tui.text.readings_paint import Heading
from workbench.tui.widgets.lines import Lines, paragraph
from workbench.tui.widgets.lists import RowList
from workbench.tui.widgets.readings import ReadingsView

SHORT = {"code": "another code"}
QUEUE_WIDTH = 39
QUEUE_COLUMNS = QUEUE_WIDTH - 2 - 2
"""Cells of a row of the queue, without the cells before and behind it."""
FULL_FROM, CLOSE_FROM, KINDS_FROM = 46, 34, 38
"""Rows of the screen from which there is air, from which there are panels, lines of kinds."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One disagreement as it is shown: its item, the pair of readers, the decision so far.

    ``decided`` says that the draft is how the item was decided; ``refusal`` why this person
    cannot decide, ``more`` how many others are like it.
    """

    item: Item
    pair: tuple[int, int]
    draft: Draft
    decided: bool
    refusal: str
    more: int


class ReconcileView(Horizontal):
    """Queue, readings, readers, outcome, reason and sentence; or one sentence in their place."""

    DEFAULT_CSS = """
    ReconcileView #queue-side { width: 39; height: 1fr; }
    ReconcileView #queue-side PartHead { height: 2; padding-right: 2; }
    ReconcileView #work { width: 1fr; height: 1fr; }
    ReconcileView #nothing { height: 1fr; padding: 0 2; }
    ReconcileView #decide { layout: horizontal; }
    ReconcileView #why { layout: horizontal; width: 1fr; }
    ReconcileView Part { height: 1fr; }
    ReconcileView #outcome { width: 35; margin: 0 3 0 1; }
    ReconcileView #reason { width: 29; margin: 0 3 0 0; }
    ReconcileView #sentence { width: 1fr; max-width: 61; margin: 0 2 0 0; }
    ReconcileView.-beside #outcome { margin: 0 5 0 1; }
    ReconcileView.-beside #reason { margin: 0 4 0 0; }
    ReconcileView.-beside #sentence { margin: 0 5 0 0; }
    ReconcileView PartHead { height: 3; width: 1fr; }
    ReconcileView Choices { width: 1fr; height: 1fr; }
    ReconcileView #said { height: 1fr; padding-left: 1; }
    ReconcileView Sentence, ReconcileView Sentence:focus { height: 3; margin-left: 1; }
    ReconcileView.-close #decide PartHead { height: 2; }
    ReconcileView.-line #decide { layout: vertical; height: 6; }
    ReconcileView.-line #decide PartHead, ReconcileView.-line #said { display: none; }
    ReconcileView.-line #outcome { width: 1fr; height: 4; margin: 0 1; }
    ReconcileView.-line #why { height: 1; }
    ReconcileView.-line #reason { width: 33; margin: 0 2 0 1; }
    ReconcileView.-line #sentence { margin: 0 2 0 0; max-width: 100%; }
    ReconcileView.-line Sentence, ReconcileView.-line Sentence:focus { height: 1; margin-left: 0; }
    """

    def compose(self) -> ComposeResult:
        """Everything once; `fit` says what of it is seen."""
        with Part(id="queue-side"):
            yield PartHead("Disagreements", margin=2, ruled=False)
            yield RowList(id="queue")
        yield Divider()
        with Vertical(id="work"):
            yield KindLines(id="kinds")
            yield ReadingsView(id="readings")
            yield Readers(id="readers")
            with Container(id="decide"):
                with Part(id="outcome"):
                    yield PartHead("Outcome")
                    yield Choices(id="outcomes")
                with Container(id="why"):
                    with Part(id="reason"):
                        yield PartHead("Reason")
                        yield Choices(token="dim", label="Reason", id="reasons")
                    with Part(id="sentence"):
                        yield PartHead("In a sentence")
                        yield Sentence(id="words")
                        yield Lines(id="said")
            yield Lines(id="nothing")

    def on_mount(self) -> None:
        """The keys go from outcome to reason to sentence; queue and text get them when asked."""
        self.queue.can_focus = False
        self.readings.can_focus = False
        self._readings_shown: object = None
        for lines in (self.query_one("#said"), self.query_one("#nothing")):
            lines.styles.height = "1fr"

    # ── its parts ────────────────────────────────────────────────────────────────────────────────

    @property
    def queue(self) -> RowList:
        """The queue beside the text."""
        return self.query_one("#queue", RowList)

    @property
    def readings(self) -> ReadingsView:
        """The text with both readings."""
        return self.query_one(ReadingsView)

    @property
    def outcomes(self) -> Choices:
        """The list of outcomes."""
        return self.query_one("#outcomes", Choices)

    @property
    def reasons(self) -> Choices:
        """The list of reasons."""
        return self.query_one("#reasons", Choices)

    @property
    def sentence(self) -> Sentence:
        """The sentence that goes with the decision."""
        return self.query_one(Sentence)

    # ── size ─────────────────────────────────────────────────────────────────────────────────────

    def fit(self, width: int, height: int, *, reading: bool, empty: bool) -> None:
        """Lay the parts out for a screen of this size; ``reading`` leaves the text alone."""
        narrow = width < MEDIUM
        form = FULL if height >= FULL_FROM else CLOSE if height >= CLOSE_FROM else LINE
        self.form = LINE if narrow else form
        for name in (FULL, CLOSE, LINE):
            self.set_class(name == self.form, f"-{name}")
        beside = width >= WIDE
        air = int(beside and self.form != LINE)
        for side in ("#queue-side", "#work"):
            self.query_one(side).styles.padding = (air, 0, 0, 0)
        self.set_class(beside, "-beside")
        self.query_one("#queue-side").display = beside
        self.query_one(Divider).display = beside
        in_lines = not beside and not narrow and height >= KINDS_FROM
        self.query_one(KindLines).display = in_lines
        for part in (self.readings, self.query_one(Readers), self.query_one("#decide")):
            part.display = not empty and (part is self.readings or not reading)
        self.query_one("#nothing").display = empty
        readers = self.query_one(Readers)
        readers.form = self.form
        readers.styles.height = HEIGHTS[self.form] + (self.form != FULL)
        readers.styles.margin = (int(self.form == LINE), 0, 0, 0)
        decide = self.query_one("#decide")
        decide.styles.height = {FULL: 12, CLOSE: 11, LINE: 5}[self.form]
        self.outcomes.across = 3 if self.form == LINE else 1
        self.reasons.across = 0 if self.form == LINE else 1
        self.sentence.soft_wrap = self.form != LINE
        self.refresh(layout=True)

    # ── what is shown ────────────────────────────────────────────────────────────────────────────

    def show_queue(self, sitting: Sitting | None, here: str) -> None:
        """The queue beside the text and in lines."""
        head = self.query_one("#queue-side PartHead", PartHead)
        if sitting is None:
            self.queue.show([])
            head.show("Disagreements")
            return
        head.show("Disagreements", settled_words(sitting))
        self.queue.show_columns(columns_of(sitting))
        self.queue.show(queue_rows(sitting, here, QUEUE_COLUMNS), cursor=here)
        self.query_one(KindLines).show(sitting, here)

    def show_nothing(self, sentence: str) -> None:
        """One dim sentence in place of readings and decision."""
        width = self.app.size.width
        room = min(72, width - 4 - (QUEUE_WIDTH if width >= WIDE else 0))
        self.query_one("#nothing", Lines).show(paragraph(sentence, room, "dim"))

    def show_item(self, sitting: Sitting, shown: Shown) -> None:
        """The readings and the decision so far."""
        self._show_readings(sitting, shown)
        item = shown.item
        readings = [item.readings[at] for at in shown.pair]
        self.query_one(Readers).show([side_of(reading, sitting.codes) for reading in readings])
        self.show_draft(sitting, shown)

    def _show_readings(self, sitting: Sitting, shown: Shown) -> None:
        item = shown.item
        scene = sitting.scene(item)
        first, second = (item.readings[at] for at in shown.pair)
        marks, disputed = sitting.marks(item, first.coder)
        other_marks, other_disputed = sitting.marks(item, second.coder)
        place = scene.place(item.start, item.end)
        turn = scene.turn_at(item.start)
        cue = turn.cue_start if turn is not None else None
        heading = Heading(
            first=plain(first.coder.name),
            second=plain(second.coder.name),
            title=place[0].upper() + place[1:],
            place="" if cue is None else cue_words(cue),
            kind=kind_words(item),
            shared=shared_words(first, second),
        )
        arguments = (
            scene.text,
            scene.turns,
            marks,
            other_marks,
            disputed,
            other_disputed,
            (),
            heading,
        )
        # Shown again only when something differs, so that no refill moves the line one reads.
        if arguments != self._readings_shown:
            self._readings_shown = arguments
            self.readings.show(*arguments)

    def show_draft(self, sitting: Sitting, shown: Shown) -> None:
        """Outcome, reason and sentence as they are chosen so far, and what follows from them."""
        draft = shown.draft
        self.outcomes.show(outcome_options(sitting, shown), draft.outcome)
        reasons = [
            Option(reason, str(at), REASON_WORDS[reason]) for at, reason in enumerate(REASONS, 1)
        ]
        self.reasons.show(reasons, draft.reason, "proposed" if draft.proposed else "")
        self.sentence.put(draft.note)
        self.sentence.disabled = bool(shown.refusal)
        said = self.query_one("#said", Lines)
        width = max(20, said.size.width - 1 if said.size.width else 38)
        said.show(_beside(sitting, shown, width, said.size.height or 6))


def outcome_options(sitting: Sitting, shown: Shown) -> list[Option]:
    """The nine outcomes, in the words of this item."""
    item, draft = shown.item, shown.draft
    options = []
    for key, at in zip("ab", shown.pair, strict=True):
        reading = item.readings[at]
        words = f"{plain(reading.coder.name)}: {reading_words(item, reading, sitting.codes)}"
        options.append(Option(LETTERS[at], key, words, plain(reading.coder.name)))
    for outcome, key in OUTCOME_KEYS.items():
        words = outcome_words(item, outcome)
        if outcome == "both":
            options.append(Option(outcome, key, f"{words}, each where it is", words))
            continue
        chosen = _chosen_words(sitting, draft, outcome)
        short = SHORT.get(outcome, words)
        options.append(Option(outcome, key, chosen or words, chosen or short))
    return options


def _chosen_words(sitting: Sitting, draft: Draft, outcome: str) -> list[Ink]:
    """What was chosen for another span or another code."""
    if draft.outcome != outcome or outcome not in ("span", "code"):
        return []
    inks: list[Ink] = []
    if draft.code_id == NEW:
        inks = [Ink("new: ", "dim"), Ink(plain(draft.new_code[0]))]
    elif draft.code_id in sitting.codes:
        code = sitting.codes[draft.code_id]
        inks = [Ink(f"{code.letter} ", code.hue, bold=True), Ink(plain(code.name))]
    if outcome == "span" and draft.start is not None and draft.end is not None:
        size = f"{draft.end - draft.start} characters"
        return [Ink("span of " + size), *([Ink(", ")] if inks else []), *inks]
    return inks


def decided_words(item: Item) -> list[str]:
    """By whom and when an item was decided or handed on, who gave way, and by which rule."""
    decision = item.decision
    if decision is None:
        return []
    done = "Handed on" if decision.outcome == "supervisor" else "Settled"
    said = [f"{done} by {decision.by.name}, {moment(decision.at)}."]
    if decision.outcome == "differ":
        said.append("Agreed to differ, which is final.")
    elif not item.open:
        said.append(yielded_words(item, decision.yielded))
    if decision.rule:
        said.append(f"By rule: {decision.rule}.")
    if item.open and decision.note:
        said.append(decision.note)
    return said


def cue_words(milliseconds: int) -> str:
    """A place on the recording: ``0:12:31``."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _beside(sitting: Sitting, shown: Shown, width: int, rows: int) -> list[list[Ink]]:
    """The lines under the sentence: what the outcome does, how it was decided, same again."""
    item = shown.item
    sentences: list[str] = []
    if shown.decided or (item.decision is not None and not shown.draft.outcome):
        sentences = decided_words(item)
    elif way_words(item, shown.draft):
        sentences = [way_words(item, shown.draft)]
    if item.kind == "D5" and item.open and not shown.draft.outcome and not shown.refusal:
        sentences.append("= makes one code of both names, wherever they differ.")
    if shown.refusal:
        sentences.append(shown.refusal)
    lines: list[list[Ink]] = [[]]
    for sentence in sentences:
        lines += paragraph(sentence, width, "dim")
    if not shown.more or shown.refusal or len(lines) > rows - 2:
        return lines[:rows]
    lines += [[]] * (rows - 2 - len(lines))
    more = [f"Same again: {shown.more} more with {_against(sitting, item)}."]
    asked = [*paragraph(more[0], width - 3, "dim"), [Ink("You are asked for each.", "dim")]]
    marks = [Ink(".  ", "strong", bold=True), *[Ink("   ")] * len(asked)]
    return [*lines, *([mark, *line] for mark, line in zip(marks, asked, strict=False))]


def _against(sitting: Sitting, item: Item) -> str:
    """The letters of an item as one says them: ``t against m``, ``t by Ana``."""
    letters: Sequence[str] = [
        "".join(dict.fromkeys(sitting.codes[c.code_id].letter for c in reading.codings))
        for reading in item.readings
    ]
    present = [letter for letter in letters if letter]
    if len(present) == 1:
        who = next(r.coder.name for r in item.readings if r.codings)
        return f"{present[0]} by {plain(who)}"
    return " against ".join(present)
