"""Changing, moving and retiring codes, each taken back exactly by undo."""

from collections.abc import Callable

import pytest
from codebook_round import lock_all, open_first_round, use
from conftest import dump

from workbench.codebook.editing import bring_back_code, edit_code, move_code, retire_code
from workbench.codebook.nouns import Code
from workbench.codebook.store import add_code, codes, find_code
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, person, redo, undo, verify


@pytest.fixture
def ana(study: Study) -> Person:
    return person(study, "Ana")


@pytest.fixture
def ben(study: Study) -> Person:
    return person(study, "Ben")


@pytest.fixture
def trust(study: Study) -> Code:
    for path in ("People", "Time"):
        add_code(study, path, origin="deductive", by=None, shared=True)
    return add_code(study, "People/Trust", origin="deductive", by=None, shared=True)


def own(study: Study, path: str, by: Person) -> Code:
    return add_code(study, path, origin="inductive", by=by, shared=False)


def test_exactly_what_is_given_changes(study: Study, trust: Code, ana: Person) -> None:
    changed = edit_code(
        study,
        trust,
        ana,
        name=" Reliance ",
        definition="one\r\ntwo",
        when_to_use="often",
        when_not_to_use="rarely",
        example="“I ring Marta”",
        origin="in vivo",
        level="latent",
        colour="#0072B2",
        question="approach",
        aliases=["faith; belief", " faith "],
        letter="Z",
        exclusive=True,
    )
    assert (changed.path, changed.definition) == ("People/Reliance", "one\ntwo")
    assert (changed.when_to_use, changed.when_not_to_use) == ("often", "rarely")
    assert (changed.example, changed.origin, changed.level) == (
        "“I ring Marta”",
        "in-vivo",
        "latent",
    )
    assert (changed.colour, changed.question) == ("#0072B2", "approach")
    assert changed.aliases == ("faith", "belief")
    assert (changed.letter, changed.letter_chosen, changed.exclusive) == ("Z", True, True)
    assert changed.id == trust.id
    assert find_code(study, None, "Reliance") == changed
    again = edit_code(study, changed, ana, level="", letter="", exclusive=False, definition=" ")
    assert (again.level, again.letter, again.exclusive, again.definition) == ("", "r", False, "")
    assert again.when_to_use == "often"


def test_a_shared_rename_and_move_leave_rows_of_lineage(
    study: Study, trust: Code, ana: Person
) -> None:
    edit_code(study, trust, ana, name="Reliance")
    move_code(study, trust, find_code(study, ana, "Time"), ana)
    move_code(study, trust, None, ana)
    mine = own(study, "Mine", ana)
    edit_code(study, mine, ana, name="Still mine")
    rows = study.query("SELECT kind, from_code_id, old_name, new_name FROM lineage ORDER BY at")
    assert [tuple(row) for row in rows] == [
        ("rename", trust.id, "Trust", "Reliance"),
        ("move", trust.id, "People/Reliance", "Time/Reliance"),
        ("move", trust.id, "Time/Reliance", "Reliance"),
    ]


def test_what_lies_below_moves_along(study: Study, trust: Code) -> None:
    marta = add_code(study, "People/Trust/Marta", origin="deductive", by=None, shared=True)
    moved = move_code(study, trust, find_code(study, None, "Time"), None)
    assert moved.path == "Time/Trust"
    assert find_code(study, None, "Marta").path == "Time/Trust/Marta"
    before = dump(study)
    for target in (moved, marta):
        with pytest.raises(WorkbenchError, match="choose a parent outside of it"):
            move_code(study, moved, target, None)
    assert dump(study) == before


def test_a_private_code_is_changed_by_its_maker_only(
    study: Study, trust: Code, ana: Person, ben: Person
) -> None:
    open_first_round(study)
    mine = own(study, "People/Calm", ana)
    use(study, ana, mine)
    changes: list[Callable[[Person | None], object]] = [
        lambda by: edit_code(study, mine, by, definition="quiet"),
        lambda by: move_code(study, mine, None, by),
        lambda by: retire_code(study, mine, by),
    ]
    for change in changes:
        with pytest.raises(WorkbenchError, match="the code is no longer there"):
            change(ben)
    lock_all(study)
    for change in changes:
        for somebody in (ben, None):
            with pytest.raises(WorkbenchError, match="only Ana can change it"):
                change(somebody)
    for change in changes:
        change(ana)
    assert [code.path for code in codes(study, ana)] == ["People", "People/Trust", "Time"]


