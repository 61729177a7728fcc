"""Consensus in a report: how the differences of each round were settled, and which still stand."""

from dataclasses import dataclass

from workbench.consensus.nouns import LETTERS, Item
from workbench.consensus.queue import KIND_NAMES, items
from workbench.consensus.resolution import Resolution, resolution_table
from workbench.exchange.report.rounds import Done
from workbench.study import Person, Study

OUTCOME_WORDS = {
    "both": "both",
    "neither": "neither",
    "span": "another span",
    "code": "another code",
    "definition": "definition",
    "differ": "agree to differ",
}
REASON_WORDS = {
    "definition": "definition unclear",
    "overlooked": "overlooked",
    "boundary": "boundary",
    "inference": "level of inference",
    "context": "knowledge of the context",
    "slip": "slip",
}
YIELDED_WORDS = {"both": "all gave way", "third": "all, to a new reading", "nobody": "nobody"}
DIFFER = "differ"


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of disagreement: its items, how many came out which way (by column), how many wait."""

    kind: str
    name: str
    items: int
    outcomes: tuple[int, ...]
    open: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A difference that the coders agreed to leave: where, who read what, and why."""

    transcript: str
    start: int
    end: int
    readings: tuple[tuple[str, str], ...]
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class Settled:
    """How one round was settled. ``columns`` head the outcomes of the kinds, in their order."""

    table: Resolution
    coders: tuple[str, ...]
    columns: tuple[str, ...]
    kinds: tuple[KindLine, ...]
    reasons: tuple[tuple[str, int], ...]
    yielded: tuple[tuple[str, int], ...]
    differing: tuple[Standing, ...]

    @property
    def settled(self) -> int:
        """Items with a decision that stands."""
        return self.table.items - self.table.open

    @property
    def totals(self) -> tuple[int, ...]:
        """The outcomes of all kinds together, by column."""
        return tuple(
            sum(line.outcomes[at] for line in self.kinds) for at in range(len(self.columns))
        )


def settling_of(study: Study, viewer: Person | None, done: tuple[Done, ...]) -> tuple[Settled, ...]:
    """A resolution table for each round in which something could be settled; none of practice."""
    return tuple(
        _settled(study, viewer, one)
        for one in done
        if not one.round.practice and one.several and one.revealed
    )


def _settled(study: Study, viewer: Person | None, done: Done) -> Settled:
    round_ = done.round
    table = resolution_table(study, round_)
    coders = {letter: c.name for letter, c in zip(LETTERS, round_.coders, strict=False)}
    words = {**{letter: f"as {name}" for letter, name in coders.items()}, **OUTCOME_WORDS}
    occurring = [key for key in words if any(key in counts for counts in table.kinds.values())]
    kinds = tuple(
        KindLine(
            kind,
            _kind_name(kind, list(coders.values())),
            counts["items"],
            tuple(counts.get(key, 0) for key in occurring),
            counts["open"],
        )
        for kind, counts in table.kinds.items()
    )
    return Settled(
        table=table,
        coders=tuple(coders.values()),
        columns=tuple(words[key] for key in occurring),
        kinds=kinds,
        reasons=tuple((REASON_WORDS[key], n) for key, n in table.reasons.items()),
        yielded=tuple((YIELDED_WORDS.get(key, key), n) for key, n in table.yielded.items()),
        differing=tuple(
            _standing(item)
            for item in items(study, viewer, round_, order="position")
            if item.state == "settled" and item.decision and item.decision.outcome == DIFFER
        ),
    )


def _kind_name(kind: str, coders: list[str]) -> str:
    if kind == "D3" and len(coders) == 2:
        return f"only {coders[0]} coded it"
    if kind == "D4":
        return f"only {coders[1]} coded it"
    return "only some coded it" if kind == "D3" else KIND_NAMES[kind]


def _standing(item: Item) -> Standing:
    readings = tuple(
        (
            reading.coder.name,
            ", ".join(dict.fromkeys(c.code for c in reading.codings)) or "nothing",
        )
        for reading in item.readings
    )
    decision = item.decision
    return Standing(
        item.transcript,
        item.start,
        item.end,
        readings,
        decision.note if decision else "",
        decision.by.name if decision else "",
    )
