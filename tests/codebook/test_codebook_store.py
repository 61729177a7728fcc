"""Codes in a study: who makes which, who sees which, and how they are found."""

import pytest
from codebook_round import lock_all, open_first_round, use
from conftest import dump

from workbench.codebook.nouns import Code
from workbench.codebook.store import add_code, codes, find_code
from workbench.errors import WorkbenchError
from workbench.study import (
    Person,
    Study,
    add_person,
    create_study,
    person,
    redo,
    undo,
    verify,
)


@pytest.fixture
def ana(study: Study) -> Person:
    return person(study, "Ana")


@pytest.fixture
def ben(study: Study) -> Person:
    return person(study, "Ben")


def shared(study: Study, path: str, **cells: str) -> Code:
    return add_code(study, path, origin="deductive", by=None, shared=True, **cells)


def own(study: Study, path: str, by: Person) -> Code:
    return add_code(study, path, origin="inductive", by=by, shared=False)


def paths(study: Study, viewer: Person | None) -> list[str]:
    return [code.path for code in codes(study, viewer)]


def test_codes_come_branch_by_branch_in_the_order_of_making(study: Study) -> None:
    for path in ("People", "Time", "People/Trust", "People/Blame", "People/Trust/Marta"):
        shared(study, path)
    listed = codes(study, None)
    assert [(code.path, code.depth, code.position) for code in listed] == [
        ("People", 0, 0),
        ("People/Trust", 1, 1),
        ("People/Trust/Marta", 2, 2),
        ("People/Blame", 1, 3),
        ("Time", 0, 4),
    ]
    assert [code.hue for code in listed] == ["blue"] * 4 + ["gold"]
    assert listed[2].parent_id == listed[1].id


def test_a_code_keeps_what_was_said_of_it(study: Study) -> None:
    made = shared(study, "Both\\/and", definition="one\r\ntwo, “three”\n")
    assert (made.name, made.path) == ("Both/and", "Both\\/and")
    assert made.definition == "one\ntwo, “three”\n"
    assert (made.origin, made.maker, made.shared) == ("deductive", "", True)
    assert codes(study, None) == [made]


def test_an_own_code_is_its_makers_until_a_coding_with_it_is_revealed(
    study: Study, ana: Person, ben: Person
) -> None:
    shared(study, "People")
    open_first_round(study)
    mine = own(study, "People/Trust", ana)
    theirs = own(study, "People/Trust", ben)
    lonely = own(study, "Never used", ana)
    assert (mine.maker, mine.maker_id) == ("Ana", ana.id)
    assert paths(study, None) == ["People"]
    assert paths(study, ana) == ["People", "People/Trust", "Never used"]
    use(study, ana, mine)
    use(study, ben, theirs)
    assert paths(study, ben) == ["People", "People/Trust"]
    assert codes(study, ben)[1].id == theirs.id
    lock_all(study)
    assert paths(study, None) == ["People", "People/Trust", "People/Trust"]
    assert [code.maker for code in codes(study, ben)] == ["", "Ana", "Ben"]
    assert lonely.id not in {code.id for code in codes(study, ben)}


def test_nothing_that_one_sees_tells_of_hidden_codes(
    study: Study, ana: Person, ben: Person
) -> None:
    """The same codes made with and without hidden ones between them look the same to Ben."""

    def visible(with_hidden: bool, target: Study) -> list[tuple[object, ...]]:
        a, b = person(target, "Ana"), person(target, "Ben")
        shared(target, "People")
        if with_hidden:
            own(target, "Time", a)
            own(target, "People/Trust", a)
        shared(target, "Tempo")
        own(target, "People/Touch", b)
        if with_hidden:
            own(target, "Tact", a)
        shared(target, "Tea")
        stored = target.query(
            "SELECT name, position FROM codes WHERE maker_id IS NULL OR maker_id = ? ORDER BY name",
            (b.id,),
        )
        return [
            *((c.path, c.letter, c.hue, c.position) for c in codes(target, b)),
            *(tuple(row) for row in stored),
        ]

    with create_study(study.path.with_name("other.db"), "Other") as other:
        add_person(other, "Ana")
        add_person(other, "Ben")
        assert visible(True, study) == visible(False, other)


def test_letters_stay_when_codes_are_added_and_retired(study: Study, ana: Person) -> None:
    shared(study, "Trust")
    own(study, "Tempo", ana)
    before = {code.path: code.letter for code in codes(study, ana)}
    shared(study, "Time pressure")
    own(study, "Trust/Tact", ana)
    after = {code.path: code.letter for code in codes(study, ana)}
    assert {path: after[path] for path in before} == before
    assert len(set(after.values())) == 4


