"""The commands on the material, as a script sees them: keys, bytes, exits, notices."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import workbench.cli
from workbench.study import add_person, create_study, open_study

TALK = "I: Who was warned?\nP5: Nobody. Élan = “nothing”.\nMK: And then?\nP5: Water.\nMK: Oh."
OTHER = "Moderator: Well?\nAda: The water came.\nBo: It did.\nAda: Yes.\nBo: Late."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WORKBENCH_CODER", raising=False)
    study = create_study(Path("flood.db"), "River warnings")
    add_person(study, "Ana")
    study.close()
    Path("T1.txt").write_bytes(TALK.encode())
    Path("T2.txt").write_bytes(OTHER.replace("\n", "\r\n").encode("utf-16"))
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(workbench.cli.cli, list(words))


def data(*words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def asking(name: str) -> list[str]:
    turns = data("turns", "flood.db", name)
    return list(dict.fromkeys(turn["speaker"] for turn in turns if turn["interviewer"]))


def test_import_says_what_came_in(folder: Path) -> None:
    result = run("import", "flood.db", "T2.txt", "T1.txt", "--json")
    assert json.loads(result.stdout) == {
        "imported": [
            {
                "name": "T2",
                "characters": len(OTHER),
                "words": len(OTHER.split()),
                "turns": 5,
                "speakers": ["Moderator", "Ada", "Bo"],
                "encoding": json.loads(result.stdout)["imported"][0]["encoding"],
            },
            {
                "name": "T1",
                "characters": len(TALK),
                "words": len(TALK.split()),
                "turns": 5,
                "speakers": ["I", "P5", "MK"],
                "encoding": "utf-8",
            },
        ]
    }
    assert json.loads(result.stdout)["imported"][0]["encoding"].startswith("utf-16")
    assert "T1.txt: taken as asking the questions, by the label: “I”" in result.stderr


def test_import_is_all_or_nothing(folder: Path) -> None:
    Path("T3.txt").write_bytes(TALK.encode())
    result = run("import", "flood.db", "T1.txt", "T3.txt", "T4.txt", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    *details, last = result.stderr.splitlines()
    assert last.startswith("Error: 2 of 3 files cannot be imported")
    assert ["T3.txt" in details[0], "T1.txt" in details[0], "T4.txt" in details[1]] == [True] * 3
    assert data("transcripts", "flood.db") == []


@pytest.mark.parametrize(
    "words",
    [
        ["import", "flood.db", "T1.txt", "--interviewer", "I", "MK"],
        ["import", "flood.db", "T1.txt", "--interviewer", "I", "--interviewer", "MK"],
        ["import", "flood.db", "--interviewer", "I", "MK", "T1.txt"],
        ["import", "--interviewer=I", "MK", "flood.db", "T1.txt", "--as", "Ana"],
        ["import", "--interviewer", "I", "MK", "--", "flood.db", "T1.txt"],
    ],
)
def test_labels_that_ask_stand_anywhere(folder: Path, words: list[str]) -> None:
    result = run(*words)
    assert result.exit_code == 0, result.stderr
    assert asking("T1") == ["I", "MK"]


def test_import_is_undone_by_who_made_it(folder: Path) -> None:
    run("import", "flood.db", "T1.txt", "--as", "Ana", "--no-originals")
    with open_study(Path("flood.db")) as study:
        assert study.value("SELECT count(*) FROM originals") == 0
        name = study.value("SELECT p.name FROM journal_changes c JOIN people p ON p.id = c.by")
        assert name == "Ana"


def test_transcripts(folder: Path) -> None:
    run("import", "flood.db", "T2.txt", "T1.txt")
    assert data("transcripts", "flood.db") == [
        {
            "name": name,
            "characters": len(text),
            "words": len(text.split()),
            "turns": turns,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
        }
        for name, text, turns in (("T1", TALK, 5), ("T2", OTHER, 5))
    ]
    assert run("transcripts", "flood.db").stdout.splitlines()[1].split()[0] == "T1"


def test_show_prints_the_bytes_whatever_the_locale(folder: Path) -> None:
    run("import", "flood.db", "T1.txt")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    shown = subprocess.run(
        [sys.executable, "-c", "import workbench.cli as c; c.main()", "show", "flood.db", "T1"],
        env=environment,
        capture_output=True,
        check=True,
    )
    assert shown.stdout == TALK.encode()


def test_turns_have_these_keys(folder: Path) -> None:
    run("import", "flood.db", "T1.txt")
    turns = data("turns", "flood.db", "T1")
    assert turns[1] == {
        "turn": 2,
        "speaker": "P5",
        "interviewer": False,
        "start": TALK.index("P5"),
        "text_start": TALK.index("Nobody"),
        "end": TALK.index("\nMK"),
    }


def test_an_unknown_transcript_is_answered_with_near_names(folder: Path) -> None:
    run("import", "flood.db", "T1.txt", "T2.txt")
    result = run("turns", "flood.db", "T3")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: no transcript is called T3 in flood.db: did you mean T")


def test_speakers_listed_and_corrected(folder: Path) -> None:
    run("import", "flood.db", "T1.txt")
    assert [row["speaker"] for row in data("speakers", "flood.db", "T1")] == ["I", "P5", "MK"]
    words = ["--interviewer", "I", "MK", "--rename", "P5=Ada=Lane", "--case", "Ada=Lane=P5"]
    assert data("speakers", "flood.db", "T1", *words) == [
        {"speaker": "I", "interviewer": True, "case": "", "turns": 1},
        {"speaker": "Ada=Lane", "interviewer": False, "case": "P5", "turns": 2},
        {"speaker": "MK", "interviewer": True, "case": "", "turns": 2},
    ]
    data("speakers", "flood.db", "--interviewer", "MK", "T1")
    assert asking("T1") == ["MK"]
    data("speakers", "--no-interviewer", "flood.db", "T1")
    assert asking("T1") == []
    result = run("speakers", "flood.db", "T1", "--rename", "MK=I")
    assert result.exit_code == 1
    assert "--join" in result.stderr
    assert len(data("speakers", "flood.db", "T1", "--rename", "MK=I", "--join")) == 2
    assert run("speakers", "flood.db", "T1", "--join").exit_code == 2
    assert run("speakers", "flood.db").exit_code == 2


def test_cases_imported_and_listed(folder: Path) -> None:
    run("import", "flood.db", "T1.txt", "T2.txt")
    Path("cases.csv").write_text("who,transcript,speaker,sector\nA,T2,Ada,water\nT1,,,health\n")
    expected = [
        {
            "name": "A",
            "attributes": {"sector": "water"},
            "speakers": [{"transcript": "T2", "speaker": "Ada"}],
        },
        {
            "name": "T1",
            "attributes": {"sector": "health"},
            "speakers": [
                {"transcript": "T1", "speaker": "P5"},
                {"transcript": "T1", "speaker": "MK"},
            ],
        },
    ]
    assert data("cases", "flood.db", "cases.csv") == expected
    assert data("cases", "flood.db") == expected
    Path("cases.csv").write_text("who,transcript\nA,T2\nB,T9\n")
    result = run("cases", "flood.db", "cases.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "cases.csv, line 3, column transcript" in result.stderr.splitlines()[-1]
    assert data("cases", "flood.db") == expected


def test_search(folder: Path) -> None:
    run("import", "flood.db", "T1.txt", "T2.txt")
    first, second = TALK.index("Water"), OTHER.index("water")
    expected = [
        {"transcript": "T1", "turn": 4, "start": first, "end": first + 5, "text": "Water"},
        {"transcript": "T2", "turn": 2, "start": second, "end": second + 5, "text": "water"},
    ]
    assert data("search", "flood.db", "WATER") == expected
    assert data("search", "--regex", "flood.db", r"\bwat\w+") == expected
    assert data("search", "flood.db", "--fuzzy", "watter") == expected
    assert "The water came" in run("search", "flood.db", "water").stdout
    assert data("search", "flood.db", "snow") == []
    assert run("search", "flood.db", "x", "--regex", "--fuzzy").exit_code == 2
    assert run("search", "flood.db", "").exit_code == 2
    assert run("search", "flood.db", "(", "--regex").exit_code == 1


@pytest.mark.parametrize(
    "command", ["import", "transcripts", "show", "turns", "speakers", "cases", "search"]
)
def test_help_has_an_example(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"Example: workbench {command} flood.db" in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    "words",
    [
        ["import", "gone.db", "T1.txt"],
        ["transcripts", "gone.db"],
        ["show", "gone.db", "T1"],
        ["cases", "gone.db"],
        ["search", "gone.db", "x"],
    ],
)
def test_a_missing_study_is_never_made(folder: Path, words: list[str]) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert "gone.db does not exist" in result.stderr
    assert not Path("gone.db").exists()
