"""Predefined units: sentences, turns, or any ranges."""

import agreement_oracle as oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.agreement.report import Bootstrap, Comparison, compare
from workbench.agreement.sets import DISTANCES
from workbench.agreement.spans import Transcript

SENTENCES = ((0, 10), (10, 20), (22, 30), (30, 40))


def coded(*spans, half=False, units=SENTENCES):
    comparison = Comparison.of(
        [Transcript("t", 40, units=units)], ["A", "B"], ["x"], [("t", "x", *s) for s in spans]
    )
    return compare(comparison, bootstrap=Bootstrap(0), half=half)


def test_one_character_gives_the_unit_the_code():
    report = coded(("A", 9, 11), ("B", 5, 10))
    assert report.units == {"t": 4} and report.characters == {"t": 40}
    cells = report.codes["x"].cells
    assert (cells.both, cells.only_a, cells.only_b, cells.neither) == (1, 1, 0, 2)


def test_text_between_units_counts_for_nothing():
    assert coded(("A", 20, 22)).codes["x"].prevalence == {"A": 0, "B": 0}


@pytest.mark.parametrize(
    ("spans", "units"),
    [
        ([(0, 5)], 1),
        ([(0, 4)], 0),
        ([(0, 4), (8, 9)], 1),
        ([(4, 16)], 2),
        ([(6, 16)], 1),
        ([(6, 14)], 0),
        ([(6, 12), (13, 16)], 1),
        ([(5, 25)], 2),
        ([(5, 26)], 3),
    ],
)
def test_half_of_a_unit(spans, units):
    report = coded(*(("A", *span) for span in spans), half=True)
    assert report.codes["x"].prevalence["A"] == units / 4


def test_segments_stay_on_characters():
    report = coded(("A", 0, 10), ("B", 4, 10))
    assert report.codes["x"].figures["cohen_kappa"].value == 1
    assert report.segments.matched == 0


@settings(max_examples=80, deadline=None)
@given(oracle.comparisons(max_coders=3), st.data())
def test_units_against_the_oracle(comparison, data):
    texts = tuple(
        Transcript(t.name, t.length, units=tuple(oracle.ranges(data.draw, t.length)))
        for t in comparison.transcripts
    )
    in_units = Comparison(texts, comparison.coders, comparison.codes, comparison.spans)
    for half in (False, True):
        report = compare(in_units, bootstrap=Bootstrap(0), half=half)
        everything = [(t.name, unit) for t in texts for unit in t.units]
        if not everything:
            continue

        def has(coder, code, name, unit, half=half):
            places = oracle.coded_positions(comparison, coder, code)
            covered = sum((name, place) in places for place in range(*unit))
            return 2 * covered >= unit[1] - unit[0] if half else covered > 0

        for code in comparison.codes:
            table = [
                [has(coder, code, name, unit) for name, unit in everything]
                for coder in comparison.coders
            ]
            exact = oracle.binary_of(table, len(everything))
            for name, value in exact.items():
                figure = report.codes[code].figures[name].value
                assert figure == (None if value is None else pytest.approx(float(value), abs=1e-9))
        rows = [
            [
                frozenset(code for code in comparison.codes if has(coder, code, name, unit))
                for coder in comparison.coders
            ]
            for name, unit in everything
        ]
        for kind in DISTANCES:
            exact = oracle.alpha_over(rows, lambda a, b, kind=kind: oracle.set_distance(kind, a, b))
            value = report.sets[kind].value
            assert value == (None if exact is None else pytest.approx(float(exact), abs=1e-9))
