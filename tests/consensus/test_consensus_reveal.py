"""Locking and the reveal: nothing before, everything once, all of it or none."""

import pytest
from conftest import dump
from consensus_base import Coded, differing

import workbench.consensus.checks
from workbench.consensus.queue import items, open_queue, progress
from workbench.consensus.reveal import lock
from workbench.consensus.store import consensus_codings
from workbench.errors import WorkbenchError
from workbench.study import Study, add_person, person, redo, undo, verify
from workbench.study.layers import layers, note_reading_opened


def test_items_are_made_when_the_last_coder_locks(study: Study) -> None:
    made = differing(study)
    first = lock(study, made.people["Ana"])
    assert [(one.transcript, one.revealed) for one in first] == [("S1", False), ("S2", False)]
    assert made.items() == []
    assert made.third() == []
    last = lock(study, made.people["Ben"])
    assert all(one.revealed and len(one.sha256) == 64 for one in last)
    assert [item.kind for item in made.items()] == ["D1", "D3", "D4", "D2", "D6"]
    assert made.third() == [("S1", 0, 13, "People/Trust")]


def test_an_item_says_who_coded_what_where(study: Study) -> None:
    made = differing(study)
    made.lock()
    other_code = made.item("D1")
    assert other_code.codes == {"Ana": ["People/Trust"], "Ben": ["People"]}
    assert (other_code.start, other_code.end, other_code.overlap) == (40, 50, 0.8)
    assert other_code.related
    assert made.item("D3").codes == {"Ana": ["Fear"]}
    assert made.item("D4").codes == {"Ben": ["Fear"]}
    assert made.item("D2").overlap == 0.6
    assert made.item("D6").codes == {"Ana": ["People/Trust"], "Ben": ["People/Trust"]}
    assert [len(r.codings) for r in made.item("D6").readings] == [1, 2]


def test_each_transcript_is_revealed_by_itself(study: Study) -> None:
    made = differing(study)
    made.code("Ana", "Fear", 0, 5, "S2")
    made.lock("S2")
    assert [(item.kind, item.transcript) for item in made.items()] == [("D3", "S2")]
    with pytest.raises(WorkbenchError, match="S2 is locked already for Ana"):
        lock(study, made.people["Ana"], ["S1", "S2"])
    assert [x.locked for x in layers(study, person=made.people["Ana"])] == [False, True]


def test_locking_refuses_all_or_none_and_names_every_transcript(study: Study) -> None:
    made = Coded(study)
    carla = add_person(study, "Carla")
    before = dump(study)
    with pytest.raises(WorkbenchError, match=r"S1 is in no round of Carla; S2 is in no round"):
        lock(study, carla, ["S1", "S2"])
    with pytest.raises(WorkbenchError, match="nothing to lock"):
        lock(study, carla)
    with pytest.raises(WorkbenchError, match="S3"):
        lock(study, made.people["Ana"], ["S1", "S3"])
    assert dump(study) == before


def test_a_lock_can_be_taken_back_only_until_the_reveal(study: Study) -> None:
    made = differing(study)
    before = dump(study)
    lock(study, made.people["Ana"])
    assert undo(study, made.people["Ana"]) == "lock every transcript"
    assert dump(study) == before
    made.lock()
    locked = dump(study)
    for somebody in made.people.values():
        with pytest.raises(WorkbenchError, match="revealed"):
            undo(study, somebody)
    assert dump(study) == locked


def test_redo_of_a_lock_reveals_nothing_by_itself(study: Study) -> None:
    made = differing(study)
    lock(study, made.people["Ana"])
    after = dump(study)
    undo(study, made.people["Ana"])
    redo(study, made.people["Ana"])
    assert dump(study) == after
    assert made.items() == []


def test_inductive_codes_of_two_makers_are_names_to_align(study: Study) -> None:
    made = Coded(study)
    made.own_code("Ana", "Calling Marta")
    made.own_code("Ben", "Ringing somebody")
    made.code("Ana", "Calling Marta", 0, 13)
    made.code("Ben", "Ringing somebody", 0, 12)
    assert "Calling Marta" not in made.paths()
    made.lock()
    assert made.item("D5").codes == {"Ana": ["Calling Marta"], "Ben": ["Ringing somebody"]}


