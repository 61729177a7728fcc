"""How figures are written: plain strings of a known width, with no colour in them.

Coefficients have two decimals and no leading zero, percentages one decimal, thousands are parted
by a no-break space, the minus sign is a true one, an undefined figure is an en dash. The plots are
strings too: `ink.plot_inks` gives axis, whisker and dot their weight.
"""

from datetime import datetime

NO_BREAK = "\u00a0"
MINUS = "\u2212"
UNDEFINED = "\u2013"
NONE_OF_IT = "\u00b7"

AXIS, WHISKER, WHISKER_START, WHISKER_END, LEAVES = "│", "─", "╶", "╴", "◂"
DOT, DOT_ALONE = "●", "○"
THIN, HEAVY, HEAVY_HALF = "─", "━", "╸"


def coefficient(value: float | None) -> str:
    """A coefficient at most 1: ``.81``, ``1.00``, ``−.01``, ``–`` when it is undefined.

    >>> coefficient(0.8149), coefficient(1), coefficient(-0.011), coefficient(None)
    ('.81', '1.00', '−.01', '–')
    """
    if value is None:
        return UNDEFINED
    digits = f"{abs(value):.2f}"
    sign = MINUS if value < 0 and float(digits) else ""
    return sign + digits.removeprefix("0")


def interval(low: float | None, high: float | None) -> str:
    """An interval of a coefficient, ``.66 to .90``; empty when either end is undefined."""
    if low is None or high is None:
        return ""
    return f"{coefficient(low)} to {coefficient(high)}"


def percent(share: float | None, places: int = 1) -> str:
    """A share (0 to 1) in percent, ``3.9 %`` with a no-break space before the sign."""
    if share is None:
        return UNDEFINED
    figure = f"{share * 100:.{places}f}"
    if figure.startswith("-"):
        figure = MINUS + figure[1:] if float(figure) else figure[1:]
    return f"{figure}{NO_BREAK}%"


def thousands(count: int) -> str:
    """A whole number in groups of three, parted by no-break spaces: ``1 204``."""
    figure = f"{abs(count):,}".replace(",", NO_BREAK)
    return MINUS + figure if count < 0 else figure


def tally(count: int) -> str:
    """A count in a list: like `thousands`, but a count of zero is a mere ``·``."""
    return thousands(count) if count else NONE_OF_IT


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun: ``1 passage``, ``1 204 passages``."""
    return f"{thousands(count)} {one if count == 1 else many or one + 's'}"


def moment(stored: str) -> str:
    """A stored moment by the clock of this machine: ``24 Nov 2026 15:20``."""
    here = datetime.fromisoformat(stored).astimezone()
    return f"{here.day} {here:%b %Y %H:%M}"


def plot(value: float | None, low: float | None, high: float | None, width: int) -> str:
    """A coefficient as a dot with its interval as a whisker on an axis from 0 to 1.

    The first cell is 0 and the last one 1 (``width`` at least 2); whiskers end at half cells. A
    value without an interval is a hollow dot, an undefined one leaves the axis bare, and what lies
    below 0 leaves the axis by ``◂``.

    >>> plot(0.5, 0.2, 0.8, 11)
    '│ ╶──●──╴ │'
    >>> plot(1, None, None, 11), plot(-0.1, -0.3, 0.1, 11)
    ('│         ○', '◂╴        │')
    """
    cells = [AXIS, *[" "] * (width - 2), AXIS]
    if value is None:
        return "".join(cells)
    if low is not None and high is not None:
        _draw_whisker(cells, low, high)
    if round(value, 2) < 0:  # as it is written: −.004 is .00
        cells[0] = LEAVES
    else:
        alone = low is None or high is None
        cells[round(min(max(value, 0), 1) * (width - 1))] = DOT_ALONE if alone else DOT
    return "".join(cells)


def _draw_whisker(cells: list[str], low: float, high: float) -> None:
    # In half cells: 2 i is the middle of cell i, 2 i + 1 the border between i and i + 1.
    reach = 2 * (len(cells) - 1)
    first, last = (round(min(max(end, 0), 1) * reach) for end in (low, high))
    if last > first:
        for cell in range((first + 1) // 2, last // 2 + 1):
            cells[cell] = WHISKER
        if first % 2 == 0:
            cells[first // 2] = WHISKER_START
        if last % 2 == 0:
            cells[last // 2] = WHISKER_END
    if round(low, 2) < 0:
        cells[0] = LEAVES


def plot_scale(width: int) -> str:
    """The head of a column of plots: ``0``, ``.2`` and so on to ``1``, each over its cell."""
    marks = ["0", ".2", ".4", ".6", ".8", "1"]
    if width < 22:
        marks = ["0", "", ".4", "", ".8", "1"] if width >= 15 else ["0", "", "", "", "", "1"]
    cells = [" "] * width
    for place, mark in enumerate(marks):
        at = round(place / 5 * (width - 1))
        cells[at : at + len(mark)] = mark
    return "".join(cells)[:width]


def shared_strip(only_first: int, both: int, only_second: int, width: int) -> str:
    """What either coded as one length: thin the first alone, heavy both, thin the second alone.

    A part that is there at all has at least one cell; with nothing coded the strip is blank.

    >>> shared_strip(20, 50, 10, 8)
    '──━━━━━─'
    """
    parts = [only_first, both, only_second]
    total = sum(parts)
    if not total:
        return " " * width
    cells = [max(1, round(part / total * width)) if part else 0 for part in parts]
    while (excess := sum(cells) - width) != 0:
        # The longest part gives or takes the cell that rounding made or lost.
        longest = cells.index(max(cells))
        cells[longest] -= 1 if excess > 0 else -1
    return THIN * cells[0] + HEAVY * cells[1] + THIN * cells[2]


def share_bar(share: float, width: int) -> str:
    """A share (0 to 1) as the heavy part of a thin line, to half a cell.

    >>> share_bar(0.75, 8), share_bar(0.3, 5)
    ('━━━━━━──', '━╸───')
    """
    halves = round(min(max(share, 0.0), 1.0) * width * 2)
    whole, half = divmod(halves, 2)
    return (HEAVY * whole + HEAVY_HALF * half).ljust(width, THIN)
