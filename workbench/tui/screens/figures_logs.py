"""Rows and words of what stands beside the figures: the published ones, lineage, challenges."""

from collections.abc import Sequence

from workbench.figures.nouns import (
    CONTRADICTION,
    DIFFERS,
    NOT_THERE,
    OK,
    Challenge,
    LineageStep,
    Replicated,
)
from workbench.tui.frame import Breadth
from workbench.tui.ink import Ink, Written, plain
from workbench.tui.numbers import NO_BREAK, counted, thousands
from workbench.tui.widgets.fields import FieldSpec
from workbench.tui.widgets.lines import paragraph
from workbench.tui.widgets.lists import Column, Row

STATUS_WORDS = {
    OK: "comes out",
    DIFFERS: "differs",
    CONTRADICTION: "cannot hold",
    NOT_THERE: "not in study",
}
DATA = "the data"
WORDS_WIDTH = 76


# ── published beside computed ────────────────────────────────────────────────────────────────────


def published_columns(breadth: Breadth) -> list[Column]:
    """Figure, as published, and what the study gives."""
    narrow = breadth == "narrow"
    return [
        Column("Figure", 0 if narrow else 40),
        Column("published", 19 if narrow else 26),
        Column("n" if narrow else "computed", 4 if narrow else 10, right=True),
        Column("of", 4 if narrow else 6, right=True),
        Column("exact", 9 if narrow else 12, right=True),
        Column("", 14, gap=1 if narrow else 3),
        *([] if narrow else [Column()]),
    ]


def published_rows(figures: Sequence[Replicated]) -> list[Row]:
    """A row a figure; what does not hold has a mark and says so in a word."""
    return [
        Row(
            one.figure,
            (
                plain(one.figure),
                Ink(plain(one.published), "dim"),
                "" if one.n is None else thousands(one.n),
                Ink("" if one.base is None else thousands(one.base), "dim"),
                Ink("" if one.exact is None else f"{one.exact:.3f}{NO_BREAK}%", "dim"),
                status_inks(one),
            ),
        )
        for one in figures
    ]


def status_inks(one: Replicated) -> list[Ink]:
    """Whether a figure holds; a figure that was only checked has nothing computed."""
    if one.status == OK:
        return [Ink(f"  {STATUS_WORDS[OK] if one.n is not None else 'holds'}", "dim")]
    return [Ink("! ", "warn", bold=True), Ink(STATUS_WORDS[one.status], "warn")]


def published_words(one: Replicated, room: int) -> list[list[Ink]]:
    """The figure in hand: what is wrong with it, with its arithmetic, or that it comes out."""
    head = [Ink(plain(one.figure), "strong", bold=True), Ink("   "), *status_inks(one)]
    if one.why:
        said = one.why[0].upper() + one.why[1:]
    elif one.n is None:
        said = f"Published {one.published}. Nothing says how to compute it; it is only checked."
    else:
        said = f"Published {one.published}; the study gives {one.n} of {one.base}."
    return [head, *_indented(said, room)]


def published_summary(figures: Sequence[Replicated]) -> str:
    """How many there are and how many of them do not hold."""
    words = [counted(len(figures), "published figure")]
    for status in (DIFFERS, CONTRADICTION, NOT_THERE):
        count = sum(one.status == status for one in figures)
        if count:
            verb = {DIFFERS: "differ" if count > 1 else "differs"}.get(status, STATUS_WORDS[status])
            words.append(f"{count} {verb}")
    return ", ".join(words) if len(words) > 1 else f"{words[0]}, all hold" if figures else ""


# ── lineage ──────────────────────────────────────────────────────────────────────────────────────


def lineage_columns(breadth: Breadth) -> list[Column]:
    """What was, what became of it, and why."""
    narrow = breadth == "narrow"
    return [
        Column("Category", 25 if narrow else 34),
        Column("", 8),
        Column("", 0 if narrow else 34),
        *([] if narrow else [Column("why", gap=3)]),
    ]


