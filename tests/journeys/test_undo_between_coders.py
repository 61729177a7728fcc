"""An undo neither betrays nor loses what others did meanwhile, and never leaves a false state.

Every story ends with a file that verifies.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import dump
from twins import REFI

from workbench.codebook.store import add_code, codes, find_code
from workbench.coding.apply import apply_code
from workbench.coding.correcting import correct_span
from workbench.coding.doubts import doubts
from workbench.coding.locking import unlock
from workbench.coding.rounds import start_round
from workbench.coding.store import codings
from workbench.coding.withdrawing import withdraw
from workbench.consensus.decide import resolve
from workbench.consensus.queue import chosen_round, open_queue
from workbench.consensus.reveal import lock
from workbench.consensus.store import consensus_codings
from workbench.corpus.importing import import_transcripts
from workbench.corpus.store import text, transcript
from workbench.errors import WorkbenchError
from workbench.exchange.packs.collecting import collect
from workbench.exchange.packs.making import give_out
from workbench.exchange.refi.importing import import_refi
from workbench.study import (
    Person,
    Study,
    add_person,
    create_study,
    now,
    open_study,
    person,
    redo,
    undo,
    verify,
)
from workbench.study.layers import layers
from workbench.study.rounds import close_round
from workbench.study.triggers import domain_tables
from workbench.study.undoing.nouns import NOUNS
from workbench.themes.arrange import add_theme, move_codes
from workbench.themes.familiarisation import add_note
from workbench.themes.review import review_extracts

SAID = "Interviewer: Whom?\n\n{0}: I ring Marta. She sits at the gauge.\n"


@pytest.fixture
def river(tmp_path: Path) -> Iterator[Study]:
    """Ana, Ben and the supervisor Eva, who have S1 and S2 and the shared code Hope, and no round;
    ``theirs.qde`` lies beside it, with T1 read by Ana and Cem."""
    with create_study(tmp_path / "study.db", "River") as study:
        for name, role in (("Ana", "coder"), ("Ben", "coder"), ("Eva", "supervisor")):
            add_person(study, name, role)
        files = [tmp_path / f"{name}.txt" for name in ("S1", "S2")]
        for file in files:
            file.write_text(SAID.format(file.stem), encoding="utf-8")
        import_transcripts(study, files)
        with study.change("a code", None) as write:
            write.insert("codes", name="Hope", origin="deductive", position=1, made_at=now())
        (tmp_path / "theirs.qde").write_text(REFI["theirs-in.qde"], encoding="utf-8")
        yield study
        assert verify(study).problems == []


def who(study: Study, name: str) -> Person:
    return person(study, name)


def brought_in(study: Study) -> None:
    """Ana brings in finished work of Ana and Cem: their round comes locked and revealed."""
    import_refi(study, study.path.with_name("theirs.qde"), who(study, "Ana"))


def code(study: Study, name: str, words: str, code: str = "Hope", on: str = "S1") -> str:
    me, where = who(study, name), transcript(study, on)
    start = text(study, where.id).index(words)
    return apply_code(study, me, where, start, start + len(words), find_code(study, me, code))


def read(study: Study, name: str) -> list[tuple[str, str]]:
    """(transcript, words) of every coding of one's own."""
    me = who(study, name)
    return [
        (c.transcript, text(study, c.transcript_id)[c.start : c.end])
        for c in codings(study, me, coder=me)
    ]


# -- rounds that came in with their reveal -------------------------------------------------------


def test_what_was_only_looked_at_is_taken_back(river: Study) -> None:
    """That somebody opened a reading is noted by itself: nobody could take that back first."""
    brought_in(river)
    add_person(river, "Dan")
    for name in ("Ana", "Cem"):
        open_queue(river, who(river, name), chosen_round(river, None))
    full = dump(river)
    assert len(full["readings_opened"]) == 2
    undo(river, who(river, "Ana"))
    assert not dump(river)["rounds"]
    assert not dump(river)["readings_opened"]
    redo(river, who(river, "Ana"))
    assert dump(river) == full
    undo(river, who(river, "Ana"))
    assert not dump(river)["layers"]


def test_what_somebody_settled_holds_the_round(river: Study) -> None:
    brought_in(river)
    (item,) = open_queue(river, who(river, "Cem"), chosen_round(river, None))
    resolve(river, who(river, "Cem"), item.id, "both", "boundary")
    state = dump(river)
    with pytest.raises(WorkbenchError, match="an agreed coding hangs on it"):
        undo(river, who(river, "Ana"))
    assert dump(river) == state
    undo(river, who(river, "Cem"))
    undo(river, who(river, "Ana"))
    assert not dump(river)["items"]


