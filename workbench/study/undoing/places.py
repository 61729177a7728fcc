"""Places on a text that was corrected: what is put back lies on another text now.

Undoing a correction puts every place back as it was. Hidden work that was done on the corrected
text meanwhile is carried to the text that stands again, for refusing would betray it; what the
person may see refuses, by name. Hidden codings that come back to words which a correction has
changed since are adrift: they get the place that changes least, and their coder is asked.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from workbench.errors import WorkbenchError
from workbench.study import carry
from workbench.study.carry import PLACES, POSITIONED, Cells
from workbench.study.study import Study, Writer
from workbench.study.undoing.nets import Net
from workbench.study.undoing.nouns import named
from workbench.study.undoing.sight import Sight


def turned_texts(nets: Sequence[Net]) -> dict[str, tuple[int, int]]:
    """Transcripts whose text these nets exchange, with the text now and the text to come."""
    return {
        net.row_id: (int(str(net.after["text_id"])), int(str(net.before["text_id"])))
        for net in nets
        if net.table == "transcripts"
        and net.before is not None
        and net.after is not None
        and net.before["text_id"] != net.after["text_id"]
    }


def settles_places(nets: Sequence[Net]) -> bool:
    """Whether these nets are a correction or the settling of a doubtful place."""
    return any(net.table in ("corrections", "doubts") for net in nets)


def carried_since(sight: Sight, nets: list[Net], turned: int, label: str) -> list[Net]:
    """The nets with their places on the texts as they stand now, or adrift.

    Raises where a row would come back to a place that a correction has changed since.
    """
    study = sight.study
    elsewhere = carry.corrected_since(study, turned) - turned_texts(nets).keys()
    if not elsewhere:
        return nets
    ways: dict[str, list[str]] = {}
    found = []
    for net in nets:
        transcript_id = carry.transcript_of(study, net.table, net.cells)
        if transcript_id is None or transcript_id not in elsewhere:
            found.append(net)
            continue
        if transcript_id not in ways:
            ways[transcript_id] = carry.texts_since(study, transcript_id, turned)
        found.append(_carried(sight, net, ways[transcript_id], label))
    return found


def _carried(sight: Sight, net: Net, way: list[str], label: str) -> Net:
    rows = sight.study.query(f"SELECT * FROM {net.table} WHERE id = ?", (net.row_id,))
    places = {k: v for k, v in dict(rows[0]).items() if k in PLACES} if rows else {}
    stays = (
        net.before is not None
        and net.after is not None
        and all(net.before[column] == net.after[column] for column in places)
    )
    after = {**net.after, **places} if net.after is not None and rows else net.after
    if net.before is None:
        return replace(net, after=after)
    if stays and rows:
        return replace(net, before={**net.before, **places}, after=after)
    before, sure = _moved(net.table, net.before, way)
    if sure:
        return replace(net, before=before, after=after)
    if not sight.hidden(net.table, net.before):
        raise WorkbenchError(
            f"cannot {label}: the text was corrected since at this place; do it anew by hand"
        )
    if net.table == "codings":
        return replace(net, after=after, adrift=way[0])
    return replace(net, before=before, after=after)


def _moved(table: str, cells: Cells, way: list[str]) -> tuple[Cells, bool]:
    first, last, _ = POSITIONED[table]
    if not isinstance(cells[first], int):
        return cells, True
    start, end, sure = int(str(cells[first])), None, True
    if last:
        end = int(str(cells[last]))
    for old, new in pairwise(way):
        start, reached, certain = carry.carrier().place(old, new, start, end)
        end, sure = reached if last else None, sure and certain
    return {**cells, first: start, **({last: end} if last else {})}, sure


def land(study: Study, write: Writer, nets: Sequence[Net]) -> None:
    """Bring the codings that are adrift to places in the texts that stand now."""
    codings: dict[tuple[str, str], list[Cells]] = {}
    for net in nets:
        if net.adrift and net.before is not None:
            transcript_id = carry.transcript_of(study, net.table, net.before)
            codings.setdefault((str(transcript_id), net.adrift), []).append(net.before)
    if not codings:
        return
    carry.correcting(write, True)
    for (transcript_id, old), rows in codings.items():
        carry.carrier().land(study, write, transcript_id, old, rows)
    carry.correcting(write, False)


def follow(sight: Sight, write: Writer, nets: Sequence[Net], turned: int, label: str) -> None:
    """After the rows were put back: carry what was done meanwhile, and renew the seals.

    Raises where somebody did what the person may see on the text that is taken back.
    """
    study = sight.study
    back = {(net.table, net.row_id) for net in nets}
    for transcript_id, (left, _) in turned_texts(nets).items():
        rows = {
            table: {id for id in ids if (table, id) not in back}
            for table, ids in carry.changed_rows(study, transcript_id, turned).items()
        }
        for table, ids in rows.items():
            for cells in carry.rows_on(study, table, transcript_id) if ids else ():
                if cells["id"] in ids and not sight.hidden(table, cells):
                    raise WorkbenchError(
                        f"cannot {label}: {named(table, cells)} was made or changed on the text"
                        " since; take that back first"
                    )
        old = study.value("SELECT body FROM texts WHERE id = ?", (left,))
        carry.carrier().follow(study, write, transcript_id, str(old or ""), rows)
    corrected = {row["id"] for row in study.query("SELECT id FROM transcripts WHERE version > 1")}
    touched = {
        carry.transcript_of(study, net.table, net.before or net.after or {})
        if net.table != "layers"
        else str((net.before or net.after or {})["transcript_id"])
        for net in nets
        if net.table in POSITIONED or net.table == "layers"
    }
    again = turned_texts(nets).keys() | (corrected & {t for t in touched if t})
    if again:
        carry.carrier().seal(study, write, again)
