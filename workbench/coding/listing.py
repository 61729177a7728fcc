"""Codings of all layers as one list, with the text they lie on."""

from collections.abc import Sequence
from typing import Any, Protocol

from workbench.coding.store import codings
from workbench.corpus.store import text
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, person
from workbench.study.layers import layers

CONSENSUS = "consensus"


class Agreed(Protocol):
    """What a coding of the third layer shows of itself."""

    @property
    def id(self) -> str: ...
    @property
    def transcript_id(self) -> str: ...
    @property
    def transcript(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def memo(self) -> str: ...


def listed(
    study: Study, viewer: Person | None, layer: str | None, agreed: Sequence[Agreed]
) -> list[dict[str, Any]]:
    """Codings that the viewer may see, by transcript, start, end, code, then coder.

    ``layer`` is a person's name, ``consensus``, or None for all. A layer of somebody else of
    which nothing is revealed is refused with the same words, whether it is empty or not.
    """
    own: list[Any] = []
    if layer != CONSENSUS:
        coder = person(study, layer) if layer else None
        if coder is not None and coder != viewer:
            _refuse_hidden(study, coder)
        own = codings(study, viewer, coder=coder)
    texts: dict[str, str] = {}
    rows = []
    for coding in (*own, *agreed):
        body = texts.get(coding.transcript_id)
        if body is None:
            body = texts[coding.transcript_id] = text(study, coding.transcript_id)
        rows.append(
            {
                "id": coding.id,
                "transcript": coding.transcript,
                "start": coding.start,
                "end": coding.end,
                "text": body[coding.start : coding.end],
                "code": coding.code,
                "coder": getattr(coding, "coder", CONSENSUS),
                "memo": coding.memo,
                "origin": getattr(coding, "origin", CONSENSUS),
            }
        )
    return sorted(
        rows, key=lambda r: (r["transcript"], r["start"], r["end"], r["code"], r["coder"])
    )


def _refuse_hidden(study: Study, coder: Person) -> None:
    mine = layers(study, person=coder)
    if not any(layer.revealed for layer in mine):
        raise WorkbenchError(
            f"the layer of {coder.name} is hidden: it can be seen transcript by transcript once"
            " every coder of a transcript has locked it"
        )
