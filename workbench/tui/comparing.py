"""The figures of a round computed in a process of their own, so that the keys never wait.

Loading numpy and resampling take a second and more on a large study; a thread would make every key
slow meanwhile. The process reads the study file itself, answers once and ends; whoever no longer
needs the answer cancels, which ends it too.
"""

import asyncio
import json
import pickle
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from workbench.consensus.comparison import Question, RoundReport, compare_round
from workbench.consensus.comparison_rounds import RoundPoint, over_rounds
from workbench.consensus.passages import Passage, passages_by_code
from workbench.errors import WorkbenchError
from workbench.study import open_study, people

WORKER = "workbench.tui.comparing_worker"


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be compared, with people and files by id and path."""

    path: str
    viewer_id: str
    question: Question

    @classmethod
    def from_json(cls, asked: dict[str, Any]) -> "Request":
        """A request as `json` gives it back, with tuples for its lists."""
        cells = asked["question"].items()
        question: dict[str, Any] = {
            name: tuple(cell) if isinstance(cell, list) else cell for name, cell in cells
        }
        return cls(asked["path"], asked["viewer_id"], Question(**question))


@dataclass(frozen=True, slots=True)
class Compared:
    """The report on a round, the passages of each code by the names that the report uses, and what
    the figures were in every round."""

    found: RoundReport
    passages: dict[str, list[Passage]]
    points: list[RoundPoint]


async def compare_apart(request: Request) -> Compared:
    """The comparison, from another process. Raises WorkbenchError for what a person can mend."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",  # nothing of the folder that the program happens to run in
        "-m",
        WORKER,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        answer, trouble = await process.communicate(json.dumps(asdict(request)).encode())
    except asyncio.CancelledError:
        if process.returncode is None:
            process.kill()
            await process.wait()
        raise
    if process.returncode:
        last = trouble.decode(errors="replace").strip().splitlines()[-1:]
        raise WorkbenchError(
            "the figures could not be computed: try workbench agreement on the study", details=last
        )
    result = pickle.loads(answer)
    if isinstance(result, Compared):
        return result
    message, details = result
    raise WorkbenchError(message, details=details)


def answer_to(request: Request) -> Compared:
    """The comparison, in this process."""
    with open_study(Path(request.path)) as study:
        viewer = next((one for one in people(study) if one.id == request.viewer_id), None)
        found = compare_round(study, viewer, request.question)
        points = over_rounds(study, viewer, request.question)
        return Compared(found, passages_by_code(study, found), points)
