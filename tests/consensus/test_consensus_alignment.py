"""Alignment of inductive codes: one shared code, its items settled, no coding moved."""

import pytest
from conftest import dump
from consensus_base import Coded

from workbench.codebook.editing import edit_code
from workbench.codebook.merging import join_codes, merge_codes
from workbench.codebook.store import codes, find_code, joined_codes, lineage
from workbench.coding.store import codings
from workbench.consensus.alignment import align, alike_named, one_already
from workbench.consensus.comparison import Question, compare_round
from workbench.consensus.decide import resolve
from workbench.consensus.nouns import Item
from workbench.consensus.resolution import resolution_table
from workbench.errors import UsageError, WorkbenchError
from workbench.study import Study, add_person, person, undo


@pytest.fixture
def made(study: Study) -> Coded:
    """Hers against His: one passage alike, one with other boundaries, one in S2; another pair."""
    coded = Coded(study)
    for who, name in (("Ana", "Hers"), ("Ben", "His"), ("Ana", "Else"), ("Ben", "Other")):
        coded.own_code(who, name)
    coded.code("Ana", "Hers", 0, 13)
    coded.code("Ben", "His", 0, 13)
    coded.code("Ana", "Hers", 20, 40)
    coded.code("Ben", "His", 24, 44)
    coded.code("Ana", "Hers", 0, 13, "S2")
    coded.code("Ben", "His", 0, 13, "S2")
    coded.code("Ana", "Else", 60, 70)
    coded.code("Ben", "Other", 60, 70)
    coded.lock()
    return coded


def pair(made: Coded) -> list[Item]:
    """The items of Hers against His, settled or not."""
    return [i for i in made.items() if "Hers" in i.codes["Ana"]]


def again(made: Coded, item: Item) -> Item:
    return next(one for one in made.items() if one.id == item.id)


@pytest.mark.parametrize(
    ("boundaries", "settled", "kept"),
    [("union", 3, (20, 44)), ("intersection", 3, (24, 40)), ("open", 2, None)],
)
def test_one_code_settles_every_item_of_the_pair(
    made: Coded, boundaries: str, settled: int, kept: tuple[int, int] | None
) -> None:
    first = pair(made)[0]
    done = align(
        made.study, made.people["Ana"], first.id, "Ours", "What both mean", note="the same",
        boundaries=boundaries,
    )  # fmt: skip
    assert (done.settled, done.left) == (settled, 3 - settled)
    assert (done.code.path, done.code.definition, done.code.shared) == (
        "Ours", "What both mean", True,
    )  # fmt: skip
    assert done.code.origin == "inductive" and set(done.code.aliases) == {"Hers", "His"}
    wanted = {("S1", 0, 13, "Ours"), ("S2", 0, 13, "Ours")}
    if kept:
        wanted.add(("S1", *kept, "Ours"))
    assert {one for one in made.third() if one[3] == "Ours"} == wanted
    assert sum(not one.open for one in pair(made)) == settled
    assert made.items() and all(i.open for i in made.items() if i not in pair(made))


def test_what_was_coded_is_read_as_the_one_code_and_agrees(made: Coded) -> None:
    before = compare_round(made.study, None, Question(base="all"), replicates=0)
    assert before.label == "independent" and "Ours" not in before.shown
    align(made.study, made.people["Ana"], pair(made)[0].id, "Ours", "")
    read = [c for c in codings(made.study, None) if c.code == "Ours"]
    assert sorted((c.coder, c.transcript, c.start, c.end) for c in read) == [
        ("Ana", "S1", 0, 13), ("Ana", "S1", 20, 40), ("Ana", "S2", 0, 13),
        ("Ben", "S1", 0, 13), ("Ben", "S1", 24, 44), ("Ben", "S2", 0, 13),
    ]  # fmt: skip
    after = compare_round(made.study, None, Question(base="all"), replicates=0)
    assert after.label == "after alignment"
    assert {"Ours", "Else", "Other"} <= set(after.shown) and "Hers" not in after.shown
    figures = after.report.codes["Ours"].figures
    assert figures["cohen_kappa"].value > 0.8
    assert not [code for code in codes(made.study, None) if code.name in ("Hers", "His")]


def test_nobody_gives_way_where_the_passage_is_the_same(made: Coded) -> None:
    alike, other, _ = pair(made)
    align(made.study, made.people["Ben"], alike.id, "Ours", "", "inference", "as we said")
    decision = again(made, alike).decision
    assert (decision.outcome, decision.yielded, decision.code) == ("code", "", "Ours")
    assert (decision.reason, decision.note, decision.by.name) == ("inference", "as we said", "Ben")
    assert decision.rule == "one code" and decision.codebook_after != decision.codebook_before
    drawn = again(made, other).decision
    assert (drawn.rule, drawn.yielded) == ("one code, union of the boundaries", "third")
    assert resolution_table(made.study, made.round).by_rule == 3
    steps = [s for s in lineage(made.study, None) if s.kind == "merge"]
    assert {(s.old_name, s.new_name, s.reason) for s in steps} == {
        ("Hers", "Ours", "as we said"), ("His", "Ours", "as we said"),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["Hers", "His", "People/Hers"])
