"""Names of codes that may mean the same, and names that mean the opposite.

Spelling misleads in both directions: "trust" and "mistrust" are nearly one word, "time pressure"
and "lack of time" are not. So a negation or an antonym takes back what spelling says, and what two
codes were given to says more than what they are called. The words known here are English.
"""

from collections.abc import Iterable, Sequence
from enum import Enum

from rapidfuzz import fuzz

from workbench.codebook.matching import folded
from workbench.codebook.nouns import Code

ALIKE_FROM = 80.0
"""Least `rapidfuzz` token sort ratio (0 to 100) at which two names count as much alike."""
_NEGATIONS = """
    no not non never none nobody nothing without lack lacks lacking absence absent missing
    insufficient hardly nor neither against anti
"""
NEGATIONS = frozenset(_NEGATIONS.split())
PREFIXES = ("mis", "dis", "un", "in", "im", "il", "ir", "non", "anti", "counter", "mal")
_SMALL = """
    a an the of in on at to for from by with and or as is are be being it its one ones their his
    her my our your this that
"""
SMALL = frozenset(_SMALL.split())
_OPPOSITES = """
    high low/more less/many few/good bad/better worse/best worst/big small/large small/long short
    fast slow/quick slow/early late/old new/young old/easy hard/easy difficult/simple complex
    strong weak/rich poor/safe dangerous/safe risky/open closed/public private/formal informal
    internal external/inside outside/inclusion exclusion/include exclude/positive negative
    active passive/direct indirect/central local/success failure/gain loss/win lose/profit loss
    cost benefit/advantage disadvantage/strength weakness/opportunity threat/opportunity risk
    support resistance/support opposition/help hindrance/enabler barrier/facilitator barrier
    facilitators barriers/driver barrier/hope fear/hope despair/love hate/joy sadness
    agreement conflict/accept reject/acceptance rejection/approval rejection/increase decrease
    growth decline/rise fall/before after/past future/start end/beginning end/first last
    presence absence/together alone/same different/similarity difference/true false/right wrong
    certain uncertain/clear unclear/known unknown/visible hidden/top bottom/upper lower
    bottom top/front back/near far/hot cold/wet dry/full empty/always never/all none
    push pull/supply demand/buy sell/give take/male female/man woman/men women/mother father
    rural urban/qualitative quantitative/objective subjective/online offline/trust suspicion
    trust doubt/confidence doubt/pride shame/power helplessness/freedom constraint/order chaos
"""
OPPOSITES = frozenset(
    frozenset(pair.split()) for line in _OPPOSITES.strip().splitlines() for pair in line.split("/")
)
_ENDINGS = ("ings", "ing", "ness", "ies", "ers", "er", "ed", "es", "ly", "s", "y")


class Sense(Enum):
    """What the words of two names say of each other."""

    OPPOSITE = "opposite"
    """The one is the other denied: never to be proposed."""
    TURNED = "turned"
    """They share words of which one name denies some: spelling says nothing."""
    OPEN = "open"
    """Nothing against their meaning the same."""


def sense(first: str, second: str) -> Sense:
    """Whether two names deny each other.

    >>> sense("trust", "mistrust").value, sense("Lack of trust", "Trust").value
    ('opposite', 'opposite')
    >>> sense("high cost", "low costs").value, sense("careful", "careless").value
    ('opposite', 'opposite')
    >>> sense("time pressure", "lack of time").value
    'turned'
    >>> sense("no lack of trust", "trust").value, sense("time pressure", "pressure of time").value
    ('open', 'open')
    """
    words, denied = _words(first)
    others, also_denied = _words(second)
    turned = (denied + also_denied) % 2 == 1
    met = 0
    for word in list(words):
        for other in others:
            turns = _turns(word, other)
            if turns is not None:
                words.remove(word)
                others.remove(other)
                turned ^= turns
                met += 1
                break
    if not turned or not met:
        return Sense.OPEN
    return Sense.TURNED if words or others else Sense.OPPOSITE


def spelling(first: Code, second: Code) -> float:
    """How much alike two codes are called, by name or alias: 0 to 100, 0 where one denies the
    other or they are counted apart ("format 1", "format 2")."""
    best = 0.0
    for one in (first.name, *first.aliases):
        for other in (second.name, *second.aliases):
            ratio = max(
                fuzz.token_sort_ratio(_plain(one), _plain(other)),
                fuzz.token_sort_ratio(_stems(one), _stems(other)),
            )
            if ratio > best and sense(one, other) is Sense.OPEN and _count(one) == _count(other):
                best = ratio
    return best


def _count(name: str) -> list[str]:
    """What counts a name among its like: its numbers, and a single letter at its end.

    >>> _count("Option B"), _count("Round 2 of 3"), _count("Somebody's word")
    (['b'], ['2', '3'], [])
    """
    words = _split(name)
    return [w for at, w in enumerate(words, 1) if w.isdigit() or (len(w) == 1 and at == len(words))]


def pairs(known: Sequence[Code]) -> Iterable[tuple[Code, Code]]:
    """Every two codes that may be one, in codebook order: not those whose names deny each other,
    nor a code and one that lies below it."""
    parents = {code.id: code.parent_id for code in known}
    for at, first in enumerate(known):
        for second in known[at + 1 :]:
            if first.id in _above(second.id, parents) or second.id in _above(first.id, parents):
                continue
            if sense(first.name, second.name) is not Sense.OPPOSITE:
                yield first, second


def _above(code_id: str, parents: dict[str, str | None]) -> list[str]:
    found: list[str] = []
    parent = parents.get(code_id)
    while parent is not None and parent not in found:
        found.append(parent)
        parent = parents.get(parent)
    return found


def _plain(name: str) -> str:
    """The words of a name that carry its meaning; all of them where none does."""
    words = _split(name)
    return " ".join([word for word in words if word not in SMALL] or words)


def _stems(name: str) -> str:
    return " ".join(_stem(word) for word in _plain(name).split())


def _words(name: str) -> tuple[list[str], int]:
    """The words that carry meaning, and how many deny."""
    words = [word for word in _split(name) if word not in SMALL]
    return [w for w in words if w not in NEGATIONS], sum(w in NEGATIONS for w in words)


def _split(name: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in folded(name)).split()


def _turns(word: str, other: str) -> bool | None:
    """Whether one word denies the other (True) or is the same (False); None for two words."""
    if _stem(word) == _stem(other):
        return False
    if frozenset((word, other)) in OPPOSITES or frozenset((_stem(word), _stem(other))) in OPPOSITES:
        return True
    for one, two in ((word, other), (other, word)):
        if any(one.startswith(p) and _stem(one[len(p) :]) == _stem(two) for p in PREFIXES):
            return True
        if one.endswith("less") and _stem(one[:-4]) in (_stem(two), _stem(two.removesuffix("ful"))):
            return True
    return None


def _stem(word: str) -> str:
    """A word without its commonest endings, as far as four letters are left."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
