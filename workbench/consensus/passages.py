"""The passages behind a figure: where the coders of a round gave one code, and whether alike.

A passage is what is connected by overlap, over all coders. It is judged within the base of the
comparison, as the figures are: coders who differ in a question alone do not differ.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.coding.spans import Span, shared
from workbench.consensus.comparison import RoundReport
from workbench.corpus.store import participant_ranges, text, transcripts, turns
from workbench.corpus.turns import turn_at
from workbench.study import Study

ALIKE, ENDS, SOME = "alike", "ends", "some"


@dataclass(frozen=True, slots=True)
class Passage:
    """A place where at least one coder gave the code; ``[start, end)`` are code points.

    ``how`` is ``alike``, ``ends`` (all gave it, but begin or end elsewhere) or ``some`` (not all
    gave it). ``coders`` are those who did, in the order of the round; ``turn`` is None outside all
    turns.
    """

    transcript_id: str
    transcript: str
    turn: int | None
    start: int
    end: int
    coders: tuple[str, ...]
    how: str
    text: str

    @property
    def differs(self) -> bool:
        """Whether the coders read it differently."""
        return self.how != ALIKE


def passages_by_code(study: Study, found: RoundReport) -> dict[str, list[Passage]]:
    """Every passage of every code compared, by the name of the code, in the order of the texts."""
    with study.snapshot():
        known = {one.name: one.id for one in transcripts(study)}
        material = {
            name: _Material(study, known[name], name, found.base) for name in found.compared
        }
    readings: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
    for transcript, code, coder, start, end in found.spans:
        readings[code, transcript].append((start, end, coder))
    listed: dict[str, list[Passage]] = {code: [] for code in found.shown}
    for (code, transcript), spans in sorted(readings.items()):
        for together in _connected(spans):
            passage = material[transcript].judge(together, found.report.coders)
            if passage is not None:
                listed[code].append(passage)
    return listed


def _connected(spans: Iterable[tuple[int, int, str]]) -> list[list[tuple[int, int, str]]]:
    """Spans in groups that hang together by overlap, whoever made them.

    >>> [len(group) for group in _connected([(0, 5, "A"), (3, 9, "B"), (9, 12, "A")])]
    [2, 1]
    """
    groups: list[list[tuple[int, int, str]]] = []
    reach = 0
    for span in sorted(spans):
        if not groups or span[0] >= reach:
            groups.append([])
            reach = 0
        groups[-1].append(span)
        reach = max(reach, span[1])
    return groups


class _Material:
    """One transcript: its text, its base and its turns."""

    def __init__(self, study: Study, transcript_id: str, name: str, base: str) -> None:
        self._id, self._name = transcript_id, name
        self._text = text(study, transcript_id)
        self._base: Sequence[Span] | None = (
            participant_ranges(study, transcript_id) if base == "participants" else None
        )
        self._turns = turns(study, transcript_id)

    def judge(self, spans: Sequence[tuple[int, int, str]], coders: Sequence[str]) -> Passage | None:
        """The passage that these spans make; None where nothing of them is in the base."""
        clipped: dict[str, list[Span]] = {}
        for coder in coders:
            own = [(start, end) for start, end, who in spans if who == coder]
            inside = shared(own, own if self._base is None else self._base)
            if inside:
                clipped[coder] = inside
        if not clipped:
            return None
        start = min(pieces[0][0] for pieces in clipped.values())
        end = max(pieces[-1][1] for pieces in clipped.values())
        how = SOME
        if len(clipped) == len(coders):
            first, *others = clipped.values()
            how = ALIKE if all(other == first for other in others) else ENDS
        return Passage(
            transcript_id=self._id,
            transcript=self._name,
            turn=turn_at(self._turns, start),
            start=start,
            end=end,
            coders=tuple(clipped),
            how=how,
            text=self._text[start:end],
        )