def test_the_one_code_may_have_the_name_of_either(made: Coded, name: str) -> None:
    done = align(made.study, made.people["Ana"], pair(made)[0].id, name, "")
    assert done.code.path == name and done.code.shared
    assert set(joined_codes(made.study).values()) == {done.code.id}


def test_one_undo_takes_it_back(made: Coded) -> None:
    before = dump(made.study)
    align(made.study, made.people["Ana"], pair(made)[1].id, "Ours", "both")
    assert dump(made.study) != before
    undo(made.study, made.people["Ana"])
    assert dump(made.study) == before


def test_handed_on_items_wait_for_the_supervisor(made: Coded) -> None:
    ana, ben = made.people["Ana"], made.people["Ben"]
    add_person(made.study, "Una", "supervisor")
    una = person(made.study, "Una")
    first, second, third = pair(made)
    resolve(made.study, ana, second.id, "supervisor", "boundary", "where?")
    assert [i.id for i in alike_named(made.study, ben, first)] == [first.id, third.id]
    assert {i.id for i in alike_named(made.study, una, first)} == {first.id, second.id, third.id}
    align(made.study, ben, first.id, "Ours", "")
    assert again(made, second).open
    assert one_already(made.study, again(made, second)) == find_code(made.study, None, "Ours").id
    done = align(made.study, una, second.id, "ignored", "ignored", note="as they joined them")
    assert (done.code.path, done.settled) == ("Ours", 1)
    assert not again(made, second).open
    assert not alike_named(made.study, None, first)


def test_codes_merged_by_command_are_settled_with_the_same_key(made: Coded) -> None:
    ana = made.people["Ana"]
    his = find_code(made.study, None, "His")
    merge_codes(made.study, [his], find_code(made.study, None, "Hers"), ana)
    assert all(item.open for item in pair(made))
    done = align(made.study, ana, pair(made)[0].id, "ignored", "")
    assert (done.code.path, done.settled) == ("Hers", 3)


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        ("D3", WorkbenchError, "not about two coders' own codes"),
        ("settled", WorkbenchError, "is settled: align names on an open one"),
        ("stranger", WorkbenchError, "Cem did not code S1"),
        ("taken", WorkbenchError, "has a code Procedure in this place already"),
        ("empty", UsageError, "needs the code"),
        ("reason", UsageError, "is no reason"),
        ("boundaries", UsageError, "draws no boundaries"),
    ],
)
def test_what_cannot_be_aligned_is_said_and_changes_nothing(
    study: Study, kind: str, error: type[WorkbenchError], words: str
) -> None:
    made = Coded(study)
    made.own_code("Ana", "Hers")
    made.own_code("Ben", "His")
    made.code("Ana", "Hers", 0, 13)
    made.code("Ben", "His", 0, 13)
    made.code("Ana", "Fear", 52, 56)
    made.lock()
    add_person(study, "Cem", "coder")
    by = person(study, "Cem") if kind == "stranger" else made.people["Ana"]
    item = made.item("D3" if kind == "D3" else "D5")
    if kind == "settled":
        resolve(study, by, item.id, "a", "slip")
    path = {"taken": "Procedure", "empty": ""}.get(kind, "Ours")
    reason = "because" if kind == "reason" else "slip"
    before = dump(study)
    with pytest.raises(error, match=words):
        align(
            study, by, item.id, path, "", reason,
            boundaries="half" if kind == "boundaries" else "union",
        )  # fmt: skip
    assert dump(study) == before


def test_joining_keeps_what_both_say_of_their_use(made: Coded) -> None:
    hers, his = (find_code(made.study, None, name) for name in ("Hers", "His"))
    edit_code(made.study, hers, made.people["Ana"], when_to_use="hers", level="latent")
    edit_code(made.study, his, made.people["Ben"], when_to_use="his", example="e", level="latent")
    joined = join_codes(made.study, [hers, his], "Ours", None)
    assert (joined.when_to_use, joined.example, joined.level) == ("hers\nhis", "e", "latent")
    with pytest.raises(WorkbenchError, match="two or more"):
        join_codes(made.study, [joined, joined], "More", None)


def test_a_code_that_is_hidden_is_not_joined(made: Coded) -> None:
    made.own_code("Ana", "Secret")
    secret = find_code(made.study, made.people["Ana"], "Secret")
    other = find_code(made.study, None, "Hers")
    before = dump(made.study)
    with pytest.raises(WorkbenchError, match="Secret is not seen by everybody yet"):
        join_codes(made.study, [other, secret], "Ours", made.people["Ana"])
    assert dump(made.study) == before
