"""Phases and gates: each gate open and met, overrides, maps, and what stays private."""

import json
from pathlib import Path

import pytest
from themes_base import INTERVIEWS, Scene

from workbench.codebook.store import add_code
from workbench.errors import WorkbenchError
from workbench.study import Person, Study
from workbench.themes import arrange, store
from workbench.themes.board import extracts
from workbench.themes.familiarisation import AGAIN, add_note, edit_note, mark_read, place
from workbench.themes.gates import Gate
from workbench.themes.maps import keep_map
from workbench.themes.phases import Phase, current_phase, override_phase, phase_number, phases
from workbench.themes.review import review_extracts


@pytest.fixture
def scene(study: Study, tmp_path: Path) -> Scene:
    return Scene(study, tmp_path)


def gates(scene: Scene, number: int, viewer: Person | None) -> tuple[Gate, ...]:
    return phases(scene.study, viewer)[number - 1].gates


def test_a_gate_is_met_exactly_when_nothing_is_missing() -> None:
    assert Gate("asked").met
    assert not Gate("asked", ("one",)).met


def test_reading_is_the_viewers_own(scene: Scene) -> None:
    for name in ("P1", "P3"):
        mark_read(scene.study, scene.ana, name)
    add_note(scene.study, scene.ana, "none")
    read, noted = gates(scene, 1, scene.ana)
    assert (read.missing, noted.met) == (("P2",), True)
    read, noted = gates(scene, 1, scene.ben)
    assert (read.missing, noted.missing) == (("P1", "P2", "P3"), ("no note yet",))
    for gate in gates(scene, 1, None):
        assert not gate.met and not any(name in str(gate) for name in INTERVIEWS)
    mark_read(scene.study, scene.ana, "P2")
    assert phases(scene.study, scene.ana)[0].state == "done"


def test_private_notes_and_marks_are_not_listed_for_others(scene: Scene) -> None:
    note = add_note(scene.study, scene.ana, "he laughs", on="P1", position=3)
    mark_read(scene.study, scene.ana, "P1")
    assert store.notes(scene.study, scene.ben) == store.notes(scene.study, None) == []
    assert store.read_marks(scene.study, scene.ben) == store.read_marks(scene.study, None) == []
    with pytest.raises(WorkbenchError, match="Ben has no note"):
        edit_note(scene.study, scene.ben, note.id, text="mine")
    edit_note(scene.study, scene.ana, note.id, shared=True)
    (seen,) = store.notes(scene.study, None)
    assert (seen.by, seen.text, seen.transcript, seen.position) == ("Ana", "he laughs", "P1", 3)
    assert gates(scene, 1, None)[1].met
    assert not gates(scene, 1, scene.ben)[1].met


def test_a_note_lies_in_its_transcript(scene: Scene) -> None:
    end = len(INTERVIEWS["P1"])
    assert add_note(scene.study, scene.ana, "end", on="P1", position=end).position == end
    for position in (-1, end + 1):
        with pytest.raises(WorkbenchError, match="does not lie in P1"):
            add_note(scene.study, scene.ana, "out", on="P1", position=position)
    with pytest.raises(WorkbenchError, match="empty"):
        add_note(scene.study, scene.ana, " \n")
    assert place(scene.study, "P1:12") == ("P1", 12)
    assert place(scene.study, "P1") == ("P1", None)
    with pytest.raises(WorkbenchError, match="P9"):
        place(scene.study, "P9:1")


def test_coding_waits_for_locks_and_definitions(scene: Scene) -> None:
    assert gates(scene, 2, None)[0].missing == ("no round yet",)
    scene.open()
    scene.code(scene.ana, "P1", "The list was wrong.", "List")
    waiting = gates(scene, 2, scene.ben)[0].missing
    assert waiting == tuple(f"{t} ({who})" for t in ("P1", "P2", "P3") for who in ("Ana", "Ben"))
    add_code(scene.study, "Own", origin="inductive", by=scene.ana, shared=False)
    assert gates(scene, 2, scene.ana)[1].missing == ("Own",)
    assert gates(scene, 2, scene.ben)[1].met and gates(scene, 2, None)[1].met
    scene.lock(scene.ana)
    assert gates(scene, 2, None)[0].missing == ("P1 (Ben)", "P2 (Ben)", "P3 (Ben)")


