"""Sentences and tokens as ranges over the stored text, by a blank spaCy pipeline.

A blank pipeline needs no model and knows only a language's rules for splitting; sentences end at
``.``, ``!``, ``?`` and their like in other scripts, and at a blank line. Every range is read for
itself, a paragraph at a time, so that a long text needs the memory of its longest paragraph.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Range = tuple[int, int]

_PIECE = 50_000
# The tokenizer strips marks one by one from the ends of what stands between blanks: a line drawn
# with a thousand marks would cost a million steps. Runs longer than these are cut.
_MOST_MARKS = 100
_LONGEST_RUN = 5_000
_RUN = re.compile(rf"\S{{1,{_LONGEST_RUN + 1}}}+")
_MARKS = re.compile(rf"(?:[^\w\s]|_){{1,{_MOST_MARKS + 1}}}+")
_BLANK_LINE = re.compile(r"\n[^\S\n]*+\n")


def sentences(text: str, ranges: Iterable[Range], language: str = "xx") -> list[Range]:
    """The sentences in each of ``ranges`` of ``text``, without outer white space.

    Ranges and result are code points over ``text``, end exclusive, in the order given; no
    sentence crosses the end of a range. ``language`` is a spaCy code, ``xx`` for any. Raises
    WorkbenchError for a code that spaCy does not know.
    """
    nlp = _pipeline(language)
    found: list[Range] = []
    for start, end in _paragraphs(text, ranges):
        doc = nlp.get_pipe("sentencizer")(_doc(nlp, text, start, end))
        begins = [start + token.idx for token in doc if token.is_sent_start]
        for begin, stop in pairwise([*begins, end]):
            found.extend(_trimmed(text, begin, stop))
    return found


def tokens(text: str, ranges: Iterable[Range], language: str = "xx") -> list[Range]:
    """The tokens (words and marks, never white space) in each of ``ranges`` of ``text``.

    Positions, order, ``language`` and errors are those of ``sentences``.
    """
    nlp = _pipeline(language)
    found: list[Range] = []
    for start, end in ranges:
        _check(text, start, end)
        for piece_start, piece_end in _pieces(text, start, end):
            found.extend(
                (piece_start + token.idx, piece_start + token.idx + len(token))
                for token in nlp.make_doc(text[piece_start:piece_end])
                if not token.is_space
            )
    return found


@cache
def _pipeline(language: str) -> "Language":
    import spacy

    try:
        nlp = spacy.blank(language)
    except (ImportError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise WorkbenchError(
            f"language “{language}”: spaCy cannot split it ({reason}); use a code such as en, fr "
            "or de, or xx for any language"
        ) from None
    # The first token of every piece counts as the start of a sentence until it is overwritten.
    nlp.add_pipe("sentencizer", config={"overwrite": True})
    return nlp


def _paragraphs(text: str, ranges: Iterable[Range]) -> Iterator[Range]:
    for start, end in ranges:
        _check(text, start, end)
        position = start
        for gap in _BLANK_LINE.finditer(text, start, end):
            yield position, gap.start()
            position = gap.end()
        yield position, end


def _check(text: str, start: int, end: int) -> None:
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"range {start}..{end} does not lie in a text of {len(text)} characters")


def _doc(nlp: "Language", text: str, start: int, end: int) -> "Doc":
    """The tokens of one paragraph, tokenized in pieces."""
    from spacy.tokens import Doc

    docs = [nlp.make_doc(text[a:b]) for a, b in _pieces(text, start, end)]
    if len(docs) == 1:
        return docs[0]
    return Doc.from_docs(docs, ensure_whitespace=False) or nlp.make_doc("")


def _pieces(text: str, start: int, end: int) -> Iterator[Range]:
    while start < end:
        cut = _cut(text, start, end)
        yield start, cut
        start = cut


def _cut(text: str, start: int, end: int) -> int:
    """Where the piece that begins at ``start`` ends: at a blank if there is one."""
    limit = min(end, start + _PIECE)
    for run in _MARKS.finditer(text, start, limit):
        if run.end() - run.start() > _MOST_MARKS:
            limit = run.start() + _MOST_MARKS
            break
    for run in _RUN.finditer(text, start, limit):
        if run.end() - run.start() > _LONGEST_RUN:
            return run.start() + _LONGEST_RUN
    if limit == end or limit < start + _PIECE:
        return limit
    for position in range(limit, max(start, limit - _LONGEST_RUN), -1):
        if text[position - 1].isspace() and not text[position].isspace():
            return position
    return limit


def _trimmed(text: str, start: int, end: int) -> Iterator[Range]:
    piece = text[start:end]
    body = piece.strip()
    if body:
        start += len(piece) - len(piece.lstrip())
        yield start, start + len(body)
