"""Two studies that differ in what Ana did unseen, alike to the eyes of everybody else."""

import json
import re
import shutil
from functools import cache
from pathlib import Path

from click.testing import CliRunner

from workbench.cli import cli

INTERVIEW = """Interviewer: Whom do you ring when the river rises?

S1: I ring Marta. She sits at the gauge and picks up.

Interviewer: And at night?

S1: At night I hope she is awake.
"""
# the tables of answers, logs and published figures that stand beside the study
FIGURES = {
    "cases-before.csv": "Participant,post\nS1,gauge keeper\nS2,teacher\n",
    "answers-before.csv": "transcript,question,value,start,end\nS1,works,2,60,75\nS2,works,4,,\n",
    "answers.csv": "transcript,question,value,start,end\nS1,works,<1,60,75\nS1,works,3,80,90\n",
    "challenges.csv": "objection,disposition,reason,worked\nnew,d,r,yes\nknown,other,r,no\n",
    "lineage.csv": "from,to,rationale\nOption a,Second,other\n,First,r\nOption b,,r\n",
    "panel.csv": "nr,kind,accurate,remark\nP1,fire,yes,We rang them up.\nP2,water,no,\n",
    "published-before.csv": "figure,n,base\nold,1,2\nworks,1,2\n",
    "published.csv": "figure,n,base,percent,variable,value\nworks,1,2,50 %,works,2\n",
}
SECRET = "Marta-only"
# a project and a codebook of another program, with a code called like Ana's hidden one
_CODES = f"""<Codes>
<Code guid="20000000-0000-0000-0000-000000000001" name="Trust" isCodable="true"/>
<Code guid="20000000-0000-0000-0000-000000000002" name="{SECRET}" isCodable="true"/></Codes>"""
REFI = {
    "book-in.qdc": f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0">{_CODES}</CodeBook>',
    "theirs-in.qde": f"""<Project xmlns="urn:QDA-XML:project:1.0" name="Theirs">
<Users><User guid="10000000-0000-0000-0000-000000000001" name="Ana"/>
<User guid="10000000-0000-0000-0000-000000000002" name="Cem"/></Users>
<CodeBook>{_CODES}</CodeBook>
<Sources><TextSource guid="40000000-0000-0000-0000-000000000001" name="T1.txt">
<PlainTextContent>P1: Nobody rang. We went upstairs.</PlainTextContent>
<PlainTextSelection guid="50000000-0000-0000-0000-000000000001" name="Nobody rang."
 startPosition="4" endPosition="16">
<Coding guid="60000000-0000-0000-0000-000000000001"
 creatingUser="10000000-0000-0000-0000-000000000001">
<CodeRef targetGUID="20000000-0000-0000-0000-000000000002"/></Coding>
<Coding guid="60000000-0000-0000-0000-000000000002"
 creatingUser="10000000-0000-0000-0000-000000000002">
<CodeRef targetGUID="20000000-0000-0000-0000-000000000001"/></Coding>
</PlainTextSelection></TextSource></Sources></Project>""",
}
GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")


def run(*words: str, ok: bool = True) -> str:
    """A command of the workbench, and what it prints."""
    result = CliRunner().invoke(cli, list(words))
    assert not ok or result.exit_code == 0, (words, result.stderr)
    return result.stdout


def make_twins(folder: Path, *, locked: bool, compared: bool = False) -> tuple[Path, Path, str]:
    """(study folder with Ana's work, the same without, id of one of Ana's codings).

    Ben has coded a little of S1, and Eva supervises. With ``locked`` Ana has locked S1 and S2,
    which Ben has not. With ``compared`` there is a transcript S0 besides, which both have locked
    and read differently. Each pair is made once a process, and copied.
    """
    made, coding = _made(folder.parent, locked, compared)
    for side in ("full", "empty"):
        shutil.copytree(made / side, folder / side)
    return folder / "full", folder / "empty", coding


