"""Words outside a theme: what it may have missed, never what it has, dropped or is not said."""

from pathlib import Path

import pytest
from themes_base import Scene

from workbench.errors import UsageError, WorkbenchError
from workbench.study import Study
from workbench.themes.arrange import add_theme, move_codes
from workbench.themes.missed import AROUND, missed, shortened
from workbench.themes.review import review_extracts, review_of


@pytest.fixture
def scene(study: Study, tmp_path: Path) -> Scene:
    made = Scene(study, tmp_path).coded()
    add_theme(study, "Voices", by=None)
    move_codes(study, ["Trust"], "Voices", by=None)
    return made


def places(scene: Scene, theme: str, query: str, how: str = "words") -> list[tuple[str, str, str]]:
    found = missed(scene.study, scene.eva, theme, query, how)
    return [(one.participant, one.code, one.text) for one in found]


def test_what_is_said_outside_the_theme_is_found_with_its_codes(scene: Scene) -> None:
    assert places(scene, "Voices", "rang") == [("P3", "", "Nobody rang. The list was lost.")]
    assert [(who, code) for who, code, _ in places(scene, "Voices", "the LIST")] == [
        ("P1", "List"),
        ("P2", "List"),
        ("P3", "List"),
    ]
    assert places(scene, "Voices", "n.body r", "regex") == places(scene, "Voices", "rang")


def test_questions_and_what_was_dropped_are_not_found(scene: Scene) -> None:
    assert places(scene, "Voices", "How was it") == []
    review = review_of(scene.study, None, "Voices")
    review_extracts(scene.study, "Voices", [review.extracts[0].id], "drop", by=scene.ana)
    assert [who for who, _, _ in places(scene, "Voices", "rang")] == ["P3"]


def test_nothing_of_what_is_not_revealed_counts(study: Study, tmp_path: Path) -> None:
    hidden = Scene(study, tmp_path)
    hidden.open()
    hidden.code(hidden.ana, "P1", "The list was wrong.", "List")
    add_theme(study, "Lists", by=None)
    assert missed(study, hidden.ben, "Lists", "list") == []


def test_long_speech_is_cut_in_whole_words() -> None:
    said = shortened("before " * 60, "needle", " behind" * 60)
    assert said.startswith("… before before") and said.endswith("behind …")
    assert len(said) < 2 * AROUND + 20


def test_a_theme_that_is_none_and_an_empty_query_are_refused(scene: Scene) -> None:
    with pytest.raises(WorkbenchError, match="no theme is called Nowhere"):
        places(scene, "Nowhere", "rang")
    with pytest.raises(UsageError, match="nothing to search for"):
        places(scene, "Voices", "  ")
