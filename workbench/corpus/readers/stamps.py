"""Layouts whose speaker lines are a name and a time: ``Name  12:34`` (otter.ai, Teams)."""

import re
from dataclasses import dataclass

_TIME = r"\d{1,3}:\d{2}(?::\d{2})?"
# Two blanks or a tab before the time: one blank would take "we met at 10:30" for a speaker.
_STAMPED = re.compile(
    rf"^[^\S\n]*+(?P<name>\S(?:\S|[^\S\n\t](?=\S)){{0,79}}+)(?:[^\S\n]{{2,}}+|\t)"
    rf"(?P<time>{_TIME})[^\S\n]*+$",
    re.MULTILINE,
)
_HEADER = re.compile(r"^[^\S\n]*+(?:SUMMARY KEYWORDS|SPEAKERS)[^\S\n]*+$", re.MULTILINE)
_FOOTER = re.compile(r"^[^\S\n]*+Transcribed by https?://otter\.ai/?\s*+\Z", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class StampedName:
    """A line ``[start, end)`` that holds a name and a time in milliseconds, and nothing else."""

    name: str
    time: int
    start: int
    end: int


def milliseconds(stamp: str | None) -> int | None:
    """``1:02:03.5``, ``02:03`` or ``[02:03]`` as milliseconds; None for None."""
    if stamp is None:
        return None
    clock, _, fraction = stamp.strip("[]()<> \t").replace(",", ".").partition(".")
    seconds = 0
    for part in clock.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int((fraction + "000")[:3])


def find_stamped_names(text: str, fewest: int = 2) -> list[StampedName]:
    """The speaker lines of a stamped layout; empty where the text has no such layout.

    It takes ``fewest`` such lines, or one under the header of otter.ai.
    """
    found = [
        StampedName(match["name"], milliseconds(match["time"]) or 0, *_span(match))
        for match in _STAMPED.finditer(text)
        if any(character.isalpha() for character in match["name"])
    ]
    if len(found) >= fewest or (found and _HEADER.search(text, 0, found[0].start)):
        return found
    return []


def footer_start(text: str) -> int:
    """Where the tool's own last line begins, or the end of the text."""
    tail = max(0, len(text) - 200)
    match = _FOOTER.search(text, tail)
    return match.start() if match else len(text)


def _span(match: re.Match[str]) -> tuple[int, int]:
    return match.start("name"), match.end("time")
