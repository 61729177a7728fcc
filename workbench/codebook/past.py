"""What codes said at a given time: their history, as the journal tells it.

A code is never rewritten without a trace: every change of its cells is an image in the journal.
Undo and redo are changes as well, so that what counts is what a code said, not how often it moved.
"""

from bisect import bisect_right
from dataclasses import dataclass

from workbench.codebook.nouns import Code
from workbench.codebook.store import code_images, reworded_codes
from workbench.study import Study
from workbench.study.journal import Value

GUIDE = ("definition", "when_to_use", "when_not_to_use")
"""The fields that say what a code is to be given to."""
TOLD = ("name", *GUIDE, "example", "origin", "level", "question", "aliases", "exclusive", "retired")
"""The fields whose changes are told, in this order."""

Moment = tuple[str, int]
"""A time as `study.now` writes it and, for two of one millisecond, the number of the change."""
Guide = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rewording:
    """One change of what a code says: when, by whom (``""``: in setting up), and (field, before,
    after) of each cell; nothing before at the making of the code."""

    at: str
    by: str
    fields: tuple[tuple[str, str, str], ...]


def rewordings(study: Study, code: Code) -> list[Rewording]:
    """How a code that somebody sees came to say what it says, oldest first."""
    found = []
    for at, by, before, after in code_images(study, code.id):
        fields = tuple(
            (field, _said(before.get(field)), _said(after.get(field)))
            for field in TOLD
            if _said(before.get(field)) != _said(after.get(field))
        )
        if fields:
            found.append(Rewording(at, by, fields))
    return found


class Guides:
    """What each code told its coders at any time; only codes that were ever reworded are known."""

    def __init__(self, study: Study) -> None:
        self._moments: dict[str, list[Moment]] = {}
        self._guides: dict[str, list[Guide]] = {}
        for code_id, at, number, *guide in reworded_codes(study):
            self._moments.setdefault(code_id, []).append((at, number))
            self._guides.setdefault(code_id, []).append(tuple(map(str, guide)))

    @property
    def reworded(self) -> list[str]:
        """Ids of the codes that say, or said once, something else than at first."""
        return list(self._moments)

    def since(self, code_id: str, moment: Moment) -> tuple[tuple[str, str, str], ...]:
        """What a code tells otherwise now than it did then: (field, before, after).

        What it said at first stands for the time before there was the code. Blanks and line ends
        make no difference.
        """
        if code_id not in self._moments:
            return ()
        at = max(0, bisect_right(self._moments[code_id], moment) - 1)
        then, today = self._guides[code_id][at], self._guides[code_id][-1]
        return tuple(
            (field, before, after)
            for field, before, after in zip(GUIDE, then, today, strict=True)
            if before.split() != after.split()
        )


def _said(cell: Value) -> str:
    if isinstance(cell, int):
        return "yes" if cell else ""
    return str(cell or "")
