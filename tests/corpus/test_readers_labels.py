"""Which labels are believed, and where turns begin and end in a running text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.corpus.interviewers import guess_interviewers
from workbench.corpus.readers import read_transcript
from workbench.corpus.transcript import ReadTranscript


def read(text: str, name: str = "talk.txt") -> ReadTranscript:
    return read_transcript(Path(name), text.encode())


def turns(text: str) -> list[tuple[str, str]]:
    found = read(text)
    return [(turn.speaker, found.text[turn.text_start : turn.end]) for turn in found.turns]


def test_a_turn_is_a_label_range_and_a_speech_range() -> None:
    found = read("Interviewer:  How was it?\n\nP5:\tGood. \n")
    first, second = found.turns
    assert (first.number, first.start, first.text_start, first.end) == (1, 0, 14, 25)
    assert (second.number, second.start, second.text_start, second.end) == (2, 27, 31, 36)
    assert found.text[second.start : second.text_start] == "P5:\t"
    assert (found.name, found.format, found.encoding) == ("talk", "txt", "utf-8")
    assert (found.words, found.characters, found.speakers) == (6, 38, ("Interviewer", "P5"))


@pytest.mark.parametrize(
    ("line", "label", "start"),
    [
        ("I: yes", "I", 0),
        ("SPEAKER 1: yes", "SPEAKER 1", 0),
        ("Interviewer1 : yes", "Interviewer1", 0),
        ("Interviewer\u00a0: yes", "Interviewer", 0),
        ("P5:\tyes", "P5", 0),
        ("P5:          yes", "P5", 0),
        ("[00:01:02] Moderator: yes", "Moderator", 0),
        ("00:01:02\tModerator:\tyes", "Moderator", 0),
        ("Moderator (0:07): yes", "Moderator", 0),
        ("   Respondent: yes", "Respondent", 3),
        ("**Interviewer:** yes", "Interviewer", 0),
        ("**Interviewer**: yes", "Interviewer", 0),
        ("Interviewer:\nyes", "Interviewer", 0),
        ("参加者A：yes", "参加者A", 0),
        ("Interviewer：yes", "Interviewer", 0),
    ],
)
def test_layouts_of_a_label(line: str, label: str, start: int) -> None:
    # Only what opens the file needs no second look; the roles are believed anywhere.
    found = read(f"{line}\n")
    assert [(turn.speaker, turn.start) for turn in found.turns] == [(label, start)]
    assert found.text[found.turns[0].text_start : found.turns[0].end] == "yes"


def test_whoever_writes_in_a_chat_is_a_speaker_though_only_once() -> None:
    chat = (
        "00:21:14\tAndrew Knight:\tHello.\nNote: two lines\nMaria: is quoted\n"
        "00:21:35\tMaria:\tHi.\n00:22:01\tAndrew Knight:\tOk.\n00:22:10\tbob:\tYes.\n"
    )
    assert turns(chat) == [
        ("Andrew Knight", "Hello.\nNote: two lines\nMaria: is quoted"),
        ("Maria", "Hi."),
        ("Andrew Knight", "Ok."),
        ("bob", "Yes."),
    ]
    assert not any("left as text" in notice for notice in read(chat).notices)


@pytest.mark.parametrize(
    "chat",
    [
        "10:02:11 From Ana Berg to Everyone:\n\tHello to all: here\n\tNote: two lines\n"
        "10:02:30 From Maria to Ana Berg(Direct Message):\n\tHi.\n"
        "10:03:00 From Ana Berg to Everyone:\n\tOk.\n",
        "10:02:11\t From  Ana Berg  to  Everyone : Hello to all: here\n\tNote: two lines\n"
        "10:02:30\t From  Maria : Hi.\n10:03:00\t From  Ana Berg : Ok.\n",
    ],
    ids=["new", "old"],
)
def test_a_saved_chat_of_zoom_has_its_writers(chat: str) -> None:
    assert turns(chat) == [
        ("Ana Berg", "Hello to all: here\n\tNote: two lines"),
        ("Maria", "Hi."),
        ("Ana Berg", "Ok."),
    ]
    assert read(chat).turns[0].cue_start == 36_131_000


def test_a_stretch_of_time_is_no_chat() -> None:
    text = "00:00:01 Ana: When?\n00:00:05 From Monday to Friday: always.\n00:00:09 Ana: Ah.\n"
    assert [speaker for speaker, _ in turns(text)] == ["Ana"]


def test_time_stamps_before_labels_are_kept_with_the_turn() -> None:
    found = read("[00:01:02] Ana: one\n[01:00:03.5] Ben: two\n[00:02] Ana: three\n[00:03] Ben: x")
    assert [turn.cue_start for turn in found.turns] == [62_000, 3_603_500, 2_000, 3_000]


def test_a_single_unknown_label_stays_text_and_is_named() -> None:
    text = "Ana: I thought of it.\nThe reason: money.\nBen: Yes?\nAna: Yes.\nBen: Well."
    assert turns(text)[0] == ("Ana", "I thought of it.\nThe reason: money.")
    (notice,) = read(text).notices
    assert "“The reason”" in notice and "talk.txt" in notice


@pytest.mark.parametrize(
    "line", ["It was 10:30 then", "10:30 it was", "http://a.b", "C:\\x", ": x"]
)
def test_colons_that_are_no_labels(line: str) -> None:
    text = f"Ana: a\nBen: b\n{line}\n{line}\nAna: c\nBen: d"
    assert [speaker for speaker, _ in turns(text)] == ["Ana", "Ben", "Ana", "Ben"]


def test_remarks_never_speak_however_often_they_stand() -> None:
    text = "Ana: a\nNote: x\nBen: b\nNote: y\nAna: c\nBen: d"
    assert [speaker for speaker, _ in turns(text)] == ["Ana", "Ben", "Ana", "Ben"]


def test_role_words_need_no_second_time() -> None:
    text = "Ana: a\nModerator: b\nAna: c\nParticipant 7: d\nR: e"
    assert [speaker for speaker, _ in turns(text)] == [
        "Ana",
        "Moderator",
        "Ana",
        "Participant 7",
        "R",
    ]


def test_a_label_that_opens_the_file_and_never_returns_is_believed_and_named() -> None:
    found = read("Title: River talk\n\nAna: a\nBen: b\nAna: c\nBen: d")
    assert found.turns[0].speaker == "Title"
    assert any("only once: “Title”" in notice for notice in found.notices)


def test_the_label_repeated_on_the_next_segment_is_the_same_turn() -> None:
    assert turns("P1: one\n\nP1: two\n\nP2: three\n\nmore\n\nP1: four") == [
        ("P1", "one\n\nP1: two"),
        ("P2", "three\n\nmore"),
        ("P1", "four"),
    ]


def test_spellings_of_one_name_are_proposed_and_kept_apart() -> None:
    found = read("Interviewer1: a\nP5: b\nInterviewer 1: c\nP5: d\nINTERVIEWER 1: e")
    assert found.speakers == ("Interviewer1", "P5", "Interviewer 1", "INTERVIEWER 1")
    (notice,) = found.notices
    assert "“Interviewer1”, “Interviewer 1”, “INTERVIEWER 1”" in notice


def test_speech_before_the_first_label_is_a_turn_of_nobody() -> None:
    assert turns("All right. \n\nInterviewer: So.\n\nP5: Yes.") == [
        ("", "All right."),
        ("Interviewer", "So."),
        ("P5", "Yes."),
    ]


def test_without_labels_every_paragraph_is_a_turn() -> None:
    assert turns("One two\nthree.\n \nFour.\n") == [("", "One two\nthree."), ("", "Four.")]
    assert turns("One.\nTwo.\n") == [("", "One."), ("", "Two.")]
    assert read("One.\nTwo.").speakers == ()
    assert "no speaker labels" in read("One.").notices[0]


def test_a_label_without_words_makes_no_turn_and_is_named() -> None:
    found = read("Ana: a\nBen:\nAna: b\nBen: \n")
    assert [turn.speaker for turn in found.turns] == ["Ana", "Ana"]
    assert any("“Ben”" in notice for notice in found.notices)


def test_otter_headers_and_footers_are_no_turns() -> None:
    text = (
        "Flood talk\nSUMMARY KEYWORDS\nriver, warning\nSPEAKERS\nAna, Unknown Speaker\n\n"
        "Ana  00:03\nHow was it?\n\nUnknown Speaker  1:02:03\nWet.\n\nVery: wet.\n\n"
        "Transcribed by https://otter.ai\n"
    )
    assert turns(text) == [("Ana", "How was it?"), ("Unknown Speaker", "Wet.\n\nVery: wet.")]
    assert [turn.cue_start for turn in read(text).turns] == [3_000, 3_723_000]
    assert read(text).text == text


def test_two_times_in_a_header_do_not_make_a_stamped_layout() -> None:
    text = "Start  10:30\nEnd  11:30\nAna: a\nBen: b\nAna: c\nBen: d"
    assert [speaker for speaker, _ in turns(text)] == ["", "Ana", "Ben", "Ana", "Ben"]


def test_only_line_feeds_end_a_line() -> None:
    assert turns("Ana: a\u2028Ben: b\x0bBen: c\x85Ben: d\nAna: e") == [
        ("Ana", "a\u2028Ben: b\x0bBen: c\x85Ben: d\nAna: e")
    ]


def test_interviewers_by_role_words() -> None:
    labels = ["Interviewer", "interviewer 2", "INT", "I", "I1", "Int. 2", "Moderator #3", "P5"]
    assert guess_interviewers(labels) == labels[:-1]
    assert guess_interviewers(["Intervieweuse", "Moderatorin", "Entrevistadora 1"]) != []
    assert guess_interviewers(["Interviewee", "Ian", "Interviewers' friend", "Participant"]) == []


_PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            ["Ana: ", "Ben :\t", "P5:", "I: ", "\n", "\n\n", " \n", "[00:01] Ana: ", "**I:** "]
        ),
        st.sampled_from(["Note: ", "x  0:01\n", "\u00a0", "\u2028", "\t", "http://x ", "…", ":"]),
        st.text(max_size=8),
    ),
    max_size=40,
)


@given(_PIECES)
def test_turns_are_ordered_disjoint_trimmed_and_inside(pieces: list[str]) -> None:
    text = "".join(pieces).replace("\0", "") + "."
    found = read(text)
    position = 0
    for number, turn in enumerate(found.turns, 1):
        assert turn.number == number
        assert position <= turn.start <= turn.text_start < turn.end <= len(found.text)
        speech = found.text[turn.text_start : turn.end]
        assert speech == speech.strip()
        assert turn.speaker == turn.speaker.strip()
        assert turn.speaker in found.text[turn.start : turn.text_start]
        position = turn.end
