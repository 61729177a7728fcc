"""Painting two readings: text once, brackets above and below, lanes left and right."""

from dataclasses import dataclass
from itertools import pairwise

from rich.style import Style
from textual.strip import Strip

from workbench.tui.palette import Palette
from workbench.tui.text.graphemes import cells, display, fit, is_plain
from workbench.tui.text.lanes import overflow
from workbench.tui.text.nouns import Mark
from workbench.tui.text.paint import Run, ink, lane_sign, strip_of
from workbench.tui.text.readings import Kind, Reader, ReadingsPage, Row, bracket

NAME = 7
"""Cells for a coder's name in the narrow heading: "Coder 1" of masked review in full."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over the readings: two coders, and about which disagreement it is."""

    first: str = ""
    second: str = ""
    title: str = ""
    place: str = ""
    kind: str = ""
    shared: str = ""


class ReadingsPainter:
    """Paints rows of one page of two readings."""

    def __init__(self, page: ReadingsPage, palette: Palette, heading: Heading, grounds: bool):
        self.page = page
        self.palette = palette
        self.heading = heading
        self.grounds = grounds

    # Heading

    def heading_rows(self) -> list[Strip]:
        """The rows that stay at the top: three with room, two in the narrow form."""
        grid, say, palette = self.page.grid, self.heading, self.palette
        dim = ink(palette.dim, palette.ground)
        blank = self.blank_row()
        if grid.narrow:
            end = grid.text_at + grid.text
            name = fit(say.first, max(grid.text_at - 2, NAME)).rstrip()
            second = fit(say.second, NAME).strip()
            second_at = grid.width - 2 - cells(second)
            end = min(end, second_at - 2)
            kind_at = max(grid.text_at, cells(name) + 2)
            kind = fit(say.kind, max(0, end - cells(say.shared) - 2 - kind_at)).rstrip()
            return [
                self._spread(
                    [
                        (1, name, dim),
                        (kind_at, kind, dim),
                        (end - cells(say.shared), say.shared, dim),
                        (second_at, second, dim),
                    ]
                ),
                blank,
            ]
        edge = min(grid.width - 1, grid.second_at + 13) - cells(say.shared)
        title = fit(say.title, 30).rstrip()
        first = fit(say.first, grid.text_at - 3).rstrip()
        return [
            self._spread(
                [
                    (7, title, ink(palette.strong, palette.ground, bold=True)),
                    (9 + cells(title), say.place, dim),
                    (edge - 3 - cells(say.kind), say.kind, dim),
                    (edge, say.shared, dim),
                ]
            ),
            blank,
            self._spread(
                [
                    (grid.text_at - 2 - cells(first), first, dim),
                    (grid.second_at, fit(say.second, grid.width - grid.second_at), dim),
                ]
            ),
        ]

    def _spread(self, pieces: list[tuple[int, str, Style]]) -> Strip:
        runs: list[Run] = []
        at, width = 0, self.page.grid.width
        base = ink(self.palette.text, self.palette.ground)
        for column, text, style in pieces:
            column = max(column, at)
            text = fit(text, max(0, min(cells(text), width - column)))
            runs.extend([(" " * (column - at), base), (text, style)])
            at = column + cells(text)
        runs.append((" " * (width - at), base))
        return strip_of(runs, width)

    def blank_row(self) -> Strip:
        """A row with nothing on it."""
        width = self.page.grid.width
        return strip_of([(" " * width, ink(self.palette.text, self.palette.ground))], width)

    # Rows

    def row(self, row: Row, ground: str) -> Strip:
        """One row of the page, on a ground."""
        grid = self.page.grid
        runs = self._left(row, ground)
        if row.kind is Kind.TEXT:
            middle = self._text(row.line, ground)
        elif row.kind is Kind.AIR:
            middle = []
        else:
            middle = self._brackets(row, ground)
        runs.extend(middle)
        used = sum(cells(text) for text, _ in middle)
        base = ink(self.palette.text, ground)
        runs.append((" " * (grid.second_at - grid.text_at - used), base))
        runs.extend(self._lanes(self.page.second, grid.second_lanes, row, ground))
        runs.append((" " * (grid.width - grid.second_at - grid.lane * grid.second_lanes), base))
        return strip_of(runs, grid.width)

    def _left(self, row: Row, ground: str) -> list[Run]:
        grid, layout, palette = self.page.grid, self.page.layout, self.palette
        base = ink(palette.text, ground)
        lanes = self._lanes(self.page.first, grid.first_lanes, row, ground)
        pairs = [lanes[at : at + 2] for at in range(0, len(lanes), 2)]
        start = grid.first_at - grid.lane * (grid.first_lanes - 1)
        if grid.number:
            number = layout.block_of_line(row.line)
            focus = number in self.page.focus
            style = ink(palette.strong if focus else palette.faint, ground, bold=focus)
            runs: list[Run] = [(self._number(row), style), (" " * (start - grid.number), base)]
        else:
            runs = [(" " * start, base)]
        for pair in reversed(pairs):
            runs.extend(pair)
        runs.append((" " * (grid.text_at - grid.first_at - grid.lane), base))
        return runs

    def _number(self, row: Row) -> str:
        layout, width = self.page.layout, self.page.grid.number or 0
        number = layout.block_of_line(row.line)
        turn = layout.blocks[number].turn
        if row.kind is not Kind.TEXT or turn is None or layout.first_lines[number] != row.line:
            return " " * width
        return f"{layout.turns[turn].number:>{width}}"

    def _lanes(self, reader: Reader, lanes: int, row: Row, ground: str) -> list[Run]:
        """Letter and filling of each lane, nearest the text first."""
        base = ink(self.palette.text, ground)
        width = self.page.grid.lane
        runs: list[Run] = [(" ", base), (" " * (width - 1), base)] * lanes
        taken = []
        for key in reader.on_lines.at(row.line):
            placed = reader.placed[key]
            above = row.kind is Kind.ABOVE
            if above and placed.first == row.line:
                continue
            if row.kind in (Kind.BELOW, Kind.AIR) and placed.last == row.line:
                continue
            lane = reader.lanes[key]
            taken.append(lane)
            if lane >= lanes:
                continue
            text_row = row.kind is Kind.TEXT
            glyph, style = lane_sign(
                reader.marks[key],
                self.palette,
                ground,
                first=text_row and placed.first == row.line,
                last=text_row and placed.last == row.line,
                in_hand=any(mark.id == key for mark in reader.disputed),
                faint=not self._near_focus(reader, key),
            )
            runs[2 * lane] = (glyph, style)
            runs[2 * lane + 1] = (" " * (width - cells(glyph)), base)
        hidden = overflow(taken, lanes) if row.kind is Kind.TEXT else 0
        if hidden:
            sign = f"+{hidden}" if hidden < 10 else "9+"
            runs[-2:] = [(sign, ink(self.palette.dim, ground)), (" " * (width - 2), base)]
        return runs

    def _near_focus(self, reader: Reader, key: str) -> bool:
        placed, layout = reader.placed[key], self.page.layout
        first, last = layout.block_of_line(placed.first), layout.block_of_line(placed.last)
        return any(first <= number <= last for number in self.page.focus)

    # Text and brackets

    def _text(self, line: int, ground: str) -> list[Run]:
        page, layout, palette = self.page, self.page.layout, self.palette
        text = layout.text
        start, end = layout.starts[line], layout.visible_end(line)
        number = layout.block_of_line(line)
        focus = number in page.focus
        turn = layout.blocks[number].turn
        interviewer = turn is not None and layout.turns[turn].interviewer
        own = palette.text if focus and not interviewer else palette.dim
        cuts = {start, end}
        for reader in (page.first, page.second):
            cuts.update(reader.coded.between(start, end))
        if not is_plain(text, start, end):
            cuts = {layout.floor(cut, line) if cut < end else cut for cut in cuts}
        ordered = sorted(cuts)
        runs: list[Run] = []
        for at, stop in pairwise(ordered):
            readers = page.readers_at(at)
            shown = palette.strong if readers == 2 else own
            behind = palette.coded_ground(readers) if readers and self.grounds else ground
            style = ink(
                shown,
                behind,
                italic=interviewer,
                underline=bool(readers) and not self.grounds,
                bold=readers == 2 and not self.grounds,
            )
            runs.append((display(text[at:stop]), style))
        return runs

    def _brackets(self, row: Row, ground: str) -> list[Run]:
        layout = self.page.layout
        above = row.kind is Kind.ABOVE
        reader = self.page.first if above else self.page.second
        base = ink(self.palette.text, ground)
        runs: list[Run] = []
        at = 0
        for level, mark in reader.brackets_on(layout, row.line):
            if level != row.level:
                continue
            start, end = layout.starts[row.line], layout.visible_end(row.line)
            first, last = max(mark.start, start), min(mark.end, end)
            from_cell = cells(layout.text[start:first])
            width = cells(layout.text[start:last]) - from_cell
            runs.append((" " * (from_cell - at), base))
            starts = layout.line_of(layout.forward(mark.start)) == row.line
            ends = layout.line_of(layout.backward(mark.end) - 1) == row.line
            runs.extend(self._bracket(mark, width, starts, ends, above, ground))
            at = from_cell + width
        return runs

    def _bracket(
        self, mark: Mark, width: int, starts: bool, ends: bool, above: bool, ground: str
    ) -> list[Run]:
        palette = self.palette
        name = display(" ".join(mark.name.split()))
        drawn = bracket(
            width, cells(mark.letter), cells(name), starts=starts, ends=ends, above=above
        )
        rule = ink(palette.ink(mark.hue), ground)
        if drawn.letter_at is None:
            return [(drawn.rule, rule)]
        after = drawn.letter_at + cells(mark.letter)
        letter = ink(palette.ink(mark.hue), ground, bold=True)
        runs = [(drawn.rule[: drawn.letter_at], rule), (mark.letter, letter)]
        if drawn.name_at is not None:
            runs.extend([(" ", rule), (name, ink(palette.text, ground))])
            after = drawn.name_at + cells(name)
        return [*runs, (drawn.rule[after:], rule)]
