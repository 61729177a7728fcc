"""Figures by transcript, made late: those of the transcript alone, and the text that JSON has."""

import json
import pickle
from dataclasses import replace

import agreement_oracle as oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.agreement.bootstrap import Aggregate
from workbench.agreement.document import json_text, plain
from workbench.agreement.lone import without_lone_intervals
from workbench.agreement.report import Bootstrap, Comparison, compare
from workbench.agreement.results import document
from workbench.agreement.spans import Transcript

HOSTILE = ("A,B", '"%s"', "100%r", "\\ \t\N{LATIN SMALL LETTER A WITH DIAERESIS}%%d", "{0}")


def renamed(comparison, prefix=""):
    """The same with names of coders, codes and transcripts that are hard to write."""
    codes = tuple(f"{prefix}{code}%s," for code in comparison.codes)
    return Comparison(
        transcripts=tuple(
            replace(each, name=f'{each.name} "%d"') for each in comparison.transcripts
        ),
        coders=HOSTILE[: len(comparison.coders)],
        codes=codes,
        spans=comparison.spans,
        groups={},
    )


def alone(comparison, place):
    """What the comparison has of one transcript."""
    spans = comparison.spans.take(comparison.spans.transcript == place)
    return Comparison(
        transcripts=(comparison.transcripts[place],),
        coders=comparison.coders,
        codes=comparison.codes,
        spans=replace(spans, transcript=spans.transcript * 0),
        groups=comparison.groups,
    )


def library(report):
    return json.dumps(plain(document(report)), ensure_ascii=False, allow_nan=False)


@settings(max_examples=40, deadline=None)
@given(oracle.comparisons(bases=True), st.sampled_from(list(Aggregate)), st.booleans())
def test_a_transcript_has_the_figures_of_a_comparison_of_its_own(comparison, aggregate, grouped):
    if grouped:
        comparison = replace(comparison, groups={"group": comparison.codes[:2]})
    report = compare(comparison, bootstrap=Bootstrap(0), aggregate=aggregate)
    for place, text in enumerate(comparison.transcripts):
        own = compare(alone(comparison, place), bootstrap=Bootstrap(0))
        for code in (*comparison.codes, None):
            mine = report.segmentation if code is None else report.codes[code]
            theirs = own.segmentation if code is None else own.codes[code]
            mine = mine.transcripts[text.name]
            assert mine.prevalence == theirs.prevalence
            assert mine.cells == theirs.cells
            assert mine.used_in == theirs.used_in
            for one, two in (
                (mine.figures, theirs.figures),
                *((mine.pairs[pair], theirs.pairs[pair]) for pair in theirs.pairs),
            ):
                assert {*two} - {*one} <= ({"ku_alpha"} if code is None else set())
                for name in one:
                    assert one[name].value == pytest.approx(two[name].value, abs=1e-12)
                    assert one[name].undefined == two[name].undefined
                    assert one[name].note == two[name].note
                    assert one[name].coverage == pytest.approx(two[name].coverage)


@settings(max_examples=40, deadline=None)
@given(oracle.comparisons(min_coders=1), st.sampled_from([0, 20]), st.sampled_from(list(Aggregate)))
def test_names_that_are_hard_to_write(comparison, replicates, aggregate):
    hostile = renamed(comparison)
    report = compare(hostile, bootstrap=Bootstrap(replicates), aggregate=aggregate)
    for each in (report, without_lone_intervals(report)):
        assert json_text(document(each)) == library(each)
        assert json.loads(json_text(document(each)))["coders"] == list(hostile.coders)


@settings(max_examples=20, deadline=None)
@given(oracle.comparisons())
def test_what_went_through_another_process_is_the_same(comparison):
    report = compare(comparison, bootstrap=Bootstrap(20))
    first = next(iter(report.codes.values())).transcripts
    for looked_at in (False, True):
        if looked_at:
            assert list(first.values())
        sent = pickle.loads(pickle.dumps(report))
        assert json_text(document(sent)) == json_text(document(report))
        assert sent == report


def test_two_pairs_of_one_name():
    """Commas in names of coders can give two pairs one name: one of them is written, and whole."""
    spans = [
        ("t", "x", coder, start, start + 9)
        for start, coder in enumerate(("A", "B,C", "A,B", "C"), start=3)
    ]
    comparison = Comparison.of([Transcript("t", 50)], ["A", "B,C", "A,B", "C"], ["x"], spans)
    report = compare(comparison, bootstrap=Bootstrap(0))
    assert json_text(document(report)) == library(report)
    pairs = json.loads(json_text(document(report)))["codes"]["x"]["transcripts"]["t"]["pairs"]
    assert len(pairs) == 5


def test_a_transcript_that_is_not_there():
    report = compare(Comparison.of([Transcript("t", 9)], ["A", "B"], ["x"], []))
    each = report.codes["x"].transcripts
    assert (list(each), len(each), "t" in each, "u" in each) == (["t"], 1, True, False)
    with pytest.raises(KeyError):
        each["u"]
