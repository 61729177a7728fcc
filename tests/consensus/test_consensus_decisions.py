"""Decisions: what each outcome leaves in the third layer, who yielded, who may, and undo."""

import json
from collections.abc import Iterator

import pytest
from conftest import dump
from consensus_base import Coded, differing

from workbench.codebook.editing import edit_code
from workbench.codebook.store import add_code, find_code
from workbench.coding.rounds import start_round
from workbench.coding.store import codings
from workbench.consensus.decide import may_decide, resolve, resolve_by_rule
from workbench.consensus.nouns import Item
from workbench.consensus.queue import likeness, progress
from workbench.consensus.reveal import lock
from workbench.consensus.store import consensus_codings
from workbench.errors import UsageError, WorkbenchError
from workbench.study import Study, add_person, person, redo, undo, verify
from workbench.study.rounds import close_round

ALIKE = ("S1", 0, 13, "People/Trust")
Span = tuple[int, int, str]


@pytest.fixture
def made(study: Study) -> Iterator[Coded]:
    """Both have locked; one item each of D1, D2, D3, D4, D6."""
    coded = differing(study)
    coded.lock()
    yield coded
    assert verify(study).ok


def entered(made: Coded, item: Item) -> list[Span]:
    """What the item has in the third layer."""
    third = consensus_codings(made.study, round_id=item.round_id)
    return [(c.start, c.end, c.code) for c in third if c.item_id == item.id]


CASES = [
    ("D1", "a", {}, [(40, 50, "People/Trust")], "B"),
    ("D1", "b", {}, [(40, 48, "People")], "A"),
    ("D1", "both", {}, [(40, 48, "People"), (40, 50, "People/Trust")], ""),
    ("D1", "neither", {}, [], "both"),
    ("D1", "span", {"start": 41, "end": 47, "code": "People"}, [(41, 47, "People")], "third"),
    ("D1", "span", {"start": 40, "end": 48, "code": "People"}, [(40, 48, "People")], "A"),
    ("D1", "code", {"code": "Fear"}, [(40, 50, "Fear")], "third"),
    ("D1", "code", {"code": "Fear", "start": 41, "end": 43}, [(41, 43, "Fear")], "third"),
    ("D1", "differ", {"note": "two honest readings"}, [], ""),
    ("D2", "a", {}, [(14, 34, "Procedure")], "B"),
    ("D2", "span", {"start": 14, "end": 39}, [(14, 39, "Procedure")], "third"),
    ("D3", "a", {}, [(52, 56, "Fear")], "B"),
    ("D3", "b", {}, [], "A"),
    ("D3", "neither", {}, [], "A"),
    ("D4", "a", {}, [], "B"),
    ("D4", "both", {}, [(57, 60, "Fear")], ""),
    ("D6", "b", {}, [(60, 66, "People/Trust"), (70, 86, "People/Trust")], "A"),
]


@pytest.mark.parametrize(("kind", "outcome", "more", "left", "yielded"), CASES)
def test_outcomes(
    made: Coded, kind: str, outcome: str, more: dict[str, object], left: list[Span], yielded: str
) -> None:
    originals = codings(made.study, None)
    before = dump(made.study)
    item = made.item(kind)
    ana = made.people["Ana"]
    done = resolve(made.study, ana, item.id, outcome, "inference", **more)  # type: ignore[arg-type]
    assert done.state == "settled"
    assert done.decision is not None
    assert (done.decision.outcome, done.decision.by, done.decision.yielded) == (
        outcome,
        ana,
        yielded,
    )
    assert entered(made, item) == left
    assert codings(made.study, None) == originals
    assert ALIKE in made.third()
    after = dump(made.study)
    assert undo(made.study, ana) == "settle a disagreement"
    assert dump(made.study) == before
    redo(made.study, ana)
    assert dump(made.study) == after


def test_to_the_supervisor_stays_open(made: Coded) -> None:
    ben, eva = made.people["Ben"], person(made.study, "Eva")
    item = made.item("D1")
    done = resolve(made.study, ben, item.id, "supervisor", "definition", "what is trust?")
    assert (done.state, done.open, entered(made, item)) == ("supervisor", True, [])
    assert (progress(made.study).supervisor, progress(made.study).settled) == (1, 0)
    done = resolve(made.study, eva, item.id, "a", "definition")
    assert (done.state, len(done.decisions)) == ("settled", 2)
    assert entered(made, item) == [(40, 50, "People/Trust")]


