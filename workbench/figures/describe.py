"""Describing a study: the distribution of everything that was counted, if asked by attribute."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.errors import WorkbenchError
from workbench.figures import store
from workbench.figures.frequencies import coded, crossed, distribution, groups
from workbench.figures.nouns import Frequency, Member, Variable
from workbench.study import Person, Study
from workbench.themes.evidence import Evidence, Reference, Voices, evidence
from workbench.themes.passages import dropped_places, passages_of
from workbench.themes.store import reviews, themes

CODES, THEMES = "codes", "themes"


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything in a study that can be counted. ``members`` are all cases, by data set."""

    members: dict[str, list[Member]]
    variables: tuple[Variable, ...]

    def case_ids(self, data_set: str) -> list[str]:
        """The cases of a data set in their order."""
        return [member.id for member in self.members.get(data_set, [])]

    def named(self, name: str) -> list[Variable]:
        """The variables that a name means: ``accurate`` in every data set, ``Panel: accurate``."""
        wanted = name.strip().casefold()
        return [
            one
            for one in self.variables
            if wanted in (one.name.casefold(), f"{one.data_set}: {one.name}".casefold())
        ]


def counted(study: Study) -> Counted:
    """Read everything that can be counted, attributes before questions in each data set."""
    members: dict[str, list[Member]] = {name: [] for name in store.data_sets(study)}
    for member in store.members(study):
        members[member.data_set].append(member)
    order = list(members)
    variables = [*store.attributes(study), *store.questions(study)]
    variables.sort(key=lambda one: order.index(one.data_set))
    return Counted(members, tuple(variables))


def describe(
    study: Study, viewer: Person | None, *, by: str = "", variable: str = ""
) -> list[Frequency]:
    """Frequencies of all attributes, questions, codes and themes, or of one ``variable``.

    With ``by``, an attribute or question, in each group that it makes. Codes and themes are those
    of the passages that count (the third layer, where there is one). Raises with the names there
    are for an unknown one.
    """
    with study.snapshot():
        everything = counted(study)
        across = _across(everything, by)
        only = variable.strip().casefold()
        rows: list[Frequency] = []
        wanted = everything.named(variable) if variable else everything.variables
        for one in wanted:
            cases = everything.case_ids(one.data_set)
            if not by:
                rows += distribution(one, cases)
            elif one.data_set in across and one != across[one.data_set]:
                rows += crossed(one, cases, across[one.data_set])
        if only in ("", CODES, THEMES):
            rows += _of_passages(study, viewer, everything, across if by else None, only)
        elif not wanted:
            raise _unknown(variable, everything, (CODES, THEMES))
    return rows


def _across(everything: Counted, by: str) -> dict[str, Variable]:
    """By data set, the variable whose values make the groups."""
    if not by:
        return {}
    found = {one.data_set: one for one in reversed(everything.named(by))}
    if not found:
        raise _unknown(by, everything)
    return found


def _unknown(name: str, everything: Counted, more: Sequence[str] = ()) -> WorkbenchError:
    known = list(dict.fromkeys([*(one.name for one in everything.variables), *more]))
    return WorkbenchError(
        f"nothing that is counted is called {name}: the study has {', '.join(known) or 'nothing'}"
    )


# -------------------------------------------------------------------------- codes and themes


def _of_passages(
    study: Study,
    viewer: Person | None,
    everything: Counted,
    across: dict[str, Variable] | None,
    only: str,
) -> list[Frequency]:
    what = evidence(study, Voices(study))
    if not what.transcripts:
        return []
    lists = []
    if only in ("", CODES):
        lists.append((CODES, _code_passages(what)))
    if only in ("", THEMES):
        lists.append((THEMES, _theme_passages(study, viewer, what)))
    rows: list[Frequency] = []
    for label, passages in lists:
        for data_set, by, group, participants in _groups(everything, what, across):
            voices = {
                name: [voice for voice in found if voice in participants]
                for name, found in passages.items()
            }
            total = {_place(r) for r in what.references if r.voice.participant in participants}
            rows += [
                replace(row, by=by, group=group)
                for row in coded(label, data_set, voices, participants, len(total))
            ]
    return rows


def _place(reference: Reference) -> tuple[str, int, int]:
    return reference.transcript_id, reference.start, reference.end


def _code_passages(what: Evidence) -> dict[str, list[str]]:
    """By code in alphabetical order, who speaks in each of its passages."""
    found: dict[str, list[str]] = {}
    for one in sorted(what.references, key=lambda reference: reference.code):
        found.setdefault(one.code, []).append(one.voice.participant)
    return found


def _theme_passages(study: Study, viewer: Person | None, what: Evidence) -> dict[str, list[str]]:
    """By theme, who speaks in each of its passages; one that has two of its codes counts once."""
    listed = themes(study, viewer)
    dropped = dropped_places(reviews(study))
    found: dict[str, list[str]] = {}
    for theme in listed:
        if theme.parked is None:
            inside = passages_of(theme, listed, what.references, dropped)
            found[theme.name] = list({_place(r): r.voice.participant for r in inside}.values())
    return found


def _groups(
    everything: Counted, what: Evidence, across: dict[str, Variable] | None
) -> Iterator[tuple[str, str, str, set[str]]]:
    """(data set, attribute, group, participants of it who could be coded), where there are any.

    Speakers that no case was made for are interviewees of whom nothing is known.
    """
    in_cases = {m.case for of in everything.members.values() for m in of}
    caseless = set(what.participants) - in_cases
    for data_set, members in everything.members.items():
        names = {member.id: member.case for member in members}
        others, caseless = caseless, set()  # they belong to the first data set, the interviews
        if across is None:
            found = {("", ""): others.union(names.values())}
        elif data_set in across:
            by = across[data_set]
            found = {
                (by.name, group): {names[case] for case in cases}
                for group, cases in groups(by, list(names)).items()
            }
            if others:
                found[by.name, ""] = found.get((by.name, ""), set()) | others
        else:
            continue
        for (attribute, group), participants in found.items():
            inside = participants.intersection(what.participants)
            if inside:
                yield data_set, attribute, group, inside


def participants_of(everything: Counted, what: Evidence, figure: Frequency) -> set[str]:
    """The participants whom a figure of codes or themes is about, those of its group if any."""
    across = _across(everything, figure.by) if figure.by else None
    for data_set, _, group, participants in _groups(everything, what, across):
        if (data_set, group) == (figure.data_set, figure.group):
            return participants
    return set()
