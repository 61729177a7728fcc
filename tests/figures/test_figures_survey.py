"""Surveys: any table becomes a data set, with its own ids, and free text to be coded."""

from pathlib import Path

import pytest
from conftest import dump
from themes_base import Scene

from workbench.coding.rounds import start_round
from workbench.consensus.comparison import compare_round
from workbench.consensus.reveal import lock
from workbench.corpus.store import cases, participant_ranges, text, transcript, transcripts, turns
from workbench.errors import WorkbenchError
from workbench.figures.nouns import Answer
from workbench.figures.store import data_sets, members, questions
from workbench.figures.survey import ImportedSurvey, import_survey
from workbench.study import Study, redo, undo, verify

PANEL = (
    "nr;kind;accurate;uses;remark\n"
    "P1;fire;yes;post; radio;We would rather ring the people whom we know.\n"
)
ROWS = [
    ["nr", "kind", "accurate", "uses", "remark"],
    ["P1", "fire", "yes", "post; radio", "We would rather\r\n\r\nring the people whom we know."],
    ["P2", "water", "no", "radio", ""],
    ["P8", "", "yes", "none", "Nobody ever asked me: that is what is wrong."],
]


@pytest.fixture
def scene(study: Study, tmp_path: Path) -> Scene:
    return Scene(study, tmp_path)


def table(folder: Path, rows: list[list[str]], name: str = "panel.csv") -> Path:
    path = folder / name
    quoted = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    path.write_bytes(quoted.encode())
    return path


def panel(scene: Scene, rows: list[list[str]] = ROWS, **options: object) -> ImportedSurvey:
    options = {"closed": ["accurate", "Uses"], "by": scene.ana} | options
    return import_survey(scene.study, table(scene.folder, rows), "Panel", **options)  # type: ignore[arg-type]


def test_columns_become_what_they_are(scene: Scene) -> None:
    done = panel(scene)
    assert (done.columns.id, done.columns.texts) == ("nr", ("remark",))
    assert (done.columns.closed, done.columns.attributes) == (("accurate", "uses"), ("kind",))
    assert done.transcripts == ("Panel: remark",)
    found = {case.name: case for case in cases(scene.study)}
    assert found["Panel/P1"].values == {"kind": "fire"}
    assert found["Panel/P8"].values == {}
    uses = next(one for one in questions(scene.study) if one.name == "uses")
    assert uses.several
    assert uses.answers[found["Panel/P1"].id] == (Answer("post"), Answer("radio"))
    assert uses.answers[found["Panel/P8"].id] == (Answer("", "none"),)
    assert any("counted as reasons" in notice for notice in done.notices)


def test_ids_are_per_data_set(scene: Scene) -> None:
    panel(scene)
    assert data_sets(scene.study) == ["interviews", "Panel"]
    both = [m for m in members(scene.study) if m.name == "P1"]
    assert {(m.case, m.data_set) for m in both} == {("P1", "interviews"), ("Panel/P1", "Panel")}
    spoken = {case.name: case.speakers for case in cases(scene.study)}
    assert spoken["P1"] == (("P1", "P1"),)
    assert spoken["Panel/P1"] == (("Panel: remark", "P1"),)


def test_free_text_is_a_transcript_with_a_turn_a_respondent(scene: Scene) -> None:
    panel(scene)
    stored = transcript(scene.study, "Panel: remark")
    body = text(scene.study, stored.id)
    assert body == (
        "P1: We would rather\n\nring the people whom we know.\n\n"
        "P8: Nobody ever asked me: that is what is wrong.\n"
    )
    said = [body[turn.text_start : turn.end] for turn in turns(scene.study, stored.id)]
    assert said == [ROWS[1][4].replace("\r\n", "\n"), ROWS[3][4]]
    assert [turn.case for turn in turns(scene.study, stored.id)] == ["Panel/P1", "Panel/P8"]
    assert len(participant_ranges(scene.study, stored.id)) == 2, "nobody asks in a survey"


def test_free_text_is_coded_and_compared_like_an_interview(scene: Scene) -> None:
    panel(scene)
    start_round(scene.study, "comments", ["Ana", "Ben"], transcripts=["Panel: remark"])
    scene.agree("Panel: remark", "ring the people", "Trust")
    scene.code(scene.ana, "Panel: remark", "Nobody ever asked me", "People")
    for who in (scene.ana, scene.ben):
        lock(scene.study, who, ["Panel: remark"])
    report = compare_round(scene.study, None, replicates=2).as_json()
    assert report["compared"] == {"transcripts": 1, "of": 1}


