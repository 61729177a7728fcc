"""REFI files of other programs, made by hand, and studies to read them into."""

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

from workbench.coding.store import codings
from workbench.corpus.store import text
from workbench.exchange.refi.importing import ImportedRefi, import_refi
from workbench.study import Study

SPACE = "urn:QDA-XML:project:1.0"


def guid(number: int) -> str:
    """A GUID that is easy to recognise."""
    return f"{number:08x}-0000-4000-8000-000000000000"


@dataclass
class Theirs:
    """A project of another program: two codes, one user, one text, and what a test changes."""

    body: str = "P1: Nobody rang. We went upstairs.\n"
    origin: str = "SomeQDA 1"
    space: str = SPACE
    selections: list[str] = field(default_factory=list)
    users: str = f'<Users><User guid="{guid(1)}" name="Cem"/></Users>'
    codes: str = (
        f'<CodeBook><Codes><Code guid="{guid(10)}" name="Trust" isCodable="true"/>'
        f'<Code guid="{guid(11)}" name="Fear" isCodable="true"/></Codes></CodeBook>'
    )
    before: str = ""  # between codebook and sources
    source: str = f'guid="{guid(20)}" name="T1" plainTextPath="internal://t1.txt"'
    inside: str = ""  # more of the source
    after: str = ""  # behind the sources
    mark: bytes = b""

    def select(
        self, start: int, end: int, name: str = "", *, inner: str | None = None, code: int = 10
    ) -> "Theirs":
        """A selection with a coding by Cem, or with ``inner`` instead."""
        number = 100 + len(self.selections)
        if inner is None:
            inner = (
                f'<Coding guid="{guid(number + 100)}" creatingUser="{guid(1)}">'
                f'<CodeRef targetGUID="{guid(code)}"/></Coding>'
            )
        self.selections.append(
            f'<PlainTextSelection guid="{guid(number)}" name={quoteattr(name)}'
            f' startPosition="{start}" endPosition="{end}">{inner}</PlainTextSelection>'
        )
        return self

    @property
    def xml(self) -> str:
        return (
            f'<Project xmlns="{self.space}" name="Theirs" origin={quoteattr(self.origin)}>'
            f"{self.users}{self.codes}{self.before}<Sources><TextSource {self.source}>"
            f"{self.inside}{''.join(self.selections)}</TextSource></Sources>{self.after}</Project>"
        )

    def files(self) -> dict[str, bytes]:
        return {
            "project.qde": self.mark + self.xml.encode(),
            "sources/t1.txt": self.mark + self.body.encode(),
        }

    def write(self, path: Path, files: dict[str, bytes] | None = None) -> Path:
        return pack(path, self.files() if files is None else files)

    def into(
        self, study: Study, files: dict[str, bytes] | None = None, *, stay_open: bool = False
    ) -> ImportedRefi:
        path = self.write(study.path.with_name("theirs.qdpx"), files)
        return import_refi(study, path, None, stay_open=stay_open)


def pack(path: Path, files: dict[str, bytes]) -> Path:
    """A zip of these entries, under exactly these names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    path.write_bytes(stream.getvalue())
    return path


def quotes(study: Study) -> list[tuple[str, str, str]]:
    """(coder, code, words) of every coding that everybody may see, in the order of the texts."""
    return [
        (c.coder, c.code, text(study, c.transcript_id)[c.start : c.end])
        for c in codings(study, None)
    ]
