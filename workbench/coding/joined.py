"""Codings as merges of their codes make them be read: no passage is counted twice.

A coding of a merged code is read as one of the code it was merged into. Where codings of one
coder that had different codes lay on each other when these were merged, they are read as one, from
the first start to the last end. The rows themselves stay as they are.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from workbench.codebook.nouns import Joins
from workbench.coding.nouns import Coding


class OnText(Protocol):
    """A span with a code."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def code_id(self) -> str: ...


SpanT = TypeVar("SpanT", bound=OnText)


def groups(
    found: Iterable[SpanT],
    joins: Joins,
    layer: Callable[[SpanT], Hashable],
    made_at: Callable[[SpanT], str],
) -> list[list[SpanT]]:
    """Spans that are read as one, together, in no order; every other one alone.

    ``layer`` says what belongs together: only spans of one layer are ever read as one, and of these
    only such as were made before the codes were merged. The first of a group is one that has the
    code itself, the earliest and longest of them.
    """
    alone: list[list[SpanT]] = []
    merged: dict[tuple[Hashable, str], list[SpanT]] = defaultdict(list)
    for one in found:
        code_id = joins.of(one.code_id)
        # what was done after a merge was done on the merged code: it is as its coder made it
        if made_at(one) <= joins.since.get(code_id, ""):
            merged[layer(one), code_id].append(one)
        else:
            alone.append([one])
    for (_, code_id), spans in merged.items():
        for touching in _connected(spans):
            if len({one.code_id for one in touching}) == 1:
                alone += [[one] for one in touching]
            else:
                touching.sort(key=lambda one: (one.code_id != code_id, one.start, -one.end))
                alone.append(touching)
    return alone


def read_codings(found: Iterable[Coding], joins: Joins, paths: dict[str, str]) -> list[Coding]:
    """The codings as they are read, in no order. ``paths`` are those of the codes by id."""
    if not joins:
        return list(found)
    return [
        _as_one(group, joins.of(group[0].code_id), paths)
        for group in groups(found, joins, lambda c: c.layer_id, lambda c: c.made_at)
    ]


def joined_memos(memos: Iterable[str]) -> str:
    """Several memos as one text, each once, in the order given.

    >>> joined_memos(["why", "", "her word", "why"])
    'why\\nher word'
    """
    text = ""
    for memo in memos:
        if memo and f"\n{memo}\n" not in f"\n{text}\n":
            text = f"{text}\n{memo}" if text else memo
    return text


def _as_one(group: Sequence[Coding], code_id: str, paths: dict[str, str]) -> Coding:
    first = group[0]
    if len(group) == 1:
        if code_id == first.code_id:
            return first
        return replace(first, code_id=code_id, code=paths[code_id])
    return replace(
        first,
        start=min(one.start for one in group),
        end=max(one.end for one in group),
        code_id=code_id,
        code=paths[code_id],
        memo=joined_memos(one.memo for one in group),
        flagged=any(one.flagged for one in group),
        also=tuple(one.id for one in group[1:]),
    )


def _connected(spans: Sequence[SpanT]) -> list[list[SpanT]]:
    """Spans that overlap, directly or through others; those that only touch stay apart."""
    found: list[list[SpanT]] = []
    reach = -1
    for one in sorted(spans, key=lambda one: (one.start, one.end)):
        if found and one.start < reach:
            found[-1].append(one)
        else:
            found.append([one])
            reach = one.end
        reach = max(reach, one.end)
    return found
