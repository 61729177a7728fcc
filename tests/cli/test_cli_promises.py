"""What the commands on study and material promise, and what goes out, from outside."""

import csv
import hashlib
import io
import json
import re
import sqlite3
from pathlib import Path

import pytest
from promised import GUID, TEXTS, Desk, new_study, program, revealed_study


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return new_study(tmp_path_factory.mktemp("template"))


@pytest.fixture
def desk(template: Desk, tmp_path: Path) -> Desk:
    return template.copy(tmp_path / "desk")


@pytest.fixture(scope="module")
def coded_template(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return revealed_study(tmp_path_factory.mktemp("coded"))


@pytest.fixture
def coded(coded_template: Desk, tmp_path: Path) -> Desk:
    return coded_template.copy(tmp_path / "coded")


# ------------------------------------------------------------------------ study and material


def test_new_makes_and_never_overwrites(desk: Desk) -> None:
    for mode in ("reliability", "codebook", "reflexive"):
        path = desk.folder / f"{mode}.db"
        desk.done(
            "new", path, "--title", "T", "--mode", mode, "--codebook", desk.folder / "codes.csv"
        )
        assert len(desk.json("codebook", "list", path)) == 5
    for path in (desk.study, desk.folder / "A.txt", desk.folder):
        content = path.read_bytes() if path.is_file() else None
        desk.refused("new", path, "--title", "T")
        assert content is None or path.read_bytes() == content
    desk.refused("new", desk.folder / "n.db", code=2)
    bad = desk.file("bad.csv", "Title\nx\n")
    desk.refused("new", desk.folder / "n.db", "--title", "T", "--codebook", bad)


def test_import_is_all_or_none_and_says_what_came(desk: Desk) -> None:
    c = desk.file("C.txt", "\ufeffModerator: Hm?\r\nP5: Yes. \U0001f600\r\n")
    d = desk.file("D.md", "Just a text.\n")
    shown = desk.json("import", "STUDY", c, d)
    assert shown == {
        "imported": [
            {
                "name": "C",
                "characters": 26,
                "words": 5,
                "turns": 2,
                "speakers": ["Moderator", "P5"],
                "encoding": shown["imported"][0]["encoding"],
            },
            {
                "name": "D",
                "characters": 13,
                "words": 3,
                "turns": 1,
                "speakers": [],
                "encoding": "utf-8",
            },
        ]
    }
    assert desk.done("show", "STUDY", "C") == "Moderator: Hm?\nP5: Yes. \U0001f600\n"
    e, again = desk.file("E.txt", "new\n"), desk.file("F.txt", TEXTS["A"])
    assert "A" in desk.refused("import", "STUDY", e, again)
    desk.refused("import", "STUDY", e, desk.folder / "none.txt")
    desk.refused("import", "STUDY", e, desk.file("G.xyz", "x"))
    desk.refused("import", "STUDY", e, e)
    desk.refused("import", "STUDY", desk.file("crlf.txt", TEXTS["A"].replace("\n", "\r\n")))
    other = desk.folder / "sub"
    other.mkdir()
    (other / "A.txt").write_text("another text under a taken name\n")
    desk.refused("import", "STUDY", other / "A.txt")


@pytest.mark.parametrize(
    "label", ["Interviewer", "Moderator", "Facilitator", "Researcher", "I", "INT"]
)
def test_who_asks_is_told_by_the_label(desk: Desk, label: str) -> None:
    file = desk.file("C.txt", f"{label}: Hm?\nAnna: Yes.\n{label}: So?\nAnna: No.\n")
    said = desk.run("import", "STUDY", file)
    assert said.exit_code == 0 and label in said.stderr
    turns = desk.json("turns", "STUDY", "C")
    assert [turn["interviewer"] for turn in turns] == [True, False, True, False]


def test_who_asks_can_be_said(desk: Desk) -> None:
    file = desk.file("C.txt", "Anna: Hm?\nBo: Yes.\nAnna: So?\nBo: No.\nCy: I\nCy: too\n")
    desk.done("import", "STUDY", "--interviewer", "Anna", "Cy", file)
    asks = {turn["speaker"]: turn["interviewer"] for turn in desk.json("turns", "STUDY", "C")}
    assert asks == {"Anna": True, "Bo": False, "Cy": True}


def test_transcripts_and_show(desk: Desk) -> None:
    for row in desk.json("transcripts", "STUDY"):
        body = TEXTS[row["name"]]
        assert list(row) == ["name", "characters", "words", "turns", "sha256"]
        assert row["characters"] == len(body) and row["turns"] == 4
        assert row["sha256"] == hashlib.sha256(body.encode()).hexdigest()
        assert program("show", desk.study, row["name"]).stdout == body.encode()
    assert "A, B" in desk.refused("show", "STUDY", "C")


def test_turns_and_speakers(desk: Desk) -> None:
    turns = desk.json("turns", "STUDY", "A")
    assert list(turns[0]) == ["turn", "speaker", "interviewer", "start", "text_start", "end"]
    assert [t["turn"] for t in turns] == [1, 2, 3, 4]
    body = TEXTS["A"]
    assert body[turns[0]["start"] : turns[0]["text_start"]] == "Interviewer: "
    assert body[turns[1]["text_start"] : turns[1]["end"]].startswith("My neighbour")
    assert body[turns[1]["text_start"] : turns[1]["end"]].endswith("siren.")
    desk.done("speakers", "STUDY", "A", "--interviewer", "P1")
    assert [t["interviewer"] for t in desk.json("turns", "STUDY", "A")] == [False, True] * 2
    desk.done("speakers", "STUDY", "A", "--rename", "P1=Marta", "--case", "Marta=Farmer")
    assert {t["speaker"] for t in desk.json("turns", "STUDY", "A")} == {"Interviewer", "Marta"}
    shown = desk.json("speakers", "STUDY", "A")
    assert {s["speaker"]: s["case"] for s in shown}["Marta"] == "Farmer"
    assert "Marta" in desk.refused("speakers", "STUDY", "A", "--rename", "Nobody=X")
    desk.refused("speakers", "STUDY", "A", "--interviewer", "Nobody")


def test_cases_belong_by_name_or_by_column(desk: Desk) -> None:
    table = "Participant,Age,transcript,speaker\nMarta,41,A,P1\nJo,52,B,P2\nOff,,,\n"
    desk.done("cases", "STUDY", desk.file("cases.csv", table))
    found = {case["name"]: case for case in desk.json("cases", "STUDY")}
    assert found["Marta"]["attributes"] == {"Age": "41"}
    assert found["Marta"]["speakers"] == [{"transcript": "A", "speaker": "P1"}]
    desk.refused("cases", "STUDY", desk.file("bad.csv", "Participant,transcript\nX,none\n"))


def test_a_case_is_the_speaker_or_the_transcript_of_that_name(desk: Desk) -> None:
    desk.done("cases", "STUDY", desk.file("cases.csv", "Who,Age\nP1,41\nB,52\n"))
    found = {case["name"]: case["speakers"] for case in desk.json("cases", "STUDY")}
    assert found["P1"] == [{"transcript": "A", "speaker": "P1"}]
    assert {s["transcript"] for s in found["B"]} == {"B"}


CODEBOOK = (
    "Origin,Name,Parent,Description,When to use,When not to use,Example,Level,Colour,Question,"
    "Aliases,Mood\n"
    'inductive,Child,Top,"two\nlines, ""quoted""",always,never,=1+1,latent,#0072B2,Q2,one; two,x\n'
    "in-vivo,Top,,,,,,semantic,,,,\n"
)


def test_codebook_round_trip_loses_nothing(desk: Desk) -> None:
    said = desk.run("codebook", "import", "STUDY", desk.file("more.csv", CODEBOOK))
    assert said.exit_code == 0 and "Mood" in said.stderr
    desk.done("code", "add", "STUDY", "a\\/b")
    one, two = desk.folder / "one.csv", desk.folder / "two.csv"
    desk.done("codebook", "export", "STUDY", one)
    header = one.read_bytes().decode("utf-8-sig").split("\r\n")[0]
    assert header == (
        "Name,Parent,Description,When to use,When not to use,Example,Origin,Level,Colour,"
        "Question,Aliases"
    )
    desk.done("new", desk.folder / "n.db", "--title", "T", "--codebook", one)
    desk.done("codebook", "export", desk.folder / "n.db", two)
    assert one.read_bytes() == two.read_bytes()
    listed = desk.json("codebook", "list", "STUDY")
    assert [list(code) for code in listed] == [
        ["id", "path", "definition", "origin", "level", "parent", "maker"]
    ] * len(listed)
    child = next(code for code in listed if code["path"] == "Top/Child")
    assert (child["definition"], child["parent"]) == ('two\nlines, "quoted"', "Top")
    assert (child["origin"], child["level"], child["maker"]) == ("inductive", "latent", None)


def test_codebook_reads_hierarchical_names_and_refuses_whole(desk: Desk) -> None:
    table = "Name,Hierarchical Name\nLeaf,Codes\\\\Root\\Leaf\nRoot,Codes\\\\Root\n"
    desk.done("codebook", "import", "STUDY", desk.file("h.csv", table))
    assert "Root/Leaf" in [code["path"] for code in desk.json("codebook", "list", "STUDY")]
    for bad in (
        "Parent\nx\n",
        "Name,Parent\nx,nowhere\n",
        "Name,Parent\nx,y\ny,x\n",
    ):
        desk.refused("codebook", "import", "STUDY", desk.file("bad.csv", bad))


def test_single_codes(desk: Desk) -> None:
    desk.done("code", "add", "STUDY", "People/Help", "--definition", "d", "--origin", "in-vivo")
    added = desk.json("codebook", "list", "STUDY")
    code = next(c for c in added if c["path"] == "People/Help")
    assert (code["definition"], code["origin"], code["parent"]) == ("d", "in-vivo", "People")
    desk.refused("code", "add", "STUDY", "People/Help")
    desk.refused("code", "add", "STUDY", "Nowhere/Help")
    desk.refused("code", "add", "STUDY", "X", "--origin", "divine", code=2)
    desk.done("code", "edit", "STUDY", "Help", "--name", "Aid", "--definition", "e")
    desk.done("code", "move", "STUDY", "Aid", "--to", "Channels")
    desk.done("code", "retire", "STUDY", "Radio")
    paths = [c["path"] for c in desk.json("codebook", "list", "STUDY")]
    assert "Channels/Aid" in paths and "Channels/Radio" not in paths


def test_versions_and_what_differs(coded: Desk) -> None:
    coded.done("code", "add", "STUDY", "Later")
    coded.done("round", "open", "STUDY", "two", "--coders", "Cem")
    assert [v["number"] for v in coded.json("codebook", "versions", "STUDY")] == [1, 2]
    assert [d["path"] for d in coded.json("codebook", "diff", "STUDY", 1, 2)] == ["Later"]


def test_people(desk: Desk) -> None:
    desk.refused("people", "add", "STUDY", "ana")
    desk.done("people", "rename", "STUDY", "Ana", "Anna")
    desk.done("people", "retire", "STUDY", "Ben")
    assert desk.json("people", "list", "STUDY") == [
        {"name": "Anna", "role": "coder", "retired": False},
        {"name": "Ben", "role": "coder", "retired": True},
        {"name": "Cem", "role": "coder", "retired": False},
        {"name": "Eva", "role": "supervisor", "retired": False},
    ]
    desk.refused("people", "retire", "STUDY", "Nobody")


def test_names_that_look_the_same_are_one_person(desk: Desk) -> None:
    composed, parted = "Zo\u00eb", "Zoe\u0308"
    desk.done("people", "add", "STUDY", composed, "--role", "coder")
    for twin in (parted, parted.upper()):
        desk.refused("people", "add", "STUDY", twin, "--role", "coder")
        desk.refused("people", "rename", "STUDY", "Ana", twin)
    desk.done("round", "open", "STUDY", "r", "--coders", parted)
    desk.apply(parted, "A", "siren", "Trust")
    (row,) = desk.json("codings", "list", "STUDY", "--as", composed, "--layer", parted)
    assert row["coder"] == composed


def test_search_says_where(desk: Desk) -> None:
    hits = desk.json("search", "STUDY", "RADIO")
    assert [(h["transcript"], h["turn"]) for h in hits] == [("B", 1), ("B", 2)]
    assert [TEXTS["B"][h["start"] : h["end"]] for h in hits] == ["radio", "radio"]
    assert len(desk.json("search", "STUDY", r"neigh\w+r", "--regex")) == 1
    assert desk.json("search", "STUDY", "neigbour", "--fuzzy")[0]["transcript"] == "A"
    assert desk.json("search", "STUDY", "nowhere") == []
    desk.refused("search", "STUDY", "(", "--regex")


# --------------------------------------------------------------- backup, verify, history, undo


def test_backup_and_restore(coded: Desk) -> None:
    coded.done("backup", "STUDY", coded.folder / "b.db")
    coded.done("restore", coded.folder / "b.db", coded.folder / "c.db")
    for name in ("b.db", "c.db"):
        assert Desk(coded.folder, name).state() == coded.state()
        assert coded.json("verify", coded.folder / name)["ok"]
    coded.refused("backup", "STUDY", coded.folder / "b.db")
    coded.refused("restore", coded.folder / "b.db", coded.folder / "c.db")
    coded.refused("backup", "STUDY", coded.folder / "no" / "b.db")


def test_backup_while_another_writes(coded: Desk) -> None:
    writer = sqlite3.connect(coded.study, isolation_level=None)
    try:
        writer.execute("BEGIN IMMEDIATE")
        coded.done("backup", "STUDY", coded.folder / "b.db")
        assert coded.json("verify", "STUDY")["ok"] and coded.json("transcripts", "STUDY")
    finally:
        writer.close()
    assert coded.json("verify", coded.folder / "b.db")["ok"]


def test_verify_says_four_things(coded: Desk) -> None:
    assert coded.json("verify", "STUDY") == {
        "ok": True,
        "integrity": "ok",
        "journal": "ok",
        "layers": "ok",
        "problems": [],
    }


FORGERIES = [
    ("UPDATE codings SET memo = 'forged'", {"journal", "layers"}),
    ("UPDATE people SET name = 'Anna' WHERE name = 'Ana'", {"journal"}),
    ("UPDATE texts SET body = 'x' || body", {"integrity"}),
    ("DELETE FROM themes; DELETE FROM codes WHERE name = 'Fear'", {"journal"}),
    ("DROP TRIGGER IF EXISTS {trigger}", {"journal"}),
    ("UPDATE journal_open SET erasing = 1", {"journal"}),
    ("UPDATE journal_people SET old_name = 'Anna' WHERE op = 'insert'", {"journal"}),
    ("DELETE FROM search_text_docsize WHERE id = 2", {"integrity"}),
    ("DELETE FROM search_text_data WHERE id > 1000", {"integrity"}),
    ("UPDATE search_text_data SET block = zeroblob(length(block)) WHERE id > 1000", {"integrity"}),
]


@pytest.mark.parametrize(
    ("forgery", "areas"),
    FORGERIES,
    ids=[
        *("coding", "person", "text", "code", "trigger", "guard", "past"),
        *("unindexed", "index-lost", "index-blanked"),
    ],
)
def test_verify_finds_forgeries_and_prints_its_verdict(
    coded: Desk, forgery: str, areas: set[str]
) -> None:
    stranger = sqlite3.connect(coded.study)
    kept = stranger.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in kept:
        stranger.execute(f'DROP TRIGGER "{name}"')
    if "{trigger}" not in forgery:
        stranger.executescript(forgery)
        for _, sql in kept:
            stranger.execute(sql)
    else:
        for _, sql in kept[1:]:
            stranger.execute(sql)
    stranger.commit()
    stranger.close()
    failed(coded, areas)


def failed(desk: Desk, areas: set[str]) -> None:
    result = desk.run("verify", "STUDY", "--json")
    verdict = json.loads(result.stdout)
    assert result.exit_code == 1 and result.stderr.splitlines()[-1].startswith("Error: ")
    assert set(verdict) == {"ok", "integrity", "journal", "layers", "problems"}
    assert verdict["ok"] is False and verdict["problems"]
    assert areas <= {area for area, state in verdict.items() if state == "failed"}


@pytest.mark.parametrize("place", [0, 16, 20, 100, "half", "short", "empty"])
def test_verify_prints_its_verdict_on_a_file_too_damaged_to_open(
    coded: Desk, place: int | str
) -> None:
    content = bytearray(coded.study.read_bytes())
    if isinstance(place, int):
        content[place] ^= 0xFF
    else:
        del content[{"half": len(content) // 2, "short": 60, "empty": 0}[place] :]
    for companion in coded.folder.glob("flood.db-*"):
        companion.unlink()
    coded.study.write_bytes(content)
    files = sorted(coded.folder.iterdir())
    failed(coded, {"integrity", "journal", "layers"})
    assert coded.run("restore", "STUDY", coded.folder / "again.db").exit_code == 1
    assert sorted(coded.folder.iterdir()) == files, "nothing is left beside a broken file"


def test_history_shows_rows_before_and_after(coded: Desk) -> None:
    coded.done("code", "edit", "STUDY", "Fear", "--definition", "changed")
    entries = coded.json("history", "STUDY")
    for entry in entries:
        assert list(entry) == ["id", "at", "by", "what", "rows"]
        for row in entry["rows"]:
            assert list(row) == ["table", "id", "before", "after"] and GUID.fullmatch(row["id"])
    (row,) = entries[-1]["rows"]
    assert row["table"] == "codes" and row["before"]["definition"] == "Being afraid"
    assert row["after"]["definition"] == "changed"
    assert entries == sorted(entries, key=lambda entry: entry["at"])


def test_undo_and_redo_across_sessions(desk: Desk) -> None:
    desk.done("round", "open", "STUDY", "first", "--coders", "Ana,Ben")
    before = desk.json("codings", "list", "STUDY", "--as", "Ana")
    desk.apply("Ana", "A", "neighbour", "Trust")
    after = desk.json("codings", "list", "STUDY", "--as", "Ana")
    desk.apply("Ben", "A", "neighbour", "Trust")
    assert "Trust" in desk.done("undo", "STUDY", "--as", "Ana")
    assert desk.json("codings", "list", "STUDY", "--as", "Ana") == before
    assert len(desk.json("codings", "list", "STUDY", "--as", "Ben")) == 1
    assert "Trust" in desk.json("redo", "STUDY", "--as", "Ana")["made_again"]
    assert desk.json("codings", "list", "STUDY", "--as", "Ana") == after
    desk.refused("redo", "STUDY", "--as", "Ana")
    desk.refused("undo", "STUDY", "--as", "Cem")
    assert desk.json("verify", "STUDY")["ok"]


def test_note_is_kept_at_its_place(desk: Desk) -> None:
    desk.done("note", "STUDY", "--as", "Ana", "Why?", "--on", "A:12")
    (note,) = desk.json("note", "STUDY", "--as", "Ana")
    assert (note["transcript"], note["position"], note["text"]) == ("A", 12, "Why?")
    assert desk.json("note", "STUDY", "--as", "Ben") == []
    desk.refused("note", "STUDY", "Why?", code=2)
    desk.refused("note", "STUDY", "--as", "Ana", "Why?", "--on", "A:100000")


def test_phases_are_six_rows_that_can_be_gone_past(coded: Desk) -> None:
    rows = coded.json("phases", "STUDY", "--as", "Ana")
    assert [row["phase"] for row in rows] == [1, 2, 3, 4, 5, 6]
    for row in rows:
        assert list(row) == ["phase", "name", "state", "gates"]
        assert row["state"] in ("open", "done", "overridden") and row["gates"]
        for gate in row["gates"]:
            assert list(gate) == ["gate", "met", "missing"] and isinstance(gate["missing"], list)
    coded.refused("phases", "STUDY", "--override", 1, code=2)
    coded.done("phases", "STUDY", "--as", "Ana", "--override", 1, "--reason", "read on paper")
    assert coded.json("phases", "STUDY")[0]["state"] == "overridden"
    coded.refused("phases", "STUDY", "--override", 9, "--reason", "r", code=1)


def test_themes(coded: Desk) -> None:
    coded.done("theme", "add", "STUDY", "Voices", "--concept", "c", "--definition", "d")
    coded.done("theme", "add", "STUDY", "Near", "--parent", "Voices")
    coded.done("theme", "move", "STUDY", "Trust", "Radio", "--to", "Near")
    coded.done("theme", "edit", "STUDY", "Near", "--name", "Close", "--summary", "s")
    rows = coded.json("theme", "list", "STUDY")
    assert [list(row) for row in rows] == [
        ["id", "name", "parent", "concept", "definition", "summary", "codes"]
    ] * 2
    voices, close = rows
    assert (voices["name"], voices["parent"], voices["concept"]) == ("Voices", None, "c")
    assert (close["name"], close["parent"], close["summary"]) == ("Close", "Voices", "s")
    assert close["codes"] == ["People/Trust", "Channels/Radio"]
    coded.done("theme", "merge", "STUDY", "Close", "--into", "Voices")
    (merged,) = coded.json("theme", "list", "STUDY")
    assert merged["codes"] == ["People/Trust", "Channels/Radio"]
    coded.refused("theme", "add", "STUDY", "Voices")
    coded.refused("theme", "move", "STUDY", "Trust", "--to", "Nowhere")
    coded.refused("theme", "move", "STUDY", "Trust", "Nothing", "--to", "Voices")


# -------------------------------------------------------------------------------- going out

HEADERS = {
    "theme_summaries.csv": "Theme,Parent Theme,Hierarchical Name,Central Organising Concept,"
    "Definition,Summary,Codes,Files,References,Cases,Example Reference",
    "coded_references.csv": "Reference ID,Theme,Code,Hierarchical Name,File,Case,Speaker,Coder,"
    "Layer,Start,End,Coded Text,Memo",
    "case_attributes.csv": "Participant,Age",
    "codebook.csv": "Name,Description,Files,References,Hierarchical Name",
    "coding_comparison.csv": "Code,File,File Folder,File Size,Kappa,Agreement (%),A and B (%),"
    "Not A and Not B (%),Disagreement (%),A and Not B (%),B and Not A (%)",
    "matrix_codes_by_case.csv": ",A : P1",
}


def test_nvivo_folder_to_the_letter(desk: Desk) -> None:
    desk.done("cases", "STUDY", desk.file("cases.csv", "Participant,Age\nP1,=41\n"))
    desk.done("round", "open", "STUDY", "first", "--coders", "Ana,Ben")
    memo = "-first\nsecond"
    start, end = desk.at("A", "siren.\n\nInterviewer: And then?\nP1: We")
    for who in ("Ana", "Ben"):
        desk.apply(who, "A", "My neighbour", "Trust", "--memo", memo)
        desk.done("apply", "STUDY", "--as", who, "A", start, end, "Fear")
        desk.done("lock", "STUDY", "--as", who)
    desk.done("theme", "add", "STUDY", "Voices")
    desk.done("theme", "move", "STUDY", "Trust", "--to", "Voices")
    out = desk.folder / "out"
    desk.done("export", "nvivo", "STUDY", out)
    tables = {}
    for name, header in HEADERS.items():
        raw = (out / name).read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\r\n")
        text = raw.decode("utf-8-sig")
        assert text.split("\r\n")[0] == header
        records = list(csv.reader(io.StringIO(text, newline="")))
        assert text.count("\n") == text.count("\r\n") == len(records)  # one physical line each
        tables[name] = [dict(zip(records[0], each, strict=True)) for each in records[1:]]
        assert (out / name).with_suffix(".xlsx").exists()
    assert tables["case_attributes.csv"] == [{"Participant": "P1", "Age": "'=41"}]
    rows = tables["coded_references.csv"]
    assert {row["Layer"] for row in rows} == {"coder", "consensus"}
    trust = next(r for r in rows if r["Code"] == "People/Trust" and r["Coder"] == "Ana")
    assert trust["Hierarchical Name"] == "Codes\\\\Voices\\People\\Trust"
    assert (trust["File"], trust["Case"], trust["Speaker"]) == ("A", "P1", "P1")
    assert trust["Memo"] == "'-first | second" and GUID.fullmatch(trust["Reference ID"])
    assert (int(trust["Start"]), int(trust["End"])) == desk.at("A", "My neighbour")
    fear = next(r for r in rows if r["Code"] == "Fear")
    assert fear["Coded Text"] == "siren. |  | Interviewer: And then? | P1: We"
    keys = [(r["Hierarchical Name"], r["File"], int(r["Start"])) for r in rows]
    assert keys == sorted(keys)
    whole = {path.name: path.read_bytes() for path in out.glob("*.csv")}
    desk.done("export", "nvivo", "STUDY", desk.folder / "again")
    assert {p.name: p.read_bytes() for p in (desk.folder / "again").glob("*.csv")} == whole
    desk.refused("export", "nvivo", "STUDY", out)
    desk.refused("export", "nvivo", "STUDY", desk.folder / "A.txt")


def test_the_report_is_one_file_and_the_same_bytes_on_every_run(tmp_path: Path) -> None:
    desk = revealed_study(tmp_path)
    pages = [desk.folder / "one.html", desk.folder / "two.html"]
    for page in pages:
        assert desk.done("export", "report", "STUDY", page) == ""
    assert pages[0].read_bytes() == pages[1].read_bytes()
    text = pages[0].read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>") and not re.search(r"https?:|src=|url\(", text)
    images = [row for change in desk.json("history", "STUDY") for row in change["rows"]]
    layers = [row["after"] or {} for row in images if row["table"] == "layers"]
    seals = {cells["sha256"] for cells in layers if cells.get("sha256")}
    assert seals and all(seal in text for seal in seals)
    other = json.loads(desk.done("export", "report", "STUDY", pages[1], "--as", "Ana", "--json"))
    assert set(other) == {"file", "bytes", "notices"}
    assert "as Ana may see it" in pages[1].read_text(encoding="utf-8")
    for words in (["--extracts", "-1"], ["--unit", "line"], ["--base", "some"]):
        desk.refused("export", "report", "STUDY", pages[0], *words, code=2)


def test_codings_go_out_and_come_back(coded: Desk) -> None:
    table = coded.folder / "ana.csv"
    coded.done("export", "codings", "STUDY", table, "--layer", "Ana")
    coded.done("round", "open", "STUDY", "again", "--coders", "Cem")
    coded.done("codings", "import", "STUDY", "--as", "Cem", table)
    mine, hers = (
        [
            (c["transcript"], c["start"], c["end"], c["code"], c["memo"])
            for c in coded.json("codings", "list", "STUDY", "--as", "Cem", "--layer", who)
        ]
        for who in ("Cem", "Ana")
    )
    assert mine == hers


# --------------------------------------------------------------------------------- REFI-QDA


def test_refi_goes_out_and_comes_back(coded: Desk, tmp_path: Path) -> None:
    shown = coded.json("export", "refi", "STUDY", coded.folder / "flood.qdpx")
    assert shown["written"]["codings"] == 2 and shown["losses"]
    assert (coded.folder / "flood.workbench.json").is_file()
    again = Desk(coded.folder, "again.db")
    again.done("new", "STUDY", "--title", "Again")
    came = again.json("import-refi", "STUDY", coded.folder / "flood.qdpx")
    assert list(came) == ["imported", "notices", "losses"]
    assert came["imported"]["transcripts"] == 2 and came["imported"]["codings"] == 2
    keys = ("transcript", "start", "end", "text", "code", "coder", "memo")
    lists = [desk.json("codings", "list", "STUDY") for desk in (coded, again)]
    rows = [[[row[key] for key in keys] for row in found] for found in lists]
    assert rows[0] == rows[1] and len(rows[0]) == 2
    assert "A" in again.refused("import-refi", "STUDY", coded.folder / "flood.qdpx")
    coded.refused("export", "refi", "STUDY", coded.folder / "flood.zip")
    coded.refused("import-refi", "STUDY", coded.folder / "A.txt")
    coded.refused("import-refi", "STUDY", coded.folder / "none.qdpx")
    again.done("undo", "STUDY", "--set-up")
    assert again.json("codings", "list", "STUDY") == [] == again.json("transcripts", "STUDY")


def test_codebooks_as_qdc(desk: Desk) -> None:
    for words in (("codebook", "export"), ("export", "codebook")):
        desk.done(*words, "STUDY", desk.folder / "codes.qdc")
        other = desk.folder / f"{words[0]}.db"
        desk.done("new", other, "--title", "T")
        came = desk.json("codebook", "import", other, desk.folder / "codes.qdc")
        assert len(came["new"]) == 5 and came["changed"] == [] == came["losses"]
        paths = [
            [(code["path"], code["definition"]) for code in desk.json("codebook", "list", study)]
            for study in ("STUDY", other)
        ]
        assert paths[0] == paths[1]
    broken = desk.file("broken.qdc", "<CodeBook><Codes>")
    assert "broken.qdc" in desk.refused("codebook", "import", "STUDY", broken)


def test_a_new_study_begins_with_a_codebook_of_either_kind(desk: Desk) -> None:
    desk.done("codebook", "export", "STUDY", desk.folder / "codes.qdc")
    new = desk.folder / "begun.db"
    desk.done("new", new, "--title", "T", "--codebook", desk.folder / "codes.qdc")
    there, here = (
        [(code["path"], code["definition"]) for code in desk.json("codebook", "list", study)]
        for study in ("STUDY", new)
    )
    assert there == here
    broken = desk.file("broken.qdc", "<CodeBook><Codes>")
    project = desk.file("theirs.qdpx", "")
    for bad, said in ((broken, "broken.qdc"), (project, "import-refi")):
        assert said in desk.refused("new", desk.folder / "n.db", "--title", "T", "--codebook", bad)
        assert not (desk.folder / "n.db").exists()
    for command in (("import",), ("codebook", "import")):
        assert "import-refi" in desk.refused(*command, "STUDY", project)
