"""Every figure of spans equals its definition, computed character by character with fractions."""

import agreement_oracle as oracle
import numpy as np
import pytest
from hypothesis import given, settings

from workbench.agreement import binary
from workbench.agreement.bootstrap import Bootstrap
from workbench.agreement.report import compare
from workbench.agreement.sets import DISTANCES
from workbench.agreement.spans import prepare
from workbench.agreement.sweep import sweep

POINT = Bootstrap(0)


def same(figure, exact):
    if exact is None:
        assert figure.value is None and figure.undefined is not None
    else:
        assert figure.value == pytest.approx(float(exact), abs=1e-9)


@settings(max_examples=150, deadline=None)
@given(oracle.comparisons(bases=True))
def test_binary_coefficients(comparison):
    report = compare(comparison, bootstrap=POINT)
    for code in comparison.codes:
        exact = oracle.binary(comparison, code)
        figures = report.codes[code].figures
        for name in binary.COEFFICIENTS:
            if name == "u_alpha_binary":
                continue
            if exact is None:
                assert figures[name].undefined == "no_units"
            else:
                same(figures[name], exact[name])


@settings(max_examples=100, deadline=None)
@given(oracle.comparisons(exclusive=True))
def test_the_unitizing_family(comparison):
    report = compare(comparison, bootstrap=POINT)
    exact = oracle.unitizing(comparison, comparison.codes)
    same(report.figures["u_alpha"], exact["u_alpha"])
    same(report.figures["cu_alpha"], exact["cu_alpha"])
    for code in comparison.codes:
        same(report.codes[code].figures["ku_alpha"], exact["ku"][code])
        alone = oracle.unitizing(comparison, (code,))
        same(report.codes[code].figures["u_alpha_binary"], alone["u_alpha_binary"])


@settings(max_examples=100, deadline=None)
@given(oracle.comparisons(exclusive=True))
def test_segmentation_of_exclusive_codes_is_the_familys_binary_member(comparison):
    report = compare(comparison, bootstrap=POINT)
    exact = oracle.unitizing(comparison, comparison.codes)
    same(report.segmentation.figures["u_alpha_binary"], exact["u_alpha_binary"])


@settings(max_examples=100, deadline=None)
@given(oracle.comparisons(bases=True))
def test_alpha_of_sets(comparison):
    report = compare(comparison, bootstrap=POINT)
    for kind in DISTANCES:
        if oracle.positions(comparison):
            same(report.sets[kind], oracle.alpha_of_sets(comparison, kind))
        else:
            assert report.sets[kind].undefined == "no_units"


@settings(max_examples=100, deadline=None)
@given(oracle.comparisons(bases=True))
def test_the_sweep_counts_characters(comparison):
    prepared = prepare(
        comparison.spans, comparison.transcripts, len(comparison.codes), len(comparison.coders)
    )
    sums = sweep(prepared)
    units = oracle.units_of(comparison)
    assert sums.coded.dtype == sums.shared.dtype == sums.squares.dtype == np.int64
    for t, text in enumerate(comparison.transcripts):
        for k, code in enumerate(comparison.codes):
            places = [
                {p for s, e in units.get((text.name, coder, code), []) for p in range(s, e)}
                for coder in comparison.coders
            ]
            assert sums.coded[t, k].tolist() == [len(each) for each in places]
            shared = [
                len(places[a] & places[b])
                for a in range(len(places))
                for b in range(a + 1, len(places))
            ]
            assert sums.shared[t, k].tolist() == shared
            assert sums.squares[t, k].tolist() == [
                sum((e - s) ** 2 for s, e in units.get((text.name, coder, code), []))
                for coder in comparison.coders
            ]


@settings(max_examples=60, deadline=None)
@given(oracle.comparisons())
def test_each_transcript_is_what_it_would_be_alone(comparison):
    report = compare(comparison, bootstrap=POINT)
    for t, text in enumerate(comparison.transcripts):
        mine = comparison.spans.transcript == t
        alone = oracle.Comparison(
            (text,),
            comparison.coders,
            comparison.codes,
            type(comparison.spans)(
                np.zeros(int(mine.sum()), dtype=np.int64),
                *(
                    getattr(comparison.spans, name)[mine]
                    for name in ("code", "coder", "start", "end")
                ),
            ),
        )
        single = compare(alone, bootstrap=POINT)
        for code in comparison.codes:
            here, there = report.codes[code].transcripts[text.name], single.codes[code]
            assert here.cells == there.cells
            assert here.prevalence == there.prevalence
            assert here.figures == there.figures
            assert here.pairs == there.pairs
