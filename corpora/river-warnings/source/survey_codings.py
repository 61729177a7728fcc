"""Makes both coders' tables of the survey's free text out of ``survey.marks``.

Lines are those of the other ``.marks``, ``coders | code | passage | memo``. Positions are code
points in the transcript that the free text of a survey becomes: ``id: what they wrote`` and a
blank line for everybody who wrote something.

The standard library alone, and the same bytes on every run.
"""

import csv
import sys
from pathlib import Path

from build import CODERS, MarkError, locate, mark_lines

SOURCE = Path(__file__).resolve().parent
SURVEY = "survey"


def free_text(path: Path) -> tuple[str, str]:
    """(name of the transcript, its text) for the last column of a survey."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        said = [(row[0], row[-1]) for row in reader if row[-1]]
    text = "\n\n".join(f"{respondent}: {comment}" for respondent, comment in said)
    return f"{SURVEY}: {header[-1]}", f"{text}\n"


def build(folder: Path, target: Path) -> None:
    """Write ``survey-codings-ana.csv`` and ``survey-codings-ben.csv`` into ``target``."""
    transcript, text = free_text(folder / "survey.csv")
    found: dict[str, list[tuple[str, int, int, str, str]]] = {name: [] for name in CODERS.values()}
    for where, fields in mark_lines(SOURCE / "survey.marks"):
        coders, code, passage, *memo = fields
        start, end = locate(text, passage, where)
        for letter in coders:
            found[CODERS[letter]].append((transcript, start, end, code, "".join(memo)))
    for coder, codings in found.items():
        path = target / f"survey-codings-{coder}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("transcript", "start", "end", "code", "memo"))
            writer.writerows(sorted(codings))


if __name__ == "__main__":
    try:
        build(SOURCE.parent, Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE.parent)
    except MarkError as error:
        sys.exit(f"Error: {error}")
