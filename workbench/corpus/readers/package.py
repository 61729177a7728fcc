"""Zip packages and the XML in them, from strangers.

Sizes and ratios are judged from the directory of the archive before a byte is unpacked, one part
is unpacked at a time, and XML with a document type (the way to entities, expansion bombs and
files elsewhere) is refused. Parsing is by events, so depth costs no stack.
"""

import io
import zipfile
import zlib
from typing import Protocol
from xml.parsers import expat

from workbench.errors import WorkbenchError

LARGEST_PART = 64 * 2**20
LARGEST_TOTAL = 2 * 2**30
_MOST_ENTRIES = 20_000
_HIGHEST_RATIO = 100
_RATIO_FROM = 16 * 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1
# What zipfile raises over bytes that were tampered with.
_BROKEN_ZIP = (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError)


class XmlHandler(Protocol):
    """Receives the events of one XML part; names are ``namespace local``."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def characters(self, data: str) -> None:
        """Character data, in pieces of any size."""


def open_package(data: bytes, file: str) -> zipfile.ZipFile:
    """The archive in ``data``, after its directory has been judged; WorkbenchError otherwise."""
    if data.startswith(_OLE):
        raise WorkbenchError(
            f"{file}: protected by a password or an old .doc; open it in a word processor and "
            "save it without a password as .docx"
        )
    if not data.startswith(b"PK"):
        raise WorkbenchError(
            f"{file}: not a word processor file, whatever its ending says; if it is plain text, "
            "give it the ending .txt"
        )
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        entries = package.infolist()
    except _BROKEN_ZIP as error:
        raise _damaged(file, str(error)) from None
    if len(entries) > _MOST_ENTRIES:
        raise _bomb(file, f"{len(entries)} parts")
    if sum(entry.file_size for entry in entries) > LARGEST_TOTAL:
        raise _bomb(file, f"its parts would unpack to more than {LARGEST_TOTAL >> 30} GB")
    for entry in entries:
        ratio = entry.file_size / max(1, entry.compress_size)
        if entry.file_size > _RATIO_FROM and ratio > _HIGHEST_RATIO:
            raise _bomb(file, f"{entry.filename} would unpack to {ratio:.0f} times its size")
    return package


def read_part(package: zipfile.ZipFile, part: str, file: str) -> bytes | None:
    """The bytes of a part, or None if the package has none of that name."""
    try:
        entry = package.getinfo(part)
    except KeyError:
        return None
    if entry.flag_bits & _ENCRYPTED:
        raise WorkbenchError(f"{file}: protected by a password; save it without one")
    if entry.file_size > LARGEST_PART:
        raise _bomb(file, f"{part} would unpack to more than {LARGEST_PART >> 20} MB")
    try:
        with package.open(entry) as stream:
            content = stream.read(LARGEST_PART + 1)
    except (*_BROKEN_ZIP, zlib.error) as error:
        raise _damaged(file, f"{part}: {error}") from None
    if len(content) > LARGEST_PART:
        raise _bomb(file, f"{part} unpacks to more than {LARGEST_PART >> 20} MB")
    return content


def parse_xml(content: bytes, handler: XmlHandler, part: str, file: str) -> None:
    """Send the events of an XML part to ``handler``; refuses any document type."""

    def refuse_doctype(*_: object) -> None:
        raise WorkbenchError(
            f"{file}: {part} declares a document type or entities, which no word processor "
            "writes; open the file in a word processor and save it again"
        )

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.EntityDeclHandler = refuse_doctype
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.characters
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise _damaged(file, f"{part}, line {error.lineno}: {error}") from None
    except (LookupError, ValueError) as error:
        raise _damaged(file, f"{part}: {error}") from None


def local(name: str) -> tuple[str, str]:
    """Namespace and local name of an event's name."""
    namespace, _, tail = name.rpartition(" ")
    return namespace, tail


def _damaged(file: str, why: str) -> WorkbenchError:
    return WorkbenchError(
        f"{file}: damaged or cut off ({why}); copy it again from its source, or open it in a "
        "word processor and save it again"
    )


def _bomb(file: str, why: str) -> WorkbenchError:
    return WorkbenchError(
        f"{file}: refused before unpacking, {why}; a transcript is never like that: save its text "
        "as .txt and import that"
    )
