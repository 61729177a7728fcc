"""Short names of speakers for the gutter, so that no two of one transcript are taken for another.

A name that fits stands as it is. Of a longer one the beginning stays, and where that does not tell
it from another, as much of its end as does; a number at the end always stays, for it is what tells
"Participant 1" from "Participant 12". Where nothing in the room does, the speakers are counted.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from workbench.tui.text.graphemes import cells, clusters, display

ASKING = "Int"
"""The gutter's word for who asks, where that label is too long and no other begins so."""
IN_STATUS = 18
"""Cells that a status bar has for a name where the gutter has no room for one."""
_NUMBER_AT_END = re.compile(r"\d+$")


def short_names(speakers: Iterable[tuple[str, bool]], width: int) -> dict[str, str]:
    """A name of at most ``width`` cells for each label of (label, whether that person asks).

    >>> short_names([("Interviewer", True), ("Interviewee", False)], 6)
    {'Interviewer': 'Inte…r', 'Interviewee': 'Inte…e'}
    >>> short_names([("Interviewer", True), ("S1-07", False)], 6)
    {'Interviewer': 'Int', 'S1-07': 'S1-07'}
    """
    asks: dict[str, bool] = {}
    for label, interviewer in speakers:
        asks[label] = asks.get(label, False) or interviewer
    wished = {label: _forms(label, asks, width) for label in asks}
    at = dict.fromkeys(asks, 0)
    while True:
        alike = _alike({label: forms[at[label]] for label, forms in wished.items()})
        moving = [label for label in alike if at[label] + 1 < len(wished[label])]
        if not moving:
            break
        for label in moving:
            at[label] += 1
    names = {label: wished[label][at[label]] for label in asks}
    _count_the_rest(names, alike, width)
    return names


def _forms(label: str, asks: Mapping[str, bool], width: int) -> Sequence[str]:
    """What may stand for a label, the best first: whole, else the beginning and more of the end."""
    whole = _whole(label)
    if cells(whole) <= width:
        return (whole,)
    others = [other for other in asks if other != label]
    forms = []
    if asks[label] and not any(other.casefold().startswith(ASKING.lower()) for other in others):
        forms.append(ASKING)
    number = _NUMBER_AT_END.search(whole)
    least = min(len(number[0]), width - 2) if number else 0
    forms += [_with_end(whole, tail, width) for tail in range(least, width - 1)]
    return tuple(dict.fromkeys(forms))


def _with_end(whole: str, tail: int, width: int) -> str:
    """The beginning, ``…``, and at most ``tail`` cells of the end."""
    end = ""
    for cluster in reversed(clusters(whole)):
        if cells(cluster.shown + end) > tail:
            break
        end = cluster.shown + end
    return f"{_beginning(whole, width - 1 - cells(end))}…{end}"


def _beginning(whole: str, room: int) -> str:
    """As many clusters as ``room`` cells hold."""
    kept = ""
    for cluster in clusters(whole):
        if cells(kept + cluster.shown) > room:
            break
        kept += cluster.shown
    return kept


def _alike(names: Mapping[str, str]) -> list[str]:
    """The labels whose names another one has too."""
    having: dict[str, list[str]] = {}
    for label, name in names.items():
        having.setdefault(name, []).append(label)
    return [label for labels in having.values() if len(labels) > 1 for label in labels]


def _count_the_rest(names: dict[str, str], alike: Iterable[str], width: int) -> None:
    """Give numbers, in the order in which they speak, to those that nothing else tells apart."""
    for label in alike:
        names[label], taken, number = "", set(names.values()), 1
        while (counted := _numbered(label, number, width)) in taken:
            number += 1
        names[label] = counted


def _numbered(label: str, number: int, width: int) -> str:
    return f"{_beginning(_whole(label), width - 1 - len(str(number)))}…{number}"


def _whole(label: str) -> str:
    """The label on one line; letters that look the same are the same."""
    return unicodedata.normalize("NFC", display(" ".join(label.split())))
