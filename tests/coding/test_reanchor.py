"""The laws of re-anchoring, and the cases a coder meets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.coding.reanchor import (
    BOUNDARY,
    DELETED,
    INSIDE,
    Alignment,
    Moved,
    hunks,
    reanchor,
)

# letters of one and of several bytes and of two UTF-16 units, blanks, line ends, a combining mark
TEXT = st.text(st.sampled_from("abé字🌊 .\n\u0301"), min_size=1, max_size=60)
OLD = "S1: I ring Marta. She waits.\n\nS2: Marta sits at the gauge.\n"


@st.composite
def text_and_spans(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(TEXT)
    starts = st.integers(0, len(text) - 1)
    spans = draw(
        st.lists(
            starts.flatmap(lambda s: st.tuples(st.just(s), st.integers(s + 1, len(text)))),
            max_size=12,
        )
    )
    return text, spans


@given(text_and_spans())
def test_no_correction_moves_nothing(drawn: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = drawn
    assert hunks(text, text) == []
    assert reanchor(text, text, spans) == [Moved(*span) for span in spans]


@given(TEXT, TEXT)
def test_hunks_say_everything_that_differs(old: str, new: str) -> None:
    built, at = "", 0
    for hunk in hunks(old, new):
        built += old[at : hunk.start]
        assert len(built) == hunk.new_start
        built += new[hunk.new_start : hunk.new_end]
        at = hunk.end
    assert built + old[at:] == new


@given(text_and_spans(), TEXT)
def test_sure_spans_have_their_characters_and_all_lie_inside(
    drawn: tuple[str, list[tuple[int, int]]], new: str
) -> None:
    old, spans = drawn
    for (start, end), moved in zip(spans, reanchor(old, new, spans), strict=True):
        assert 0 <= moved.start < moved.end <= len(new)
        if moved.sure:
            assert new[moved.start : moved.end] == old[start:end]


@given(text_and_spans(), st.text("X9 ", min_size=1, max_size=8))
def test_an_insertion_before_shifts(
    drawn: tuple[str, list[tuple[int, int]]], inserted: str
) -> None:
    old, spans = drawn
    inserted += "\n\n"
    moved = reanchor(old, inserted + old, spans)
    for (start, end), one in zip(spans, moved, strict=True):
        if one.sure:
            assert (inserted + old)[one.start : one.end] == old[start:end]
    assert [m.sure for m in moved] == [True] * len(spans)


@given(text_and_spans(), st.data())
def test_an_edit_outside_makes_no_span_doubtful(
    drawn: tuple[str, list[tuple[int, int]]], data: st.DataObject
) -> None:
    old, spans = drawn
    at = data.draw(st.integers(0, len(old)))
    to = data.draw(st.integers(at, len(old)))
    new = f"{old[:at]}·X·{old[to:]}"
    for (start, end), moved in zip(spans, reanchor(old, new, spans), strict=True):
        if end <= at:
            assert moved == Moved(start, end)
        elif start >= to:
            by = len(new) - len(old)
            assert moved == Moved(start + by, end + by)


@given(text_and_spans(), TEXT)
def test_the_order_of_sure_spans_is_kept(
    drawn: tuple[str, list[tuple[int, int]]], new: str
) -> None:
    old, spans = drawn
    apart = [(one, other) for one in spans for other in spans if one[1] <= other[0]]
    places = dict(zip(spans, reanchor(old, new, spans), strict=True))
    for one, other in apart:
        if places[one].sure and places[other].sure:
            assert places[one].end <= places[other].start


@given(TEXT, TEXT)
def test_places_never_cross(old: str, new: str) -> None:
    alignment = Alignment(old, new)
    for place in (alignment.first, alignment.last):
        found = [place(at) for at in range(len(old) + 1)]
        assert found == sorted(found)
        assert 0 <= found[0] <= found[-1] <= len(new)


def _where(new: str, start: int, end: int) -> tuple[str, str]:
    (moved,) = reanchor(OLD, new, [(start, end)])
    return new[moved.start : moved.end], moved.why


def test_a_name_replaced_throughout() -> None:
    new = OLD.replace("Marta", "[the warden]")
    marta = OLD.index("Marta")
    assert _where(new, marta, marta + 5) == ("[the warden]", INSIDE)
    assert _where(new, 4, 17) == ("I ring [the warden].", INSIDE)
    assert _where(new, marta + 2, marta + 9) == ("[the warden]. Sh", BOUNDARY)
    assert _where(new, 18, 28) == ("She waits.", "")


def test_words_that_are_gone_leave_the_span_on_the_word_before() -> None:
    start = OLD.index("She")
    assert _where(OLD.replace(" She waits.", ""), start, start + 10) == ("Marta", DELETED)
    assert _where(OLD[4:], 0, 4) == ("I", DELETED)


def test_a_word_that_grows_beyond_a_sure_span_makes_it_doubtful() -> None:
    start = OLD.index("gauge")
    assert _where(OLD.replace("gauge", "gauges"), start, start + 5) == ("gauges", BOUNDARY)
    assert _where(OLD.replace("gauge", "rain gauge"), start, start + 5) == ("gauge", "")


def test_a_double_word_taken_out_leaves_the_words_beside_it_alone() -> None:
    old, new = "at the the gauge", "at the gauge"
    assert reanchor(old, new, [(0, 6), (7, 16), (3, 10)]) == [
        Moved(0, 6),
        Moved(3, 12),
        Moved(3, 7, BOUNDARY),
    ]


def test_a_span_outside_the_old_text_is_a_programming_error() -> None:
    for start, end in ((0, 0), (-1, 2), (2, 99)):
        with pytest.raises(ValueError, match="not in a text"):
            reanchor("abc", "abd", [(start, end)])
    with pytest.raises(ValueError, match="nothing is left"):
        reanchor("abc", "", [(0, 1)])


def test_a_long_text_is_aligned_by_what_differs() -> None:
    """A name replaced in each of 2,000 turns: one hunk a name, however long the text."""
    line = "S1: " + "the river rises and Marta rings me " * 2
    old = "\n".join(f"{line}{number}." for number in range(2000))
    new = old.replace("Marta", "N")
    assert len(old) > 150_000
    found = Alignment(old, new)
    assert len(found.hunks) == 4_000
    last = old.rindex("rings me")
    assert found.span(last, last + 8) == Moved(last - 16_000, last - 16_000 + 8)
