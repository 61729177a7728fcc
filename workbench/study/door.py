"""The one door: who may see what that has an author.

Whose work is hidden is decided here and nowhere else. Every query for codings, notes, inductive
codes and history takes its condition from these functions; each condition has one named
parameter, ``:viewer``: the id of the person who looks, or NULL for somebody without a name, who
sees what everybody may see.
"""

from workbench.study.file import Study
from workbench.study.nouns import Person


def viewer_id(viewer: Person | None) -> str | None:
    """The value of ``:viewer``."""
    return viewer.id if viewer else None


def visible_layers(alias: str = "l") -> str:
    """Condition on ``layers``: one's own, and those of transcripts that all coders locked."""
    return (
        f"({alias}.person_id = :viewer OR EXISTS (SELECT 1 FROM round_transcripts door"
        f" WHERE door.round_id = {alias}.round_id"
        f" AND door.transcript_id = {alias}.transcript_id AND door.revealed_at IS NOT NULL))"
    )


def visible_notes(alias: str = "n") -> str:
    """Condition on ``notes``: one's own, and those their authors shared."""
    return f"({alias}.person_id = :viewer OR {alias}.shared = 1)"


def visible_codes(alias: str = "c") -> str:
    """Condition on ``codes``: shared ones, one's own, and those revealed by a coding.

    A code is also revealed with a code under it, for its name is part of that one's path.
    """
    return (
        f"({alias}.maker_id IS NULL OR {alias}.maker_id = :viewer OR {alias}.id IN ("
        "WITH RECURSIVE revealed(id) AS ("
        " SELECT k.code_id FROM codings k JOIN layers kl ON kl.id = k.layer_id"
        " JOIN round_transcripts kr ON kr.round_id = kl.round_id"
        " AND kr.transcript_id = kl.transcript_id WHERE kr.revealed_at IS NOT NULL"
        " UNION SELECT p.parent_id FROM codes p JOIN revealed r ON r.id = p.id"
        " WHERE p.parent_id IS NOT NULL) SELECT id FROM revealed))"
    )


def visible_row_ids(study: Study, table: str, viewer: Person | None) -> set[str] | None:
    """Row ids of a table that the viewer may see now; None where every row is public."""
    named = {"viewer": viewer_id(viewer)}
    conditions = {
        "codes": f"SELECT c.id FROM codes c WHERE {visible_codes('c')}",
        "notes": f"SELECT n.id FROM notes n WHERE {visible_notes('n')}",
        "layers": f"SELECT l.id FROM layers l WHERE {visible_layers('l')}",
        "read_marks": "SELECT id FROM read_marks WHERE person_id = :viewer",
        "readings_opened": "SELECT id FROM readings_opened WHERE person_id = :viewer",
    }
    if table not in conditions:
        return None
    return {row[0] for row in study.query(conditions[table], named)}
