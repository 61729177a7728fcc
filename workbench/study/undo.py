"""Undo and redo of any change, across sessions, from the images of the journal.

An undo is itself a change, which puts back the rows as they were. It refuses, by name, where
somebody changed a row since, where something later hangs on it, or where a unique name was taken.
What hangs on it in a layer that is not revealed must not be betrayed by a refusal: it goes along
with what it hangs on and comes back with redo, which is possible at any time for what such work may
rest on; a shared code that hidden work uses is taken out of everybody's sight but its users'. The
steps are in ``undoing``.
"""

import sqlite3
from dataclasses import dataclass

from workbench.errors import WorkbenchError
from workbench.study import journal, pack_guard
from workbench.study.journal import Change
from workbench.study.nouns import Person
from workbench.study.study import Study, Writer, explain

_FOUNDATIONS = ("layers", "people", "transcripts")
"""What others may have worked on unseen: taking back the making of it took their work along, and a
later change must not shut that away. Asked of every undo, whether or not there was such work."""


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
    """Make the person's last undone change again; returns what it was.

    It is that of the undo before which nothing else was changed, or else one that made people,
    transcripts or rounds: on these, others may have worked unseen.
    """
    target = _last_undone(study, person)
    if target is None:
        raise WorkbenchError(
            f"nothing of {_called(person)} is left to redo: only an undo can be taken back, and"
            " only until the next change (that of people, transcripts and rounds also later)"
        )
    _apply(study, person, target, "redo")
    return target.what


@dataclass(frozen=True, slots=True)
class Standing:
    """The change that undo would take back: what it was, and when it was made.

    ``number`` is its place in the journal, not to be shown, for it would tell of hidden work;
    ``founds`` says that it made people, transcripts or rounds, on which others may have worked.
    """

    number: int
    what: str
    at: str
    founds: bool


def standing(study: Study, person: Person | None) -> Standing | None:
    """What undo would take back; None where nothing is left to undo."""
    change = _last_standing(study, person)
    if change is None:
        return None
    founds = _touched_foundations(study, change, "insert")
    return Standing(change.number, change.what, change.at, founds)


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
    changed = False
    for change in _newest_first(study, person):
        if change.kind == "change":
            changed = True
        elif change.kind == "redo":
            redone.add(change.target)
        elif change.target in redone:
            redone.discard(change.target)
        elif change.target is not None and (
            not changed or _touched_foundations(study, change, "delete")
        ):
            return next(journal.read_changes(study.connection, "number = ?", (change.target,)))
    return None


def _touched_foundations(study: Study, change: Change, op: str) -> bool:
    return any(
        study.value(
            f"SELECT 1 FROM journal_{table} WHERE change = ? AND op = ?", (change.number, op)
        )
        for table in _FOUNDATIONS
    )


def _apply(study: Study, person: Person | None, target: Change, kind: str) -> None:
    # every command loads this module, and few undo
    from workbench.study.undoing import refusals

    label = f"{kind} “{target.what}”"
    try:
        with journal.open_change(
            study.connection,
            f"{kind}: {target.what}",
            _id(person),
            kind=kind,
            target=target.number,
            before_commit=lambda number: pack_guard.check(study.connection, number, _id(person)),
        ):
            study.connection.execute("PRAGMA defer_foreign_keys = ON")
            turned = target.number if kind == "undo" else _last_undo(study, target)
            _turn_round(study, person, turned, kind, label)
    except sqlite3.IntegrityError as error:
        raise refusals.refusal(label, error) from error
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


def _turn_round(study: Study, person: Person | None, turned: int, kind: str, label: str) -> None:
    """Put back what change ``turned`` did, inside the change that is open."""
    from workbench.study import carry
    from workbench.study.undoing import hanging, places, refusals
    from workbench.study.undoing.nets import nets_of
    from workbench.study.undoing.restoring import restore
    from workbench.study.undoing.sight import Sight
    from workbench.study.undoing.whole_rounds import whole_rounds_free

    sight = Sight.of(study, person)
    nets = nets_of(journal.images_of_change(study.connection, turned))
    nets = places.carried_since(sight, nets, turned, label)
    nets = refusals.unchanged_since(sight, nets, label)
    refusals.refuse_if_decided_since(study, nets, turned, label)
    refusals.refuse_to_lock_unheard(study, nets, kind, label)
    twice = refusals.coded_in_two_rounds(study, nets)
    write = Writer(study.connection)
    carry.correcting(write, places.settles_places(nets))
    going = hanging.take_back_from_sight(sight, nets)
    with whole_rounds_free(study.connection, going):
        restore(study.connection, going)
    refusals.refuse_second_round(study, nets, twice, label)
    hanging.settle_what_hangs(sight, nets, label)
    places.land(study, write, going)
    places.follow(sight, write, nets, turned, label)
