"""Which speakers a case is: by the names alone, or by what a table says."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from workbench.corpus.nouns import Speaker
from workbench.errors import WorkbenchError


def composed(name: str) -> str:
    """A name for comparing: the same however its accents are composed."""
    return unicodedata.normalize("NFC", name)


def by_composed(names: Iterable[str]) -> dict[str, str]:
    """Names by their composed form, for looking them up."""
    return {composed(name): name for name in names}


def case_by_name(
    transcript: str, answering: Iterable[str], cases: Mapping[str, str]
) -> dict[str, str]:
    """The case of each label in ``answering`` (the labels that do not ask), by names alone.

    A label that is called like a case is that case; the others are the case that is called like
    the transcript, unless one label of it is that case already. ``cases`` are names by their
    composed form.

    >>> case_by_name("P5", ["P5", "Friend"], by_composed(["P5"]))
    {'P5': 'P5'}
    >>> case_by_name("P5", ["Respondent"], by_composed(["P5"]))
    {'Respondent': 'P5'}
    """
    labels = {label: composed(label) for label in answering}
    found = {label: cases[key] for label, key in labels.items() if key in cases}
    own = composed(transcript)
    if own in cases and own not in labels.values():
        return {label: found.get(label, cases[own]) for label in labels}
    return found


class SpeakerIndex:
    """The speakers of a study by transcript and label, for finding those that a row means."""

    def __init__(self, transcripts: Iterable[str], speakers: Iterable[Speaker]) -> None:
        self._transcripts: dict[str, list[Speaker]] = {composed(n): [] for n in transcripts}
        self._labels: dict[str, list[Speaker]] = {}
        for speaker in speakers:
            self._transcripts[composed(speaker.transcript)].append(speaker)
            self._labels.setdefault(composed(speaker.label), []).append(speaker)

    def find(
        self, participant: str, transcript: str, label: str, where: tuple[str, str]
    ) -> list[Speaker]:
        """The speakers that a row means by ``transcript`` and ``label``, one of which may be "".

        With a transcript alone: the label in it that is called like the participant, else
        everybody who does not ask. With a label alone: that label in the transcript that is called
        like the participant, else in every transcript. ``where`` names the two cells for errors.
        """
        if transcript and composed(transcript) not in self._transcripts:
            raise WorkbenchError(
                f"{where[0]}: no transcript is called “{transcript}”; import it first, or correct"
                " the cell"
            )
        if not transcript:
            everywhere = self._labels.get(composed(label), [])
            own = [s for s in everywhere if composed(s.transcript) == composed(participant)]
            if not everywhere:
                raise WorkbenchError(
                    f"{where[1]}: no transcript has the speaker label “{label}”; see workbench"
                    " speakers for those there are"
                )
            return own or everywhere
        present = self._transcripts[composed(transcript)]
        wanted = label or participant
        named = [s for s in present if composed(s.label) == composed(wanted)]
        if label and not named:
            labels = ", ".join(f"“{s.label}”" for s in present if s.label) or "none"
            raise WorkbenchError(
                f"{where[1]}: “{label}” is no speaker label of {transcript}; it has {labels}"
            )
        return named or [s for s in present if not s.interviewer]


def ties_by_name(speakers: Sequence[Speaker], names: Iterable[str]) -> dict[str, str]:
    """The case that names give to speakers (by id) who belong to none yet and do not ask."""
    cases = by_composed(names)
    labels: dict[str, list[str]] = {}
    for speaker in speakers:
        if not speaker.interviewer:
            labels.setdefault(speaker.transcript, []).append(speaker.label)
    ties: dict[str, str] = {}
    for speaker in speakers:
        if not speaker.interviewer and not speaker.case:
            by_label = case_by_name(speaker.transcript, labels[speaker.transcript], cases)
            if speaker.label in by_label:
                ties[speaker.id] = by_label[speaker.label]
    return ties
