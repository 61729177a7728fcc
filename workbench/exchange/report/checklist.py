"""Reporting checklists: which of them goes with a mode, and where the report answers each item.

Items are named in a few words of our own; the lists themselves are their authors'.
"""

from dataclasses import dataclass

from workbench.exchange.report.checklist_items import CHECKLISTS, Asked
from workbench.exchange.report.material import Material
from workbench.exchange.report.options import CODEBOOK, REFLEXIVE, RELIABILITY

OF_MODE = {
    RELIABILITY: (("COREQ", "SRQR"), "COREQ and SRQR go with coding reliability."),
    CODEBOOK: (("COREQ", "SRQR"), "COREQ or SRQR goes with a codebook analysis: hand in one."),
    REFLEXIVE: (("RTARG", "SRQR"), "RTARG and SRQR go with reflexive analysis; COREQ does not."),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An item with the sections (by key) that answer it, wholly or ``partly``; empty: none does."""

    number: str
    words: str
    sections: tuple[str, ...]
    partly: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """One checklist with its answers."""

    key: str
    name: str
    source: str
    answers: tuple[Answer, ...]

    @property
    def answered(self) -> int:
        """Items for which the report has something."""
        return sum(bool(one.sections) for one in self.answers)


def checklists_of(material: Material) -> tuple[str, tuple[Checklist, ...]]:
    """What goes with the mode of the study, in a sentence, and the lists."""
    keys, words = OF_MODE[material.mode]
    there = _there(material)
    lists = tuple(
        Checklist(
            key,
            CHECKLISTS[key].name,
            CHECKLISTS[key].source,
            tuple(_answer(item, there) for item in CHECKLISTS[key].items),
        )
        for key in keys
    )
    return words, lists


def _answer(item: Asked, there: set[str]) -> Answer:
    found = tuple(section for section in item.sections if section in there)
    return Answer(item.number, item.words, found, item.partly if found else "")


def _there(material: Material) -> set[str]:
    """Sections that have something to say in this study."""
    facts = {
        "glance": True,
        "material": bool(material.corpus.texts),
        "codebook": bool(material.book.codes),
        "coding": bool(material.rounds),
        "agreement": bool(material.agreement),
        "consensus": bool(material.settling),
        "themes": bool(material.themes.shown),
        "extracts": any(one.quotes for one in material.themes.shown),
        "saturation": bool(material.curves),
        "phases": bool(material.corpus.texts),
        "figures": bool(material.numbers.counted or material.numbers.passages),
        "logs": bool(material.numbers.lineage or material.numbers.challenges),
        "challenges": bool(material.numbers.challenges),
        "attributes": bool(material.corpus.attributes and material.numbers.counted),
        "audit": bool(material.audit.changes),
        "limits": True,
    }
    return {name for name, fact in facts.items() if fact}
