"""Merging and splitting codes: rows of lineage, who may make them, and how they end."""

from collections.abc import Callable
from pathlib import Path

import pytest
from codebook_round import lock_all, open_first_round, use
from conftest import dump

from workbench.codebook.editing import bring_back_code, edit_code, retire_code
from workbench.codebook.merging import Part, merge_codes, split_code
from workbench.codebook.nouns import Code
from workbench.codebook.store import (
    add_code,
    codes,
    find_code,
    freeze_version,
    joined_codes,
    lineage,
)
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, add_person, create_study, person, redo, undo, verify
from workbench.study.history import history


@pytest.fixture
def ana(study: Study) -> Person:
    return person(study, "Ana")


@pytest.fixture
def ben(study: Study) -> Person:
    return person(study, "Ben")


def shared(study: Study, path: str) -> Code:
    return add_code(study, path, definition=f"on {path}", origin="deductive", by=None, shared=True)


def own(study: Study, path: str, by: Person) -> Code:
    return add_code(study, path, origin="inductive", by=by, shared=False)


def in_use(study: Study, viewer: Person | None = None) -> list[str]:
    return [code.path for code in codes(study, viewer)]


def test_a_merged_code_goes_out_of_use_and_is_read_as_the_other(study: Study, ana: Person) -> None:
    trust, faith, hope = (shared(study, name) for name in ("Trust", "Faith", "Hope"))
    assert merge_codes(study, [faith], hope, ana, reason="one idea") == hope
    assert merge_codes(study, [hope], trust, ana).path == "Trust"
    assert in_use(study) == ["Trust"]
    assert joined_codes(study) == {faith.id: trust.id, hope.id: trust.id}
    steps = [(s.kind, s.old_name, s.new_name, s.reason) for s in lineage(study, None)]
    assert steps == [("merge", "Faith", "Hope", "one idea"), ("merge", "Hope", "Trust", "")]
    with pytest.raises(WorkbenchError, match="Faith was merged into Trust and is read as it"):
        find_code(study, ana, "Faith")


def test_several_codes_are_merged_at_once_and_come_back_one_by_one(
    study: Study, ana: Person
) -> None:
    trust, faith, hope = (shared(study, name) for name in ("Trust", "Faith", "Hope"))
    merge_codes(study, [faith, hope, faith], trust, ana)
    assert joined_codes(study) == {faith.id: trust.id, hope.id: trust.id}
    bring_back_code(study, find_code(study, ana, "Hope", retired=True), ana)
    assert joined_codes(study) == {faith.id: trust.id}
    assert in_use(study) == ["Trust", "Hope"]


@pytest.mark.parametrize("act", ["merge", "split", "split off"])
def test_each_is_undone_and_redone_exactly(study: Study, ana: Person, act: str) -> None:
    trust, faith = shared(study, "Trust"), shared(study, "Faith")
    acts: dict[str, Callable[[], object]] = {
        "merge": lambda: merge_codes(study, [faith], trust, ana),
        "split": lambda: split_code(study, trust, [Part("Person"), Part("Trust")], ana),
        "split off": lambda: split_code(study, trust, [Part("Person")], ana, keep=True),
    }
    before = dump(study)
    acts[act]()
    after = dump(study)
    undo(study, ana)
    assert dump(study) == before
    redo(study, ana)
    assert dump(study) == after
    assert verify(study).ok


def test_a_split_code_leaves_its_place_to_its_parts(study: Study, ana: Person) -> None:
    shared(study, "People")
    trust = shared(study, "People/Trust")
    edit_code(study, trust, ana, level="latent", question="why", colour="#0072B2")
    parts = [Part("Trust", "in a person"), Part("Reliance", "on an office")]
    made = split_code(study, trust, parts, ana, reason="two ideas")
    assert [(c.path, c.definition) for c in made] == [
        ("People/Trust", "in a person"),
        ("People/Reliance", "on an office"),
    ]
    assert {(c.origin, c.level, c.question, c.colour) for c in made} == {
        ("deductive", "latent", "why", "#0072B2")
    }
    assert in_use(study) == ["People", "People/Trust", "People/Reliance"]
    assert joined_codes(study) == {}
    assert [(s.kind, s.new_name) for s in lineage(study, None, trust.id)] == [
        ("split", "People/Trust"),
        ("split", "People/Reliance"),
    ]


