"""A small study below the other stations: one transcript, one code, one round of two."""

from dataclasses import dataclass

from conftest import add_transcript

from workbench.study import Person, Round, Study, now, person
from workbench.study.layers import layers
from workbench.study.rounds import open_round


@dataclass
class Small:
    study: Study
    ana: Person
    ben: Person
    eva: Person
    transcript_id: str
    code_id: str
    round: Round

    def layer(self, somebody: Person) -> str:
        return layers(self.study, person=somebody)[-1].id

    def code(self, somebody: Person, start: int, end: int) -> str:
        with self.study.change("apply code", somebody) as write:
            return write.insert(
                "codings",
                layer_id=self.layer(somebody),
                code_id=self.code_id,
                start=start,
                end=end,
                made_at=now(),
            )


def small(study: Study, text: str = "I ring Marta, for she sits at the gauge.") -> Small:
    ana, ben, eva = (person(study, name) for name in ("Ana", "Ben", "Eva"))
    transcript_id = add_transcript(study, "S1", text)
    with study.change("codebook", None) as write:
        code_id = write.insert("codes", name="Trust", origin="deductive", position=1, made_at=now())
        version = write.insert("codebook_versions", number=1, note="", at=now())
    opened = open_round(
        study, "first", [ana, ben], [(transcript_id, "S1")], version, frozen=False, by=ana
    )
    return Small(study, ana, ben, eva, transcript_id, code_id, opened)
