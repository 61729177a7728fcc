"""The codings in the study file. Every read passes the door."""

import hashlib
from collections.abc import Iterable, Sequence
from sqlite3 import Row
from typing import Any

from workbench.codebook.nouns import Joins
from workbench.codebook.store import codes, joins
from workbench.coding.joined import read_codings
from workbench.coding.nouns import SUGGESTED, Coding, Doubt, Given
from workbench.corpus.store import body
from workbench.study import Person, Study, Writer, now, viewer_id, visible_layers
from workbench.study.door import visible_doubts
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
_DOUBTS = f"""
SELECT d.*, t.name AS transcript, t.text_id, p.name AS coder,
       coalesce(k.start, g.start, a.start) AS now_start,
       coalesce(k."end", g."end", a."end") AS now_end,
       coalesce(k.code_id, g.code_id) AS code_id, v.name AS question,
       coalesce(k.memo, g.memo, '') AS memo, l.locked_at IS NOT NULL AS locked
FROM doubts d
JOIN transcripts t ON t.id = d.transcript_id
LEFT JOIN people p ON p.id = d.person_id
LEFT JOIN codings k ON d.kind = 'coding' AND k.id = d.row_id
LEFT JOIN layers l ON l.id = k.layer_id
LEFT JOIN consensus_codings g ON d.kind = 'agreed' AND g.id = d.row_id
LEFT JOIN answers a ON d.kind = 'answer' AND a.id = d.row_id
LEFT JOIN variables v ON v.id = a.variable_id
WHERE {visible_doubts("d")} AND d.settled = '' AND now_start IS NOT NULL
AND (:transcript IS NULL OR d.transcript_id = :transcript)
ORDER BY t.name, now_start, now_end, d.kind, code_id
"""

