"""Words and sentences of a printed stretch, as half-open spans of positions."""

import re

_WORD = re.compile(r"\w+(?:['’\-]\w+)*|[^\w\s]+")
_FULL_STOP = re.compile(
    r"[.!?…]+[\"'”’»)\]]*(?=\s+[^\sa-z])|[。！？]+[」』”’）]*|[\n\x0b\x0c\x85\u2028\u2029]+"
)


def words(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The words of `text[start:end]`; a run of signs between words counts as one."""
    return [match.span() for match in _WORD.finditer(text, start, end)]


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]`, without the white space between them.

    A sentence ends at a full stop, question or exclamation mark (with the quotes that close it)
    before white space and anything but a small letter, at an ideographic one, or at a line break.
    """
    found: list[tuple[int, int]] = []
    at = start
    for match in _FULL_STOP.finditer(text, start, end):
        _add(found, text, at, match.end())
        at = match.end()
    _add(found, text, at, end)
    return found


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    body = text[start:end]
    start, end = start + len(body) - len(body.lstrip()), end - (len(body) - len(body.rstrip()))
    if start < end:
        found.append((start, end))


def unit_at(units: list[tuple[int, int]], position: int) -> tuple[int, int] | None:
    """The unit a position lies in or just behind, else the first after it."""
    inside = None
    for unit in units:
        if unit[0] <= position:
            inside = unit
        elif inside is None:
            return unit
        else:
            break
    return inside
