"""What in the texts may identify somebody: candidates, for a person to decide on.

They come from spelling alone. Addresses, numbers and dates are known by their shape; names by
capitals inside a sentence or a title before them; places by a preposition before a name. That
finds what is written like a name and misses the rest, and what people say of themselves can give
them away without any name.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.corpus.interviewers import guess_interviewers

NAME, PLACE, SPEAKER, DATE, ADDRESS, NUMBER = KINDS = (
    "name",
    "place",
    "speaker",
    "date",
    "address",
    "number",
)
AROUND = 30
"""Characters shown before and after a candidate in its example."""

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december", "januar", "februar", "märz", "mai", "juni", "juli"),
    *("oktober", "dezember"),
)
_UNCAPITALISED = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre"),
    *("octobre", "novembre", "décembre", "enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
"""Months in French and Spanish, which write them small."""
_DAYS = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),
)
_CALENDAR = frozenset((*_MONTHS, *_UNCAPITALISED, *_DAYS))
_MONTH = f"(?:{'|'.join((*(month.title() for month in _MONTHS), *_UNCAPITALISED))})"
_DATE = re.compile(
    r"(?<![\w.])(?:\d{4}-\d{2}-\d{2}|\d{1,2}([./-])\d{1,2}\1\d{2,4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.|er)? (?:of |de )?{_MONTH}\b(?: (?:de )?\d{{4}})?"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?|{_MONTH} \d{{4}})(?!\w)"
)
_ADDRESS = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b|\b(?:https?://|www\.)[^\s<>\"]+[\w/]")
_NUMBER = re.compile(r"(?<![\w.,])\+?\d[\d ()/-]{5,}\d(?![\w.,]\d)")
_SHAPES = ((_ADDRESS, ADDRESS), (_DATE, DATE), (_NUMBER, NUMBER))

_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
_CLITIC = re.compile(r"['’](?:s|d|m|t|ll|ve|re)?$")
_TITLE = re.compile(
    r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Herr|Frau|Mme|Mlle|Monsieur|Madame|Señora?|Don|Doña)\.?"
)
_PLACED = re.compile(r"\b(?:in|at|near|nach|aus|bei|à|en|desde)(?: the| der| la)? $", re.IGNORECASE)
_PLACED_WITHIN = 16
"""Characters before a name among which a preposition of place, with its article, has room."""
_PARTICLES = frozenset(("de", "del", "der", "den", "di", "du", "la", "van", "von", "zu", "of"))
_OPENERS = frozenset(
    (
        *(
            "a",
            "after",
            "and",
            "are",
            "as",
            "at",
            "before",
            "but",
            "did",
            "do",
            "for",
            "from",
            "he",
        ),
        *(
            "her",
            "his",
            "how",
            "if",
            "in",
            "is",
            "it",
            "maybe",
            "my",
            "no",
            "oh",
            "on",
            "or",
            "our",
        ),
        *("perhaps", "she", "since", "so", "that", "the", "their", "then", "there", "they", "this"),
        *("to", "was", "we", "well", "what", "when", "where", "which", "who", "why", "with", "yes"),
        *("you", "aber", "als", "da", "dann", "das", "der", "die", "ein", "eine", "er", "es"),
        *("in", "ja", "nein", "sie", "und", "wenn", "wir", "alors", "avec", "c'est", "elle", "et"),
        *("il", "je", "la", "le", "les", "mais", "non", "nous", "on", "oui", "pero", "entonces"),
        *("el", "ella", "los", "sí", "y", "yo"),
    )
)
"""Words with which sentences begin, and which no name begins with."""
_PSEUDONYM = re.compile(r"[A-Z]{1,3}[-_ ]?\d+(?:[-_.]\d+)*")
"""A label such as P3 or S1-07, which stands for somebody already."""
Span = tuple[int, int]
_OPENING = " \t\"“”„«‘'([–-"
_ENDING = ".!?…:"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may identify somebody: their kind, how often and in which transcripts they stand
    (names, in order), and their first place with a few words around it.

    ``part_of`` is the longer name of which these words are a part, where there is but one such: a
    surname alone stands for the same person.
    """

    words: str
    kind: str
    count: int
    transcripts: tuple[str, ...]
    example: str = ""
    part_of: str = ""


def candidates(
    texts: Mapping[str, str],
    labels: Mapping[str, Sequence[str]],
    known: Mapping[str, str] | None = None,
) -> list[Candidate]:
    """What may identify somebody in ``texts`` (by transcript name), the most frequent first.

    ``labels`` are the speaker labels of each transcript; those that name a role or are a pseudonym
    are left out. ``known`` are further names with their kinds, from a model of the language.
    """
    kinds: dict[str, str] = {}
    for name in texts:
        asking = set(guess_interviewers(list(labels.get(name, ()))))
        for label in labels.get(name, ()):
            if label and label not in asking and not _PSEUDONYM.fullmatch(label):
                kinds.setdefault(label, SPEAKER)
    for text in texts.values():
        for words, kind in _shaped(text):
            kinds.setdefault(words, kind)
    for words, kind in (known or {}).items():
        kinds.setdefault(words, kind)
    common = _lower_case_words(texts.values())
    placed: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for text in texts.values():
        for words, after_preposition in _names(text, common):
            named[words] += 1
            placed[words] += after_preposition
    for words, count in named.items():
        kinds.setdefault(words, PLACE if 2 * placed[words] >= count else NAME)
    for words in [words for words, kind in kinds.items() if kind in (NAME, PLACE, SPEAKER)]:
        for part in words.split(" ") if " " in words else ():
            if _is_name(part, common):
                kinds.setdefault(part, kinds[words])
    return _counted(texts, kinds)


