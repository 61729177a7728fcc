"""The columns of a codebook as a table, and the cells of a code they stand for."""

from workbench.codebook.nouns import Code

NAME, PARENT, HIERARCHICAL_NAME = "Name", "Parent", "Hierarchical Name"
FIELDS = {
    "Description": "definition",
    "When to use": "when_to_use",
    "When not to use": "when_not_to_use",
    "Example": "example",
    "Origin": "origin",
    "Level": "level",
    "Colour": "colour",
    "Question": "question",
    "Aliases": "aliases",
}
COLUMNS = (NAME, PARENT, *FIELDS)


def field_text(code: Code, field: str) -> str:
    """The cell of a code as a table holds it."""
    value = getattr(code, field)
    return "; ".join(value) if isinstance(value, tuple) else str(value)
