"""Correcting a transcript after it was coded: a new version of its text, and all that lies on it.

The old version stays in the study. Locked layers go along like any other, and are sealed anew
beside the seal of their lock.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.coding import store
from workbench.coding.carrier import aligned, carry_all
from workbench.coding.locking import seal_anew
from workbench.coding.nouns import Doubt
from workbench.corpus import store as corpus
from workbench.corpus.correcting import carry_turns, put_text, refuse_bad_text
from workbench.corpus.nouns import Transcript
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, Writer
from workbench.study.carry import correcting


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction: which transcript, which version it made, and what its maker has to settle."""

    transcript: str
    version: int
    doubts: tuple[Doubt, ...]


def correct_text(
    study: Study, name: str, new: str, *, reason: str = "", by: Person | None = None
) -> Corrected:
    """Give a transcript the text ``new``. Line ends become LF. Raises for no change, for no words,
    and for the text of another transcript."""
    return correct_texts(study, {name: new}, reason=reason, by=by)[0]


def correct_span(
    study: Study,
    name: str,
    start: int,
    end: int,
    words: str,
    *,
    was: str | None = None,
    reason: str = "",
    by: Person | None = None,
) -> Corrected:
    """Write ``words`` in the place of ``[start, end)`` (an insertion where both are the same).

    ``was`` are the words that stood there when they were looked at; raises where they do no more.
    """
    with study.change(f"correct {name}", by):
        transcript = corpus.transcript(study, name)
        if not 0 <= start <= end <= transcript.characters:
            raise WorkbenchError(
                f"{start} to {end} is no place in {transcript.name}, which has"
                f" {transcript.characters} characters: give a START up to END up to that"
            )
        old = corpus.text(study, transcript.id)
        if was is not None and old[start:end] != was:
            raise WorkbenchError(
                f"{transcript.name} was corrected at this place meanwhile: look at it again"
            )
        return correct_text(study, name, old[:start] + words + old[end:], reason=reason, by=by)


def correct_texts(
    study: Study,
    texts: Mapping[str, str],
    *,
    what: str = "",
    reason: str = "",
    by: Person | None = None,
) -> list[Corrected]:
    """Several transcripts in one change; ``what`` is what the change is called."""
    made = []
    with study.change(what or f"correct {', '.join(texts)}", by) as write:
        for name, new in texts.items():
            transcript = corpus.transcript(study, name)
            version = _correct(study, write, transcript, _line_ends(new), reason.strip(), by)
            doubts = store.open_doubts(study, by, transcript.id)
            made.append(Corrected(transcript.name, version, tuple(doubts)))
    return made


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _correct(
    study: Study,
    write: Writer,
    transcript: Transcript,
    new: str,
    reason: str,
    by: Person | None,
) -> int:
    old = corpus.text(study, transcript.id)
    refuse_bad_text(study, transcript, old, new)
    put_text(study, write, transcript, new)
    version = store.add_correction(study, write, transcript.id, transcript.text_id, reason, by)
    correcting(write, True)
    carry_turns(study, write, transcript.id, aligned(old, new))
    carry_all(study, write, transcript.id, old)
    seal_anew(study, write, [transcript.id])
    correcting(write, False)
    return version
