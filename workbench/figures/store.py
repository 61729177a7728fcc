"""Answers, data sets, lineage, challenges and published figures in the study file: all their SQL.

Reading functions return nouns; the functions that write take the ``Writer`` of an open change. All
of it is public: none of it is a coder's work.
"""

from collections.abc import Iterable, Mapping, Sequence

from workbench.corpus import store as corpus
from workbench.figures.nouns import (
    INTERVIEWS,
    Answer,
    Challenge,
    LineageStep,
    Member,
    Passage,
    Reported,
    Variable,
)
from workbench.study import Study, Writer
from workbench.study.journal import Value
from workbench.study.verify import Problem, registered

_REPORTED_NUMBERS = (
    *("n", "base", "participants", "answers", "several", "each"),
    *("options", "asked", "missing"),
)
_REPORTED_TEXTS = (
    *("base_kind", "percent", "part_of", "question", "data_set"),
    *("participant", "variable", "value", "counts"),
)


# ----------------------------------------------------------------------------------- data sets


def data_sets(study: Study) -> list[str]:
    """The names of all data sets, the interviews first."""
    rows = study.query("SELECT name FROM data_sets ORDER BY position, name")
    return [INTERVIEWS, *(row["name"] for row in rows)]


def members(study: Study) -> list[Member]:
    """All cases with the data set that each belongs to, in the order they came in."""
    rows = study.query(
        'SELECT c.id, c.name AS "case", ifnull(m.name, c.name) AS name,'
        " ifnull(d.name, ?) AS data_set FROM cases c"
        " LEFT JOIN data_set_cases m ON m.case_id = c.id"
        " LEFT JOIN data_sets d ON d.id = m.data_set_id ORDER BY c.position, c.name",
        (INTERVIEWS,),
    )
    return [Member(**dict(row)) for row in rows]


def add_data_set(study: Study, write: Writer, name: str) -> str:
    """Insert a data set behind the others; returns its id."""
    position = study.value("SELECT ifnull(max(position), 0) + 1 FROM data_sets")
    return write.insert("data_sets", name=name, position=position)


def add_member(study: Study, write: Writer, data_set_id: str, case: str, name: str) -> str:
    """Insert a case that belongs to a data set; returns the id of the case."""
    case_id = corpus.add_case(study, write, case)
    write.insert("data_set_cases", data_set_id=data_set_id, case_id=case_id, name=name)
    return case_id


# ----------------------------------------------------------------------------- what is counted


def attributes(study: Study) -> list[Variable]:
    """The attributes of the cases, a variable a data set that has values of it."""
    rows = study.query(
        "SELECT a.name, ifnull(d.name, ?) AS data_set, v.case_id, v.value FROM case_values v"
        " JOIN attributes a ON a.id = v.attribute_id"
        " LEFT JOIN data_set_cases m ON m.case_id = v.case_id"
        " LEFT JOIN data_sets d ON d.id = m.data_set_id"
        " ORDER BY ifnull(d.position, 0), a.position, a.name",
        (INTERVIEWS,),
    )
    found: dict[tuple[str, str], dict[str, tuple[Answer, ...]]] = {}
    for row in rows:
        of_it = found.setdefault((row["data_set"], row["name"]), {})
        of_it[row["case_id"]] = (Answer(row["value"]),)
    return [
        Variable(name, data_set, "nominal", (), False, answers)
        for (data_set, name), answers in found.items()
    ]


