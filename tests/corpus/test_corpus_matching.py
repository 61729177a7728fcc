"""Folding and matching in one text; the index must never hide what matching would find."""

import sqlite3
import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workbench.corpus.matching import (
    find_exactly,
    find_nearly,
    fold,
    folds_alike,
    forms,
    index_query,
)

# Letters whose case is folded in some surprising way, and plain ones.
_LETTERS = st.text(st.sampled_from('aAsSſkKKiIİıßẞσςΣéÉe\u0301Åå "ⴀႠꭰᎠ\n-*'), max_size=12)


def index_finds(text: str, query: str) -> bool:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE i USING fts5(body, tokenize='trigram')")
    database.execute("INSERT INTO i VALUES (?)", (text,))
    found = database.execute("SELECT count(*) FROM i WHERE i MATCH ?", (query,)).fetchone()[0]
    database.close()
    return bool(found)


def test_every_letter_that_is_said_to_fold_alike_does() -> None:
    """Over all of Unicode: the index finds every letter by its folded form, or is not asked."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE i USING fts5(body, tokenize='trigram')")
    letters = [
        (number, chr(number))
        for number in range(1, 0x110000)
        if not 0xD800 <= number <= 0xDFFF
        and fold(chr(number)) != chr(number)
        and folds_alike(fold(chr(number)))
    ]
    assert len(letters) > 600
    database.executemany(
        "INSERT INTO i (rowid, body) VALUES (?, ?)", [(n, letter * 3) for n, letter in letters]
    )
    missed = [
        letter
        for number, letter in letters
        if not database.execute(
            "SELECT 1 FROM i WHERE i MATCH ? AND rowid = ?", (f'"{fold(letter) * 3}"', number)
        ).fetchone()
    ]
    assert missed == []


@given(_LETTERS, _LETTERS, _LETTERS)
def test_the_index_hides_nothing(before: str, query: str, after: str) -> None:
    for written in (query, query.upper(), unicodedata.normalize("NFD", query)):
        text = f"{before}{written}{after}"
        asked = index_query(query)
        if asked is not None and find_exactly(text, query):
            assert index_finds(text, asked)


@given(st.text(max_size=30))
def test_folding_moves_no_position(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(_LETTERS, _LETTERS, _LETTERS)
def test_what_is_found_stands_there(before: str, query: str, after: str) -> None:
    text = before + query + after
    found = find_exactly(text, query)
    assert all(fold(text[start:end]) in forms(query) for start, end in found)
    assert bool(found) == bool(query)


def test_case_and_accents() -> None:
    text = "Café, CAFÉ, cafe\u0301; ΛΌΓΟΣ λόγος"
    assert [text[a:b] for a, b in find_exactly(text, "café")] == ["Café", "CAFÉ", "cafe\u0301"]
    assert [text[a:b] for a, b in find_exactly(text, "λόγος")] == ["ΛΌΓΟΣ", "λόγος"]


def test_short_and_strange_queries_ask_no_index() -> None:
    assert index_query("ab") is None
    assert index_query("ab\0cd") is None
    assert index_query("Ꭰ" * 3) is None
    assert index_query('a "b" c') == '("a ""b"" c")'
    assert index_query("水の上") == '("水の上")'


def test_nearly_spelled_words() -> None:
    text = "The warnning came. A sand bag, sandbags; the gauge. No warrant, gage, “Warning”."

    def near(query: str) -> list[str]:
        return [text[a:b] for a, b in find_nearly(text, query)]

    assert near("warning") == ["warnning", "Warning"]
    assert near("sandbag") == ["sand bag", "sandbags"]
    assert near("guage") == ["gauge", "gage"]
    assert near("the gage") == ["the gauge"]
    assert near("zebra") == []
    assert near("…") == []


@given(st.text("ab ", max_size=30), st.text("ab ", min_size=1, max_size=6))
def test_near_hits_lie_apart_and_in_order(text: str, query: str) -> None:
    found = find_nearly(text, query)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    words = query.split()
    if words and " ".join(words) == " ".join(text.split()):
        assert len(found) >= 1
