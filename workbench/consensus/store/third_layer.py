"""The third layer in the study file: what was agreed on, and what was recoded since."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from workbench.codebook.nouns import Joins
from workbench.codebook.store import joins
from workbench.coding.joined import groups, joined_memos
from workbench.consensus.nouns import (
    AgreedCoding,
    Item,
    Recoding,
)
from workbench.consensus.outcomes import Kept
from workbench.consensus.store.codebook_facts import code_paths
from workbench.consensus.store.revealed import REVEALED
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, Writer, now

_THIRD_LAYER = f"""
SELECT k.*, t.name AS transcript FROM consensus_codings k
JOIN transcripts t ON t.id = k.transcript_id
{REVEALED.format("k")}
WHERE (:round IS NULL OR k.round_id = :round)
AND (:transcript IS NULL OR k.transcript_id = :transcript)
"""


def consensus_codings(
    study: Study, *, transcript_id: str | None = None, round_id: str | None = None
) -> list[AgreedCoding]:
    """The third layer by transcript, start, end and code path: everybody may see it.

    Codings that lie on each other and whose codes were merged are read as one.
    """
    paths = code_paths(study, None)
    found = _agreed_rows(study, paths, transcript_id, round_id)
    read = _as_merged(found, joins(study), paths)
    return sorted(read, key=lambda c: (c.transcript, c.start, c.end, c.code, c.memo))


def _agreed_rows(
    study: Study, paths: dict[str, str], transcript_id: str | None, round_id: str | None
) -> list[AgreedCoding]:
    """The third layer row by row, as it was written."""
    return [
        AgreedCoding(
            id=row["id"],
            transcript_id=row["transcript_id"],
            transcript=row["transcript"],
            round_id=row["round_id"],
            start=row["start"],
            end=row["end"],
            code_id=row["code_id"],
            code=paths[row["code_id"]],
            memo=row["memo"],
            item_id=row["item_id"] or "",
        )
        for row in study.query(_THIRD_LAYER, {"round": round_id, "transcript": transcript_id})
    ]


def read_as_one(study: Study, coding_id: str) -> list[AgreedCoding]:
    """The rows behind an agreed coding, the one whose id it has first; empty for no such id.

    More than one where codings that lie on each other are read as one since a merge of codes.
    """
    where = study.query(
        "SELECT transcript_id, round_id FROM consensus_codings WHERE id = ?", (coding_id,)
    )
    if not where:
        return []
    found = _agreed_rows(study, code_paths(study, None), *where[0])
    return next((g for g in _grouped(found, joins(study)) if g[0].id == coding_id), [])


def _grouped(found: list[AgreedCoding], merged: Joins) -> list[list[AgreedCoding]]:
    # a decision may bring in a code that was merged before: whenever that was, it is one passage
    return groups(found, merged, lambda c: (c.round_id, c.transcript_id), lambda _: "")


def _as_merged(
    found: list[AgreedCoding], merged: Joins, paths: dict[str, str]
) -> list[AgreedCoding]:
    if not merged:
        return found
    return [
        replace(
            group[0],
            start=min(one.start for one in group),
            end=max(one.end for one in group),
            code_id=merged.of(group[0].code_id),
            code=paths[merged.of(group[0].code_id)],
            memo=joined_memos(one.memo for one in group),
            item_id=next((one.item_id for one in group if one.item_id), ""),
        )
        for group in _grouped(found, merged)
    ]


def kept_now(study: Study, item: Item) -> dict[str, Kept]:
    """What the third layer has of an item, by the id of the coding, by start and end."""
    rows = study.query(
        'SELECT id, code_id, start, "end", memo FROM consensus_codings WHERE item_id = ?'
        ' ORDER BY start, "end"',
        (item.id,),
    )
    return {r["id"]: Kept(r["code_id"], r["start"], r["end"], r["memo"]) for r in rows}


def replace_kept(study: Study, write: Writer, item: Item, kept: Iterable[Kept]) -> None:
    """Make ``kept`` the item's codings in the third layer; what is there already stays as it is.

    Raises where something of a later station (an extract of a theme) rests on a coding to go.
    """
    wanted = {one.place: one for one in kept}
    for coding_id, one in kept_now(study, item).items():
        if wanted.get(one.place) == one:
            del wanted[one.place]
            continue
        _delete_agreed(write, coding_id, item.transcript)
    moment = now()
    write.insert_many(
        "consensus_codings",
        [
            {
                "round_id": item.round_id,
                "transcript_id": item.transcript_id,
                "code_id": one.code_id,
                "start": one.start,
                "end": one.end,
                "memo": one.memo,
                "item_id": item.id,
                "made_at": moment,
            }
            for one in wanted.values()
        ],
    )


def rewrite_agreed(write: Writer, coding: AgreedCoding, code_id: str) -> None:
    """Write a coding of the third layer anew under its id: its span and memo, and this code."""
    write.update(
        "consensus_codings",
        coding.id,
        code_id=code_id,
        start=coding.start,
        end=coding.end,
        memo=coding.memo,
    )


def delete_agreed(write: Writer, codings: Iterable[AgreedCoding]) -> None:
    """Take codings out of the third layer, with what is noted of their recodings."""
    for one in codings:
        write.execute("DELETE FROM recodings WHERE coding_id = ?", (one.id,))
        _delete_agreed(write, one.id, one.transcript)


def _delete_agreed(write: Writer, coding_id: str, transcript: str) -> None:
    try:
        write.delete("consensus_codings", coding_id)
    except sqlite3.IntegrityError:
        raise WorkbenchError(
            f"an earlier decision in {transcript} is in use: a theme has a verdict on its passage"
            " as an extract; take that back first, with workbench theme review --verdict none"
        ) from None


def insert_recoding(write: Writer, coding: AgreedCoding, by: Person, **cells: str) -> str:
    """Note that a coding which all coders made alike got another code. Returns the note's id."""
    return write.insert(
        "recodings",
        coding_id=coding.id,
        from_code_id=coding.code_id,
        person_id=by.id,
        at=now(),
        **cells,
    )


def recodings(study: Study, round_id: str) -> list[Recoding]:
    """What was coded alike in a round and got another code since, oldest first."""
    paths = code_paths(study, None)
    return [
        Recoding(
            coding_id=row["coding_id"],
            transcript=row["transcript"],
            start=row["start"],
            end=row["end"],
            old_code=paths[row["from_code_id"]],
            new_code=paths[row["to_code_id"]],
            reason=row["reason"],
            note=row["note"],
            by=row["name"],
            at=row["at"],
        )
        for row in study.query(
            'SELECT g.*, k.start, k."end", t.name AS transcript, p.name FROM recodings g'
            " JOIN consensus_codings k ON k.id = g.coding_id"
            f" JOIN transcripts t ON t.id = k.transcript_id {REVEALED.format('k')}"
            " JOIN people p ON p.id = g.person_id WHERE k.round_id = ? ORDER BY g.at, g.rowid",
            (round_id,),
        )
    ]
