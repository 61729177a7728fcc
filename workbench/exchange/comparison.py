"""Coding comparison as NVivo tabulates it: two coders, code by file, on characters of whole files.

For a file of n characters, both coders' spans of one code united: both, one alone, and neither add
up to n; kappa is Cohen's. NVivo's base is the whole file, questions and speaker labels included,
so these figures are not those of ``workbench agreement``, whose base is what participants say.
"""

import math
from dataclasses import dataclass

from workbench.agreement.binary import Terms, cohen_kappa_pairs
from workbench.agreement.spans import Spans, Transcript, prepare
from workbench.agreement.sweep import sweep
from workbench.codebook.store import joins
from workbench.coding.store import codings
from workbench.corpus.store import transcripts
from workbench.study import Person, Study
from workbench.study.layers import layers
from workbench.study.rounds import rounds


@dataclass(frozen=True, slots=True)
class Agreed:
    """One code in one file: lengths in characters, and Cohen's kappa."""

    code_id: str
    file: str
    size: int
    both: int
    only_a: int
    only_b: int
    kappa: float

    @property
    def neither(self) -> int:
        """Characters that neither coded."""
        return self.size - self.both - self.only_a - self.only_b

    def percent(self, characters: int) -> float:
        """Out of the size of the file."""
        return 100 * characters / self.size


@dataclass(frozen=True, slots=True)
class CodingComparison:
    """The coders A and B (None where no two have locked the same transcript), and the table."""

    a: Person | None
    b: Person | None
    others: tuple[Person, ...]
    files: int
    rows: tuple[Agreed, ...]


def coding_comparison(study: Study, code_ids: tuple[str, ...]) -> CodingComparison:
    """Compare the first two coders of the newest round that revealed something.

    Every transcript counts that both of them locked, in its newest round, and the layers as they
    were first locked; practice rounds do not.
    """
    revealed: dict[str, dict[str, str]] = {}
    for layer in layers(study):
        if layer.revealed and not layer.practice:
            revealed.setdefault(layer.round_id, {})[layer.transcript_id] = layer.transcript
    comparable = [r for r in rounds(study) if r.id in revealed and len(r.coders) > 1]
    if not comparable:
        return CodingComparison(None, None, (), 0, ())
    a, b, *others = comparable[-1].coders
    chosen = {
        transcript_id: round_.id
        for round_ in comparable
        if a in round_.coders and b in round_.coders
        for transcript_id in revealed[round_.id]
    }
    files = [t for t in transcripts(study) if t.id in chosen and t.characters]
    place = {t.id: n for n, t in enumerate(files)}
    code_place = {code_id: n for n, code_id in enumerate(code_ids)}
    person = {a.id: 0, b.id: 1}
    merged = joins(study)
    spans = [
        (place[c.transcript_id], code_place[read_as], person[c.coder_id], c.start, c.end)
        for c in codings(study, None, newest=False)
        for read_as in [merged.of(c.code_id)]
        if c.transcript_id in place
        and c.round_id == chosen[c.transcript_id]
        and c.coder_id in person
        and read_as in code_place
    ]
    texts = [Transcript(t.name, t.characters) for t in files]
    sums = sweep(prepare(Spans.of(spans), texts, len(code_ids), 2))
    kappas = cohen_kappa_pairs(Terms.of(sums))
    found = []
    for k, code_id in enumerate(code_ids):
        for t, file in enumerate(files):
            one, two = (int(n) for n in sums.coded[t, k])
            both = int(sums.shared[t, k, 0])
            kappa = float(kappas[t, k, 0])
            found.append(
                Agreed(
                    code_id,
                    file.name,
                    file.characters,
                    both,
                    one - both,
                    two - both,
                    # both coded nothing, or both everything: they agree wholly
                    1.0 if math.isnan(kappa) else kappa,
                )
            )
    return CodingComparison(a, b, tuple(others), len(files), tuple(found))