def test_rare_codes_and_odd_coverage_are_listed(scene: Scene) -> None:
    scene.open()
    scene.agree("P1", "The list was wrong.", "List")
    scene.agree("P1", "The list", "Trust")
    scene.agree("P2", "The list was old.", "List")
    scene.agree("P3", "Nobody rang. The list was lost.", "List")
    scene.lock()
    locked, defined, rare, odd = gates(scene, 2, None)
    assert locked.met and defined.met and rare.met and odd.met
    assert rare.gate == "codes used once: Trust"
    assert odd.gate.endswith(": P3")


def test_placing_asks_for_every_agreed_code(scene: Scene) -> None:
    assert gates(scene, 3, None)[0].missing == ("no agreed coding yet",)
    scene.coded()
    assert gates(scene, 3, None)[0].missing == ("List", "People/Keeper", "Time", "Trust")
    arrange.add_theme(scene.study, "A", by=None)
    arrange.move_codes(scene.study, ["List", "Keeper"], "A", by=None)
    arrange.park_codes(scene.study, ["Time"], "one voice", by=None)
    arrange.park_codes(scene.study, ["Trust"], by=None)
    assert gates(scene, 3, None)[0].missing == ("Trust",)
    arrange.park_codes(scene.study, ["Trust"], "why, not how", by=None)
    assert phases(scene.study, None)[2].state == "done"


def test_reviewing_asks_for_ticks_and_a_second_reading(scene: Scene) -> None:
    scene.coded()
    assert gates(scene, 4, None)[0].missing == ("no theme yet",)
    for name in ("A", "B"):
        arrange.add_theme(scene.study, name, by=None)
        arrange.move_codes(scene.study, ["List"], name, also=True, by=None)
    arrange.move_codes(scene.study, ["Trust"], "B", also=True, by=None)
    ticked, again, twice, one_voice = gates(scene, 4, scene.ana)
    assert ticked.missing == ("3 extracts of A", "4 extracts of B")
    assert again.missing == ("P1", "P2", "P3")
    assert twice.gate == "extracts in two themes: 3 (A and B)"
    assert one_voice.gate == "themes that rest on one participant: none"
    for name in ("A", "B"):
        ids = [extract.id for extract in extracts(scene.study, None, theme=name)]
        review_extracts(scene.study, name, ids, "keep", by=scene.ana)
    for name in INTERVIEWS:
        mark_read(scene.study, scene.ana, name, reading=AGAIN)
    assert phases(scene.study, scene.ana)[3].state == "done"
    assert phases(scene.study, scene.ben)[3].state == "open"


def test_defining_asks_for_definitions_and_different_concepts(scene: Scene) -> None:
    assert gates(scene, 5, None)[0].missing == ("no theme yet",)
    arrange.add_theme(scene.study, "A", concept="One  idea.", by=None)
    arrange.add_theme(scene.study, "B", concept="one idea", definition="d", by=None)
    arrange.add_theme(scene.study, "C", by=None)
    defined, apart = gates(scene, 5, None)
    assert (defined.missing, apart.missing) == (("A", "C"), ("A and B",))
    arrange.park_theme(scene.study, "C", "later", by=None)
    arrange.edit_theme(scene.study, "A", concept="Another.", definition="d", by=None)
    assert phases(scene.study, None)[4].state == "done"
    arrange.park_theme(scene.study, "C", None, by=None)
    assert gates(scene, 5, None)[0].missing == ("C",)


def test_writing_asks_for_chosen_extracts_and_bases(scene: Scene) -> None:
    scene.coded()
    arrange.add_theme(scene.study, "A", summary="Most, 60 %, said so.", by=None)
    arrange.move_codes(scene.study, ["List"], "A", by=None)
    claims, names, bases = gates(scene, 6, None)
    assert (claims.missing, names.met, bases.missing) == (("A",), False, ("A",))
    chosen = extracts(scene.study, None, theme="A")[0]
    review_extracts(scene.study, "A", [chosen.id], "chosen", by=scene.ana)
    arrange.edit_theme(scene.study, "A", summary="60 % (6 of 10) said so.", by=None)
    claims, names, bases = gates(scene, 6, None)
    assert claims.met and bases.met and not names.met
    override_phase(scene.study, 6, "looked through by Eva", scene.eva)
    assert phases(scene.study, None)[5].state == "overridden"


