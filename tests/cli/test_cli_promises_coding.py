"""What the commands on rounds, codings, locks and disagreements promise, from outside."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from promised import GUID, SHA256, TEXTS, Desk, new_study


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return new_study(tmp_path_factory.mktemp("template"))


@pytest.fixture
def desk(template: Desk, tmp_path: Path) -> Desk:
    """A study without a round."""
    return template.copy(tmp_path / "desk")


@pytest.fixture
def work(desk: Desk) -> Desk:
    """Ana and Ben are assigned both transcripts."""
    desk.done("round", "open", "STUDY", "first", "--coders", "Ana,Ben")
    return desk


def spans(desk: Desk, *words: str) -> list[tuple[Any, ...]]:
    rows = desk.json("codings", "list", "STUDY", *words)
    return [(r["transcript"], r["start"], r["end"], r["code"], r["coder"]) for r in rows]


# ------------------------------------------------------------------------------------ rounds


def test_people_of_a_round_must_exist(desk: Desk) -> None:
    said = desk.refused("round", "open", "STUDY", "r", "--coders", "Ana,Nobody")
    assert "Nobody" in said and "Ana, Ben, Cem, Eva" in said
    desk.refused("round", "open", "STUDY", "r", "--coders", "Ana,Ana")
    desk.refused("round", "open", "STUDY", "r", "--coders", "")
    desk.refused("round", "open", "STUDY", "r", code=2)
    desk.refused("round", "open", "STUDY", "r", "--coders", "Ana", "--transcripts", "C")


def test_a_transcript_is_in_one_open_round_of_a_coder(work: Desk) -> None:
    said = work.refused("round", "open", "STUDY", "two", "--coders", "Cem,Ana")
    assert "first" in said and "Ana" in said
    work.done("round", "open", "STUDY", "two", "--coders", "Cem")
    work.refused("round", "close", "STUDY", "first")
    for who in ("Ana", "Ben"):
        work.done("lock", "STUDY", "--as", who)
    work.refused("round", "open", "STUDY", "first", "--coders", "Eva")
    work.done("round", "close", "STUDY", "first")
    work.done("round", "open", "STUDY", "three", "--coders", "Ana,Ben")
    shown = work.json("round", "list", "STUDY")
    assert [(r["name"], r["coders"], r["closed"]) for r in shown] == [
        ("first", ["Ana", "Ben"], True),
        ("two", ["Cem"], False),
        ("three", ["Ana", "Ben"], False),
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("--transcripts", "B", "C", "--coders", "Ana"),
        ("--coders", "Ana", "--transcripts", "B", "--transcripts", "C"),
        ("--transcripts", "B,C", "--coders", "Ana"),
        ("--transcripts=B", "--coders=Ana", "--transcripts=C"),
    ],
    ids=lambda words: " ".join(words),
)
def test_the_forms_of_naming_transcripts(desk: Desk, words: tuple[str, ...]) -> None:
    desk.done("import", "STUDY", desk.file("C.txt", "P3: Nothing.\n"))
    desk.done("round", "open", "STUDY", "r", *words)
    (shown,) = desk.json("round", "list", "STUDY")
    assert [t["name"] for t in shown["transcripts"]] == ["B", "C"]


def test_transcripts_may_stand_before_the_arguments(desk: Desk) -> None:
    desk.done("round", "open", "--coders", "Ana", "--transcripts", "B", "A", "STUDY", "r")
    assert len(desk.json("round", "list", "STUDY")[0]["transcripts"]) == 2


def test_a_sample_is_seeded_and_reproducible(desk: Desk, tmp_path: Path) -> None:
    files = [desk.file(f"T{n:02}.txt", f"P{n}: text number {n}\n") for n in range(18)]
    desk.done("import", "STUDY", *files)
    drawn = []
    for place in range(3):
        other = desk.copy(tmp_path / f"copy{place}")
        seed = 8 if place == 2 else 7
        words = ("--coders", "Ana", "--sample", "20%", "--seed", seed)
        other.done("round", "open", "STUDY", "r", *words)
        (shown,) = other.json("round", "list", "STUDY")
        assert shown["seed"] == seed
        drawn.append([t["name"] for t in shown["transcripts"]])
    assert drawn[0] == drawn[1] != drawn[2] and len(drawn[0]) == 4
    said = desk.run("round", "open", "STUDY", "r", "--coders", "Ana", "--sample", "20%")
    (shown,) = desk.json("round", "list", "STUDY")
    assert f"seed {shown['seed']}" in said.stderr
    desk.refused("round", "open", "STUDY", "s", "--coders", "Ben", "--sample", "200%")
    both = ("--sample", "20%", "--transcripts", "A")
    desk.refused("round", "open", "STUDY", "s", "--coders", "Ben", *both, code=2)
    desk.refused("round", "open", "STUDY", "s", "--coders", "Ben", "--seed", 4, code=2)


def test_a_sample_takes_its_share_of_every_stratum(desk: Desk) -> None:
    names = [f"T{n:02}" for n in range(8)]
    desk.done("import", "STUDY", *(desk.file(f"{n}.txt", f"Ann: text of {n}\n") for n in names))
    rows = "".join(f"{n},{n},Ann,{'fire' if n < 'T06' else 'police'}\n" for n in names)
    table = desk.file("cases.csv", f"participant,transcript,speaker,sector\n{rows}")
    desk.done("cases", "STUDY", table)
    words = ("--coders", "Ana", "--sample", "40%", "--seed", 5, "--strata")
    assert "sector" in desk.refused("round", "open", "STUDY", "r", *words, "colour")
    desk.refused("round", "open", "STUDY", "r", "--coders", "Ana", *words[-1:], "sector", code=2)
    said = desk.run("round", "open", "STUDY", "r", *words, "sector").stderr
    assert "40% by sector, seed 5" in said
    (shown,) = desk.json("round", "list", "STUDY")
    drawn = [t["name"] for t in shown["transcripts"]]
    # ten transcripts: six of the fire brigade, two of the police, two of nobody known
    assert [sum(n in group for n in drawn) for group in (names[:6], names[6:], ("A", "B"))] == [
        2,
        1,
        1,
    ]


# ----------------------------------------------------------------------------------- codings


def test_apply_prints_its_id_and_nothing_else(work: Desk) -> None:
    said = work.run("apply", "STUDY", "--as", "Ana", "A", 48, 60, "Trust")
    assert GUID.fullmatch(said.stdout.removesuffix("\n")) and said.stderr == ""
    assert work.json("apply", "STUDY", "--as", "Ana", "A", 48, 60, "Trust") == {
        "id": said.stdout.strip()
    }


def test_the_same_coding_again_is_the_same(work: Desk) -> None:
    first = work.apply("Ana", "A", "neighbour", "Trust", "--memo", "one")
    assert work.apply("Ana", "A", "neighbour", "People/Trust") == first
    (row,) = work.json("codings", "list", "STUDY", "--as", "Ana")
    assert list(row) == [
        "id", "transcript", "start", "end", "text", "code", "coder", "memo", "origin",
    ]  # fmt: skip
    start, end = work.at("A", "neighbour")
    assert row | {"origin": ""} == {
        "id": first,
        "transcript": "A",
        "start": start,
        "end": end,
        "text": "neighbour",
        "code": "People/Trust",
        "coder": "Ana",
        "memo": "one",
        "origin": "",
    }
    assert work.apply("Ana", "A", "neighbour", "Trust", "--memo", "two") == first
    assert work.json("codings", "list", "STUDY", "--as", "Ana")[0]["memo"] == "two"
    assert work.apply("Ana", "A", "neighbour", "Fear") != first
    assert work.apply("Ben", "A", "neighbour", "Trust") != first


def test_a_span_lies_in_the_text_and_may_cross_turns(work: Desk) -> None:
    length = len(TEXTS["A"])
    for start, end in ((0, length + 1), (5, 5), (6, 5), (length, length + 1), (0, 10**30)):
        work.refused("apply", "STUDY", "--as", "Ana", "A", start, end, "Trust")
    for start, end in ((0, length), (length - 2, length), (0, 1)):
        work.done("apply", "STUDY", "--as", "Ana", "A", start, end, "Trust")
    whole = work.json("codings", "list", "STUDY", "--as", "Ana")[1]
    assert whole["text"] == TEXTS["A"]


def test_outside_every_open_round_the_error_names_round_open(desk: Desk) -> None:
    for words in (
        ("apply", "STUDY", "--as", "Ana", "A", 0, 5, "Trust"),
        ("codings", "import", "STUDY", "--as", "Ana", desk.file("c.csv", TABLE)),
    ):
        assert "round open" in desk.refused(*words)
    desk.refused("lock", "STUDY", "--as", "Ana")
    desk.done("round", "open", "STUDY", "r", "--coders", "Ana", "--transcripts", "B")
    assert "round open" in desk.refused("apply", "STUDY", "--as", "Ana", "A", 0, 5, "Trust")


TABLE = 'transcript,start,end,code,memo\nA,48,60,Trust,"a, b"\nB,41,60,Channels/Radio,\n'


def test_codings_import(work: Desk) -> None:
    table = work.file("c.csv", TABLE + "A,48,60,People/Trust,again\n")
    shown = work.run("codings", "import", "STUDY", "--as", "Ana", table, "--json")
    assert json.loads(shown.stdout)["imported"] == 2
    assert "1 row repeated" in shown.stderr
    rows = work.json("codings", "list", "STUDY", "--as", "Ana")
    assert [(r["transcript"], r["start"], r["code"], r["memo"]) for r in rows] == [
        ("A", 48, "People/Trust", "a, b"),
        ("B", 41, "Channels/Radio", ""),
    ]
    again = work.run("codings", "import", "STUDY", "--as", "Ana", table)
    assert again.exit_code == 0 and "3 rows repeated" in again.stderr
    assert work.json("codings", "list", "STUDY", "--as", "Ana") == rows
    without = work.file("d.csv", "transcript,start,end,code\nA,0,5,Fear\n")
    work.done("codings", "import", "STUDY", "--as", "Ana", without)
    assert len(work.json("codings", "list", "STUDY", "--as", "Ana")) == 3


def test_a_table_of_codings_is_taken_whole_or_refused_by_line(work: Desk) -> None:
    bad = (
        "transcript,start,end,code\n"
        "A,48,60,Trust\n"
        "C,0,5,Trust\n"
        "A,5,5,Trust\n"
        "A,0,100000,Trust\n"
        "A,x,5,Trust\n"
        "A,0,5,Nothing\n"
        "A,-1,5,Trust\n"
    )
    said = work.refused("codings", "import", "STUDY", "--as", "Ana", work.file("c.csv", bad))
    for line in range(3, 9):
        assert f"line {line}" in said, said
    assert "line 2" not in said
    for table in ("transcript,start,code\nA,1,Trust\n", "", "A,1,2,Trust\n"):
        work.refused("codings", "import", "STUDY", "--as", "Ana", work.file("c.csv", table))


def test_unknown_codes_become_inductive_ones_of_the_coder(work: Desk) -> None:
    table = work.file("c.csv", "transcript,start,end,code\nA,0,5,Fresh\nA,6,9,Fresh\n")
    assert "Fresh" in work.refused("codings", "import", "STUDY", "--as", "Ana", table)
    work.done("codings", "import", "STUDY", "--as", "Ana", table, "--create-codes")
    mine = {c["path"]: c for c in work.json("codebook", "list", "STUDY", "--as", "Ana")}
    assert (mine["Fresh"]["origin"], mine["Fresh"]["maker"]) == ("inductive", "Ana")
    for words in ((), ("--as", "Ben"), ("--as", "Eva")):
        assert "Fresh" not in json.dumps(work.json("codebook", "list", "STUDY", *words))
    mixed = work.file("d.csv", "transcript,start,end,code\nA,0,5,Newer\nA,0,999999,Trust\n")
    work.refused("codings", "import", "STUDY", "--as", "Ana", mixed, "--create-codes")


def test_a_hidden_layer_is_refused_with_the_same_words(work: Desk) -> None:
    words = ("codings", "list", "STUDY", "--layer", "Ana")
    empty = [
        work.refused(*words, "--as", "Ben"),
        work.refused(*words),
        work.refused(*words, "--json"),
    ]
    work.apply("Ana", "A", "neighbour", "Trust")
    full = [
        work.refused(*words, "--as", "Ben"),
        work.refused(*words),
        work.refused(*words, "--json"),
    ]
    assert empty == full
    work.done("lock", "STUDY", "--as", "Ana")
    assert work.refused(*words, "--as", "Ben") == empty[0]
    assert work.json("codings", "list", "STUDY", "--as", "Ben") == []
    assert spans(work, "--as", "Ana", "--layer", "Ana") == [
        ("A", *work.at("A", "neighbour"), "People/Trust", "Ana")
    ]
    assert spans(work, "--layer", "consensus") == []
    work.done("lock", "STUDY", "--as", "Ben", "A")
    assert len(spans(work, "--layer", "Ana", "--as", "Ben")) == 1
    assert "Ana, Ben, Cem, Eva" in work.refused("codings", "list", "STUDY", "--layer", "Nobody")


def test_codings_are_listed_by_transcript_start_end_code(work: Desk) -> None:
    for transcript, start, end, code in (
        ("B", 0, 5, "Trust"),
        ("A", 9, 12, "Trust"),
        ("A", 3, 9, "Trust"),
        ("A", 3, 7, "Trust"),
        ("A", 3, 7, "Fear"),
        ("A", 10, 11, "Fear"),
    ):
        work.done("apply", "STUDY", "--as", "Ana", transcript, start, end, code)
    assert [row[:4] for row in spans(work, "--as", "Ana")] == [
        ("A", 3, 7, "Fear"),
        ("A", 3, 7, "People/Trust"),
        ("A", 3, 9, "People/Trust"),
        ("A", 9, 12, "People/Trust"),
        ("A", 10, 11, "Fear"),
        ("B", 0, 5, "People/Trust"),
    ]


def test_remove_recode_memo(work: Desk) -> None:
    one = work.apply("Ana", "A", "neighbour", "Trust")
    two = work.apply("Ana", "A", "siren", "Trust")
    work.done("codings", "recode", "STUDY", "--as", "Ana", one, "--code", "Fear")
    work.done("codings", "memo", "STUDY", "--as", "Ana", one, "--memo", "m")
    work.done("codings", "remove", "STUDY", "--as", "Ana", two)
    (row,) = work.json("codings", "list", "STUDY", "--as", "Ana")
    assert (row["id"], row["code"], row["memo"]) == (one, "Fear", "m")
    unknown = work.refused("codings", "remove", "STUDY", "--as", "Ana", two)
    others = work.refused("codings", "remove", "STUDY", "--as", "Ben", one)
    assert others.replace("Ben", "Ana").replace(one, two) == unknown
    work.refused("codings", "remove", "STUDY", "--as", "Ana", one, two)


# -------------------------------------------------------------------------------------- lock


def seal(transcript: str, rows: list[tuple[int, int, str, str]]) -> str:
    """METHOD.md 3: UTF-8 lines, sorted, each a JSON array; no ids, no times."""
    text = hashlib.sha256(TEXTS[transcript].encode()).hexdigest()
    lines = sorted(
        json.dumps([text, *row], ensure_ascii=False, separators=(",", ":")) for row in rows
    )
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def test_lock_prints_the_seal_of_the_canonical_form(work: Desk, tmp_path: Path) -> None:
    rows = [(48, 60, "People/Trust", 'déjà "vu"'), (5, 9, "Fear", ""), (100, 120, "Fear", "x")]
    twin = work.copy(tmp_path / "twin")
    for desk, order in ((work, rows), (twin, rows[::-1])):
        for start, end, code, memo in order:
            words = ("--memo", memo) if memo else ()
            desk.done("apply", "STUDY", "--as", "Ana", "A", start, end, code, *words)
        said = desk.done("lock", "STUDY", "--as", "Ana", "A")
        assert SHA256.findall(said) == [seal("A", rows)]
    shown = work.json("lock", "STUDY", "--as", "Ana")
    assert shown == [{"transcript": "B", "sha256": seal("B", []), "revealed": False}]


def test_a_locked_layer_stays_as_it_is(work: Desk) -> None:
    one = work.apply("Ana", "A", "neighbour", "Trust")
    work.done("lock", "STUDY", "--as", "Ana", "A")
    work.refused("apply", "STUDY", "--as", "Ana", "A", 0, 5, "Trust")
    work.refused("codings", "remove", "STUDY", "--as", "Ana", one)
    work.refused("codings", "import", "STUDY", "--as", "Ana", work.file("c.csv", TABLE))
    work.refused("lock", "STUDY", "--as", "Ana", "A")
    work.refused("lock", "STUDY", "--as", "Ana", "A", "B")
    work.refused("lock", "STUDY", "--as", "Cem")
    work.done("undo", "STUDY", "--as", "Ana")
    work.done("codings", "remove", "STUDY", "--as", "Ana", one)


def test_unlock_takes_a_supervisor_and_a_reason(work: Desk) -> None:
    work.apply("Ana", "A", "neighbour", "Trust")
    for who in ("Ana", "Ben"):
        work.done("lock", "STUDY", "--as", who)
    figures = work.json("agreement", "STUDY")
    work.refused("undo", "STUDY", "--as", "Ben")
    words = ("unlock", "STUDY", "--coder", "Ana", "A")
    work.refused(*words, "--as", "Ben", "--reason", "r")
    work.refused(*words, "--as", "Eva", code=2)
    work.refused(*words, "--as", "Eva", "--reason", " ")
    work.done(*words, "--as", "Eva", "--reason", "wrong file")
    work.apply("Ana", "A", "siren", "Fear")
    assert work.json("agreement", "STUDY") == figures
    assert work.json("verify", "STUDY")["ok"]


def test_what_was_unlocked_after_its_round_is_locked_before_a_new_one(work: Desk) -> None:
    """Else new codings would go into the open layer of the old round, where everybody sees them."""
    for who in ("Ana", "Ben"):
        work.done("lock", "STUDY", "--as", who)
    work.done("round", "close", "STUDY", "first")
    work.done("unlock", "STUDY", "--coder", "Ana", "A", "--as", "Eva", "--reason", "wrong file")
    again = ("round", "open", "STUDY", "again", "--coders", "Ana,Cem", "--transcripts", "A")
    assert "unlocked for Ana in the closed round first" in work.refused(*again)
    work.done("lock", "STUDY", "--as", "Ana", "A")
    work.done(*again)
    work.apply("Ana", "A", "siren", "Fear")
    assert spans(work, "--as", "Ben") == []


# ----------------------------------------------------------------------------- disagreements


def reveal(desk: Desk, codings: dict[str, list[tuple[int, int, str]]]) -> list[dict[str, Any]]:
    for who, rows in codings.items():
        for start, end, code in rows:
            desk.done("apply", "STUDY", "--as", who, "A", start, end, code)
    for who in codings:
        desk.done("lock", "STUDY", "--as", who)
    return desk.json("disagreements", "STUDY", "--as", next(iter(codings)))


def short(item: dict[str, Any]) -> tuple[Any, ...]:
    return item["kind"], item["start"], item["end"], item["codes"], round(item["overlap"], 9)


T, R, F = "People/Trust", "Channels/Radio", "Fear"
KINDS = {
    "nothing to settle": ([(0, 10, T)], [(0, 10, T)], []),
    "D1 same span, other code": (
        [(0, 10, T)], [(0, 10, R)], [("D1", 0, 10, {"Ana": [T], "Ben": [R]}, 1.0)]
    ),
    "D1 from half the same text on": (
        [(0, 15, T)], [(5, 20, R)], [("D1", 0, 20, {"Ana": [T], "Ben": [R]}, 0.5)]
    ),
    "below half they stand alone": (
        [(0, 15, T)],
        [(6, 20, R)],
        [("D3", 0, 15, {"Ana": [T]}, 0), ("D4", 6, 20, {"Ben": [R]}, 0)],
    ),
    "D2 other boundaries": (
        [(0, 10, T)], [(2, 12, T)], [("D2", 0, 12, {"Ana": [T], "Ben": [T]}, round(8 / 12, 9))]
    ),
    "touching is not overlapping": (
        [(0, 10, T)],
        [(10, 20, T)],
        [("D3", 0, 10, {"Ana": [T]}, 0), ("D4", 10, 20, {"Ben": [T]}, 0)],
    ),
    "D3 only the first": ([(0, 10, T)], [], [("D3", 0, 10, {"Ana": [T]}, 0)]),
    "D4 only the second": ([], [(0, 10, T)], [("D4", 0, 10, {"Ben": [T]}, 0)]),
    "D6 one long against several short": (
        [(0, 20, T)],
        [(0, 6, T), (10, 20, T)],
        [("D6", 0, 20, {"Ana": [T], "Ben": [T]}, 0.8)],
    ),
    "a coder's own overlaps are one": ([(0, 6, T), (4, 10, T)], [(0, 10, T)], []),
    "best pair first": (
        [(0, 10, T), (0, 9, F)],
        [(0, 10, R)],
        [
            ("D1", 0, 10, {"Ana": [T], "Ben": [R]}, 1.0),
            ("D3", 0, 9, {"Ana": [F]}, 0),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", KINDS)
def test_kinds_of_disagreement(work: Desk, case: str) -> None:
    ana, ben, expected = KINDS[case]
    found = reveal(work, {"Ana": ana, "Ben": ben})
    for item in found:
        assert list(item) == ["id", "kind", "transcript", "start", "end", "codes", "overlap"]
        assert GUID.fullmatch(item["id"]) and item["transcript"] == "A"
    assert sorted(map(short, found), key=str) == sorted(expected, key=str)
    assert found == work.json("disagreements", "STUDY", "--as", "Ben")


def test_d5_both_inductive_of_different_makers(work: Desk) -> None:
    work.done("code", "add", "STUDY", "Hers", "--as", "Ana", "--origin", "inductive")
    work.done("code", "add", "STUDY", "His", "--as", "Ben", "--origin", "in-vivo")
    (item,) = reveal(work, {"Ana": [(0, 10, "Hers")], "Ben": [(0, 10, "His")]})
    assert short(item) == ("D5", 0, 10, {"Ana": ["Hers"], "Ben": ["His"]}, 1.0)


def test_one_inductive_against_a_shared_one_is_d1(work: Desk) -> None:
    work.done("code", "add", "STUDY", "Hers", "--as", "Ana", "--origin", "inductive")
    (item,) = reveal(work, {"Ana": [(0, 10, "Hers")], "Ben": [(0, 10, "Fear")]})
    assert item["kind"] == "D1"


def test_d7_codes_declared_exclusive(work: Desk) -> None:
    work.done("code", "edit", "STUDY", "Trust", "--exclusive")
    (item,) = reveal(work, {"Ana": [(0, 10, T)], "Ben": [(0, 10, F)]})
    assert short(item) == ("D7", 0, 10, {"Ana": [T], "Ben": [F]}, 1.0)


def test_three_coders(desk: Desk) -> None:
    desk.done("round", "open", "STUDY", "r", "--coders", "Ben,Ana,Cem")
    found = reveal(
        desk,
        {
            "Ana": [(0, 10, T), (20, 30, T), (40, 50, T), (60, 70, F)],
            "Ben": [(0, 10, T), (20, 30, T), (42, 50, T)],
            "Cem": [(0, 10, T), (40, 52, T), (60, 70, R)],
        },
    )
    assert [short(item) for item in found] == [
        ("D1", 60, 70, {"Ana": [F], "Cem": [R]}, 1.0),
        ("D3", 20, 30, {"Ben": [T], "Ana": [T]}, 0.0),
        ("D2", 40, 52, {"Ben": [T], "Ana": [T], "Cem": [T]}, round(8 / 12, 9)),
    ]
    assert spans(desk, "--layer", "consensus") == [("A", 0, 10, T, "consensus")]


def test_nothing_is_listed_before_all_have_locked(work: Desk) -> None:
    work.apply("Ana", "A", "neighbour", "Trust")
    work.done("lock", "STUDY", "--as", "Ana")
    assert work.json("disagreements", "STUDY", "--as", "Ben") == []
    work.done("lock", "STUDY", "--as", "Ben", "B")
    assert work.json("disagreements", "STUDY", "--as", "Ben", "--all") == []
    work.refused("disagreements", "STUDY", "--round", "none")


# ----------------------------------------------------------------------------------- resolve

D2 = {"Ana": [(0, 10, T)], "Ben": [(2, 12, T)]}
D1 = {"Ana": [(0, 10, T)], "Ben": [(0, 10, F)]}
OUTCOMES = [
    (D2, ["--outcome", "a"], [(0, 10, T)]),
    (D2, ["--outcome", "b"], [(2, 12, T)]),
    (D2, ["--outcome", "both"], [(0, 10, T), (2, 12, T)]),
    (D2, ["--outcome", "neither"], []),
    (D2, ["--outcome", "span", "--start", 1, "--end", 11], [(1, 11, T)]),
    (D2, ["--outcome", "code", "--code", "Fear"], [(0, 12, F)]),
    (D2, ["--outcome", "differ", "--note", "two readings"], []),
    (D1, ["--outcome", "both"], [(0, 10, F), (0, 10, T)]),
    (D1, ["--outcome", "code", "--code", R], [(0, 10, R)]),
    (D1, ["--outcome", "span", "--start", 3, "--end", 8, "--code", F], [(3, 8, F)]),
]


@pytest.mark.parametrize(("codings", "words", "expected"), OUTCOMES, ids=str)
def test_an_outcome_and_what_it_leaves_in_the_consensus(
    work: Desk, codings: dict[str, Any], words: list[Any], expected: list[tuple[int, int, str]]
) -> None:
    (item,) = reveal(work, codings)
    originals = spans(work, "--layer", "Ana"), spans(work, "--layer", "Ben")
    work.done("resolve", "STUDY", "--as", "Ben", item["id"], *words, "--reason", "boundary")
    assert [row[1:4] for row in spans(work, "--layer", "consensus")] == expected
    assert work.json("disagreements", "STUDY", "--as", "Ana") == []
    (settled,) = work.json("disagreements", "STUDY", "--as", "Ana", "--all")
    assert settled == {**item, "outcome": words[1]}
    assert (spans(work, "--layer", "Ana"), spans(work, "--layer", "Ben")) == originals
    work.done("undo", "STUDY", "--as", "Ben")
    assert work.json("disagreements", "STUDY", "--as", "Ana") == [item]
    assert spans(work, "--layer", "consensus") == []


@pytest.mark.parametrize("outcome", ["definition", "supervisor"])
def test_what_leaves_an_item_open(work: Desk, outcome: str) -> None:
    (item,) = reveal(work, D1)
    words = ("--outcome", outcome, "--reason", "definition", "--note", "look again")
    work.done("resolve", "STUDY", "--as", "Ana", item["id"], *words)
    assert [i["id"] for i in work.json("disagreements", "STUDY", "--as", "Ana")] == [item["id"]]
    (open_still,) = work.json("disagreements", "STUDY", "--as", "Ana", "--all")
    assert open_still["outcome"] is None
    work.done("resolve", "STUDY", "--as", "Eva", item["id"], "--outcome", "a", "--reason", "slip")
    assert work.json("disagreements", "STUDY", "--as", "Ana") == []


def test_the_letters_are_the_coders_in_the_order_of_the_round(desk: Desk) -> None:
    desk.done("round", "open", "STUDY", "r", "--coders", "Ben,Cem,Ana")
    (item,) = reveal(desk, {"Ana": [(0, 10, T)], "Ben": [(2, 12, T)], "Cem": [(0, 12, T)]})
    for letter, expected in (("a", (2, 12)), ("b", (0, 12)), ("c", (0, 10))):
        words = ("--outcome", letter, "--reason", "boundary")
        desk.done("resolve", "STUDY", "--as", "Ana", item["id"], *words)
        assert [row[1:3] for row in spans(desk, "--layer", "consensus")] == [expected]
    desk.refused("resolve", "STUDY", "--as", "Ana", item["id"], "--outcome", "d",
                 "--reason", "slip")  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--outcome", "a"], 2),
        (["--reason", "slip"], 2),
        (["--outcome", "a", "--reason", "mood"], 2),
        (["--outcome", "winner", "--reason", "slip"], 2),
        (["--outcome", "supervisor", "--reason", "slip"], 2),
        (["--outcome", "differ", "--reason", "slip", "--note", "  "], 2),
        (["--outcome", "span", "--reason", "slip"], 2),
        (["--outcome", "span", "--reason", "slip", "--start", 5], 2),
        (["--outcome", "span", "--reason", "slip", "--start", 5, "--end", 5, "--code", F], 1),
        (["--outcome", "span", "--reason", "slip", "--start", 5, "--end", 10**6, "--code", F], 1),
        (["--outcome", "code", "--reason", "slip"], 2),
        (["--outcome", "code", "--reason", "slip", "--code", "Nothing"], 1),
    ],
    ids=str,
)
def test_decisions_that_cannot_be(work: Desk, words: list[Any], code: int) -> None:
    (item,) = reveal(work, D1)
    work.refused("resolve", "STUDY", "--as", "Ana", item["id"], *words, code=code)


def test_who_may_decide(work: Desk) -> None:
    (item,) = reveal(work, D1)
    words = ("--outcome", "a", "--reason", "slip")
    work.refused("resolve", "STUDY", "--as", "Cem", item["id"], *words)
    unknown = "0" * 8 + item["id"][8:]
    work.refused("resolve", "STUDY", "--as", "Ana", unknown, *words)
    for reason in ("definition", "overlooked", "boundary", "inference", "context", "slip"):
        work.done("resolve", "STUDY", "--as", "Ana", item["id"], "--outcome", "b",
                  "--reason", reason)  # fmt: skip


RULES = [
    ("union", 0.5, [(0, 12, T), (20, 40, T)]),
    ("intersection", 0.5, [(2, 10, T), (25, 40, T)]),
    ("a", 0.5, [(0, 10, T), (20, 40, T)]),
    ("b", 0.5, [(2, 12, T), (25, 40, T)]),
    ("union", 0.7, [(20, 40, T)]),
    ("union", 0.75, [(20, 40, T)]),
    ("union", 0.76, []),
]


@pytest.mark.parametrize(("rule", "threshold", "expected"), RULES)
def test_boundaries_in_bulk(
    work: Desk, rule: str, threshold: float, expected: list[tuple[int, int, str]]
) -> None:
    reveal(work, {"Ana": [(0, 10, T), (20, 40, T)], "Ben": [(2, 12, T), (25, 40, T)]})
    shown = work.json("resolve", "STUDY", "--as", "Ana", "--rule", rule, "--min-overlap", threshold)
    assert shown == {"settled": len(expected), "open": 2 - len(expected)}
    assert [row[1:4] for row in spans(work, "--layer", "consensus")] == expected
    assert len(work.json("disagreements", "STUDY", "--as", "Ana")) == 2 - len(expected)
    if not expected:
        return
    decisions = [
        row["after"]
        for entry in work.json("history", "STUDY")
        for row in entry["rows"]
        if row["table"] == "decisions"
    ]
    assert {row["reason"] for row in decisions} == {"boundary"}
    assert all(rule in row["rule"] for row in decisions)


def test_d6_in_bulk_only_when_asked(work: Desk) -> None:
    reveal(work, {"Ana": [(0, 20, T)], "Ben": [(0, 8, T), (10, 20, T)]})
    words = ("resolve", "STUDY", "--as", "Ana", "--rule", "intersection", "--min-overlap", 0.5)
    assert work.json(*words)["settled"] == 0
    assert work.json(*words, "--kind", "D6")["settled"] == 1
    assert [row[1:3] for row in spans(work, "--layer", "consensus")] == [(0, 8), (10, 20)]


def test_rules_that_cannot_be(work: Desk) -> None:
    (item,) = reveal(work, D2)
    for words in (
        ("--rule", "union"),
        ("--rule", "guess", "--min-overlap", 0.5),
        ("--rule", "union", "--min-overlap", 2),
        ("--rule", "union", "--min-overlap", "nan"),
        ("--rule", "union", "--min-overlap", 0.5, "--kind", "D1"),
        ("--rule", "union", "--min-overlap", 0.5, item["id"]),
        ("--min-overlap", 0.5),
    ):
        work.refused("resolve", "STUDY", "--as", "Ana", *words, code=2)
