"""What of a study a comparison is about: transcripts, codes and spans, as they were locked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.codebook.nouns import Code
from workbench.codebook.store import codes, find_code, frozen_codes, joined_codes, versions
from workbench.coding.nouns import Given
from workbench.coding.store import given_codings, given_suggestions
from workbench.consensus.comparison_question import ALIGNED, INDEPENDENT, PRACTICE, Question
from workbench.corpus import language
from workbench.corpus.nouns import Transcript
from workbench.corpus.store import (
    named_transcripts,
    participant_ranges,
    text,
    transcripts,
    turns,
)
from workbench.errors import WorkbenchError
from workbench.study import Layer, Person, Round, Study
from workbench.study.layers import first_lock, layers
from workbench.study.rounds import newest_round, round_named

Range = tuple[int, int]
ComparedSpan = tuple[str, str, str, int, int]


@dataclass(frozen=True, slots=True)
class Text:
    """A transcript as it is counted: characters, the ranges of the base (None: all), the ranges of
    the units (None: characters)."""

    name: str
    characters: int
    base: tuple[Range, ...] | None
    units: tuple[Range, ...] | None


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that is compared, and the facts without which it must not be quoted.

    ``shown`` are the codes by the names that are used in figures, in codebook order; ``spans``
    (transcript, code, coder, start, end) what the coders gave, after joins and roll-up;
    ``unsuggested`` those of them that did not begin as a suggestion. ``discussed`` are transcripts
    locked after a talk; ``joined`` counts the codes compared that were joined after the first lock.
    ``accepted`` of ``given`` codings were suggestions. ``revealed`` counts the transcripts that
    every coder had locked, of which ``texts`` may be a choice.
    """

    round: Round
    coders: tuple[str, ...]
    texts: tuple[Text, ...]
    shown: dict[str, Code]
    spans: tuple[ComparedSpan, ...]
    unsuggested: tuple[ComparedSpan, ...]
    discussed: tuple[str, ...]
    joined: int
    accepted: int
    given: int
    revealed: int

    @property
    def label(self) -> str:
        """Which of the three agreements this is; it follows from the facts alone."""
        if self.round.practice:
            return PRACTICE
        return ALIGNED if self.discussed or self.joined else INDEPENDENT

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Codes declared exclusive, together with those beside them under one parent."""
        by_parent: dict[str, list[str]] = {}
        for name, code in self.shown.items():
            if code.exclusive:
                by_parent.setdefault(code.path.rpartition("/")[0] or "Codebook", []).append(name)
        return {parent: tuple(names) for parent, names in by_parent.items() if len(names) > 1}


def material_for(study: Study, viewer: Person | None, asked: Question) -> Material:
    """What the question is about.

    Takes first versions of layers, frozen as they were locked, so that nothing done later can move
    a figure but the joining of codes. Raises :class:`WorkbenchError` while nothing is revealed, and
    for a transcript named that is not; the words do not depend on who has locked or coded what.
    """
    with study.snapshot():
        chosen = round_named(study, asked.round_name) if asked.round_name else newest_round(study)
        coders = _coders(chosen, asked.coders)
        states = layers(study, round_id=chosen.id, newest_only=False)
        named = _transcripts(study, chosen, states, asked)
        codebook = _Codebook.of(study, chosen, asked)
        given = [
            one
            for one in given_codings(study, viewer, chosen.id)
            if one[0] in named and one[1] in coders
        ]
        suggested = given_suggestions(study, viewer, chosen.id)
        used = {code_id for _, _, code_id, _, _ in given}
        shown = _codes_of(study, viewer, chosen, codebook, used)
        above = _ancestors(study, viewer, shown) if asked.roll_up else {}
        if asked.codes:
            shown = _chosen_codes(study, viewer, chosen, shown, asked.codes)
        known = {one.id: one for one in transcripts(study)}
        texts = tuple(_text(study, known[identifier], asked) for identifier in named)
    names = {code.id: name for name, code in shown.items()}
    counts_as = {
        code_id: tuple(names[one] for one in (read_as, *above.get(read_as, ())) if one in names)
        for code_id in used
        for read_as in [codebook.read_as(code_id)]
    }
    given = [one for one in given if counts_as[one[2]]]
    unsuggested = [one for one in given if one not in suggested] if suggested else given

    def spans_of(some: list[Given]) -> tuple[ComparedSpan, ...]:
        return tuple(
            (named[transcript_id], name, coder, start, end)
            for transcript_id, coder, code_id, start, end in some
            for name in counts_as[code_id]
        )

    spans = spans_of(given)
    return Material(
        round=chosen,
        coders=coders,
        texts=texts,
        shown=shown,
        spans=spans,
        unsuggested=spans_of(unsuggested) if suggested else spans,
        discussed=_discussed(states, named),
        joined=len({one[2] for one in given} & codebook.aligned),
        accepted=len(given) - len(unsuggested),
        given=len(given),
        revealed=len({state.transcript_id for state in states if state.revealed}),
    )


def joined_later(study: Study, viewer: Person | None, chosen: Round) -> bool:
    """Whether codes that were given in a round have been joined since its first lock."""
    aligned = _Codebook.of(study, chosen, Question()).aligned
    return bool(aligned) and any(
        one[2] in aligned for one in given_codings(study, viewer, chosen.id)
    )


# ── transcripts and coders ───────────────────────────────────────────────────────────────────────


def _coders(chosen: Round, names: Sequence[str]) -> tuple[str, ...]:
    """The coders compared, in the order of the round."""
    known = tuple(coder.name for coder in chosen.coders)
    strange = [name for name in names if name not in known]
    if strange:
        raise WorkbenchError(
            f"{strange[0]} does not code in round {chosen.name}: its coders are {', '.join(known)}"
        )
    return tuple(name for name in known if not names or name in names)


def _discussed(states: Sequence[Layer], among: dict[str, str]) -> tuple[str, ...]:
    return tuple(
        sorted(
            {
                among[state.transcript_id]
                for state in states
                if state.discussed and state.version == 1 and state.transcript_id in among
            }
        )
    )


def _transcripts(
    study: Study, chosen: Round, states: Sequence[Layer], asked: Question
) -> dict[str, str]:
    """Names by id, in the order of the names."""
    revealed = {s.transcript_id: s.transcript for s in states if s.revealed}
    if asked.transcripts:
        wanted = named_transcripts(study, asked.transcripts)
        for one in wanted:
            if one.id not in revealed:
                raise WorkbenchError(
                    f"{one.name} is not revealed in round {chosen.name}: it can be compared once"
                    " every coder has locked it"
                )
        revealed = {one.id: one.name for one in wanted}
    if not revealed:
        raise WorkbenchError(
            f"nothing to compare yet in round {chosen.name}: figures appear once every coder has"
            " locked a transcript"
        )
    if asked.independent:
        revealed = _undiscussed(chosen, states, revealed)
    return dict(sorted(revealed.items(), key=lambda pair: pair[1]))


def _undiscussed(
    chosen: Round, states: Sequence[Layer], revealed: dict[str, str]
) -> dict[str, str]:
    if chosen.practice:
        raise WorkbenchError(
            f"round {chosen.name} is practice, and its figures are never independent:"
            " ask without --independent, or for another round"
        )
    discussed = _discussed(states, revealed)
    kept = {identifier: name for identifier, name in revealed.items() if name not in discussed}
    if not kept:
        raise WorkbenchError(
            f"nothing in round {chosen.name} is independent: every transcript compared was locked"
            " after a coder had opened another reading; a fresh round on undiscussed transcripts is"
        )
    return kept


# ── codes ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Codebook:
    """How codes of a round are read: ``joined`` by id into what they are read as now, of which
    those of ``aligned`` were joined after the first lock. ``frozen`` are the ids offered."""

    joined: dict[str, str]
    aligned: frozenset[str]
    frozen: frozenset[str]

    @classmethod
    def of(cls, study: Study, chosen: Round, asked: Question) -> "_Codebook":
        """A join made before anybody locked is housekeeping; one made later is an alignment."""
        version = next(v for v in versions(study) if v.number == chosen.codebook_version)
        lock = first_lock(study, chosen.id)
        before = joined_codes(study, until=lock) if lock else {}
        joined = before if asked.independent else joined_codes(study)
        return cls(
            joined=joined,
            aligned=frozenset(code for code in joined if joined[code] != before.get(code)),
            frozen=frozenset(code.code_id for code in frozen_codes(study, version.id)),
        )

    def read_as(self, code_id: str) -> str:
        """What a code is read as."""
        return self.joined.get(code_id, code_id)


def _codes_of(
    study: Study,
    viewer: Person | None,
    chosen: Round,
    codebook: _Codebook,
    used: Iterable[str],
) -> dict[str, Code]:
    """The codes of the round's codebook and those used, by the name to show, in codebook order."""
    wanted = {codebook.read_as(code_id) for code_id in codebook.frozen}
    wanted |= {codebook.read_as(code_id) for code_id in used}
    found = [code for code in codes(study, viewer, retired=True) if code.id in wanted]
    paths = [code.path for code in found]
    return {
        f"{code.path} ({code.maker})"
        if paths.count(code.path) > 1 and code.maker
        else code.path: code
        for code in found
    }


