"""Which passages a theme holds, in which order they are shown, and on whom they rest."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from workbench.themes.evidence import Evidence, Reference
from workbench.themes.nouns import DROP, Review, Theme

LEANING_SHARE = 1 / 3
LEANING_LEAST = 3


def below(theme: Theme, themes: Sequence[Theme]) -> list[Theme]:
    """A theme and all themes under it; ``themes`` has parents before children."""
    inside = {theme.id}
    for one in themes:
        if one.parent_id in inside:
            inside.add(one.id)
    return [one for one in themes if one.id in inside]


def dropped_places(reviews: Iterable[Review]) -> set[tuple[str, str]]:
    """The (theme id, coding id) pairs where a passage was dropped from a theme."""
    return {(r.theme_id, r.coding_id) for r in reviews if r.verdict == DROP}


def passages_of(
    theme: Theme,
    themes: Sequence[Theme],
    references: Iterable[Reference],
    dropped: set[tuple[str, str]],
) -> list[Reference]:
    """The passages of a theme and of those below it, each once, less what was dropped."""
    holders: dict[str, list[str]] = {}
    for one in below(theme, themes):
        for code in one.codes:
            holders.setdefault(code.id, []).append(one.id)
    return [
        r
        for r in references
        if any((holder, r.id) not in dropped for holder in holders.get(r.code_id, ()))
    ]


def base_of(
    themes: Sequence[Theme], found: Evidence, data_set_of: Mapping[str, str]
) -> tuple[str, ...]:
    """The participants out of whom those of a theme are counted.

    They are all of the data sets that the themes draw on: a survey whose comments are coded beside
    the interviews does not swell the base of themes made of interviews. While no theme holds a
    passage, they are everybody. ``data_set_of`` names the data set of participants that have one.
    """
    placed = {code.id for theme in themes for code in theme.codes}
    drawn = {
        data_set_of.get(reference.voice.participant, "")
        for reference in found.references
        if reference.code_id in placed and reference.voice.participant
    }
    everybody = found.participants
    return tuple(p for p in everybody if not drawn or data_set_of.get(p, "") in drawn)


def one_each_first(
    references: Iterable[Reference], code_ids: set[str] | None = None
) -> list[Reference]:
    """References of these codes (None: of all): the first of each participant, then the rest."""
    first: list[Reference] = []
    rest: list[Reference] = []
    heard: set[str] = set()
    for one in references:
        if code_ids is None or one.code_id in code_ids:
            who = one.voice.participant
            (rest if not who or who in heard else first).append(one)
            heard.add(who)
    return first + rest


def leaning(voices: Counter[str], passages: int, participants: int) -> str:
    """A sentence where a theme rests on one participant; empty where it does not.

    That is: on one alone of several, or on one for more than a third of its passages.

    >>> leaning(Counter({"S1-22": 21, "S1-03": 17, "S1-04": 17}), 55, 18)
    '21 of 55 passages are from one participant, S1-22'
    >>> leaning(Counter({"S1-22": 1, "S1-03": 1}), 2, 18)
    ''
    """
    if not voices or participants < 2:
        return ""
    who, most = min(voices.items(), key=lambda item: (-item[1], item[0]))
    if len(voices) == 1:
        if passages == 1:
            return f"its only passage is from {who}"
        if most == passages:
            return f"all {passages} passages are from one participant, {who}"
    elif most < LEANING_LEAST or most <= passages * LEANING_SHARE:
        return ""
    return f"{most} of {passages} passages are from one participant, {who}"
