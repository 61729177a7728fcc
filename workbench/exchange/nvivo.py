"""The folder for NVivo: a project and a codebook of REFI-QDA, and tables: themes, coded references,
codebook, cases and comparisons.

    done = export_nvivo(study, viewer, Path("out"))
    done.losses      sentences on what the files cannot carry

Only what the viewer may see goes out, and no practice round. Counts of themes and codes are those
of the theme board; the coded references are all readings, each coder's and the consensus.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.exchange.comparison import CodingComparison
from workbench.exchange.folder import refuse_bad_target, write_folder
from workbench.exchange.material import Material, gather
from workbench.exchange.readme import readme
from workbench.exchange.refi.exporting import ProjectFiles, codebook_bytes, project_files
from workbench.exchange.sheets import build_sheets
from workbench.exchange.tables import Sheet, csv_bytes, fitted, too_long, xlsx_bytes
from workbench.study import Person, Study


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: file names with their rows, cells under the formula guard, and losses."""

    folder: Path
    files: tuple[tuple[str, int], ...]
    guarded: int
    losses: tuple[str, ...]


def export_nvivo(
    study: Study,
    viewer: Person | None,
    folder: Path,
    *,
    delimiter: str = ",",
    guard: bool = True,
) -> Exported:
    """Write the folder, whole or not at all. Raises where it holds something already."""
    refuse_bad_target(folder)
    with study.snapshot():
        material = gather(study, viewer)
        project = project_files(study, viewer)
        codebook = codebook_bytes(study, viewer)[0] if project.counts["codes"] else None
    sheets, losses = [], []
    for sheet in build_sheets(material):
        kept, said = fitted(sheet)
        sheets.append(kept)
        losses += said
    files: dict[str, bytes] = {}
    rows: list[tuple[str, int]] = []
    touched = 0
    for sheet in sheets:
        table = csv_bytes(sheet, delimiter=delimiter, guard=guard)
        touched += table.guarded
        files[f"{sheet.name}.csv"] = table.content
        files[f"{sheet.name}.xlsx"] = xlsx_bytes(sheet)
        rows += [(f"{sheet.name}.csv", len(sheet.rows)), (f"{sheet.name}.xlsx", len(sheet.rows))]
    refi = _refi(project, codebook)
    files |= refi
    rows += [(name, 0) for name in refi]
    losses = [*_losses(material, sheets), *losses]
    if codebook is None:
        losses.append("codebook.qdc: there is no code, and REFI-QDA knows no empty codebook")
    text = readme(material, losses, project.losses, touched, delimiter)
    files["README.txt"] = text.replace("\n", "\r\n").encode("utf-8-sig")
    write_folder(folder, files)
    return Exported(folder, (*rows, ("README.txt", 0)), touched, tuple(losses))


def _refi(project: ProjectFiles, codebook: bytes | None) -> dict[str, bytes]:
    """The files that put the coding itself into NVivo, and what they cannot carry beside them."""
    files = {"project.qdpx": project.package, "workbench.json": project.beside}
    return files if codebook is None else {"codebook.qdc": codebook, **files}


def _losses(material: Material, sheets: Sequence[Sheet]) -> list[str]:
    """What the tables cannot carry, a sentence each; nothing of what the viewer may not see."""
    said = []
    if material.names.changed:
        names = ", ".join(sorted(material.names.changed))
        said.append(
            f"a backslash in a name became a slash, since NVivo takes it for a level: {names}"
        )
    homeless = sum(not r.voice.case for r in material.evidence.references)
    if homeless:
        total = len(material.evidence.references)
        said.append(
            f"{homeless} of {total} counted references belong to no case: they are missing from"
            " the Cases counts and from matrix_codes_by_case"
        )
    for sheet in sheets:
        cut = too_long(sheet)
        if cut:
            plural = "s" if cut > 1 else ""
            said.append(
                f"{sheet.name}: {cut} cell{plural} longer than a spreadsheet shows (32,767"
                " characters): whole in the CSV, cut in the workbook"
            )
    unsaid = [c.path for c in material.codes if c.when_to_use or c.when_not_to_use or c.example]
    if unsaid:
        said.append(
            f"when to use, when not to use and examples of {len(unsaid)} codes are not in"
            " codebook.csv: workbench export codebook has them"
        )
    said += _collapsing(material)
    parked = [theme.name for theme in material.themes if theme.parked is not None]
    if parked:
        said.append(f"that these themes were parked, and why: {', '.join(parked)}")
    if material.parked:
        said.append(f"the word why of {len(material.parked)} parked codes")
    said += _comparison_losses(material.comparison)
    said.append(
        "not in these tables: notes, phases and their reasons, kept maps, decisions on"
        " disagreements with their reasons, locks and seals, coefficients with their intervals"
    )
    return said


def _collapsing(material: Material) -> list[str]:
    """Codes that NVivo cannot tell apart: it knows them by name."""
    times = Counter(material.names.code(code) for code in material.codes)
    same = sorted(label for label, count in times.items() if count > 1)
    if not same:
        return []
    return [f"codes of the same name by different makers fall together: {', '.join(same)}"]


def _comparison_losses(comparison: CodingComparison) -> list[str]:
    if comparison.a is None or comparison.b is None:
        return ["coding_comparison is empty: no transcript of two coders is revealed"]
    if comparison.others:
        others = ", ".join(person.name for person in comparison.others)
        return [
            f"coding_comparison compares {comparison.a.name} with {comparison.b.name} only,"
            f" not {others}"
        ]
    return []
