"""Painting a page: lines of segments in the palette's tokens, few segments a line.

Depth in the text, hue in the margin: the ground says how many codings lie on a character, the
lanes beside say which. Caret and selection are laid over painted lines (`lay_over`).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from workbench.tui.palette import Palette
from workbench.tui.text.graphemes import cells, display, fit, is_plain
from workbench.tui.text.lanes import Placed, overflow
from workbench.tui.text.nouns import Mark
from workbench.tui.text.page import Page

NOTE = "¶"
"""Stands before a line that a note hangs on."""

Run = tuple[str, Style]


@lru_cache(maxsize=1024)
def ink(
    colour: str,
    ground: str,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    reverse: bool = False,
) -> Style:
    """A style of one ink on one ground; only the weights that are set are named in it."""
    return Style(
        color=colour,
        bgcolor=ground,
        bold=bold or None,
        italic=italic or None,
        underline=underline or None,
        reverse=reverse or None,
    )


def strip_of(runs: Iterable[Run], width: int) -> Strip:
    """Runs of text as one line of `width` cells, in as few segments as look the same.

    Neighbours of one style become one; blanks, whose ink is not seen, go with what they stand by.
    A terminal is told about every segment of every line that scrolls.
    """
    segments: list[Segment] = []
    text, style, blank = "", Style.null(), True
    for more, its_style in runs:
        if its_style is style:
            text += more
            blank = blank and more.isspace()
        elif not more or (more.isspace() and _one_ground(style, its_style)):
            text += more
        elif not text or (blank and _one_ground(style, its_style)):
            text, style, blank = text + more, its_style, more.isspace()
        else:
            segments.append(Segment(text, style))
            text, style, blank = more, its_style, more.isspace()
    return Strip([*segments, Segment(text, style)] if text else segments, width)


@lru_cache(maxsize=1024)
def _one_ground(one: Style, other: Style) -> bool:
    """Whether a blank looks the same in both styles."""
    lined = one.underline or one.reverse or other.underline or other.reverse
    return one.bgcolor == other.bgcolor and not lined


def lay_over(strip: Strip, start: int, end: int, style: Style) -> Strip:
    """A line with `style` laid over its cells `[start, end)`."""
    width = strip.cell_length
    if not 0 <= start < end <= width:
        return strip
    cuts = sorted({start, end, width})
    pieces = strip.divide([cut for cut in cuts if cut])
    middle = 1 if start else 0
    laid = [Segment(text, (own or Style()) + style) for text, own, _ in pieces[middle]]
    segments = [*(pieces[0] if start else ()), *laid]
    for piece in pieces[middle + 1 :]:
        segments.extend(piece)
    return Strip(segments, width)


def written_over(strip: Strip, start: int, text: str, style: Style) -> Strip:
    """A line with `text` (cells of one) in place of what stood there, as far as there is room."""
    width = strip.cell_length
    text = text[: max(0, width - start)]
    if start < 0 or not text:
        return strip
    end = start + len(text)
    return Strip([*strip.crop(0, start), Segment(text, style), *strip.crop(end, width)], width)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is on the page besides the codings, and how they are to be shown.

    `hits` are search hits `[start, end)` in order, `hit` the index of the current one; `noted` are
    the positions that notes hang on, in order; `grounds` is False where the terminal has too few
    colours for grounds.
    """

    in_hand: str | None = None
    hits: tuple[tuple[int, int], ...] = ()
    hit: int | None = None
    noted: tuple[int, ...] = ()
    codes: bool = True
    faint: bool = False
    grounds: bool = True