@cache
def _made(within: Path, locked: bool, compared: bool) -> tuple[Path, str]:
    made = within / f"twins-{locked:d}{compared:d}"
    full, empty = made / "full", made / "empty"
    full.mkdir(parents=True)
    study = str(full / "study.db")
    names = (*(["S0"] if compared else []), "S1", "S2")
    for name in (*names, "S9"):
        (full / f"{name}.txt").write_text(f"{INTERVIEW}\nS1: {name}.\n", encoding="utf-8")
    run("new", study, "--title", "River")
    run("import", study, *(str(full / f"{name}.txt") for name in names))
    for name, role in (("Ana", "coder"), ("Ben", "coder"), ("Eva", "supervisor")):
        run("people", "add", study, name, "--role", role)
    run("code", "add", study, "Trust")
    run("code", "add", study, "Fear", "--definition", "Being afraid.")
    run("theme", "add", study, "Known")
    run("round", "open", study, "first", "--coders", "Ana,Ben", "--as", "Eva")
    run("suggest", "rules", "add", study, "Trust", "--phrase", "picks up", "--as", "Eva")
    run("suggest", "rules", "add", study, "Fear", "--phrase", "hope", "--extent", "words")
    run("suggest", study, "--as", "Eva")
    run("apply", study, "S1", "60", "75", "Trust", "--as", "Ben")
    (full / "cases.csv").write_text("Participant,sector\nS1,fire\n", encoding="utf-8")
    (full / "key-in.csv").write_text("name,replacement\nMarta,[name 1]\n", encoding="utf-8")
    (full / "book-in.csv").write_text(f"Name,Parent\n{SECRET},Trust\n", encoding="utf-8")
    for name, content in REFI.items():
        (full / name).write_text(content, encoding="utf-8")
    (full / "rules-in.csv").write_text(
        f"Code,Kind,Words\nTrust,phrase,gauge\n{SECRET},phrase,gauge\n", encoding="utf-8"
    )
    (full / "codings.csv").write_text(
        f"transcript,start,end,code\nS1,61,70,Trust\nS2,61,70,{SECRET}\n", encoding="utf-8"
    )
    if compared:
        for who, start, end, code in (
            ("Ana", "60", "75", "Trust"),
            ("Ben", "60", "70", "Trust"),
            ("Ana", "120", "135", "Fear"),
            ("Ben", "120", "135", "Trust"),
        ):
            run("apply", study, "S0", start, end, code, "--as", who)
        for who in ("Ana", "Ben"):
            run("lock", study, "S0", "--as", who)
        run("disagreements", study, "--as", "Eva")
    shutil.copytree(full, empty)
    run("code", "add", study, SECRET, "--definition", "Hidden.", "--as", "Ana")
    run("code", "add", study, f"Trust/{SECRET}", "--as", "Ana")
    coding = run("apply", study, "S1", "72", "79", SECRET, "--memo", "hidden", "--as", "Ana")
    run("apply", study, "S1", "60", "75", "Trust", "--as", "Ana")
    run("apply", study, "S2", "60", "75", f"Trust/{SECRET}", "--as", "Ana")
    run("suggest", "rules", "add", study, SECRET, "--phrase", "gauge", "--as", "Ana")
    waiting = json.loads(run("suggestions", "list", study, "--as", "Ana", "--json"))
    for answer, one in zip(("accept", "refuse"), waiting, strict=False):
        run("suggestions", answer, study, one["id"], "--as", "Ana")
    run("note", study, "a hidden note", "--on", "S1:4", "--as", "Ana")
    run("apply", study, "S2", "60", "70", "Fear", "--as", "Ana")
    run("undo", study, "--as", "Ana")
    if locked:
        for folder_ in (full, empty):
            run("lock", str(folder_ / "study.db"), "S1", "S2", "--as", "Ana")
    return made, coding.strip()


def count_something(folder: Path) -> None:
    """Cases, answers, logs and published figures in the study of a folder, and tables of others."""
    for name, text in FIGURES.items():
        (folder / name).write_text(text, encoding="utf-8")
    study = str(folder / "study.db")
    run("cases", study, str(folder / "cases-before.csv"))
    run("answers", study, str(folder / "answers-before.csv"))
    run("lineage", study, "--from", "Option a", "--to", "Second", "--rationale", "r")
    run("challenges", study, "--objection", "known", "--disposition", "d", "--reason", "r")
    run("replicate", study, "--published", str(folder / "published-before.csv"))


def give_out_a_pack(full: Path, empty: Path) -> None:
    """Ana has a pack, ``ana.db``, in both folders, and works on in one of them."""
    for folder in (full, empty):
        run("pack", str(folder / "study.db"), "--for", "Ana", str(folder / "ana.db"))
    pack = str(full / "ana.db")
    run("code", "add", pack, f"{SECRET}-packed", "--as", "Ana")
    run("apply", pack, "S2", "5", "30", f"{SECRET}-packed", "--memo", "hidden", "--as", "Ana")
    run("apply", pack, "S1", "5", "30", "Fear", "--as", "Ana")
    run("note", pack, "a hidden note", "--on", "S2:4", "--as", "Ana")