NO_JOINS = Joins({}, {})
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

    They are read as merges of their codes make them (see `joined`). With ``newest=False`` they are
    the first version of each layer, which is what agreement compares, with codes as given.
    """
    conditions = [visible_layers("l"), _NEWEST if newest else "l.version = 1"]
    parameters: dict[str, Any] = {}
    for column, name, value in (
        ("l.transcript_id", "transcript", transcript_id),
        ("l.round_id", "round", round_id),
        ("l.person_id", "coder", coder.id if coder else None),
    ):
        if value is not None:
            conditions.append(f"{column} = :{name}")
            parameters[name] = value
    merged = joins(study) if newest else NO_JOINS
    if code_id is not None:
        family = {f"code{n}": one for n, one in enumerate(merged.family(code_id))}
        conditions.append(f"k.code_id IN ({', '.join(f':{name}' for name in family)})")
        parameters |= family
    return _in_order(_read(study, viewer, conditions, parameters, merged))


def given_codings(study: Study, viewer: Person | None, round_id: str) -> list[Given]:
    """What coders gave in a round, of what this viewer may see, in no order.

    As ``codings`` with ``newest=False``: the first version of each layer, codes as given. A round
    of four coders has tens of thousands, which to be counted need not be whole codings: all of it
    stands in the index of places, and no row is looked up.
    """
    return _given(study, viewer, round_id, "JOIN", "")


def given_suggestions(study: Study, viewer: Person | None, round_id: str) -> set[Given]:
    """Those of `given_codings` that began as accepted suggestions."""
    # one pass over the table, where what is usually a small part of it is picked out
    return set(_given(study, viewer, round_id, "CROSS JOIN", f"k.origin GLOB '{SUGGESTED}*' AND"))


def _given(
    study: Study, viewer: Person | None, round_id: str, join: str, condition: str
) -> list[Given]:
    return study.connection.execute(
        'SELECT l.transcript_id, p.name, k.code_id, k.start, k."end" FROM codings k'
        f" {join} layers l ON l.id = k.layer_id JOIN people p ON p.id = l.person_id"
        f" WHERE {condition} {visible_layers('l')} AND l.version = 1 AND l.round_id = :round",
        {"viewer": viewer_id(viewer), "round": round_id},
    ).fetchall()


def own_codings(study: Study, person: Person, ids: Iterable[str]) -> list[Coding]:
    """Those of the person's own codings that have these ids, as merges make them be read.

    Of codings that are read as one, the id of each finds it.
    """
    wanted = list(dict.fromkeys(ids))
    merged = joins(study)
    mine = [visible_layers("l"), _NEWEST, "l.person_id = :viewer"]
    found: list[Coding] = []
    for first in range(0, len(wanted), _AT_ONCE):
        named = {f"id{n}": id for n, id in enumerate(wanted[first : first + _AT_ONCE])}
        among = f"k.id IN ({', '.join(f':{name}' for name in named)})"
        found += _read(study, person, [*mine, among], named, NO_JOINS)
    if any(merged.of(coding.code_id) in merged.since for coding in found):
        layers_of = {coding.layer_id for coding in found}
        named = {f"layer{n}": id for n, id in enumerate(sorted(layers_of))}
        among = f"k.layer_id IN ({', '.join(f':{name}' for name in named)})"
        here = _read(study, person, [*mine, among], named, merged)
        asked = set(wanted)
        found = [c for c in here if c.id in asked or not asked.isdisjoint(c.also)]
    return _in_order(found)


def count_by_code(study: Study, viewer: Person | None) -> dict[str, int]:
    """How many codings this viewer may see of each code, by its id; codes without any left out.

    A passage that codes which were merged since had both is one coding.
    """
    merged = joins(study)
    rows = study.query(
        "SELECT k.code_id, count(*) AS codings FROM codings k JOIN layers l ON l.id = k.layer_id"
        f" WHERE {visible_layers('l')} AND {_NEWEST} GROUP BY k.code_id",
        {"viewer": viewer_id(viewer)},
    )
    counts = {row["code_id"]: row["codings"] for row in rows}
    for target in merged.since:
        if sum(counts.pop(code_id, 0) for code_id in merged.family(target)):
            counts[target] = len(codings(study, viewer, code_id=target))
    return counts


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
    """The id of the coding of this layer with this code and span, if there is one.

    One of a code that is read as this code is found too.
    """
    rows = study.query(
        'SELECT id, code_id FROM codings WHERE layer_id = ? AND start = ? AND "end" = ?',
        (layer_id, start, end),
    )
    if not rows:
        return None
    family = joins(study).family(code_id)
    found = {row["code_id"]: row["id"] for row in rows}
    return next((found[one] for one in family if one in found), None)


def insert_codings(write: Writer, rows: list[dict[str, Any]]) -> None:
    """Insert codings (``layer_id``, ``code_id``, ``start``, ``end``, ``memo``, ``origin``).

    They are made now, but for those that say when (``made_at``).
    """
    moment = now()
    write.insert_many("codings", [{"made_at": moment, **row} for row in rows])


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
        'SELECT code_id, start, "end", memo, origin, flagged, made_at FROM codings'
        " WHERE layer_id = ?",
        (source_id,),
    ).fetchall()
    names = ("code_id", "start", "end", "memo", "origin", "flagged", "made_at")
    insert_codings(
        write, [{"layer_id": target_id, **dict(zip(names, row, strict=True))} for row in rows]
    )


# -------------------------------------------------------------------------------- re-checking


def judged(study: Study, found: Sequence[Coding]) -> dict[str, tuple[str, int]]:
    """When each coding was made or last confirmed, by its id: the moment and number of a change."""
    known = {coding.id: (coding.made_at, 0) for coding in found}
    ids = list(known)
    for first in range(0, len(ids), _AT_ONCE):
        some = ids[first : first + _AT_ONCE]
        marks = ", ".join("?" for _ in some)
        for row in study.query(
            "SELECT row_id, min(change) AS number FROM journal_codings"
            f" WHERE op = 'insert' AND row_id IN ({marks}) GROUP BY row_id",
            some,
        ):
            known[row["row_id"]] = (known[row["row_id"]][0], row["number"])
        for row in study.query(
            "SELECT f.coding_id, f.at, max(j.change) AS number FROM confirmations f"
            " JOIN journal_confirmations j ON j.row_id = f.id"
            f" WHERE f.coding_id IN ({marks}) GROUP BY f.id",
            some,
        ):
            known[row["coding_id"]] = max(known[row["coding_id"]], (row["at"], row["number"]))
    return known


def open_layers(study: Study, person: Person) -> set[str]:
    """Ids of the person's layers that are not locked."""
    return {layer.id for layer in layers(study, person=person) if not layer.locked}


