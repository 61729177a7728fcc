"""Outcomes: what a decision leaves in the third layer, and whose reading gave way."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from workbench.coding.joined import joined_memos
from workbench.coding.spans import Span, shared, united
from workbench.consensus.nouns import LETTERS, CoderReading, Item, ReadCoding


@dataclass(frozen=True, slots=True)
class Kept:
    """A coding that enters the third layer."""

    code_id: str
    start: int
    end: int
    memo: str = ""

    @property
    def place(self) -> tuple[str, int, int]:
        """What tells it from others: code id, start and end."""
        return self.code_id, self.start, self.end


def kept_of(reading: CoderReading) -> list[Kept]:
    """A coder's reading as it is."""
    return [Kept(c.code_id, c.start, c.end, c.memo) for c in reading.codings]


def kept_of_all(readings: Sequence[CoderReading]) -> list[Kept]:
    """All readings, each where it is; what several coded to the character once."""
    found: dict[tuple[str, int, int], list[str]] = {}
    for reading in readings:
        for one in kept_of(reading):
            found.setdefault(one.place, []).append(one.memo)
    return [Kept(*place, joined_memos(memos)) for place, memos in found.items()]


def kept_by_rule(item: Item, rule: str) -> list[Kept]:
    """The boundaries that a rule draws among those who coded the item; may be none.

    ``union`` and ``intersection`` take the text that any or all of them coded, a letter the
    reading of that coder of the round (none where they coded nothing there).
    """
    if rule in LETTERS:
        place = LETTERS.index(rule)
        return kept_of(item.readings[place]) if place < len(item.readings) else []
    memo = joined_memos(c.memo for reading in item.readings for c in reading.codings)
    return [Kept(item.code_ids[0], start, end, memo) for start, end in _drawn(item, rule)]


def _drawn(item: Item, rule: str) -> list[Span]:
    coders = [[(c.start, c.end) for c in r.codings] for r in item.readings if r.codings]
    if rule == "union":
        return united(span for spans in coders for span in spans)
    return reduce(shared, coders)


def who_yielded(readings: Sequence[CoderReading], outcome: str, kept: Sequence[Kept]) -> str:
    """Whose reading of the item is not what was kept (see :class:`Decision`)."""
    if outcome in ("both", "definition", "supervisor", "differ"):
        return ""
    stands = {one.place for one in kept}
    gave_way = [
        letter.upper()
        for letter, reading in zip(LETTERS, readings, strict=False)
        if {_place(coding) for coding in reading.codings} != stands
    ]
    if len(gave_way) < len(readings):
        return "+".join(gave_way)
    return "third" if kept else "both"


def _place(coding: ReadCoding) -> tuple[str, int, int]:
    return coding.code_id, coding.start, coding.end
