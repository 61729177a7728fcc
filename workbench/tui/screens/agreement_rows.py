"""The table of the agreement screen: which rows there are, and what stands in their columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbench.tui.comparing import Compared
from workbench.tui.ink import Ink, Written, code_inks, plain, plot_inks, strip_inks
from workbench.tui.numbers import (
    AXIS,
    coefficient,
    interval,
    percent,
    plot,
    plot_scale,
    shared_strip,
    thousands,
)
from workbench.tui.widgets.lists import Column, Row

if TYPE_CHECKING:
    from workbench.agreement.figures import Figure
    from workbench.agreement.results import CodeResult
    from workbench.agreement.words import Coefficient

ANY, MEAN = "any code", "mean"
CODE, OWN, TRANSCRIPT, ROUND = "code", "own", "transcript", "round"
CODES, TRANSCRIPTS, ROUNDS = "codes", "transcripts", "rounds"
"""What the rows are: codes (or any code), one code in each transcript, or one over the rounds."""
ORDERS = ("codebook", "coefficient", "prevalence")
NARROW_PLOT, MOST_SHARES = 28, 4


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of figures: a code, a coder's own code, any code, a transcript, or the mean.

    ``key`` names it in the report. ``branch`` is the top of its branch, for air between them;
    ``result`` is missing for the mean, which has ``figures`` alone.
    """

    kind: str
    key: str
    name: str
    letter: str = ""
    hue: str = ""
    branch: str = ""
    maker: str = ""
    result: "CodeResult | None" = None
    figures: "Mapping[str, Figure] | None" = None

    @property
    def id(self) -> str:
        """The id of its row."""
        return f"{self.kind} {self.key}"

    def figure(self, named: "Coefficient") -> "Figure | None":
        """Its figure by a coefficient."""
        known = self.result.figures if self.result is not None else self.figures
        return None if known is None else known[named.key]

    @property
    def share(self) -> float:
        """The mean share of text that the coders gave it."""
        shares = self.result.prevalence.values() if self.result is not None else ()
        return sum(share or 0.0 for share in shares)

    def inks(self) -> list[Ink]:
        """How it is written."""
        if self.letter:
            return code_inks(self.letter, self.hue, self.name)
        return [Ink(plain(self.name), "dim" if self.kind == MEAN else "text")]


def code_entries(compared: Compared, named: "Coefficient", order: str) -> list[Entry]:
    """The shared codes in an order, their mean, then the coders' own codes.

    A branch that nobody coded with by itself is a heading of the codebook and no row.
    """
    found, headings = compared.found, compared.found.headings
    listed: list[Entry] = []
    own: list[Entry] = []
    for key, code in found.shown.items():
        result = found.report.codes[key]
        if key in headings:
            continue
        entry = Entry(
            kind=CODE if code.shared else OWN,
            key=key,
            name=code.name,
            letter=code.letter,
            hue=code.hue,
            branch=code.path.split("/")[0],
            maker=code.maker,
            result=result,
        )
        (listed if code.shared else own).append(entry)
    left_out = sum(_value(entry, named) is None for entry in listed)
    mean = Entry(MEAN, "", _mean_name(len(listed) - left_out, left_out), figures=found.report.means)
    return [*_ordered(listed, named, order), mean, *_ordered(own, named, order)]


def segmentation_entries(compared: Compared) -> list[Entry]:
    """Any code at all, then the same in each transcript."""
    result = compared.found.report.segmentation
    return [
        Entry(ANY, "", "Any code or none", result=result),
        *_by_transcript(result),
    ]


def transcript_entries(compared: Compared, key: str, order: str) -> list[Entry]:
    """One code in each transcript; by coefficient what drags it down most comes first."""
    report, without = compared.found.report, compared.found.influence[key]
    entries = _by_transcript(report.codes[key] if key else report.segmentation)
    if order == "coefficient":
        return sorted(entries, key=lambda e: (v := without[e.key]) is None or -v)
    if order == "prevalence":
        return sorted(entries, key=lambda e: -e.share)
    return entries


