"""The span index, lanes, names and coverage, against plain models."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.tui.text.coverage import coverage, window_cells
from workbench.tui.text.lanes import Placed, assign_lanes, overflow, place_names
from workbench.tui.text.spans import SpanIndex

SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda s: (min(s), max(s))), max_size=15
)


def model(spans: dict[int, tuple[int, int]], position: int) -> set[int]:
    return {key for key, (start, end) in spans.items() if start <= position < end}


@given(SPANS, SPANS, st.data())
def test_index_equals_a_scan_after_any_adding_and_removing(
    first: list[tuple[int, int]], later: list[tuple[int, int]], data: st.DataObject
) -> None:
    spans = dict(enumerate(first))
    index = SpanIndex((start, end, key) for key, (start, end) in spans.items())
    for key, (start, end) in enumerate(later, len(first)):
        index.add(start, end, key)
        spans[key] = (start, end)
    for key in data.draw(
        st.lists(st.sampled_from(sorted(spans)), unique=True) if spans else st.just([])
    ):
        index.remove(*spans.pop(key), key)
    for position in range(-1, 32):
        assert set(index.at(position)) == model(spans, position)
    fresh = SpanIndex((start, end, key) for key, (start, end) in spans.items())
    for start in range(0, 31, 3):
        for end in (start, start + 1, start + 7, 31):
            touched = any(model(spans, position) for position in range(start, end))
            assert index.touches(start, end) == fresh.touches(start, end) == touched


@given(SPANS)
def test_bounds_are_exactly_where_the_set_of_spans_changes(spans: list[tuple[int, int]]) -> None:
    by_key = dict(enumerate(spans))
    index = SpanIndex((start, end, key) for key, (start, end) in by_key.items())
    changes = [p for p in range(1, 31) if model(by_key, p - 1) != model(by_key, p)]
    assert set(changes) <= set(index.between(0, 31))


@st.composite
def placed(draw: st.DrawFn) -> list[Placed]:
    spans = draw(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 6)), max_size=14))
    ordered = sorted((first, first + more) for first, more in spans)
    return [Placed(str(n), first, last) for n, (first, last) in enumerate(ordered)]


@given(placed(), st.integers(1, 5))
def test_lanes_never_collide_and_none_is_left_free_needlessly(
    codings: list[Placed], lanes: int
) -> None:
    found = assign_lanes(codings, lanes)
    for n, coding in enumerate(codings):
        before = [other for other in codings[:n] if other.last >= coding.first]
        busy = {found[other.key] for other in before} - {lanes}
        free = [lane for lane in range(lanes) if lane not in busy]
        assert found[coding.key] == (free[0] if free else lanes)


@given(placed())
def test_names_stand_at_or_below_their_coding_one_a_line(codings: list[Placed]) -> None:
    rows = place_names(codings)
    by_key = {coding.key: coding for coding in codings}
    assert len(set(rows.values())) == len(rows)
    for line, key in rows.items():
        assert by_key[key].first <= line <= max(by_key[key].last, by_key[key].first + 2)
    for coding in codings:
        assert coding.first in rows or coding.key in rows.values()


def test_overflow_counts_what_the_sign_hides() -> None:
    assert overflow([0, 1, 2], 3) == 0
    assert overflow([0, 1, 2, 3], 3) == 2
    assert overflow([0, 3], 3) == 1


@given(st.integers(1, 200), st.integers(1, 30), SPANS)
def test_coverage_cell_is_coded_when_any_of_its_lines_is(
    lines: int, height: int, spans: list[tuple[int, int]]
) -> None:
    by_key = dict(enumerate(spans))
    cells = coverage(lines, height, SpanIndex((s, e, k) for k, (s, e) in by_key.items()))
    assert len(cells) == height
    if lines >= height:
        coded = {line for line in range(lines) if model(by_key, line)}
        shown = [
            line
            for row in range(height)
            for line in range(row * lines // height, (row + 1) * lines // height)
        ]
        assert shown == list(range(lines))
        assert any(cells) == bool(coded)


@given(st.integers(0, 300), st.integers(1, 40), st.integers(0, 300))
def test_window_is_inside_the_column_and_never_empty(lines: int, height: int, top: int) -> None:
    found = window_cells(lines, height, min(top, max(0, lines - height)))
    assert len(found) >= 1
    assert 0 <= found.start < found.stop <= height
