"""Tables that people made: encodings, delimiters, quoting, and errors that name the place."""

from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.tables import read_table


@pytest.fixture
def table_file(tmp_path: Path):
    def write(content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
        ("cp1252", "cp1252"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_reads_what_spreadsheets_write(table_file, encoding, named, delimiter, end):
    lines = [["Code", "Memo"], ["Übung", "“gut”"]]
    content = end.join(delimiter.join(line) for line in lines) + end
    table = read_table(table_file(content, encoding), required=["code"], optional=["memo"])
    assert (table.encoding, table.delimiter) == (named, delimiter)
    assert table.columns == ("code", "memo")
    assert [(row.line, row["code"], row["memo"]) for row in table.rows] == [(2, "Übung", "“gut”")]


def test_headers_match_trimmed_and_without_case_and_others_are_named(table_file):
    table = read_table(table_file(" START , Extra\n 4 ,x\n"), required=["start"], optional=["memo"])
    assert table.headers == ("START", "Extra")
    assert table.others == ("Extra",)
    assert table.has("start") and not table.has("memo")
    assert table.rows[0]["start"] == "4" and table.rows[0].raw("start") == " 4 "
    assert table.rows[0]["memo"] == ""


def test_line_numbers_are_those_of_an_editor(table_file):
    content = 'code,memo\n\na,"two\nlines"\nb,"doubled "" quote"\n ,\nc,\n'
    table = read_table(table_file(content))
    assert [(row.line, row["code"]) for row in table.rows] == [(3, "a"), (5, "b"), (7, "c")]
    assert table.rows[1]["memo"] == 'doubled " quote'


def test_a_separator_line_decides(table_file):
    table = read_table(table_file("sep=;\na,b;c\n1,5;2\n"))
    assert table.columns == ("a,b", "c")
    assert (table.rows[0].line, table.rows[0]["a,b"]) == (3, "1,5")


def test_the_delimiter_is_the_one_under_which_the_names_fit(table_file):
    table = read_table(table_file("code;a,b,c,d\nx;1\n"), required=["code"])
    assert table.delimiter == ";"


def test_blank_rows_are_kept_on_request(table_file):
    path = table_file("A,B\n1,2\n,\n\n3,4\n")
    assert [row.line for row in read_table(path).rows] == [2, 5]
    assert [row.line for row in read_table(path, keep_blank_rows=True).rows] == [2, 3, 5]


def test_short_rows_are_filled_and_empty_surplus_is_dropped(table_file):
    table = read_table(table_file("a,b,,\n1\n1,2,,,\n"))
    assert [row["b"] for row in table.rows] == ["", "2"]
    assert table.columns == ("a", "b")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "table.csv, line 1: the file is empty"),
        (b"\xef\xbb\xbf\r\n", "table.csv, line 1: the file is empty"),
        (b",,\n1,2,3\n", "table.csv, line 1: the header row is empty"),
        (b"a,b\n1,\x002\n", "table.csv, line 2, column 3: a NUL character"),
        (b"a,b\n1,\x81\n", "table.csv, line 2, column 3: this byte"),
        (b"\xef\xbb\xbfa\n\xff\n", "table.csv, line 2, column 1: this byte"),
        (b"a,,b\n1,2,3\n", "table.csv, line 1, column 2: the column has no name"),
        (b"a,b,a\n1,2,3\n", "table.csv, line 1, column 3: “a” is already the name of column 1"),
        (b"a,b\n1,2\n1,2,3\n", "table.csv, line 3, column 3: the row has 3 cells, the header 2"),
        (b'a,b\n1,2\n1,"open\nand on\n', "table.csv, line 3: a quotation mark"),
        (b'a,b\n"x"y,2\n', "table.csv, line 2: a quotation mark"),
        (b"PK\x03\x04rest", "table.csv, line 1: this is a workbook"),
    ],
)
def test_errors_name_file_line_and_column(table_file, content, place):
    with pytest.raises(WorkbenchError) as caught:
        read_table(table_file(content))
    assert str(caught.value).startswith(place)


def test_a_missing_column_is_named_with_those_there_are(table_file):
    with pytest.raises(WorkbenchError, match=r"no column “end”; the header has “start”, “stop”"):
        read_table(table_file("start,stop\n1,2\n"), required=["start", "end"])


def test_one_name_in_two_spellings_is_a_duplicate_only_where_it_was_asked_for(table_file):
    path = table_file("Code,code\n1,2\n")
    assert read_table(path).columns == ("Code", "code")
    with pytest.raises(WorkbenchError, match="column 2: “code” is already the name of column 1"):
        read_table(path, required=["code"])


def test_no_file_and_a_folder(tmp_path):
    with pytest.raises(WorkbenchError, match="there is no such file"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(WorkbenchError, match="this is a folder"):
        read_table(tmp_path)


def test_cells_as_text_and_whole_numbers(table_file):
    table = read_table(table_file("n\n12\n-3\n7.0\n1e3\n٣\n"), required=["n"])
    assert [table.whole_number(row, "n") for row in table.rows[:3]] == [12, -3, 7]
    for row in table.rows[3:]:
        with pytest.raises(WorkbenchError, match=f"line {row.line}, column n: .*whole number"):
            table.whole_number(row, "n")
    with pytest.raises(WorkbenchError, match="line 2, column other: the cell is empty"):
        table.text(table.rows[0], "other")


def test_a_cell_longer_than_the_csv_modules_default_limit(table_file):
    long = "x" * 200_000
    assert read_table(table_file(f"a\n{long}\n")).rows[0]["a"] == long
