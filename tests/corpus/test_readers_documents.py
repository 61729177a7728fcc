"""Word processor files: layouts, tracked changes, tables, and hostile packages."""

import io
import struct
import zipfile
from pathlib import Path

import docx
import pytest

from workbench.corpus.readers import package, read_transcript
from workbench.corpus.transcript import ReadTranscript
from workbench.errors import WorkbenchError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def said(found: ReadTranscript) -> list[tuple[str, str]]:
    return [(turn.speaker, found.text[turn.text_start : turn.end]) for turn in found.turns]


def zipped(parts: dict[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def word(body: str, doctype: str = "") -> bytes:
    return zipped(
        {"word/document.xml": f"{doctype}<w:document {W}><w:body>{body}</w:body></w:document>"}
    )


def par(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def odt(body: str, doctype: str = "") -> bytes:
    names = " ".join(f'xmlns:{n}="{ODF}{n}:1.0"' for n in ("office", "text", "table"))
    return zipped(
        {
            "content.xml": f"{doctype}<office:document-content {names}><office:body><office:text>"
            f"{body}</office:text></office:body></office:document-content>"
        }
    )


def read(data: bytes, name: str = "talk.docx") -> ReadTranscript:
    return read_transcript(Path(name), data)


def made_by_word(*paragraphs: list[tuple[str, bool]]) -> bytes:
    """A file with a paragraph for each list of (text, bold) runs."""
    document = docx.Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for text, bold in runs:
            paragraph.add_run(text).bold = bold or None
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_labelled_paragraphs_keep_their_text_with_a_blank_line_between() -> None:
    found = read(
        made_by_word(
            [("Ana: ", True), ("one", False)], [("Ben: two", False)], [("more", False)],
            [("Ana: three", False)], [("Ben: four", False)],
        )
    )  # fmt: skip
    assert found.text == "Ana: one\n\nBen: two\n\nmore\n\nAna: three\n\nBen: four\n\n"
    assert said(found)[1] == ("Ben", "two\n\nmore")
    assert (found.format, found.encoding) == ("docx", "utf-8")


def test_bold_names_without_a_colon_in_line_and_on_lines_of_their_own() -> None:
    expected = [
        ("Ana Li", "How?"),
        ("Ben", "Well.\n\nReally well."),
        ("Ana Li", "Ok"),
        ("Ben", "!"),
    ]
    in_line = made_by_word(
        [("River talk", True)],
        [("Ana Li", True), ("  How?", False)], [("Ben ", True), ("Well.", False)],
        [("Really well.", False)],
        [("Ana Li", True), (" Ok", False)], [("Ben", True), (" !", False)],
    )  # fmt: skip
    assert said(read(in_line)) == [("", "River talk"), *expected]
    apart = made_by_word(
        [("Ana Li", True)], [("How?", False)], [("Ben", True)], [("Well.", False)],
        [("Really well.", False)],
        [("Ana Li", True)], [("Ok", False)], [("Ben", True)], [("!", False)],
    )  # fmt: skip
    assert said(read(apart)) == expected


def test_questions_in_bold_are_not_names() -> None:
    data = made_by_word(
        [("How was it?", True)], [("Wet.", False)], [("How was it?", True)], [("Cold.", False)]
    )
    assert [speaker for speaker, _ in said(read(data))] == ["", "", "", ""]


def test_new_teams_layout_renders_names_times_and_leaves_the_remarks_out() -> None:
    found = read(
        made_by_word(
            [("Talk-Meeting Recording", False)], [("32m 15s", False)],
            [("Ana Li", True), (" started transcription", False)],
            [("\n", False), ("Ana Li", True), ("   0:03", False), ("\n", False), ("Hi.", False)],
            [("\n", False), ("Ben", True), ("   1:02:03", False), ("\n", False), ("Yes", False)],
            [("\n", False), ("Ben", True), ("   1:02:09", False), ("\n", False), ("yes.", False)],
            [("Ana Li", True), (" stopped transcription", False)],
        )
    )  # fmt: skip
    assert found.text == "Ana Li: Hi.\n\nBen: Yes yes.\n\n"
    assert [(turn.cue_start, turn.cue_end) for turn in found.turns] == [
        (3_000, None),
        (3_723_000, None),
    ]
    (notice,) = found.notices
    assert "Meeting Recording" in notice and "stopped transcription" in notice


def test_a_meeting_with_one_turn_is_still_teams() -> None:
    data = made_by_word(
        [("Talk", False)],
        [("\n", False), ("Ana Li", True), ("   0:03", False), ("\n", False), ("Hi.", False)],
    )
    assert said(read(data)) == [("Ana Li", "Hi.")]


@pytest.mark.parametrize("apart", [True, False])
def test_old_teams_layout(apart: bool) -> None:
    blocks = [
        ["0:0:0.0 --> 0:0:2.310", "Ana Li", "Hi"],
        ["0:0:2.400 --> 0:0:9.3", "Ana Li", "there."],
        ["0:1:2.400 --> 1:0:0.0", "Ben", "Yes."],
    ]
    joined = [line for block in blocks for line in block] if apart else map("\n".join, blocks)
    found = read(made_by_word(*([(text, False)] for text in joined)))
    assert found.text == "Ana Li: Hi there.\n\nBen: Yes.\n\n"
    assert [(turn.cue_start, turn.cue_end) for turn in found.turns] == [
        (0, 9_300),
        (62_400, 3_600_000),
    ]


def test_otter_document() -> None:
    lines = ["Talk", "SUMMARY KEYWORDS", "river", "SPEAKERS", "Ana", "Ana  00:03", "Hi.", "More."]
    found = read(made_by_word(*([(line, False)] for line in lines)))
    assert found.text == "Ana: Hi.\n\nMore.\n\n"


def test_tables_of_speakers() -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=3)
    for cells in (
        ("Time", "Speaker", "Text"),
        ("00:01", "Ana", "How?"),
        ("00:09", "Ben:", "Well.\nVery."),
        ("00:20", "Ana", "Ok."),
        ("00:30", "Ben", "Bye."),
    ):
        row = table.add_row()
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    found = read(stream.getvalue())
    assert said(found) == [
        ("Ana", "How?"),
        ("Ben", "Well.\nVery."),
        ("Ana", "Ok."),
        ("Ben", "Bye."),
    ]
    assert [turn.cue_start for turn in found.turns] == [1_000, 9_000, 20_000, 30_000]


def test_changes_read_as_accepted_and_nothing_visible_is_lost() -> None:
    found = read(
        word(
            '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>Ana: a</w:t></w:r>'
            "<w:ins><w:r><w:tab/><w:t>new</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
            "<w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>"
            "<w:hyperlink><w:r><w:t> link</w:t></w:r></w:hyperlink>"
            "<w:r><w:br/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r>"
            "<w:r><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:r></w:p>"
            f"<w:sdt><w:sdtContent>{par('Ana: d&#13;e')}</w:sdtContent></w:sdt>"
        )
    )
    assert found.text == "Ana: a\tnew link\nb-c\n\nAna: d\ne\n\n"
    assert said(found) == [("Ana", "a\tnew link\nb-c\n\nAna: d\ne")]


def test_the_main_part_may_have_another_name() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    found = read(
        zipped(
            {
                "_rels/.rels": f'<R><Relationship Type="{kind}" Target="/word/document2.xml"/></R>',
                "word/document2.xml": f"<w:document {W}>{par('I: hi')}</w:document>",
            }
        )
    )
    assert said(found) == [("I", "hi")]


def test_open_document_text() -> None:
    found = read(
        odt(
            '<text:p>I:<text:tab/>one<text:s text:c="3"/>two \n three<text:line-break/>four'
            "<text:note><text:p>foot</text:p></text:note></text:p><text:h>P5: five</text:h>"
            "<text:list><text:list-item><text:p>six</text:p></text:list-item></text:list>"
            "<table:table><table:table-row><table:table-cell><text:p>I</text:p></table:table-cell>"
            "<table:table-cell><text:p>seven</text:p></table:table-cell></table:table-row>"
            "</table:table>"
        ),
        "talk.odt",
    )
    assert said(found) == [
        ("I", "one   two three\nfour"),
        ("P5", "five\n\nsix"),
        ("I", "seven"),
    ]


def test_rich_text_rejoins_its_surrogates() -> None:
    rtf = rb"{\rtf1\ansi\ansicpg1252 I: caf\'e9 \u-10179?\u-8704?\par P5: yes\par }"
    found = read(rtf, "talk.rtf")
    assert said(found) == [("I", "caf\u00e9 \U0001f600"), ("P5", "yes")]
    with pytest.raises(WorkbenchError, match=r"^talk\.rtf: cannot be read as rich text"):
        read(rb"{\rtf1\ansi\ansicpg1252 I: \u-10179? alone\par }", "talk.rtf")


def test_rich_text_links_are_read_as_the_words_they_show() -> None:
    rtf = (
        rb"{\rtf1\ansi{\fonttbl{\f0\fswiss\fcharset0 Arial;}}\f0 I: see "
        rb'{\field{\*\fldinst{HYPERLINK "http://a.b"}}{\fldrslt the map}} now\par }'
    )
    assert said(read(rtf, "talk.rtf")) == [("I", "see the map now")]


@pytest.mark.parametrize(
    "middle",
    [
        rb'{\field{\*\fldinst{HYPERLINK "x' * 20_000,
        rb'{\FIELD{\*\FLDINST{HYPERLINK "x' * 20_000,
        rb"{\fonttbl" + rb"{\f1\fcharset0 " * 20_000,
        rb"{\fonttbl" + rb"{\f1 a;}" * 20_000 + b"}",
        rb"{\fonttbl" + rb"\f1" * 100_000,
    ],
)
def test_hostile_rich_text_ends(middle: bytes) -> None:
    """Unguarded, the first of these runs for days."""
    try:
        read(rb"{\rtf1 I: a " + middle + rb" b\par }", "talk.rtf")
    except WorkbenchError as error:
        assert str(error).startswith("talk.rtf: ")


def minimal_pdf(words: str) -> bytes:
    stream = f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET".encode()
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources"
        b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
        b"4 0 obj<</Length " + str(len(stream)).encode() + b">>stream\n" + stream + b"\n"
        b"endstream endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
    )


def test_pdf_text_comes_with_a_warning() -> None:
    pytest.importorskip("pypdf")
    found = read(minimal_pdf("P5: yes"), "talk.pdf")
    assert said(found) == [("P5", "yes")]
    assert "columns" in found.notices[0]
    with pytest.raises(WorkbenchError, match=r"^talk\.pdf: its pages hold no text"):
        read(minimal_pdf(""), "talk.pdf")
    with pytest.raises(WorkbenchError, match=r"^talk\.pdf: "):
        read(b"%PDF-1.7\n" + b"\xff" * 500, "talk.pdf")
    with pytest.raises(WorkbenchError, match=r"^talk\.pdf: no PDF"):
        read(b"Ana: hello", "talk.pdf")


LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE, "<!DOCTYPE d SYSTEM 'http://x/y.dtd'>"])
def test_document_types_and_entities_are_refused(doctype: str) -> None:
    for name, data in (
        ("talk.docx", word(par("I: a"), doctype)),
        ("talk.odt", odt("<text:p>I: a</text:p>", doctype)),
    ):
        with pytest.raises(WorkbenchError, match=f"^{name}: .*document type"):
            read(data, name)


