"""Bringing a codebook from a table into the shared codebook of a study: all of it or nothing."""

from dataclasses import dataclass
from pathlib import Path

from workbench.codebook.columns import field_text
from workbench.codebook.nouns import Code
from workbench.codebook.paths import join_path, split_path
from workbench.codebook.reading import CodebookTable, CodeRow, read_codebook, refuse
from workbench.codebook.resolving import Names, key, resolve
from workbench.codebook.store import codes, insert_codes, refuse_frozen
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, Writer, new_id

PROJECTS = (".qdpx", ".qde")
"""Endings of projects of other programs, which hold a codebook and are none."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: paths of new and of changed codes, and what it did not read."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int
    other_columns: tuple[str, ...]
    folders: tuple[str, ...]

    @property
    def notices(self) -> list[str]:
        """The report in sentences."""
        total = len(self.new) + len(self.changed) + self.unchanged
        lines = [
            f"codes read: {total}, {len(self.new)} new, {len(self.changed)} changed,"
            f" {self.unchanged} as they were"
        ]
        if self.other_columns:
            lines.append(
                f"columns that are not part of a codebook: {', '.join(self.other_columns)}"
            )
        if self.folders:
            lines.append(f"folders, which are no codes, left out: {', '.join(self.folders)}")
        return lines


def import_codebook(study: Study, path: Path, by: Person | None) -> ImportReport:
    """Add the codes of a table to the shared codebook, and update those of the same path.

    Of a code that is there, exactly the cells change for which the table has a column; an empty
    origin leaves the old one. Raises, with every bad row named by its line and nothing changed,
    for bad cells, repeated codes, parents that are unknown or go in a circle, and for new codes
    while the codebook is frozen.
    """
    if path.suffix.casefold() in PROJECTS:
        raise WorkbenchError(
            f"{path.name}: is a whole project, not a codebook: bring it in as a project (workbench"
            " import-refi; on the screens Set-up, Transcripts, p), or export its codebook as .qdc"
        )
    table = read_codebook(path)
    with study.change("import a codebook", by) as write:
        public = codes(study, None)
        paths, problems = resolve(table.rows, [split_path(code.path) for code in public])
        refuse(path, [f"{path.name}, line {line}: {sentence}" for line, sentence in problems])
        return _write(study, write, table, paths, public)


def _write(
    study: Study, write: Writer, table: CodebookTable, paths: list[Names], public: list[Code]
) -> ImportReport:
    # a shared code stands for its path before a revealed one of the same path
    present = {key(split_path(code.path)): code for code in public if not code.shared}
    present |= {key(split_path(code.path)): code for code in public if code.shared}
    ids = {path: code.id for path, code in present.items()}
    fresh: list[dict[str, str | None]] = []
    new, changed = [], []
    for row, names in zip(table.rows, paths, strict=True):
        code = present.get(key(names))
        if code is None or not code.shared:
            ids[key(names)] = new_id()
            fresh.append(_cells(row, ids[key(names)]))
            new.append(names)
        elif cells := _differing(row, code):
            write.update("codes", code.id, **cells)
            changed.append(code.path)
    for cells_of_new, names in zip(fresh, new, strict=True):
        cells_of_new["parent_id"] = ids.get(key(names[:-1]))
    if fresh:
        refuse_frozen(study, None, shared=True)
        insert_codes(study, write, None, fresh)
    return ImportReport(
        new=tuple(join_path(names) for names in new),
        changed=tuple(changed),
        unchanged=len(table.rows) - len(new) - len(changed),
        other_columns=table.others,
        folders=table.folders,
    )


def _cells(row: CodeRow, code_id: str) -> dict[str, str | None]:
    given = {field: text for field, text in row.cells.items() if text}
    return {"id": code_id, "name": row.name, "origin": "deductive", **given}


def _differing(row: CodeRow, code: Code) -> dict[str, str]:
    return {
        field: text
        for field, text in row.cells.items()
        if text != field_text(code, field) and (text or field != "origin")
    }
