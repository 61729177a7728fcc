"""Key to last byte of the transcript view on a real pseudo-terminal.

    python tests/benchmarks/transcript_latency.py

Runs the view in a child process on a pty of 120x40 with 500,000 characters under 5,000 overlapping
codings, presses one key at a time and waits until the terminal has been silent for a moment; the
time is from the key to the last byte that came. Then the same with 45,000 characters and 450
codings. A fixed processor task, timed between the rounds, tells how noisy the machine is. Each
figure is the best of three rounds.
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
import termios
import time

COLUMNS, ROWS = 120, 40
SILENCE = 0.06  # seconds without a byte after which a key counts as answered
DOWN, RIGHT, PAGE, BACK = b"\x1b[B", b"\x1b[C", b"\x1b[6~", b"\x1b[5~"
# name, keys to get there, the keys pressed in turn, how often, goals in milliseconds (median, p99)
ROUNDS = [
    ("caret right", (), (RIGHT,), 100, (None, 16)),
    ("selection", (b"v",), (RIGHT,), 100, (None, 16)),
    ("scroll down", (b"\x1b", DOWN * 45), (DOWN,), 150, (10, 20)),
    ("page", (), (PAGE, PAGE, PAGE, BACK, BACK), 60, (None, 30)),
]


def page(characters: int, codings: int) -> None:
    """The child: one view, until it is killed."""
    from textual.app import App, ComposeResult

    from workbench.tui.text.nouns import Mark, ShownTurn
    from workbench.tui.widgets.transcript import TranscriptView

    dice = random.Random(7)
    words = ["river", "gauge", "the", "a", "warning", "Marta", "desk", "at", "night", "share"]
    text, turns = "", []
    pieces: list[str] = []
    at = 0
    while at < characters:
        label = "S1-07: " if len(turns) % 2 else "Int: "
        said = " ".join(dice.choices(words, k=dice.choice((12, 40, 90)))) + "."
        end = at + len(label) + len(said)
        turns.append(
            ShownTurn(len(turns) + 1, label[:-2], not len(turns) % 2, at, at + len(label), end)
        )
        pieces.append(label + said + "\n\n")
        at = end + 2
    text = "".join(pieces)
    hues = ("blue", "gold", "mint", "orange", "mauve")
    marks = []
    for number in range(codings):
        start = dice.randrange(len(text) - 600)
        length = dice.randrange(20, 600)
        marks.append(
            Mark(
                str(number), start, start + length, "abcdefg"[number % 7], hues[number % 5], "Code"
            )
        )

    class Bench(App[None]):
        ENABLE_COMMAND_PALETTE = False

        def compose(self) -> ComposeResult:
            yield TranscriptView()

        def on_mount(self) -> None:
            view = self.query_one(TranscriptView)
            view.load(text, turns, marks)
            view.focus()

    Bench().run()


class Terminal:
    """A child on a pty of its own."""

    def __init__(self, characters: int, codings: int) -> None:
        self.child, self.end = pty.fork()
        if self.child == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            page(characters, codings)
            os._exit(0)
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.read_until_silent(time.perf_counter(), 2.0)

    def read_until_silent(self, since: float, silence: float) -> float:
        """Seconds from `since` to the last byte before the silence."""
        last = since
        while select.select([self.end], [], [], silence)[0]:
            if not os.read(self.end, 1 << 16):
                break
            last = time.perf_counter()
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
    best: dict[str, tuple[float, float]] = {}
    for _ in range(3):
        terminal = Terminal(characters, codings)
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