def lineage_rows(steps: Sequence[LineageStep], breadth: Breadth) -> list[Row]:
    """A row a step."""
    rows = []
    for at, step in enumerate(steps):
        cells: list[Written] = [
            plain(step.from_name) if step.from_name else Ink(DATA, "dim", italic=True),
            Ink(step.kind, "dim"),
            plain(step.to_name),
        ]
        if breadth != "narrow":
            cells.append(Ink(plain(step.rationale), "dim"))
        rows.append(Row(str(at), tuple(cells)))
    return rows


def lineage_words(step: LineageStep, room: int) -> list[list[Ink]]:
    """A step with its rationale in full."""
    names = [name for name in (step.from_name, step.to_name) if name]
    says = {"new": "new from the data", "dropped": "dropped"}.get(step.kind, step.kind)
    joined = " → ".join(names)
    head = [Ink(plain(joined), "strong", bold=True), Ink(f"   {says}", "dim")]
    return [head, *_indented(step.rationale, room)]


def lineage_fields() -> list[FieldSpec]:
    """What is asked for a new step."""
    return [
        FieldSpec("from", "From", hint="the category as it was; empty: new from the data"),
        FieldSpec("to", "Became", hint="what it is now; empty: dropped"),
        FieldSpec("rationale", "Why", rows=3),
    ]


# ── challenges ───────────────────────────────────────────────────────────────────────────────────


def challenge_columns(breadth: Breadth) -> list[Column]:
    """Objection, whether the analysis changed, what was done."""
    narrow = breadth == "narrow"
    return [
        Column("Objection", 0 if narrow else 56),
        Column("analysis", 9, gap=2),
        *([] if narrow else [Column("what was done", gap=2)]),
    ]


def challenge_rows(log: Sequence[Challenge], breadth: Breadth) -> list[Row]:
    """A row an objection."""
    rows = []
    for at, one in enumerate(log):
        cells: list[Written] = [
            plain(one.objection),
            Ink("changed" if one.worked else "stands", "text" if one.worked else "dim"),
        ]
        if breadth != "narrow":
            cells.append(Ink(plain(one.disposition), "dim"))
        rows.append(Row(str(at), tuple(cells)))
    return rows


def challenge_words(one: Challenge, room: int) -> list[list[Ink]]:
    """An objection in full: who raised it, what was done, why."""
    source = [Ink(f"Raised by {plain(one.source)}", "dim")] if one.source else []
    lines = [
        [Ink(line[0].text, "strong", bold=True)]
        for line in paragraph(one.objection, min(WORDS_WIDTH, room))
    ]
    if source:
        lines.append([Ink("  "), *source])
    return [*lines, *_indented(one.disposition, room), *_indented(one.reason, room, "dim")]


def challenge_summary(log: Sequence[Challenge]) -> str:
    """How many there are, and after how many the analysis was changed."""
    changed = sum(one.worked for one in log)
    if not log:
        return ""
    return f"{counted(len(log), 'objection')}, {changed or 'none'} changed the analysis"


def challenge_fields() -> list[FieldSpec]:
    """What is asked for a new objection."""
    return [
        FieldSpec("objection", "Objection", rows=2),
        FieldSpec("source", "Raised by", hint="who or what; may stay empty"),
        FieldSpec("disposition", "What was done", rows=2),
        FieldSpec("reason", "Why", rows=2),
        FieldSpec("worked", "Changed it", "no", hint="yes or no", check=_yes_or_no),
    ]


def _yes_or_no(text: str) -> str:
    return "" if text in ("yes", "no") else "did the analysis change? write yes or no"


def _indented(text: str, room: int, token: str = "text") -> list[list[Ink]]:
    said = paragraph(text, min(WORDS_WIDTH, room - 2), token)
    return [[Ink("  "), *line] for line in said]
