"""How figures are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.tui.numbers import (
    coefficient,
    counted,
    interval,
    percent,
    plot,
    plot_scale,
    share_bar,
    shared_strip,
    tally,
    thousands,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.81, ".81"),
        (1, "1.00"),
        (0.999, "1.00"),
        (0, ".00"),
        (-0.01, "−.01"),
        (-0.001, ".00"),
        (-1, "−1.00"),
        (None, "–"),
    ],
)
def test_coefficients(value: float | None, written: str) -> None:
    assert coefficient(value) == written


def test_intervals_are_written_out() -> None:
    assert interval(0.66, 0.9) == ".66 to .90"
    assert interval(-0.01, 0.02) == "−.01 to .02"
    assert interval(None, 0.2) == ""


def test_percentages_and_counts() -> None:
    assert percent(0.039) == "3.9\u00a0%"
    assert percent(0.69, places=0) == "69\u00a0%"
    assert percent(None) == "–"
    assert percent(-0.0001) == "0.0\u00a0%"
    assert thousands(1204) == "1\u00a0204"
    assert thousands(-39473000) == "−39\u00a0473\u00a0000"
    assert [tally(0), tally(12)] == ["·", "12"]
    assert [counted(1, "passage"), counted(0, "passage"), counted(2, "study", "studies")] == [
        "1 passage",
        "0 passages",
        "2 studies",
    ]


def test_plots_by_the_cell() -> None:
    assert plot(0.5, 0.2, 0.8, 11) == "│ ╶──●──╴ │"
    assert plot(0.5, 0.25, 0.75, 11) == "│  ──●──  │"
    assert plot(0.9, 0.7, 1, 11) == "│      ╶─●╴"
    assert plot(1, None, None, 11) == "│         ○"
    assert plot(0, 0, 0.1, 11) == "●╴        │"
    assert plot(0.1, -0.2, 0.3, 11) == "◂●─╴      │"
    assert plot(-0.4, -0.6, -0.2, 11) == "◂         │"
    assert plot(None, None, None, 11) == "│         │"


def test_the_scale_stands_over_its_cells() -> None:
    assert plot_scale(41) == "0       .2      .4      .6      .8      1"
    assert plot_scale(16) == "0     .4    .8 1"
    assert plot_scale(11) == "0         1"


share = st.floats(-1, 1, allow_nan=False)


@given(share, share, share, st.integers(2, 60))
def test_a_plot_fills_its_width_and_has_one_dot(
    one: float, two: float, three: float, width: int
) -> None:
    low, value, high = sorted((one, two, three))
    drawn = plot(value, low, high, width)
    assert len(drawn) == width
    assert drawn.count("●") == (1 if round(value, 2) >= 0 else 0)
    if low >= 0:
        assert "◂" not in drawn


@given(*[st.integers(0, 5000)] * 3, st.integers(3, 20))
def test_a_strip_shows_every_part_there_is(first: int, both: int, second: int, width: int) -> None:
    drawn = shared_strip(first, both, second, width)
    assert len(drawn) == width
    if both:
        assert "━" in drawn
    if first and both:
        assert drawn.startswith("─")
    if second and both:
        assert drawn.endswith("─")


@given(share, st.integers(1, 40))
def test_a_bar_fills_its_width(part: float, width: int) -> None:
    drawn = share_bar(part, width)
    assert len(drawn) == width
    heavy = drawn.count("━") + drawn.count("╸") / 2
    assert abs(heavy - max(part, 0) * width) <= 0.25 + 1e-9
