"""Every goal of speed beside what is reached, in one run.

    python tests/benchmarks/goals.py [--archive FOLDER]

With ``--archive`` also what an archive of ten thousand transcripts takes (see ``archive.py``; it is
made there if it is not). The goals of the coefficients by themselves are in ``agreement_goals.py``.
A fixed processor task between the rows tells how noisy the machine is: on a busy one the figures
say little. Ends with 1 where a goal is missed.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import agreement_speed as agreement  # first: it sets the threads of NumPy
import archive
import startup
import transcript_latency as latency
from on_a_pty import noise

from workbench.agreement.report import compare
from workbench.codebook.store import add_code
from workbench.coding.apply import apply_code
from workbench.coding.rounds import start_round
from workbench.corpus.importing import import_transcripts
from workbench.corpus.store import transcript
from workbench.study import add_person, create_study

Row = tuple[str, str, bool]
CODINGS = 200


def keys() -> Iterator[Row]:
    """The coding screen: from a key to the last byte of what it changes."""
    large, small = latency.measure(500_000, 5_000), latency.measure(45_000, 450)
    for name, _, _, _, (median_goal, p99_goal) in latency.ROUNDS:
        median, p99 = large[name]
        goal = f"p99 under {p99_goal} ms"
        met = p99 < p99_goal
        if median_goal:
            goal, met = f"median under {median_goal}, {goal}", met and median < median_goal
        yield f"{name}: {goal}", f"{median:.1f}, {p99:.1f} ms", met
        times = median / small[name][0]
        yield f"{name}: 1.5 x that of 45,000 characters", f"x {times:.2f}", times <= 1.5


def screen() -> Row:
    """The first screen, beside an empty app: best of three."""
    times = [startup.beside_an_empty_app() for _ in range(3)]
    before, after = min(times, key=lambda pair: pair[1] - pair[0])
    more = after - before
    goal = f"first screen: {startup.GOAL} s more than an empty app"
    return goal, f"{more:+.3f} s ({before:.3f}, {after:.3f})", more <= startup.GOAL


def coefficients() -> Iterator[Row]:
    """All coefficients of a hundred codes, the same resampled, the report on each transcript."""
    agreement.CODES = 100
    comparison = agreement.made_up(2)
    point, full, report = agreement.quickest(
        lambda: agreement.every_figure(comparison),
        lambda: agreement.every_figure(comparison, 1000),
        lambda: compare(comparison),
        times=5,
    )
    yield "all coefficients of 100 codes: 50 ms", f"{1000 * point:.1f} ms", point < 0.05
    yield "with 1,000 samples: 1 s", f"{1000 * full:.0f} ms", full < 1
    goal = "the whole report, each transcript, 1,000 samples: 1 s"
    yield goal, f"{1000 * report:.0f} ms", report < 1


def on_disk() -> Row:
    """One coding, acknowledged when it is on disk."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        text = folder / "interview.txt"
        text.write_text("P: " + "the river came up in the night. " * 500, encoding="utf-8")
        with create_study(folder / "study.db", "On disk") as study:
            ana = add_person(study, "Ana")
            import_transcripts(study, [text])
            code = add_code(study, "Trust", origin="deductive", by=None, shared=True)
            start_round(study, "first", ["Ana"])
            interview = transcript(study, "interview")
            taken = []
            for start in range(CODINGS):
                began = time.perf_counter()
                apply_code(study, ana, interview, 3 + start, 40 + start, code)
                taken.append(1000 * (time.perf_counter() - began))
    median = statistics.median(taken)
    return "a coding on disk: median under 5 ms", f"{median:.2f} ms", median < 5


def killed() -> Row:
    """Two coders at once, one of them killed a hundred times in the middle."""
    tests = Path(__file__).parents[1] / "study" / "test_study_processes.py"
    run = subprocess.run(
        ["env", "WORKBENCH_KILLS=100", sys.executable, "-m", "pytest", "-n", "0", "-q",
         "-k", "kill", str(tests)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    said = "nothing acknowledged is lost, the file verifies"
    last = run.stdout.strip().splitlines()[-1]
    return "killed a hundred times", said if not run.returncode else last, not run.returncode


def main() -> None:
    """Measure everything and print the table; exit 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--archive", type=Path)
    asked = parser.parse_args()
    probes = [noise() for _ in range(20)]
    rows = [*keys(), screen(), *coefficients(), on_disk(), killed()]
    if asked.archive:
        rows += archive.goals(asked.archive)
    probes += [noise() for _ in range(20)]
    wide = max(len(goal) for goal, _, _ in rows)
    print(f"noise probe: median {statistics.median(probes):.1f} ms, worst {max(probes):.1f} ms")
    for goal, reached, met in rows:
        print(f"{goal:<{wide}}  {'met' if met else 'MISSED':6}  {reached}")
    raise SystemExit(not all(met for _, _, met in rows))


if __name__ == "__main__":
    main()
