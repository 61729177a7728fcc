"""Segment matching: rules, one to one, reference, errors of the ends."""

import agreement_oracle as oracle
import pytest
from hypothesis import given, settings

from workbench.agreement.document import plain
from workbench.agreement.errors import AgreementError
from workbench.agreement.report import Bootstrap, Comparison, Match, compare
from workbench.agreement.spans import Transcript


def segments(spans, *, match="overlap:0.9", coders="AB", codes="xy", **options):
    rows = [("t", *span) for span in spans]
    comparison = Comparison.of([Transcript("t", 1000)], list(coders), list(codes), rows)
    return compare(comparison, match=Match.parse(match), bootstrap=Bootstrap(0), **options).segments


PAIR = [("x", "A", 0, 100), ("x", "B", 5, 100)]


@pytest.mark.parametrize(
    ("match", "matched"),
    [
        ("overlap:0.95", 1),
        ("overlap:0.951", 0),
        ("iou:0.95", 1),
        ("iou:0.96", 0),
        ("exact", 0),
    ],
)
def test_rules(match, matched):
    assert segments(PAIR, match=match).matched == matched


def test_a_threshold_that_is_met_exactly_is_met():
    assert segments([("x", "A", 0, 30), ("x", "B", 3, 30)]).matched == 1


def test_overlap_is_over_the_longer_and_iou_over_the_union():
    spans = [("x", "A", 0, 10), ("x", "B", 5, 15)]
    assert segments(spans, match="overlap:0.5").matched == 1
    assert segments(spans, match="iou:0.5").matched == 0
    assert segments(spans, match="iou:0.33").matched == 1


def test_codes_are_not_mixed():
    assert segments([("x", "A", 0, 9), ("y", "B", 0, 9)], match="exact").matched == 0


def test_one_to_one_the_best_first():
    spans = [("x", "A", 0, 100), ("x", "B", 0, 40), ("x", "B", 40, 100)]
    result = segments(spans, match="overlap:0.1")
    assert result.matched == 1
    assert (result.start_error.median, result.end_error.median) == (40, 0)
    tie = segments(
        [("x", "A", 0, 100), ("x", "B", 0, 50), ("x", "B", 50, 100)], match="overlap:0.1"
    )
    assert (tie.start_error.median, tie.end_error.median) == (0, 50)


def test_reference_precision_recall():
    spans = [
        ("x", "A", 0, 10),
        ("x", "A", 20, 30),
        ("x", "B", 0, 10),
        ("x", "B", 40, 50),
        ("x", "B", 60, 70),
    ]
    result = segments(spans)
    assert result.reference == "A"
    assert result.figures["precision"].value == pytest.approx(1 / 3)
    assert result.figures["recall"].value == pytest.approx(1 / 2)
    assert result.figures["f1"].value == result.figures["agreement"].value == pytest.approx(2 / 5)
    swapped = segments(spans, reference="B").figures
    assert swapped["precision"].value == pytest.approx(1 / 2)
    assert swapped["recall"].value == pytest.approx(1 / 3)
    assert result.chance == 0.5
    assert result.figures["maxqda_kappa"].value == pytest.approx((2 / 5 - 1 / 2) / (1 / 2))


def test_three_coders_add_up_over_pairs():
    spans = [("x", coder, 0, 10) for coder in "ABC"] + [("x", "C", 20, 30)]
    result = segments(spans, coders="ABC")
    assert result.matched == 3
    assert result.figures["f1"].value == pytest.approx(6 / (2 + 3 + 3))
    assert result.figures["precision"].value == pytest.approx(2 / 3)
    assert result.figures["recall"].value == 1


def test_errors_of_the_ends():
    spans = []
    for k, error in enumerate([0, 1, 2, 3, 10]):
        spans += [("x", "A", 100 * k, 100 * k + 90), ("x", "B", 100 * k + error, 100 * k + 89)]
    result = segments(spans, match="overlap:0.5")
    assert (result.start_error.median, result.start_error.p90) == (2, pytest.approx(7.2))
    assert (result.end_error.median, result.end_error.p90) == (1, 1)
    nothing = plain(segments([]).document())
    assert nothing["start_error"] == {
        "median": None,
        "p90": None,
        "undefined": "no_intersection",
    }


@settings(max_examples=60, deadline=None)
@given(oracle.comparisons(max_coders=2))
def test_exact_matches_are_equal_spans(comparison):
    result = compare(comparison, match=Match.parse("exact"), bootstrap=Bootstrap(0)).segments
    units = oracle.units_of(comparison)
    sets = [
        {
            (name, what, span)
            for (name, who, what), spans in units.items()
            if who == coder
            for span in spans
        }
        for coder in comparison.coders
    ]
    assert result.matched == len(sets[0] & sets[1])


@pytest.mark.parametrize("text", ["", "fuzzy", "iou", "iou:x", "iou:0", "overlap:1.1", "exact:1"])
def test_no_rule(text):
    with pytest.raises(AgreementError, match="is no rule of matching"):
        Match.parse(text)
