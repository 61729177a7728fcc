"""Counts answers and published figures out of ``cases.csv``, ``answers.csv`` and ``survey.csv``.

A part of ``expected.py``; it knows nothing of the workbench. The standard library alone.
"""

import csv
from collections import Counter
from fractions import Fraction
from pathlib import Path

REASONS = ("none", "unsure", "depends")
# data set -> variable -> participant -> values
Answers = dict[str, dict[str, dict[str, list[str]]]]


def answers_of(folder: Path) -> tuple[Answers, dict[str, list[str]]]:
    """(all answers, reasons for having none among them; the participants of each data set)."""
    found: Answers = {"interviews": {}, "survey": {}}
    people: dict[str, list[str]] = {"interviews": [], "survey": []}
    for file, data_set, keys in (("cases.csv", "interviews", 3), ("survey.csv", "survey", 1)):
        with (folder / file).open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        people[data_set] = [row[0] for row in rows]
        for at, name in enumerate(header[keys:], keys):
            found[data_set][name] = {row[0]: [row[at]] for row in rows if row[at]}
    with (folder / "answers.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            given = found["interviews"].setdefault(row["question"], {})
            given.setdefault(row["transcript"], []).append(row["value"])
    return found, people


def answers_counted(folder: Path) -> list[dict[str, object]]:
    """How many participants gave each answer or reason, how many answers, and of how many."""
    answers, people = answers_of(folder)
    with (folder / "survey.csv").open(encoding="utf-8", newline="") as stream:
        free_text = next(csv.reader(stream))[-1]
    rows: list[dict[str, object]] = []
    for data_set, variables in answers.items():
        for name, given in variables.items():
            if (data_set, name) == ("survey", free_text):
                continue
            asked = data_set == "interviews" and name in questions(folder)
            reasons = REASONS if asked else ()
            valid = {who: v for who, v in given.items() if not set(v) & set(reasons)}
            counts = Counter(value for values in given.values() for value in values)
            for value, count in sorted(counts.items()):
                row = {"data_set": data_set, "variable": name, "value": value, "n": count}
                row |= {"participants": len(people[data_set])}
                if value not in reasons:
                    row |= {"valid answers": len(valid)}
                    row |= {"answers given": sum(map(len, valid.values()))}
                rows.append(row)
    return rows


def questions(folder: Path) -> set[str]:
    with (folder / "answers.csv").open(encoding="utf-8", newline="") as stream:
        return {row["question"] for row in csv.DictReader(stream)}


def published_counted(folder: Path) -> dict[str, dict[str, object]]:
    """By published figure: what the tables give for it, and what its own statement adds up to."""
    answers, people = answers_of(folder)
    found: dict[str, dict[str, object]] = {}
    with (folder / "published.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            data_set = row["data_set"] or "interviews"
            given = answers[data_set].get(row["variable"], {})
            interviews = data_set == "interviews"
            reasons = [v[0] for v in given.values() if interviews and v[0] in REASONS]
            valid = [v for v in given.values() if not (interviews and v[0] in REASONS)]
            counts = {
                "": sum(row["value"] in values for values in valid),
                "answering": len(valid),
                "answers": sum(map(len, valid)),
                "missing": reasons.count(row["value"]),
            }
            bases = {
                "participants": len(people[data_set]),
                "valid answers": len(valid),
                "answers given": sum(map(len, valid)),
            }
            n, base = counts[row["counts"]], bases[row["base_kind"]]
            one: dict[str, object] = {"n": n, "base": base}
            one["exact"] = float(Fraction(100 * n, base)) if 0 <= n <= base != 0 else None
            if row["several"]:
                one["least answers"] = least_answers(row)
            found[row["figure"]] = one
    return found


def least_answers(row: dict[str, str]) -> int:
    """How many answers there are at least if so many gave several; two each, if it is not said."""
    people, several, each = int(row["participants"]), int(row["several"]), int(row["each"] or 2)
    return people - several + several * each
