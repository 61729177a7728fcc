"""Written pieces of a line: plain text with the name of its ink, never markup.

Every bar, list and pop-up is painted from `Ink`s. The ink is a token of the palette (``"dim"``) or
a hue (``"mint"``) and becomes a colour only when it is painted, so a change of theme needs no new
text, and a code named ``[/b]`` is written as it is.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from workbench.tui import numbers
from workbench.tui.palette import Palette

ELLIPSIS = "…"
_UNSEEMLY = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Ink:
    """A run of text in one ink; ``ground`` is a token too, empty for that of the line."""

    text: str
    token: str = "text"
    bold: bool = False
    italic: bool = False
    underline: bool = False
    reverse: bool = False
    ground: str = ""

    @property
    def width(self) -> int:
        """Cells the text takes."""
        return cell_len(self.text)


Written = str | Ink | Sequence[Ink]
"""What may be written anywhere: a plain string (ink ``text``), one `Ink`, or several in a row."""


def plain(text: str) -> str:
    """Study text fit for one line: control characters and turns of direction become blanks."""
    return _UNSEEMLY.sub(" ", text)


def inks_of(written: Written, token: str = "text") -> list[Ink]:
    """Anything writable as a list of inks, fit for one line; a bare string takes ``token``."""
    if isinstance(written, str):
        return [Ink(plain(written), token)] if written else []
    if isinstance(written, Ink):
        written = [written]
    return [
        ink if ink.text.isprintable() else replace(ink, text=plain(ink.text)) for ink in written
    ]


def code_inks(letter: str, hue: str, name: str, *, in_hand: bool = False) -> list[Ink]:
    """A code as it is written everywhere: its letter bold in the hue, then its name."""
    return [
        Ink(letter, hue, bold=True, reverse=in_hand),
        Ink(f" {plain(name)}", "strong" if in_hand else "text", bold=in_hand),
    ]


def plot_inks(plot: str, *, chosen: bool = False) -> list[Ink]:
    """A plot of `numbers.plot` in its inks: axis as a rule, whisker dim, dot in text.

    In the chosen row the whisker is in text and the dot strong.
    """
    tokens = {numbers.AXIS: "rule", numbers.DOT: "text", numbers.DOT_ALONE: "text"}
    inks = []
    for run in re.findall(r"│|[●○]|[^│●○]+", plot):
        token = tokens.get(run, "dim")
        if chosen and token != "rule":
            token = "strong" if token == "text" else "text"
        inks.append(Ink(run, token))
    return inks


def strip_inks(strip: str, token: str = "text") -> list[Ink]:
    """A strip or bar of `numbers` in its inks: heavy parts in ``token``, thin ones dim."""
    return [
        Ink(run, "dim" if run[0] == numbers.THIN else token)
        for run in re.findall(r"─+|[^─]+", strip)
    ]


def width_of(inks: Iterable[Ink]) -> int:
    """Cells that the inks take together."""
    return sum(ink.width for ink in inks)


def cut(text: str, width: int) -> str:
    """`text` in at most ``width`` cells, with ``…`` for what is left out; clusters stay whole."""
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    spans, _ = split_graphemes(text)
    room = width - 1
    end = 0
    for _start, stop, cells in spans:
        if cells > room:
            break
        room -= cells
        end = stop
    return text[:end].rstrip() + ELLIPSIS


def cut_within(text: str, width: int) -> str:
    """`text` in at most ``width`` cells, its beginning and its end, with ``…`` in between.

    For names that differ at their end: ``Interview 12`` in nine cells is ``Int…ew 12``.
    """
    if cell_len(text) <= width or width < 5:
        return cut(text, width)
    spans, _ = split_graphemes(text)
    tail_room = (width - 1) * 5 // 8
    tail = len(text)
    for start, _stop, cells in reversed(spans):
        if cells > tail_room:
            break
        tail_room -= cells
        tail = start
    return cut(text, width - cell_len(text[tail:])) + text[tail:].lstrip()


def cut_inks(inks: Sequence[Ink], width: int) -> list[Ink]:
    """The inks in at most ``width`` cells, with ``…`` in the ink where they were cut."""
    if width_of(inks) <= width:
        return list(inks)
    kept: list[Ink] = []
    room = width
    for ink in inks:
        if ink.width >= room:
            # At exactly the room left something still follows, so the mark has to fit as well.
            text = cut(ink.text, room) if ink.width > room else cut(ink.text + " .", room)
            kept.append(replace(ink, text=text))
            break
        kept.append(ink)
        room -= ink.width
    return kept


def bolded(inks: Sequence[Ink]) -> list[Ink]:
    """The same inks in bold, as titles are."""
    return [Ink(ink.text, ink.token, bold=True) for ink in inks]


def fitted(inks: Sequence[Ink], width: int, *, right: bool = False) -> list[Ink]:
    """The inks in exactly ``width`` cells: cut, or padded at the end (``right``: at the start)."""
    kept = cut_inks(inks, width)
    blank = Ink(" " * (width - width_of(kept)))
    return [blank, *kept] if right else [*kept, blank]


_BREAKS = re.compile(r"[^\S\N{NO-BREAK SPACE}]+")


def wrap(text: str, width: int) -> list[str]:
    """Words of `text` in lines of at most ``width`` cells; a longer word is broken.

    A no-break space joins: the thousands of a figure stay on one line.
    """
    lines: list[str] = []
    line = ""
    for word in filter(None, _BREAKS.split(plain(text))):
        while cell_len(word) > width > 1:
            head = cut(word, width).removesuffix(ELLIPSIS) or word[:1]
            lines += [line] if line else []
            lines.append(head)
            line, word = "", word[len(head) :]
        if line and cell_len(line) + 1 + cell_len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines


def styled(ink: Ink, palette: Palette, ground: str) -> Style:
    """The terminal style of an ink on a ground (a colour, or empty for none)."""
    colour = _colour(palette, ink.token)
    behind = _colour(palette, ink.ground) if ink.ground else ground
    return _style(colour, behind, ink.bold, ink.italic, ink.underline, ink.reverse)


def painted(inks: Iterable[Ink], palette: Palette, ground: str, width: int) -> Strip:
    """A line of exactly ``width`` cells on a ground."""
    segments = [Segment(ink.text, styled(ink, palette, ground)) for ink in inks if ink.text]
    return Strip(segments).adjust_cell_length(width, _style("", ground)).simplify()


def _colour(palette: Palette, token: str) -> str:
    hue = palette.hues.get(token)
    return hue.ink if hue else str(getattr(palette, token))


@lru_cache(2048)
def _style(
    colour: str,
    ground: str,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    reverse: bool = False,
) -> Style:
    return Style(
        color=colour or None,
        bgcolor=ground or None,
        bold=bold or None,
        italic=italic or None,
        underline=underline or None,
        reverse=reverse or None,
    )
