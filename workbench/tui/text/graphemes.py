"""Grapheme clusters and their width in terminal cells.

The caret steps, the text wraps and the paint is cut by clusters, never by code points. Widths are
rich's, because Textual measures every segment with them; clusters follow UAX 29 where the width
tables alone would cut wrongly (flags, joined emoji, vowel signs that have a cell of their own).
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, get_character_cell_size

_ZWJ = "\u200d"
_THAI_LAO_AM = "\u0e33\u0eb3"
_SOFT_HYPHEN = "\u00ad"

#: Characters that are one cluster of one cell wherever they stand: such text needs no table.
_PLAIN = re.compile(
    "[ -~\u00a0-\u00a8\u00aa-\u00ac\u00af-\u02ff\u0370-\u0482\u048a-\u052f–—‘’“”…]*"
)

#: Marks that reorder or hide what follows. They stay in the text and are left out on display.
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")

_PICTOGRAPH = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf"
    "\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)


class Cluster(NamedTuple):
    """One grapheme cluster `[start, end)` of a string, `cells` wide, printed as `shown`."""

    start: int
    end: int
    cells: int
    shown: str


def is_plain(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether every code point of `text[start:end]` is one cluster of one cell."""
    return _PLAIN.fullmatch(text, start, len(text) if end is None else end) is not None


def shown(cluster: str) -> str:
    """How a cluster is printed: itself, or one harmless cell in place of what cannot be."""
    if len(cluster) == 1:
        code = ord(cluster)
        if cluster == "\t":
            return " "
        if code < 0x20:
            return chr(0x2400 + code)
        if code == 0x7F:
            return "\u2421"
        if 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000:
            return "·"
        if cluster == _SOFT_HYPHEN:
            return "-"
    visible = _UNSEEN.sub("", cluster)
    if _ZWJ in visible and not _joins_emoji(visible):
        visible = visible.replace(_ZWJ, "")
    return visible if visible and cell_len(visible) else "·"


def _joins_emoji(cluster: str) -> bool:
    parts = cluster.split(_ZWJ)
    return all(part and _PICTOGRAPH.match(part) for part in parts)


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _ends(text: str) -> list[int]:
    """The end of every cluster of `text`, in order; the last is `len(text)`."""
    ends: list[int] = []
    index, length = 0, len(text)
    while index < length:
        base = text[index]
        index += 1
        if _is_flag_half(base) and index < length and _is_flag_half(text[index]):
            index += 1
        if not _stands_alone(base):
            while index < length:
                if _extends(text[index]):
                    index += 1
                elif (
                    text[index - 1] == _ZWJ
                    and _PICTOGRAPH.match(base)
                    and _PICTOGRAPH.match(text[index])
                ):
                    base = text[index]
                    index += 1
                else:
                    break
        ends.append(index)
    return ends


@lru_cache(maxsize=4096)
def _stands_alone(character: str) -> bool:
    return unicodedata.category(character) == "Cc"


@lru_cache(maxsize=4096)
def _extends(character: str) -> bool:
    """Whether a character belongs to the cluster before it."""
    if character in _THAI_LAO_AM:
        return True
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Mc"):
        return True
    return category not in ("Cc", "Zl", "Zp", "Cs") and get_character_cell_size(character) == 0


@lru_cache(maxsize=4096)
def _measured(cluster: str) -> tuple[str, int]:
    printed = shown(cluster)
    return printed, cell_len(printed)


@lru_cache(maxsize=256)
def clusters(text: str) -> tuple[Cluster, ...]:
    """The grapheme clusters of `text`, without a gap; each is one cell wide or more.

    >>> [(c.start, c.end, c.cells) for c in clusters("e\\u0301 🇩🇪")]
    [(0, 2, 1), (2, 3, 1), (3, 5, 2)]
    """
    found: list[Cluster] = []
    start = 0
    for end in _ends(text):
        printed, size = _measured(text[start:end])
        found.append(Cluster(start, end, size, printed))
        start = end
    return tuple(found)


def display(text: str) -> str:
    """The text as it is printed: as wide as its clusters, without control characters."""
    if is_plain(text):
        return text
    return "".join(cluster.shown for cluster in clusters(text))


def cells(text: str) -> int:
    """How many cells `display(text)` takes."""
    return len(text) if is_plain(text) else sum(cluster.cells for cluster in clusters(text))


def fit(text: str, width: int) -> str:
    """The text on one line in exactly `width` cells: cut with `…`, or filled with spaces."""
    printed = display(" ".join(text.split()))
    size = cells(printed)
    if size > width:
        kept, size = "", 0
        for cluster in clusters(printed):
            if size + cluster.cells > width - 1:
                break
            kept, size = kept + cluster.shown, size + cluster.cells
        printed, size = (kept + "…", size + 1) if width > 0 else ("", 0)
    return printed + " " * (width - size)
