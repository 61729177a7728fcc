"""Coming in: a ``.qdpx`` or ``.qde`` as people, codes, transcripts, codings, cases, themes, notes;
a ``.qdc`` as codes and themes. One change each, which one undo takes back.

    done = import_refi(study, Path("theirs.qdpx"), by)
    done.losses      sentences on what the study could not take
"""

from dataclasses import dataclass
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.exchange.refi.cases_in import CasesIn, claimed_by_cases
from workbench.exchange.refi.codes_in import bring_in_codes, take_apart
from workbench.exchange.refi.codings_in import CodingsIn
from workbench.exchange.refi.coming import Coming, Telling
from workbench.exchange.refi.notes_in import NotesIn
from workbench.exchange.refi.package import read_bytes, unpack
from workbench.exchange.refi.people_in import PeopleIn
from workbench.exchange.refi.sources_in import SourcesIn
from workbench.exchange.refi.themes_in import bring_in_themes
from workbench.exchange.refi.xml_in import read_codebook, read_project
from workbench.study import Person, Study

PROJECT_ENDINGS = (".qdpx", ".qde")
CODEBOOK_ENDING = ".qdc"


@dataclass(frozen=True, slots=True)
class ImportedRefi:
    """What came in: how many of what, what a person should know, and what was lost."""

    counts: dict[str, int]
    notices: tuple[str, ...]
    losses: tuple[str, ...]
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: int = 0


def import_refi(
    study: Study, path: Path, by: Person | None, *, stay_open: bool = False
) -> ImportedRefi:
    """Import a project or, by its ending, a codebook; all of it or nothing.

    Imported work is locked and compared at once, or with ``stay_open`` left to its coders. Raises
    WorkbenchError, naming the file, for what is no project, and where the study has one of its
    texts already.
    """
    ending = path.suffix.casefold()
    if ending == CODEBOOK_ENDING:
        return import_qdc(study, path, by)
    if ending not in PROJECT_ENDINGS:
        raise WorkbenchError(
            f"{path.name}: a REFI-QDA file ends in .qdpx, .qde or .qdc; export it as one of these"
        )
    unpacked = unpack(path)
    project = read_project(unpacked.project, path.name)
    if not (project.codes or project.sources or project.notes or project.cases):
        raise WorkbenchError(
            f"{path.name}: holds no code, text, case or note: export the project again"
        )
    told = Telling(notices=list(unpacked.notices), losses=list(project.losses))
    with study.change(f"import {path.name}", by) as write:
        coming = Coming(study, write, by, project, told)
        tree = take_apart(project.codes, project.sets, ours=project.ours)
        people = PeopleIn(coming)
        new, changed = bring_in_codes(coming, tree, update=False)
        sources = SourcesIn(coming, unpacked.sources).all()
        CasesIn(coming, sources).all()
        notes = NotesIn(coming, people, unpacked.sources)
        codings = CodingsIn(coming, people, notes, tree.ids())
        claimed = claimed_by_cases(project.cases)
        for source in sources:
            codings.take(source)
            notes.of_source(source, claimed)
        codings.settle(stay_open=stay_open)
        notes.of_the_rest(tree, bring_in_themes(coming, tree))
        notes.write()
    return ImportedRefi(
        told.counts, tuple(told.notices), tuple(told.losses), tuple(new), tuple(changed)
    )


def import_qdc(study: Study, path: Path, by: Person | None) -> ImportedRefi:
    """Add the codes and themes of a ``.qdc``, and update those that are there already.

    Of a code that is there, what the file says takes the place of what the study says.
    """
    content = read_bytes(path)
    codebook = read_codebook(content, path.name)
    if not codebook.codes and not codebook.sets:
        raise WorkbenchError(f"{path.name}: holds no code: export the codebook again")
    told = Telling(losses=list(codebook.losses))
    with study.change("import a codebook", by) as write:
        coming = Coming(study, write, by, codebook, told)
        tree = take_apart(codebook.codes, codebook.sets, ours=codebook.ours)
        new, changed = bring_in_codes(coming, tree, update=True)
        bring_in_themes(coming, tree)
    return ImportedRefi(
        told.counts,
        tuple(told.notices),
        tuple(told.losses),
        tuple(new),
        tuple(changed),
        len(tree.codes) - len(new) - len(changed),
    )
