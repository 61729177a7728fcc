"""Arranging codes into themes: each act, what it refuses, what others see, undo and redo."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import dump
from themes_base import Scene

from workbench.codebook.store import add_code
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, history, redo, undo, verify
from workbench.themes import arrange, store
from workbench.themes.board import extracts
from workbench.themes.familiarisation import (
    add_note,
    edit_note,
    mark_read,
    remove_note,
    unmark_read,
)
from workbench.themes.maps import keep_map
from workbench.themes.nouns import Theme
from workbench.themes.phases import override_phase
from workbench.themes.review import review_extracts


@pytest.fixture
def scene(study: Study, tmp_path: Path) -> Scene:
    return Scene(study, tmp_path)


def paths(theme: Theme) -> list[str]:
    return [code.path for code in theme.codes]


def held(scene: Scene, name: str) -> list[str]:
    return paths(store.find_theme(scene.study, scene.eva, name))


def test_codes_of_a_theme_come_in_codebook_order(scene: Scene) -> None:
    arrange.add_theme(scene.study, "Voices", by=None)
    theme = arrange.move_codes(scene.study, ["Keeper", "List", "Trust"], "voices", by=None)
    assert paths(theme) == ["Trust", "List", "People/Keeper"]


def test_moving_leaves_other_themes_unless_also(scene: Scene) -> None:
    for name in ("A", "B", "C"):
        arrange.add_theme(scene.study, name, by=scene.ana)
    arrange.move_codes(scene.study, ["Trust"], "A", by=scene.ana)
    arrange.move_codes(scene.study, ["Trust"], "B", also=True, by=scene.ana)
    assert (held(scene, "A"), held(scene, "B")) == (["Trust"], ["Trust"])
    arrange.move_codes(scene.study, ["Trust"], "C", by=scene.ana)
    assert [held(scene, name) for name in "ABC"] == [[], [], ["Trust"]]
    arrange.move_codes(scene.study, ["Trust"], "C", by=scene.ana)
    assert held(scene, "C") == ["Trust"]


def test_moving_is_all_or_nothing(scene: Scene) -> None:
    arrange.add_theme(scene.study, "A", by=None)
    before = dump(scene.study)
    with pytest.raises(WorkbenchError, match="Trusst"):
        arrange.move_codes(scene.study, ["Trust", "Trusst"], "A", by=scene.ana)
    assert dump(scene.study) == before


def test_parking_takes_a_code_out_and_moving_takes_it_up(scene: Scene) -> None:
    arrange.add_theme(scene.study, "A", by=None)
    arrange.move_codes(scene.study, ["Trust"], "A", by=None)
    arrange.park_codes(scene.study, ["Trust"], "why, not how", by=None)
    assert held(scene, "A") == []
    assert [(c.path, w) for c, w in store.parked_codes(scene.study, None)] == [
        ("Trust", "why, not how")
    ]
    arrange.park_codes(scene.study, ["Trust"], "one voice", by=None)
    assert [why for _, why in store.parked_codes(scene.study, None)] == ["one voice"]
    arrange.move_codes(scene.study, ["Trust"], "A", by=None)
    assert store.parked_codes(scene.study, None) == []


@pytest.mark.parametrize("name", ["", "  ", "a\nb\x07", "x" * 201])
def test_bad_names_are_refused(scene: Scene, name: str) -> None:
    with pytest.raises(WorkbenchError, match="cannot name a theme"):
        arrange.add_theme(scene.study, name, by=None)


def test_names_are_unique_without_regard_to_case(scene: Scene) -> None:
    arrange.add_theme(scene.study, "Voices", by=None)
    other = arrange.add_theme(scene.study, "Hands", by=None)
    for act in (
        lambda: arrange.add_theme(scene.study, "VOICES", by=None),
        lambda: arrange.edit_theme(scene.study, other.name, name="voices", by=None),
    ):
        with pytest.raises(WorkbenchError, match="there is a theme Voices already"):
            act()
    assert arrange.edit_theme(scene.study, "Voices", name="voices", by=None).name == "voices"


def test_the_hierarchy_has_no_circle(scene: Scene) -> None:
    arrange.add_theme(scene.study, "A", by=None)
    arrange.add_theme(scene.study, "B", parent="A", by=None)
    arrange.add_theme(scene.study, "C", parent="B", by=None)
    for name in ("A", "B", "C"):
        with pytest.raises(WorkbenchError, match="cannot lie under"):
            arrange.edit_theme(scene.study, "A", parent=name, by=None)
    listed = store.themes(scene.study, None)
    assert [(t.name, t.parent, t.depth) for t in listed] == [
        ("A", "", 0),
        ("B", "A", 1),
        ("C", "B", 2),
    ]
    arrange.edit_theme(scene.study, "C", parent="", by=None)
    assert [t.name for t in store.themes(scene.study, None) if not t.parent] == ["A", "C"]


def test_merging_hands_over_codes_sub_themes_and_missing_texts(scene: Scene) -> None:
    arrange.add_theme(scene.study, "A", concept="of A", by=None)
    arrange.add_theme(scene.study, "B", parent="A", definition="of B", by=None)
    arrange.add_theme(scene.study, "T", parent="B", definition="", by=None)
    arrange.add_theme(scene.study, "D", parent="A", by=None)
    arrange.move_codes(scene.study, ["Trust", "List"], "A", by=None)
    arrange.move_codes(scene.study, ["Trust"], "T", also=True, by=None)
    merged = arrange.merge_themes(scene.study, ["A", "T"], "T", by=None)
    assert (merged.concept, merged.definition, merged.parent) == ("of A", "", "")
    assert paths(merged) == ["Trust", "List"]
    listed = store.themes(scene.study, None)
    assert {(t.name, t.parent) for t in listed} == {("T", ""), ("B", "T"), ("D", "T")}
    merged = arrange.merge_themes(scene.study, ["B", "D"], "T", by=None)
    assert merged.definition == "of B"
    assert [t.name for t in store.themes(scene.study, None)] == ["T"]


def test_merging_a_theme_with_itself_is_refused(scene: Scene) -> None:
    arrange.add_theme(scene.study, "A", by=None)
    with pytest.raises(WorkbenchError, match="nothing to merge"):
        arrange.merge_themes(scene.study, ["A"], "A", by=None)


def test_only_an_empty_theme_is_removed(scene: Scene) -> None:
    arrange.add_theme(scene.study, "A", by=None)
    arrange.add_theme(scene.study, "B", parent="A", by=None)
    arrange.move_codes(scene.study, ["Trust"], "B", by=None)
    for name in ("A", "B"):
        with pytest.raises(WorkbenchError, match="holds the"):
            arrange.remove_theme(scene.study, name, by=None)
    arrange.park_codes(scene.study, ["Trust"], by=None)
    arrange.remove_theme(scene.study, "B", by=None)
    arrange.remove_theme(scene.study, "A", by=None)
    assert store.themes(scene.study, None) == []


def test_an_unknown_theme_is_answered_with_those_there_are(scene: Scene) -> None:
    with pytest.raises(WorkbenchError, match="nor is there any other yet"):
        store.find_theme(scene.study, None, "A")
    arrange.add_theme(scene.study, "Voices", by=None)
    with pytest.raises(WorkbenchError, match="its themes are Voices"):
        store.find_theme(scene.study, None, "A")


def hidden_code(scene: Scene) -> str:
    """An inductive code of Ana's, in theme A, before anything is revealed."""
    code = add_code(scene.study, "Whisper", origin="inductive", by=scene.ana, shared=False)
    arrange.add_theme(scene.study, "A", by=scene.ben)
    arrange.move_codes(scene.study, ["Whisper"], "A", by=scene.ana)
    return code.id


