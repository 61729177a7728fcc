"""From utterances (who, what, when) to stored text: ``Name: text`` and a blank line each.

Formats that hold cues or a layout instead of running text have no text of their own to keep, so
theirs is made here, and the turns are known without looking for labels in it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from workbench.corpus.transcript import Turn

# Wrapping breaks behind the hyphen of a compound; a dash stands apart from the word before it.
_BROKEN_WORD = re.compile(r"[^\W\d_]{2}-\Z")


@dataclass(frozen=True, slots=True)
class Utterance:
    """A speaker (``""`` if not told), the words, and when, in milliseconds."""

    speaker: str
    text: str
    cue_start: int | None = None
    cue_end: int | None = None


def join_wrapped(pieces: Iterable[str]) -> str:
    """One line of pieces that were wrapped: joined by a blank, but not behind a broken word.

    >>> join_wrapped(["the fire-", "related challenges", "of 1973"])
    'the fire-related challenges of 1973'
    """
    parts: list[str] = []
    for piece in pieces:
        if parts and not (_BROKEN_WORD.search(parts[-1][-3:]) and piece[:1].isalnum()):
            parts.append(" ")
        parts.append(piece)
    return "".join(parts)


def merge(utterances: Iterable[Utterance]) -> list[Utterance]:
    """One utterance a run of the same speaker; those without words are dropped."""
    runs: list[tuple[Utterance, list[str]]] = []
    for utterance in utterances:
        speaker, words = utterance.speaker.strip(), utterance.text.strip()
        if not words:
            continue
        if runs and runs[-1][0].speaker == speaker:
            first, texts = runs[-1]
            texts.append(words)
            runs[-1] = (replace(first, cue_end=utterance.cue_end), texts)
        else:
            runs.append((replace(utterance, speaker=speaker), [words]))
    return [replace(first, text=join_wrapped(texts)) for first, texts in runs]


def render(utterances: Iterable[Utterance]) -> tuple[str, tuple[Turn, ...]]:
    """The stored text of merged utterances, and their turns in it."""
    parts: list[str] = []
    turns: list[Turn] = []
    position = 0
    for number, utterance in enumerate(utterances, 1):
        label = f"{utterance.speaker}: " if utterance.speaker else ""
        text_start = position + len(label)
        end = text_start + len(utterance.text)
        turns.append(
            Turn(
                number,
                utterance.speaker,
                position,
                text_start,
                end,
                utterance.cue_start,
                utterance.cue_end,
            )
        )
        parts += (label, utterance.text, "\n\n")
        position = end + 2
    return "".join(parts), tuple(turns)
