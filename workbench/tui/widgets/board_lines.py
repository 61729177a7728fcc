"""What stands beside and below the theme board: extracts, and the checks before going on."""

from collections.abc import Sequence

from workbench.themes.board import Board, BoardCode, Column, Extract
from workbench.themes.gates import Gate
from workbench.themes.missed import FOUND
from workbench.themes.nouns import CHOSEN, DROP, KEEP
from workbench.themes.phases import Phase
from workbench.themes.review import Balance, ThemeReview
from workbench.tui.ink import Ink, cut, strip_inks, width_of, wrap
from workbench.tui.numbers import counted, share_bar

QUOTE, NARROW_QUOTE, MOST_QUOTED = 76, 36, 4
WIDE_INDENT, NARROW_INDENT = 19, 4
BAR, NAME = 14, 9
SORTING, MOST_OF_ONE = 3, 4
"""The phase whose checks are the board's own; lines that one check may take."""
MARKS = {KEEP: "✓", DROP: "×", CHOSEN: "▸"}
"""The verdict on an extract, in the margin."""
VERDICT_WORDS = {KEEP: "kept", DROP: "dropped", CHOSEN: "chosen"}
MAY_GO_ON = "You may go on all the same; the reason is kept."


def extract_lines(
    extract: Extract, *, chosen: bool, wide: bool, width: int, theme: str = "", verdict: str = ""
) -> list[list[Ink]]:
    """One extract: its verdict, who, which turn, and the words; the one chosen is marked.

    ``verdict`` is that in ``theme``, what was decided in other themes stands behind the words. Of a
    long one its beginning, until it is chosen: others below are to be seen as well. Of what was
    found outside the theme the codes that it has stand behind the words.
    """
    edge = Ink("▏" if chosen else " ", "accent")
    ground = "raised" if chosen else ""
    mark = Ink(MARKS.get(verdict, " "), "dim" if verdict == DROP else "strong", bold=True)
    turn = "" if extract.turn is None else str(extract.turn)
    who = extract.participant or extract.transcript
    words = f"“{' '.join(extract.text.split())}”"
    token = "strong" if chosen else "dim" if verdict == DROP else "text"
    elsewhere = [
        Ink(f"   {VERDICT_WORDS[said]} in {name}", "dim")
        for name, said in extract.verdicts
        if name != theme
    ]
    if extract.layer == FOUND:
        elsewhere = [Ink(f"   {extract.code or 'no agreed code'}", "dim")]
    if wide:
        room = min(QUOTE + 14, width - WIDE_INDENT - 3)
        first, *rest = _beginning(wrap(words, room), chosen) or [""]
        head = [
            Ink(" "),
            edge,
            Ink(" "),
            mark,
            Ink(f" {who:<8}", "dim"),
            Ink(f"{turn:>4}  ", "faint"),
        ]
        lines = [[*head, Ink(first, token, ground=ground)]]
        lines += [[Ink(" " * WIDE_INDENT), Ink(line, token, ground=ground)] for line in rest]
        if width_of((*lines[-1], *elsewhere)) > width:
            lines.append([Ink(" " * (WIDE_INDENT - 3))])
        lines[-1] += elsewhere
        return [*lines, []]
    lines = [[Ink(" "), edge, mark, Ink(f" {who}", "dim"), Ink(f"  {turn}", "faint"), *elsewhere]]
    lines += [
        [Ink(" " * NARROW_INDENT), Ink(line, token, ground=ground)]
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


def whole_title(theme: Column, review: ThemeReview, board: Board) -> list[Ink]:
    """The heading over the extracts of a whole theme."""
    by = len({one.participant for one in review.extracts if one.participant})
    base = counted(board.participants, "participant")
    said = f"{counted(len(review.extracts), 'passage')}, {by} of {base}"
    return [
        Ink(f"{theme.number} ", "faint"),
        Ink(theme.name, "strong", bold=True),
        Ink(f"   {said}", "dim"),
    ]


def balance_line(balance: Balance, width: int) -> list[Ink]:
    """On how many participants the chosen extracts rest: a share, and the sentence.

    Where there is no room for both, the sentence is a short one and stands alone.
    """
    if len(balance.words) + WIDE_INDENT > width:
        return [Ink(cut(balance.brief, width), "dim")]
    share = balance.by / len(balance.rows) if balance.rows else 0.0
    return [*strip_inks(share_bar(share, BAR)), Ink("  "), Ink(balance.words, "dim")]


def balance_lines(balance: Balance, width: int, height: int) -> list[list[Ink]]:
    """The meter: what was chosen of each participant, those with most of it first."""
    lines: list[list[Ink]] = [[Ink("Chosen, by participant", "dim")], []]
    if balance.leans:
        first, *rest = wrap(balance.leans, width - 2)
        lines += [[Ink("! ", "warn", bold=True), Ink(first, "warn")]]
        lines += [[Ink(f"  {line}", "warn")] for line in rest]
        lines.append([])
    rows = balance.rows[: max(1, height - len(lines) - 1)]
    for who, chosen, there in rows:
        share = chosen / balance.chosen if balance.chosen else 0.0
        figures = f"{chosen} of {there}" if chosen else f"· of {there}"
        bar = width - NAME - 11
        lines.append(
            [
                Ink(f"{cut(who, NAME):<{NAME}} ", "text" if chosen else "dim"),
                *strip_inks(share_bar(share, bar)),
                Ink(f"{figures:>10}", "text" if chosen else "dim"),
            ]
        )
    if len(rows) < len(balance.rows):
        lines.append([Ink(f"{len(balance.rows) - len(rows)} more", "faint")])
    return lines


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
    if gate.summary:
        return f"{gate.gate}: {gate.summary}"
    more = f" and {len(gate.missing) - 1} more" if len(gate.missing) > 1 else ""
    return f"{gate.gate}: {gate.missing[0]}{more}"


def words_of(names: Sequence[str]) -> str:
    """Names as a sentence says them: ``A``, ``A and B``, ``A, B and 3 more``."""
    if len(names) < 3:
        return " and ".join(names)
    return f"{names[0]}, {names[1]} and {len(names) - 2} more"
