"""Rich text (``.rtf``) as plain text."""

import re

from workbench.corpus.readers.decoding import canonical
from workbench.errors import WorkbenchError

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")


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
        raw = data.decode(codec)
        text = rtf_to_text(raw, encoding=codec, errors="strict")  # type: ignore[no-untyped-call]
        # Characters beyond the first plane arrive as two halves.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except (UnicodeError, LookupError, ValueError, OverflowError) as error:
        raise WorkbenchError(
            f"{file}: cannot be read as rich text ({error}); open it in a word processor and save "
            "it as .docx"
        ) from None
    return canonical(text, file), codec
