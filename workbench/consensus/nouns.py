"""The nouns of consensus: items of the queue, decisions, and codings of the third layer."""

from dataclasses import dataclass

from workbench.study import Person

OUTCOMES = ("both", "neither", "span", "code", "definition", "supervisor", "differ")
REASONS = ("definition", "overlooked", "boundary", "inference", "context", "slip")
CONSENSUS_NAME = "Consensus"  # what stands for the third layer among the names of coders
LETTERS = "abcdefghijklmnopqrstuvwxyz"  # a coder's outcome: their place in the round


@dataclass(frozen=True, slots=True)
class AgreedCoding:
    """A coding of the third layer. ``item_id`` is empty where every coder coded alike."""

    id: str
    transcript_id: str
    transcript: str
    round_id: str
    start: int
    end: int
    code_id: str
    code: str
    memo: str
    item_id: str


@dataclass(frozen=True, slots=True)
class Recoding:
    """That an agreed coding without a disagreement got another code: paths, and who says why."""

    coding_id: str
    transcript: str
    start: int
    end: int
    old_code: str
    new_code: str
    reason: str
    note: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Locked:
    """A transcript that was locked, the seal of the layer, and whether that revealed it."""

    transcript: str
    sha256: str
    revealed: bool


@dataclass(frozen=True, slots=True)
class ReadCoding:
    """One united span in an item, ``[start, end)`` code points; ``code`` is its path now."""

    code_id: str
    code: str
    start: int
    end: int
    memo: str


@dataclass(frozen=True, slots=True)
class CoderReading:
    """What one coder of the round has in an item; no codings: they coded nothing like it there."""

    coder: Person
    codings: tuple[ReadCoding, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on an item.

    ``yielded`` names by letter (A for the first coder of the round) whose reading gave way,
    several joined by ``+``; ``both`` where all gave way and nothing is left, ``third`` where all
    gave way to a new reading, ``""`` where nobody did. ``rule`` is the rule of a settling in bulk.
    ``state_before`` is JSON. Codebook versions are numbers, as text.
    """

    id: str
    item_id: str
    outcome: str
    reason: str
    note: str
    start: int | None
    end: int | None
    code_id: str | None
    code: str
    yielded: str
    rule: str
    state_before: str
    by: Person
    codebook_before: str
    codebook_after: str
    at: str


@dataclass(frozen=True, slots=True)
class Item:
    """One disagreement of the queue; its id stays for good.

    ``readings`` has one entry a coder of the round, in their order. ``state`` is ``open``,
    ``supervisor`` (still open, handed on) or ``settled``; ``decision`` is the one that made it so
    (None while nobody decided), ``decisions`` are all, oldest first. ``overlap`` is intersection
    over union, 0..1.
    """

    id: str
    kind: str
    round_id: str
    transcript_id: str
    transcript: str
    start: int
    end: int
    overlap: float
    related: bool
    readings: tuple[CoderReading, ...]
    state: str
    decision: Decision | None
    decisions: tuple[Decision, ...]

    @property
    def open(self) -> bool:
        """Whether it still waits for a decision, be it a supervisor's."""
        return self.state != "settled"

    @property
    def codes(self) -> dict[str, list[str]]:
        """Who put which codes there: coder's name to code paths; who coded nothing is left out."""
        return {
            reading.coder.name: list(dict.fromkeys(coding.code for coding in reading.codings))
            for reading in self.readings
            if reading.codings
        }

    @property
    def code_ids(self) -> tuple[str, ...]:
        """Every code in the item once, in the order of the coders."""
        return tuple(
            dict.fromkeys(coding.code_id for reading in self.readings for coding in reading.codings)
        )
