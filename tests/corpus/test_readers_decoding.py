"""From bytes to canonical text: the ladder of encodings, and what is refused."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.corpus.readers import read_transcript
from workbench.corpus.readers.decoding import canonical, decode
from workbench.errors import WorkbenchError

SPEECH = "Ana: “Grüß Gott” – é\nBen: ja\n"
_TEXT = st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=("Cs",)))


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SPEECH.encode(), "utf-8"),
        (codecs.BOM_UTF8 + SPEECH.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + SPEECH.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + SPEECH.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + SPEECH.encode("utf-32-le"), "utf-32-le"),
        (SPEECH.encode("utf-16-le"), "utf-16-le"),
        (SPEECH.encode("utf-16-be"), "utf-16-be"),
        (SPEECH.replace("\n", "\r\n").encode("cp1252"), "cp1252"),
        (SPEECH.replace("\n", "\r").encode(), "utf-8"),
    ],
)
def test_the_ladder(data: bytes, encoding: str) -> None:
    decoded = decode(data, "talk.txt")
    assert (decoded.text, decoded.encoding) == (SPEECH, encoding)
    assert bool(decoded.notices) == (encoding == "cp1252")


def test_a_cyrillic_text_in_utf16_without_a_mark() -> None:
    text = "Анна: как это было?\nБорис: хорошо и плохо\n"
    assert decode(text.encode("utf-16-le"), "talk.txt").text == text


def test_the_guess_shows_a_preview_and_the_line() -> None:
    (notice,) = decode("Ana: a\nBen: the café, yes".encode("cp1252"), "talk.txt").notices
    assert "«Ben: the café, yes»" in notice or "the café, yes" in notice
    assert "line 2" in notice and "talk.txt" in notice


@given(_TEXT)
def test_text_survives_utf8_but_for_line_ends(text: str) -> None:
    if text.startswith(("PK\x03\x04", "%PDF-", "{\\rtf", "\ufeff")):
        return
    decoded = decode(text.encode(), "talk.txt")
    assert decoded.text == text.replace("\r\n", "\n").replace("\r", "\n")
    assert decoded.notices == ()


@given(_TEXT.filter(lambda text: "\r" not in text))
def test_text_survives_utf16_with_a_mark(text: str) -> None:
    assert decode(codecs.BOM_UTF16_LE + text.encode("utf-16-le"), "talk.txt").text == text


@given(_TEXT)
def test_canonical_text_is_its_own_canonical_text(text: str) -> None:
    once = canonical(text, "talk.txt")
    assert canonical(once, "talk.txt") == once


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_for_people(data: bytes) -> None:
    for name in ("a.txt", "a.vtt", "a.srt", "a.docx", "a.odt", "a.rtf"):
        try:
            read = read_transcript(Path(name), data)
        except WorkbenchError as error:
            assert "a." in str(error)
        else:
            read.text.encode()
            assert "\0" not in read.text
            assert read.original == data


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("talk.txt", b"", "nothing at all"),
        ("talk.txt", b" \r\n\t\n", "only white space"),
        ("talk.txt", "\ufeff \u2028\u00a0".encode(), "only white space"),
        ("talk.txt", b"PK\x03\x04rest", "zip archive"),
        ("talk.txt", b"%PDF-1.7", "a PDF"),
        ("talk.md", b"{\\rtf1 x}", "RTF"),
        ("talk.txt", b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nx", ".vtt"),
        ("talk.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        ("talk.txt", bytes(range(1, 256)) * 3, "binary"),
        ("talk.txt", b"Ana: a\nBen: x\0y\nAna: more of it", "line 2, column 7"),
        ("talk.txt", b"Ana: caf\xe9\nBen: \x81", "line 2, byte 0x81"),
        ("talk.txt", codecs.BOM_UTF8 + b"caf\xe9", "broken at byte 3"),
        ("talk.txt", codecs.BOM_UTF16_LE + b"a\0\x00\xd8", "broken at byte 2"),
        ("talk.doc", b"x", "ending .doc"),
        ("talk", b"x", "no ending"),
    ],
)
def test_what_is_no_transcript_is_refused_by_name_with_a_remedy(
    name: str, data: bytes, words: str
) -> None:
    with pytest.raises(WorkbenchError, match=f"^{name}: ") as caught:
        read_transcript(Path(name), data)
    assert words in str(caught.value)


def test_half_a_surrogate_pair_is_refused_by_place() -> None:
    with pytest.raises(WorkbenchError, match="line 2, column 2"):
        canonical("a\nb\ud83d", "talk.txt")


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match=r"none\.txt: cannot be read"):
        read_transcript(tmp_path / "none.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(WorkbenchError, match=r"folder\.txt: is a folder"):
        read_transcript(tmp_path / "folder.txt")
    with pytest.raises(WorkbenchError, match=r"^\.: is a folder"):
        read_transcript(Path())


def test_nothing_but_line_ends_and_mark_is_changed(tmp_path: Path) -> None:
    text = "P5: cafe\u0301\u00a0\u2028 \U0001f468\u200d\U0001f469 \x0c \x85end \n"
    path = tmp_path / "Talk 1.final.TXT"
    path.write_bytes(text.encode())
    read = read_transcript(path)
    assert (read.text, read.name, read.original) == (text, "Talk 1.final", text.encode())


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        " ",
        "\n",
        "a\n",
        "Ana: x\n",
        "[00:01] ",
        "[",
        "(",
        "**",
        "<v ",
        "a :",
        "x  ",
        ":",
        "\t\n",
    ],
)
@pytest.mark.parametrize("ending", [".txt", ".vtt"])
def test_a_long_file_of_anything_takes_linear_time(unit: str, ending: str) -> None:
    """A square would take minutes here; the test needs no clock to tell."""
    head = "WEBVTT\n\n00:01.000 --> 00:02.000\n" if ending == ".vtt" else ""
    text = head + "Ana: begin\n" + unit * (300_000 // len(unit))
    assert read_transcript(Path("long" + ending), text.encode()).turns


def test_a_line_of_five_megabytes_is_one_turn() -> None:
    text = "Ana: " + "so it went on " * 400_000
    (turn,) = read_transcript(Path("long.txt"), text.encode()).turns
    assert (turn.speaker, turn.text_start, turn.end) == ("Ana", 5, len(text) - 1)
