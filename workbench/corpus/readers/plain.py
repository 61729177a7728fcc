"""Turns of a running text: by speaker labels, by stamped names, or by paragraph.

The text itself is never touched; a turn is a pair of ranges over it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.corpus.readers.labels import Candidate, alike_notices, believe, candidates, quoted
from workbench.corpus.readers.stamps import (
    StampedName,
    find_stamped_names,
    footer_start,
    milliseconds,
)
from workbench.corpus.transcript import Turn

_PARAGRAPH_END = re.compile(r"\n[^\S\n]*+\n")


@dataclass(frozen=True, slots=True)
class FoundTurns:
    """The turns of a text and what to tell about how they were found."""

    turns: tuple[Turn, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Segment:
    """Who speaks from ``start`` on; the speech begins at or after ``text_from``."""

    speaker: str
    start: int
    text_from: int
    cue_start: int | None = None


def find_turns(text: str, file: str) -> FoundTurns:
    """Split ``text`` into turns; ``file`` is named in the notices.

    Text before the first label is a turn without a speaker, for it may be speech; the header of a
    stamped layout (otter.ai) is no turn. A text without any labels is a turn a paragraph: its
    blocks between blank lines, or its lines where there is no blank line.
    """
    found = candidates(text)
    framed = [candidate for candidate in found if candidate.framed]
    if 2 * len(framed) > len(found):
        found = framed  # a chat: what else has a colon is the words of a message
    believed = believe(found, file)
    labelled = [candidate for candidate in found if candidate.label in believed.labels]
    stamped = find_stamped_names(text)
    if stamped and len(stamped) >= len(labelled):
        return _stamped_turns(text, stamped, file)
    if not labelled:
        return _paragraph_turns(text, file, believed.notices)
    return _labelled_turns(text, labelled, file, believed.notices)


def _labelled_turns(
    text: str, labelled: list[Candidate], file: str, notices: tuple[str, ...]
) -> FoundTurns:
    segments = [
        _Segment(found.label, found.start, found.colon_end, milliseconds(found.stamp))
        for found in labelled
    ]
    told = list(notices)
    if text[: segments[0].start].strip():
        segments.insert(0, _Segment("", 0, 0))
        told.append(
            f"{file}: the text before the first speaker label is a turn without a speaker; mark "
            "it if it is no speech of a participant."
        )
    turns, silent = _turns(text, segments, len(text))
    if silent:
        told.append(f"{file}: no words follow the label of {quoted(silent)}; no turn was made.")
    return FoundTurns(turns, tuple(told))


def _stamped_turns(text: str, stamped: list[StampedName], file: str) -> FoundTurns:
    segments = [_Segment(name.name, name.start, name.end, name.time) for name in stamped]
    end = footer_start(text)
    turns, _ = _turns(text, segments, end)
    told = []
    if text[: segments[0].start].strip() or text[end:].strip():
        told.append(
            f"{file}: header and footer of the transcription tool belong to no turn and can be "
            "coded, but are outside the base of the figures."
        )
    spellings: dict[str, dict[str, None]] = {}
    for name in stamped:
        spellings.setdefault("".join(name.name.casefold().split()), {})[name.name] = None
    return FoundTurns(turns, (*told, *alike_notices(file, spellings.values())))


def _paragraph_turns(text: str, file: str, notices: tuple[str, ...]) -> FoundTurns:
    blocks = list(_split(text, (match.span() for match in _PARAGRAPH_END.finditer(text))))
    if len(blocks) == 1:
        blocks = list(_split(text, (match.span() for match in re.finditer("\n", text))))
    turns = tuple(Turn(number, "", a, a, b) for number, (a, b) in enumerate(blocks, 1))
    told = f"{file}: no speaker labels found; every paragraph is a turn without a speaker."
    return FoundTurns(turns, (told, *notices))


def _turns(
    text: str, segments: list[_Segment], text_end: int
) -> tuple[tuple[Turn, ...], dict[str, None]]:
    """Merge the segments of one speaker in a row; also the labels that no words follow."""
    turns: list[Turn] = []
    silent: dict[str, None] = {}
    previous = None
    for index, segment in enumerate(segments):
        limit = segments[index + 1].start if index + 1 < len(segments) else text_end
        start, end = trimmed(text, segment.text_from, limit)
        if start == end:
            silent[segment.speaker] = None
        elif turns and previous == segment.speaker:
            last = turns[-1]
            turns[-1] = Turn(
                last.number, last.speaker, last.start, last.text_start, end, last.cue_start
            )
        else:
            label_start = segment.start if segment.speaker else start
            turns.append(
                Turn(len(turns) + 1, segment.speaker, label_start, start, end, segment.cue_start)
            )
        if start < end or previous != segment.speaker:
            previous = segment.speaker
    return tuple(turns), silent


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without outer white space; empty at ``start`` if there is nothing else."""
    segment = text[start:end]
    body = segment.strip()
    if body:
        start += len(segment) - len(segment.lstrip())
    return start, start + len(body)


def _split(text: str, gaps: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    position = 0
    for gap_start, gap_end in (*gaps, (len(text), len(text))):
        start, end = trimmed(text, position, gap_start)
        if start < end:
            yield start, end
        position = gap_end