def test_bombs_are_refused_before_they_are_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("unpacked")

    bomb = b" " * (package.LARGEST_PART // 2)
    monkeypatch.setattr(zipfile.ZipFile, "open", never)
    for name, part in (("talk.docx", "word/document.xml"), ("talk.odt", "content.xml")):
        monkeypatch.undo()
        data = zipped({part: bomb})
        monkeypatch.setattr(zipfile.ZipFile, "open", never)
        with pytest.raises(WorkbenchError, match=f"^{name}: refused before unpacking"):
            read(data, name)


def test_a_part_that_says_less_than_it_holds_is_damaged() -> None:
    data = bytearray(word(par("I: " + "x" * 5_000)))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 100)
    with pytest.raises(WorkbenchError, match=r"^talk\.docx: damaged or cut off"):
        read(bytes(data))


def test_a_password_an_old_word_file_and_plain_text_are_told_apart() -> None:
    with pytest.raises(WorkbenchError, match=r"password or an old \.doc"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    with pytest.raises(WorkbenchError, match=r"give it the ending \.txt"):
        read(b"Ana: hello")
    with pytest.raises(WorkbenchError, match="password"):
        read(zipped({"META-INF/manifest.xml": "<a><encryption-data/></a>"}), "talk.odt")


def test_every_truncation_is_refused_and_every_flipped_byte_read_or_refused() -> None:
    whole = word(par("I: hello") + par("P5: yes"))
    for length in range(1, len(whole)):
        with pytest.raises(WorkbenchError, match=r"^talk\.docx: "):
            read(whole[:length])
    for position in range(len(whole)):
        data = bytearray(whole)
        data[position] ^= 0xFF
        try:
            assert read(bytes(data)).turns
        except WorkbenchError as error:
            assert str(error).startswith("talk.docx: ")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped({"other.xml": "<a/>"}), "is missing"),
        (zipped({"word/document.xml": "<a><b></a>"}), "damaged"),
        (zipped({"word/document.xml": b"\xff\xfe<"}), "damaged"),
        (zipped({"word/document.xml": '<?xml version="1.0" encoding="nope"?><a/>'}), "damaged"),
        (word(""), "holds no text"),
        (word(par(" \u00a0 ")), "holds no text"),
    ],
)
def test_packages_without_a_readable_document(data: bytes, words: str) -> None:
    with pytest.raises(WorkbenchError, match=r"^talk\.docx: ") as caught:
        read(data)
    assert words in str(caught.value)


def test_depth_costs_no_stack() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 20_000 + par("I: a") + "</w:tc></w:tr></w:tbl>" * 20_000
    assert "I: a" in read(word(deep)).text
