r"""Reading a codebook from a CSV table, before anything is known of a study.

``Parent`` names a code by its bare name or its path. Where it is missing, ``Hierarchical Name`` is
read: a path of ours, or NVivo's ``Area\\Folder\\Item\Child``, whose area and folders are no codes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from workbench.codebook.cells import checked_choice, checked_text, join_aliases
from workbench.codebook.columns import COLUMNS, FIELDS, HIERARCHICAL_NAME, NAME, PARENT
from workbench.codebook.nouns import LEVELS, ORIGINS
from workbench.codebook.paths import checked_name, checked_path, join_path, same_name
from workbench.csv_out import without_guard
from workbench.errors import WorkbenchError
from workbench.tables import Row, Table, read_table

T = TypeVar("T")
_OF_NVIVO = re.compile(r"\\(?!/)")


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code of a table: the line on which it begins, its name, and what names its parent.

    ``parent`` holds the names in that reference, none for the top; ``by_path`` says that they are
    a path even if there is only one. ``cells`` has the fields for which the table has a column.
    """

    line: int
    name: str
    parent: tuple[str, ...]
    by_path: bool
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class CodebookTable:
    """A codebook as read; ``others`` are the columns that mean nothing here."""

    path: Path
    rows: tuple[CodeRow, ...]
    others: tuple[str, ...]
    folders: tuple[str, ...]


def read_codebook(path: Path) -> CodebookTable:
    """Read a codebook table. Raises with every bad cell, named by its line and column."""
    table = read_table(path, [NAME], [PARENT, *FIELDS, HIERARCHICAL_NAME])
    # only a table with all our columns can be our own export, whose formula guard is taken off
    own = all(table.has(column) for column in COLUMNS)
    cell = (lambda row, column: without_guard(row.raw(column))) if own else Row.raw
    rows: list[CodeRow] = []
    folders: list[str] = []
    problems: list[str] = []
    for row in table.rows:
        reader = _RowReader(table, row, cell, problems)
        if found := reader.code():
            rows.append(found)
        folders += reader.folders
    refuse(path, problems)
    return CodebookTable(path, tuple(rows), table.others, tuple(dict.fromkeys(folders)))


def refuse(path: Path, problems: list[str]) -> None:
    """Raise if there are problems: a single one as the message, several as its details."""
    if len(problems) == 1:
        raise WorkbenchError(f"{problems[0]} (no code was imported)")
    if problems:
        raise WorkbenchError(
            f"{path.name} has {len(problems)} mistakes, and no code was imported:"
            " mend them and import it again",
            problems,
        )


class _RowReader:
    """Reads the cells of one row and notes what is wrong with each."""

    def __init__(
        self, table: Table, row: Row, cell: Callable[[Row, str], str], problems: list[str]
    ) -> None:
        self.table = table
        self.row = row
        self.cell = cell
        self.problems = problems
        self.folders: list[str] = []

    def code(self) -> CodeRow | None:
        known = len(self.problems)
        name = self._checked(NAME, checked_name, "")
        cells = {
            field: self._checked(column, _CHECKS.get(column, checked_text), "")
            for column, field in FIELDS.items()
            if self.table.has(column)
        }
        parent, by_path = self._parent(name)
        if len(self.problems) > known:
            return None
        return CodeRow(self.row.line, name, parent, by_path, cells)

    def _parent(self, name: str) -> tuple[tuple[str, ...], bool]:
        if self.cell(self.row, PARENT).strip():
            return self._checked(PARENT, checked_path, ()), False
        if not self.cell(self.row, HIERARCHICAL_NAME).strip():
            return (), False
        return self._checked(HIERARCHICAL_NAME, lambda cell: self._above(cell, name), ()), True

    def _above(self, hierarchical: str, name: str) -> tuple[str, ...]:
        """The names above the code in its hierarchical name, which must end with its own."""
        if _OF_NVIVO.search(hierarchical):
            *folders, item = hierarchical.strip().split("\\\\")
            self.folders += folders[1:]
            names = tuple(checked_name(part) for part in item.split("\\"))
        else:
            names = checked_path(hierarchical)
        if same_name(names[-1]) != same_name(name):
            raise WorkbenchError(
                f"“{join_path(names)}” does not end with the name of the code, “{name}”: mend one"
            )
        return names[:-1]

    def _checked(self, column: str, check: Callable[[str], T], instead: T) -> T:
        try:
            return check(self.cell(self.row, column))
        except WorkbenchError as error:
            self.problems.append(f"{self.table.where(self.row, column)}: {error}")
            return instead


def _origin(cell: str) -> str:
    return checked_choice("origin", cell, ORIGINS) if cell.strip() else ""


_CHECKS: dict[str, Callable[[str], str]] = {
    "Origin": _origin,
    "Level": lambda cell: checked_choice("level", cell, ("", *LEVELS)),
    "Colour": lambda cell: checked_text(cell).strip(),
    "Aliases": lambda cell: join_aliases([cell]),
}
