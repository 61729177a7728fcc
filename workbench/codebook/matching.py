"""Finding a code by a few letters of its name, of an alias or of its definition.

`rank` puts first what the coder most likely means: the code's own letter or its exact name, then
names that begin with the query, then words of a name that do, then aliases in the same order, and
initials. After these `sure` matches come those that only happen to hold what was typed: letters
inside a word, slips of the finger, and at last the words of a definition. Who types the name of a
code that is not there yet ("trust" beside "mistrust") meets some of them, and means none. Within a
step codes in wider use come first.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

Where = Literal["name", "alias", "definition"]
SLIP_CUTOFF = 78.0
"""Least `rapidfuzz` ratio (0 to 100) at which a word counts as the query with a slip in it."""
SURE = 1000.0
"""Score from which what was typed begins words of the label: that one is meant, most likely."""


class Candidate(Protocol):
    """What can be ranked: anything with a letter, a name, aliases, a definition and a count."""

    @property
    def letter(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def definition(self) -> str: ...
    @property
    def aliases(self) -> Sequence[str]: ...
    @property
    def count(self) -> int: ...


ItemT = TypeVar("ItemT", bound=Candidate)


@dataclass(frozen=True, slots=True)
class Match(Generic[ItemT]):
    """One candidate that matches, and why.

    ``text`` is the name, the alias, or the definition in which the query was found; ``spans`` are
    the matched stretches of it as (start, end) code points. ``score`` is higher for better matches.
    """

    item: ItemT
    where: Where
    text: str
    spans: tuple[tuple[int, int], ...]
    score: float

    @property
    def sure(self) -> bool:
        """Whether the query is the letter, the name, the beginning of words, or the initials."""
        return self.score >= SURE


def rank(query: str, items: Iterable[ItemT]) -> list[Match[ItemT]]:
    """The items that match ``query``, best first; with an empty query all of them, as they came."""
    wanted = " ".join(folded(query).split())
    if not wanted:
        return [Match(item, "name", item.name, (), 0.0) for item in items]
    found = [match for item in items if (match := _best(wanted, query.strip(), item)) is not None]
    # sorted() is stable: equal scores and counts keep the order of the codebook.
    return sorted(found, key=lambda match: (-match.score, -match.item.count))


def snippet(text: str, spans: Sequence[tuple[int, int]], width: int) -> tuple[str, tuple[int, int]]:
    """About ``width`` characters of `text` around its first match, on whole words.

    Returns the snippet, with ``…`` where something was left out, and the match in it.
    """
    start, end = spans[0] if spans else (0, 0)
    if len(text) <= width:
        return text, (start, end)
    room = max(0, width - (end - start) - 4)
    left = max(0, start - room // 2)
    right = min(len(text), end + room - (start - left))
    if left:
        blank = text.find(" ", left, start)
        left = blank + 1 if blank >= 0 else start
        word_start = text.rfind(" ", 0, start) + 1
        left = min(left, max(word_start, start - room))
    if right < len(text):
        blank = text.rfind(" ", end, right + 1)
        right = blank if blank >= 0 else right
    before, after = "… " if left else "", " …" if right < len(text) else ""
    shift = len(before) - left
    return before + text[left:right] + after, (start + shift, end + shift)


def _best(wanted: str, typed: str, item: ItemT) -> Match[ItemT] | None:
    if len(typed) <= 2 and typed == item.letter:
        return Match(item, "name", item.name, (), SURE + 1000)
    name = _in_label(wanted, item.name, 0.0)
    best: Match[ItemT] | None = None
    if name is not None:
        best = Match(item, "name", item.name, name[1], name[0])
        if best.score >= SURE + 600:
            return best
    for alias in item.aliases:
        hit = _in_label(wanted, alias, 150.0)
        if hit is not None and (best is None or hit[0] > best.score):
            best = Match(item, "alias", alias, hit[1], hit[0])
    if best is None:
        spans = _all_words(wanted, item.definition)
        if spans:
            return Match(item, "definition", item.definition, spans, 100.0)
    return best


def _in_label(
    wanted: str, label: str, handicap: float
) -> tuple[float, tuple[tuple[int, int], ...]] | None:
    """Score (best 1900, from 1000 sure) and spans of the query in a name or alias, or nothing."""
    plain = folded(label)
    size = len(wanted)
    if plain == wanted:
        return SURE + 900 - handicap, ((0, len(label)),)
    if plain.startswith(wanted):
        return SURE + 800 - handicap, ((0, size),)
    starts = [word.start() for word in re.finditer(r"\w+", plain)]
    for start in starts:
        if plain.startswith(wanted, start):
            return SURE + 700 - handicap, ((start, start + size),)
    begun = _all_begun(wanted.split(), plain, starts)
    if begun:
        return SURE + 650 - handicap, begun
    initials = "".join(plain[start] for start in starts)
    if size > 1 and (at := initials.find(wanted)) >= 0:
        return SURE + 400 - handicap, tuple((start, start + 1) for start in starts[at : at + size])
    spans = _all_words(wanted, label)
    if spans:
        return 500 - handicap, spans
    return _slip(wanted, plain, handicap)


def _all_begun(words: list[str], plain: str, starts: list[int]) -> tuple[tuple[int, int], ...]:
    """Where each of several words begins a word of the label; empty unless every one does."""
    spans: set[tuple[int, int]] = set()
    for word in words if len(words) > 1 else ():
        at = next((start for start in starts if plain.startswith(word, start)), None)
        if at is None:
            return ()
        spans.add((at, at + len(word)))
    return tuple(sorted(spans))


def _slip(
    wanted: str, plain: str, handicap: float
) -> tuple[float, tuple[tuple[int, int], ...]] | None:
    """The query with a slip of the finger in it: near to the beginning of a word of the label."""
    if len(wanted) < 4:
        return None
    from rapidfuzz import fuzz  # slow to load, and nobody mistypes before the first screen

    best, where = 0.0, (0, 0)
    for word in re.finditer(r"\w+", plain):
        for size in {len(wanted) - 1, len(wanted), len(wanted) + 1}:
            head = plain[word.start() : word.start() + size]
            ratio = fuzz.ratio(wanted, head)
            if ratio > best:
                best, where = ratio, (word.start(), word.start() + len(head))
    if best < SLIP_CUTOFF:
        return None
    return 200 + best - handicap, (where,)


def _all_words(wanted: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where the words of the query are in `text`; empty unless every one is there."""
    plain = folded(text)
    whole = plain.find(wanted)
    if whole >= 0:
        return ((whole, whole + len(wanted)),)
    spans = []
    for word in wanted.split():
        at = plain.find(word)
        if at < 0:
            return ()
        spans.append((at, at + len(word)))
    return tuple(sorted(spans))


def folded(text: str) -> str:
    """`text` without case and accents, character for character, so that places stay places."""
    return "".join(map(_plain_letter, text))


def _plain_letter(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    base = unicodedata.normalize("NFKD", letter)[:1].casefold()
    return base if len(base) == 1 else letter
