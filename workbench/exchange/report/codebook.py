"""The codebook of a report: every code with its guide, versions with what changed, lineage."""

from collections import Counter
from dataclasses import dataclass

from workbench.codebook.differences import compare
from workbench.codebook.nouns import ORIGINS, Code, Difference, LineageStep, Version
from workbench.codebook.store import codes, frozen_codes, lineage, present_codes, versions
from workbench.study import Person, Study
from workbench.themes.evidence import Evidence


@dataclass(frozen=True, slots=True)
class UsedCode:
    """A code, and what carries it: passages that count, and the participants who speak in them."""

    code: Code
    passages: int
    participants: int


@dataclass(frozen=True, slots=True)
class Change:
    """A frozen version (None: the codebook as it is now) and how it differs from the one before."""

    version: Version | None
    differences: tuple[Difference, ...]

    def of_kind(self, kind: str) -> list[Difference]:
        """The differences of one kind: added, removed or changed."""
        return [one for one in self.differences if one.kind == kind]


@dataclass(frozen=True, slots=True)
class Book:
    """The codebook: codes in use or with passages, in order, its versions, what became of codes."""

    codes: tuple[UsedCode, ...]
    changes: tuple[Change, ...]
    lineage: tuple[LineageStep, ...]

    @property
    def origins(self) -> dict[str, int]:
        """How many codes are of which origin; origins without a code are left out."""
        counts = Counter(one.code.origin for one in self.codes)
        return {origin: counts[origin] for origin in ORIGINS if counts[origin]}

    @property
    def bare(self) -> list[str]:
        """Codes without a definition, by path."""
        return [one.code.path for one in self.codes if not one.code.definition.strip()]

    @property
    def own(self) -> int:
        """How many codes a single coder made."""
        return sum(not one.code.shared for one in self.codes)


def book_of(study: Study, viewer: Person | None, found: Evidence) -> Book:
    """The codebook as the viewer may see it."""
    passages: Counter[str] = Counter()
    people: dict[str, set[str]] = {}
    for one in found.references:
        passages[one.code_id] += 1
        if one.voice.participant:
            people.setdefault(one.code_id, set()).add(one.voice.participant)
    used = tuple(
        UsedCode(code, passages[code.id], len(people.get(code.id, ())))
        for code in codes(study, viewer, retired=True)
        if not code.retired or passages[code.id]
    )
    return Book(used, _changes(study), tuple(lineage(study, viewer)))


def _changes(study: Study) -> tuple[Change, ...]:
    """Each version beside the one before, and the present where it differs from the last."""
    found = []
    before = None
    for version in versions(study):
        held = frozen_codes(study, version.id)
        differences = () if before is None else tuple(compare(before, held))
        found.append(Change(version, differences))
        before = held
    if before is not None and (since := compare(before, present_codes(study))):
        found.append(Change(None, tuple(since)))
    return tuple(found)