def test_what_may_not_be_added(study: Study, ana: Person, ben: Person) -> None:
    shared(study, "People")
    own(study, "Time", ana)
    before = dump(study)
    with pytest.raises(WorkbenchError, match="the codebook has a code People in this place"):
        shared(study, "People")
    with pytest.raises(WorkbenchError, match="the codebook has a code People in this place"):
        own(study, "People", ana)
    with pytest.raises(WorkbenchError, match="Ana's own codebook has a code Time"):
        own(study, "Time", ana)
    with pytest.raises(WorkbenchError, match="no shared code Time: add it first"):
        add_code(study, "Time/Now", origin="deductive", by=ana, shared=True)
    with pytest.raises(WorkbenchError, match="no code Time: add it first"):
        own(study, "Time/Now", ben)
    with pytest.raises(WorkbenchError, match="'old' is no origin of a code"):
        add_code(study, "Old", origin="old", by=None, shared=True)
    with pytest.raises(WorkbenchError, match="nobody's own code"):
        add_code(study, "Whose", origin="inductive", by=None, shared=False)
    with pytest.raises(WorkbenchError, match="U\\+DC80"):
        shared(study, "Bytes", definition="\udc80")
    assert dump(study) == before
    shared(study, "Time")  # what somebody keeps hidden is in nobody's way
    own(study, "People/Now", ben)
    own(study, "People/Now", ana)


def test_names_that_look_the_same_are_the_same(study: Study) -> None:
    shared(study, "Caf\u00e9")
    with pytest.raises(WorkbenchError, match="in this place already"):
        shared(study, "Cafe\u0301")
    assert find_code(study, None, "Cafe\u0301").name == "Caf\u00e9"


def test_a_frozen_codebook_of_a_reliability_study_lets_nobody_add(tmp_path) -> None:
    with create_study(tmp_path / "strict.db", "Strict", "reliability") as study:
        ana, eva = add_person(study, "Ana"), add_person(study, "Eva", "supervisor")
        add_person(study, "Ben")
        shared(study, "People")
        open_first_round(study, frozen=True)
        for by, is_shared in ((None, True), (eva, True), (ana, False)):
            with pytest.raises(WorkbenchError, match="frozen for round first"):
                add_code(study, "New", origin="inductive", by=by, shared=is_shared)
        own(study, "A note of Eva", eva)
        with study.change("close", None) as write:
            write.execute("UPDATE rounds SET closed = 1")
        shared(study, "New")


def test_in_the_other_modes_codes_grow_during_a_round(study: Study, ana: Person) -> None:
    open_first_round(study)
    assert shared(study, "People").shared
    assert own(study, "People/Trust", ana).maker == "Ana"


def test_found_by_path_then_bare_name_then_id(study: Study) -> None:
    people = shared(study, "People")
    trust = shared(study, "People/Trust")
    slash = shared(study, "People/Both\\/and")
    assert find_code(study, None, "People/Trust") == trust
    assert find_code(study, None, " People / Trust ") == trust
    assert find_code(study, None, "Trust") == trust
    assert find_code(study, None, "Both\\/and") == slash
    assert find_code(study, None, trust.id.upper()) == trust
    shared(study, "Time")
    below = shared(study, "Time/Trust")
    with pytest.raises(WorkbenchError, match=r"its path, People/Trust or Time/Trust"):
        find_code(study, None, "Trust")
    top = shared(study, "Trust")
    assert find_code(study, None, "Trust") == top
    assert find_code(study, None, "Time/Trust") == below
    assert find_code(study, None, "People") == people


def test_of_one_path_the_shared_code_comes_first_then_ones_own(
    study: Study, ana: Person, ben: Person
) -> None:
    open_first_round(study)
    mine, theirs = own(study, "Trust", ana), own(study, "Trust", ben)
    use(study, ana, mine)
    use(study, ben, theirs)
    assert find_code(study, ana, "Trust") == mine
    with pytest.raises(WorkbenchError, match="no code Trust"):
        find_code(study, None, "Trust")
    lock_all(study)
    assert find_code(study, ana, "Trust").id == mine.id
    assert find_code(study, ben, "Trust").id == theirs.id
    with pytest.raises(WorkbenchError) as caught:
        find_code(study, None, "Trust")
    assert f"Ana's {mine.id}" in str(caught.value) and f"Ben's {theirs.id}" in str(caught.value)
    common = shared(study, "Trust")
    assert find_code(study, ana, "Trust").id == common.id


def test_what_is_not_found_is_answered_with_near_names_but_never_hidden_ones(
    study: Study, ana: Person, ben: Person
) -> None:
    with pytest.raises(WorkbenchError, match="the codebook has no codes yet"):
        find_code(study, None, "Trust")
    shared(study, "People")
    shared(study, "People/Trust in the person")
    hidden = own(study, "Fear of blame", ana)
    with pytest.raises(WorkbenchError, match=r"did you mean People/Trust in the person\?"):
        find_code(study, ben, "trust in the persn")
    for wanted in ("Fear of blame", "Fear of blam", hidden.id):
        with pytest.raises(WorkbenchError) as caught:
            find_code(study, ben, wanted)
        assert str(caught.value) == f"there is no code {wanted}: see workbench codebook list"
    with pytest.raises(WorkbenchError, match=r"did you mean Fear of blame\?"):
        find_code(study, ana, "Fear of blam")


def test_adding_is_undone_and_redone_exactly(study: Study, ana: Person) -> None:
    shared(study, "People")
    before = dump(study)
    own(study, "People/Trust", ana)
    after = dump(study)
    assert undo(study, ana) == "add a code"
    assert dump(study) == before
    redo(study, ana)
    assert dump(study) == after
    assert verify(study).ok
