"""Undo takes back every kind of change exactly, and redo makes it again exactly.

Each writing command is run as a person on a study that has come far enough for it; the state is
every row of every domain table.
"""

import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from conftest import dump
from test_blindness_of_commands import leaves
from twins import INTERVIEW, REFI, count_something

from workbench.cli import cli
from workbench.study import open_study, verify

# writing command -> (who, words behind STUDY)
CHANGES: dict[str, list[tuple[str, list[str]]]] = {
    "answers": [
        ("Eva", ["answers.csv", "--scale", "works=1,2,3,4,5"]),
        ("Ana", ["--of", "S1", "--question", "Works", "--value", "5", "<1"]),
        ("Ana", ["--of", "S2", "--question", "works", "--value", "depends"]),
    ],
    "apply": [("Ana", ["S2", "70", "80", "Trust", "--memo", "m"])],
    "cases": [("Eva", ["cases.csv"])],
    "challenges": [
        ("Eva", ["challenges.csv"]),
        ("Ana", ["--objection", "o", "--disposition", "d", "--reason", "r", "--worked"]),
    ],
    "code add": [("Ana", ["Mine"]), ("Ana", ["Ours", "--origin", "deductive"])],
    "code edit": [("Eva", ["Fear", "--name", "Dread", "--definition", "d", "--exclusive"])],
    "code merge": [("Eva", ["Fear", "--into", "Trust", "--reason", "one idea"])],
    "code split": [
        ("Eva", ["Trust", "Of people", "Of offices", "--definition", "d"]),
        ("Ana", ["Trust", "Of people", "--keep"]),
    ],
    "code move": [("Eva", ["Fear", "--to", "Trust"])],
    "code retire": [("Eva", ["Fear"])],
    "codebook apart": [("Ana", ["Trust", "Fear"])],
    "codebook import": [("Eva", ["book-in.csv"])],
    "codings import": [("Ana", ["codings.csv", "--create-codes"])],
    "codings memo": [("Ana", ["CODING", "--memo", "other"])],
    "codings recode": [("Ana", ["CODING", "--code", "Fear"])],
    "codings join": [("Ana", ["CODING", "SECOND"])],
    "codings remove": [("Ana", ["CODING"])],
    "codings split": [("Ana", ["CODING", "--at", "70"])],
    "collect": [("Eva", ["bens.db"]), ("Ana", ["bens.db", "--without", "S4"])],
    "correct": [
        ("Eva", ["S1", "13", "17", "Who"]),
        ("Ben", ["S2", "60", "75", "", "--reason", "redaction"]),
        ("Ana", ["S1", "--file", "S9.txt"]),
    ],
    "doubtful settle": [
        ("Ana", ["DOUBT", "--keep"]),
        ("Ana", ["DOUBT", "--move", "60", "64"]),
        ("Ana", ["DOUBT", "--remove"]),
        ("Ana", ["--all", "--keep"]),
    ],
    "import": [("Ana", ["S9.txt"])],
    "import-refi": [
        ("Ana", ["theirs-in.qde"]),
        ("Eva", ["theirs-in.qde", "--open"]),
        ("Eva", ["book-in.qdc"]),
    ],
    "lineage": [
        ("Eva", ["lineage.csv"]),
        ("Ana", ["--from", "Option a", "--to", "Third", "--rationale", "r"]),
    ],
    "lock": [("Ana", ["S2"])],
    "deidentify apply": [("Eva", ["--key", "key.csv"])],
    "note": [("Ana", ["a note", "--on", "S1:3", "--shared"])],
    "pack": [
        ("Eva", ["--for", "Ana", "anas.db"]),
        ("Ben", ["--for", "Ben", "--call-back"]),
    ],
    "people add": [("Eva", ["Cem"])],
    "people rename": [("Eva", ["Ben", "Benno"])],
    "people retire": [("Eva", ["Ben"])],
    "phases": [
        ("Eva", ["--override", "3", "--reason", "later"]),
        ("Eva", ["--keep-map", "3"]),
    ],
    "recheck": [("Ana", ["--all"]), ("Ana", ["--confirm", "CODING", "SECOND"])],
    "replicate": [("Eva", ["--published", "published.csv"])],
    "resolve": [
        ("Ana", ["ITEM", "--outcome", "both", "--reason", "boundary"]),
        ("Ana", ["ITEM", "--outcome", "a", "--reason", "boundary", "--note", "n"]),
        ("Ana", ["ITEM", "--outcome", "neither", "--reason", "slip"]),
        ("Ana", ["ITEM", "--outcome", "differ", "--reason", "context", "--note", "n"]),
        ("Ana", ["ITEM", "--outcome", "supervisor", "--reason", "context", "--note", "n"]),
        ("Ana", ["ITEM", "--outcome", "definition", "--reason", "definition"]),
        (
            "Ana",
            ["ITEM", "--outcome", "span", "--reason", "boundary", "--start", "1", "--end", "9"],
        ),
        ("Ana", ["ITEM", "--outcome", "code", "--reason", "inference", "--code", "Fear"]),
        ("Ana", ["--rule", "union", "--min-overlap", "0.1", "--round", "first"]),
    ],
    "round close": [("Eva", ["first"])],
    "round open": [("Eva", ["third", "--coders", "Eva", "--sample", "50%", "--seed", "3"])],
    "speakers": [("Eva", ["S1", "--rename", "S1=P1", "--interviewer", "P1"])],
    "suggest rules add": [
        ("Ana", ["Trust", "--phrase", "rises"]),
        ("Eva", ["Trust", "--phrase", "picks up", "--extent", "turn"]),
    ],
    "suggest rules import": [("Eva", ["rules.csv"])],
    "suggest rules remove": [("Ben", ["RULE"])],
    "suggest run": [("Ana", ["--round", "second"]), ("Eva", ["--round", "fourth"])],
    "suggestions accept": [
        ("Ana", ["SUGGESTION"]),
        ("Ana", ["--all", "--code", "Fear"]),
        ("Ana", ["--all"]),
    ],
    "suggestions refuse": [("Ana", ["SUGGESTION"]), ("Ana", ["--all", "--transcript", "S4"])],
    "survey": [
        ("Eva", ["panel.csv", "--name", "Panel", "--text", "remark", "--closed", "accurate"]),
    ],
    "theme add": [("Ana", ["New", "--concept", "c", "--parent", "Known"])],
    "theme edit": [("Ana", ["Known", "--name", "Better", "--summary", "s"])],
    "theme merge": [("Ana", ["Other", "--into", "Known"])],
    "theme move": [("Ana", ["Trust", "Fear", "--to", "Other"])],
    "theme park": [("Ana", ["Fear", "--why", "one voice only"])],
    "theme recode": [
        ("Ana", ["Known", "AGREED", "--code", "Fear", "--reason", "inference", "--note", "n"])
    ],
    "theme remove": [("Ana", ["Empty"])],
    "theme review": [("Ana", ["Known", "AGREED", "--verdict", "keep"])],
    "unlock": [("Eva", ["S1", "--coder", "Ana", "--reason", "slip"])],
}
# commands that write nothing into a study, are undoing itself, or erase for good
QUIET = {
    "withdraw",
    *("agreement", "backup", "check-figures", "codebook diff", "codebook export", "codebook list"),
    *("codebook near", "codebook past"),
    *("codebook versions", "codings list", "demo", "describe", "disagreements"),
    *(
        "doubtful list",
        "export codebook",
        "export codings",
        "export nvivo",
        "export refi",
        "export report",
        "history",
        "deidentify find",
        "new",
        "open",
        "people list",
        "redo",
    ),
    *(
        "keys",
        "reliability",
        "restore",
        "round list",
        "search",
        "show",
        "suggest rules export",
        "suggest rules list",
        "suggestions list",
        "theme list",
        "transcripts",
    ),
    *("turns", "undo", "unitizing", "verify", "versions", "words"),
}


