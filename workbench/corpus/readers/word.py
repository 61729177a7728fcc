"""Word's ``.docx``: the paragraphs and tables of the body, as they read when changes are accepted.

The body is read from its XML and not through python-docx, whose paragraphs leave out inserted
(tracked) text and content controls, and which parses every part of a stranger's file.
"""

import posixpath
from dataclasses import dataclass, field

from workbench.corpus.readers.package import local, open_package, parse_xml, read_part
from workbench.corpus.readers.paragraphs import Paragraph, Row
from workbench.errors import WorkbenchError

_MAIN = ("/wordprocessingml/2006/main", "/ooxml/wordprocessingml/main")
_RELATIONS = "_rels/.rels"
# Deleted text, moved-away text, former formatting, and boxes that float beside the text.
_SKIPPED = frozenset(
    ("del", "moveFrom", "rPrChange", "pPrChange", "txbxContent", "sectPr", "instrText", "delText")
)
_OFF = frozenset(("0", "false", "off", "none"))


def read_docx(data: bytes, file: str) -> list[Paragraph | Row]:
    """The blocks of the document's body in reading order."""
    with open_package(data, file) as package:
        main = _main_part(read_part(package, _RELATIONS, file), file)
        content = read_part(package, main, file)
    if content is None:
        raise WorkbenchError(
            f"{file}: no Word document ({main} is missing); open it in a word processor and save "
            "it as .docx"
        )
    body = _Body()
    parse_xml(content, body, main, file)
    return body.blocks


def _main_part(relations: bytes | None, file: str) -> str:
    if relations is None:
        return "word/document.xml"
    found = _Relations()
    parse_xml(relations, found, _RELATIONS, file)
    return found.main


@dataclass(slots=True)
class _Relations:
    main: str = "word/document.xml"

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name)[1] == "Relationship" and attributes.get("Type", "").endswith(
            "/officeDocument"
        ):
            self.main = posixpath.normpath(attributes.get("Target", self.main).lstrip("/"))

    def end(self, name: str) -> None:
        pass

    def characters(self, data: str) -> None:
        pass


@dataclass(slots=True)
class _Body:
    """Collects blocks from the events of the main part; tables in cells become cell text."""

    blocks: list[Paragraph | Row] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    runs: list[tuple[str, bool]] = field(default_factory=list)
    skipping: int = 0
    in_run: bool = False
    in_text: bool = False
    bold: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, tag = local(name)
        if self.skipping:
            self.skipping += 1
        elif not namespace.endswith(_MAIN):
            return
        elif tag in _SKIPPED:
            self.skipping = 1
        elif tag == "p":
            self.runs = []
        elif tag == "tr":
            self.rows.append([])
        elif tag == "tc":
            self.cells.append([])
        elif tag == "r":
            self.in_run, self.bold = True, False
        elif self.in_run:
            self._start_in_run(tag, {local(key)[1]: value for key, value in attributes.items()})

    def _start_in_run(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "t":
            self.in_text = True
        elif tag == "b":
            self.bold = attributes.get("val", "1").lower() not in _OFF
        elif tag == "rStyle" and attributes.get("val", "").lower() == "strong":
            self.bold = True
        elif tag in ("tab", "ptab"):
            self._add("\t")
        elif tag == "cr" or (tag == "br" and attributes.get("type", "textWrapping") != "page"):
            self._add("\n")
        elif tag == "noBreakHyphen":
            self._add("-")

    def end(self, name: str) -> None:
        if self.skipping:
            self.skipping -= 1
            return
        namespace, tag = local(name)
        if not namespace.endswith(_MAIN):
            return
        if tag == "t":
            self.in_text = False
        elif tag == "r":
            self.in_run = False
        elif tag == "p":
            self._end_paragraph()
        elif tag == "tc" and self.cells:
            cell = "\n".join(self.cells.pop())
            if self.rows:
                self.rows[-1].append(cell)
        elif tag == "tr" and self.rows:
            self._end_row(tuple(self.rows.pop()))

    def characters(self, data: str) -> None:
        if self.in_text and not self.skipping:
            self._add(data)

    def _add(self, text: str) -> None:
        self.runs.append((text, self.bold))

    def _end_paragraph(self) -> None:
        text = "".join(words for words, _ in self.runs)
        if self.cells:
            self.cells[-1].append(text)
        else:
            self.blocks.append(Paragraph(text, _bold_lead(self.runs)))
        self.runs = []

    def _end_row(self, cells: tuple[str, ...]) -> None:
        if self.cells:
            self.cells[-1].append("\t".join(cells))
        else:
            self.blocks.append(Row(cells))


def _bold_lead(runs: list[tuple[str, bool]]) -> str:
    """What is bold from the first character that is not white space on."""
    lead = ""
    for words, bold in runs:
        if bold:
            lead += words
        elif words.strip() or lead.strip():
            if lead.strip() and not words.strip() and "\n" not in words:
                lead += words
                continue
            break
    return lead.strip()
