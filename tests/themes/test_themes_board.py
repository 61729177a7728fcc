"""The board: what is counted in each mode of a study, warnings, tray and extracts."""

from collections import Counter
from pathlib import Path

import pytest
from themes_base import Scene

from workbench.consensus.decide import resolve
from workbench.consensus.store import consensus_codings, read_items
from workbench.corpus.store import text, transcript
from workbench.errors import WorkbenchError
from workbench.study import Study
from workbench.themes import arrange
from workbench.themes.board import board, extracts
from workbench.themes.evidence import Voices, evidence
from workbench.themes.passages import leaning
from workbench.themes.review import review_extracts


@pytest.fixture
def scene(study: Study, tmp_path: Path) -> Scene:
    return Scene(study, tmp_path)


def set_mode(study: Study, mode: str) -> None:
    with study.change("choose a mode", None) as write:
        write.update("study", study.id, mode=mode)


def test_columns_count_passages_and_participants(scene: Scene) -> None:
    scene.coded()
    arrange.add_theme(scene.study, "Voices", concept="One.", by=None)
    arrange.add_theme(scene.study, "Keepers", concept="Two.", parent="Voices", by=None)
    arrange.move_codes(scene.study, ["Trust", "List"], "Voices", by=None)
    arrange.move_codes(scene.study, ["Keeper"], "Keepers", by=None)
    arrange.move_codes(scene.study, ["List"], "Keepers", also=True, by=None)
    arrange.park_codes(scene.study, ["Time"], "one voice", by=None)
    shown = board(scene.study, scene.eva)
    voices, keepers = shown.columns
    assert [(c.path, c.said, c.by) for c in voices.codes] == [("Trust", 1, 1), ("List", 3, 3)]
    # what lies below counts once, although List is in both
    assert (voices.number, voices.passages, voices.by) == (1, 5, 3)
    assert (keepers.parent, keepers.depth, keepers.passages, keepers.by) == ("Voices", 1, 4, 3)
    assert [(c.path, c.said, c.why) for c in shown.tray] == [("Time", 1, "one voice")]
    assert (shown.counted, shown.participants) == ("agreed codings of 3 transcripts", 3)
    assert (shown.passages, shown.placed, shown.parked, shown.open) == (6, 3, 1, 0)
    assert [(c.met, c.words) for c in shown.checks] == [
        (True, "3 of 4 codes in a theme"),
        (True, "1 parked with a word why"),
        (True, "each theme has its idea in one sentence"),
    ]


def test_checks_name_a_theme_that_leans_and_one_without_an_idea(scene: Scene) -> None:
    scene.coded()
    arrange.add_theme(scene.study, "Voices", by=None)
    arrange.add_theme(scene.study, "Aside", by=None)
    arrange.park_theme(scene.study, "Aside", "not now", by=None)
    arrange.move_codes(scene.study, ["Trust", "Time"], "Voices", by=None)
    shown = board(scene.study, None)
    assert shown.columns[0].leaning == "all 2 passages are from one participant, P1"
    assert shown.columns[1].parked == "not now"
    assert [c.words for c in shown.checks if not c.met][1:] == [
        "theme 1 leans on one participant",
        "theme 1 without an idea in one sentence",
    ]


def test_the_tray_holds_what_was_said_and_nobody_placed(scene: Scene) -> None:
    before = board(scene.study, None)
    assert [c.path for c in before.tray] == ["Trust", "List", "Time", "People", "People/Keeper"]
    assert before.counted.startswith("nothing to count")
    scene.coded()
    after = board(scene.study, None)
    assert [c.path for c in after.tray] == ["Trust", "List", "Time", "People/Keeper"]
    letters = " ".join(code.letter for code in after.tray)
    assert (False, f"4 without: {letters}") in [(c.met, c.words) for c in after.checks]


def test_nothing_counts_before_the_reveal(scene: Scene) -> None:
    scene.open()
    scene.agree("P1", "The list was wrong.", "List")
    scene.lock(scene.ana)
    for viewer in (scene.ana, scene.ben, None):
        assert board(scene.study, viewer).passages == 0
        assert extracts(scene.study, viewer, code="List") == []


def test_practice_rounds_never_count(scene: Scene) -> None:
    scene.open(practice=True)
    scene.agree("P1", "The list was wrong.", "List")
    scene.lock()
    assert evidence(scene.study).references == ()
    assert evidence(scene.study).transcripts == ()


def test_a_single_coders_readings_count(scene: Scene) -> None:
    scene.open("Ana")
    scene.code(scene.ana, "P1", "The list was wrong.", "List")
    scene.lock(scene.ana)
    found = evidence(scene.study)
    assert [(r.code, r.voice.case) for r in found.references] == [("List", "P1")]
    assert found.transcripts == ("P1", "P2", "P3")


