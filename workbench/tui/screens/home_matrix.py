"""Transcripts against coders, a block a round: of others only whether they have locked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.coding.store import codings
from workbench.consensus.queue import items
from workbench.corpus.store import transcript_names
from workbench.study import Layer, Person, Round, Study
from workbench.study.layers import layers
from workbench.study.rounds import rounds
from workbench.tui.ink import Ink, Written
from workbench.tui.numbers import thousands
from workbench.tui.widgets.lists import Column, Row


@dataclass(frozen=True, slots=True)
class Matrix:
    """The rows as the list shows them, and the ids of the transcripts that one may code."""

    rows: tuple[Row, ...]
    own: frozenset[str] = frozenset()
    coders: int = 0
    longest: int = 0  # cells of the longest name of a transcript

    def columns(self, width: int) -> list[Column]:
        """Columns for a list of ``width`` cells: transcript, a coder each, settled."""
        settled, each = (12, 9) if width >= 48 else (8, 5)
        room = width - 4 - settled - 1
        each = max(3, min(each, (room - 8) // max(1, self.coders) - 2))
        name = max(6, min(max(24, self.longest), room - self.coders * (each + 2)))
        coders = [Column(width=each, right=True, gap=2) for _ in range(self.coders)]
        figures = Column(width=settled, right=True)
        return [Column(width=name), *coders, figures, Column(gap=0)]


def matrix(study: Study, viewer: Person | None) -> Matrix:
    """The newest round first; transcripts in no round at the end.

    A tick says locked. A figure counts codings, and is there only for what the viewer may see.
    """
    known = transcript_names(study)
    opened = rounds(study)[::-1]
    most = max((len(one.coders) for one in opened), default=0)
    seen = Counter((c.round_id, c.transcript_id, c.coder_id) for c in codings(study, viewer))
    state = {(o.round_id, o.transcript_id, o.person.id): o for o in layers(study)}
    total: Counter[tuple[str, str]] = Counter()
    settled: Counter[tuple[str, str]] = Counter()
    for item in items(study, viewer):
        total[item.round_id, item.transcript_id] += 1
        settled[item.round_id, item.transcript_id] += not item.open
    rows: list[Row] = []
    placed: set[str] = set()
    for one in opened:
        rows.append(_head(one, most, gap=bool(rows)))
        assigned = frozenset(one.transcripts)
        for transcript_id, name in known.items():
            if name not in assigned:
                continue
            key = (one.id, transcript_id)
            placed.add(transcript_id)
            cells = [
                _cell(state.get((*key, coder.id)), seen[*key, coder.id], viewer)
                for coder in one.coders
            ]
            blank: list[Written] = [""] * (most - len(cells))
            figure = f"{settled[key]} of {total[key]}" if total[key] else ""
            rows.append(
                Row(
                    f"{one.id} {transcript_id}",
                    (name, *cells, *blank, Ink(figure, "dim"), ""),
                )
            )
    rest = [(key, name) for key, name in known.items() if key not in placed]
    rows += _outside(rest, gap=bool(rows))
    mine = {o.transcript_id for o in state.values() if viewer and o.person.id == viewer.id}
    longest = max(map(len, known.values()), default=0)
    return Matrix(tuple(rows), frozenset(mine), most, longest)


def _head(one: Round, most: int, *, gap: bool) -> Row:
    words = [one.name, *(word for word, on in _words(one) if on)]
    name = Ink(", ".join(words), "strong", bold=True)
    coders: list[Written] = [Ink(coder.name, "dim") for coder in one.coders]
    blank: list[Written] = [""] * (most - len(coders))
    cells = (name, *coders, *blank, Ink("settled", "faint"), "")
    return Row(f"round {one.id}", cells, gap=gap, selectable=False)


def _words(one: Round) -> Sequence[tuple[str, bool]]:
    return (("practice", one.practice), ("closed", one.closed))


def _cell(layer: Layer | None, count: int, viewer: Person | None) -> Written:
    if layer is None:
        return ""
    known = layer.revealed or (viewer is not None and layer.person.id == viewer.id)
    figure = thousands(count) if known and (count or layer.locked) else ""
    if not layer.locked:
        return Ink(figure or "·", "text" if figure else "faint")
    tick = Ink("✓", "dim")
    return [tick, Ink(f"{figure:>4}")] if known else [tick, Ink(" " * 4)]


def _outside(rest: Sequence[tuple[str, str]], *, gap: bool) -> list[Row]:
    if not rest:
        return []
    head = Row("round none", (Ink("In no round", "dim"),), gap=gap, selectable=False)
    return [head, *(Row(f"none {key}", (Ink(name, "dim"),)) for key, name in rest)]