def test_what_cannot_be_is_refused_and_changes_nothing(study: Study, ana: Person) -> None:
    trust, faith, gone = (shared(study, name) for name in ("Trust", "Faith", "Gone"))
    shared(study, "Trust/Marta")
    retire_code(study, gone, ana)
    merged = shared(study, "Merged")
    merge_codes(study, [merged], faith, ana)
    mine = own(study, "Mine", ana)
    before = dump(study)
    refused: list[tuple[Callable[[], object], str]] = [
        (lambda: merge_codes(study, [faith], faith, ana), "into itself"),
        (lambda: merge_codes(study, [trust], faith, ana), "has codes below it"),
        (lambda: merge_codes(study, [faith], gone, ana), "Gone is out of use"),
        (lambda: merge_codes(study, [merged], trust, ana), "merged already"),
        (lambda: merge_codes(study, [faith], mine, ana), "merge into a shared code"),
        (lambda: split_code(study, faith, [Part("One")], ana), "two new codes or more"),
        (lambda: split_code(study, faith, [], ana, keep=True), "takes the names of new codes"),
        (lambda: split_code(study, faith, [Part("A"), Part("A ")], ana), "of one name"),
        (lambda: split_code(study, faith, [Part("A"), Part("Trust")], ana), "in this place"),
        (lambda: split_code(study, trust, [Part("A"), Part("B")], ana), "has codes below it"),
        (lambda: split_code(study, gone, [Part("A"), Part("B")], ana), "Gone is out of use"),
    ]
    for act, why in refused:
        with pytest.raises(WorkbenchError, match=why):
            act()
        assert dump(study) == before


def test_a_retired_code_can_still_be_merged(study: Study, ana: Person) -> None:
    trust, gone = shared(study, "Trust"), shared(study, "Gone")
    retire_code(study, gone, ana)
    merge_codes(study, [gone], trust, ana)
    assert joined_codes(study) == {gone.id: trust.id}


def test_a_private_code_is_merged_by_its_maker_and_nobody_hears_of_it(
    study: Study, ana: Person, ben: Person
) -> None:
    trust = shared(study, "Trust")
    open_first_round(study)
    mine, more = own(study, "Calm", ana), own(study, "Quiet", ana)
    use(study, ana, mine)
    seen = [(e.what, e.rows) for e in history(study, ben)]
    merge_codes(study, [more], mine, ana)
    merge_codes(study, [mine], trust, ana)
    split_code(study, own(study, "Loud", ana), [Part("Shrill"), Part("Deep")], ana)
    for somebody in (ben, None):
        assert in_use(study, somebody) == ["Trust"]
        assert lineage(study, somebody) == []
        assert [(e.what, e.rows) for e in history(study, ben)] == seen
    with pytest.raises(WorkbenchError, match="no longer there"):
        merge_codes(study, [mine], trust, ben)
    lock_all(study)
    # a coding with one of them is revealed, and with it what it is read as
    assert [s.old_name for s in lineage(study, ben)] == ["Calm"]


def test_after_reveal_anybody_may_align_what_everybody_sees(
    study: Study, ana: Person, ben: Person
) -> None:
    trust = shared(study, "Trust")
    open_first_round(study)
    calm = own(study, "Calm", ana)
    hidden = own(study, "Bens own", ben)
    use(study, ana, calm)
    lock_all(study)
    with pytest.raises(WorkbenchError, match="merge into a code that everybody sees"):
        merge_codes(study, [calm], hidden, ben)
    with pytest.raises(WorkbenchError, match="only Ana can change it"):
        split_code(study, calm, [Part("A"), Part("B")], ben)
    merge_codes(study, [calm], trust, ben)
    assert joined_codes(study) == {calm.id: trust.id}
    assert in_use(study) == ["Trust"]


def test_whoever_sees_a_merged_code_sees_what_it_is_read_as(
    study: Study, ana: Person, ben: Person
) -> None:
    open_first_round(study)
    calm, quiet = own(study, "Calm", ana), own(study, "Quiet", ana)
    use(study, ana, calm)
    merge_codes(study, [calm], quiet, ana)
    assert in_use(study, ben) == []
    lock_all(study)
    assert in_use(study, ben) == ["Quiet"]


def test_a_frozen_codebook_is_not_split(tmp_path: Path) -> None:
    with create_study(tmp_path / "strict.db", "Strict", "reliability") as study:
        add_person(study, "Ana")
        add_person(study, "Ben")
        trust = shared(study, "Trust")
        open_first_round(study, frozen=True)
        with pytest.raises(WorkbenchError, match="frozen for round first"):
            split_code(study, trust, [Part("A"), Part("B")], None)


def test_a_code_that_hidden_codes_were_merged_into_can_be_taken_back(
    study: Study, ana: Person, ben: Person
) -> None:
    open_first_round(study)
    trust = add_code(study, "Trust", origin="deductive", by=ben, shared=True)
    calm = own(study, "Calm", ana)
    merge_codes(study, [calm], trust, ana)
    assert undo(study, ben) == "add a code"
    assert joined_codes(study) == {}
    redo(study, ben)
    assert joined_codes(study) == {calm.id: trust.id}


def test_a_frozen_version_keeps_what_a_merge_took(study: Study, ana: Person) -> None:
    trust, faith = shared(study, "Trust"), shared(study, "Faith")
    freeze_version(study, "round one", None)
    merge_codes(study, [faith], trust, ana)
    _, number = freeze_version(study, "round two", None)
    assert number == 2
