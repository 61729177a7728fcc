"""From the command to the first screen that answers, beside an empty Textual app.

    python tests/benchmarks/startup.py

On a pty of 120x40: `workbench open` on the demo study, and an app of one empty screen whose program
has imported sqlite-utils, in turn. The time is from the start of the process until the first screen
has been written, which for the workbench is so when the header names the person and the keys bar
its last key. Medians of nine; the goal is at most 0.25 s between the two on an idle machine.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from on_a_pty import OnAPty

from workbench.demo import demo_in

PROGRAM = Path(sys.executable).with_name("workbench")
TIMES, GOAL = 9, 0.25
EMPTY = """
import sqlite_utils
from textual.app import App, ComposeResult
from textual.widgets import Static

class Empty(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("nothing here")

Empty().run()
"""


def empty_app(folder: Path) -> float:
    """Seconds until an empty app has written its screen."""
    with OnAPty([sys.executable, "-c", EMPTY], folder) as app:
        return app.until_said("nothing here")


def first_screen(study: Path) -> float:
    """Seconds until the workbench has written its first screen."""
    with OnAPty([str(PROGRAM), "open", str(study), "--as", "Ana"], study.parent) as app:
        return app.until_said("Ana", "all keys")


def beside_an_empty_app() -> tuple[float, float]:
    """Medians of an empty app and of the workbench on the demo, measured in turn."""
    with tempfile.TemporaryDirectory() as made:
        study = demo_in(Path(made) / "demo")
        # the first round fills the caches of the machine
        rounds = [(empty_app(study.parent), first_screen(study)) for _ in range(TIMES + 1)][1:]
    return statistics.median(one for one, _ in rounds), statistics.median(two for _, two in rounds)


def main() -> None:
    """Measure and print."""
    before, after = beside_an_empty_app()
    print(f"empty app {before:.3f} s, workbench {after:.3f} s, medians of {TIMES}")
    print(f"{after - before:+.3f} s; the goal is at most {GOAL} s more")


if __name__ == "__main__":
    main()
