"""Which words are said, by whom: the turns of participants counted, and words in their context."""

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.corpus import store
from workbench.corpus.language import Range, tokens
from workbench.corpus.matching import fold
from workbench.corpus.nouns import Case, StoredTurn
from workbench.corpus.search import Hit
from workbench.corpus.words import KeyRow, WordRow, frequencies, keyness
from workbench.errors import UsageError, WorkbenchError
from workbench.study import Study

ANY_LANGUAGE = "xx"


@dataclass(frozen=True, slots=True)
class Speakers:
    """A set of what participants say: in these transcripts (none named: all), by those whose case
    has this value of this attribute (``""``: everybody)."""

    transcripts: tuple[str, ...] = ()
    attribute: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """The turns of a transcript that belong to a set."""

    transcript_id: str
    transcript: str
    turns: tuple[StoredTurn, ...]


def said(study: Study, who: Speakers) -> list[Part]:
    """The turns of participants that belong to a set, by transcript name.

    Raises for an unknown transcript, attribute or value, and where nothing belongs to it.
    """
    named = store.named_transcripts(study, who.transcripts) if who.transcripts else None
    speaking = _speaking(store.cases(study), who)
    parts = []
    for one in named if named is not None else store.transcripts(study):
        turns = tuple(
            turn
            for turn in store.turns(study, one.id)
            if not turn.interviewer and (speaking is None or turn.case in speaking)
        )
        if turns:
            parts.append(Part(one.id, one.name, turns))
    if not parts:
        raise WorkbenchError(
            "no participant says anything there: name other transcripts, or tie speakers to cases"
            " with workbench speakers --case"
        )
    return sorted(parts, key=lambda part: part.transcript)


def the_rest(study: Study, parts: list[Part]) -> list[Part]:
    """What participants say that is not in these parts. Raises where that is nothing."""
    taken = {(part.transcript_id, turn.number) for part in parts for turn in part.turns}
    rest = [
        Part(part.transcript_id, part.transcript, turns)
        for part in said(study, Speakers())
        if (turns := tuple(t for t in part.turns if (part.transcript_id, t.number) not in taken))
    ]
    if not rest:
        raise WorkbenchError(
            "there is no rest to compare with, for the set is all that participants say: choose a"
            " smaller one, or another one to compare with"
        )
    return rest


def count_words(study: Study, parts: list[Part], language: str) -> dict[str, Counter[str]]:
    """How often each word (folded) is said, by transcript name."""
    counts: dict[str, Counter[str]] = {}
    for part in parts:
        body = store.text(study, part.transcript_id)
        here = counts.setdefault(part.transcript, Counter())
        here.update(word for word, _, _ in _words(body, part.turns, language))
    return counts


def word_list(study: Study, who: Speakers, language: str, *, stop: bool = True) -> list[WordRow]:
    """The words that a set of speakers says; with ``stop`` without the language's stop words."""
    with study.snapshot():
        counts = count_words(study, said(study, who), language)
    return frequencies(counts, stop_words(language) if stop else ())


def key_words(
    study: Study, who: Speakers, against: Speakers | None, language: str, *, stop: bool = True
) -> list[KeyRow]:
    """The words of a set of speakers against another one, None: against the rest.

    Raises where one of the sets holds no words.
    """
    with study.snapshot():
        parts = said(study, who)
        others = the_rest(study, parts) if against is None else said(study, against)
        counts, other_counts = (count_words(study, each, language) for each in (parts, others))
    if not any(counts.values()) or not any(other_counts.values()):
        raise WorkbenchError("one of the two sets holds no words: choose another one")
    return keyness(counts, other_counts, stop_words(language) if stop else ())


def in_context(study: Study, who: Speakers, word: str, language: str) -> Iterator[Hit]:
    """Where a set of speakers says a word of its list, by transcript and position."""
    wanted = _folded(word.strip())
    if not wanted:
        raise UsageError("there is no word to show: give one of the list")
    for part in said(study, who):
        body = store.text(study, part.transcript_id)
        starts = [turn.start for turn in part.turns]
        for found, start, end in _words(body, part.turns, language):
            if found == wanted:
                turn = part.turns[bisect_right(starts, start) - 1]
                yield Hit(
                    part.transcript, part.transcript_id, turn.number, start, end, body[start:end]
                )


def stop_words(language: str) -> frozenset[str]:
    """The words that spaCy's list for a language calls stop words; none for ``xx``."""
    import spacy

    try:
        listed = spacy.blank(language).Defaults.stop_words
    except (ImportError, ValueError):
        tokens("", [], language)  # says which languages there are
        raise
    return frozenset(_folded(word) for word in listed)


def _words(
    body: str, turns: tuple[StoredTurn, ...], language: str
) -> Iterator[tuple[str, int, int]]:
    """Every token with a letter in it: folded, and where it stands."""
    ranges: list[Range] = [(turn.text_start, turn.end) for turn in turns]
    for start, end in tokens(body, ranges, language):
        token = body[start:end]
        if any(character.isalpha() for character in token):
            yield _folded(token), start, end


def _folded(word: str) -> str:
    return fold(unicodedata.normalize("NFC", word)).replace("’", "'")


def _speaking(cases: list[Case], who: Speakers) -> set[str] | None:
    """Names of the cases that have the value; None for everybody."""
    if not who.attribute:
        return None
    known = dict.fromkeys(name for case in cases for name in case.values)
    if who.attribute not in known:
        raise WorkbenchError(
            f"no case has an attribute {who.attribute} (attributes: {', '.join(known) or 'none'}):"
            " see workbench cases"
        )
    values = dict.fromkeys(case.values.get(who.attribute, "") for case in cases)
    if who.value not in values:
        listed = ", ".join(sorted(value for value in values if value)[:9])
        raise WorkbenchError(f"{who.attribute} is never {who.value}: its values are {listed}")
    return {case.name for case in cases if case.values.get(who.attribute) == who.value}
