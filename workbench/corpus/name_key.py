"""De-identification: the key (who is who), and texts with its names replaced.

The key is a table of its own, which never enters the study. The same name has the same replacement
in every transcript, and so has a surname that stands alone for a whole name.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path

from workbench.corpus.identifying import SPEAKER, Candidate, whole_words
from workbench.csv_out import without_guard, write_csv
from workbench.errors import WorkbenchError
from workbench.tables import read_table

HEADER = ("name", "replacement", "kind", "count", "example")
_FOR_REVIEW = HEADER[2:]


def replaced(text: str, key: Mapping[str, str]) -> str:
    """The text with every name of the key replaced, in one pass: no replacement is replaced.

    >>> replaced("Marta rang Martas Marta Klein.", {"Marta": "A", "Marta Klein": "B"})
    'A rang Martas B.'
    """
    pattern = whole_words(key)
    return pattern.sub(lambda found: key[found.group()], text) if pattern else text


def read_key(path: Path) -> dict[str, str]:
    """Name to replacement from a key file; rows without a replacement are left alone.

    Raises where a name has two replacements, or a replacement is the name itself.
    """
    table = read_table(path, required=["name", "replacement"], optional=_FOR_REVIEW)
    key: dict[str, str] = {}
    for row in table.rows:
        name, instead = without_guard(row["name"]), without_guard(row["replacement"])
        if not instead:
            continue
        if not name:
            raise WorkbenchError(f"{table.where(row, 'name')}: the cell is empty; fill it in")
        if key.setdefault(name, instead) != instead:
            raise WorkbenchError(
                f"{table.where(row, 'replacement')}: this name has another replacement further"
                " up; leave one of the two"
            )
        if name == instead:
            raise WorkbenchError(
                f"{table.where(row, 'replacement')}: the replacement is the name itself; choose"
                " another, or leave the cell empty to leave the name alone"
            )
    return key


def write_key(path: Path, found: Sequence[Candidate], taken: Iterable[str] = ()) -> int:
    """Write candidates with a proposed replacement each into a key file, for a person to edit.

    What the file has already stays as it is, before the new rows; returns how many are new. No
    proposal is one of ``taken`` (labels that stand for somebody). Only the person who writes the
    file may read it, where the system knows such rights.
    """
    rows: list[tuple[str, ...]] = []
    if path.exists():
        table = read_table(path, required=["name", "replacement"], optional=_FOR_REVIEW)
        rows = [tuple(without_guard(row[cell]) for cell in HEADER) for row in table.rows]
    known = {name: instead for name, instead, *_ in rows}
    used = {*known.values(), *taken}
    new = [candidate for candidate in found if candidate.words not in known]
    proposed = dict(known)
    for candidate in sorted(new, key=lambda one: bool(one.part_of)):  # whole names first
        instead = proposed.get(candidate.part_of, "")
        if not instead:
            kind = next((c.kind for c in found if c.part_of == candidate.words), candidate.kind)
            kind = SPEAKER if SPEAKER in (kind, candidate.kind) else candidate.kind
            instead = next(free for free in _names_for(kind) if free not in used)
        used.add(instead)
        proposed[candidate.words] = instead
    rows += [(c.words, proposed[c.words], c.kind, str(c.count), c.example) for c in new]
    write_csv(path, HEADER, rows)
    path.chmod(0o600)
    return len(new)


def _names_for(kind: str) -> Iterable[str]:
    """P1, P2 … for speakers, as a label has to be short; [name 1], [place 1] … for the rest."""
    shape = "P{}" if kind == SPEAKER else f"[{kind} {{}}]"
    return (shape.format(number) for number in count(1))