def questions(study: Study) -> list[Variable]:
    """The questions with their answers, by data set and in the order they came in."""
    answers: dict[str, dict[str, tuple[Answer, ...]]] = {}
    for row in study.query(
        "SELECT a.variable_id, a.case_id, a.value, a.missing, a.qualifier, a.transcript_id,"
        ' t.name AS transcript, a.start, a."end" FROM answers a'
        " LEFT JOIN transcripts t ON t.id = a.transcript_id"
        " ORDER BY a.variable_id, a.case_id, a.position"
    ):
        passage = None
        if row["start"] is not None:
            passage = Passage(row["transcript_id"], row["transcript"], row["start"], row["end"])
        answer = Answer(row["value"], row["missing"], row["qualifier"], passage)
        of_it = answers.setdefault(row["variable_id"], {})
        of_it[row["case_id"]] = (*of_it.get(row["case_id"], ()), answer)
    return [
        Variable(
            row["name"],
            row["data_set"],
            row["level"],
            tuple(row["scale"].split("\n")) if row["scale"] else (),
            bool(row["several"]),
            answers.get(row["id"], {}),
            row["id"],
            row["question"],
        )
        for row in study.query(
            "SELECT v.*, ifnull(d.name, ?) AS data_set FROM variables v"
            " LEFT JOIN data_sets d ON d.id = v.data_set_id"
            " ORDER BY ifnull(d.position, 0), v.position, v.name",
            (INTERVIEWS,),
        )
    ]


def put_variable(
    study: Study,
    write: Writer,
    data_set: str,
    name: str,
    *,
    level: str,
    scale: Sequence[str] = (),
    several: bool = False,
    question: str = "",
) -> str:
    """Insert a question of a data set, or bring it up to date; returns its id."""
    data_set_id = study.value("SELECT id FROM data_sets WHERE name = ?", (data_set,))
    cells: dict[str, Value] = {
        "level": level,
        "scale": "\n".join(scale),
        "several": int(several),
        "question": question,
    }
    known = study.value(
        "SELECT id FROM variables WHERE name = ? AND data_set_id IS ?", (name, data_set_id)
    )
    if known is not None:
        write.update("variables", known, **cells)
        return str(known)
    position = study.value("SELECT ifnull(max(position), 0) + 1 FROM variables")
    return write.insert("variables", data_set_id=data_set_id, name=name, position=position, **cells)


def put_answers(
    study: Study, write: Writer, variable_id: str, answers: Mapping[str, Sequence[Answer]]
) -> None:
    """Make these the answers to a question, by case id; rows that are right already stay."""
    present: dict[str, list[tuple[str, tuple[Value, ...]]]] = {}
    for row in study.query(
        'SELECT id, case_id, value, missing, qualifier, transcript_id, start, "end" FROM answers'
        " WHERE variable_id = ? ORDER BY position",
        (variable_id,),
    ):
        present.setdefault(row["case_id"], []).append((row["id"], tuple(row)[2:]))
    for case_id in dict.fromkeys([*present, *answers]):
        wanted = [_cells(answer) for answer in answers.get(case_id, ())]
        if [cells for _, cells in present.get(case_id, [])] == wanted:
            continue
        for row_id, _ in present.get(case_id, []):
            write.delete("answers", row_id)
        names = ("value", "missing", "qualifier", "transcript_id", "start", "end")
        write.insert_many(
            "answers",
            [
                {
                    "variable_id": variable_id,
                    "case_id": case_id,
                    "position": position,
                    **dict(zip(names, cells, strict=True)),
                }
                for position, cells in enumerate(wanted, 1)
            ],
        )


def _cells(answer: Answer) -> tuple[Value, ...]:
    place = answer.passage
    where = (place.transcript_id, place.start, place.end) if place else (None, None, None)
    return (answer.value, answer.missing, answer.qualifier, *where)


# ------------------------------------------------------------------- lineage, challenges, figures


def lineage(study: Study) -> list[LineageStep]:
    """What became of the categories, in the order it was written down."""
    rows = study.query(
        "SELECT kind, from_name, to_name, rationale FROM category_lineage"
        " ORDER BY position, from_name, to_name"
    )
    return [LineageStep(**dict(row)) for row in rows]


