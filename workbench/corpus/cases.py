"""Cases: participants with their attributes, from a table.

A case belongs to speakers, that is to labels in transcripts. Where the table has the columns
``transcript`` and ``speaker``, a row says which, and the case then has these speakers and no
others. Where it does not, names decide, and never take a speaker away from another case.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workbench.corpus import store
from workbench.corpus.nouns import Speaker
from workbench.corpus.ties import SpeakerIndex, ties_by_name
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, Writer
from workbench.tables import Row, Table, read_table


@dataclass(frozen=True, slots=True)
class ImportedCases:
    """The names of the cases in the table, in its order, and whole sentences about them."""

    names: tuple[str, ...]
    notices: tuple[str, ...]


@dataclass(slots=True)
class _Participant:
    """A participant of the table: the rows, and the values by attribute name."""

    name: str
    rows: list[Row] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)


def import_cases(study: Study, path: Path, by: Person | None = None) -> ImportedCases:
    """Add or update the cases of a CSV file in one change.

    The first column names the participant, the columns ``transcript`` and ``speaker`` say where
    they speak, the others are attributes. A participant may have several rows (one a transcript).
    A value that is empty in the file is taken out of the study; attributes and cases that are not
    in the file stay. Raises WorkbenchError naming the line for an unknown transcript or speaker,
    for a speaker given to two participants, and for rows that contradict each other.
    """
    table = read_table(path, optional=("transcript", "speaker"))
    attributes = _attributes(table)
    participants = _participants(table, attributes)
    with study.change(f"import cases from {path.name}", by) as write:
        explicit = _explicit_ties(study, table, participants)
        known = {case.name: case.id for case in store.cases(study)}
        columns = store.attribute_ids(study, write, attributes)
        ids: dict[str, str] = {}
        for participant in participants:
            name = participant.name
            ids[name] = known.get(name) or store.add_case(study, write, name)
            values = {columns[key]: value for key, value in participant.values.items()}
            store.set_values(study, write, ids[name], values)
        _write_ties(study, write, explicit, ids)
        silent = [c.name for c in store.cases(study) if c.name in ids and not c.speakers]
    return ImportedCases(tuple(ids), _notices(table, silent))


def _attributes(table: Table) -> list[str]:
    names = [name for name in table.columns[1:] if name not in ("transcript", "speaker")]
    seen: dict[str, str] = {}
    for name in names:
        twin = seen.setdefault(name.casefold(), name)
        if twin != name:
            raise WorkbenchError(
                f"{table.path.name}, line 1: the columns {twin} and {name} differ only in case;"
                " every attribute needs a name of its own"
            )
    return names


def _participants(table: Table, attributes: Sequence[str]) -> list[_Participant]:
    if not table.rows:
        raise WorkbenchError(
            f"{table.path.name}: no participant stands under the header; write one a row"
        )
    found: dict[str, _Participant] = {}
    for row in table.rows:
        name = table.text(row, table.columns[0])
        participant = found.setdefault(name, _Participant(name))
        participant.rows.append(row)
        for attribute in attributes:
            value, known = row[attribute], participant.values.get(attribute, "")
            if value and known and value != known:
                raise WorkbenchError(
                    f"{table.where(row, attribute)}: {name} has “{value}” here and “{known}” in an"
                    " earlier row; write the same value, or leave the cell empty"
                )
            participant.values[attribute] = value or known
    return list(found.values())


def _explicit_ties(
    study: Study, table: Table, participants: Sequence[_Participant]
) -> dict[str, list[Speaker]]:
    """The speakers that the rows name, by participant; raises for all rows that do not fit."""
    names = [transcript.name for transcript in store.transcripts(study)]
    index = SpeakerIndex(names, store.speakers(study))
    explicit: dict[str, list[Speaker]] = {}
    owners: dict[str, tuple[str, int]] = {}
    problems: list[str] = []
    for participant in participants:
        for row in participant.rows:
            # a first column with one of these names is the participant's own name and no more
            transcript, label = (
                "" if table.columns[0] == column else row[column]
                for column in ("transcript", "speaker")
            )
            if not transcript and not label:
                continue
            where = (table.where(row, "transcript"), table.where(row, "speaker"))
            try:
                found = index.find(participant.name, transcript, label, where)
                _claim(owners, found, participant.name, table, row)
            except WorkbenchError as error:
                problems.append(str(error))
            else:
                explicit.setdefault(participant.name, []).extend(found)
    if len(problems) == 1:
        raise WorkbenchError(problems[0])
    if problems:
        raise WorkbenchError(
            f"{table.path.name}: {len(problems)} rows do not fit the study:"
            " mend them; no case was imported",
            problems,
        )
    return explicit


def _claim(
    owners: dict[str, tuple[str, int]],
    speakers: Sequence[Speaker],
    participant: str,
    table: Table,
    row: Row,
) -> None:
    """Note who owns the speakers; nobody is two participants."""
    for speaker in speakers:
        owner, line = owners.setdefault(speaker.id, (participant, row.line))
        if owner != participant:
            raise WorkbenchError(
                f"{table.where(row)}: {speaker.label or 'the speaker'} of {speaker.transcript}"
                f" belongs to {owner} already (line {line}); name the label of each participant"
                " in a column speaker"
            )


def _write_ties(
    study: Study, write: Writer, explicit: dict[str, list[Speaker]], ids: dict[str, str]
) -> None:
    wanted = {speaker.id: name for name, found in explicit.items() for speaker in found}
    for speaker in store.speakers(study):
        if speaker.id in wanted:
            write.update("speakers", speaker.id, case_id=ids[wanted[speaker.id]])
        elif speaker.case in explicit:
            write.update("speakers", speaker.id, case_id=None)
    by_name = ids.keys() - explicit.keys()
    for speaker_id, name in ties_by_name(store.speakers(study), by_name).items():
        write.update("speakers", speaker_id, case_id=ids[name])


def _notices(table: Table, silent: Sequence[str]) -> tuple[str, ...]:
    if not silent:
        return ()
    shown = ", ".join(silent[:12]) + (f" and {len(silent) - 12} more" if len(silent) > 12 else "")
    return (
        f"{table.path.name}: no transcript and no speaker label is called {shown}; these cases have"
        " no words yet (import their transcripts, or add the columns transcript and speaker).",
    )
