"""Matching in a process of its own: loading spaCy and reading the texts keep no key waiting.

The process gets rules and texts and knows nothing of the study. It can be stopped at any moment,
also in the middle of a text.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from typing import Any

from workbench.coding.suggestions.nouns import Rule
from workbench.corpus.language import Range
from workbench.errors import WorkbenchError

WORKER = "workbench.coding.suggestions.worker"


class StoppedError(Exception):
    """The process was stopped, as somebody wished."""


class MatchingProcess:
    """Looks for rules in texts, one after the other. For a ``with`` statement.

    Raises WorkbenchError for what a person can mend, StoppedError after `stop`, which may be called
    from another thread.
    """

    def __init__(self, rules: Sequence[Rule], language: str) -> None:
        self._rules = tuple(rules)
        self._language = language
        self._lock = threading.Lock()
        self._stopped = False
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> "MatchingProcess":
        with self._lock:
            if self._stopped:
                raise StoppedError
            self._process = subprocess.Popen(
                # -P: nothing of the folder that the program happens to run in
                [sys.executable, "-P", "-m", WORKER],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="ascii",
                # a group of its own, so that the processes that match its patterns end with it
                start_new_session=True,
            )
        rules = [(rule.code_id, rule.kind, rule.words, rule.extent) for rule in self._rules]
        try:
            self._ask({"language": self._language, "rules": rules})
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def find(self, name: str, text: str, ranges: Iterable[Range]) -> list[tuple[Rule, int, int]]:
        """(rule, start, end) of every passage found in ``ranges`` of a text, by position."""
        answer = self._ask({"name": name, "text": text, "ranges": list(ranges)})
        return [(self._rules[rule], start, end) for rule, start, end in answer]

    def stop(self) -> None:
        """End it now; whoever waits for an answer gets StoppedError."""
        with self._lock:
            self._stopped = True
            self._kill()

    def _ask(self, question: object) -> Any:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise RuntimeError("the matching process is not running")
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
                "looking for suggestions ended early: is there memory enough? Try again with fewer"
                " rules"
            )
        found = json.loads(answer)
        if isinstance(found, dict):
            raise WorkbenchError(found["error"], details=found["details"])
        return found

    def _kill(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()

    def _end(self) -> None:
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
