"""The codings in the study file. Every read passes the door."""

from collections.abc import Iterable, Sequence
from sqlite3 import Row
from typing import Any

from workbench.codebook.store import codes
from workbench.coding.nouns import Coding
from workbench.study import Person, Study, Writer, now, viewer_id, visible_layers
from workbench.study.journal import read_images
from workbench.study.layers import layers

_SELECT = """
SELECT k.id, l.transcript_id, t.name AS transcript, l.round_id, k.layer_id, k.start, k."end",
       k.code_id, l.person_id, p.name AS coder, k.memo, k.origin, k.flagged, k.made_at
FROM codings k
JOIN layers l ON l.id = k.layer_id
JOIN transcripts t ON t.id = l.transcript_id
JOIN people p ON p.id = l.person_id
"""
_NEWEST = (
    "l.version = (SELECT max(v.version) FROM layers v WHERE v.round_id = l.round_id"
    " AND v.transcript_id = l.transcript_id AND v.person_id = l.person_id)"
)

_AT_ONCE = 500
"""Ids named in one query; SQLite takes a limited number of parameters."""


def codings(
    study: Study,
    viewer: Person | None,
    *,
    transcript_id: str | None = None,
    round_id: str | None = None,
    coder: Person | None = None,
    code_id: str | None = None,
    newest: bool = True,
) -> list[Coding]:
    """The codings that this viewer may see, by transcript, start, end, code and coder.

    With ``newest=False`` the first version of each layer, which is what agreement compares.
    """
    conditions = [visible_layers("l"), _NEWEST if newest else "l.version = 1"]
    parameters: dict[str, Any] = {}
    for column, name, value in (
        ("l.transcript_id", "transcript", transcript_id),
        ("l.round_id", "round", round_id),
        ("l.person_id", "coder", coder.id if coder else None),
        ("k.code_id", "code", code_id),
    ):
        if value is not None:
            conditions.append(f"{column} = :{name}")
            parameters[name] = value
    return _in_order(_read(study, viewer, conditions, parameters))


def own_codings(study: Study, person: Person, ids: Iterable[str]) -> list[Coding]:
    """Those of the person's own codings that have these ids."""
    wanted = list(dict.fromkeys(ids))
    conditions = [visible_layers("l"), _NEWEST, "l.person_id = :viewer"]
    found: list[Coding] = []
    for first in range(0, len(wanted), _AT_ONCE):
        named = {f"id{n}": id for n, id in enumerate(wanted[first : first + _AT_ONCE])}
        among = f"k.id IN ({', '.join(f':{name}' for name in named)})"
        found += _read(study, person, [*conditions, among], named)
    return _in_order(found)


def count_by_code(study: Study, viewer: Person | None) -> dict[str, int]:
    """How many codings this viewer may see of each code, by its id; codes without any left out."""
    rows = study.query(
        "SELECT k.code_id, count(*) AS codings FROM codings k JOIN layers l ON l.id = k.layer_id"
        f" WHERE {visible_layers('l')} AND {_NEWEST} GROUP BY k.code_id",
        {"viewer": viewer_id(viewer)},
    )
    return {row["code_id"]: row["codings"] for row in rows}


def touched_since(study: Study, person: Person, number: int) -> list[tuple[str, int]]:
    """Where, after change ``number``, codings of this person were made, changed or taken away.

    As (transcript id, start), in the order of the changes: where they are now, or were last.
    """
    own = {layer.id: layer.transcript_id for layer in layers(study, person=person)}
    found = []
    for image in read_images(study.connection, "codings", "change > ?", (number,)):
        cells = image.after or image.before or {}
        layer_id, start = cells.get("layer_id"), cells.get("start")
        if isinstance(start, int) and layer_id in own:
            found.append((own[str(layer_id)], start))
    return found


def same_coding(study: Study, layer_id: str, code_id: str, start: int, end: int) -> str | None:
    """The id of the coding of this layer with this code and span, if there is one."""
    found: str | None = study.value(
        'SELECT id FROM codings WHERE layer_id = ? AND code_id = ? AND start = ? AND "end" = ?',
        (layer_id, code_id, start, end),
    )
    return found


def insert_codings(write: Writer, rows: list[dict[str, Any]]) -> None:
    """Insert codings (``layer_id``, ``code_id``, ``start``, ``end``, ``memo``, ``origin``)."""
    moment = now()
    write.insert_many("codings", [{**row, "made_at": moment} for row in rows])


def frozen_rows(study: Study, layer_id: str) -> list[tuple[str, int, int, str, str]]:
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


def codings_outside(study: Study) -> int:
    """How many codings do not lie inside their text, for verification."""
    return int(
        study.value(
            "SELECT count(*) FROM codings k JOIN layers l ON l.id = k.layer_id"
            " JOIN transcripts t ON t.id = l.transcript_id"
            ' WHERE k.start < 0 OR k.start >= k."end" OR k."end" > t.characters'
        )
    )


def copy_layer(write: Writer, source_id: str, target_id: str) -> None:
    """Copy the codings of one layer into another as a person unlocks it."""
    rows = write.execute(
        'SELECT code_id, start, "end", memo, origin, flagged FROM codings WHERE layer_id = ?',
        (source_id,),
    ).fetchall()
    names = ("code_id", "start", "end", "memo", "origin", "flagged")
    insert_codings(
        write, [{"layer_id": target_id, **dict(zip(names, row, strict=True))} for row in rows]
    )


def _read(
    study: Study, viewer: Person | None, conditions: Sequence[str], parameters: dict[str, Any]
) -> list[Coding]:
    """The codings that meet all conditions, of which one must be the door's."""
    rows = study.query(
        f"{_SELECT} WHERE {' AND '.join(conditions)}",
        {**parameters, "viewer": viewer_id(viewer)},
    )
    paths = {code.id: code.path for code in codes(study, viewer, retired=True)}
    return [_coding(row, paths) for row in rows]


def _in_order(found: Iterable[Coding]) -> list[Coding]:
    return sorted(found, key=lambda c: (c.transcript, c.start, c.end, c.code, c.coder))


def _coding(row: Row, paths: dict[str, str]) -> Coding:
    return Coding(
        id=row["id"],
        transcript_id=row["transcript_id"],
        transcript=row["transcript"],
        round_id=row["round_id"],
        layer_id=row["layer_id"],
        start=row["start"],
        end=row["end"],
        code_id=row["code_id"],
        code=paths[row["code_id"]],
        coder_id=row["person_id"],
        coder=row["coder"],
        memo=row["memo"],
        origin=row["origin"],
        flagged=bool(row["flagged"]),
        made_at=row["made_at"],
    )
