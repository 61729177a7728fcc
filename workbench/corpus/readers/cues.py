"""Cues of ``.vtt`` and ``.srt``: times, and the lines under them.

Both formats are read by their timing lines, because exports forget blank lines, identifiers and
headers more often than times.
"""

import re
from dataclasses import dataclass

from workbench.errors import WorkbenchError

_CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?")
_LOOKS_TIMED = re.compile(r"\s*\d[\d:.,]*+\s*-->")
_GUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?:/\S*)?"
_IDENTIFIER = re.compile(rf"\s*(?:\d+|{_GUID})\s*")
_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Cue:
    """What stands on the screen from ``start`` to ``end`` (milliseconds); ``lines`` are trimmed."""

    start: int
    end: int
    lines: tuple[str, ...]


def parse_timing(line: str) -> tuple[int, int] | None:
    """Start and end of a timing line in milliseconds; None if it is no timing line."""
    match = _TIMING.fullmatch(line)
    if match is None:
        return None
    fields = match.groups()
    return _milliseconds(fields[:4]), _milliseconds(fields[4:])


def is_identifier(line: str) -> bool:
    """True for what tools write above a timing line: a number, or a GUID with a suffix."""
    return _IDENTIFIER.fullmatch(line) is not None


def parse_cues(text: str, file: str) -> list[Cue]:
    """The cues of a file in its order; asides (NOTE, STYLE, REGION) are left out.

    Raises WorkbenchError for a timing line that cannot be read, an end before its start, and a
    file without cues.
    """
    lines = text.split("\n")
    timings = [
        (number, *timing)
        for number, line in enumerate(lines)
        if (timing := _timing(line, number, file)) is not None
    ]
    if not timings:
        raise WorkbenchError(
            f"{file}: holds no cues (no line like 00:00:01.000 --> 00:00:04.000); if it is plain "
            "text, give it the ending .txt"
        )
    numbered = is_identifier(_line(lines, timings[0][0] - 1))
    cues = []
    for index, (number, start, end) in enumerate(timings):
        limit = len(lines)
        if index + 1 < len(timings):
            limit = _without_identifier(lines, timings[index + 1][0], number, numbered)
        payload = _payload(lines[number + 1 : limit])
        cues.append(Cue(start, end, tuple(payload)))
    return cues


def _timing(line: str, number: int, file: str) -> tuple[int, int] | None:
    if "-->" not in line:
        return None
    timing = parse_timing(line)
    if timing is None:
        if _LOOKS_TIMED.match(line):
            raise WorkbenchError(
                f"{file}, line {number + 1}: cannot read the times in “{line.strip()[:80]}”; "
                "write them like 00:00:01.000 --> 00:00:04.000"
            )
        return None
    if timing[1] < timing[0]:
        raise WorkbenchError(
            f"{file}, line {number + 1}: the cue ends before it starts (“{line.strip()[:80]}”); "
            "correct the times"
        )
    return timing


def _without_identifier(lines: list[str], timing: int, previous: int, numbered: bool) -> int:
    """The line that ends the payload before the timing line: the identifier is not payload."""
    above = timing - 1
    if above <= previous or not lines[above].strip():
        return timing
    after_blank = above - 1 > previous and not lines[above - 1].strip()
    if after_blank or (numbered and is_identifier(lines[above])):
        return above
    return timing


def _payload(lines: list[str]) -> list[str]:
    kept: list[str] = []
    aside = False
    after_blank = False
    for line in lines:
        words = line.strip()
        if not words:
            aside, after_blank = False, True
            continue
        if after_blank and _ASIDE.match(words):
            aside = True
        after_blank = False
        if not aside:
            kept.append(words)
    return kept


def _line(lines: list[str], number: int) -> str:
    return lines[number] if number >= 0 else ""


def _milliseconds(fields: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = (field or "0" for field in fields)
    whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int(fraction.ljust(3, "0"))