def test_undo_and_redo_of_a_survey_are_exact(scene: Scene) -> None:
    before = dump(scene.study)
    panel(scene)
    after = dump(scene.study)
    undo(scene.study, scene.ana)
    assert dump(scene.study) == before
    redo(scene.study, scene.ana)
    assert dump(scene.study) == after
    undo(scene.study, scene.ana)
    panel(scene)
    assert len(transcripts(scene.study)) == 4, "what was taken back may come again"
    assert verify(scene.study).ok


def test_a_missing_cell_in_every_column_is_no_obstacle(scene: Scene) -> None:
    rows = [ROWS[0], ["", "fire", "yes", "post", "A word or two from one of us."]]
    rows += [[f"P{n}", *["", "", ""], ""] for n in range(5)]
    rows[2][2], rows[3][3], rows[4][4] = "no", "radio", "And then another few words here."
    done = panel(scene, rows)
    assert done.cases[0] == "Panel/line 2"
    assert any("called after the line" in notice for notice in done.notices)
    accurate = next(one for one in questions(scene.study) if one.name == "accurate")
    assert sorted(a.value for given in accurate.answers.values() for a in given) == ["no", "yes"]


def test_a_row_without_an_id_is_called_after_the_line_on_which_it_begins(scene: Scene) -> None:
    done = panel(scene, id_column="kind", closed=[])
    assert done.notices[0].startswith("panel.csv: ids: kind; free text: remark; attributes: nr")
    assert "--closed" in done.notices[1]
    assert done.cases == ("Panel/fire", "Panel/water", "Panel/line 6")


def test_options_decide_what_columns_are(scene: Scene) -> None:
    done = panel(scene, id_column="NR", texts=["kind"], closed=["remark"], scale_of={})
    assert (done.columns.texts, done.columns.closed) == (("kind",), ("remark",))
    assert done.columns.attributes == ("accurate", "uses")


def test_a_scale_makes_a_closed_question_with_what_is_off_it(scene: Scene) -> None:
    panel(scene, closed=[], scale_of={"Accurate": ("no", "yes")})
    (accurate,) = questions(scene.study)
    assert (accurate.level, accurate.scale) == ("ordinal", ("no", "yes"))


def test_text_that_nobody_wrote_makes_no_transcript(scene: Scene) -> None:
    rows = [[*row[:4], ""] if row is not ROWS[0] else row for row in ROWS]
    done = panel(scene, rows, texts=["remark"])
    assert done.transcripts == ()
    assert any("nobody wrote anything under remark" in notice for notice in done.notices)


@pytest.mark.parametrize(
    ("rows", "options", "says"),
    [
        (ROWS, {"id_column": "id"}, "--id: panel.csv has no column id; it has nr, kind"),
        (ROWS, {"texts": ["other"]}, "--text: panel.csv has no column other"),
        (ROWS, {"texts": ["uses"]}, "named for two things"),
        (ROWS, {"id_column": "uses"}, "named for two things"),
        ([ROWS[0], ROWS[1], ROWS[1]], {"id_column": "nr"}, "the id P1 stands 2 times"),
        ([["a", "accurate", "uses"], ["x", "", ""], ["x", "", ""]], {}, "no column tells one"),
        ([ROWS[0]], {}, "no respondent"),
        ([["nr", "Kind", "kind", "accurate", "uses"], ["1"] * 5], {}, "differ only in case"),
    ],
)
def test_a_survey_that_does_not_fit_is_refused_whole(
    scene: Scene, rows: list[list[str]], options: dict[str, object], says: str
) -> None:
    before = dump(scene.study)
    with pytest.raises(WorkbenchError, match=says):
        panel(scene, rows, **options)
    assert dump(scene.study) == before


@pytest.mark.parametrize("name", ["Panel", "panel", "Interviews", " "])
def test_a_name_that_is_taken_is_refused(scene: Scene, name: str) -> None:
    panel(scene)
    before = dump(scene.study)
    with pytest.raises(WorkbenchError, match=r"already|has no name"):
        import_survey(scene.study, scene.folder / "panel.csv", name)
    assert dump(scene.study) == before


def test_the_same_texts_twice_are_refused(scene: Scene) -> None:
    panel(scene)
    before = dump(scene.study)
    with pytest.raises(WorkbenchError, match="holds the same text as transcript Panel: remark"):
        import_survey(scene.study, scene.folder / "panel.csv", "Again")
    assert dump(scene.study) == before