def _chosen_codes(
    study: Study,
    viewer: Person | None,
    chosen: Round,
    shown: dict[str, Code],
    names: Sequence[str],
) -> dict[str, Code]:
    """Those of the codes that are named, by the names shown or by path or bare name."""
    wanted = set()
    for name in names:
        code = shown.get(name) or find_code(study, viewer, name)
        if code.id not in {one.id for one in shown.values()}:
            raise WorkbenchError(
                f"{code.path} was not there to be given in round {chosen.name}:"
                " choose codes of its codebook"
            )
        wanted.add(code.id)
    return {name: code for name, code in shown.items() if code.id in wanted}


def _ancestors(
    study: Study, viewer: Person | None, shown: dict[str, Code]
) -> dict[str, tuple[str, ...]]:
    """The codes above each code that are compared as well, by id."""
    parents = {code.id: code.parent_id for code in codes(study, viewer, retired=True)}
    compared = {code.id for code in shown.values()}
    found: dict[str, tuple[str, ...]] = {}
    for code_id in compared:
        chain: list[str] = []
        parent = parents.get(code_id)
        while parent is not None:
            if parent in compared:
                chain.append(parent)
            parent = parents.get(parent)
        found[code_id] = tuple(chain)
    return found


# ── texts ────────────────────────────────────────────────────────────────────────────────────────


def _text(study: Study, one: Transcript, asked: Question) -> Text:
    """One transcript, its base and its units."""
    participants = asked.base == "participants"
    if asked.unit == "character" and participants:
        return Text(one.name, one.characters, tuple(participant_ranges(study, one.id)), None)
    if asked.unit == "character":
        return Text(one.name, one.characters, None, None)
    ranges: tuple[Range, ...] = ((0, one.characters),) if one.characters else ()
    if participants:
        ranges = tuple(participant_ranges(study, one.id))
    if asked.unit == "turn":
        units = (
            ranges
            if participants
            else tuple((t.start, t.end) for t in turns(study, one.id) if t.start < t.end)
        )
    else:
        parts = language.tokens if asked.unit == "token" else language.sentences
        units = tuple(parts(text(study, one.id), ranges))
    return Text(one.name, one.characters, ranges, units)
