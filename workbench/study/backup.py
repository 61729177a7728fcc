"""Consistent copies, also while others write."""

import os
import sqlite3
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.study.file import open_study
from workbench.study.study import Study, explain
from workbench.study.verify import verify


def backup(study: Study, target: Path) -> None:
    """Write a consistent copy of the study to a new file, whole or not at all."""
    if target.exists():
        raise WorkbenchError(f"{target} exists already and is not overwritten: choose another name")
    if not target.parent.is_dir():
        raise WorkbenchError(f"{target.parent} is no folder: make it first")
    unfinished = target.with_name(f".{target.name}.unfinished-{os.getpid()}")
    try:
        copy = sqlite3.connect(unfinished)
        try:
            study.connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
        unfinished.rename(target)
    except sqlite3.Error as error:
        raise explain(error, target) from error
    except OSError as error:
        raise WorkbenchError(
            f"{target} cannot be written ({error.strerror}): choose a writable folder"
        ) from error
    finally:
        for leftover in unfinished.parent.glob(f"{unfinished.name}*"):
            leftover.unlink(missing_ok=True)


def restore(source: Path, target: Path) -> None:
    """Make a study of a backup, once the backup has been verified. Never overwrites."""
    with open_study(source) as kept:
        verdict = verify(kept)
        if not verdict.ok:
            raise WorkbenchError(
                f"{source} does not verify, so it is not restored: use another backup",
                details=verdict.problems,
            )
        backup(kept, target)