def round_entries(compared: Compared, key: str, *, mean: bool) -> list[Entry]:
    """One code (or any code, or the mean of all) in every round that has figures, oldest first."""
    code = compared.found.shown.get(key)
    entries = []
    for point in compared.points:
        if mean:
            entries.append(Entry(ROUND, point.name, point.titled, figures=point.means))
            continue
        result = point.codes.get(code.id) if code is not None else point.segmentation
        entries.append(Entry(ROUND, point.name, point.titled, result=result))
    return entries


def _by_transcript(result: "CodeResult") -> list[Entry]:
    return [Entry(TRANSCRIPT, name, name, result=each) for name, each in result.transcripts.items()]


def _ordered(entries: list[Entry], named: "Coefficient", order: str) -> list[Entry]:
    if order == "coefficient":
        return sorted(entries, key=lambda e: (v := _value(e, named)) is None or -v)
    if order == "prevalence":
        return sorted(entries, key=lambda e: -e.share)
    return entries


def _value(entry: Entry, named: "Coefficient") -> float | None:
    figure = entry.figure(named)
    return None if figure is None else figure.value


def _mean_name(count: int, left_out: int) -> str:
    without = f", {left_out} left out" if left_out else ""
    return f"Mean of {count} code{'' if count == 1 else 's'}{without}"


# ── columns ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Layout:
    """Cells of the columns: 0 leaves one out. ``coders`` have a column of shares each."""

    name: int
    interval: int
    plot: int
    coders: tuple[str, ...]
    cells: bool
    strip: int

    @classmethod
    def of(cls, room: int, breadth: str, coders: Sequence[str]) -> "Layout":
        """The layout for ``room`` cells; what is left over goes to the plot."""
        shown = tuple(coders) if len(coders) <= MOST_SHARES else ()
        two = len(coders) == 2
        if breadth == "narrow":
            taken = 24 + 7 + 2 + 8 * min(len(shown), 2)
            return cls(24, 0, max(10, room - taken), shown[:2] if two else (), False, 0)
        wide = breadth == "wide"
        layout = cls(27 if wide else 25, 21, 0, shown, wide and two, 10 if two else 0)
        taken = sum(column.width + column.gap for column in layout.columns("", "")[1:])
        return replace(layout, plot=max(10, room - layout.name - taken))

    def columns(self, first: Written, head: str) -> list[Column]:
        """The columns; ``first`` is the title of the names, ``head`` that of the coefficient."""
        columns = [Column(first, self.name), Column(head, 6, right=True)]
        if self.interval:
            columns.append(Column(" 95\u00a0% interval", self.interval, gap=2))
        columns.append(Column(plot_scale(self.plot) if self.plot else "", self.plot, gap=2))
        wide = bool(self.interval)
        columns += [
            Column(coder, 7, right=True, gap=4 if wide and not at else 1)
            for at, coder in enumerate(self.coders)
        ]
        if self.cells:
            a, b = self.coders
            columns += [
                Column(f"only {a}", 9, right=True),
                Column("both", 6, right=True),
                Column(f"only {b}", 9, right=True),
            ]
        if self.strip:
            columns.append(Column("shared", self.strip, right=True, gap=1 if self.cells else 3))
        return columns

    def groups(self, unit: str) -> list[Ink]:
        """The line over the heads: what the shares are of, and what the cells count."""
        columns = self.columns("", "")
        ends, at = [], 0
        for place, column in enumerate(columns):
            at += column.width + (column.gap if place else 0)
            ends.append(at)
        first = 4 if self.interval else 3
        written, done = [], 0
        for words, count, start in (
            ("share of text", len(self.coders), first),
            (f"{unit}s", 3 * self.cells, first + len(self.coders)),
        ):
            if count and ends[start + count - 1] - done >= len(words):
                end = ends[start + count - 1]
                written.append(Ink(" " * (end - done - len(words)) + words, "faint"))
                done = end
        return written


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────


def table_rows(
    entries: Sequence[Entry],
    layout: Layout,
    named: "Coefficient",
    words: Mapping[str, str],
    *,
    air: bool,
    branches: bool,
) -> list[Row]:
    """The rows; ``words`` say by row id why a figure or an interval is missing.

    ``air`` asks for lines between parts, through which the axis runs on; ``branches`` says that
    the order is that of the codebook.
    """
    return list(_rows(entries, layout, named, words, air, branches))


