"""The nouns of coding."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Coding:
    """One code on one span by one coder.

    ``[start, end)`` are code points over the stored text of the transcript. ``code`` is the path
    by which the code is called now. ``also`` are the ids of further stored codings that are read
    as one with this one since their codes were merged.
    """

    id: str
    transcript_id: str
    transcript: str
    round_id: str
    layer_id: str
    start: int
    end: int
    code_id: str
    code: str
    coder_id: str
    coder: str
    memo: str
    origin: str
    flagged: bool
    made_at: str
    also: tuple[str, ...] = ()


Given = tuple[str, str, str, int, int]
"""As much of a coding as it takes to count it: transcript id, coder, code id, start, end."""
SUGGESTED = "suggested:"
"""How the origin of a coding begins that was an accepted suggestion."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place that a correction could not carry over for sure, for a person to settle.

    ``kind`` says what lies there: a ``coding``, an ``agreed`` coding of the third layer, or an
    ``answer``; ``why`` is ``inside``, ``boundary``, ``deleted`` or ``joined``. ``text`` are the
    words at ``[start, end)`` as they are now, ``old_text`` those at ``[old_start, old_end)`` of
    the text before. ``coder`` is ``""`` for what is everybody's.
    """

    id: str
    kind: str
    why: str
    transcript_id: str
    transcript: str
    row_id: str
    coder: str
    code: str
    memo: str
    start: int
    end: int
    text: str
    old_start: int
    old_end: int
    old_text: str
    locked: bool
