"""What themes rest on: the passages that count, and who said them.

Per transcript of a round the third layer counts. Where the method has none, the revealed reading
takes its place: with a single coder, and in a reflexive study as long as nobody has settled a
difference, for there differing readings are kept. Practice rounds never count. A passage with the
same code and span in two rounds or readings counts once.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.coding.nouns import Coding
from workbench.coding.store import codings
from workbench.consensus.nouns import CONSENSUS_NAME, AgreedCoding
from workbench.consensus.store import consensus_codings
from workbench.corpus.nouns import StoredTurn
from workbench.corpus.store import speakers, turns
from workbench.study import Study
from workbench.study.layers import anything_revealed, layers
from workbench.study.rounds import rounds

CONSENSUS = "consensus"
CODER = "coder"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a passage.

    ``turn`` is the number of the turn, None outside all turns. ``participant`` names the person
    by case, else by transcript and label; it is empty for an interviewer and outside all turns.
    """

    turn: int | None = None
    speaker: str = ""
    case: str = ""
    participant: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """One coded passage that counts, with whoever speaks in it.

    ``layer`` is ``consensus`` or ``coder``; ``coder`` the coder's name, or ``Consensus``.
    """

    id: str
    transcript_id: str
    transcript: str
    start: int
    end: int
    code_id: str
    code: str
    memo: str
    layer: str
    coder: str
    voice: Voice


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that counts, by transcript, start, end and code, and out of what.

    ``transcripts`` are the names of those that were counted, ``participants`` everybody who
    answers in them. ``layers`` says which kinds of reading were counted.
    """

    references: tuple[Reference, ...]
    transcripts: tuple[str, ...]
    participants: tuple[str, ...]
    layers: frozenset[str]

    @property
    def words(self) -> str:
        """What was counted, for the head of a screen or report.

        >>> Evidence((), ("S1-01",), (), frozenset({"consensus"})).words
        'agreed codings of 1 transcript'
        """
        count = len(self.transcripts)
        if not count:
            return "nothing to count until every coder of a transcript has locked it"
        what = "agreed codings"
        if CODER in self.layers:
            what = "codings" if CONSENSUS not in self.layers else "agreed and single codings"
        return f"{what} of {count} transcript{'s' if count > 1 else ''}"


class Voices:
    """Finds who speaks in a passage; turns are read once a transcript."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._turns: dict[str, list[StoredTurn]] = {}
        self._starts: dict[str, list[int]] = {}
        everybody = speakers(study)
        self._answering = Counter(s.transcript for s in everybody if not s.interviewer)
        self._names = {
            s.id: s.case or self._fallback(s.transcript, s.label)
            for s in everybody
            if not s.interviewer
        }
        self._of_transcript: dict[str, list[str]] = {}
        for speaker in everybody:
            if speaker.id in self._names:
                of_it = self._of_transcript.setdefault(speaker.transcript_id, [])
                of_it.append(self._names[speaker.id])

    def _fallback(self, transcript: str, label: str) -> str:
        return transcript if self._answering[transcript] == 1 else f"{transcript} {label}".strip()

    def participants(self, transcript_ids: Iterable[str]) -> tuple[str, ...]:
        """Everybody who answers in these transcripts, each once, in alphabetical order."""
        found = {name for one in transcript_ids for name in self._of_transcript.get(one, ())}
        return tuple(sorted(found))

    def of(self, transcript_id: str, start: int, end: int) -> Voice:
        """The voice of a span: of the turn that it covers most of, the first on a tie.

        Turns of participants go first: a span that takes in the question belongs to whoever
        answers it.
        """
        covered = self._covered(transcript_id, start, end)
        if not covered:
            return Voice()
        answers = [turn for turn in covered if not turn.interviewer]
        turn = max(answers or covered, key=lambda t: min(t.end, end) - max(t.start, start))
        return Voice(turn.number, turn.speaker, turn.case, self._names.get(turn.speaker_id, ""))

    def _covered(self, transcript_id: str, start: int, end: int) -> list[StoredTurn]:
        if transcript_id not in self._turns:
            self._turns[transcript_id] = turns(self._study, transcript_id)
            self._starts[transcript_id] = [turn.start for turn in self._turns[transcript_id]]
        listed, starts = self._turns[transcript_id], self._starts[transcript_id]
        first = max(bisect_right(starts, start) - 1, 0)
        last = bisect_right(starts, end - 1)
        return [turn for turn in listed[first:last] if min(turn.end, end) > max(turn.start, start)]


def evidence(study: Study, voices: Voices | None = None) -> Evidence:
    """What counts in this study now. The same for everybody: all of it is revealed."""
    if not anything_revealed(study):
        return Evidence((), (), (), frozenset())
    practice = {round_.id for round_ in rounds(study) if round_.practice}
    coders: dict[tuple[str, str], set[str]] = {}
    names: dict[str, str] = {}
    for layer in layers(study, revealed_only=True):
        if layer.round_id not in practice:
            coders.setdefault((layer.round_id, layer.transcript_id), set()).add(layer.person.id)
            names[layer.transcript_id] = layer.transcript
    if not coders:
        return Evidence((), (), (), frozenset())
    voices = voices or Voices(study)
    agreed = [c for c in consensus_codings(study) if (c.round_id, c.transcript_id) in coders]
    present = {(c.round_id, c.transcript_id) for c in agreed}
    settled = {(c.round_id, c.transcript_id) for c in agreed if c.item_id}
    single = _counted_by_coder(coders, study.mode == "reflexive", present, settled)
    found = [reference(c, voices) for c in agreed if (c.round_id, c.transcript_id) not in single]
    if single:
        found += [
            reference(c, voices)
            for c in codings(study, None)
            if (c.round_id, c.transcript_id) in single
        ]
    kinds = {CODER if key in single else CONSENSUS for key in coders}
    return Evidence(
        _each_once(found),
        tuple(sorted(names.values())),
        voices.participants(names),
        frozenset(kinds),
    )


def reference(coding: Coding | AgreedCoding, voices: Voices) -> Reference:
    """A coding with whoever speaks in it, as a reference of its coder or of the third layer."""
    layer, coder = (
        (CODER, coding.coder) if isinstance(coding, Coding) else (CONSENSUS, CONSENSUS_NAME)
    )
    return Reference(
        id=coding.id,
        transcript_id=coding.transcript_id,
        transcript=coding.transcript,
        start=coding.start,
        end=coding.end,
        code_id=coding.code_id,
        code=coding.code,
        memo=coding.memo,
        layer=layer,
        coder=coder,
        voice=voices.of(coding.transcript_id, coding.start, coding.end),
    )


def _counted_by_coder(
    coders: dict[tuple[str, str], set[str]],
    reflexive: bool,
    present: set[tuple[str, str]],
    settled: set[tuple[str, str]],
) -> set[tuple[str, str]]:
    """The (round, transcript) pairs whose revealed readings count instead of the third layer."""
    if reflexive:
        return {key for key in coders if key not in settled}
    return {key for key, people in coders.items() if len(people) == 1 and key not in present}


def _each_once(references: Sequence[Reference]) -> tuple[Reference, ...]:
    """By transcript, start, end and code; the agreed one where a passage was found twice."""
    kept: dict[tuple[str, int, int, str], Reference] = {}
    for one in sorted(references, key=lambda r: (r.layer != CONSENSUS, r.coder)):
        kept.setdefault((one.transcript_id, one.start, one.end, one.code_id), one)
    return tuple(sorted(kept.values(), key=lambda r: (r.transcript, r.start, r.end, r.code)))