class Painter:
    """Paints lines of one page; make a new one when page, palette or `Shown` change."""

    def __init__(self, page: Page, palette: Palette, shown: Shown) -> None:
        self.page = page
        self.palette = palette
        self.shown = shown

    @property
    def base(self) -> Style:
        """The style of a cell on which nothing stands."""
        return ink(self.palette.text, self.palette.ground)

    def line(self, line: int, ground: str) -> Strip:
        """The line without its coverage cell, on a ground, `grid.width - 1` cells wide."""
        grid, layout = self.page.grid, self.page.layout
        base = ink(self.palette.text, ground)
        runs: list[Run] = self._gutter(line, ground)
        start, end = layout.starts[line], layout.visible_end(line)
        runs.extend(self._text(line, start, end, ground))
        at = grid.text_at + cells(layout.text[start:end])
        if self.shown.codes:
            runs.append((" " * (grid.lanes_at - at), base))
            runs.extend(self._lanes(line, ground))
            at = grid.lanes_at + grid.lanes * grid.lane
            if grid.names and line in self.page.names:
                runs.append((" " * (grid.names_at - at), base))
                runs.extend(self._name(self.page.marks[self.page.names[line]], ground))
                at = grid.names_at + grid.names
        runs.append((" " * (grid.width - 1 - at), base))
        return strip_of(runs, grid.width - 1)

    def coverage_cell(self, coded: bool, seen: bool) -> Segment:
        """A cell of the coverage line: its lines are coded, and in the window."""
        palette = self.palette
        token = palette.dim if seen else palette.faint if coded else palette.rule
        return Segment("┃" if coded else "│", ink(token, palette.ground))

    # Gutter

    def _gutter(self, line: int, ground: str) -> list[Run]:
        grid, layout = self.page.grid, self.page.layout
        base = ink(self.palette.faint, ground)
        number = layout.block_of_line(line)
        turn = layout.blocks[number].turn
        sign = (NOTE if self._is_noted(line) else " ", ink(self.palette.accent, ground))
        if turn is None or layout.first_lines[number] != line:
            return [(" " * (grid.text_at - 1), base), sign]
        shown = self.page.turns[turn]
        runs = [(f"{'':{grid.left}}{shown.number:>{grid.number}}", base)]
        if grid.speaker:
            runs.append((" ", base))
            name = self.page.speakers[shown.speaker]
            dim = ink(self.palette.dim, ground)
            runs.append((fit(name, grid.speaker), base if shown.interviewer else dim))
        return [*runs, sign]

    def _is_noted(self, line: int) -> bool:
        starts, noted = self.page.layout.starts, self.shown.noted
        end = starts[line + 1] if line + 1 < len(starts) else len(self.page.text) + 1
        return bisect_left(noted, starts[line]) < bisect_left(noted, end)

    # Text

    def _text(self, line: int, start: int, end: int, ground: str) -> list[Run]:
        if start == end:
            return []
        page = self.page
        text = page.text
        in_hand = page.marks.get(self.shown.in_hand or "")
        initials = self._initials(line, start, end) if self.shown.codes else {}
        cuts = {start, end}
        if self.shown.codes:
            cuts.update(page.spans.between(start, end))
        for at in initials:
            cuts.update((at, page.layout.after(at)))
        hits = self._hits_between(start, end)
        for first, last, _ in hits:
            cuts.update((first, last))
        if not is_plain(text, start, end):
            floor = page.layout.floor
            cuts = {floor(cut, line) if cut < end else cut for cut in cuts}
        ordered = sorted(cut for cut in cuts if start <= cut <= end)
        turn = page.layout.blocks[page.layout.block_of_line(line)].turn
        interviewer = turn is not None and page.turns[turn].interviewer
        own = self.palette.dim if interviewer else self.palette.text
        runs: list[Run] = []
        for at, stop in pairwise(ordered):
            held = in_hand is not None and in_hand.start <= at < in_hand.end
            style = self._style(at, ground, own, interviewer, in_hand if held else None)
            if at in initials and not held:
                style += ink_over(self.palette.ink(initials[at]), bold=True)
            elif at in initials:
                style += ink_over(None, bold=True)
            for first, last, current in hits:
                if first <= at < last:
                    style += ink_over(self.palette.accent, bold=True, reverse=current)
            runs.append((display(text[at:stop]), style))
        return runs

    def _style(self, at: int, ground: str, own: str, italic: bool, in_hand: Mark | None) -> Style:
        palette, grounds = self.palette, self.shown.grounds
        if not self.shown.codes:
            return ink(own, ground, italic=italic)
        if in_hand is not None:
            if grounds:
                active = palette.active(in_hand.hue)
                return ink(palette.strong, active, italic=italic, underline=True)
            return ink(palette.strong, ground, italic=italic, underline=True, reverse=True)
        depth = self.page.depth(at)
        if not depth:
            return ink(own, ground, italic=italic)
        if self.shown.faint:
            depth = 1
        if grounds:
            return ink(own, palette.coded_ground(depth), italic=italic)
        return ink(own, ground, italic=italic, underline=True)

    def _initials(self, line: int, start: int, end: int) -> dict[int, str]:
        """First clusters of codings on this line, with the hue of the one nearest the text."""
        layout = self.page.layout
        found: dict[int, str] = {}
        if self.shown.faint:
            return found
        # A coding may start in a label, in a gap or in the spaces that hang over the line above:
        # its initial is the first character that is seen of it.
        before = layout.visible_end(line - 1) if line else 0
        for mark in self.page.starting_between(before, end):
            if not mark.suggestion and mark.end > start:
                found.setdefault(layout.floor(max(mark.start, start), line), mark.hue)
        return found

    def _hits_between(self, start: int, end: int) -> list[tuple[int, int, bool]]:
        hits = self.shown.hits
        first = max(0, bisect_right(hits, start, key=lambda hit: hit[0]) - 1)
        last = bisect_left(hits, end, key=lambda hit: hit[0])
        return [
            (max(hits[number][0], start), min(hits[number][1], end), number == self.shown.hit)
            for number in range(first, last)
            if hits[number][1] > start
        ]

    # Margin

    def _lanes(self, line: int, ground: str) -> list[Run]:
        grid, page = self.page.grid, self.page
        base = ink(self.palette.text, ground)
        blank = (" " * grid.lane, base)
        runs: list[Run] = [blank] * grid.lanes
        on_line = page.placed_on(line)
        taken = [page.lanes[placed.key] for placed in on_line]
        for lane, placed in zip(taken, on_line, strict=True):
            if lane < grid.lanes:
                glyph, style = self.lane_sign(placed, line, ground)
                runs[lane] = (glyph, style)
        hidden = overflow(taken, grid.lanes)
        if hidden:
            sign = f"+{hidden}" if hidden < 10 else "9+"
            runs[-1] = (sign, ink(self.palette.dim, ground))
        spread: list[Run] = []
        for glyph, style in runs:
            spread.append((glyph, style))
            spread.append((" " * (grid.lane - len(glyph)), base))
        return spread

    def lane_sign(self, placed: Placed, line: int, ground: str) -> Run:
        """What a coding shows in its lane on a line: letter, line, or end."""
        mark = self.page.marks[placed.key]
        return lane_sign(
            mark,
            self.palette,
            ground,
            first=line == placed.first,
            last=line == placed.last,
            in_hand=placed.key == self.shown.in_hand,
            faint=self.shown.faint,
        )

    def _name(self, mark: Mark, ground: str) -> list[Run]:
        grid, palette = self.page.grid, self.palette
        held = mark.id == self.shown.in_hand
        hue = palette.faint if self.shown.faint else palette.ink(mark.hue)
        letter = ink(hue, ground, bold=True)
        if mark.suggestion:
            letter = ink(palette.dim, ground, italic=True)
        signs = signs_of(mark)
        room = grid.names - cells(mark.letter) - 1 - len(signs)
        written = fit(mark.name, room).rstrip()
        name = ink(palette.strong, ground, bold=True) if held else ink(palette.dim, ground)
        rest = room - cells(written)
        return [
            (mark.letter, letter),
            (" ", ink(palette.text, ground)),
            (written, name),
            (signs, ink(palette.dim, ground)),
            (" " * rest, ink(palette.text, ground)),
        ]


