"""The demo study: interviews that read as interviews, codings that fit them, honest differences."""

import csv
import importlib.util
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from workbench.corpus.readers import read_transcript
from workbench.corpus.transcript import ReadTranscript

ROOT = Path(__file__).parents[2]
STUDY = ROOT / "corpora" / "river-warnings"
SETUP = json.loads((STUDY / "study.json").read_text(encoding="utf-8"))
CONVERTED = [file for file in SETUP["transcripts"] if not file.endswith(".txt")]
MADE = (*CONVERTED, "answers.csv", "codings-ana.csv", "codings-ben.csv", "sections.csv")
NAMES = [Path(file).stem for file in SETUP["transcripts"]]
CODERS = ("Ana", "Ben")
QUESTIONS = ("importance", "working", "approach")
REPEATED_WORDS = 8

# What the whole study of 28 may hold of each answer; a part of it may hold no more.
AT_MOST = {
    "importance": {"5": 26, "3": 1, "none": 1},
    "working": {
        "<1": 3,
        "1": 6,
        "1-2": 1,
        "2": 10,
        "3": 8,
        "3-4": 2,
        "4": 5,
        "5": 2,
        "unsure": 1,
        "depends": 1,
    },
    "approach": {"a": 11, "b": 16, "c": 4, "none": 4},
    "says_several": {"true": 8, "false": 16, "none": 4},
}
SECTORS_AT_MOST = {"water": 17, "fire": 6, "coast": 5}
MODES_AT_MOST = {"online": 19, "in person": 9}


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows, f"{path.name} has no rows"
    assert all(None not in row and None not in row.values() for row in rows), path.name
    return rows


@pytest.fixture(scope="module")
def transcripts() -> dict[str, ReadTranscript]:
    return {Path(file).stem: read_transcript(STUDY / file) for file in SETUP["transcripts"]}


@pytest.fixture(scope="module")
def codings() -> dict[str, list[dict[str, str]]]:
    return {coder: table(STUDY / SETUP["codings"][coder]["codings"]) for coder in CODERS}


@pytest.fixture(scope="module")
def shared_codes() -> set[str]:
    return {row["Name"] for row in table(ROOT / SETUP["codebook"])}


@pytest.fixture(scope="module")
def own_codes() -> dict[str, set[str]]:
    return {
        coder: {row["Name"] for row in table(STUDY / SETUP["codings"][coder]["codes"])}
        for coder in CODERS
    }


@pytest.fixture(scope="module")
def builder() -> Iterator[ModuleType]:
    """The study's own script, loaded from its file and not from any package."""
    spec = importlib.util.spec_from_file_location(
        "river_warnings_build", STUDY / "source" / "build.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "dont_write_bytecode", True)  # the folder travels in the wheel
        spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


# --- the interviews --------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_an_interview_is_two_people_taking_turns(
    name: str, transcripts: dict[str, ReadTranscript]
) -> None:
    read = transcripts[name]
    speakers = [turn.speaker for turn in read.turns]
    assert read.speakers == ("Interviewer", name)
    assert all(one != next_one for one, next_one in pairwise(speakers))
    assert 25 <= len(read.turns) <= 45
    assert read.notices == ()


@pytest.mark.parametrize("name", NAMES)
def test_an_interview_is_of_a_readable_length_and_mostly_the_participants(
    name: str, transcripts: dict[str, ReadTranscript]
) -> None:
    read = transcripts[name]
    said: Counter[str] = Counter()
    for turn in read.turns:
        said[turn.speaker] += len(read.text[turn.text_start : turn.end].split())
    assert 600 <= sum(said.values()) <= 1200
    assert said[name] > 1.5 * said["Interviewer"]


def test_nothing_is_said_twice(transcripts: dict[str, ReadTranscript]) -> None:
    seen: dict[tuple[str, ...], str] = {}
    repeated: list[str] = []
    for name, read in transcripts.items():
        for turn in read.turns:
            speech = read.text[turn.text_start : turn.end].casefold()
            words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", speech)
            for start in range(len(words) - REPEATED_WORDS + 1):
                phrase = tuple(words[start : start + REPEATED_WORDS])
                if phrase in seen:
                    repeated.append(f"{seen[phrase]}, {name}: {' '.join(phrase)}")
                seen[phrase] = name
    assert repeated == []


def test_three_formats_are_shipped() -> None:
    suffixes = Counter(Path(file).suffix for file in SETUP["transcripts"])
    assert set(suffixes) == {".txt", ".vtt", ".docx"}
    assert suffixes[".txt"] > len(NAMES) / 2


