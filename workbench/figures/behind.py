"""Behind a figure: who gave the answer that it counts, and the words that justify it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbench.corpus import store as corpus
from workbench.figures.describe import CODES, THEMES, Counted, counted, participants_of
from workbench.figures.frequencies import groups, reason_of
from workbench.figures.nouns import MISSING, NO_ANSWER, Frequency, Member, Variable
from workbench.study import Person, Study
from workbench.themes.evidence import Reference, Voices, evidence
from workbench.themes.passages import dropped_places, passages_of
from workbench.themes.store import reviews, themes


@dataclass(frozen=True, slots=True)
class Saying:
    """One answer or coded passage behind a figure.

    ``participant`` is the id in the data set. ``words`` are those of the passage ``[start, end)``
    of the transcript, in code points. Where an answer is tied to no passage, ``words`` is empty and
    the place is that where the participant begins to speak; without any, ``transcript_id`` is
    empty.
    """

    participant: str
    qualifier: str = ""
    transcript_id: str = ""
    transcript: str = ""
    start: int = 0
    end: int = 0
    words: str = ""


def behind(study: Study, viewer: Person | None, figure: Frequency) -> list[Saying]:
    """Everything that a figure of `describe` counts, in the order of the participants.

    A figure of a code or theme gives its passages; one in a group only what is of that group.
    """
    with study.snapshot():
        everything = counted(study)
        texts = _Texts(study)
        if figure.variable in (CODES, THEMES):
            return list(_passages(study, viewer, everything, figure, texts))
        found = [v for v in everything.named(figure.variable) if v.data_set == figure.data_set]
        return [
            saying
            for one in found[:1]
            for saying in _answers(study, everything, figure, one, texts)
        ]


class _Texts:
    """The texts of transcripts, each read once."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._texts: dict[str, str] = {}

    def words(self, transcript_id: str, start: int, end: int) -> str:
        if transcript_id not in self._texts:
            self._texts[transcript_id] = corpus.text(self._study, transcript_id)
        return self._texts[transcript_id][start:end]


def _answers(
    study: Study, everything: Counted, figure: Frequency, variable: Variable, texts: _Texts
) -> Iterator[Saying]:
    reason = "" if figure.value == NO_ANSWER else figure.value
    entrances = _Entrances(study)
    for member in _members(everything, figure):
        given = variable.answers.get(member.id, ())
        if figure.kind == MISSING:
            if reason_of(given) != reason:
                continue
            behind_it = given
        else:
            behind_it = tuple(answer for answer in given if answer.value == figure.value)
            if not behind_it:
                continue
        passages = [(a.qualifier, a.passage) for a in behind_it if a.passage is not None]
        for qualifier, at in passages:
            words = texts.words(at.transcript_id, at.start, at.end)
            yield Saying(
                member.name, qualifier, at.transcript_id, at.transcript, at.start, at.end, words
            )
        if not passages:
            qualifier = next((a.qualifier for a in behind_it if a.qualifier), "")
            yield entrances.of(member, qualifier)


def _members(everything: Counted, figure: Frequency) -> list[Member]:
    """The participants of the data set, of the group of a figure where it has one."""
    members = everything.members[figure.data_set]
    if not figure.by:
        return members
    by = next(v for v in everything.named(figure.by) if v.data_set == figure.data_set)
    inside = set(groups(by, [member.id for member in members]).get(figure.group, ()))
    return [member for member in members if member.id in inside]


class _Entrances:
    """Finds where participants begin to speak."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._transcripts = {one.name: one.id for one in corpus.transcripts(study)}
        self._speaks = {
            case.id: next((name for name, _ in case.speakers), "") for case in corpus.cases(study)
        }
        self._starts: dict[str, dict[str, int]] = {}

    def of(self, member: Member, qualifier: str) -> Saying:
        name = self._speaks[member.id]
        if name not in self._transcripts:
            return Saying(member.name, qualifier)
        transcript_id = self._transcripts[name]
        if transcript_id not in self._starts:
            starts: dict[str, int] = {}
            for turn in corpus.turns(self._study, transcript_id):
                starts.setdefault(turn.case, turn.text_start)
            self._starts[transcript_id] = starts
        start = self._starts[transcript_id].get(member.case, 0)
        return Saying(member.name, qualifier, transcript_id, name, start, start)


def _passages(
    study: Study, viewer: Person | None, everything: Counted, figure: Frequency, texts: _Texts
) -> Iterator[Saying]:
    what = evidence(study, Voices(study))
    inside = participants_of(everything, what, figure)
    names = {m.case: m.name for m in everything.members.get(figure.data_set, ())}
    for one in _references(study, viewer, figure, what.references):
        if one.voice.participant in inside:
            who = names.get(one.voice.participant, one.voice.participant)
            words = texts.words(one.transcript_id, one.start, one.end)
            yield Saying(who, "", one.transcript_id, one.transcript, one.start, one.end, words)


def _references(
    study: Study, viewer: Person | None, figure: Frequency, references: Iterable[Reference]
) -> list[Reference]:
    if figure.variable == CODES:
        return [one for one in references if one.code == figure.value]
    listed = themes(study, viewer)
    for theme in listed:
        if theme.name == figure.value and theme.parked is None:
            inside = passages_of(theme, listed, references, dropped_places(reviews(study)))
            return list({(r.transcript_id, r.start, r.end): r for r in inside}.values())
    return []
