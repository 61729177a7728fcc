"""The replica's figures on the shortest interviews there can be.

The answers are invented here so that their counts are those published; the survey and the published
figures are those of the corpus.
"""

import csv
from pathlib import Path

from workbench.corpus.cases import import_cases
from workbench.corpus.importing import import_transcripts
from workbench.figures.answers import import_answers
from workbench.figures.replicate import import_published
from workbench.figures.survey import import_survey
from workbench.shipped import shipped
from workbench.study import Study, create_study

CORPUS = shipped("corpora", "river-warnings")
CASES = [f"S1-{number:02d}" for number in range(1, 29)]
SECTORS = ["water"] * 17 + ["fire"] * 6 + ["coast"] * 5
# fifteen give one rating, eleven two: 37 of 26 people
ALONE = ["1"] * 3 + ["2"] * 6 + ["3"] * 4 + ["3-4"] * 2
PAIRS = [["<1", "4"]] * 3 + [["1", "4"]] * 2 + [["1", "5"], ["1-2", "5"]] + [["2", "3"]] * 4
WORKING = [["unsure"], ["depends"], *([value] for value in ALONE), *PAIRS]
APPROACH = (
    [["none"]] * 4 + [["a"]] * 6 + [["b"]] * 9 + [["c"]] * 2 + [["a", "b"]] * 5 + [["b", "c"]] * 2
)
SEVERAL = ["none"] * 4 + ["false"] * 16 + ["true"] * 8
CLOSED = "Is the model accurate?"
SECTOR = "Which sector are you in? (optional)"
OFTEN = ("never", "rarely", "regularly")
FORMATS = ("inform and request", "meet and share", "customised database", "integrated systems")
SCALE = {f"How often: {name}": OFTEN for name in FORMATS}


def write(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def answer_rows() -> list[list[str]]:
    """One row an answer; every rating is tied to the words that the participant said."""
    rows = [["transcript", "question", "value", "start", "end"]]
    importance = [["5"]] * 26 + [["3"], ["none"]]
    for at, case in enumerate(CASES):
        for question, given in (
            ("importance", importance[at]),
            ("working", WORKING[at]),
            ("approach", APPROACH[at]),
            ("says_several", [SEVERAL[at]]),
        ):
            rows += [[case, question, value, "20", "30"] for value in given]
    return rows


def make(folder: Path, *, answers: list[list[str]] | None = None) -> Path:
    """A study of the replica's figures, as its tables would make it."""
    folder.mkdir(exist_ok=True)
    texts = []
    for case in CASES:
        texts.append(folder / f"{case}.txt")
        texts[-1].write_text(
            f"Interviewer: So?\n\n{case}: I would say that it is as I say, I am {case}.\n\n"
            f"Interviewer: And then?\n\n{case}: Then it rains.\n",
            "utf-8",
        )
    header = ["participant", "sector"]
    cases = [[case, sector] for case, sector in zip(CASES, SECTORS, strict=True)]
    path = folder / "river.db"
    with create_study(path, "River") as study:
        import_transcripts(study, texts)
        import_cases(study, write(folder / "cases.csv", [header, *cases]))
        import_answers(
            study,
            write(folder / "answers.csv", answers or answer_rows()),
            scale_of={"importance": tuple("12345"), "working": tuple("12345")},
        )
        add_survey(study)
        import_published(study, CORPUS / "published.csv")
    return path


def add_survey(study: Study) -> None:
    import_survey(study, CORPUS / "survey.csv", "survey", closed=[CLOSED], scale_of=SCALE)
