"""A session: places beside the study, and hearing others without hearing hidden work."""

from pathlib import Path

import pytest
from app_study import code_as, make_study, state_files

from workbench.consensus.reveal import lock
from workbench.errors import WorkbenchError
from workbench.state import read_state, state_folder, write_state
from workbench.study import add_person, open_study, person, undo
from workbench.themes.familiarisation import add_note, edit_note
from workbench.tui.session import LastPlace, Session, keep_theme, kept_theme


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


def test_places_are_kept_for_each_person_and_never_in_the_study(path: Path) -> None:
    with open_study(path) as study:
        ana, ben = person(study, "Ana"), person(study, "Ben")
        before = study.value("SELECT count(*) FROM journal_changes")
        first = Session(study, ana)
        first.remember("code", "t1", 7)
        first.remember("read", "t2", 9)
        first.keep_places()
        assert study.value("SELECT count(*) FROM journal_changes") == before
        again = Session(study, ana)
        assert (again.caret("t1"), again.caret("t2"), again.caret("t3")) == (7, 9, 0)
        assert again.last == LastPlace("read", "t2", 9)
        assert Session(study, ben).last is None
        again.look_as(ben)
        assert again.caret("t1") == 0
    assert len(state_files()) == 1


def test_nobody_leaves_no_trace(path: Path) -> None:
    with open_study(path) as study:
        session = Session(study)
        session.remember("read", "t1", 3)
        session.keep_places()
        with pytest.raises(WorkbenchError, match="ctrl"):
            _ = session.actor
    assert state_files() == []


@pytest.mark.parametrize(
    "content", ["", "{", "[1]", '{"carets": {"t1": -4, "t2": "x"}, "last": ["read", 1]}']
)
def test_damaged_places_are_no_places(path: Path, content: str) -> None:
    with open_study(path) as study:
        session = Session(study, person(study, "Ana"))
        session.remember("code", "t1", 5)
        session.keep_places()
        (kept,) = state_folder().iterdir()
        kept.write_text(content)
        again = Session(study, person(study, "Ana"))
        assert (again.caret("t1"), again.caret("t2"), again.last) == (0, 0, None)


def test_a_state_folder_that_cannot_be_written_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null/nowhere")
    write_state("settings", {"theme": "light"})
    assert read_state("settings") == {}


def test_state_is_replaced_and_never_half_written(monkeypatch: pytest.MonkeyPatch) -> None:
    write_state("settings", {"theme": "light"})

    def break_off(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("workbench.state.json.dump", break_off)
    with pytest.raises(KeyboardInterrupt):
        write_state("settings", {"theme": "dark"})
    assert read_state("settings") == {"theme": "light"}
    assert state_files() == ["settings.json"]


def test_colours_are_remembered() -> None:
    assert kept_theme() == "dark"
    keep_theme("contrast")
    assert kept_theme() == "contrast"
    write_state("settings", {"theme": "pink"})
    assert kept_theme() == "dark"


def test_hidden_work_of_others_is_not_heard(path: Path) -> None:
    with open_study(path) as study:
        session = Session(study, person(study, "Ana"))
        assert not session.hear()
        code_as(path, "Ben", "S2", 10, 20, "Trust")
        assert not session.hear()
        with open_study(path) as other:
            ben = person(other, "Ben")
            note = add_note(other, ben, "mine alone", on="S2", position=3)
            undo(other, ben)
        assert not session.hear()
        assert session.changes == 1
        with open_study(path) as other:
            note = add_note(other, person(other, "Ben"), "for all")
            assert not session.hear()
            edit_note(other, person(other, "Ben"), note.id, shared=True)
            assert session.hear()


def test_what_everybody_may_see_is_heard_once(path: Path) -> None:
    with open_study(path) as study:
        session = Session(study, person(study, "Ana"))
        with open_study(path) as other:
            add_person(other, "Cem")
        before = session.changes
        assert session.hear()
        assert session.changes == before + 1
        assert not session.hear()


def test_a_lock_is_heard_though_the_layer_is_hidden(path: Path) -> None:
    with open_study(path) as study:
        session = Session(study, person(study, "Ana"))
        code_as(path, "Ben", "S2", 10, 20, "Trust")
        assert not session.hear()
        with open_study(path) as other:
            lock(other, person(other, "Ben"), ["S2"])
        assert session.hear()


def test_own_changes_do_not_make_hidden_work_heard(path: Path) -> None:
    with open_study(path) as study:
        ana = person(study, "Ana")
        session = Session(study, ana)
        add_note(study, ana, "mine")
        session.note_change()
        assert session.saved.startswith("saved ")
        code_as(path, "Ben", "S2", 10, 20, "Trust")
        assert not session.hear()


def test_what_others_wrote_before_an_own_change_is_still_heard(path: Path) -> None:
    with open_study(path) as study:
        ana = person(study, "Ana")
        session = Session(study, ana)
        with open_study(path) as other:
            add_person(other, "Cem")
        add_note(study, ana, "mine")
        session.note_change()
        assert session.hear()
