"""Saying what of a table was not read, so that a misspelt heading does not pass in silence."""

from collections.abc import Collection
from pathlib import Path

from workbench.cli.common import narrate
from workbench.tables import read_table


def name_ignored(path: Path, columns: Collection[str]) -> None:
    """A notice that names the columns of a table which are none of ``columns``."""
    others = read_table(path, optional=tuple(columns)).others
    if others:
        narrate(
            f"{path.name}: not read: {', '.join(others)} (columns have the names"
            f" {', '.join(columns)})"
        )