def put_confirmations(study: Study, write: Writer, person: Person, ids: Sequence[str]) -> None:
    """Note that the person stands by these codings now."""
    moment = now()
    for id in ids:
        known = study.value("SELECT id FROM confirmations WHERE coding_id = ?", (id,))
        if known:
            write.update("confirmations", known, at=moment)
        else:
            write.insert("confirmations", coding_id=id, person_id=person.id, at=moment)


# ------------------------------------------------------------------------------- corrections


def add_correction(
    study: Study,
    write: Writer,
    transcript_id: str,
    old_text_id: int,
    reason: str,
    by: Person | None,
) -> int:
    """Note that a transcript's text took the place of ``old_text_id``; returns its version."""
    (row,) = study.query("SELECT text_id, version FROM transcripts WHERE id = ?", (transcript_id,))
    write.insert(
        "corrections",
        transcript_id=transcript_id,
        version=row["version"],
        old_text_id=old_text_id,
        new_text_id=row["text_id"],
        reason=reason,
        person_id=by.id if by else None,
        at=now(),
    )
    return int(row["version"])


def owners(study: Study, transcript_id: str) -> dict[str, str]:
    """Whose each layer of a transcript is, by the ids of layer and person."""
    rows = study.query("SELECT id, person_id FROM layers WHERE transcript_id = ?", (transcript_id,))
    return {row["id"]: row["person_id"] for row in rows}


def open_doubts(study: Study, viewer: Person | None, transcript_id: str | None) -> list[Doubt]:
    """Doubtful places that this viewer has to settle, in the order of the texts.

    One's own codings and what is everybody's; never a coding of somebody else.
    """
    rows = study.query(_DOUBTS, {"viewer": viewer_id(viewer), "transcript": transcript_id})
    paths = {code.id: code.path for code in codes(study, viewer, retired=True)}
    keys = {row[column] for row in rows for column in ("text_id", "old_text_id")}
    texts = {key: body(study, key) or "" for key in keys}
    return [
        Doubt(
            id=row["id"],
            kind=row["kind"],
            why=row["why"],
            transcript_id=row["transcript_id"],
            transcript=row["transcript"],
            row_id=row["row_id"],
            coder=row["coder"] or "",
            code=paths.get(row["code_id"], "") or row["question"] or "",
            memo=row["memo"],
            start=row["now_start"],
            end=row["now_end"],
            text=texts[row["text_id"]][row["now_start"] : row["now_end"]],
            old_start=row["old_start"],
            old_end=row["old_end"],
            old_text=texts[row["old_text_id"]][row["old_start"] : row["old_end"]],
            locked=bool(row["locked"]),
        )
        for row in rows
    ]


def doubted_rows(study: Study, transcript_id: str) -> set[str]:
    """Ids of the rows on a transcript about whose place a doubt is open, whoever's they are."""
    rows = study.query(
        "SELECT row_id FROM doubts WHERE transcript_id = ? AND settled = ''", (transcript_id,)
    )
    return {row["row_id"] for row in rows}


def drop_doubts(write: Writer, row_id: str) -> None:
    """The row is gone into another one: nothing about its place is left to settle."""
    write.execute("DELETE FROM doubts WHERE row_id = ? AND settled = ''", (row_id,))


def settle_doubt(write: Writer, doubt_id: str, how: str, by: Person) -> None:
    """Note how a doubtful place was settled."""
    write.update("doubts", doubt_id, settled=how, settled_by=by.id, settled_at=now())


def settled_row(study: Study, doubt: Doubt) -> dict[str, Any]:
    """All cells of the row that a doubt is about."""
    table = {"coding": "codings", "agreed": "consensus_codings", "answer": "answers"}[doubt.kind]
    (row,) = study.query(f"SELECT * FROM {table} WHERE id = ?", (doubt.row_id,))
    return {"table": table, **dict(row)}


def text_id_of(study: Study, text: str) -> int:
    """The key of a stored text."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return int(study.value("SELECT id FROM texts WHERE sha256 = ?", (digest,)))


def _read(
    study: Study,
    viewer: Person | None,
    conditions: Sequence[str],
    parameters: dict[str, Any],
    merged: Joins,
) -> list[Coding]:
    """The codings that meet all conditions, of which one must be the door's."""
    rows = study.query(
        f"{_SELECT} WHERE {' AND '.join(conditions)}",
        {**parameters, "viewer": viewer_id(viewer)},
    )
    paths = {code.id: code.path for code in codes(study, viewer, retired=True)}
    return read_codings((_coding(row, paths) for row in rows), merged, paths)


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
