"""The corpus in the study file: all SQL over transcripts, turns, speakers, cases and their texts.

Reading functions return nouns; the functions that write take the ``Writer`` of an open change.
"""

import unicodedata
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import count

from workbench.corpus.nouns import Case, Speaker, StoredTurn, Transcript, Version
from workbench.corpus.transcript import ReadTranscript
from workbench.errors import WorkbenchError
from workbench.study import Study, Writer, new_id, now
from workbench.study.verify import Problem, registered

_TRANSCRIPT = """
SELECT t.id, t.name, t.characters, t.words,
       (SELECT count(*) FROM turns u WHERE u.transcript_id = t.id) AS turns,
       x.sha256, t.format, t.encoding, t.text_id
FROM transcripts t JOIN texts x ON x.id = t.text_id
"""
_SPEAKER = """
SELECT s.id, s.transcript_id, t.name AS transcript, s.label, s.interviewer,
       ifnull(c.name, '') AS "case",
       (SELECT count(*) FROM turns u WHERE u.speaker_id = s.id) AS turns
FROM speakers s JOIN transcripts t ON t.id = s.transcript_id
LEFT JOIN cases c ON c.id = s.case_id
"""


# ------------------------------------------------------------------------------- transcripts


def transcripts(study: Study) -> list[Transcript]:
    """All transcripts, by name."""
    return [Transcript(**dict(row)) for row in study.query(f"{_TRANSCRIPT} ORDER BY t.name")]


def transcript_names(study: Study) -> dict[str, str]:
    """The names of all transcripts by their ids, by name; of ten thousand in no time."""
    return dict(study.connection.execute("SELECT id, name FROM transcripts ORDER BY name"))


def transcript(study: Study, name: str) -> Transcript:
    """The transcript of that name, however its accents are composed.

    Raises with the names that are nearest otherwise.
    """
    rows = study.query(f"{_TRANSCRIPT} WHERE t.name = ?", (name,))
    if rows:
        return Transcript(**dict(rows[0]))
    known = [row["name"] for row in study.query("SELECT name FROM transcripts ORDER BY name")]
    composed = unicodedata.normalize("NFC", name)
    for candidate in known:
        if unicodedata.normalize("NFC", candidate) == composed:
            return transcript(study, candidate)
    raise WorkbenchError(f"no transcript is called {name} in {study.path}: {_nearest(name, known)}")


def named_transcripts(study: Study, names: Iterable[str]) -> list[Transcript]:
    """The transcripts named, each once, by name.

    A name may hold a comma; ``A,B`` is taken apart only where no transcript is called that.
    Raises for an unknown name like :func:`transcript`.
    """
    known = {row["name"] for row in study.query("SELECT name FROM transcripts")}
    found: dict[str, Transcript] = {}
    for written in names:
        for part in [written] if written in known else written.split(","):
            one = transcript(study, part.strip() if part not in known else part)
            found[one.name] = one
    return [one for _, one in sorted(found.items())]


def _nearest(name: str, known: Sequence[str]) -> str:
    """What to do about an unknown name: the nearest of the known ones, best first."""
    from rapidfuzz import fuzz, process, utils

    if not known:
        return "it has none yet; import some first"
    found = process.extract(
        name, known, scorer=fuzz.WRatio, processor=utils.default_process, limit=5, score_cutoff=60
    )
    near = [candidate for candidate, _, _ in found] or list(known[:5])
    more = " …" if len(known) > len(near) else ""
    return f"did you mean {', '.join(near)}{more}"


def text(study: Study, transcript_id: str) -> str:
    """The stored text, exactly. Raises for a text that was erased."""
    rows = study.query(
        "SELECT t.name, x.body FROM transcripts t JOIN texts x ON x.id = t.text_id WHERE t.id = ?",
        (transcript_id,),
    )
    if not rows:
        raise WorkbenchError(f"{study.path} has no transcript {transcript_id}: it was taken out")
    if rows[0]["body"] is None:
        raise WorkbenchError(
            f"the text of {rows[0]['name']} was erased from {study.path}: see workbench history"
        )
    return str(rows[0]["body"])


