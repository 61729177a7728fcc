"""A study that several coders have coded, ready to be locked and reconciled."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from conftest import add_transcript

from workbench.codebook.store import add_code, codes, find_code
from workbench.coding.apply import apply_code
from workbench.coding.rounds import start_round
from workbench.consensus.nouns import Item, Locked
from workbench.consensus.queue import items
from workbench.consensus.reveal import lock
from workbench.consensus.store import consensus_codings
from workbench.corpus.store import transcript
from workbench.study import Person, Round, Study, person
from workbench.study.rounds import round_named

TEXT = "I ring Marta. I know that is not what the procedure says. But Marta sits at the gauge.\n"


@dataclass
class Coded:
    """Transcripts S1 and S2 of one text each, four shared codes, one open round."""

    study: Study
    coders: Sequence[str] = ("Ana", "Ben")
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, name in enumerate(("S1", "S2")):
            add_transcript(self.study, name, TEXT + "And the siren. " * (number + 1))
        for path in ("People", "People/Trust", "Procedure", "Fear"):
            add_code(self.study, path, origin="deductive", by=None, shared=True)
        start_round(self.study, "first", self.coders)
        self.people = {name: person(self.study, name) for name in self.coders}

    @property
    def round(self) -> Round:
        return round_named(self.study, "first")

    def code(self, who: str, code: str, start: int, end: int, name: str = "S1") -> None:
        somebody = self.people[who]
        where = transcript(self.study, name)
        chosen = find_code(self.study, somebody, code)
        apply_code(self.study, somebody, where, start, end, chosen, None)

    def own_code(self, who: str, name: str) -> None:
        add_code(self.study, name, origin="inductive", by=self.people[who], shared=False)

    def lock(self, *names: str) -> list[Locked]:
        """Everybody of the round locks these (all) transcripts; what the last one's lock said."""
        said: list[Locked] = []
        for somebody in self.people.values():
            said = lock(self.study, somebody, list(names) or None)
        return said

    def items(self) -> list[Item]:
        return items(self.study, None, self.round)

    def item(self, kind: str) -> Item:
        (found,) = [item for item in self.items() if item.kind == kind]
        return found

    def third(self) -> list[tuple[str, int, int, str]]:
        """The third layer in short."""
        return [(c.transcript, c.start, c.end, c.code) for c in consensus_codings(self.study)]

    def paths(self) -> list[str]:
        return [code.path for code in codes(self.study, None)]


def differing(study: Study) -> Coded:
    """Two coders, not locked yet: in S1 one coding alike and an item of each kind but D5 and D7."""
    made = Coded(study)
    made.code("Ana", "Trust", 0, 13)
    made.code("Ben", "Trust", 0, 13)
    made.code("Ana", "Procedure", 14, 34)  # D2, 15 of 25 shared
    made.code("Ben", "Procedure", 19, 39)
    made.code("Ana", "Trust", 40, 50)  # D1, parent against child
    made.code("Ben", "People", 40, 48)
    made.code("Ana", "Fear", 52, 56)  # D3
    made.code("Ben", "Fear", 57, 60)  # D4
    made.code("Ana", "Trust", 60, 86)  # D6
    made.code("Ben", "Trust", 60, 66)
    made.code("Ben", "Trust", 70, 86)
    return made
