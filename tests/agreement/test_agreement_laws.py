"""What must not change a figure, and what must."""

from dataclasses import replace

import agreement_oracle as oracle
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.agreement.report import Aggregate, Bootstrap, Comparison, compare
from workbench.agreement.spans import Spans, Transcript

POINT = Bootstrap(0)
LENGTH_FREE = ("positive_agreement", "character_f1")


def close(one, two):
    assert (one.value is None) == (two.value is None) and one.undefined == two.undefined
    if one.value is not None:
        assert one.value == pytest.approx(two.value, abs=1e-12)


def all_figures(report):
    """Every figure of a report that does not belong to a coder, by a path."""
    yield from report.figures.items()
    yield from report.sets.items()
    yield "f1", report.segments.figures["f1"]
    for code, result in report.codes.items():
        for name, figure in result.figures.items():
            yield f"{code} {name}", figure


def same(one, two):
    left, right = dict(all_figures(one)), dict(all_figures(two))
    assert left.keys() == right.keys()
    for path, figure in left.items():
        close(figure, right[path])


@settings(max_examples=60, deadline=None)
@given(oracle.comparisons(), st.randoms())
def test_the_order_of_coders_and_of_spans_changes_nothing(comparison, random):
    coders = list(range(len(comparison.coders)))
    random.shuffle(coders)
    rows = list(range(len(comparison.spans)))
    random.shuffle(rows)
    spans = comparison.spans.take(np.array(rows, dtype=np.int64))
    place = np.argsort(np.array(coders, dtype=np.int64))
    shuffled = replace(
        comparison,
        coders=tuple(comparison.coders[i] for i in coders),
        spans=Spans(spans.transcript, spans.code, place[spans.coder], spans.start, spans.end),
    )
    same(compare(comparison, bootstrap=POINT), compare(shuffled, bootstrap=POINT))


@settings(max_examples=40, deadline=None)
@given(oracle.comparisons())
def test_names_change_nothing(comparison):
    renamed = replace(
        comparison,
        coders=tuple(f"coder {name}" for name in comparison.coders),
        transcripts=tuple(replace(t, name=f"text {t.name}") for t in comparison.transcripts),
    )
    same(compare(comparison, bootstrap=POINT), compare(renamed, bootstrap=POINT))


@settings(max_examples=40, deadline=None)
@given(oracle.comparisons(max_coders=2), st.integers(1, 10**6))
def test_text_length_enters_only_through_the_uncoded(comparison, more):
    longer = replace(
        comparison,
        transcripts=tuple(replace(t, length=t.length + more) for t in comparison.transcripts),
    )
    short, long = compare(comparison, bootstrap=POINT), compare(longer, bootstrap=POINT)
    for code in comparison.codes:
        for name in LENGTH_FREE:
            close(short.codes[code].figures[name], long.codes[code].figures[name])
        one, two = short.codes[code].cells, long.codes[code].cells
        assert (one.both, one.only_a, one.only_b) == (two.both, two.only_a, two.only_b)
        grown = more * len(comparison.transcripts)
        assert two.neither == one.neither + grown
    close(short.figures["cu_alpha"], long.figures["cu_alpha"])
    assert short.segments == long.segments


@settings(max_examples=40, deadline=None)
@given(oracle.comparisons())
def test_the_same_coding_twice_is_full_agreement(comparison):
    mine = comparison.spans.coder == 0
    first = comparison.spans.take(mine)
    twice = replace(
        comparison,
        coders=("A", "B"),
        spans=Spans(
            *(np.concatenate([getattr(first, name)] * 2) for name in ("transcript", "code")),
            np.repeat([0, 1], len(first)),
            *(np.concatenate([getattr(first, name)] * 2) for name in ("start", "end")),
        ),
    )
    report = compare(twice, bootstrap=POINT)
    for path, figure in all_figures(report):
        if figure.value is not None and not path.endswith("expected_agreement"):
            assert figure.value == 1.0, path


@settings(max_examples=60, deadline=None)
@given(oracle.comparisons(), st.data())
def test_splitting_a_span_into_overlapping_parts_changes_nothing(comparison, data):
    spans = comparison.spans
    wide = np.flatnonzero(spans.end - spans.start >= 3)
    if not len(wide):
        return
    k = data.draw(st.sampled_from(wide.tolist()))
    start, end = int(spans.start[k]), int(spans.end[k])
    cut = data.draw(st.integers(start + 2, end - 1))
    parts = [(start, cut), (cut - 1, end)]
    keep = np.arange(len(spans)) != k
    split = Spans(
        *(
            np.append(getattr(spans, name)[keep], [getattr(spans, name)[k]] * 2)
            for name in ("transcript", "code", "coder")
        ),
        np.append(spans.start[keep], [part[0] for part in parts]),
        np.append(spans.end[keep], [part[1] for part in parts]),
    )
    same(
        compare(comparison, bootstrap=POINT),
        compare(replace(comparison, spans=split), bootstrap=POINT),
    )


@settings(max_examples=30, deadline=None)
@given(oracle.comparisons())
def test_more_than_64_codes_are_counted_like_few(comparison):
    """Unused codes in between push the used ones into other words of the set masks."""
    codes = []
    for code in comparison.codes:
        codes += [code, *(f"{code} unused {k}" for k in range(40))]
    place = np.array([codes.index(code) for code in comparison.codes], dtype=np.int64)
    spans = comparison.spans
    many = replace(comparison, codes=tuple(codes), spans=replace(spans, code=place[spans.code]))
    few, wide = compare(comparison, bootstrap=POINT), compare(many, bootstrap=POINT)
    for name, figure in few.sets.items():
        close(figure, wide.sets[name])
    for code in comparison.codes:
        for name, figure in few.codes[code].figures.items():
            close(figure, wide.codes[code].figures[name])


@settings(max_examples=40, deadline=None)
@given(oracle.comparisons())
def test_characters_given_as_units_are_characters(comparison):
    units = replace(
        comparison,
        transcripts=tuple(
            replace(t, units=tuple((k, k + 1) for k in range(t.length)))
            for t in comparison.transcripts
        ),
    )
    for half in (False, True):
        same(compare(comparison, bootstrap=POINT), compare(units, bootstrap=POINT, half=half))


@settings(max_examples=30, deadline=None)
@given(oracle.comparisons())
def test_one_transcript_is_its_own_mean(comparison):
    alone = comparison.transcripts[0]
    mine = comparison.spans.transcript == 0
    single = replace(comparison, transcripts=(alone,), spans=comparison.spans.take(mine))
    pooled = compare(single, bootstrap=POINT)
    for aggregate in (Aggregate.MEAN, Aggregate.LENGTH):
        for path, figure in all_figures(compare(single, bootstrap=POINT, aggregate=aggregate)):
            close(figure, dict(all_figures(pooled))[path])


def test_a_base_of_two_halves_is_the_whole_for_characters():
    spans = [("t", "x", "A", 0, 10), ("t", "x", "B", 10, 20), ("t", "x", "B", 3, 7)]
    make = lambda base: compare(  # noqa: E731
        Comparison.of([Transcript("t", 30, base)], ["A", "B"], ["x"], spans), bootstrap=POINT
    )
    whole, halves = make(None), make(((0, 15), (15, 30)))
    assert whole.codes["x"].cells == halves.codes["x"].cells
    assert make(((0, 10),)).codes["x"].prevalence == {"A": 1.0, "B": 0.4}