def refusal(scene: Scene, name: str, viewer: Person | None) -> str:
    """What naming this code is answered with."""
    with pytest.raises(WorkbenchError) as refused:
        arrange.move_codes(scene.study, [name], "Z", by=viewer)
    return str(refused.value)


def test_a_hidden_code_is_in_nobody_elses_theme(scene: Scene) -> None:
    arrange.add_theme(scene.study, "Z", by=None)
    unknown = refusal(scene, "Whisper", scene.ben)
    code_id = hidden_code(scene)
    assert paths(store.find_theme(scene.study, scene.ana, "A")) == ["Whisper"]
    for viewer in (scene.ben, scene.eva, None):
        assert paths(store.find_theme(scene.study, viewer, "A")) == []
        assert refusal(scene, "Whisper", viewer) == unknown
        assert "Whisper" not in refusal(scene, code_id, viewer)
        told = str(history(scene.study, viewer))
        assert code_id not in told and "Whisper" not in told
    arrange.park_codes(scene.study, ["Whisper"], "mine", by=scene.ana)
    assert store.parked_codes(scene.study, scene.ben) == []
    assert code_id not in str(history(scene.study, scene.ben))
    keep_map(scene.study, 3, scene.ana)
    assert "Whisper" not in store.kept_maps(scene.study)[0].map


