"""Answers of interviewees: ratings as events with their passages, reasons for having none."""

from pathlib import Path

import pytest
from conftest import dump
from themes_base import Scene

from workbench.errors import WorkbenchError
from workbench.figures.answers import import_answers, set_answers
from workbench.figures.nouns import Answer, Variable
from workbench.figures.store import members, questions
from workbench.study import Study, person, redo, undo, verify


@pytest.fixture
def scene(study: Study, tmp_path: Path) -> Scene:
    return Scene(study, tmp_path)


def table(scene: Scene, *lines: str) -> Path:
    path = scene.folder / "answers.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def answers_of(scene: Scene, question: str) -> dict[str, tuple[Answer, ...]]:
    """The answers to a question by the name of the case."""
    names = {member.id: member.name for member in members(scene.study)}
    found = question_named(scene, question)
    return {names[case_id]: answers for case_id, answers in found.answers.items()}


def question_named(scene: Scene, name: str) -> Variable:
    return next(one for one in questions(scene.study) if one.name == name)


def test_ratings_keep_their_order_their_passage_and_what_is_off_the_scale(scene: Scene) -> None:
    path = table(
        scene,
        "transcript,question,value,start,end,qualifier",
        "P1,works,4,28,43,by day",
        "P1,works,<1,44,62,",
        "P2,works,unsure,28,46,",
    )
    (done,) = import_answers(scene.study, path, scale_of={"works": tuple("12345")})
    assert (done.participants, done.answers, done.level) == (1, 2, "ordinal")
    found = answers_of(scene, "works")
    assert [(a.value, a.qualifier) for a in found["P1"]] == [("4", "by day"), ("<1", "")]
    place = found["P1"][1].passage
    assert place is not None
    assert (place.transcript, place.start, place.end) == ("P1", 44, 62)
    assert [(a.value, a.missing) for a in found["P2"]] == [("", "unsure")]
    assert question_named(scene, "works").scale == tuple("12345")
    assert question_named(scene, "works").several


def test_with_a_column_for_reasons_the_words_are_values(scene: Scene) -> None:
    path = table(scene, "participant,question,value,missing", "P1,q,none,", "P2,q,,refused")
    (done,) = import_answers(scene.study, path)
    assert done.like_reasons == ("none",)
    found = answers_of(scene, "q")
    assert (found["P1"][0].value, found["P2"][0].missing) == ("none", "refused")


def test_whose_answer_it_is_may_follow_from_the_passage(study: Study, tmp_path: Path) -> None:
    scene = Scene(study, tmp_path)
    with study.change("two people in one interview", None) as write:
        for case, label in (("P1", "Interviewer"), ("P2", "P1")):
            write.execute(
                "UPDATE speakers SET case_id = (SELECT id FROM cases WHERE name = ?) WHERE label ="
                " ? AND transcript_id = (SELECT id FROM transcripts WHERE name = 'P1')",
                (case, label),
            )
    import_answers(study, table(scene, "transcript,question,value,start,end", "P1,q,yes,28,43"))
    assert set(answers_of(scene, "q")) == {"P2"}
    with pytest.raises(WorkbenchError, match="P2 and P1 speak in P1; name the participant"):
        import_answers(study, table(scene, "transcript,question,value", "P1,q,yes"))


def test_importing_again_replaces_the_questions_in_the_file_only(scene: Scene) -> None:
    import_answers(scene.study, table(scene, "participant,question,value", "P1,q,yes", "P1,r,no"))
    before = dump(scene.study)
    import_answers(scene.study, scene.folder / "answers.csv", by=scene.ana)
    assert dump(scene.study) == before, "the same file changes nothing"
    import_answers(scene.study, table(scene, "participant,question,value", "P2,q,no"), by=scene.ana)
    assert set(answers_of(scene, "q")) == {"P2"}
    assert set(answers_of(scene, "r")) == {"P1"}
    after = dump(scene.study)
    undo(scene.study, scene.ana)
    assert dump(scene.study) == before
    redo(scene.study, scene.ana)
    assert dump(scene.study) == after
    assert verify(scene.study).ok


