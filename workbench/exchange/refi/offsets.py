"""Where a selection lies in the stored text, whatever its program counted.

Programs differ in three ways: a line end counts as one character or as two, a character beyond the
first 65,536 as one or as two, and a byte order mark at the beginning as one or not at all. Names of
selections are mostly quotes of their text, so that of all ways of counting the one is taken under
which most of them fit; where they say nothing, the program that wrote the file decides.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, product

from workbench.exchange.refi.nouns import Selection

_SHORTEST_NAME = 3
_CUT_FROM = 80  # characters; names are cut at about 100, with or without an ellipsis


@dataclass(frozen=True, slots=True)
class Counting:
    """One way of counting: the width of a line end, UTF-16 units, and the mark at the beginning."""

    line_end: int = 1
    utf16: bool = False
    mark: bool = False

    @property
    def words(self) -> str:
        """The rule in words."""
        said = [f"line ends counted as {'one' if self.line_end == 1 else 'two'}"]
        if self.utf16:
            said.append("characters in UTF-16 units")
        if self.mark:
            said.append("the byte order mark counted")
        return ", ".join(said)


@dataclass(frozen=True, slots=True)
class FileText:
    """A text as it is stored (LF), and what its file had: CRLF, and whether XML may have hidden it.

    ``crlf`` are the positions of those line feeds that were CRLF in the file.
    """

    text: str
    crlf: frozenset[int] = frozenset()
    inline: bool = False

    @classmethod
    def of(cls, raw: str, *, inline: bool = False) -> "FileText":
        """From the decoded text of a file, without its mark."""
        crlf, taken, at = [], 0, raw.find("\r\n")
        while at >= 0:
            crlf.append(at - taken)
            taken += 1
            at = raw.find("\r\n", at + 2)
        stored = raw.replace("\r\n", "\n").replace("\r", "\n")
        return cls(stored, frozenset(crlf), inline)


class Places:
    """Positions of a file as positions of the stored text, under one way of counting."""

    def __init__(self, file: FileText, counting: Counting) -> None:
        self._text = file.text
        self._mark = int(counting.mark)
        # where a text has no CRLF any more, a program that counts two means every line end
        pairs = file.crlf if file.crlf else None
        wide = counting.line_end == 2
        self._at: list[int] | None = None
        if wide or counting.utf16:
            self._at = list(
                accumulate(
                    (
                        1
                        + (wide and c == "\n" and (pairs is None or n in pairs))
                        + (counting.utf16 and c > "\uffff")
                        for n, c in enumerate(file.text)
                    ),
                    initial=0,
                )
            )

    @property
    def length(self) -> int:
        """The length of the text in the file's own count."""
        return (self._at[-1] if self._at is not None else len(self._text)) + self._mark

    def place(self, position: int) -> int | None:
        """The position in the stored text; None outside of it and inside a character."""
        position -= self._mark
        if self._at is None:
            return position if 0 <= position <= len(self._text) else None
        if not 0 <= position <= self._at[-1]:
            return None
        found = bisect_left(self._at, position)
        if self._at[found] == position:
            return found
        # between the two characters of a line end is before the one that is stored
        return found - 1 if self._text[found - 1] == "\n" else None

    def quote(self, selection: Selection) -> str | None:
        """The words of a selection; None where it has none."""
        start, end = self.place(selection.start), self.place(selection.end)
        if start is None or end is None or start >= end:
            return None
        return self._text[start:end]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The counting taken for a text, and why: so many of the ``names`` that could fit ``fit``.

    ``usual`` fit under the counting that would have been taken without names.
    """

    counting: Counting
    places: Places
    fit: int
    usual: int
    names: int
    repaired: bool
    by_origin: bool


def choose(file: FileText, selections: Sequence[Selection], origin: str) -> Chosen:
    """The way of counting under which most names of selections fit, else what the origin does."""
    usual, by_origin = _usual(file, origin)
    named = [s for s in selections if len(" ".join(s.name.split())) >= _SHORTEST_NAME]
    plain = Places(file, usual)
    fit_usual = _fitting(plain, named)
    best, most, places = usual, fit_usual, plain
    if fit_usual < len(named):
        for counting in _countings(file, usual):
            tried = Places(file, counting)
            fit = _fitting(tried, named)
            if fit > most:
                best, most, places = counting, fit, tried
    return Chosen(
        best,
        places,
        most,
        fit_usual,
        len(named),
        repaired=best != usual,
        by_origin=by_origin and not most,
    )


def _usual(file: FileText, origin: str) -> tuple[Counting, bool]:
    """What is taken without names, and whether the program that wrote the file decided it."""
    program = origin.casefold()
    if "atlas.ti" in program or "atlasti" in program:
        return Counting(1), bool(file.crlf)
    windows = ("nvivo" in program and "mac" not in program) or "maxqda" in program
    if windows and (file.crlf or file.inline):
        return Counting(2), True
    # what stands in the file is what was counted
    return Counting(2 if file.crlf else 1), False


def _countings(file: FileText, usual: Counting) -> Iterable[Counting]:
    """All other ways of counting that can differ for this text, the plainest first."""
    widths = (1, 2) if "\n" in file.text else (1,)
    units = (False, True) if any(c > "\uffff" for c in file.text) else (False,)
    for mark, utf16, line_end in product((False, True), units, widths):
        counting = Counting(line_end, utf16, mark)
        if counting != usual:
            yield counting


def _fitting(places: Places, named: Sequence[Selection]) -> int:
    return sum(_fits(places.quote(selection), selection.name) for selection in named)


def _fits(quote: str | None, name: str) -> bool:
    if quote is None:
        return False
    words, wanted = " ".join(quote.split()), " ".join(name.split())
    if words == wanted:
        return True
    bare = wanted.removesuffix("…").removesuffix("...").rstrip()
    cut = bare != wanted or len(wanted) >= _CUT_FROM
    return cut and len(bare) >= _SHORTEST_NAME and words.startswith(bare)
