"""The rows that go into a pack, and those that come back out of one."""

from collections.abc import Iterable, Mapping
from typing import Any

from workbench.study import Person, Study, Writer
from workbench.study.door import TAKEN_BACK, visible_codes, visible_suggestions
from workbench.study.journal import read_images

Cells = dict[str, Any]

_LAYERS = "SELECT layer_id FROM pack_layers WHERE pack_id = :pack"
_TEXTS = f"SELECT transcript_id FROM layers WHERE id IN ({_LAYERS})"
_ROUNDS = f"SELECT round_id FROM layers WHERE id IN ({_LAYERS})"
_CASES = f"SELECT case_id FROM speakers WHERE transcript_id IN ({_TEXTS})"
_VERSIONS = f"SELECT codebook_version_id FROM rounds WHERE id IN ({_ROUNDS})"
_CODES = f"SELECT c.id FROM codes c WHERE {visible_codes('c').replace(':viewer', ':person')}"
_RUNS = (
    f"SELECT s.id FROM suggestion_runs s WHERE s.round_id IN ({_ROUNDS})"
    f" AND {visible_suggestions('s').replace(':viewer', ':person')}"
)
_SUGGESTIONS = (
    f"SELECT s.id FROM suggestions s WHERE s.run_id IN ({_RUNS}) AND s.transcript_id IN ({_TEXTS})"
    f" AND s.code_id IN ({_CODES})"
    f" AND {visible_suggestions('s').replace(':viewer', ':person')}"
)
_DOUBTS = (
    "kind = 'coding' AND settled = '' AND person_id = :person"
    f" AND transcript_id IN ({_TEXTS})"
    f" AND row_id IN (SELECT id FROM codings WHERE layer_id IN ({_LAYERS}))"
)

# table -> which rows go into a pack, those that are pointed at first
_BEFORE_CODES = {
    "study": "1",
    "cases": f"id IN ({_CASES})",
    "attributes": f"id IN (SELECT attribute_id FROM case_values WHERE case_id IN ({_CASES}))",
    "case_values": f"case_id IN ({_CASES})",
    "data_sets": f"id IN (SELECT data_set_id FROM data_set_cases WHERE case_id IN ({_CASES}))",
    "data_set_cases": f"case_id IN ({_CASES})",
    "speakers": f"transcript_id IN ({_TEXTS})",
    "turns": f"transcript_id IN ({_TEXTS})",
}
_AFTER_CODES = {
    "lineage": f"from_code_id IN ({_CODES}) AND to_code_id IN ({_CODES})",
    "distinctions": f"(person_id IS NULL OR person_id = :person) AND code_id IN ({_CODES})"
    f" AND other_id IN ({_CODES})",
    "codebook_versions": f"id IN ({_VERSIONS})",
    "codebook_version_codes": f"version_id IN ({_VERSIONS}) AND code_id IN ({_CODES})",
    "rounds": f"id IN ({_ROUNDS})",
    "round_coders": f"person_id = :person AND round_id IN ({_ROUNDS})",
    "round_transcripts": "(round_id, transcript_id) IN"
    f" (SELECT round_id, transcript_id FROM layers WHERE id IN ({_LAYERS}))",
    "layers": f"id IN ({_LAYERS})",
    "codings": f"layer_id IN ({_LAYERS})",
    "confirmations": "person_id = :person"
    f" AND coding_id IN (SELECT id FROM codings WHERE layer_id IN ({_LAYERS}))",
    "doubts": _DOUBTS,
    "notes": f"person_id = :person AND (transcript_id IS NULL OR transcript_id IN ({_TEXTS}))",
    "read_marks": f"person_id = :person AND transcript_id IN ({_TEXTS})",
    "suggestion_rules": f"code_id IN ({_CODES})",
    "suggestion_runs": f"id IN ({_RUNS})",
    "suggestions": f"id IN ({_SUGGESTIONS})",
    "suggestion_answers": f"person_id = :person AND suggestion_id IN ({_SUGGESTIONS})",
}

_TO_GIVE = ("definition", "when_to_use", "when_not_to_use")
_ONCE = ("confirmations", "read_marks", "suggestion_answers")
"""Tables that hold one row of a person on each thing."""

GUIDE = (
    *("name", "parent_id", "definition", "when_to_use", "when_not_to_use", "example"),
    *("origin", "level", "exclusive", "retired"),
)
"""What a code says; where it says something else since, a pack was coded with another codebook."""


# ------------------------------------------------------------------------------------- going out


def fill(study: Study, write: Writer, person: Person, pack_id: str) -> None:
    """Write into a new file what goes into a pack: nothing that anybody else is the author of."""
    named = {"person": person.id, "pack": pack_id}
    write.insert_many("people", [_row(study, "people", person.id), *_makers(study, person, named)])
    _texts(study, write, named)
    for table, condition in _BEFORE_CODES.items():
        write.insert_many(table, _rows(study, table, condition, named))
    _insert_in_order(write, _codes(study, person, named))
    for table, condition in _AFTER_CODES.items():
        write.insert_many(table, _rows(study, table, condition, named))
    for cells in _rows(study, "packs", "id = :pack", named):
        write.insert("packs", **{**cells, "here": 1})
    write.insert_many("pack_layers", _rows(study, "pack_layers", "pack_id = :pack", named))