@pytest.mark.parametrize("worked", [False, True])
def test_a_layer_that_was_opened_again_holds_the_round(river: Study, worked: bool) -> None:
    """Whether or not its coder has begun in it."""
    brought_in(river)
    where = transcript(river, "T1")
    unlock(river, who(river, "Eva"), who(river, "Cem"), where.id, "T1", "a slip")
    if worked:
        code(river, "Cem", "upstairs", on="T1")
    with pytest.raises(WorkbenchError, match="the work on a transcript hangs on it"):
        undo(river, who(river, "Ana"))


def test_a_verdict_and_a_theme_hold_the_round_by_name(river: Study) -> None:
    brought_in(river)
    (item,) = open_queue(river, who(river, "Cem"), chosen_round(river, None))
    resolve(river, who(river, "Cem"), item.id, "both", "boundary")
    add_theme(river, "Alone", by=who(river, "Eva"))
    move_codes(river, ["Trust"], "Alone", by=who(river, "Eva"))
    (agreed,) = [c for c in consensus_codings(river) if c.code == "Trust"]
    review_extracts(river, "Alone", [agreed.id], "keep", by=who(river, "Eva"))
    with pytest.raises(WorkbenchError, match="a verdict on an extract hangs on it"):
        undo(river, who(river, "Cem"))


def test_hidden_work_with_a_code_that_came_in_is_kept(river: Study) -> None:
    """Ben alone still sees the code; for all others it looks as if nobody had used it."""
    brought_in(river)
    start_round(river, "blind", ["Ben", "Eva"], transcripts=["S1"], by=who(river, "Eva"))
    with pytest.raises(WorkbenchError, match="round blind hangs on it"):
        undo(river, who(river, "Ana"))
    undo(river, who(river, "Eva"))
    undo(river, who(river, "Ana"))
    start_round(river, "blind", ["Ben", "Eva"], transcripts=["S1"], by=who(river, "Eva"))
    brought_in(river)
    code(river, "Ben", "Marta", "Trust")
    full = dump(river)
    undo(river, who(river, "Ana"))
    assert read(river, "Ben") == [("S1", "Marta")]
    assert "Trust" in [c.path for c in codes(river, who(river, "Ben"), retired=True)]
    for name in ("Ana", "Eva"):
        assert "Trust" not in [c.path for c in codes(river, who(river, name), retired=True)]
    redo(river, who(river, "Ana"))
    assert dump(river) == full


def test_a_corrected_text_holds_the_round_until_it_stands_again(river: Study) -> None:
    brought_in(river)
    correct_span(river, "T1", 4, 10, "Somebody", by=who(river, "Eva"))
    with pytest.raises(WorkbenchError, match="transcript T1 was changed since"):
        undo(river, who(river, "Ana"))
    undo(river, who(river, "Eva"))
    undo(river, who(river, "Ana"))
    assert not dump(river)["layer_seals"]
    redo(river, who(river, "Ana"))
    assert verify(river).ok


def test_what_was_taken_back_does_not_come_back_after_a_withdrawal(river: Study) -> None:
    brought_in(river)
    undo(river, who(river, "Ana"))
    with river.change("a case", None) as write:
        case = write.insert("cases", name="P9", position=1)
        write.insert(
            "speakers",
            transcript_id=transcript(river, "S2").id,
            label="P9",
            interviewer=0,
            case_id=case,
            position=9,
        )
    withdraw(river, who(river, "Eva"), "P9", "asked to")
    with pytest.raises(WorkbenchError, match="left to redo"):
        redo(river, who(river, "Ana"))
    assert not dump(river)["rounds"]


def test_a_whole_round_frees_no_other_locked_layer(river: Study) -> None:
    """One change makes a whole round, and codes in a layer that is locked by the time of undo."""
    start_round(river, "first", ["Ana", "Ben"], by=who(river, "Eva"))
    (mine,) = layers(river, person=who(river, "Ana"), transcript_id=transcript(river, "S1").id)
    hope = river.value("SELECT id FROM codes WHERE name = 'Hope'")
    with river.change("bring much", who(river, "Eva")) as write:
        brought_in(river)
        write.insert("codings", layer_id=mine.id, code_id=hope, start=20, end=22, made_at=now())
    lock(river, who(river, "Ana"), ["S1"])
    state = dump(river)
    with pytest.raises(WorkbenchError, match="workbench unlock"):
        undo(river, who(river, "Eva"))
    assert dump(river) == state


