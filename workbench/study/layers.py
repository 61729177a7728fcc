"""Layers: the state of one coder's work on one transcript, and what locking does to it.

A layer is assigned, then locked; when every coder of the round has locked a transcript it is
revealed. Whether somebody has begun is nobody else's business and is stored nowhere.
"""

from workbench.errors import WorkbenchError
from workbench.study.file import Study
from workbench.study.ids import now
from workbench.study.nouns import Layer, Person

_SELECT = """
SELECT l.*, r.name AS round_name, r.practice, t.name AS transcript, x.revealed_at,
       p.name AS person, p.role, p.retired
FROM layers l
JOIN rounds r ON r.id = l.round_id
JOIN transcripts t ON t.id = l.transcript_id
JOIN people p ON p.id = l.person_id
JOIN round_transcripts x ON x.round_id = l.round_id AND x.transcript_id = l.transcript_id
JOIN round_coders c ON c.round_id = l.round_id AND c.person_id = l.person_id
"""


def layers(
    study: Study,
    *,
    round_id: str | None = None,
    person: Person | None = None,
    transcript_id: str | None = None,
    newest_only: bool = True,
) -> list[Layer]:
    """Layers by transcript, then coder in the order of the round. Facts for everybody."""
    conditions, parameters = ["1"], []
    for column, wanted in (
        ("l.round_id", round_id),
        ("l.person_id", person.id if person else None),
        ("l.transcript_id", transcript_id),
    ):
        if wanted is not None:
            conditions.append(f"{column} = ?")
            parameters.append(wanted)
    if newest_only:
        conditions.append(
            "l.version = (SELECT max(version) FROM layers v WHERE v.round_id = l.round_id"
            " AND v.transcript_id = l.transcript_id AND v.person_id = l.person_id)"
        )
    rows = study.query(
        f"{_SELECT} WHERE {' AND '.join(conditions)}"
        " ORDER BY r.position, t.name, c.position, l.version",
        parameters,
    )
    return [
        Layer(
            id=row["id"],
            round_id=row["round_id"],
            round_name=row["round_name"],
            transcript_id=row["transcript_id"],
            transcript=row["transcript"],
            person=Person(row["person_id"], row["person"], row["role"], bool(row["retired"])),
            version=row["version"],
            locked=row["locked_at"] is not None,
            revealed=row["revealed_at"] is not None,
            practice=bool(row["practice"]),
            discussed=bool(row["discussed"]),
        )
        for row in rows
    ]


def open_layer(study: Study, person: Person, transcript_id: str, transcript: str) -> Layer:
    """The layer in which this person may code this transcript now.

    Raises when no open round assigns it to them, or when they have locked it.
    """
    mine = layers(study, person=person, transcript_id=transcript_id)
    unlocked = [layer for layer in mine if not layer.locked]
    closed = {row["id"] for row in study.query("SELECT id FROM rounds WHERE closed = 1")}
    for layer in unlocked:
        if layer.round_id not in closed or layer.version > 1:
            return layer
    if mine and all(layer.locked for layer in mine):
        raise WorkbenchError(
            f"{transcript} is locked for {person.name}: a locked layer stays as it is"
            " (a supervisor can unlock it with workbench unlock)"
        )
    raise WorkbenchError(
        f"{transcript} is in no open round of {person.name}: assign it with workbench round open"
    )


def mark_locked(study: Study, layer: Layer, sha256: str) -> bool:
    """Lock a layer inside an open change; returns whether that revealed the transcript."""
    with study.change(f"lock {layer.transcript}", layer.person) as write:
        discussed = study.value(
            "SELECT 1 FROM readings_opened WHERE round_id = ? AND person_id = ?",
            (layer.round_id, layer.person.id),
        )
        write.update(
            "layers", layer.id, locked_at=now(), sha256=sha256, discussed=int(bool(discussed))
        )
        waiting = study.value(
            "SELECT count(*) FROM layers WHERE round_id = ? AND transcript_id = ?"
            " AND version = 1 AND locked_at IS NULL",
            (layer.round_id, layer.transcript_id),
        )
        if waiting or layer.revealed:
            return False
        row_id = study.value(
            "SELECT id FROM round_transcripts WHERE round_id = ? AND transcript_id = ?",
            (layer.round_id, layer.transcript_id),
        )
        write.update("round_transcripts", row_id, revealed_at=now())
        return True


def add_version(study: Study, layer: Layer, reason: str, by: Person) -> str:
    """A further version of a revealed layer, open for work; returns its id."""
    with study.change(f"unlock {layer.transcript} of {layer.person.name}", by) as write:
        return write.insert(
            "layers",
            round_id=layer.round_id,
            transcript_id=layer.transcript_id,
            person_id=layer.person.id,
            version=layer.version + 1,
            reason=reason,
        )


def reopen(study: Study, layer: Layer, reason: str, by: Person) -> None:
    """Open a locked layer again that nobody else has seen yet."""
    with study.change(f"unlock {layer.transcript} of {layer.person.name}", by) as write:
        write.update("layers", layer.id, locked_at=None, sha256=None, reason=reason)
        write.execute("DELETE FROM layer_paths WHERE layer_id = ?", (layer.id,))


def note_reading_opened(study: Study, person: Person, round_id: str, transcript_id: str) -> None:
    """Remember that a coder has opened the other's reading: what they lock later is discussed."""
    known = study.value(
        "SELECT 1 FROM readings_opened WHERE round_id = ? AND transcript_id = ? AND person_id = ?",
        (round_id, transcript_id, person.id),
    )
    if known:
        return
    with study.change("open the other reading", person, kind="record") as write:
        write.insert(
            "readings_opened",
            round_id=round_id,
            transcript_id=transcript_id,
            person_id=person.id,
            at=now(),
        )
