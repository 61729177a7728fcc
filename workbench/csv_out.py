"""Writing tables as CSV that spreadsheets and NVivo open unharmed.

UTF-8 with a mark, commas, CRLF records, quotes as in RFC 4180. Text that a spreadsheet would take
for a formula gets a leading apostrophe (the *formula guard*); :func:`without_guard` takes it off,
so that what was written is read again as it was. Numbers are written as numbers, never guarded.
"""

import csv
import io
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import WorkbenchError

Cell = str | int | float | None
LINE_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# What a spreadsheet may evaluate, full-width forms included. Apostrophes before it count as well:
# otherwise text that begins with one could not be told from text that was guarded.
_TRIGGER = re.compile("'*[=+\\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]")


@dataclass(frozen=True, slots=True)
class Written:
    """What a written table holds: its records, and how many cells the formula guard touched."""

    rows: int
    guarded: int


def guarded(text: str) -> str:
    """The text as a spreadsheet will not evaluate it."""
    return f"'{text}" if _TRIGGER.match(text) else text


def without_guard(text: str) -> str:
    """The text before :func:`guarded`. Only for tables that this program wrote."""
    return text[1:] if text.startswith("'") and _TRIGGER.match(text) else text


def write_csv(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    guard: bool = True,
    line_breaks: str | None = None,
) -> Written:
    """Write one table, whole or not at all; a file of that name is replaced.

    ``line_breaks`` replaces each line break inside a cell, None keeps them. None as a cell is
    empty. Raises WorkbenchError where the file cannot be written, and never replaces a study.
    """
    records, counted = [], 0
    for row in rows:
        record = []
        for cell in row:
            text = _written(cell, line_breaks)
            safe = guarded(text) if guard and isinstance(cell, str) else text
            counted += safe != text
            record.append(safe)
        if len(record) != len(header):
            raise ValueError(f"a row of {len(record)} cells under a header of {len(header)}")
        records.append(record)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(records)
    write_whole(path, stream.getvalue().encode("utf-8-sig"))
    return Written(len(records), counted)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, also if the machine stops."""
    _refuse_bad_target(path)
    unfinished = path.with_name(f".{path.name}.unfinished-{os.getpid()}")
    try:
        with unfinished.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise WorkbenchError(
            f"{path} cannot be written ({error.strerror}): choose a writable folder"
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _written(cell: Cell, line_breaks: str | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell if line_breaks is None else LINE_BREAKS.sub(lambda _: line_breaks, cell)
    return str(cell)


def _refuse_bad_target(path: Path) -> None:
    if path.is_dir():
        raise WorkbenchError(f"{path} is a folder: name a file in it")
    if not path.parent.is_dir():
        raise WorkbenchError(f"{path.parent} is no folder: make it first")
    try:
        with path.open("rb") as stream:
            head = stream.read(16)
    except FileNotFoundError:
        return
    except OSError as error:
        raise WorkbenchError(
            f"{path} cannot be replaced ({error.strerror}): choose another name"
        ) from error
    if head == b"SQLite format 3\0":
        raise WorkbenchError(f"{path} is a database and is not replaced: choose another name")