# -- hidden work that comes back to a corrected text -----------------------------------------------


@pytest.mark.parametrize("on", [["Marta"], ["Marta", "Mar"], ["Mar", "ta"], ["She", "Marta"]])
def test_no_coding_shifts_silently_nor_stops_a_redo(river: Study, on: list[str]) -> None:
    start_round(river, "first", ["Ana", "Ben"], by=who(river, "Eva"))
    for words in on:
        code(river, "Ben", words)
    undo(river, who(river, "Eva"))
    body = text(river, transcript(river, "S1").id)
    start = body.index("ring Marta")
    correct_span(river, "S1", start, start + len("ring Marta"), "", by=who(river, "Ana"))
    redo(river, who(river, "Eva"))
    doubted = {doubt.text for doubt in doubts(river, who(river, "Ben"))}
    lying = {words for _, words in read(river, "Ben")}
    assert lying - {"She"} == doubted - {"She"} != set()
    assert ("She" in on) == (("S1", "She") in read(river, "Ben"))
    assert doubts(river, who(river, "Ana")) == doubts(river, who(river, "Eva")) == []
    undo(river, who(river, "Eva"))
    redo(river, who(river, "Eva"))
    assert {doubt.text for doubt in doubts(river, who(river, "Ben"))} == doubted


def test_a_locked_layer_that_comes_back_is_sealed_on_the_text_that_stands(river: Study) -> None:
    """Ben's pack comes home locked, is taken back, and comes home again after a correction."""
    start_round(river, "first", ["Ana", "Ben"], by=None)
    code(river, "Ben", "gauge")
    pack = river.path.with_name("bens.db")
    give_out(river, "Ben", pack, None)
    with open_study(pack) as inside:
        code(inside, "Ben", "Marta")
        code(inside, "Ben", "sits")
        lock(inside, who(inside, "Ben"), ["S1"])
    collect(river, [pack], who(river, "Eva"))
    undo(river, who(river, "Eva"))
    start = text(river, transcript(river, "S1").id).index("Marta")
    correct_span(river, "S1", start, start + 5, "the warden", by=who(river, "Ana"))
    redo(river, who(river, "Eva"))
    assert sorted(read(river, "Ben")) == [("S1", w) for w in ("gauge", "sits", "the warden")]
    assert [doubt.text for doubt in doubts(river, who(river, "Ben"))] == ["the warden"]
    assert verify(river).problems == []
    lock(river, who(river, "Ana"), ["S1"])
    assert verify(river).problems == []


def test_a_correction_is_taken_back_after_a_further_one_was(river: Study) -> None:
    """What the further one moved, and its undo moved back, is no change."""
    start_round(river, "first", ["Ana", "Ben"], by=None)
    code(river, "Ana", "Marta")
    before = dump(river)
    body = text(river, transcript(river, "S1").id)
    for words in ("gauge", "Whom"):  # behind what is coded, and before it
        start = body.index(words)
        correct_span(river, "S1", start, start + len(words), f"{words}ever", by=who(river, "Ana"))
    undo(river, who(river, "Ana"))
    assert dump(river) != before
    undo(river, who(river, "Ana"))
    assert dump(river) == before


# -- nothing is lost for good ----------------------------------------------------------------------


@pytest.mark.parametrize("worked", [True, False])
def test_a_round_comes_back_after_later_changes_too(river: Study, worked: bool) -> None:
    """Eva takes a round back by mistake, and goes on before she sees it: Ben's work is not lost.
    Without such work it is the same to her."""
    start_round(river, "first", ["Ana", "Ben"], by=who(river, "Eva"))
    if worked:
        code(river, "Ben", "Marta")
        code(river, "Ben", "gauge")
    undo(river, who(river, "Eva"))
    add_theme(river, "Voices", by=who(river, "Eva"))
    add_theme(river, "Hands", by=who(river, "Eva"))
    undo(river, who(river, "Eva"))
    assert redo(river, who(river, "Eva")) == "add a theme"
    assert redo(river, who(river, "Eva")) == "open round first"
    assert read(river, "Ben") == [("S1", w) for w in ("Marta", "gauge") if worked]
    with pytest.raises(WorkbenchError, match="left to redo"):
        redo(river, who(river, "Eva"))


