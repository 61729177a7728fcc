"""Which of five hues a code has: that of its branch, or the nearest to a colour it came with."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.codebook.exporting import export_codebook
from workbench.codebook.hues import INKS, assign_hues, nearest_hue
from workbench.codebook.importing import import_codebook
from workbench.codebook.nouns import HUES
from workbench.codebook.store import codes
from workbench.study import create_study


def test_hues_go_by_branch_and_repeat_after_five() -> None:
    parents = [(f"top{n}", None) for n in range(7)]
    hues = assign_hues([*parents, ("child", "top6"), ("grandchild", "child"), ("lost", "gone")])
    assert [hues[f"top{n}"] for n in range(7)] == [*HUES, *HUES[:2]]
    assert hues["grandchild"] == hues["child"] == hues["top6"]
    assert hues["lost"] == HUES[2]


@pytest.mark.parametrize(
    ("colours", "hue"),
    [
        (("#0072B2", "#56B4E9", "#0000FF", "#00f", "#332288", "#708090"), "blue"),
        (("#E69F00", "#F0E442", "#FFFF00", "#806000"), "gold"),
        (("#009E73", "#00FF00", "#0ff", "#004400", "#CCFFCC"), "mint"),
        (("#D55E00", "#FF0000", "#8B4513", "#FF7F27"), "orange"),
        (("#CC79A7", "#800080", "#FF69B4", "#F0F"), "mauve"),
        (("#000000", "#FFFFFF", "#999999", "#888", "", "red", "#12345", "0072B2", "#GGGGGG"), ""),
    ],
)
def test_a_colour_has_the_hue_that_people_would_call_it(colours: tuple[str, ...], hue: str) -> None:
    assert {colour: nearest_hue(colour) for colour in colours} == dict.fromkeys(colours, hue)


def test_each_ink_is_nearest_to_itself() -> None:
    assert {hue: nearest_hue(ink) for hue, ink in INKS.items()} == {hue: hue for hue in HUES}


@given(st.text(max_size=9) | st.from_regex(r"#[0-9A-Fa-f]{6}", fullmatch=True))
def test_whatever_stands_there_is_one_of_the_five_or_nothing(colour: str) -> None:
    assert nearest_hue(colour) in (*HUES, "")


def test_a_colour_goes_for_those_below_until_one_has_its_own() -> None:
    parents = [("people", None), ("trust", "people"), ("marta", "trust"), ("time", None)]
    assert assign_hues(parents, {"trust": "#FF69B4", "time": "#999999"}) == {
        "people": "blue",
        "trust": "mauve",
        "marta": "mauve",
        "time": "gold",
    }
    assert assign_hues(parents, {"people": "#D55E00", "marta": "#00F"}) == {
        "people": "orange",
        "trust": "orange",
        "marta": "blue",
        "time": "gold",
    }


def test_an_imported_colour_is_kept_and_shown_as_its_hue(tmp_path: Path) -> None:
    book = tmp_path / "book.csv"
    book.write_text(
        "Name,Parent,Colour\nPeople,,#D55E00\nTrust,People,\nBlame,People,#0072b2\nTime,,grey\n",
        encoding="utf-8",
    )
    with create_study(tmp_path / "s.db", "S", "codebook") as study:
        import_codebook(study, book, None)
        shown = {code.name: (code.hue, code.colour) for code in codes(study, None)}
        export_codebook(study, tmp_path / "out.csv", None)
    assert shown == {
        "People": ("orange", "#D55E00"),
        "Trust": ("orange", ""),
        "Blame": ("blue", "#0072b2"),
        "Time": ("gold", "grey"),
    }
    assert "#0072b2" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
