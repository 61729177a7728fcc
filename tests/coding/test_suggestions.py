"""Rules, runs and answers: the same for all coders, and each answers alone."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import dump
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.codebook.store import add_code, find_code
from workbench.coding.apply import apply_code
from workbench.coding.correcting import correct_span
from workbench.coding.rounds import start_round
from workbench.coding.store import codings
from workbench.coding.suggestions.answering import accept, accept_all, offered, refuse, refuse_all
from workbench.coding.suggestions.nouns import Found, Suggestion
from workbench.coding.suggestions.rules import (
    add_rule,
    export_rules,
    import_rules,
    remove_rules,
    rules,
)
from workbench.coding.suggestions.running import Kept, Plan, keep_run, plan_run, run
from workbench.coding.withdrawing import withdraw
from workbench.consensus.reveal import lock
from workbench.corpus.cases import import_cases
from workbench.corpus.importing import import_transcripts
from workbench.corpus.store import text, transcript
from workbench.errors import UsageError, WorkbenchError
from workbench.study import Person, Study, create_study, history, open_study, person, redo, undo
from workbench.study import verify as verified
from workbench.study.people import add_person
from workbench.study.watch import changed_since, newest_change

SAID = """Interviewer: Who picks up?

S1: Marta picks up. I ring Marta at night.

Interviewer: Always?