def run(*words: str) -> str:
    result = CliRunner().invoke(cli, list(words))
    assert result.exit_code == 0, (words, result.stderr)
    return result.stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A study with a revealed round, an open one, themes; and ids that the commands need."""
    folder = tmp_path_factory.mktemp("made")
    study = str(folder / "study.db")
    for name, content in REFI.items():
        (folder / name).write_text(content, encoding="utf-8")
    (folder / "rules.csv").write_text(
        "Code,Kind,Words,Extent\nFear,pattern,awak\\w+,words\nTrust,phrase,picks up,turn\n",
        encoding="utf-8",
    )
    for name in ("S1", "S2", "S3", "S4", "S9"):
        (folder / f"{name}.txt").write_text(f"{INTERVIEW}\nS1: {name}.\n", encoding="utf-8")
    (folder / "key.csv").write_text("name,replacement\nMarta,[name 1]\n", encoding="utf-8")
    (folder / "cases.csv").write_text("Participant,sector\nS1,fire\n", encoding="utf-8")
    (folder / "book-in.csv").write_text(
        "Name,Parent,Description\nDuty,,d\nTrust,,new\nCall,Duty,\n", encoding="utf-8"
    )
    (folder / "codings.csv").write_text(
        "transcript,start,end,code\nS2,61,70,Trust\nS2,61,70,Deep/Inside\n", encoding="utf-8"
    )
    run("new", study, "--title", "River")
    run("import", study, *(str(folder / f"{name}.txt") for name in ("S1", "S2", "S3", "S4")))
    for name, role in (("Ana", "coder"), ("Ben", "coder"), ("Eva", "supervisor")):
        run("people", "add", study, name, "--role", role)
    for code in ("Trust", "Fear"):
        run("code", "add", study, code, "--definition", "d")
    run("round", "open", study, "first", "--coders", "Ana,Ben", "--transcripts", "S1")
    run("round", "open", study, "second", "--coders", "Ana,Ben", "--transcripts", "S2")
    run("round", "open", study, "corrected", "--coders", "Ana", "--transcripts", "S3")
    run("round", "open", study, "fourth", "--coders", "Ana,Ben", "--transcripts", "S4")
    run("apply", study, "S3", "60", "75", "Trust", "--as", "Ana")
    run("correct", study, "S3", "65", "66", "x")
    run("apply", study, "S1", "60", "75", "Trust", "--as", "Ana")
    run("apply", study, "S1", "62", "79", "Trust", "--as", "Ben")
    for name in ("Ana", "Ben"):
        run("apply", study, "S1", "85", "95", "Trust", "--as", name)
        run("lock", study, "S1", "--as", name)
    ids = {"CODING": run("apply", study, "S2", "60", "75", "Trust", "--as", "Ana").strip()}
    ids["SECOND"] = run("apply", study, "S2", "80", "90", "Trust", "--as", "Ana").strip()
    for code, words in (("Trust", "picks up"), ("Fear", "awake")):
        ids["RULE"] = run("suggest", "rules", "add", study, code, "--phrase", words).strip()
    run("suggest", study, "--round", "fourth")
    run("suggest", "rules", "add", study, "Trust", "--phrase", "hope")
    run("code", "edit", study, "Trust", "--when-to-use", "always")
    with open_study(Path(study)) as opened:
        ids["SUGGESTION"] = opened.value("SELECT id FROM suggestions")
        ids["DOUBT"] = opened.value("SELECT id FROM doubts")
        ids["ITEM"] = opened.value("SELECT id FROM items")
        ids["AGREED"] = opened.value("SELECT id FROM consensus_codings")
    for theme in ("Known", "Other", "Empty"):
        run("theme", "add", study, theme)
    run("theme", "move", study, "Trust", "--to", "Known")
    run("theme", "move", study, "Fear", "--to", "Other")
    count_something(folder)
    work_in_a_pack(folder)
    return folder, ids


def work_in_a_pack(folder: Path) -> None:
    """Ben has a pack, ``bens.db``: he takes away, changes and adds in it, and locks one of two."""
    study, pack = str(folder / "study.db"), str(folder / "bens.db")
    gone = run("apply", study, "S2", "60", "64", "Trust", "--as", "Ben").strip()
    moved = run("apply", study, "S2", "70", "75", "Trust", "--as", "Ben").strip()
    run("pack", study, "--for", "Ben", pack)
    run("codings", "remove", pack, gone, "--as", "Ben")
    run("codings", "recode", pack, moved, "--code", "Fear", "--as", "Ben")
    run("code", "add", pack, "Trust/Bens", "--as", "Ben")
    for name in ("S2", "S4"):
        run("apply", pack, name, "80", "90", "Trust/Bens", "--as", "Ben")
    run("note", pack, "a note", "--on", "S4:3", "--as", "Ben")
    run("lock", pack, "S2", "--as", "Ben")


def test_every_command_is_listed() -> None:
    assert set(leaves(cli)) == set(CHANGES) | QUIET


@pytest.mark.parametrize(
    ("command", "who", "words"),
    [(command, who, words) for command, calls in CHANGES.items() for who, words in calls],
    ids=lambda value: value if isinstance(value, str) else " ".join(value)[:40],
)
def test_undo_and_redo_restore_every_row(
    command: str, who: str, words: list[str], made: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    source, ids = made
    folder = tmp_path / "copy"
    shutil.copytree(source, folder)
    path = folder / "study.db"
    call = [ids.get(word, word) for word in words]
    call = [
        str(folder / word) if (folder / word).is_file() or word.endswith(".db") else word
        for word in call
    ]
    with open_study(path) as study:
        before = dump(study)
        run(*command.split(), str(path), *call, "--as", who)
        after = dump(study)
        assert after != before
        run("undo", str(path), "--as", who)
        assert dump(study) == before
        run("redo", str(path), "--as", who)
        assert dump(study) == after
        run("undo", str(path), "--as", who)
        assert dump(study) == before
        assert verify(study).ok


def test_the_groups_have_no_writing_command_of_their_own() -> None:
    for name in cli.list_commands(click.Context(cli)):
        command = cli.get_command(click.Context(cli), name)
        if isinstance(command, click.Group):
            assert not command.invoke_without_command
