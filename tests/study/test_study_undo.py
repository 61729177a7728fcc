"""Undo and redo of any change, and when they refuse."""

import pytest
from base import small
from conftest import add_transcript, dump
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.study import (
    Study,
    add_person,
    create_study,
    open_study,
    person,
    redo,
    rename_person,
    retire_person,
    undo,
    verify,
)
from workbench.study.door import visible_row_ids
from workbench.study.layers import layers, mark_locked
from workbench.study.rounds import close_round, open_round


def test_a_coding_goes_and_comes_back(study: Study) -> None:
    base = small(study)
    before = dump(study)
    base.code(base.ana, 0, 6)
    after = dump(study)
    assert undo(study, base.ana) == "apply code"
    assert dump(study) == before
    assert redo(study, base.ana) == "apply code"
    assert dump(study) == after
    assert verify(study).ok


def test_undo_reaches_across_sessions(study: Study) -> None:
    base = small(study)
    before = dump(study)
    base.code(base.ana, 0, 6)
    with open_study(study.path) as again:
        undo(again, person(again, "Ana"))
        assert dump(again) == before


def test_each_person_takes_back_their_own(study: Study) -> None:
    base = small(study)
    mine = base.code(base.ana, 0, 6)
    base.code(base.ben, 0, 7)
    undo(study, base.ana)
    left = [row["id"] for row in study.query("SELECT id FROM codings")]
    assert len(left) == 1
    assert left != [mine]


def test_a_new_change_ends_redoing(study: Study) -> None:
    base = small(study)
    base.code(base.ana, 0, 6)
    undo(study, base.ana)
    base.code(base.ana, 1, 6)
    with pytest.raises(WorkbenchError, match="left to redo"):
        redo(study, base.ana)


def test_undo_refuses_by_name_what_was_changed_since(study: Study) -> None:
    base = small(study)
    with study.change("add a case", base.ana) as write:
        case = write.insert("cases", name="P1", position=1)
    with study.change("rename", base.ben) as write:
        write.update("cases", case, name="P2")
    state = dump(study)
    with pytest.raises(WorkbenchError, match="case P1 was changed since"):
        undo(study, base.ana)
    assert dump(study) == state


def test_undo_refuses_what_later_things_hang_on(study: Study) -> None:
    base = small(study)
    with study.change("add a case", base.ana) as write:
        case = write.insert("cases", name="P1", position=1)
    with study.change("a speaker", base.ben) as write:
        write.insert(
            "speakers",
            transcript_id=base.transcript_id,
            label="P",
            interviewer=0,
            case_id=case,
            position=1,
        )
    with pytest.raises(WorkbenchError, match="hangs on it"):
        undo(study, base.ana)


def test_undo_refuses_where_the_name_was_taken(study: Study) -> None:
    base = small(study)
    with study.change("add a case", base.ana) as write:
        case = write.insert("cases", name="P1", position=1)
    with study.change("remove a case", base.ana) as write:
        write.delete("cases", case)
    with study.change("add a case", base.ben) as write:
        write.insert("cases", name="P1", position=1)
    with pytest.raises(WorkbenchError, match="name has been taken"):
        undo(study, base.ana)


def test_hidden_work_neither_stops_an_undo_nor_is_lost(study: Study) -> None:
    """A refusal would tell Ana that Ben has begun."""
    base = small(study)
    base.code(base.ben, 0, 6)
    full = dump(study)
    undo(study, base.ana)
    assert study.value("SELECT count(*) FROM rounds") == 0
    assert study.value("SELECT count(*) FROM codings") == 0
    redo(study, base.ana)
    assert dump(study) == full
    assert verify(study).ok


