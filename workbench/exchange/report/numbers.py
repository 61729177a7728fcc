"""Frequencies, published figures beside computed ones, and the two logs, for a report."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.figures import store
from workbench.figures.blocks import PARTS, Block, Line, blocks
from workbench.figures.describe import CODES, THEMES, describe
from workbench.figures.nouns import OK, UNITS, Challenge, LineageStep, Replicated
from workbench.figures.percent import whole
from workbench.figures.replicate import replicate
from workbench.study import Person, Study

MOST_LONE = 12
"""A variable of more values than this, each of one participant only, is not listed: it would say
nothing in numbers, and such values point at persons."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure: ``n`` and whole percent; the base stands at the head of its column."""

    n: int
    percent: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A value with a figure for each base (None: not counted against it) and the share it shows."""

    value: str
    part: str
    share: float
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A variable: its bases in words, and its values. Without rows ``lone`` values are untold."""

    title: str
    bases: tuple[str, ...]
    rows: tuple[Row, ...]
    lone: int

    @property
    def wide(self) -> bool:
        """Whether it has so many values that it should not be kept on one printed page."""
        return len(self.rows) > MOST_LONE


@dataclass(frozen=True, slots=True)
class Numbers:
    """Everything that was counted. ``counted`` are variables, ``passages`` codes and themes."""

    counted: tuple[Counted, ...]
    passages: tuple[Counted, ...]
    published: tuple[Replicated, ...]
    lineage: tuple[LineageStep, ...]
    challenges: tuple[Challenge, ...]

    @property
    def holding(self) -> int:
        """Published figures that come out as published and contradict no other."""
        return sum(one.status == OK for one in self.published)

    @property
    def worked(self) -> int:
        """Objections by which the analysis was changed."""
        return sum(one.worked for one in self.challenges)


def numbers_of(study: Study, viewer: Person | None) -> Numbers:
    """The figures as ``describe`` and ``replicate`` give them, and the logs."""
    found = blocks(describe(study, viewer))
    of_passages = [one for one in found if one.variable in (CODES, THEMES) and _units(one)]
    return Numbers(
        counted=tuple(_counted(one) for one in found if one not in of_passages),
        passages=tuple(_without_empty(_counted(one)) for one in of_passages),
        published=tuple(replicate(study, viewer)),
        lineage=tuple(store.lineage(study)),
        challenges=tuple(store.challenges(study)),
    )


def _units(block: Block) -> bool:
    return UNITS in block.bases


def _without_empty(found: Counted) -> Counted:
    """Without codes and themes that the data set has no passage of."""
    rows = tuple(row for row in found.rows if any(cell and cell.n for cell in row.cells))
    return replace(found, rows=rows)


def _counted(block: Block) -> Counted:
    bases = [block.base_words(kind) for kind in block.bases]
    if len(block.lines) > MOST_LONE and all(_lone(line) for line in block.lines):
        return Counted(block.title, tuple(bases), (), len(block.lines))
    return Counted(block.title, tuple(bases), tuple(_rows(block)), 0)


def _lone(line: Line) -> bool:
    return all(figure.n <= 1 for figure in line.figures.values())


def _rows(block: Block) -> Sequence[Row]:
    rows = []
    for line in block.lines:
        first = block.shown(line)
        figures = [line.figures.get(kind) for kind in block.bases]
        rows.append(
            Row(
                line.value,
                PARTS.get(line.kind, ""),
                round(first.n / first.base, 4) if first.base else 0.0,
                tuple(None if f is None else Cell(f.n, whole(f.n, f.base)) for f in figures),
            )
        )
    return rows
