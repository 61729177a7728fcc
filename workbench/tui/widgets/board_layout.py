"""The theme board as lines: columns side by side where there is room, an outline where not.

Pure: a board and a place in, lines of inks out, with the place of every code among them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from workbench.themes.board import Board, BoardCode, Column
from workbench.tui.ink import Ink, cut, fitted, strip_inks, width_of, wrap
from workbench.tui.numbers import counted, share_bar, tally

COLUMN, GAP, LEAST_GAP, LEAD = 34, 5, 2, 3
OUTLINE, OUTLINE_VIEW = 36, 38
CONCEPT_ROWS = 4
WHY_ROWS = 3
TRAY_WORDS = "A code may stay here for good, with a word why."
NO_WORD = "no word yet"
NOTHING = "Nothing to sort yet: codes come here once every coder has locked, or as you add them."


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the board: a column (the tray is the last) and a code in it, None in an empty."""

    column: int
    code: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """Lines of the board, and which line and cell each code begins in."""

    lines: list[list[Ink]]
    places: dict[tuple[int, int], tuple[int, int]]


def codes_of(board: Board, column: int) -> Sequence[BoardCode]:
    """The codes of a column; the one after the last theme is the tray."""
    return board.columns[column].codes if column < len(board.columns) else board.tray


def code_at(board: Board, spot: Spot) -> BoardCode | None:
    """The code that the spot is on."""
    found = codes_of(board, spot.column)
    return found[spot.code] if spot.code < len(found) else None


def settled(board: Board, spot: Spot) -> Spot:
    """The nearest spot that exists."""
    column = min(max(spot.column, 0), len(board.columns))
    last = max(len(codes_of(board, column)) - 1, 0)
    return Spot(column, min(max(spot.code, 0), last))


def spot_of(board: Board, code_id: str, column: int | None = None) -> Spot | None:
    """Where a code stands, in the column given or in the first that has it."""
    columns = range(len(board.columns) + 1) if column is None else (column,)
    for place in columns:
        for at, code in enumerate(codes_of(board, place)):
            if code.id == code_id:
                return Spot(place, at)
    return None


# ── columns ──────────────────────────────────────────────────────────────────────────────────────


