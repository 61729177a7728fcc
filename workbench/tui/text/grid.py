"""The columns of the transcript page, counted in cells, for each form of the screen."""

from dataclasses import dataclass

NARROW, MEDIUM, WIDE = "narrow", "medium", "wide"

TEXT_LEAST, TEXT_MOST = 60, 76
_NAMES, _NAMES_MOST = 27, 36


def form_of(screen_width: int) -> str:
    """Narrow below 110 cells, medium below 150, wide from there."""
    return NARROW if screen_width < 110 else MEDIUM if screen_width < 150 else WIDE


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns of one line: gutter, text, lanes, names, and the coverage line at the far edge.

    `gutter` cells before the text, of which the first `number` hold the turn number; `text` the
    measure; `lanes_at` the column of the first lane, `lanes` how many and `lane` cells each;
    `names_at` and `names` the column and width of the names (0: none); `width` all of it.
    """

    width: int
    left: int
    number: int
    speaker: int
    text: int
    lanes_at: int
    lanes: int
    lane: int
    names_at: int
    names: int

    @property
    def text_at(self) -> int:
        """The column at which the text starts."""
        return self.left + self.number + 1 + (self.speaker + 1 if self.speaker else 0)

    @property
    def coverage_at(self) -> int:
        """The column of the coverage line, the last one."""
        return self.width - 1


def grid(width: int, form: str, *, turns: int = 0, lane: int = 2, codes: bool = True) -> Grid:
    """The columns for a view `width` cells wide.

    `turns` is the highest turn number, `lane` the cells of a lane, `codes` False for a page
    without margins of codes. Extra width goes to text up to 76 cells, then to lanes and names.
    """
    number = max(3, len(str(turns)))
    speaker = 0 if form == NARROW else 6
    gutter = number + 1 + (speaker + 1 if speaker else 0)
    if not codes:
        text = max(1, min(TEXT_MOST, width - gutter - 3))
        left = min(24, max(0, width - gutter - text - 3) // 2)
        return Grid(width, left, number, speaker, text, left + gutter + text, 0, lane, 0, 0)
    gap = 2 if form == WIDE else 1
    lanes, names = (3, _NAMES) if form == WIDE else (4, 0)
    after = 3  # two blank cells and the coverage line
    room = width - gutter - gap - after
    if form != WIDE:
        lanes = max(1, min(lanes, (room - TEXT_LEAST) // lane))
    elif room - lanes * lane - names < TEXT_LEAST:
        names = 0
    text = max(1, min(TEXT_MOST, room - lanes * lane - names))
    spare = room - text - lanes * lane - names
    more = min(3, max(0, spare) // lane)
    lanes, spare = lanes + more, spare - more * lane
    if names:
        names = min(_NAMES_MOST, names + max(0, spare))
    lanes_at = gutter + text + gap
    return Grid(
        width, 0, number, speaker, text, lanes_at, lanes, lane, lanes_at + lanes * lane, names
    )
