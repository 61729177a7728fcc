"""Checking what is written against the schemas of the standard, before it is handed over."""

from functools import cache
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError

PROJECT, CODEBOOK = "Project.xsd", "Codebook.xsd"


def refuse_invalid(root: Any, schema: str) -> None:
    """Raise where an XML element (of lxml) is not as the standard wants it."""
    validator = _validator(schema)
    if validator.validate(root):
        return
    found = [f"line {error.line}: {error.message}" for error in validator.error_log]
    raise WorkbenchError(
        f"the study cannot be written as {schema.partition('.')[0].lower()} of REFI-QDA 1.0: its"
        " schema refuses it, for the reasons given; nothing was written. Please report this",
        details=found[:20],
    )


@cache
def _validator(schema: str) -> Any:
    from lxml import etree

    path = Path(__file__).with_name("schemas") / schema
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.XMLSchema(etree.fromstring(path.read_bytes(), parser))
