"""A folder of files that is there whole or not at all."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from workbench.errors import WorkbenchError


def refuse_bad_target(target: Path) -> None:
    """Raise where a new folder cannot be put at ``target``: only nothing or an empty folder may
    be there."""
    if target.exists() or target.is_symlink():
        if not target.is_dir():
            raise WorkbenchError(f"{target} is a file: name a new folder")
        if any(target.iterdir()):
            raise WorkbenchError(
                f"{target} is not empty and nothing in it is overwritten: name a new folder"
            )
    if not target.absolute().parent.is_dir():
        raise WorkbenchError(f"{target.absolute().parent} is no folder: make it first")


def write_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Write the files into a new folder, by way of one beside it that takes its name at last.

    Raises WorkbenchError, and leaves nothing behind, where the folder holds something already or
    cannot be written.
    """
    refuse_bad_target(target)
    whole = target.absolute()
    unfinished = whole.with_name(f".{whole.name}.unfinished-{os.getpid()}")
    try:
        unfinished.mkdir()
        for name, content in files.items():
            with (unfinished / name).open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        if whole.is_dir():
            whole.rmdir()
        unfinished.rename(whole)
    except OSError as error:
        raise WorkbenchError(
            f"{target} cannot be written ({error.strerror}): choose a writable folder"
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
