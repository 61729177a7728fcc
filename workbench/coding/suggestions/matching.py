"""What rules find in one text: phrases, word forms, patterns, nearly spelled phrases.

Words are compared folded (case and composed accents make no difference) and token by token, so a
phrase is found across a line break and never inside a longer word. Word forms are compared by
lemma, from the tables of ``spacy-lookups-data``. This imports spaCy, so it runs in a process of its
own (see ``process``).
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

from workbench.coding.suggestions.nouns import FORMS, FUZZY, PATTERN, PHRASE, SENTENCE, TURN
from workbench.corpus.language import Range, sentences, tokens
from workbench.corpus.matching import find_nearly, fold
from workbench.corpus.patterns import PatternMatcher
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from spacy.tokens import Doc

ANY_LANGUAGE = "xx"
LEMMAS = "lemma_lookup"
"""What spaCy calls the table of lemmas."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rule as the matcher needs it; rules of one ``code`` (whatever names it) share passages."""

    code: str
    kind: str
    words: str
    extent: str


@dataclass(frozen=True, slots=True)
class Match:
    """``[start, end)`` of a text, and the place of its rule in the list of rules."""

    rule: int
    start: int
    end: int


class RuleMatcher:
    """All rules at once, in one language (a spaCy code, ``xx`` for any). For a ``with`` statement.

    Raises WorkbenchError for a language that spaCy does not know, for word forms without tables of
    lemmas, and for a pattern that is none.
    """

    def __init__(self, rules: Sequence[Wanted], language: str = ANY_LANGUAGE) -> None:
        self._rules = tuple(rules)
        self._language = language
        self._patterns: dict[int, PatternMatcher] = {}
        self._stack = ExitStack()

    def __enter__(self) -> "RuleMatcher":
        kinds = {rule.kind for rule in self._rules}
        tokens("", [], self._language)  # an unknown language is told before anything is read
        self._words = _Words(self._rules, self._language) if kinds & {PHRASE, FORMS} else None
        with ExitStack() as stack:
            for at, rule in enumerate(self._rules):
                if rule.kind == PATTERN:
                    self._patterns[at] = stack.enter_context(PatternMatcher(rule.words))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def find(self, text: str, ranges: Iterable[Range], name: str = "the text") -> list[Match]:
        """What is proposed in ``ranges`` of a text, by position; of one code nothing overlaps.

        No match crosses the end of a range. ``name`` is what errors call the text.
        """
        found: list[Match] = []
        for start, end in ranges:
            around = _Around(text, (start, end), self._language)
            for rule, first, last in self._in_range(text, start, end, name):
                found.append(Match(rule, *around.extended(first, last, self._rules[rule].extent)))
        return self._without_overlaps(found)

    def _in_range(self, text: str, start: int, end: int, name: str) -> list[tuple[int, int, int]]:
        found = self._words.find(text, start, end) if self._words else []
        said = text[start:end]
        for at, rule in enumerate(self._rules):
            if rule.kind == FUZZY:
                spans = find_nearly(said, rule.words)
            elif rule.kind == PATTERN:
                spans = self._patterns[at].find(said, name)
            else:
                continue
            found += [(at, start + first, start + last) for first, last in spans]
        return [one for one in found if text[one[1] : one[2]].strip()]

    def _without_overlaps(self, found: Iterable[Match]) -> list[Match]:
        """Of one code's matches that overlap, the longest; of equal ones the first rule's."""
        taken: dict[str, list[Range]] = {}
        kept: list[Match] = []
        for one in sorted(found, key=lambda m: (m.start - m.end, m.start, m.rule)):
            spans = taken.setdefault(self._rules[one.rule].code, [])
            at = bisect_right(spans, (one.start, one.end))
            free = (not at or spans[at - 1][1] <= one.start) and (
                at == len(spans) or spans[at][0] >= one.end
            )
            if free:
                spans.insert(at, (one.start, one.end))
                kept.append(one)
        return sorted(kept, key=lambda m: (m.start, m.end, m.rule))


