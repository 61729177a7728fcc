"""Importing a survey: any table with a row a respondent.

Respondents become cases of a data set of their own, for ids are given out per data set: ``P8`` of
the survey ``Panel`` is the case ``Panel/P8``. Closed questions become answers, free texts
transcripts with a turn a respondent, so that they are coded and compared like interviews; every
other column becomes an attribute.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.corpus import store as corpus
from workbench.corpus.ties import composed
from workbench.corpus.transcript import ReadTranscript, Turn
from workbench.errors import WorkbenchError
from workbench.figures import store
from workbench.figures.answers import keep_question
from workbench.figures.nouns import INTERVIEWS, REASONS, Answer
from workbench.study import Person, Study, Writer
from workbench.tables import Table, read_table

SEPARATOR = ";"
# What people write when they are given room: a few words at least, and no two alike.
TEXT_WORDS = 4
TEXT_DISTINCT = 0.8


@dataclass(frozen=True, slots=True)
class Columns:
    """What each column of a survey is, by its header."""

    id: str
    texts: tuple[str, ...]
    closed: tuple[str, ...]
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportedSurvey:
    """What a survey became; ``transcripts`` are names, ``notices`` whole sentences."""

    name: str
    cases: tuple[str, ...]
    columns: Columns
    transcripts: tuple[str, ...]
    notices: tuple[str, ...]


def import_survey(
    study: Study,
    path: Path,
    name: str,
    *,
    id_column: str = "",
    texts: Sequence[str] = (),
    closed: Sequence[str] = (),
    scale_of: Mapping[str, Sequence[str]] | None = None,
    by: Person | None = None,
) -> ImportedSurvey:
    """Store the rows of a CSV file as a data set called ``name``, in one change.

    Without ``id_column`` the first column with no value twice is taken; without ``texts`` those
    whose cells are several words long and hardly ever alike. A cell of a closed question may hold
    several answers between semicolons, and the words none, unsure and depends are reasons for
    having none; what ``scale_of`` gives a scale is such a question. Raises WorkbenchError for a
    name that is taken, an unknown column, and an id that stands twice.
    """
    table = read_table(path)
    name = name.strip()
    columns = _columns(table, id_column, texts, [*closed, *(scale_of or {})])
    scales = {column.strip().casefold(): scale for column, scale in (scale_of or {}).items()}
    with study.change(f"import survey {name}", by) as write:
        _refuse_name(study, name)
        ids = _ids(table, columns.id)
        data_set_id = store.add_data_set(study, write, name)
        case_ids = _cases(study, write, data_set_id, name, ids)
        _attributes(study, write, table, columns.attributes, list(case_ids.values()))
        notices = _notices(table, columns, ids)
        for column in columns.closed:
            answers = {
                case_id: given
                for row, case_id in zip(table.rows, case_ids.values(), strict=True)
                if (given := _answers(row[column]))
            }
            keep_question(study, write, name, column, answers, scales.get(column.casefold(), ()))
        transcripts = _transcripts(study, write, table, name, columns.texts, case_ids, notices)
    cases = tuple(f"{name}/{one}" for one in ids)
    return ImportedSurvey(name, cases, columns, tuple(transcripts), tuple(notices))


def _refuse_name(study: Study, name: str) -> None:
    if not name:
        raise WorkbenchError("the survey has no name: give it one with --name")
    taken = {known.casefold(): known for known in store.data_sets(study)}
    if name.casefold() in taken:
        what = "the interviews are called so" if name.casefold() == INTERVIEWS else "it is there"
        raise WorkbenchError(
            f"{study.path} has a data set called {taken[name.casefold()]} already ({what}):"
            " choose another name"
        )


# ----------------------------------------------------------------------------- what columns are


def _columns(table: Table, id_column: str, texts: Sequence[str], closed: Sequence[str]) -> Columns:
    if not table.rows:
        raise WorkbenchError(
            f"{table.path.name}: no respondent stands under the header; write one a row"
        )
    spelled = {header.casefold(): header for header in table.columns}
    if len(spelled) < len(table.columns):
        twice = next(h for h in table.columns if spelled[h.casefold()] != h)
        raise WorkbenchError(
            f"{table.path.name}, line 1: the columns {twice} and {spelled[twice.casefold()]} differ"
            " only in case; every column needs a name of its own"
        )

    def known(name: str, option: str) -> str:
        if name.strip().casefold() not in spelled:
            raise WorkbenchError(
                f"{option}: {table.path.name} has no column {name}; it has"
                f" {', '.join(table.columns)}"
            )
        return spelled[name.strip().casefold()]

    closed = tuple(dict.fromkeys(known(one, "--closed") for one in closed))
    told = tuple(dict.fromkeys(known(one, "--text") for one in texts))
    identity = known(id_column, "--id") if id_column else _likely_id(table, {*closed, *told})
    both = [one for one in told if one in closed] + [
        one for one in (*told, *closed) if one == identity
    ]
    if both:
        raise WorkbenchError(f"the column {both[0]} is named for two things: choose one of them")
    rest = [one for one in table.columns if one not in (identity, *closed, *told)]
    found = told or tuple(one for one in rest if _is_text(table, one))
    return Columns(identity, found, closed, tuple(one for one in rest if one not in found))


def _likely_id(table: Table, taken: set[str]) -> str:
    for column in table.columns:
        cells = [row[column] for row in table.rows if row[column]]
        filled = len(cells) > len(table.rows) / 2
        if column not in taken and filled and len(set(cells)) == len(cells):
            if _is_text(table, column):
                continue
            return column
    raise WorkbenchError(
        f"{table.path.name}: no column tells one respondent from another; name one with --id, or"
        " add one with a number a row"
    )


def _is_text(table: Table, column: str) -> bool:
    cells = [row[column] for row in table.rows if row[column]]
    if not cells:
        return False
    words = sum(len(cell.split()) for cell in cells) / len(cells)
    return words >= TEXT_WORDS and len(set(cells)) >= TEXT_DISTINCT * len(cells)


# ---------------------------------------------------------------------------------- storing it


def _ids(table: Table, column: str) -> list[str]:
    """The respondents' ids; a row without one is called after its line."""
    ids = [row[column] or f"line {row.line}" for row in table.rows]
    counts = Counter(composed(one) for one in ids)
    for row, one in zip(table.rows, ids, strict=True):
        if counts[composed(one)] > 1:
            raise WorkbenchError(
                f"{table.where(row, column)}: the id {one} stands {counts[composed(one)]} times;"
                " every respondent needs one of their own (or name another column with --id)"
            )
    return ids


