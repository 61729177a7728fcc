"""Nets: what a change did to each row, from its first image of the row to its last."""

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.study.carry import Cells
from workbench.study.journal import Image


@dataclass(frozen=True, slots=True)
class Net:
    """What one change did to one row: ``before`` it and ``after`` it (None: there was none).

    An undo expects the row as it was after, and puts it back as it was before. ``adrift`` is the
    text that the places in ``before`` are places of, where no sure place in the text that stands
    now is known for them; else "".
    """

    table: str
    row_id: str
    before: Cells | None
    after: Cells | None
    adrift: str = ""

    @property
    def cells(self) -> Cells:
        """The row as the change left it, or as it was before it went."""
        return self.after or self.before or {}


def nets_of(images: Iterable[Image]) -> list[Net]:
    """One net a row that ended otherwise than it began, in the order of the first images."""
    first: dict[tuple[str, str], Image] = {}
    last: dict[tuple[str, str], Image] = {}
    for image in images:
        key = (image.table, image.row_id)
        first.setdefault(key, image)
        last[key] = image
    nets = [
        Net(table, row_id, first[table, row_id].before, last[table, row_id].after)
        for table, row_id in first
    ]
    return [net for net in nets if net.before != net.after]
