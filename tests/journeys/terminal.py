"""A real terminal for the tests: the installed program on a pty, its screen read back by pyte."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyte

PROGRAM = Path(sys.executable).with_name("workbench")
PATIENCE = 20.0
NOT_OURS = {"NO_COLOR", "COLORTERM", "COLUMNS", "LINES"}
"""What the terminal of whoever runs the tests would tell the program of itself."""
KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "ctrl+g": "\x07",
    "ctrl+p": "\x10",
    "ctrl+q": "\x11",
    "ctrl+r": "\x12",
    "ctrl+s": "\x13",
    "ctrl+u": "\x15",
}


def _as_nohup_on_a_terminal() -> None:
    """A hang-up reaches the program, which has to mind it by itself."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


class Terminal:
    """The program in a terminal of so many columns and rows; a context manager that ends it.

    ``keys`` and ``type`` send; ``until`` waits until something stands on the screen and fails,
    showing the screen, where it does not come.
    """

    def __init__(
        self,
        words: Sequence[str],
        *,
        cwd: Path,
        size: tuple[int, int] = (80, 24),
        environment: Mapping[str, str] | None = None,
        program: Path = PROGRAM,
    ) -> None:
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self.sent_back = b""
        self._master, slave = pty.openpty()
        self._open = True
        self._size(size)
        kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        self.process = subprocess.Popen(
            [str(program), *words],
            cwd=cwd,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", **(environment or {})},
            start_new_session=True,
            preexec_fn=_as_nohup_on_a_terminal,
        )
        os.close(slave)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        self._close()

    # ── what a person does ───────────────────────────────────────────────────────────────────────

    def keys(self, *keys: str) -> None:
        """Press keys by their names, any other word as it is typed."""
        for key in keys:
            self.write(KEYS.get(key, key))
            if key == "escape":
                self._read(0.3)  # what follows an escape at once would be one key with it

    def write(self, characters: str) -> None:
        """All of it in one write."""
        os.write(self._master, characters.encode())

    def resize(self, columns: int, rows: int) -> None:
        """The window gets another size."""
        self._read(0)
        self.screen.resize(rows, columns)
        self._size((columns, rows))

    def hang_up(self) -> int:
        """The window is closed in the middle of it all. Returns the exit code."""
        self._close()
        return self.process.wait(PATIENCE)

    def _close(self) -> None:
        if self._open:
            os.close(self._master)
        self._open = False

    # ── what a person sees ───────────────────────────────────────────────────────────────────────

    @property
    def text(self) -> str:
        """What stands on the screen, line by line."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def until(self, *wanted: str, gone: str = "") -> str:
        """Wait until all of this stands on the screen and ``gone`` does not. Returns the screen."""
        end = time.monotonic() + PATIENCE
        while not all(words in self.text for words in wanted) or (gone and gone in self.text):
            if time.monotonic() > end or not self._read(0.5, end=end):
                raise AssertionError(f"waited for {wanted}, without {gone!r}, saw:\n{self.text}")
        return self.text

    def until_header_ends_at(self, column: int) -> None:
        """Wait until the first line is as long as the program makes it in this width."""
        end = time.monotonic() + PATIENCE
        while len(self.text.splitlines()[0]) != column:
            if time.monotonic() > end or not self._read(0.5, end=end):
                raise AssertionError(f"waited for a header of {column} cells, saw:\n{self.text}")

    def ended(self) -> int:
        """Wait until the program is over. Returns its exit code."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            self._read(0.1)
        return self.process.wait(1)

    def _read(self, seconds: float, *, end: float = 0.0) -> bool:
        """Take in what comes within ``seconds``; False where the program is over for good."""
        while select.select([self._master], [], [], seconds)[0]:
            try:
                came = os.read(self._master, 65536)
            except OSError:  # how Linux says that nobody holds the other end
                return False
            if not came:
                return False
            self.sent_back += came
            self._stream.feed(came)
            seconds = 0
        return True

    def _size(self, size: tuple[int, int]) -> None:
        columns, rows = size
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
