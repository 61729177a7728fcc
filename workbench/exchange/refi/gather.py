"""A study as a REFI project, as far as the viewer may see it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench import __version__
from workbench.codebook.store import codes
from workbench.coding.store import codings
from workbench.consensus.nouns import CONSENSUS_NAME
from workbench.consensus.store import consensus_codings
from workbench.corpus.nouns import StoredTurn, Transcript
from workbench.corpus.store import body, cases, transcripts, turns
from workbench.exchange.refi import store
from workbench.exchange.refi.guids import CONSENSUS, derived
from workbench.exchange.refi.labels import CONCEPT
from workbench.exchange.refi.nouns import (
    ORIGIN,
    Case,
    Coding,
    Note,
    Project,
    Selection,
    Source,
    User,
    Value,
    Variable,
)
from workbench.exchange.refi.package import INTERNAL
from workbench.exchange.refi.texts import quote
from workbench.exchange.refi.tree import Tree
from workbench.study import Person, Study, people
from workbench.study.rounds import rounds
from workbench.themes.nouns import Note as StudyNote
from workbench.themes.store import notes, themes

_INTEGER = re.compile(r"0|-?[1-9]\d{0,17}")
_DECIMAL = re.compile(r"-?(0|[1-9]\d{0,14})\.\d{1,15}")
_DATE = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])")


@dataclass(frozen=True, slots=True)
class Gathered:
    """The project, its texts by file name in the package, and what could not be carried."""

    project: Project
    texts: dict[str, bytes]
    losses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Given:
    """A coding of anybody: ``user`` is a GUID, ``id`` that of the coding's own row."""

    id: str
    transcript_id: str
    start: int
    end: int
    code_id: str
    user: str
    memo: str
    at: str


def gather(study: Study, viewer: Person | None) -> Gathered:
    """Read everything; inside one snapshot it belongs together."""
    return _Gathering(study, viewer).all()


