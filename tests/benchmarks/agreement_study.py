"""`workbench agreement` on a whole study: from the file to the report with intervals, as JSON.

    python tests/benchmarks/agreement_study.py [STUDY.db]

Makes a study (or takes the one named, made by an earlier run): four coders, 5,000 codings each, 60
codes, 28 transcripts of 50,000 characters with turns. The command runs in a process of its own; its
time is what it takes beyond `python -c pass`, best of five, on the clock and of the processor: the
second matters where the machine has other work too. Its memory is the largest it ever had.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from workbench.codebook.store import add_code
from workbench.coding.rounds import start_round
from workbench.coding.store import insert_codings
from workbench.consensus.reveal import lock
from workbench.corpus.importing import import_transcripts
from workbench.corpus.store import transcripts
from workbench.study import add_person, create_study
from workbench.study.layers import layers

CODERS = ("Ana", "Ben", "Cleo", "Dan")
CODINGS, BRANCHES, LEAVES, TRANSCRIPTS, LENGTH = 5_000, 6, 9, 28, 50_000
PROGRAM = "from workbench.cli import main; main()"
TIMES, SECONDS, MEGABYTES = 5, 0.6, 150
# By a small process of its own: the largest memory of a process begins with its parent's.
MEASURE = """
import json, os, subprocess, sys, time
began = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
clock = time.perf_counter() - began
print(json.dumps([clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
sys.exit(os.waitstatus_to_exitcode(status))
"""
SAYING = "the river came up in the night and nobody had told us what the warning meant"


def made_up(path: Path) -> Path:
    """The study, in a file of this name."""
    source = random.Random(1)
    folder = path.parent / "transcripts"
    folder.mkdir(exist_ok=True)
    files = []
    for number in range(TRANSCRIPTS):
        turns, length, words = [], 0, SAYING.split()
        while length < LENGTH:
            who = ("Interviewer", "P")[len(turns) % 2]
            said = " ".join(source.choice(words) for _ in range((12, 60)[len(turns) % 2]))
            turns.append(f"{who}: {said}.\n")
            length += len(turns[-1]) + 1
        files.append(folder / f"interview {number + 1:02}.txt")
        files[-1].write_text("\n".join(turns), encoding="utf-8")
    with create_study(path, "Four coders") as study:
        people = [add_person(study, name) for name in CODERS]
        import_transcripts(study, files)
        codes = []
        for branch in range(BRANCHES):
            parent = add_code(study, f"Branch {branch}", origin="deductive", by=None, shared=True)
            codes.append(parent)
            for leaf in range(LEAVES):
                place = f"{parent.path}/Code {branch}{leaf}"
                codes.append(add_code(study, place, origin="deductive", by=None, shared=True))
        start_round(study, "first", CODERS)
        characters = {one.id: one.characters for one in transcripts(study)}
        places = [
            (source.choice(list(characters)), source.choice(codes), source.random())
            for _ in range(CODINGS)
        ]
        for person in people:
            with study.change("coding", person) as write:
                mine = {layer.transcript_id: layer for layer in layers(study, person=person)}
                insert_codings(write, list(_given(source, places, mine, characters)))
            lock(study, person)
    return path


def _given(source, places, mine, characters):
    """What one coder gave: near each place, mostly under the code that belongs there."""
    seen = set()
    for transcript, code, share in places:
        start = int(share * (characters[transcript] - 500)) + source.randrange(60)
        end = start + source.randrange(20, 400)
        key = (transcript, code.id, start, end)
        if key not in seen:
            seen.add(key)
            yield {
                "layer_id": mine[transcript].id,
                "code_id": code.id,
                "start": start,
                "end": end,
                "memo": "",
                "origin": "manual",
            }


def ran(*words: str) -> tuple[float, float, float]:
    """Seconds on the clock, of the processor, and megabytes of one run of the interpreter."""
    command = [sys.executable, "-c", MEASURE, sys.executable, *words]
    # modules are compiled once, as they are after an installation, not at every start
    env = {name: each for name, each in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    measured = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    if measured.returncode:
        raise SystemExit(f"{' '.join(words)} failed: {measured.stderr}")
    clock, processor, memory = json.loads(measured.stdout)
    return clock, processor, memory


def whole_report(path: Path, times: int = TIMES) -> tuple[float, float, float]:
    """Seconds on the clock and of the processor beyond the interpreter's start, and megabytes of
    the command: the best of several runs, the largest memory."""
    start = [ran("-c", "pass") for _ in range(times)]
    runs = [ran("-c", PROGRAM, "agreement", str(path), "--json") for _ in range(times)]
    clock, processor = (min(run[k] for run in runs) - min(run[k] for run in start) for k in (0, 1))
    return clock, processor, max(run[2] for run in runs)


def main() -> None:
    """Make the study where none is named, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        named = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "four.db"
        path = named if named.exists() else made_up(named)
        clock, processor, memory = whole_report(path)
    print(f"workbench agreement, {len(CODERS)} x {CODINGS} codings, --json")
    print(
        f"beyond the start of Python {clock:.2f} s on the clock, {processor:.2f} s of the", end=""
    )
    print(f" processor (goal {SECONDS}), {memory:.0f} MB (goal {MEGABYTES})")


if __name__ == "__main__":
    main()
