"""Undo and redo of any change, across sessions, from the images of the journal.

An undo is itself a change, which puts back the rows as they were. It refuses, by name, where
somebody changed a row since, where something later hangs on it, or where a unique name was taken.
What hangs on it in a layer that is not revealed must not be betrayed by a refusal: it goes along
with what it hangs on and comes back with redo; a shared code that hidden work uses is taken out of
everybody's sight but its users'.
"""

import sqlite3
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.study import journal, pack_guard
from workbench.study.door import TAKEN_BACK, visible_row_ids
from workbench.study.file import Study, Writer, explain
from workbench.study.history import OF_CODES, OF_ONE_OR_ALL
from workbench.study.journal import Change, Image, Value
from workbench.study.nouns import Person
from workbench.study.packs import own_pack
from workbench.study.triggers import domain_tables

if TYPE_CHECKING:
    from workbench.study.undo_carry import Net

OF_A_LAYER = ("codings", "layer_paths", "layer_seals")
OF_ONE = ("confirmations", "pack_states", "read_marks", "readings_opened", "suggestion_answers")
NOUNS = {
    "answers": "an answer",
    "case_values": "a case's attribute",
    "cases": "a case",
    "codebook_version_codes": "a frozen codebook version",
    "codebook_versions": "a codebook version",
    "codes": "a code",
    "codings": "a coding",
    "consensus_codings": "an agreed coding",
    "corrections": "the correction of a text",
    "data_set_cases": "a case's place in a data set",
    "data_sets": "a data set",
    "distinctions": "a distinction of two codes",
    "decisions": "a decision",
    "doubts": "a doubtful place",
    "items": "a disagreement",
    "layer_seals": "a seal",
    "layers": "the work on a transcript",
    "lineage": "what became of a code",
    "pack_layers": "a pack's transcript",
    "packs": "a pack",
    "people": "a person",
    "round_coders": "a round's coder",
    "round_transcripts": "a round's transcript",
    "rounds": "a round",
    "theme_codes": "a code's place in a theme",
    "suggestion_rules": "a rule of suggestions",
    "suggestion_runs": "a run of suggestions",
    "suggestions": "a suggestion",
    "themes": "a theme",
    "transcripts": "a transcript",
    "variables": "a question",
}
# rows that are made one upon the other, with what they are about
SEQUENCES = {"decisions": "item_id"}
NAMED = ("cases", "codes", "data_sets", "people", "rounds", "themes", "transcripts", "variables")


def undo(study: Study, person: Person | None) -> str:
    """Take back the person's last change that still stands; returns what it was.

    Without a person it is the last one that was made without a name, in setting up.
    """
    target = _last_standing(study, person)
    if target is None:
        raise WorkbenchError(
            f"nothing of {_called(person)} is left to undo: make a change first, or use redo"
        )
    _apply(study, person, target, "undo")
    return target.what


def redo(study: Study, person: Person | None) -> str:
    """Make the person's last undone change again; returns what it was."""
    target = _last_undone(study, person)
    if target is None:
        raise WorkbenchError(
            f"nothing of {_called(person)} is left to redo: only an undo can be taken back,"
            " and only until the next change"
        )
    _apply(study, person, target, "redo")
    return target.what


def can_undo(study: Study, person: Person | None) -> bool:
    """Whether there is a change that undo would try to take back."""
    return _last_standing(study, person) is not None


def can_redo(study: Study, person: Person | None) -> bool:
    """Whether there is an undone change that redo would make again."""
    return _last_undone(study, person) is not None


def _id(person: Person | None) -> str | None:
    return person.id if person else None


def _called(person: Person | None) -> str:
    return f"{person.name}'s" if person else "what was set up without a name"


def _newest_first(study: Study, person: Person | None) -> list[Change]:
    # what was before a schema change or an erasure is not put back, nor is a study unmade
    barrier = study.value(
        "SELECT max(ifnull(max(number), 0), (SELECT min(change) FROM journal_study))"
        " FROM journal_changes WHERE kind IN ('schema', 'erasure')"
    )
    changes = list(
        journal.read_changes(
            study.connection,
            "by IS ? AND number > ? AND kind IN ('change', 'undo', 'redo')",
            (_id(person), barrier),
        )
    )
    return changes[::-1]


