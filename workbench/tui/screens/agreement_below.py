"""What stands under the table of the agreement screen: the words, the cells, the base."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.consensus.passages import ENDS, Passage
from workbench.tui.comparing import Compared
from workbench.tui.ink import Ink, fitted, width_of, wrap
from workbench.tui.numbers import coefficient, counted, interval, percent, thousands
from workbench.tui.screens.agreement_rows import ANY, MEAN, OWN, Entry
from workbench.tui.widgets.lines import paragraph

if TYPE_CHECKING:
    from workbench.agreement.results import Cells, CodeResult
    from workbench.agreement.words import Coefficient

Line = list[Ink]
WORDS_WIDTH, TABLE_WIDTH = 72, 55
BASE_WORDS = {
    "participants": "Base: what participants said, without the interviewer.",
    "all": "Base: all of the text, with questions and speaker labels.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What is told of one row: plain sentences for a wide screen, and in brief."""

    paragraphs: tuple[str, ...]
    brief: str
    passages: tuple[Passage, ...]
    warnings: tuple[str, ...] = ()

    @property
    def differing(self) -> int:
        """Passages that the coders read differently."""
        return sum(passage.differs for passage in self.passages)


def differing_words(passages: Sequence[Passage]) -> str:
    """How many passages differ, and how many of those only in their ends."""
    differ = [passage for passage in passages if passage.differs]
    ends = sum(passage.how == ENDS for passage in differ)
    if not passages:
        return ""
    if not differ:
        if len(passages) == 1:
            return "The one passage is alike."
        return f"All {counted(len(passages), 'passage')} are alike."
    verb = "differs" if len(differ) == 1 else "differ"
    said = f"{len(differ)} of {counted(len(passages), 'passage')} {verb}"
    if len(differ) == len(passages):
        count = len(passages)
        said = (
            "The one passage differs" if count == 1 else f"All {counted(count, 'passage')} differ"
        )
    if not ends:
        return f"{said}."
    which = "all of them" if ends == len(differ) and ends > 1 else f"{ends} of them"
    return f"{said}, {which} only in where they begin or end."


def wide_lines(
    entry: Entry,
    said: Said,
    compared: Compared,
    named: "Coefficient",
    notes: Sequence[str],
    room: int,
) -> list[Line]:
    """Rule, name, words at the left, the table of cells and the base at the right."""
    left_width = min(WORDS_WIDTH, room - TABLE_WIDTH - 6)
    left = [entry.inks() if not entry.letter else _bold(entry.inks()), []]
    for at, text in enumerate(said.paragraphs):
        token = "dim" if at == 1 and len(said.paragraphs) > 2 else "text"
        left += [*_indented(paragraph(text, left_width, token)), []]
    if said.differing:
        left.append([Ink("  "), *_enter(said.differing)])
    right = [[], [], *_right(entry, compared, notes)]
    start = max(left_width + 4, room - TABLE_WIDTH)
    both = []
    for at in range(max(len(left), len(right))):
        line = left[at] if at < len(left) else []
        both.append([*fitted(line, start), *(right[at] if at < len(right) else [])])
    return [[Ink("─" * room, "rule")], *both]


def narrow_lines(
    entry: Entry,
    said: Said,
    named: "Coefficient",
    coders: Sequence[str],
    notes: Sequence[str],
    room: int,
    *,
    tall: bool,
) -> list[Line]:
    """Rule, one line of figures, and a few lines of words."""
    head = [*entry.inks()[:1]] if entry.letter else entry.inks()
    head += _head_figure(entry, named)
    cells = entry.result.cells if entry.result is not None else None
    tail = _cell_words(cells, coders, room - width_of(head) - 2) if cells is not None else []
    air = max(2, room - width_of(head) - width_of(tail))
    texts = list(said.paragraphs) if tall else [said.brief]
    warned = [note for note in notes if note.startswith("!")]
    # the line of air is where a warning is seen whatever else has room
    air_line = [Ink(f"  {warned[0]}", "warn")] if warned else []
    others = [note for note in notes if note not in warned]
    lines: list[Line] = []
    for text in [*texts, *(warned[1:] if tall else []), *others[:1]]:
        token = _token(text) if text in notes else "text"
        if lines and tall:
            lines.append([])
        lines += _indented(paragraph(text, room - 4, token))
    return [[Ink("─" * room, "rule")], [*head, Ink(" " * air), *tail], air_line, *lines]


