"""Layers: the state of one coder's work on one transcript, and what locking does to it.

A layer is assigned, then locked; when every coder of the round has locked a transcript it is
revealed. Whether somebody has begun is nobody else's business and is stored nowhere.
"""

from operator import itemgetter
from typing import Any

from workbench.errors import WorkbenchError
from workbench.study.ids import now
from workbench.study.nouns import Layer, Person
from workbench.study.packs import own_pack
from workbench.study.people import people
from workbench.study.study import Study, Writer

_SELECT = """
SELECT l.id, l.round_id, l.transcript_id, t.name, l.person_id, l.version,
       l.locked_at IS NOT NULL, x.revealed_at IS NOT NULL, l.discussed
FROM layers l
JOIN transcripts t ON t.id = l.transcript_id
JOIN round_transcripts x ON x.round_id = l.round_id AND x.transcript_id = l.transcript_id
"""


def layers(
    study: Study,
    *,
    round_id: str | None = None,
    person: Person | None = None,
    transcript_id: str | None = None,
    newest_only: bool = True,
    revealed_only: bool = False,
) -> list[Layer]:
    """Layers by round, transcript, then coder in the order of the round. Facts for everybody."""
    conditions, parameters = ["1"], []
    for column, wanted in (
        ("l.round_id", round_id),
        ("l.person_id", person.id if person else None),
        ("l.transcript_id", transcript_id),
    ):
        if wanted is not None:
            conditions.append(f"{column} = ?")
            parameters.append(wanted)
    if revealed_only:
        conditions.append("x.revealed_at IS NOT NULL")
    with study.snapshot():
        rows = study.connection.execute(
            f"{_SELECT} WHERE {' AND '.join(conditions)}", parameters
        ).fetchall()
        return _in_order(study, _newest(rows) if newest_only else rows)


def _newest(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Of each coder's layers of a transcript in a round the one of the last version.

    None of the conditions above lets one version of a layer pass and not another.
    """
    if all(row[5] == 1 for row in rows):
        return rows
    last: dict[tuple[str, str, str], tuple[Any, ...]] = {}
    for row in sorted(rows, key=itemgetter(5)):
        last[row[1], row[2], row[4]] = row
    return list(last.values())


def anything_revealed(study: Study) -> bool:
    """Whether the coders see each other's work on any transcript of any round."""
    return bool(
        study.value("SELECT EXISTS (SELECT 1 FROM round_transcripts WHERE revealed_at IS NOT NULL)")
    )


def _in_order(study: Study, rows: list[tuple[Any, ...]]) -> list[Layer]:
    """Rows of ``_SELECT`` with their rounds and coders.

    An archive has tens of thousands of layers, a handful of rounds and of coders: to look up the
    few here takes half the time of joining them to every row there.
    """
    opened = {
        row["id"]: row
        for row in study.query("SELECT id, position, opened_at, name, practice FROM rounds")
    }
    everybody = {one.id: one for one in people(study)}
    place = {
        (row["round_id"], row["person_id"]): row["position"]
        for row in study.query("SELECT round_id, person_id, position FROM round_coders")
    }
    placed = []
    for layer_id, round_id, transcript_id, name, person_id, version, locked, seen, talked in rows:
        position, since, called, practice = opened[round_id][1:]
        layer = Layer(
            layer_id,
            round_id,
            called,
            transcript_id,
            name,
            everybody[person_id],
            version,
            locked=bool(locked),
            revealed=bool(seen),
            practice=bool(practice),
            discussed=bool(talked),
        )
        placed.append((position, since, name, place[round_id, person_id], version, layer))
    placed.sort(key=itemgetter(0, 1, 2, 3, 4))
    return [layer for *_, layer in placed]


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


def first_lock(study: Study, round_id: str) -> str | None:
    """When the first layer of a round's revealed transcripts was locked; None before any reveal."""
    moment: str | None = study.value(
        "SELECT min(l.locked_at) FROM layers l JOIN round_transcripts x"
        " ON x.round_id = l.round_id AND x.transcript_id = l.transcript_id"
        " WHERE l.round_id = ? AND l.version = 1 AND x.revealed_at IS NOT NULL",
        (round_id,),
    )
    return moment


def mark_locked(study: Study, layer: Layer, sha256: str, *, discussed: bool = False) -> bool:
    """Lock a layer inside an open change; returns whether that revealed the transcript."""
    with study.change(f"lock {layer.transcript}", layer.person) as write:
        discussed = discussed or study.value(
            "SELECT 1 FROM readings_opened WHERE round_id = ? AND person_id = ?",
            (layer.round_id, layer.person.id),
        )
        write.update(
            "layers", layer.id, locked_at=now(), sha256=sha256, discussed=int(bool(discussed))
        )
        return mark_revealed(study, write, layer)


def mark_revealed(study: Study, write: Writer, layer: Layer) -> bool:
    """Reveal the transcript of a layer that was just locked, if it was the last to wait for.

    Returns whether it was. In a pack nothing is revealed, for that is up to the study.
    """
    waiting = study.value(
        "SELECT count(*) FROM layers WHERE round_id = ? AND transcript_id = ?"
        " AND version = 1 AND locked_at IS NULL",
        (layer.round_id, layer.transcript_id),
    )
    if waiting or layer.revealed or own_pack(study):
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


def note_reading_opened(study: Study, person: Person, round_id: str, *transcript_ids: str) -> None:
    """Remember, in one change, of which transcripts a coder has opened the other's reading.

    What they lock later is discussed. What is known already is not noted again.
    """
    known = study.query(
        "SELECT transcript_id FROM readings_opened WHERE round_id = ? AND person_id = ?",
        (round_id, person.id),
    )
    fresh = sorted({*transcript_ids} - {str(row["transcript_id"]) for row in known})
    if not fresh:
        return
    what = "open the other reading" + ("s" if len(fresh) > 1 else "")
    with study.change(what, person, kind="record") as write:
        for transcript_id in fresh:
            write.insert(
                "readings_opened",
                round_id=round_id,
                transcript_id=transcript_id,
                person_id=person.id,
                at=now(),
            )
