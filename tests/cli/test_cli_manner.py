"""The manner of all commands, from outside: help, names, errors, exits, JSON, locales."""

import importlib
import json
from pathlib import Path

import click
import pytest
from promised import GUID, TEXTS, Desk, new_study, program, revealed_study

from workbench.cli import COMMANDS

FULL = Path("/dev/full")


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


def leaves() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, module in sorted(COMMANDS.items()):
        loaded = importlib.import_module(f"workbench.cli.{module}")
        command = getattr(loaded, f"{name.replace('-', '_')}_command")
        if isinstance(command, click.Group):
            found.append((name,))
            found += [(name, each) for each in sorted(command.commands)]
        else:
            found.append((name,))
    return found


@pytest.mark.parametrize("words", leaves(), ids=" ".join)
def test_every_help_has_an_example(words: tuple[str, ...], desk: Desk) -> None:
    said = desk.done(*words, "--help")
    assert "Example" in said and f"workbench {words[0]}" in said


# what a command needs behind STUDY so that only what is missing can be wrong
NEEDS = {
    ("apply",): ["A", 0, 5, "Trust", "--as", "Ana"],
    ("backup",): ["copy.db"],
    ("code", "add"): ["New"],
    ("code", "edit"): ["Trust", "--definition", "x"],
    ("code", "merge"): ["Trust", "--into", "Fear"],
    ("code", "move"): ["Trust", "--top"],
    ("code", "split"): ["Trust", "One", "Two"],
    ("code", "retire"): ["Trust"],
    ("codebook", "apart"): ["Trust", "Fear"],
    ("codebook", "near"): [],
    ("codebook", "past"): ["Trust"],
    ("codebook", "export"): ["out.csv"],
    ("codebook", "import"): ["codes.csv"],
    ("codings", "import"): ["codes.csv", "--as", "Ana"],
    ("codings", "memo"): ["x", "--memo", "m", "--as", "Ana"],
    ("codings", "recode"): ["x", "--code", "Trust", "--as", "Ana"],
    ("codings", "remove"): ["x", "--as", "Ana"],
    ("correct",): ["A", 0, 5, "Then"],
    ("doubtful", "list"): [],
    ("doubtful", "settle"): ["x", "--keep", "--as", "Ana"],
    ("export", "codebook"): ["out.csv"],
    ("export", "codings"): ["out.csv"],
    ("export", "nvivo"): ["out"],
    ("export", "refi"): ["out.qdpx"],
    ("export", "report"): ["out.html"],
    ("import",): ["A.txt"],
    ("import-refi",): ["theirs.qdpx"],
    ("lock",): ["--as", "Ana"],
    ("deidentify", "find"): [],
    ("deidentify", "apply"): ["--key", "key.csv"],
    ("people", "add"): ["Zoe", "--role", "coder"],
    ("people", "rename"): ["Ana", "Anna"],
    ("people", "retire"): ["Ana"],
    ("recheck",): ["--as", "Ana"],
    ("redo",): ["--as", "Ana"],
    ("resolve",): ["x", "--outcome", "a", "--reason", "slip", "--as", "Ana"],
    ("round", "close"): ["first"],
    ("round", "open"): ["first", "--coders", "Ana,Ben"],
    ("search",): ["radio"],
    ("show",): ["A"],
    ("speakers",): ["A"],
    ("theme", "add"): ["T"],
    ("theme", "edit"): ["T", "--concept", "c"],
    ("theme", "merge"): ["T", "--into", "U"],
    ("theme", "move"): ["Trust", "--to", "T"],
    ("theme", "park"): ["Trust", "--why", "w"],
    ("theme", "remove"): ["T"],
    ("theme", "review"): ["T"],
    ("turns",): ["A"],
    ("undo",): ["--as", "Ana"],
    ("unlock",): ["A", "--coder", "Ana", "--reason", "r", "--as", "Eva"],
    ("versions",): ["A"],
    ("words",): [],
    ("withdraw",): ["A", "--reason", "r", "--as", "Eva"],
    ("agreement",): [],
    ("answers",): [],
    ("challenges",): [],
    ("describe",): [],
    ("lineage",): [],
    ("replicate",): [],
    ("suggest", "rules", "add"): ["Trust", "--phrase", "radio"],
    ("suggest", "rules", "export"): ["rules.csv"],
    ("suggest", "rules", "import"): ["rules.csv"],
    ("suggest", "rules", "list"): [],
    ("suggest", "rules", "remove"): ["x"],
    ("suggest", "run"): [],
    ("suggestions", "accept"): ["--all", "--as", "Ana"],
    ("suggestions", "list"): ["--as", "Ana"],
    ("suggestions", "refuse"): ["--all", "--as", "Ana"],
    ("survey",): ["survey.csv", "--name", "Panel"],
    ("cases",): [],
    ("codebook", "diff"): [],
    ("codebook", "list"): [],
    ("codebook", "versions"): [],
    ("codings", "list"): [],
    ("disagreements",): [],
    ("history",): [],
    ("note",): [],
    ("people", "list"): [],
    ("phases",): [],
    ("round", "list"): [],
    ("theme", "list"): [],
    ("transcripts",): [],
    ("verify",): [],
}


