"""That a pack was collected tells nobody what was in it, before its transcripts are revealed."""

from pathlib import Path

import pytest
from twins import GUID, MOMENT, SECRET, give_out_a_pack, make_twins, run

ASKED = (
    ["codings", "list", "--json"],
    ["codebook", "list", "--json"],
    ["history", "--json"],
    ["note", "--json"],
    ["pack", "--json"],
    ["verify", "--json"],
    ["disagreements", "--json"],
    ["suggestions", "list", "--json"],
    ["round", "list", "--json"],
    ["phases", "--json"],
    ["describe", "--json"],
)


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Both studies after Ana's packs were collected, twice, S1 locked; in one she had worked."""
    full, empty, _ = make_twins(tmp_path_factory.mktemp("packs"), locked=False)
    give_out_a_pack(full, empty)
    for folder in (full, empty):
        run("lock", str(folder / "ana.db"), "S1", "--as", "Ana")
        run("collect", str(folder / "study.db"), str(folder / "ana.db"), "--as", "Eva")
        run("collect", str(folder / "study.db"), str(folder / "ana.db"))
    return full, empty


def said(folder: Path, words: list[str], viewer: str | None) -> str:
    """What a reading command says, without ids and times that differ by nature."""
    at = next((n for n, word in enumerate(words) if word.startswith("-")), len(words))
    named = ["--as", viewer] if viewer else []
    printed = run(*words[:at], str(folder / "study.db"), *words[at:], *named, ok=False)
    printed = MOMENT.sub("TIME", printed.replace(str(folder), "DIR"))
    for number, guid in enumerate(dict.fromkeys(GUID.findall(printed))):
        printed = printed.replace(guid, f"ID{number}")
    return printed


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_what_came_out_of_a_pack_is_as_hidden_as_ever(
    words: list[str], collected: tuple[Path, Path]
) -> None:
    full, empty = collected
    for viewer in ("Ben", "Eva", None):
        there = said(full, words, viewer)
        assert there == said(empty, words, viewer)
        assert SECRET not in there and "hidden" not in there


def test_the_walk_would_notice(collected: tuple[Path, Path]) -> None:
    full, empty = collected
    for words in ASKED[:4]:
        assert said(full, words, "Ana") != said(empty, words, "Ana")
    assert f"{SECRET}-packed" in said(full, ASKED[0], "Ana")