def _last_standing(study: Study, person: Person | None) -> Change | None:
    settled: set[int | None] = set()
    for change in _newest_first(study, person):
        if change.kind == "change":
            if change.number not in settled:
                return change
        elif change.target not in settled:
            settled.add(change.target)
            if change.kind == "redo" and change.target is not None:
                return next(journal.read_changes(study.connection, "number = ?", (change.target,)))
    return None


def _last_undone(study: Study, person: Person | None) -> Change | None:
    redone: set[int | None] = set()
    for change in _newest_first(study, person):
        if change.kind == "change":
            return None
        if change.kind == "redo":
            redone.add(change.target)
        elif change.target in redone:
            redone.discard(change.target)
        elif change.target is not None:
            return next(journal.read_changes(study.connection, "number = ?", (change.target,)))
    return None


def _apply(study: Study, person: Person | None, target: Change, kind: str) -> None:
    # every command loads this module, and few undo
    from workbench.study import carry, undo_carry
    from workbench.study.undo_whole import whole_rounds_free

    label = f"{kind} “{target.what}”"
    connection = study.connection
    try:
        with journal.open_change(
            connection,
            f"{kind}: {target.what}",
            _id(person),
            kind=kind,
            target=target.number,
            before_commit=lambda number: pack_guard.check(connection, number, _id(person)),
        ):
            connection.execute("PRAGMA defer_foreign_keys = ON")
            turned = target.number if kind == "undo" else _last_undo(study, target)
            known = visible_row_ids(study, "codes", person) or set()
            nets = _net(journal.images_of_change(connection, turned))

            def hidden(table: str, cells: dict[str, Value]) -> bool:
                return _hidden(study, table, cells, person, known)

            nets = undo_carry.carried_since(study, nets, turned, hidden, label)
            nets = _unchanged_since(study, person, known, nets, label)
            _refuse_if_decided_since(study, nets, turned, label)
            _refuse_to_lock_unheard(study, nets, kind, label)
            write = Writer(connection)
            carry.correcting(write, undo_carry.settles_places(nets))
            going = _take_back_from_sight(study, person, nets)
            with whole_rounds_free(connection, going):
                undo_carry.restore(connection, going)
            _settle_what_hangs(study, person, known, nets, label)
            undo_carry.follow(study, write, nets, turned, hidden, _name, label)
    except sqlite3.IntegrityError as error:
        raise _refusal(label, error) from error
    except sqlite3.Error as error:
        raise explain(error, study.path) from error


def _last_undo(study: Study, target: Change) -> int:
    """The number of the undo that redo turns round; it may have taken more than the change made."""
    return int(
        study.value(
            "SELECT max(number) FROM journal_changes WHERE kind = 'undo' AND target = ?",
            (target.number,),
        )
    )


def _net(images: list[Image]) -> "list[Net]":
    """Per row the state to expect now (``after``) and the state to restore (``before``)."""
    from workbench.study.undo_carry import Net

    first: dict[tuple[str, str], Image] = {}
    last: dict[tuple[str, str], Image] = {}
    for image in images:
        key = (image.table, image.row_id)
        first.setdefault(key, image)
        last[key] = image
    nets = [
        Net(table, row_id, first[table, row_id].before, last[table, row_id].after)
        for table, row_id in first
    ]
    return [net for net in nets if net.before != net.after]


def _current(connection: sqlite3.Connection, table: str, row_id: str) -> dict[str, Value] | None:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE id = ?", (row_id,))
    row = cursor.fetchone()
    if row is None:
        return None
    return dict(zip([column[0] for column in cursor.description], row, strict=True))