def _counted(texts: Mapping[str, str], kinds: Mapping[str, str]) -> list[Candidate]:
    counts: Counter[str] = Counter()
    where: dict[str, dict[str, None]] = {}
    examples: dict[str, str] = {}
    pattern = whole_words(kinds)
    for name, text in texts.items():
        for found in pattern.finditer(text) if pattern else ():
            words = found.group()
            counts[words] += 1
            where.setdefault(words, {})[name] = None
            if words not in examples:
                around = text[max(0, found.start() - AROUND) : found.end() + AROUND]
                examples[words] = " ".join(around.split())
    wholes = _wholes(word for word in kinds if counts[word])
    rows = [
        Candidate(
            words,
            kind,
            counts[words],
            tuple(where[words]),
            examples[words],
            wholes.get(words, ""),
        )
        for words, kind in kinds.items()
        if counts[words]
    ]
    return sorted(rows, key=lambda one: (-one.count, one.words))


def _wholes(found: Iterable[str]) -> dict[str, str]:
    """The one longer name that a name of a single word is a part of; none where there are two."""
    names = list(found)
    single = {name for name in names if " " not in name}
    longer: dict[str, set[str]] = {}
    for name in names:
        for part in name.split(" ") if " " in name else ():
            if part in single:
                longer.setdefault(part, set()).add(name)
    return {part: next(iter(of)) for part, of in longer.items() if len(of) == 1}


def _shaped(text: str) -> Iterator[tuple[str, str]]:
    """Addresses, dates and numbers; what is one of them is none of those after it."""
    taken: list[tuple[int, int]] = []
    for pattern, kind in _SHAPES:
        for found in pattern.finditer(text):
            start, end = found.span()
            if not any(start < last and first < end for first, last in taken):
                taken.append((start, end))
                yield found.group(), kind


def _lower_case_words(texts: Iterable[str]) -> set[str]:
    spoken = (_ADDRESS.sub(" ", text) for text in texts)
    return {w for text in spoken for w in _WORD.findall(text) if w[0].islower()} | _OPENERS


def _names(text: str, common: set[str]) -> Iterator[tuple[str, bool]]:
    """Runs of capitalised words that do not merely begin a sentence, and what follows a title;
    with whether a preposition of place stands before them."""
    for found in re.finditer(r"[^\n]+", text):
        line = found.group()
        for start, end in _runs(line, common):
            placed = _PLACED.search(line, max(0, start - _PLACED_WITHIN), start)
            yield line[start:end], bool(placed)


def _runs(line: str, common: set[str]) -> Iterator[Span]:
    """Where the names of a line stand: capitalised words in a row, particles between them too.

    What goes on in capitals after a name belongs to it, though it may be a common word.
    """
    run: list[Span] = []
    titled = False
    for start, end in _words(line):
        word = line[start:end]
        joins = bool(run) and line[run[-1][1] : start] == " "
        goes_on = word in _PARTICLES or (_is_capitalised(word) and not _TITLE.fullmatch(word))
        if joins and goes_on:
            run.append((start, end))
            continue
        yield from _settled(line, run, titled)
        before_title, run = titled and not run, []
        titled = bool(_TITLE.fullmatch(word))
        if _is_name(word, common) or (before_title and word[0].isupper() and not titled):
            run.append((start, end))
            titled = before_title
    yield from _settled(line, run, titled)


def _words(line: str) -> Iterator[Span]:
    """The words of a line, without what English hangs on them (Marta's, I've)."""
    for found in _WORD.finditer(line):
        word = found.group()
        yield found.start(), found.start() + len(_CLITIC.sub("", word))


def _is_name(word: str, common: set[str]) -> bool:
    return _is_capitalised(word) and word.lower() not in common and not _TITLE.fullmatch(word)


def _is_capitalised(word: str) -> bool:
    lower = word.lower()
    named = len(word) > 1 and word[0].isupper()
    return named and lower not in _CALENDAR and lower.removesuffix("s") not in _CALENDAR


def _settled(line: str, run: list[Span], titled: bool) -> Iterator[Span]:
    """A run without particles at its end; a single word must not just begin its sentence."""
    while run and line[slice(*run[-1])] in _PARTICLES:
        run = run[:-1]
    if run and (titled or len(run) > 1 or not _begins_sentence(line, run[0][0])):
        yield run[0][0], run[-1][1]


def _begins_sentence(line: str, position: int) -> bool:
    while position and line[position - 1] in _OPENING:
        position -= 1
    return not position or line[position - 1] in _ENDING


def whole_words(names: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for any of the names as whole words, the longest first; None for no name."""
    listed = sorted(names, key=lambda name: (-len(name), name))
    if not listed:
        return None
    return re.compile(
        "|".join(
            (r"(?<!\w)" if re.match(r"\w", name) else "")
            + re.escape(name)
            + (r"(?!\w)" if re.search(r"\w\Z", name) else "")
            for name in listed
        )
    )
