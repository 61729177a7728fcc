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
    history,
    now,
    open_study,
    person,
    redo,
    rename_person,
    retire_person,
    undo,
    verify,
)
from workbench.study.door import visible_row_ids
from workbench.study.layers import layers, mark_locked, reopen
from workbench.study.rounds import close_round, open_round, rounds


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
    """For all others it is gone, as it would be had nobody used it; Ben and Cem lose nothing."""
    base = small(study)
    cem = add_person(study, "Cem")
    version = study.value("SELECT id FROM codebook_versions")
    round_of_cem = ("S1", base.transcript_id)[::-1]
    open_round(study, "other", [cem], [round_of_cem], version, frozen=False, by=base.eva)
    other = base.code_id
    with study.change("add code Fear", base.ana) as write:
        fear = write.insert("codes", name="Fear", origin="deductive", position=2, made_at="")
    base.code_id = fear
    base.code(base.ben, 0, 6)
    base.code(cem, 2, 6)
    full = dump(study)
    undo(study, base.ana)
    for unaware in (base.ana, base.eva, None):
        assert visible_row_ids(study, "codes", unaware) == {other}
    for user in (base.ben, cem):
        assert visible_row_ids(study, "codes", user) == {other, fear}
    assert study.value("SELECT count(*) FROM codings") == 2
    assert verify(study).ok
    redo(study, base.ana)
    assert dump(study) == full
    undo(study, base.ana)
    base.code(base.ben, 7, 9)
    redo(study, base.ana)
    assert study.value("SELECT count(*) FROM codings") == 3
    assert verify(study).ok


@pytest.mark.parametrize("hidden", ["nothing", "a coding", "a locked layer", "a code of Ben's own"])
def test_taking_a_code_back_looks_the_same_whatever_hangs_on_it(study: Study, hidden: str) -> None:
    base = small(study)
    with study.change("import codes", base.ana) as write:
        facts = {"origin": "deductive", "made_at": ""}
        fear = write.insert("codes", name="Fear", position=2, **facts)
        deep = write.insert("codes", name="Deep", position=3, parent_id=fear, **facts)
    base.code_id = deep
    mine = base.layer(base.ben)
    if hidden == "a code of Ben's own":
        with study.change("codes", base.ben) as write:
            write.insert("codes", name="Fear", position=2, maker_id=base.ben.id, **facts)
            own = {"maker_id": base.ben.id, "parent_id": deep}
            base.code_id = write.insert("codes", name="Own", position=4, **own, **facts)
    if hidden != "nothing":
        base.code(base.ben, 0, 6)
    if hidden == "a locked layer":
        mark_locked(study, layers(study, person=base.ben)[0], "0" * 64)
    assert undo(study, base.ana) == "import codes"
    for viewer in (base.ana, base.eva, None):
        last = history(study, viewer)[-1]
        assert last.what == "undo: import codes"
        assert [(row.table, row.op, row.after) for row in last.rows] == [
            ("codes", "delete", None),
            ("codes", "delete", None),
        ]
    codings = study.query("SELECT code_id FROM codings WHERE layer_id = ?", (mine,))
    for row in codings:
        assert row["code_id"] in (visible_row_ids(study, "codes", base.ben) or ())
    assert len(codings) == (hidden != "nothing")
    redo(study, base.ana)
    assert [row.op for row in history(study, base.eva)[-1].rows] == ["insert", "insert"]


def test_a_code_in_a_theme_is_not_taken_back_whoever_uses_it(study: Study) -> None:
    for used in (False, True):
        with create_study(study.path.with_name(f"{used}.db"), "T") as other:
            for name in ("Ana", "Ben", "Eva"):
                add_person(other, name)
            base = small(other)
            with other.change("add code", base.ana) as write:
                base.code_id = write.insert(
                    "codes", name="Fear", origin="deductive", position=2, made_at=""
                )
            with other.change("a theme", base.eva) as write:
                theme = write.insert("themes", name="T", position=1, made_at="")
                write.insert("theme_codes", theme_id=theme, code_id=base.code_id, position=1)
            if used:
                base.code(base.ben, 0, 6)
            with pytest.raises(WorkbenchError, match="place in a theme hangs on it"):
                undo(other, base.ana)


@pytest.mark.parametrize("changed", [False, True])
def test_hidden_rows_that_a_change_took_along_refuse_nothing(study: Study, changed: bool) -> None:
    """Eva merges themes, one of which holds a code of Ana's own; Ana takes it out again."""
    base = small(study)
    with study.change("themes", None) as write:
        old = write.insert("themes", name="Old", position=1, made_at="")
        new = write.insert("themes", name="New", position=2, made_at="")
    with study.change("an own code", base.ana) as write:
        own = {"origin": "inductive", "maker_id": base.ana.id, "made_at": ""}
        code = write.insert("codes", name="Own", position=2, **own)
        place = write.insert("theme_codes", theme_id=old, code_id=code, position=2)
    with study.change("merge themes", base.eva) as write:
        write.update("theme_codes", place, theme_id=new)
        write.delete("themes", old)
    if changed:
        with study.change("take a code out", base.ana) as write:
            write.delete("theme_codes", place)
    assert undo(study, base.eva) == "merge themes"
    placed = [row["theme_id"] for row in study.query("SELECT theme_id FROM theme_codes")]
    assert placed == ([] if changed else [old])
    assert redo(study, base.eva) == "merge themes"
    assert verify(study).ok


def test_a_lock_is_made_again_only_while_others_are_still_at_work(study: Study) -> None:
    """The last lock reveals and compares, which no restoring of rows does."""
    base = small(study)
    mark_locked(study, layers(study, person=base.ana)[0], "0" * 64)
    undo(study, base.ana)
    assert not mark_locked(study, layers(study, person=base.ben)[0], "1" * 64)
    with pytest.raises(WorkbenchError, match="locks it anew"):
        redo(study, base.ana)
    assert mark_locked(study, layers(study, person=base.ana)[0], "0" * 64)


@pytest.mark.parametrize("worked", [False, True])
def test_what_was_unlocked_is_locked_by_its_coder_alone(study: Study, worked: bool) -> None:
    """Undoing it would put the old seal on new work; refusing for that alone would tell of it."""
    base = small(study)
    mark_locked(study, layers(study, person=base.ana)[0], "0" * 64)
    reopen(study, layers(study, person=base.ana)[0], "slip", base.eva)
    if worked:
        base.code(base.ana, 0, 6)
    with pytest.raises(WorkbenchError, match="locks it anew"):
        undo(study, base.eva)


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
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
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


def test_rounds_keep_their_order_when_one_is_made_again(study: Study) -> None:
    base = small(study)
    version = study.value("SELECT id FROM codebook_versions")
    for name, somebody, coder in (("second", base.ana, base.eva), ("third", base.eva, base.ana)):
        text = (add_transcript(study, name, f"A text for {name}."), name)
        open_round(study, name, [coder], [text], version, frozen=False, by=somebody)
        if somebody == base.ana:
            undo(study, base.ana)
            opened = now()
            while now() == opened:
                pass  # rounds are opened at another moment each
    redo(study, base.ana)
    assert [one.name for one in rounds(study)] == ["first", "second", "third"]
    assert [one.round_name for one in layers(study)] == ["first", "first", "second", "third"]
