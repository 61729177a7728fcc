"""What lies before somebody who sits down to the disagreements of a round: read at once.

The items of one transcript or of all, grouped as the queue shows them; the texts they are about;
who may decide. It is made anew after every change; reading takes some milliseconds.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from workbench.codebook.nouns import Code
from workbench.codebook.store import codes
from workbench.coding.spans import covered, shared
from workbench.coding.store import codings
from workbench.consensus.decide import may_decide
from workbench.consensus.masking import (
    carried,
    is_masked,
    masked,
    masked_likeness,
    masked_table,
    stored,
)
from workbench.consensus.nouns import LETTERS, CoderReading, Decision, Item
from workbench.consensus.queue import KIND_NAMES, in_queue_order, likeness, open_queue
from workbench.consensus.resolution import Resolution, resolution_table
from workbench.corpus.nouns import StoredTurn
from workbench.corpus.store import cases, text, turns
from workbench.errors import WorkbenchError
from workbench.study import Person, Round, Study
from workbench.study.layers import layers
from workbench.tui.numbers import counted, thousands
from workbench.tui.screens.code_desk import described, shown_name
from workbench.tui.text.nouns import Mark, ShownTurn

GROUPS = (("D5",), ("D1",), ("D7",), ("D3", "D4"), ("D2",), ("D6",))
"""Kinds as the queue shows them together, in its order."""
HANDED_ON, THE_REST = "Handed on to a supervisor", "Not handed on"


@dataclass(frozen=True, slots=True)
class Scene:
    """The transcript an item is about: its text, its turns, and a few words on who speaks."""

    text: str
    turns: tuple[ShownTurn, ...]
    stored: tuple[StoredTurn, ...]
    description: str

    def turn_at(self, position: int) -> StoredTurn | None:
        """The turn that a position lies in."""
        at = bisect_right([turn.start for turn in self.stored], position) - 1
        return self.stored[at] if at >= 0 else None

    def place(self, start: int, end: int) -> str:
        """The turns of a span: ``turn 19``, ``turns 19 to 21``; characters where there are none."""
        first, last = self.turn_at(start), self.turn_at(max(start, end - 1))
        if first is None or last is None:
            return f"characters {thousands(start)} to {thousands(end)}"
        if first.number == last.number:
            return f"turn {first.number}"
        return f"turns {first.number} to {last.number}"


class Sitting:
    """One person at the disagreements of one round, in one transcript or (``""``) in all.

    ``everything`` are the items of the round, ``items`` those of the transcript, in the order in
    which the queue shows them. Opening a queue is noted for a coder of the round. A supervisor sits
    ``masked``: every item shows sides in place of coders, and what was handed on comes first.
    """

    def __init__(self, study: Study, viewer: Person | None, round_: Round, order: str) -> None:
        found = open_queue(study, viewer, round_, order=order)
        self.masked = is_masked(viewer, round_)
        if self.masked:
            found = in_queue_order(study, [masked(item) for item in found], order)
        self.study, self.viewer, self.round, self.order = study, viewer, round_, order
        self.everything = _grouped(found) if order == "kind" else found
        if self.masked:
            self.everything = sorted(self.everything, key=lambda item: item.state != "supervisor")
        self.transcript_id, self.items = "", self.everything
        self.codes = {code.id: code for code in codes(study, viewer, retired=True)}
        self._scenes: dict[str, Scene] = {}

    def keep_to(self, transcript_id: str) -> None:
        """Show the items of one transcript, or (``""``) of all."""
        self.transcript_id = transcript_id
        self.items = [
            item
            for item in self.everything
            if not transcript_id or item.transcript_id == transcript_id
        ]

    # ── the queue ────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def transcripts(self) -> dict[str, str]:
        """Names by id of the transcripts that have items, by name."""
        found = {item.transcript_id: item.transcript for item in self.everything}
        return dict(sorted(found.items(), key=lambda pair: pair[1]))

    @property
    def settled(self) -> int:
        """How many of the items shown are settled."""
        return sum(not item.open for item in self.items)

    def waiting_in(self, transcript_id: str) -> int:
        """How many items of a transcript wait for this person."""
        found = [item for item in self.everything if item.transcript_id == transcript_id]
        return sum(self.waits(item) for item in found)

    def item(self, item_id: str) -> Item | None:
        """The item shown that has this id."""
        return next((item for item in self.items if item.id == item_id), None)

    def at(self, position: int) -> Item | None:
        """The first item shown that ends after a position, in the order of the text."""
        ordered = sorted(self.items, key=lambda item: (item.start, item.end))
        return next((item for item in ordered if item.end > position), None)

    def beside(self, item_id: str, step: int) -> Item | None:
        """The item after (1) or before (-1) one, none at the ends."""
        ids = [item.id for item in self.items]
        at = ids.index(item_id) + step if item_id in ids else 0
        return self.items[at] if 0 <= at < len(ids) else None

    def waits(self, item: Item) -> bool:
        """Whether an item waits for this person: what is handed on waits for supervisors only."""
        return item.state == "open" or (item.open and self.masked)

    def next_open(self, item_id: str = "") -> Item | None:
        """The next item after one that waits for this person, from the top again at the end."""
        ids = [item.id for item in self.items]
        at = ids.index(item_id) + 1 if item_id in ids else 0
        following = (*self.items[at:], *self.items[: max(0, at - 1)])
        return next((item for item in following if self.waits(item)), None)

    def groups(self) -> list[tuple[str, str, list[Item]]]:
        """(title, kinds, items) as the queue shows them; one without a title in other orders.

        In masked review what was handed on stands before all others, under a title of its own.
        """
        first = self.handed_on if self.masked else []
        rest = self.items[len(first) :]
        found = [(HANDED_ON, "", first)] if first else []
        if self.order != "kind":
            return [*found, (THE_REST if first else "", "", rest)] if rest else found
        for kinds in GROUPS:
            members = [item for item in rest if item.kind in kinds]
            if members:
                title = KIND_NAMES[kinds[0]]
                found.append((title[0].upper() + title[1:], "  ".join(kinds), members))
        return found

    @property
    def handed_on(self) -> list[Item]:
        """The items shown that wait for a supervisor."""
        return [item for item in self.items if item.state == "supervisor"]

    def outcomes(self) -> Counter[str]:
        """How the settled items shown were decided: how many by each outcome.

        In masked review all that were settled for one reading are counted as the first letter.
        """
        decisions = (item.decision for item in self.items if not item.open)
        counts = Counter(decision.outcome for decision in decisions if decision is not None)
        if self.masked:
            one = sum(counts.pop(letter, 0) for letter in LETTERS)
            counts.update({LETTERS[0]: one})
        return counts

    def stored(self, item: Item, outcome: str) -> str:
        """An outcome chosen here as it is stored."""
        return stored(item, outcome) if self.masked else outcome

    def table(self) -> tuple[Resolution, list[str]]:
        """How the items of the round were settled, and the coders by name, as far as they are."""
        table = resolution_table(self.study, self.round)
        if self.masked:
            return masked_table(table, len(self.round.coders)), ["one reading"]
        return table, self.coders

    def likeness(self, item: Item) -> tuple[object, ...]:
        """What makes items alike: in masked review whoever it was."""
        return masked_likeness(item) if self.masked else likeness(item)

    def alike(self, item: Item) -> list[Item]:
        """The other open items of the round that are like this one."""
        wanted = self.likeness(item)
        return [
            other
            for other in self.everything
            if other.id != item.id and other.state == "open" and self.likeness(other) == wanted
        ]

    def carried(self, outcome: str, there: Item, here: Item) -> str | None:
        """The outcome of an item as one of another like it; None where there is no such."""
        return carried(outcome, there, here) if self.masked else outcome

    def settled_alike(self, item: Item) -> Decision | None:
        """The newest decision of a person, not of a rule, on another item like this one; its
        outcome is as it would be here."""
        wanted = self.likeness(item)
        decisions = []
        for other in self.everything:
            made = other.decision
            if made is None or made.rule or other.open or other.id == item.id:
                continue
            outcome = self.carried(made.outcome, other, item)
            if outcome is not None and self.likeness(other) == wanted:
                decisions.append(replace(made, outcome=outcome))
        return max(decisions, key=lambda decision: decision.at, default=None)

    # ── people ───────────────────────────────────────────────────────────────────────────────────

    @property
    def coders(self) -> list[str]:
        """Names of the coders, in the order of the round; in masked review those of the sides."""
        if self.masked:
            return [f"Coder {side}" for side, _ in enumerate(self.round.coders, 1)]
        return [coder.name for coder in self.round.coders]

    def refusal(self, item: Item) -> str:
        """Why this person cannot decide on an item, in a sentence; empty when they can."""
        if self.viewer is None:
            return "Nobody has said who decides: ctrl+g, w chooses a person."
        if may_decide(self.study, self.viewer, item):
            return ""
        if self.viewer.role == "supervisor":
            return f"{self.viewer.name} coded {item.transcript} and cannot supervise it."
        return f"Its coders or a supervisor decide, {self.viewer.name} can look."

    # ── what an item shows ───────────────────────────────────────────────────────────────────────

    def scene(self, item: Item) -> Scene:
        """The transcript of an item. Raises WorkbenchError where its text was erased."""
        if item.transcript_id not in self._scenes:
            stored = turns(self.study, item.transcript_id)
            self._scenes[item.transcript_id] = Scene(
                text(self.study, item.transcript_id),
                tuple(
                    ShownTurn(t.number, t.speaker, t.interviewer, t.start, t.text_start, t.end)
                    for t in stored
                ),
                tuple(stored),
                described(stored, cases(self.study)),
            )
        return self._scenes[item.transcript_id]

    def place(self, item: Item) -> str:
        """The turns of an item; without its text, its characters."""
        try:
            return self.scene(item).place(item.start, item.end)
        except WorkbenchError:
            return f"characters {thousands(item.start)} to {thousands(item.end)}"

    def marks(self, item: Item, coder: Person) -> tuple[list[Mark], list[str]]:
        """All codings of one coder in the transcript of an item, and the ids of those disputed."""
        reading = next(r for r in item.readings if r.coder.id == coder.id)
        disputed = [
            self._mark(f"disputed {at}", c.code_id, c.start, c.end, c.memo)
            for at, c in enumerate(reading.codings)
        ]
        others = [
            self._mark(c.id, c.code_id, c.start, c.end, c.memo)
            for c in codings(
                self.study,
                self.viewer,
                transcript_id=item.transcript_id,
                round_id=item.round_id,
                coder=coder,
                newest=False,
            )
            if not any(
                (c.code_id, d.start <= c.start, c.end <= d.end) == (d.code_id, True, True)
                for d in reading.codings
            )
        ]
        return [*disputed, *others], [mark.id for mark in disputed]

    def _mark(self, id: str, code_id: str, start: int, end: int, memo: str) -> Mark:
        code = self.codes[code_id]
        return Mark(id, start, end, code.letter, code.hue, shown_name(code), memo=bool(memo))


def pairs_of(item: Item) -> list[tuple[int, int]]:
    """The pairs of coders whose readings can be shown, most telling first, by place in the round.

    First the coders who have something there, then those who have nothing.
    """
    coded = [at for at, reading in enumerate(item.readings) if reading.codings]
    pairs = list(combinations(range(len(item.readings)), 2))
    return sorted(pairs, key=lambda pair: -sum(at in coded for at in pair))


def kind_words(item: Item) -> str:
    """The kind of an item in words, a parent against its child marked as such."""
    words = KIND_NAMES[item.kind]
    return f"{words}, parent against child" if item.related else words


def shared_words(first: CoderReading, second: CoderReading) -> str:
    """How much of what two coders coded both did: ``59 of 199 characters shared``."""
    one = [(c.start, c.end) for c in first.codings]
    other = [(c.start, c.end) for c in second.codings]
    either = covered([*one, *other])
    if not one or not other:
        return counted(either, "character")
    return f"{thousands(covered(shared(one, other)))} of {counted(either, 'character')} shared"


def revealed(study: Study, round_: Round) -> bool:
    """Whether anything of a round may be compared yet."""
    return any(layer.revealed for layer in layers(study, round_id=round_.id))


def codes_in(item: Item, known: dict[str, Code]) -> list[Code]:
    """The codes in an item, in the order of the coders."""
    return [known[code_id] for code_id in item.code_ids]


def _grouped(found: Sequence[Item]) -> list[Item]:
    place = {kind: at for at, kinds in enumerate(GROUPS) for kind in kinds}
    return sorted(found, key=lambda item: place[item.kind])