S1: She always picks up, in {}.
"""


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Study]:
    """Three transcripts; Ana and Ben code the first two blind, Cem the third alone."""
    with create_study(tmp_path / "flood.db", "River") as study:
        for name in ("S1", "S2", "S3"):
            (tmp_path / f"{name}.txt").write_text(SAID.format(name), encoding="utf-8")
            import_transcripts(study, [tmp_path / f"{name}.txt"], by=None)
        for name in ("Ana", "Ben", "Cem"):
            add_person(study, name)
        add_person(study, "Eva", "supervisor")
        for code in ("Trust", "Night"):
            add_code(study, code, origin="deductive", by=None, shared=True)
        start_round(study, "first", ["Ana", "Ben"], transcripts=["S1", "S2"])
        start_round(study, "alone", ["Cem"], transcripts=["S3"])
        add_rule(study, "Trust", "phrase", "picks up", "sentence", None)
        add_rule(study, "Night", "phrase", "at night", "words", None)
        yield study


def find(study: Study, plan: Plan) -> list[Found]:
    """What the rules of a plan find, without the process: phrases alone, as they are written."""
    found = []
    for transcript_id, _, _ in plan.texts:
        body = text(study, transcript_id)
        start = body.index("S1: ") + 4
        for rule in plan.rules:
            at = body.find(rule.words, start)
            while at >= 0:
                found.append(
                    Found(transcript_id, rule.code_id, at, at + len(rule.words), rule.label)
                )
                at = body.find(rule.words, at + 1)
    return found


def run_here(
    study: Study, by: Person | None = None, *, round_name: str = "first", language: str = "xx"
) -> Kept:
    plan = plan_run(study, round_name, language, by)
    return keep_run(study, plan, find(study, plan), by)


def people(study: Study, *names: str) -> list[Person]:
    return [person(study, name) for name in names]


def words(study: Study, several: list[Suggestion]) -> list[tuple[str, str, str]]:
    return [
        (one.transcript, one.code, text(study, one.transcript_id)[one.start : one.end])
        for one in several
    ]


def test_a_run_proposes_the_same_to_all_coders_of_the_round(begun: Study) -> None:
    ana, ben, cem, eva = people(begun, "Ana", "Ben", "Cem", "Eva")
    plan = plan_run(begun, "first", "en", eva)
    assert run(begun, plan, eva) == Kept(6, 0, 0)
    assert words(begun, offered(begun, ana)) == [
        (name, code, said)
        for name in ("S1", "S2")
        for code, said in (
            ("Trust", "Marta picks up."),
            ("Night", "at night"),
            ("Trust", f"She always picks up, in {name}."),
        )
    ]
    assert offered(begun, ben) == offered(begun, ana)
    assert offered(begun, cem) == offered(begun, eva) == []


def test_accepted_ones_become_codings_that_say_where_they_come_from(begun: Study) -> None:
    (ana,) = people(begun, "Ana")
    run_here(begun)
    first = offered(begun, ana)[0]
    made = accept(begun, ana, [first.id])
    (coding,) = codings(begun, ana)
    assert (coding.id, coding.origin) == (made[first.id], "suggested:phrase picks up")
    assert first not in offered(begun, ana)
    with pytest.raises(WorkbenchError, match=r"no suggestion .* is open for Ana"):
        accept(begun, ana, [first.id])
    assert undo(begun, ana) == "accept a suggestion"
    assert first in offered(begun, ana)
    assert codings(begun, ana) == []


def test_what_one_coder_answers_is_nobody_elses_business(begun: Study) -> None:
    ana, ben, eva = people(begun, "Ana", "Ben", "Eva")
    run_here(begun)
    since, before = newest_change(begun), offered(begun, ben)
    seen = [history(begun, viewer) for viewer in (ben, eva, None)]
    accept(begun, ana, [offered(begun, ana)[0].id])
    refuse(begun, ana, [offered(begun, ana)[0].id])
    assert offered(begun, ben) == before
    assert [history(begun, viewer) for viewer in (ben, eva, None)] == seen
    assert not any(changed_since(begun, viewer, since) for viewer in (ben, eva, None))
    assert len(history(begun, ana)) == len(seen[0]) + 2


def test_what_one_has_coded_so_is_not_offered(begun: Study) -> None:
    ana, ben = people(begun, "Ana", "Ben")
    run_here(begun)
    first = next(one for one in offered(begun, ana) if one.code == "Trust")
    here = transcript(begun, first.transcript)
    apply_code(begun, ana, here, first.start + 2, first.end + 9, find_code(begun, ana, "Trust"))
    assert first not in offered(begun, ana)
    assert first in offered(begun, ben)
    undo(begun, ana)
    apply_code(begun, ana, here, first.end, first.end + 9, find_code(begun, ana, "Trust"))
    apply_code(begun, ana, here, first.start, first.end, find_code(begun, ana, "Night"))
    assert first in offered(begun, ana), "beside it, or as something else, is not across it"


def test_a_transcript_that_some_have_locked_is_left_as_it_is(begun: Study) -> None:
    ana, ben = people(begun, "Ana", "Ben")
    lock(begun, ana, ["S1"])
    plan = plan_run(begun, "first", "xx", None)
    assert plan.left_out == ("S1",)
    assert run_here(begun) == Kept(3, 0, 0)
    assert {one.transcript for one in offered(begun, ben)} == {"S2"}
    lock(begun, ben, ["S1"])
    assert run_here(begun) == Kept(3, 3, 0), "revealed: the same for both again"
    assert {one.transcript for one in offered(begun, ben)} == {"S2"}, "but locked is locked"


def test_running_again_keeps_answers_and_drops_what_no_rule_finds(begun: Study) -> None:
    ana, ben = people(begun, "Ana", "Ben")
    run_here(begun)
    refused = next(one for one in offered(begun, ana) if one.code == "Trust")
    refuse(begun, ana, [refused.id])
    night = next(rule for rule in rules(begun, None) if rule.code == "Night")
    remove_rules(begun, [night.id], None)
    assert run_here(begun) == Kept(0, 4, 2)
    assert len(offered(begun, ana)) == 3
    assert len(offered(begun, ben)) == 4


def test_taking_a_run_back_holds_up_nobodys_undo(begun: Study) -> None:
    """Ben's answers outlive the run that Ana takes back, and count again when she redoes it."""
    ana, ben = people(begun, "Ana", "Ben")
    run_here(begun, ana)
    apply_code(begun, ben, transcript(begun, "S2"), 30, 40, find_code(begun, ben, "Night"))
    accept(begun, ben, [offered(begun, ben)[0].id])
    assert undo(begun, ana) == "suggest in round first"
    assert offered(begun, ben) == []
    assert len(codings(begun, ben)) == 2
    redo(begun, ana)
    assert len(offered(begun, ben)) == 5
    assert undo(begun, ben) == "accept a suggestion"
    assert undo(begun, ben) == "apply code Night"
    assert verified(begun).ok


