"""From a file to a transcript: one function, one module a format.

Pure: bytes and a file name in; stored text, turns and notices out.
"""

from collections.abc import Callable
from pathlib import Path

from workbench.corpus.readers.decoding import decode
from workbench.corpus.readers.odt import read_odt
from workbench.corpus.readers.paragraphs import Paragraph, Row, read_paragraphs
from workbench.corpus.readers.pdf import read_pdf
from workbench.corpus.readers.plain import find_turns
from workbench.corpus.readers.rtf import read_rtf
from workbench.corpus.readers.vtt import read_cue_format
from workbench.corpus.readers.word import read_docx
from workbench.corpus.transcript import ReadTranscript, Turn
from workbench.errors import WorkbenchError

ENDINGS = (".txt", ".md", ".vtt", ".srt", ".docx", ".odt", ".rtf", ".pdf")
PROJECTS = (".qdpx", ".qde")
"""Endings of projects of other programs, which hold transcripts and are none."""

_Reading = tuple[str, str, tuple[Turn, ...], tuple[str, ...]]


def read_transcript(path: Path, data: bytes | None = None) -> ReadTranscript:
    """Read a transcript; the ending of ``path`` chooses the format.

    ``data`` are the bytes of the file if they are at hand. Raises WorkbenchError, naming the
    file, for what cannot be read or holds no words.
    """
    if data is None and path.is_dir():
        raise WorkbenchError(f"{path}: is a folder; name the files in it")
    file = path.name
    ending = path.suffix.lower()
    read = _READERS.get(ending)
    if ending in PROJECTS:
        raise WorkbenchError(
            f"{file}: is a project with its codings, not a transcript: bring it in as a project"
            " (workbench import-refi; on the screens Set-up, Transcripts, p)"
        )
    if read is None:
        what = f"the ending {path.suffix}" if path.suffix else "no ending"
        raise WorkbenchError(
            f"{file}: a transcript cannot have {what}; save it as one of {' '.join(ENDINGS)}"
        )
    if data is None:
        data = _bytes_of(path)
    if not data.strip():
        what = "only white space" if data else "nothing at all"
        raise WorkbenchError(f"{file}: holds {what}; export the transcript again")
    encoding, text, turns, notices = read(data, file)
    return ReadTranscript(path.stem, text, turns, encoding, ending[1:], data, notices)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WorkbenchError(f"{path}: cannot be read ({reason}); check the path") from None


def _read_text(data: bytes, file: str) -> _Reading:
    decoded = decode(data, file)
    if decoded.text.startswith("WEBVTT") and "-->" in decoded.text:
        raise WorkbenchError(f"{file}: holds WebVTT cues; give it the ending .vtt")
    turns, notices = _turns_of(decoded.text, file)
    return decoded.encoding, decoded.text, turns, (*decoded.notices, *notices)


def _read_cues(data: bytes, file: str) -> _Reading:
    decoded = decode(data, file)
    text, turns, notices = read_cue_format(decoded.text, file)
    return decoded.encoding, text, turns, (*decoded.notices, *notices)


def _read_docx(data: bytes, file: str) -> _Reading:
    return _read_blocks(read_docx(data, file), file)


def _read_odt(data: bytes, file: str) -> _Reading:
    return _read_blocks(read_odt(data, file), file)


def _read_blocks(blocks: list[Paragraph | Row], file: str) -> _Reading:
    text, turns, notices = read_paragraphs(blocks, file)
    return "utf-8", text, turns, notices


def _read_rtf(data: bytes, file: str) -> _Reading:
    text, code_page = read_rtf(data, file)
    return code_page, text, *_turns_of(text, file)


def _read_pdf(data: bytes, file: str) -> _Reading:
    text, warnings = read_pdf(data, file)
    turns, notices = _turns_of(text, file)
    return "pdf", text, turns, (*warnings, *notices)


def _turns_of(text: str, file: str) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    if not text.strip():
        raise WorkbenchError(f"{file}: holds only white space; export the transcript again")
    found = find_turns(text, file)
    return found.turns, found.notices


_READERS: dict[str, Callable[[bytes, str], _Reading]] = {
    ".txt": _read_text,
    ".md": _read_text,
    ".vtt": _read_cues,
    ".srt": _read_cues,
    ".docx": _read_docx,
    ".odt": _read_odt,
    ".rtf": _read_rtf,
    ".pdf": _read_pdf,
}
