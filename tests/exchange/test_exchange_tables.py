"""Tables as bytes: marks, line ends, guard, numbers, limits, and workbooks without formulas."""

import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from workbench.csv_out import LINE_BREAKS, without_guard
from workbench.exchange.tables import (
    LONGEST_CELL,
    MOST_COLUMNS,
    Sheet,
    csv_bytes,
    fitted,
    too_long,
    xlsx_bytes,
)

cells = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
)


def one(*row: str | int | float | None) -> Sheet:
    return Sheet("t", tuple(f"c{n}" for n in range(len(row))), (row,))


def read(content: bytes, delimiter: str = ",") -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def workbook(sheet: Sheet) -> list[tuple[object, ...]]:
    book = load_workbook(io.BytesIO(xlsx_bytes(sheet)))
    assert book.sheetnames == ["Sheet1"]
    return list(book["Sheet1"].iter_rows(values_only=True))


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_every_record_is_one_line_and_comes_back(rows: list[tuple[str | int | float, ...]]) -> None:
    content = csv_bytes(Sheet("t", ("a", "b"), tuple(rows))).content
    assert content.startswith(b"\xef\xbb\xbfa,b\r\n")
    text = content.decode("utf-8-sig")
    assert len(text.splitlines()) == text.count("\r\n") == len(rows) + 1
    for written, row in zip(read(content)[1:], rows, strict=True):
        for cell, value in zip(written, row, strict=True):
            if isinstance(value, str):
                assert without_guard(cell) == LINE_BREAKS.sub(" | ", value)
            else:
                assert type(value)(cell) == value


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1 is", "@x", "\tx", "＝x", "'=x", "\0x"])
def test_the_guard_keeps_text_from_being_a_formula(text: str) -> None:
    table = csv_bytes(one(text))
    assert read(table.content)[1] == [f"'{text}"]
    assert table.guarded == 1
    bare = csv_bytes(one(text), guard=False)
    assert (read(bare.content)[1], bare.guarded) == ([text], 0)


def test_numbers_are_never_guarded() -> None:
    table = csv_bytes(Sheet("t", ("a", "b", "c"), ((-1, -0.25, "-4"),), frozenset({2})))
    assert (read(table.content)[1], table.guarded) == (["-1", "-0.25", "-4"], 0)


def test_headers_are_guarded_too() -> None:
    table = csv_bytes(Sheet("t", ("=a",), ()))
    assert (read(table.content), table.guarded) == ([["'=a"]], 1)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_quoted_where_a_cell_holds_it(delimiter: str) -> None:
    row = ("a,b", "a;b", 'a\tb"c"')
    assert read(csv_bytes(one(*row), delimiter=delimiter).content, delimiter)[1] == list(row)


def test_a_workbook_keeps_text_as_text_and_numbers_as_numbers() -> None:
    row = ("=1+1", "001", "two\nlines", "#N/A", 7, -0.5, None)
    sheet = one(*row)
    assert workbook(sheet)[1] == row
    kinds = load_workbook(io.BytesIO(xlsx_bytes(sheet)))["Sheet1"][2]
    assert [cell.data_type for cell in kinds] == ["s", "s", "s", "s", "n", "n", "n"]


def test_a_workbook_leaves_out_what_xml_cannot_hold() -> None:
    assert workbook(one("a\x00\x0b\ufffeb"))[1] == ("ab",)


def test_long_cells_are_whole_in_csv_and_cut_in_the_workbook() -> None:
    text = "x" * (LONGEST_CELL - 1) + "\U0001f30a" + "y"
    sheet = one(text, "short")
    assert too_long(sheet) == 1
    assert read(csv_bytes(sheet).content)[1][0] == text
    assert workbook(sheet)[1] == ("x" * (LONGEST_CELL - 1), "short")
    assert too_long(one("\U0001f30a" * (LONGEST_CELL // 2))) == 0


def test_equal_sheets_give_equal_bytes_without_a_date() -> None:
    sheet = one("a", 1)
    first = xlsx_bytes(sheet)
    assert first == xlsx_bytes(one("a", 1))
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2000-01-01T00:00:00Z") == 2


def test_columns_beyond_the_limit_are_left_out_and_named() -> None:
    header = tuple(f"c{n}" for n in range(MOST_COLUMNS + 2))
    sheet = Sheet("wide", header, (header,))
    kept, said = fitted(sheet)
    assert len(kept.header) == len(kept.rows[0]) == MOST_COLUMNS
    assert said == ["wide holds 256 columns at most; left out: c256, c257"]
    assert fitted(kept) == (kept, [])
