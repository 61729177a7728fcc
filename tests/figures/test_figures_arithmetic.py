"""Percentages and scales: rounding half up, reading print, what lies off a scale."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.figures.percent import half_up, printed, shown, whole
from workbench.figures.scales import guessed, in_order, place


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 3))
def test_half_up_is_what_decimal_arithmetic_rounds_to(n: int, base: int, decimals: int) -> None:
    share = Fraction(100 * n, base)
    # exact in decimals whenever rounding could tip: ties have a terminating expansion
    true = (Decimal(share.numerator) / share.denominator).quantize(
        Decimal(1).scaleb(-decimals), ROUND_HALF_UP
    )
    assert half_up(n, base, decimals) == Fraction(true)


def test_half_a_percent_is_rounded_up_where_floats_would_round_to_even() -> None:
    assert [whole(1, 200), whole(5, 200), whole(1, 8)] == [1, 3, 13]


@given(st.integers(0, 10_000), st.integers(0, 3))
def test_what_is_shown_is_read_again(steps: int, decimals: int) -> None:
    percentage = Fraction(steps, 10**decimals)
    assert printed(shown(percentage, decimals)) == (percentage, decimals)


@pytest.mark.parametrize("text", ["", "about 8 %", "8 of 24", "-3 %", "8 %%", "1.2.3"])
def test_what_is_no_percentage_is_not_read(text: str) -> None:
    assert printed(text) is None


def test_a_scale_is_guessed_from_ratings_only() -> None:
    assert guessed(["5", "4", "5"]) == ("4", "5")
    assert guessed(["<1", "3-4"]) == ("1", "2", "3", "4")
    assert guessed(["0.5", "2"]) == () == guessed(["2", "often"]) == guessed([]) == guessed(["7"])
    assert guessed(["1950", "2020"]) == (), "years are no scale"


def test_ratings_stand_where_they_belong_and_names_as_people_count() -> None:
    assert in_order([">5", "3", "1-2", "<1"]) == ["<1", "1-2", "3", ">5"]
    assert in_order(["P10", "p2", "P1"]) == ["P1", "p2", "P10"]
    assert place("3–4") == place("3 - 4") == 3.5
