"""A coder's hands: apply, remove, recode, memo, flag, boundaries; and the frozen layer."""

import hashlib

import pytest
from conftest import dump

from workbench.codebook.store import add_code, find_code
from workbench.coding import apply as hands
from workbench.coding.locking import canonical_form, freeze, unlock
from workbench.coding.rounds import start_round
from workbench.coding.store import codings
from workbench.corpus.importing import import_transcripts
from workbench.corpus.nouns import Transcript
from workbench.corpus.store import transcript
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, person, redo, undo, verify
from workbench.study.layers import layers

TEXT = "Interviewer: Whom do you ring?\n\nS1: I ring Marta. She picks up.\n"


class Desk:
    """A study ready for coding: one transcript, two codes, one round of Ana and Ben."""

    def __init__(self, study: Study, folder) -> None:  # type: ignore[no-untyped-def]
        self.study = study
        file = folder / "S1.txt"
        file.write_text(TEXT, encoding="utf-8")
        import_transcripts(study, [file], by=None)
        self.ana, self.ben, self.eva = (person(study, n) for n in ("Ana", "Ben", "Eva"))
        self.trust = add_code(study, "Trust", origin="deductive", by=None, shared=True)
        self.fear = add_code(study, "Fear", origin="deductive", by=None, shared=True)
        self.text: Transcript = transcript(study, "S1")
        start_round(study, "first", ["Ana", "Ben"], by=self.eva)

    def apply(self, somebody: Person, start: int, end: int, code=None, memo=None) -> str:  # type: ignore[no-untyped-def]
        return hands.apply_code(
            self.study, somebody, self.text, start, end, code or self.trust, memo
        )


@pytest.fixture
def desk(study: Study, tmp_path) -> Desk:  # type: ignore[no-untyped-def]
    return Desk(study, tmp_path)


def test_a_coding_is_there_with_everything_it_has(desk: Desk) -> None:
    made = desk.apply(desk.ana, 36, 49, memo="her name")
    (found,) = codings(desk.study, desk.ana)
    assert (found.id, found.start, found.end, found.code, found.coder, found.memo) == (
        made,
        36,
        49,
        "Trust",
        "Ana",
        "her name",
    )
    assert found.origin == "manual"


def test_the_same_coding_once_more_is_the_same(desk: Desk) -> None:
    first = desk.apply(desk.ana, 36, 49, memo="one")
    assert desk.apply(desk.ana, 36, 49) == first
    assert codings(desk.study, desk.ana)[0].memo == "one"
    assert desk.apply(desk.ana, 36, 49, memo="two") == first
    assert codings(desk.study, desk.ana)[0].memo == "two"
    assert desk.apply(desk.ben, 36, 49) != first


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [(-1, 5, "start at 0"), (5, 5, "empty"), (9, 5, "empty"), (0, 10_000, "goes beyond S1")],
)
def test_bad_spans_are_refused(desk: Desk, start: int, end: int, said: str) -> None:
    before = dump(desk.study)
    with pytest.raises(WorkbenchError, match=said):
        desk.apply(desk.ana, start, end)
    assert dump(desk.study) == before


def test_only_who_is_assigned_may_code(desk: Desk) -> None:
    with pytest.raises(WorkbenchError, match="round open"):
        desk.apply(desk.eva, 0, 5)


def test_every_change_of_a_coding_is_undone_and_redone(desk: Desk) -> None:
    made = desk.apply(desk.ana, 36, 49)
    steps = (
        lambda: hands.set_memo(desk.study, desk.ana, [made], "a memo"),
        lambda: hands.set_flag(desk.study, desk.ana, [made], True),
        lambda: hands.respan(desk.study, desk.ana, desk.text, made, 36, 52),
        lambda: hands.recode(desk.study, desk.ana, [made], desk.fear),
        lambda: hands.remove(desk.study, desk.ana, [made]),
    )
    for step in steps:
        before = dump(desk.study)
        step()
        after = dump(desk.study)
        assert before != after
        undo(desk.study, desk.ana)
        assert dump(desk.study) == before
        redo(desk.study, desk.ana)
        assert dump(desk.study) == after
    assert verify(desk.study).ok


def test_recoding_onto_a_twin_joins_the_two(desk: Desk) -> None:
    first, second = desk.apply(desk.ana, 36, 49), desk.apply(desk.ana, 36, 49, desk.fear)
    hands.recode(desk.study, desk.ana, [first], desk.fear)
    assert [c.id for c in codings(desk.study, desk.ana)] == [second]


def test_nobody_touches_anothers_codings(desk: Desk) -> None:
    hidden = desk.apply(desk.ana, 36, 49)
    nowhere = "00000000-0000-0000-0000-000000000000"
    for act in (
        lambda id: hands.remove(desk.study, desk.ben, [id]),
        lambda id: hands.set_memo(desk.study, desk.ben, [id], "x"),
        lambda id: hands.recode(desk.study, desk.ben, [id], desk.fear),
    ):
        words = []
        for id in (hidden, nowhere):
            with pytest.raises(WorkbenchError) as refused:
                act(id)
            words.append(str(refused.value).replace(id, "ID"))
        assert words[0] == words[1]


def test_a_locked_layer_has_its_canonical_seal(desk: Desk) -> None:
    desk.apply(desk.ana, 36, 49, memo="é „quoted“")
    desk.apply(desk.ana, 13, 30, desk.fear)
    (layer,) = layers(desk.study, person=desk.ana)
    seal, revealed = freeze(desk.study, layer)
    sha = desk.text.sha256
    form = f'["{sha}",13,30,"Fear",""]\n["{sha}",36,49,"Trust","é „quoted“"]\n'
    assert seal == hashlib.sha256(form.encode()).hexdigest()
    assert not revealed
    with pytest.raises(WorkbenchError, match="is locked for Ana"):
        desk.apply(desk.ana, 0, 5)
    assert verify(desk.study).ok


