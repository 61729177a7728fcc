"""What commands do with files that no careful person made: one clear line, nothing half done."""

import io
import json
import os
import sqlite3
import zipfile
from pathlib import Path

import pytest
from promised import Desk, new_study


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = new_study(tmp_path_factory.mktemp("template"))
    desk.done("round", "open", "STUDY", "first", "--coders", "Ana,Ben")
    return desk


@pytest.fixture
def desk(template: Desk, tmp_path: Path) -> Desk:
    return template.copy(tmp_path / "desk")


def docx(document: str) -> bytes:
    package = io.BytesIO()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    types = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<?xml version="1.0"?><Types xmlns="{types}/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<?xml version="1.0"?><Relationships xmlns="{types}/relationships">'
            f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", document)
    return package.getvalue()


def paragraph(text: str, prologue: str = "") -> str:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return (
        f'<?xml version="1.0"?>{prologue}<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>'
        f"{text}</w:t></w:r></w:p></w:body></w:document>"
    )


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
GOOD = docx(paragraph("Interviewer: hello"))
BOMB = docx(paragraph("A" * 120_000_000))
HOSTILE = {
    "empty": b"",
    "mark alone": b"\xef\xbb\xbf",
    "white space": b" \n\t \r\n",
    "binary": bytes(range(256)) * 20,
    "nul": b"Name,transcript,coder\0,start,end,code\n\0,\0,\0,1,2,3\n",
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(60),
    "no encoding": b"abc \x81\x8d\x8f\x90\x9d def",
    "broken utf-16": b"\xff\xfea\0b\0\0\xd8c\0d",
    "lone surrogate": b"\xed\xa0\x80 abc",
    "a document": GOOD,
    "half a document": GOOD[: len(GOOD) // 2],
    "a bomb": BOMB,
    "an entity": docx(paragraph("&a;", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')),
    "a billion laughs": docx(paragraph("&a9;", f'<!DOCTYPE x [<!ENTITY a0 "lol">{LAUGHS}]>')),
    "empty archive": b"PK\x05\x06" + bytes(18),
    "open quote": b'transcript,start,end,code,Name,coder\n"A,1,2,Trust,n,c\n',
    "half rtf": b"{\\rtf1 \\u55357?\\u56832? {\\",
    "deep rtf": b"{\\rtf1 " + b"{" * 20_000,
    "cue without end": b"WEBVTT\n\n99:99 --> x\n<v >\n",
    "pdf": b"%PDF-1.4\ngarbage",
    "carriage returns": b"\r\r\r\n\r",
    "five thousand digits": b"transcript,coder,start,end,code\nA,c,1," + b"9" * 5000 + b",Trust\n",
    "too long to hold": b"transcript,coder,start,end,code\nA,c,1,99999999999999999999,Trust\n",
    "other digits": "transcript,coder,start,end,code\nA,c,²,３,Trust\n".encode(),
    "no header": b",,,\n1,2,3,4\n",
    "twice the same header": b"Name,Name,code,code\na,b,c,d\n",
    "ragged": b"transcript,start,end,code,Name\nA\nA,1,2,Trust,n,more,and,more\n",
}
ENDINGS = (".txt", ".md", ".vtt", ".srt", ".docx", ".odt", ".rtf", ".pdf")
TABLES = [
    ("codings", "import", "STUDY", "--as", "Ana", "FILE"),
    ("codings", "import", "STUDY", "--as", "Ana", "--create-codes", "FILE"),
    ("codebook", "import", "STUDY", "FILE"),
    ("cases", "STUDY", "FILE"),
    ("reliability", "FILE", "--level", "nominal"),
    ("reliability", "FILE", "--level", "set"),
    ("reliability", "FILE", "--level", "ratio"),
    ("reliability", "FILE", "--level", "nominal", "--format", "long"),
    ("unitizing", "FILE", "--length", 100),
    ("unitizing", "TABLE", "--length", 100, "--units", "FILE"),
]


def survives(desk: Desk, *words: object) -> int:
    """Run a command that may go either way; if it fails, nothing may have changed."""
    before, files = desk.state(), desk.files()
    result = desk.run(*words)  # asserts: no traceback, nothing "inside workbench"
    assert result.exit_code in (0, 1), (words, result.stderr)
    if result.exit_code:
        assert result.stderr.rstrip("\n").split("\n")[-1].startswith("Error: "), result.stderr
        assert result.stdout == ""
        assert (desk.state(), desk.files()) == (before, files)
    return result.exit_code


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_transcripts(desk: Desk, name: str) -> None:
    for ending in ENDINGS:
        hostile, good = f"{name}{ending}"[::-1], f"good {ending}"
        file = desk.file(f"{hostile}{ending}", HOSTILE[name])
        beside = desk.file(f"{good}.txt", f"P1: a good one beside {ending}\n")
        came = survives(desk, "import", "STUDY", beside, file) == 0
        names = [t["name"] for t in desk.json("transcripts", "STUDY")]
        assert (hostile in names, good in names) == (came, came)
        if came:
            assert "root:" not in desk.done("show", "STUDY", hostile)
            desk.done("turns", "STUDY", hostile)
    assert desk.json("verify", "STUDY")["ok"]


@pytest.mark.parametrize("name", [each for each in HOSTILE if each != "a bomb"])
def test_hostile_tables(desk: Desk, name: str) -> None:
    file = desk.file("hostile.csv", HOSTILE[name])
    table = desk.file("table.csv", "coder,start,end,code\nAna,1,2,x\n")
    for words in TABLES:
        places = {"FILE": file, "TABLE": table}
        survives(desk, *(places.get(str(word), word) for word in words))
    assert desk.json("verify", "STUDY")["ok"]


@pytest.mark.parametrize("name", ["empty", "binary", "a document", "open quote"])
def test_hostile_studies(desk: Desk, name: str) -> None:
    file = desk.file("hostile.db", HOSTILE[name])
    for words in (
        ("transcripts", file),
        ("people", "add", file, "Zoe"),
        ("restore", file, desk.folder / "new.db"),
        ("backup", file, desk.folder / "new.db"),
        ("show", file, "A"),
    ):
        desk.refused(*words)
        assert file.read_bytes() == HOSTILE[name]


def test_a_database_of_another_program_stays_as_it_is(desk: Desk) -> None:
    other = sqlite3.connect(desk.folder / "other.db")
    other.execute("CREATE TABLE people (name TEXT)")
    other.commit()
    other.close()
    content = (desk.folder / "other.db").read_bytes()
    assert "another program" in desk.refused("people", "add", desk.folder / "other.db", "Zoe")
    assert (desk.folder / "other.db").read_bytes() == content


def test_a_folder_or_nothing_in_place_of_a_file(desk: Desk) -> None:
    folder = desk.folder / "folder.txt"
    folder.mkdir()
    for file in (folder, desk.folder / "nothing.csv", desk.folder / "A.txt" / "x.csv"):
        desk.refused("import", "STUDY", file)
        for words in TABLES[:-1]:
            desk.refused(*(file if word == "FILE" else word for word in words))
    desk.refused("transcripts", folder)
    desk.refused("new", folder, "--title", "T")
    desk.refused("new", desk.folder / "n.db", "--title", "T", "--codebook", folder)
    assert not (desk.folder / "n.db").exists()
    for what in ("codings", "codebook", "refi", "report"):
        desk.refused("export", what, "STUDY", folder)
        desk.refused("export", what, "STUDY", "STUDY")
        desk.refused("export", what, "STUDY", desk.folder / "no" / "file.csv")


ODD_NAMES = [
    "=cmd|' /C calc'!A0",
    "[red]bold[/]",
    "a\nb",
    "n\u00e4ive \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "-rf",
    "%s %(x)s {0}",
    "'; DROP TABLE people; --",
    "x" * 200,
    "\u202eright to left",
    "\x1b[31m",
    "..",
    "a/../b",
]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_are_taken_as_they_are_or_refused(desk: Desk, name: str) -> None:
    escaped = name.replace("/", "\\/")
    table = desk.file("c.csv", "Name\n" + json.dumps(name).replace('\\"', '""') + "\n")
    taken = [
        survives(desk, "people", "add", "STUDY", "--", name),
        survives(desk, "code", "add", "STUDY", "--", escaped),
        survives(desk, "theme", "add", "STUDY", "--", name),
        survives(desk, "round", "open", "STUDY", "--coders", "Cem", "--", name),
        survives(desk, "note", "STUDY", "--as", "Ana", "--", name),
        survives(desk, "codebook", "import", "STUDY", table),
        survives(desk, "cases", "STUDY", table),
        survives(desk, "apply", "STUDY", "--as", "Ana", "A", 0, 5, "Fear", "--memo", name),
    ]
    assert 0 in taken
    for words in (
        ("people", "list"),
        ("codebook", "list"),
        ("theme", "list"),
        ("round", "list"),
        ("history",),
        ("cases",),
        ("codings", "list"),
    ):
        shown = desk.done(*words, "STUDY", "--as", "Ana")
        assert "\x1b" not in shown and "\u202e" not in shown
        desk.json(*words, "STUDY", "--as", "Ana")
    if taken[0] == 0:
        assert name in [p["name"] for p in desk.json("people", "list", "STUDY")]
    desk.done("export", "nvivo", "STUDY", desk.folder / "out", "--as", "Ana")
    for path in (desk.folder / "out").glob("*.csv"):
        for line in path.read_bytes().decode("utf-8-sig").split("\r\n"):
            assert not any(cell.startswith(("=", "-rf")) for cell in line.split(","))
    assert desk.json("verify", "STUDY")["ok"]


@pytest.mark.parametrize(
    "name", ["=cmd [red] \u00e9", "\U0001f30a", "x" * 200, "a\nb", "a, b", "-dash", "%d", "A\u0308"]
)
def test_odd_names_of_files(desk: Desk, name: str) -> None:
    file = desk.file(f"{name}.txt", "Interviewer: So?\nP9: Something else.\n")
    if survives(desk, "import", "STUDY", file):
        return
    assert desk.done("show", "STUDY", "--", name) == "Interviewer: So?\nP9: Something else.\n"
    desk.done("round", "open", "STUDY", "odd", "--coders", "Cem", "--transcripts", name)
    table = f'transcript,start,end,code\n"{name}",0,5,Fear\n'
    desk.done("codings", "import", "STUDY", "--as", "Cem", desk.file("c.csv", table))
    (row,) = desk.json("codings", "list", "STUDY", "--as", "Cem")
    assert row["transcript"] == name


def test_huge_cells_are_held(desk: Desk) -> None:
    memo = "m" * 2_000_000
    table = f"transcript,start,end,code,memo\nA,0,5,Fear,{memo}\n"
    desk.done("codings", "import", "STUDY", "--as", "Ana", desk.file("c.csv", table))
    assert desk.json("codings", "list", "STUDY", "--as", "Ana")[0]["memo"] == memo
    desk.done("export", "nvivo", "STUDY", desk.folder / "out", "--as", "Ana")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions are those of Unix")
def test_files_that_may_not_be_read_or_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.apply("Ana", "A", "neighbour", "Trust")
    desk.done("export", "nvivo", "STUDY", desk.folder / "first")  # so that all is loaded
    shut = desk.folder / "shut"
    shut.mkdir()
    copy = Desk(shut)
    desk.done("backup", "STUDY", copy.study)
    secret = desk.file("secret.txt", "P1: x\n")
    for path, mode in ((secret, 0), (copy.study, 0o444), (shut, 0o555)):
        path.chmod(mode)
    content = copy.study.read_bytes()
    with unprivileged(desk):
        for words in (
            ("import", "STUDY", secret),
            *((tuple(secret if w == "FILE" else w for w in each)) for each in TABLES[:-1]),
            ("export", "nvivo", "STUDY", shut / "out"),
            ("export", "codings", "STUDY", shut / "out.csv"),
            ("backup", "STUDY", shut / "b.db"),
            ("new", shut / "n.db", "--title", "T"),
        ):
            desk.refused(*words)
        for words in (
            ("people", "add", "STUDY", "Zoe"),
            ("apply", "STUDY", "--as", "Ana", "A", 0, 5, "Fear"),
            ("lock", "STUDY", "--as", "Ana"),
            ("undo", "STUDY", "--as", "Ana"),
            ("import", "STUDY", desk.folder / "A.txt"),
        ):
            result = copy.run(*words)
            assert result.exit_code == 1 and result.stdout == ""
            assert result.stderr.rstrip("\n").split("\n")[-1].startswith("Error: ")
        # what only reads goes on
        assert len(copy.json("codings", "list", "STUDY", "--as", "Ana")) == 1
        assert copy.json("verify", "STUDY")["ok"]
        copy.done("backup", "STUDY", desk.folder / "from-read-only.db")
    assert copy.study.read_bytes() == content and sorted(copy.files()) == ["flood.db"]


class unprivileged:  # noqa: N801  reads as a word in a with statement
    """As somebody who is not root, for whom permissions hold; nothing to do for others."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def __enter__(self) -> None:
        self.root = os.geteuid() == 0
        if not self.root:
            return
        for path in (self.desk.folder, *self.desk.folder.parents):
            if path.stat().st_uid == 0 and path != Path("/"):
                path.chmod(path.stat().st_mode | 0o055)
            if path.name.startswith("pytest-of-"):
                break
        self.desk.folder.chmod(0o777)
        for path in self.desk.folder.glob("flood.db*"):
            path.chmod(0o666)
        os.seteuid(65534)

    def __exit__(self, *_: object) -> None:
        if self.root:
            os.seteuid(0)


def test_while_another_program_holds_the_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.study.file.BUSY_SECONDS", 0.2)
    desk.apply("Ana", "A", "neighbour", "Trust")
    holder = sqlite3.connect(desk.study, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        for words in (
            ("people", "add", "STUDY", "Zoe"),
            ("apply", "STUDY", "--as", "Ana", "A", 0, 5, "Fear"),
            ("lock", "STUDY", "--as", "Ana"),
            ("undo", "STUDY", "--as", "Ana"),
            ("import", "STUDY", desk.file("new.txt", "P1: x\n")),
            ("codebook", "import", "STUDY", desk.folder / "codes.csv"),
        ):
            assert "busy" in desk.refused(*words)
        assert len(desk.json("codings", "list", "STUDY", "--as", "Ana")) == 1
        desk.done("export", "nvivo", "STUDY", desk.folder / "out")
    finally:
        holder.close()
    desk.done("lock", "STUDY", "--as", "Ana")