def shown_columns(width: int, themes: int, column: int, first: int) -> tuple[int, int]:
    """(first theme shown, how many themes fit beside the tray) so that ``column`` is among them."""
    room = max(1, (width - LEAD + LEAST_GAP) // (COLUMN + LEAST_GAP) - 1)
    if column < themes:
        first = min(first, column)
        first = max(first, column - room + 1)
    return max(0, min(first, themes - room)), room


def gap_of(width: int, columns: int) -> int:
    """Cells between columns."""
    fits = (width - LEAD - columns * COLUMN) // max(1, columns - 1)
    return min(GAP, max(LEAST_GAP, fits))


def draw_columns(
    board: Board,
    spot: Spot,
    picked: frozenset[str],
    *,
    width: int,
    height: int,
    first: int,
    focused: bool,
) -> tuple[Drawn, int]:
    """The board in columns and the first theme shown; the tray always stands last at the right."""
    themes = len(board.columns)
    first, room = shown_columns(width, themes, spot.column, first)
    shown = [*range(first, min(first + room, themes)), themes]
    gap = gap_of(width, room + 1)
    concepts = {place: _concept(board, place) for place in shown}
    concept_rows = min(CONCEPT_ROWS, max(len(lines) for lines in concepts.values()))
    rows = max(1, height - concept_rows - 9)
    drawn = Drawn([], {})
    columns = []
    for order, place in enumerate(shown):
        left = LEAD + (order if place < themes else room) * (COLUMN + gap)
        here = spot if place == spot.column else None
        lines = _column_lines(board, place, here, picked, concepts[place][:concept_rows], focused)
        body = _code_lines(board, place, here, picked, rows, focused)
        lines += [[]] * (concept_rows + 4 - len(lines))
        top = len(lines)
        for at, (code_row, line) in enumerate(body):
            if code_row is not None:
                drawn.places.setdefault((place, code_row), (top + at, left - 2))
            lines.append(line)
        lines += _foot(board, place)
        columns.append((left, lines))
    more = (first, themes - first - min(room, themes - first))
    drawn.lines.extend(_beside(columns, width, more))
    return drawn, first


def _beside(
    columns: Sequence[tuple[int, list[list[Ink]]]], width: int, more: tuple[int, int]
) -> list[list[Ink]]:
    """Columns put side by side; each line begins two cells before its column, for the cursor."""
    merged = []
    for row in zip_longest(*(lines for _, lines in columns), fillvalue=[]):
        line: list[Ink] = []
        for (left, _), inks in zip(columns, row, strict=True):
            air = left - 2 - width_of(line)
            line += [Ink(" " * air), *fitted(inks, COLUMN + 2)]
        merged.append(line)
    before, after = more
    if (before or after) and len(merged) > 2:
        said = "  ".join(
            words
            for words, count in ((f"‹ {before} more", before), (f"{after} more ›", after))
            if count
        )
        edge = columns[-2][0] + COLUMN if len(columns) > 1 else width
        merged[2] = fitted([Ink(f"{said:>{edge}}", "faint")], width)
    return merged


def _concept(board: Board, place: int) -> list[str]:
    if place == len(board.columns):
        return wrap(TRAY_WORDS, COLUMN - 2)
    theme = board.columns[place]
    return wrap(theme.concept or "No idea in one sentence yet: E writes it.", COLUMN - 2)


def _column_lines(
    board: Board,
    place: int,
    spot: Spot | None,
    picked: frozenset[str],
    concept: Sequence[str],
    focused: bool,
) -> list[list[Ink]]:
    here = spot is not None
    if place == len(board.columns):
        number, title = "  ", "Not placed yet"
        token = "strong" if here and focused else "dim"
    else:
        theme = board.columns[place]
        number, title = f"{theme.number:<2}", theme.name
        token = "strong" if here and focused else "text"
    rule = Ink(
        ("━" if here and focused else "─") * COLUMN, "accent" if here and focused else "rule"
    )
    head = [Ink(f"  {number}", "faint"), Ink(cut(title, COLUMN - 2), token, bold=here and focused)]
    lines = [[Ink("  "), rule], head, []]
    ink = "text" if here else "dim"
    lines += [[Ink("    "), Ink(line, ink, italic=True)] for line in concept]
    lines += [[]] * (len(concept) + 3 - len(lines))
    return lines


def _heads() -> list[Ink]:
    return [Ink("    codes", "faint"), Ink(f"{'said':>{COLUMN - 13}}{'by':>6}", "faint")]


def _code_lines(
    board: Board,
    place: int,
    spot: Spot | None,
    picked: frozenset[str],
    rows: int,
    focused: bool,
) -> list[tuple[int | None, list[Ink]]]:
    """(index of the code that a line belongs to, line), scrolled so that the spot is seen."""
    tray = place == len(board.columns)
    lines: list[tuple[int | None, list[Ink]]] = []
    for at, code in enumerate(codes_of(board, place)):
        here = spot is not None and spot.code == at
        lines.append((at, code_line(code, COLUMN, here, focused, code.id in picked)))
        if tray:
            ink = Ink("", "dim" if code.why else "faint", italic=not code.why)
            said = wrap(code.why or NO_WORD, COLUMN - 4)
            if len(said) > WHY_ROWS:
                said = [*said[: WHY_ROWS - 1], cut(" ".join(said[WHY_ROWS - 1 :]), COLUMN - 4)]
            lines += [(at, [Ink("    "), replace(ink, text=line)]) for line in said]
    if not lines:
        words = "every code is placed" if tray else "no code yet: its number puts one here"
        lines = [(None, [Ink("    "), Ink(words, "faint", italic=True)])]
        if spot is not None and focused:
            lines[0] = (None, [Ink("▏ ", "accent"), *lines[0][1][1:]])
    if len(lines) > rows:
        at = next((n for n, (code, _) in enumerate(lines) if spot and code == spot.code), 0)
        room = max(1, rows - 1)
        top = min(max(0, at - room + 1), len(lines) - room)
        seen = lines[top : top + room]
        left_out = len({code for code, _ in lines} - {code for code, _ in seen})
        lines = [*seen, (None, [Ink(f"    {left_out} more", "faint")])] if left_out else seen
    return [(None, _heads()), *lines]


def code_line(code: BoardCode, width: int, here: bool, focused: bool, picked: bool) -> list[Ink]:
    """A code with its two figures, as wide as the column and the two cells before it."""
    ground = "raised" if here else ""
    bold = here and focused
    edge = Ink("▏" if bold else " ", "accent", ground=ground)
    mark = Ink("+" if picked else " ", "accent", bold=True, ground=ground)
    room = width - 12
    name = [
        Ink(f"{code.letter:<2}", code.hue, bold=True, ground=ground),
        Ink(cut(code.name, room), "strong" if here else "text", bold=bold, ground=ground),
    ]
    figures = f"{tally(code.said):>5}{tally(code.by):>5}"
    air = width - width_of(name) - len(figures)
    return [
        edge,
        mark,
        *name,
        Ink(" " * max(0, air), ground=ground),  # the figures bring blanks of their own
        Ink(figures, "text" if here else "dim", ground=ground),
    ]


def _foot(board: Board, place: int) -> list[list[Ink]]:
    if place == len(board.columns):
        return [[], []]
    theme = board.columns[place]
    said = counted(theme.passages, "passage")
    by = f"{theme.by} of {counted(board.participants, 'participant')}"
    if len(said) + len(by) > COLUMN - 2:
        by = f"by {theme.by} of {tally(board.participants)}"
    air = COLUMN - len(said) - len(by)
    share = theme.by / board.participants if board.participants else 0.0
    lines = [
        [],
        [Ink("  "), Ink(said + " " * max(1, air) + by, "text")],
        [Ink("  "), *strip_inks(share_bar(share, COLUMN))],
    ]
    return lines + warning_lines(theme, COLUMN)


def warning_lines(theme: Column, width: int) -> list[list[Ink]]:
    """What a theme has to be looked at for: resting on one participant, being parked."""
    lines: list[list[Ink]] = []
    if theme.leaning:
        words = wrap(theme.leaning, width - 2)
        lines = [
            [],
            *(
                [Ink("  "), Ink(f"{'!' if not n else ' '} {w}", "warn")]
                for n, w in enumerate(words)
            ),
        ]
    if theme.parked:
        lines += [[], *([Ink("  "), Ink(w, "dim")] for w in wrap(f"parked: {theme.parked}", width))]
    return lines


# ── outline ──────────────────────────────────────────────────────────────────────────────────────


def draw_outline(
    board: Board, spot: Spot, picked: frozenset[str], *, height: int, focused: bool
) -> Drawn:
    """One theme under the other; only the chosen one is unfolded, others show their letters."""
    if not board.columns and not board.tray:
        return Drawn([[Ink(" "), Ink(line, "dim")] for line in wrap(NOTHING, OUTLINE)], {})
    drawn = Drawn([[Ink(f"{'said':>{OUTLINE - 5}}{'by':>5}", "faint")]], {})
    for place in range(len(board.columns) + 1):
        here = place == spot.column
        tray = place == len(board.columns)
        theme = None if tray else board.columns[place]
        number = "0" if theme is None else str(theme.number)
        title = "Not placed yet" if theme is None else theme.name
        mark = Ink("!" if theme and theme.leaning else " ", "warn", bold=True)
        ink = Ink(cut(title, OUTLINE - 4), "strong" if here else "text", bold=here and focused)
        if theme is None and not here:
            ink = replace(ink, token="dim")
        drawn.lines.append([mark, Ink(f"{number:<2}", "faint"), ink])
        found = codes_of(board, place)
        if here:
            for at, code in enumerate(found):
                drawn.places[place, at] = (len(drawn.lines), 1)
                line = code_line(code, OUTLINE - 3, spot.code == at, focused, code.id in picked)
                drawn.lines.append([Ink(" "), *line])
        else:
            letters = [Ink(f"{code.letter} ", code.hue, bold=True) for code in found]
            drawn.lines.append([Ink("   "), *fitted(letters, 20), *_totals(board, theme)])
        if here and theme is not None:
            drawn.lines.append([Ink("     "), Ink(f"{'all':<18}", "dim"), *_totals(board, theme)])
        drawn.lines.append([])
    at = drawn.places.get((spot.column, spot.code), (0, 0))[0]
    top = min(max(0, at - height + 4), max(0, len(drawn.lines) - height))
    return Drawn(
        drawn.lines[top : top + height],
        {key: (line - top, left) for key, (line, left) in drawn.places.items()},
    )


def _totals(board: Board, theme: Column | None) -> list[Ink]:
    if theme is None:
        return []
    return [Ink(f"{tally(theme.passages):>3} {f'{theme.by} of {board.participants}':>9}", "text")]
