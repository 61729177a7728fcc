"""Import: transcripts from files into the study, all of them or none."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.corpus import store
from workbench.corpus.interviewers import bare_label, guess_interviewers
from workbench.corpus.readers import read_transcript
from workbench.corpus.readers.labels import quoted
from workbench.corpus.ties import by_composed, case_by_name, composed
from workbench.corpus.transcript import ReadTranscript
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, Writer


@dataclass(frozen=True, slots=True)
class ImportedTranscript:
    """What one file became; ``turns`` is a count, ``speakers`` the labels as written."""

    name: str
    characters: int
    words: int
    turns: int
    speakers: tuple[str, ...]
    encoding: str


@dataclass(frozen=True, slots=True)
class Imported:
    """The new transcripts in the order of their files, and whole sentences about them."""

    transcripts: tuple[ImportedTranscript, ...]
    notices: tuple[str, ...]


def import_transcripts(
    study: Study,
    paths: Sequence[Path],
    *,
    interviewers: Sequence[str] = (),
    keep_originals: bool = True,
    by: Person | None = None,
    progress: Callable[[], None] = lambda: None,
) -> Imported:
    """Read files and store them in one change.

    ``interviewers`` are the labels that ask, in whatever file they stand and compared without
    case; without any, labels that name the role are taken. With ``keep_originals`` off only the
    SHA-256 of the files is kept. ``progress`` is called after each file.

    Raises WorkbenchError with one detail a bad file (unreadable, a name or a text that the study
    or an earlier file has already), or where no file has any of the ``interviewers``; then nothing
    was imported. The files are read one at a time, so that an archive needs little memory.
    """
    if not paths:
        raise WorkbenchError("there is no file to import: name at least one")
    what = f"import {paths[0].stem}" if len(paths) == 1 else f"import {len(paths)} transcripts"
    with study.change(what, by) as write:
        batch = _Batch(study, write, interviewers, keep_originals)
        problems: list[WorkbenchError] = []
        for path in paths:
            try:
                batch.take(path, storing=not problems)
            except WorkbenchError as error:
                problems.append(error)
            progress()
        refuse_together(problems, len(paths), study.path)
        batch.settle_interviewers()
    return Imported(tuple(batch.imported), tuple(batch.notices))


def refuse_together(problems: Sequence[WorkbenchError], files: int, study_path: Path) -> None:
    """Raise for the bad files of an import: a single one speaks for itself."""
    if not problems:
        return
    if len(problems) == 1:
        raise problems[0]
    lines = [line for problem in problems for line in (*problem.details, str(problem))]
    raise WorkbenchError(
        f"{len(problems)} of {files} files cannot be imported into {study_path}:"
        " mend them or leave them out; nothing was imported",
        lines,
    )


class _Batch:
    """The files of one import: what they are checked against, and what became of them."""

    def __init__(
        self, study: Study, write: Writer, interviewers: Sequence[str], keep_originals: bool
    ) -> None:
        self.study = study
        self.write = write
        self.wanted = {bare_label(label): label for label in interviewers}
        self.met: set[str] = set()
        self.labels: dict[str, None] = {}
        self.guesses: dict[tuple[str, ...], list[str]] = {}
        self.keep_originals = keep_originals
        self.names = {composed(t.name): "the study" for t in store.transcripts(study)}
        self.texts = {
            sha256: f"transcript {name}" for sha256, name in store.names_by_text(study).items()
        }
        self.case_ids = {case.name: case.id for case in store.cases(study)}
        self.case_names = by_composed(self.case_ids)
        self.imported: list[ImportedTranscript] = []
        self.notices: list[str] = []

    def take(self, path: Path, *, storing: bool) -> None:
        """Read and check one file, and store it unless an earlier one was bad."""
        read = read_transcript(path)
        digest = hashlib.sha256(read.text.encode()).hexdigest()
        self._refuse_known(path, read, digest)
        self.names[composed(read.name)] = str(path)
        self.texts[digest] = str(path)
        self.labels.update(dict.fromkeys(read.speakers))
        if storing:
            self._store(path, read, digest)

    def settle_interviewers(self) -> None:
        """Say who was taken as asking; a label given by hand that fits no file may be a slip."""
        for guessed, files in self.guesses.items():
            where = files[0] if len(files) == 1 else f"{files[0]} and {len(files) - 1} more"
            self.notices.append(
                f"{where}: taken as asking the questions, by the label: {quoted(guessed)}"
                " (correct it with workbench speakers)."
            )
        unknown = [label for key, label in self.wanted.items() if key not in self.met]
        if not unknown:
            return
        told = f"no file has the speaker label {quoted(unknown)}"
        if self.met:
            self.notices.append(f"{told}.")
            return
        raise WorkbenchError(
            f"{told} (--interviewer): name those who ask among"
            f" {quoted(self.labels) or 'the labels (there are none)'}; nothing was imported"
        )

    def _refuse_known(self, path: Path, read: ReadTranscript, digest: str) -> None:
        try:
            path.name.encode()
        except UnicodeEncodeError:
            raise WorkbenchError(
                f"{path.name.encode(errors='replace').decode()}: the name of the file is not"
                " UTF-8; rename it"
            ) from None
        if digest in self.texts:
            raise WorkbenchError(
                f"{path}: holds the same text as {self.texts[digest]}; leave it out"
            )
        taken = self.names.get(composed(read.name))
        if taken == "the study":
            raise WorkbenchError(
                f"{path}: the study has a transcript called {read.name} already; rename the file"
            )
        if taken:
            raise WorkbenchError(
                f"{path}: would be called {read.name}, as {taken} is; rename one of the files"
            )

    def _store(self, path: Path, read: ReadTranscript, digest: str) -> None:
        text_id = store.keep_text(self.study, self.write, digest, read.text)
        if text_id is None:
            raise WorkbenchError(
                f"{path}: this text was withdrawn from the study and cannot come back; leave it out"
            )
        original_sha256 = hashlib.sha256(read.original).hexdigest()
        original_id = None
        if self.keep_originals:
            original_id = store.keep_original(
                self.study, self.write, original_sha256, read.original
            )
        asking = self._asking(path.name, read)
        ties = case_by_name(
            read.name,
            [turn.speaker for turn in read.turns if turn.speaker not in asking],
            self.case_names,
        )
        store.add_transcript(
            self.write,
            read,
            file_name=path.name,
            text_id=text_id,
            original_id=original_id,
            original_sha256=original_sha256,
            asking=asking,
            case_ids={label: self.case_ids[name] for label, name in ties.items()},
        )
        self.notices += read.notices
        self.imported.append(
            ImportedTranscript(
                read.name,
                read.characters,
                read.words,
                len(read.turns),
                read.speakers,
                read.encoding,
            )
        )

    def _asking(self, file: str, read: ReadTranscript) -> frozenset[str]:
        if not self.wanted:
            guessed = guess_interviewers(read.speakers)
            if guessed:
                self.guesses.setdefault(tuple(guessed), []).append(file)
            elif read.speakers:
                self.notices.append(
                    f"{file}: no label says who asks, so every turn counts as a participant's"
                    f" ({quoted(read.speakers)}; correct it with workbench speakers)."
                )
            return frozenset(guessed)
        asking = frozenset(label for label in read.speakers if bare_label(label) in self.wanted)
        self.met |= {bare_label(label) for label in asking}
        if not asking:
            self.notices.append(
                f"{file}: nobody asks here, for none of {quoted(self.wanted.values())} is among"
                f" its labels ({quoted(read.speakers) or 'it has none'})."
            )
        return asking
