"""What the person who undoes may know of: the rest must make no difference that they could see."""

from dataclasses import dataclass

from workbench.study.carry import Cells
from workbench.study.door import visible_row_ids
from workbench.study.history import OF_A_LAYER, OF_CODES, OF_ONE_OR_ALL
from workbench.study.nouns import Person
from workbench.study.study import Study

OF_ONE = ("confirmations", "pack_states", "read_marks", "readings_opened", "suggestion_answers")


@dataclass(frozen=True, slots=True)
class Sight:
    """The eyes of one person, from before anything was turned back; ``codes`` are those they saw.

    Nobody (``person_id`` None) sees what everybody may see.
    """

    study: Study
    person_id: str | None
    codes: frozenset[str]

    @classmethod
    def of(cls, study: Study, person: Person | None) -> "Sight":
        """What this person sees now."""
        codes = visible_row_ids(study, "codes", person) or set()
        return cls(study, person.id if person else None, frozenset(codes))

    def hidden(self, table: str, cells: Cells) -> bool:
        """Whether a row is somebody else's hidden work (its layer may be gone already)."""
        if table in OF_A_LAYER:
            return self._in_hidden_layer(str(cells["layer_id"]))
        if table == "codes":
            return cells["id"] not in self.codes
        if table in OF_CODES:
            return any(cells[name] not in self.codes for name in OF_CODES[table])
        if table in OF_ONE_OR_ALL:
            return cells["person_id"] not in (None, self.person_id)
        if table in OF_ONE:
            return cells["person_id"] != self.person_id
        if table == "notes":
            return cells["person_id"] != self.person_id and not cells["shared"]
        return False

    def _in_hidden_layer(self, layer_id: str) -> bool:
        layer = self.study.query(
            "SELECT l.person_id, r.revealed_at FROM layers l LEFT JOIN round_transcripts r"
            " ON r.round_id = l.round_id AND r.transcript_id = l.transcript_id WHERE l.id = ?",
            (layer_id,),
        )
        if layer:
            return layer[0]["person_id"] != self.person_id and layer[0]["revealed_at"] is None
        owner = self.study.value(
            "SELECT ifnull(old_person_id, new_person_id) FROM journal_layers"
            " WHERE row_id = ? ORDER BY seq DESC LIMIT 1",
            (layer_id,),
        )
        return bool(owner != self.person_id)
