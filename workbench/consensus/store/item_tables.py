"""Disagreements and the decisions on them, in the study file."""

import json
from collections import defaultdict
from collections.abc import Sequence
from sqlite3 import Row
from typing import TYPE_CHECKING, Any

from workbench.consensus.nouns import (
    CoderReading,
    Decision,
    Item,
    ReadCoding,
)
from workbench.consensus.store.codebook_facts import code_paths
from workbench.consensus.store.revealed import REVEALED
from workbench.study import Person, Study, Writer, now

if TYPE_CHECKING:
    from workbench.consensus.disagreements import Comparison

_ITEMS = f"""
SELECT i.*, t.name AS transcript FROM items i
JOIN transcripts t ON t.id = i.transcript_id
{REVEALED.format("i")}
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
    comparison: "Comparison",
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
