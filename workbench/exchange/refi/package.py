"""The zip package of a project: ``project.qde`` at the root and the texts in ``sources/``.

Written with fixed dates and in a fixed order. Read from strangers: sizes and ratios are judged
before a byte is unpacked, nothing is ever unpacked to disk, and only the two places are read.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import WorkbenchError

PROJECT_FILE, SOURCES = "project.qde", "sources"
INTERNAL = "internal://"
LARGEST_PART = 64 * 2**20
LARGEST_TOTAL = 2 * 2**30
_MOST_ENTRIES = 50_000
_HIGHEST_RATIO = 200
_RATIO_FROM = 16 * 2**20
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, zlib.error)


def packed(project: bytes, texts: Mapping[str, bytes]) -> bytes:
    """A package of the project and of texts by file name; equal parts give equal bytes."""
    stream = io.BytesIO()
    parts = {PROJECT_FILE: project} | {f"{SOURCES}/{n}": texts[n] for n in sorted(texts)}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            package.writestr(entry, content)
    return stream.getvalue()


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a package holds: the project's XML, a reader of its texts, and what was passed over."""

    project: bytes
    sources: "Sources"
    notices: tuple[str, ...] = ()


class Sources:
    """The texts of a package by their file names, compared without case; unpacked when asked."""

    def __init__(self, file: str, package: zipfile.ZipFile | None = None) -> None:
        self._file = file
        self._package = package
        self._entries: dict[str, zipfile.ZipInfo] = {}

    def add(self, name: str, entry: zipfile.ZipInfo) -> None:
        """Know an entry under its name in the folder."""
        self._entries[name.casefold()] = entry

    def text(self, path: str) -> bytes | None:
        """The bytes at a path as the XML writes it; None where the package has no such file.

        A path that leads out of the package (``absolute://``, ``relative://``) is never followed.
        """
        name = path.strip()
        if name.casefold().startswith(INTERNAL):
            name = name[len(INTERNAL) :]
        name = name.replace("\\", "/").lstrip("/")
        if name.casefold().startswith(f"{SOURCES}/"):
            name = name[len(SOURCES) + 1 :]
        entry = self._entries.get(name.casefold())
        if entry is None or self._package is None:
            return None
        return _content(self._package, entry, self._file)


def unpack(path: Path) -> Unpacked:
    """Open a ``.qdpx``, or take a bare ``.qde`` for a project without files.

    Raises WorkbenchError, naming the file, for what is damaged, unsafe or no project.
    """
    file = path.name
    data = read_bytes(path)
    if path.suffix.casefold() == ".qde" or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        if len(data) > LARGEST_PART:
            raise _too_large(file, file)
        return Unpacked(data, Sources(file))
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        entries = package.infolist()
    except _BROKEN as error:
        raise WorkbenchError(
            f"{file}: no REFI-QDA project, or damaged ({error}): export it again as .qdpx"
        ) from None
    _refuse_bomb(entries, file)
    return _places(package, entries, file)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file of ours or a stranger's, of a size that can be read at once."""
    try:
        if path.stat().st_size > LARGEST_TOTAL:
            raise _too_large(path.name, path.name)
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WorkbenchError(f"{path}: cannot be read ({reason}); check the path") from None


def _places(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], file: str) -> Unpacked:
    sources = Sources(file, package)
    projects: list[tuple[str, zipfile.ZipInfo]] = []
    elsewhere: list[str] = []
    seen: set[str] = set()
    for entry in entries:
        # zipfile turns backslashes into slashes on Windows only
        name = (entry.orig_filename or entry.filename).split("\0")[0].replace("\\", "/")
        if entry.is_dir() or name.endswith("/"):
            continue
        folders = name.split("/")
        if name.startswith("/") or ".." in folders or ":" in folders[0]:
            raise WorkbenchError(
                f"{file}: the entry {name} leads out of the package, which no QDA program writes:"
                " nothing was read; do not trust this file"
            )
        if name.casefold() in seen:
            raise WorkbenchError(
                f"{file}: holds {name} twice, and nobody can say which one counts: export it again"
            )
        seen.add(name.casefold())
        if len(folders) == 1 and name.casefold().endswith(".qde"):
            projects.append((name, entry))
        elif len(folders) == 2 and folders[0].casefold() == SOURCES:
            sources.add(folders[1], entry)
        else:
            elsewhere.append(name)
    if len(projects) != 1:
        what = ", ".join(name for name, _ in projects) or "none"
        raise WorkbenchError(
            f"{file}: a package holds one project (.qde) at its root, this one has {what}:"
            " export the project again"
        )
    name, entry = projects[0]
    notices = []
    if name != PROJECT_FILE:
        notices.append(f"the project inside is called {name}, not {PROJECT_FILE}; it was read")
    if elsewhere:
        notices.append(f"files outside of {SOURCES}/ were not read: {', '.join(elsewhere[:8])}")
    return Unpacked(_content(package, entry, file), sources, tuple(notices))


def _refuse_bomb(entries: list[zipfile.ZipInfo], file: str) -> None:
    if len(entries) > _MOST_ENTRIES:
        raise _too_large(file, f"its {len(entries)} entries")
    if sum(entry.file_size for entry in entries) > LARGEST_TOTAL:
        raise _too_large(file, "the whole of it")
    for entry in entries:
        ratio = entry.file_size / max(1, entry.compress_size)
        if entry.file_size > _RATIO_FROM and ratio > _HIGHEST_RATIO:
            raise _too_large(file, entry.filename)


def _content(package: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str) -> bytes:
    if entry.flag_bits & _ENCRYPTED:
        raise WorkbenchError(f"{file}: protected by a password; export it without one")
    if entry.file_size > LARGEST_PART:
        raise _too_large(file, entry.filename)
    try:
        with package.open(entry) as stream:
            content = stream.read(LARGEST_PART + 1)
    except _BROKEN as error:
        raise WorkbenchError(
            f"{file}: damaged at {entry.filename} ({error}): copy it again from its source"
        ) from None
    if len(content) > LARGEST_PART:
        raise _too_large(file, entry.filename)
    return content


def _too_large(file: str, what: str) -> WorkbenchError:
    return WorkbenchError(
        f"{file}: {what} would unpack to more than this program reads"
        f" ({LARGEST_PART >> 20} MB a file, {LARGEST_TOTAL >> 30} GB together): take out what is"
        " no text, and export it again"
    )
