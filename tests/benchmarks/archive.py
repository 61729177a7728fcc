"""An archive: 10,000 transcripts, 80 million words, in one study file.

    python tests/benchmarks/archive.py [FOLDER [TRANSCRIPTS]]

Makes the archive in FOLDER (or takes the one that an earlier run left there; it needs several GB
and ten minutes), with words as frequent as words are (Zipf's law), and measures, best of five:
opening the file, beyond the start of an empty interpreter; the first hundred hits of a word that
stands everywhere, and all hits of one that stands in a few places; the first screen of `workbench
open` on a pty of 120x40, beside an empty Textual app; and the memory of each.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from agreement_study import TIMES, ran
from startup import empty_app, first_screen

from workbench.coding.rounds import start_round
from workbench.corpus.importing import import_transcripts
from workbench.study import add_person, create_study

TRANSCRIPTS, WORDS, VOCABULARY = 10_000, 8_000, 50_000
AT_ONCE = 500  # transcripts a change, so that the journal of one change stays small
OPENING, SEARCHING, MEMORY = 1.0, 0.1, 300
OPEN = (
    "from pathlib import Path; from workbench.study import open_study; s = open_study(Path({!r}))"
)
FIND = (
    "import time; from itertools import islice; from workbench.corpus.search import search\n"
    "began = time.perf_counter(); found = list(islice(search(s, {!r}), {}))\n"
    "print(len(found), time.perf_counter() - began)"
)
LIST = "import sys; from workbench.cli import main\nsys.argv[1:] = ['transcripts', {!r}]; main()"
# What the system says of a child's memory begins with its parent's, so the child is asked.
PEAK = (
    "\nimport atexit, sys\natexit.register(lambda: print(*(line.split()[1] for line in"
    " open('/proc/self/status') if line.startswith('VmHWM')), file=sys.stderr))\n"
)


def made_up_files(folder: Path, count: int) -> Iterator[Path]:
    """Interviews of made-up words; a rare word stands in one of two hundred."""
    source = random.Random(1)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er")]
    vocabulary: dict[str, None] = {}
    while len(vocabulary) < VOCABULARY:
        vocabulary["".join(source.choices(syllables, k=source.choice((1, 2, 2, 3, 3, 4))))] = None
    words = list(vocabulary)
    weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
    for number in range(count):
        said = source.choices(words, cum_weights=weights, k=WORDS)
        if number % 200 == 7:
            said[WORDS // 2] = "floodgatekeeper"
        turns = [
            f"{('Interviewer', 'P')[turn % 2]}: {' '.join(said[turn * 80 : turn * 80 + 80])}.\n"
            for turn in range(WORDS // 80)
        ]
        path = folder / f"interview {number + 1:05}.txt"
        path.write_text("\n".join(turns), encoding="utf-8")
        yield path


def made(path: Path, count: int) -> None:
    """The study in a file of this name."""
    with create_study(path, "An archive") as study, tempfile.TemporaryDirectory() as folder:
        batch: list[Path] = []
        began = time.perf_counter()
        for number, file in enumerate(made_up_files(Path(folder), count), 1):
            batch.append(file)
            if len(batch) == AT_ONCE or number == count:
                import_transcripts(study, batch, keep_originals=False)
                for done in batch:
                    done.unlink()
                batch = []
                print(f"{number:6} in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        add_person(study, "Ana")
        add_person(study, "Ben")
        start_round(study, "first", ("Ana", "Ben"))


def found(path: Path, query: str, most: int) -> tuple[int, float, float]:
    """How many hits, the best seconds of several, and the megabytes of the process."""
    code = OPEN.format(str(path)) + "\n" + FIND.format(query, most)
    seconds = []
    for _ in range(TIMES):
        told = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.split()
        seconds.append(float(told[1]))
    return int(told[0]), min(seconds), peak(code)


def peak(code: str) -> float:
    """The most memory that an interpreter with this code ever had, in megabytes."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK + code], capture_output=True, text=True, check=True
    )
    return int(done.stderr.split()[-1]) / 1024


def goals(folder: Path, count: int = TRANSCRIPTS) -> list[tuple[str, str, bool]]:
    """Each goal, what is reached, whether that is enough; makes the archive if there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"archive-{count}.db"
    if not path.exists():
        made(path, count)
    start, _, _ = min(ran("-c", "pass") for _ in range(TIMES))
    opened, _, _ = min(ran("-c", OPEN.format(str(path))) for _ in range(TIMES))
    size = f"{count:,} transcripts, {count * WORDS / 1e6:.0f} million words"
    rows = [(f"{size}: open the file in {OPENING} s", f"{opened - start:.3f} s", opened < OPENING)]
    for what, query, most in (
        ("100 hits of a common word", "ban", 100),
        ("all hits of a rare word", "floodgatekeeper", 10**6),
    ):
        hits, seconds, memory = found(path, query, most)
        met = seconds < SEARCHING and memory < MEMORY
        goal = f"{what} in {SEARCHING} s, {MEMORY} MB"
        rows.append((goal, f"{seconds:.3f} s ({hits} hits), {memory:.0f} MB", met))
    before = min(empty_app(folder) for _ in range(TIMES))
    after = min(first_screen(path) for _ in range(TIMES))
    reached = f"{after - before:+.3f} s ({before:.3f}, {after:.3f})"
    rows.append((f"its first screen: {OPENING} s more than an empty app", reached,
                 after - before < OPENING))  # fmt: skip
    memory = peak(LIST.format(str(path)))
    rows.append((f"list of all transcripts: {MEMORY} MB", f"{memory:.0f} MB", memory < MEMORY))
    return rows


def main() -> None:
    """Make the archive where there is none, measure, print."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    count = int(sys.argv[2]) if len(sys.argv) > 2 else TRANSCRIPTS
    for goal, reached, met in goals(folder, count):
        print(f"{goal:<60}  {'met' if met else 'MISSED':6}  {reached}")


if __name__ == "__main__":
    main()