def test_an_edited_definition_is_noted_and_leaves_the_item_open(made: Coded) -> None:
    ana = made.people["Ana"]
    item = made.item("D1")
    before = dump(made.study)
    code = find_code(made.study, ana, "People")
    edit_code(made.study, code, ana, definition="People at large, nobody in particular")
    edited = dump(made.study)
    done = resolve(made.study, ana, item.id, "definition", "definition")
    assert (done.state, done.decision, len(done.decisions)) == ("open", None, 1)
    noted = done.decisions[0]
    assert (noted.codebook_before, noted.codebook_after) == ("1", "2")
    undo(made.study, ana)
    assert dump(made.study) == edited
    undo(made.study, ana)
    assert dump(made.study) == before
    assert resolve(made.study, ana, item.id, "a", "slip").state == "settled"
    noted_later = resolve(made.study, ana, item.id, "definition", "definition")
    assert noted_later.state == "settled"


def test_a_decision_records_the_state_before_it(made: Coded) -> None:
    ana = made.people["Ana"]
    item = made.item("D1")
    first = resolve(made.study, ana, item.id, "b", "overlooked", "  missed it ")
    assert first.decision is not None
    assert (first.decision.note, first.decision.codebook_after) == ("missed it", "1")
    assert json.loads(first.decision.state_before) == {
        "state": "open",
        "kind": "D1",
        "readings": {"a": [[40, 50, "People/Trust"]], "b": [[40, 48, "People"]]},
        "consensus": [],
        "decision": None,
    }
    second = resolve(made.study, ana, item.id, "both", "inference")
    assert second.decision is not None
    before = json.loads(second.decision.state_before)
    assert before["consensus"] == [[40, 48, "People"]]
    assert before["decision"] == first.decision.id


def test_a_later_decision_replaces_and_the_earlier_stays_on_record(made: Coded) -> None:
    ana, ben = made.people["Ana"], made.people["Ben"]
    item = made.item("D1")
    resolve(made.study, ana, item.id, "a", "slip")
    once = dump(made.study)
    done = resolve(made.study, ben, item.id, "b", "context")
    assert [d.outcome for d in done.decisions] == ["a", "b"]
    assert entered(made, item) == [(40, 48, "People")]
    with pytest.raises(WorkbenchError, match="changed since"):
        undo(made.study, ana)
    undo(made.study, ben)
    assert dump(made.study) == once
    back = resolve(made.study, ben, item.id, "supervisor", "context", "not sure after all")
    assert (back.state, entered(made, item)) == ("supervisor", [])


@pytest.mark.parametrize("first", ["neither", "a", "definition", "supervisor"])
@pytest.mark.parametrize("second", ["neither", "b", "definition"])
def test_decisions_are_taken_back_last_first(made: Coded, first: str, second: str) -> None:
    """Also those that left no row behind which the later one could have changed."""
    study, ana, ben = made.study, made.people["Ana"], made.people["Ben"]
    item = made.item("D1")
    resolve(study, ana, item.id, first, "slip", note="why")
    resolve(study, ben, item.id, second, "slip")
    state = dump(study)
    with pytest.raises(WorkbenchError, match="since"):
        undo(study, ana)
    assert dump(study) == state
    undo(study, ben)
    undo(study, ana)
    resolve(study, ben, item.id, second, "slip")
    state = dump(study)
    with pytest.raises(WorkbenchError, match="since"):
        redo(study, ana)
    assert dump(study) == state
    undo(study, ben)
    redo(study, ana)
    redo_of_ben = dump(study)
    with pytest.raises(WorkbenchError):
        redo(study, ben)
    assert dump(study) == redo_of_ben


def test_a_decision_is_not_made_again_without_the_one_it_rested_on(made: Coded) -> None:
    """Ben's wrote no coding, for Ana's had; alone it would leave the item settled and empty."""
    study, ana, ben = made.study, made.people["Ana"], made.people["Ben"]
    item = made.item("D1")
    for somebody in (ana, ben):
        resolve(study, somebody, item.id, "b", "slip")
    undo(study, ben)
    undo(study, ana)
    with pytest.raises(WorkbenchError, match="a decision beside it was made or taken back since"):
        redo(study, ben)
    redo(study, ana)
    redo(study, ben)
    assert entered(made, item) == [(40, 48, "People")]


def test_a_settling_in_bulk_is_taken_back_whole_and_made_again(made: Coded) -> None:
    study, ana, ben = made.study, made.people["Ana"], made.people["Ben"]
    assert resolve_by_rule(study, ana, "union", 0)
    after = dump(study)
    undo(study, ana)
    redo(study, ana)
    assert dump(study) == after
    resolve(study, ben, made.item("D2").id, "neither", "slip")
    with pytest.raises(WorkbenchError, match="since"):
        undo(study, ana)


