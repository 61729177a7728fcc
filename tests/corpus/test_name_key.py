"""The key of replacements, and replacing by it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.corpus.identifying import Candidate, candidates
from workbench.corpus.name_key import read_key, replaced, write_key
from workbench.errors import WorkbenchError

TEXT = """Interviewer: Whom do you ring?

Marta: I ring Jonas Weber, jonas@river.example or +49 30 1234567. The gauge is at Elmford.

Marta: Well, Mr Quill knows. In 2019 it was the gauge at Elmford, too.
"""


def _found() -> dict[str, Candidate]:
    found = candidates({"S1": TEXT}, {"S1": ["Interviewer", "Marta"]})
    return {candidate.words: candidate for candidate in found}


@given(
    st.text("abM [].", max_size=40),
    st.dictionaries(
        st.text("abM", min_size=1, max_size=3), st.text("xM", min_size=1, max_size=3), max_size=4
    ),
)
def test_no_replacement_is_replaced_again(text: str, key: dict[str, str]) -> None:
    once = replaced(text, key)
    marks = replaced(text, dict.fromkeys(key, "\0"))
    assert once.count("\0") == 0
    assert len(marks.split("\0")) - 1 == sum(1 for word in _words(text) if word in key)


def _words(text: str) -> list[str]:
    for mark in "[].":
        text = text.replace(mark, " ")
    return text.split()


def test_the_longest_name_wins_and_parts_of_words_stay() -> None:
    key = {"Marta": "A", "Marta Klein": "B", "+49": "C"}
    assert replaced("Marta Klein, Marta's Martas +49 +491", key) == "B, A's Martas C +491"


def test_the_key_is_written_for_its_writer_alone_and_keeps_what_it_has(tmp_path: Path) -> None:
    key = tmp_path / "key.csv"
    assert write_key(key, list(_found().values())) == 6
    assert key.stat().st_mode & 0o077 == 0
    first = read_key(key)
    assert first["+49 30 1234567"] == "[number 1]"
    key.write_text("name,replacement\nMarta,P1\nElmford,\nQuill,[name 1]\n", encoding="utf-8")
    assert write_key(key, list(_found().values())) == 3
    again = read_key(key)
    assert again["Marta"] == "P1"
    assert "Elmford" not in again
    assert sorted(again.values()) == ["P1", "[address 1]", "[name 1]", "[name 2]", "[number 1]"]


def one(words: str, kind: str = "name", part_of: str = "") -> Candidate:
    return Candidate(words, kind, 1, ("S1",), part_of=part_of)


def test_one_person_has_one_replacement_and_none_that_is_taken(tmp_path: Path) -> None:
    key = tmp_path / "key.csv"
    found = [one("Weber", part_of="Jonas Weber"), one("Jonas Weber"), one("Elmford", "place")]
    write_key(key, [*found, one("Marta", "speaker"), one("Ann", "speaker")], taken=["P1"])
    assert read_key(key) == {
        "Weber": "[name 1]",
        "Jonas Weber": "[name 1]",
        "Elmford": "[place 1]",
        "Marta": "P2",
        "Ann": "P3",
    }
    assert write_key(key, [*found, one("Jonas", part_of="Jonas Weber")]) == 1
    assert read_key(key)["Jonas"] == "[name 1]"


def test_who_speaks_is_a_speaker_under_the_whole_name_too(tmp_path: Path) -> None:
    key = tmp_path / "key.csv"
    write_key(key, [one("Marta", "speaker", part_of="Marta Klein"), one("Marta Klein")])
    assert read_key(key) == {"Marta": "P1", "Marta Klein": "P1"}


def test_a_key_that_is_not_consistent_is_refused_by_line(tmp_path: Path) -> None:
    key = tmp_path / "key.csv"
    for rows, told in (
        ("Marta,A\nMarta,B", "line 3, column replacement: this name has another"),
        ("Marta,Marta", "line 2, column replacement: the replacement is the name"),
        (",B", "line 2, column name: the cell is empty"),
    ):
        key.write_text(f"name,replacement\n{rows}\n", encoding="utf-8")
        with pytest.raises(WorkbenchError, match=told):
            read_key(key)
