"""The door and the guards below all stations."""

import sqlite3

import pytest
from base import small

from workbench.errors import WorkbenchError
from workbench.study import Study, history, now
from workbench.study.door import visible_row_ids
from workbench.study.layers import layers, mark_locked, open_layer


def test_history_hides_what_is_hidden(study: Study) -> None:
    base = small(study)
    base.code(base.ana, 0, 6)
    with study.change("add code", base.ana) as write:
        code = write.insert(
            "codes", name="Secret", origin="inductive", maker_id=base.ana.id, position=2, made_at=""
        )
        write.insert("notes", person_id=base.ana.id, body="private", at=now())
    mark_locked(study, layers(study, person=base.ana)[0], "0" * 64)
    for viewer in (base.ben, base.eva, None):
        entries = history(study, viewer)
        assert "apply code" not in [e.what for e in entries]
        rows = [row for e in entries for row in e.rows]
        assert not [row for row in rows if row.table in ("codings", "notes")]
        assert not [row for row in rows if row.row_id == code]
        assert not [row for row in rows if row.table == "layers" and row.op == "update"]
        assert visible_row_ids(study, "codes", viewer) == {base.code_id}
    assert "apply code" in [e.what for e in history(study, base.ana)]
    mark_locked(study, layers(study, person=base.ben)[0], "1" * 64)
    assert "apply code" in [e.what for e in history(study, base.ben)]
    assert "apply code" in [e.what for e in history(study, None)]


def test_a_locked_layer_refuses_every_write(study: Study) -> None:
    base = small(study)
    coding = base.code(base.ana, 0, 6)
    mark_locked(study, layers(study, person=base.ana)[0], "0" * 64)
    with pytest.raises(WorkbenchError, match="locked"):
        open_layer(study, base.ana, base.transcript_id, "S1")
    with pytest.raises(WorkbenchError, match="layer is locked"):
        base.code(base.ana, 7, 9)
    with (
        pytest.raises(WorkbenchError, match="layer is locked"),
        study.change("x", base.ana) as write,
    ):
        write.update("codings", coding, start=1)
    with (
        pytest.raises(WorkbenchError, match="layer is locked"),
        study.change("x", base.ana) as write,
    ):
        write.delete("codings", coding)


def test_what_is_revealed_stays_revealed(study: Study) -> None:
    base = small(study)
    for somebody in (base.ana, base.ben):
        mark_locked(study, layers(study, person=somebody)[0], "0" * 64)
    for statement in (
        "UPDATE round_transcripts SET revealed_at = NULL",
        "UPDATE layers SET locked_at = NULL",
        "DELETE FROM layers",
    ):
        with (
            pytest.raises(sqlite3.IntegrityError),
            _raw(study) as connection,
        ):
            connection.execute(statement)


class _raw:  # noqa: N801
    """A change opened by hand, past the classes: the triggers alone must hold."""

    def __init__(self, study: Study) -> None:
        self.connection = study.connection

    def __enter__(self) -> sqlite3.Connection:
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute(
            "INSERT INTO journal_changes (number, id, at, what, kind) SELECT max(number) + 1, 'x',"
            " '', 'x', 'change' FROM journal_changes"
        )
        self.connection.execute(
            "UPDATE journal_open SET change = (SELECT max(number) FROM journal_changes)"
        )
        return self.connection

    def __exit__(self, *_: object) -> None:
        self.connection.execute("ROLLBACK")


def test_a_coding_outside_its_text_is_refused(study: Study) -> None:
    base = small(study)
    with pytest.raises(WorkbenchError, match="inside its text"):
        base.code(base.ana, 0, 4000)
