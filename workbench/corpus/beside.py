"""A process beside this one that answers a line of JSON by a line of JSON.

For work that would keep the keys waiting: loading spaCy, reading many texts. It can be stopped at
any moment, also in the middle of an answer, and the processes that it started end with it.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from typing import Any

from workbench.errors import WorkbenchError


class StoppedError(Exception):
    """The process was stopped, as somebody wished."""


class Beside:
    """A module run as a process. For a ``with`` statement.

    What a person can mend comes as ``{"error": sentence, "details": [...]}`` and is raised as
    WorkbenchError; ``work`` is what the process does, for the error that says it ended early.
    """

    def __init__(self, module: str, work: str) -> None:
        self._module, self._work = module, work
        self._lock = threading.Lock()
        self._stopped = False
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Beside":
        with self._lock:
            if self._stopped:
                raise StoppedError
            self._process = subprocess.Popen(
                # -P: nothing of the folder that the program happens to run in
                [sys.executable, "-P", "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="ascii",
                start_new_session=True,  # a group of its own, to end it with all it has started
            )
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._kill()
        process = self._process
        if process is None:
            return
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                # what was still to be written has nobody left to read it
                with contextlib.suppress(OSError):
                    pipe.close()

    @property
    def group(self) -> int:
        """The number of the process and of all it has started; 0 before it runs."""
        return self._process.pid if self._process is not None else 0

    def ask(self, question: object) -> Any:
        """Its answer, waited for. Raises StoppedError after `stop`."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise RuntimeError("the process beside is not running")
        try:
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except (OSError, ValueError):
            answer = ""
        if self._stopped:
            raise StoppedError
        if not answer:
            raise WorkbenchError(
                f"{self._work} ended early: is there memory enough? Try again with fewer texts"
            )
        found = json.loads(answer)
        if isinstance(found, dict) and "error" in found:
            raise WorkbenchError(found["error"], details=found["details"])
        return found

    def stop(self) -> None:
        """End it now, from whatever thread; whoever waits for an answer gets StoppedError."""
        with self._lock:
            self._stopped = True
            self._kill()

    def _kill(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()


def answer(found: object) -> None:
    """In such a process: one answer."""
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def answer_error(error: WorkbenchError) -> None:
    """In such a process: what a person can mend."""
    answer({"error": str(error), "details": error.details})
