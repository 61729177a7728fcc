"""Cases and their attributes in the study file."""

from collections.abc import Mapping, Sequence

from workbench.corpus.nouns import Case
from workbench.study import Study, Writer


def cases(study: Study) -> list[Case]:
    """All cases in the order they came in, each with its values and its speakers."""
    values: dict[str, dict[str, str]] = {}
    for row in study.query(
        "SELECT v.case_id, a.name, v.value FROM case_values v"
        " JOIN attributes a ON a.id = v.attribute_id ORDER BY a.position, a.name"
    ):
        values.setdefault(row["case_id"], {})[row["name"]] = row["value"]
    spoken: dict[str, list[tuple[str, str]]] = {}
    for row in study.query(
        "SELECT s.case_id, t.name, s.label FROM speakers s"
        " JOIN transcripts t ON t.id = s.transcript_id WHERE s.case_id IS NOT NULL"
        " ORDER BY t.name, s.position, s.label"
    ):
        spoken.setdefault(row["case_id"], []).append((row["name"], row["label"]))
    return [
        Case(row["id"], row["name"], values.get(row["id"], {}), tuple(spoken.get(row["id"], ())))
        for row in study.query("SELECT id, name FROM cases ORDER BY position, name")
    ]


def attributes(study: Study) -> list[str]:
    """The names of all attributes, in column order."""
    return [r["name"] for r in study.query("SELECT name FROM attributes ORDER BY position, name")]


def add_case(study: Study, write: Writer, name: str) -> str:
    """Insert a case behind the others; returns its id."""
    position = study.value("SELECT ifnull(max(position), 0) + 1 FROM cases")
    return write.insert("cases", name=name, position=position)


def attribute_ids(study: Study, write: Writer, names: Sequence[str]) -> dict[str, str]:
    """The id of each attribute; those that are new are added. Names are compared without case."""
    known = {
        row["name"].casefold(): row["id"] for row in study.query("SELECT id, name FROM attributes")
    }
    for name in names:
        if name.casefold() not in known:
            position = study.value("SELECT ifnull(max(position), 0) + 1 FROM attributes")
            known[name.casefold()] = write.insert("attributes", name=name, position=position)
    return {name: known[name.casefold()] for name in names}


def set_values(study: Study, write: Writer, case_id: str, values: Mapping[str, str]) -> None:
    """Set a case's values by attribute id; an empty value is taken out, others stay."""
    present = {
        row["attribute_id"]: row["id"]
        for row in study.query(
            "SELECT id, attribute_id FROM case_values WHERE case_id = ?", (case_id,)
        )
    }
    for attribute_id, value in values.items():
        row_id = present.get(attribute_id)
        if row_id is None and value:
            write.insert("case_values", case_id=case_id, attribute_id=attribute_id, value=value)
        elif row_id is not None and value:
            write.update("case_values", row_id, value=value)
        elif row_id is not None:
            write.delete("case_values", row_id)