def _unchanged_since(
    study: Study, person: Person | None, known: set[str], nets: "list[Net]", label: str
) -> "list[Net]":
    """The rows to turn back. Raises where one was changed since by what the person may know of.

    Hidden rows of others that the change took along, and that they changed since, stay theirs.
    """
    unchanged = []
    for net in nets:
        if _current(study.connection, net.table, net.row_id) == net.after:
            unchanged.append(net)
            continue
        state = net.after or net.before or {}
        if not _hidden(study, net.table, state, person, known):
            raise WorkbenchError(
                f"cannot {label}: {_name(net.table, state)} was changed since; take that back first"
            )
    return unchanged


def _refuse_if_decided_since(study: Study, nets: "list[Net]", turned: int, label: str) -> None:
    """Rows of a sequence rest on those before them, also where they touched no row in common: the
    same ones must stand now as stood right after the change that is turned round."""
    for table, column in SEQUENCES.items():
        mine = {str((net.after or net.before or {})[column]) for net in nets if net.table == table}
        if not mine:
            continue
        then = study.query(
            f"SELECT row_id, op, ifnull(new_{column}, old_{column}), max(seq)"
            f" FROM journal_{table} WHERE change <= ? GROUP BY row_id",
            (turned,),
        )
        stood = {(id, key) for id, op, key, _ in then if op != "delete" and key in mine}
        rows = study.query(f"SELECT id, {column} FROM {table}")
        if stood != {(id, key) for id, key in rows if key in mine}:
            raise WorkbenchError(
                f"cannot {label}: {NOUNS[table]} beside it was made or taken back since;"
                " turn that round first"
            )


def _refuse_to_lock_unheard(study: Study, nets: "list[Net]", kind: str, label: str) -> None:
    """What was opened may have been worked in since, which its old seal does not know, and whoever
    locks last reveals: both need a lock of its own. Refused whether or not there was such work."""
    for net in nets:
        if net.table != "layers" or net.before is None or net.after is None:
            continue
        if net.before["locked_at"] is None or net.after["locked_at"] is not None:
            continue
        waiting = study.value(
            "SELECT count(*) FROM layers WHERE round_id = ? AND transcript_id = ? AND id <> ?"
            " AND version = 1 AND locked_at IS NULL",
            (net.after["round_id"], net.after["transcript_id"], net.row_id),
        )
        if kind == "undo" or not (waiting or own_pack(study)):
            raise WorkbenchError(
                f"cannot {label}: that would lock work nobody has looked at;"
                " its coder locks it anew, with workbench lock"
            )


def _take_back_from_sight(study: Study, person: Person | None, nets: "list[Net]") -> "list[Net]":
    """A shared code that is to go, but on which others' hidden work rests, stays for them alone.

    For everybody else it is gone, as it would be without that work; nobody loses a coding.
    """
    going = []
    own = {net.row_id for net in nets if net.before is None}
    for net in nets:
        shared = net.table == "codes" and not (net.after or {}).get("maker_id")
        if net.before is None and shared and _in_hidden_use(study, person, net.row_id, own):
            study.connection.execute(
                "UPDATE codes SET retired = ? WHERE id = ?", (TAKEN_BACK, net.row_id)
            )
        else:
            going.append(net)
    return going


def _in_hidden_use(study: Study, person: Person | None, code_id: str, own: set[str]) -> bool:
    """Whether others use a code, or one under it, in hidden layers or have own codes there.

    ``own`` are the rows that the change itself made: an import brings the work of several people.
    """
    rows = study.query(
        "WITH RECURSIVE below(id, maker_id) AS ("
        " SELECT id, maker_id FROM codes WHERE id = :code"
        " UNION SELECT c.id, c.maker_id FROM codes c JOIN below b ON c.parent_id = b.id)"
        " SELECT id FROM below WHERE maker_id IS NOT NULL AND maker_id IS NOT :person"
        " UNION ALL SELECT k.id FROM below b JOIN codings k ON k.code_id = b.id"
        " JOIN layers l ON l.id = k.layer_id JOIN round_transcripts r"
        " ON r.round_id = l.round_id AND r.transcript_id = l.transcript_id"
        " WHERE l.person_id IS NOT :person AND r.revealed_at IS NULL",
        {"code": code_id, "person": _id(person)},
    )
    return any(row["id"] not in own for row in rows)


