"""Rows of the codebook tree, and the page that says all about one code."""

from collections.abc import Mapping, Sequence

from workbench.codebook.nouns import Code, FrozenCode, Joins, LineageStep, Version
from workbench.tui.ink import Ink, wrap
from workbench.tui.numbers import tally
from workbench.tui.widgets.lists import Row

LABEL = 14
BESIDE_FROM = 50
"""Width from which a label stands beside its text and not above it."""


def code_rows(
    listed: Sequence[Code], counts: Mapping[str, int], marked: Mapping[str, int]
) -> list[Row]:
    """One code a row in tree order; a branch counts what lies below it too.

    ``marked`` counts one's own codings to re-check.
    """
    parents = {code.parent_id for code in listed}
    totals = _totals(listed, counts)
    rows: list[Row] = []
    for code in listed:
        branch = code.id in parents
        token = "faint" if code.retired else "text"
        name = [Ink(f"{code.letter:<1} ", code.hue, bold=True), Ink(code.name, token)]
        if not code.shared:
            name.append(Ink(f"   {code.maker}", "faint"))
        count = totals[code.id] if branch else counts.get(code.id, 0)
        figure = Ink(tally(count), "faint" if branch else "dim")
        gap = code.depth == 0 and (branch or bool(rows and rows[-1].depth))
        waiting = marked.get(code.id, 0)
        mark = Ink(tally(waiting), "warn", bold=True) if waiting else Ink("")
        rows.append(Row(code.id, (name, mark, figure), depth=code.depth, branch=branch, gap=gap))
    return rows


def _totals(listed: Sequence[Code], counts: Mapping[str, int]) -> dict[str, int]:
    totals = {code.id: counts.get(code.id, 0) for code in listed}
    for code in reversed(listed):
        if code.parent_id in totals:
            totals[code.parent_id] += totals[code.id]
    return totals


def story(
    code: Code,
    steps: Sequence[LineageStep],
    joins: Joins,
    paths: Mapping[str, str],
    frozen: Sequence[tuple[Version, Mapping[str, FrozenCode]]],
    present: Mapping[str, FrozenCode],
) -> list[tuple[str, str]]:
    """What became of a code and what it came from, as (label, text).

    ``paths`` are those that the viewer knows; ``frozen`` what each version holds, oldest first.
    """
    told: list[tuple[str, str]] = []
    read_as = joins.of(code.id)
    if read_as != code.id and read_as in paths:
        told.append(("Read as", paths[read_as]))
    merged = [paths[one] for one in joins.family(code.id)[1:] if one in paths]
    if merged:
        told.append(("Merged from", ", ".join(merged)))
    for label, end, other in (
        ("Split into", "from_id", "to_id"),
        ("Split from", "to_id", "from_id"),
    ):
        parts = [
            paths[getattr(step, other)]
            for step in steps
            if step.kind == "split" and getattr(step, end) == code.id
        ]
        if parts:
            told.append((label, ", ".join(parts)))
    was = [
        f"{step.old_name} until {step.at[:10]}"
        for step in steps
        if step.from_id == code.id and step.kind in ("rename", "move")
    ]
    if was:
        told.append(("Was", ", ".join(reversed(was))))
    held = [version.number for version, codes in frozen if code.id in codes]
    if held:
        last = frozen[-1][1].get(code.id)
        changed = last is not None and last != present.get(code.id)
        words = f"in version{'s' if len(held) > 1 else ''} {', '.join(map(str, held))}"
        told.append(("Frozen", words + ("; changed since" if changed else "")))
    elif frozen and code.shared and not code.retired:
        told.append(("Frozen", "not yet: the next round freezes it"))
    return told


def code_lines(
    code: Code, width: int, *, roomy: bool, more: Sequence[tuple[str, str]] = ()
) -> list[list[Ink]]:
    """All fields of a code in lines of at most ``width`` cells; empty fields are left out.

    ``more`` are further labels with their texts.
    """
    title = [Ink(f"{code.letter} ", code.hue, bold=True), Ink(code.name, "strong", bold=True)]
    title.append(Ink(f"   {code.origin}", "dim"))
    lines = [title, []]
    lines += [[Ink(line)] for line in wrap(code.definition, width)] or [
        [Ink("No definition yet: e writes one.", "dim")]
    ]
    lines.append([])
    for label, text, italic in (
        ("When to use", code.when_to_use, False),
        ("When not to", code.when_not_to_use, False),
        ("Example", code.example, True),
        ("Level", code.level, False),
        ("Question", code.question, False),
        ("Other names", ", ".join(code.aliases), False),
        ("Made by", f"{code.maker}, theirs" if code.maker else "", False),
        ("Alone", "never with another code on the same passage" if code.exclusive else "", False),
        ("Colour", code.colour, False),
        ("Retired", "out of use" if code.retired else "", False),
        *((label, text, False) for label, text in more),
    ):
        if text:
            lines += _field(label, text, width, italic)
            if roomy:
                lines.append([])
    return lines


def _field(label: str, text: str, width: int, italic: bool) -> list[list[Ink]]:
    if width < BESIDE_FROM:
        above = [[Ink(line, "text", italic=italic)] for line in wrap(text, width)]
        return [[Ink(label, "dim")], *above, []]
    said = wrap(text, width - LABEL)
    lead = [f"{label:<{LABEL}}", *[" " * LABEL] * len(said)]
    return [
        [Ink(before, "dim"), Ink(line, "text", italic=italic)]
        for before, line in zip(lead, said, strict=False)
    ]
