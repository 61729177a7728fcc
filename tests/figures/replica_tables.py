"""The figures of the replica as tables: invented answers whose counts are those published."""

import csv
from pathlib import Path

from workbench.corpus.cases import import_cases
from workbench.corpus.importing import import_transcripts
from workbench.figures.answers import import_answers
from workbench.figures.replicate import import_published
from workbench.figures.survey import import_survey
from workbench.study import Study, create_study

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
FORMATS = {1: (0, 6, 67), 2: (0, 17, 56), 3: (6, 38, 29), 4: (16, 35, 22)}
OFTEN = ("never", "rarely", "regularly")
SCALE = {f"format {number}": OFTEN for number in FORMATS}

PUBLISHED = """\
figure,n,base,base_kind,percent,part_of,question,answers,several,each,data_set,variable,value,counts
sector water,17,28,participants,61 %,sector,,,,,,sector,water,
sector fire,6,28,participants,21 %,sector,,,,,,sector,fire,
sector coast,5,28,participants,18 %,sector,,,,,,sector,coast,
Q1 rated 5,26,28,participants,93 %,,,,,,,importance,5,
Q2 ratings,37,26,valid answers,,,,37,1,2,,working,,answers
Q2 below 1,3,37,answers given,8 %,,,,,,,working,<1,
Q2 between 3 and 4,2,37,answers given,5 %,,,,,,,working,3-4,
Q2 between 1 and 2,1,37,answers given,3 %,,,,,,,working,1-2,
Q3 no specific answer,4,28,participants,14 %,,,,,,,approach,none,missing
Q3 b,16,31,answers given,52 %,Q3,Q3,,,,,approach,b,
Q3 a,11,31,answers given,35 %,Q3,Q3,,,,,approach,a,
Q3 c,4,31,answers given,13 %,Q3,Q3,,,,,approach,c,
Q3 several answers,8,24,valid answers,33.3 %,,Q3,,8,,,says_several,true,
survey disclosed,49,73,participants,67 %,,,,,,survey,organisation,,answering
police-like,41,49,valid answers,84 %,disclosed,,,,,survey,organisation,police-like,
NGO-like,5,49,valid answers,10 %,disclosed,,,,,survey,organisation,NGO-like,
other,3,49,valid answers,6 %,disclosed,,,,,survey,organisation,other,
accurate yes,67,73,participants,92 %,accurate,,,,,survey,accurate,yes,
accurate no,6,73,participants,8 %,accurate,,,,,survey,accurate,no,
"""
TABLE_ONE = {1: ("", "8", "92"), 2: ("", "23", "77"), 3: ("8", "52", "40"), 4: ("22", "48", "30")}


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


def survey_rows() -> list[list[str]]:
    kinds = ["police-like"] * 41 + ["NGO-like"] * 5 + ["other"] * 3 + [""] * 24
    columns = {
        n: [w for w, c in zip(OFTEN, f, strict=True) for _ in range(c)] for n, f in FORMATS.items()
    }
    rows = [["respondent", "organisation", "accurate", *SCALE, "comment"]]
    for at in range(73):
        said = f"I would add that case {at} was not like this." if at < 15 else ""
        formats = [columns[number][at] for number in FORMATS]
        rows.append([f"S2-{at + 1:02d}", kinds[at], "yes" if at < 67 else "no", *formats, said])
    return rows


def published_text() -> str:
    parts = [PUBLISHED]
    for number, counts in FORMATS.items():
        for often, count, percent in zip(OFTEN, counts, TABLE_ONE[number], strict=True):
            shown = f"{percent} %" if percent else ""
            parts.append(
                f"format {number} {often},{count},73,participants,{shown},format {number},,,,,"
                f"survey,format {number},{often},\n"
            )
    return "".join(parts)


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
    published = folder / "published.csv"
    published.write_text(published_text(), encoding="utf-8")
    path = folder / "river.db"
    with create_study(path, "River") as study:
        import_transcripts(study, texts)
        import_cases(study, write(folder / "cases.csv", [header, *cases]))
        import_answers(
            study,
            write(folder / "answers.csv", answers or answer_rows()),
            scale_of={"importance": tuple("12345"), "working": tuple("12345")},
        )
        add_survey(study, folder)
        import_published(study, published)
    return path


def add_survey(study: Study, folder: Path) -> None:
    table = write(folder / "survey.csv", survey_rows())
    import_survey(study, table, "survey", closed=["accurate"], scale_of=SCALE)
