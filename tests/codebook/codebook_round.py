"""A round of Ana and Ben over one transcript, in which codes can be used and revealed."""

from conftest import add_transcript

from workbench.codebook.nouns import Code
from workbench.codebook.store import freeze_version
from workbench.study import Person, Study, now, person
from workbench.study.layers import layers, mark_locked
from workbench.study.rounds import open_round


def open_first_round(study: Study, *, frozen: bool = False) -> None:
    version_id, _ = freeze_version(study, "round first", None)
    transcript_id = add_transcript(study, "S1", "I ring Marta, for she sits at the gauge.")
    coders = [person(study, "Ana"), person(study, "Ben")]
    open_round(study, "first", coders, [(transcript_id, "S1")], version_id, frozen=frozen)


def use(study: Study, somebody: Person, code: Code) -> None:
    layer = layers(study, person=somebody)[-1]
    with study.change("apply code", somebody) as write:
        write.insert("codings", layer_id=layer.id, code_id=code.id, start=0, end=6, made_at=now())


def lock_all(study: Study) -> None:
    for layer in layers(study):
        mark_locked(study, layer, "0" * 64)
