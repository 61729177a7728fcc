"""Commands on answers: answers, survey."""

from collections.abc import Sequence
from pathlib import Path

import click

from workbench.cli.common import (
    as_option,
    json_option,
    narrate,
    open_for,
    print_json,
    print_rows,
    shortened,
    study_argument,
)
from workbench.cli.common import counted as amount
from workbench.cli.several import SeveralWords
from workbench.cli.told import name_ignored
from workbench.corpus.store import text
from workbench.corpus.ties import composed
from workbench.errors import UsageError
from workbench.figures.answers import COLUMNS, import_answers, set_answers
from workbench.figures.describe import counted
from workbench.figures.nouns import Answer, Member, Variable
from workbench.figures.survey import import_survey
from workbench.study import Study


class _Survey(SeveralWords):
    several = ("--text", "--closed")


class _Answers(SeveralWords):
    several = ("--value",)


_scale_option = click.option(
    "--scale",
    "scales",
    metavar="QUESTION=A,B,C",
    multiple=True,
    help="The values of a scale in their order; others are off it.",
)


def _scales(pairs: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found = {}
    for pair in pairs:
        name, _, values = pair.rpartition("=")
        steps = tuple(dict.fromkeys(filter(None, (v.strip() for v in values.split(",")))))
        if not name.strip() or len(steps) < 2:
            raise UsageError(f"--scale {pair}: write QUESTION=A,B,C with the values in their order")
        found[name.strip()] = steps
    return found


@click.command(
    "answers",
    cls=_Answers,
    epilog="Example: workbench answers flood.db ratings.csv --scale Q1=1,2,3,4,5",
)
@study_argument
@click.argument("file", metavar="[FILE.csv]", required=False, type=click.Path(path_type=Path))
@_scale_option
@click.option("--of", "participant", metavar="CASE", help="Change the answer of one participant:")
@click.option("--question", metavar="Q", help="to this question,")
@click.option(
    "--value", "values", metavar="VALUE...", multiple=True, help="to these values or one reason."
)
@click.option("--at", metavar="TRANSCRIPT:START-END", help="The words that justify it.")
@click.option("--qualifier", metavar="Q", default="", help="What was said to it: by day.")
@as_option
@json_option
def answers_command(
    study_path: Path,
    file: Path | None,
    scales: tuple[str, ...],
    participant: str | None,
    question: str | None,
    values: tuple[str, ...],
    at: str | None,
    qualifier: str,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Import what was answered in interviews from a CSV file (or, without one, list all answers).

    One row an answer: question, value; participant (a case) or transcript; start and end of the
    words that justify it; missing and qualifier. A participant may give several. Why there is no
    value stands under missing; without such a column the values none, unsure and depends are
    reasons. A scale is guessed from ratings such as 3, <1 or 1-2 unless it is given. Importing
    again replaces the answers to the questions in the file.
    """
    change = (participant, question, *values, at, qualifier)
    if any(change) and (file is not None or not (participant and question and values)):
        raise UsageError("one answer is changed by --of CASE --question Q --value VALUE, no file")
    if scales and file is None:
        raise UsageError("--scale belongs to the file that is imported: name it")
    study, acting = open_for(study_path, as_name)
    with study:
        if file is not None:
            name_ignored(file, ("question", "value", *COLUMNS))
            done = import_answers(study, file, scale_of=_scales(scales), by=acting)
            for one in done:
                scale = f" on the scale {', '.join(one.scale)}" if one.scale else ""
                narrate(
                    f"{one.name}: {amount(one.answers, 'answer')} of"
                    f" {amount(one.participants, 'participant')}{scale}."
                )
                if one.like_reasons:
                    narrate(
                        f"{one.name}: {', '.join(one.like_reasons)} under value, not under missing,"
                        " is counted as an answer."
                    )
        elif participant and question:
            place = _place(at) if at else None
            set_answers(
                study, participant, question, values, acting, place=place, qualifier=qualifier
            )
        _print_answers(study, as_json, participant or "", question or "")


def _place(words: str) -> tuple[str, int, int]:
    name, _, span = words.rpartition(":")
    start, _, end = span.partition("-")
    if not name or not all(part.isascii() and part.isdigit() for part in (start, end)):
        raise UsageError(f"--at {words}: write TRANSCRIPT:START-END, like S1-01:120-140")
    return name, int(start), int(end)


Listed = tuple[Variable, Member, Answer, str]


def _listed(study: Study) -> list[Listed]:
    """Every answer to a question, with the words that justify it."""
    texts: dict[str, str] = {}
    found = []
    with study.snapshot():
        everything = counted(study)
        for variable in everything.variables:
            for member in everything.members[variable.data_set] if variable.id else ():
                for answer in variable.answers.get(member.id, ()):
                    words = ""
                    if (at := answer.passage) is not None:
                        if at.transcript_id not in texts:
                            texts[at.transcript_id] = text(study, at.transcript_id)
                        words = texts[at.transcript_id][at.start : at.end]
                    found.append((variable, member, answer, words))
    return found


def _print_answers(study: Study, as_json: bool, participant: str, question: str) -> None:
    """All answers, or after one was changed those of this participant to this question."""
    listed = _listed(study)
    if participant:
        listed = [
            one
            for one in listed
            if composed(one[1].case) == composed(participant)
            and one[0].name.casefold() == question.casefold()
        ]
    if as_json:
        print_json([_as_json(*one) for one in listed])
        return
    print_rows(
        ["data set", "participant", "question", "value", "missing", "where", "words"],
        [
            [v.data_set, m.name, v.name, a.value, a.missing, _where(a), shortened(words)]
            for v, m, a, words in listed
        ],
    )


def _where(answer: Answer) -> str:
    at = answer.passage
    return f"{at.transcript} {at.start} to {at.end}" if at else ""


def _as_json(variable: Variable, member: Member, answer: Answer, words: str) -> dict[str, object]:
    at = answer.passage
    return {
        "data_set": variable.data_set,
        "participant": member.name,
        "question": variable.name,
        "value": answer.value or None,
        "missing": answer.missing or None,
        "qualifier": answer.qualifier,
        "transcript": at.transcript if at else None,
        "start": at.start if at else None,
        "end": at.end if at else None,
        "text": words if at else None,
    }


@click.command(
    "survey",
    cls=_Survey,
    epilog="Example: workbench survey flood.db panel.csv --name Panel --id nr --text comment",
)
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option("--name", required=True, metavar="N", help="What the data set is called.")
@click.option("--id", "id_column", metavar="COL", default="", help="The column of ids.")
@click.option("--text", "texts", metavar="COL...", multiple=True, help="Columns of free text.")
@click.option("--closed", metavar="COL...", multiple=True, help="Columns of closed questions.")
@_scale_option
@as_option
@json_option
def survey_command(
    study_path: Path,
    file: Path,
    name: str,
    id_column: str,
    texts: tuple[str, ...],
    closed: tuple[str, ...],
    scales: tuple[str, ...],
    as_name: str | None,
    as_json: bool,
) -> None:
    """Import a survey: any CSV file with a row a respondent, as a data set called N.

    Ids are per data set: P8 of the survey Panel is the case Panel/P8, and no other P8. A column of
    free text becomes the transcript “N: column” with a turn a respondent, to be coded like any
    other. Closed questions become answers (several in a cell between semicolons; none, unsure and
    depends are reasons for having none), all other columns attributes. Without --id the first
    column in which no value stands twice is taken, without --text those of several words.
    """
    study, acting = open_for(study_path, as_name)
    with study:
        done = import_survey(
            study,
            file,
            name,
            id_column=id_column,
            texts=texts,
            closed=closed,
            scale_of=_scales(scales),
            by=acting,
        )
    for notice in done.notices:
        narrate(notice)
    if as_json:
        print_json(
            {
                "name": done.name,
                "cases": list(done.cases),
                "id": done.columns.id,
                "transcripts": list(done.transcripts),
                "closed": list(done.columns.closed),
                "attributes": list(done.columns.attributes),
            }
        )
    else:
        many = amount(len(done.cases), "respondent")
        narrate(f"{many} {'is' if len(done.cases) == 1 else 'are'} in {study_path} as {done.name}.")
        print_rows(["transcript"], [[one] for one in done.transcripts])
