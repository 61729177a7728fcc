"""The thematic map as a picture: themes at the left, their codes at the right, lines between.

Everything is laid out here, in units of the picture; the template only draws.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from workbench.themes.board import BoardCode, Column

THEME_WIDTH, THEME_CELLS = 250, 28
CODE_LEFT, CODE_CELLS = 440, 34
LINE, CODE_LINE, GAP, INDENT = 19, 17, 22, 14
TALLEST = 940
"""Themes go on in a further picture where one would not fit a printed page."""
THINNEST, THICKEST = 1.0, 7.0


@dataclass(frozen=True, slots=True)
class ThemeBox:
    """A theme: its lines of text from ``y`` on, and the point that its strands leave from."""

    column: Column
    lines: tuple[str, ...]
    x: int
    y: float
    out: float


@dataclass(frozen=True, slots=True)
class CodeBox:
    """A code: its lines of text, the first at the base line ``y``."""

    code: BoardCode
    lines: tuple[str, ...]
    y: float


@dataclass(frozen=True, slots=True)
class Strand:
    """A line from a theme to a code; ``again`` where the code stands beside another theme."""

    path: str
    width: float
    hue: str
    again: bool


@dataclass(frozen=True, slots=True)
class MapPicture:
    """One picture with its size and what it says in words."""

    height: int
    themes: tuple[ThemeBox, ...]
    codes: tuple[CodeBox, ...]
    strands: tuple[Strand, ...]
    words: str


def wrapped(text: str, cells: int) -> tuple[str, ...]:
    """The text in lines of at most ``cells`` cells, broken between words where that is possible.

    >>> wrapped("The careful way costs the hour", 12)
    ('The careful', 'way costs', 'the hour')
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        while cell_len(word) > cells:  # a word longer than a line
            take = next(n for n in range(len(word), 0, -1) if n == 1 or cell_len(word[:n]) <= cells)
            lines += [*([line] if line else []), word[:take]]
            line, word = "", word[take:]
        if line and cell_len(line) + 1 + cell_len(word) > cells:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return (*lines, line) if line else tuple(lines)


def pictures(columns: Sequence[Column]) -> list[MapPicture]:
    """The map of these themes (parents before children), in as many pictures as it takes."""
    most = max((code.said for column in columns for code in column.codes), default=0)
    found, page, tall = [], list[Column](), 0.0
    for column in columns:
        height = _height(column)
        if page and tall + height > TALLEST:
            found.append(_picture(page, most))
            page, tall = [], 0.0
        page.append(column)
        tall += height
    return [*found, _picture(page, most)] if page else found


def _height(column: Column) -> float:
    codes = sum(CODE_LINE * len(wrapped(code.path, CODE_CELLS)) + 4 for code in column.codes)
    lines = wrapped(column.name, _cells(column))
    return max(LINE * len(lines) + 18, codes) + GAP


def _cells(column: Column) -> int:
    return THEME_CELLS - 2 * min(column.depth, 4)


def _picture(columns: Sequence[Column], most: int) -> MapPicture:
    themes, codes, strands = [], list[CodeBox](), list[Strand]()
    placed: dict[str, float] = {}
    top = 26.0
    for column in columns:
        height = _height(column)
        lines = wrapped(column.name, _cells(column))
        middle = top + (height - GAP) / 2
        y = middle - (LINE * len(lines) + 14) / 2 + 14
        themes.append(ThemeBox(column, lines, INDENT * min(column.depth, 4), y, middle))
        fresh = [code for code in column.codes if code.id not in placed]
        needed = sum(CODE_LINE * len(wrapped(c.path, CODE_CELLS)) + 4 for c in fresh)
        at = middle - needed / 2 + 13
        for code in fresh:
            said = wrapped(code.path, CODE_CELLS)
            codes.append(CodeBox(code, said, at))
            placed[code.id] = at - 4.5
            at += CODE_LINE * len(said) + 4
        for code in column.codes:
            strands.append(_strand(code, middle, placed[code.id], most, code not in fresh))
        top += height
    return MapPicture(
        round(top), tuple(themes), tuple(codes), tuple(strands), " ".join(map(_said, columns))
    )


def _strand(code: BoardCode, start: float, end: float, most: int, again: bool) -> Strand:
    left, right = THEME_WIDTH + 12, CODE_LEFT - 14
    bend = (left + right) / 2
    share = code.said / most if most else 0.0
    return Strand(
        path=f"M{left} {start:.1f}C{bend:.0f} {start:.1f} {bend:.0f} {end:.1f} {right} {end:.1f}",
        width=round(THINNEST + (THICKEST - THINNEST) * share, 1),
        hue=code.hue,
        again=again,
    )


def _said(column: Column) -> str:
    codes = ", ".join(code.path for code in column.codes) or "no code"
    return f"{column.name}: {codes}."
