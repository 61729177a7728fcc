"""What an exchange needs of the study file that no other station gives: ids, and rows with ids."""

from collections.abc import Iterable
from typing import Any

from workbench.study import Study, Writer, now

_AT_ONCE = 500


def attribute_rows(study: Study) -> list[tuple[str, str]]:
    """(id, name) of every attribute, in column order."""
    rows = study.query("SELECT id, name FROM attributes ORDER BY position, name")
    return [(row["id"], row["name"]) for row in rows]


def made_at(study: Study) -> str:
    """When the study was made."""
    return str(study.value("SELECT made_at FROM study"))


def count_answers(study: Study) -> int:
    """How many answers to questions the study holds; everybody may know."""
    return int(study.value("SELECT count(*) FROM answers"))


def taken(study: Study, table: str, ids: Iterable[str]) -> set[str]:
    """Those of the ids that rows of a table have, seen or hidden: no two rows share one."""
    wanted = list(dict.fromkeys(ids))
    found: set[str] = set()
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        marks = ", ".join("?" for _ in some)
        found |= {
            r["id"] for r in study.query(f"SELECT id FROM {table} WHERE id IN ({marks})", some)
        }
    return found


def add_person_row(study: Study, write: Writer, person_id: str, name: str) -> None:
    """A coder behind the others; the name has been checked."""
    position = study.value("SELECT ifnull(max(position), 0) + 1 FROM people")
    write.insert("people", id=person_id, name=name, role="coder", position=position)


def add_case_row(study: Study, write: Writer, case_id: str, name: str) -> None:
    """A case behind the others."""
    position = study.value("SELECT ifnull(max(position), 0) + 1 FROM cases")
    write.insert("cases", id=case_id, name=name, position=position)


def add_attribute_row(study: Study, write: Writer, attribute_id: str, name: str) -> None:
    """An attribute behind the others."""
    position = study.value("SELECT ifnull(max(position), 0) + 1 FROM attributes")
    write.insert("attributes", id=attribute_id, name=name, position=position)


def tie_speaker(write: Writer, speaker_id: str, case_id: str) -> None:
    """Let a speaker be a case."""
    write.update("speakers", speaker_id, case_id=case_id)


def add_theme_row(study: Study, write: Writer, **cells: str | None) -> None:
    """A theme behind the others."""
    position = study.value("SELECT ifnull(max(position), 0) + 1 FROM themes")
    write.insert("themes", position=position, made_at=now(), **cells)


def insert_notes(write: Writer, rows: list[dict[str, Any]]) -> None:
    """Notes with all their cells but what hides them: what lay in a file is shared."""
    write.insert_many("notes", [{**row, "shared": 1} for row in rows])


def insert_agreed(write: Writer, rows: list[dict[str, Any]]) -> None:
    """Codings of the third layer with all their cells."""
    write.insert_many("consensus_codings", rows)
