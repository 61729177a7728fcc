"""From rows of the table of codes to codes in the order of the tree, with letters and hues."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from workbench.codebook.cells import split_aliases
from workbench.codebook.hues import assign_hues
from workbench.codebook.letters import assign_letters
from workbench.codebook.nouns import Code
from workbench.codebook.paths import join_path


def in_tree_order(
    rows: Sequence[sqlite3.Row], seen: Mapping[str, sqlite3.Row]
) -> Iterator[tuple[sqlite3.Row, tuple[str, ...]]]:
    """Every row with the names on its path, parents before children."""
    children: dict[str | None, list[sqlite3.Row]] = {}
    for row in rows:
        parent = row["parent_id"] if row["parent_id"] in seen else None
        children.setdefault(parent, []).append(row)
    for siblings in children.values():
        # positions of shared and private codes are counted apart and may be equal
        siblings.sort(
            key=lambda r: (
                r["position"],
                r["maker_id"] is not None,
                r["made_at"],
                r["maker"],
                r["name"],
            )
        )
    waiting: list[tuple[sqlite3.Row, tuple[str, ...]]] = [
        (row, (row["name"],)) for row in reversed(children.get(None, []))
    ]
    while waiting:
        row, names = waiting.pop()
        yield row, names
        below = children.get(row["id"], [])
        waiting += [(child, (*names, child["name"])) for child in reversed(below)]


def signs(rows: Sequence[sqlite3.Row], viewer: str | None) -> tuple[dict[str, str], dict[str, str]]:
    """Letters and hues by code id. Codes of others come last: they appear when revealed."""

    def order(row: sqlite3.Row) -> tuple[str | int | bool, ...]:
        private = row["maker_id"] is not None
        return (row["made_at"], row["position"], private, row["maker"], row["name"])

    foreign = {row["id"]: row["maker_id"] not in (None, viewer) for row in rows}
    by_age = sorted(rows, key=lambda row: (foreign[row["id"]], *order(row)))
    letters = assign_letters([(r["name"], "" if r["retired"] else r["letter"]) for r in by_age])
    # the hues of shared branches are the same for everybody, whatever else a viewer sees
    shared_first = sorted(by_age, key=lambda row: row["maker_id"] is not None)
    parents = ((row["id"], row["parent_id"]) for row in shared_first)
    hues = assign_hues(parents, {row["id"]: row["colour"] for row in rows if row["colour"]})
    return {row["id"]: letter for row, letter in zip(by_age, letters, strict=True)}, hues


def code_of(row: sqlite3.Row, names: tuple[str, ...], sign: tuple[str, str], position: int) -> Code:
    """The code of a row; ``names`` are those on its path, ``sign`` its letter and hue."""
    letter, hue = sign
    return Code(
        id=row["id"],
        name=row["name"],
        path=join_path(names),
        depth=len(names) - 1,
        parent_id=row["parent_id"],
        definition=row["definition"],
        when_to_use=row["when_to_use"],
        when_not_to_use=row["when_not_to_use"],
        example=row["example"],
        origin=row["origin"],
        level=row["level"],
        colour=row["colour"],
        question=row["question"],
        aliases=split_aliases(row["aliases"]),
        letter=letter,
        hue=hue,
        exclusive=bool(row["exclusive"]),
        maker_id=row["maker_id"],
        maker=row["maker"],
        retired=bool(row["retired"]),
        position=position,
        letter_chosen=bool(row["letter"]) and row["letter"] == letter,
    )