def _settle_what_hangs(
    study: Study, person: Person | None, known: set[str], nets: "list[Net]", label: str
) -> None:
    """Rows that point at a row now gone: hidden ones of others go along, any other refuses.

    ``known`` are the codes that the person could see before.
    """
    connection = study.connection
    gone = [(net.table, net.row_id) for net in nets if net.before is None]
    own = set(gone)
    pointing = _pointing_columns(connection) if gone else {}
    while gone:
        parent, parent_id = gone.pop()
        left_to_users = parent == "codes" and _current(connection, parent, parent_id) is not None
        for table, column in pointing.get(parent, ()):
            cursor = connection.execute(f'SELECT * FROM {table} WHERE "{column}" = ?', (parent_id,))
            names = [description[0] for description in cursor.description]
            for row in cursor.fetchall():
                cells = dict(zip(names, row, strict=True))
                if (table, cells["id"]) in own:
                    continue  # a code of this change that is left to its users
                if not _hidden(study, table, cells, person, known):
                    raise WorkbenchError(
                        f"cannot {label}: {_name(table, cells)} hangs on it; take that back first"
                    )
                if left_to_users:
                    continue
                connection.execute(f"DELETE FROM {table} WHERE id = ?", (cells["id"],))
                gone.append((table, str(cells["id"])))


def _pointing_columns(connection: sqlite3.Connection) -> dict[str, list[tuple[str, str]]]:
    """Per table the (table, column) pairs whose foreign keys point at it."""
    pointing: dict[str, list[tuple[str, str]]] = {}
    for table in domain_tables(connection):
        for key in connection.execute(f"PRAGMA foreign_key_list({table})"):
            pointing.setdefault(key[2], []).append((table, key[3]))
    return pointing


def _hidden(
    study: Study, table: str, cells: dict[str, Value], person: Person | None, known: set[str]
) -> bool:
    """Whether a hanging row is somebody else's hidden work (its layer may be gone already)."""
    if table in OF_A_LAYER:
        layer = study.query(
            "SELECT l.person_id, r.revealed_at FROM layers l LEFT JOIN round_transcripts r"
            " ON r.round_id = l.round_id AND r.transcript_id = l.transcript_id WHERE l.id = ?",
            (cells["layer_id"],),
        )
        if not layer:
            owner = study.value(
                "SELECT ifnull(old_person_id, new_person_id) FROM journal_layers"
                " WHERE row_id = ? ORDER BY seq DESC LIMIT 1",
                (cells["layer_id"],),
            )
            return bool(owner != _id(person))
        return bool(layer[0]["person_id"] != _id(person) and layer[0]["revealed_at"] is None)
    if table == "codes":
        return cells["id"] not in known
    if table in OF_CODES:
        return any(cells[name] not in known for name in OF_CODES[table])
    if table in OF_ONE_OR_ALL:
        return cells["person_id"] not in (None, _id(person))
    if table in OF_ONE:
        return cells["person_id"] != _id(person)
    if table == "notes":
        return cells["person_id"] != _id(person) and not cells["shared"]
    return False


def _name(table: str, cells: dict[str, Value]) -> str:
    noun = NOUNS.get(table, f"a row of {table}")
    if table in NAMED and cells.get("name"):
        return f"{noun.split(' ', 1)[1]} {cells['name']!s}"
    return noun


def _refusal(label: str, error: sqlite3.IntegrityError) -> WorkbenchError:
    message = str(error)
    if "UNIQUE" in message:
        return WorkbenchError(
            f"cannot {label}: its name has been taken since; rename the newer one first"
        )
    if "FOREIGN KEY" in message:
        return WorkbenchError(
            f"cannot {label}: something made later hangs on it; take that back first"
        )
    return WorkbenchError(f"cannot {label}: {message}")
