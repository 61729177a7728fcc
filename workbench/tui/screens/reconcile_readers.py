"""What the two coders have given, with the definitions: side by side, or a line each."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.strip import Strip
from textual.widget import Widget

from workbench.codebook.nouns import Code
from workbench.consensus.nouns import CoderReading
from workbench.tui.ink import ELLIPSIS, Ink, code_inks, cut, fitted, inks_of, painted, plain, wrap
from workbench.tui.palette import palette_of
from workbench.tui.screens.code_desk import shown_name
from workbench.tui.screens.reconcile_draft import extent

MEASURE = 76
FULL, CLOSE, LINE = "full", "close", "line"
"""How much room there is for what stands under the text: with air, without, in single lines."""
HEIGHTS = {FULL: 8, CLOSE: 5, LINE: 2}


@dataclass(frozen=True, slots=True)
class Side:
    """One coder's side: who, how much, with which codes, and with what memo."""

    coder: str
    extent: str
    codes: tuple[Code, ...]
    memo: str


def side_of(reading: CoderReading, known: dict[str, Code]) -> Side:
    """A coder's reading of an item as a side."""
    ids = dict.fromkeys(coding.code_id for coding in reading.codings)
    memos = dict.fromkeys(coding.memo for coding in reading.codings if coding.memo)
    return Side(
        reading.coder.name,
        extent(reading),
        tuple(known[code_id] for code_id in ids),
        " / ".join(memos),
    )


class Readers(Widget):
    """Two sides: coder, code, definition and memo."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sides: tuple[Side, ...] = ()
        self.form = FULL

    def show(self, sides: Sequence[Side]) -> None:
        """Replace the sides."""
        self._sides = tuple(sides)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line over both sides, or a side of its own."""
        palette = palette_of(self.app)
        width = self.size.width
        if self.form == LINE:
            inks = self._in_line(y) if y < len(self._sides) else []
            return painted(inks, palette, palette.ground, width)
        gap = 6 if self.form == FULL and width > 100 else 4
        room = max(8, min(MEASURE, (width - 6 - gap) // 2))
        inks = [Ink("  ")]
        for at, side in enumerate(self._sides):
            lines = self._lines(side, room)
            inks += [Ink(" " * gap)] if at else []
            inks += fitted(lines[y] if y < len(lines) else [], room)
        return painted(inks, palette, palette.ground, width)

    def _lines(self, side: Side, room: int) -> list[list[Ink]]:
        size = Ink(side.extent, "dim")
        head = [*fitted([Ink(plain(side.coder), "dim")], max(0, room - size.width)), size]
        lines = [[Ink("─" * room, "rule")], head]
        if self.form == FULL:
            lines.append([])
        if not side.codes:
            return [*lines, [Ink("nothing coded here", "dim", italic=True)]]
        lines.append(_name(side))
        said = wrap(_definition(side), room - 2)
        if self.form == CLOSE:
            memo = f"¶ {plain(side.memo)}" if side.memo else ""
            kept = _cut_lines(said, 1 if memo else 2, room - 2)
            lines += [[Ink(f"  {line}")] for line in kept]
            return [*lines, [Ink(cut(memo, room), "dim", italic=True)]] if memo else lines
        lines += [[Ink(f"  {line}")] for line in _cut_lines(said, 2, room - 2)]
        lines += [[]] * (6 - len(lines))
        if side.memo:
            return [*lines, [Ink("¶ ", "dim"), Ink(cut(plain(side.memo), room - 2), italic=True)]]
        return [*lines, [Ink("¶ no memo", "faint")]]

    def _in_line(self, y: int) -> list[Ink]:
        side = self._sides[y]
        longest = max(len(plain(one.coder)) for one in self._sides)
        who = min(max(longest, 5), 12)
        lead = [Ink("  "), *fitted([Ink(plain(side.coder), "dim")], who + 1)]
        if not side.codes:
            return [*lead, Ink("nothing coded here", "dim", italic=True)]
        name = fitted(_name(side), 22)
        room = self.size.width - 2 - (who + 1) - 22 - 1 - 2
        return [
            *lead,
            *name,
            Ink(" "),
            *inks_of(cut(plain(_definition(side)), max(4, room)), "dim"),
        ]


def _definition(side: Side) -> str:
    return side.codes[0].definition or "No definition yet."


def _cut_lines(lines: list[str], most: int, width: int) -> list[str]:
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], cut(f"{lines[most - 1]} {ELLIPSIS}", width)]


def _name(side: Side) -> list[Ink]:
    code, *more = side.codes
    inks = code_inks(code.letter, code.hue, shown_name(code))
    inks[1:] = [Ink(inks[1].text, "strong", bold=True)]
    if code.retired:
        inks.append(Ink("  retired", "dim"))
    if more:
        inks.append(Ink("  and ", "dim"))
        for other in more:
            inks += [*code_inks(other.letter, other.hue, shown_name(other)), Ink("  ")]
    return inks