def test_a_reflexive_study_counts_readings_until_differences_are_settled(scene: Scene) -> None:
    set_mode(scene.study, "reflexive")
    scene.coded()
    found = evidence(scene.study)
    assert Counter(r.code for r in found.references)["Time"] == 2
    # a passage that both coded alike counts once all the same
    assert Counter(r.code for r in found.references)["List"] == 3
    assert found.words == "codings of 3 transcripts"
    (item,) = read_items(scene.study, None)
    resolve(scene.study, scene.ana, item.id, "a", "overlooked")
    settled = evidence(scene.study)
    assert {r.layer for r in settled.references if r.transcript == "P2"} == {"consensus"}
    assert settled.words == "agreed and single codings of 3 transcripts"


def test_the_voice_is_of_whoever_answers(scene: Scene) -> None:
    p1 = transcript(scene.study, "P1")
    body = text(scene.study, p1.id)
    voices = Voices(scene.study)

    def of(first: str, last: str) -> tuple[int | None, str, str]:
        voice = voices.of(p1.id, body.index(first), body.index(last) + len(last))
        return voice.turn, voice.speaker, voice.participant

    asks, first, asks_again, second = 1, 2, 3, 4
    assert of("How was", "it?") == (asks, "Interviewer", "")
    assert of("How was", "=Mar") == (first, "P1", "P1")
    assert of("voice", "The list was wrong.") == (second, "P1", "P1")
    assert of("And", "then?") == (asks_again, "Interviewer", "")
    assert voices.of(p1.id, len(body) - 1, len(body)).turn in (None, second)


def test_participants_without_a_case_go_by_their_transcript(scene: Scene) -> None:
    scene.coded()
    assert evidence(scene.study).participants == ("P1", "P2", "P3")
    by_voice = {
        r.transcript: (r.voice.case, r.voice.participant) for r in evidence(scene.study).references
    }
    assert by_voice == {"P1": ("P1", "P1"), "P2": ("P2", "P2"), "P3": ("", "P3")}


def test_extracts_show_one_of_each_participant_first(scene: Scene) -> None:
    scene.open()
    for quote in ("The list was wrong.", "We waited too long."):
        scene.agree("P1", quote, "List")
    scene.agree("P3", "The list was lost.", "List")
    scene.lock()
    listed = extracts(scene.study, scene.eva, code="List")
    assert [(e.participant, e.text) for e in listed] == [
        ("P1", "The list was wrong."),
        ("P3", "The list was lost."),
        ("P1", "We waited too long."),
    ]
    assert [e.turn for e in listed] == [4, 2, 4]
    assert extracts(scene.study, None, code="Trust") == []


def test_a_dropped_extract_counts_in_its_theme_no_more(scene: Scene) -> None:
    scene.coded()
    for name in ("A", "B"):
        arrange.add_theme(scene.study, name, by=None)
        arrange.move_codes(scene.study, ["List"], name, also=True, by=None)
    first = extracts(scene.study, None, theme="A")[0]
    review_extracts(scene.study, "A", [first.id], "drop", by=scene.ana)
    assert [c.passages for c in board(scene.study, None).columns] == [2, 3]
    again = extracts(scene.study, None, theme="A")
    assert (len(again), again[0].verdicts) == (3, (("A", "drop"),))
    review_extracts(scene.study, "A", [first.id], None, by=scene.ana)
    assert [c.passages for c in board(scene.study, None).columns] == [3, 3]


def test_only_agreed_codings_of_the_theme_are_reviewed(scene: Scene) -> None:
    scene.coded()
    arrange.add_theme(scene.study, "A", by=None)
    arrange.move_codes(scene.study, ["List"], "A", by=None)
    other = next(c.id for c in consensus_codings(scene.study) if c.code == "Trust")
    for coding_id in (other, "no such id"):
        with pytest.raises(WorkbenchError, match="no agreed coding in A"):
            review_extracts(scene.study, "A", [coding_id], "keep", by=scene.ana)


@pytest.mark.parametrize(
    ("voices", "passages", "participants", "expected"),
    [
        ({"S": 21, "T": 34 // 2, "U": 17}, 55, 18, "21 of 55 passages are from one participant, S"),
        ({"S": 4}, 4, 9, "all 4 passages are from one participant, S"),
        ({"S": 1}, 1, 9, "its only passage is from S"),
        ({"S": 3}, 4, 9, "3 of 4 passages are from one participant, S"),
        ({"S": 4}, 4, 1, ""),
        ({"S": 2, "T": 1}, 3, 9, ""),
        ({"S": 3, "T": 3, "U": 3}, 9, 9, ""),
        ({}, 3, 9, ""),
    ],
)
def test_leaning_on_one_participant(
    voices: dict[str, int], passages: int, participants: int, expected: str
) -> None:
    assert leaning(Counter(voices), passages, participants) == expected
