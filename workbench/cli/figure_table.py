"""Figures for people: one line a code, an undefined figure in words, columns that line up.

Used by the commands that print agreement. Names are printed as they are, without markup.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from workbench.agreement.figures import Figure

WORDS = {
    "no_variation": "no variation",
    "no_units": "nothing to count",
    "no_intersection": "never meet",
    "single_coder": "one coder",
    "no_common_transcripts": "no common transcript",
    "one_transcript": "one transcript",
    "overlapping_codes": "codes overlap",
}


def print_json(document: dict[str, Any]) -> None:
    """One JSON document on standard output, in UTF-8 whatever the locale."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False)
    click.echo(text.encode())


def figure_text(figure: Figure, *, percent: bool = False) -> str:
    """``0.841 [0.702, 0.925]``, as percent ``84.1 % [70.2, 92.5]``, or the reason in brackets."""
    if figure.value is None:
        return f"({WORDS[str(figure.undefined)]})"
    scale, digits = (100, 1) if percent else (1, 3)

    def written(value: float) -> str:
        return f"{scale * value:z.{digits}f}"  # z: nothing is below zero that rounds to it

    text = f"{written(figure.value)}{' %' if percent else ''}"
    if figure.low is not None and figure.high is not None:
        text += f" [{written(figure.low)}, {written(figure.high)}]"
    return text + ("*" if figure.note is not None else "")


def print_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns that line up, the first to the left, the others to the right."""
    from rich.cells import cell_len

    lines = [[_one_line(cell) for cell in line] for line in (headers, *rows)]
    widths = [max(cell_len(line[i]) for line in lines) for i in range(len(headers))]
    for line in lines:
        cells = []
        for i, (cell, width) in enumerate(zip(line, widths, strict=True)):
            space = " " * (width - cell_len(cell))
            cells.append(cell + space if i == 0 else space + cell)
        click.echo("  ".join(cells).rstrip())


def _one_line(text: str) -> str:
    """Without characters that would move the cursor."""
    return "".join(char if char.isprintable() else " " for char in text)
