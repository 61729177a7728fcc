"""The letter by which a code stands in the margin.

Letters are given in the order in which the codes come here: in that of their making, so that a code
added later changes nothing for those before it.
"""

import string
import unicodedata
from collections.abc import Sequence
from itertools import chain, count, product

ALPHABET = string.ascii_lowercase
SIGNS = ALPHABET + string.ascii_uppercase + string.digits


def assign_letters(codes: Sequence[tuple[str, str]]) -> list[str]:
    """One letter a code, all different, for codes given as (name, letter chosen by a person).

    Chosen letters are taken first; where two codes chose the same, the first keeps it. The others
    get a free initial of their name, else a free letter of it, else any free letter; capitals
    once all small letters are in use, two characters once all capitals are.

    >>> assign_letters([("Trust", ""), ("Time pressure", ""), ("Tempo", "p"), ("Tact", "")])
    ['t', 'i', 'p', 'a']
    """
    letters = [""] * len(codes)
    taken: set[str] = set()
    for index, (_, chosen) in enumerate(codes):
        if chosen and chosen not in taken:
            letters[index] = chosen
            taken.add(chosen)
    for index, (name, _) in enumerate(codes):
        if not letters[index]:
            letters[index] = propose_letter(name, taken)
            taken.add(letters[index])
    return letters


def propose_letter(name: str, taken: set[str]) -> str:
    """The letter for a code of this name, among those that are not taken."""
    words = _latin_words(name)
    wanted = [word[0] for word in words] + list("".join(words))
    for form in (str.lower, str.upper):
        for letter in (*wanted, *ALPHABET):
            if form(letter) not in taken:
                return form(letter)
    initials = "".join(word[0] for word in words)
    pairs = [initials[:2]] if len(initials) > 1 else []
    pairs += [first + second for first, second in product(wanted[:1], "".join(words)[1:])]
    every = (map("".join, product(SIGNS, repeat=size)) for size in count(2))
    return next(pair for pair in chain(pairs, chain.from_iterable(every)) if pair not in taken)


def _latin_words(name: str) -> list[str]:
    """The words of a name in plain small letters a to z; none for other scripts."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(
        letter if letter in ALPHABET else "" if unicodedata.combining(letter) else " "
        for letter in plain
    )
    return kept.split()
