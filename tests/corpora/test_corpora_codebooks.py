"""The shipped codebooks: the four-format codebook is complete, the template makes no code."""

import csv
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODEBOOKS = ROOT / "codebooks"
HEADER = [
    "Name",
    "Parent",
    "Description",
    "When to use",
    "When not to use",
    "Example",
    "Origin",
    "Level",
    "Colour",
    "Question",
    "Aliases",
]
FORMATS = {
    "Inform and request": ("Format 1", "option a", "deductive"),
    "Meet and share": ("Format 2", "", "inductive"),
    "Customised database": ("Format 3", "option b", "deductive"),
    "Integrated systems": ("Format 4", "option c", "deductive"),
}
BRANCHES = ["Formats of sharing", "People", "Obstacles", "Judgement", "Why it matters"]


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture(scope="module")
def codes() -> dict[str, dict[str, str]]:
    header, *rows = read(CODEBOOKS / "four-format.csv")
    assert header == HEADER
    assert all(len(row) == len(HEADER) for row in rows)
    names = Counter(row[0] for row in rows)
    assert [name for name, count in names.items() if count > 1] == []
    return {row[0]: dict(zip(HEADER, row, strict=True)) for row in rows}


def test_every_code_says_what_it_is_and_what_it_is_not(codes: dict[str, dict[str, str]]) -> None:
    for name, code in codes.items():
        assert code["Description"] and code["When to use"], name
        assert code["Origin"] in ("deductive", "inductive"), name
        assert code["Level"] in ("semantic", "latent"), name
        assert len(code["Colour"]) == 7 and code["Colour"].startswith("#"), name
        assert code["Question"] in ("importance", "working", "approach", ""), name
        if name not in BRANCHES:
            assert code["When not to use"] and code["Example"], name


def test_the_hierarchy_has_five_branches_and_a_third_level(
    codes: dict[str, dict[str, str]],
) -> None:
    assert [name for name, code in codes.items() if not code["Parent"]] == BRANCHES
    order = list(codes)
    for name, code in codes.items():
        if code["Parent"]:
            assert order.index(code["Parent"]) < order.index(name)
    assert any(code["Parent"] and codes[code["Parent"]]["Parent"] for code in codes.values())


def test_the_three_options_became_four_formats(codes: dict[str, dict[str, str]]) -> None:
    assert {n for n, code in codes.items() if code["Parent"] == BRANCHES[0]} == set(FORMATS)
    for name, (format_name, option, origin) in FORMATS.items():
        aliases = codes[name]["Aliases"].split("; ")
        assert format_name in aliases
        assert [alias for alias in aliases if alias.startswith("option")] == [option] * bool(option)
        assert codes[name]["Origin"] == origin


def test_references_to_other_codes_lead_somewhere(codes: dict[str, dict[str, str]]) -> None:
    for name, code in codes.items():
        for sentence in code["When not to use"].split(". "):
            target = sentence.rstrip(".").partition(": ")[2].removeprefix("see ")
            target = target.partition(",")[0]
            if target[:1].isupper():
                assert target in codes, (name, target)


def test_examples_stand_in_no_interview(codes: dict[str, dict[str, str]]) -> None:
    interviews = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "corpora" / "river-warnings").rglob("S1-*.txt")
    )
    assert interviews
    for name, code in codes.items():
        example = code["Example"].strip("“”")
        assert not example or example not in interviews, name


def test_the_template_is_a_header_and_nothing_else() -> None:
    assert read(CODEBOOKS / "blank-template.csv") == [HEADER]


def test_the_readme_explains_every_column() -> None:
    readme = (CODEBOOKS / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{column}` |" in readme for column in HEADER)
