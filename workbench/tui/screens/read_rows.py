"""Rows and lines of the reading screen: transcripts, hits, notes."""

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence

from workbench.corpus.nouns import Transcript
from workbench.corpus.search import Hit
from workbench.corpus.store import cases
from workbench.study import Study
from workbench.themes.nouns import Note
from workbench.tui.ink import Ink, Written, plain, wrap
from workbench.tui.numbers import tally
from workbench.tui.widgets.lists import Column, Row
from workbench.tui.widgets.popups import Choice

BEFORE, AFTER = 14, 200
"""Characters of context around a hit; the list cuts what does not fit."""


def transcript_columns(alone: bool) -> list[Column]:
    """The columns of the list; where it has the whole width, with a few words on each."""
    words = [Column("", 0), Column("read", 5)] if alone else [Column("", 1), Column("read", 5)]
    name = Column("Transcript", 16 if alone else 0)
    return [name, *words, Column("notes", 5, right=True)]


def transcript_rows(
    listed: Sequence[Transcript],
    read: Container[str],
    again: Container[str],
    seen: Sequence[Note],
    described: Mapping[str, str],
) -> list[Row]:
    """One transcript a row: whether the viewer has read it, once or twice, and notes on it."""
    count = Counter(note.transcript_id for note in seen)
    rows = []
    for one in listed:
        mark = "✓✓" if one.id in again else "✓" if one.id in read else ""
        words = Ink(described.get(one.name, ""), "dim")
        notes = Ink(tally(count[one.id]), "dim")
        rows.append(Row(one.id, (one.name, words, Ink(mark, "dim"), notes)))
    return rows


def descriptions(study: Study) -> dict[str, str]:
    """Transcript name to the first few values of whoever speaks in it."""
    found: dict[str, str] = {}
    for case in cases(study):
        words = ", ".join([value for value in case.values.values() if value][:3])
        for transcript, _ in case.speakers:
            found.setdefault(transcript, words)
    return found


def hit_rows(
    hits: Sequence[Hit], bodies: Mapping[str, str], beside: Sequence[Written] = ()
) -> list[Row]:
    """Hits under the names of their transcripts; the ids are their places in ``hits``.

    ``beside`` gives each hit a second cell.
    """
    rows: list[Row] = []
    count = Counter(hit.transcript for hit in hits)
    before = ""
    for at, hit in enumerate(hits):
        if hit.transcript != before:
            before = hit.transcript
            head = [Ink(before, "strong", bold=True), Ink(f"   {count[before]}", "dim")]
            rows.append(Row(f"of {before}", (head,), gap=bool(rows), selectable=False))
        more = (beside[at],) if beside else ()
        rows.append(Row(str(at), (_in_context(hit, bodies[hit.transcript_id]), *more)))
    return rows


def _in_context(hit: Hit, body: str) -> list[Ink]:
    start = max(0, hit.start - BEFORE)
    if start:
        blank = body.find(" ", start, hit.start)
        start = blank + 1 if blank >= 0 else start
    number = f"{hit.turn:>3} " if hit.turn is not None else "    "
    return [
        Ink(number, "faint"),
        Ink(("…" if start else "") + plain(body[start : hit.start]), "dim"),
        Ink(plain(body[hit.start : hit.end]), "accent", bold=True),
        Ink(plain(body[hit.end : hit.end + AFTER]), "dim"),
    ]


def note_lines(
    seen: Sequence[Note], turn_at: Callable[[int], int | None], width: int
) -> list[list[Ink]]:
    """Notes in the order of the text, each with its turn, and shared ones with who wrote them."""
    lines: list[list[Ink]] = []
    for note in sorted(seen, key=_place):
        where = _where(note, turn_at)
        lines.append([Ink(where, "faint"), Ink(f"   {note.by}" if note.shared else "", "dim")])
        lines += [[Ink(line, "text", italic=True)] for line in wrap(note.text, width)]
        lines.append([])
    return lines


def note_rows(seen: Sequence[Note], turn_at: Callable[[int], int | None]) -> list[Choice]:
    """Notes as choices, in the order of the text."""
    return [
        Choice(note.id, str(at) if at < 10 else "", note.text, _where(note, turn_at))
        for at, note in enumerate(sorted(seen, key=_place), 1)
    ]


def _place(note: Note) -> tuple[int, str]:
    return (-1 if note.position is None else note.position, note.at)


def _where(note: Note, turn_at: Callable[[int], int | None]) -> str:
    turn = turn_at(note.position) if note.position is not None else None
    return "whole transcript" if turn is None else f"turn {turn}"