class _Gathering:
    """The parts of one project, with what is lost on the way."""

    def __init__(self, study: Study, viewer: Person | None) -> None:
        self.study, self.viewer = study, viewer
        self.people = {person.name: person.id for person in people(study)}
        self.losses: list[str] = []
        self.notes: list[Note] = []
        self.texts: dict[str, bytes] = {}

    def all(self) -> Gathered:
        study, viewer = self.study, self.viewer
        given = self._given()
        used = frozenset(one.code_id for one in given)
        tree = Tree(codes(study, viewer, retired=True), themes(study, viewer), used)
        self.losses += tree.losses()
        users = [User(id, name) for name, id in self.people.items()]
        if any(one.user == CONSENSUS for one in given):
            users.append(User(CONSENSUS, CONSENSUS_NAME))
        for theme in tree.themes:
            if theme.concept:
                self._note(derived(theme.id, "concept"), CONCEPT, theme.concept)
        found = notes(study, viewer)
        spoken: dict[str, list[str]] = {}
        sources = list(self._sources(given, found, spoken))
        journal = [note for note in found if note.transcript_id is None]
        for note in journal:
            self._study_note(note)
        variables = self._variables()
        project = Project(
            name=study.title,
            origin=f"{ORIGIN} {__version__}",
            at=store.made_at(study),
            users=tuple(users),
            codes=tree.codes(),
            variables=tuple(variables),
            cases=tuple(self._cases(variables, spoken)),
            sources=tuple(sources),
            notes=tuple(sorted(self.notes, key=lambda note: note.guid)),
            sets=tree.sets(),
            noted=tuple(note.id for note in journal),
        )
        return Gathered(project, self.texts, (*self.losses, *self._not_carried()))

    # ------------------------------------------------------------------------------- codings

    def _given(self) -> list[_Given]:
        """Every coding that goes out: one a person, code and span."""
        practice = {round_.id for round_ in rounds(self.study) if round_.practice}
        of_coders = codings(self.study, self.viewer)
        rehearsed = sum(c.round_id in practice for c in of_coders)
        if rehearsed:
            self.losses.append(f"codings of practice rounds ({rehearsed})")
        every = [
            _Given(c.id, c.transcript_id, c.start, c.end, c.code_id, c.coder_id, c.memo, c.made_at)
            for c in of_coders
            if c.round_id not in practice
        ] + [
            _Given(c.id, c.transcript_id, c.start, c.end, c.code_id, CONSENSUS, c.memo, "")
            for c in consensus_codings(self.study)
            if c.round_id not in practice
        ]
        alike: dict[tuple[str, int, int, str, str], list[_Given]] = {}
        for one in every:
            key = (one.transcript_id, one.start, one.end, one.code_id, one.user)
            alike.setdefault(key, []).append(one)
        repeated = len(every) - len(alike)
        if repeated:
            self.losses.append(
                f"that somebody gave a code to the same words in two rounds ({repeated}): it goes"
                " out once, with the memos of both"
            )
        return [_joined(same) for same in alike.values()]

    def _selection(self, text: str, one: _Given) -> Selection:
        memo = derived(one.id, "memo")
        if one.memo:
            self._note(memo, "Memo", one.memo, one.user, one.at)
        coding = Coding(one.id, one.code_id, one.user, one.at, (memo,) if one.memo else ())
        return Selection(
            guid=derived(one.id, "selection"),
            name=quote(text[one.start : one.end]),
            start=one.start,
            end=one.end,
            user=one.user,
            at=one.at,
            codings=(coding,),
        )

    # --------------------------------------------------------------------- sources and cases

    def _sources(
        self, given: Sequence[_Given], found: Sequence[StudyNote], spoken: dict[str, list[str]]
    ) -> Iterable[Source]:
        """The sources; ``spoken`` is filled with the selections of each case."""
        of_it: dict[str, list[_Given]] = {}
        for one in given:
            of_it.setdefault(one.transcript_id, []).append(one)
        noted: dict[str, list[StudyNote]] = {}
        for note in found:
            noted.setdefault(note.transcript_id or "", []).append(note)
        for transcript in transcripts(self.study):
            text = body(self.study, transcript.text_id)
            if text is None:
                self.losses.append(f"{transcript.name}: its text was erased")
                continue
            yield self._source(
                transcript,
                text,
                [self._selection(text, one) for one in of_it.get(transcript.id, ())],
                noted.get(transcript.id, ()),
                spoken,
            )

    def _source(
        self,
        transcript: Transcript,
        text: str,
        selections: list[Selection],
        noted: Sequence[StudyNote],
        spoken: dict[str, list[str]],
    ) -> Source:
        file = f"{transcript.id}.txt"
        self.texts[file] = text.encode()
        for turn in turns(self.study, transcript.id):
            if turn.case and turn.start < turn.end:
                # of the transcript, for an import finds the turns anew
                guid = derived(transcript.id, "turn", str(turn.number))
                selections.append(_turn(guid, text, turn))
                spoken.setdefault(turn.case, []).append(guid)
        on_all = []
        for note in noted:
            self._study_note(note)
            position = note.position
            if position is None or position >= len(text):
                on_all.append(note.id)
                if position is not None:
                    self.losses.append(
                        f"that a note stands behind the last word of {transcript.name}"
                    )
            else:
                selections.append(_noted_line(note, text, position, self.people[note.by]))
        return Source(
            guid=transcript.id,
            name=transcript.name,
            path=f"{INTERNAL}{file}",
            selections=tuple(sorted(selections, key=lambda s: (s.start, s.end, s.guid))),
            notes=tuple(on_all),
        )

    def _variables(self) -> list[Variable]:
        known = cases(self.study)
        return [
            Variable(id, name, _kind([c.values[name] for c in known if c.values.get(name)]))
            for id, name in store.attribute_rows(self.study)
        ]

    def _cases(self, variables: Sequence[Variable], spoken: dict[str, list[str]]) -> Iterable[Case]:
        for case in cases(self.study):
            yield Case(
                guid=case.id,
                name=case.name,
                values=tuple(
                    Value(variable.guid, case.values[variable.name])
                    for variable in variables
                    if case.values.get(variable.name)
                ),
                selections=tuple(spoken.get(case.name, ())),
            )

    # --------------------------------------------------------------------------------- notes

    def _study_note(self, note: StudyNote) -> None:
        self._note(note.id, quote(note.text, 60), note.text, self.people[note.by], note.at)

    def _note(self, guid: str, name: str, text: str, user: str = "", at: str = "") -> None:
        self.notes.append(Note(guid, name, text, user, at))

    def _not_carried(self) -> list[str]:
        """What REFI has no place for, whether there is any or not: the same for every viewer."""
        said = [
            "speaker turns, but for those of cases: who asks, and times of the recording",
            "rounds, locks with their seals, who was assigned what, practice",
            "disagreements, decisions with their reasons, agreement figures",
            "phases and what was passed with a reason, reviews of extracts, kept maps, why codes"
            " or themes were parked",
            "versions of the codebook and of texts, the journal, where codings came from, flags,"
            " suggestions and their rules",
            "who is a supervisor, and that notes were private",
        ]
        answers = store.count_answers(self.study)
        if answers:
            said.append(f"answers to questions and figures counted from them ({answers})")
        return said


def _joined(same: Sequence[_Given]) -> _Given:
    """Codings that say the same as one: the oldest, with the memos of all."""
    first, *others = sorted(same, key=lambda one: (one.at, one.id))
    if not others:
        return first
    memo = "\n\n".join(dict.fromkeys(one.memo for one in (first, *others) if one.memo))
    return _Given(
        first.id,
        first.transcript_id,
        first.start,
        first.end,
        first.code_id,
        first.user,
        memo,
        first.at,
    )


def _turn(guid: str, text: str, turn: StoredTurn) -> Selection:
    return Selection(guid, quote(text[turn.start : turn.end]), turn.start, turn.end)


def _noted_line(note: StudyNote, text: str, position: int, user: str) -> Selection:
    """The rest of the line at which a note was written."""
    end = text.find("\n", position + 1)
    end = len(text) if end < 0 else end
    return Selection(
        guid=derived(note.id, "place"),
        name=quote(text[position:end]),
        start=position,
        end=end,
        user=user,
        at=note.at,
        notes=(note.id,),
    )


def _kind(values: Sequence[str]) -> str:
    """The type of a variable under which every value can be read back as it stands."""
    for pattern, kind in ((_INTEGER, "Integer"), (_DECIMAL, "Float"), (_DATE, "Date")):
        if values and all(pattern.fullmatch(value) for value in values):
            return kind
    return "Text"
