"""Codes that may be one: the examples of the method, vetoes, shared text, and what nobody sees."""

import json

import pytest
from click.testing import CliRunner
from consensus_base import Coded
from hypothesis import given
from hypothesis import strategies as st

from workbench.cli import cli
from workbench.codebook.editing import edit_code
from workbench.codebook.merging import merge_codes, tell_apart
from workbench.codebook.near import ALIKE_FROM, Sense, sense, spelling
from workbench.codebook.store import add_code, find_code
from workbench.coding.near import near_codes
from workbench.study import Person, Study, undo

WORDS = st.sampled_from(["trust", "lack", "of", "time", "pressure", "no", "costs", "unsafe"])
NAMES = st.lists(WORDS, max_size=5, unique=True).map(" ".join)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("Trust", "Mistrust", Sense.OPPOSITE),
        ("Lack of trust", "Trust", Sense.OPPOSITE),
        ("Distrust in people", "Trust in people", Sense.OPPOSITE),
        ("High workload", "Low workload", Sense.OPPOSITE),
        ("Not being heard", "Being heard", Sense.OPPOSITE),
        ("Powerless", "Powerful", Sense.OPPOSITE),
        ("Barriers", "Facilitators", Sense.OPPOSITE),
        ("Unsafe", "Not safe", Sense.OPEN),
        ("Lack of time", "Time pressure", Sense.TURNED),
        ("Lack of trust", "Trust in the person", Sense.TURNED),
        ("Copied by hand", "Copying by hand", Sense.OPEN),
        ("Fear of blame", "Fear of blame", Sense.OPEN),
        ("", "Trust", Sense.OPEN),
    ],
)
def test_negations_and_antonyms_deny(first: str, second: str, said: Sense) -> None:
    assert sense(first, second) is said
    assert sense(second, first) is said


@given(first=NAMES, second=NAMES)
def test_no_name_denies_itself_and_denying_is_mutual(first: str, second: str) -> None:
    assert sense(first, first) is Sense.OPEN
    assert sense(first, second) is sense(second, first)


@pytest.fixture
def coded(study: Study) -> Coded:
    made = Coded(study)
    for name in ("Time pressure", "Lack of time", "Mistrust", "Fears", "Fearing"):
        add_code(study, name, definition=f"on {name}", origin="deductive", by=None, shared=True)
    made.code("Ana", "Time pressure", 0, 20)
    made.code("Ana", "Mistrust", 30, 50)
    made.code("Ana", "Trust", 30, 50)
    made.code("Ben", "Lack of time", 5, 20)
    made.code("Ben", "Procedure", 60, 80)
    return made


def found(coded: Coded, viewer: Person | None, *, apart: bool = False) -> list[tuple[str, str]]:
    return [(n.first.path, n.second.path) for n in near_codes(coded.study, viewer, apart=apart)]


def test_shared_text_counts_more_than_spelling_and_denied_names_never(coded: Coded) -> None:
    spelled = [("Fear", "Fears"), ("Fear", "Fearing"), ("Fears", "Fearing")]
    assert found(coded, coded.people["Ana"]) == spelled, "what Ben coded is hidden"
    assert found(coded, None) == spelled
    coded.lock()
    pairs = near_codes(coded.study, None)
    (first, *rest) = pairs
    assert (first.first.path, first.second.path) == ("Time pressure", "Lack of time")
    assert (first.both, first.either, first.spelling) == (15, 20, 0)
    assert first.share == 0.75
    assert [(n.first.path, n.second.path) for n in rest] == spelled
    assert ("People/Trust", "Mistrust") not in found(coded, None, apart=True)


def test_an_alias_is_a_name_too(coded: Coded) -> None:
    edit_code(
        coded.study, find_code(coded.study, None, "Procedure"), None, aliases=["the mistrust"]
    )
    assert ("Procedure", "Mistrust") in found(coded, None)


def test_pairs_told_apart_are_not_proposed_again(coded: Coded) -> None:
    study, ben = coded.study, coded.people["Ben"]
    fear, fears = find_code(study, None, "Fear"), find_code(study, None, "Fears")
    for _ in range(2):
        tell_apart(study, fears, fear, ben)
    assert ("Fear", "Fears") not in found(coded, None)
    assert ("Fear", "Fears") in found(coded, None, apart=True)
    undo(study, ben)
    assert ("Fear", "Fears") in found(coded, None)


def test_what_is_said_of_private_codes_is_private(coded: Coded) -> None:
    study, ana, ben = coded.study, coded.people["Ana"], coded.people["Ben"]
    coded.own_code("Ana", "Fear of it")
    own = find_code(study, ana, "Fear of it")
    assert ("Fears", "Fear of it") in found(coded, ana)
    assert all("Fear of it" not in pair for pair in found(coded, ben))
    tell_apart(study, own, find_code(study, ana, "Fears"), ana)
    assert ("Fears", "Fear of it") not in found(coded, ana)
    history = CliRunner().invoke(cli, ["history", str(study.path), "--as", "Ben", "--json"])
    assert "tell codes apart" not in history.stdout


def test_merged_codes_are_no_pair_any_more(coded: Coded) -> None:
    study = coded.study
    fear, fears = find_code(study, None, "Fear"), find_code(study, None, "Fears")
    merge_codes(study, [fears], fear, None)
    assert all("Fears" not in pair for pair in found(coded, None))


def test_the_commands(coded: Coded) -> None:
    coded.lock()
    path = str(coded.study.path)

    def run(*words: str) -> str:
        result = CliRunner().invoke(cli, ["codebook", *words])
        assert result.exit_code == 0, result.stderr
        return result.stdout

    first = json.loads(run("near", path, "--json"))[0]
    assert [code["path"] for code in first["codes"]] == ["Time pressure", "Lack of time"]
    assert [code["definition"] for code in first["codes"]] == [
        "on Time pressure",
        "on Lack of time",
    ]
    assert (first["shared"], first["either"], first["apart"]) == (15, 20, False)
    run("apart", path, "Time pressure", "Lack of time", "--as", "Ana")
    assert "Lack of time" not in run("near", path)
    assert "Lack of time" in run("near", path, "--apart")
    CliRunner().invoke(cli, ["code", "merge", path, "Fears", "--into", "Fear", "--reason", "one"])
    told = json.loads(run("past", path, "Fears", "--json"))
    assert [(s["kind"], s["from"], s["to"], s["reason"]) for s in told["lineage"]] == [
        ("merge", "Fears", "Fear", "one")
    ]
    assert told["changes"][0]["fields"]["definition"] == {"before": "", "after": "on Fears"}
    assert "merge" in run("past", path, "Fear")


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("Format 1", "Format 2", False),
        ("Option a", "Option b", False),
        ("Round 2 of 3", "Round 3 of 3", False),
        ("Format 1", "Formats 1", True),
        ("Copied by hand", "Copying by hand", True),
        ("Mother's words", "Mothers words", True),
    ],
)
def test_names_that_are_counted_apart_are_not_alike(
    study: Study, first: str, second: str, alike: bool
) -> None:
    one, other = (
        add_code(study, name, definition="", origin="deductive", by=None, shared=True)
        for name in (first, second)
    )
    assert (spelling(one, other) >= ALIKE_FROM) is alike
    assert spelling(one, one) == 100
