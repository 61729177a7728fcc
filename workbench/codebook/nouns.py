"""The nouns of the codebook: a code, a frozen version, and what differs between two versions."""

from dataclasses import dataclass

ORIGINS = ("deductive", "inductive", "in-vivo")
LEVELS = ("semantic", "latent")
HUES = ("blue", "gold", "mint", "orange", "mauve")


@dataclass(frozen=True, slots=True)
class Code:
    """One code as a certain viewer sees it.

    ``path`` names it with its parents, ``depth`` counts those (0 for the top of a branch).
    ``position`` is its place, from 0, in the list it came in. ``letter`` is unique in that list
    (``letter_chosen``: by a person), ``hue`` one of :data:`HUES`. ``maker_id`` and ``maker`` are
    empty for shared codes. An ``exclusive`` code goes with no other one on the same passage.
    """

    id: str
    name: str
    path: str
    depth: int
    parent_id: str | None
    definition: str
    when_to_use: str
    when_not_to_use: str
    example: str
    origin: str
    level: str
    colour: str
    question: str
    aliases: tuple[str, ...]
    letter: str
    hue: str
    exclusive: bool
    maker_id: str | None
    maker: str
    retired: bool
    position: int
    letter_chosen: bool = False

    @property
    def shared(self) -> bool:
        """Whether it belongs to the study rather than to the person who made it."""
        return self.maker_id is None


@dataclass(frozen=True, slots=True)
class Version:
    """One frozen state of the shared codebook; ``codes`` counts them."""

    id: str
    number: int
    note: str
    at: str
    codes: int


@dataclass(frozen=True, slots=True)
class FrozenCode:
    """A shared code as a version holds it."""

    code_id: str
    path: str
    definition: str
    when_to_use: str
    when_not_to_use: str
    example: str
    origin: str
    level: str


@dataclass(frozen=True, slots=True)
class Difference:
    """How one code differs between two states of the codebook.

    ``kind`` is ``added``, ``removed`` or ``changed``; ``path`` the later one where there is one;
    ``fields`` holds (field, before, after) of a changed code.
    """

    kind: str
    code_id: str
    path: str
    fields: tuple[tuple[str, str, str], ...] = ()
