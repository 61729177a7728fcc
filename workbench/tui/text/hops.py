"""Labels for a jump to a word that is seen: type its first letter, then the label that it gets."""

import unicodedata
from collections.abc import Sequence

from workbench.tui.text.units import words

#: Letters of labels, those under the resting fingers first.
ALPHABET = "asdfghjklqwertyuiopzxcvbnm"
Span = tuple[int, int]


def words_with_initial(text: str, lines: Sequence[Span], initial: str) -> list[Span]:
    """The words within these stretches of text that begin with a letter.

    Neither case nor accents count: ``e`` finds “Élan”. A word that an earlier line began is none.
    """
    wanted = _bare(initial)
    return [
        word
        for start, end in lines
        for word in words(text, start, end)
        if _bare(text[word[0]]) == wanted and not _goes_on(text, word[0])
    ]


def labelled(found: Sequence[Span], caret: int) -> dict[str, Span]:
    """A label for each of these words, the shortest and easiest for those nearest the caret.

    One letter each where the alphabet reaches, else two; beyond 676 words none.
    """
    nearest = sorted(found, key=lambda word: (abs(word[0] - caret), word[0]))
    if len(nearest) <= len(ALPHABET):
        return dict(zip(ALPHABET, nearest, strict=False))
    pairs = (first + second for first in ALPHABET for second in ALPHABET)
    return dict(zip(pairs, nearest, strict=False))


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFKD", letter.casefold())[:1]


def _goes_on(text: str, position: int) -> bool:
    return position > 0 and text[position].isalnum() and text[position - 1].isalnum()
