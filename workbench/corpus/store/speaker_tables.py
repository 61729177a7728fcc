"""Who speaks in a transcript, in the study file: its speakers and their turns."""

from collections.abc import Callable, Container, Iterable, Mapping
from itertools import count
from typing import TYPE_CHECKING

from workbench.corpus.nouns import Speaker, StoredTurn
from workbench.study import Study, Writer, new_id
from workbench.study.verify import Problem, registered

if TYPE_CHECKING:
    from workbench.corpus.transcript import ReadTranscript

_SPEAKER = """
SELECT s.id, s.transcript_id, t.name AS transcript, s.label, s.interviewer,
       ifnull(c.name, '') AS "case",
       (SELECT count(*) FROM turns u WHERE u.speaker_id = s.id) AS turns
FROM speakers s JOIN transcripts t ON t.id = s.transcript_id
LEFT JOIN cases c ON c.id = s.case_id
"""


def turns(study: Study, transcript_id: str) -> list[StoredTurn]:
    """The speaker turns of a transcript in order."""
    rows = study.query(
        "SELECT u.number, s.label AS speaker, s.id AS speaker_id, s.interviewer, u.start,"
        ' u.text_start, u."end", ifnull(c.name, \'\') AS "case", u.cue_start, u.cue_end'
        " FROM turns u JOIN speakers s ON s.id = u.speaker_id"
        " LEFT JOIN cases c ON c.id = s.case_id WHERE u.transcript_id = ? ORDER BY u.number",
        (transcript_id,),
    )
    return [StoredTurn(**{**dict(row), "interviewer": bool(row["interviewer"])}) for row in rows]


def participant_ranges(study: Study, transcript_id: str) -> list[tuple[int, int]]:
    """What the participants say: the speech, without labels, of every turn that does not ask."""
    rows = study.query(
        'SELECT u.text_start, u."end" FROM turns u JOIN speakers s ON s.id = u.speaker_id'
        ' WHERE u.transcript_id = ? AND NOT s.interviewer AND u.text_start < u."end"'
        " ORDER BY u.number",
        (transcript_id,),
    )
    return [(row[0], row[1]) for row in rows]


def speakers(study: Study, transcript_id: str | None = None) -> list[Speaker]:
    """The labels of one transcript, or of all by transcript name, in order of appearance."""
    rows = study.query(
        f"{_SPEAKER} WHERE s.transcript_id = ifnull(?, s.transcript_id)"
        " ORDER BY t.name, s.position, s.label",
        (transcript_id,),
    )
    return [Speaker(**{**dict(row), "interviewer": bool(row["interviewer"])}) for row in rows]


@registered
def turns_lie_inside(study: Study) -> Iterable[Problem]:
    """Turns lie inside their text, one after the other, and belong to speakers of it."""
    for (name,) in study.connection.execute(
        "SELECT DISTINCT t.name FROM turns u JOIN transcripts t ON t.id = u.transcript_id"
        ' WHERE u."end" > t.characters ORDER BY t.name'
    ):
        yield "integrity", f"a turn of {name} lies outside its text"
    for (name,) in study.connection.execute(
        'SELECT DISTINCT t.name FROM (SELECT transcript_id, start, lag("end") OVER'
        " (PARTITION BY transcript_id ORDER BY number) AS before FROM turns) u"
        " JOIN transcripts t ON t.id = u.transcript_id WHERE u.start < u.before ORDER BY t.name"
    ):
        yield "integrity", f"turns of {name} run into each other"
    for (name,) in study.connection.execute(
        "SELECT DISTINCT t.name FROM turns u JOIN speakers s ON s.id = u.speaker_id"
        " JOIN transcripts t ON t.id = u.transcript_id"
        " WHERE s.transcript_id <> u.transcript_id ORDER BY t.name"
    ):
        yield "integrity", f"a turn of {name} belongs to a speaker of another transcript"


