"""Candidates for de-identification: by spelling, and by a model where one is installed."""

from pathlib import Path

import pytest
import spacy

from workbench.corpus.entities import entities
from workbench.corpus.identifying import Candidate, candidates
from workbench.errors import WorkbenchError

TEXT = """Interviewer: Whom do you ring?

Marta: I ring Jonas Weber, jonas@river.example or +49 30 1234567. The gauge is at Elmford.

Marta: Well, Mr Quill knows. In 2019 it was the gauge at Elmford, too. Weber said so.
"""


def found(text: str, *labels: str, known: dict[str, str] | None = None) -> dict[str, Candidate]:
    return {one.words: one for one in candidates({"S1": text}, {"S1": labels}, known)}


def kinds(text: str, *labels: str) -> dict[str, str]:
    return {words: one.kind for words, one in found(text, *labels).items()}


def test_candidates_are_what_is_spelled_like_a_name() -> None:
    assert kinds(TEXT, "Interviewer", "Marta") == {
        "Marta": "speaker",
        "Elmford": "place",
        "Jonas Weber": "name",
        "Weber": "name",
        "Quill": "name",
        "jonas@river.example": "address",
        "+49 30 1234567": "number",
    }
    elmford = found(TEXT, "Interviewer", "Marta")["Elmford"]
    assert (elmford.count, elmford.transcripts) == (2, ("S1",))
    assert "The gauge is at Elmford. Marta:" in elmford.example


def test_a_surname_alone_stands_for_the_whole_name_where_there_is_one() -> None:
    text = "I know Jonas Weber and Ann Quill. Then Weber came, and Weber's dog. So Ann Klein rang."
    assert found(f"{text} I saw Weber.")["Weber"].part_of == "Jonas Weber"
    assert found(f"{text} I saw Ann.")["Ann"].part_of == "", "there are two Anns"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("It was on 12 March 1984.", {"12 March 1984": "date"}),
        ("It was on March 12th, 1984, no?", {"March 12th, 1984": "date"}),
        ("Am 12. März war es.", {"12. März": "date"}),
        ("It was 12.03.1984 and 1984-03-12.", {"12.03.1984": "date", "1984-03-12": "date"}),
        ("We may 3 times, in May, on Monday, on Fridays.", {}),
        ("It was in 2019, at 12.30 and 3/4.", {}),
        ("See www.river.example/a now.", {"www.river.example/a": "address"}),
        ("I've said I'll go and I'd do it.", {}),
        ("We met at Marta's.", {"Marta": "place"}),
        ("Then Mrs O'Brien-Smith rang.", {"O'Brien-Smith": "name"}),
        ("Then Mrs White went, all white.", {"White": "name"}),
        ("Yes, Ludwig van Beek of course.", {"Ludwig van Beek": "name"}),
        ("Down to Pell Weir. A weir is old.", {"Pell Weir": "name"}),
        ("Elmford drowned. “Elmford did.”", {}),
        ("Hester Vane told me.", {"Hester Vane": "name"}),
        ("Er wohnt in Köln, bei Aachen.", {"Köln": "place", "Aachen": "place"}),
    ],
)
def test_shapes_of_candidates(said: str, expected: dict[str, str]) -> None:
    assert kinds(said) == expected


def test_labels_that_stand_for_somebody_already_are_none() -> None:
    said = "S1-07: I ring.\n\nMarta Klein: No.\n\nP3: Yes."
    assert kinds(said, "S1-07", "Marta Klein", "P3") == {"Marta Klein": "speaker"}


def test_a_paragraph_of_a_hundred_thousand_characters_is_read_once() -> None:
    (one,) = found("the river rises and Marta rings me, " * 3000).values()
    assert (one.words, one.count) == ("Marta", 3000)


def test_a_model_adds_what_spelling_hides(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "PERSON", "pattern": "marta"},
            {"label": "GPE", "pattern": "Elmford"},
            {"label": "DATE", "pattern": "today"},
            {"label": "DATE", "pattern": "the 3rd"},
            {"label": "CARDINAL", "pattern": "two"},
        ]
    )
    nlp.to_disk(tmp_path / "model")
    texts = {"S1": "so marta rang, today, on the 3rd\nElmford had two"}
    known = entities(texts, str(tmp_path / "model"))
    assert known == {"marta": "name", "Elmford": "place", "the 3rd": "date"}
    assert set(found(texts["S1"], known=known)) == {"marta", "Elmford", "the 3rd"}


def test_a_model_that_is_not_there_or_knows_no_names(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="python -m spacy download"):
        entities({}, "xx_no_such_model")
    spacy.blank("en").to_disk(tmp_path / "model")
    with pytest.raises(WorkbenchError, match="knows no names"):
        entities({}, str(tmp_path / "model"))