def test_a_shared_code_in_hidden_use_is_left_to_its_users(study: Study) -> None:
    """For Ana it is gone, as it would be had nobody used it; Ben and Cem lose nothing."""
    base = small(study)
    cem = add_person(study, "Cem")
    version = study.value("SELECT id FROM codebook_versions")
    round_of_cem = ("S1", base.transcript_id)[::-1]
    open_round(study, "other", [cem], [round_of_cem], version, frozen=False, by=base.eva)
    with study.change("add code Fear", base.ana) as write:
        fear = write.insert("codes", name="Fear", origin="deductive", position=2, made_at="")
    base.code_id = fear
    base.code(base.ben, 0, 6)
    base.code(cem, 2, 6)
    full = dump(study)
    undo(study, base.ana)
    makers = {row["maker_id"] for row in study.query("SELECT * FROM codes WHERE name = 'Fear'")}
    assert makers == {base.ben.id, cem.id}
    assert visible_row_ids(study, "codes", base.ana) == {study.value("SELECT id FROM codes")}
    assert study.value("SELECT count(*) FROM codings") == 2
    assert verify(study).ok
    redo(study, base.ana)
    assert dump(study) == full
    undo(study, base.ana)
    base.code(base.ben, 7, 9)  # with the code by its old key, which is Ben's own now
    redo(study, base.ana)
    assert study.value("SELECT count(*) FROM codings") == 3
    assert verify(study).ok


def test_a_lock_is_taken_back_only_until_the_other_has_locked(study: Study) -> None:
    base = small(study)
    base.code(base.ana, 0, 6)
    before = dump(study)
    mark_locked(study, layers(study, person=base.ana)[0], "0" * 64)
    undo(study, base.ana)
    assert dump(study) == before
    redo(study, base.ana)
    assert mark_locked(study, layers(study, person=base.ben)[0], "1" * 64)
    for somebody in (base.ben, base.ana):
        with pytest.raises(WorkbenchError, match="cannot undo"):
            undo(study, somebody)


def test_undo_does_not_reach_across_a_schema_change(study: Study) -> None:
    base = small(study)
    base.code(base.ana, 0, 6)
    study.connection.execute("PRAGMA user_version = 0")
    with open_study(study.path) as migrated, pytest.raises(WorkbenchError, match="left to undo"):
        undo(migrated, person(migrated, "Ana"))


def test_people_and_rounds_are_taken_back(study: Study) -> None:
    base = small(study)
    other = add_transcript(study, "S2", "Another text.")
    version = study.value("SELECT id FROM codebook_versions")
    steps = (
        lambda: add_person(study, "Cem", by=base.ana),
        lambda: rename_person(study, "Cem", "Cemal", by=base.ana),
        lambda: retire_person(study, "Cemal", by=base.ana),
        lambda: open_round(
            study, "second", [base.ana], [(other, "S2")], version, frozen=False, by=base.ana
        ),
    )
    for step in steps:
        before = dump(study)
        step()
        after = dump(study)
        assert after != before
        undo(study, base.ana)
        assert dump(study) == before
        redo(study, base.ana)
        assert dump(study) == after
    assert verify(study).ok
    with pytest.raises(WorkbenchError, match="not locked yet"):
        close_round(study, "second", by=base.ana)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(["add", "edit", "remove", "undo", "redo"]), max_size=25))
def test_any_walk_of_undo_and_redo_follows_a_plain_stack(tmp_path_factory, steps) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path_factory.mktemp("walk") / "a.db"
    with create_study(path, "T") as study:
        ana = add_person(study, "Ana")
        states, undone = [dump(study)], []
        for number, step in enumerate(steps):
            rows = study.query("SELECT id FROM cases ORDER BY position")
            if step == "undo":
                if len(states) > 1:
                    undo(study, ana)
                    undone.append(states.pop())
                else:
                    with pytest.raises(WorkbenchError):
                        undo(study, ana)
            elif step == "redo":
                if undone:
                    redo(study, ana)
                    states.append(undone.pop())
                else:
                    with pytest.raises(WorkbenchError):
                        redo(study, ana)
            elif step == "add" or not rows:
                with study.change("add", ana) as write:
                    write.insert("cases", name=f"P{number}", position=number)
                states.append(dump(study))
                undone.clear()
            else:
                with study.change(step, ana) as write:
                    if step == "edit":
                        write.update("cases", rows[0]["id"], name=f"E{number}")
                    else:
                        write.delete("cases", rows[0]["id"])
                states.append(dump(study))
                undone.clear()
            assert dump(study) == states[-1]
        assert verify(study).ok
