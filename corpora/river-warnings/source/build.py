"""Make the tables and the two converted transcripts of this study from what is written by hand.

    python build.py [FOLDER]        (default: the folder above this one)

Written by hand: the interviews (``S1-NN.txt`` in the folder above where the study ships them as
text, else beside this script) and for each a ``S1-NN.marks``. Made here: the interviews that are
shipped as ``.vtt`` or ``.docx``, ``codings-ana.csv``, ``codings-ben.csv``, ``answers.csv`` and
``sections.csv``.

A line of a ``.marks`` file is one of

    section | NAME | where the interviewer begins it
    answer | QUESTION | VALUE | the words it is taken from
    CODERS | CODE | passage [| memo]

where CODERS is ``A`` (Ana), ``B`` (Ben) or ``AB``. A passage is quoted in full, or by its first and
last words with `` … `` between them, or `` ¶ `` where it runs over several turns. The first words
have to stand in the transcript once only, so that a position is never guessed; positions are
Unicode code points over the stored text.

The standard library alone, and the same bytes on every run.
"""

import csv
import re
import sys
import textwrap
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from xml.sax.saxutils import escape

SOURCE = Path(__file__).resolve().parent
CODERS = {"A": "ana", "B": "ben"}
SEVERAL = "says_several"
GAP, GAP_OVER_TURNS = " … ", " ¶ "
MEETINGS = {
    "S1-06": "6f0c2b1e-93d4-4f57-8a35-1d20c7e4b906",
    "S1-15": "b81d77a0-2c3e-4d19-9f64-07ae5c1d83f2",
    "S1-20": "20e9f4c6-5a7b-4e02-b3d8-c94f61a7e015",
    "S1-25": "d35a9c18-e640-4b8f-86c7-3f1b20d95e7a",
}
CUE_WIDTH, CUE_LINES = 48, 3
MILLISECONDS_A_WORD, MILLISECONDS_BETWEEN_TURNS = 370, 640
FIXED_DATE = (2024, 1, 1, 0, 0, 0)


class MarkError(Exception):
    """A line of a .marks file that does not fit its transcript."""


@dataclass(frozen=True, slots=True)
class Turn:
    speaker: str
    speech: str


@dataclass(frozen=True, slots=True)
class Coding:
    transcript: str
    start: int
    end: int
    code: str
    memo: str


@dataclass(frozen=True, slots=True)
class Answer:
    transcript: str
    question: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    transcript: str
    name: str
    start: int


@dataclass(slots=True)
class Tables:
    codings: dict[str, list[Coding]]
    answers: list[Answer]
    sections: list[Section]


def turns_of(written: str) -> list[Turn]:
    """The turns of an interview as it is written here: one paragraph each, with its label."""
    paragraphs = (paragraph for paragraph in written.strip().split("\n\n") if paragraph.strip())
    return [Turn(*paragraph.split(": ", 1)) for paragraph in paragraphs]


def rendered(turns: Iterable[Turn]) -> str:
    """The text a reader makes of a format that has turns but no running text."""
    return "".join(f"{turn.speaker}: {turn.speech}\n\n" for turn in turns)


# --- the two converted formats ---------------------------------------------------------------


def write_vtt(target: Path, transcript: str, turns: Iterable[Turn]) -> None:
    """A Teams transcript: three short lines a cue, so that most sentences run over several."""
    blocks = ["WEBVTT"]
    clock = 4_120
    for number, turn in enumerate(turns, 4):
        lines = textwrap.wrap(
            turn.speech, CUE_WIDTH, break_long_words=False, break_on_hyphens=False
        )
        for part in range(0, len(lines), CUE_LINES):
            words = "\n".join(lines[part : part + CUE_LINES])
            until = clock + MILLISECONDS_A_WORD * len(words.split())
            blocks.append(
                f"{MEETINGS[transcript]}/{number}-{part // CUE_LINES}\n"
                f"{_stamp(clock)} --> {_stamp(until)}\n"
                f"<v {turn.speaker}>{escape(words)}</v>"
            )
            clock = until
        clock += MILLISECONDS_BETWEEN_TURNS
    with (target / f"{transcript}.vtt").open("w", encoding="utf-8", newline="\n") as file:
        file.write("\n\n".join(blocks) + "\n")


