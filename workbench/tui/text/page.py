"""A transcript laid out, with its codings placed on lines, lanes and names."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence

from workbench.tui.text.grid import Grid
from workbench.tui.text.lanes import Placed, assign_lanes, place_names
from workbench.tui.text.nouns import Mark, ShownTurn
from workbench.tui.text.spans import SpanIndex
from workbench.tui.text.speakers import short_names
from workbench.tui.text.wrap import Layout


class Page:
    """Text, turns and codings of one transcript on one grid.

    `marks` holds the codings by id; `spans` finds them by position and `on_lines` by line;
    `coded_lines` leaves suggestions out; `lanes` and `names` say where they stand in the margin;
    `speakers` holds what the gutter calls each of them.
    """

    def __init__(self, text: str, turns: Sequence[ShownTurn], grid: Grid) -> None:
        self.text = text
        self.turns = turns
        self.grid = grid
        self.layout = Layout(text, turns, grid.text)
        self._name_speakers()
        self.lay_marks(())

    def relay(self, grid: Grid) -> None:
        """Lay the same transcript and codings out on another grid."""
        if grid == self.grid:
            return
        if grid.text != self.grid.text:
            self.layout = Layout(self.text, self.turns, grid.text)
        self.grid = grid
        self._name_speakers()
        self.lay_marks(self.ordered)

    def _name_speakers(self) -> None:
        width = self.grid.speaker
        said = ((turn.speaker, turn.interviewer) for turn in self.turns)
        self.speakers = short_names(said, width) if width else {}

    # Codings

    def lay_marks(self, marks: Iterable[Mark]) -> None:
        """Put exactly these codings on the page."""
        self.ordered = sorted(marks, key=lambda mark: mark.order)
        self.marks = {mark.id: mark for mark in self.ordered}
        self.spans = SpanIndex((mark.start, mark.end, mark.id) for mark in self.ordered)
        self._placed: dict[str, Placed] = {}
        for mark in self.ordered:
            self._place(mark)
        placed = [(item.first, item.last + 1, item.key) for item in self._placed.values()]
        self.on_lines = SpanIndex(placed)
        self.coded_lines = SpanIndex(item for item in placed if not self.marks[item[2]].suggestion)
        self._fill_margin()

    def add(self, mark: Mark) -> None:
        """Put one more coding on the page, in place of one of the same id."""
        if mark.id in self.marks:
            self._take(mark.id)
        self.marks[mark.id] = mark
        insort(self.ordered, mark, key=lambda other: other.order)
        self.spans.add(mark.start, mark.end, mark.id)
        placed = self._place(mark)
        if placed:
            self.on_lines.add(placed.first, placed.last + 1, mark.id)
            if not mark.suggestion:
                self.coded_lines.add(placed.first, placed.last + 1, mark.id)
        self._fill_margin()

    def remove(self, key: str) -> None:
        """Take a coding off the page; one that is not there is no error."""
        if key in self.marks:
            self._take(key)
            self._fill_margin()

    def _take(self, key: str) -> None:
        mark = self.marks.pop(key)
        del self.ordered[bisect_left(self.ordered, mark.order, key=lambda other: other.order)]
        self.spans.remove(mark.start, mark.end, key)
        placed = self._placed.pop(key, None)
        if placed:
            self.on_lines.remove(placed.first, placed.last + 1, key)
            if not mark.suggestion:
                self.coded_lines.remove(placed.first, placed.last + 1, key)

    def _place(self, mark: Mark) -> Placed | None:
        lines = self.layout.lines_of(mark.start, mark.end)
        if lines is None:
            return None
        placed = Placed(mark.id, *lines)
        self._placed[mark.id] = placed
        return placed

    def _fill_margin(self) -> None:
        placed = self._placed
        seen = [placed[mark.id] for mark in self.ordered if mark.id in placed]
        self.lanes = assign_lanes(seen, self.grid.lanes)
        self.names = place_names(seen) if self.grid.names else {}

    # Asking

    def at(self, position: int) -> list[Mark]:
        """The codings on a position, in the order of the lanes."""
        found = [self.marks[key] for key in self.spans.at(position)]
        return sorted(found, key=lambda mark: mark.order)

    def depth(self, position: int) -> int:
        """How many codings lie on a position, suggestions left out."""
        return sum(not self.marks[key].suggestion for key in self.spans.at(position))

    def placed_on(self, line: int) -> list[Placed]:
        """The codings seen on a line."""
        return [self._placed[key] for key in self.on_lines.at(line)]

    def starting_between(self, start: int, end: int) -> list[Mark]:
        """The codings that start in `[start, end)`, in order."""
        first = bisect_left(self.ordered, start, key=lambda mark: mark.start)
        last = bisect_left(self.ordered, end, key=lambda mark: mark.start)
        return self.ordered[first:last]

    def lines_of(self, key: str) -> tuple[int, int] | None:
        """The first and last line of a coding, if it is on the page and printed."""
        placed = self._placed.get(key)
        return (placed.first, placed.last) if placed else None

    def is_coded(self, start: int, end: int) -> bool:
        """Whether any coding, suggestions left out, lies on `[start, end)`."""
        if self.depth(start) and start < end:
            return True
        return any(self.depth(bound) for bound in self.spans.between(start, end))

    def uncoded_turn(self, caret: int, step: int) -> int | None:
        """Where the next (1) or previous (-1) turn of a participant without a coding starts."""
        blocks = self.layout.blocks
        number = self.layout.block_at(caret) + step
        while 0 <= number < len(blocks):
            block = blocks[number]
            if (
                block.turn is not None
                and not self.turns[block.turn].interviewer
                and block.start < block.end
                and not self.is_coded(block.start, block.end)
            ):
                return block.start
            number += step
        return None
