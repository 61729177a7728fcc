"""From an empty study to the folder for NVivo by keys alone, two people on a real terminal each.

The program that was installed runs on a pty; what it paints is read as a terminal would read it.
"""

import csv
import json
import os
import signal
import subprocess
from pathlib import Path

import pytest
from terminal import PROGRAM, Terminal

from workbench.coding.store import codings
from workbench.study import open_study, person, verify

SAID = """Interviewer: What do you do first when the river rises?

{0}: I ring Marta. She sits at the gauge. The form comes later, and nobody reads it.

Interviewer: And at night?

{0}: At night I hope she is awake. You do not share with a logo. I heard it in {0}.
"""
BOOK = """Name,Parent,Description
People,,Who does it.
Trust,People,Relying on one person.
Obstacles,,What stands in the way.
"""
NARROW, WIDE = (80, 24), (160, 50)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with two transcripts, a codebook, and an empty study made by command."""
    for name in ("S1", "S2"):
        (tmp_path / f"{name}.txt").write_text(SAID.format(name), encoding="utf-8")
    (tmp_path / "book.csv").write_text(BOOK, encoding="utf-8")
    command(tmp_path, "new", "flood.db", "--title", "River")
    return tmp_path


def command(folder: Path, *words: str) -> str:
    done = subprocess.run(
        [str(PROGRAM), *words], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


def sits_down(desk: Path, name: str, size: tuple[int, int] = NARROW, **more: str) -> Terminal:
    return Terminal(["open", "flood.db", "--as", name], cwd=desk, size=size, environment=more)


def section(at: Terminal, title: str, number: int) -> None:
    """Go to a section of set-up, and into it."""
    at.keys("escape")
    at.until("\n▏ ")
    at.keys("home", *["down"] * number)
    at.until(f"\n▏ {title}")
    at.keys("enter")
    at.until(f"  {title}", gone=f"\n▏ {title}")


def set_up(ana: Terminal) -> None:
    """Ben, the transcripts, the codebook and a round, by the keys of set-up."""
    ana.until("Nobody is in this study yet")
    ana.keys("enter")
    ana.until("welcome, Ana")
    ana.keys("s")
    ana.until("\n▏ People")
    ana.keys("enter", "a")
    ana.until("Somebody new")
    ana.keys("Ben", "enter")
    ana.until("Ben is in the study as coder")
    section(ana, "Transcripts", 1)
    ana.keys("i")
    ana.until("Transcripts to bring in", "S1.txt")
    ana.keys("a")
    ana.until("2 files marked")
    ana.keys("enter")
    ana.until("Who asks the questions?")
    ana.keys("enter")
    ana.until("Brought in")
    ana.keys("escape")
    ana.until("S2", gone="Brought in")
    section(ana, "Codebook", 4)
    ana.keys("i")
    ana.until("A codebook as a table")
    ana.keys("/", "book.csv", "enter")
    ana.until("3 new")
    section(ana, "Rounds", 5)
    ana.keys("o")
    ana.until("A round: who codes what")
    ana.keys("enter")
    ana.until("Round 1 is open: 2 transcripts")


def code_as_ana(ana: Terminal) -> None:
    """Every way of giving a code, and of taking it back."""
    ana.keys("ctrl+g")
    ana.until("Go to")
    ana.keys("c")
    ana.until("What do you do first", "1/4")
    ana.keys("n")
    ana.until("2/4")
    ana.keys("v", "s")
    ana.until("SELECT", "3 words")
    ana.keys("c", "tru")
    ana.until("1 of 3", "Relying on one person.")
    ana.keys("enter")
    ana.until("coded as t Trust")
    ana.keys("n")
    ana.until("4/4")
    ana.keys("v", "t", "c", "Waiting at night")
    ana.until("new inductive code “Waiting at night”")
    ana.keys("enter")
    ana.until("New code “Waiting at night”")
    ana.keys("Hoping.", "enter")
    ana.until("w Waiting at night", gone="New code")
    ana.keys("m")
    ana.until("Memo on w Waiting at night")
    ana.keys("she [picks] up", "ctrl+s")
    ana.until("memo kept")
    ana.keys("x")
    ana.until("removed w Waiting at night")
    ana.keys("u")
    ana.until("took back: remove a coding")
    ana.keys("ctrl+r")
    ana.until("made again: remove a coding")
    ana.keys("u")
    ana.until("took back: remove a coding")
    ana.keys("}")
    ana.until("  S2  ")
    ana.keys("n", "v", "w", "w", "i")
    ana.until("i “I ring Marta”")
    ana.keys("u")
    ana.until("took back:")
    ana.keys("escape", "v", "s", "c", "tru", "enter")
    ana.until("coded as t Trust")
    ana.keys("J", "J", "v", "s", "c", "obs", "enter")
    ana.until("coded as o Obstacles")


def lock_both(at: Terminal) -> None:
    """Both transcripts, from the second one."""
    for name, on in (("S2", "{"), ("S1", "")):
        at.until(f"  {name}  ")
        at.keys("L")
        at.until(f"Lock {name}?")
        at.keys("y")
        at.until(f"{name} is locked")
        at.keys(on)


def sort_into_a_theme(at: Terminal) -> None:
    """A new theme, and by its digit the first code of the tray in it."""
    at.keys("ctrl+g", "t")
    at.until("Not placed yet", "▏ t Trust")
    at.keys("N")
    at.until("A new theme")
    at.keys("Knowing whom", "enter")
    at.until("theme Knowing whom made")
    at.keys("down")
    at.until("▏ t Trust")
    at.keys("1")
    at.until("1 placed")


def test_the_whole_road_by_keys_alone(desk: Path) -> None:
    with sits_down(desk, "Ana") as ana:
        set_up(ana)
        with sits_down(desk, "Ben") as ben:
            ben.until("left to lock")
            code_as_ana(ana)
            ben.keys("c")
            ben.until("What do you do first", "1/4")
            assert "Trust" not in ben.text and "blind" in ben.text
            # Ben types faster than the screens follow: nothing of it is lost.
            ben.write("nvsctru\r}nvwwctru\rJJvscobs\r")
            ben.until("coded as o Obstacles", "  S2  ")
            lock_both(ben)
            lock_both(ana)
            ana.until("S1 is locked and revealed")

            ben.keys("ctrl+g", "a")
            ben.until("kappa", "t Trust", "Independent")
            assert "1.00" not in row(ben, "t Trust")
            ben.keys("ctrl+g", "d")
            ben.until("w Waiting at night", "DECIDE")
            ben.keys("b", "1", "enter")
            ben.until("All 1 settled")
            ben.keys("}")
            ben.until("  S2  ", "DECIDE")
            ben.keys("z")
            ben.until("Settle boundaries by a rule")
            ben.keys("enter")
            ben.until("Settle 1 boundary by union?")
            ben.keys("y")
            ben.until("1 boundary settled by union")
            assert ana.process.poll() is None
            ben.keys("ctrl+q")
            assert ben.ended() == 0

        sort_into_a_theme(ana)
        ana.keys("ctrl+g", "s")
        ana.until("Set-up")
        section(ana, "Export", 7)
        ana.keys("enter")
        ana.until("Write the folder for NVivo to")
        ana.keys("enter")
        ana.until("flood-nvivo holds")
        ana.keys("escape", "ctrl+q")
        assert ana.ended() == 0
    with (desk / "flood-nvivo" / "coded_references.csv").open(encoding="utf-8-sig") as file:
        references = list(csv.DictReader(file))
    assert {row["Code"] for row in references if row["Layer"] == "consensus"} == {
        "People/Trust",
        "Obstacles",
    }
    summaries = (desk / "flood-nvivo" / "theme_summaries.csv").read_text(encoding="utf-8-sig")
    assert "Knowing whom" in summaries
    assert json.loads(command(desk, "verify", "flood.db", "--json"))["ok"]
    assert json.loads(command(desk, "disagreements", "flood.db", "--as", "Ana", "--json")) == []


def row(at: Terminal, words: str) -> str:
    """The first line of the screen with these words."""
    return next(line for line in at.text.splitlines() if words in line)


@pytest.fixture
def begun(desk: Path) -> Path:
    """The study set up by commands: two people, two transcripts, three codes, a round."""
    for name in ("Ana", "Ben"):
        command(desk, "people", "add", "flood.db", name)
    command(desk, "import", "flood.db", "S1.txt", "S2.txt")
    command(desk, "codebook", "import", "flood.db", "book.csv")
    command(desk, "round", "open", "flood.db", "first", "--coders", "Ana,Ben")
    return desk


def test_a_wide_terminal_shows_book_and_text_side_by_side(begun: Path) -> None:
    with sits_down(begun, "Ana", WIDE) as ana:
        ana.until("River", "Phases", "left to lock")
        ana.keys("c")
        ana.until("Codebook", "t Trust", "I ring Marta")
        ana.keys("n", "v", "s", "c", "tru", "enter")
        ana.until("coded as t Trust", "1")
        for letter, words in (("r", "Read"), ("b", "Codebook"), ("j", "apply code Trust")):
            ana.keys("ctrl+g", letter)
            ana.until(words)
        ana.keys("u")
        ana.until("took back: apply code Trust")
        ana.keys("ctrl+q")
        assert ana.ended() == 0
    assert kept(begun) == []


@pytest.mark.parametrize("term", ["xterm-256color", "screen"])
@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_terminals_of_every_kind(begun: Path, term: str, size: tuple[int, int]) -> None:
    with sits_down(begun, "Ana", size, TERM=term) as ana:
        ana.until("left to lock")
        ana.keys("c", "n", "v", "s", "c", "tru", "enter")
        ana.until("coded as t Trust")
        ana.keys("ctrl+q")
        assert ana.ended() == 0
        assert b"\x1b[?1049l" in ana.sent_back, "the terminal is given back as it was"


def test_without_colours_letters_and_lanes_say_it(begun: Path) -> None:
    with sits_down(begun, "Ana", NO_COLOR="1") as ana:
        ana.until("left to lock")
        ana.keys("c", "n", "v", "s", "c", "tru", "enter")
        ana.until("coded as t Trust")
        (line,) = [number for number, text in enumerate(ana.screen.display) if "I ring" in text]
        assert ana.screen.display[line].rstrip().rstrip("│┃").rstrip().endswith("t")
        for cells in ana.screen.buffer.values():
            for cell in cells.values():
                assert is_grey(cell.fg) and is_grey(cell.bg), cell


def is_grey(colour: str) -> bool:
    """Whether a colour as pyte names it is the terminal's own, or red, green and blue are one."""
    return (
        colour in ("default", "black", "white") or len({colour[0:2], colour[2:4], colour[4:6]}) == 1
    )


