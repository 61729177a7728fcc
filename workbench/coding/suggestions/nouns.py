"""The nouns of suggestions."""

from dataclasses import dataclass

PHRASE, FORMS, PATTERN, FUZZY = KINDS = ("phrase", "forms", "pattern", "fuzzy")
"""How a rule finds its words: exactly, in any inflection, as a regular expression, nearly."""
WORDS, SENTENCE, TURN = EXTENTS = ("words", "sentence", "turn")
"""What is proposed around them: just them, the sentence, or what is said in that turn."""
ACCEPTED, REFUSED = ANSWERS = ("accepted", "refused")
ORIGIN = "suggested:"
"""How the origin of a coding begins that was an accepted suggestion."""


@dataclass(frozen=True, slots=True)
class Rule:
    """By which words passages are proposed for a code (``code`` is its path, "" before it has one).

    It belongs to whom the code belongs: to the study, or to the coder who made the code.
    """

    id: str
    code_id: str
    code: str
    kind: str
    words: str
    extent: str

    @property
    def label(self) -> str:
        """What the origin of a coding calls it.

        >>> Rule("", "", "Trust", "phrase", "picks up", "sentence").label
        'phrase picks up'
        """
        return f"{self.kind} {self.words}"


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule, named by its label, found for a code in a transcript: ``[start, end)``."""

    transcript_id: str
    code_id: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A passage proposed for a code; positions are code points over the stored text."""

    id: str
    transcript_id: str
    transcript: str
    round_id: str
    start: int
    end: int
    code_id: str
    code: str
    rule: str

    @property
    def origin(self) -> str:
        """The origin of the coding that it becomes."""
        return ORIGIN + self.rule