def _rows(study: Study, table: str, condition: str, named: Cells) -> list[Cells]:
    rows = study.query(f"SELECT * FROM {table} WHERE {condition} ORDER BY rowid", named)
    return [dict(row) for row in rows]


def _row(study: Study, table: str, row_id: str) -> Cells:
    return dict(study.query(f"SELECT * FROM {table} WHERE id = ?", (row_id,))[0])


def _texts(study: Study, write: Writer, named: Cells) -> None:
    """The texts as they stand, searchable; of earlier ones the digest alone, where a doubtful place
    names it. The files that the texts were read from may hold what others wrote, and stay."""
    transcripts = _rows(study, "transcripts", f"id IN ({_TEXTS})", named)
    stands = {cells["text_id"] for cells in transcripts}
    earlier = f"SELECT old_text_id FROM doubts WHERE {_DOUBTS}"
    for row in study.query(f"SELECT id, sha256 FROM texts WHERE id IN ({earlier})", named):
        if row["id"] not in stands:
            write.execute("INSERT INTO texts (id, sha256) VALUES (?, ?)", tuple(row))
    for cells in transcripts:
        row = study.query("SELECT sha256, body FROM texts WHERE id = ?", (cells["text_id"],))[0]
        write.execute(
            "INSERT INTO texts (id, sha256, body) VALUES (?, ?, ?)", (cells["text_id"], *row)
        )
        write.execute(
            "INSERT INTO search_text (rowid, body) VALUES (?, ?)", (cells["text_id"], row["body"])
        )
    write.insert_many("transcripts", [{**cells, "original_id": None} for cells in transcripts])


def _codes(study: Study, person: Person, named: Cells) -> list[Cells]:
    """The codebook as the coder sees it. What others made and everybody sees by now is everybody's
    in a pack, unless a shared code has the same path."""
    rows = _rows(study, "codes", f"id IN ({_CODES})", named)
    taken = {_spot(cells) for cells in rows if cells["maker_id"] is None}
    for cells in rows:
        if cells["maker_id"] not in (None, person.id) and _spot(cells) not in taken:
            cells["maker_id"] = None
            taken.add(_spot(cells))
    return rows


def _makers(study: Study, person: Person, named: Cells) -> list[Cells]:
    """Makers of codes that keep their maker (see `_codes`); without them the codes had none."""
    makers = {cells["maker_id"] for cells in _codes(study, person, named)} - {None, person.id}
    return [_row(study, "people", maker) for maker in sorted(makers)]


def _spot(cells: Cells) -> tuple[Any, ...]:
    # codes out of use may share a path
    return cells["parent_id"], cells["name"], cells["id"] if cells["retired"] else ""


def _insert_in_order(write: Writer, codes: list[Cells]) -> None:
    """Parents before their children."""
    waiting = codes
    while waiting:
        missing = {cells["id"] for cells in waiting}
        ready = [cells for cells in waiting if cells["parent_id"] not in missing]
        write.insert_many("codes", ready)
        waiting = [cells for cells in waiting if cells["parent_id"] in missing]


# ----------------------------------------------------------------------------------- coming back


def made_by(pack: Study) -> int:
    """The number of the change that made this pack."""
    return int(pack.value("SELECT min(change) FROM journal_packs"))


def newest_seal(pack: Study) -> str:
    """The seal of the newest change in a pack: how far its coder has come.

    Not that of a migration, which another copy of the same pack may go through by itself.
    """
    return str(
        pack.value(
            "SELECT seal FROM journal_changes WHERE kind <> 'schema' ORDER BY number DESC LIMIT 1"
        )
    )


def change_of(pack: Study, seal: str) -> int | None:
    """The number of the change with this seal; None where the pack never was there."""
    number = pack.value("SELECT number FROM journal_changes WHERE seal = ?", (seal,))
    return int(number) if number is not None else None


def worked_on(pack: Study, table: str, since: int) -> dict[str, tuple[Cells | None, Cells]]:
    """By the id of each row that was written after change ``since``: the row now (None: gone) and
    the row as it was last."""
    found: dict[str, tuple[Cells | None, Cells]] = {}
    for image in read_images(pack.connection, table, "change > ?", (since,)):
        found[image.row_id] = (image.after, image.after or image.before or {})
    return found


def rows_by_id(study: Study, table: str, ids: Iterable[str]) -> dict[str, Cells]:
    """The rows of a table with these ids that there are."""
    found = {}
    for row_id in ids:
        for row in study.query(f"SELECT * FROM {table} WHERE id = ?", (row_id,)):
            found[row_id] = dict(row)
    return found


