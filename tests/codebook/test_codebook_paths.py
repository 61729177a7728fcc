"""Paths of codes: every list of names has one, and it leads back to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.codebook.paths import checked_name, checked_path, join_path, split_path
from workbench.errors import WorkbenchError

NAMES = st.text(alphabet="ab/\\ é", min_size=1, max_size=6).map(str.strip).filter(bool)


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_a_path_leads_back_to_its_names(names: list[str]) -> None:
    assert split_path(join_path(names)) == tuple(names)
    assert checked_path(join_path(names)) == tuple(names)


@given(st.lists(NAMES, min_size=1, max_size=3), st.lists(NAMES, min_size=1, max_size=3))
def test_different_names_have_different_paths(one: list[str], other: list[str]) -> None:
    assert (join_path(one) == join_path(other)) == (one == other)


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("Trust", ("Trust",)),
        ("People/Trust", ("People", "Trust")),
        (" People / Trust ", ("People", "Trust")),
        ("Both\\/and", ("Both/and",)),
        ("C\\D/E", ("C\\D", "E")),
        ("a\\\\/b", ("a\\", "b")),
        ("a//b", ("a", "", "b")),
        ("", ("",)),
        ("a\n", ("a",)),
    ],
)
def test_paths_as_people_write_them(path: str, names: tuple[str, ...]) -> None:
    assert split_path(path) == names


@pytest.mark.parametrize("path", ["", "/", "a/", "/a", "a//b", "  "])
def test_an_empty_name_in_a_path_is_refused(path: str) -> None:
    with pytest.raises(WorkbenchError, match="empty name"):
        checked_path(path)


@pytest.mark.parametrize(
    "name", ["Trust", "信頼", "👨‍👩‍👧", "can\u200cnot", "no\u00a0break", "=x", "ML [MLP]"]
)
def test_names_of_every_script_are_names(name: str) -> None:
    assert checked_name(f" {name} ") == name


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("  ", "is empty"),
        ("a\nb", "U\\+000A"),
        ("a\tb", "U\\+0009"),
        ("a\0", "U\\+0000"),
        ("\u202eevil", "U\\+202E"),
        ("\udc80", "U\\+DC80"),
        ("x" * 201, "201 characters"),
    ],
)
def test_what_cannot_name_a_code_is_refused(name: str, why: str) -> None:
    with pytest.raises(WorkbenchError, match=why):
        checked_name(name)
    assert checked_name("x" * 200) == "x" * 200
