"""The tables for NVivo, row by row, each in an order that depends on no id.

Hierarchical names come first in every order, then file and start.
"""

import re
from collections import Counter
from collections.abc import Sequence

from workbench.codebook.nouns import Code
from workbench.consensus.comparison_table import FOLDER, NVIVO
from workbench.csv_out import Cell
from workbench.exchange.material import Material
from workbench.exchange.tables import Sheet
from workbench.themes.evidence import Reference
from workbench.themes.nouns import CHOSEN, KEEP, Theme
from workbench.themes.passages import dropped_places, one_each_first, passages_of

THEMES = (
    "Theme",
    "Parent Theme",
    "Hierarchical Name",
    "Central Organising Concept",
    "Definition",
    "Summary",
    "Codes",
    "Files",
    "References",
    "Cases",
    "Example Reference",
)
REFERENCES = (
    "Reference ID",
    "Theme",
    "Code",
    "Hierarchical Name",
    "File",
    "Case",
    "Speaker",
    "Coder",
    "Layer",
    "Start",
    "End",
    "Coded Text",
    "Memo",
)
CODEBOOK = ("Name", "Description", "Files", "References", "Hierarchical Name")
CLASSIFICATION = "Participant"
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d+)?|[.,]\d+)")


def build_sheets(material: Material) -> tuple[Sheet, ...]:
    """All tables of the folder."""
    codebook = _codebook(material)
    order = list(dict.fromkeys(code.id for code, _ in _places(material)))
    by_id = {code.id: code for code in material.codes}
    ordered = [by_id[code_id] for code_id in order]
    return (
        _theme_summaries(material),
        _coded_references(material),
        codebook,
        _case_attributes(material),
        _coding_comparison(material, ordered),
        _matrix(material, ordered),
    )


def _theme_summaries(material: Material) -> Sheet:
    in_order = sorted(material.themes, key=material.names.of_theme)
    return Sheet("theme_summaries", THEMES, tuple(_theme_row(material, t) for t in in_order))


def _theme_row(material: Material, theme: Theme) -> tuple[Cell, ...]:
    names = material.names
    dropped = dropped_places(material.reviews)
    held = passages_of(theme, material.themes, material.evidence.references, dropped)
    return (
        names.flat(theme.name),
        names.flat(theme.parent),
        names.of_theme(theme),
        theme.concept,
        theme.definition,
        theme.summary,
        "; ".join(names.code(code) for code in theme.codes),
        len({r.transcript_id for r in held}),
        len(held),
        len({r.voice.case for r in held if r.voice.case}),
        _example(material, theme, held),
    )


def _example(material: Material, theme: Theme, held: Sequence[Reference]) -> str:
    """The words of a passage that was chosen for the theme, else kept, else the first."""
    verdicts = {r.coding_id: r.verdict for r in material.reviews if r.theme_id == theme.id}
    for wanted in (CHOSEN, KEEP, None):
        for reference in one_each_first(held):
            if wanted is None or verdicts.get(reference.id) == wanted:
                return material.quote(reference)
    return ""


def _coded_references(material: Material) -> Sheet:
    holders = _holders(material)
    by_id = {code.id: code for code in material.codes}
    dropped = dropped_places(material.reviews)
    found: list[tuple[str, Reference, Code, Theme | None]] = []
    for reference in material.readings:
        code = by_id[reference.code_id]
        held = [t for t in holders.get(code.id, ()) if (t.id, reference.id) not in dropped]
        themes: list[Theme | None] = [*held] or [None]
        found += [(material.names.of_code(code, t), reference, code, t) for t in themes]
    found.sort(key=lambda one: (one[0], *_place(one[1])))
    return Sheet(
        "coded_references", REFERENCES, tuple(_reference_row(material, *one) for one in found)
    )


def _place(r: Reference) -> tuple[str, int, int, str, str, str, str]:
    """The order of references; the id decides only where all else is the same."""
    return r.transcript, r.start, r.end, r.layer, r.coder, r.memo, r.id


