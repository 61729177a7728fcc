"""Finding what travels with the program: ``corpora/`` and ``codebooks/``."""

from pathlib import Path

from workbench.errors import WorkbenchError

_PACKAGE = Path(__file__).parent


def shipped(*parts: str) -> Path:
    """The path of a shipped file or folder, ``shipped("corpora", "river-warnings")``.

    In an installed package it lies under ``_shipped``, in a checkout beside the package.
    """
    for home in (_PACKAGE / "_shipped", _PACKAGE.parent):
        found = home.joinpath(*parts)
        if found.exists():
            return found
    raise WorkbenchError(
        f"{'/'.join(parts)} did not come with this workbench: install the complete package again"
    )
