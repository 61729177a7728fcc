"""The texts, the codebook and both coders' tables of the demo study, read for counting."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from build import rendered, turns_of

SOURCE = Path(__file__).resolve().parent
Span = tuple[int, int]
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Text:
    """A transcript: its participants' turns, each as (who, start, end) without the label."""

    name: str
    turns: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Book:
    """Paths of codes by name, their places in the codebook, and who made a code of their own."""

    paths: dict[str, str]
    order: dict[str, int]
    makers: dict[str, str]


# (transcript, path, letter) -> united spans
Coded = dict[tuple[str, str, str], list[Span]]


def table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def text_of(name: str, written: str, asking: Sequence[str]) -> Text:
    turns = []
    at = 0
    for paragraph in written.split("\n\n"):
        label = paragraph.partition(": ")[0]
        end = at + len(paragraph.rstrip())
        if paragraph.strip() and label not in asking:
            turns.append((label, at + len(label) + 2, end))
        at += len(paragraph) + 2
    return Text(name, tuple(turns))


def interviews(folder: Path, plan: dict[str, object]) -> list[Text]:
    found = []
    for file in plan["transcripts"]:
        name = Path(file).stem
        written = SOURCE / f"{name}.txt"
        if written.exists():
            text = rendered(turns_of(written.read_text(encoding="utf-8")))
        else:
            text = (folder / file).read_text(encoding="utf-8")
        found.append(text_of(name, text, plan["interviewers"]))
    return found


def codebook(shared: Sequence[Path], own: dict[str, Path]) -> Book:
    rows = [row for path in shared for row in table(path)]
    parents = {row["Name"]: row["Parent"] for row in rows}
    makers = {row["Name"]: letter for letter, path in own.items() for row in table(path)}

    def path_of(name: str) -> str:
        parent = parents.get(name, "")
        return f"{path_of(parent)}/{name}" if parent else name

    paths = {name: path_of(name) for name in [*parents, *makers]}
    order = {path: place for place, path in enumerate(paths.values())}
    return Book(paths, order, {paths[name]: letter for name, letter in makers.items()})


def united(spans: Iterable[Span]) -> list[Span]:
    """Overlapping spans as one; those that only touch stay two."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def coded(book: Book, tables: dict[str, Path]) -> Coded:
    spans: dict[tuple[str, str, str], list[Span]] = defaultdict(list)
    for letter, path in tables.items():
        for row in table(path):
            key = (row["transcript"], book.paths[row["code"]], letter)
            spans[key].append((int(row["start"]), int(row["end"])))
    return {key: united(each) for key, each in spans.items()}
