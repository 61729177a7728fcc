"""Tables as NVivo reads them: CSV with one physical line a record, and a workbook beside it.

    sheet = Sheet("codebook", ("Name", "References"), (("Trust", 12),))
    csv_bytes(sheet), xlsx_bytes(sheet)

Text cells are strings, counts and measures are numbers, in both forms. The CSV is UTF-8 with a
mark, CRLF between records, line breaks inside a cell as `` | ``, and text that a spreadsheet would
take for a formula behind an apostrophe. The workbook keeps line breaks and holds no formula. The
same sheet gives the same bytes on every run.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime

from workbench.csv_out import LINE_BREAKS, Cell, guarded

MOST_COLUMNS = 256
MOST_ROWS = 1_048_575  # and a header
LONGEST_CELL = 32_767  # UTF-16 units that a spreadsheet shows in one cell
LINE_BREAK = " | "
DELIMITERS = {",": ",", ";": ";", "tab": "\t", "comma": ",", "semicolon": ";"}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EPOCH = datetime(2000, 1, 1)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. ``rows`` are as wide as ``header``; a cell of text is a str, a number is not.

    ``numeric`` are places of text columns in which every cell is a number in digits: they are
    written as they stand, without the guard that a leading minus would call for.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Csv:
    """A table as CSV: its bytes, and how many cells the formula guard changed."""

    content: bytes
    guarded: int


def csv_bytes(sheet: Sheet, *, delimiter: str = ",", guard: bool = True) -> Csv:
    """The sheet as CSV.

    >>> csv_bytes(Sheet("t", ("a", "b"), (("=1", -1),))).content
    b"\\xef\\xbb\\xbfa,b\\r\\n'=1,-1\\r\\n"
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    touched = 0
    for record in (sheet.header, *sheet.rows):
        written = []
        for place, cell in enumerate(record):
            text = _plain(cell)
            if guard and isinstance(cell, str) and place not in sheet.numeric:
                safe = guarded(text)
                touched += safe != text
                text = safe
            written.append(text)
        writer.writerow(written)
    return Csv(stream.getvalue().encode("utf-8-sig"), touched)


def xlsx_bytes(sheet: Sheet) -> bytes:
    """The sheet as a workbook with one worksheet, ``Sheet1``."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    page = book.create_sheet("Sheet1")
    book.properties.creator = "workbench"
    book.properties.created = _EPOCH
    for record in (sheet.header, *sheet.rows):
        cells = []
        for value in record:
            cell = WriteOnlyCell(page, _shown(value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"  # or text that begins with = would be a formula
            cells.append(cell)
        page.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return _undated(stream.getvalue())


def too_long(sheet: Sheet) -> int:
    """How many cells are longer than a spreadsheet shows: cut in the workbook, whole in the CSV."""
    return sum(
        _units(cell) > LONGEST_CELL
        for record in sheet.rows
        for cell in record
        if isinstance(cell, str)
    )


def fitted(sheet: Sheet) -> tuple[Sheet, list[str]]:
    """The sheet within NVivo's limits of columns and rows, and sentences on what was cut off."""
    said = []
    if len(sheet.header) > MOST_COLUMNS:
        lost = ", ".join(sheet.header[MOST_COLUMNS:])
        said.append(f"{sheet.name} holds {MOST_COLUMNS} columns at most; left out: {lost}")
    if len(sheet.rows) > MOST_ROWS:
        said.append(
            f"{sheet.name} holds {MOST_ROWS} rows at most;"
            f" the last {len(sheet.rows) - MOST_ROWS} were left out"
        )
    if not said:
        return sheet, said
    rows = tuple(row[:MOST_COLUMNS] for row in sheet.rows[:MOST_ROWS])
    return Sheet(sheet.name, sheet.header[:MOST_COLUMNS], rows, sheet.numeric), said


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    return LINE_BREAKS.sub(LINE_BREAK, cell) if isinstance(cell, str) else repr(cell)


def _shown(text: str) -> str:
    text = _NOT_IN_XML.sub("", text)
    if _units(text) > LONGEST_CELL:
        text = text.encode("utf-16-le")[: 2 * LONGEST_CELL].decode("utf-16-le", "ignore")
    return text


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _undated(content: bytes) -> bytes:
    """The same archive with every date fixed, so that equal tables give equal bytes."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as dated,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as fixed,
    ):
        for name in dated.namelist():
            part = dated.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", part)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            fixed.writestr(entry, part)
    return stream.getvalue()
