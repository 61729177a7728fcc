"""What goes into the tables for NVivo, gathered once and as far as the viewer may see it."""

from dataclasses import dataclass

from workbench.codebook.nouns import Code
from workbench.codebook.store import codes
from workbench.coding.nouns import Coding
from workbench.coding.store import codings
from workbench.consensus.nouns import AgreedCoding
from workbench.consensus.store import consensus_codings
from workbench.corpus.nouns import Case
from workbench.corpus.store import attributes, cases, text, transcripts
from workbench.exchange.comparison import CodingComparison, coding_comparison
from workbench.exchange.naming import Names
from workbench.study import Person, Study
from workbench.study.rounds import rounds
from workbench.themes import store
from workbench.themes.evidence import Evidence, Reference, Voices, evidence, reference
from workbench.themes.nouns import Review, Theme


@dataclass(frozen=True, slots=True)
class Material:
    """Everything the tables are made of.

    ``codes`` are those in use and those that carry a reference, in codebook order; ``readings``
    all coded references of all visible layers; ``texts`` by transcript id.
    """

    title: str
    names: Names
    codes: tuple[Code, ...]
    themes: tuple[Theme, ...]
    parked: tuple[Code, ...]
    reviews: tuple[Review, ...]
    evidence: Evidence
    readings: tuple[Reference, ...]
    texts: dict[str, str]
    cases: tuple[Case, ...]
    attributes: tuple[str, ...]
    comparison: CodingComparison

    def quote(self, reference: Reference) -> str:
        """The words of a reference."""
        return self.texts[reference.transcript_id][reference.start : reference.end]


def gather(study: Study, viewer: Person | None) -> Material:
    """Read everything; inside one snapshot it belongs together."""
    voices = Voices(study)
    readings = _readings(study, viewer, voices)
    carrying = {reference.code_id for reference in readings}
    known = tuple(
        code
        for code in codes(study, viewer, retired=True)
        if not code.retired or code.id in carrying
    )
    themes = tuple(store.themes(study, viewer))
    heard = {reference.transcript_id for reference in readings}
    return Material(
        title=study.title,
        names=Names(themes),
        codes=known,
        themes=themes,
        parked=tuple(code for code, why in store.parked_codes(study, viewer) if why),
        reviews=tuple(store.reviews(study)),
        evidence=evidence(study, voices),
        readings=readings,
        texts={t.id: text(study, t.id) for t in transcripts(study) if t.id in heard},
        cases=tuple(cases(study)),
        attributes=tuple(attributes(study)),
        comparison=coding_comparison(study, tuple(code.id for code in known)),
    )


def _readings(study: Study, viewer: Person | None, voices: Voices) -> tuple[Reference, ...]:
    practice = {round_.id for round_ in rounds(study) if round_.practice}
    found: list[Coding | AgreedCoding] = [*codings(study, viewer), *consensus_codings(study)]
    return tuple(reference(c, voices) for c in found if c.round_id not in practice)