def layers_of(pack: Study) -> list[Cells]:
    """The layers of a pack (or of the study with the same ids) with round, transcript and the
    SHA-256 of its text, by round and transcript."""
    rows = pack.query(
        "SELECT l.*, t.name AS transcript, r.name AS round, x.sha256 AS text FROM layers l"
        " JOIN transcripts t ON t.id = l.transcript_id JOIN texts x ON x.id = t.text_id"
        " JOIN rounds r ON r.id = l.round_id"
        " WHERE l.id IN (SELECT layer_id FROM pack_layers) ORDER BY r.position, t.name"
    )
    return [dict(row) for row in rows]


def was_locked_so(study: Study, layer_id: str, sha256: str | None) -> bool:
    """Whether a layer has been locked with this seal in the study, now or earlier."""
    return bool(
        study.value(
            "SELECT 1 FROM journal_layers WHERE row_id = ? AND new_sha256 = ?", (layer_id, sha256)
        )
    )


def has_read_another(study: Study, person_id: str, round_id: str, until: str) -> bool:
    """Whether somebody had opened another one's reading in a round by that time."""
    return bool(
        study.value(
            "SELECT 1 FROM readings_opened WHERE person_id = ? AND round_id = ? AND at <= ?",
            (person_id, round_id, until),
        )
    )


def transcript_of_suggestion(pack: Study, suggestion_id: str) -> str | None:
    """The id of the transcript that a suggestion is about."""
    found = pack.value("SELECT transcript_id FROM suggestions WHERE id = ?", (suggestion_id,))
    return str(found) if found else None


def given_codes(pack: Study) -> list[Cells]:
    """The codes that a pack was made with and that it still has."""
    rows = pack.query(
        "SELECT * FROM codes WHERE id IN (SELECT row_id FROM journal_codes WHERE change = ?)"
        " ORDER BY position",
        (made_by(pack),),
    )
    return [dict(row) for row in rows]


def known_guides(pack: Study) -> dict[str, list[tuple[Any, ...]]]:
    """By the id of each code: everything that it has said in a pack."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for image in read_images(pack.connection, "codes"):
        if image.after is not None:
            found.setdefault(image.row_id, []).append(guide_of(image.after))
    return found


def guides_when_made(pack: Study, ids: Iterable[str]) -> dict[str, Cells]:
    """By the id of each of these codes: what it was to be given to when it came into a pack."""
    found: dict[str, Cells] = {}
    wanted = set(ids)
    for image in read_images(pack.connection, "codes"):
        if image.row_id in wanted and image.after is not None:
            said = {name: image.after[name] for name in _TO_GIVE}
            found.setdefault(image.row_id, said)
    return found


def guide_of(cells: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a code says, field by field."""
    return tuple(cells[name] for name in GUIDE)


def parted_since(study: Study, pack: Study) -> set[str]:
    """Ids of codes of a pack that were merged or split in the study and not in the pack."""
    known = {row["id"] for row in pack.query("SELECT id FROM lineage")}
    rows = study.query("SELECT id, from_code_id FROM lineage WHERE kind IN ('merge', 'split')")
    return {row["from_code_id"] for row in rows if row["id"] not in known}


def is_taken_back(cells: Cells | None) -> bool:
    """Whether a shared code is gone, for everybody or but for its hidden users."""
    return cells is None or cells["retired"] == TAKEN_BACK


def in_the_place_of(study: Study, cells: Cells) -> str | None:
    """The id of another code of the same maker that has the path of this one; None: there is none.

    Codes out of use may share a path.
    """
    found = study.value(
        "SELECT id FROM codes WHERE ifnull(parent_id, '') = ? AND name = ? AND maker_id = ?"
        " AND retired = 0 AND ? = 0 AND id <> ?",
        (
            *(cells["parent_id"] or "", cells["name"], cells["maker_id"]),
            *(cells["retired"], cells["id"]),
        ),
    )
    return str(found) if found else None


def put_rows(study: Study, write: Writer, table: str, rows: Mapping[str, Cells | None]) -> None:
    """Make rows be what they are in a pack: new, changed, or gone (None).

    What moves to the place of another row waits until that is free; of what there can be once only
    (a read-mark, say) the one that is there stays. Foreign keys wait for the end of the change.
    """
    write.execute("PRAGMA defer_foreign_keys = ON")
    standing = rows_by_id(study, table, rows)
    for row_id, before in standing.items():
        cells = rows[row_id]
        if cells is None or (table == "codings" and cells != before):
            write.delete(table, row_id)
        elif table == "codes" and cells["name"] != before["name"]:
            write.update(table, row_id, name=row_id)
    for row_id, cells in rows.items():
        if cells is None or cells == standing.get(row_id):
            continue
        if row_id in standing and table != "codings":
            write.update(table, row_id, **{k: v for k, v in cells.items() if k != "id"})
        elif table in _ONCE:
            columns = ", ".join(f'"{name}"' for name in cells)
            marks = ", ".join("?" for _ in cells)
            write.execute(
                f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})",
                list(cells.values()),
            )
        else:
            write.insert(table, **cells)