def test_agree_to_differ_is_final(made: Coded) -> None:
    ana, ben = made.people["Ana"], made.people["Ben"]
    item = made.item("D3")
    before = dump(made.study)
    resolve(made.study, ana, item.id, "differ", "inference", "she reads fear, he does not")
    with pytest.raises(WorkbenchError, match="final: Ana can take it back"):
        resolve(made.study, ben, item.id, "a", "slip")
    undo(made.study, ana)
    assert dump(made.study) == before


@pytest.mark.parametrize(
    ("outcome", "reason", "more", "words"),
    [
        ("e-mail", "slip", {}, "no outcome"),
        ("ab", "slip", {}, "no outcome"),
        ("", "slip", {}, "no outcome"),
        ("a", "because", {}, "no reason"),
        ("differ", "slip", {"note": "  "}, "--note"),
        ("supervisor", "slip", {}, "--note"),
        ("span", "boundary", {}, "--start and --end"),
        ("span", "boundary", {"start": 3}, "both --start and --end"),
        ("code", "slip", {}, "--code"),
        ("a", "slip", {"code": "Fear"}, "takes no span and no code"),
        ("both", "slip", {"start": 1, "end": 2}, "takes no span and no code"),
    ],
)
def test_wrong_requests_are_wrong_usage(
    made: Coded, outcome: str, reason: str, more: dict[str, object], words: str
) -> None:
    before = dump(made.study)
    with pytest.raises(UsageError, match=words):
        resolve(made.study, made.people["Ana"], made.item("D1").id, outcome, reason, **more)  # type: ignore[arg-type]
    assert dump(made.study) == before


@pytest.mark.parametrize(
    ("outcome", "more", "words"),
    [
        ("c", {}, "nobody is c: choose one of a, b"),
        ("span", {"start": 3, "end": 9}, "several codes"),
        ("span", {"start": 9, "end": 3, "code": "Fear"}, "does not lie in S1"),
        ("span", {"start": 9, "end": 9, "code": "Fear"}, "does not lie in S1"),
        ("span", {"start": -1, "end": 9, "code": "Fear"}, "does not lie in S1"),
        ("span", {"start": 9, "end": 90_000, "code": "Fear"}, "does not lie in S1"),
        ("code", {"code": "Feer"}, "Fear"),
        ("code", {"code": "Ana's thought"}, "nobody else sees yet"),
    ],
)
def test_what_cannot_be_decided_is_refused(
    made: Coded, outcome: str, more: dict[str, object], words: str
) -> None:
    made.own_code("Ana", "Ana's thought")
    before = dump(made.study)
    with pytest.raises(WorkbenchError, match=words):
        resolve(made.study, made.people["Ana"], made.item("D1").id, outcome, "slip", **more)  # type: ignore[arg-type]
    assert dump(made.study) == before


def test_a_code_made_for_the_decision_counts_as_a_new_codebook_version(made: Coded) -> None:
    ana = made.people["Ana"]
    with made.study.change("a new code for a disagreement", ana):
        add_code(made.study, "Knowing whom", origin="inductive", by=ana, shared=True)
        done = resolve(
            made.study, ana, made.item("D1").id, "code", "definition", code="Knowing whom"
        )
    assert done.decision is not None
    assert (done.decision.codebook_before, done.decision.codebook_after) == ("1", "2")
    assert entered(made, done) == [(40, 50, "Knowing whom")]
    assert undo(made.study, ana) == "a new code for a disagreement"
    assert "Knowing whom" not in made.paths()


def test_hidden_and_unknown_items_are_refused_alike(study: Study) -> None:
    made = differing(study)
    lock(study, made.people["Ana"])
    with pytest.raises(WorkbenchError, match="there is no disagreement 123"):
        resolve(study, made.people["Ana"], "123", "a", "slip")


def test_who_may_decide(made: Coded) -> None:
    study = made.study
    carla, eva = add_person(study, "Carla"), person(study, "Eva")
    item = made.item("D1")
    with pytest.raises(WorkbenchError, match="Carla did not code S1"):
        resolve(study, carla, item.id, "a", "slip")
    with pytest.raises(WorkbenchError, match="Carla did not code in round first"):
        resolve_by_rule(study, carla, "union", 0.0, round=made.round)
    assert may_decide(study, eva, item)
    close_round(study, "first")
    start_round(study, "second", ["Eva"], transcripts=["S1"])
    with pytest.raises(WorkbenchError, match="Eva coded S1 and cannot supervise it"):
        resolve(study, eva, item.id, "a", "slip")
    assert all(may_decide(study, coder, item) for coder in made.people.values())


