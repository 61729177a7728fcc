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

from workbench.consensus.comparison import RoundReport, compare_round
from workbench.consensus.passages import Passage, passages_by_code
from workbench.errors import WorkbenchError
from workbench.study import open_study, people

WORKER = "workbench.tui.comparing_worker"


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be compared; the arguments of `compare_round`, people and files by id and path."""

    path: str
    viewer_id: str
    round_name: str
    unit: str
    base: str
    roll_up: bool
    transcripts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """The report on a round and the passages of each code, by the names that the report uses."""

    found: RoundReport
    passages: dict[str, list[Passage]]


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
        found = compare_round(
            study,
            viewer,
            round_name=request.round_name,
            unit=request.unit,
            base=request.base,
            transcripts=request.transcripts,
            roll_up=request.roll_up,
        )
        return Compared(found, passages_by_code(study, found))
