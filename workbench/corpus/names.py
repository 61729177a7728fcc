"""De-identification: what in the texts may name somebody, and what stands for it instead.

Candidates come from spelling alone: addresses and numbers by their shape, names by capitals inside
a sentence. That finds what is written like a name and misses the rest; a person decides on each,
and what people say of themselves can give them away without any name.

The key (who is who) is a table of its own, which never enters the study.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from workbench.corpus.interviewers import guess_interviewers
from workbench.csv_out import without_guard, write_csv
from workbench.errors import WorkbenchError
from workbench.tables import read_table

NAME, SPEAKER, ADDRESS, NUMBER = "name", "speaker", "address", "number"
HEADER = ("name", "replacement", "kind", "count")
_ADDRESS = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b|\b(?:https?://|www\.)[^\s<>\"]+[\w/]")
_NUMBER = re.compile(r"(?<![\w.,])\+?\d[\d ()/-]{5,}\d(?![\w.,]\d)")
_WORD = r"[^\W\d_](?:[\w'’-]*\w)?"
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Herr|Frau|Mme|Mlle|Monsieur|Madame|Señora?|Don|Doña)\.?"
_TITLED = re.compile(rf"\b{_TITLE} (?P<name>{_WORD}(?: {_WORD})?)")
_OPENING = " \t\"“”„«‘'([–-"
_ENDING = ".!?…:"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may identify somebody: their kind, and how often and in which transcripts they
    stand (names, in order)."""

    words: str
    kind: str
    count: int
    transcripts: tuple[str, ...]


def candidates(texts: Mapping[str, str], labels: Mapping[str, Sequence[str]]) -> list[Candidate]:
    """What may identify somebody in ``texts`` (by transcript name), the most frequent first.

    ``labels`` are the speaker labels of each transcript; those that name a role are left out.
    """
    common = _lower_case_words(texts.values())
    kinds: dict[str, str] = {}
    for name, text in texts.items():
        asking = set(guess_interviewers(list(labels.get(name, ()))))
        for label in labels.get(name, ()):
            if label and label not in asking:
                kinds.setdefault(label, SPEAKER)
        for pattern, kind in ((_ADDRESS, ADDRESS), (_NUMBER, NUMBER)):
            for found in pattern.finditer(text):
                kinds.setdefault(found.group(), kind)
        for words in _names(text, common):
            kinds.setdefault(words, NAME)
    counts: Counter[str] = Counter()
    where: dict[str, list[str]] = {}
    any_of_them = whole_words(kinds)
    for name, text in texts.items():
        here = Counter(any_of_them.findall(text)) if any_of_them else Counter[str]()
        counts.update(here)
        for words in here:
            where.setdefault(words, []).append(name)
    found_all = [
        Candidate(words, kind, counts[words], tuple(where.get(words, ())))
        for words, kind in kinds.items()
        if counts[words]
    ]
    return sorted(found_all, key=lambda c: (-c.count, c.words))


def _lower_case_words(texts: Iterable[str]) -> set[str]:
    word = re.compile(_WORD)
    spoken = (_ADDRESS.sub(" ", text) for text in texts)
    return {w for text in spoken for w in word.findall(text) if w[0].islower()}


def _names(text: str, common: set[str]) -> set[str]:
    """Runs of capitalised words that do not merely begin a sentence, and what follows a title."""
    found = set()
    for match in _TITLED.finditer(text):
        first, _, second = match["name"].partition(" ")
        if first[0].isupper():
            found.add(match["name"] if second[:1].isupper() else first)
    for line in re.finditer(r"[^\n]+", text):
        for match in re.finditer(_WORD, line.group()):
            word = match.group()
            if len(word) < 2 or not word[0].isupper() or word.lower() in common:
                continue
            if re.fullmatch(_TITLE, word):
                continue
            if not _begins_sentence(line.group(), match.start()):
                found.add(word)
    return found


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


def replaced(text: str, key: Mapping[str, str]) -> str:
    """The text with every name of the key replaced, in one pass: no replacement is replaced.

    >>> replaced("Marta rang Martas Marta Klein.", {"Marta": "A", "Marta Klein": "B"})
    'A rang Martas B.'
    """
    pattern = whole_words(key)
    return pattern.sub(lambda found: key[found.group()], text) if pattern else text


# ----------------------------------------------------------------------------------- the key file


def read_key(path: Path) -> dict[str, str]:
    """Name to replacement from a key file; rows without a replacement are left alone.

    Raises where a name has two replacements, or a replacement is the name itself.
    """
    table = read_table(path, required=["name", "replacement"], optional=["kind", "count"])
    key: dict[str, str] = {}
    for row in table.rows:
        name, instead = without_guard(row["name"]), without_guard(row["replacement"])
        if not instead:
            continue
        if not name:
            raise WorkbenchError(f"{table.where(row, 'name')}: the cell is empty; fill it in")
        if key.setdefault(name, instead) != instead:
            raise WorkbenchError(
                f"{table.where(row, 'replacement')}: this name has another replacement further"
                " up; leave one of the two"
            )
        if name == instead:
            raise WorkbenchError(
                f"{table.where(row, 'replacement')}: the replacement is the name itself; choose"
                " another, or leave the cell empty to leave the name alone"
            )
    return key


def write_key(path: Path, found: Sequence[Candidate]) -> int:
    """Write candidates with a proposed replacement each into a key file, for a person to edit.

    What the file has already stays as it is, before the new rows; returns how many are new. Only
    the person who writes it may read it, where the system knows such rights.
    """
    rows: list[tuple[str, str, str, str]] = []
    if path.exists():
        table = read_table(path, required=["name", "replacement"], optional=["kind", "count"])
        rows = [(r["name"], r["replacement"], r["kind"], r["count"]) for r in table.rows]
    known = {without_guard(name) for name, *_ in rows}
    taken = {without_guard(instead) for _, instead, *_ in rows}
    new = [candidate for candidate in found if candidate.words not in known]
    for candidate in new:
        free = (f"[{candidate.kind} {number}]" for number in count(1))
        instead = next(name for name in free if name not in taken)
        taken.add(instead)
        rows.append((candidate.words, instead, candidate.kind, str(candidate.count)))
    write_csv(path, HEADER, [[without_guard(cell) for cell in row] for row in rows])
    path.chmod(0o600)
    return len(new)
