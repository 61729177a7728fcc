"""Items, decisions and the third layer in the study file: all SQL of this station.

Items exist for revealed transcripts only, and every read asks for that again.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from sqlite3 import Row
from typing import Any

from workbench.codebook.nouns import Joins
from workbench.codebook.store import codes, joins
from workbench.coding.joined import groups, joined_memos
from workbench.consensus.disagreements import Comparison
from workbench.consensus.nouns import (
    AgreedCoding,
    CoderReading,
    Decision,
    Item,
    ReadCoding,
    Recoding,
)
from workbench.consensus.outcomes import Kept
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, Writer, now

_REVEALED = (
    "JOIN round_transcripts x ON x.round_id = {0}.round_id"
    " AND x.transcript_id = {0}.transcript_id AND x.revealed_at IS NOT NULL"
)
_REVEALED_FOR = (
    "SELECT 1 FROM round_transcripts x WHERE x.round_id = {0}.round_id"
    " AND x.transcript_id = {0}.transcript_id AND x.revealed_at IS NOT NULL"
)
_ITEMS = f"""
SELECT i.*, t.name AS transcript FROM items i
JOIN transcripts t ON t.id = i.transcript_id
{_REVEALED.format("i")}
WHERE (:round IS NULL OR i.round_id = :round) AND (:item IS NULL OR i.id = :item)
"""
_PARTS = """
SELECT k.* FROM item_codings k JOIN items i ON i.id = k.item_id
WHERE (:round IS NULL OR i.round_id = :round) AND (:item IS NULL OR i.id = :item)
ORDER BY k.start, k."end"
"""
# two decisions of one millisecond stand in the order they were written
_DECISIONS = """
SELECT d.*, p.name, p.role, p.retired FROM decisions d
JOIN people p ON p.id = d.person_id JOIN items i ON i.id = d.item_id
WHERE (:round IS NULL OR i.round_id = :round) AND (:item IS NULL OR i.id = :item)
ORDER BY d.at, d.rowid
"""
_THIRD_LAYER = f"""
SELECT k.*, t.name AS transcript FROM consensus_codings k
JOIN transcripts t ON t.id = k.transcript_id
{_REVEALED.format("k")}
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


def code_paths(study: Study, viewer: Person | None) -> dict[str, str]:
    """Paths by code id, in the order of the codebook, retired codes too."""
    return {code.id: code.path for code in codes(study, viewer, retired=True)}


def read_items(
    study: Study, viewer: Person | None, *, round_id: str | None = None, item_id: str | None = None
) -> list[Item]:
    """Items of a round (or one, or all) with their readings and decisions, in no order."""
    named = {"round": round_id, "item": item_id}
    paths = code_paths(study, viewer)
    coders = _coders(study)
    parts: dict[tuple[str, str], list[ReadCoding]] = defaultdict(list)
    for row in study.query(_PARTS, named):
        parts[row["item_id"], row["person_id"]].append(
            ReadCoding(row["code_id"], paths[row["code_id"]], row["start"], row["end"], row["memo"])
        )
    decisions: dict[str, list[Decision]] = defaultdict(list)
    for row in study.query(_DECISIONS, named):
        decisions[row["item_id"]].append(_decision(row, paths))
    return [
        _item(
            row,
            tuple(
                CoderReading(coder, tuple(parts[row["id"], coder.id]))
                for coder in coders[row["round_id"]]
            ),
            tuple(decisions[row["id"]]),
        )
        for row in study.query(_ITEMS, named)
    ]


def _coders(study: Study) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    for row in study.query(
        "SELECT c.round_id, p.id, p.name, p.role, p.retired FROM round_coders c"
        " JOIN people p ON p.id = c.person_id ORDER BY c.position"
    ):
        found[row["round_id"]].append(
            Person(row["id"], row["name"], row["role"], bool(row["retired"]))
        )
    return found


def _decision(row: Row, paths: dict[str, str]) -> Decision:
    return Decision(
        id=row["id"],
        item_id=row["item_id"],
        outcome=row["outcome"],
        reason=row["reason"],
        note=row["note"],
        start=row["start"],
        end=row["end"],
        code_id=row["code_id"],
        code=paths[row["code_id"]] if row["code_id"] else "",
        yielded=row["yielded"],
        rule=row["rule"],
        state_before=row["state_before"],
        by=Person(row["person_id"], row["name"], row["role"], bool(row["retired"])),
        codebook_before=row["codebook_before"],
        codebook_after=row["codebook_after"],
        at=row["at"],
    )


