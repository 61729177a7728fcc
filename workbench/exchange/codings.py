"""Codings as a table that ``codings import`` reads again."""

from dataclasses import dataclass
from pathlib import Path

from workbench.coding.listing import CONSENSUS, listed
from workbench.consensus.nouns import CONSENSUS_NAME
from workbench.consensus.store import consensus_codings
from workbench.csv_out import write_csv
from workbench.study import Person, Study
from workbench.themes.evidence import CODER

COLUMNS = ("transcript", "start", "end", "code", "memo", "coder", "layer")


@dataclass(frozen=True, slots=True)
class ExportedCodings:
    """What a table of codings holds; ``guarded`` counts cells under the formula guard."""

    rows: int
    guarded: int


def export_codings(
    study: Study,
    viewer: Person | None,
    path: Path,
    *,
    layer: str | None = None,
    guard: bool = True,
) -> ExportedCodings:
    """Write the codings that the viewer may see, of all layers or of one.

    ``layer`` is a person's name or ``consensus``. Line breaks in memos are kept. Raises like the
    listing of a hidden layer.
    """
    with study.snapshot():
        agreed = consensus_codings(study) if layer in (None, CONSENSUS) else []
        rows = listed(study, viewer, layer, agreed)
    table = [
        (
            row["transcript"],
            row["start"],
            row["end"],
            row["code"],
            row["memo"],
            CONSENSUS_NAME if row["coder"] == CONSENSUS else row["coder"],
            CONSENSUS if row["coder"] == CONSENSUS else CODER,
        )
        for row in rows
    ]
    written = write_csv(path, COLUMNS, table, guard=guard)
    return ExportedCodings(written.rows, written.guarded)
