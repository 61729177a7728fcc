"""What became of the categories, and what was objected to the analysis: two logs with reasons."""

from collections import Counter
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.figures import store
from workbench.figures.nouns import Challenge, LineageStep
from workbench.study import Person, Study
from workbench.tables import Row, Table, read_table

_YES, _NO = ("yes", "true", "1", "worked"), ("no", "false", "0", "")


def lineage_step(from_name: str, to_name: str, rationale: str) -> LineageStep:
    """One step, ``new`` without ``from_name`` and ``dropped`` without ``to_name``."""
    names = from_name.strip(), to_name.strip()
    if not any(names):
        raise WorkbenchError("a step of the lineage needs a category: say which, or what it became")
    if not rationale.strip():
        raise WorkbenchError(
            f"nothing says why {' became '.join(filter(None, names))}: give a rationale"
        )
    kind = "new" if not names[0] else "dropped" if not names[1] else "became"
    return LineageStep(kind, *names, rationale.strip())


def with_kinds(steps: list[LineageStep]) -> list[LineageStep]:
    """Steps that are called ``merged`` or ``split`` where several lead to or from one category.

    >>> steps = [LineageStep("became", "a", "c", "r"), LineageStep("became", "b", "c", "r")]
    >>> [step.kind for step in with_kinds(steps)]
    ['merged', 'merged']
    """
    into = Counter(step.to_name for step in steps if step.from_name)
    out_of = Counter(step.from_name for step in steps if step.to_name)
    found = []
    for step in steps:
        kind = step.kind
        if step.from_name and step.to_name:
            kind = "became"
            if into[step.to_name] > 1:
                kind = "merged"
            elif out_of[step.from_name] > 1:
                kind = "split"
        found.append(LineageStep(kind, step.from_name, step.to_name, step.rationale))
    return found


def put_lineage(study: Study, steps: list[LineageStep], by: Person | None = None) -> None:
    """Make these steps the lineage of the categories."""
    pairs = Counter((step.from_name, step.to_name) for step in steps)
    for (from_name, to_name), times in pairs.items():
        if times > 1:
            raise WorkbenchError(
                f"the step from {from_name or 'the data'} to {to_name or 'nothing'} stands"
                f" {times} times: write it once"
            )
    with study.change("note the lineage of categories", by) as write:
        store.put_lineage(study, write, with_kinds(steps))


def add_lineage(
    study: Study, from_name: str, to_name: str, rationale: str, by: Person | None = None
) -> None:
    """Add one step behind the others."""
    with study.change("note the lineage of categories", by):
        step = lineage_step(from_name, to_name, rationale)
        put_lineage(study, [*store.lineage(study), step], by)


def read_lineage(path: Path) -> list[LineageStep]:
    """The steps of a CSV file with the columns from, to, rationale, in their order."""
    table = read_table(path, ["from", "to", "rationale"])
    steps = []
    for row in table.rows:
        try:
            steps.append(lineage_step(row["from"], row["to"], row["rationale"]))
        except WorkbenchError as error:
            raise WorkbenchError(f"{table.where(row)}: {error}") from None
    return steps


def challenge(
    objection: str, disposition: str, reason: str, *, worked: bool, source: str = ""
) -> Challenge:
    """One entry of the challenge log; all but the source must be said."""
    for what, text in (("objection", objection), ("disposition", disposition), ("reason", reason)):
        if not text.strip():
            raise WorkbenchError(f"the {what} of a challenge is empty: say it in a sentence")
    return Challenge(objection.strip(), disposition.strip(), reason.strip(), worked, source.strip())


def put_challenges(study: Study, log: list[Challenge], by: Person | None = None) -> None:
    """Make this the challenge log."""
    for objection, times in Counter(one.objection for one in log).items():
        if times > 1:
            raise WorkbenchError(f"the objection “{objection}” stands {times} times: write it once")
    with study.change("note challenges", by) as write:
        store.put_challenges(study, write, log)


def add_challenge(study: Study, one: Challenge, by: Person | None = None) -> None:
    """Add one entry behind the others."""
    with study.change("note a challenge", by):
        put_challenges(study, [*store.challenges(study), one], by)


def read_challenges(path: Path) -> list[Challenge]:
    """The entries of a CSV file with objection, disposition, reason, worked (yes or no), source."""
    table = read_table(path, ["objection", "disposition", "reason", "worked"], ["source"])
    log = []
    for row in table.rows:
        try:
            log.append(
                challenge(
                    row["objection"],
                    row["disposition"],
                    row["reason"],
                    worked=_worked(table, row),
                    source=row["source"],
                )
            )
        except WorkbenchError as error:
            where = "" if str(error).startswith(table.path.name) else f"{table.where(row)}: "
            raise WorkbenchError(f"{where}{error}") from None
    return log


def _worked(table: Table, row: Row) -> bool:
    cell = row["worked"].casefold()
    if cell not in (*_YES, *_NO):
        raise WorkbenchError(
            f"{table.where(row, 'worked')}: “{row['worked']}” is neither yes nor no; write whether"
            " the analysis was changed by it"
        )
    return cell in _YES
