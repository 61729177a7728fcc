"""Codes that may be one: by what they were given to, then by what they are called.

Proposed to a person with both definitions, and never merged by itself.
"""

from collections import defaultdict
from dataclasses import dataclass

from workbench.codebook.near import ALIKE_FROM, pairs, spelling
from workbench.codebook.nouns import Code
from workbench.codebook.store import codes, distinctions
from workbench.coding.spans import Span, covered, shared, united
from workbench.coding.store import codings
from workbench.study import Person, Study

SHARED_FROM = 0.25
"""Least share of the text of two codes that both have, at which they are proposed for it."""
Texts = dict[str, list[Span]]


@dataclass(frozen=True, slots=True)
class Near:
    """Two codes that may be one.

    ``spelling`` says how much alike they are called (0 to 100). Of the characters that either code
    was given to, ``either``, both were given to ``both``, as far as the viewer may see, whoever
    gave them; 0 of 0 where one of them was given to nothing. ``apart``: somebody said that they
    are not the same.
    """

    first: Code
    second: Code
    spelling: float
    both: int
    either: int
    apart: bool

    @property
    def share(self) -> float:
        """The share (0 to 1) of the text of either that is text of both."""
        return self.both / self.either if self.either else 0.0


def near_codes(study: Study, viewer: Person | None, *, apart: bool = False) -> list[Near]:
    """Pairs of codes that may be one: those that share most text first, then the most alike.

    Pairs of which somebody said that they are not the same are left out, unless ``apart``.
    """
    with study.snapshot():
        known = codes(study, viewer)
        told_apart = distinctions(study, viewer)
        texts = _texts(study, viewer)
    found = []
    for first, second in pairs(known):
        different = frozenset((first.id, second.id)) in told_apart
        if different and not apart:
            continue
        both, either = _overlap(texts.get(first.id), texts.get(second.id))
        alike = spelling(first, second)
        if alike >= ALIKE_FROM or (either and both / either >= SHARED_FROM):
            found.append(Near(first, second, alike, both, either, different))
    return sorted(found, key=lambda n: (-n.share, -n.spelling, n.first.position, n.second.position))


def text_of_both(study: Study, viewer: Person | None, first: str, second: str) -> tuple[int, int]:
    """Characters given to both of two codes, by id, and those given to either, as far as the
    viewer may see, whoever gave them; 0 of 0 where one of them was given to nothing."""
    texts = _texts(study, viewer)
    return _overlap(texts.get(first), texts.get(second))


def _texts(study: Study, viewer: Person | None) -> dict[str, Texts]:
    """By code and transcript: what was coded with it, united."""
    spans: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for coding in codings(study, viewer):
        spans[coding.code_id][coding.transcript_id].append((coding.start, coding.end))
    return {
        code_id: {transcript_id: united(listed) for transcript_id, listed in of_code.items()}
        for code_id, of_code in spans.items()
    }


def _overlap(first: Texts | None, second: Texts | None) -> tuple[int, int]:
    """Characters that both have, and that either has; none where one of them has no text."""
    if not first or not second:
        return 0, 0
    both = sum(covered(shared(first[one], second[one])) for one in first.keys() & second.keys())
    each = sum(covered(spans) for texts in (first, second) for spans in texts.values())
    return both, each - both
