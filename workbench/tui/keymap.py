"""Keys as a person wants them: a file of their own that gives other keys to what screens do.

``$XDG_CONFIG_HOME/workbench/keys.toml`` (else under ``~/.config``) has a table a screen, and in it
what a key does, in the words of ``?`` and of ``workbench keys``, with the key that shall do it::

    [Code]
    "Next turn with nothing coded" = "tab"
    "Next line" = "down,n"

    [Everywhere]
    "Undo" = "ctrl+z"
"""

import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from textual.keys import _character_to_key

from workbench.errors import WorkbenchError
from workbench.tui.keys import Key

EVERYWHERE = "Everywhere"
Wanted = Mapping[str, str]
"""Keys by what they do."""


def keymap_path() -> Path:
    """Where the file is, if there is one."""
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "workbench" / "keys.toml"


def read_keymap() -> dict[str, Wanted]:
    """The tables of the file by screen; empty without a file.

    Raises WorkbenchError, naming the file and the place, where it is no such file.
    """
    path = keymap_path()
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WorkbenchError(
            f"{path} cannot be read ({error}): correct it, or move it away for the usual keys"
        ) from error
    for screen, wanted in found.items():
        if not isinstance(wanted, dict) or not all(isinstance(k, str) for k in wanted.values()):
            raise WorkbenchError(
                f"{path}, {screen}: write a table [{screen}] with lines"
                ' "what it does" = "key"; workbench keys prints one'
            )
    return found


def refuse_unknown_screens(keymap: Mapping[str, Wanted], screens: Sequence[str]) -> None:
    """Raise WorkbenchError where a table is named after no screen."""
    for name in keymap:
        if name not in (*screens, EVERYWHERE):
            raise WorkbenchError(
                f"{keymap_path()}, [{name}]: there is no such screen; the tables are"
                f" {', '.join(screens)} and {EVERYWHERE}"
            )


def remapped(
    keys: Sequence[Key], wanted: Wanted, others: Iterable[Key] = ()
) -> tuple[tuple[Key, ...], list[str]]:
    """The keys as they are wanted, and what could not be done, in sentences.

    A key that would then do two things on the screen stays as it was; ``others`` are the keys
    that the screen has besides.
    """
    problems = []
    known = {key.description: key for key in keys}
    now = dict(known)
    for what, written in wanted.items():
        if what not in known or "-" in known[what].key:
            problems.append(f"“{what}” is nothing that a key of this screen does by itself")
            continue
        parts = [named(part) for part in written.split(",") if part.strip()]
        now[what] = replace(known[what], key=",".join(parts), shown="")
    # all of them first: two keys may change places
    while clash := _clash(known, now, others):
        what, part, other = clash
        problems.append(f"“{what}”: {part} is the key of “{other}”")
        now[what] = known[what]
    return tuple(now[key.description] for key in keys), problems


def _clash(
    known: Mapping[str, Key], now: Mapping[str, Key], others: Iterable[Key]
) -> tuple[str, str, str] | None:
    """(what has been changed, its key, what that key does besides), if there is such a one."""
    does: dict[str, list[str]] = {}
    for key in (*others, *now.values()):
        for part in parts_of(key):
            does.setdefault(part, []).append(key.description)
    for what, key in now.items():
        if key is not known[what]:
            for part in parts_of(key):
                for other in does[part]:
                    if other != what:
                        return what, part, other
    return None


def parts_of(key: Key) -> list[str]:
    """Each key by itself: those of ``down,j``, the digits of ``1-9``."""
    if len(key.key) == 3 and key.key[1] == "-" and key.key[0].isdigit():
        return [str(digit) for digit in range(int(key.key[0]), int(key.key[2]) + 1)]
    return [part.strip() for part in key.key.split(",") if part.strip()]


def named(written: str) -> str:
    """A key as Textual names it: ``#`` is ``number_sign``."""
    written = written.strip()
    return _character_to_key(written) if len(written) == 1 else written
