"""Where one code was given in place of another: the passages behind a cell of the confusion matrix.

As in the matrix, a place counts only where the one coder gave the first code and not the second,
and the other the second and not the first.
"""

from itertools import permutations

from workbench.coding.spans import Span, shared, united
from workbench.consensus.comparison import Exchanged, RoundReport
from workbench.consensus.passages import Passage
from workbench.corpus.store import participant_ranges, text, transcripts, turns
from workbench.corpus.turns import turn_at
from workbench.study import Study

EXCHANGED = "exchanged"
"""How such a passage was read: by each of its coders, but under another code."""


def exchanged_places(study: Study, found: RoundReport, pair: Exchanged) -> list[Passage]:
    """The places, in the order of the texts; each names the coder of the first code first."""
    known = {one.name: one.id for one in transcripts(study)}
    orders = (
        [(pair.first_coder, pair.second_coder)]
        if pair.first_coder
        else list(permutations(found.report.coders, 2))
    )
    listed = []
    for name in found.compared:
        identifier = known[name]
        body, numbered = text(study, identifier), turns(study, identifier)
        base: list[Span] = [(0, len(body))]
        if found.base == "participants":
            base = participant_ranges(study, identifier)
        for coders in orders:
            for start, end in shared(_places(found, name, pair, coders), base):
                turn = turn_at(numbered, start)
                listed.append(
                    Passage(identifier, name, turn, start, end, coders, EXCHANGED, body[start:end])
                )
    return sorted(listed, key=lambda one: (one.transcript, one.start, one.end))


def _places(
    found: RoundReport, transcript: str, pair: Exchanged, coders: tuple[str, str]
) -> list[Span]:
    def given(coder: str, code: str) -> list[Span]:
        return united(
            (start, end)
            for where, what, who, start, end in found.spans
            if (where, what, who) == (transcript, code, coder)
        )

    one, two = coders
    first = _less(given(one, pair.first), given(one, pair.second))
    second = _less(given(two, pair.second), given(two, pair.first))
    first = _less(first, given(two, pair.first))
    return shared(first, _less(second, given(one, pair.second)))


def _less(spans: list[Span], taken: list[Span]) -> list[Span]:
    """What is left of disjoint sorted spans outside of others.

    >>> _less([(0, 10), (20, 30)], [(3, 5), (8, 22)])
    [(0, 3), (5, 8), (22, 30)]
    """
    left = []
    for start, end in spans:
        for other_start, other_end in taken:
            if other_end <= start or other_start >= end:
                continue
            if start < other_start:
                left.append((start, other_start))
            start = max(start, other_end)
        if start < end:
            left.append((start, end))
    return left
