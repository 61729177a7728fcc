"""The README of the NVivo folder: which door each file is for, and what to know beforehand."""

import textwrap
from collections.abc import Sequence

from workbench.exchange.material import Material

_FILES = """\
Files

project.qdpx          a whole project (REFI-QDA 1.0): transcripts with the coding of every coder
                      and of the consensus on them, codes, themes, cases, memos
codebook.qdc          codes and themes alone (REFI-QDA 1.0)
workbench.json        what project.qdpx cannot carry; for people and scripts

Tables (each as .csv and as .xlsx with the same content)

theme_summaries       one row a theme: concept, definition, summary, counts, an example
coded_references      one row a coded reference, of every coder and of the consensus
codebook              codes with definitions and counts; for people, NVivo does not import it
case_attributes       one row a participant; the classification sheet
coding_comparison     two coders, code by file, on characters of the whole file
matrix_codes_by_case  how many counted references of a code each case has

The .csv files are UTF-8 with a byte order mark, {delimiter} between columns, one line a record:
a line break inside a cell is written as " | ". The .xlsx files keep line breaks. NVivo on Windows
reads classification sheets from workbooks, NVivo on Mac from .csv or .txt.
"""

_STEPS = """\
Into NVivo: either the project

Open project.qdpx as a project (File > Open). NVivo makes a new project of it, with the coding on
the transcripts. Codes and themes alone: import codebook.qdc as a codebook.

Or the tables into a project of yours, in this order

1. Classification sheet: import case_attributes.xlsx (Mac: case_attributes.csv). The first cell
   holds the name of the classification, row 1 the attributes, column A the cases. Let NVivo make
   new attributes.
2. Survey (called a dataset before NVivo 15): import coded_references.xlsx. Make these columns
   codable: Coded Text, Memo. All others are classifying. Which column is which, and the rows,
   cannot be changed after the import.
3. Autocode that survey: code the column Coded Text for each value of Code, or of Theme; make
   cases for each value of Case.
4. In the same way import theme_summaries.xlsx. Codable: Central Organising Concept, Definition,
   Summary, Example Reference. Autocode for each value of Theme gives one item a theme that holds
   its summary.
"""

_LIMITS = """\
What to know

- Only project.qdpx puts the coding on the transcripts. There a theme is a code above its codes,
  and a set of them; every coder, and Consensus, is a user.
- The way by tables makes copies: the quotes are coded in a table, not on the transcripts. File,
  Start and End say where each stands: characters (Unicode code points) from 0, End not included,
  in the text that "workbench show" prints.
- A code in two themes has one row for each; Reference ID is the same. Count by Reference ID.
- Layer is coder or consensus. Filter by it before counting, or passages count twice and more.
- Files, References and Cases in theme_summaries, codebook and matrix_codes_by_case count:
  {counted}. A theme counts those of its sub-themes, each once.
- Speaker and Case are those of the turn that a reference covers most of; turns of participants
  go before those of whoever asks.
"""


def readme(
    material: Material,
    losses: Sequence[str],
    project_losses: Sequence[str],
    guarded: int,
    delimiter: str = ",",
) -> str:
    """The text, with LF at line ends; the same for the same study."""
    between = {",": "commas", ";": "semicolons", "\t": "tabs"}[delimiter]
    parts = [
        f"{material.title}: for NVivo\n",
        _FILES.format(delimiter=between),
        _STEPS,
        _LIMITS.format(counted=material.evidence.words) + _comparison(material) + _guard(guarded),
        "What is not in these tables\n\n" + "".join(map(_bullet, losses)),
        "What is not in project.qdpx and codebook.qdc\n\n" + "".join(map(_bullet, project_losses)),
    ]
    return "\n".join(parts)


def _comparison(material: Material) -> str:
    found = material.comparison
    if found.a is None or found.b is None:
        return ""
    return _bullet(
        f"In coding_comparison A is {found.a.name} and B is {found.b.name}, as they first locked"
        f" {found.files} files. The base is the whole file, questions and speaker labels included,"
        " as in NVivo; workbench agreement leaves those out, so its figures differ. Where neither"
        " used a code in a file, or both throughout, kappa stands as 1."
    )


def _guard(guarded: int) -> str:
    if not guarded:
        return ""
    return _bullet(
        f"{guarded} cells of the .csv files begin with an apostrophe, so that no spreadsheet takes"
        " the words behind it for a formula. The .xlsx files need none."
    )


def _bullet(text: str) -> str:
    return textwrap.fill(text, 96, initial_indent="- ", subsequent_indent="  ") + "\n"
