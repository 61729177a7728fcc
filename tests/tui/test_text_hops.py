"""Labels of a jump: the words that begin with a letter, the nearest with the easiest label."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.tui.text.hops import ALPHABET, labelled, words_with_initial

TEXT = "Élan or else, the river rises; 'ever' after. Every egg"


def test_words_are_found_by_their_bare_initial() -> None:
    found = words_with_initial(TEXT, [(0, len(TEXT))], "E")
    assert [TEXT[a:b] for a, b in found] == ["Élan", "else", "ever", "Every", "egg"]
    assert words_with_initial(TEXT, [(0, len(TEXT))], "z") == []


def test_a_word_that_the_line_before_began_is_none() -> None:
    assert words_with_initial("riverend", [(0, 5), (5, 8)], "e") == []


@given(st.integers(0, 900), st.integers(0, 2000))
def test_labels_lead_to_one_word_each(count: int, caret: int) -> None:
    found = [(at, at + 2) for at in range(0, 3 * count, 3)]
    labels = labelled(found, caret)
    assert len(set(labels.values())) == len(labels) == min(count, len(ALPHABET) ** 2)
    assert len({len(label) for label in labels}) <= 1, "no label is the beginning of another"
    if labels:
        nearest = min(found, key=lambda word: (abs(word[0] - caret), word[0]))
        assert labels[min(labels, key=lambda l: [ALPHABET.index(c) for c in l])] == nearest  # noqa: E741
