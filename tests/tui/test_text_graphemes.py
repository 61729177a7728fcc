"""Grapheme clusters: what the caret steps over, and how many cells it takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from workbench.tui.text.graphemes import cells, clusters, display, fit, is_plain, shown

FAMILY = "👨‍👩‍👧‍👦"
NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            list(" ab\t\x00\x1b\u00a0\u00ad\u0301\u200b\u200d\u200e\u202e\u2028\ufe0f")
        ),
        st.sampled_from(list("🇩🇪🇫👍🏽👩❤漢字한ᄒ\u1161\u11abกำनि\u064aא\ufeff")),
        st.characters(),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        (FAMILY, [(7, 2)]),
        ("🇩🇪🇫🇷", [(2, 2), (2, 2)]),
        ("🇩a", [(1, 1), (1, 1)]),
        ("e\u0301x", [(2, 1), (1, 1)]),
        ("👍🏽", [(2, 2)]),
        ("漢字", [(1, 2), (1, 2)]),
        ("\u1112\u1161\u11ab", [(3, 2)]),
        ("กำ", [(2, 2)]),
        ("❤\ufe0f", [(2, 2)]),
        ("1\ufe0f\u20e3", [(3, 2)]),
        ("a\u200db", [(2, 1), (1, 1)]),
        ("\t\x1b", [(1, 1), (1, 1)]),
        ("\u00a0", [(1, 1)]),
        ("אב", [(1, 1), (1, 1)]),
    ],
)
def test_clusters_of_known_text(text: str, sizes: list[tuple[int, int]]) -> None:
    assert [(c.end - c.start, c.cells) for c in clusters(text)] == sizes


@given(NASTY)
def test_clusters_cover_the_text_and_are_as_wide_as_what_is_printed(text: str) -> None:
    found = clusters(text)
    assert "".join(text[c.start : c.end] for c in found) == text
    assert all(c.cells >= 1 for c in found)
    assert cells(text) == sum(c.cells for c in found) == cell_len(display(text))


@given(NASTY)
def test_nothing_that_steers_a_terminal_is_printed(text: str) -> None:
    printed = display(text)
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in printed)
    assert not set(printed) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(st.text(max_size=30).filter(is_plain))
def test_plain_text_is_one_cell_a_code_point(text: str) -> None:
    assert [(c.start, c.end, c.cells) for c in clusters(text)] == [
        (at, at + 1, 1) for at in range(len(text))
    ]
    assert display(text) == text


@given(NASTY, st.integers(0, 30))
def test_fit_takes_exactly_the_width(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width


def test_markup_and_tabs_are_only_characters() -> None:
    assert display("[MLP] [/]\tx") == "[MLP] [/] x"
    assert shown("\x1b") == "␛"