def test_what_hangs_on_a_person_or_a_text_comes_back_after_later_changes(river: Study) -> None:
    cem = add_person(river, "Cem", by=who(river, "Eva"))
    add_note(river, cem, "a private note", on="S1")
    full = dump(river)
    undo(river, who(river, "Eva"))
    assert not dump(river)["notes"]
    add_theme(river, "Voices", by=who(river, "Eva"))
    redo(river, who(river, "Eva"))
    assert {**dump(river), "themes": []} == full


# -- one round at a time ---------------------------------------------------------------------------


def test_a_round_is_not_made_again_beside_another_of_the_same_work(river: Study) -> None:
    start_round(river, "before", ["Ana", "Ben"], transcripts=["S2"], by=None)
    start_round(river, "mine", ["Ana", "Ben"], transcripts=["S1"], by=who(river, "Ana"))
    undo(river, who(river, "Ana"))
    start_round(river, "other", ["Ben"], transcripts=["S1"], by=who(river, "Eva"))
    state = dump(river)
    with pytest.raises(WorkbenchError, match=r"Ben would have S1 .* \(other, mine\)"):
        redo(river, who(river, "Ana"))
    assert dump(river) == state
    undo(river, who(river, "Eva"))
    redo(river, who(river, "Ana"))


@pytest.mark.parametrize("what", ["close", "unlock"])
def test_an_old_round_does_not_open_again_under_a_newer_one(river: Study, what: str) -> None:
    """What is coded for the new round, blind, would go where everybody sees it."""
    start_round(river, "old", ["Ana", "Ben"], by=None)
    for name in ("Ana", "Ben"):
        lock(river, who(river, name))
    where = transcript(river, "S1").id
    turn = undo
    if what == "close":
        close_round(river, "old", who(river, "Eva"))
    else:
        unlock(river, who(river, "Eva"), who(river, "Ana"), where, "S1", "a slip")
        undo(river, who(river, "Eva"))
        close_round(river, "old")
        turn = redo
    start_round(river, "new", ["Ana", "Ben"], by=who(river, "Ana"))
    with pytest.raises(WorkbenchError, match=r"in two rounds at once \(old, new\)"):
        turn(river, who(river, "Eva"))
    undo(river, who(river, "Ana"))
    turn(river, who(river, "Eva"))


# -- what a refusal says ---------------------------------------------------------------------------


def test_rows_of_every_table_have_a_name(river: Study) -> None:
    assert set(domain_tables(river.connection)) == set(NOUNS)


def test_a_place_that_was_taken_is_no_name(river: Study) -> None:
    """Two people judge the same extract: the second one's verdict stands in the place."""
    brought_in(river)
    (item,) = open_queue(river, who(river, "Cem"), chosen_round(river, None))
    resolve(river, who(river, "Cem"), item.id, "both", "boundary")
    add_theme(river, "Alone", by=None)
    move_codes(river, ["Trust"], "Alone", by=None)
    (agreed,) = [c for c in consensus_codings(river) if c.code == "Trust"]
    review_extracts(river, "Alone", [agreed.id], "drop", by=who(river, "Ben"))
    undo(river, who(river, "Ben"))
    review_extracts(river, "Alone", [agreed.id], "keep", by=who(river, "Eva"))
    with pytest.raises(WorkbenchError, match="a verdict on an extract that was made since"):
        redo(river, who(river, "Ben"))


def test_what_rests_on_something_gone_does_not_come_back(river: Study) -> None:
    start_round(river, "first", ["Ana", "Ben"], by=None)
    add_code(river, "Fear", origin="deductive", by=who(river, "Eva"), shared=True)
    code(river, "Ana", "Marta", "Fear")
    undo(river, who(river, "Ana"))
    undo(river, who(river, "Eva"))
    with pytest.raises(WorkbenchError, match="what it rests on was taken back since"):
        redo(river, who(river, "Ana"))
    redo(river, who(river, "Eva"))
    redo(river, who(river, "Ana"))
    assert read(river, "Ana") == [("S1", "Marta")]


def test_what_was_seen_stays_and_says_how_to_work_on(river: Study) -> None:
    start_round(river, "first", ["Ana", "Ben"], by=None)
    for name in ("Ana", "Ben"):
        lock(river, who(river, name), ["S1"])
    with pytest.raises(WorkbenchError, match=r"what has been revealed stays .* workbench unlock"):
        undo(river, who(river, "Ben"))
