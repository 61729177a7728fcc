"""Some lines of painted text: what pop-ups and small panels say."""

from collections.abc import Sequence

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from workbench.tui.ink import Ink, painted, wrap
from workbench.tui.palette import palette_of


def paragraph(
    text: str, width: int, token: str = "text", *, italic: bool = False
) -> list[list[Ink]]:
    """A text wrapped to ``width`` cells, one list of inks a line."""
    return [[Ink(line, token, italic=italic)] for line in wrap(text, width)]


class Lines(Widget):
    """The lines, each a list of inks; its height is theirs unless the stylesheet says otherwise."""

    def __init__(
        self,
        lines: Sequence[Sequence[Ink]] = (),
        *,
        rows: int | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._lines = [list(line) for line in lines]
        self.styles.height = len(self._lines) if rows is None else rows

    def show(self, lines: Sequence[Sequence[Ink]]) -> None:
        """Replace the lines; the height stays, so that nothing below them moves."""
        before, self._lines = self._lines, [list(line) for line in lines]
        for y in range(max(len(before), len(self._lines))):
            if before[y : y + 1] != self._lines[y : y + 1]:
                self.refresh(Region(0, y, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """One line on the ground of what it stands in."""
        palette = palette_of(self.app)
        ground = self.background_colors[1].hex6
        inks = self._lines[y] if y < len(self._lines) else []
        return painted(inks, palette, ground, self.size.width)