def test_rules_that_change_while_a_run_reads_stop_it(begun: Study) -> None:
    plan = plan_run(begun, "first", "xx", None)
    found = find(begun, plan)
    add_rule(begun, "Night", "fuzzy", "in the dark", "words", None)
    before = dump(begun)
    with pytest.raises(WorkbenchError, match="have changed meanwhile"):
        keep_run(begun, plan, found, None)
    assert dump(begun) == before


def test_a_coders_own_code_has_its_rules_in_their_own_round_alone(begun: Study) -> None:
    ana, ben, cem = people(begun, "Ana", "Ben", "Cem")
    for who in (ana, cem):
        add_code(begun, f"{who.name}s", origin="inductive", by=who, shared=False)
    before = [(rules(begun, viewer), history(begun, viewer)) for viewer in (ben, None)]
    add_rule(begun, "Anas", "phrase", "Marta", "words", ana)
    add_rule(begun, "Cems", "phrase", "Marta", "words", cem)
    assert [(rules(begun, viewer), history(begun, viewer)) for viewer in (ben, None)] == before
    assert {rule.code for rule in plan_run(begun, "first", "xx", ana).rules} == {"Trust", "Night"}
    with pytest.raises(WorkbenchError, match="round alone is Cem's alone"):
        plan_run(begun, "alone", "xx", ana)
    seen = [history(begun, viewer) for viewer in (ben, None)]
    assert run_here(begun, cem, round_name="alone") == Kept(5, 0, 0)
    assert {one.code for one in offered(begun, cem)} == {"Trust", "Night", "Cems"}
    assert [history(begun, viewer) for viewer in (ben, None)] == seen
    with pytest.raises(WorkbenchError, match="there is no code Cems"):
        add_rule(begun, "Cems", "phrase", "Marta", "words", ana)


def test_suggestions_go_along_with_a_corrected_text(begun: Study) -> None:
    ana, eva = people(begun, "Ana", "Eva")
    run_here(begun)
    before = words(begun, offered(begun, ana))
    correct_span(begun, "S1", 0, 0, "Well. ", by=eva)
    assert words(begun, offered(begun, ana)) == before
    undo(begun, eva)
    assert words(begun, offered(begun, ana)) == before
    assert verified(begun).ok


def test_a_withdrawn_participant_leaves_no_suggestion(begun: Study, tmp_path: Path) -> None:
    eva = person(begun, "Eva")
    run_here(begun)
    table = tmp_path / "cases.csv"
    table.write_text("Participant,transcript,speaker\nP1,S1,S1\n", encoding="utf-8")
    import_cases(begun, table)
    withdraw(begun, eva, "P1", "asked to")
    assert {one.transcript for one in offered(begun, person(begun, "Ana"))} == {"S2"}
    assert verified(begun).ok


