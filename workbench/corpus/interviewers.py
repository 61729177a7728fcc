"""Who asks: the labels that by themselves say so."""

import re
from collections.abc import Sequence

# English, French, German, Spanish; compared after case folding.
ASKING_ROLES = (
    "interviewer",
    "moderator",
    "facilitator",
    "researcher",
    "int",
    "i",
    "intervieweur",
    "intervieweuse",
    "enquêteur",
    "enquêtrice",
    "animateur",
    "animatrice",
    "modérateur",
    "modératrice",
    "chercheur",
    "chercheuse",
    "interviewerin",
    "moderatorin",
    "forscher",
    "forscherin",
    "entrevistador",
    "entrevistadora",
    "moderador",
    "moderadora",
    "facilitador",
    "facilitadora",
    "investigador",
    "investigadora",
)

# "Interviewer", "Interviewer 2", "INT-01", "Moderator #3", "I1", "Interviewer2 2", "Interviewer B".
_NUMBER = r"(?:\s*[-#._]?\s*\d{1,4}){0,2}"
_LETTER = r"(?:\s+[a-z])?"
_WRAPPING = "[](){}<>*_"


def role_pattern(words: Sequence[str]) -> re.Pattern[str]:
    """A pattern that matches a case-folded label made of one of ``words`` and perhaps a number."""
    names = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:{names})\.?(?:{_NUMBER}|{_LETTER})")


def bare_label(label: str) -> str:
    """The label without case, outer brackets and doubled white space, for comparing."""
    return " ".join(label.casefold().strip(_WRAPPING).split())


_ASKING = role_pattern(ASKING_ROLES)


def guess_interviewers(labels: Sequence[str]) -> list[str]:
    """The labels, in the order given, that name the role of asking, with or without a number.

    >>> guess_interviewers(["Interviewer 2", "P5", "INT", "Mickey McGuire", "Interviewee"])
    ['Interviewer 2', 'INT']
    """
    return [label for label in labels if _ASKING.fullmatch(bare_label(label))]
