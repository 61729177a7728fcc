"""No command shows one person anything of another's work that is not revealed.

Two studies are made that differ in Ana's hidden work alone: in one she has coded, written memos
and notes, made codes of her own; in the other she has done nothing. Whatever Ben, a supervisor or
somebody without a name then does, both must answer with the same bytes.
"""

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from matching_here import MatchingHere
from twins import GUID, MOMENT, SECRET, count_something, give_out_a_pack, make_twins

from workbench.cli import cli

# every leaf command, with the words behind STUDY that it is tried with
COMMANDS: dict[str, list[list[str]]] = {
    "agreement": [["--json"], ["--transcripts", "S1", "--json"], ["--round", "first"]],
    "answers": [["--json"], [], ["answers.csv", "--json"]],
    "apply": [["S1", "70", "80", "Trust"], ["S1", "70", "80", SECRET], ["S1", "72", "79", "Fear"]],
    "backup": [["copy.db"]],
    "cases": [["--json"], ["cases.csv", "--json"]],
    "challenges": [["--json"], ["--objection", "o", "--disposition", "d", "--reason", "r"]],
    "code add": [["Fear"], [SECRET], [f"Trust/{SECRET}"], ["Fear", "--origin", "deductive"]],
    "code edit": [["Trust", "--definition", "new"], [SECRET, "--definition", "x"]],
    "code merge": [
        ["Fear", "--into", "Trust", "--json"],
        [SECRET, "--into", "Trust"],
        ["Fear", "--into", SECRET],
    ],
    "code split": [["Trust", "Of people", "Of offices", "--json"], ["Fear", SECRET, "--keep"]],
    "code move": [["Fear", "--to", "Trust"], [SECRET, "--top"]],
    "code retire": [["Trust"], [SECRET]],
    "codebook apart": [["Trust", "Fear"], ["Trust", SECRET]],
    "codebook near": [["--json"], []],
    "codebook past": [["Trust", "--json"], [SECRET, "--json"]],
    "codebook diff": [["--json"], []],
    "codebook export": [["book.csv"], ["book.qdc"]],
    "codebook import": [["book-in.csv", "--json"], ["book-in.qdc", "--json"]],
    "codebook list": [["--json"], [], ["--retired", "--json"]],
    "codebook versions": [["--json"]],
    "codings import": [["codings.csv", "--json"], ["codings.csv", "--create-codes", "--json"]],
    "codings list": [
        ["--json"],
        [],
        ["--layer", "Ana", "--json"],
        ["--layer", "Ben", "--json"],
        ["--layer", "consensus", "--json"],
    ],
    "codings join": [["ANAS-CODING", "ANAS-CODING"]],
    "codings memo": [["ANAS-CODING", "--memo", "x"]],
    "codings recode": [["ANAS-CODING", "--code", "Fear"]],
    "codings remove": [["ANAS-CODING"]],
    "codings split": [["ANAS-CODING", "--at", "63", "--json"]],
    "describe": [["--json"], [], ["--by", "works", "--json"], ["--variable", "codes", "--json"]],
    "collect": [["ana.db", "--json"], ["ana.db", "--dry-run"], ["ana.db", "--without", "S1"]],
    "correct": [
        ["S1", "0", "0", "Well. ", "--json"],
        ["S1", "72", "74", "xx", "--reason", "typing"],
        ["S2", "60", "75", ""],
        ["S1", "--file", "S9.txt", "--json"],
    ],
    "disagreements": [["--json"], ["--all", "--json"], ["--summary", "--json"], []],
    "doubtful list": [["--json"], ["S1"]],
    "doubtful settle": [["ANAS-CODING", "--keep"], ["--all", "--keep"]],
    "export codebook": [["book.csv", "--json"]],
    "export codings": [["codings-out.csv", "--json"], ["out.csv", "--layer", "Ana"]],
    "export nvivo": [["nvivo", "--json"]],
    "export refi": [["flood.qdpx", "--json"]],
    "export report": [["report.html", "--json"], ["out.html", "--unit", "turn"]],
    "history": [["--json"], []],
    "import": [["S9.txt", "--json"]],
    "import-refi": [
        ["theirs-in.qde", "--json"],
        ["theirs-in.qde", "--open", "--json"],
        ["book-in.qdc"],
    ],
    "lineage": [["--json"], ["--from", "a", "--to", SECRET, "--rationale", "r"]],
    "lock": [["--json"], ["S1", "--json"]],
    "deidentify find": [["--json"], ["--key", "key.csv"]],
    "deidentify apply": [["--key", "key-in.csv", "--json"]],
    "note": [["mine", "--on", "S1:3"], ["--json"]],
    "pack": [
        ["--json"],
        ["--for", "Ana", "more.db", "--json"],
        ["--for", "Ben", "more.db"],
        ["--for", "Ana", "--call-back", "--json"],
    ],
    "people add": [["Cem"]],
    "people list": [["--json"]],
    "people rename": [["Ana", "Anna"]],
    "people retire": [["Ana"]],
    "phases": [["--json"], [], ["--override", "3", "--reason", "later"]],
    "recheck": [["--json"], ["--all", "--json"], ["--confirm", "ANAS-CODING"]],
    "redo": [[]],
    "replicate": [["--json"], [], ["--published", "published.csv", "--json"]],
    "resolve": [
        ["ANAS-CODING", "--outcome", "a", "--reason", "slip"],
        ["--rule", "union", "--min-overlap", "0.5"],
    ],
    "round close": [["first"]],
    "round list": [["--json"], []],
    "round open": [["second", "--coders", "Ben"], ["second", "--coders", "Eva"]],
    "search": [["Marta", "--json"], ["marta", "--fuzzy", "--json"], ["M.rta", "--regex", "--json"]],
    "show": [["S1"], ["S2"]],
    "speakers": [["S1", "--json"], ["S1", "--rename", "S1=P1"]],
    "suggest rules add": [
        ["Trust", "--phrase", "awake", "--json"],
        [SECRET, "--phrase", "awake"],
    ],
    "suggest rules export": [["rules-out.csv"]],
    "suggest rules import": [["rules-in.csv", "--json"]],
    "suggest rules list": [["--json"], []],
    "suggest rules remove": [["ANAS-CODING"]],
    "suggest run": [["--json"], ["--round", "first", "--language", "en"]],
    "suggestions accept": [["--all"], ["--all", "--transcript", "S1"], ["ANAS-CODING"]],
    "suggestions list": [["--json"], []],
    "suggestions refuse": [["--all", "--json"], ["ANAS-CODING"]],
    "survey": [["panel.csv", "--name", "Panel", "--json"]],
    "theme add": [["People"]],
    "theme edit": [["Known", "--concept", "c"]],
    "theme list": [["--json"], []],
    "theme merge": [["Known", "--into", "Known"]],
    "theme move": [["Trust", "--to", "Known"], [SECRET, "--to", "Known"]],
    "theme park": [["Trust", "--why", "w"], [SECRET, "--why", "w"]],
    "theme recode": [
        ["Known", "ANAS-CODING", "--code", "Trust", "--reason", "slip"],
        ["Known", "ANAS-CODING", "--code", SECRET, "--reason", "slip"],
    ],
    "theme remove": [["Known"]],
    "theme review": [["Known", "--json"], ["Known", "--missed", "hidden", "--json"]],
    "transcripts": [["--json"], []],
    "turns": [["S1", "--json"]],
    "undo": [[]],
    "unlock": [
        ["S1", "--coder", "Ana", "--reason", "slip"],
        ["S2", "--coder", "Ana", "--reason", "r"],
    ],
    "verify": [["--json"], []],
    "versions": [["S1", "--json"], ["S1", "--show", "1"]],
    "words": [["--json"], ["--transcripts", "S1", "--against", "rest"], ["--context", "marta"]],
    "withdraw": [["S1", "--reason", "asked to", "--json"]],
}
FILES = (".csv", ".db", ".html", ".qdc", ".qde", ".qdpx", ".txt")
# commands without a study to look into, and the screens, which have a walk of their own
ELSEWHERE = {"check-figures", "demo", "keys", "new", "open", "reliability", "restore", "unitizing"}


