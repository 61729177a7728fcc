r"""Names of codes and the paths made of them: ``Parent/Child``, a slash in a name as ``\/``.

Backslashes are ordinary characters of a name, except directly before a slash or at the end of a
name: there they are doubled in a path, so that every list of names has a path of its own.

>>> join_path(["Both/and", "Time"])
'Both\\/and/Time'
>>> split_path("Both\\/and/Time")
('Both/and', 'Time')
"""

import re
import unicodedata
from collections.abc import Iterable

from workbench.errors import WorkbenchError

LONGEST_NAME = 200
# The joiners shape Persian and Indic words and compose emoji; they are part of how names print.
JOINERS = "\u200c\u200d"


def join_path(names: Iterable[str]) -> str:
    """The path of a code with these names, top of the branch first."""
    return "/".join(_escaped(name) for name in names)


def split_path(path: str) -> tuple[str, ...]:
    """The names in a path, each without white space around it. Any string can be split."""
    names, current, at = [], "", 0
    for stop in re.finditer(r"(\\*)(/|\Z)", path):
        if stop.start() < at:
            continue
        current += path[at : stop.start()]
        slashes, end = len(stop[1]), stop[2]
        current += "\\" * (slashes // 2 if end else (slashes + 1) // 2)
        at = stop.end()
        if end and slashes % 2:
            current += "/"
        else:
            names.append(current.strip())
            current = ""
            if not end:
                break
    return tuple(names)


def checked_name(name: str) -> str:
    """The name without white space around it; raises where it cannot name a code."""
    name = name.strip()
    if not name:
        raise WorkbenchError("the name of the code is empty: give it a name")
    unprintable = next((c for c in name if not _prints(c)), None)
    if unprintable is not None:
        raise WorkbenchError(
            f"the name {name!r} holds a character that does not print"
            f" (U+{ord(unprintable):04X}): leave it out"
        )
    if len(name) > LONGEST_NAME:
        raise WorkbenchError(
            f"the name {name[:40]}… has {len(name)} characters: use at most {LONGEST_NAME},"
            " and put the rest into the definition"
        )
    return name


def checked_path(path: str) -> tuple[str, ...]:
    """The names in a path, each of which can name a code; raises otherwise."""
    names = split_path(path)
    if not all(names):
        raise WorkbenchError(
            f"the path {path!r} has an empty name in it: write Parent/Child,"
            r" and a slash inside a name as \/"
        )
    return tuple(checked_name(name) for name in names)


def same_name(name: str) -> str:
    """What two names have in common that look the same: their composed form (NFC)."""
    return unicodedata.normalize("NFC", name)


def _escaped(name: str) -> str:
    doubled = re.sub(r"(\\+)(?=/|\Z)", r"\1\1", name)
    return doubled.replace("/", "\\/")


def _prints(character: str) -> bool:
    return (
        character.isprintable()
        or character in JOINERS
        or unicodedata.category(character) == "Zs"  # a no-break space, say
    )
