"""The material of a report: transcripts, who speaks in them, and cases in their data sets."""

from dataclasses import dataclass

from workbench.corpus.nouns import Transcript
from workbench.corpus.store import attributes, speakers, transcripts
from workbench.figures.describe import counted
from workbench.study import Study
from workbench.themes.evidence import Voices


@dataclass(frozen=True, slots=True)
class Text:
    """One transcript with who answers and who asks in it."""

    transcript: Transcript
    participants: tuple[str, ...]
    interviewers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set: how many cases it has, and how many of them speak in a transcript."""

    name: str
    cases: int
    speaking: int


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything a study is made of.

    ``participants`` are all who answer in a transcript, cases or not; ``attributes`` are the names
    of what is known of cases.
    """

    texts: tuple[Text, ...]
    participants: tuple[str, ...]
    data_sets: tuple[DataSet, ...]
    attributes: tuple[str, ...]

    @property
    def words(self) -> int:
        """Words of all transcripts, labels and questions included."""
        return sum(one.transcript.words for one in self.texts)

    @property
    def turns(self) -> int:
        """Speaker turns of all transcripts."""
        return sum(one.transcript.turns for one in self.texts)

    @property
    def formats(self) -> dict[str, int]:
        """How many transcripts came in which format, most first."""
        counts: dict[str, int] = {}
        for one in self.texts:
            counts[one.transcript.format] = counts.get(one.transcript.format, 0) + 1
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def corpus_of(study: Study) -> Corpus:
    """The material; all of it is everybody's."""
    known = transcripts(study)
    voices = Voices(study)
    asking: dict[str, list[str]] = {}
    for speaker in speakers(study):
        if speaker.interviewer:
            asking.setdefault(speaker.transcript_id, []).append(speaker.label)
    texts = tuple(
        Text(one, voices.participants([one.id]), tuple(asking.get(one.id, ()))) for one in known
    )
    participants = voices.participants(one.id for one in known)
    heard = set(participants)
    sets = tuple(
        DataSet(name, len(members), sum(member.case in heard for member in members))
        for name, members in counted(study).members.items()
        if members
    )
    return Corpus(texts, participants, sets, tuple(attributes(study)))