def test_a_reflexive_study_says_that_suggestions_are_off_by_default(tmp_path: Path) -> None:
    with create_study(tmp_path / "flood.db", "River", "reflexive") as study:
        (tmp_path / "S1.txt").write_text(SAID, encoding="utf-8")
        import_transcripts(study, [tmp_path / "S1.txt"], by=None)
        for name in ("Ana", "Ben"):
            add_person(study, name)
        with pytest.raises(WorkbenchError, match="no open round"):
            plan_run(study, None, None, None)
        start_round(study, "first", ["Ana", "Ben"])
        with pytest.raises(WorkbenchError, match="has a rule: add one"):
            plan_run(study, None, None, None)
        add_code(study, "Trust", origin="deductive", by=None, shared=True)
        add_rule(study, "Trust", "phrase", "picks up", "words", None)
        plan = plan_run(study, None, None, None)
        assert "off by default" in plan.notices[0]
        assert plan.language == "xx"


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    coded=st.lists(st.tuples(st.integers(25, 90), st.integers(1, 25)), max_size=4),
    answered=st.integers(0, 3),
    everything=st.sampled_from([accept_all, refuse_all]),
)
def test_one_undo_takes_back_a_whole_run_that_was_answered(
    begun: Study,
    tmp_path_factory: pytest.TempPathFactory,
    coded: list[tuple[int, int]],
    answered: int,
    everything: "type[accept_all]",  # type: ignore[valid-type]
) -> None:
    path = tmp_path_factory.mktemp("walk") / "study.db"
    begun.connection.execute("VACUUM INTO ?", (str(path),))
    with open_study(path) as study:
        ana = person(study, "Ana")
        run_here(study)
        here, trust = transcript(study, "S1"), find_code(study, ana, "Trust")
        for start, length in coded:
            apply_code(study, ana, here, start, start + length, trust)
        for one in offered(study, ana)[:answered]:
            refuse(study, ana, [one.id])
        before, waiting = dump(study), offered(study, ana)
        if not waiting:
            return
        assert len(everything(study, ana)) == len(waiting)
        after = dump(study)
        assert offered(study, ana) == []
        undo(study, ana)
        assert dump(study) == before
        assert offered(study, ana) == waiting
        redo(study, ana)
        assert dump(study) == after


# ── rules ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "sought", "told"),
    [
        ("phrase", " ?! ", "no word to look for"),
        ("phrase", "two\nlines", "on one line"),
        ("pattern", "(", "no regular expression"),
        ("pattern", "a*", "found everywhere"),
        ("pattern", " ", "found everywhere"),
    ],
)
def test_rules_that_cannot_be_looked_for(begun: Study, kind: str, sought: str, told: str) -> None:
    with pytest.raises(WorkbenchError, match=told):
        add_rule(begun, "Trust", kind, sought, "words", None)


def test_kinds_and_extents_are_named() -> None:
    with pytest.raises(UsageError, match="choose one of phrase, forms, pattern, fuzzy"):
        add_rule(None, "Trust", "regex", "a", "words", None)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="choose one of words, sentence, turn"):
        add_rule(None, "Trust", "phrase", "a", "page", None)  # type: ignore[arg-type]


def test_the_same_rule_once_more_only_changes_its_extent(begun: Study) -> None:
    before = len(rules(begun, None))
    again = add_rule(begun, "Trust", "phrase", " picks   up ", "turn", None)
    assert len(rules(begun, None)) == before
    assert next(rule for rule in rules(begun, None) if rule.id == again.id).extent == "turn"


def test_rules_travel_as_a_table(begun: Study, tmp_path: Path) -> None:
    add_rule(begun, "Trust", "pattern", "=+a|-b", "turn", None)
    table = tmp_path / "rules.csv"
    assert export_rules(begun, table, None) == 3
    before = [(r.code, r.kind, r.words, r.extent) for r in rules(begun, None)]
    remove_rules(begun, [rule.id for rule in rules(begun, None)], None)
    assert import_rules(begun, table, None) == 3
    assert [(r.code, r.kind, r.words, r.extent) for r in rules(begun, None)] == before
    for rows, told in (
        ("Nobody,phrase,a", "line 3, column Code: no code is called Nobody"),
        ("Trust,regex,a", "line 3: 'regex' is no kind"),
        ("Trust,pattern,(", "line 3: .*no regular expression"),
    ):
        table.write_text(f"Code,Kind,Words\nTrust,phrase,new one\n{rows}\n", encoding="utf-8")
        with pytest.raises(WorkbenchError, match=told):
            import_rules(begun, table, None)
        assert len(rules(begun, None)) == 3


def test_an_unknown_rule_is_refused(begun: Study) -> None:
    with pytest.raises(WorkbenchError, match="there is no rule"):
        remove_rules(begun, [json.dumps("x")], None)
