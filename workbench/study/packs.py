"""Packs: a file in which one coder works alone, and what is out with it in the study it came from.

That somebody has a pack, with which transcripts, and when it was last collected is a fact for
everybody; how far it had come by then is the coder's own business.
"""

from dataclasses import dataclass

from workbench.study.ids import now
from workbench.study.nouns import Layer, Person
from workbench.study.study import Study, Writer


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack of one coder. ``away`` are the names of the transcripts whose lock has not come back,
    in order; where there are none, or ``ended_at`` says when it was called back, nothing is out."""

    id: str
    person: Person
    made_at: str
    collected_at: str | None
    ended_at: str | None
    transcripts: tuple[str, ...]
    away: tuple[str, ...]

    @property
    def out(self) -> bool:
        """Whether its coder works in the pack, and not in the study."""
        return self.ended_at is None and bool(self.away)


def own_pack(study: Study) -> Pack | None:
    """The pack that this very file is; None for a study."""
    return next(iter(_packs(study, here=1)), None)


def packs(study: Study) -> list[Pack]:
    """The packs that this study gave out, oldest first."""
    return _packs(study, here=0)


def pack_out(study: Study, person: Person) -> Pack | None:
    """The pack in which this person is at work now."""
    return next((p for p in packs(study) if p.person.id == person.id and p.out), None)


def layers_away(study: Study, pack_id: str) -> dict[str, bool]:
    """By the id of each layer of a pack: whether it is away, its lock not having come back yet."""
    rows = study.query("SELECT layer_id, home FROM pack_layers WHERE pack_id = ?", (pack_id,))
    return {row["layer_id"]: not row["home"] for row in rows}


def add_pack(write: Writer, person: Person, layers: list[Layer]) -> str:
    """Note that these layers are out with a new pack; returns its id."""
    pack_id = write.insert("packs", person_id=person.id, made_at=now())
    write.insert_many(
        "pack_layers", [{"pack_id": pack_id, "layer_id": layer.id} for layer in layers]
    )
    return pack_id


def end_pack(write: Writer, pack_id: str) -> None:
    """The pack is called back: its coder works in the study again, and it is not collected."""
    write.update("packs", pack_id, ended_at=now())


def come_home(write: Writer, pack_id: str, layer_id: str) -> None:
    """The lock of this layer came back: it is out no more."""
    write.execute(
        "UPDATE pack_layers SET home = 1 WHERE pack_id = ? AND layer_id = ?", (pack_id, layer_id)
    )


def note_collected(write: Writer, pack: Pack, seal: str) -> None:
    """The pack was collected as it was at this seal of its journal.

    When it was is noted whether or not anything came, for the difference would tell.
    """
    moment = now()
    write.update("packs", pack.id, collected_at=moment)
    write.insert("pack_states", pack_id=pack.id, person_id=pack.person.id, seal=seal, at=moment)


def last_state(study: Study, pack_id: str) -> str | None:
    """The seal at which a pack was last collected; None if it never was."""
    seal = study.value(
        "SELECT seal FROM pack_states WHERE pack_id = ? ORDER BY rowid DESC LIMIT 1", (pack_id,)
    )
    return str(seal) if seal else None


def _packs(study: Study, here: int) -> list[Pack]:
    rows = study.query(
        "SELECT k.*, p.name, p.role, p.retired FROM packs k JOIN people p ON p.id = k.person_id"
        " WHERE k.here = ? ORDER BY k.made_at, k.rowid",
        (here,),
    )
    found = []
    for row in rows:
        names = study.query(
            "SELECT DISTINCT t.name, a.home FROM pack_layers a JOIN layers l ON l.id = a.layer_id"
            " JOIN transcripts t ON t.id = l.transcript_id WHERE a.pack_id = ? ORDER BY t.name",
            (row["id"],),
        )
        found.append(
            Pack(
                id=row["id"],
                person=Person(row["person_id"], row["name"], row["role"], bool(row["retired"])),
                made_at=row["made_at"],
                collected_at=row["collected_at"],
                ended_at=row["ended_at"],
                transcripts=tuple(dict.fromkeys(n["name"] for n in names)),
                away=tuple(n["name"] for n in names if not n["home"]),
            )
        )
    return found
