"""Writing a codebook as the table that an import reads again without loss."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from workbench.codebook.columns import COLUMNS, FIELDS, field_text
from workbench.codebook.nouns import Code
from workbench.codebook.paths import LONGEST_NAME, join_path, same_name
from workbench.codebook.resolving import Names, key
from workbench.codebook.store import codes
from workbench.csv_out import write_csv
from workbench.errors import WorkbenchError
from workbench.study import Person, Study

NO_TABLES = (".db", ".docx", ".qdc", ".qdpx", ".xls", ".xlsx")


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What a table of codes holds, and what it could not carry.

    ``renamed`` lists (path, path in the table) of codes that share their path with another one.
    """

    rows: int
    guarded: int
    renamed: tuple[tuple[str, str], ...]
    own: int
    exclusive: int
    letters: int

    @property
    def notices(self) -> list[str]:
        """The report in sentences."""
        lines = [f"codes written: {self.rows}"]
        if self.guarded:
            lines.append(
                f"cells kept from being taken for formulas by an apostrophe: {self.guarded}"
                " (importing takes it off again)"
            )
        lines += [
            f"{path} is written as {name}: another code has that path"
            for path, name in self.renamed
        ]
        lost = [
            f"{what} ({count})"
            for count, what in (
                (self.own, "makers of inductive codes"),
                (self.exclusive, "marks of exclusive codes"),
                (self.letters, "chosen letters"),
            )
            if count
        ]
        if lost:
            lines.append(f"not carried by a table of codes: {', '.join(lost)}")
        return lines


def export_codebook(
    study: Study, path: Path, viewer: Person | None, *, guard: bool = True
) -> ExportReport:
    """Write the codes in use that the viewer may see, whole or not at all."""
    if path.suffix.lower() in NO_TABLES:
        raise WorkbenchError(f"{path.name} is no name for a CSV table: end it in .csv")
    listed = with_parents(codes(study, viewer, retired=True))
    names = names_of_their_own(listed)
    bearers = Counter(same_name(path[-1]) for path in names.values())
    rows = []
    for code in listed:
        *above, name = names[code.id]
        alone = bool(above) and bearers[same_name(above[-1])] == 1
        parent = join_path(above[-1:] if alone else above)
        rows.append([name, parent, *(field_text(code, field) for field in FIELDS.values())])
    written = write_csv(path, COLUMNS, rows, guard=guard)
    return ExportReport(
        rows=written.rows,
        guarded=written.guarded,
        renamed=tuple(
            (code.path, join_path(names[code.id]))
            for code in listed
            if names[code.id][-1] != code.name
        ),
        own=sum(not code.shared for code in listed),
        exclusive=sum(code.exclusive for code in listed),
        letters=sum(code.letter_chosen for code in listed),
    )


def with_parents(everything: list[Code]) -> list[Code]:
    """The codes in use, and those out of use without which their paths would break."""
    needed: set[str | None] = set()
    for code in reversed(everything):  # children stand behind their parents
        if not code.retired or code.id in needed:
            needed |= {code.id, code.parent_id}
    return [code for code in everything if code.id in needed]


def names_of_their_own(listed: list[Code]) -> dict[str, Names]:
    """Code id -> the names on its path, where no two are the same.

    Of codes with one path, the shared one in use keeps it; the others are told apart by makers.
    """
    names: dict[str, Names] = {}
    taken: set[Names] = set()
    for code in sorted(listed, key=lambda c: (c.depth, c.retired, not c.shared, c.position)):
        above = names.get(code.parent_id or "", ())
        whose = code.maker or "retired"
        number = 1
        path = (*above, code.name)
        while key(path) in taken:
            mark = f" ({whose})" if number == 1 else f" ({whose} {number})"
            path = (*above, code.name[: LONGEST_NAME - len(mark)].rstrip() + mark)
            number += 1
        taken.add(key(path))
        names[code.id] = path
    return names
