"""Deals out the closed answers of the survey: writes ``survey.csv`` beside this folder.

The totals are given; who commented, and what these people answered, was written by hand (the six
who did not find the model accurate all said why). The rest is dealt out by a seeded shuffle.

The standard library alone, and the same bytes on every run.
"""

import csv
import random
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parent
SEED = 73
ROWS = 73
FORMATS = ("inform and request", "meet and share", "customised database", "integrated systems")
OFTEN = ("never", "rarely", "regularly")
TOTALS = ((0, 6, 67), (0, 17, 56), (6, 38, 29), (16, 35, 22))
SECTORS = {"uniformed service": 41, "voluntary association": 5, "other": 3, "": 24}
HEADER = (
    "Respondent ID",
    "Which sector are you in? (optional)",
    "Is the model accurate?",
    *(f"How often: {name}" for name in FORMATS),
    "Anything you would like to add?",
)
U, V, OTHER, N = SECTORS

# row: sector, accurate, one letter a format (n, s for seldom, r), comment
COMMENTED: dict[int, tuple[str, str, str, str]] = {
    4: (U, "yes", "rsnn", "Format 1 is my whole shift. Bulletin, phone, bulletin, phone."),
    8: (
        U,
        "no",
        "rsss",
        "Where is the public? Half of what we know at night comes from somebody on a bridge with a"
        " telephone. None of the four is that.",
    ),
    11: (
        V,
        "yes",
        "rrns",
        "we only get asked to the meetings since the business with the caravans. before that nobody"
        " knew we had boats",
    ),
    17: (
        N,
        "yes",
        "rrrs",
        "Yes, and in that order. You meet somebody, then they ring you for things, then you trust"
        " what they put in a database. Nobody ever began with the database.",
    ),
    20: (
        U,
        "no",
        "rrsr",
        "Your boxes overlap. I ask the sluice for a figure and the answer is come round on Thursday"
        " - is that 1 or is that 2?",
    ),
    23: (
        U,
        "yes",
        "rrss",
        "Accurate. Number four does exist here, as a login that ran out in March.",
    ),
    30: (
        N,
        "yes",
        "rssn",
        "I put rarely for meeting. The last time all of us stood in one place was a burial. I"
        " learned that day which pumps they had.",
    ),
    33: (
        U,
        "no",
        "rrsn",
        "What is missing is whether one may. I would use number four tomorrow. My regulations say"
        " no, so my never is not a choice.",
    ),
    38: (
        V,
        "yes",
        "rrns",
        "Fine as a picture. With us it is always the first and it is always us who do the asking.",
    ),
    41: (
        U,
        "no",
        "rrnn",
        "1 2 3 4 looks like a staircase and we are sat on the bottom step. Radio is quicker than"
        " any of your databases, put that at the top",
    ),
    46: (
        U,
        "yes",
        "rsrs",
        "A shared register lives if whoever feeds it gets something back. I enter the closed roads"
        " and have not once been told that anyone reads them.",
    ),
    55: (
        OTHER,
        "yes",
        "rrsn",
        "Not sure I count, I am the caretaker of a school below a weir. One and two yes, each"
        " autumn.",
    ),
    57: (
        N,
        "no",
        "rrrr",
        "Four drawers for what forty people do in forty ways. I do not believe in models.",
    ),
    62: (
        U,
        "yes",
        "rrrr",
        "Good that the machinery is not drawn as the goal. On a calm day I want the figures to run"
        " by themsleves, on a bad night I want a voice.",
    ),
    69: (
        N,
        "no",
        "srss",
        "Only floods. We have had three dry summers out of five and about low water nobody tells"
        " anybody anything.",
    ),
}
LETTERS = {word[0] if word != "rarely" else "s": word for word in OFTEN}


def rows() -> list[list[str]]:
    """The rows of the survey, in the order of the respondents."""
    chance = random.Random(SEED)
    free = [number for number in range(1, ROWS + 1) if number not in COMMENTED]
    sectors = dealt(dict(SECTORS), [one[0] for one in COMMENTED.values()], chance)
    columns = []
    for at, totals in enumerate(TOTALS):
        taken = [LETTERS[one[2][at]] for one in COMMENTED.values()]
        columns.append(dealt(dict(zip(OFTEN, totals, strict=True)), taken, chance))
    found = {
        number: [sectors.pop(), "yes", *(column.pop() for column in columns), ""] for number in free
    }
    for number, (sector, accurate, letters, comment) in COMMENTED.items():
        found[number] = [sector, accurate, *(LETTERS[letter] for letter in letters), comment]
    return [[f"S2-{number:02d}", *found[number]] for number in sorted(found)]


def dealt(totals: dict[str, int], taken: list[str], chance: random.Random) -> list[str]:
    """What is left of the totals when ``taken`` is gone, in a random order."""
    for value in taken:
        totals[value] -= 1
    left = [value for value, count in totals.items() for _ in range(count)]
    chance.shuffle(left)
    return left


def build(target: Path) -> None:
    """Write ``survey.csv`` into a folder."""
    with (target / "survey.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows())


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE.parent)