def _stamp(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write_docx(target: Path, transcript: str, turns: Iterable[Turn]) -> None:
    """A Word file, a paragraph a turn, the speaker in bold; stored uncompressed, dates fixed."""
    parts = {
        "[Content_Types].xml": (
            f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/word/document.xml" '
            f'ContentType="{_WORD_TYPE}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{_WORD_TYPE}.styles+xml"/>'
            "</Types>"
        ),
        "_rels/.rels": (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
            "</Relationships>"
        ),
        "word/_rels/document.xml.rels": (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
            "</Relationships>"
        ),
        "word/styles.xml": (
            f'{_XML}<w:styles xmlns:w="{_WORD}">'
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
            '<w:name w:val="Normal"/><w:pPr><w:spacing w:after="160"/></w:pPr></w:style>'
            "</w:styles>"
        ),
        "word/document.xml": (
            f'{_XML}<w:document xmlns:w="{_WORD}"><w:body>'
            f"{''.join(_paragraph(turn) for turn in turns)}"
            '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
            '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" '
            'w:header="708" w:footer="708" w:gutter="0"/></w:sectPr></w:body></w:document>'
        ),
    }
    with zipfile.ZipFile(target / f"{transcript}.docx", "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.create_system = 0
            package.writestr(entry, content.encode())


def _paragraph(turn: Turn) -> str:
    return (
        f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{escape(turn.speaker)}:</w:t></w:r>"
        f'<w:r><w:t xml:space="preserve"> {escape(turn.speech)}</w:t></w:r></w:p>'
    )


CONVERTED = dict.fromkeys(MEETINGS, write_vtt) | dict.fromkeys(
    ("S1-08", "S1-18", "S1-24", "S1-28"), write_docx
)


# --- marks -----------------------------------------------------------------------------------


def locate(text: str, passage: str, where: str) -> tuple[int, int]:
    """Start and end of a quoted passage in ``text``, in code points."""
    gap = GAP_OVER_TURNS if GAP_OVER_TURNS in passage else GAP
    first, quoted_in_part, last = passage.partition(gap)
    if text.count(first) != 1:
        raise MarkError(f"{where}: “{first}” stands {text.count(first)} times in the transcript")
    start = text.index(first)
    if not quoted_in_part:
        return start, start + len(first)
    found = text.find(last, start + len(first))
    if found < 0:
        raise MarkError(f"{where}: “{last}” does not stand behind “{first}”")
    if gap == GAP and "\n" in text[start:found]:
        raise MarkError(f"{where}: from “{first}” to “{last}” is more than one turn")
    return start, found + len(last)


def mark_lines(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Each line of a .marks file: where it stands, and its fields."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            yield f"{path.name}, line {number}", [field.strip() for field in line.split(" | ")]


def read_marks(transcript: str, text: str, path: Path, tables: Tables) -> None:
    """Add what one .marks file says about one stored text."""
    answers: list[Answer] = []
    for where, fields in mark_lines(path):
        match fields:
            case ["section", name, passage]:
                start = locate(text, passage, where)[0]
                tables.sections.append(Section(transcript, name, start))
            case ["answer", question, value, passage]:
                answers.append(Answer(transcript, question, value, *locate(text, passage, where)))
            case [coders, code, passage, *memo] if re.fullmatch("A|B|AB", coders):
                coding = Coding(transcript, *locate(text, passage, where), code, "".join(memo))
                for letter in coders:
                    tables.codings[CODERS[letter]].append(coding)
            case _:
                raise MarkError(f"{where}: not a section, an answer or a coding")
    tables.answers += several(answers)


def several(answers: list[Answer]) -> list[Answer]:
    """The answers of one interview, and the one about several approaches if it is not marked."""
    if any(answer.question == SEVERAL for answer in answers):
        return answers
    choice = next(answer for answer in answers if answer.question == "approach")
    value = "none" if choice.value == "none" else "false"
    return [*answers, replace(choice, question=SEVERAL, value=value)]


# --- all of it -------------------------------------------------------------------------------


def build(shipped: Path, target: Path) -> None:
    """Write all that is made into ``target``; ``shipped`` holds the texts that stay as they are."""
    tables = Tables({coder: [] for coder in CODERS.values()}, [], [])
    for marks in sorted(SOURCE.glob("S1-*.marks")):
        transcript = marks.stem
        written = SOURCE / f"{transcript}.txt"
        if written.exists():
            turns = turns_of(written.read_text(encoding="utf-8"))
            text = rendered(turns)
            CONVERTED[transcript](target, transcript, turns)
        else:
            text = (shipped / f"{transcript}.txt").read_text(encoding="utf-8")
        read_marks(transcript, text, marks, tables)
    for coder, codings in tables.codings.items():
        rows = sorted(codings, key=lambda c: (c.transcript, c.start, c.end, c.code))
        _table(
            target / f"codings-{coder}.csv",
            ("transcript", "start", "end", "code", "memo"),
            ((c.transcript, c.start, c.end, c.code, c.memo) for c in rows),
        )
    _table(
        target / "answers.csv",
        ("transcript", "question", "value", "start", "end"),
        ((a.transcript, a.question, a.value, a.start, a.end) for a in tables.answers),
    )
    _table(
        target / "sections.csv",
        ("transcript", "section", "start"),
        ((s.transcript, s.name, s.start) for s in tables.sections),
    )


def _table(path: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    try:
        build(SOURCE.parent, Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE.parent)
    except MarkError as error:
        sys.exit(f"Error: {error}")
