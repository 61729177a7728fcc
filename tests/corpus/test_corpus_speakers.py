"""Correcting speakers: each correction, their order, refusals, and undo."""

from pathlib import Path

import pytest
from corpus_sample import GROUP, dump, new_study, stands_as_before, write_files

from workbench.corpus import store
from workbench.corpus.importing import import_transcripts
from workbench.corpus.speakers import correct_speakers, split_pair
from workbench.errors import UsageError, WorkbenchError
from workbench.study import Study, person


@pytest.fixture
def study(tmp_path: Path) -> Study:
    made = new_study(tmp_path)
    import_transcripts(made, write_files(tmp_path, group=GROUP))
    return made


def state(study: Study) -> list[tuple[str, bool, str, int]]:
    return [(s.label, s.interviewer, s.case, s.turns) for s in store.speakers(study)]


def test_renamed_first_then_asking_and_cases(study: Study) -> None:
    notices = correct_speakers(
        study,
        "group",
        renames={"Ada": "Ada Lane"},
        interviewers=["Ada Lane"],
        cases={"Bo": "P1", "Moderator": "P1"},
    )
    assert state(study) == [
        ("Moderator", False, "P1", 1),
        ("Ada Lane", True, "", 2),
        ("Bo", False, "P1", 2),
    ]
    assert notices == ["The case P1 is new."]
    correct_speakers(study, "group", cases={"Bo": ""}, interviewers=[])
    assert state(study)[1:] == [("Ada Lane", False, "", 2), ("Bo", False, "", 2)]


def test_two_labels_become_one_only_if_said_so(study: Study) -> None:
    with pytest.raises(WorkbenchError, match="add --join if Bo and Ada are one person"):
        correct_speakers(study, "group", renames={"Bo": "Ada"})
    correct_speakers(study, "group", renames={"Bo": "Ada"}, join=True)
    assert state(study) == [("Moderator", True, "", 1), ("Ada", False, "", 4)]
    turns = store.turns(study, store.transcript(study, "group").id)
    assert [turn.number for turn in turns] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("correction", "said"),
    [
        (
            {"renames": {"Cy": "X"}},
            r"“Cy” is no speaker label of group: write it .* \(“Moderator”, “Ada”",
        ),
        ({"renames": {"Ada": " "}}, "cannot be a speaker label"),
        ({"interviewers": ["Cy"]}, "“Cy” is no speaker label"),
        ({"renames": {"Ada": "X"}, "cases": {"Ada": "P1"}}, "“Ada” is no speaker label"),
    ],
)
def test_refused_whole(study: Study, correction: dict, said: str) -> None:
    before = dump(study)
    with pytest.raises(WorkbenchError, match=said):
        correct_speakers(study, "group", **correction)
    assert dump(study) == before


def test_undo_and_redo(study: Study) -> None:
    before = dump(study)
    correct_speakers(
        study,
        "group",
        renames={"Bo": "Ada", "Moderator": "MK"},
        interviewers=["Ada"],
        cases={"Ada": "P1"},
        join=True,
        by=person(study, "Ana"),
    )
    stands_as_before(study, before)


def test_a_pair_is_cut_behind_a_known_label() -> None:
    assert split_pair("a=b=c", ["a=b"], "--rename") == ("a=b", "c")
    assert split_pair("a=b=c", [], "--rename") == ("a", "b=c")
    with pytest.raises(UsageError, match="LABEL=VALUE"):
        split_pair("a", ["a"], "--case")
