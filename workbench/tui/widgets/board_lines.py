"""What stands beside and below the theme board: extracts, and the checks before going on."""

from collections.abc import Sequence

from workbench.themes.board import Board, BoardCode, Extract
from workbench.themes.gates import Gate
from workbench.themes.phases import Phase
from workbench.tui.ink import Ink, wrap
from workbench.tui.numbers import counted

QUOTE, NARROW_QUOTE, MOST_QUOTED = 76, 36, 4
SORTING, MOST_OF_ONE = 3, 4
"""The phase whose checks are the board's own; lines that one check may take."""
MAY_GO_ON = "You may go on all the same; the reason is kept."


def extract_lines(extract: Extract, *, chosen: bool, wide: bool, width: int) -> list[list[Ink]]:
    """One extract: who, which turn, and the words in quotes; the chosen one is marked.

    Of a long one its beginning, until it is chosen: others below are to be seen as well.
    """
    edge = Ink("▏" if chosen else " ", "accent")
    ground = "raised" if chosen else ""
    turn = "" if extract.turn is None else str(extract.turn)
    who = extract.participant or extract.transcript
    words = f"“{' '.join(extract.text.split())}”"
    token = "strong" if chosen else "text"
    verdicts = [Ink(f"   {verdict}", "dim") for _, verdict in extract.verdicts]
    if wide:
        room = min(QUOTE + 14, width - 20)
        first, *rest = _beginning(wrap(words, room), chosen) or [""]
        head = [Ink(" "), edge, Ink(f" {who:<8}", "dim"), Ink(f"{turn:>4}  ", "faint")]
        lines = [[*head, Ink(first, token, ground=ground)]]
        lines += [[Ink(" " * 17), Ink(line, token, ground=ground)] for line in rest]
        lines[-1] += verdicts
        return [*lines, []]
    lines = [[Ink(" "), edge, Ink(who, "dim"), Ink(f"  {turn}", "faint"), *verdicts]]
    lines += [
        [Ink("    "), Ink(line, token, ground=ground)]
        for line in _beginning(wrap(words, min(NARROW_QUOTE, width - 5)), chosen)
    ]
    return [*lines, []]


def _beginning(lines: list[str], chosen: bool) -> list[str]:
    if chosen or len(lines) <= MOST_QUOTED:
        return lines
    return [*lines[: MOST_QUOTED - 1], f"{lines[MOST_QUOTED - 1]} …"]


def title_of(code: BoardCode | None, board: Board) -> list[Ink]:
    """The heading over the extracts: the code, its passages and how many say it."""
    if code is None:
        return [Ink("No code here", "dim")]
    base = counted(board.participants, "participant")
    said = f"{counted(code.said, 'passage')}, {code.by} of {base}"
    return [
        Ink(f"{code.letter} ", code.hue, bold=True),
        Ink(code.name, "strong", bold=True),
        Ink(f"   {said}", "dim"),
    ]


def check_lines(board: Board, phase: Phase | None, width: int) -> list[list[Ink]]:
    """What to look at before going on from a phase; nothing here stops anybody.

    Of the third phase the checks of the board itself, of a later one its gates.
    """
    lines: list[list[Ink]] = [[Ink("Before going on", "dim")], []]
    checks = [(check.met, check.words) for check in board.checks]
    if phase is not None and phase.number > SORTING:
        checks = [(gate.met, _gate_words(gate)) for gate in phase.gates]
    for met, words in checks:
        mark = Ink("✓ " if met else "! ", "dim" if met else "warn", bold=not met)
        token = "dim" if met else "text"
        first, *rest = wrap(words, width - 2)[:MOST_OF_ONE] or [""]
        lines.append([mark, Ink(first, token)])
        lines += [[Ink("  "), Ink(line, token)] for line in rest]
    if not all(met for met, _ in checks):
        lines += [[], *([Ink(line, "dim")] for line in wrap(MAY_GO_ON, width))]
    return lines


def _gate_words(gate: Gate) -> str:
    if gate.met or not gate.missing:
        return gate.gate
    more = f" and {len(gate.missing) - 1} more" if len(gate.missing) > 1 else ""
    return f"{gate.gate}: {gate.missing[0]}{more}"


def words_of(names: Sequence[str]) -> str:
    """Names as a sentence says them: ``A``, ``A and B``, ``A, B and 3 more``."""
    if len(names) < 3:
        return " and ".join(names)
    return f"{names[0]}, {names[1]} and {len(names) - 2} more"