def test_a_hidden_code_refuses_nobody_anything(scene: Scene) -> None:
    hidden_code(scene)
    before = dump(scene.study)
    arrange.remove_theme(scene.study, "A", by=scene.ben)
    undo(scene.study, scene.ben)
    assert dump(scene.study) == before
    assert undo(scene.study, scene.ben) == "add a theme"
    assert store.themes(scene.study, scene.ana) == []
    redo(scene.study, scene.ben)
    assert paths(store.find_theme(scene.study, scene.ana, "A")) == ["Whisper"]


def first_extract(scene: Scene) -> str:
    return extracts(scene.study, None, theme="A")[0].id


CHANGES: dict[str, Callable[[Scene], object]] = {
    "add": lambda s: arrange.add_theme(s.study, "New", parent="A", by=s.ana),
    "edit": lambda s: arrange.edit_theme(
        s.study, "A", name="Z", concept="c", definition="d", summary="s", parent="C", by=s.ana
    ),
    "move": lambda s: arrange.move_codes(s.study, ["Trust", "Time"], "B", by=s.ana),
    "also": lambda s: arrange.move_codes(s.study, ["Trust"], "C", also=True, by=s.ana),
    "park codes": lambda s: arrange.park_codes(s.study, ["Trust", "List"], "w", by=s.ana),
    "park theme": lambda s: arrange.park_theme(s.study, "A", "w", by=s.ana),
    "merge": lambda s: arrange.merge_themes(s.study, ["A", "B"], "C", by=s.ana),
    "remove": lambda s: arrange.remove_theme(s.study, "C", by=s.ana),
    "review": lambda s: review_extracts(s.study, "A", [first_extract(s)], "drop", by=s.ana),
    "map": lambda s: keep_map(s.study, 3, s.ana),
    "override": lambda s: override_phase(s.study, 4, "time is short", s.ana),
    "read": lambda s: mark_read(s.study, s.ana, "P2"),
    "unread": lambda s: unmark_read(s.study, s.ana, "P1"),
    "note": lambda s: add_note(s.study, s.ana, "hm", on="P1", position=3, shared=True),
    "edit note": lambda s: edit_note(
        s.study, s.ana, store.notes(s.study, s.ana)[0].id, text="new", shared=True
    ),
    "remove note": lambda s: remove_note(s.study, s.ana, store.notes(s.study, s.ana)[0].id),
}


@pytest.mark.parametrize("change", CHANGES)
def test_undo_and_redo_restore_every_table(scene: Scene, change: str) -> None:
    scene.coded()
    for name in ("A", "B", "C"):
        arrange.add_theme(scene.study, name, concept=f"of {name}", by=scene.ben)
    arrange.edit_theme(scene.study, "B", parent="A", by=scene.ben)
    arrange.move_codes(scene.study, ["Trust"], "A", by=scene.ben)
    arrange.move_codes(scene.study, ["Trust", "List"], "B", also=True, by=scene.ben)
    arrange.park_codes(scene.study, ["Time"], "later", by=scene.ben)
    mark_read(scene.study, scene.ana, "P1")
    add_note(scene.study, scene.ana, "none")
    before = dump(scene.study)
    CHANGES[change](scene)
    after = dump(scene.study)
    assert after != before
    undo(scene.study, scene.ana)
    assert dump(scene.study) == before
    redo(scene.study, scene.ana)
    assert dump(scene.study) == after
    assert verify(scene.study).ok
