"""The seals in the study file, and the rows that they are over.

A row is (SHA-256 of the text, start, end, code id, memo), as :data:`Frozen`. These functions look
at every layer: they answer to checks of the whole file and to the maker of the layer, and nothing
of a row is shown to anybody.
"""

from workbench.study import Study, Writer, now

Frozen = tuple[str, int, int, str, str]


def frozen_rows(study: Study, layer_id: str) -> list[Frozen]:
    """(text SHA-256, start, end, code id, memo) of every coding of one layer: for its seal."""
    return [
        (row["sha256"], row["start"], row["end"], row["code_id"], row["memo"])
        for row in study.query(
            'SELECT x.sha256, k.start, k."end", k.code_id, k.memo FROM codings k'
            " JOIN layers l ON l.id = k.layer_id JOIN transcripts t ON t.id = l.transcript_id"
            " JOIN texts x ON x.id = t.text_id WHERE k.layer_id = ?",
            (layer_id,),
        )
    ]


def sealed_paths(study: Study, layer_id: str) -> dict[str, str]:
    """The code paths as they were called when the layer was locked, by code id."""
    rows = study.query("SELECT code_id, path FROM layer_paths WHERE layer_id = ?", (layer_id,))
    return {row["code_id"]: row["path"] for row in rows}


def locked_layers(study: Study) -> list[tuple[str, str]]:
    """(id, sealed SHA-256) of every locked layer, for verification."""
    rows = study.query("SELECT id, sha256 FROM layers WHERE locked_at IS NOT NULL ORDER BY id")
    return [(row["id"], row["sha256"]) for row in rows]


def locked_on(study: Study, transcript_id: str) -> list[str]:
    """Ids of the locked layers of a transcript."""
    rows = study.query(
        "SELECT id FROM layers WHERE transcript_id = ? AND locked_at IS NOT NULL ORDER BY id",
        (transcript_id,),
    )
    return [row["id"] for row in rows]


def layer_seals(study: Study, layer_id: str) -> list[tuple[str, str]]:
    """(SHA-256 of the text, seal) of a locked layer on each text since its lock, oldest first.

    The text of the seal at the lock itself is ``""``. Seals of a lock that was taken back are none.
    """
    at_lock = study.value("SELECT sha256 FROM layers WHERE id = ?", (layer_id,))
    further = study.query(
        "SELECT text_sha256, sha256 FROM layer_seals WHERE layer_id = ? AND at_lock = ?"
        " ORDER BY number",
        (layer_id, at_lock),
    )
    return [("", at_lock), *((row["text_sha256"], row["sha256"]) for row in further)]


def add_seal(study: Study, write: Writer, layer_id: str, seal: str) -> None:
    """Seal a locked layer once more, over the same work on the text that stands now."""
    at_lock = study.value("SELECT sha256 FROM layers WHERE id = ?", (layer_id,))
    write.insert(
        "layer_seals",
        layer_id=layer_id,
        at_lock=at_lock,
        number=study.value(
            "SELECT ifnull(max(number), 0) + 1 FROM layer_seals WHERE layer_id = ?", (layer_id,)
        ),
        text_sha256=study.value(
            "SELECT x.sha256 FROM layers l JOIN transcripts t ON t.id = l.transcript_id"
            " JOIN texts x ON x.id = t.text_id WHERE l.id = ?",
            (layer_id,),
        ),
        sha256=seal,
        at=now(),
    )


def rows_at_lock(study: Study, layer_id: str) -> list[Frozen] | None:
    """What `frozen_rows` gave when the layer was locked, from the journal; None where images of it
    were erased."""
    number = study.value(
        "SELECT min(j.change) FROM journal_layers j JOIN layers l ON l.id = j.row_id"
        " WHERE l.id = ? AND j.new_sha256 = l.sha256 AND j.new_locked_at = l.locked_at"
        " AND (j.old_locked_at IS NULL OR j.op = 'insert')",
        (layer_id,),
    )
    text_id = study.value(
        "SELECT j.new_text_id FROM journal_transcripts j JOIN layers l"
        " ON l.transcript_id = j.row_id WHERE l.id = ? AND j.change <= ?"
        " ORDER BY j.seq DESC LIMIT 1",
        (layer_id, number),
    )
    sha = study.value("SELECT sha256 FROM texts WHERE id = ?", (text_id,))
    rows = study.query(
        "SELECT op, new_layer_id, new_start, new_end, new_code_id, new_memo, max(seq)"
        " FROM journal_codings WHERE change <= :number AND row_id IN (SELECT row_id"
        " FROM journal_codings WHERE :layer IN (old_layer_id, new_layer_id)) GROUP BY row_id",
        {"number": number, "layer": layer_id},
    )
    # an erased image does not tell any more to which layer its row belonged
    erased = study.value(
        "SELECT 1 FROM journal_codings WHERE salt IS NULL AND change <= ?", (number,)
    )
    if number is None or erased:
        return None
    return [
        (sha, row["new_start"], row["new_end"], row["new_code_id"], row["new_memo"])
        for row in rows
        if row["op"] != "delete" and row["new_layer_id"] == layer_id
    ]
