"""OpenDocument text (``.odt``): the paragraphs and tables of ``content.xml``."""

import re
from dataclasses import dataclass, field

from workbench.corpus.readers.package import local, open_package, parse_xml, read_part
from workbench.corpus.readers.paragraphs import Paragraph, Row
from workbench.errors import WorkbenchError

_PART = "content.xml"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_SKIPPED = frozenset(
    (
        "note",
        "annotation",
        "tracked-changes",
        "sequence-decls",
        "variable-decls",
        "frame",
        "ruby-text",
    )
)
_MOST_BLANKS = 1000


def read_odt(data: bytes, file: str) -> list[Paragraph | Row]:
    """The blocks of the document's body in reading order."""
    with open_package(data, file) as package:
        content = read_part(package, _PART, file)
        manifest = read_part(package, "META-INF/manifest.xml", file)
    if manifest is not None and b"encryption-data" in manifest:
        raise WorkbenchError(f"{file}: protected by a password; save it without one")
    if content is None:
        raise WorkbenchError(
            f"{file}: no OpenDocument text ({_PART} is missing); open it in a word processor and "
            "save it as .odt or .docx"
        )
    body = _Body()
    parse_xml(content, body, _PART, file)
    return body.blocks


@dataclass(slots=True)
class _Body:
    blocks: list[Paragraph | Row] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    in_paragraph: bool = False
    skipping: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, tag = local(name)
        if self.skipping:
            self.skipping += 1
        elif not namespace.startswith(_OASIS):
            return
        elif tag in _SKIPPED:
            self.skipping = 1
        elif tag in ("p", "h"):
            self.in_paragraph, self.parts = True, []
        elif tag == "table-row":
            self.rows.append([])
        elif tag == "table-cell":
            self.cells.append([])
        elif self.in_paragraph and tag == "s":
            self.parts.append(" " * _count(attributes))
        elif self.in_paragraph and tag == "tab":
            self.parts.append("\t")
        elif self.in_paragraph and tag == "line-break":
            self.parts.append("\n")

    def end(self, name: str) -> None:
        if self.skipping:
            self.skipping -= 1
            return
        namespace, tag = local(name)
        if not namespace.startswith(_OASIS):
            return
        if tag in ("p", "h") and self.in_paragraph:
            self.in_paragraph = False
            text = "".join(self.parts)
            if self.cells:
                self.cells[-1].append(text)
            else:
                self.blocks.append(Paragraph(text))
        elif tag == "table-cell" and self.cells:
            cell = "\n".join(self.cells.pop())
            if self.rows:
                self.rows[-1].append(cell)
        elif tag == "table-row" and self.rows:
            cells = tuple(self.rows.pop())
            if self.cells:
                self.cells[-1].append("\t".join(cells))
            else:
                self.blocks.append(Row(cells))

    def characters(self, data: str) -> None:
        if self.in_paragraph and not self.skipping:
            # The format counts any run of these as one blank; real blanks are elements.
            blank = " " if not self.parts or not self.parts[-1].endswith(" ") else ""
            words = re.sub(r"[ \t\r\n]+", " ", data)
            self.parts.append(blank + words[1:] if words.startswith(" ") else words)


def _count(attributes: dict[str, str]) -> int:
    for key, value in attributes.items():
        if local(key)[1] == "c" and value.isdecimal():
            return min(int(value[:9]), _MOST_BLANKS)
    return 1