def test_a_shared_code_goes_under_no_private_one(study: Study, trust: Code, ana: Person) -> None:
    mine = own(study, "Mine", ana)
    with pytest.raises(WorkbenchError, match="not seen by everybody"):
        move_code(study, trust, mine, ana)
    assert move_code(study, mine, trust, ana).path == "People/Trust/Mine"


def test_a_taken_name_or_letter_is_refused(study: Study, trust: Code, ana: Person) -> None:
    add_code(study, "Trust", origin="deductive", by=None, shared=True)
    before = dump(study)
    with pytest.raises(WorkbenchError, match="has a code Time in this place"):
        edit_code(study, find_code(study, None, "People"), ana, name="Time")
    with pytest.raises(WorkbenchError, match="has a code Trust in this place"):
        move_code(study, trust, None, ana)
    with pytest.raises(WorkbenchError, match="p stands for People already"):
        edit_code(study, trust, ana, letter="p")
    for letter in ("é", "abc", "?", "a b"):
        with pytest.raises(WorkbenchError, match="cannot stand for a code"):
            edit_code(study, trust, ana, letter=letter)
    with pytest.raises(WorkbenchError, match="no level of a code"):
        edit_code(study, trust, ana, level="deep")
    assert dump(study) == before
    assert edit_code(study, trust, ana, name="Trust", letter=trust.letter).path == "People/Trust"


def test_retiring_looks_at_no_codings_and_can_be_taken_back(
    study: Study, trust: Code, ana: Person
) -> None:
    open_first_round(study)
    use(study, ana, trust)
    with pytest.raises(WorkbenchError, match=r"has codes below it \(People/Trust\)"):
        retire_code(study, find_code(study, None, "People"), None)
    retire_code(study, trust, None)
    assert [code.path for code in codes(study, ana)] == ["People", "Time"]
    assert [code.retired for code in codes(study, ana, retired=True)] == [False, True, False]
    with pytest.raises(WorkbenchError, match="the code Trust is retired"):
        find_code(study, None, "Trust")
    assert find_code(study, None, "Trust", retired=True).id == trust.id
    assert bring_back_code(study, trust, None).id == trust.id
    with pytest.raises(WorkbenchError, match="the code Trust is not retired"):
        find_code(study, None, "Trust", retired=True)
    retire_code(study, trust, None)
    again = add_code(study, "People/Trust", origin="deductive", by=None, shared=True)
    assert again.id != trust.id
    with pytest.raises(WorkbenchError, match="in this place already"):
        bring_back_code(study, trust, None)


def test_a_hidden_code_below_is_in_nobodys_way(
    study: Study, trust: Code, ana: Person, ben: Person
) -> None:
    own(study, "People/Trust/Marta", ana)
    with pytest.raises(WorkbenchError, match="has codes below it"):
        retire_code(study, trust, ana)
    retire_code(study, trust, ben)
    assert [code.path for code in codes(study, ana)] == ["People", "People/Trust/Marta", "Time"]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda s, c, by: edit_code(s, c, by, name="Reliance", definition="x"), "edit a code"),
        (lambda s, c, by: edit_code(s, c, by, letter="q", exclusive=True), "edit a code"),
        (lambda s, c, by: move_code(s, c, None, by), "move a code"),
        (lambda s, c, by: retire_code(s, c, by), "retire a code"),
    ],
)
def test_every_change_is_undone_and_redone_exactly(
    study: Study,
    trust: Code,
    ana: Person,
    change: Callable[[Study, Code, Person], object],
    what: str,
) -> None:
    before = dump(study)
    change(study, trust, ana)
    after = dump(study)
    assert after != before
    assert undo(study, ana) == what
    assert dump(study) == before
    redo(study, ana)
    assert dump(study) == after
    assert verify(study).ok


def test_bringing_back_is_undone_exactly(study: Study, trust: Code, ana: Person) -> None:
    retire_code(study, trust, None)
    before = dump(study)
    bring_back_code(study, trust, ana)
    assert undo(study, ana) == "bring back a code"
    assert dump(study) == before


def test_an_edit_without_a_difference_leaves_no_change(study: Study, trust: Code) -> None:
    numbers = study.value("SELECT count(*) FROM journal_changes")
    edit_code(study, trust, None, definition="", name="Trust", origin="deductive")
    assert study.value("SELECT count(*) FROM journal_changes") == numbers
