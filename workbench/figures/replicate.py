"""Replicating: the figures that were published beside those that the study gives."""

from dataclasses import replace
from pathlib import Path

from workbench.figures import store
from workbench.figures.consistency import check
from workbench.figures.describe import CODES, THEMES, Counted, counted, describe
from workbench.figures.frequencies import reason_of, valid
from workbench.figures.nouns import (
    CONTRADICTION,
    DIFFERS,
    GIVEN,
    INTERVIEWS,
    NOT_THERE,
    OK,
    PARTICIPANTS,
    VALID,
    Frequency,
    Replicated,
    Reported,
    Variable,
)
from workbench.figures.percent import exact, half_up, printed, shown
from workbench.figures.reported import read_reported
from workbench.study import Person, Study

# what a figure counts against, where it does not say
USUAL_BASE = {"": PARTICIPANTS, "answering": PARTICIPANTS, "missing": PARTICIPANTS}


def import_published(study: Study, path: Path, by: Person | None = None) -> int:
    """Make the figures of a CSV file the study's published ones; returns how many there are."""
    figures = read_reported(path)
    with study.change(f"import published figures from {path.name}", by) as write:
        store.put_published(study, write, figures)
    return len(figures)


def replicate(study: Study, viewer: Person | None) -> list[Replicated]:
    """Every published figure with what the study gives for it.

    A figure ``differs`` where count, base or printed percentage are not those that the study
    gives, and is a ``contradiction`` where it cannot hold beside the other published ones,
    whatever the data; ``why`` says it in sentences. One that names no variable is only checked.
    """
    with study.snapshot():
        figures = store.published(study)
        everything = counted(study)
        passages: list[Frequency] = []
        for label in {CODES, THEMES} & {one.variable.casefold() for one in figures}:
            passages += describe(study, viewer, variable=label)
    rosters = {name: [m.name for m in of] for name, of in everything.members.items()}
    impossible: dict[str, list[str]] = {}
    for finding in check(figures, rosters):
        impossible.setdefault(finding.figure, []).append(finding.sentence)
    return [_beside(one, everything, passages, impossible.get(one.figure, [])) for one in figures]


def _beside(
    one: Reported, everything: Counted, passages: list[Frequency], impossible: list[str]
) -> Replicated:
    found = Replicated(one.figure, one.published, None, None, None, OK)
    if one.variable:
        computed = _computed(one, everything, passages)
        if computed is None:
            data_set = one.data_set or INTERVIEWS
            why = f"{data_set} has nothing called {one.variable} to compute it from."
            return replace(found, status=NOT_THERE, why=" ".join([why, *impossible]))
        n, base = computed
        share = exact(n, base) if one.percent or n <= base else None
        found = replace(found, n=n, base=base, exact=share)
        if differs := _difference(one, n, base):
            return replace(found, status=DIFFERS, why=" ".join([differs, *impossible]))
    if impossible:
        return replace(found, status=CONTRADICTION, why=" ".join(impossible))
    return found


def _difference(one: Reported, n: int, base: int) -> str:
    """In a sentence how a published figure differs from the computed one; empty if it does not."""
    read = printed(one.percent) if one.percent else None
    percent = half_up(n, base, read[1]) if read else None
    same = one.n in (None, n) and one.base in (None, base)
    if same and (read is None or percent == read[0]):
        return ""
    computed = f"{n} of {base}"
    if read:
        computed += f" = {shown(percent, read[1])}"
    return f"published {one.published}, computed {computed}."


def _computed(
    one: Reported, everything: Counted, passages: list[Frequency]
) -> tuple[int, int] | None:
    """(count, base) of a published figure in this study; None for a variable it does not have."""
    data_set = (one.data_set or INTERVIEWS).casefold()
    name = one.variable.casefold()
    if name in (CODES, THEMES):
        kind = one.base_kind or PARTICIPANTS
        for row in passages:
            wanted = (name, one.value.casefold(), kind, data_set)
            if wanted == (
                row.variable,
                row.value.casefold(),
                row.base_kind,
                row.data_set.casefold(),
            ):
                return row.n, row.base
        return None
    for variable in everything.variables:
        if (variable.data_set.casefold(), variable.name.casefold()) == (data_set, name):
            return _count(one, variable, everything.case_ids(variable.data_set))
    return None


def _count(one: Reported, variable: Variable, cases: list[str]) -> tuple[int, int]:
    given = valid(variable, cases)
    answers = [value for values in given.values() for value in values]
    kind = one.base_kind or USUAL_BASE.get(one.counts, VALID)
    base = {PARTICIPANTS: len(cases), VALID: len(given)}.get(kind, len(answers))
    wanted = one.value.casefold()
    if one.counts == "answers":
        return len(answers), base
    if one.counts == "answering":
        return len(given), base
    if one.counts == "several":
        return sum(len(values) > 1 for values in given.values()), base
    if one.counts == "missing":
        reasons = [reason_of(variable.answers.get(case, ())) for case in cases]
        return sum(r is not None and wanted in ("", r) for r in reasons), base
    if kind == GIVEN:
        return sum(value.casefold() == wanted for value in answers), base
    return sum(wanted in map(str.casefold, values) for values in given.values()), base