def test_the_letters_follow_the_round_with_three_coders(study: Study) -> None:
    add_person(study, "Carla")
    made = Coded(study, ("Carla", "Ana", "Ben"))
    for who in ("Ana", "Ben"):
        made.code(who, "People", 40, 50)
    made.code("Carla", "Procedure", 40, 50)
    made.lock()
    ana, item = made.people["Ana"], made.item("D1")
    assert resolve(study, ana, item.id, "a", "slip").decision.yielded == "B+C"  # type: ignore[union-attr]
    assert resolve(study, ana, item.id, "c", "slip").decision.yielded == "A"  # type: ignore[union-attr]
    assert entered(made, item) == [(40, 50, "People")]
    resolve(study, ana, item.id, "both", "slip")
    assert entered(made, item) == [(40, 50, "People"), (40, 50, "Procedure")]


@pytest.mark.parametrize(
    ("rule", "kind", "left", "outcome"),
    [
        ("union", "D2", [(14, 39, "Procedure")], "span"),
        ("intersection", "D2", [(19, 34, "Procedure")], "span"),
        ("a", "D2", [(14, 34, "Procedure")], "a"),
        ("b", "D2", [(19, 39, "Procedure")], "b"),
        ("union", "D6", [(60, 86, "People/Trust")], "span"),
        ("intersection", "D6", [(60, 66, "People/Trust"), (70, 86, "People/Trust")], "span"),
    ],
)
def test_boundaries_by_rule(
    made: Coded, rule: str, kind: str, left: list[Span], outcome: str
) -> None:
    ana = made.people["Ana"]
    before = dump(made.study)
    assert resolve_by_rule(made.study, ana, rule, 0.61, kind) == (kind == "D6")
    assert resolve_by_rule(made.study, ana, rule, 0.6, kind, made.round) == (kind == "D2")
    done = made.item(kind)
    assert entered(made, done) == left
    assert done.decision is not None
    assert (done.decision.outcome, done.decision.reason) == (outcome, "boundary")
    assert done.decision.rule.startswith(f"{rule} where {kind}")
    assert [item.kind for item in made.items() if not item.open] == [kind]
    after = dump(made.study)
    assert undo(made.study, ana) == f"settle boundaries by {rule}"
    assert dump(made.study) == before
    redo(made.study, ana)
    assert dump(made.study) == after


def test_a_rule_leaves_decided_and_handed_on_items_alone(made: Coded) -> None:
    ana, ben = made.people["Ana"], made.people["Ben"]
    resolve(made.study, ana, made.item("D2").id, "supervisor", "boundary", "where does it end?")
    before = dump(made.study)
    assert resolve_by_rule(made.study, ben, "union", 0.0) == 0
    assert dump(made.study) == before


def test_a_rule_with_nothing_to_say_leaves_the_item_open(study: Study) -> None:
    add_person(study, "Carla")
    made = Coded(study, ("Ana", "Ben", "Carla"))
    made.code("Ana", "Fear", 0, 10)
    made.code("Ben", "Fear", 5, 20)
    made.code("Ana", "Trust", 30, 40)
    made.code("Ben", "Trust", 35, 50)
    made.code("Carla", "Trust", 45, 60)
    made.lock()
    ana = made.people["Ana"]
    assert resolve_by_rule(study, ana, "c", 0.0) == 1  # Carla never coded Fear
    assert resolve_by_rule(study, ana, "intersection", 0.0) == 1
    assert made.third() == [("S1", 5, 10, "Fear"), ("S1", 45, 60, "People/Trust")]


@pytest.mark.parametrize(
    ("rule", "overlap", "kind"),
    [
        ("most", 0.5, "D2"),
        ("union", 1.5, "D2"),
        ("union", float("nan"), "D2"),
        ("union", 0.5, "D1"),
    ],
)
def test_rules_that_are_none(made: Coded, rule: str, overlap: float, kind: str) -> None:
    with pytest.raises(UsageError):
        resolve_by_rule(made.study, made.people["Ana"], rule, overlap, kind)


def test_items_are_alike_with_the_same_codes_by_the_same_coders(study: Study) -> None:
    made = Coded(study)
    for start in (0, 20):
        made.code("Ana", "Trust", start, start + 10)
        made.code("Ben", "Fear", start, start + 10)
    made.code("Ana", "Fear", 60, 70)
    made.code("Ben", "Trust", 60, 70)
    made.lock()
    first, second, other = map(likeness, made.items())
    assert first == second != other
