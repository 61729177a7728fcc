"""A run of suggestions beside the keys: a thread that waits for the process that reads.

The thread has a connection of its own for reading; what it found is written by whoever started it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workbench.coding.suggestions.nouns import Found
from workbench.coding.suggestions.process import MatchingProcess
from workbench.coding.suggestions.running import Plan, matches
from workbench.corpus.beside import StoppedError
from workbench.errors import WorkbenchError
from workbench.study import open_study


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the texts have been read; at the end what was found, or why it ended early."""

    done: int
    total: int
    found: tuple[Found, ...] | None = None
    error: WorkbenchError | None = None


class Looking:
    """One run under way; `look` is for a thread, `stop` for anybody."""

    def __init__(self, path: Path, plan: Plan) -> None:
        self.plan = plan
        self._path = path
        self._process = MatchingProcess(plan.rules, plan.language)

    def look(self, tell: Callable[[Progress], object]) -> None:
        """Read all texts of the plan and tell after each; after a stop nothing is told any more."""
        total = len(self.plan.texts)
        found: list[Found] = []
        try:
            with open_study(self._path) as study, self._process as process:
                for done, several in enumerate(matches(study, self.plan, process), 1):
                    found += several
                    tell(Progress(done, total))
        except StoppedError:
            return
        except WorkbenchError as error:
            tell(Progress(0, total, error=error))
            return
        tell(Progress(total, total, tuple(found)))

    def stop(self) -> None:
        """Look no further."""
        self._process.stop()
