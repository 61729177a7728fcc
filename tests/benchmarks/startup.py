"""From the command to the first screen that answers, beside an empty Textual app.

    python tests/benchmarks/startup.py

On a pty of 120x40: `workbench open` on the demo study, and an app of one empty screen whose program
has imported sqlite-utils, in turn. The time is from the start of the process to the last byte of
the first screen, which for the workbench is there when the header names the person and the keys
bar its last key. Medians of seven; the goal is at most 0.25 s between the two on an idle machine.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "journeys"))

from terminal import PROGRAM, Terminal

from workbench.demo import demo_in

TIMES, GOAL = 7, 0.25
SIZE = (120, 40)
EMPTY = """
import sqlite_utils
from textual.app import App, ComposeResult
from textual.widgets import Static

class Empty(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("nothing here")

Empty().run()
"""


def until(words: list[str], folder: Path, program: Path, *wanted: str) -> float:
    """Seconds from the start of a program until all of this stands on its screen."""
    began = time.perf_counter()
    state = {"XDG_STATE_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with Terminal(words, cwd=folder, size=SIZE, environment=state, program=program) as terminal:
        terminal.until(*wanted)
        return time.perf_counter() - began


def main() -> None:
    """Make the demo, take turns, print."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        study = str(demo_in(folder / "demo"))
        python = Path(sys.executable)
        empty, ours = [], []
        for _ in range(TIMES + 1):  # the first round fills the caches of the machine
            empty.append(until(["-c", EMPTY], folder, python, "nothing here"))
            ours.append(until(["open", study, "--as", "Ana"], folder, PROGRAM, "Ana", "? all keys"))
        before, after = statistics.median(empty[1:]), statistics.median(ours[1:])
    print(f"empty app {before:.3f} s, workbench {after:.3f} s, medians of {TIMES}")
    print(f"{after - before:+.3f} s; the goal is at most {GOAL} s more")


if __name__ == "__main__":
    main()
