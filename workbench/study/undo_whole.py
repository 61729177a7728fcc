"""Undo and redo of a change that brought finished work in: rounds that it made and revealed itself.

What has been revealed stays as it was, and triggers see to that. A round which came with its
reveal in one change was never hidden from anybody, and goes as it came: whole.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from workbench.study.undo_carry import Net

_Place = tuple[object, object]


@contextmanager
def whole_rounds_free(connection: sqlite3.Connection, nets: Sequence[Net]) -> Iterator[None]:
    """Let these nets pass the guards of locked and revealed work, if they make or unmake whole
    rounds and touch no other layer; else change nothing."""
    free = _only_whole_rounds(nets)
    if free:
        connection.execute("UPDATE journal_open SET erasing = 1")
    yield
    if free:
        connection.execute("UPDATE journal_open SET erasing = 0")


def _only_whole_rounds(nets: Sequence[Net]) -> bool:
    revealed = {
        _place(cells)
        for net in nets
        if net.table == "round_transcripts" and (cells := _one_sided(net))["revealed_at"]
    }
    if not revealed:
        return False
    layers: set[object] = set()
    for net in nets:
        if net.table in ("layers", "round_transcripts"):
            if _place(_one_sided(net)) not in revealed:
                return False
            layers.add(net.row_id)
    return all(
        net.table not in ("codings", "layer_paths") or _one_sided(net)["layer_id"] in layers
        for net in nets
    )


def _one_sided(net: Net) -> dict[str, object]:
    """The cells of a row that came or went; those of one that only changed belong nowhere."""
    nowhere = dict.fromkeys(("revealed_at", "round_id", "transcript_id", "layer_id"))
    if net.before is not None and net.after is not None:
        return nowhere
    return {**nowhere, **(net.before or net.after or {})}


def _place(cells: dict[str, object]) -> _Place:
    return cells["round_id"], cells["transcript_id"]
