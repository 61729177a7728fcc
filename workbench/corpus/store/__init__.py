"""The corpus in the study file: all SQL over transcripts, texts, speakers and cases.

Reading functions return nouns; the functions that write take the ``Writer`` of an open change.
"""

from workbench.corpus.store.case_tables import (
    add_case,
    attribute_ids,
    attributes,
    cases,
    set_values,
)
from workbench.corpus.store.speaker_tables import (
    copy_speaker,
    drop_silent_speakers,
    forget_speakers,
    give_turns,
    participant_ranges,
    speakers,
    turn_ids,
    turns,
    untie_case,
)
from workbench.corpus.store.text_tables import (
    body,
    keep_original,
    keep_text,
    names_by_text,
    text_id,
    texts_that_match,
)
from workbench.corpus.store.transcript_tables import (
    add_transcript,
    corrected,
    named_transcripts,
    set_text,
    text,
    transcript,
    transcript_names,
    transcripts,
    versions,
)

__all__ = [
    "add_case",
    "add_transcript",
    "attribute_ids",
    "attributes",
    "body",
    "cases",
    "copy_speaker",
    "corrected",
    "drop_silent_speakers",
    "forget_speakers",
    "give_turns",
    "keep_original",
    "keep_text",
    "named_transcripts",
    "names_by_text",
    "participant_ranges",
    "set_text",
    "set_values",
    "speakers",
    "text",
    "text_id",
    "texts_that_match",
    "transcript",
    "transcript_names",
    "transcripts",
    "turn_ids",
    "turns",
    "untie_case",
    "versions",
]
