"""A participant withdraws: what they said and all that was made of it goes, for good.

Where they were the only one who answered, the transcript goes whole. Where others spoke too, their
turns are replaced by a word that says so, the codings on them go, and every version before is
erased; what others said stays coded as it was.
"""

from dataclasses import dataclass
from pathlib import Path

from workbench.coding import store
from workbench.coding.carrier import aligned, carry_all
from workbench.coding.locking import seal_anew
from workbench.coding.spans import Span, united
from workbench.corpus import store as corpus
from workbench.corpus.correcting import carry_turns, put_text
from workbench.corpus.nouns import Case, StoredTurn, Transcript
from workbench.errors import WorkbenchError
from workbench.study import Person, Study
from workbench.study.carry import POSITIONED, rows_on
from workbench.study.erasure import Erasing, copies_beside, erasure

WITHDRAWN = "[withdrawn]"
_ON_WORDS = ("codings", "consensus_codings", "items", "notes", "suggestions")


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What a withdrawal erased: transcripts gone whole, transcripts of which turns went (names),
    and the copies of the study beside it, which still hold what was erased;
    ``lingers`` where the file itself does, too, until others who have it open close it."""

    transcripts: tuple[str, ...]
    shared: tuple[str, ...]
    copies: tuple[Path, ...]
    lingers: bool = False


def withdraw(study: Study, supervisor: Person, case_name: str, reason: str) -> Withdrawn:
    """Erase a participant. Raises for anybody but a supervisor, without a reason, and for an
    unknown case. Nothing takes it back, and undo does not reach behind it."""
    if supervisor.role != "supervisor":
        raise WorkbenchError(
            f"{supervisor.name} is not a supervisor: only a supervisor withdraws a participant"
        )
    if not reason.strip():
        raise WorkbenchError("a withdrawal needs a reason: give it with --reason")
    whole: list[str] = []
    shared: list[str] = []
    with erasure(study, f"withdraw a participant: {reason.strip()}", supervisor) as erasing:
        case = _case(study, case_name)
        for transcript in corpus.transcripts(study):
            spoken = _spoken(study, transcript, case)
            if not spoken:
                continue
            texts, originals = erasing.texts_of(transcript.id)
            if _alone(study, transcript, case):
                erasing.delete("transcripts", [transcript.id])
                whole.append(transcript.name)
            else:
                _take_out(study, erasing, transcript, case, spoken, supervisor)
                texts.discard(corpus.text_id(study, transcript.id) or 0)
                shared.append(transcript.name)
            erasing.blank_texts(texts, originals)
        erasing.once_said(case.id, [case.name, *whole, *shared])
        corpus.untie_case(erasing.write, case.id)
        erasing.delete("cases", [case.id])
    return Withdrawn(tuple(whole), tuple(shared), tuple(copies_beside(study)), erasing.lingers)


def _case(study: Study, name: str) -> Case:
    known = corpus.cases(study)
    for case in known:
        if case.name == name:
            return case
    near = ", ".join(case.name for case in known[:5]) or "none"
    more = " …" if len(known) > 5 else ""
    raise WorkbenchError(f"no case is called {name} in {study.path}: its cases are {near}{more}")


def _spoken(study: Study, transcript: Transcript, case: Case) -> list[Span]:
    """What the case says in a transcript: their turns whole, and their answers in a survey."""
    turns = [(t.start, t.end) for t in corpus.turns(study, transcript.id) if t.case == case.name]
    answers = [
        (int(str(row["start"])), int(str(row["end"])))
        for row in rows_on(study, "answers", transcript.id)
        if row["case_id"] == case.id
    ]
    return united(span for span in [*turns, *answers] if span[0] < span[1])


def _alone(study: Study, transcript: Transcript, case: Case) -> bool:
    """Whether nobody else answers in a transcript."""
    others = _of_others(study, transcript, case)
    answers = rows_on(study, "answers", transcript.id)
    return not others and all(row["case_id"] == case.id for row in answers)


def _take_out(
    study: Study,
    erasing: Erasing,
    transcript: Transcript,
    case: Case,
    spoken: list[Span],
    by: Person,
) -> None:
    """Replace what the case says in a transcript that others share."""
    old = corpus.text(study, transcript.id)
    others = [(t.start, t.end) for t in _of_others(study, transcript, case)]
    for table in _ON_WORDS:
        first, last, _ = POSITIONED[table]
        inside = [
            str(row["id"])
            for row in rows_on(study, table, transcript.id)
            if _theirs(int(str(row[first])), int(str(row[last])) if last else None, spoken, others)
        ]
        erasing.delete(table, inside)
    erasing.forget_removed(transcript.id, spoken)
    erasing.delete(
        "answers",
        [str(r["id"]) for r in rows_on(study, "answers", transcript.id) if r["case_id"] == case.id],
    )
    corpus.forget_speakers(study, erasing.write, transcript.id, case.id, WITHDRAWN, erasing.delete)
    new, at = "", 0
    for start, end in spoken:
        new, at = f"{new}{old[at:start]}{WITHDRAWN}", end
    new += old[at:]
    put_text(study, erasing.write, transcript, new)
    store.add_correction(study, erasing.write, transcript.id, transcript.text_id, "withdrawn", by)
    carry_turns(study, erasing.write, transcript.id, aligned(old, new))
    carry_all(study, erasing.write, transcript.id, old)
    seal_anew(study, erasing.write, [transcript.id])


def _of_others(study: Study, transcript: Transcript, case: Case) -> list[StoredTurn]:
    """The turns in which somebody else answers."""
    return [
        turn
        for turn in corpus.turns(study, transcript.id)
        if not turn.interviewer and turn.case != case.name
    ]


def _theirs(start: int, end: int | None, spoken: list[Span], others: list[Span]) -> bool:
    """Whether a place is on what the case says and on nobody else's answer.

    The question before an answer may be in it, and other questions between two answers.
    """
    if end is None:
        return any(first <= start <= last for first, last in spoken)
    return any(start < b and a < end for a, b in spoken) and not any(
        start < b and a < end for a, b in _outside(others, spoken)
    )


def _outside(others: list[Span], spoken: list[Span]) -> list[Span]:
    """What is left of ``others`` outside ``spoken``: a survey's cell may lie inside a turn."""
    left: list[Span] = []
    for start, end in others:
        for a, b in spoken:
            if a < end and start < b:
                left.append((start, max(start, a)))
                start = max(start, b)
        left.append((start, max(start, end)))
    return [span for span in left if span[0] < span[1]]