@pytest.fixture(autouse=True)
def _matching_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.cli.suggestions.MatchingProcess", MatchingHere)


def leaves(command: click.Command, path: str = "") -> Iterator[str]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from leaves(inner, f"{path} {name}".strip())
    else:
        yield path


@pytest.fixture(scope="module", params=["at work", "locked"])
def twins(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, str]:
    """(study with Ana's work, the same without, id of one of Ana's codings).

    In one of the two pairs Ana has a pack by now, in which she has worked, or not.
    """
    made = make_twins(tmp_path_factory.mktemp("twins"), locked=request.param == "locked")
    for folder in made[:2]:
        count_something(folder)
    if request.param == "at work":
        give_out_a_pack(*made[:2])
    return made


def answers(source: Path, target: Path, words: list[str], coding: str) -> str:
    """Everything a command says and writes, without ids and times that differ by nature."""
    shutil.copytree(source, target)
    group, rest = words[0].split(" "), words[1:]
    call = [coding if word == "ANAS-CODING" else word for word in rest]
    call = [str(target / w) if Path(w).suffix in FILES else w for w in call]
    call = [str(target / "nvivo") if w == "nvivo" else w for w in call]
    result = CliRunner().invoke(cli, [*group, str(target / "study.db"), *call])
    assert "inside workbench" not in result.stderr, result.stderr
    said = f"exit {result.exit_code}\n{result.stdout}\n--\n{result.stderr}"
    for file in sorted(target.rglob("*")):
        if file.suffix == ".qdpx":
            with zipfile.ZipFile(file) as package:
                said += package.read("project.qde").decode()
        elif file.is_file() and file.suffix in (".csv", ".html", ".json", ".qdc", ".txt"):
            said += f"\n== {file.name}\n{file.read_text(encoding='utf-8')}"
    said = MOMENT.sub("TIME", said.replace(str(target), "DIR").replace(coding, "CODING"))
    for number, guid in enumerate(dict.fromkeys(GUID.findall(said))):
        said = said.replace(guid, f"ID{number}")
    # a seal depends on when it was made; that somebody has locked does not
    return re.sub(r"\b[0-9a-f]{64}\b", "SEAL", said)


