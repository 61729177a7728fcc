"""Every goal of the agreement figures beside what is reached, in one run.

    python tests/benchmarks/agreement_goals.py [--nltk PYTHON] [--pygamma PYTHON] [--study FILE.db]

Needs scikit-learn, krippendorff and scipy (the extras of the tests). nltk and pygamma-agreement are
asked through interpreters that have them; without the second, its disorders as recorded for the
tests are the measure. Ratios and seconds are of the processor, so that other work on the machine
hardly counts; the time from the study file is given on the clock too.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import agreement_speed as speed  # first: it sets the threads of NumPy
import agreement_study as study
import numpy as np

from workbench.agreement.alignment import Units
from workbench.agreement.bootstrap import Bootstrap
from workbench.agreement.comparison import Comparison
from workbench.agreement.gamma import gamma
from workbench.agreement.gamma_nway import align_all
from workbench.agreement.spans import Spans, Transcript

TESTS = Path(__file__).parents[1] / "agreement"
CASES = TESTS / "data" / "gamma_disorders.json"
FOREIGN = ("scipy", "pandas", "sklearn")
Row = tuple[str, str, bool]


def reference_cases() -> Row:
    """The tests of the station: published tables, exact fractions, other libraries, the policy."""
    words = ["-m", "pytest", "-n", "0", "-q", "-p", "no:cacheprovider", str(TESTS)]
    run = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
    passed = run.stdout.count(".")
    reached = f"{passed} pass" if not run.returncode else run.stdout.strip().splitlines()[-1]
    return "reference cases and exact fractions", reached, not run.returncode


def against_vectors() -> list[Row]:
    mine, learn, vectors = speed.against_vectors()
    what = f"all figures of {speed.CODES} codes in {1000 * mine:.1f} ms; "
    return [
        ("800 x faster than scikit-learn", f"{what}x {learn:,.0f}", learn >= 800),
        ("20 x faster than NumPy vectors", f"x {vectors:,.0f}", vectors >= 20),
    ]


def resampling() -> list[Row]:
    found = [(coders, speed.with_replicates(coders)) for coders in (2, 4)]
    return [
        (f"1,000 samples: 10 x the points, {coders} coders", f"x {times:.1f}", times <= 10)
        for coders, times in found
    ]


def sets(interpreter: str) -> Row:
    seconds, times = speed.sets_of_sentences(interpreter)
    reached = "nltk is not installed" if times is None else f"x {times:,.0f}, the same alpha"
    return (
        "50 x faster than nltk, sets of sentences",
        f"with intervals {1000 * seconds:.0f} ms; {reached}",
        times is not None and times >= 50,
    )


def from_the_file(named: Path | None) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = named or Path(folder) / "four.db"
        if not path.exists():
            study.made_up(path)
        # a shared machine is slow for seconds at a time: up to three rounds, the best of them
        rounds = [study.whole_report(path)]
        while len(rounds) < 3 and min(rounds)[0] > study.SECONDS:
            time.sleep(10)
            rounds.append(study.whole_report(path))
        clock, processor, _ = min(rounds)
        memory = max(memory for _, _, memory in rounds)
    return [
        (
            f"from the study file: {study.SECONDS} s",
            f"{processor:.2f} s of the processor, {clock:.2f} s on the clock",
            processor <= study.SECONDS,
        ),
        (f"its memory: {study.MEGABYTES} MB", f"{memory:.0f} MB", memory <= study.MEGABYTES),
    ]


def growth() -> list[Row]:
    spans, text = speed.growth()
    return [
        ("ten times the spans: 13 x the time", f"x {spans:.1f}", spans <= 13),
        ("ten times the characters: no change", f"x {text:.2f}", text <= 1.1),
    ]


def aligning() -> Row:
    """Gamma of two coders with 5,000 units each and thirty random continua."""
    random, count, length = np.random.default_rng(1), 5_000, 1_400_000
    start = np.sort(random.integers(length - 400, size=count))
    moved = np.clip(start + random.integers(-40, 40, size=count), 0, length - 400)
    code = random.integers(speed.CODES, size=count)
    both = np.concatenate([start, moved])
    spans = Spans(
        np.zeros(2 * count, dtype=np.int64),
        np.concatenate([code, np.where(random.random(count) < 0.8, code, 0)]),
        np.repeat([0, 1], count),
        both,
        both + random.integers(20, 400, size=2 * count),
    )
    codes = tuple(f"c{k}" for k in range(speed.CODES))
    made = Comparison((Transcript("t", length),), ("A", "B"), codes, spans)
    (seconds,) = speed.quickest(lambda: gamma(made, bootstrap=Bootstrap(0)), times=3)
    samples = gamma(made, bootstrap=Bootstrap(0)).pairs["A", "B"].samples
    reached = f"{seconds:.2f} s, {samples} random continua"
    return "gamma, 2 x 5,000 units, 30 samples: 3 s", reached, seconds <= 3


def disorders(interpreter: str | None) -> Row:
    """The observed disorder beside pygamma-agreement's."""
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    theirs, whose = [case["disorder"] for case in cases], "as recorded"
    if interpreter is not None:
        run = subprocess.run(
            [interpreter, str(Path(__file__).with_name("agreement_peer_gamma.py"))],
            input=json.dumps([{"coders": case["coders"]} for case in cases]),
            capture_output=True,
            text=True,
            check=True,
        )
        theirs, whose = [each["disorder"] for each in json.loads(run.stdout)], "in this run"
    apart = max(abs(_disorder(case) - one) for case, one in zip(cases, theirs, strict=True))
    reached = f"largest difference {apart:.1e} in {len(cases)} cases, {whose}"
    return "pygamma's disorder within 2e-5", reached, apart <= 2e-5


def _disorder(case: dict[str, dict[str, list[tuple[int, int, str]]]]) -> float:
    codes = sorted({code for rows in case["coders"].values() for _, _, code in rows})
    coders = []
    for rows in case["coders"].values():
        table = np.array([(s, e, codes.index(code), 0) for s, e, code in rows], dtype=np.int64)
        coders.append(Units(*table.reshape(-1, 4).T))
    per_coder = sum(map(len, coders)) / len(coders)
    return float(align_all(coders, 1).sums[0] / per_coder)


def imports() -> Row:
    code = "import sys, workbench.agreement.report, workbench.agreement.rating_report;"
    code += f"print(*(name for name in {FOREIGN!r} if name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = run.stdout.split()
    return f"loads none of {', '.join(FOREIGN)}", ", ".join(loaded) or "none", not loaded


def main() -> None:
    """Measure everything and print the table; exit 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nltk", default=sys.executable)
    parser.add_argument("--pygamma")
    parser.add_argument("--study", type=Path)
    asked = parser.parse_args()
    rows = [
        *against_vectors(),
        *resampling(),
        *growth(),
        sets(asked.nltk),
        *from_the_file(asked.study),
        aligning(),
        disorders(asked.pygamma),
        imports(),
        reference_cases(),
    ]
    wide = max(len(goal) for goal, _, _ in rows)
    print(f"{'goal':<{wide}}  {'':6}  reached")
    for goal, reached, met in rows:
        print(f"{goal:<{wide}}  {'met' if met else 'MISSED':6}  {reached}")
    raise SystemExit(not all(met for _, _, met in rows))


if __name__ == "__main__":
    main()
