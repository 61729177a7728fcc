"""Scales: which answers lie on them, which lie between or beyond, and in which order they stand."""

import re
from collections.abc import Iterable, Sequence

_NUMBER = r"-?\d+(?:[.,]\d+)?"
_ALONE = re.compile(_NUMBER)
_BEYOND = re.compile(rf"([<>])\s*({_NUMBER})")
_BETWEEN = re.compile(rf"({_NUMBER})\s*[-–]\s*({_NUMBER})")
MOST_STEPS = 11  # 0 to 10: what is longer is a measurement, no scale of ratings


def place(value: str) -> float | None:
    """Where a rating stands on a line of numbers, half a step beside its limit if it is beyond it.

    None for what is no rating.

    >>> [place(value) for value in ("<1", "1", "1-2", "3–4", ">5", "often")]
    [0.5, 1.0, 1.5, 3.5, 5.5, None]
    """
    if _ALONE.fullmatch(value):
        return _number(value)
    beyond = _BEYOND.fullmatch(value)
    if beyond:
        return _number(beyond[2]) + (0.5 if beyond[1] == ">" else -0.5)
    between = _BETWEEN.fullmatch(value)
    return (_number(between[1]) + _number(between[2])) / 2 if between else None


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def guessed(values: Iterable[str]) -> tuple[str, ...]:
    """The scale that ratings were given on, as far as they show it; empty where they are none.

    That is every whole number from the least to the greatest that was given or spoken of, if all
    values are ratings and there are few steps.

    >>> guessed(["5", "<1", "3-4", "2"]), guessed(["yes", "no"]), guessed(["31", "2"])
    (('1', '2', '3', '4', '5'), (), ())
    """
    found = set(values)
    if not found or any(place(value) is None for value in found):
        return ()
    limits = [_number(limit) for value in found for limit in _limits(value)]
    if any(limit != int(limit) for limit in limits):
        return ()
    steps = range(int(min(limits)), int(max(limits)) + 1)
    return tuple(map(str, steps)) if 1 < len(steps) <= MOST_STEPS else ()


def _limits(value: str) -> Sequence[str]:
    beyond, between = _BEYOND.fullmatch(value), _BETWEEN.fullmatch(value)
    if beyond:
        return (beyond[2],)
    return between.groups() if between else (value,)


def in_order(values: Iterable[str]) -> list[str]:
    """Values as numbers where all are, else alphabetically with whole numbers in them as numbers.

    >>> in_order(["10", "9"]), in_order(["P10", "P9"]), in_order(["1-2", "<1", "3"])
    (['9', '10'], ['P9', 'P10'], ['<1', '1-2', '3'])
    """
    found = sorted(set(values))
    places = {value: place(value) for value in found}
    if all(at is not None for at in places.values()):
        return sorted(found, key=lambda value: (places[value] or 0.0, value))
    return sorted(found, key=_natural)


def _natural(value: str) -> list[tuple[int, int, str]]:
    parts = re.findall(r"\d+|\D+", value.casefold())
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts]