def test_every_command_is_walked() -> None:
    assert set(leaves(cli)) == set(COMMANDS) | ELSEWHERE


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_hidden_work_changes_no_answer(
    command: str, twins: tuple[Path, Path, str], tmp_path: Path
) -> None:
    full, empty, coding = twins
    for number, words in enumerate(COMMANDS[command]):
        for viewer in ("Ben", "Eva", None):
            call = [command, *words, *(["--as", viewer] if viewer else [])]
            said = [
                answers(source, tmp_path / f"{side}-{number}-{viewer}", call, coding)
                for side, source in (("full", full), ("empty", empty))
            ]
            assert said[0] == said[1], call
            if SECRET not in " ".join(words) and "-in." not in " ".join(words):
                assert "hidden" not in said[0].lower().replace("is hidden", "")


def test_hidden_work_changes_no_figure_of_codes(tmp_path: Path) -> None:
    """One transcript is settled and counted; what Ana did in the others is not."""
    full, empty, coding = make_twins(tmp_path, locked=True, compared=True)
    for folder in (full, empty):
        count_something(folder)
        settle = ["resolve", str(folder / "study.db"), "--rule", "union", "--min-overlap", "0.5"]
        assert CliRunner().invoke(cli, [*settle, "--as", "Ben"]).exit_code == 0
    for words in COMMANDS["describe"]:
        for viewer in ("Ben", "Eva", "Ana", None):
            call = ["describe", *words, *(["--as", viewer] if viewer else [])]
            said = [
                answers(source, tmp_path / f"{side}-{viewer}-{'-'.join(words)}", call, coding)
                for side, source in (("full", full), ("empty", empty))
            ]
            assert said[0] == said[1], call
            printed = said[0].partition("\n--\n")[0]
            assert SECRET not in printed
            assert "Trust" in printed or "--by" in words


def test_the_walk_would_notice(twins: tuple[Path, Path, str], tmp_path: Path) -> None:
    """Ana herself gets different answers, so the two studies do differ."""
    full, empty, coding = twins
    for command in ("codings list", "codebook list", "history", "note"):
        words = [command, "--json", "--as", "Ana"]
        said = [
            answers(source, tmp_path / f"{command}-{number}", words, coding)
            for number, source in enumerate((full, empty))
        ]
        assert said[0] != said[1]
