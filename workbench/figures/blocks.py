"""Frequencies as a person reads them: a block a variable, a line a value, its bases side by side.

Both the command and the screen show these; what is off the scale stands apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from workbench.figures.nouns import (
    GIVEN,
    INTERVIEWS,
    MISSING,
    OFF_SCALE,
    PARTICIPANTS,
    UNITS,
    VALID,
    Frequency,
)
from workbench.figures.percent import whole

ORDER = (GIVEN, PARTICIPANTS, VALID, UNITS)
WORDS = {  # one, several
    GIVEN: ("answer", "answers"),
    PARTICIPANTS: ("participant", "participants"),
    VALID: ("who answered", "who answered"),
    UNITS: ("passage", "passages"),
}
PARTS = {OFF_SCALE: "off the scale", MISSING: "without an answer"}


@dataclass(slots=True)
class Line:
    """A value with its figures, by kind of base."""

    value: str
    kind: str
    figures: dict[str, Frequency] = field(default_factory=dict)


@dataclass(slots=True)
class Block:
    """A variable, in one group of an attribute where it is crossed, with its lines in order."""

    data_set: str
    variable: str
    by: str
    group: str
    lines: list[Line] = field(default_factory=list)

    @property
    def title(self) -> str:
        """``Panel: accurate, sector fire``; the interviews are not named."""
        name = self.variable if self.data_set == INTERVIEWS else f"{self.data_set}: {self.variable}"
        return f"{name}, {self.by} {self.group or 'not known'}" if self.by else name

    @property
    def bases(self) -> list[str]:
        """The kinds of base that occur, the one that its bars show first."""
        present = {kind for line in self.lines for kind in line.figures}
        return [kind for kind in ORDER if kind in present]

    def base_words(self, kind: str) -> str:
        """What the figures of one kind are parts of: ``of 28 participants``."""
        base = next(line.figures[kind].base for line in self.lines if kind in line.figures)
        return f"of {base} {WORDS[kind][base != 1]}"

    def shown(self, line: Line) -> Frequency:
        """The figure that the bar of a line shows: of the answers, where several were allowed."""
        return next(line.figures[kind] for kind in self.bases if kind in line.figures)


def blocks(rows: Iterable[Frequency]) -> list[Block]:
    """Frequencies in blocks, in the order they come in."""
    found: dict[tuple[str, str, str, str], Block] = {}
    lines: dict[tuple[tuple[str, str, str, str], str, str], Line] = {}
    for row in rows:
        key = (row.data_set, row.variable, row.by, row.group)
        block = found.setdefault(key, Block(*key))
        at = (key, row.kind, row.value)
        if at not in lines:
            lines[at] = Line(row.value, row.kind)
            block.lines.append(lines[at])
        lines[at].figures[row.base_kind] = row
    return list(found.values())


def figure_of(row: Frequency | None) -> str:
    """Count and whole percent, to stand under the words for their base; empty for none.

    >>> figure_of(Frequency("interviews", "Q1", "5", "value", 26, 28, "participants"))
    '26   93 %'
    """
    if row is None:
        return ""
    percent = whole(row.n, row.base)
    return f"{row.n}  {'–' if percent is None else percent:>3} %"
