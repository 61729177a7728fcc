"""The resolution table and the balance of who yielded."""

from consensus_base import Coded, differing

from workbench.consensus.decide import resolve, resolve_by_rule
from workbench.consensus.queue import chosen_round, progress
from workbench.consensus.resolution import resolution_table
from workbench.study import Study, undo


def settled(study: Study) -> Coded:
    made = differing(study)
    made.lock()
    ana, ben = made.people["Ana"], made.people["Ben"]
    resolve(study, ana, made.item("D1").id, "a", "slip")
    resolve(study, ben, made.item("D1").id, "b", "inference")
    resolve(study, ana, made.item("D3").id, "neither", "slip")
    resolve(study, ana, made.item("D4").id, "supervisor", "context", "who is meant?")
    resolve_by_rule(study, ana, "union", 0.5)
    return made


def test_only_the_decision_that_stands_counts(study: Study) -> None:
    made = settled(study)
    table = resolution_table(study, made.round)
    assert (table.items, table.open, table.supervisor, table.by_rule) == (5, 2, 1, 1)
    assert (table.agreed, table.consensus) == (1, 3)
    assert table.kinds == {
        "D1": {"items": 1, "open": 0, "b": 1},
        "D2": {"items": 1, "open": 0, "span": 1},
        "D3": {"items": 1, "open": 0, "neither": 1},
        "D4": {"items": 1, "open": 1},
        "D6": {"items": 1, "open": 1},
    }
    assert table.reasons == {"boundary": 1, "inference": 1, "slip": 1}
    assert table.yielded == {"Ana": 2, "Ben": 0, "both": 0, "third": 1, "nobody": 0}


def test_the_table_follows_undo(study: Study) -> None:
    made = settled(study)
    undo(study, made.people["Ana"])
    table = resolution_table(study, made.round)
    assert (table.open, table.by_rule, table.reasons) == (3, 0, {"inference": 1, "slip": 1})
    found = progress(study, made.round)
    assert (found.total, found.settled, found.open, found.supervisor) == (5, 2, 3, 1)


def test_nobody_gave_way_where_both_stand_or_they_agreed_to_differ(study: Study) -> None:
    made = differing(study)
    made.lock()
    ana = made.people["Ana"]
    resolve(study, ana, made.item("D1").id, "both", "inference")
    resolve(study, ana, made.item("D3").id, "differ", "inference", "two readings")
    assert resolution_table(study, made.round).yielded["nobody"] == 2


def test_before_the_reveal_the_table_is_empty(study: Study) -> None:
    differing(study)
    table = resolution_table(study, chosen_round(study, None))
    assert (table.round, table.items, table.consensus, table.kinds) == ("first", 0, 0, {})
    assert set(table.yielded.values()) == {0}
