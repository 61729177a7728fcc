"""Texts as XML can carry them, and short quotes of them."""

import re

LONGEST_QUOTE = 100
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """The text with U+FFFD for every character that XML cannot hold."""
    return _NOT_IN_XML.sub("\ufffd", text)


def quote(text: str, longest: int = LONGEST_QUOTE) -> str:
    """The beginning of a text on one line, cut with an ellipsis.

    >>> quote("one\\n two three", 8)
    'one two…'
    """
    line = xml_text(" ".join(text.split()))
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
