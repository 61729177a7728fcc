"""Aggregation over transcripts and intervals by resampling them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from workbench.agreement.bootstrap import Bootstrap, interval
from workbench.agreement.errors import AgreementError
from workbench.agreement.report import Aggregate, Comparison, compare
from workbench.agreement.spans import Transcript

LENGTHS = {"a": 100, "b": 400, "c": 50, "d": 80, "e": 120, "f": 60}
SPANS = [
    ("a", "x", "A", 10, 30),
    ("a", "x", "B", 12, 33),
    ("b", "x", "A", 0, 100),
    ("b", "x", "B", 90, 180),
    ("c", "x", "A", 5, 10),
    ("c", "x", "B", 5, 10),
    ("d", "x", "A", 5, 10),
    ("e", "x", "A", 1, 50),
    ("e", "x", "B", 2, 50),
]


def study(**options):
    texts = [Transcript(name, length) for name, length in LENGTHS.items()]
    return compare(Comparison.of(texts, ["A", "B"], ["x"], SPANS), **options)


def alone(name):
    spans = [span for span in SPANS if span[0] == name]
    return (
        compare(Comparison.of([Transcript(name, LENGTHS[name])], ["A", "B"], ["x"], spans))
        .codes["x"]
        .figures["cohen_kappa"]
    )


def kappa(report):
    return report.codes["x"].figures["cohen_kappa"]


def test_three_aggregations_differ_and_are_what_they_say():
    each = {name: alone(name).value for name in LENGTHS}
    assert each["f"] is None
    defined = {name: value for name, value in each.items() if value is not None}
    mean = kappa(study(aggregate=Aggregate.MEAN))
    assert mean.value == pytest.approx(sum(defined.values()) / 5)
    assert mean.skipped == 1 and mean.as_json()["skipped"] == 1
    weighted = kappa(study(aggregate=Aggregate.LENGTH))
    total = sum(LENGTHS[name] for name in defined)
    expected = sum(value * LENGTHS[name] for name, value in defined.items()) / total
    assert weighted.value == pytest.approx(expected)
    pooled = kappa(study())
    assert pooled.skipped == 0
    assert len({round(each.value, 3) for each in (pooled, mean, weighted)}) == 3


@pytest.mark.parametrize("aggregate", list(Aggregate))
def test_intervals_hold_the_value_and_come_back_with_the_seed(aggregate):
    one, two = (study(aggregate=aggregate, bootstrap=Bootstrap(500, 7)) for _ in range(2))
    assert kappa(one) == kappa(two)
    assert kappa(one).low < kappa(one).value < kappa(one).high
    assert kappa(one).interval is None
    other = study(aggregate=aggregate, bootstrap=Bootstrap(500, 8))
    assert kappa(other).value == kappa(one).value
    assert (kappa(other).low, kappa(other).high) != (kappa(one).low, kappa(one).high)
    assert (one.replicates, one.seed) == (500, 7)


def test_the_interval_is_that_of_comparing_each_sample_anew():
    weights = Bootstrap(60, 3).weights(len(LENGTHS))
    again = []
    for row in weights:
        texts, spans = [], []
        for (name, length), times in zip(LENGTHS.items(), row, strict=True):
            for copy in range(int(times)):
                texts.append(Transcript(f"{name}{copy}", length))
                spans += [(f"{name}{copy}", *span[1:]) for span in SPANS if span[0] == name]
        sample = compare(Comparison.of(texts, ["A", "B"], ["x"], spans), bootstrap=Bootstrap(0))
        again.append(
            [
                kappa(sample).value,
                sample.figures["u_alpha"].value,
                sample.sets["masi"].value,
                sample.segments.figures["f1"].value,
            ]
        )
    low, high = np.nanquantile(np.array(again, dtype=float), (0.025, 0.975), axis=0)
    report = study(bootstrap=Bootstrap(60, 3))
    figures = [
        kappa(report),
        report.figures["u_alpha"],
        report.sets["masi"],
        report.segments.figures["f1"],
    ]
    assert [each.low for each in figures] == pytest.approx(low)
    assert [each.high for each in figures] == pytest.approx(high)


def test_weights_draw_as_many_transcripts_as_there_are():
    weights = Bootstrap(200, 1).weights(6)
    assert weights.shape == (200, 6)
    assert set(weights.sum(axis=1)) == {6}
    assert weights.mean() == pytest.approx(1)
    assert Bootstrap(200, 1).weights(1).shape == (0, 1)


def test_few_transcripts_are_said_to_be_few():
    texts = [Transcript("a", 100), Transcript("b", 400)]
    spans = [span for span in SPANS if span[0] in "ab"]
    two = compare(Comparison.of(texts, ["A", "B"], ["x"], spans))
    assert any("rest on 2 transcripts" in warning for warning in two.warnings)
    assert any("Fewer than 5 coded segments" in warning for warning in two.warnings)
    assert study().warnings == ()


def test_a_code_of_one_transcript_is_said_to_be_one():
    texts = [Transcript(name, length) for name, length in LENGTHS.items()]
    spans = [("a", "y", coder, k, k + 1) for coder in "AB" for k in (1, 3, 5)]
    report = compare(Comparison.of(texts, ["A", "B"], ["x", "y"], [*SPANS, *spans]))
    assert [warning.rpartition(": ")[2] for warning in report.warnings] == ["y."]


def test_a_bootstrap_of_nonsense_is_refused():
    with pytest.raises(AgreementError, match="whole numbers from 0"):
        Bootstrap(-1)


@settings(max_examples=60, deadline=None)
@given(
    arrays(
        np.float64,
        st.tuples(st.integers(1, 30), st.integers(1, 3)),
        elements=st.one_of(st.just(float("nan")), st.floats(-1, 1)),
    )
)
def test_the_interval_is_numpys_quantile_without_the_undefined(samples):
    low, high = interval(samples)
    for column, values in enumerate(samples.T):
        values = values[~np.isnan(values)]
        if len(values):
            expected = np.quantile(values, (0.025, 0.975))
            assert [low[column], high[column]] == pytest.approx(list(expected))
        else:
            assert np.isnan(low[column]) and np.isnan(high[column])