def test_a_sentence_of_the_meeting_tool_runs_over_cues() -> None:
    cues = (STUDY / "S1-06.vtt").read_text(encoding="utf-8").split("\n\n")[1:]
    assert sum(not re.search(r"[.?!\]”\"]</v>$", cue.strip()) for cue in cues) > 10


def test_each_interview_has_the_three_questions_in_order(
    transcripts: dict[str, ReadTranscript],
) -> None:
    sections: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in table(STUDY / SETUP["sections"]):
        sections[row["transcript"]].append((row["section"], int(row["start"])))
    assert set(sections) == set(NAMES)
    for name, found in sections.items():
        starts = [start for _, start in found]
        assert [section for section, _ in found] == list(QUESTIONS)
        assert starts == sorted(starts)
        asked = [turn for turn in transcripts[name].turns if turn.speaker == "Interviewer"]
        for start in starts:
            assert any(turn.text_start <= start < turn.end for turn in asked), (name, start)


# --- cases and answers -----------------------------------------------------------------------


def test_cases_name_every_interview_and_stay_within_the_design() -> None:
    cases = table(STUDY / SETUP["cases"])
    assert list(cases[0])[:3] == ["participant", "transcript", "speaker"]
    assert [row["participant"] for row in cases] == NAMES
    assert all(row["participant"] == row["transcript"] == row["speaker"] for row in cases)
    assert all(value for row in cases for value in row.values())
    sectors, modes = (Counter(row[column] for row in cases) for column in ("sector", "mode"))
    assert set(sectors) == set(SECTORS_AT_MOST)
    assert sectors <= Counter(SECTORS_AT_MOST)
    assert set(modes) == set(MODES_AT_MOST)
    assert modes <= Counter(MODES_AT_MOST)


def test_answers_are_the_participants_own_words_and_stay_within_the_design(
    transcripts: dict[str, ReadTranscript],
) -> None:
    answers = table(STUDY / SETUP["answers"]["file"])
    given: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in answers:
        given[row["transcript"], row["question"]].append(row["value"])
        start, end = int(row["start"]), int(row["end"])
        assert any(
            turn.speaker == row["transcript"] and turn.text_start <= start < end <= turn.end
            for turn in transcripts[row["transcript"]].turns
        ), row
    assert set(given) == {(name, question) for name in NAMES for question in AT_MOST}
    assert all(len(set(values)) == len(values) <= 2 for values in given.values())
    assert all(len(given[name, "importance"]) == 1 for name in NAMES)
    for question, most in AT_MOST.items():
        counts = Counter(row["value"] for row in answers if row["question"] == question)
        assert counts <= Counter(most), question
    for name in NAMES:
        approaches, several = sorted(given[name, "approach"]), given[name, "says_several"]
        assert len(approaches) == 1 or approaches in (["a", "b"], ["b", "c"])
        assert len(approaches) == 1 or several == ["true"]
        assert (several == ["none"]) == (approaches == ["none"])


# --- codings ---------------------------------------------------------------------------------


def test_every_coding_lies_in_its_text_on_words_of_the_participant(
    codings: dict[str, list[dict[str, str]]], transcripts: dict[str, ReadTranscript]
) -> None:
    for rows in codings.values():
        for row in rows:
            read = transcripts[row["transcript"]]
            start, end = int(row["start"]), int(row["end"])
            assert 0 <= start < end <= len(read.text), row
            passage = read.text[start:end]
            assert passage == passage.strip(), row
            assert not (read.text[start - 1].isalnum() and passage[0].isalnum()), row
            assert not (passage[-1].isalnum() and read.text[end].isalnum()), row
            own = [turn for turn in read.turns if turn.speaker == row["transcript"]]
            for position in (start, end - 1):
                assert any(t.text_start <= position < t.end for t in own), row


def test_a_coding_may_run_over_the_interviewer(
    codings: dict[str, list[dict[str, str]]], transcripts: dict[str, ReadTranscript]
) -> None:
    over = [
        row
        for rows in codings.values()
        for row in rows
        if "\n" in transcripts[row["transcript"]].text[int(row["start"]) : int(row["end"])]
    ]
    assert 1 <= len(over) <= 5


