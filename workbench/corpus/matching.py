"""Finding words in one text without regard to case: exactly, or nearly.

Positions are code points of the text as given. Case is folded one character to one, so that no
position moves: ``ß`` stays ``ß``, and both small sigmas are one.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator

Span = tuple[int, int]

# At least as near as one slip in a word of five letters.
SIMILARITY = 80.0

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_TRIGRAM = 3
# Latin, Greek, Cyrillic, Armenian, Latin for Vietnamese with polytonic Greek.
_INDEXED = (
    ("\0", "\u024f"),
    ("\u0370", "\u03ff"),
    ("\u0400", "\u0527"),
    ("\u0531", "\u0587"),
    ("\u1e00", "\u1fff"),
)


def fold(text: str) -> str:
    """The text in lower case, of the same length.

    >>> fold("STRAẞE İstanbul ΛΌΓΟΣ")
    'straße İstanbul λόγοσ'
    """
    lower = text.lower()
    if len(lower) != len(text):
        # "İ" alone grows when it is lowered
        lower = "İ".join(part.lower() for part in text.split("İ"))
    return lower.replace("ς", "σ")


def forms(query: str) -> tuple[str, ...]:
    """The query folded as written, composed and decomposed: each form once."""
    written = (query, unicodedata.normalize("NFC", query), unicodedata.normalize("NFD", query))
    return tuple(dict.fromkeys(fold(form) for form in written))


def find_exactly(text: str, query: str) -> list[Span]:
    """Where any form of ``query`` stands in ``text``, by position; a form's hits do not overlap."""
    folded = fold(text)
    found = {span for form in forms(query) if form for span in _occurrences(folded, form)}
    return sorted(found)


def _occurrences(text: str, word: str) -> Iterator[Span]:
    start = text.find(word)
    while start >= 0:
        yield start, start + len(word)
        start = text.find(word, start + len(word))


def find_nearly(text: str, query: str) -> list[Span]:
    """Runs of words that are spelled nearly like ``query``; the nearest first wins its place.

    A run has as many words as the query, one more or one less (for what is written in one word or
    in two), and a similarity of at least ``SIMILARITY`` out of 100, which is twice the length of
    the longest common subsequence over the length of both. Hits do not overlap.
    """
    from rapidfuzz import fuzz, process

    wanted = " ".join(_WORD.findall(fold(unicodedata.normalize("NFC", query))))
    if not wanted:
        return []
    words = [match.span() for match in _WORD.finditer(text)]
    size = wanted.count(" ") + 1
    places: dict[str, list[Span]] = {}
    for length in range(max(1, size - 1), size + 2):
        for first in range(len(words) - length + 1):
            start, end = words[first][0], words[first + length - 1][1]
            run = " ".join(text[a:b] for a, b in words[first : first + length])
            places.setdefault(fold(unicodedata.normalize("NFC", run)), []).append((start, end))
    near = process.extract_iter(wanted, list(places), scorer=fuzz.ratio, score_cutoff=SIMILARITY)
    ranked = sorted(
        (-score, end - start, start, end) for run, score, _ in near for start, end in places[run]
    )
    return _apart([(start, end) for _, _, start, end in ranked])


def _apart(ranked: list[Span]) -> list[Span]:
    """Of spans, best first, those that overlap no better one; by position."""
    kept: list[Span] = []
    for start, end in ranked:
        at = bisect_left(kept, (start, end))
        free = (at == 0 or kept[at - 1][1] <= start) and (at == len(kept) or kept[at][0] >= end)
        if free:
            kept.insert(at, (start, end))
    return kept


def index_query(query: str) -> str | None:
    """The FTS5 query over trigrams that finds every text in which ``find_exactly`` finds anything.

    It may find more texts, never fewer. None where trigrams cannot tell: a form of the query has
    no three characters in a row whose case the index folds as ``fold`` does.
    """
    alternatives = []
    for form in forms(query):
        pieces = [piece for piece in _indexed_pieces(form) if len(piece) >= _TRIGRAM]
        if not pieces:
            return None
        alternatives.append(" AND ".join('"' + p.replace('"', '""') + '"' for p in pieces))
    return " OR ".join(f"({alternative})" for alternative in alternatives)


def _indexed_pieces(form: str) -> list[str]:
    return "".join(c if folds_alike(c) else "\0" for c in form).split("\0")


def folds_alike(character: str) -> bool:
    """Whether the index of SQLite surely folds this character's case as ``fold`` does.

    It knows the letters of an older Unicode: of those with case, the blocks below are taken.
    Characters without case need no folding.
    """
    if character == "\0" or "\ud800" <= character <= "\udfff":
        return False
    if character.lower() == character.upper():
        return True
    return any(first <= character <= last for first, last in _INDEXED) and character != "ϳ"
