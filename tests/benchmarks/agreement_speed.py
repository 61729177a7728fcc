"""Agreement on spans, side by side with other ways of getting the same figures, in one run.

Run by hand:  python tests/benchmarks/agreement_speed.py

Two coders, 60 codes, 28 transcripts of 50,000 characters, 5,000 spans a coder, best of several.
scikit-learn and NumPy are timed on a few codes and scaled up, for they are linear in codes. nltk is
timed where it is installed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.metrics import cohen_kappa_score

from workbench.agreement.binary import COEFFICIENTS, PAIR_COEFFICIENTS, Terms
from workbench.agreement.bootstrap import Aggregate, Bootstrap, Frame, interval
from workbench.agreement.comparison import Comparison
from workbench.agreement.report import as_json, compare
from workbench.agreement.sets import alpha_sets, set_sums
from workbench.agreement.spans import Spans, Transcript, in_units, prepare
from workbench.agreement.sweep import sweep

CODES, TRANSCRIPTS, LENGTH, SPANS = 60, 28, 50_000, 5_000
SENTENCE = 100


def made_up(coders: int, spans: int = SPANS, length: int = LENGTH) -> Comparison:
    """Coders who give random codes to random places: the worst case for sets."""
    random = np.random.default_rng(1)
    count = coders * spans
    start = random.integers(LENGTH - 400, size=count)
    return Comparison(
        tuple(Transcript(f"t{k}", length) for k in range(TRANSCRIPTS)),
        tuple("ABCDEFGH"[:coders]),
        tuple(f"c{k}" for k in range(CODES)),
        Spans(
            random.integers(TRANSCRIPTS, size=count),
            random.integers(CODES, size=count),
            np.repeat(np.arange(coders), spans),
            start,
            start + random.integers(20, 400, size=count),
        ),
    )


def best(work: Callable[[], Any], times: int = 7) -> float:
    """Seconds of the quickest of several runs."""
    quickest = float("inf")
    for _ in range(times):
        begun = time.perf_counter()
        work()
        quickest = min(quickest, time.perf_counter() - begun)
    return quickest


def every_figure(comparison: Comparison, replicates: int = 0) -> None:
    """All coefficients of all codes and pairs from spans in arrays."""
    prepared = prepare(comparison.spans, comparison.transcripts, CODES, len(comparison.coders))
    sums = sweep(prepared)
    frame = Frame(Aggregate.POOLED, prepared.axis.units, Bootstrap(replicates).weights(TRANSCRIPTS))
    # some go by two names
    functions = {*COEFFICIENTS.values(), *PAIR_COEFFICIENTS.values()}
    terms = Terms.of(sums.weighted(np.ones((1, TRANSCRIPTS))))
    for function in functions:
        function(terms)
    if replicates:
        terms = Terms.of(sums.weighted(frame.replicates))
        for function in functions:
            interval(function(terms))


def characters(comparison: Comparison, code: int) -> list[np.ndarray[Any, Any]]:
    """0/1 by character of all transcripts, a vector a coder."""
    vectors = []
    spans = comparison.spans
    for coder in range(len(comparison.coders)):
        vector = np.zeros(TRANSCRIPTS * LENGTH, dtype=bool)
        for k in np.flatnonzero((spans.coder == coder) & (spans.code == code)):
            offset = spans.transcript[k] * LENGTH
            vector[offset + spans.start[k] : offset + spans.end[k]] = True
        vectors.append(vector)
    return vectors


def numpy_kappa(one: np.ndarray[Any, Any], two: np.ndarray[Any, Any]) -> float:
    agreement, p, q = np.mean(one == two), one.mean(), two.mean()
    chance = p * q + (1 - p) * (1 - q)
    return float((agreement - chance) / (1 - chance))


def against_vectors() -> None:
    comparison = made_up(2)
    mine = best(lambda: every_figure(comparison))
    one, two = characters(comparison, 0)
    learn = CODES * best(lambda: cohen_kappa_score(one, two), 1)
    vectors = CODES * best(lambda: numpy_kappa(one, two), 3)
    print(f"all figures of {CODES} codes          {1000 * mine:9.2f} ms")
    print(f"scikit-learn, kappa alone       {1000 * learn:9.2f} ms   x {learn / mine:,.0f}")
    print(f"NumPy vectors, kappa alone      {1000 * vectors:9.2f} ms   x {vectors / mine:,.0f}")


def growth() -> None:
    few, many = made_up(2), made_up(2, spans=10 * SPANS)
    long = made_up(2, length=10 * LENGTH)
    base = best(lambda: every_figure(few))
    print(f"ten times the spans             x {best(lambda: every_figure(many)) / base:.1f}")
    print(f"ten times the characters        x {best(lambda: every_figure(long)) / base:.1f}")


def whole_reports() -> None:
    for coders in (2, 4):
        comparison = made_up(coders)
        point = best(lambda c=comparison: compare(c, bootstrap=Bootstrap(0)), 3)
        full = best(lambda c=comparison: compare(c), 3)
        report = compare(comparison)
        printed = best(lambda r=report: json.dumps(as_json(r)), 3)
        print(
            f"report, {coders} coders: point {1000 * point:.0f} ms, with 1,000 samples "
            f"{1000 * full:.0f} ms (x {full / point:.1f}), as JSON {1000 * printed:.0f} ms"
        )


def sets_of_sentences() -> None:
    comparison = made_up(2)
    texts = tuple(
        Transcript(
            t.name, t.length, units=tuple((k, k + SENTENCE) for k in range(0, LENGTH, SENTENCE))
        )
        for t in comparison.transcripts
    )
    prepared = in_units(prepare(comparison.spans, texts, CODES, 2), texts)
    weights = Bootstrap().weights(TRANSCRIPTS)
    mine = best(lambda: alpha_sets(set_sums(prepared), weights), 3)
    print(f"alpha of sets on sentences, with intervals {1000 * mine:.0f} ms", end="")
    try:
        from nltk.metrics import masi_distance
        from nltk.metrics.agreement import AnnotationTask
    except ImportError:
        print("   (nltk is not installed: not compared)")
        return
    given: dict[tuple[int, int], set[int]] = {}
    spans = prepared.spans
    for k in range(len(spans)):
        for unit in range(int(spans.start[k]), int(spans.end[k])):
            given.setdefault((int(spans.coder[k]), unit), set()).add(int(spans.code[k]))
    # a mark for the empty set: nltk divides by zero on two of them
    data = [
        (coder, unit, frozenset(given.get((coder, unit), {-1})))
        for coder in range(2)
        for unit in range(prepared.axis.size)
    ]
    theirs = best(lambda: AnnotationTask(data, distance=masi_distance).alpha(), 1)
    print(f"   nltk, MASI without interval {1000 * theirs:.0f} ms   x {theirs / mine:,.0f}")


if __name__ == "__main__":
    against_vectors()
    two = made_up(2)
    point, full = (best(lambda n=n: every_figure(two, n), 5) for n in (0, 1000))
    print(f"figures with 1,000 samples      x {full / point:.1f} of the point estimates")
    growth()
    whole_reports()
    sets_of_sentences()
