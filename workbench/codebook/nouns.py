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


@dataclass(frozen=True, slots=True)
class LineageStep:
    """What became of a code, or what it came from: one row of the lineage.

    ``kind`` is ``merge``, ``split``, ``rename`` or ``move``; of the last two both ids are the
    same. ``old_name`` and ``new_name`` are what the codes were called then.
    """

    id: str
    kind: str
    from_id: str
    to_id: str
    old_name: str
    new_name: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Joins:
    """How merges make codes be read.

    ``read_as`` holds, by the id of a code that was merged into another, the id of the one it is
    read as now; ``since`` by the id of such a one the moment of the last merge into it.
    """

    read_as: dict[str, str]
    since: dict[str, str]

    def __bool__(self) -> bool:
        return bool(self.read_as)

    def of(self, code_id: str) -> str:
        """What a code is read as: itself, or the one it was merged into."""
        return self.read_as.get(code_id, code_id)

    def family(self, code_id: str) -> tuple[str, ...]:
        """A code, then those that are read as it."""
        return (code_id, *(source for source, to in self.read_as.items() if to == code_id))
