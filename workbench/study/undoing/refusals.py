"""What an undo refuses: by name, whatever somebody did since, as far as the person may know of it.

Each function raises a WorkbenchError or lets pass; ``label`` is the undo or redo in words.
"""

import re
import sqlite3
from collections.abc import Sequence

from workbench.errors import WorkbenchError
from workbench.study import triggers
from workbench.study.packs import own_pack
from workbench.study.study import Study
from workbench.study.undoing.nets import Net
from workbench.study.undoing.nouns import NOUNS, named
from workbench.study.undoing.sight import Sight

# rows that are made one upon the other, with what they are about
_SEQUENCES = {"decisions": "item_id"}
_Held = tuple[str, str, tuple[str, ...]]
"""Coder, transcript and rounds, by their names."""
_GUARDED = {
    triggers.LOCKED: "it lies in a layer that is locked now; a supervisor opens that one, with"
    " workbench unlock",
    triggers.REVEALED: f"{triggers.REVEALED}; a supervisor opens a layer for further work, with"
    " workbench unlock",
}
_UNIQUE = re.compile(r"UNIQUE constraint failed: (?:index '(\w+)_named_once'|(\w+)\.(\w+))")


def unchanged_since(sight: Sight, nets: Sequence[Net], label: str) -> list[Net]:
    """The rows to turn back. Raises where one was changed since by what the person may know of.

    Hidden rows of others that the change took along, and that they changed since, stay theirs.
    """
    unchanged = []
    for net in nets:
        rows = sight.study.query(f"SELECT * FROM {net.table} WHERE id = ?", (net.row_id,))
        if (dict(rows[0]) if rows else None) == net.after:
            unchanged.append(net)
        elif not sight.hidden(net.table, net.cells):
            raise WorkbenchError(
                f"cannot {label}: {named(net.table, net.cells)} was changed since;"
                " take that back first"
            )
    return unchanged


def refuse_if_decided_since(study: Study, nets: Sequence[Net], turned: int, label: str) -> None:
    """Rows of a sequence rest on those before them, also where they touched no row in common: the
    same ones must stand now as stood right after the change that is turned round."""
    for table, column in _SEQUENCES.items():
        mine = {str(net.cells[column]) for net in nets if net.table == table}
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


def refuse_to_lock_unheard(study: Study, nets: Sequence[Net], kind: str, label: str) -> None:
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


def coded_in_two_rounds(study: Study, nets: Sequence[Net]) -> set[_Held]:
    """Who has which transcript to code in more than one round.

    Nobody where the nets assign no work. Who has not locked what is known to everybody.
    """
    if not any(net.table in ("layers", "rounds") for net in nets):
        return set()
    rounds: dict[tuple[str, str], dict[str, None]] = {}
    for coder, transcript, name in study.query(
        "SELECT p.name, t.name, r.name FROM layers l JOIN rounds r ON r.id = l.round_id"
        " JOIN people p ON p.id = l.person_id JOIN transcripts t ON t.id = l.transcript_id"
        " WHERE r.closed = 0 OR l.locked_at IS NULL ORDER BY r.position, r.rowid"
    ):
        rounds.setdefault((coder, transcript), {})[name] = None
    return {(*who, tuple(names)) for who, names in rounds.items() if len(names) > 1}


def refuse_second_round(study: Study, nets: Sequence[Net], before: set[_Held], label: str) -> None:
    """A coder codes a transcript in one round at a time, else work could go where others see it."""
    for coder, transcript, rounds in sorted(coded_in_two_rounds(study, nets) - before):
        raise WorkbenchError(
            f"cannot {label}: {coder} would have {transcript} to code in two rounds at once"
            f" ({', '.join(rounds)}); close the other round first, or take it back"
        )


def refusal(label: str, error: sqlite3.IntegrityError) -> WorkbenchError:
    """What the file's own refusal of an undo means to a person, and what to do."""
    message = str(error)
    taken = _UNIQUE.search(message)
    if taken and (taken[1] or taken[3] == "name"):
        return WorkbenchError(
            f"cannot {label}: its name has been taken since; rename the newer one first"
        )
    if taken:
        return WorkbenchError(
            f"cannot {label}: {NOUNS[taken[2]]} that was made since stands in its place;"
            " take that back first"
        )
    if "FOREIGN KEY" in message:
        return WorkbenchError(
            f"cannot {label}: what it rests on was taken back since; make that again first"
        )
    return WorkbenchError(f"cannot {label}: {_GUARDED.get(message, message)}")
