"""The values of one variable in rows: with bars and one base, or in the groups of an attribute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from workbench.codebook.nouns import Code
from workbench.figures.blocks import PARTS, WORDS, Block, Line
from workbench.figures.describe import CODES, THEMES
from workbench.figures.nouns import (
    GIVEN,
    INTERVIEWS,
    MISSING,
    NO_ANSWER,
    PARTICIPANTS,
    UNITS,
    VALID,
    Frequency,
)
from workbench.figures.percent import exact, whole
from workbench.tui.ink import Ink, Written, code_inks, plain, strip_inks
from workbench.tui.numbers import NO_BREAK, UNDEFINED, share_bar, tally, thousands
from workbench.tui.widgets.lines import paragraph
from workbench.tui.widgets.lists import Column, Row

N, PERCENT, EXACT = 5, 7, 9
LEAST_BAR, MOST_BAR, LEAST_NAME, MOST_NAME = 6, 40, 12, 40
GROUP, MOST_GROUP, LEAST_VALUE, LEAST_GROUPS = 11, 18, 5, 3
"""Cells of a group of an attribute, with one of air before it: ``12   71 %``; of a value there."""

NOTES = {
    GIVEN: "Several answers were allowed: percentages of people may exceed 100 together.",
    CODES: "A passage may have several codes: percentages may exceed 100 together.",
    THEMES: "A passage may be in several themes: percentages may exceed 100 together.",
}


@dataclass(frozen=True, slots=True)
class Names:
    """How values are written: codes with their letters, everything else as it is."""

    codes: Mapping[str, Code]

    def of(self, variable: str, value: str) -> list[Ink]:
        """A value in a row."""
        code = self.codes.get(value) if variable == CODES else None
        if code is not None:
            return code_inks(code.letter, code.hue, code.name)
        return [Ink(plain(value))]


def title_of(block: Block) -> str:
    """What a block is called in the list of all: ``accurate``."""
    return plain(block.variable)


def set_title(block: Block) -> str:
    """What stands over the blocks of one kind: the data set, or whose passages are coded."""
    if block.variable not in (CODES, THEMES):
        return "Interviews" if block.data_set == INTERVIEWS else plain(block.data_set)
    if block.data_set == INTERVIEWS:
        return "Coded passages"
    return f"{plain(block.data_set)}, coded"


def base_of(block: Block, wanted: str) -> str:
    """The kind of base to show: the one wanted if the block has it, else its first."""
    return wanted if wanted in block.bases else block.bases[0]


def size_of(block: Block) -> int:
    """How many there are of what a block counts: answers, people with an answer, passages."""
    for kind in (GIVEN, UNITS, VALID):
        for line in block.lines:
            if kind in line.figures:
                return line.figures[kind].base
    return 0


def members_of(block: Block) -> int:
    """The participants that a block is about."""
    found = (
        line.figures[PARTICIPANTS].base for line in block.lines if PARTICIPANTS in line.figures
    )
    return next(found, 0)


def row_id(line: Line) -> str:
    """The id of the row of a value."""
    return f"{line.kind} {line.value}"


def percent_of(figure: Frequency) -> str:
    """Whole percent, half rounded up, as people print it."""
    share = whole(figure.n, figure.base)
    return UNDEFINED if share is None else f"{share}{NO_BREAK}%"


def exact_of(figure: Frequency) -> str:
    """Percent with three decimals."""
    share = exact(figure.n, figure.base)
    return UNDEFINED if share is None else f"{share:.3f}{NO_BREAK}%"


# ── values with bars ─────────────────────────────────────────────────────────────────────────────


def value_columns(block: Block, names: Names, room: int) -> list[Column]:
    """Value, bar, count, percent, exact percent; the names give way to the bars, not all."""
    rest = room - N - PERCENT - EXACT - 4
    longest = max(_width(names.of(block.variable, line.value)) for line in block.lines)
    name = min(max(longest + 2, LEAST_NAME), MOST_NAME, rest - LEAST_BAR)
    bar = min(rest - name, MOST_BAR)
    return [
        Column("", name),
        Column("", bar),
        Column("n", N, right=True),
        Column("percent", PERCENT, right=True),
        Column("exact", EXACT, right=True),
    ]


def value_rows(block: Block, names: Names, kind: str, columns: Sequence[Column]) -> list[Row]:
    """A row a value, those off the scale and the reasons for no answer under their headings."""
    rows: list[Row] = []
    part = ""
    for line in block.lines:
        figure = line.figures.get(kind) or block.shown(line)
        if PARTS.get(line.kind, "") != part:
            part = PARTS[line.kind]
            rows.append(_heading(part, base_words(figure) if line.kind == MISSING else ""))
        share = figure.n / figure.base if figure.base else 0.0
        token = "text" if figure.n else "dim"
        rows.append(
            Row(
                row_id(line),
                (
                    names.of(block.variable, line.value),
                    strip_inks(share_bar(share, columns[1].width)),
                    Ink(tally(figure.n), token),
                    Ink(percent_of(figure), token),
                    Ink(exact_of(figure), "dim"),
                ),
            )
        )
    return rows


def _heading(part: str, base: str) -> Row:
    """A part of a block; people without an answer are no part of the answers."""
    inks = [Ink(part[0].upper() + part[1:], "dim"), Ink(f"  {base}" if base else "", "faint")]
    return Row(f"part {part}", (inks,), gap=True, selectable=False)


def base_words(figure: Frequency) -> str:
    """What a figure is a part of: ``of 28 participants``, ``of 1 answer``."""
    return f"of {thousands(figure.base)} {WORDS[figure.base_kind][figure.base != 1]}"


def block_base_words(block: Block, kind: str) -> str:
    """What the figures of a block on one kind of base are parts of."""
    return base_words(next(line.figures[kind] for line in block.lines if kind in line.figures))


# ── values by groups ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Crossing:
    """A block beside the same block in each group of an attribute; ``all`` has no group."""

    all: Block
    groups: tuple[Block, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Everybody first, then the groups."""
        return (self.all, *self.groups)

    def line(self, at: int, of: Line) -> Line | None:
        """The line of a value in one of ``blocks``; None where nobody of the group gave it."""
        return next(
            (x for x in self.blocks[at].lines if (x.kind, x.value) == (of.kind, of.value)), None
        )

    def name(self, at: int) -> str:
        """What stands over one of ``blocks``."""
        return "all" if at == 0 else plain(self.blocks[at].group) or "not known"


