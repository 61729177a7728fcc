"""Going out: a ``.qdpx`` with ``….workbench.json`` beside it, and a ``.qdc``.

    done = export_refi(study, viewer, Path("flood.qdpx"))
    done.losses      sentences on what a REFI project cannot carry

What is written has passed the standard's own schemas, and is the same bytes on every run.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench import __version__
from workbench.codebook.store import codes
from workbench.csv_out import write_whole
from workbench.errors import WorkbenchError
from workbench.exchange.refi.beside import beside_json
from workbench.exchange.refi.gather import Gathered, gather
from workbench.exchange.refi.nouns import ORIGIN, Code, Project
from workbench.exchange.refi.package import packed
from workbench.exchange.refi.texts import xml_text
from workbench.exchange.refi.tree import Tree
from workbench.exchange.refi.xml_out import codebook_xml, project_xml
from workbench.study import Person, Study
from workbench.themes.store import themes

BESIDE = ".workbench.json"


@dataclass(frozen=True, slots=True)
class Written:
    """What went into a file, by kind, and what could not."""

    file: Path
    counts: dict[str, int]
    losses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProjectFiles:
    """A project as bytes: the package, and the document beside it."""

    package: bytes
    beside: bytes
    counts: dict[str, int]
    losses: tuple[str, ...]


def project_files(study: Study, viewer: Person | None) -> ProjectFiles:
    """A project of what the viewer may see, not written yet."""
    with study.snapshot():
        gathered = gather(study, viewer)
        losses = (*gathered.losses, *_characters(gathered.project))
        beside = beside_json(study, viewer, losses)
    package = packed(project_xml(gathered.project), gathered.texts)
    return ProjectFiles(package, beside, _counts(gathered), losses)


def export_refi(study: Study, viewer: Person | None, path: Path) -> Written:
    """Write the ``.qdpx`` and the document beside it; files of these names are replaced."""
    if path.suffix.casefold() != ".qdpx":
        raise WorkbenchError(f"{path.name} is no name for a REFI project: end it in .qdpx")
    files = project_files(study, viewer)
    write_whole(path, files.package)
    write_whole(beside_name(path), files.beside)
    return Written(path, files.counts, files.losses)


def beside_name(path: Path) -> Path:
    """Where the document beside a package lies."""
    return path.with_name(path.name[: -len(path.suffix)] + BESIDE)


def codebook_bytes(study: Study, viewer: Person | None) -> tuple[bytes, dict[str, int], list[str]]:
    """A ``.qdc`` of what the viewer may see, its counts and losses. Raises without any code."""
    with study.snapshot():
        tree = Tree(codes(study, viewer, retired=True), themes(study, viewer), frozenset())
    if not tree.listed and not tree.themes:
        raise WorkbenchError(
            f"{study.path} has no code yet, and REFI knows no empty codebook: add codes first"
        )
    content = codebook_xml(tree.codes(), tree.sets(), f"{ORIGIN} {__version__}")
    counts = {"codes": len(tree.listed), "themes": len(tree.themes)}
    return content, counts, [*tree.losses(), *_characters(Project("", codes=tree.codes()))]


def export_qdc(study: Study, viewer: Person | None, path: Path) -> Written:
    """Write the codebook with its themes as ``.qdc``; a file of that name is replaced."""
    if path.suffix.casefold() != ".qdc":
        raise WorkbenchError(f"{path.name} is no name for a REFI codebook: end it in .qdc")
    content, counts, losses = codebook_bytes(study, viewer)
    write_whole(path, content)
    return Written(path, counts, tuple(losses))


def _counts(gathered: Gathered) -> dict[str, int]:
    project = gathered.project
    return {
        "users": len(project.users),
        "codes": sum(code.codable for code in every_code(project.codes)),
        "themes": len(project.sets),
        "sources": len(project.sources),
        "codings": sum(len(s.codings) for one in project.sources for s in one.selections),
        "cases": len(project.cases),
        "notes": len(project.notes),
    }


def every_code(codes_: tuple[Code, ...]) -> Iterator[Code]:
    """All codes of a tree, parents before their children."""
    waiting = list(reversed(codes_))
    while waiting:
        code = waiting.pop()
        yield code
        waiting += reversed(code.below)


def _characters(project: Project) -> list[str]:
    """Whether characters had to be replaced that XML cannot hold."""
    said = [project.name]
    said += [text for code in every_code(project.codes) for text in (code.name, code.description)]
    said += [note.text for note in project.notes]
    said += [text for case in project.cases for text in (case.name, *(v.text for v in case.values))]
    changed = sum(xml_text(text) != text for text in said)
    if not changed:
        return []
    return [f"control characters, which XML cannot hold: replaced by U+FFFD in {changed} texts"]
