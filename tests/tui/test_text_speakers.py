"""What the gutter calls the speakers: short, and never two of them alike."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from transcript_pages import TEXT, TURNS

from workbench.tui.text.graphemes import cells
from workbench.tui.text.grid import MEDIUM, NARROW, WIDE, grid
from workbench.tui.text.nouns import ShownTurn
from workbench.tui.text.page import Page
from workbench.tui.text.speakers import short_names

WIDTH = 6


def named(*labels: str, asking: str = "") -> list[str]:
    return list(short_names([(label, label == asking) for label in labels], WIDTH).values())


def test_a_name_that_fits_stands_as_it_is() -> None:
    assert named("S1-07", "Anna", "漢字漢") == ["S1-07", "Anna", "漢字漢"]


def test_who_asks_is_int_only_where_that_means_one_person() -> None:
    assert named("Interviewer", "S1", asking="Interviewer") == ["Int", "S1"]
    assert named("Interviewer", "Interviewee", asking="Interviewer") == ["Inte…r", "Inte…e"]
    assert named("Interviewer", "Int", asking="Interviewer") == ["Inter…", "Int"]
    both = short_names([("Moderator", True), ("Facilitator", True)], WIDTH)
    assert list(both.values()) == ["Moder…", "Facil…"]


def test_a_number_at_the_end_always_stays() -> None:
    people = [f"Participant {number}" for number in (1, 2, 12, 22)]
    assert named(*people) == ["Part…1", "Part…2", "Par…12", "Par…22"]
    assert named("Participant 7", "Anna") == ["Part…7", "Anna"]


def test_as_much_of_the_end_stays_as_tells_them_apart() -> None:
    assert named("Kowalska-Ana", "Kowalska-Ada") == ["Kow…na", "Kow…da"]
    assert named("漢字漢字漢字甲", "漢字漢字漢字乙") == ["漢…甲", "漢…乙"]
    assert named("👨‍👩‍👧 family one", "👨‍👩‍👧 family two") == ["👨‍👩‍👧 f…e", "👨‍👩‍👧 f…o"]


def test_what_nothing_tells_apart_is_counted() -> None:
    assert named("Kowalska-Anna-Maria", "Kowalska-Alda-Maria") == ["Kowa…1", "Kowa…2"]
    assert named("é", "e\u0301", "A  B", "A B") == ["é…1", "é…2", "A B…1", "A B…2"]
    assert named("Kowalska-Anna-Maria", "Kowalska-Alda-Maria", "Kowa…1")[:2] == ["Kowa…2", "Kowa…3"]


labels = st.lists(st.text(alphabet="Int erviwé́漢👨‍👩🇩🇪12…", max_size=14), unique=True, max_size=14)


@given(labels, st.integers(0, 3))
def test_no_two_are_alike_and_all_have_room(names: list[str], asking: int) -> None:
    short = short_names([(name, at < asking) for at, name in enumerate(names)], WIDTH)
    assert list(short) == names
    assert all(cells(name) <= WIDTH for name in short.values())
    looks = [unicodedata.normalize("NFC", name) for name in short.values()]
    assert len(set(looks)) == len(looks)


@pytest.mark.parametrize(("width", "form"), [(76, NARROW), (92, MEDIUM), (120, WIDE)])
def test_a_page_names_each_speaker_where_the_gutter_has_room(width: int, form: str) -> None:
    called = {"Int": "Interviewer", "S1-07": "Interviewee"}
    turns = [
        ShownTurn(t.number, called[t.speaker], t.interviewer, t.start, t.text_start, t.end)
        for t in TURNS
    ]
    page = Page(TEXT, turns, grid(width, form))
    wanted = {"Interviewer": "Inte…r", "Interviewee": "Inte…e"}
    assert page.speakers == ({} if form == NARROW else wanted)
    page.relay(grid(120, WIDE))
    assert page.speakers == wanted
