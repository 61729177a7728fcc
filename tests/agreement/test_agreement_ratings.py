"""Ratings of units against definitions in fractions, with missing ratings and sets."""

from fractions import Fraction
from itertools import combinations

import agreement_oracle as oracle
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.agreement.errors import RatingError
from workbench.agreement.rating_report import RatingTable, rate, rate_sets
from workbench.agreement.ratings import Ratings

VALUES = ("p", "q", "r")


def tables(cells):
    return st.integers(2, 4).flatmap(
        lambda m: st.lists(
            st.tuples(*[st.one_of(st.none(), cells)] * m), min_size=1, max_size=10
        ).map(lambda rows: RatingTable(tuple("ABCD"[:m]), tuple(rows)))
    )


def mean(values):
    values = list(values)
    return sum(values) / Fraction(len(values)) if values else None


def over(agreement, chance):
    return None if chance == 1 else (agreement - chance) / (1 - chance)


def definitions(table, categories):
    """The coefficients straight from their formulas."""
    units = [[cell for cell in row if cell is not None] for row in table.units]
    q = len(categories)
    agreement = mean(
        Fraction(
            sum(unit.count(k) * (unit.count(k) - 1) for k in categories),
            len(unit) * (len(unit) - 1),
        )
        for unit in units
        if len(unit) >= 2
    )
    if agreement is None:
        return None
    share = {k: mean(Fraction(u.count(k), len(u)) for u in units if u) for k in categories}
    columns = [
        [cell for cell in column if cell is not None] for column in zip(*table.units, strict=True)
    ]
    by_coder = [{k: Fraction(c.count(k), len(c)) for k in categories} for c in columns if c]
    m = len(by_coder)
    conger = sum(
        sum(p[k] for p in by_coder) ** 2 - sum(p[k] ** 2 for p in by_coder) for k in categories
    ) / Fraction(m * (m - 1))
    constant = len({cell for unit in units for cell in unit}) == 1
    return {
        "percent_agreement": agreement,
        "fleiss_kappa": over(agreement, sum(p**2 for p in share.values())),
        "conger_kappa": None if constant else over(agreement, conger),
        "brennan_prediger": over(agreement, Fraction(1, q)),
        "gwet_ac1": (
            over(agreement, sum(p * (1 - p) for p in share.values()) / (q - 1)) if q > 1 else None
        ),
        "krippendorff_alpha": oracle.alpha_over(units, lambda a, b: Fraction(a != b)),
        "cohen_kappa": _over_pairs(table, categories, _cohen),
        "scott_pi": _over_pairs(table, categories, _scott),
    }


def _over_pairs(table, categories, coefficient):
    columns = list(zip(*table.units, strict=True))
    each = []
    for one, two in combinations(columns, 2):
        both = [(a, b) for a, b in zip(one, two, strict=True) if a is not None and b is not None]
        if both and (value := coefficient(both, categories)) is not None:
            each.append(value)
    return mean(each)


def _cohen(both, categories):
    n = len(both)
    chance = sum(
        Fraction(sum(a == k for a, _ in both), n) * Fraction(sum(b == k for _, b in both), n)
        for k in categories
    )
    return over(Fraction(sum(a == b for a, b in both), n), chance)


def _scott(both, categories):
    pooled = [value for pair in both for value in pair]
    chance = sum(Fraction(pooled.count(k), len(pooled)) ** 2 for k in categories)
    return over(Fraction(sum(a == b for a, b in both), len(both)), chance)


def same(figure, exact):
    if exact is None:
        assert figure.value is None and figure.undefined == "no_variation"
    else:
        assert figure.value == pytest.approx(float(exact), abs=1e-9)


@settings(max_examples=150, deadline=None)
@given(tables(st.sampled_from(VALUES)), st.booleans())
def test_every_coefficient_is_its_definition(table, offered):
    used = tuple(sorted({cell for row in table.units for cell in row if cell is not None}))
    categories = VALUES if offered else used
    report = rate(table, "nominal", categories if offered else None)
    assert report.categories == categories and report.units == len(table.units)
    exact = definitions(table, categories)
    if exact is None:
        assert {each.undefined for each in report.figures.values()} == {"no_units"}
        return
    for name, value in exact.items():
        same(report.figures[name], value)
    for category in categories:
        rest = RatingTable(
            table.coders,
            tuple(
                tuple(None if c is None else str(c == category) for c in row) for row in table.units
            ),
        )
        exact = definitions(rest, ("True", "False"))
        for name, figure in report.one_vs_rest[category].items():
            same(figure, exact[name])


