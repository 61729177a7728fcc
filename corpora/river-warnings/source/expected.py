"""Makes ``expected.json``: what must come out of the tables, counted without the workbench.

Read are the interviews, both coders' tables, the decisions, themes, cases, answers, the survey and
the list of published figures; nothing is known of the program that is compared with the outcome.
Every figure is counted one by one and divided as a fraction; only when it is written down it
becomes a decimal number. After any change to the tables:

    python source/expected.py

The standard library alone, and the same bytes on every run.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from coded_texts import (
    SOURCE,
    Book,
    Coded,
    Row,
    Span,
    Text,
    codebook,
    coded,
    interviews,
    table,
    text_of,
    united,
)
from counted_answers import answers_counted, published_counted
from survey_codings import free_text

SURVEY_ROUND = "Survey comments"


@dataclass(frozen=True, slots=True)
class Item:
    """A disagreement: by letter of the coder, the (start, end, path) that they coded."""

    transcript: str
    kind: str
    start: int
    end: int
    readings: dict[str, tuple[tuple[int, int, str], ...]]


# --- agreement -------------------------------------------------------------------------------


def characters(spans: Iterable[Span]) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}


def agreement(texts: Sequence[Text], found: Coded, unit: str) -> dict[str, object]:
    """Cells and coefficients of each code that anybody used, and of any code or none."""
    codes = sorted({path for _, path, _ in found})
    cells: dict[str, Counter[str]] = {path: Counter() for path in [*codes, ""]}
    for text in texts:
        turns = [set(range(start, end)) for _, start, end in text.turns]
        base = set().union(*turns)
        used: dict[str, set[int]] = {"a": set(), "b": set()}
        for path in codes:
            coders = {}
            for letter in used:
                inside = characters(found.get((text.name, path, letter), ())) & base
                used[letter] |= inside
                coders[letter] = units_of(inside, turns, unit)
            cells[path] += cell_counts(coders, len(turns) if unit == "turn" else len(base))
        coders = {letter: units_of(inside, turns, unit) for letter, inside in used.items()}
        cells[""] += cell_counts(coders, len(turns) if unit == "turn" else len(base))
    return {
        "unit": unit,
        "transcripts": len(texts),
        "units": sum(cells[""].values()),
        "segmentation": coefficients(cells[""]),
        "codes": {path: coefficients(cells[path]) for path in codes},
    }


def units_of(inside: set[int], turns: Sequence[set[int]], unit: str) -> set[int]:
    if unit == "character":
        return inside
    return {number for number, turn in enumerate(turns) if turn & inside}


def cell_counts(coders: dict[str, set[int]], total: int) -> Counter[str]:
    a, b = coders["a"], coders["b"]
    counts = {"both": len(a & b), "only_a": len(a - b), "only_b": len(b - a)}
    return Counter(counts | {"neither": total - len(a | b)})


def coefficients(cells: Counter[str]) -> dict[str, object]:
    both, only_a, only_b = cells["both"], cells["only_a"], cells["only_b"]
    total = sum(cells.values())
    a, b = both + only_a, both + only_b
    same = Fraction(both + cells["neither"], total)
    chance = Fraction(a * b + (total - a) * (total - b), total * total)
    ones, values = a + b, 2 * total
    mixed = Fraction(2 * ones * (values - ones), values * (values - 1))
    return {
        "cells": {name: cells[name] for name in ("both", "only_a", "only_b", "neither")},
        "percent_agreement": float(same),
        "positive_agreement": float(Fraction(2 * both, ones)) if ones else None,
        "cohen_kappa": float((same - chance) / (1 - chance)) if chance != 1 else None,
        "krippendorff_alpha": float(1 - (1 - same) / mixed) if mixed else None,
    }


# --- the queue -------------------------------------------------------------------------------


def compared(texts: Sequence[Text], found: Coded, book: Book) -> tuple[list[Item], list[Item]]:
    """(what both coded alike, the disagreements), both as items in the order of the texts."""
    alike: list[Item] = []
    items: list[Item] = []
    for text in texts:
        lone: list[tuple[str, int, int, str]] = []
        for path in sorted({p for t, p, _ in found if t == text.name}, key=book.order.__getitem__):
            for group in connected(found, text.name, path):
                readings = {
                    letter: tuple((s, e, path) for s, e, who in group if who == letter)
                    for letter in "ab"
                }
                if not all(readings.values()):
                    lone += [(letter, s, e, path) for s, e, letter in group]
                    continue
                start, end = min(s for s, _, _ in group), max(e for _, e, _ in group)
                item = Item(text.name, kind_of(readings), start, end, readings)
                (items if item.kind else alike).append(item)
        items += paired(text.name, lone, book)
    return alike, items


def connected(found: Coded, transcript: str, path: str) -> list[list[tuple[int, int, str]]]:
    spans = sorted(
        (start, end, letter)
        for letter in "ab"
        for start, end in found.get((transcript, path, letter), ())
    )
    groups: list[list[tuple[int, int, str]]] = []
    reach = -1
    for span in spans:
        if span[0] >= reach:
            groups.append([])
        groups[-1].append(span)
        reach = max(reach, span[1])
    return groups


def kind_of(readings: dict[str, tuple[tuple[int, int, str], ...]]) -> str:
    """D6, D2, or nothing where both coded the same."""
    if readings["a"] == readings["b"]:
        return "" if len(readings["a"]) == 1 else "D2"
    numbers = sorted(len(each) for each in readings.values())
    return "D6" if numbers[0] == 1 < numbers[1] else "D2"


def paired(transcript: str, lone: Sequence[tuple[str, int, int, str]], book: Book) -> list[Item]:
    """Different codes over half the same text as pairs, best first; the rest alone."""

    def place(one: tuple[str, int, int, str]) -> tuple[int, int, int]:
        return book.order[one[3]], one[1], one[2]

    candidates = []
    for one in (x for x in lone if x[0] == "a"):
        for other in (x for x in lone if x[0] == "b"):
            common = min(one[2], other[2]) - max(one[1], other[1])
            overlap = Fraction(max(common, 0), max(one[2], other[2]) - min(one[1], other[1]))
            if one[3] != other[3] and 2 * overlap >= 1:
                both = tuple(sorted((place(one), place(other))))
                candidates.append((-overlap, both, one, other))
    items: list[Item] = []
    taken: set[tuple[str, int, int, str]] = set()
    for _, _, one, other in sorted(candidates):
        if one not in taken and other not in taken:
            taken |= {one, other}
            made = {book.makers.get(one[3]), book.makers.get(other[3])}
            kind = "D5" if made == {"a", "b"} else "D1"
            readings = {"a": (one[1:],), "b": (other[1:],)}
            start, end = min(one[1], other[1]), max(one[2], other[2])
            items.append(Item(transcript, kind, start, end, readings))
    for one in lone:
        if one not in taken:
            readings = {"a": (), "b": ()} | {one[0]: (one[1:],)}
            items.append(Item(transcript, "D3" if one[0] == "a" else "D4", *one[1:3], readings))
    return items


def queue(items: Sequence[Item]) -> dict[str, object]:
    """The disagreements by kind, and each as a line, ``347-447 D3 what a coded | what b coded``."""
    counts = Counter(item.kind for item in items)
    lines: dict[str, list[str]] = {}
    for item in sorted(items, key=lambda one: (one.transcript, one.start, one.end, line(one))):
        lines.setdefault(item.transcript, []).append(line(item))
    return {"items": len(items), "by_kind": dict(sorted(counts.items())), "lines": lines}


def line(item: Item) -> str:
    sides = [" + ".join(sorted({path for _, _, path in item.readings[x]})) for x in "ab"]
    return f"{item.start}-{item.end} {item.kind} {sides[0] or '-'} | {sides[1] or '-'}"


# --- the third layer -------------------------------------------------------------------------

Agreed = set[tuple[str, int, int, str]]


def settled(
    items: Sequence[Item], decisions: Sequence[Row], least: Fraction | None
) -> tuple[Agreed, int]:
    """(what decisions put into the third layer, how many disagreements are left open)."""
    places = {(one.transcript, one.start, one.end, one.kind): one for one in items}
    kept: Agreed = set()
    decided = set()
    for row in decisions:
        key = (row["transcript"], int(row["start"]), int(row["end"]), row["kind"])
        item = places[key]
        letters = {"a": "a", "b": "b", "both": "ab", "neither": "", "differ": ""}[row["outcome"]]
        decided.add(key)
        kept |= {(item.transcript, *each) for x in letters for each in item.readings[x]}
    for key, item in places.items():
        if least is None or item.kind != "D2" or key in decided:
            continue
        spans = {x: [(s, e) for s, e, _ in item.readings[x]] for x in "ab"}
        both = characters(spans["a"]) & characters(spans["b"])
        either = characters(spans["a"]) | characters(spans["b"])
        if Fraction(len(both), len(either)) >= least:
            decided.add(key)
            path = item.readings["a"][0][2]
            whole = united(spans["a"] + spans["b"])
            kept |= {(item.transcript, start, end, path) for start, end in whole}
    return kept, len(places) - len(decided)


def third_layer(texts: Sequence[Text], alike: Sequence[Item], kept: Agreed) -> Agreed:
    """All that is agreed, on the texts of a round."""
    names = {text.name for text in texts}
    agreed = {(one.transcript, *each) for one in alike for each in one.readings["a"]}
    return {one for one in agreed | kept if one[0] in names}


def passages(texts: Sequence[Text], agreed: Agreed) -> dict[str, object]:
    """By code, its passages and the participants who speak in them."""
    found: dict[str, list[str]] = defaultdict(list)
    for transcript, start, end, path in agreed:
        text = next(text for text in texts if text.name == transcript)
        found[path].append(speaker(text, start, end))
    return {
        path: {"passages": len(voices), "participants": len(set(voices))}
        for path, voices in sorted(found.items())
    }


def speaker(text: Text, start: int, end: int) -> str:
    """Who says most of a span."""
    return max(text.turns, key=lambda turn: min(turn[2], end) - max(turn[1], start))[0]


def themes(path: Path, texts: Sequence[Text], agreed: Agreed, book: Book) -> dict[str, object]:
    """By theme, its passages, each once however many codes it has, and their participants."""
    found: dict[str, object] = {}
    for row in table(path):
        if row["theme"]:
            inside = {book.paths[name.strip()] for name in row["codes"].split(";")}
            places = {one[:3] for one in agreed if one[3] in inside}
            voices = {one[:1] for one in places}
            found[row["theme"]] = {"passages": len(places), "participants": len(voices)}
    return found


def planted(
    folder: Path, texts: Sequence[Text], found: Coded, agreed: Agreed, book: Book
) -> dict[str, object]:
    """By planted theme, within its question (model: anywhere), what each layer holds of it.

    A passage belongs to the question after which it begins; whatever lies before the first
    question belongs to none.
    """
    begins: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in table(folder / "sections.csv"):
        begins[row["transcript"]].append((int(row["start"]), row["section"]))

    def asked(transcript: str, at: int) -> str:
        return max((one for one in begins[transcript] if one[0] <= at), default=(0, ""))[1]

    names = {text.name for text in texts}
    layers = {letter: set() for letter in "ab"} | {"agreed": agreed}
    for (transcript, path, letter), spans in found.items():
        layers[letter] |= {(transcript, start, end, path) for start, end in spans}
    themes_found: dict[str, object] = {}
    for row in table(folder / "planted.csv"):
        inside = {book.paths[name.strip()] for name in row["codes"].split(";")}
        counts: dict[str, object] = {"question": row["question"]}
        for layer, passages_of_it in layers.items():
            places = {
                one[:3]
                for one in passages_of_it
                if one[0] in names
                and one[3] in inside
                and row["question"] in ("model", asked(one[0], one[1]))
            }
            voices = {one[0] for one in places}
            counts[layer] = {"passages": len(places), "participants": len(voices)}
        themes_found[row["theme"]] = counts
    return themes_found


# --- all of it -------------------------------------------------------------------------------


def expected(folder: Path) -> dict[str, object]:
    plan = json.loads((folder / "study.json").read_text(encoding="utf-8"))
    coders = dict(zip("ab", plan["round"]["coders"], strict=True))
    files = {letter: plan["codings"][name] for letter, name in coders.items()}
    shared = [folder.parents[1] / plan["codebook"], folder / "survey-codes.csv"]
    book = codebook(shared, {x: folder / each["codes"] for x, each in files.items()})
    name, text = free_text(folder / "survey.csv")
    least = Fraction(str(plan["boundaries"]["min_overlap"]))
    rounds = {
        plan["round"]["name"]: (
            interviews(folder, plan),
            {x: folder / each["codings"] for x, each in files.items()},
            (table(folder / plan["decisions"]), least),
            "character",
        ),
        SURVEY_ROUND: (
            [text_of(name, text, ())],
            {x: folder / f"survey-codings-{who.lower()}.csv" for x, who in coders.items()},
            ([], None),
            "turn",
        ),
    }
    found: dict[str, object] = {}
    for title, (texts, tables, decisions, unit) in rounds.items():
        of_it = coded(book, tables)
        alike, items = compared(texts, of_it, book)
        kept, left = settled(items, *decisions)
        agreed = third_layer(texts, alike, kept)
        found[title] = {
            "agreement": agreement(texts, of_it, unit),
            "queue": queue(items) | {"open": left},
            "consensus": {
                "alike": len(alike),
                "passages": len(agreed),
                "codes": passages(texts, agreed),
            },
        }
        if title == plan["round"]["name"]:
            found[title]["consensus"]["themes"] = themes(
                folder / plan["themes"], texts, agreed, book
            )
            found[title]["planted"] = planted(folder, texts, of_it, agreed, book)
    return {
        "made by": f"source/{Path(__file__).name}",
        "rounds": found,
        "published": published_counted(folder),
        "answers": answers_counted(folder),
    }


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE.parent
    document = json.dumps(expected(SOURCE.parent), ensure_ascii=False, indent=1)
    (target / "expected.json").write_text(document + "\n", encoding="utf-8")