@pytest.mark.parametrize("words", sorted(NEEDS), ids=" ".join)
def test_a_missing_study_is_an_error_and_never_a_new_file(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    nowhere = Desk(tmp_path, "none.db")
    said = nowhere.refused(*words, "STUDY", *NEEDS[words])
    assert "none.db" in said and "does not exist" in said


@pytest.mark.parametrize("words", sorted(NEEDS), ids=" ".join)
def test_an_unknown_name_lists_the_people_wherever_it_stands(
    words: tuple[str, ...], desk: Desk
) -> None:
    call = [*words, "STUDY", *NEEDS[words]]
    if "--as" in call:
        del call[call.index("--as") :]
    for place in (len(words), len(call)):  # first behind the command, and last of all
        said = desk.refused(*call[:place], "--as", "Nobody", *call[place:])
        assert "Nobody" in said and "Ana, Ben, Cem, Eva" in said.splitlines()[-1]
    if len(words) == 2:
        said = desk.refused(words[0], "--as", "Nobody", *call[1:])
        assert "Ana, Ben, Cem, Eva" in said


ACTING = [
    ("apply",),
    ("doubtful", "settle"),
    ("codings", "import"),
    ("lock",),
    ("suggestions", "accept"),
    ("suggestions", "list"),
    ("suggestions", "refuse"),
    ("resolve",),
    ("undo",),
    ("redo",),
]


@pytest.mark.parametrize("words", ACTING, ids=" ".join)
def test_acting_as_nobody_is_wrong_usage(words: tuple[str, ...], desk: Desk) -> None:
    call = [word for word in NEEDS[words] if word not in ("--as", "Ana")]
    assert "--as" in desk.refused(*words, "STUDY", *call, code=2)


def test_who_acts_may_stand_in_the_environment(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_CODER", "Ana")
    desk.done("code", "add", "STUDY", "Hers", "--origin", "inductive")
    assert desk.json("history", "STUDY")[-1]["by"] == "Ana"
    monkeypatch.setenv("WORKBENCH_CODER", "Nobody")
    desk.refused("transcripts", "STUDY")
    monkeypatch.setenv("WORKBENCH_CODER", "")
    desk.done("transcripts", "STUDY")


def test_set_up_is_journalled_as_set_up(desk: Desk) -> None:
    desk.done("theme", "add", "STUDY", "Voices")
    desk.done("cases", "STUDY", desk.file("cases.csv", "Participant,Age\nP1,41\n"))
    desk.done("round", "open", "STUDY", "first", "--coders", "Ana")
    assert {entry["by"] for entry in desk.json("history", "STUDY")} == {"set-up"}


READING = [
    ("agreement",),
    ("cases",),
    ("codebook", "diff"),
    ("codebook", "list"),
    ("codebook", "versions"),
    ("codings", "list"),
    ("disagreements",),
    ("history",),
    ("note",),
    ("people", "list"),
    ("phases",),
    ("round", "list"),
    ("search", "radio"),
    ("speakers", "A"),
    ("theme", "list"),
    ("transcripts",),
    ("turns", "A"),
    ("verify",),
]


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_json_is_one_document_wherever_the_option_stands(
    words: tuple[str, ...], coded: Desk
) -> None:
    command = (
        words if words[0] in ("codebook", "codings", "people", "round", "theme") else words[:1]
    )
    rest = words[len(command) :]
    one = json.loads(coded.done(*command, "STUDY", *rest, "--json"))
    two = json.loads(coded.done(*command, "--json", "--as", "Ana", "STUDY", *rest))
    assert type(one) is type(two)


def test_wrong_usage_is_2_and_says_what(desk: Desk) -> None:
    for words in (
        ("transcripts",),
        ("transcripts", "STUDY", "--nonsense"),
        ("apply", "STUDY", "A", "one", 3, "Trust", "--as", "Ana"),
        ("apply", "STUDY", "A", -1, 3, "Trust", "--as", "Ana"),
        ("people", "add", "STUDY", "Zoe", "--role", "queen"),
        ("show", "STUDY", "a\nb", "c\nd"),
        ("nonsense",),
        ("agreement", "STUDY", "--unit", "furlong"),
        ("search", "STUDY", "x", "--regex", "--fuzzy"),
    ):
        desk.refused(*words, code=2)


def test_an_error_is_one_line_without_control_characters(desk: Desk) -> None:
    said = desk.refused("show", "STUDY", "a\nb\x1b[31mc\rd")
    assert "\x1b" not in said and "\r" not in said and said.count("\n") == 1
    said = desk.refused("show", "STUDY", "a", "b\nError: all is well", code=2)
    assert said.rstrip("\n").split("\n")[-1].startswith("Error: Got")


LOCALES = [
    {"LC_ALL": "C"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"},
]


@pytest.mark.parametrize("locale", LOCALES, ids=lambda each: " ".join(each))
def test_utf8_in_and_out_whatever_the_locale(desk: Desk, locale: dict[str, str]) -> None:
    shown = program("show", desk.study, "B", **locale)
    assert (shown.returncode, shown.stdout) == (0, TEXTS["B"].encode())
    assert program("code", "add", desk.study, "Étage", **locale).returncode == 0
    listed = program("codebook", "list", desk.study, "--json", **locale)
    assert "Étage" in [code["path"] for code in json.loads(listed.stdout.decode())]
    found = program("search", desk.study, "déjà", "--json", **locale)
    assert len(json.loads(found.stdout.decode())) == 1
    odd = desk.file("Größe.txt", "P1: ja\n")
    assert program("import", desk.study, odd, **locale).returncode == 0


def test_a_process_keeps_the_manner(desk: Desk) -> None:
    said = program("lock", desk.study, "--as", "Ana")
    assert said.returncode == 1 and said.stdout == b""
    assert said.stderr.decode().splitlines()[-1].startswith("Error: ")
    assert program("lock", desk.study).returncode == 2
    assert program("--version").returncode == 0


@pytest.mark.skipif(not FULL.exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("words", ["--help", "phases STUDY", "history STUDY --json"])
def test_a_full_output_is_said_in_a_line(desk: Desk, words: str) -> None:
    with FULL.open("wb") as full:
        given = (desk.study if word == "STUDY" else word for word in words.split())
        ended = program(*given, output=full)
    said = ended.stderr.decode().splitlines()
    assert ended.returncode == 1
    assert len(said) == 1
    assert said[0].startswith("Error: the output cannot be written (No space left on device)")


def test_names_in_bytes_that_are_no_text_are_refused(desk: Desk) -> None:
    for words in (
        ("people", "add", desk.study, b"\xff"),
        ("code", "add", desk.study, b"\xff"),
        ("theme", "add", desk.study, b"\xff"),
        ("show", desk.study, b"\xff"),
        ("new", desk.folder / "n.db", "--title", b"\xff"),
    ):
        before = desk.state()
        said = program(
            *(w.decode("utf-8", "surrogateescape") if isinstance(w, bytes) else w for w in words)
        )
        assert said.returncode == 1, said
        last = said.stderr.decode().splitlines()[-1]
        assert last.startswith("Error: ") and "inside workbench" not in last
        assert desk.state() == before and not (desk.folder / "n.db").exists()


def test_ids_are_guids_and_order_is_by_name(coded: Desk) -> None:
    lists = [
        coded.json("codebook", "list", "STUDY"),
        coded.json("codings", "list", "STUDY", "--as", "Ana"),
        coded.json("disagreements", "STUDY", "--as", "Ana"),
        coded.json("history", "STUDY"),
    ]
    for rows in lists:
        assert rows
        for row in rows:
            assert GUID.fullmatch(row["id"])
    assert [t["name"] for t in coded.json("transcripts", "STUDY")] == ["A", "B"]


def test_a_code_is_named_by_path_or_by_the_name_only_one_has(coded: Desk) -> None:
    coded.done("code", "add", "STUDY", "Both\\/and")
    coded.done("code", "add", "STUDY", "Both\\/and/Trust")
    paths = [code["path"] for code in coded.json("codebook", "list", "STUDY")]
    assert "Both\\/and" in paths and "Both\\/and/Trust" in paths
    coded.done("round", "open", "STUDY", "again", "--coders", "Cem")
    said = coded.refused("apply", "STUDY", "--as", "Cem", "A", 0, 5, "Trust")
    assert "People/Trust" in said and "Both\\/and/Trust" in said
    for name in ("People/Trust", "Both\\/and/Trust", "Both\\/and", "Radio"):
        coded.done("apply", "STUDY", "--as", "Cem", "A", 0, 5, name)
    coded.refused("apply", "STUDY", "--as", "Cem", "A", 0, 5, "Both/and")
