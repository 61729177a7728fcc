"""What the rows of each table are called when an undo speaks of one of them."""

from workbench.study.carry import Cells

NOUNS = {
    "answers": "an answer",
    "attributes": "an attribute",
    "case_values": "a case's attribute",
    "cases": "a case",
    "category_lineage": "what became of a category",
    "challenges": "a challenge",
    "codebook_version_codes": "a frozen codebook version",
    "codebook_versions": "a codebook version",
    "codes": "a code",
    "codings": "a coding",
    "confirmations": "a second look at a coding",
    "consensus_codings": "an agreed coding",
    "corrections": "the correction of a text",
    "data_set_cases": "a case's place in a data set",
    "data_sets": "a data set",
    "decisions": "a decision",
    "distinctions": "a distinction of two codes",
    "doubts": "a doubtful place",
    "extract_reviews": "a verdict on an extract",
    "item_codings": "a reading of a disagreement",
    "items": "a disagreement",
    "layer_paths": "a code of a locked layer",
    "layer_seals": "a seal",
    "layers": "the work on a transcript",
    "lineage": "what became of a code",
    "notes": "a note",
    "pack_layers": "a pack's transcript",
    "pack_states": "how far a pack had come",
    "packs": "a pack",
    "parked_codes": "a parked code",
    "people": "a person",
    "phase_overrides": "the override of a phase",
    "published_figures": "a published figure",
    "read_marks": "the mark of a read transcript",
    "readings_opened": "the opening of a reading",
    "recodings": "the recoding of an agreed coding",
    "round_coders": "a round's coder",
    "round_transcripts": "a round's transcript",
    "rounds": "a round",
    "speakers": "a speaker",
    "study": "the study",
    "suggestion_answers": "the answer to a suggestion",
    "suggestion_rules": "a rule of suggestions",
    "suggestion_runs": "a run of suggestions",
    "suggestions": "a suggestion",
    "theme_codes": "a code's place in a theme",
    "theme_maps": "a kept map of themes",
    "themes": "a theme",
    "transcripts": "a transcript",
    "turns": "a turn",
    "variables": "a question",
}
_CALLED_BY_NAME = (
    "cases",
    "codes",
    "data_sets",
    "people",
    "rounds",
    "themes",
    "transcripts",
    "variables",
)


def named(table: str, cells: Cells) -> str:
    """What to call a row: by its own name where people know it by that, else by its kind."""
    if table in _CALLED_BY_NAME and cells.get("name"):
        return f"{NOUNS[table].split(' ', 1)[1]} {cells['name']!s}"
    return NOUNS[table]