def test_three_coders(study: Study) -> None:
    add_person(study, "Carla")
    made = Coded(study, ("Carla", "Ana", "Ben"))
    for who in ("Ana", "Ben"):
        made.code(who, "Trust", 0, 13)
        made.code(who, "Fear", 20, 30)
        made.code(who, "People", 40, 50)
    made.code("Carla", "Trust", 0, 13)
    made.code("Carla", "Procedure", 40, 50)
    for who in ("Ana", "Ben"):
        lock(study, made.people[who])
    assert made.items() == []
    lock(study, made.people["Carla"])
    assert made.third() == [("S1", 0, 13, "People/Trust")]
    assert made.item("D3").codes == {"Ana": ["Fear"], "Ben": ["Fear"]}
    assert list(made.item("D1").codes) == ["Carla", "Ana", "Ben"]


def test_one_coder_alone_has_a_third_layer_and_no_queue(study: Study) -> None:
    made = Coded(study, ("Ana",))
    made.code("Ana", "Fear", 0, 13)
    made.lock()
    assert made.items() == []
    assert made.third() == [("S1", 0, 13, "Fear")]


def test_opening_the_queue_makes_later_locks_discussed(study: Study) -> None:
    made = differing(study)
    made.lock("S1")
    eva = person(study, "Eva")
    before = dump(study)
    open_queue(study, None, made.round)
    open_queue(study, eva, made.round)
    items(study, made.people["Ben"], made.round)
    assert dump(study) == before
    open_queue(study, made.people["Ben"], made.round)
    assert study.value("SELECT count(*) FROM readings_opened") == 1
    made.lock("S2")
    found = layers(study, transcript_id=layers(study)[-1].transcript_id)
    assert [(x.person.name, x.discussed) for x in found] == [("Ana", False), ("Ben", True)]


def test_what_is_opened_together_is_one_change_and_noted_once(study: Study) -> None:
    made = differing(study)
    ana, texts = made.people["Ana"], {layer.transcript_id for layer in layers(study)}
    first, *rest = sorted(texts)
    assert rest
    note_reading_opened(study, ana, made.round.id, first)
    before = study.value("SELECT count(*) FROM journal_changes")
    note_reading_opened(study, ana, made.round.id, *texts)
    note_reading_opened(study, ana, made.round.id, *texts)
    assert study.value("SELECT count(*) FROM journal_changes") == before + 1
    assert study.value("SELECT count(*) FROM readings_opened") == len(texts)


def test_opening_a_reading_is_no_step_of_undo(study: Study) -> None:
    made = differing(study)
    made.lock("S1")
    made.code("Ben", "Fear", 0, 3, "S2")
    open_queue(study, made.people["Ben"], made.round)
    undo(study, made.people["Ben"])
    assert study.value("SELECT count(*) FROM readings_opened") == 1


def test_orders_depend_on_no_id(study: Study) -> None:
    made = differing(study)
    made.code("Ana", "Fear", 0, 5, "S2")
    made.lock()
    by_kind = items(study, None, made.round)
    assert [item.kind for item in by_kind] == ["D1", "D3", "D4", "D3", "D2", "D6"]
    by_position = items(study, None, made.round, order="position")
    assert [(i.transcript, i.start) for i in by_position] == [
        ("S1", 14), ("S1", 40), ("S1", 52), ("S1", 57), ("S1", 60), ("S2", 0)
    ]  # fmt: skip
    by_codes = items(study, None, made.round, order="codes")
    assert [next(iter(i.codes.values()))[0] for i in by_codes] == [
        "People/Trust", "People/Trust", "Procedure", "Fear", "Fear", "Fear"
    ]  # fmt: skip
    with pytest.raises(WorkbenchError, match="no order"):
        items(study, None, made.round, order="id")


def test_verify_finds_what_cannot_be(study: Study) -> None:
    assert workbench.consensus.checks.consensus_holds
    made = differing(study)
    made.lock("S1")
    assert verify(study).ok
    s2 = study.value("SELECT id FROM transcripts WHERE name = 'S2'")
    code_id = study.value("SELECT code_id FROM consensus_codings")
    with study.change("forge", None) as write:
        where = {"round_id": made.round.id, "transcript_id": s2}
        write.insert("items", **where, kind="D3", start=5, end=9, overlap=0.0)
        write.insert("consensus_codings", **where, code_id=code_id, start=0, end=3, made_at="2026")
    problems = verify(study).problems
    assert "a disagreement is listed for a transcript that is not revealed" in problems
    assert "an agreed coding stands in a transcript that is not revealed" in problems
    assert made.items() != [] and all(item.transcript == "S1" for item in made.items())
    assert {coding.transcript for coding in consensus_codings(study)} == {"S1"}
    assert progress(study, made.round).total == 5
