"""Reading a list of reported figures, as it stands in a paper, from a table.

One row is one figure; which columns there are and what they mean says ``COLUMNS``. Everything but
``figure`` may be left out.
"""

import re
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.figures.nouns import BASE_KINDS, Reported
from workbench.figures.percent import printed
from workbench.tables import Row, Table, read_table

COLUMNS = {
    "figure": "what it is called; a name of its own",
    "n": "how many",
    "base": "of how many",
    "base_kind": "what the base counts: participants, valid answers, answers given, units",
    "percent": "as printed: 33.3 %",
    "part_of": "a whole; the parts of one whole add up to their base",
    "question": "figures of one question have to fit together",
    "participants": "how many people answered (else: base)",
    "answers": "how many answers they gave together",
    "several": "how many of them gave more than one",
    "each": "how many each of those gave, if that is said",
    "options": "how many options there were to choose from",
    "asked": "how many people were asked",
    "missing": "how many of those gave no answer",
    "reasons": "why: unsure 1; depends 1",
    "data_set": "the data set that the row speaks of",
    "members": "the ids in it: P1..P28; P30",
    "participant": "whose words are shown: an id of the data set",
    "variable": "for replicate: the attribute or question that is counted, or codes, or themes",
    "value": "for replicate: which value of it",
    "counts": "for replicate: answering, answers, several or missing, instead of a value",
}
COUNTS = ("answering", "answers", "several", "missing")
_RANGE = re.compile(r"(.*?)(\d+)\s*\.\.\s*(.*?)(\d+)")
_REASON = re.compile(r"(.*\D)\s+(\d+)|(\d+)\s+(\D.*)")
MOST_MEMBERS = 100_000


def read_reported(path: Path) -> list[Reported]:
    """The figures of a CSV file in their order.

    Raises WorkbenchError naming all cells that cannot be read, or a figure that stands twice.
    """
    table = read_table(path, ["figure"], [name for name in COLUMNS if name != "figure"])
    if not table.rows:
        raise WorkbenchError(f"{path.name}: no figure stands under the header; write one a row")
    found: dict[str, Reported] = {}
    problems: list[str] = []
    for row in table.rows:
        try:
            one = _figure(table, row)
            if one.figure in found:
                raise WorkbenchError(
                    f"{table.where(row, 'figure')}: {one.figure} stands twice; give every figure a"
                    " name of its own"
                )
            found[one.figure] = one
        except WorkbenchError as error:
            problems.append(str(error))
    if len(problems) == 1:
        raise WorkbenchError(problems[0])
    if problems:
        raise WorkbenchError(
            f"{path.name}: {len(problems)} figures cannot be read, each with its line: mend them",
            problems,
        )
    return list(found.values())


def _figure(table: Table, row: Row) -> Reported:
    base_kind = row["base_kind"].casefold()
    if base_kind not in ("", *BASE_KINDS):
        raise WorkbenchError(
            f"{table.where(row, 'base_kind')}: “{row['base_kind']}” is no kind of base; write one"
            f" of {', '.join(BASE_KINDS)}"
        )
    if row["percent"] and printed(row["percent"]) is None:
        raise WorkbenchError(
            f"{table.where(row, 'percent')}: “{row['percent']}” is no percentage; write 33.3 %"
        )
    counts = row["counts"].casefold()
    if counts not in ("", *COUNTS):
        raise WorkbenchError(
            f"{table.where(row, 'counts')}: “{row['counts']}” is nothing that can be counted; write"
            f" one of {', '.join(COUNTS)}, or a value"
        )
    if row["variable"] and not row["value"] and not counts:
        raise WorkbenchError(
            f"{table.where(row, 'value')}: say which value of {row['variable']} is counted, or"
            f" write one of {', '.join(COUNTS)} under counts"
        )
    return Reported(
        table.text(row, "figure"),
        n=_count(table, row, "n"),
        base=_count(table, row, "base"),
        base_kind=base_kind,
        percent=row["percent"],
        part_of=row["part_of"],
        question=row["question"],
        participants=_count(table, row, "participants"),
        answers=_count(table, row, "answers"),
        several=_count(table, row, "several"),
        each=_count(table, row, "each"),
        options=_count(table, row, "options"),
        asked=_count(table, row, "asked"),
        missing=_count(table, row, "missing"),
        reasons=_reasons(table, row),
        data_set=row["data_set"],
        members=_members(table, row),
        participant=row["participant"],
        variable=row["variable"],
        value=row["value"],
        counts=counts,
    )


def _count(table: Table, row: Row, column: str) -> int | None:
    if not row[column]:
        return None
    count = table.whole_number(row, column)
    if count < 0:
        raise WorkbenchError(f"{table.where(row, column)}: {count} of something cannot be counted")
    return count


def _reasons(table: Table, row: Row) -> tuple[tuple[str, int], ...]:
    found = []
    for part in filter(None, (part.strip() for part in row["reasons"].split(";"))):
        read = _REASON.fullmatch(part)
        if read is None:
            raise WorkbenchError(
                f"{table.where(row, 'reasons')}: “{part}” is not a reason and a count; write"
                " unsure 1; depends 1"
            )
        found.append((read[1] or read[4], int(read[2] or read[3])))
    return tuple(found)


def _members(table: Table, row: Row) -> tuple[str, ...]:
    found: list[str] = []
    for part in filter(None, (part.strip() for part in row["members"].split(";"))):
        limits = _RANGE.fullmatch(part)
        if limits is None:
            found.append(part)
            continue
        head, first, other, last = limits.groups()
        span = range(int(first), int(last) + 1)
        if other not in ("", head) or not 0 < len(span) <= MOST_MEMBERS:
            raise WorkbenchError(
                f"{table.where(row, 'members')}: “{part}” is no range of ids; write P1..P28"
            )
        found += [f"{head}{number:0{len(first)}d}" for number in span]
    return tuple(found)