def put_lineage(study: Study, write: Writer, steps: Sequence[LineageStep]) -> None:
    """Make these the whole lineage."""
    rows: list[dict[str, Value]] = [
        {
            "kind": step.kind,
            "from_name": step.from_name,
            "to_name": step.to_name,
            "rationale": step.rationale,
        }
        for step in steps
    ]
    _put_list(study, write, "category_lineage", ("from_name", "to_name"), rows)


def challenges(study: Study) -> list[Challenge]:
    """The challenge log in its order."""
    rows = study.query(
        "SELECT objection, disposition, reason, worked, source FROM challenges"
        " ORDER BY position, objection"
    )
    return [Challenge(**{**dict(row), "worked": bool(row["worked"])}) for row in rows]


def put_challenges(study: Study, write: Writer, log: Sequence[Challenge]) -> None:
    """Make this the whole challenge log."""
    rows: list[dict[str, Value]] = [
        {
            "objection": one.objection,
            "disposition": one.disposition,
            "reason": one.reason,
            "worked": int(one.worked),
            "source": one.source,
        }
        for one in log
    ]
    _put_list(study, write, "challenges", ("objection",), rows)


def published(study: Study) -> list[Reported]:
    """The published figures in their order."""
    return [
        Reported(
            figure=row["figure"],
            reasons=_reasons(row["reasons"]),
            members=tuple(row["members"].split("\n")) if row["members"] else (),
            **{name: row[name] for name in (*_REPORTED_NUMBERS, *_REPORTED_TEXTS)},
        )
        for row in study.query("SELECT * FROM published_figures ORDER BY position, figure")
    ]


def put_published(study: Study, write: Writer, figures: Sequence[Reported]) -> None:
    """Make these the published figures."""
    rows: list[dict[str, Value]] = [
        {
            "figure": one.figure,
            "reasons": "\n".join(f"{count} {name}" for name, count in one.reasons),
            "members": "\n".join(one.members),
            **{name: getattr(one, name) for name in (*_REPORTED_NUMBERS, *_REPORTED_TEXTS)},
        }
        for one in figures
    ]
    _put_list(study, write, "published_figures", ("figure",), rows)


def _reasons(text: str) -> tuple[tuple[str, int], ...]:
    pairs = (line.split(" ", 1) for line in text.split("\n") if line)
    return tuple((name, int(count)) for count, name in pairs)


def _put_list(
    study: Study, write: Writer, table: str, key: Sequence[str], rows: Iterable[dict[str, Value]]
) -> None:
    """Make the rows the content of a table, in their order; rows are known by their key."""
    left = {
        tuple(row[name] for name in key): row["id"]
        for row in study.query(f"SELECT id, {', '.join(key)} FROM {table}")
    }
    for position, row in enumerate(rows, 1):
        known = left.pop(tuple(row[name] for name in key), None)
        if known is None:
            write.insert(table, **row, position=position)
        else:
            write.update(table, known, **row, position=position)
    for row_id in left.values():
        write.delete(table, row_id)


# ---------------------------------------------------------------------------- what verify asks


@registered
def answers_lie_inside(study: Study) -> Iterable[Problem]:
    """The passages that justify answers lie inside their text."""
    for (name,) in study.connection.execute(
        "SELECT DISTINCT t.name FROM answers a JOIN transcripts t ON t.id = a.transcript_id"
        ' WHERE a."end" > t.characters ORDER BY t.name'
    ):
        yield "integrity", f"the passage of an answer in {name} lies outside its text"


@registered
def answers_stay_in_their_data_set(study: Study) -> Iterable[Problem]:
    """An answer belongs to a participant of the data set in which the question was asked."""
    for (name,) in study.connection.execute(
        "SELECT DISTINCT v.name FROM answers a JOIN variables v ON v.id = a.variable_id"
        " LEFT JOIN data_set_cases m ON m.case_id = a.case_id"
        " WHERE m.data_set_id IS NOT v.data_set_id ORDER BY v.name"
    ):
        yield "integrity", f"an answer to {name} is a participant's of another data set"
