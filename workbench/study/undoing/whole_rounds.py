"""Undo and redo of a change that brought finished work in: rounds that it made and revealed itself.

What has been revealed stays as it was, and triggers see to that. A round which came with its
reveal in one change was never hidden from anybody, and goes as it came: whole.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from workbench.study.undoing.nets import Net

_NOWHERE = dict.fromkeys(("revealed_at", "round_id", "transcript_id", "layer_id"))


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
        if net.table == "round_transcripts" and (cells := _come_or_gone(net))["revealed_at"]
    }
    if not revealed:
        return False
    layers: set[object] = set()
    for net in nets:
        if net.table in ("layers", "round_transcripts"):
            if _place(_come_or_gone(net)) not in revealed:
                return False
            layers.add(net.row_id)
    return all(
        net.table not in ("codings", "layer_paths") or _come_or_gone(net)["layer_id"] in layers
        for net in nets
    )


def _come_or_gone(net: Net) -> dict[str, object]:
    """The cells of a row that came or went; those of one that only changed belong nowhere."""
    if net.before is not None and net.after is not None:
        return dict(_NOWHERE)
    return {**_NOWHERE, **net.cells}


def _place(cells: dict[str, object]) -> tuple[object, object]:
    return cells["round_id"], cells["transcript_id"]
