"""Search over all transcripts: words, regular expressions, or words spelled nearly so.

A search reads what everybody may read, the texts, and never what anybody made of them.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from workbench.corpus import store
from workbench.corpus.matching import Span, find_exactly, find_nearly, index_query
from workbench.corpus.patterns import TIME_LIMIT, PatternMatcher
from workbench.corpus.turns import turn_at
from workbench.errors import UsageError
from workbench.study import Study

HOW = ("words", "regex", "fuzzy")


@dataclass(frozen=True, slots=True)
class Hit:
    """``[start, end)`` of the stored text of a transcript, and what stands there.

    ``turn`` is the number of the turn in which the hit begins, None where it begins in none (the
    header of a transcription tool, say, or the white space between turns).
    """

    transcript: str
    transcript_id: str
    turn: int | None
    start: int
    end: int
    text: str


def search(
    study: Study,
    query: str,
    how: str = "words",
    *,
    transcript_id: str | None = None,
    time_limit: float = TIME_LIMIT,
) -> Iterator[Hit]:
    """Hits by transcript name, then position, found as they are asked for.

    ``how``: ``words`` finds the query wherever it stands, also inside words, without regard to
    case or to how accents are composed; ``regex`` takes Python's regular expressions, at most
    ``time_limit`` seconds a text; ``fuzzy`` finds runs of words spelled nearly like the query.
    With a ``transcript_id`` only that transcript is searched.
    Raises UsageError for an empty query, WorkbenchError for a pattern that is none or takes for
    ever.
    """
    if how not in HOW:
        raise ValueError(f"how is one of {', '.join(HOW)}, not {how}")
    if not query.strip():
        raise UsageError("there is nothing to search for: give a word")
    return _hits(study, query, how, time_limit, transcript_id)


def _hits(study: Study, query: str, how: str, time_limit: float, only: str | None) -> Iterator[Hit]:
    with ExitStack() as stack:
        matching: Callable[[str, str], list[Span]]
        if how == "regex":
            matching = stack.enter_context(PatternMatcher(query, time_limit)).find
        else:
            find = find_nearly if how == "fuzzy" else find_exactly

            def matching(text: str, _: str) -> list[Span]:
                return find(text, query)

        prefilter = index_query(query) if how == "words" else None
        # No snapshot: stored texts never change, and whoever takes the hits may write meanwhile.
        for transcript_id, name, text_id in store.texts_that_match(study, prefilter):
            if only not in (None, transcript_id):
                continue
            text = store.body(study, text_id)
            spans = matching(text, name) if text else []
            if text and spans:
                yield from _located(study, transcript_id, name, text, spans)


def _located(
    study: Study, transcript_id: str, name: str, text: str, spans: list[Span]
) -> Iterator[Hit]:
    turns = store.turns(study, transcript_id)
    for start, end in spans:
        yield Hit(name, transcript_id, turn_at(turns, start), start, end, text[start:end])