sets = st.frozensets(st.sampled_from("abc")).map(lambda codes: ";".join(sorted(codes)) or "-")


@settings(max_examples=100, deadline=None)
@given(tables(sets))
def test_sets_are_their_definition(table):
    report = rate_sets(table)
    parse = lambda cell: frozenset(() if cell == "-" else cell.split(";"))  # noqa: E731
    units = [[parse(cell) for cell in row if cell is not None] for row in table.units]
    if all(len(unit) < 2 for unit in units):
        assert {each.undefined for each in report.sets.values()} == {"no_units"}
        return
    for kind, figure in report.sets.items():
        same(figure, oracle.alpha_over(units, lambda a, b, k=kind: oracle.set_distance(k, a, b)))
    for code in report.categories:
        rows = tuple(
            tuple(None if cell is None else str(code in parse(cell)) for cell in row)
            for row in table.units
        )
        exact = definitions(RatingTable(table.coders, rows), ("True", "False"))
        for name, figure in report.one_vs_rest[code].items():
            same(figure, exact[name])


def test_one_value_everywhere():
    report = rate(RatingTable(("A", "B"), (("p", "p"), ("p", "p"))), "nominal", VALUES)
    for name in ("cohen_kappa", "scott_pi", "fleiss_kappa", "conger_kappa", "krippendorff_alpha"):
        assert report.figures[name].undefined == "no_variation"
    for name in ("brennan_prediger", "gwet_ac1"):
        assert report.figures[name].value == 1 and report.figures[name].note == "no_variation"
    assert report.figures["percent_agreement"].value == 1
    alone = rate(RatingTable(("A", "B"), (("p", "p"),)), "nominal")
    assert alone.figures["brennan_prediger"].undefined == "no_variation"


def test_one_coder_and_no_unit_rated_twice():
    one = rate(RatingTable(("A",), (("p",),)), "nominal")
    assert {each.undefined for each in one.figures.values()} == {"single_coder"}
    apart = rate(RatingTable(("A", "B"), (("p", None), (None, "q"))), "nominal")
    assert {each.undefined for each in apart.figures.values()} == {"no_units"}
    assert {
        each.undefined for each in rate(RatingTable(("A", "B"), ()), "nominal").figures.values()
    } == {"no_units"}


def test_a_mean_over_pairs_says_what_it_skipped():
    rows = (("p", "p", "q"), ("p", "p", "p"), ("p", "p", "q"))
    figure = rate(RatingTable(tuple("ABC"), rows), "nominal").figures["cohen_kappa"]
    assert figure.value == 0 and figure.skipped == 1


@pytest.mark.parametrize(
    ("cells", "order"),
    [(("10", "9", "2.5"), ("2.5", "9", "10")), (("b", "10", "9"), ("10", "9", "b"))],
)
def test_values_go_by_number_else_by_alphabet(cells, order):
    table = RatingTable(("A", "B"), tuple((cell, cell) for cell in cells))
    assert rate(table, "nominal").categories == order


def test_the_order_of_categories_weighs():
    rows = (("low", "mid"), ("mid", "mid"), ("high", "high"), ("low", "low"), ("low", "high"))
    table = RatingTable(("A", "B"), rows)
    kappas = {
        order: rate(table, "ordinal", order.split(), weights="linear").figures
        for order in ("low mid high", "mid low high")
    }
    assert len({f["cohen_kappa_weighted"].value for f in kappas.values()}) == 2
    assert len({f["krippendorff_alpha"].value for f in kappas.values()}) == 2
    assert len({f["cohen_kappa"].value for f in kappas.values()}) == 1


def test_what_does_not_fit_is_refused():
    table = RatingTable(("A", "B"), (("p", "-1"),))
    with pytest.raises(RatingError, match="“p” is not a number"):
        rate(table, "interval")
    with pytest.raises(RatingError, match="no values below zero"):
        rate(RatingTable(("A", "B"), (("1", "-1"),)), "ratio")
    with pytest.raises(RatingError, match="“-1” is none of the categories"):
        rate(table, "nominal", ["p"])
    with pytest.raises(RatingError, match="“p” is none of the codes"):
        rate_sets(RatingTable(("A", "B"), (("p", "-"),)), ["q"])
    with pytest.raises(RatingError, match="is no level"):
        rate(table, "metric")
    with pytest.raises(RatingError, match="is no weighting"):
        rate(table, "nominal", weights="cubic")
    with pytest.raises(RatingError, match="none of the categories"):
        Ratings(np.array([[0, 3]]), 3)
