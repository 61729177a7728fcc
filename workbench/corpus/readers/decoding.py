"""From bytes to canonical text: decoded strictly, byte order mark away, line ends made LF.

Nothing else is changed: no Unicode normalisation, no trimming, U+2028 and no-break spaces kept.
"""

import codecs
import re
from dataclasses import dataclass

from workbench.errors import WorkbenchError

# UTF-32 first: its little-endian mark begins with the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_FOREIGN = (
    (b"PK\x03\x04", "a zip archive, as .docx and .odt files are"),
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "rich text (RTF)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word document (.doc)"),
)
_CONTROLS = bytes([*range(1, 9), *range(14, 32), 127])
_PRINTABLE = bytes(range(32, 127))
_SURROGATE = re.compile("[\ud800-\udfff]")
_PREVIEW_LINES = 3
_PREVIEW_WIDTH = 40


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Canonical text, the codec that gave it, and a notice where the codec is a guess."""

    text: str
    encoding: str
    notices: tuple[str, ...] = ()


def decode(data: bytes, file: str) -> DecodedText:
    """Decode by byte order mark, else UTF-8, else UTF-16 by its pattern of NULs, else cp1252.

    Raises WorkbenchError, naming ``file``, where the bytes are no text.
    """
    for magic, what in _FOREIGN:
        if data.startswith(magic):
            raise WorkbenchError(
                f"{file}: not a text file but {what}; give it the ending that belongs to it, "
                "or save it as plain text in UTF-8"
            )
    for mark, name, codec in _MARKS:
        if data.startswith(mark):
            return DecodedText(_strict(data[len(mark) :], codec, name, file), name)
    pattern = _utf16_pattern(data)
    if pattern is not None:
        return DecodedText(_strict(data, pattern, pattern, file), pattern)
    try:
        return DecodedText(canonical(data.decode("utf-8"), file), "utf-8")
    except UnicodeDecodeError as error:
        return _decode_cp1252(data, error.start, file)


def canonical(text: str, file: str) -> str:
    """``text`` with LF line ends; refuses NULs and lone surrogates, which no file can store."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    nul = text.find("\0")
    if nul >= 0:
        raise WorkbenchError(
            f"{file}: a NUL character stands {place(text, nul)}; the file is damaged or no text: "
            "open it in an editor, remove the character and save it as UTF-8"
        )
    surrogate = _SURROGATE.search(text)
    if surrogate:
        raise WorkbenchError(
            f"{file}: half a surrogate pair (U+{ord(surrogate[0]):04X}) stands "
            f"{place(text, surrogate.start())}; save the file again as UTF-8"
        )
    return text


def place(text: str, position: int) -> str:
    """``in line 3, column 14``, both counted from 1."""
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return f"in line {line}, column {column}"


def _strict(data: bytes, codec: str, name: str, file: str) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise WorkbenchError(
            f"{file}: begins as {name} but is broken at byte {error.start}; the file may be cut "
            "off or mixed: open it in an editor and save it as UTF-8"
        ) from None
    return canonical(text, file)


def _utf16_pattern(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: one byte of the pairs is often NUL, seldom ASCII."""
    if len(data) % 2:
        return None
    even, odd = data[::2], data[1::2]
    order, high, low = "utf-16-le", odd, even
    if even.count(0) > odd.count(0):
        order, high, low = "utf-16-be", even, odd
    nuls = high.count(0)
    # Blanks and line ends alone make a twentieth, whatever the script.
    if not nuls or nuls * 20 < len(high) or low.count(0) * 10 > nuls:
        return None
    # In UTF-8 with a few stray NULs, both bytes of the pairs are letters.
    printable = len(high) - len(high.translate(None, _PRINTABLE))
    return order if printable * 2 <= len(high) else None


def _decode_cp1252(data: bytes, first_bad: int, file: str) -> DecodedText:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if b"\0" in data or controls * 500 > len(data):
        raise WorkbenchError(
            f"{file}: holds binary data, not text; export the transcript as plain text, "
            ".docx or .vtt and import that"
        )
    line = data.count(b"\n", 0, first_bad) + 1
    try:
        text = canonical(data.decode("cp1252"), file)
    except UnicodeDecodeError as error:
        bad = data.count(b"\n", 0, error.start) + 1
        raise WorkbenchError(
            f"{file}: neither UTF-8 (line {line}) nor Windows-1252 (line {bad}, byte "
            f"0x{data[error.start]:02x}); open it in an editor with its true encoding and save it "
            "as UTF-8"
        ) from None
    notice = (
        f"{file} is not UTF-8 (first in line {line}) and was read as Windows-1252 (cp1252). "
        f"Please check: {_preview(text)}. If this looks wrong, save the file as UTF-8 and import "
        "it again."
    )
    return DecodedText(text, "cp1252", (notice,))


def _preview(text: str) -> str:
    """Up to three places with letters outside ASCII, which is where a wrong guess shows."""
    places: list[str] = []
    past = 0
    for match in re.finditer(r"[^\x00-\x7f]", text):
        if match.start() < past:
            continue
        left = max(0, match.start() - _PREVIEW_WIDTH // 2)
        past = match.start() + _PREVIEW_WIDTH // 2
        places.append("«" + " ".join(text[left:past].split()) + "»")
        if len(places) == _PREVIEW_LINES:
            break
    return ", ".join(places)
