"""A project or a codebook from its XML, with every deviation that other programs are known for.

Elements are matched by their local names, whatever the version of the namespace; GUIDs lose braces
and case; containers may be empty, dates missing, members of sets be named by either attribute. What
the program has no place for is not read, and is listed.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from workbench.errors import WorkbenchError
from workbench.exchange.refi.guids import plain_guid
from workbench.exchange.refi.nouns import (
    Case,
    Code,
    Coding,
    Link,
    Note,
    Project,
    Selection,
    Set,
    Source,
    User,
    Value,
    Variable,
)
from workbench.exchange.refi.parsing import parse
from workbench.exchange.refi.xml_out import VALUE_ELEMENTS
from workbench.study import new_id

KNOWN_SPACES = frozenset(
    f"urn:QDA-XML:{tail}"
    for tail in ("project:1.0", "project:0:10", "codebook:1.0", "codebook:1:0", "codebook:0:4")
)
TEXTS_INSIDE = ("Representation", "TextDescription", "Transcript")
_SOURCES = ("TextSource", "PictureSource", "PDFSource", "AudioSource", "VideoSource")
_POSITIONLESS = {
    "PictureSelection": "selections in pictures",
    "PDFSelection": "selections on pages of PDFs",
    "AudioSelection": "selections in recordings",
    "VideoSelection": "selections in films",
}
_FRACTION = re.compile(r"\.\d+")


def read_project(content: bytes, file: str) -> Project:
    """The project of a ``.qde``. Raises WorkbenchError, naming the file, where it is none."""
    root = parse(content, file)
    if _local(root) != "Project":
        raise WorkbenchError(
            f"{file}: its root is {_local(root)}, not Project: a codebook is imported from a .qdc"
        )
    return _Reader().project(root)


def read_codebook(content: bytes, file: str) -> Project:
    """The codes and sets of a ``.qdc``, as a project that has nothing else."""
    root = parse(content, file)
    if _local(root) != "CodeBook":
        raise WorkbenchError(
            f"{file}: its root is {_local(root)}, not CodeBook: a project is imported from a .qdpx"
        )
    return _Reader().codebook(root)


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _moment(written: str | None) -> str:
    """An ``xsd:dateTime`` as the study writes moments; ``""`` for none and for what is none."""
    if not written or not written.strip():
        return ""
    text = _FRACTION.sub(lambda f: f"{f.group()}000000"[:7], written.strip())
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return ""
    try:
        utc = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except OverflowError:
        return ""
    return utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class _Reader:
    """Reads one file and counts what it passes over."""

    def __init__(self) -> None:
        self.passed: Counter[str] = Counter()
        self.said: list[str] = []

    # --------------------------------------------------------------------------- whole files

    def project(self, root: Any) -> Project:
        self._note_space(root)
        parts = {_local(child): child for child in root}
        for child in root:
            known = ("Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links")
            if _local(child) not in (*known, "Sets", "Description", "NoteRef"):
                self.passed[f"{_local(child)} (with all they hold)"] += max(1, len(child))
        codebook = parts.get("CodeBook")
        return Project(
            name=root.get("name") or "",
            origin=root.get("origin") or "",
            at=_moment(root.get("creationDateTime")),
            users=tuple(map(self._user, self._members(parts.get("Users"), "User"))),
            codes=self._codes(codebook),
            variables=tuple(
                Variable(self._guid(v), v.get("name") or "", v.get("typeOfVariable") or "Text")
                for v in self._members(parts.get("Variables"), "Variable")
            ),
            cases=tuple(map(self._case, self._members(parts.get("Cases"), "Case"))),
            sources=tuple(self._sources(parts.get("Sources"))),
            notes=tuple(map(self._note, self._members(parts.get("Notes"), "Note"))),
            links=tuple(
                Link(
                    self._guid(link),
                    link.get("name") or "",
                    plain_guid(link.get("originGUID") or ""),
                    plain_guid(link.get("targetGUID") or ""),
                )
                for link in self._members(parts.get("Links"), "Link")
            ),
            sets=self._sets(parts.get("Sets")),
            description=self._description(root),
            noted=self._references(root, "NoteRef"),
            losses=self._losses(),
        )

    def codebook(self, root: Any) -> Project:
        self._note_space(root)
        sets = next((child for child in root if _local(child) == "Sets"), None)
        return Project(
            name="",
            origin=root.get("origin") or "",
            codes=self._codes(root),
            sets=self._sets(sets),
            losses=self._losses(),
        )

    def _note_space(self, root: Any) -> None:
        space = str(root.tag).rpartition("}")[0].lstrip("{")
        if space not in KNOWN_SPACES:
            self.said.append(
                f"the namespace {space or '(none)'} is not one of REFI-QDA that is known here;"
                " the file was read as version 1.0"
            )

    def _losses(self) -> tuple[str, ...]:
        passed = [f"not read: {what} ({count})" for what, count in sorted((+self.passed).items())]
        return (*self.said, *passed)

    # --------------------------------------------------------------------------------- parts

    def _user(self, element: Any) -> User:
        return User(self._guid(element), element.get("name") or element.get("id") or "")

    def _codes(self, codebook: Any) -> tuple[Code, ...]:
        container = (
            next((child for child in codebook if _local(child) == "Codes"), None)
            if codebook is not None
            else None
        )
        return tuple(map(self._code, self._members(container, "Code")))

    def _code(self, element: Any) -> Code:
        return Code(
            guid=self._guid(element),
            name=element.get("name") or "",
            codable=(element.get("isCodable") or "true").strip().casefold() not in ("false", "0"),
            colour=(element.get("color") or "").strip(),
            description=self._description(element),
            notes=self._references(element, "NoteRef"),
            below=tuple(map(self._code, self._named(element, "Code"))),
        )

    def _sets(self, container: Any) -> tuple[Set, ...]:
        return tuple(
            Set(
                guid=self._guid(one),
                name=one.get("name") or "",
                description=self._description(one),
                codes=self._references(one, "MemberCode"),
                sources=self._references(one, "MemberSource"),
                notes=self._references(one, "MemberNote"),
            )
            for one in self._members(container, "Set")
        )

    def _case(self, element: Any) -> Case:
        return Case(
            guid=self._guid(element),
            name=element.get("name") or "",
            description=self._description(element),
            codes=self._references(element, "CodeRef"),
            values=tuple(self._values(element)),
            sources=self._references(element, "SourceRef"),
            selections=self._references(element, "SelectionRef"),
        )

    def _values(self, element: Any) -> Iterator[Value]:
        for one in self._named(element, "VariableValue"):
            variables = self._references(one, "VariableRef")
            typed = [child.text or "" for child in one if _local(child) in VALUE_ELEMENTS.values()]
            if variables and typed:
                yield Value(variables[0], typed[0].strip())

    def _note(self, element: Any) -> Note:
        inside = [c for c in element if _local(c) in ("PlainTextSelection", "Coding")]
        if inside:
            self.passed["selections and codings inside notes"] += len(inside)
        content = next(iter(self._named(element, "PlainTextContent")), None)
        path = element.get("plainTextPath") or ""
        if content is None and not path and element.get("richTextPath"):
            self.passed["notes that are formatted text only"] += 1
        text = "" if content is None else "".join(content.itertext())
        return Note(
            guid=self._guid(element),
            name=element.get("name") or "",
            text=text or self._description(element),
            user=self._by(element),
            at=_moment(element.get("creationDateTime")),
            path=path if content is None else "",
        )

    # ------------------------------------------------------------------------------- sources

    def _sources(self, container: Any) -> Iterator[Source]:
        for element in container if container is not None else ():
            kind = _local(element)
            if kind not in _SOURCES:
                continue
            if kind == "TextSource":
                yield self._source(element, element, kind)
                continue
            inside = [child for child in element if _local(child) in TEXTS_INSIDE]
            self.passed[f"{kind}: the file itself"] += 1
            for child in element:
                what = _POSITIONLESS.get(_local(child))
                if what:
                    codings = sum(_local(c) == "Coding" for c in child)
                    self.passed[what] += 1
                    self.passed[f"codings of {what}"] += codings
            for text in inside:
                yield self._source(text, element, kind)
            if not inside:
                self.passed["codings of whole pictures, PDFs, recordings and films"] += len(
                    list(self._named(element, "Coding"))
                )

    def _source(self, text: Any, outer: Any, kind: str) -> Source:
        """A source whose text stands in ``text``; ``outer`` is what has its name."""
        content = next(iter(self._named(text, "PlainTextContent")), None)
        synchronised = {
            self._guid(point): point.get("position") for point in self._named(text, "SyncPoint")
        }
        selections = [self._selection(s) for s in self._named(text, "PlainTextSelection")]
        selections += [
            self._selection(s, synchronised) for s in self._named(text, "TranscriptSelection")
        ]
        own = [text] if text is outer else [text, outer]
        guid = self._guid(text)
        return Source(
            guid=guid,
            name=text.get("name") or outer.get("name") or "",
            path=text.get("plainTextPath") or "",
            inline=None if content is None else "".join(content.itertext()),
            description=self._description(outer),
            user=self._by(outer),
            at=_moment(outer.get("creationDateTime")),
            selections=tuple(s for s in selections if s is not None),
            codings=tuple(self._coding(c) for one in own for c in self._named(one, "Coding")),
            notes=tuple(n for one in own for n in self._references(one, "NoteRef")),
            values=tuple(v for one in own for v in self._values(one)),
            kind=kind,
        )

    def _selection(
        self, element: Any, synchronised: dict[str, str | None] | None = None
    ) -> Selection | None:
        if synchronised is None:
            first, last = element.get("startPosition"), element.get("endPosition")
        else:
            first, last = (
                synchronised.get(plain_guid(element.get(name) or ""))
                for name in ("fromSyncPoint", "toSyncPoint")
            )
        try:
            start, end = int(first or ""), int(last or "")
        except ValueError:
            self.passed["selections without positions"] += 1
            return None
        return Selection(
            guid=self._guid(element),
            name=element.get("name") or "",
            start=start,
            end=end,
            user=self._by(element),
            at=_moment(element.get("creationDateTime")),
            description=self._description(element),
            codings=tuple(map(self._coding, self._named(element, "Coding"))),
            notes=self._references(element, "NoteRef"),
        )

    def _coding(self, element: Any) -> Coding:
        codes = self._references(element, "CodeRef")
        return Coding(
            guid=self._guid(element),
            code=codes[0] if codes else "",
            user=self._by(element),
            at=_moment(element.get("creationDateTime")),
            notes=self._references(element, "NoteRef"),
        )

    # -------------------------------------------------------------------------------- pieces

    def _guid(self, element: Any) -> str:
        return plain_guid(element.get("guid") or "") or new_id()

    def _by(self, element: Any) -> str:
        return plain_guid(element.get("creatingUser") or element.get("creatingUserGUID") or "")

    def _members(self, container: Any, name: str) -> list[Any]:
        return [] if container is None else list(self._named(container, name))

    def _named(self, element: Any, name: str) -> Iterator[Any]:
        return (child for child in element if _local(child) == name)

    def _description(self, element: Any) -> str:
        found = next(self._named(element, "Description"), None)
        return "" if found is None else "".join(found.itertext())

    def _references(self, element: Any, name: str) -> tuple[str, ...]:
        found = (
            plain_guid(child.get("targetGUID") or child.get("guid") or "")
            for child in self._named(element, name)
        )
        return tuple(dict.fromkeys(guid for guid in found if guid))
