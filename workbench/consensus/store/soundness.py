"""What cannot be in the tables of this station, for verification."""

from workbench.consensus.store.revealed import REVEALED_FOR
from workbench.study import Study


def broken_rules(study: Study) -> list[str]:
    """What in this station's tables cannot be, in sentences, for verification."""
    questions = {
        "an agreed coding lies outside its text": (
            "SELECT 1 FROM consensus_codings k JOIN transcripts t ON t.id = k.transcript_id"
            ' WHERE k.start < 0 OR k.start >= k."end" OR k."end" > t.characters'
        ),
        "a disagreement lies outside its text": (
            "SELECT 1 FROM items i JOIN transcripts t ON t.id = i.transcript_id"
            ' WHERE i.start < 0 OR i.start >= i."end" OR i."end" > t.characters'
            " OR EXISTS (SELECT 1 FROM item_codings k WHERE k.item_id = i.id"
            ' AND (k.start < i.start OR k.start >= k."end" OR k."end" > i."end"))'
        ),
        "a disagreement is listed for a transcript that is not revealed": (
            f"SELECT 1 FROM items i WHERE NOT EXISTS ({REVEALED_FOR.format('i')})"
        ),
        "an agreed coding stands in a transcript that is not revealed": (
            f"SELECT 1 FROM consensus_codings k WHERE NOT EXISTS ({REVEALED_FOR.format('k')})"
        ),
    }
    return [sentence for sentence, sql in questions.items() if study.value(sql)]