def _cases(
    study: Study, write: Writer, data_set_id: str, name: str, ids: Sequence[str]
) -> dict[str, str]:
    taken = {composed(case.name) for case in corpus.cases(study)}
    for one in ids:
        if composed(f"{name}/{one}") in taken:
            raise WorkbenchError(
                f"{study.path} has a case called {name}/{one} already: choose another --name"
            )
    return {one: store.add_member(study, write, data_set_id, f"{name}/{one}", one) for one in ids}


def _attributes(
    study: Study, write: Writer, table: Table, names: Sequence[str], case_ids: Sequence[str]
) -> None:
    columns = corpus.attribute_ids(study, write, names)
    for row, case_id in zip(table.rows, case_ids, strict=True):
        values = {columns[name]: row[name] for name in names}
        corpus.set_values(study, write, case_id, values)


def _answers(cell: str) -> list[Answer]:
    """The answers in a cell; a reason for having none stands alone."""
    if cell.casefold() in REASONS:
        return [Answer("", cell.casefold())]
    parts = (part.strip() for part in cell.split(SEPARATOR))
    return [Answer(part) for part in dict.fromkeys(parts) if part]


def _transcripts(
    study: Study,
    write: Writer,
    table: Table,
    name: str,
    columns: Sequence[str],
    case_ids: Mapping[str, str],
    notices: list[str],
) -> list[str]:
    """One transcript a column of free text, for whoever wrote something; returns their names."""
    original = table.path.read_bytes()
    digest = hashlib.sha256(original).hexdigest()
    made = []
    for column in columns:
        cells = {one: row.raw(column) for one, row in zip(case_ids, table.rows, strict=True)}
        read = _as_transcript(f"{name}: {column}", cells, original)
        if not read.turns:
            notices.append(f"{table.path.name}: nobody wrote anything under {column}.")
            continue
        text_id = corpus.keep_text(study, write, _fresh_digest(study, read), read.text)
        if text_id is None:
            raise WorkbenchError(
                f"{table.path.name}, column {column}: this text was withdrawn from the study and"
                " cannot come back; leave it out"
            )
        corpus.add_transcript(
            write,
            read,
            file_name=table.path.name,
            text_id=text_id,
            original_id=corpus.keep_original(study, write, digest, original),
            original_sha256=digest,
            asking=(),
            case_ids=case_ids,
        )
        made.append(read.name)
    return made


def _fresh_digest(study: Study, read: ReadTranscript) -> str:
    """The SHA-256 of a text that no transcript has yet, under a name that none has."""
    if any(composed(t.name) == composed(read.name) for t in corpus.transcripts(study)):
        raise WorkbenchError(
            f"{study.path} has a transcript called {read.name} already: choose another --name"
        )
    digest = hashlib.sha256(read.text.encode()).hexdigest()
    twin = corpus.names_by_text(study).get(digest)
    if twin:
        raise WorkbenchError(
            f"{read.name} holds the same text as transcript {twin}: the survey is in the study"
            " already; to import it otherwise, take that back first (workbench undo, with --set-up"
            " if nobody was named)"
        )
    return digest


def _as_transcript(name: str, cells: Mapping[str, str], original: bytes) -> ReadTranscript:
    """Free text as turns: ``id: what they wrote`` and a blank line for each who wrote something."""
    parts: list[str] = []
    turns: list[Turn] = []
    at = 0
    for speaker, cell in cells.items():
        said = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
        if not said:
            continue
        label = f"{speaker}: "
        end = at + len(label) + len(said)
        turns.append(Turn(len(turns) + 1, speaker, at, at + len(label), end))
        parts.append(f"{label}{said}\n\n")
        at = end + 2
    text = "".join(parts).removesuffix("\n")
    return ReadTranscript(name, text, tuple(turns), "utf-8", "survey", original)


def _notices(table: Table, columns: Columns, ids: Sequence[str]) -> list[str]:
    file = table.path.name
    roles = [
        ("ids", (columns.id,)),
        ("free text", columns.texts),
        ("closed questions", columns.closed),
        ("attributes", columns.attributes),
    ]
    taken = "; ".join(f"{role}: {', '.join(names)}" for role, names in roles if names)
    said = [f"{file}: {taken}."]
    if columns.attributes and not columns.closed:
        said.append(
            f"{file}: a closed question is named by --closed; to name some now, take the import"
            " back first (workbench undo, with --set-up if nobody was named)."
        )
    nameless = [one for row, one in zip(table.rows, ids, strict=True) if not row[columns.id]]
    if nameless:
        said.append(f"{file}: no id stands on {', '.join(nameless)}; called after the line.")
    reasons = {
        name for name in columns.closed for row in table.rows if row[name].casefold() in REASONS
    }
    if reasons:
        said.append(
            f"{file}: {', '.join(REASONS)} are counted as reasons for giving no answer"
            f" ({', '.join(sorted(reasons))})."
        )
    return said