def versions(study: Study, transcript_id: str) -> list[Version]:
    """The versions of a transcript's text, oldest first; the first is what was imported."""
    (now_,) = study.query("SELECT * FROM transcripts WHERE id = ?", (transcript_id,))
    made = study.query(
        "SELECT c.*, ifnull(p.name, 'set-up') AS by FROM corrections c"
        " LEFT JOIN people p ON p.id = c.person_id WHERE c.transcript_id = ? ORDER BY c.version",
        (transcript_id,),
    )
    first = made[0]["old_text_id"] if made else now_["text_id"]
    steps = [(1, first, "", "", now_["imported_at"])]
    steps += [(r["version"], r["new_text_id"], r["reason"], r["by"], r["at"]) for r in made]
    found = []
    for number, text_id, reason, by, at in steps:
        (text_row,) = study.query("SELECT sha256, body FROM texts WHERE id = ?", (text_id,))
        body_now = text_row["body"] or ""
        found.append(
            Version(
                number,
                text_id,
                text_row["sha256"],
                len(body_now),
                len(body_now.split()),
                reason,
                by,
                at,
                text_row["body"] is None,
            )
        )
    return found


def corrected(study: Study) -> list[tuple[str, int]]:
    """(name, version) of the transcripts that were corrected since their import, by name."""
    rows = study.query("SELECT name, version FROM transcripts WHERE version > 1 ORDER BY name")
    return [(row["name"], row["version"]) for row in rows]


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


# ------------------------------------------------------------------------------------- cases


def cases(study: Study) -> list[Case]:
    """All cases in the order they came in, each with its values and its speakers."""
    values: dict[str, dict[str, str]] = {}
    for row in study.query(
        "SELECT v.case_id, a.name, v.value FROM case_values v"
        " JOIN attributes a ON a.id = v.attribute_id ORDER BY a.position, a.name"
    ):
        values.setdefault(row["case_id"], {})[row["name"]] = row["value"]
    spoken: dict[str, list[tuple[str, str]]] = {}
    for row in study.query(
        "SELECT s.case_id, t.name, s.label FROM speakers s"
        " JOIN transcripts t ON t.id = s.transcript_id WHERE s.case_id IS NOT NULL"
        " ORDER BY t.name, s.position, s.label"
    ):
        spoken.setdefault(row["case_id"], []).append((row["name"], row["label"]))
    return [
        Case(row["id"], row["name"], values.get(row["id"], {}), tuple(spoken.get(row["id"], ())))
        for row in study.query("SELECT id, name FROM cases ORDER BY position, name")
    ]


def attributes(study: Study) -> list[str]:
    """The names of all attributes, in column order."""
    return [r["name"] for r in study.query("SELECT name FROM attributes ORDER BY position, name")]


# ---------------------------------------------------------------------------- what verify asks


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


# ------------------------------------------------------------------------------------ writing


def names_by_text(study: Study) -> dict[str, str]:
    """The transcript that holds each stored text, by the SHA-256 of the text."""
    rows = study.query(
        "SELECT x.sha256, t.name FROM transcripts t JOIN texts x ON x.id = t.text_id"
    )
    return {row["sha256"]: row["name"] for row in rows}


def keep_text(study: Study, write: Writer, sha256: str, body: str) -> int | None:
    """Store a text once and index it for search; its key, or None where it was erased before.

    The row of an undone import is still there and is used again.
    """
    rows = study.query("SELECT id, body IS NULL AS erased FROM texts WHERE sha256 = ?", (sha256,))
    if rows:
        return None if rows[0]["erased"] else int(rows[0]["id"])
    key = write.execute("INSERT INTO texts (sha256, body) VALUES (?, ?)", (sha256, body)).lastrowid
    write.execute("INSERT INTO search_text (rowid, body) VALUES (?, ?)", (key, body))
    return key


def keep_original(study: Study, write: Writer, sha256: str, content: bytes) -> int | None:
    """Store the bytes of a file once; their key, or None where they were erased before."""
    rows = study.query(
        "SELECT id, bytes IS NULL AS erased FROM originals WHERE sha256 = ?", (sha256,)
    )
    if rows:
        return None if rows[0]["erased"] else int(rows[0]["id"])
    return write.execute(
        "INSERT INTO originals (sha256, bytes) VALUES (?, ?)", (sha256, content)
    ).lastrowid