def _item(row: Row, readings: tuple[CoderReading, ...], decisions: tuple[Decision, ...]) -> Item:
    # an edited definition is noted on the item and moves it neither on nor back
    standing = [decision for decision in decisions if decision.outcome != "definition"]
    last = standing[-1] if standing else None
    state = "open" if last is None else "settled"
    if last is not None and last.outcome == "supervisor":
        state = "supervisor"
    return Item(
        id=row["id"],
        kind=row["kind"],
        round_id=row["round_id"],
        transcript_id=row["transcript_id"],
        transcript=row["transcript"],
        start=row["start"],
        end=row["end"],
        overlap=row["overlap"],
        related=bool(row["related"]),
        readings=readings,
        state=state,
        decision=last,
        decisions=decisions,
    )


def insert_comparison(
    write: Writer,
    round_id: str,
    transcript_id: str,
    coders: Sequence[Person],
    comparison: Comparison,
) -> None:
    """Store what a comparison of one transcript found: the agreed codings and the items."""
    where: dict[str, Any] = {"round_id": round_id, "transcript_id": transcript_id}
    moment = now()
    write.insert_many(
        "consensus_codings",
        [
            {
                **where,
                "code_id": agreed.code,
                "start": agreed.start,
                "end": agreed.end,
                "memo": agreed.memo,
                "made_at": moment,
            }
            for agreed in comparison.agreed
        ],
    )
    for item in comparison.items:
        item_id = write.insert(
            "items",
            **where,
            kind=item.kind,
            start=item.start,
            end=item.end,
            overlap=item.overlap,
            related=int(item.related),
        )
        write.insert_many(
            "item_codings",
            [
                {
                    "item_id": item_id,
                    "person_id": coders[reading.coder].id,
                    "code_id": reading.code,
                    "start": reading.start,
                    "end": reading.end,
                    "memo": reading.memo,
                }
                for reading in item.readings
            ],
        )


def insert_decision(write: Writer, item: Item, by: Person, **cells: Any) -> str:
    """Store a decision; ``state_before`` is given as data. Returns its id."""
    cells["state_before"] = json.dumps(cells["state_before"], ensure_ascii=False)
    return write.insert("decisions", item_id=item.id, person_id=by.id, at=now(), **cells)


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
            old_code=paths[row["from_code_id"]],
            new_code=paths[row["to_code_id"]],
            reason=row["reason"],
            note=row["note"],
            by=row["name"],
            at=row["at"],
        )
        for row in study.query(
            "SELECT g.*, t.name AS transcript, p.name FROM recodings g"
            " JOIN consensus_codings k ON k.id = g.coding_id"
            f" JOIN transcripts t ON t.id = k.transcript_id {_REVEALED.format('k')}"
            " JOIN people p ON p.id = g.person_id WHERE k.round_id = ? ORDER BY g.at, g.rowid",
            (round_id,),
        )
    ]


def codebook_number(study: Study) -> str:
    """The number of the newest codebook version, as text; ``""`` before the first."""
    number = study.value("SELECT max(number) FROM codebook_versions")
    return "" if number is None else str(number)


def broken_rules(study: Study) -> list[str]:
    """What in this station's tables cannot be, in sentences, for verification."""
    questions = {
        "an agreed coding lies outside its text": (
            "SELECT 1 FROM consensus_codings k JOIN transcripts t ON t.id = k.transcript_id"
            ' WHERE k.start < 0 OR k.start >= k."end" OR k."end" > t.characters'
        ),
        "a disagreement lies outside its text": (
            "SELECT 1 FROM items i JOIN transcripts t ON t.id = i.transcript_id"
            ' WHERE i.start < 0 OR i.start >= i."end" OR i."end" > t.characters'
            " OR EXISTS (SELECT 1 FROM item_codings k WHERE k.item_id = i.id"
            ' AND (k.start < i.start OR k.start >= k."end" OR k."end" > i."end"))'
        ),
        "a disagreement is listed for a transcript that is not revealed": (
            f"SELECT 1 FROM items i WHERE NOT EXISTS ({_REVEALED_FOR.format('i')})"
        ),
        "an agreed coding stands in a transcript that is not revealed": (
            f"SELECT 1 FROM consensus_codings k WHERE NOT EXISTS ({_REVEALED_FOR.format('k')})"
        ),
    }
    return [sentence for sentence, sql in questions.items() if study.value(sql)]
