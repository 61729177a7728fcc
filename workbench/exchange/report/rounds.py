"""How coding was done, for a report: rounds with their plan, what is locked, and the seals."""

from collections import Counter
from dataclasses import dataclass

from workbench.coding.seals.store import layer_seals
from workbench.coding.store import given_codings, given_suggestions
from workbench.study import Layer, Round, Study
from workbench.study.layers import layers
from workbench.study.packs import layers_away, packs
from workbench.study.rounds import rounds


@dataclass(frozen=True, slots=True)
class Seal:
    """A locked layer that is revealed: its SHA-256 at the lock, and on corrected texts since."""

    transcript: str
    coder: str
    version: int
    sha256: str
    later: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A round with how far it is.

    ``layers`` of first readings were assigned and ``locked`` of them are locked; ``revealed``
    transcripts have been locked by all their coders, ``discussed`` are those of them that were
    locked after a talk. ``reopened`` counts layers that were unlocked after reveal. ``packed`` has,
    by coder, how many of their layers came back in a pack, out of how many. The revealed readings,
    as they were first locked, hold ``codings``, of which ``suggested`` began as suggestions.
    """

    round: Round
    layers: int
    locked: int
    revealed: int
    discussed: tuple[str, ...]
    reopened: int
    packed: tuple[tuple[str, int, int], ...]
    codings: int
    suggested: int
    seals: tuple[Seal, ...]

    @property
    def several(self) -> bool:
        """Whether more than one person codes in it."""
        return len(self.round.coders) > 1

    @property
    def drawn(self) -> str:
        """How the transcripts were drawn, in words; empty where they were named."""
        share, _, strata = self.round.sample.partition(" by ")
        if not share:
            return ""
        by = strata or "length"
        return f"a random draw of {share} stratified by {by}, seed {self.round.seed}"


def rounds_of(study: Study) -> tuple[Done, ...]:
    """All rounds in the order they were opened. Only facts that are everybody's."""
    found = []
    home = _home(study)
    for one in rounds(study):
        states = layers(study, round_id=one.id, newest_only=False)
        first = [state for state in states if state.version == 1]
        shown = {state.transcript for state in first if state.revealed}
        found.append(
            Done(
                round=one,
                layers=len(first),
                locked=sum(state.locked for state in first),
                revealed=len(shown),
                discussed=tuple(
                    sorted({s.transcript for s in first if s.revealed and s.discussed})
                ),
                reopened=sum(state.version > 1 for state in states),
                packed=_packed(first, home),
                codings=len(given_codings(study, None, one.id)),
                suggested=len(given_suggestions(study, None, one.id)),
                seals=tuple(_seal(study, s) for s in states if s.revealed and s.locked),
            )
        )
    return tuple(found)


def _home(study: Study) -> set[str]:
    """Ids of the layers that were coded and locked in a pack, and came back."""
    return {
        layer_id
        for pack in packs(study)
        for layer_id, away in layers_away(study, pack.id).items()
        if not away
    }


def _packed(first: list[Layer], home: set[str]) -> tuple[tuple[str, int, int], ...]:
    of = Counter(layer.person.name for layer in first)
    came = Counter(layer.person.name for layer in first if layer.id in home)
    return tuple((name, came[name], count) for name, count in of.items() if came[name])


def _seal(study: Study, layer: Layer) -> Seal:
    (_, at_lock), *later = layer_seals(study, layer.id)
    return Seal(
        layer.transcript,
        layer.person.name,
        layer.version,
        at_lock,
        tuple(seal for _, seal in later),
    )
