"""Reading tables that people made: CSV in the encodings and dialects that spreadsheets write.

    table = read_table("codings.csv", required=["transcript", "start", "end"], optional=["memo"])
    for row in table.rows:
        start = table.whole_number(row, "start")     # an error names file, line and column
        memo = row["memo"]                           # "" where the table has no such column

Headers are compared trimmed and without regard to case. Cells are given trimmed by ``row[...]``
and exactly as written by ``row.raw(...)``. Line numbers are those of an editor: a row whose quoted
cell holds line breaks is named by the line on which it begins.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import WorkbenchError

DELIMITERS = (",", ";", "\t")
_DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the UTF-16 one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Digits of a whole number: more than any position has, and SQLite can still hold it.
LONGEST_NUMBER = 18
# The default of 131,072 characters a cell would refuse a survey answer that holds an interview.
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the line on which it begins, and its cells by column name."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """The cell, trimmed; empty where the table has no such column."""
        return self.cells.get(column, "").strip()

    def raw(self, column: str) -> str:
        """The cell exactly as written; empty where the table has no such column."""
        return self.cells.get(column, "")

    @property
    def blank(self) -> bool:
        """Whether every cell is empty."""
        return not any(cell.strip() for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read.

    ``headers`` are the headers as written (trimmed), in order; ``columns`` the names by which rows
    give their cells: the spelling of ``required`` and ``optional`` where a header matches one,
    else the header itself; ``others`` those that were not asked for.
    """

    path: Path
    headers: tuple[str, ...]
    columns: tuple[str, ...]
    others: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str
    encoding: str

    def has(self, column: str) -> bool:
        """Whether the table has this column."""
        return column in self.columns

    def where(self, row: Row, column: str | None = None) -> str:
        """``codings.csv, line 3, column start``: for messages."""
        place = f"{self.path.name}, line {row.line}"
        return place if column is None else f"{place}, column {column}"

    def text(self, row: Row, column: str) -> str:
        """The trimmed cell, which must not be empty."""
        value = row[column]
        if not value:
            raise WorkbenchError(f"{self.where(row, column)}: the cell is empty; fill it in")
        return value

    def whole_number(self, row: Row, column: str) -> int:
        """The cell as a whole number (digits with an optional sign, ``12.0`` also)."""
        value = self.text(row, column)
        digits, point, zeros = value.partition(".")
        unsigned = digits.removeprefix("-").removeprefix("+")
        whole = unsigned.isascii() and unsigned.isdigit() and (not point or not zeros.strip("0"))
        if whole and len(unsigned) <= LONGEST_NUMBER:
            return int(digits)
        raise WorkbenchError(
            f"{self.where(row, column)}: “{_short(value)}” is not a whole number; write digits only"
        )


def read_table(
    path: str | Path,
    required: Sequence[str] = (),
    optional: Sequence[str] = (),
    *,
    keep_blank_rows: bool = False,
) -> Table:
    """Read a CSV file with a header row.

    The encoding is UTF-8, UTF-16 or UTF-32 by its mark, else UTF-8, else Windows-1252; the
    delimiter is the comma, semicolon or tab under which the header fits best (a first line
    ``sep=;`` decides). Rows without any text are left out unless ``keep_blank_rows``; lines
    without any character always are. Columns without header and text are dropped.

    Raises WorkbenchError, naming file, line and column, for a file that cannot be read or decoded,
    is empty, holds NUL characters or a broken quote, lacks a required column, names a column twice
    or not at all, or has a row with more cells than headers.
    """
    path = Path(path)
    text, encoding = _decode(path, _read_bytes(path))
    nul = text.find("\0")
    if nul >= 0:
        line, column = _position(text, nul)
        raise WorkbenchError(
            f"{path.name}, line {line}, column {column}: a NUL character; this is not plain text: "
            "save the table as CSV (UTF-8) again"
        )
    body, skipped, stated = _separator_line(text)
    delimiter = stated or _sniff(body, [*required, *optional])
    records = _records(path, body, delimiter, skipped)
    header = next(records, None)
    if header is None:
        raise WorkbenchError(
            f"{path.name}, line 1: the file is empty; it needs a header row"
            + (f" with {', '.join(required)}" if required else "")
        )
    return _build(
        path, header, list(records), required, optional, delimiter, encoding, keep_blank_rows
    )


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise WorkbenchError(f"{path}: there is no such file; check the path") from None
    except IsADirectoryError:
        raise WorkbenchError(f"{path}: this is a folder; name the CSV file in it") from None
    except OSError as error:
        raise WorkbenchError(
            f"{path}: the file cannot be read ({error.strerror}); check its permissions"
        ) from None


def _decode(path: Path, data: bytes) -> tuple[str, str]:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise WorkbenchError(
            f"{path.name}, line 1: this is a workbook or an archive, not a CSV file; "
            "open it in a spreadsheet program and save the sheet as CSV (UTF-8)"
        )
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_as(path, data[len(mark) :], encoding), encoding
    unmarked = _unmarked_utf16(data)
    if unmarked is not None:
        return _decode_as(path, data, unmarked), unmarked
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_as(path, data, "cp1252"), "cp1252"