def test_an_override_takes_a_reason_and_keeps_the_map(scene: Scene) -> None:
    with pytest.raises(WorkbenchError, match="takes a reason"):
        override_phase(scene.study, 3, "  ", scene.ana)
    with pytest.raises(WorkbenchError, match="no phase 7"):
        override_phase(scene.study, 7, "on", scene.ana)
    arrange.add_theme(scene.study, "A", concept="c", by=None)
    arrange.move_codes(scene.study, ["Keeper"], "A", by=None)
    arrange.park_codes(scene.study, ["Time"], "later", by=None)
    override_phase(scene.study, 2, "pilot", scene.ana)
    assert store.kept_maps(scene.study) == []
    override_phase(scene.study, 3, "pilot", None)
    (kept,) = store.kept_maps(scene.study)
    kept_map = json.loads(kept.map)
    assert kept.phase == 3
    assert [(t["name"], t["codes"][0]["path"]) for t in kept_map["themes"]] == [
        ("A", "People/Keeper")
    ]
    assert [(p["path"], p["why"]) for p in kept_map["parked"]] == [("Time", "later")]
    states = [phase.state for phase in phases(scene.study, None)]
    assert states == ["open", "overridden", "overridden", "open", "open", "open"]
    assert [(o.phase, o.by, o.reason) for o in store.overrides(scene.study)] == [
        (2, "Ana", "pilot"),
        (3, "", "pilot"),
    ]
    with pytest.raises(WorkbenchError, match="no map is kept for phase 2"):
        keep_map(scene.study, 2, scene.ana)


@pytest.mark.parametrize(
    ("wanted", "number"), [("1", 1), (" 6 ", 6), ("coding", 2), ("Refining", 5), ("gener", 3)]
)
def test_phases_are_found_by_number_or_name(wanted: str, number: int) -> None:
    assert phase_number(wanted) == number


@pytest.mark.parametrize("wanted", ["0", "7", "", "x"])
def test_unknown_phases_are_refused(wanted: str) -> None:
    with pytest.raises(WorkbenchError, match="is no phase"):
        phase_number(wanted)


def test_the_current_phase_is_the_first_open_one() -> None:
    listed = [Phase(1, "a", "done", (), ""), Phase(2, "b", "overridden", (), "r")]
    assert current_phase([*listed, Phase(3, "c", "open", (), "")]).number == 3
    assert current_phase(listed).number == 2


def test_in_an_empty_study_no_gate_is_met_and_each_says_what_is_not_there(study: Study) -> None:
    for phase in phases(study, None):
        assert phase.state == "open"
        for gate in phase.gates:
            assert gate.missing and all(gate.missing), gate.gate
            assert not gate.gate.endswith(": none")


def test_what_lists_codes_waits_for_agreed_codings(scene: Scene) -> None:
    once, odd = gates(scene, 2, scene.ana)[2:]
    assert (once.missing, odd.missing) == (("no agreed coding yet",),) * 2
    assert (once.gate, odd.gate) == (
        "codes used once",
        "transcripts coded far more or less than the others",
    )
    scene.coded()
    once, odd = gates(scene, 2, scene.ana)[2:]
    assert once.met and once.gate.startswith("codes used once: ")
    assert odd.met and odd.gate.endswith(": none")


def test_what_looks_at_themes_waits_for_extracts_concepts_and_summaries(scene: Scene) -> None:
    scene.coded()
    arrange.add_theme(scene.study, "Voices", by=scene.ana)
    ticked, _, twice, resting = gates(scene, 4, scene.ana)
    nothing = ("no extract yet: no theme has a code with an agreed coding",)
    assert ticked.missing == twice.missing == resting.missing == nothing
    assert gates(scene, 5, scene.ana)[1].missing == ("no theme has a concept yet",)
    assert gates(scene, 6, scene.ana)[2].missing == ("no theme has a summary yet",)
    arrange.edit_theme(scene.study, "Voices", concept="Who says it.", by=scene.ana)
    assert gates(scene, 5, scene.ana)[1].met
