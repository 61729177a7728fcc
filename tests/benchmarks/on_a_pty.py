"""A program on a pseudo-terminal, timed by its bytes: nothing reads them but the clock."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

SIZE = (120, 40)
SILENCE = 0.06  # seconds without a byte after which a key counts as answered
PATIENCE = 5.0  # seconds in which the first byte has to come
# modules are compiled once, as they are after an installation, not at every start
LEFT_OUT = ("NO_COLOR", "PYTHONDONTWRITEBYTECODE")


class OnAPty:
    """A child on a pty of its own; a context manager that kills it.

    ``began`` is when it was started, on the clock of ``time.perf_counter``.
    """

    def __init__(self, words: Sequence[str], folder: Path, size: tuple[int, int] = SIZE) -> None:
        columns, rows = size
        shape = struct.pack("HHHH", rows, columns, 0, 0)
        own: Mapping[str, str] = {
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "XDG_STATE_HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder),
        }
        kept = {key: value for key, value in os.environ.items() if key not in LEFT_OUT}
        self.began = time.perf_counter()
        self.child, self.end = pty.fork()
        if self.child == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, shape)
            os.execve(words[0], list(words), {**kept, **own})
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, shape)

    def __enter__(self) -> "OnAPty":
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.end)

    def until_said(self, *wanted: str) -> float:
        """Seconds from the start until all of this has been written; the screen need not rest."""
        got = b""
        while not all(word.encode() in got for word in wanted):
            if not select.select([self.end], [], [], PATIENCE)[0]:
                raise RuntimeError(f"waited for {wanted} in vain, got {got[-300:]!r}")
            got += os.read(self.end, 1 << 16)
        return time.perf_counter() - self.began

    def until_silent(self, since: float, silence: float = SILENCE) -> float:
        """Seconds from ``since`` to the last byte before the silence, however late the first."""
        last, patience = 0.0, PATIENCE
        while select.select([self.end], [], [], patience)[0]:
            os.read(self.end, 1 << 16)
            last, patience = time.perf_counter(), silence
        if not last:
            raise RuntimeError(f"nothing was written in {PATIENCE} s")
        return last - since

    def press(self, key: bytes, silence: float = SILENCE) -> float:
        """Press a key; milliseconds to the last byte that it brought."""
        started = time.perf_counter()
        os.write(self.end, key)
        return 1000 * self.until_silent(started, silence)


def noise() -> float:
    """Milliseconds of a fixed task: how fast and how steady the machine is just now."""
    started = time.perf_counter()
    sum(number * number % 7 for number in range(200_000))
    return 1000 * (time.perf_counter() - started)
