"""Agreement on spans, side by side with other ways of getting the same figures, in one run.

Run by hand:  python tests/benchmarks/agreement_speed.py [INTERPRETER]

Two coders, 60 codes, 28 transcripts of 50,000 characters, 5,000 spans a coder, best of several.
Times are those of the processor, so that what else runs on the machine hardly counts. scikit-learn
and NumPy are timed on a few codes and scaled up, for they are linear in codes. nltk is asked
through an interpreter that has it, this one where no other is named.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program has it

import numpy as np
from sklearn.metrics import cohen_kappa_score

from workbench.agreement.binary import Terms
from workbench.agreement.bootstrap import Aggregate, Bootstrap, Frame
from workbench.agreement.codes import coefficients
from workbench.agreement.comparison import Comparison
from workbench.agreement.document import json_text
from workbench.agreement.report import compare
from workbench.agreement.results import document
from workbench.agreement.sets import DISTANCES, alpha_sets, set_sums
from workbench.agreement.spans import Prepared, Spans, Transcript, in_units, prepare
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


def quickest(*works: Callable[[], Any], times: int = 9) -> list[float]:
    """Seconds of the processor in the quickest run of each, taken in turns."""
    seconds = [float("inf")] * len(works)
    for _ in range(times):
        for number, work in enumerate(works):
            begun = time.process_time()
            work()
            seconds[number] = min(seconds[number], time.process_time() - begun)
    return seconds


def every_figure(comparison: Comparison, replicates: int = 0) -> None:
    """All coefficients of all codes and pairs from spans in arrays; with replicates also those of
    every transcript, and the intervals."""
    prepared = prepare(comparison.spans, comparison.transcripts, CODES, len(comparison.coders))
    sums = sweep(prepared)
    if not replicates:
        coefficients(Terms.of(sums.weighted(np.ones((1, TRANSCRIPTS)))))
        return
    weights = Bootstrap(replicates).weights(TRANSCRIPTS)
    frame = Frame(Aggregate.POOLED, prepared.axis.units, weights)
    frame.estimate(lambda weights: coefficients(Terms.of(sums.weighted(weights))))


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


def against_vectors() -> tuple[float, float, float]:
    """Seconds for all figures, and how many times that scikit-learn and NumPy vectors need."""
    comparison = made_up(2)
    one, two = characters(comparison, 0)
    mine, learn, vectors = quickest(
        lambda: every_figure(comparison),
        lambda: cohen_kappa_score(one, two),
        lambda: numpy_kappa(one, two),
    )
    return mine, CODES * learn / mine, CODES * vectors / mine


def with_replicates(coders: int = 2) -> float:
    """How many times the point estimates it takes with 1,000 samples."""
    comparison = made_up(coders)
    point, full = quickest(
        lambda: every_figure(comparison), lambda: every_figure(comparison, 1000), times=15
    )
    return full / point


def growth() -> tuple[float, float]:
    """How many times the time it takes for ten times the spans, and for ten times the text."""
    few, many = made_up(2), made_up(2, spans=10 * SPANS)
    long = made_up(2, length=10 * LENGTH)
    base, spans, text = quickest(
        *(lambda c=c: every_figure(c) for c in (few, many, long)), times=25
    )
    return spans / base, text / base


def whole_report(coders: int) -> tuple[float, float, float]:
    """Seconds of a report: its points, the same with 1,000 samples, its writing as JSON."""
    comparison = made_up(coders)
    report = compare(comparison)
    point, full, printed = quickest(
        lambda: compare(comparison, bootstrap=Bootstrap(0)),
        lambda: compare(comparison),
        lambda: json_text(document(report)),
        times=5,
    )
    return point, full, printed


def sets_of_sentences(interpreter: str) -> tuple[float, float | None]:
    """Seconds for alpha of sets with intervals, and how many times that nltk needs for a point.

    None where the interpreter has no nltk. Raises SystemExit where the two alphas differ.
    """
    comparison = made_up(2)
    units = tuple((k, k + SENTENCE) for k in range(0, LENGTH, SENTENCE))
    texts = tuple(Transcript(t.name, t.length, units=units) for t in comparison.transcripts)
    prepared = in_units(prepare(comparison.spans, texts, CODES, 2), texts)
    weights = Bootstrap().weights(TRANSCRIPTS)
    (mine,) = quickest(lambda: alpha_sets(set_sums(prepared), weights), times=7)
    program = Path(__file__).with_name("agreement_peer_nltk.py")
    run = subprocess.run(
        [interpreter, str(program)],
        input=json.dumps(_as_sets(prepared)),
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        return mine, None
    theirs = json.loads(run.stdout)
    alpha = alpha_sets(set_sums(prepared), np.ones((1, TRANSCRIPTS)))[DISTANCES.index("masi"), 0]
    if abs(alpha - theirs["alpha"]) > 1e-9:
        raise SystemExit(f"alpha with MASI: {alpha} here, {theirs['alpha']} by nltk")
    return mine, theirs["seconds"] / mine


def _as_sets(prepared: Prepared) -> list[tuple[int, int, list[int]]]:
    """(coder, unit, codes) of every unit; -1 marks the empty set."""
    given: dict[tuple[int, int], set[int]] = {}
    spans = prepared.spans
    for k in range(len(spans)):
        for unit in range(int(spans.start[k]), int(spans.end[k])):
            given.setdefault((int(spans.coder[k]), unit), set()).add(int(spans.code[k]))
    counted = [
        unit
        for offset, units in zip(prepared.axis.offset, prepared.axis.units, strict=True)
        for unit in range(int(offset), int(offset + units))
    ]
    return [
        (coder, unit, sorted(given.get((coder, unit), {-1})))
        for coder in range(2)
        for unit in counted
    ]


def main() -> None:
    """Measure and print."""
    mine, learn, vectors = against_vectors()
    print(f"all figures of {CODES} codes: {1000 * mine:.2f} ms; kappa alone takes")
    print(f"  scikit-learn on characters     x {learn:,.0f}")
    print(f"  NumPy vectors of characters    x {vectors:,.0f}")
    for coders in (2, 4):
        print(f"with 1,000 samples, {coders} coders     x {with_replicates(coders):.1f}")
    spans, text = growth()
    print(f"ten times the spans              x {spans:.1f}")
    print(f"ten times the characters         x {text:.2f}")
    for coders in (2, 4):
        point, full, printed = whole_report(coders)
        print(
            f"report, {coders} coders: point {1000 * point:.0f} ms, with 1,000 samples "
            f"{1000 * full:.0f} ms (x {full / point:.1f}), as JSON {1000 * printed:.0f} ms"
        )
    seconds, nltk = sets_of_sentences(sys.argv[1] if len(sys.argv) > 1 else sys.executable)
    print(f"alpha of sets on sentences, with intervals: {1000 * seconds:.0f} ms")
    print(
        "  nltk is not installed" if nltk is None else f"  nltk, MASI, no interval   x {nltk:,.0f}"
    )


if __name__ == "__main__":
    main()
