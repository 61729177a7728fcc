"""WebVTT and SubRip as tools write them, and as they get broken."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.corpus.readers import read_transcript
from workbench.corpus.readers.rendering import Utterance, join_wrapped, merge, render
from workbench.corpus.transcript import ReadTranscript
from workbench.errors import WorkbenchError


def read(text: str, name: str = "talk.vtt") -> ReadTranscript:
    return read_transcript(Path(name), text.encode())


def said(found: ReadTranscript) -> list[tuple[str, str]]:
    return [(turn.speaker, found.text[turn.text_start : turn.end]) for turn in found.turns]


def cue(number: int, *lines: str, mark: str = ".") -> str:
    clock = f"00:00:{number:02d}{mark}000 --> 00:00:{number:02d}{mark}500"
    return "\n".join((str(number), clock, *lines)) + "\n\n"


def vtt(*cues: str) -> str:
    return "WEBVTT\n\n" + "".join(cues)


def test_neighbouring_cues_of_a_voice_are_one_turn_with_their_times() -> None:
    found = read(
        "WEBVTT\r\n\r\n"
        "91b3f3c3-44c6-4a8b-8c0a-add105d816bd/6-0\r\n00:00:03.317 --> 00:00:07.567\r\n"
        "<v Ana Li (Guest)>We had a fire-\r\nrelated &lt;loss&gt; &amp;</v>\r\n\r\n"
        "91b3f3c3-44c6-4a8b-8c0a-add105d816bd/6-1\r\n00:00:07.627 --> 00:01:11.877\r\n"
        "<v Ana Li (Guest)>so on.</v>\r\n\r\n"
        "91b3f3c3-44c6-4a8b-8c0a-add105d816bd/7-0\r\n00:01:12.000 --> 01:00:00.000\r\n"
        "<v Ben>I see.</v>\r\n"
    )
    assert found.text == "Ana Li (Guest): We had a fire-related <loss> & so on.\n\nBen: I see.\n\n"
    assert [(turn.cue_start, turn.cue_end) for turn in found.turns] == [
        (3_317, 71_877),
        (72_000, 3_600_000),
    ]
    assert said(found)[1] == ("Ben", "I see.")


def test_two_voices_in_a_cue_classes_and_a_missing_end_tag() -> None:
    found = read(
        vtt(
            cue(1, "<v.loud Ana>Yes!</v> <v.loud.far Ben &amp; Co>No."),
            cue(2, "<v Ana><i>Well</i>, <c.red>then</c> <00:00:02.100>go <laughs></v>"),
        )
    )
    assert said(found) == [("Ana", "Yes!"), ("Ben & Co", "No."), ("Ana", "Well, then go <laughs>")]


def test_a_cue_without_a_voice_among_voices_is_speech_of_nobody_known() -> None:
    found = read(vtt(cue(1, "<v Ana>One.</v>"), cue(2, "Two."), cue(3, "<v Ana>Three.</v>")))
    assert said(found) == [("Ana", "One."), ("", "Two."), ("Ana", "Three.")]
    assert found.text == "Ana: One.\n\nTwo.\n\nAna: Three.\n\n"
    assert any("no voice tag" in notice for notice in found.notices)


def test_a_dash_before_a_voice_is_no_speech_of_nobody() -> None:
    found = read(vtt(cue(1, "- <v Ana>One.</v>\n- <v Ben>Two - or three.</v>")))
    assert said(found) == [("Ana", "One."), ("Ben", "Two - or three.")]


def test_notes_styles_and_regions_are_no_speech() -> None:
    found = read(
        "WEBVTT - made by hand\nKind: captions\n\nSTYLE\n::cue { color: red }\n\n"
        "NOTE Confidence: 0.9\n\n" + cue(1, "Ana: One.") + "NOTE\nAna: not said\nat all\n\n"
        "REGION\nid:a\n\n" + cue(2, "Two.")
    )
    assert said(found) == [("Ana", "One. Two.")]


def test_names_before_a_colon_as_zoom_writes_them() -> None:
    found = read(
        vtt(
            cue(1, "Eric's iPad (SL): Hi"),
            cue(2, "there."),
            cue(3, "Note: this is recorded."),
            cue(4, "Ana Li: Ok: good."),
            cue(5, "Eric's iPad (SL): Yes."),
        )
    )
    assert said(found) == [
        ("Eric's iPad (SL)", "Hi there. Note: this is recorded."),
        ("Ana Li", "Ok: good."),
        ("Eric's iPad (SL)", "Yes."),
    ]
    assert any("“Ana Li”" in notice for notice in found.notices)
    assert any("“Note”" in notice for notice in found.notices)


def test_speech_before_the_first_name_is_nobodys() -> None:
    found = read(vtt(cue(1, "Hello."), cue(2, "Ana: Hi."), cue(3, "Ana: So.")))
    assert said(found) == [("", "Hello."), ("Ana", "Hi. So.")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_subrip_with_a_mark_tags_and_missing_blank_lines(newline: str) -> None:
    text = (
        "\ufeff1\n00:00:01,000 --> 00:00:02,500\n<i>Ana:</i> In the year\n1999\n"
        '2\n00:00:03,000 --> 00:00:04,000\n{\\an8}it <font color="red">rained</font>.\n'
        "\n\n3\n0:0:5,0 --> 0:0:6,25 X1:10\nBen: 12\n\n4\n00:00:07,000 --> 00:00:08,000\nAna: Yes\n"
        "5\n00:00:09,000 --> 00:00:10,000\nBen: No"
    )
    found = read(text.replace("\n", newline), "talk.srt")
    assert said(found) == [
        ("Ana", "In the year 1999 it rained."),
        ("Ben", "12"),
        ("Ana", "Yes"),
        ("Ben", "No"),
    ]
    assert [(t.cue_start, t.cue_end) for t in found.turns] == [
        (1_000, 4_000),
        (5_000, 6_250),
        (7_000, 8_000),
        (9_000, 10_000),
    ]
    assert (found.format, found.encoding) == ("srt", "utf-8-sig")


def test_a_number_that_is_said_last_is_kept() -> None:
    found = read("00:01.000 --> 00:02.000\nAna: It was\n1999\n\n00:03.000 --> 00:04.000\nwet.")
    assert said(found) == [("Ana", "It was 1999 wet.")]


def test_a_blank_line_inside_a_cue_loses_nothing() -> None:
    found = read(vtt(cue(1, "Ana: One.", "", "Two."), cue(2, "Ana: Three.")))
    assert said(found) == [("Ana", "One. Two. Three.")]


@pytest.mark.parametrize("reference", ["&#0;", "&#xD800;", "&#13;", "&nosuch;", "&#x110000;", "&"])
def test_references_to_no_character_stay_as_written(reference: str) -> None:
    found = read(vtt(cue(1, f"<v Ana>a {reference} b</v>")))
    assert said(found) == [("Ana", f"a {reference} b")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("WEBVTT\n\nonly words", "holds no cues"),
        ("WEBVTT\n\n1\n00:00:01.000 --> 00:00\nAna: a", "line 4: cannot read the times"),
        ("WEBVTT\n\n1\n00:00:02.000 --> 00:00:01.000\nAna: a", "line 4: the cue ends before"),
        ("WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<i></i>\n", "no words"),
    ],
)
def test_broken_cue_files_are_refused_by_place(text: str, words: str) -> None:
    for name in ("talk.vtt", "talk.srt"):
        with pytest.raises(WorkbenchError, match=f"^{name}") as caught:
            read(text, name)
        assert words in str(caught.value)


def test_an_arrow_in_speech_is_no_timing() -> None:
    assert said(read(vtt(cue(1, "Ana: go --> there")))) == [("Ana", "go --> there")]


def test_hyphens_at_line_ends() -> None:
    assert join_wrapped(["well-", "known", "I-", "I said -", "no"]) == "well-known I- I said - no"


_WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=6)


@given(st.lists(st.tuples(st.sampled_from(["", "Ana", "Ben"]), _WORDS)))
def test_rendered_turns_lie_where_the_text_says(spoken: list[tuple[str, str]]) -> None:
    merged = merge(Utterance(speaker, words) for speaker, words in spoken)
    text, turns = render(merged)
    assert all(one.speaker != two.speaker for one, two in pairwise(merged))
    assert (
        "".join(
            (f"{turn.speaker}: " if turn.speaker else "")
            + text[turn.text_start : turn.end]
            + "\n\n"
            for turn in turns
        )
        == text
    )
    assert [text[turn.text_start : turn.end] for turn in turns] == [one.text for one in merged]
    assert all(text[t.text_start : t.end].strip() == text[t.text_start : t.end] for t in turns)