def _rows(
    entries: Sequence[Entry],
    layout: Layout,
    named: "Coefficient",
    words: Mapping[str, str],
    air: bool,
    branches: bool,
) -> Iterator[Row]:
    sizes: dict[str, int] = {}
    for entry in entries:
        sizes[entry.branch] = sizes.get(entry.branch, 0) + 1
    before: Entry | None = None
    for entry in entries:
        new_branch = (
            branches
            and before is not None
            and before.branch != entry.branch
            and max(sizes[before.branch], sizes[entry.branch]) > 1
        )
        if before is not None and (new_branch or before.kind != entry.kind) and air:
            axis = entry.kind != MEAN and before.kind not in (MEAN, ANY)
            yield _air(f"air {entry.id}", layout, axis or entry.kind == MEAN)
        if entry.kind == OWN and (before is None or before.kind != OWN):
            said = "Own codes, which the others did not have while they coded"
            yield Row("own", (Ink(said, "dim"),), selectable=False)
        yield _row(entry, layout, named, words.get(entry.id, ""))
        before = entry


def _air(row_id: str, layout: Layout, axis: bool) -> Row:
    line = f"{AXIS}{' ' * (layout.plot - 2)}{AXIS}" if axis else ""
    blank: list[Written] = ["", "", *([""] if layout.interval else [])]
    return Row(row_id, (*blank, plot_inks(line), ""), selectable=False)


def _row(entry: Entry, layout: Layout, named: "Coefficient", why: str) -> Row:
    figure = entry.figure(named)
    value = None if figure is None else figure.value
    low, high = (None, None) if figure is None else (figure.low, figure.high)
    own = entry.kind == OWN
    if own or why:
        low = high = None
    cells: list[Written] = [entry.inks(), _coefficient(value, named, own or entry.kind == MEAN)]
    if layout.interval:
        said = _interval(low, high, named)
        cells.append(Ink(f" {why}", "dim", italic=True) if why else Ink(f"{said:>11}", "dim"))
    drawn = plot(value, low, high, layout.plot)
    if entry.kind in (MEAN, ANY):
        drawn = drawn.replace(AXIS, " ")
    if why and not layout.interval:
        cells.append(_words_on_axis(drawn, why))
    else:
        cells.append(plot_inks(drawn))
    if entry.result is not None:
        cells += _counts(entry.result, layout)
    cells += [""] * (len(layout.columns("", "")) - len(cells))
    return Row(entry.id, tuple(cells), find=entry.name)


def _coefficient(value: float | None, named: "Coefficient", plainly: bool) -> Ink:
    if value is None:
        return Ink(coefficient(None), "dim")
    written = _share(value) if named.is_share else coefficient(value)
    return Ink(written, "dim" if plainly else "strong", bold=not plainly)


def _share(value: float) -> str:
    """A share in six cells: what is short of all of it is never written as all of it."""
    return percent(1.0, 0) if value == 1 else percent(min(value, 0.999))


def _prevalence(share: float | None) -> str:
    """How much of the text a coder gave a code; a little is never written as nothing."""
    if share is not None and 0 < share < 0.0005:
        return f"<{percent(0.001)}"
    return percent(share)


def _interval(low: float | None, high: float | None, named: "Coefficient") -> str:
    if low is None or high is None or not named.is_share:
        return interval(low, high)
    return f"{percent(low)} to {percent(high)}"


def _words_on_axis(drawn: str, why: str) -> list[Ink]:
    """Why there is no figure, written between the two lines of the axis."""
    inside = f" {why} "[: len(drawn) - 2]
    rest = drawn[1 + len(inside) :]
    return [*plot_inks(drawn[0]), Ink(inside, "dim", italic=True), *plot_inks(rest)]


def _counts(result: "CodeResult", layout: Layout) -> list[Written]:
    cells: list[Written] = [
        Ink(_prevalence(result.prevalence.get(coder)), "dim") for coder in layout.coders
    ]
    counted = result.cells
    if counted is None:
        return cells
    if layout.cells:
        cells += [
            Ink(thousands(counted.only_a), "dim"),
            Ink(thousands(counted.both)),
            Ink(thousands(counted.only_b), "dim"),
        ]
    if layout.strip:
        drawn = shared_strip(counted.only_a, counted.both, counted.only_b, layout.strip)
        cells.append(strip_inks(drawn))
    return cells
