"""Frequencies: how often each value was answered, each with everything it may be a part of.

Every value is counted against all participants of the data set and against those with a valid
answer. Where a participant may give several answers, it is also counted against the answers
given; the percentages of cases then add up to more than 100, those of answers do not.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from workbench.figures.nouns import (
    GIVEN,
    MISSING,
    NO_ANSWER,
    OFF_SCALE,
    ON_SCALE,
    PARTICIPANTS,
    UNITS,
    VALID,
    Answer,
    Frequency,
    Variable,
)
from workbench.figures.scales import in_order


def valid(variable: Variable, cases: Iterable[str]) -> dict[str, list[str]]:
    """The values that were answered, by case id; cases without any are left out."""
    found: dict[str, list[str]] = {}
    for case in cases:
        values = [a.value for a in variable.answers.get(case, ()) if a.value]
        if values:
            found[case] = values
    return found


def kind_of(variable: Variable, value: str) -> str:
    """Whether a value lies on the scale of an ordinal question or off it."""
    on = variable.level == "nominal" or not variable.scale or value in variable.scale
    return ON_SCALE if on else OFF_SCALE


def values_in_order(variable: Variable) -> list[str]:
    """The values of a variable: its scale, then what else was answered, then what is off the scale.

    Without a scale numbers stand in their order and names by how often they were given.
    """
    counts = Counter(a.value for given in variable.answers.values() for a in given if a.value)
    others = [value for value in in_order(counts) if value not in variable.scale]
    if not variable.scale and any(not _number(value) for value in counts):
        others.sort(key=lambda value: -counts[value])  # stable: equal ones stay in order
    return [*variable.scale, *others]


def _number(value: str) -> bool:
    try:
        float(value.replace(",", "."))
    except ValueError:
        return False
    return True


def distribution(variable: Variable, cases: Sequence[str]) -> list[Frequency]:
    """The frequencies of one variable over the participants ``cases`` (case ids).

    Values first, those off the scale after them, then the reasons for missing answers and those
    without a reason, which are parts of the participants only.
    """
    given = valid(variable, cases)
    each = Counter(value for values in given.values() for value in set(values))
    answers = Counter(value for values in given.values() for value in values)
    rows = []
    for value in values_in_order(variable):
        one = Frequency(
            variable.data_set,
            variable.name,
            value,
            kind_of(variable, value),
            each[value],
            len(cases),
            PARTICIPANTS,
        )
        rows += [one, replace(one, base=len(given), base_kind=VALID)]
        if variable.several:
            rows.append(replace(one, n=answers[value], base=answers.total(), base_kind=GIVEN))
    rows.sort(key=lambda row: row.kind == OFF_SCALE)
    reasons = Counter(reason_of(variable.answers.get(case, ())) for case in cases)
    return rows + [
        Frequency(
            variable.data_set,
            variable.name,
            reason or NO_ANSWER,
            MISSING,
            reasons[reason],
            len(cases),
            PARTICIPANTS,
        )
        for reason in sorted(key for key in reasons if key is not None and reasons[key])
    ]


def reason_of(answers: Sequence[Answer]) -> str | None:
    """Why somebody has no answer; empty where nothing is known of it, None where they have one."""
    if any(answer.value for answer in answers):
        return None
    return next((answer.missing for answer in answers), "")


def crossed(variable: Variable, cases: Sequence[str], by: Variable) -> list[Frequency]:
    """The frequencies of a variable in each group that the values of another one make.

    Whoever gave several of these belongs to several groups, who gave none to the group ``""``.
    """
    rows: list[Frequency] = []
    for group, inside in groups(by, cases).items():
        rows += [replace(row, by=by.name, group=group) for row in distribution(variable, inside)]
    return rows


def groups(by: Variable, cases: Sequence[str]) -> dict[str, list[str]]:
    """Case ids by the value of a variable, in the order of its values; ``""`` for those without."""
    given = valid(by, cases)
    found: dict[str, list[str]] = {
        value: [case for case in cases if value in given.get(case, ())]
        for value in values_in_order(by)
    }
    found[""] = [case for case in cases if case not in given]
    return {group: inside for group, inside in found.items() if inside}


def coded(
    variable: str,
    data_set: str,
    passages: Mapping[str, Sequence[str]],
    participants: Collection[str],
    total: int,
) -> list[Frequency]:
    """How many participants and passages each code or theme has.

    ``passages`` are, by code or theme, the participant of each passage ("" for nobody's);
    ``participants`` everybody who could have been coded, ``total`` the number of all coded
    passages. A passage has several codes or none of them twice, so units may add up to more than
    their base.
    """
    rows = []
    for name, voices in passages.items():
        who = {voice for voice in voices if voice in participants}
        one = Frequency(
            data_set, variable, name, ON_SCALE, len(who), len(participants), PARTICIPANTS
        )
        rows += [one, replace(one, n=len(voices), base=total, base_kind=UNITS)]
    return rows
