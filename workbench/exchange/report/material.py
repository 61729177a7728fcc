"""Everything a report says, gathered once from one state of the study as its viewer sees it."""

from dataclasses import dataclass

from workbench.exchange.report.agreement import Compared, agreement_of
from workbench.exchange.report.audit import Audit, audit_of
from workbench.exchange.report.codebook import Book, book_of
from workbench.exchange.report.corpus import Corpus, corpus_of
from workbench.exchange.report.numbers import Numbers, numbers_of
from workbench.exchange.report.options import REFLEXIVE, Options
from workbench.exchange.report.phases import ShownPhase, phases_of
from workbench.exchange.report.rounds import Done, rounds_of
from workbench.exchange.report.saturation import Curve, curves_of
from workbench.exchange.report.settling import Settled, settling_of
from workbench.exchange.report.themes import Themes, themes_of
from workbench.study import Person, Study, people
from workbench.themes.evidence import Evidence, Voices, evidence


@dataclass(frozen=True, slots=True)
class Material:
    """What a report is made of. ``viewer`` is a name, ``""`` for what everybody may see.

    ``agreement`` is empty where coefficients are not ``shown``, and there are no ``curves`` of
    saturation in a reflexive study.
    """

    title: str
    mode: str
    viewer: str
    options: Options
    shown: bool
    people: tuple[Person, ...]
    corpus: Corpus
    evidence: Evidence
    book: Book
    rounds: tuple[Done, ...]
    agreement: tuple[Compared, ...]
    settling: tuple[Settled, ...]
    themes: Themes
    curves: tuple[Curve, ...]
    phases: tuple[ShownPhase, ...]
    numbers: Numbers
    audit: Audit

    @property
    def coders(self) -> list[Person]:
        """People with the role of a coder."""
        return [one for one in self.people if one.role == "coder"]

    @property
    def supervisors(self) -> list[Person]:
        """People with the role of a supervisor."""
        return [one for one in self.people if one.role == "supervisor"]

    @property
    def reported(self) -> list[Done]:
        """The rounds that are not practice."""
        return [one for one in self.rounds if not one.round.practice]

    @property
    def revealed(self) -> bool:
        """Whether anything is revealed outside practice."""
        return any(one.revealed for one in self.reported)


def gather(study: Study, viewer: Person | None, options: Options) -> Material:
    """Read everything, inside one snapshot."""
    with study.snapshot():
        found = evidence(study, Voices(study))
        done = rounds_of(study)
        shown = options.shows_coefficients(study.mode)
        return Material(
            title=study.title,
            mode=study.mode,
            viewer=viewer.name if viewer else "",
            options=options,
            shown=shown,
            people=tuple(people(study)),
            corpus=corpus_of(study),
            evidence=found,
            book=book_of(study, viewer, found),
            rounds=done,
            agreement=agreement_of(study, viewer, options, done) if shown else (),
            settling=settling_of(study, viewer, done),
            themes=themes_of(study, viewer, found, options.extracts),
            curves=() if study.mode == REFLEXIVE else curves_of(found, done),
            phases=phases_of(study, viewer),
            numbers=numbers_of(study, viewer),
            audit=audit_of(study, viewer),
        )
