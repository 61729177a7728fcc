"""The nouns of a REFI project, as a file holds them.

GUIDs are lower case with hyphens, whatever the file writes; ``""`` stands for what is missing.
``at`` is a moment as the study writes it, or ``""``. Positions are those of the file.
"""

from dataclasses import dataclass, field

ORIGIN = "thematic-workbench"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who coded or wrote."""

    guid: str
    name: str


@dataclass(frozen=True, slots=True)
class Code:
    """A code with those below it; one that is not ``codable`` is a heading or a theme."""

    guid: str
    name: str
    codable: bool = True
    colour: str = ""
    description: str = ""
    notes: tuple[str, ...] = ()
    below: tuple["Code", ...] = ()


@dataclass(frozen=True, slots=True)
class Set:
    """A set of codes or sources; themes go out as sets of codes."""

    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """An attribute of cases or sources; ``kind`` is one of the standard's types."""

    guid: str
    name: str
    kind: str = "Text"


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a variable, as text."""

    variable: str
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """A participant, with the sources and selections in which they speak."""

    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    sources: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """A code given by somebody, to the selection or source it stands in."""

    guid: str
    code: str
    user: str = ""
    at: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """A stretch of a text, ``[start, end)``; ``name`` is mostly a quote of it."""

    guid: str
    name: str
    start: int
    end: int
    user: str = ""
    at: str = ""
    description: str = ""
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A text: in the file itself (``inline``), or at ``path`` in the package.

    ``kind`` is the element it stood in, for sources that are no texts but hold one.
    """

    guid: str
    name: str
    path: str = ""
    inline: str | None = None
    description: str = ""
    user: str = ""
    at: str = ""
    selections: tuple[Selection, ...] = ()
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    kind: str = "TextSource"


@dataclass(frozen=True, slots=True)
class Note:
    """A memo: a text with an author. ``path`` where the text lies in the package."""

    guid: str
    name: str
    text: str
    user: str = ""
    at: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A tie between two things."""

    guid: str
    name: str
    origin: str
    target: str


@dataclass(frozen=True, slots=True)
class Project:
    """A whole project. ``losses`` are what reading it could not take, a sentence each."""

    name: str
    origin: str = ORIGIN
    at: str = ""
    users: tuple[User, ...] = ()
    codes: tuple[Code, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[Note, ...] = ()
    links: tuple[Link, ...] = ()
    sets: tuple[Set, ...] = ()
    description: str = ""
    noted: tuple[str, ...] = ()
    losses: tuple[str, ...] = field(default=())

    @property
    def ours(self) -> bool:
        """Whether this program wrote it."""
        return self.origin.startswith(ORIGIN)