def test_a_seal_survives_the_renaming_of_a_code(desk: Desk) -> None:
    desk.apply(desk.ana, 36, 49)
    for somebody in (desk.ana, desk.ben):
        freeze(desk.study, layers(desk.study, person=somebody)[0])
    with desk.study.change("rename", desk.eva) as write:
        write.update("codes", desk.trust.id, name="Confidence")
    assert verify(desk.study).ok
    assert find_code(desk.study, None, "Confidence").id == desk.trust.id


def test_canonical_form_does_not_depend_on_order() -> None:
    rows = [("b", 1, 2, "A", ""), ("a", 10, 12, "B", "m"), ("a", 9, 12, "B", "m")]
    assert canonical_form(rows) == canonical_form(rows[::-1])


def test_unlocking_takes_a_supervisor_and_a_reason(desk: Desk) -> None:
    made = desk.apply(desk.ana, 36, 49)
    freeze(desk.study, layers(desk.study, person=desk.ana)[0])
    with pytest.raises(WorkbenchError, match="not a supervisor"):
        unlock(desk.study, desk.ben, desk.ana, desk.text.id, "S1", "why not")
    with pytest.raises(WorkbenchError, match="needs a reason"):
        unlock(desk.study, desk.eva, desk.ana, desk.text.id, "S1", " ")
    assert unlock(desk.study, desk.eva, desk.ana, desk.text.id, "S1", "a slip") == 1
    hands.set_memo(desk.study, desk.ana, [made], "again")
    for somebody in (desk.ana, desk.ben):
        freeze(desk.study, layers(desk.study, person=somebody)[0])
    assert unlock(desk.study, desk.eva, desk.ana, desk.text.id, "S1", "new text") == 2
    (second,) = codings(desk.study, desk.ana, coder=desk.ana)
    assert second.id != made
    hands.remove(desk.study, desk.ana, [second.id])
    assert codings(desk.study, desk.ana, coder=desk.ana) == []
    (first,) = codings(desk.study, desk.ana, coder=desk.ana, newest=False)
    assert first.id == made
    assert verify(desk.study).ok


def test_a_transcript_is_in_one_open_round_of_a_coder(desk: Desk) -> None:
    with pytest.raises(WorkbenchError, match="already in the open round first of Ana"):
        start_round(desk.study, "second", ["Ana"], by=None)


def shape(desk: Desk) -> list[tuple[int, int, str, str, bool]]:
    return [
        (c.start, c.end, c.code, c.memo, c.flagged)
        for c in codings(desk.study, desk.ana, coder=desk.ana)
    ]


def test_a_split_coding_has_two_parts_with_all_it_had(desk: Desk) -> None:
    made = desk.apply(desk.ana, 36, 64, memo="her name")
    hands.set_flag(desk.study, desk.ana, [made], True)
    before = dump(desk.study)
    second = hands.split(desk.study, desk.ana, desk.text, made, 50)
    assert [(c.id, c.start, c.end) for c in codings(desk.study, desk.ana)] == [
        (made, 36, 49),
        (second, 50, 64),
    ], "the blank at the cut belongs to neither"
    assert {c.memo for c in codings(desk.study, desk.ana)} == {"her name"}
    assert all(c.flagged for c in codings(desk.study, desk.ana))
    undo(desk.study, desk.ana)
    assert dump(desk.study) == before


@pytest.mark.parametrize("at", [0, 36, 37, 48, 49, 50, 64, 10_000])
def test_joining_what_was_split_gives_what_was_there(desk: Desk, at: int) -> None:
    made = desk.apply(desk.ana, 36, 50, memo="her name")
    before, rows = shape(desk), dump(desk.study)
    if at in (37, 48):
        second = hands.split(desk.study, desk.ana, desk.text, made, at)
        assert hands.join(desk.study, desk.ana, [second, made]) == made
        assert shape(desk) == before
    else:
        with pytest.raises(WorkbenchError, match=f"position {at} does not part Trust"):
            hands.split(desk.study, desk.ana, desk.text, made, at)
        assert dump(desk.study) == rows


def test_joined_codings_reach_over_what_lies_between(desk: Desk) -> None:
    first = desk.apply(desk.ana, 36, 40, memo="one")
    third = desk.apply(desk.ana, 50, 64, memo="two")
    whole = desk.apply(desk.ana, 36, 64, memo="all")
    hands.set_flag(desk.study, desk.ana, [third], True)
    assert hands.join(desk.study, desk.ana, [third, first]) == whole, "that extent was there"
    assert shape(desk) == [(36, 64, "Trust", "one\ntwo\nall", True)]


def test_what_cannot_be_joined_is_refused(desk: Desk) -> None:
    first = desk.apply(desk.ana, 36, 40)
    other = desk.apply(desk.ana, 50, 64, desk.fear)
    his = desk.apply(desk.ben, 50, 64)
    before = dump(desk.study)
    for ids, said in (
        ([first], "takes two"),
        ([first, first], "takes two"),
        ([first, other], "Trust and of Fear"),
        ([first, his], "no coding"),
    ):
        with pytest.raises(WorkbenchError, match=said):
            hands.join(desk.study, desk.ana, ids)
    assert dump(desk.study) == before


def test_several_codes_are_one_change(desk: Desk) -> None:
    before = dump(desk.study)
    made = hands.apply_several(
        desk.study, desk.ana, desk.text, 36, 49, [desk.trust, desk.fear, desk.trust]
    )
    assert made[0] == made[2] != made[1]
    assert [row[2] for row in shape(desk)] == ["Fear", "Trust"]
    undo(desk.study, desk.ana)
    assert dump(desk.study) == before
