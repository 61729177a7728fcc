"""What the parts of an import share: the change that is open, the project, and what to tell."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from workbench.exchange.refi import store
from workbench.exchange.refi.nouns import Note, Project
from workbench.study import Person, Study, Writer, new_id

MOST_NAMED = 20


@dataclass(slots=True)
class Telling:
    """Counts of what came in, what a person should know, and what was lost, in sentences."""

    counts: dict[str, int] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)

    def count(self, what: str, number: int = 1) -> None:
        """So many more of it came in."""
        self.counts[what] = self.counts.get(what, 0) + number

    def lost(self, what: str, each: Iterable[str]) -> None:
        """Name what was lost, the first of many one by one."""
        listed = list(each)
        if listed:
            more = len(listed) - MOST_NAMED
            shown = "; ".join(listed[:MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")
            self.losses.append(f"{what} ({len(listed)}): {shown}")


@dataclass(frozen=True, slots=True)
class Coming:
    """One import under way."""

    study: Study
    write: Writer
    by: Person | None
    project: Project
    told: Telling

    def id_for(self, table: str, guid: str) -> str:
        """The GUID of the file as the id of a new row; another one where a row has it."""
        return new_id() if store.taken(self.study, table, [guid]) else guid

    def ids_for(self, table: str, guids: Iterable[str]) -> list[str]:
        """The same for many rows at once, in order; a GUID that comes again gets another id."""
        wanted = list(guids)
        gone = store.taken(self.study, table, wanted)
        found = []
        for guid in wanted:
            found.append(new_id() if guid in gone else guid)
            gone.add(guid)
        return found

    def notes_by_guid(self) -> dict[str, Note]:
        """The notes of the project."""
        return {note.guid: note for note in self.project.notes}


def printable(name: str, longest: int, otherwise: str) -> str:
    """A name on one line, without what does not print; ``otherwise`` where nothing is left.

    >>> printable("one\\ntwo\\x07 ", 20, "nameless")
    'one two'
    """
    line = " ".join(name.split())
    kept = "".join(c for c in line if c.isprintable() or unicodedata.category(c) == "Zs")
    return kept.strip()[:longest].rstrip() or otherwise


def free_name(name: str, taken: set[str], longest: int = 200) -> str:
    """The name, or with the next number behind it where it is taken; compared without case.

    The name is taken from then on.
    """
    number, free = 1, name
    while unicodedata.normalize("NFC", free).casefold() in taken:
        number += 1
        mark = f" ({number})"
        free = name[: longest - len(mark)].rstrip() + mark
    taken.add(unicodedata.normalize("NFC", free).casefold())
    return free