def signs_of(mark: Mark) -> str:
    """The signs after a name: `¶` memo, `!` flagged, `?` to re-check."""
    signs = "¶" * mark.memo + "!" * mark.flagged + "?" * mark.recheck
    return f" {signs}" if signs else ""


def lane_sign(
    mark: Mark,
    palette: Palette,
    ground: str,
    *,
    first: bool,
    last: bool,
    in_hand: bool = False,
    faint: bool = False,
) -> Run:
    """One cell of a lane: the letter on the first line, a line along, its end on the last."""
    hue = palette.faint if faint else palette.ink(mark.hue)
    if first:
        if in_hand:
            return mark.letter, ink(hue, palette.ground, bold=True, reverse=True)
        if mark.suggestion:
            return mark.letter, ink(palette.dim, ground, italic=True)
        return mark.letter, ink(hue, ground, bold=True)
    if mark.suggestion and not in_hand:
        return "┊", ink(palette.dim, ground)
    if last:
        return ("╹" if in_hand else "╵"), ink(hue, ground)
    return ("┃" if in_hand else "│"), ink(hue, ground)


@lru_cache(maxsize=64)
def ink_over(
    colour: str | None, *, bold: bool = False, reverse: bool = False, plain: bool = False
) -> Style:
    """A style to lay over another: only what is given changes; `plain` takes all weight away."""
    if plain:
        return Style(bold=False, italic=False, underline=False)
    return Style(color=colour, bold=bold or None, reverse=reverse or None)
