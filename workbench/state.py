"""What belongs to a person's machine, not to a study: places, colours, the last error.

Small JSON documents in one folder. Losing one costs comfort and nothing else, so a document that
is missing or damaged is an empty one, and a folder that cannot be written is no error.
"""

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any


def state_folder() -> Path:
    """The folder: ``workbench`` under ``$XDG_STATE_HOME``, or under ``~/.local/state``."""
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "workbench"


def read_state(name: str) -> dict[str, Any]:
    """The document of this name (letters, digits, ``-``); empty when there is none to read."""
    try:
        found = json.loads((state_folder() / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_state(name: str, document: dict[str, Any]) -> None:
    """Replace the document in one step: whoever reads it meanwhile sees the old or the new one."""
    with contextlib.suppress(OSError):
        folder = state_folder()
        folder.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(document, stream, ensure_ascii=False, indent=1)
            Path(unfinished).replace(folder / f"{name}.json")
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
