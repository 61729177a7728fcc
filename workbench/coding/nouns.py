"""The nouns of coding."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Coding:
    """One code on one span by one coder.

    ``[start, end)`` are code points over the stored text of the transcript. ``code`` is the path
    by which the code is called now.
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
