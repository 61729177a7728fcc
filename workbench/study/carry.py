"""What lies on a text: rows with positions, and how they go along when the text is corrected.

The tables are known here, because undo has to know them; how a place is found in the other text is
known to the coding station, which registers itself as the carrier.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from workbench.study import journal
from workbench.study.journal import Value
from workbench.study.study import Study, Writer

# table -> (column of the start, column of the end or "", the condition that picks a transcript)
POSITIONED = {
    "answers": ("start", "end", "transcript_id = ? AND start IS NOT NULL"),
    "codings": (
        "start",
        "end",
        "layer_id IN (SELECT id FROM layers WHERE transcript_id = ?)",
    ),
    "consensus_codings": ("start", "end", "transcript_id = ?"),
    "decisions": (
        "start",
        "end",
        "item_id IN (SELECT id FROM items WHERE transcript_id = ?) AND start IS NOT NULL",
    ),
    "item_codings": (
        "start",
        "end",
        "item_id IN (SELECT id FROM items WHERE transcript_id = ?)",
    ),
    "items": ("start", "end", "transcript_id = ?"),
    "notes": ("position", "", "transcript_id = ? AND position IS NOT NULL"),
    "suggestions": ("start", "end", "transcript_id = ?"),
    "turns": ("start", "end", "transcript_id = ?"),
}
PLACES = ("start", "text_start", "end", "position")
"""Columns that hold code points in a table of ``POSITIONED``."""

Cells = dict[str, Value]


class Carrier(Protocol):
    """Carries places from one text to another, and renews what depends on them."""

    def place(self, old: str, new: str, start: int, end: int | None) -> tuple[int, int, bool]:
        """Start and end in the new text, and whether that is sure. No end: a place, not a span."""

    def follow(
        self, study: Study, write: Writer, transcript_id: str, old: str, rows: dict[str, set[str]]
    ) -> None:
        """Move the rows named, which lie on the text ``old``, to the text that stands now."""

    def land(
        self, study: Study, write: Writer, transcript_id: str, old: str, codings: list[Cells]
    ) -> None:
        """Insert codings that lay on the text ``old`` and are in no layer now, where they lie in
        the text that stands; what is doubtful is noted for their coder."""

    def seal(self, study: Study, write: Writer, transcript_ids: Iterable[str]) -> None:
        """Seal locked layers anew whose text or places are not those of their seal."""


_carriers: list[Carrier] = []


def register_carrier(carrier: Carrier) -> None:
    """The coding station says who carries."""
    _carriers[:] = [carrier]


def carrier() -> Carrier:
    """Who carries. A programming error where no station has registered."""
    if not _carriers:
        raise LookupError("nobody has registered to carry positions over a correction")
    return _carriers[0]


def correcting(write: Writer, on: bool) -> None:
    """While on, spans in locked layers may move (not more), inside the open change."""
    write.execute("UPDATE journal_open SET correcting = ?", (int(on),))


def rows_on(study: Study, table: str, transcript_id: str) -> list[Cells]:
    """All cells of the rows of one table that lie on a transcript, by their place."""
    start, _, condition = POSITIONED[table]
    found = study.query(
        f'SELECT * FROM {table} WHERE {condition} ORDER BY "{start}", id', (transcript_id,)
    )
    return [dict(row) for row in found]


def transcript_of(study: Study, table: str, cells: Cells) -> str | None:
    """The transcript that a row lies on, also where the row it hangs on is gone; None: none."""
    if table not in POSITIONED:
        return None
    for column, parent in (("layer_id", "layers"), ("item_id", "items")):
        if column in cells and table != "consensus_codings":
            found = study.value(
                f"SELECT transcript_id FROM {parent} WHERE id = ?", (cells[column],)
            ) or study.value(
                f"SELECT old_transcript_id FROM journal_{parent} WHERE row_id = ?"
                " AND old_transcript_id IS NOT NULL ORDER BY seq DESC LIMIT 1",
                (cells[column],),
            )
            return str(found) if found else None
    return str(cells["transcript_id"]) if cells.get("transcript_id") else None


def corrected_since(study: Study, number: int) -> set[str]:
    """Transcripts whose text was another one at some time after change ``number``."""
    rows = study.query(
        "SELECT DISTINCT row_id FROM journal_transcripts WHERE change > ? AND op = 'update'"
        " AND old_text_id IS NOT new_text_id",
        (number,),
    )
    return {row["row_id"] for row in rows}


def texts_since(study: Study, transcript_id: str, number: int) -> list[str]:
    """The texts from right after change ``number`` until now, each once: a correction that was
    taken back is no step on the way."""
    rows = study.query(
        "SELECT old_text_id AS before, new_text_id AS after FROM journal_transcripts"
        " WHERE row_id = ? AND change > ? AND op = 'update' AND old_text_id IS NOT new_text_id"
        " ORDER BY seq",
        (transcript_id, number),
    )
    way: list[int] = [rows[0]["before"]] if rows else []
    for row in rows:
        if row["after"] in way:
            del way[way.index(row["after"]) + 1 :]
        else:
            way.append(row["after"])
    return [str(study.value("SELECT body FROM texts WHERE id = ?", (key,)) or "") for key in way]


def changed_rows(study: Study, transcript_id: str, number: int) -> dict[str, set[str]]:
    """Rows on a transcript that are not what they were right after change ``number``, by table.

    What was changed and changed back, as by a further correction and its undo, is what it was.
    """
    found: dict[str, set[str]] = {}
    for table in POSITIONED:
        first_since = f"SELECT min(seq) FROM journal_{table} WHERE change > ? GROUP BY row_id"
        images = journal.read_images(study.connection, table, f"seq IN ({first_since})", (number,))
        before = {image.row_id: image.before for image in images}
        if before:
            found[table] = {
                str(cells["id"])
                for cells in rows_on(study, table, transcript_id)
                if cells["id"] in before and cells != before[str(cells["id"])]
            }
    return found


def in_free_order(moves: Sequence[tuple[Cells, Cells]]) -> list[tuple[Cells, Cells]]:
    """(before, after) of codings, so ordered that each finds its new place free.

    Texts are aligned without crossings, so there is always such an order.
    """
    standing = {_spot(before): at for at, (before, _) in enumerate(moves)}
    ordered: list[tuple[Cells, Cells]] = []
    done: set[int] = set()
    for first in range(len(moves)):
        way, at = [], first
        while at not in done:
            done.add(at)
            way.append(at)
            at = standing.get(_spot(moves[at][1]), at)
        ordered += [moves[step] for step in reversed(way)]
    return ordered


def _spot(cells: Cells) -> tuple[Value, ...]:
    return cells["layer_id"], cells["code_id"], cells["start"], cells["end"]