def _decode_as(path: Path, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line, column = _position(data[: error.start].decode(encoding, "replace"), None)
        raise WorkbenchError(
            f"{path.name}, line {line}, column {column}: this byte belongs neither to UTF-8 nor to "
            f"{encoding}; save the file as CSV (UTF-8)"
        ) from None


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark shows as a header in which every second byte is NUL."""
    head = data[:64]
    if len(head) < 4 or len(data) % 2:
        return None
    first, second = head[::2].count(0), head[1::2].count(0)
    if first == 0 and 2 * second > len(head[1::2]):
        return "utf-16-le"
    if second == 0 and 2 * first > len(head[::2]):
        return "utf-16-be"
    return None


def _position(text: str, at: int | None) -> tuple[int, int]:
    """Line and column, from 1, of an index of the text (of its end for None)."""
    lines = text[:at].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1


def _separator_line(text: str) -> tuple[str, int, str | None]:
    """The text behind a spreadsheet's ``sep=;`` line, the lines skipped, the delimiter stated."""
    first, end, rest = text.partition("\n")
    stated = first.rstrip("\r").strip('"').lower().removeprefix("sep=")
    if end and first.lower().lstrip('"').startswith("sep=") and stated in DELIMITERS:
        return rest, 1, stated
    return text, 0, None


def _sniff(text: str, names: Sequence[str]) -> str:
    """The delimiter whose header has the most wanted names, then the most columns."""
    wanted = {_key(name) for name in names}

    def fit(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        header = next((record for record in reader if record), [])
        return sum(_key(cell) in wanted for cell in header), len(header)

    return max(DELIMITERS, key=fit)


def _records(
    path: Path, text: str, delimiter: str, skipped: int
) -> Iterator[tuple[int, list[str]]]:
    """(line on which the record begins, cells); lines without a character are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1 + skipped
        try:
            record = next(reader, None)
        except csv.Error as error:
            raise WorkbenchError(
                f"{path.name}, line {line}: a quotation mark is not closed or not doubled "
                f"({error}); "
                'write " inside a quoted cell as ""'
            ) from None
        if record is None:
            return
        if record:
            yield line, record


def _build(
    path: Path,
    header: tuple[int, list[str]],
    records: list[tuple[int, list[str]]],
    required: Sequence[str],
    optional: Sequence[str],
    delimiter: str,
    encoding: str,
    keep_blank_rows: bool,
) -> Table:
    line, cells = header
    headers = [cell.strip() for cell in cells]
    used = {i for _, record in records for i, cell in enumerate(record) if cell.strip()}
    asked = {_key(name): name for name in (*required, *optional)}
    columns = [asked.get(_key(name), name) for name in headers]
    _check_headers(path, line, columns, used)
    missing = [name for name in required if name not in columns]
    if missing:
        raise WorkbenchError(
            f"{path.name}, line {line}: no column {_list(missing)}; the header has "
            f"{_list([name for name in headers if name])} ({_DELIMITER_NAMES[delimiter]} between "
            f"columns); name the columns {', '.join(required)}"
        )
    rows = []
    for number, record in records:
        if any(cell.strip() for cell in record[len(headers) :]):
            raise WorkbenchError(
                f"{path.name}, line {number}, column {len(headers) + 1}: the row has "
                f"{len(record)} cells, the header {len(headers)}; put cells that hold a "
                f"{_DELIMITER_NAMES[delimiter]} into quotation marks"
            )
        padded = record + [""] * (len(headers) - len(record))
        row = Row(number, {name: padded[i] for i, name in enumerate(columns) if name})
        if keep_blank_rows or not row.blank:
            rows.append(row)
    return Table(
        path=path,
        headers=tuple(name for name in headers if name),
        columns=tuple(name for name in columns if name),
        others=tuple(name for name in headers if name and _key(name) not in asked),
        rows=tuple(rows),
        delimiter=delimiter,
        encoding=encoding,
    )


def _check_headers(path: Path, line: int, columns: Sequence[str], used: set[int]) -> None:
    """Refuse a header without names, a nameless column with text, and a name given twice."""
    if not any(columns):
        raise WorkbenchError(f"{path.name}, line {line}: the header row is empty; name the columns")
    first: dict[str, int] = {}
    for number, name in enumerate(columns, 1):
        place = f"{path.name}, line {line}, column {number}"
        if name in first:
            raise WorkbenchError(
                f"{place}: “{_short(name)}” is already the name of column {first[name]}; "
                "every column needs a name of its own"
            )
        if name:
            first[name] = number
        elif number - 1 in used:
            raise WorkbenchError(
                f"{place}: the column has no name; give it one or delete the column"
            )


def _key(name: str) -> str:
    return name.strip().casefold()


def _list(names: Sequence[str]) -> str:
    return ", ".join(f"“{_short(name)}”" for name in names)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
