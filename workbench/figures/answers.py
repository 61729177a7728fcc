"""Importing answers: what interviewees said to the questions, one row an answer, from a table.

Ratings are events: a participant may give several, each tied to the passage that justifies it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.corpus import store as corpus
from workbench.corpus.nouns import Case, StoredTurn, Transcript
from workbench.corpus.ties import by_composed, composed
from workbench.errors import WorkbenchError
from workbench.figures import scales, store
from workbench.figures.nouns import INTERVIEWS, REASONS, Answer, Passage
from workbench.study import Person, Study, Writer
from workbench.tables import Row, Table, read_table

COLUMNS = ("participant", "transcript", "start", "end", "missing", "qualifier")


@dataclass(frozen=True, slots=True)
class ImportedQuestion:
    """A question that was imported: how many participants answered, how many answers they gave."""

    name: str
    level: str
    scale: tuple[str, ...]
    participants: int
    answers: int
    like_reasons: tuple[str, ...] = ()
    """Values that are spelled like reasons for having none, in a table with a column for these."""


Questions = dict[str, dict[str, list[Answer]]]
"""Answers by question and case id."""


def import_answers(
    study: Study,
    path: Path,
    *,
    scale_of: Mapping[str, Sequence[str]] | None = None,
    by: Person | None = None,
) -> list[ImportedQuestion]:
    """Make the answers of a CSV file those of the questions in it, in one change.

    Columns: ``question``, ``value``; ``participant`` (a case) or ``transcript`` or both; ``start``
    and ``end`` of the words that justify it; ``missing`` (why there is no value) and ``qualifier``.
    Without a column ``missing`` the values none, unsure and depends are such reasons. ``scale_of``
    gives scales by question; others are guessed from ratings. Raises WorkbenchError naming all
    rows that do not fit the study; then nothing was imported.
    """
    table = read_table(path, ["question", "value"], COLUMNS)
    if not table.has("participant") and not table.has("transcript"):
        raise WorkbenchError(
            f"{path.name}, line 1: nothing says who answered; add a column participant (the name"
            " of a case) or transcript"
        )
    with study.change(f"import answers from {path.name}", by) as write:
        found, problems = _read(study, table)
        refuse_rows(table, problems, "no answer was imported")
        known_scales = _scales(found, scale_of or {}, path.name)
        kept = [
            keep_question(study, write, INTERVIEWS, name, answers, known_scales[name])
            for name, answers in found.items()
        ]
    if not table.has("missing"):
        return kept
    return [replace(one, like_reasons=_like_reasons(found[one.name])) for one in kept]


def _like_reasons(answers: Mapping[str, Sequence[Answer]]) -> tuple[str, ...]:
    values = {answer.value.casefold() for given in answers.values() for answer in given}
    return tuple(reason for reason in REASONS if reason in values)


def refuse_rows(table: Table, problems: Sequence[str], outcome: str) -> None:
    """Raise for the rows of a table that do not fit: a single one speaks for itself."""
    if len(problems) == 1:
        raise WorkbenchError(problems[0])
    if problems:
        raise WorkbenchError(
            f"{table.path.name}: {len(problems)} rows do not fit the study, each with its line:"
            f" mend them; {outcome}",
            list(problems),
        )


def keep_question(
    study: Study,
    write: Writer,
    data_set: str,
    name: str,
    answers: Mapping[str, Sequence[Answer]],
    scale: Sequence[str],
) -> ImportedQuestion:
    """Store a question with its answers. Without a scale one is guessed if all are ratings."""
    given = [[a.value for a in each if a.value] for each in answers.values()]
    scale = tuple(scale) or scales.guessed(value for values in given for value in values)
    level = "ordinal" if scale else "nominal"
    variable_id = store.put_variable(
        study,
        write,
        data_set,
        name,
        level=level,
        scale=scale,
        several=any(len(values) > 1 for values in given),
    )
    store.put_answers(study, write, variable_id, answers)
    return ImportedQuestion(name, level, scale, sum(map(bool, given)), sum(map(len, given)))


def _scales(
    found: Mapping[str, object], asked: Mapping[str, Sequence[str]], file: str
) -> dict[str, Sequence[str]]:
    unknown = [name for name in asked if name not in found]
    if unknown:
        raise WorkbenchError(
            f"--scale names the question {unknown[0]}, which {file} does not have: it has"
            f" {', '.join(found)}"
        )
    return {name: asked.get(name, ()) for name in found}


def _read(study: Study, table: Table) -> tuple[Questions, list[str]]:
    """The questions of a table and a sentence for each row that does not fit."""
    finder = _Finder(study)
    found: Questions = {}
    problems: list[str] = []
    for row in table.rows:
        try:
            case_id, answer = finder.answer(table, row)
            given = found.setdefault(table.text(row, "question"), {}).setdefault(case_id, [])
            if given and (answer.missing or given[-1].missing):
                raise WorkbenchError(
                    f"{table.where(row, 'value')}: an answer and a reason for having none, or two"
                    " reasons, cannot stand for one participant; keep one of the rows"
                )
            given.append(answer)
        except WorkbenchError as error:
            problems.append(str(error))
    if not table.rows:
        problems.append(f"{table.path.name}: no answer stands under the header; write one a row")
    return found, problems


class _Finder:
    """Finds whom a row is about and where the words stand."""

    def __init__(self, study: Study) -> None:
        self._study = study
        own = {m.id for m in store.members(study) if m.data_set == INTERVIEWS}
        self._cases = {case.name: case for case in corpus.cases(study) if case.id in own}
        self._case_names = by_composed(self._cases)
        self._transcripts = {composed(t.name): t for t in corpus.transcripts(study)}
        self._of_transcript: dict[str, list[Case]] = {}
        for case in self._cases.values():
            for name in dict.fromkeys(name for name, _ in case.speakers):
                self._of_transcript.setdefault(name, []).append(case)
        self._turns: dict[str, list[StoredTurn]] = {}

    def answer(self, table: Table, row: Row) -> tuple[str, Answer]:
        """(case id, answer) of a row."""
        transcript = self._transcript(table, row)
        place = _place(table, row)
        case = self._case(table, row, transcript, place)
        if transcript is None and place is not None:
            transcript = self._only_transcript(table, row, case)
        passage = None
        if transcript is not None and place is not None:
            if place[1] > transcript.characters:
                raise WorkbenchError(
                    f"{table.where(row, 'end')}: {transcript.name} ends at"
                    f" {transcript.characters}; correct the place"
                )
            passage = Passage(transcript.id, transcript.name, *place)
        return case.id, _answer(table, row, passage)

    def _transcript(self, table: Table, row: Row) -> Transcript | None:
        name = row["transcript"]
        if not name:
            return None
        if composed(name) not in self._transcripts:
            raise WorkbenchError(
                f"{table.where(row, 'transcript')}: no transcript is called “{name}”; import it"
                " first, or correct the cell"
            )
        return self._transcripts[composed(name)]

    def _case(
        self, table: Table, row: Row, transcript: Transcript | None, place: tuple[int, int] | None
    ) -> Case:
        name = row["participant"]
        if name:
            if composed(name) not in self._case_names:
                raise WorkbenchError(
                    f"{table.where(row, 'participant')}: no case is called “{name}”; import the"
                    " cases first, or correct the cell"
                )
            return self._cases[self._case_names[composed(name)]]
        if transcript is None:
            raise WorkbenchError(f"{table.where(row)}: the row does not say who answered")
        present = self._of_transcript.get(transcript.name, [])
        if len(present) > 1 and place is not None:
            speaking = self._speaking(transcript.id, *place)
            present = [case for case in present if case.name in speaking]
        if len(present) != 1:
            who = " and ".join(case.name for case in present)
            raise WorkbenchError(
                f"{table.where(row)}: {f'{who} speak' if who else 'no case speaks'} in"
                f" {transcript.name}; name the participant in a column participant"
            )
        return present[0]

    def _speaking(self, transcript_id: str, start: int, end: int) -> set[str]:
        if transcript_id not in self._turns:
            self._turns[transcript_id] = corpus.turns(self._study, transcript_id)
        return {t.case for t in self._turns[transcript_id] if t.start < end and start < t.end}

    def _only_transcript(self, table: Table, row: Row, case: Case) -> Transcript:
        names = list(dict.fromkeys(name for name, _ in case.speakers))
        if len(names) != 1:
            raise WorkbenchError(
                f"{table.where(row, 'start')}: {case.name} speaks in"
                f" {', '.join(names) or 'no transcript'}; name the one in a column transcript"
            )
        return self._transcripts[composed(names[0])]


def _place(table: Table, row: Row) -> tuple[int, int] | None:
    if not row["start"] and not row["end"]:
        return None
    start, end = table.whole_number(row, "start"), table.whole_number(row, "end")
    if not 0 <= start < end:
        raise WorkbenchError(
            f"{table.where(row, 'start')}: a passage begins at 0 or later and before its end;"
            " correct the place"
        )
    return start, end


def _answer(table: Table, row: Row, passage: Passage | None) -> Answer:
    value, missing = row["value"], row["missing"]
    if not table.has("missing") and value.casefold() in REASONS:
        value, missing = "", value.casefold()
    if bool(value) == bool(missing):
        raise WorkbenchError(
            f"{table.where(row, 'value')}: write either a value or the reason why there is none"
            f" ({', '.join(REASONS)})"
        )
    return Answer(value, missing, row["qualifier"], passage)


def set_answers(
    study: Study,
    participant: str,
    question: str,
    values: Sequence[str],
    by: Person | None = None,
    *,
    place: tuple[str, int, int] | None = None,
    qualifier: str = "",
) -> None:
    """Make these the answers of one participant to one question: values, or one reason for none.

    The participant is the name of a case, ``Panel/P8`` in a survey. ``place`` (transcript, start,
    end) are the words that justify the answer and ``qualifier`` what was said to it; without them
    what a value had stays with a value that stays. Raises with the names there are for an unknown
    one.
    """
    with study.change(f"change an answer to {question}", by) as write:
        found = {composed(m.case): m for m in store.members(study)}.get(composed(participant))
        if found is None:
            raise WorkbenchError(
                f"no case is called {participant} in {study.path}: see workbench cases"
            )
        of_it = [v for v in store.questions(study) if v.data_set == found.data_set]
        variable = next((v for v in of_it if v.name.casefold() == question.casefold()), None)
        if variable is None:
            raise WorkbenchError(
                f"{found.data_set} has no question {question}: it has"
                f" {', '.join(v.name for v in of_it) or 'none'}"
            )
        passage = _passage(study, *place) if place else None
        before = {a.value or a.missing: a for a in variable.answers.get(found.id, ())}
        answers = [
            replace(old, passage=passage or old.passage, qualifier=qualifier or old.qualifier)
            for old in (before.get(one.value or one.missing, one) for one in _given(values))
        ]
        everything = {**variable.answers, found.id: tuple(answers)}
        store.put_answers(study, write, variable.id, everything)
        store.put_variable(
            study,
            write,
            variable.data_set,
            variable.name,
            level=variable.level,
            scale=variable.scale,
            several=any(len(given) > 1 for given in everything.values()),
            question=variable.question,
        )


def _given(values: Sequence[str]) -> list[Answer]:
    """Values as answers, or the one reason for having none."""
    reasons = [value.casefold() for value in values if value.casefold() in REASONS]
    if reasons and len(values) > 1:
        raise WorkbenchError(
            f"{' and '.join(values)} cannot stand together: give values, or one reason"
            f" ({', '.join(REASONS)})"
        )
    return [Answer("", reasons[0])] if reasons else [Answer(value) for value in values]


def _passage(study: Study, name: str, start: int, end: int) -> Passage:
    found = corpus.transcript(study, name)
    if not 0 <= start < end <= found.characters:
        raise WorkbenchError(
            f"the passage {start}-{end} does not lie in {found.name}, which has"
            f" {found.characters} characters: give a start below the end, both inside the text"
        )
    return Passage(found.id, found.name, start, end)
