"""Cases from a table: whom they are, what is updated, and what is refused by line."""

from pathlib import Path

import pytest
from corpus_sample import GROUP, P5, dump, new_study, stands_as_before, write_files

from workbench.corpus import store
from workbench.corpus.cases import import_cases
from workbench.corpus.importing import import_transcripts
from workbench.corpus.speakers import correct_speakers
from workbench.errors import WorkbenchError
from workbench.study import Study, person


@pytest.fixture
def study(tmp_path: Path) -> Study:
    made = new_study(tmp_path)
    import_transcripts(made, write_files(tmp_path, P5=P5, group=GROUP))
    return made


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "cases.csv"
    path.write_text(text, encoding="utf-8")
    return path


def ties(study: Study) -> dict[str, tuple[tuple[str, str], ...]]:
    return {case.name: case.speakers for case in store.cases(study)}


def test_names_decide(study: Study, tmp_path: Path) -> None:
    done = import_cases(study, table(tmp_path, "who,sector\nP5,water\nAda,health\nZoe,\n"))
    assert done.names == ("P5", "Ada", "Zoe")
    assert ties(study) == {"P5": (("P5", "P5"),), "Ada": (("group", "Ada"),), "Zoe": ()}
    assert [case.values for case in store.cases(study)] == [
        {"sector": "water"},
        {"sector": "health"},
        {},
    ]
    assert "Zoe" in done.notices[0]
    assert "Ada" not in done.notices[0]


def test_a_transcript_called_like_the_case_is_all_who_answer(study: Study, tmp_path: Path) -> None:
    import_cases(study, table(tmp_path, "who\ngroup\nBo\n"))
    assert ties(study) == {"group": (("group", "Ada"),), "Bo": (("group", "Bo"),)}


def test_columns_decide(study: Study, tmp_path: Path) -> None:
    text = "who,Transcript,SPEAKER,age\nA,group,Ada,40\nB,group,Bo,50\nA,P5,,\n"
    import_cases(study, table(tmp_path, text))
    assert ties(study) == {"A": (("P5", "P5"), ("group", "Ada")), "B": (("group", "Bo"),)}
    assert store.cases(study)[0].values == {"age": "40"}
    turns = store.turns(study, store.transcript(study, "group").id)
    assert [turn.case for turn in turns] == ["", "A", "B", "A", "B"]


def test_importing_again_updates(study: Study, tmp_path: Path) -> None:
    import_cases(study, table(tmp_path, "who,transcript,speaker,age,sector\nA,group,Ada,40,water"))
    import_cases(study, table(tmp_path, "who,transcript,speaker,Age\nA,group,Bo,41\nB,P5,P5,\n"))
    assert ties(study) == {"A": (("group", "Bo"),), "B": (("P5", "P5"),)}
    assert store.cases(study)[0].values == {"age": "41", "sector": "water"}
    import_cases(study, table(tmp_path, "who,age\nA,\n"))
    assert store.cases(study)[0].values == {"sector": "water"}
    assert ties(study)["A"] == (("group", "Bo"),)


def test_a_name_takes_no_speaker_away(study: Study, tmp_path: Path) -> None:
    correct_speakers(study, "group", cases={"Ada": "Somebody"})
    import_cases(study, table(tmp_path, "who\nAda\n"))
    assert ties(study) == {"Somebody": (("group", "Ada"),), "Ada": ()}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("A,nowhere,,1", "line 2, column transcript: no transcript is called “nowhere”"),
        ("A,group,Cy,1", "line 2, column speaker: “Cy” is no speaker label of group"),
        ("A,,Cy,1", "line 2, column speaker: no transcript has the speaker label “Cy”"),
        ("A,group,Ada,1\nB,group,Ada,2", r"line 3: Ada of group belongs to A already \(line 2\)"),
        ("A,group,Ada,1\nA,P5,P5,2", "line 3, column age: A has “2” here and “1”"),
        (",group,Ada,1", "line 2, column who: the cell is empty"),
    ],
)
def test_refused_by_line(study: Study, tmp_path: Path, rows: str, said: str) -> None:
    before = dump(study)
    with pytest.raises(WorkbenchError, match=said):
        import_cases(study, table(tmp_path, f"who,transcript,speaker,age\n{rows}\n"))
    assert dump(study) == before


def test_every_line_that_does_not_fit_is_named(study: Study, tmp_path: Path) -> None:
    text = "who,transcript\nA,no\nB,group\nC,nowhere\n"
    with pytest.raises(WorkbenchError, match="2 rows do not fit") as caught:
        import_cases(study, table(tmp_path, text))
    assert ["line 2" in caught.value.details[0], "line 4" in caught.value.details[1]] == [True] * 2


def test_undo_and_redo(study: Study, tmp_path: Path) -> None:
    import_cases(study, table(tmp_path, "who,transcript,speaker,age\nA,group,Ada,40\nB,P5,P5,9"))
    before = dump(study)
    text = "who,transcript,speaker,age,new\nA,group,Bo,,x\nC,group,Ada,7,\n"
    import_cases(study, table(tmp_path, text), by=person(study, "Ana"))
    stands_as_before(study, before)


def test_cases_wait_for_their_transcripts(tmp_path: Path) -> None:
    study = new_study(tmp_path)
    import_cases(study, table(tmp_path, "who\nP5\nBo\ngroup\n"))
    import_transcripts(study, write_files(tmp_path, P5=P5, group=GROUP))
    assert ties(study) == {
        "P5": (("P5", "P5"),),
        "Bo": (("group", "Bo"),),
        "group": (("group", "Ada"),),
    }


def test_names_are_one_however_their_accents_are_composed(tmp_path: Path) -> None:
    study = new_study(tmp_path)
    decomposed = "Rene\u0301"
    text = f"I: Well?\n{decomposed}: Yes.\nI: So?\n{decomposed}: No.\n"
    import_cases(study, table(tmp_path, "who\nRen\u00e9\n"))
    import_transcripts(study, write_files(tmp_path, T1=text))
    assert ties(study) == {"Ren\u00e9": (("T1", decomposed),)}
    import_transcripts(study, write_files(tmp_path, T2=text.replace("So", "And")))
    correct_speakers(study, "T2", cases={decomposed: ""})
    import_cases(study, table(tmp_path, "who\nRen\u00e9\n"))
    assert ties(study) == {"Ren\u00e9": (("T1", decomposed), ("T2", decomposed))}
