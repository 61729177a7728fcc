"""The nouns of the study station."""

from dataclasses import dataclass

ROLES = ("coder", "supervisor")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts and looks. ``retired`` people keep their work but get none anew."""

    id: str
    name: str
    role: str
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """A round of coding: who (in this order) codes which transcripts, blind to each other."""

    id: str
    name: str
    practice: bool
    closed: bool
    coders: tuple[Person, ...]
    transcripts: tuple[str, ...]  # names, in order
    sample: str
    seed: int | None
    codebook_version: int
    codebook_frozen: bool


@dataclass(frozen=True, slots=True)
class Layer:
    """One coder's codings of one transcript in one round.

    That it is ``locked`` is a fact for everybody; its seal, and when it was locked, are for those
    who may see inside, and not in here. ``discussed``: its coder may have known another's reading
    of the round when they locked it. Version 1 is what is compared; a later version stems from an
    unlocking after reveal.
    """

    id: str
    round_id: str
    round_name: str
    transcript_id: str
    transcript: str
    person: Person
    version: int
    locked: bool
    revealed: bool
    practice: bool
    discussed: bool
