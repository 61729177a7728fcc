"""Transcripts in the study file: which there are, in which versions, and adding one."""

import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from workbench.corpus.nouns import Transcript, Version
from workbench.corpus.store.speaker_tables import add_speakers, add_turns
from workbench.errors import WorkbenchError
from workbench.study import Study, Writer, new_id, now

if TYPE_CHECKING:
    from workbench.corpus.transcript import ReadTranscript

_TRANSCRIPT = """
SELECT t.id, t.name, t.characters, t.words,
       (SELECT count(*) FROM turns u WHERE u.transcript_id = t.id) AS turns,
       x.sha256, t.format, t.encoding, t.text_id
FROM transcripts t JOIN texts x ON x.id = t.text_id
"""


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


def add_transcript(
    write: Writer,
    read: "ReadTranscript",
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
    speaker_ids = add_speakers(write, transcript_id, read, asking, case_ids)
    add_turns(write, transcript_id, read, speaker_ids)
    return transcript_id


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
