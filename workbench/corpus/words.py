"""Word lists: how often words are said, how evenly, and which set one set apart from the rest.

Pure functions over counts. What is a word, and who says it, is for ``word_lists``.
"""

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass
from math import log, log2

HALF = 0.5
"""What stands for a frequency of zero in a ratio."""


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word in a set of texts.

    ``count`` of ``base`` words (stop words counted in the base), ``per_1000`` words; in
    ``transcripts`` of ``of`` transcripts; ``dispersion`` is Gries' DP, 0 for as even as the lengths
    of the transcripts, towards 1 for all in one of them.
    """

    word: str
    count: int
    base: int
    per_1000: float
    transcripts: int
    of: int
    dispersion: float


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A word in a set of texts against another set, whose figures are called ``other``.

    ``log_likelihood`` says how surely the two rates differ, ``log_ratio`` how much and which way.
    """

    row: WordRow
    other: int
    other_base: int
    other_per_1000: float
    log_likelihood: float
    log_ratio: float


def frequencies(
    counts: Mapping[str, Counter[str]], stop_words: Container[str] = ()
) -> list[WordRow]:
    """The words of ``counts`` (by transcript), the most frequent first, ties in their own order."""
    sizes = {name: count.total() for name, count in counts.items() if count.total()}
    base = sum(sizes.values())
    total: Counter[str] = Counter()
    for here in counts.values():
        total.update(here)
    rows = []
    for word, count in total.items():
        if word in stop_words:
            continue
        parts = {name: counts[name][word] for name in sizes}
        rows.append(
            WordRow(
                word,
                count,
                base,
                1000 * count / base,
                sum(1 for part in parts.values() if part),
                len(sizes),
                dispersion(parts, sizes),
            )
        )
    return sorted(rows, key=lambda row: (-row.count, row.word))


def keyness(
    counts: Mapping[str, Counter[str]],
    others: Mapping[str, Counter[str]],
    stop_words: Container[str] = (),
) -> list[KeyRow]:
    """The words of one set against another, by log-likelihood, the surest difference first.

    Words that one of the sets lacks are in the list too. Both sets must hold words.
    """
    base = sum(count.total() for count in counts.values())
    other_base = sum(count.total() for count in others.values())
    if not base or not other_base:
        raise ValueError("both sets must hold words")
    other: Counter[str] = Counter()
    for count in others.values():
        other.update(count)
    here = {row.word: row for row in frequencies(counts, stop_words)}
    of = sum(1 for count in counts.values() if count.total())
    for word in other:
        if word not in here and word not in stop_words:
            here[word] = WordRow(word, 0, base, 0.0, 0, of, 0.0)
    rows = [
        KeyRow(
            row,
            other[word],
            other_base,
            1000 * other[word] / other_base,
            log_likelihood(row.count, base, other[word], other_base),
            log_ratio(row.count, base, other[word], other_base),
        )
        for word, row in here.items()
    ]
    return sorted(rows, key=lambda key: (-key.log_likelihood, key.row.word))


def log_likelihood(count: int, base: int, other: int, other_base: int) -> float:
    """How surely a word's rates in two sets differ: G2 of the table of 2 x 2 (Dunning 1993).

    ``G2 = 2 * sum(O * ln(O / E))`` over the word and all other words in both sets, ``E`` expected
    from the margins; never negative, 0 for equal rates. The sum counts each word said as drawn by
    itself, which words of one speaker are not: it orders a list, it is no test.

    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence.
    Computational Linguistics, 19(1), 61-74.

    >>> round(log_likelihood(10, 1000, 5, 2000), 4)
    6.9692
    """
    total = base + other_base
    said = count + other
    observed = (count, other, base - count, other_base - other)
    margins = ((said, base), (said, other_base), (total - said, base), (total - said, other_base))
    terms = [
        seen * log(seen * total / (row * column))
        for seen, (row, column) in zip(observed, margins, strict=True)
        if seen
    ]
    return max(0.0, 2 * sum(terms))


def log_ratio(count: int, base: int, other: int, other_base: int) -> float:
    """How many times a word's rate doubles from the other set to this one (Hardie 2014).

    ``log2((count / base) / (other / other_base))``; a count of 0 is taken as one half. 1 is twice
    as often, -1 half as often.

    Hardie, A. (2014). Log Ratio: an informal introduction. ESRC Centre for Corpus Approaches to
    Social Science, Lancaster.

    >>> log_ratio(10, 1000, 5, 2000), log_ratio(0, 1000, 4, 1000)
    (2.0, -3.0)
    """
    return log2(((count or HALF) / base) / ((other or HALF) / other_base))


def dispersion(parts: Mapping[str, int], sizes: Mapping[str, int]) -> float:
    """How unevenly a word is spread over parts: deviation of proportions (Gries 2008).

    Half the sum of ``|share of the word - share of all words|`` over the parts, by name; ``sizes``
    are the words of each. 0 is spread as the words are, near 1 all in a small part.

    Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora. International Journal of
    Corpus Linguistics, 13(4), 403-437.

    >>> dispersion({"a": 3, "b": 1}, {"a": 50, "b": 50})
    0.25
    """
    count, base = sum(parts.values()), sum(sizes.values())
    if not count or not base:
        return 0.0
    return sum(abs(parts[name] / count - size / base) for name, size in sizes.items()) / 2