def test_one_answer_is_changed_and_the_others_stay(scene: Scene) -> None:
    path = table(
        scene, "transcript,question,value,start,end", "P1,q,2,28,43", "P1,q,4,44,62", "P2,q,3,28,46"
    )
    import_answers(scene.study, path)
    before = dump(scene.study)
    set_answers(scene.study, "P1", "Q", ["4", "5"], scene.ana)
    first, second = answers_of(scene, "q")["P1"]
    assert (first.value, second.value, second.passage) == ("4", "5", None)
    assert first.passage is not None, "what was said stays with the value that stays"
    set_answers(scene.study, "P1", "q", ["Unsure"], scene.ana)
    assert answers_of(scene, "q")["P1"] == (Answer("", "unsure"),)
    assert not question_named(scene, "q").several
    undo(scene.study, scene.ana)
    undo(scene.study, scene.ana)
    assert dump(scene.study) == before
    for who, what, values, says in (
        ("P9", "q", ["1"], "no case is called P9"),
        ("P1", "z", ["1"], "interviews has no question z: it has q"),
        ("P1", "q", ["1", "none"], "cannot stand together"),
    ):
        with pytest.raises(WorkbenchError, match=says):
            set_answers(scene.study, who, what, values, scene.ana)
    assert dump(scene.study) == before


@pytest.mark.parametrize(
    ("header", "row", "says"),
    [
        ("question,value", "q,1", "line 1: nothing says who answered"),
        ("participant,question,value", "P9,q,1", "column participant: no case is called “P9”"),
        ("transcript,question,value", "P9,q,1", "column transcript: no transcript is called"),
        ("transcript,question,value", "P3,q,1", "no case speaks in P3"),
        ("transcript,question,value", ",q,1", "does not say who answered"),
        ("participant,question,value", "P1,,1", "column question: the cell is empty"),
        ("participant,question,value", "P1,q,", "either a value or the reason"),
        ("participant,question,value,missing", "P1,q,1,unsure", "either a value or the reason"),
        ("participant,question,value", "P1,q,1\nP1,q,none", "an answer and a reason"),
        ("participant,question,value,start,end", "P1,q,1,9,9", "before its end"),
        ("participant,question,value,start,end", "P1,q,1,9,", "column end: the cell is empty"),
        ("participant,question,value,start,end", "P1,q,1,9,9999", "P1 ends at"),
        ("participant,question,value", "", "no answer stands under the header"),
    ],
)
def test_a_row_that_does_not_fit_is_named_and_nothing_is_imported(
    scene: Scene, header: str, row: str, says: str
) -> None:
    before = dump(scene.study)
    with pytest.raises(WorkbenchError, match=says):
        import_answers(scene.study, table(scene, header, row))
    assert dump(scene.study) == before


def test_all_bad_rows_are_named_at_once(scene: Scene) -> None:
    path = table(scene, "participant,question,value", "P9,q,1", "P1,q,1", "P8,q,1")
    with pytest.raises(WorkbenchError, match="2 rows do not fit") as caught:
        import_answers(scene.study, path)
    assert len(caught.value.details) == 2
    with pytest.raises(WorkbenchError, match="--scale names the question z"):
        import_answers(
            scene.study,
            table(scene, "participant,question,value", "P1,q,1"),
            scale_of={"z": ("1", "2")},
        )


def test_a_question_with_answers_is_not_taken_from_under_them(scene: Scene) -> None:
    import_answers(scene.study, table(scene, "participant,question,value", "P1,q,1"), by=scene.ana)
    set_answers(scene.study, "P1", "q", ["2"], person(scene.study, "Ben"))
    with pytest.raises(WorkbenchError, match="an answer was changed since"):
        undo(scene.study, scene.ana)
