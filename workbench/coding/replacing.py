"""Names replaced throughout the material, the same way everywhere, as one correction."""

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.codebook.store import codes
from workbench.coding.correcting import Corrected, correct_texts
from workbench.corpus import store
from workbench.corpus.entities import entities
from workbench.corpus.identifying import Candidate, candidates, whole_words
from workbench.corpus.name_key import replaced
from workbench.errors import WorkbenchError
from workbench.study import Person, Study

WHAT = "replace names"
REASON = "de-identification"


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a replacement did: places in the texts, the corrections, and what still holds a name of
    the key outside the texts (sentences without the names themselves)."""

    places: int
    corrected: tuple[Corrected, ...]
    left: tuple[str, ...]


def find_names(study: Study, model: str = "") -> list[Candidate]:
    """What may identify somebody in the transcripts as they are now; with a spaCy ``model`` (a
    name or a folder) also what that takes for a name."""
    with study.snapshot():
        texts = {t.name: store.text(study, t.id) for t in store.transcripts(study)}
        spoken = labels(study)
    return candidates(texts, spoken, entities(texts, model) if model else None)


def labels(study: Study) -> dict[str, list[str]]:
    """The labels of speakers by transcript name."""
    found: dict[str, list[str]] = {}
    for speaker in store.speakers(study):
        found.setdefault(speaker.transcript, []).append(speaker.label)
    return found


def replace_names(study: Study, key: Mapping[str, str], by: Person | None = None) -> Replaced:
    """Replace every name of the key in every transcript; one undo takes all of it back.

    Raises where no transcript has any of them. The versions before stay in the study.
    """
    if not key:
        raise WorkbenchError("the key has no name with a replacement: fill in the replacements")
    pattern = whole_words(key)
    places, texts = 0, {}
    with study.change(WHAT, by):
        for transcript in store.transcripts(study):
            old = store.text(study, transcript.id)
            here = len(pattern.findall(old)) if pattern else 0
            if here:
                places += here
                texts[transcript.name] = replaced(old, key)
        if not texts:
            raise WorkbenchError(
                "no transcript has any name of the key: check its spelling, capitals count"
            )
        made = correct_texts(study, texts, what=WHAT, reason=REASON, by=by)
    return Replaced(places, tuple(made), tuple(_left(study, key, by)))


def _left(study: Study, key: Mapping[str, str], viewer: Person | None) -> list[str]:
    """Where names of the key still stand, beside the texts, as far as the viewer may see."""
    pattern = whole_words(key)
    if pattern is None:
        return []
    cases = store.cases(study)
    fields = {
        "names of transcripts": [t.name for t in store.transcripts(study)],
        "labels of speakers": [s.label for s in store.speakers(study)],
        "cases": [word for c in cases for word in (c.name, *c.values.values())],
        "codes": [
            word
            for c in codes(study, viewer, retired=True)
            for word in (c.name, c.definition, c.when_to_use, c.when_not_to_use, c.example)
        ],
    }
    return [
        f"{where}: {count}"
        for where, words in fields.items()
        if (count := sum(1 for word in words if pattern.search(word)))
    ]
