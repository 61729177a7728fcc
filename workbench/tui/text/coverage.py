"""The coverage line: the whole transcript in one column, instead of a scroll bar."""

from collections.abc import Hashable
from typing import TypeVar

from workbench.tui.text.spans import SpanIndex

K = TypeVar("K", bound=Hashable)


def coverage(lines: int, height: int, coded: SpanIndex[K]) -> list[bool]:
    """For each of `height` cells, whether any of its lines is coded.

    `coded` indexes line numbers. Cell `r` stands for lines `[r * lines / height, ...)`, at least
    one; a transcript shorter than the column still fills it.
    """
    if lines <= 0:
        return [False] * height
    found = []
    for row in range(height):
        first = row * lines // height
        last = max(first + 1, (row + 1) * lines // height)
        found.append(coded.touches(first, last))
    return found


def window_cells(lines: int, height: int, top: int) -> range:
    """The cells of the coverage line that stand for lines `[top, top + height)`."""
    if lines <= height:
        return range(height)
    first = top * height // lines
    last = -(-min(lines, top + height) * height // lines)
    return range(first, max(first + 1, min(height, last)))
