"""That a transcript is revealed, as SQL about a table of this name or alias with a round and a
transcript: everything here exists for revealed ones only, and every read asks for that again."""

REVEALED = (
    "JOIN round_transcripts x ON x.round_id = {0}.round_id"
    " AND x.transcript_id = {0}.transcript_id AND x.revealed_at IS NOT NULL"
)
REVEALED_FOR = (
    "SELECT 1 FROM round_transcripts x WHERE x.round_id = {0}.round_id"
    " AND x.transcript_id = {0}.transcript_id AND x.revealed_at IS NOT NULL"
)