def test_the_window_changes_its_size_under_a_pop_up(begun: Path) -> None:
    with sits_down(begun, "Ana") as ana:
        ana.until("left to lock")
        ana.keys("c", "n", "v", "s", "c", "tru")
        ana.until("1 of 3")
        for size in (WIDE, (60, 20), (200, 60), NARROW):
            ana.resize(*size)
            ana.until_header_ends_at(size[0] - 2)
            ana.until("1 of 3", "t Trust", "enter apply")
        ana.keys("enter")
        ana.until("coded as t Trust")


def test_a_hundred_keys_in_one_write(begun: Path) -> None:
    typed = "nvsctru\r}nvwwcobs\r{" + "jk" * 37 + "vu."
    assert len(typed) >= 95
    with sits_down(begun, "Ana") as ana:
        ana.until("left to lock")
        ana.keys("c")
        ana.until("1/4")
        ana.write(typed + "c" + "peo" + "\r")
        ana.until("coded as p People")
    # u took Obstacles back, the full stop gave the last code to the one character v had begun with
    assert ("I ring Marta.", "People/Trust") in kept(begun)


@pytest.mark.parametrize("end", ["window", "signal", "kill"])
def test_a_terminal_that_is_killed_loses_nothing_acknowledged(begun: Path, end: str) -> None:
    with sits_down(begun, "Ana") as ana:
        ana.until("left to lock")
        ana.keys("c", "n", "v", "s", "c", "tru", "enter")
        ana.until("coded as t Trust")
        ana.keys("}", "n", "v", "w", "w", "c", "obs", "enter")
        ana.until("coded as o Obstacles")
        ana.write("vwctru")  # and in the middle of the next one
        if end == "window":
            ana.hang_up()
        else:
            os.kill(ana.process.pid, signal.SIGHUP if end == "signal" else signal.SIGKILL)
            ana.ended()
    assert kept(begun) == [("I ring Marta.", "People/Trust"), ("I ring Marta", "Obstacles")]


def kept(desk: Path) -> list[tuple[str, str]]:
    """What Ana has coded, as (words, code), from a study that is sound."""
    with open_study(desk / "flood.db") as study:
        assert verify(study).ok
        ana = person(study, "Ana")
        said = [SAID.format(c.transcript)[c.start : c.end] for c in codings(study, ana)]
        return list(zip(said, [c.code for c in codings(study, ana)], strict=True))
