"""To re-check: what was coded before its code came to say something else, and nobody else's."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import dump
from consensus_base import Coded
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.cli import cli
from workbench.codebook.editing import edit_code
from workbench.codebook.merging import Part, merge_codes, split_code
from workbench.codebook.past import rewordings
from workbench.codebook.store import find_code
from workbench.coding import apply as hands
from workbench.coding.locking import unlock
from workbench.coding.rechecking import confirm, to_recheck
from workbench.coding.store import codings
from workbench.corpus.store import transcript
from workbench.errors import WorkbenchError
from workbench.study import Study, person, redo, undo, verify
from workbench.study.history import history


@pytest.fixture
def coded(study: Study) -> Coded:
    made = Coded(study)
    made.code("Ana", "Fear", 0, 6)
    made.code("Ana", "Procedure", 10, 20)
    made.code("Ben", "Fear", 2, 8)
    return made


def reword(coded: Coded, which: str = "Fear", **texts: str) -> None:
    code = find_code(coded.study, None, which)
    edit_code(coded.study, code, person(coded.study, "Eva"), **texts)


def marked(coded: Coded, who: str = "Ana") -> list[tuple[str, int]]:
    return [(r.coding.code, r.coding.start) for r in to_recheck(coded.study, coded.people[who])]


def test_a_changed_definition_marks_earlier_codings_of_each_coder(coded: Coded) -> None:
    before = dump(coded.study)["codings"]
    reword(coded, definition="Being afraid")
    assert dump(coded.study)["codings"] == before
    (one,) = to_recheck(coded.study, coded.people["Ana"])
    assert (one.coding.code, one.coding.start) == ("Fear", 0)
    assert one.changed == (("definition", "", "Being afraid"),)
    assert (one.split_into, one.locked) == ((), False)
    assert [r.coding.coder for r in to_recheck(coded.study, coded.people["Ben"])] == ["Ben"]
    assert to_recheck(coded.study, person(coded.study, "Eva")) == []
    # what is coded with the new definition in view is not marked
    coded.code("Ana", "Fear", 30, 40)
    assert marked(coded) == [("Fear", 0)]
    reword(coded, when_not_to_use="Not when angry")
    assert marked(coded) == [("Fear", 0), ("Fear", 30)]
    assert [c[0] for c in to_recheck(coded.study, coded.people["Ana"])[0].changed] == [
        "definition",
        "when_not_to_use",
    ]


def test_what_is_no_change_of_meaning_marks_nothing(coded: Coded) -> None:
    reword(coded, definition="Being afraid")
    confirm(coded.study, coded.people["Ana"], [_own(coded, "Fear")])
    reword(coded, example="“the siren”", name="Dread", definition="Being  afraid\n")
    assert marked(coded) == []


def test_changed_back_or_undone_marks_nothing(coded: Coded) -> None:
    reword(coded, definition="Being afraid")
    reword(coded, definition="")
    assert marked(coded) == []
    reword(coded, definition="Being afraid")
    assert marked(coded) == [("Fear", 0)]
    undo(coded.study, person(coded.study, "Eva"))
    assert marked(coded) == []
    redo(coded.study, person(coded.study, "Eva"))
    assert marked(coded) == [("Fear", 0)]


def test_a_coding_is_confirmed_recoded_or_removed(coded: Coded) -> None:
    study, ana = coded.study, coded.people["Ana"]
    coded.code("Ana", "Fear", 30, 40)
    coded.code("Ana", "Fear", 50, 60)
    reword(coded, definition="Being afraid")
    reword(coded, "Procedure", definition="As written")
    first, second, third = (r.coding.id for r in to_recheck(study, ana) if r.coding.code == "Fear")
    before = dump(study)
    assert confirm(study, ana, [first]) == 1
    assert marked(coded) == [("Procedure", 10), ("Fear", 30), ("Fear", 50)]
    hands.recode(study, ana, [second], find_code(study, ana, "Procedure"))
    hands.remove(study, ana, [third])
    assert marked(coded) == [("Procedure", 10)]
    for _ in range(3):
        undo(study, ana)
    assert dump(study) == before
    assert confirm(study, ana, [first]) == 1
    assert confirm(study, ana, [first]) == 0
    reword(coded, definition="Being afraid of blame")
    assert ("Fear", 0) in marked(coded)
    assert verify(study).ok


def test_only_ones_own_are_confirmed_and_nobody_hears_of_it(coded: Coded) -> None:
    study, ana, ben = coded.study, coded.people["Ana"], coded.people["Ben"]
    reword(coded, definition="Being afraid")
    hers = to_recheck(study, ana)[0].coding.id
    with pytest.raises(WorkbenchError, match=f"Ben has no coding {hers}"):
        confirm(study, ben, [hers])
    seen = [e.what for e in history(study, ben)]
    confirm(study, ana, [hers])
    assert [e.what for e in history(study, ben)] == seen
    coded.lock()
    assert "confirm codings" not in [e.what for e in history(study, ben)]
    assert "confirm codings" in [e.what for e in history(study, ana)]


def test_locked_codings_are_marked_and_can_be_confirmed(coded: Coded) -> None:
    study, ana = coded.study, coded.people["Ana"]
    coded.lock()
    reword(coded, definition="Being afraid")
    (one,) = to_recheck(study, ana)
    assert one.locked
    s1 = transcript(study, "S1")
    unlock(study, person(study, "Eva"), ana, s1.id, "S1", "slip")
    (one,) = to_recheck(study, ana)
    assert not one.locked, "the copy to work on was made when its original was"
    assert confirm(study, ana, [one.coding.id]) == 1
    assert verify(study).ok


def test_a_split_marks_what_was_coded_before(coded: Coded) -> None:
    study, ana = coded.study, coded.people["Ana"]
    fear = find_code(study, None, "Fear")
    parts = split_code(study, fear, [Part("Of blame"), Part("Of water")], coded.people["Ben"])
    (one,) = to_recheck(study, ana)
    assert (one.coding.code, one.changed, one.split_into) == ("Fear", (), ("Of blame", "Of water"))
    hands.recode(study, ana, [one.coding.id], parts[1])
    assert marked(coded) == []
    undo(study, ana)
    assert marked(coded) == [("Fear", 0)]
    undo(study, coded.people["Ben"])
    assert marked(coded) == []


def test_what_was_merged_is_judged_by_what_it_is_read_as(coded: Coded) -> None:
    study, ana = coded.study, coded.people["Ana"]
    reword(coded, "Procedure", definition="As written")
    confirm(study, ana, [_own(coded, "Procedure")])
    merge_codes(study, [find_code(study, None, "Fear")], find_code(study, None, "Procedure"), ana)
    assert marked(coded) == [("Procedure", 0)], "coded before that was written"
    confirm(study, ana, [r.coding.id for r in to_recheck(study, ana)])
    assert marked(coded) == []


def test_halves_of_a_split_coding_are_as_old_as_it(coded: Coded) -> None:
    study, ana = coded.study, coded.people["Ana"]
    reword(coded, "Procedure", definition="As written")
    coding = _own(coded, "Procedure")
    hands.split(study, ana, transcript(study, "S1"), coding, 14)
    assert [code for code, _ in marked(coded)] == ["Procedure", "Procedure"]


def test_how_a_code_came_to_say_what_it_says(coded: Coded) -> None:
    fear = find_code(coded.study, None, "Fear")
    reword(coded, definition="Being afraid", name="Dread")
    told = rewordings(coded.study, fear)
    assert [(r.by, r.fields) for r in told] == [
        ("", (("name", "", "Fear"), ("origin", "", "deductive"))),
        ("Eva", (("name", "Fear", "Dread"), ("definition", "", "Being afraid"))),
    ]


def test_the_command_lists_confirms_and_says_why(coded: Coded) -> None:
    reword(coded, definition="Being afraid")
    reword(coded, "Procedure", when_to_use="Always")
    path = str(coded.study.path)

    def run(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(cli, ["recheck", path, *words])
        assert result.exit_code == code, result.stderr
        return result.stdout

    rows = json.loads(run("--as", "Ana", "--json"))
    assert [(r["code"], r["start"], r["text"], r["locked"]) for r in rows] == [
        ("Fear", 0, "I ring", False),
        ("Procedure", 10, "ta. I know", False),
    ]
    assert rows[0]["changed"] == {"definition": {"before": "", "after": "Being afraid"}}
    assert "when to use changed" in run("--as", "Ana", "--code", "Procedure")
    left = json.loads(run("--as", "Ana", "--confirm", rows[0]["id"], "--json"))
    assert [r["code"] for r in left] == ["Procedure"]
    assert json.loads(run("--as", "Ana", "--all", "--json")) == []
    assert len(json.loads(run("--as", "Ben", "--json"))) == 1
    run(code=2)
    run("--as", "Ben", "--confirm", rows[0]["id"], code=1)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("word"), st.sampled_from(("", "one", "two"))),
        st.tuples(st.just("code"), st.integers(0, 9)),
        st.tuples(st.just("confirm"), st.just(0)),
        st.tuples(st.just("undo"), st.just(0)),
    ),
    max_size=12,
)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_marked_is_what_was_judged_by_other_words(
    steps: list[tuple[str, object]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Against a plain model: by which words each coding was made or confirmed last."""
    from workbench.study import add_person, create_study

    folder: Path = tmp_path_factory.mktemp("marks")
    with create_study(folder / "marks.db", "Marks") as study:
        for name, role in (("Ana", "coder"), ("Ben", "coder"), ("Eva", "supervisor")):
            add_person(study, name, role)
        coded = Coded(study)
        ana = coded.people["Ana"]
        words, judged = [""], {}
        for what, value in steps:
            if what == "word" and value != words[-1]:
                reword(coded, definition=str(value))
                words.append(str(value))
            elif what == "undo" and len(words) > 1:
                undo(study, person(study, "Eva"))
                words.pop()
            elif what == "code":
                start = int(str(value))
                coded.code("Ana", "Fear", start, start + 20)
                judged.setdefault(start, words[-1])
            elif what == "confirm":
                marks = to_recheck(study, ana)
                confirm(study, ana, [r.coding.id for r in marks])
                judged = dict.fromkeys(judged, words[-1])
            expected = sorted(s for s, by in judged.items() if by != words[-1])
            assert [start for _, start in marked(coded)] == expected
        assert verify(study).ok


def _own(coded: Coded, code: str) -> str:
    ana = coded.people["Ana"]
    (found,) = [c for c in codings(coded.study, ana, coder=ana) if c.code == code]
    return found.id