class _Around:
    """The sentence, or all of what is said, around words in one range of a text."""

    def __init__(self, text: str, range_: Range, language: str) -> None:
        self._text, self._range, self._language = text, range_, language
        self._sentences: list[Range] | None = None

    def extended(self, start: int, end: int, extent: str) -> Range:
        if extent == TURN:
            start, end = self._range
        elif extent == SENTENCE:
            if self._sentences is None:
                self._sentences = sentences(self._text, [self._range], self._language)
            for first, last in self._sentences:
                if first < end and start < last:
                    start, end = min(start, first), max(end, last)
        said = self._text[start:end]
        return start + len(said) - len(said.lstrip()), end - (len(said) - len(said.rstrip()))


class _Words:
    """Phrases and word forms, by spaCy's matcher over tokens that are folded."""

    def __init__(self, rules: Sequence[Wanted], language: str) -> None:
        import spacy
        from spacy.matcher import PhraseMatcher

        self._language = language
        self._nlp = spacy.blank(language)
        forms = any(rule.kind == FORMS for rule in rules)
        self._lemmas = _Lemmas(language) if forms else None
        self._phrases = PhraseMatcher(self._nlp.vocab, attr="ORTH")
        self._forms = PhraseMatcher(self._nlp.vocab, attr="LEMMA")
        for at, rule in enumerate(rules):
            matcher = {PHRASE: self._phrases, FORMS: self._forms}.get(rule.kind)
            if matcher is not None:
                doc, _ = self._doc(rule.words, 0, len(rule.words))
                matcher.add(str(at), [doc])

    def find(self, text: str, start: int, end: int) -> list[tuple[int, int, int]]:
        """(rule, start, end) of every match in one range of a text."""
        doc, places = self._doc(text, start, end)
        if not places:
            return []
        matches = [*self._phrases(doc), *(self._forms(doc) if self._lemmas else ())]
        return [
            (int(self._nlp.vocab.strings[key]), places[first][0], places[last - 1][1])
            for key, first, last in matches
        ]

    def _doc(self, text: str, start: int, end: int) -> tuple["Doc", list[Range]]:
        """The tokens of a range, folded, and where they stand; white space is none."""
        from spacy.tokens import Doc

        places = tokens(text, [(start, end)], self._language)
        written = [text[a:b] for a, b in places]
        lemmas = [self._lemmas.of(word) for word in written] if self._lemmas else None
        words = [_folded(word) for word in written]
        return Doc(self._nlp.vocab, words=words, lemmas=lemmas), places


class _Lemmas:
    """The dictionary form of words, by the table of a language."""

    def __init__(self, language: str) -> None:
        """Raises where there is no table to look in."""
        from spacy.lookups import load_lookups

        if language == ANY_LANGUAGE:
            raise WorkbenchError(
                "word forms differ from language to language: say which one with --language, such"
                " as en, fr or de, or make the rule a phrase"
            )
        try:
            self._table = load_lookups(language, [LEMMAS], strict=True).get_table(LEMMAS)
        except (ImportError, KeyError, ValueError):
            raise WorkbenchError(
                f"word forms of “{language}” need a table of lemmas that is not installed: install"
                " it with pip install 'thematic-workbench[lookups]', or make the rule a phrase"
            ) from None

    def of(self, word: str) -> str:
        """The form that the forms of a word share, folded.

        The table is followed to its end, for it has steps (warnings, warning, warn). Nouns stand in
        it as they are written in the middle of a sentence.
        """
        seen: set[str] = set()
        while word not in seen:
            seen.add(word)
            for spelled in (word, word.lower(), word.title()):
                lemma = self._table.get(spelled)
                if lemma is not None and lemma != spelled:
                    word = str(lemma)
                    break
        return _folded(word)


def _folded(word: str) -> str:
    return fold(unicodedata.normalize("NFC", word))
