"""The queue of disagreements: in which order it is read, what is alike, how far it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.consensus.nouns import Item
from workbench.consensus.store import code_paths, read_items
from workbench.errors import UsageError
from workbench.study import Person, Round, Study
from workbench.study.layers import note_reading_opened
from workbench.study.rounds import newest_round, round_named, rounds

ORDERS = ("kind", "position", "codes")
KIND_ORDER = {"D5": 0, "D1": 1, "D7": 1, "D3": 2, "D4": 2, "D2": 3, "D6": 3}
KIND_NAMES = {
    "D1": "same place, other code",
    "D2": "other boundaries",
    "D3": "only one coded it",
    "D4": "only one coded it",
    "D5": "names differ",
    "D6": "long against short",
    "D7": "codes that exclude each other",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round's queue is; ``supervisor`` of the open ones are handed on."""

    total: int
    settled: int
    supervisor: int

    @property
    def open(self) -> int:
        """How many are not settled."""
        return self.total - self.settled


def chosen_round(study: Study, name: str | None) -> Round:
    """The round of that name; by default the newest that is not practice, else the newest."""
    if name is not None:
        return round_named(study, name)
    known = rounds(study)
    if known and all(one.practice for one in known):
        return known[-1]
    return newest_round(study)


def items(
    study: Study, viewer: Person | None, round: Round | None = None, *, order: str = "kind"
) -> list[Item]:
    """All items of a round (default: of every round), settled ones too, in the order asked for.

    ``kind`` puts the names to be aligned first, then other codes, one-sided ones, boundaries;
    ``position`` follows the text; ``codes`` puts like pairs of codes together.
    """
    with study.snapshot():
        found = read_items(study, viewer, round_id=round.id if round else None)
        return in_queue_order(study, found, order)


def in_queue_order(study: Study, found: Sequence[Item], order: str = "kind") -> list[Item]:
    """Items in an order that depends on no id."""
    if order not in ORDERS:
        raise UsageError(f"{order} is no order of the queue: choose {', '.join(ORDERS)}")
    places = {code_id: place for place, code_id in enumerate(code_paths(study, None))}
    round_places = {one.id: place for place, one in enumerate(rounds(study))}

    def where(item: Item) -> tuple[object, ...]:
        return round_places[item.round_id], item.transcript, item.start, item.end

    def who(item: Item) -> tuple[object, ...]:
        return item.kind, tuple(
            tuple((places[c.code_id], c.start, c.end) for c in reading.codings)
            for reading in item.readings
        )

    keys: dict[str, Callable[[Item], tuple[object, ...]]] = {
        "kind": lambda item: (KIND_ORDER[item.kind], where(item), who(item)),
        "position": lambda item: (where(item), KIND_ORDER[item.kind], who(item)),
        "codes": lambda item: (
            tuple(places[code_id] for code_id in item.code_ids),
            KIND_ORDER[item.kind],
            where(item),
            who(item),
        ),
    }
    return sorted(found, key=keys[order])


def open_queue(
    study: Study, viewer: Person | None, round: Round, *, order: str = "kind"
) -> list[Item]:
    """The items of a round for somebody who sits down to read them.

    For a coder of the round this is opening the others' readings: what they lock in this round
    from now on counts as discussed.
    """
    found = items(study, viewer, round, order=order)
    if viewer is not None and any(coder.id == viewer.id for coder in round.coders):
        note_reading_opened(study, viewer, round.id, *(item.transcript_id for item in found))
    return found


def likeness(item: Item) -> tuple[object, ...]:
    """What makes items alike, so that one may be settled like another: equal for the same kind with
    the same codes by the same coders."""
    codes = tuple(frozenset(c.code_id for c in reading.codings) for reading in item.readings)
    return item.kind, codes


def progress(study: Study, round: Round | None = None) -> Progress:
    """How many items of a round (default: of every round) there are and are settled."""
    found = read_items(study, None, round_id=round.id if round else None)
    states = [item.state for item in found]
    return Progress(len(found), states.count("settled"), states.count("supervisor"))
