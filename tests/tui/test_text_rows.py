"""Rows that are kept against rows painted anew, and few segments that look as many did."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from transcript_pages import MARKS, transcript

from workbench.tui.palette import PALETTES
from workbench.tui.text.cursor import Cursor
from workbench.tui.text.graphemes import cells
from workbench.tui.text.grid import form_of, grid
from workbench.tui.text.nouns import Mark
from workbench.tui.text.page import Page
from workbench.tui.text.paint import Painter, Shown, ink, strip_of
from workbench.tui.text.rows import ROWS_KEPT, Rows

HEIGHT = 12
MOVES: dict[str, Callable[[Cursor], object]] = {
    "down": lambda cursor: cursor.vertical(1),
    "up": lambda cursor: cursor.vertical(-1),
    "right": lambda cursor: cursor.right(),
    "left": lambda cursor: cursor.left(),
    "turn": lambda cursor: cursor.turn(1),
    "v": lambda cursor: cursor.start_selection(),
    "escape": lambda cursor: cursor.drop_selection(),
    "sentence": lambda cursor: cursor.extend("sentence"),
    "start": lambda cursor: cursor.move_end(False),
    "top": lambda cursor: cursor.top(),
    "bottom": lambda cursor: cursor.bottom(),
}


def painter_of(copies: int, marks: list[Mark], shown: Shown) -> Painter:
    text, turns = transcript(copies)
    page = Page(text, turns, grid(80, form_of(80)))
    page.lay_marks(marks)
    return Painter(page, PALETTES["dark"], shown)


@given(
    walk=st.lists(st.tuples(st.sampled_from(sorted(MOVES)), st.integers(0, 60)), max_size=40),
    codes=st.booleans(),
    in_hand=st.sampled_from([None, "form", "trust"]),
)
def test_a_row_that_is_kept_is_what_would_be_painted(
    walk: list[tuple[str, int]], codes: bool, in_hand: str | None
) -> None:
    painter = painter_of(3, MARKS, Shown(codes=codes, in_hand=in_hand, hits=((20, 30), (200, 201))))
    cursor, kept = Cursor(painter.page.layout), Rows(painter, HEIGHT)
    for move, top in walk:
        MOVES[move](cursor)
        seen = kept.between(range(HEIGHT), top, cursor)
        anew = Rows(painter, HEIGHT).between(range(HEIGHT), top, cursor)
        assert [list(row) for row in seen] == [list(row) for row in anew]
        assert {row.cell_length for row in seen} == {80}
        again = kept.between(range(HEIGHT), top, cursor)
        assert all(first is second for first, second in zip(seen, again, strict=True))


def test_no_more_rows_are_kept_than_said() -> None:
    painter = painter_of(200, [], Shown())
    cursor, kept = Cursor(painter.page.layout), Rows(painter, HEIGHT)
    cursor.start_selection()
    cursor.bottom()
    for top in range(len(painter.page.layout)):
        kept.between(range(HEIGHT), top, cursor)
    assert ROWS_KEPT < len(kept) <= 2 * ROWS_KEPT


STYLES = [
    ink("#ffffff", "#000000"),
    ink("#ff0000", "#000000", bold=True),
    ink("#ff0000", "#111111"),
    ink("#ffffff", "#000000", underline=True),
    ink("#ffffff", "#000000", reverse=True),
]


def looks(strip: list[Segment]) -> list[tuple[object, ...]]:
    """What is seen of each character: of a blank only its ground, its line and its inversion."""
    seen: list[tuple[object, ...]] = []
    for text, style, _ in strip:
        assert style is not None
        for character in text:
            shape = (style.bgcolor, style.underline or False, style.reverse or False)
            inked = not character.isspace() or style.underline or style.reverse
            ink_seen = (style.color, style.bold) if inked else ()
            seen.append((character, *shape, *ink_seen))
    return seen


@given(
    st.lists(
        st.tuples(st.sampled_from(["", " ", "   ", "a", "bc ", " d"]), st.sampled_from(STYLES))
    )
)
def test_few_segments_look_as_many_did(runs: list[tuple[str, Style]]) -> None:
    parts = [Segment(text, style) for text, style in runs]
    width = sum(cells(part.text) for part in parts)
    strip: Strip = strip_of(runs, width)
    assert looks(list(strip)) == looks(parts)
    assert len(list(strip)) <= len([part for part in parts if part.text])
    assert all(segment.text for segment in strip)


@pytest.mark.parametrize(
    ("runs", "segments"),
    [
        ([("ab", STYLES[0]), ("  ", STYLES[1]), ("cd", STYLES[1])], ["ab  ", "cd"]),
        ([("  ", STYLES[1]), ("ab", STYLES[0])], ["  ab"]),
        ([("ab", STYLES[0]), ("  ", STYLES[2])], ["ab", "  "]),
        ([("ab", STYLES[3]), ("  ", STYLES[0])], ["ab", "  "]),
    ],
)
def test_blanks_go_with_what_they_stand_by(
    runs: list[tuple[str, Style]], segments: list[str]
) -> None:
    strip = strip_of(runs, 9)
    assert [segment.text for segment in strip] == segments