def add_transcript(
    write: Writer,
    read: ReadTranscript,
    *,
    file_name: str,
    text_id: int,
    original_id: int | None,
    original_sha256: str,
    asking: Container[str],
    case_ids: Mapping[str, str],
    transcript_id: str | None = None,
) -> str:
    """Insert a transcript with its speakers and turns; returns its id.

    ``asking`` are the labels that ask, ``case_ids`` the case of each label that has one,
    ``transcript_id`` a free id that it is to have.
    """
    transcript_id = write.insert(
        "transcripts",
        id=transcript_id or new_id(),
        name=read.name,
        text_id=text_id,
        original_id=original_id,
        original_sha256=original_sha256,
        file_name=file_name,
        format=read.format,
        encoding=read.encoding,
        characters=read.characters,
        words=read.words,
        imported_at=now(),
    )
    speaker_ids = _add_speakers(write, transcript_id, read, asking, case_ids)
    _add_turns(write, transcript_id, read, speaker_ids)
    return transcript_id


def _add_speakers(
    write: Writer,
    transcript_id: str,
    read: ReadTranscript,
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


def _add_turns(
    write: Writer, transcript_id: str, read: ReadTranscript, speaker_ids: Mapping[str, str]
) -> None:
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


def set_text(write: Writer, transcript_id: str, text_id: int, characters: int, words: int) -> None:
    """Let a transcript have another stored text, as its next version."""
    version = write.execute(
        "SELECT version + 1 FROM transcripts WHERE id = ?", (transcript_id,)
    ).fetchone()[0]
    write.update(
        "transcripts",
        transcript_id,
        text_id=text_id,
        characters=characters,
        words=words,
        version=version,
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


def add_case(study: Study, write: Writer, name: str) -> str:
    """Insert a case behind the others; returns its id."""
    position = study.value("SELECT ifnull(max(position), 0) + 1 FROM cases")
    return write.insert("cases", name=name, position=position)


def attribute_ids(study: Study, write: Writer, names: Sequence[str]) -> dict[str, str]:
    """The id of each attribute; those that are new are added. Names are compared without case."""
    known = {
        row["name"].casefold(): row["id"] for row in study.query("SELECT id, name FROM attributes")
    }
    for name in names:
        if name.casefold() not in known:
            position = study.value("SELECT ifnull(max(position), 0) + 1 FROM attributes")
            known[name.casefold()] = write.insert("attributes", name=name, position=position)
    return {name: known[name.casefold()] for name in names}


def set_values(study: Study, write: Writer, case_id: str, values: Mapping[str, str]) -> None:
    """Set a case's values by attribute id; an empty value is taken out, others stay."""
    present = {
        row["attribute_id"]: row["id"]
        for row in study.query(
            "SELECT id, attribute_id FROM case_values WHERE case_id = ?", (case_id,)
        )
    }
    for attribute_id, value in values.items():
        row_id = present.get(attribute_id)
        if row_id is None and value:
            write.insert("case_values", case_id=case_id, attribute_id=attribute_id, value=value)
        elif row_id is not None and value:
            write.update("case_values", row_id, value=value)
        elif row_id is not None:
            write.delete("case_values", row_id)


# ------------------------------------------------------------------------------------ search


def texts_that_match(study: Study, fts_query: str | None) -> list[tuple[str, str, int]]:
    """(transcript id, name, text id) by name, of the texts that an FTS5 query finds.

    None stands for every text.
    """
    found = "SELECT rowid FROM search_text WHERE search_text MATCH :query"
    where = "" if fts_query is None else f"WHERE t.text_id IN ({found})"
    rows = study.query(
        f"SELECT t.id, t.name, t.text_id FROM transcripts t {where} ORDER BY t.name",
        {"query": fts_query},
    )
    return [(row["id"], row["name"], row["text_id"]) for row in rows]


def text_id(study: Study, transcript_id: str) -> int | None:
    """The key of the text that a transcript has now; None where there is no such transcript."""
    found: int | None = study.value(
        "SELECT text_id FROM transcripts WHERE id = ?", (transcript_id,)
    )
    return found


def body(study: Study, text_id: int) -> str | None:
    """A stored text by its own key; None where it was erased."""
    found: str | None = study.value("SELECT body FROM texts WHERE id = ?", (text_id,))
    return found
