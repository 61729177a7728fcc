"""Text of a PDF, with the extra ``pdf``."""

import io

from workbench.corpus.readers.decoding import canonical
from workbench.errors import WorkbenchError


def read_pdf(data: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    """The text of all pages, a blank line between them, and the warning that belongs to it."""
    try:
        import pypdf
    except ImportError:
        raise WorkbenchError(
            f"{file}: reading PDF needs an extra; install it with "
            "`pip install 'thematic-workbench[pdf]'`, or save the transcript as .docx or .txt"
        ) from None
    if b"%PDF-" not in data[:1024]:
        raise WorkbenchError(
            f"{file}: no PDF, whatever its ending says; give it the ending that belongs to it"
        )
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise WorkbenchError(f"{file}: protected by a password; save it without one")
        pages = [page.extract_text() for page in reader.pages]
    except WorkbenchError:
        raise
    # Damaged PDFs fail in pypdf in as many ways as there are objects, none of them ours.
    except Exception as error:
        raise WorkbenchError(
            f"{file}: cannot be read as PDF ({type(error).__name__}: {error}); save the "
            "transcript as .docx or .txt"
        ) from error
    text = "".join(f"{page.strip()}\n\n" for page in pages if page.strip())
    if not text:
        raise WorkbenchError(
            f"{file}: its pages hold no text, only pictures; run text recognition over it first"
        )
    notice = (
        f"{file}: text from a PDF: page headers, hyphens at line ends and columns may stand in "
        "the middle of speech. Please read it through, or import the file it was made from."
    )
    return canonical(text, file), (notice,)
