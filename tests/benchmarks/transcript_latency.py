"""Key to last byte of the coding screen on a real pseudo-terminal.

    python tests/benchmarks/transcript_latency.py

Opens the program itself (`workbench open --transcript`) on a pty of 120x40, on a transcript of
500,000 characters under 5,000 overlapping codings, presses one key at a time and waits until the
terminal has been silent for a moment; the time is from the key to the last byte that came. Then the
same with 45,000 characters and 450 codings, where a screenful holds as many. A fixed processor
task, timed between the rounds, tells how noisy the machine is. Each figure is the best of three
rounds.
"""

import math
import random
import statistics
import sys
import tempfile
from pathlib import Path

from on_a_pty import OnAPty, noise

from workbench.codebook.store import add_code
from workbench.codebook.store import codes as codes_of
from workbench.coding.rounds import start_round
from workbench.coding.store import insert_codings
from workbench.corpus.importing import import_transcripts
from workbench.study import Study, add_person, create_study
from workbench.study.layers import layers

PROGRAM = Path(sys.executable).with_name("workbench")

DOWN, RIGHT, PAGE, BACK = b"\x1b[B", b"\x1b[C", b"\x1b[6~", b"\x1b[5~"
# name, keys to get there, the keys pressed in turn, how often, goals in milliseconds (median, p99)
ROUNDS = [
    ("caret right", (b"G", b"g"), (RIGHT,), 100, (None, 16)),
    ("selection", (b"v",), (RIGHT,), 100, (None, 16)),
    ("scroll down", (b"\x1b", DOWN * 45), (DOWN,), 150, (10, 20)),
    ("page", (), (PAGE, PAGE, PAGE, BACK, BACK), 60, (None, 30)),
]


def made_up(path: Path, characters: int, codings: int) -> None:
    """A study of one transcript of this length, on which Ana has given this many codings."""
    dice = random.Random(7)
    words = ["river", "gauge", "the", "a", "warning", "Marta", "desk", "at", "night", "share"]
    pieces: list[str] = []
    at = 0
    while at < characters:
        said = " ".join(dice.choices(words, k=dice.choice((12, 40, 90))))
        pieces.append(f"{('Interviewer', 'P')[len(pieces) % 2]}: {said}.\n\n")
        at += len(pieces[-1])
    text = path.with_name("interview.txt")
    text.write_text("".join(pieces)[:characters], encoding="utf-8")
    with create_study(path, "Latency") as study:
        ana = add_person(study, "Ana")
        import_transcripts(study, [text])
        codes = [
            add_code(study, f"{branch}/{name}", origin="deductive", by=None, shared=True)
            for branch in ("People", "Obstacles", "Formats", "Judgement", "Reasons")
            for name in ("Knowing", "Trust", "Too slow", "Meet and share", "Fear of blame")
            if add_parent(study, branch)
        ]
        start_round(study, "first", ["Ana"])
        (layer,) = layers(study, person=ana)
        places: set[tuple[int, int, int]] = set()
        while len(places) < codings:
            start = dice.randrange(characters - 600)
            length = dice.randrange(20, 600)
            places.add((start, start + length, dice.randrange(len(codes))))
        with study.change("code", ana) as write:
            insert_codings(
                write,
                [
                    {
                        "layer_id": layer.id,
                        "code_id": codes[code].id,
                        "start": start,
                        "end": end,
                        "memo": "",
                        "origin": "manual",
                    }
                    for start, end, code in sorted(places)
                ],
            )


def add_parent(study: Study, name: str) -> bool:
    """A branch of the codebook, once."""
    if name not in {code.path for code in codes_of(study, None)}:
        add_code(study, name, origin="deductive", by=None, shared=True)
    return True


def measure(characters: int, codings: int) -> dict[str, tuple[float, float]]:
    """Median and p99 in milliseconds of each kind of key, each the best of three."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "latency.db"
        made_up(path, characters, codings)
        return _measured(path)


def _measured(study: Path) -> dict[str, tuple[float, float]]:
    best: dict[str, tuple[float, float]] = {}
    words = [str(PROGRAM), "open", str(study), "--as", "Ana", "--transcript", "interview"]
    for _ in range(3):
        with OnAPty(words, study.parent) as terminal:
            terminal.until_silent(terminal.began, 2.0)
            for name, way, keys, times, _ in ROUNDS:
                for there in way:
                    terminal.press(there, 0.8)
                taken = sorted(terminal.press(keys[n % len(keys)]) for n in range(times))
                last = min(len(taken) - 1, int(0.99 * len(taken)))
                median, p99 = best.get(name, (math.inf, math.inf))
                best[name] = min(median, statistics.median(taken)), min(p99, taken[last])
    return best


def main() -> None:
    """Measure and print, with the goals beside."""
    probes = [noise() for _ in range(20)]
    large = measure(500_000, 5_000)
    probes += [noise() for _ in range(20)]
    small = measure(45_000, 450)
    probes += [noise() for _ in range(20)]
    print(f"noise probe: median {statistics.median(probes):.1f} ms, worst {max(probes):.1f} ms")
    print(f"{'':14}{'500,000 characters':>24}{'45,000 characters':>24}   goal")
    for name, _, _, _, (median_goal, p99_goal) in ROUNDS:
        (median, p99), (median_small, p99_small) = large[name], small[name]
        goal = (f"median {median_goal}, " if median_goal else "") + f"p99 {p99_goal}"
        print(
            f"{name:14}{median:10.1f} / {p99:7.1f} ms{median_small:10.1f} / {p99_small:7.1f} ms"
            f"   {goal}; {median / median_small:.2f} times"
        )


if __name__ == "__main__":
    if sys.platform == "win32":
        sys.exit("a pty is needed")
    main()