@dataclass(frozen=True, slots=True)
class Window:
    """Which groups are in view, ``first`` up to ``last`` (exclusive), and ``at`` that in hand.

    ``group_cells`` are the cells of a group with one of air before it.
    """

    first: int
    last: int
    at: int
    value_cells: int
    group_cells: int


def window_of(crossing: Crossing, at: int, names: Names, room: int) -> Window:
    """The groups that fit beside the values, the one in hand among them."""
    block, count = crossing.all, len(crossing.blocks)
    longest = max(_width(names.of(block.variable, line.value)) for line in block.lines)
    value = min(
        max(longest + 1, LEAST_VALUE), MOST_NAME, max(LEAST_NAME, room - LEAST_GROUPS * GROUP)
    )
    widest = max(GROUP, *(cell_len(crossing.name(place)) + 2 for place in range(count)))
    group = max(GROUP, min(widest, MOST_GROUP, (room - value) // min(count, LEAST_GROUPS)))
    fit = max(1, (room - value) // group)
    first = 0 if at < fit else at - fit + 1
    return Window(first, min(count, first + fit), at, value, group)


def crossed_columns(crossing: Crossing, window: Window) -> list[Column]:
    """The value, then a column a group with its name; that in hand is bold."""
    columns = [Column("", window.value_cells)]
    for at in range(window.first, window.last):
        token, bold = ("strong", True) if at == window.at else ("faint", False)
        head = Ink(crossing.name(at), token, bold=bold)
        columns.append(Column(head, window.group_cells - 1, right=True))
    return columns


def crossed_rows(crossing: Crossing, window: Window, names: Names, kind: str) -> list[Row]:
    """The bases of the groups, then a row a value with count and percent in each group."""
    rows = [_base_row(crossing, window, kind, "base")]
    part = ""
    for line in crossing.all.lines:
        if PARTS.get(line.kind, "") != part:
            part = PARTS[line.kind]
            apart = line.kind == MISSING and kind != PARTICIPANTS
            rows.append(_heading(part, f"of the {WORDS[PARTICIPANTS][1]}" if apart else ""))
            if apart:
                rows.append(_base_row(crossing, window, PARTICIPANTS, "base of all"))
        cells: list[Written] = [names.of(crossing.all.variable, line.value)]
        for at in range(window.first, window.last):
            found = crossing.line(at, line)
            figure_there = None
            if found is not None:
                figure_there = found.figures.get(kind) or crossing.blocks[at].shown(found)
            cells.append(_cell(figure_there, at == window.at))
        rows.append(Row(row_id(line), tuple(cells)))
    return rows


def _base_row(crossing: Crossing, window: Window, kind: str, row: str) -> Row:
    cells: list[Written] = [""]
    for block in crossing.blocks[window.first : window.last]:
        found = (line.figures[kind].base for line in block.lines if kind in line.figures)
        cells.append(Ink(f"of {thousands(next(found, 0))}", "faint"))
    return Row(row, tuple(cells), selectable=False)


def _cell(figure: Frequency | None, in_hand: bool) -> Written:
    if figure is None or not figure.n:
        return Ink(tally(0), "dim")
    return [
        Ink(tally(figure.n), "text" if in_hand else "dim"),
        Ink(f" {percent_of(figure):>5}", "text" if in_hand else "dim"),
    ]


# ── the words below ──────────────────────────────────────────────────────────────────────────────


def block_words(
    block: Block, line: Line, name: Sequence[Ink], kind: str, room: int, *, tall: bool
) -> list[list[Ink]]:
    """The value with every base it has, that which is in view bright, and what to know of them."""
    group = [Ink(f"   {group_words(block)}", "dim")] if block.by else []
    air: list[list[Ink]] = [[]] if tall else []
    lines: list[list[Ink]] = [*air, [*(_strong(ink) for ink in name), *group], *air]
    for base in block.bases:
        figure = line.figures.get(base)
        if figure is not None:
            token = "text" if base == kind or len(line.figures) == 1 else "dim"
            said = f"{thousands(figure.n)} {base_words(figure)}"
            lines.append(
                [
                    Ink(f"  {said:<30}", token),
                    Ink(f"{percent_of(figure):>6}", token),
                    Ink(f"{exact_of(figure):>11}", "dim"),
                ]
            )
    note = NOTES[GIVEN] if GIVEN in line.figures else ""
    if UNITS in line.figures:
        note = NOTES[block.variable]
    if line.kind == MISSING:
        note = "They are left out of every other base."
        if line.value == NO_ANSWER:
            note = f"No reason is known. {note}"
    notes = paragraph(note, min(76, room - 2), "dim")
    return [*lines, *(air if notes else []), *([Ink("  "), *said] for said in notes)]


def group_words(block: Block) -> str:
    """The group that a block is of: ``sector: fire``."""
    return f"{plain(block.by)}: {plain(block.group) or 'not known'}"


def _strong(ink: Ink) -> Ink:
    return Ink(ink.text, "strong" if ink.token == "text" else ink.token, bold=True)


def _width(inks: Sequence[Ink]) -> int:
    return sum(ink.width for ink in inks)