def add_speakers(
    write: Writer,
    transcript_id: str,
    read: "ReadTranscript",
    asking: Container[str],
    case_ids: Mapping[str, str],
) -> dict[str, str]:
    """Insert the speakers in the order in which they speak; returns their ids by label."""
    ids = {label: new_id() for label in dict.fromkeys(turn.speaker for turn in read.turns)}
    write.insert_many(
        "speakers",
        [
            {
                "id": speaker_id,
                "transcript_id": transcript_id,
                "label": label,
                "interviewer": int(label in asking),
                "case_id": case_ids.get(label),
                "position": position,
            }
            for position, (label, speaker_id) in enumerate(ids.items(), 1)
        ],
    )
    return ids


def add_turns(
    write: Writer, transcript_id: str, read: "ReadTranscript", speaker_ids: Mapping[str, str]
) -> None:
    """Insert the turns of a transcript; ``speaker_ids`` are by label."""
    write.insert_many(
        "turns",
        [
            {
                "transcript_id": transcript_id,
                "number": turn.number,
                "speaker_id": speaker_ids[turn.speaker],
                "start": turn.start,
                "text_start": turn.text_start,
                "end": turn.end,
                "cue_start": turn.cue_start,
                "cue_end": turn.cue_end,
            }
            for turn in read.turns
        ],
    )


def turn_ids(study: Study, transcript_id: str) -> dict[int, str]:
    """The id of each turn by its number."""
    rows = study.query("SELECT number, id FROM turns WHERE transcript_id = ?", (transcript_id,))
    return {row["number"]: row["id"] for row in rows}


def copy_speaker(study: Study, write: Writer, speaker_id: str, label: str) -> None:
    """A further speaker of the same transcript, who asks or not and is the same case."""
    (row,) = study.query("SELECT * FROM speakers WHERE id = ?", (speaker_id,))
    position = study.value(
        "SELECT max(position) + 1 FROM speakers WHERE transcript_id = ?", (row["transcript_id"],)
    )
    write.insert(
        "speakers",
        transcript_id=row["transcript_id"],
        label=label,
        interviewer=row["interviewer"],
        case_id=row["case_id"],
        position=position,
    )


def drop_silent_speakers(study: Study, write: Writer, speaker_ids: Iterable[str]) -> None:
    """Take those of the speakers out who have no turn left."""
    for speaker_id in speaker_ids:
        if not study.value("SELECT count(*) FROM turns WHERE speaker_id = ?", (speaker_id,)):
            write.delete("speakers", speaker_id)


def untie_case(write: Writer, case_id: str) -> None:
    """Let no speaker be this case any more."""
    write.execute("UPDATE speakers SET case_id = NULL WHERE case_id = ?", (case_id,))


def forget_speakers(
    study: Study,
    write: Writer,
    transcript_id: str,
    case_id: str,
    label: str,
    delete: Callable[[str, list[str]], None],
) -> None:
    """Give the turns of a case's speakers in one transcript to new ones without a name, who are
    outside the base of every figure like those who ask; ``delete`` takes the old ones out."""
    for row in study.query(
        "SELECT id FROM speakers WHERE transcript_id = ? AND case_id = ? ORDER BY position",
        (transcript_id, case_id),
    ):
        taken = {speaker.label for speaker in speakers(study, transcript_id)}
        free = next(
            name
            for name in (label if number == 1 else f"{label} {number}" for number in count(1))
            if name not in taken
        )
        copy_speaker(study, write, row["id"], free)
        new = study.value(
            "SELECT id FROM speakers WHERE transcript_id = ? AND label = ?", (transcript_id, free)
        )
        write.update("speakers", new, interviewer=1)
        write.execute("UPDATE turns SET speaker_id = ? WHERE speaker_id = ?", (new, row["id"]))
        delete("speakers", [row["id"]])


def give_turns(write: Writer, old_speaker_id: str, new_speaker_id: str) -> None:
    """All turns of one speaker to another one of the same transcript; the first one goes."""
    write.execute(
        "UPDATE turns SET speaker_id = ? WHERE speaker_id = ?", (new_speaker_id, old_speaker_id)
    )
    write.delete("speakers", old_speaker_id)
