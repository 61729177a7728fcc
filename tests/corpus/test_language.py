"""Sentences and tokens as ranges, whatever the length and the script."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.corpus import language
from workbench.corpus.language import sentences, tokens
from workbench.errors import WorkbenchError

TEXT = "P5: It rained. \U0001f600 Did it?\n\nYes, 3.5 cm! No end"


def words(text: str, ranges: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in ranges]


def test_sentences_are_code_points_and_end_at_blank_lines() -> None:
    assert words(TEXT, sentences(TEXT, [(4, len(TEXT))])) == [
        "It rained.",
        "\U0001f600 Did it?",
        "Yes, 3.5 cm!",
        "No end",
    ]
    assert words("One\n\nTwo", sentences("One\n\nTwo", [(0, 8)])) == ["One", "Two"]


def test_no_sentence_crosses_a_range() -> None:
    text = "Ana: so it Ben: rained. Yes."
    assert words(text, sentences(text, [(5, 10), (16, 28)])) == ["so it", "rained.", "Yes."]
    assert sentences(text, []) == [] and sentences(text, [(3, 3)]) == []


def test_tokens_leave_white_space_out() -> None:
    assert words(TEXT, tokens(TEXT, [(4, 14), (26, len(TEXT))])) == (
        ["It", "rained", ".", "Yes", ",", "3.5", "cm", "!", "No", "end"]
    )


def test_a_language_brings_its_own_rules() -> None:
    text = "Dr. Smith came. 雨。晴れ。"
    assert words(text, sentences(text, [(0, 15)], "en")) == ["Dr. Smith came."]
    assert len(sentences(text, [(0, 15)])) == 2
    assert words(text, sentences(text, [(16, len(text))], "zh")) == ["雨。", "晴れ。"]


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(WorkbenchError, match="“qq”"):
        sentences("a", [(0, 1)], "qq")


@pytest.mark.parametrize("bad", [(-1, 2), (2, 1), (0, 4)])
def test_a_range_outside_the_text_is_a_programming_error(bad: tuple[int, int]) -> None:
    for split in (sentences, tokens):
        with pytest.raises(ValueError, match="does not lie in"):
            split("abc", [bad])


def test_more_than_spacy_takes_at_once_is_read_in_pieces() -> None:
    text = "This is it, is it? " * 60_000
    found = sentences(text, [(0, len(text))])
    assert len(text) > 1_000_000
    assert set(words(text, found)) == {"This is it, is it?"} and len(found) == 60_000
    assert len(tokens(text, [(0, len(text))])) == 420_000


@pytest.mark.parametrize("unit", ["_", ".", "a", "word ", "\n", " ", "-", "(", "'", "a.b"])
def test_a_long_text_without_an_end_takes_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    # Where a run without blanks has to be cut, the cut may look like an end.
    assert len(sentences(text, [(0, len(text))])) <= len(text) // 5_000
    assert tokens(text, [(0, len(text))]) or not text.strip()


_SPEECH = st.lists(
    st.sampled_from(
        ["One", " two", ".", "? ", "! ", "\n", "\n\n", " \n", "…", "\U0001f600", "é", "。", " "]
    ),
    max_size=60,
).map("".join)


@settings(deadline=None)
@given(_SPEECH)
def test_sentences_and_tokens_leave_nothing_but_white_space_out(speech: str) -> None:
    whole = sentences(speech, [(0, len(speech))])
    position = 0
    for start, end in whole:
        assert position <= start < end
        assert speech[start:end] == speech[start:end].strip()
        assert not speech[position:start].strip()
        position = end
    assert not speech[position:].strip()
    found = tokens(speech, [(0, len(speech))])
    assert "".join(words(speech, found)) == "".join(speech.split())
    assert all(one[1] <= two[0] for one, two in pairwise(found))


@settings(deadline=None)
@given(st.lists(st.sampled_from(["One", "two.", "é?", "!", "\U0001f600", "“so”."]), min_size=1))
def test_pieces_of_any_length_give_the_same_ranges(said: list[str]) -> None:
    speech = " ".join(said)
    whole = [(0, len(speech))]
    at_once = sentences(speech, whole), tokens(speech, whole)
    for piece in (8, 20, 50):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(language, "_PIECE", piece)
            assert (sentences(speech, whole), tokens(speech, whole)) == at_once
