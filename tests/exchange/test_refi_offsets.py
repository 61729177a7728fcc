"""Positions of programs that count otherwise are repaired by the names of selections."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from refi_base import Theirs, quotes

from workbench.exchange.refi.nouns import Selection
from workbench.exchange.refi.offsets import Counting, FileText, Places, choose
from workbench.study import Study, create_study

BODY = "P1: \U0001f30a rose.\r\nWe \U0001f600 left,\r\nthen came back.\r\n"
WORDS = ("rose.", "left,", "then came", "came back.")
COUNTINGS = [
    Counting(line_end, utf16, mark)
    for line_end in (1, 2)
    for utf16 in (False, True)
    for mark in (False, True)
]


@pytest.fixture
def fresh(tmp_path: Path) -> Study:
    return create_study(tmp_path / "fresh.db", "Fresh")


def counted(stored: str, at: int, counting: Counting) -> int:
    """The position of a program that counts so, in a text whose line ends were all CRLF."""
    before = stored[:at]
    position = len(before) + counting.mark
    position += before.count("\n") * (counting.line_end - 1)
    return position + sum(c > "\uffff" for c in before) * counting.utf16


@pytest.mark.parametrize("counting", COUNTINGS, ids=lambda c: c.words)
@pytest.mark.parametrize("lines", ["\r\n", "\n"])
def test_15_every_way_of_counting_is_found_by_names(
    fresh: Study, counting: Counting, lines: str
) -> None:
    stored = BODY.replace("\r\n", "\n")
    theirs = Theirs(body=stored.replace("\n", lines), origin="SomeQDA")
    for words in WORDS:
        start = stored.index(words)
        first, last = (counted(stored, at, counting) for at in (start, start + len(words)))
        theirs.select(first, last, words)
    done = theirs.into(fresh)
    # by start, as the study lists them
    assert [words for *_, words in quotes(fresh)] == list(WORDS)
    usual = counting == Counting(2 if lines == "\r\n" else 1)
    told = [said for said in done.notices if "positions read with" in said]
    assert bool(told) != usual
    assert usual or (counting.words in told[0] and "4 of 4 fit" in told[0])


@pytest.mark.parametrize(
    ("origin", "width"),
    [("ATLAS.ti 23", 1), ("NVivo 14 Windows", 2), ("MAXQDA 2022", 2), ("NVivo Mac", 2), ("", 2)],
)
def test_15_without_names_the_origin_decides(fresh: Study, origin: str, width: int) -> None:
    stored = BODY.replace("\r\n", "\n")
    start = stored.index("then came")
    first, last = (counted(stored, at, Counting(width)) for at in (start, start + 9))
    done = Theirs(body=BODY, origin=origin).select(first, last).into(fresh)
    assert [words for *_, words in quotes(fresh)] == ["then came"]
    assert any("as ATLAS.ti" in said for said in done.notices) == (origin == "ATLAS.ti 23")


def test_15_text_in_the_xml_of_windows_programs_counts_two(fresh: Study) -> None:
    stored = BODY.replace("\r\n", "\n")
    start = stored.index("then came")
    first, last = (counted(stored, at, Counting(2)) for at in (start, start + 9))
    theirs = Theirs(source='guid="" name="T"', origin="NVivo 14 Windows").select(first, last)
    theirs.inside = f"<PlainTextContent>{BODY}</PlainTextContent>"
    theirs.into(fresh)
    assert [words for *_, words in quotes(fresh)] == ["then came"]


def test_names_that_are_no_quotes_change_nothing() -> None:
    file = FileText.of("one\r\ntwo\r\nthree")
    chosen = choose(file, [Selection("", "1:1 comment", 5, 8), Selection("", "x", 0, 3)], "")
    assert not chosen.repaired and chosen.places.quote(Selection("", "", 5, 8)) == "two"


def test_names_that_were_cut_still_tell() -> None:
    stored = "line\n" * 3 + "word " * 60
    file = FileText.of(stored.replace("\n", "\r\n"))
    for name in ("word word…", "word word...", ("word " * 18).strip()):
        chosen = choose(file, [Selection("", name, 15, 15 + 200)], "")
        assert chosen.counting == Counting(1) and chosen.repaired


def test_between_the_halves_of_a_line_end_and_of_a_character() -> None:
    places = Places(FileText.of("a\r\nb"), Counting(2))
    assert [places.place(n) for n in range(6)] == [0, 1, 1, 2, 3, None]
    halves = Places(FileText.of("\U0001f600b"), Counting(1, True))
    assert [halves.place(n) for n in range(5)] == [0, None, 1, 2, None]


@given(st.text(st.sampled_from("ab\n\U0001f600\u0301"), max_size=30), st.sampled_from(COUNTINGS))
def test_every_position_is_found_again(stored: str, counting: Counting) -> None:
    file = FileText.of(stored.replace("\n", "\r\n"))
    places = Places(file, counting)
    assert file.text == stored
    for at in range(len(stored) + 1):
        assert places.place(counted(stored, at, counting)) == at
