"""Behind every figure stands as much as it counts, each with its place."""

from pathlib import Path

import pytest
from replica_tables import CASES, CLOSED, SECTOR, make

from workbench.codebook.store import add_code
from workbench.coding.apply import apply_code
from workbench.coding.rounds import start_round
from workbench.consensus.reveal import lock
from workbench.corpus.store import text, transcript
from workbench.figures.behind import behind
from workbench.figures.describe import describe
from workbench.figures.nouns import GIVEN, PARTICIPANTS, UNITS, Frequency
from workbench.study import add_person, open_study, person
from workbench.themes.arrange import add_theme, move_codes


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The replica's tables, with two codes on three interviews and a theme of both."""
    made = make(tmp_path_factory.mktemp("behind") / "study")
    with open_study(made) as study:
        ana = add_person(study, "Ana", "coder")
        codes = [
            add_code(study, name, origin="deductive", by=None, shared=True)
            for name in ("Rain", "Saying")
        ]
        counted = [name for name in CASES if name != "S1-03"]
        start_round(study, "Round 1", ["Ana"], transcripts=counted)
        for name in ("S1-01", "S1-02", "S1-20"):
            one = transcript(study, name)
            at = text(study, one.id).index("Then it rains")
            apply_code(study, ana, one, at, at + 13, codes[0])
            apply_code(study, ana, one, 25, 40, codes[1])
            apply_code(study, ana, one, at, at + 13, codes[1])
        lock(study, ana)
        add_theme(study, "Weather", concept="It rains.", by=ana)
        move_codes(study, [one.id for one in codes], "Weather", by=ana)
    return made


def counted_by(figure: Frequency, sayings: int, people: int) -> int:
    """What a figure counts of what stands behind it."""
    passages = figure.variable in ("codes", "themes")
    return people if passages and figure.base_kind == PARTICIPANTS else sayings


@pytest.mark.parametrize("by", ["", "sector", "approach", SECTOR])
def test_as_much_stands_behind_a_figure_as_it_counts(path: Path, by: str) -> None:
    with open_study(path) as study:
        figures = describe(study, None, by=by)
        kinds = {figure.base_kind for figure in figures}
        assert kinds >= ({PARTICIPANTS} if by == SECTOR else {PARTICIPANTS, GIVEN, UNITS})
        for figure in figures:
            found = behind(study, None, figure)
            people = len({one.participant for one in found})
            assert counted_by(figure, len(found), people) == figure.n, figure


def test_the_words_are_those_at_the_place(path: Path) -> None:
    with open_study(path) as study:
        (rain,) = describe_one(path, "codes", "Rain", UNITS)
        assert [(one.participant, one.words) for one in behind(study, None, rain)] == [
            (name, "Then it rains") for name in ("S1-01", "S1-02", "S1-20")
        ]
        (answer,) = describe_one(path, "approach", "c", GIVEN)
        for one in behind(study, None, answer):
            assert one.transcript == one.participant
            assert one.words == text(study, one.transcript_id)[one.start : one.end] != ""


def test_without_a_passage_it_is_where_the_participant_begins(path: Path) -> None:
    with open_study(path) as study:
        (coast,) = describe_one(path, "sector", "coast", PARTICIPANTS)
        first = behind(study, None, coast)[0]
        assert (first.participant, first.words) == ("S1-24", "")
        assert text(study, first.transcript_id)[first.start :].startswith("I would say")


def test_a_respondent_is_found_in_their_free_text(path: Path) -> None:
    with open_study(path) as study:
        (yes,) = describe_one(path, CLOSED, "yes", PARTICIPANTS)
        sayings = behind(study, None, yes)
        assert [one.participant for one in sayings[2:4]] == ["S2-03", "S2-04"]
        assert sayings[3].transcript == "survey: Anything you would like to add?"
        opened = text(study, sayings[3].transcript_id)[sayings[3].start :]
        assert opened.startswith("Format 1 is my whole shift.")
        assert sayings[2].transcript_id == "", "who wrote nothing is nowhere in the text"


def test_what_is_hidden_stands_behind_nothing(path: Path) -> None:
    with open_study(path) as study:
        ana = person(study, "Ana")
        before = describe(study, None, variable="codes")
        assert behind(study, ana, before[0]) == behind(study, None, before[0])
        start_round(study, "Round 2", ["Ana"], transcripts=["S1-03"])
        hail = add_code(study, "Hail", origin="inductive", by=ana, shared=False)
        apply_code(study, ana, transcript(study, "S1-03"), 25, 40, hail)
        for viewer in (ana, None):
            assert describe(study, viewer, variable="codes") == before
            asked = Frequency("interviews", "codes", "Hail", "value", 1, 1, UNITS)
            assert behind(study, viewer, asked) == []


def describe_one(path: Path, variable: str, value: str, base_kind: str) -> list[Frequency]:
    with open_study(path) as study:
        return [
            figure
            for figure in describe(study, None, variable=variable)
            if (figure.value, figure.base_kind) == (value, base_kind)
        ]
