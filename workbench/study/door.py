"""The one door: who may see what that has an author.

Whose work is hidden is decided here and nowhere else. Every query for codings, notes, inductive
codes and history takes its condition from these functions; each condition has one named
parameter, ``:viewer``: the id of the person who looks, or NULL for somebody without a name, who
sees what everybody may see.
"""

from workbench.study.nouns import Person
from workbench.study.study import Study

TAKEN_BACK = 2
"""``retired`` of a shared code that only its hidden users still have."""


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


def visible_doubts(alias: str = "d") -> str:
    """Condition on ``doubts``: those about one's own work, and about what is everybody's."""
    return f"({alias}.person_id = :viewer OR {alias}.person_id IS NULL)"


def visible_suggestions(alias: str = "s") -> str:
    """Condition on ``suggestions`` and ``suggestion_runs``: those made for all coders of a round,
    and those for its only coder, when that is who looks."""
    return f"({alias}.person_id IS NULL OR {alias}.person_id = :viewer)"


def visible_codes(alias: str = "c") -> str:
    """Condition on ``codes``: shared ones, one's own, and those revealed by a coding.

    A code is also seen by whoever has used it, and by all once the consensus speaks of it, so
    that no coding one may see ever has a code that one may not. A code is seen with a code under
    it, for its name is part of that one's path, and with one that is read as it since a merge. A
    shared code that was taken back while hidden work used it (see ``undo``) is seen by its users
    alone.
    """
    used = (
        "SELECT 1 FROM codings k JOIN layers kl ON kl.id = k.layer_id"
        " JOIN round_transcripts kr ON kr.round_id = kl.round_id"
        " AND kr.transcript_id = kl.transcript_id WHERE k.code_id = x.id"
        " AND (kl.person_id = :viewer OR kr.revealed_at IS NOT NULL)"
    )
    spoken_of = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE code_id = x.id)"
        for table in ("consensus_codings", "decisions")
    )
    return (
        f"(({alias}.maker_id IS NULL AND {alias}.retired <> {TAKEN_BACK})"
        f" OR {alias}.maker_id = :viewer OR {alias}.id IN ("
        "WITH RECURSIVE seen(id) AS ("
        f" SELECT x.id FROM codes x WHERE (x.maker_id IS NOT NULL OR x.retired = {TAKEN_BACK})"
        f" AND (x.maker_id = :viewer OR EXISTS ({used}) OR {spoken_of})"
        " UNION SELECT p.parent_id FROM codes p JOIN seen s ON s.id = p.id"
        " WHERE p.parent_id IS NOT NULL"
        " UNION SELECT g.to_code_id FROM lineage g JOIN seen s ON s.id = g.from_code_id"
        " WHERE g.kind = 'merge') SELECT id FROM seen))"
    )


def visible_row_ids(study: Study, table: str, viewer: Person | None) -> set[str] | None:
    """Row ids of a table that the viewer may see now; None where every row is public."""
    named = {"viewer": viewer_id(viewer)}
    codes = f"SELECT c.id FROM codes c WHERE {visible_codes('c')}"
    conditions = {
        "codes": codes,
        "confirmations": "SELECT id FROM confirmations WHERE person_id = :viewer",
        "distinctions": "SELECT id FROM distinctions"
        f" WHERE code_id IN ({codes}) AND other_id IN ({codes})",
        "lineage": "SELECT id FROM lineage"
        f" WHERE from_code_id IN ({codes}) AND to_code_id IN ({codes})",
        "pack_states": "SELECT id FROM pack_states WHERE person_id = :viewer",
        "notes": f"SELECT n.id FROM notes n WHERE {visible_notes('n')}",
        "layers": f"SELECT l.id FROM layers l WHERE {visible_layers('l')}",
        "read_marks": "SELECT id FROM read_marks WHERE person_id = :viewer",
        "doubts": f"SELECT d.id FROM doubts d WHERE {visible_doubts('d')}",
        "readings_opened": "SELECT id FROM readings_opened WHERE person_id = :viewer",
        "suggestion_answers": "SELECT id FROM suggestion_answers WHERE person_id = :viewer",
        "suggestion_rules": f"SELECT id FROM suggestion_rules WHERE code_id IN ({codes})",
        "suggestion_runs": f"SELECT s.id FROM suggestion_runs s WHERE {visible_suggestions('s')}",
        "suggestions": f"SELECT s.id FROM suggestions s WHERE {visible_suggestions('s')}",
    }
    if table not in conditions:
        return None
    return {row[0] for row in study.query(conditions[table], named)}
