"""Masked review: a supervisor sees two readings, and not whose they are.

On each item the coders are put on sides, "Coder 1", "Coder 2", in an order drawn from the item's
id: it stays for good, and says nothing of the order on another item. A masked item has its readings
in the order of the sides; outcomes and who gave way speak of sides, and so do memos and notes that
name a coder. What is decided on it goes back through `stored`.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace

from workbench.consensus.nouns import LETTERS, CoderReading, Decision, Item
from workbench.consensus.resolution import Resolution
from workbench.study import Person, Round

ONE_CODER = "one of its coders"
_OTHER_SIDE = {"D3": "D4", "D4": "D3"}
_WHO = ("one coder", "another", "a third", "a fourth", "a fifth")


def is_masked(viewer: Person | None, round: Round) -> bool:
    """Whether somebody reviews the disagreements of a round masked: a supervisor who is none of
    its coders."""
    if viewer is None or viewer.role != "supervisor":
        return False
    return all(coder.id != viewer.id for coder in round.coders)


def sides_of(item_id: str, coders: int) -> tuple[int, ...]:
    """The places in the round of the coders on each side, first side first: a draw from the id.

    >>> sides_of("6f1c", 2), sides_of("6f1f", 2), sides_of("6f1c", 3)
    ((0, 1), (1, 0), (0, 1, 2))
    """
    drawn = int.from_bytes(hashlib.sha256(f"sides of {item_id}".encode()).digest())
    places = list(range(coders))
    for last in range(coders - 1, 0, -1):
        drawn, other = divmod(drawn, last + 1)
        places[last], places[other] = places[other], places[last]
    return tuple(places)


def masked(item: Item) -> Item:
    """An item as it is shown in masked review. Its id and its coders' ids stay."""
    sides = sides_of(item.id, len(item.readings))
    names = {item.readings[place].coder.name: f"Coder {n}" for n, place in enumerate(sides, 1)}
    decisions = {one.id: _masked_decision(one, item, sides, names) for one in item.decisions}
    swapped = sides == (1, 0)
    return replace(
        item,
        kind=_OTHER_SIDE.get(item.kind, item.kind) if swapped else item.kind,
        readings=tuple(_masked_reading(item.readings[place], names) for place in sides),
        decision=decisions[item.decision.id] if item.decision is not None else None,
        decisions=tuple(decisions.values()),
    )


def stored(item: Item, outcome: str) -> str:
    """An outcome chosen on a masked item as it is stored: a side becomes a coder of the round."""
    if outcome not in LETTERS or LETTERS.index(outcome) >= len(item.readings):
        return outcome
    return LETTERS[sides_of(item.id, len(item.readings))[LETTERS.index(outcome)]]


def masked_likeness(item: Item) -> tuple[object, ...]:
    """What makes masked items alike: the same kind with the same codes, on whichever side."""
    kind = "D3" if item.kind == "D4" else item.kind
    codes = sorted(sorted({c.code_id for c in reading.codings}) for reading in item.readings)
    return kind, tuple(map(tuple, codes))


def carried(outcome: str, there: Item, here: Item) -> str | None:
    """An outcome of a masked item on another one like it; None where it does not carry over.

    A side is carried over by its codes. Where both sides have the same codes it is not: that would
    be to follow a coder.
    """
    if outcome not in LETTERS:
        return outcome
    wanted = {c.code_id for c in there.readings[LETTERS.index(outcome)].codings}
    sides = [
        letter
        for letter, reading in zip(LETTERS, here.readings, strict=False)
        if {c.code_id for c in reading.codings} == wanted
    ]
    return sides[0] if len(sides) == 1 else None


def masked_table(table: Resolution, coders: int) -> Resolution:
    """The resolution table without names: settled for one reading (``a``, whoever's), and the
    balance of who gave way, most often first, as ``one coder``, ``the other``."""
    kinds: dict[str, dict[str, int]] = {}
    for kind, counts in table.kinds.items():
        row = kinds.setdefault("D3" if kind == "D4" else kind, {"items": 0, "open": 0})
        for outcome, count in counts.items():
            key = "a" if outcome in tuple(LETTERS) else outcome
            row[key] = row.get(key, 0) + count
    counted = list(table.yielded.values())
    balance = sorted(counted[:coders], reverse=True)
    who = ("one coder", "the other") if coders == 2 else _WHO
    named = [who[at] if at < len(who) else f"a coder more ({at + 1})" for at in range(coders)]
    rest = dict(list(table.yielded.items())[coders:])
    return replace(table, kinds=kinds, yielded={**dict(zip(named, balance, strict=True)), **rest})


def _masked_reading(reading: CoderReading, names: Mapping[str, str]) -> CoderReading:
    codings = tuple(replace(one, memo=_unnamed(one.memo, names)) for one in reading.codings)
    return CoderReading(replace(reading.coder, name=names[reading.coder.name]), codings)


def _masked_decision(
    decision: Decision, item: Item, sides: tuple[int, ...], names: Mapping[str, str]
) -> Decision:
    shown = {LETTERS[place]: LETTERS[side] for side, place in enumerate(sides)}
    rule, *more = decision.rule.split(" ", 1)
    coded = any(reading.coder.id == decision.by.id for reading in item.readings)
    yielded = decision.yielded
    if yielded not in ("", "both", "third"):
        letters = sorted(shown[letter.lower()] for letter in yielded.split("+"))
        yielded = "+".join(letters).upper()
    return replace(
        decision,
        outcome=shown.get(decision.outcome, decision.outcome),
        note=_unnamed(decision.note, names),
        yielded=yielded,
        rule=" ".join([shown.get(rule, rule), *more]),
        state_before="{}",  # it holds the readings in the order of the round
        by=replace(decision.by, name=ONE_CODER) if coded else decision.by,
    )


def _unnamed(text: str, names: Mapping[str, str]) -> str:
    """A text with the side in place of a coder's name, where it stands as a word."""
    if not text:
        return text
    longest_first = sorted(names, key=len, reverse=True)
    words = "|".join(re.escape(name) for name in longest_first)
    return re.sub(rf"(?<!\w)(?:{words})(?!\w)", lambda found: names[found[0]], text)