def _head_figure(entry: Entry, named: "Coefficient") -> Line:
    """The figure and its interval; what one coder alone gave has none that would say anything."""
    from workbench.agreement.sided import only_one_gave  # numpy came with the figures

    figure = entry.figure(named)
    if figure is None:
        return []
    write = percent if named.is_share else coefficient
    inks = [Ink("  "), Ink(write(figure.value), "strong", bold=True)]
    alone = entry.result is not None and only_one_gave(entry.result)
    if figure.low is None or figure.high is None or entry.kind == OWN or alone:
        return inks
    between = f"{write(figure.low)} to {write(figure.high)}"
    return [*inks, Ink(f"  95\u00a0% {between}", "dim")]


def _cell_words(cells: "Cells", coders: Sequence[str], room: int) -> Line:
    """The four cells, as many from the first as have room."""
    a, b = coders
    written = (
        ("both", cells.both),
        (f"only {a}", cells.only_a),
        (f"only {b}", cells.only_b),
        ("neither", cells.neither),
    )
    inks: Line = []
    for words, count in written:
        air = [Ink("   ")] if inks else []
        longer = [*inks, *air, Ink(f"{words} ", "dim"), Ink(thousands(count))]
        if width_of(longer) > room:
            break
        inks = longer
    return inks


def _right(entry: Entry, compared: Compared, notes: Sequence[str]) -> list[Line]:
    report = compared.found.report
    lines: list[Line] = []
    if entry.result is not None and entry.result.cells is not None:
        lines += [*_table(entry.result.cells, report.coders), [], []]
    elif entry.result is not None and len(report.coders) > 2:
        lines += [*_pairs(entry.result), [], []]
    base = [BASE_WORDS[compared.found.base], *_interval_words(compared, entry)]
    if compared.found.roll_up:
        base.append("Rolled up: a parent code has what its children have.")
    if entry.kind == MEAN:
        base.append("Coders' own codes are not in the mean.")
    for text in [*base, *notes]:
        lines += [[Ink(line, _token(text))] for line in wrap(text, TABLE_WIDTH)]
    return lines


def _token(note: str) -> str:
    return "warn" if note.startswith("!") else "dim"


def _interval_words(compared: Compared, entry: Entry) -> list[str]:
    report, count = compared.found.report, len(compared.found.compared)
    if count < 2 or entry.kind not in (ANY, MEAN, "code"):
        return []
    resampled = (
        f"Interval: {thousands(report.replicates)} resamples of {count} transcripts,"
        f" seed {report.seed}."
    )
    return [resampled]


def _table(cells: "Cells", coders: Sequence[str]) -> list[Line]:
    a, b = coders
    label = max(10, min(18, len(a) + 6))
    each = (TABLE_WIDTH - label) // 3

    def row(words: str, *figures: str, bold: bool = False, tokens: Sequence[str] = ()) -> Line:
        inks = fitted([Ink(words, "dim")], label, right=True)
        for at, figure in enumerate(figures):
            token = tokens[at] if tokens else "dim"
            strong = bold and not at
            inks += fitted(
                [Ink(figure, "strong" if strong else token, bold=strong)], each, right=True
            )
        return inks

    one, two = cells.both + cells.only_a, cells.both + cells.only_b
    total = one + cells.only_b + cells.neither
    figures = ("text", "text", "dim")
    return [
        row("", f"{b} coded", "did not"),
        row(
            f"{a} coded",
            thousands(cells.both),
            thousands(cells.only_a),
            thousands(one),
            bold=True,
            tokens=figures,
        ),
        [],
        row(
            "did not",
            thousands(cells.only_b),
            thousands(cells.neither),
            thousands(total - one),
            tokens=figures,
        ),
        [Ink(" " * (label + 3)), Ink("─" * (3 * each - 3), "rule")],
        row("", thousands(two), thousands(total - two), thousands(total)),
    ]


def _pairs(result: "CodeResult") -> list[Line]:
    lines: list[Line] = [[Ink("Cohen's kappa of each pair", "dim")], []]
    for (a, b), figures in result.pairs.items():
        kappa = figures["cohen_kappa"]
        lines.append(
            [
                *fitted([Ink(f"{a} and {b}", "dim")], 30),
                *fitted([Ink(coefficient(kappa.value))], 6, right=True),
                Ink(f"   {interval(kappa.low, kappa.high)}", "dim"),
            ]
        )
    return lines


def _enter(count: int) -> Line:
    passages = "the passage" if count == 1 else f"the {count} passages"
    return [Ink("enter", "strong", bold=True), Ink(f" opens {passages}", "dim")]


def _indented(lines: Sequence[Line]) -> list[Line]:
    return [[Ink("  "), *line] for line in lines]


def _bold(inks: Line) -> Line:
    return [inks[0], *(Ink(ink.text, "strong", bold=True) for ink in inks[1:])]