def test_codes_are_in_the_codebook_or_the_coders_own(
    codings: dict[str, list[dict[str, str]]],
    shared_codes: set[str],
    own_codes: dict[str, set[str]],
) -> None:
    assert not own_codes["Ana"] & own_codes["Ben"]
    assert not shared_codes & (own_codes["Ana"] | own_codes["Ben"])
    for coder in CODERS:
        used = {row["code"] for row in codings[coder]}
        assert used <= shared_codes | own_codes[coder]
        assert own_codes[coder] <= used


def test_own_codes_are_defined_and_some_are_in_the_participants_words(
    transcripts: dict[str, ReadTranscript],
) -> None:
    everything = "".join(read.text for read in transcripts.values())
    for coder in CODERS:
        rows = table(STUDY / SETUP["codings"][coder]["codes"])
        assert all(row["Description"] and row["Parent"] == "" for row in rows)
        assert {row["Origin"] for row in rows} == {"inductive", "in-vivo"}
        for row in rows:
            assert row["Example"].strip("“”") in everything, row["Name"]
            if row["Origin"] == "in-vivo":
                assert row["Name"].casefold() in everything.casefold(), row["Name"]


@pytest.mark.parametrize("coder", CODERS)
def test_a_coder_codes_every_interview_overlapping_and_with_a_few_memos(
    coder: str, codings: dict[str, list[dict[str, str]]]
) -> None:
    rows = codings[coder]
    per_interview = Counter(row["transcript"] for row in rows)
    assert set(per_interview) == set(NAMES)
    assert all(20 <= count <= 40 for count in per_interview.values())
    keys = [(row["transcript"], row["start"], row["end"], row["code"]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert 3 <= sum(bool(row["memo"]) for row in rows) <= len(rows) / 5
    overlapping = sum(
        one["transcript"] == other["transcript"]
        and int(one["start"]) < int(other["end"])
        and int(other["start"]) < int(one["end"])
        for number, one in enumerate(rows)
        for other in rows[number + 1 :]
    )
    assert overlapping >= 10


def coded_characters(
    rows: list[dict[str, str]], transcripts: dict[str, ReadTranscript]
) -> dict[str, set[tuple[str, int]]]:
    """For each code the characters of participants that carry it, as (transcript, position)."""
    base = spoken_by_participants(transcripts)
    coded: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for row in rows:
        span = range(int(row["start"]), int(row["end"]))
        coded[row["code"]] |= {(row["transcript"], position) for position in span} & base
    return coded


def spoken_by_participants(transcripts: dict[str, ReadTranscript]) -> set[tuple[str, int]]:
    return {
        (name, position)
        for name, read in transcripts.items()
        for turn in read.turns
        if turn.speaker == name
        for position in range(turn.text_start, turn.end)
    }


def kappa(one: int, other: int, both: int, base: int) -> float:
    observed = (base - one - other + 2 * both) / base
    expected = (one * other + (base - one) * (base - other)) / base**2
    return (observed - expected) / (1 - expected)


def test_agreement_on_the_shared_codes_is_honest(
    codings: dict[str, list[dict[str, str]]],
    transcripts: dict[str, ReadTranscript],
    shared_codes: set[str],
) -> None:
    base = len(spoken_by_participants(transcripts))
    ana, ben = (coded_characters(codings[coder], transcripts) for coder in CODERS)
    both_use = (set(ana) & set(ben)) & shared_codes
    found = {
        code: kappa(len(ana[code]), len(ben[code]), len(ana[code] & ben[code]), base)
        for code in both_use
    }
    perfect = {code for code, value in found.items() if value == 1}
    assert len(perfect) == 1
    assert all(sum(row["code"] in perfect for row in codings[coder]) == 1 for coder in CODERS)
    others = {code: value for code, value in found.items() if code not in perfect}
    assert all(0.3 < value < 0.95 for value in others.values()), others
    assert min(others.values()) < 0.5
    assert max(others.values()) > 0.85


def test_the_coders_differ_in_every_way_two_people_can(
    codings: dict[str, list[dict[str, str]]],
    shared_codes: set[str],
    own_codes: dict[str, set[str]],
) -> None:
    def spans(coder: str) -> dict[tuple[str, int, int], set[str]]:
        found: dict[tuple[str, int, int], set[str]] = defaultdict(set)
        for row in codings[coder]:
            found[row["transcript"], int(row["start"]), int(row["end"])].add(row["code"])
        return found

    ana, ben = spans("Ana"), spans("Ben")
    agreed = sum(len(ana[key] & ben[key]) for key in ana.keys() & ben.keys())
    total = sum(len(rows) for rows in codings.values())
    assert 0.3 < 2 * agreed / total < 0.7

    def touching(code_a: str, key: tuple[str, int, int]) -> bool:
        return any(
            code_a in codes and other[0] == key[0] and other[1] < key[2] and key[1] < other[2]
            for other, codes in ben.items()
        )

    shifted = sum(
        code in shared_codes and code not in ben.get(key, set()) and touching(code, key)
        for key, codes in ana.items()
        for code in codes
    )
    missed = sum(
        code in shared_codes and not touching(code, key)
        for key, codes in ana.items()
        for code in codes
    )
    other_code = sum(not codes & ben[key] for key, codes in ana.items() if key in ben)
    one_idea_two_names = sum(
        bool(ana_codes & own_codes["Ana"] and ben_codes & own_codes["Ben"])
        for a, ana_codes in ana.items()
        for b, ben_codes in ben.items()
        if a[0] == b[0]
        and 2 * (min(a[2], b[2]) - max(a[1], b[1])) >= max(a[2], b[2]) - min(a[1], b[1])
    )
    assert shifted >= 20
    assert missed >= 20
    assert other_code >= 3
    assert one_idea_two_names >= 5


def test_one_code_is_used_by_nobody(
    codings: dict[str, list[dict[str, str]]], shared_codes: set[str]
) -> None:
    used = {row["code"] for rows in codings.values() for row in rows}
    parents = {row["Parent"] for row in table(ROOT / SETUP["codebook"])}
    assert shared_codes - used - parents == {"Duty by law"}


# --- themes and the builder ------------------------------------------------------------------


def test_themes_place_every_used_code_or_leave_it_out_with_a_word(
    codings: dict[str, list[dict[str, str]]], shared_codes: set[str]
) -> None:
    rows = table(STUDY / SETUP["themes"])
    named = [row for row in rows if row["theme"]]
    parked = [row for row in rows if not row["theme"]]
    assert len(named) == 3
    assert all(row["concept"] and row["definition"] for row in named)
    assert len({row["concept"] for row in named}) == 3
    assert [bool(row["word"]) for row in parked] == [True, True]
    placed = [code for row in rows for code in row["codes"].split("; ")]
    assert len(placed) == len(set(placed))
    branches = {row["Name"] for row in table(ROOT / SETUP["codebook"]) if not row["Parent"]}
    used = {row["code"] for coder_rows in codings.values() for row in coder_rows}
    for file in SETUP["survey"]["codings"].values():
        used |= {row["code"] for row in table(STUDY / file)}
    assert set(placed) == used - branches


def test_what_is_made_is_made_again_byte_for_byte(builder: ModuleType, tmp_path: Path) -> None:
    builder.build(STUDY, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(MADE)
    for name in MADE:
        assert (tmp_path / name).read_bytes() == (STUDY / name).read_bytes(), name


def test_the_builder_renders_what_the_readers_read(
    builder: ModuleType, transcripts: dict[str, ReadTranscript]
) -> None:
    for name in (Path(file).stem for file in CONVERTED):
        written = (STUDY / "source" / f"{name}.txt").read_text(encoding="utf-8")
        assert builder.rendered(builder.turns_of(written)) == transcripts[name].text


def test_texts_are_stored_as_they_are_shipped(transcripts: dict[str, ReadTranscript]) -> None:
    for file in SETUP["transcripts"]:
        if file.endswith(".txt"):
            assert (STUDY / file).read_bytes() == transcripts[Path(file).stem].text.encode()


@pytest.mark.parametrize(
    ("passage", "complaint"),
    [
        ("absent words", "stands 0 times"),
        ("the river", "stands 2 times"),
        ("Twice … never said", "does not stand behind"),
        ("Twice … and again.", "more than one turn"),
    ],
)
def test_a_mark_that_does_not_fit_is_refused(
    passage: str, complaint: str, builder: ModuleType
) -> None:
    text = "I: And the river?\n\nP: Twice the river rose.\n\nP: Once, and again.\n\n"
    with pytest.raises(builder.MarkError, match=complaint):
        builder.locate(text, passage, "a line")


def test_a_passage_over_turns_has_to_be_marked_as_such(builder: ModuleType) -> None:
    text = "P: Twice it rose.\n\nP: Once, and again.\n\n"
    start, end = builder.locate(text, "Twice ¶ and again.", "a line")
    assert text[start:end] == "Twice it rose.\n\nP: Once, and again."