def _reference_row(
    material: Material, name: str, reference: Reference, code: Code, theme: Theme | None
) -> tuple[Cell, ...]:
    return (
        reference.id,
        material.names.flat(theme.name) if theme else "",
        material.names.code(code),
        name,
        reference.transcript,
        reference.voice.case,
        reference.voice.speaker,
        reference.coder,
        reference.layer,
        reference.start,
        reference.end,
        material.quote(reference),
        reference.memo,
    )


def _codebook(material: Material) -> Sheet:
    references = Counter(r.code_id for r in material.evidence.references)
    files: dict[str, set[str]] = {}
    for r in material.evidence.references:
        files.setdefault(r.code_id, set()).add(r.transcript_id)
    return Sheet(
        "codebook",
        CODEBOOK,
        tuple(
            (
                material.names.flat(code.name),
                code.definition,
                len(files.get(code.id, ())),
                references[code.id],
                name,
            )
            for code, name in _places(material)
        ),
    )


def _places(material: Material) -> list[tuple[Code, str]]:
    """Every code with its hierarchical name, once a theme that holds it, by that name."""
    holders = _holders(material)
    found: list[tuple[Code, str]] = []
    for code in material.codes:
        themes: list[Theme | None] = [*holders.get(code.id, ())] or [None]
        found += [(code, material.names.of_code(code, theme)) for theme in themes]
    return sorted(found, key=lambda place: (place[1], place[0].maker))


def _holders(material: Material) -> dict[str, list[Theme]]:
    """The themes of each code that is in one."""
    holders: dict[str, list[Theme]] = {}
    for theme in material.themes:
        for code in theme.codes:
            holders.setdefault(code.id, []).append(theme)
    return holders


def _case_attributes(material: Material) -> Sheet:
    rows = tuple(
        (case.name, *(case.values.get(name, "") for name in material.attributes))
        for case in sorted(material.cases, key=lambda case: case.name)
    )
    return Sheet(
        "case_attributes", (CLASSIFICATION, *material.attributes), rows, _numeric_places(rows)
    )


def _numeric_places(rows: Sequence[Sequence[str]]) -> frozenset[int]:
    """Columns of numbers in digits (empty cells aside), beyond the names in the first."""
    return frozenset(
        place
        for place, column in enumerate(zip(*rows, strict=True))
        if place and any(column) and all(not v or _NUMBER.fullmatch(v) for v in column)
    )


def _coding_comparison(material: Material, ordered: Sequence[Code]) -> Sheet:
    place = {code.id: n for n, code in enumerate(ordered)}
    label = {code.id: material.names.code(code) for code in ordered}
    rows = sorted(material.comparison.rows, key=lambda row: (place[row.code_id], row.file))
    return Sheet(
        "coding_comparison",
        NVIVO,
        tuple(
            (
                label[row.code_id],
                row.file,
                FOLDER,
                row.size,
                row.kappa,
                row.percent(row.both + row.neither),
                row.percent(row.both),
                row.percent(row.neither),
                row.percent(row.only_a + row.only_b),
                row.percent(row.only_a),
                row.percent(row.only_b),
            )
            for row in rows
        ),
    )


def _matrix(material: Material, ordered: Sequence[Code]) -> Sheet:
    listed = sorted(case.name for case in material.cases)
    counts = Counter((r.code_id, r.voice.case) for r in material.evidence.references)
    header = ("", *(f"{letters(n)} : {name}" for n, name in enumerate(listed, 1)))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (f"{n} : {material.names.code(code)}", *(counts[code.id, name] for name in listed))
        for n, code in enumerate(ordered, 1)
    )
    return Sheet("matrix_codes_by_case", header, rows)


def letters(number: int) -> str:
    """The name of a column as spreadsheets count them, from 1.

    >>> [letters(n) for n in (1, 26, 27, 703)]
    ['A', 'Z', 'AA', 'AAA']
    """
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
