"""Texts and originals in the study file: kept once each under their digest, and searched."""

from workbench.study import Study, Writer


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
