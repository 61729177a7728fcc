"""The columns of the transcript page, counted in cells, for each form of the screen."""

from dataclasses import dataclass

NARROW, MEDIUM, WIDE = "narrow", "medium", "wide"

TEXT_LEAST, TEXT_MOST = 60, 76
MEASURES = (None, 70, 64, 58, 52)
"""Widths of the text that a reader may choose; None: as wide as there is room, up to the most."""
_TEXT_WIDE = 70
_NAMES, _NAMES_MOST = 27, 36
_LANES_MOST = 6


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


def grid(
    width: int,
    form: str,
    *,
    turns: int = 0,
    lane: int = 2,
    codes: bool = True,
    measure: int | None = None,
) -> Grid:
    """The columns for a view `width` cells wide.

    `turns` is the highest turn number, `lane` the cells of a lane, `codes` False for a page
    without margins of codes. Extra width goes to the margins first, then to the text, which is
    never wider than `measure`.
    """
    most = min(measure or TEXT_MOST, TEXT_MOST)
    number = max(3, len(str(turns)))
    speaker = 0 if form == NARROW else 6
    gutter = number + 1 + (speaker + 1 if speaker else 0)
    if not codes:
        return _reading_grid(width, number, speaker, gutter, most)
    if form == WIDE and width >= gutter + TEXT_LEAST + 3 * lane + _NAMES + 5:
        return _wide_grid(width, number, speaker, gutter, lane, most)
    room = width - gutter - 4  # a gap before the lanes, two blank cells, the coverage line
    lanes = max(1, min(4, (room - TEXT_LEAST) // lane))
    text = max(1, min(most, room - lanes * lane))
    lanes = max(1, min(_LANES_MOST, (room - text) // lane))
    lanes_at = gutter + text + 1
    return Grid(width, 0, number, speaker, text, lanes_at, lanes, lane, lanes_at + lanes * lane, 0)


def _reading_grid(width: int, number: int, speaker: int, gutter: int, most: int) -> Grid:
    text = max(1, min(most, width - gutter - 3))
    left = min(24, max(0, width - gutter - text - 3) // 2)
    end = left + gutter + text
    return Grid(width, left, number, speaker, text, end, 0, 2, end, 0)


def _wide_grid(width: int, number: int, speaker: int, gutter: int, lane: int, most: int) -> Grid:
    room = width - gutter - 5  # two before the lanes, one before the names, one, the coverage line
    text = min(_TEXT_WIDE, most, room - 3 * lane - _NAMES)
    spare = room - text - 3 * lane - _NAMES
    lanes = 3 + min(_LANES_MOST - 3, spare // lane)
    spare -= (lanes - 3) * lane
    names = _NAMES + min(_NAMES_MOST - _NAMES, spare)
    text += max(0, min(most - text, spare - (names - _NAMES)))
    lanes_at = gutter + text + 2
    names_at = lanes_at + lanes * lane + 1
    return Grid(width, 0, number, speaker, text, lanes_at, lanes, lane, names_at, names)
