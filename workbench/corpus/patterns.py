"""Regular expressions with a time limit: matching in a process that can be stopped."""

import contextlib
import json
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

from workbench.corpus import regex_worker
from workbench.errors import WorkbenchError

Span = tuple[int, int]

# Seconds for one text. A sound pattern takes milliseconds for a long interview.
TIME_LIMIT = 5.0


class PatternMatcher:
    """A regular expression (Python's syntax; case is ignored, ``^`` and ``$`` are line ends).

    To be used in a ``with`` statement, which ends the process. Raises WorkbenchError for a pattern
    that is none, and where a text takes longer than ``limit`` seconds.
    """

    def __init__(self, pattern: str, limit: float = TIME_LIMIT) -> None:
        self._pattern = pattern
        self._limit = limit
        # -I: nothing of the folder or the environment that the program happens to run in
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(Path(regex_worker.__file__))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="ascii",
        )

    def __enter__(self) -> "PatternMatcher":
        try:
            problem = self._ask(self._pattern, "to read")
        except BaseException:
            self._end()
            raise
        if problem is not None:
            self._end()
            raise WorkbenchError(
                f"“{self._pattern}” is no regular expression ({problem}): correct it, or search"
                " without --regex"
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def find(self, text: str, name: str) -> list[Span]:
        """The matches in a text, in order, empty ones left out; ``name`` is used in errors."""
        return [(start, end) for start, end in self._ask(text, f"in {name}")]

    def _ask(self, question: str, where: str) -> Any:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("the matching process has no pipes")
        stopped = threading.Event()

        def stop() -> None:
            stopped.set()
            self._process.kill()

        timer = threading.Timer(self._limit, stop)
        timer.start()
        try:
            stdin.write(json.dumps(question) + "\n")
            stdin.flush()
            answer = stdout.readline()
        except OSError:
            answer = ""
        finally:
            timer.cancel()
        if answer:
            return json.loads(answer)
        if stopped.is_set():
            raise WorkbenchError(
                f"“{self._pattern}” took longer than {self._limit:g} seconds {where}: avoid a"
                " repeat inside a repeat, such as (a+)+"
            )
        raise WorkbenchError(f"“{self._pattern}” could not be matched {where}: make it simpler")

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                # what was still to be written has nobody left to read it
                with contextlib.suppress(OSError):
                    pipe.close()
