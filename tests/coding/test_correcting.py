"""Correcting a transcript that was coded: everything on it goes along, and comes back by undo."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import dump

from workbench.codebook.store import add_code, find_code
from workbench.coding.apply import apply_code, remove, set_memo
from workbench.coding.correcting import correct_span, correct_text, correct_texts
from workbench.coding.doubts import doubts, settle
from workbench.coding.locking import unlock
from workbench.coding.rounds import start_round
from workbench.coding.seals.store import layer_seals, locked_layers
from workbench.coding.store import codings
from workbench.consensus.reveal import lock
from workbench.consensus.store import consensus_codings, read_items
from workbench.corpus import store as corpus
from workbench.corpus.importing import import_transcripts
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, history, person, redo, undo, verify
from workbench.themes.familiarisation import add_note
from workbench.themes.store import notes

INTERVIEW = """Interviewer: Whom do you ring when the river rises?

Marta: I ring Jonas. He sits at the gauge.

Interviewer: And at night?

Marta: At night I hope he is awake.
"""


@dataclass
class Scene:
    study: Study
    ana: Person
    ben: Person
    eva: Person

    def code(self, who: Person, words: str, code: str = "Trust", memo: str | None = None) -> str:
        transcript = corpus.transcript(self.study, "S1")
        start = corpus.text(self.study, transcript.id).index(words)
        found = find_code(self.study, who, code)
        return apply_code(self.study, who, transcript, start, start + len(words), found, memo)

    def words(self, who: Person) -> list[str]:
        body = self.text
        return [body[c.start : c.end] for c in codings(self.study, who)]

    @property
    def text(self) -> str:
        return corpus.text(self.study, corpus.transcript(self.study, "S1").id)

    def lock(self, who: Person) -> str:
        lock(self.study, who, ["S1"])
        return str(locked_layers(self.study)[0][1])

    def replace(self, old: str, new: str, by: Person | None = None) -> None:
        correct_text(self.study, "S1", self.text.replace(old, new), by=by or self.eva)

    @property
    def sound(self) -> bool:
        return verify(self.study).problems == []


@pytest.fixture
def scene(study: Study, tmp_path: Path) -> Scene:
    file = tmp_path / "S1.txt"
    file.write_text(INTERVIEW, encoding="utf-8")
    import_transcripts(study, [file])
    for code in ("Trust", "Fear"):
        add_code(study, code, origin="deductive", by=None, shared=True)
    start_round(study, "first", ["Ana", "Ben"])
    return Scene(study, *(person(study, name) for name in ("Ana", "Ben", "Eva")))


def test_codings_behind_a_correction_keep_their_words(scene: Scene) -> None:
    scene.code(scene.ana, "hope he is awake")
    scene.replace("Whom do you", "Whom, then, do you")
    assert scene.words(scene.ana) == ["hope he is awake"]
    assert doubts(scene.study, scene.ana) == []
    assert scene.sound


def test_a_doubtful_coding_is_listed_for_its_coder_alone(scene: Scene) -> None:
    scene.code(scene.ana, "I ring Jonas.")
    scene.replace("Jonas", "[the warden]", by=scene.ben)
    (doubt,) = doubts(scene.study, scene.ana)
    assert (doubt.old_text, doubt.text, doubt.why) == (
        "I ring Jonas.",
        "I ring [the warden].",
        "inside",
    )
    for somebody in (scene.ben, scene.eva, None):
        assert doubts(scene.study, somebody) == []
    rows = [row for entry in history(scene.study, scene.ben) for row in entry.rows]
    assert not [row for row in rows if row.table in ("doubts", "codings")]


@pytest.mark.parametrize("how", ["keep", "move", "remove"])
def test_a_doubtful_coding_is_settled_and_the_settling_taken_back(scene: Scene, how: str) -> None:
    scene.code(scene.ana, "I ring Jonas.")
    scene.replace("Jonas", "him")
    before = dump(scene.study)
    (doubt,) = doubts(scene.study, scene.ana)
    settle(scene.study, scene.ana, [doubt.id], how, start=doubt.start, end=doubt.end - 1)
    assert doubts(scene.study, scene.ana) == []
    expected = {"keep": ["I ring him."], "move": ["I ring him"], "remove": []}
    assert scene.words(scene.ana) == expected[how]
    undo(scene.study, scene.ana)
    assert dump(scene.study) == before
    redo(scene.study, scene.ana)
    assert scene.words(scene.ana) == expected[how]
    assert scene.sound


def test_nobody_settles_for_somebody_else(scene: Scene) -> None:
    scene.code(scene.ana, "I ring Jonas.")
    scene.replace("Jonas", "him")
    (doubt,) = doubts(scene.study, scene.ana)
    with pytest.raises(WorkbenchError, match="Ben has no open doubtful place"):
        settle(scene.study, scene.ben, [doubt.id], "keep")


def test_doubtful_codings_are_settled_before_locking(scene: Scene) -> None:
    scene.code(scene.ana, "I ring Jonas.")
    scene.replace("Jonas", "him")
    with pytest.raises(WorkbenchError, match="1 of your codings in it is doubtful"):
        scene.lock(scene.ana)
    settle(scene.study, scene.ana, [doubts(scene.study, scene.ana)[0].id], "keep")
    scene.lock(scene.ana)
    assert scene.sound


def test_a_locked_layer_goes_along_and_keeps_the_seal_of_its_lock(scene: Scene) -> None:
    scene.code(scene.ana, "I ring Jonas.", memo="whom")
    seal = scene.lock(scene.ana)
    scene.replace("Whom", "Who")
    scene.replace("Jonas", "him")
    ((layer_id, at_lock),) = locked_layers(scene.study)
    assert at_lock == seal
    assert len({sealed for _, sealed in layer_seals(scene.study, layer_id)}) == 3
    assert scene.words(scene.ana) == ["I ring him."]
    assert scene.sound
    (doubt,) = doubts(scene.study, scene.ana)
    for how in ("move", "remove"):
        with pytest.raises(WorkbenchError, match="takes a supervisor"):
            settle(scene.study, scene.ana, [doubt.id], how, start=1, end=5)
    settle(scene.study, scene.ana, [doubt.id], "keep")
    assert scene.sound


def test_a_locked_coding_without_words_may_go(scene: Scene) -> None:
    scene.code(scene.ana, "He sits at the gauge.")
    scene.lock(scene.ana)
    scene.replace(" He sits at the gauge.", "")
    (doubt,) = doubts(scene.study, scene.ana)
    assert (doubt.why, doubt.text) == ("deleted", "Jonas")
    settle(scene.study, scene.ana, [doubt.id], "remove")
    assert scene.words(scene.ana) == []
    assert scene.sound
    undo(scene.study, scene.ana)
    undo(scene.study, scene.eva)
    assert scene.words(scene.ana) == ["He sits at the gauge."]
    assert scene.sound


def test_a_forged_locked_span_is_found_behind_a_correction(scene: Scene) -> None:
    scene.code(scene.ana, "I ring Jonas.")
    scene.lock(scene.ana)
    scene.replace("Whom", "Who")
    with scene.study.change("forge", scene.ana) as write:
        write.execute("UPDATE journal_open SET correcting = 1")
        write.execute("UPDATE codings SET start = start + 2")
    assert "a locked layer is not what was locked" in verify(scene.study).problems


def test_a_locked_layer_is_guarded_outside_of_corrections(scene: Scene) -> None:
    scene.code(scene.ana, "I ring Jonas.")
    scene.lock(scene.ana)
    scene.replace("Whom", "Who")
    for sql in ("UPDATE codings SET start = start + 2", "DELETE FROM codings"):
        with (
            pytest.raises(WorkbenchError, match="this layer is locked"),
            scene.study.change("x", scene.ana) as write,
        ):
            write.execute(sql)


def _worked_on(scene: Scene) -> None:
    """Both have coded and locked; there are disagreements, agreed codings, notes."""
    for who in (scene.ana, scene.ben):
        scene.code(who, "I ring Jonas.")
        scene.code(who, "night I hope", "Fear", memo="m")
    scene.code(scene.ana, "gauge")
    scene.code(scene.ben, "the gauge")
    scene.code(scene.ana, "And at night?")
    for who in (scene.ana, scene.ben):
        scene.lock(who)
    position = INTERVIEW.index("At night")
    add_note(scene.study, scene.ana, "calm", on="S1", position=position)


def test_undo_and_redo_of_a_correction_restore_everything(scene: Scene) -> None:
    _worked_on(scene)
    before = dump(scene.study)
    scene.replace("Jonas", "[the warden of the gauge]")
    after = dump(scene.study)
    assert after != before
    body = scene.text
    assert [body[c.start : c.end] for c in consensus_codings(scene.study)] == [
        "I ring [the warden of the gauge].",
        "night I hope",
    ]
    (note,) = notes(scene.study, scene.ana)
    assert body[note.position :].startswith("At night")
    for item in read_items(scene.study, None):
        assert 0 <= item.start < item.end <= len(body)
    assert scene.sound
    for _ in range(2):
        undo(scene.study, scene.eva)
        assert dump(scene.study) == before
        assert scene.sound
        redo(scene.study, scene.eva)
        assert dump(scene.study) == after
        assert scene.sound


def test_an_agreed_coding_in_doubt_is_everybodys(scene: Scene) -> None:
    _worked_on(scene)
    scene.replace("Jonas", "him")
    agreed = [d for d in doubts(scene.study, scene.ben) if d.kind == "agreed"]
    assert [doubt.text for doubt in agreed] == ["I ring him."]
    with pytest.raises(WorkbenchError, match="decide anew"):
        settle(scene.study, scene.ben, [agreed[0].id], "remove")
    settle(scene.study, scene.ben, [agreed[0].id], "keep")
    assert not [d for d in doubts(scene.study, scene.ana) if d.kind == "agreed"]


def test_codings_that_come_to_lie_on_the_same_span_become_one(scene: Scene) -> None:
    scene.code(scene.ana, "I ring Jonas", memo="first")
    scene.code(scene.ana, "I ring Jonas.", memo="second")
    before = dump(scene.study)
    scene.replace("Jonas.", "Jonas")
    (coding,) = codings(scene.study, scene.ana)
    assert coding.memo == "first\nsecond"
    assert [doubt.why for doubt in doubts(scene.study, scene.ana)] == ["joined"]
    assert scene.sound
    undo(scene.study, scene.eva)
    assert dump(scene.study) == before


def test_spans_of_one_code_may_take_each_others_place(scene: Scene) -> None:
    correct_text(scene.study, "S1", "S1: aaaa bbbb cccc dddd", by=scene.eva)
    for words in ("aaaa", "bbbb", "cccc", "dddd"):
        scene.code(scene.ana, words)
    before = dump(scene.study)
    correct_text(scene.study, "S1", "S1: zzzz aaaa bbbb cccc dddd", by=scene.eva)
    assert scene.words(scene.ana) == ["aaaa", "bbbb", "cccc", "dddd"]
    undo(scene.study, scene.eva)
    assert dump(scene.study) == before
    assert scene.sound


def test_labels_changed_throughout_are_another_name_of_the_same_speaker(scene: Scene) -> None:
    scene.replace("Marta:", "P1:")
    transcript = corpus.transcript(scene.study, "S1")
    assert [s.label for s in corpus.speakers(scene.study, transcript.id)] == ["Interviewer", "P1"]
    assert [t.speaker for t in corpus.turns(scene.study, transcript.id)] == [
        *("Interviewer", "P1") * 2
    ]
    body = scene.text
    assert [body[t.start : t.text_start] for t in corpus.turns(scene.study, transcript.id)] == [
        *("Interviewer: ", "P1: ") * 2
    ]
    undo(scene.study, scene.eva)
    assert [s.label for s in corpus.speakers(scene.study, transcript.id)][1] == "Marta"


def test_one_label_mended_gives_the_turn_to_the_speaker_of_that_name(scene: Scene) -> None:
    correct_text(scene.study, "S1", scene.text.replace("Marta: At", "Jonas: At"), by=scene.eva)
    transcript = corpus.transcript(scene.study, "S1")
    assert [t.speaker for t in corpus.turns(scene.study, transcript.id)][1::2] == ["Marta", "Jonas"]
    correct_text(scene.study, "S1", scene.text.replace("Jonas: At", "Marta: At"), by=scene.eva)
    assert [s.label for s in corpus.speakers(scene.study, transcript.id)] == [
        "Interviewer",
        "Marta",
    ]
    assert scene.sound


def test_a_turn_that_grows_at_its_end_and_one_that_goes(scene: Scene) -> None:
    scene.replace("awake.\n", "awake. Or not.\n")
    scene.replace("Interviewer: And at night?\n\n", "")
    transcript = corpus.transcript(scene.study, "S1")
    turns = corpus.turns(scene.study, transcript.id)
    assert [turn.number for turn in turns] == [1, 2, 3]
    assert (
        scene.text[turns[-1].text_start : turns[-1].end] == "At night I hope he is awake. Or not."
    )
    assert scene.sound


def test_the_versions_are_kept(scene: Scene) -> None:
    correct_span(scene.study, "S1", 0, 0, "Note. ", reason="a heading", by=scene.ana)
    transcript = corpus.transcript(scene.study, "S1")
    first, second = corpus.versions(scene.study, transcript.id)
    assert corpus.body(scene.study, first.text_id) == INTERVIEW
    assert (second.number, second.by, second.reason) == (2, "Ana", "a heading")
    assert corpus.body(scene.study, second.text_id) == f"Note. {INTERVIEW}"


def test_what_cannot_be_a_correction(scene: Scene, tmp_path: Path) -> None:
    other = tmp_path / "S2.txt"
    other.write_text("Marta: Yes.\n", encoding="utf-8")
    import_transcripts(scene.study, [other])
    state = dump(scene.study)
    for new, told in (
        (INTERVIEW, "as it stands"),
        (" \n", "is empty"),
        ("Marta: Yes.\n", "is the text of S2"),
        ("a\ud800", "half a character at position 1"),
    ):
        with pytest.raises(WorkbenchError, match=told):
            correct_text(scene.study, "S1", new, by=scene.eva)
    with pytest.raises(WorkbenchError, match="is no place in S1"):
        correct_span(scene.study, "S1", 5, 9999, "x", by=scene.eva)
    with pytest.raises(WorkbenchError, match="as it stands"):  # all or none
        correct_texts(scene.study, {"S1": "Other.", "S2": "Marta: Yes.\n"}, by=scene.eva)
    assert dump(scene.study) == state


# ------------------------------------------------------------------------- undo across corrections


def test_work_before_a_correction_can_still_be_taken_back(scene: Scene) -> None:
    scene.code(scene.ana, "hope he is awake", memo="m")
    kept = dump(scene.study)["codings"]
    scene.replace("Whom do you", "Whom, then, do you", by=scene.ben)
    set_memo(scene.study, scene.ana, [str(kept[0][0])], "other")
    undo(scene.study, scene.ana)
    undo(scene.study, scene.ana)
    assert scene.words(scene.ana) == []
    redo(scene.study, scene.ana)
    assert scene.words(scene.ana) == ["hope he is awake"]
    assert scene.sound


def test_what_comes_back_over_a_correction_comes_to_its_words(scene: Scene) -> None:
    coding = scene.code(scene.ana, "hope he is awake")
    remove(scene.study, scene.ana, [coding])
    scene.replace("Whom do you", "Whom, then, do you", by=scene.ben)
    undo(scene.study, scene.ana)
    assert scene.words(scene.ana) == ["hope he is awake"]


def test_what_cannot_come_back_for_sure_is_refused(scene: Scene) -> None:
    coding = scene.code(scene.ana, "I ring Jonas.")
    remove(scene.study, scene.ana, [coding])
    scene.replace("Jonas", "him", by=scene.ben)
    with pytest.raises(WorkbenchError, match="corrected since at this place"):
        undo(scene.study, scene.ana)


def test_undoing_a_correction_carries_hidden_work_done_since(scene: Scene) -> None:
    scene.code(scene.ana, "I ring Jonas.")
    scene.replace("Jonas", "the warden", by=scene.ben)
    scene.code(scene.ana, "hope he is awake")
    scene.code(scene.ana, "the warden. He", "Fear")
    (doubt,) = doubts(scene.study, scene.ana)
    settle(scene.study, scene.ana, [doubt.id], "keep")
    undo(scene.study, scene.ben)
    assert scene.text == INTERVIEW
    assert scene.words(scene.ana) == ["I ring Jonas.", "Jonas. He", "hope he is awake"]
    assert [d.old_text for d in doubts(scene.study, scene.ana)] == ["the warden. He"]
    assert scene.sound
    redo(scene.study, scene.ben)
    assert scene.words(scene.ana) == ["I ring the warden.", "the warden. He", "hope he is awake"]
    assert scene.sound


def test_undoing_a_correction_under_a_lock_made_since_seals_anew(scene: Scene) -> None:
    scene.code(scene.ana, "hope he is awake")
    scene.replace("Whom", "Who", by=scene.ben)
    seal = scene.lock(scene.ana)
    undo(scene.study, scene.ben)
    assert scene.words(scene.ana) == ["hope he is awake"]
    assert locked_layers(scene.study)[0][1] == seal
    assert scene.sound


def test_undoing_a_correction_refuses_what_others_may_see_of_the_work_since(scene: Scene) -> None:
    _worked_on(scene)
    scene.replace("Whom", "Who", by=scene.ben)
    unlock(scene.study, scene.eva, scene.ana, corpus.transcript(scene.study, "S1").id, "S1", "r")
    with pytest.raises(WorkbenchError, match="a coding was made or changed on the text since"):
        undo(scene.study, scene.ben)


def test_an_undone_lock_comes_back_over_a_correction(scene: Scene) -> None:
    scene.code(scene.ana, "hope he is awake")
    scene.lock(scene.ana)
    undo(scene.study, scene.ana)
    scene.replace("Whom", "Who", by=scene.ben)
    redo(scene.study, scene.ana)
    assert scene.sound
