"""Key to last byte of the coding screen on a real pseudo-terminal.

    python tests/benchmarks/transcript_latency.py

Opens the program itself (`workbench open --transcript`) on a pty of 120x40, on a transcript of
500,000 characters under 5,000 overlapping codings, presses one key at a time and waits until the
terminal has been silent for a moment; the time is from the key to the last byte that came. Then the
same with 45,000 characters and 450 codings, where a screenful holds as many. A fixed processor
task, timed between the rounds, tells how noisy the machine is. Each figure is the best of three
rounds.
"""

import fcntl
import os
import pty
import random
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

from workbench.codebook.store import add_code
from workbench.codebook.store import codes as codes_of
from workbench.coding.rounds import start_round
from workbench.coding.store import insert_codings
from workbench.corpus.importing import import_transcripts
from workbench.study import Study, add_person, create_study
from workbench.study.layers import layers

PROGRAM = Path(sys.executable).with_name("workbench")

COLUMNS, ROWS = 120, 40
SILENCE = 0.06  # seconds without a byte after which a key counts as answered
PATIENCE = 3.0  # seconds in which the first byte has to come
DOWN, RIGHT, PAGE, BACK = b"\x1b[B", b"\x1b[C", b"\x1b[6~", b"\x1b[5~"
# name, keys to get there, the keys pressed in turn, how often, goals in milliseconds (median, p99)
ROUNDS = [
    ("caret right", (), (RIGHT,), 100, (None, 16)),
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


class Terminal:
    """A child on a pty of its own."""

    def __init__(self, study: Path) -> None:
        self.child, self.end = pty.fork()
        if self.child == 0:
            os.environ.update(
                TERM="xterm-256color",
                COLORTERM="truecolor",
                XDG_STATE_HOME=str(study.parent),
                XDG_CONFIG_HOME=str(study.parent),
            )
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            words = [str(PROGRAM), "open", str(study), "--as", "Ana", "--transcript", "interview"]
            os.execv(words[0], words)
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.read_until_silent(time.perf_counter(), 2.0)

    def read_until_silent(self, since: float, silence: float) -> float:
        """Seconds from `since` to the last byte before the silence, however late the first is."""
        last, patience = since, PATIENCE
        while select.select([self.end], [], [], patience)[0]:
            if not os.read(self.end, 1 << 16):
                break
            last, patience = time.perf_counter(), silence
        return last - since

    def press(self, key: bytes, silence: float = SILENCE) -> float:
        """Press a key; milliseconds to the last byte it brought."""
        started = time.perf_counter()
        os.write(self.end, key)
        return 1000 * self.read_until_silent(started, silence)

    def close(self) -> None:
        """End the child."""
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.end)


def noise() -> float:
    """Milliseconds of a fixed task: how fast and how steady the machine is just now."""
    started = time.perf_counter()
    sum(number * number % 7 for number in range(200_000))
    return 1000 * (time.perf_counter() - started)


def measure(characters: int, codings: int) -> dict[str, tuple[float, float]]:
    """Median and p99 in milliseconds of each kind of key, best of three."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "latency.db"
        made_up(path, characters, codings)
        return _measured(path)


def _measured(study: Path) -> dict[str, tuple[float, float]]:
    best: dict[str, tuple[float, float]] = {}
    for _ in range(3):
        terminal = Terminal(study)
        for name, way, keys, times, _ in ROUNDS:
            for there in way:
                terminal.press(there, 0.8)
            taken = sorted(terminal.press(keys[n % len(keys)]) for n in range(times))
            found = (statistics.median(taken), taken[min(len(taken) - 1, int(0.99 * len(taken)))])
            best[name] = min(best.get(name, found), found, key=lambda pair: pair[1])
        terminal.close()
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
