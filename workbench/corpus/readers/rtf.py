"""Rich text (``.rtf``) as plain text."""

import re

from workbench.corpus.readers.decoding import canonical
from workbench.errors import WorkbenchError

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_LINK = re.compile(r"(\\fldinst)\{", re.IGNORECASE)
_MOST_FONT_STEPS = 10**8


def read_rtf(data: bytes, file: str) -> tuple[str, str]:
    """Canonical text and code page of a rich text file; WorkbenchError where it cannot be read."""
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise WorkbenchError(
            f"{file}: no rich text, whatever its ending says; if it is plain text, give it the "
            "ending .txt"
        )
    page = _CODE_PAGE.search(data, 0, 4096)
    codec = f"cp{page[1].decode()}" if page else "cp1252"
    try:
        # The format is ASCII; other bytes, where a tool wrote them, are of its code page.
        raw = _harmless(data.decode(codec), file)
        text = rtf_to_text(raw, encoding=codec, errors="strict")  # type: ignore[no-untyped-call]
        # Characters beyond the first plane arrive as two halves.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except (UnicodeError, LookupError, ValueError, OverflowError) as error:
        raise WorkbenchError(
            f"{file}: cannot be read as rich text ({error}); open it in a word processor and save "
            "it as .docx"
        ) from None
    return canonical(text, file), codec


def _harmless(raw: str, file: str) -> str:
    """The same document, without what makes striprtf's patterns run for hours.

    Its pattern for links is cubic in the number of fields; a blank behind the control word is no
    part of the document and keeps the pattern from matching, so that a link is read as the words
    it shows. A font table is refused where every font would have to be sought to its end.
    """
    fonts = _font_table(raw)
    steps = len(re.findall(r"\\f\d", fonts)) * len(fonts)
    if steps > _MOST_FONT_STEPS or fonts.rfind(";") < fonts.rfind("\\fcharset"):
        raise WorkbenchError(
            f"{file}: its font table is damaged; open it in a word processor and save it as .docx"
        )
    return _LINK.sub(r"\1 {", raw)


def _font_table(raw: str) -> str:
    """From the control word to the brace that closes its group."""
    start = raw.find("\\fonttbl")
    if start < 0:
        return ""
    depth = 1
    for brace in re.finditer("[{}]", raw[start:]):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return raw[start : start + brace.start()]
    return raw[start:]
