-- A doubt is a place that a correction could not carry over for sure: of which row, whose it is
-- (nobody's: everybody's business), where it lay, where the correction put it, and how it was
-- settled. A layer that was locked before a correction keeps the seal of its lock, and gets another
-- one over the same work on the corrected text (``at_lock`` says which lock it continues).

CREATE TABLE corrections (
    id TEXT PRIMARY KEY,
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    version INTEGER NOT NULL CHECK (version > 1),
    old_text_id INTEGER NOT NULL REFERENCES texts (id),
    new_text_id INTEGER NOT NULL REFERENCES texts (id),
    reason TEXT NOT NULL DEFAULT '',
    person_id TEXT REFERENCES people (id),
    at TEXT NOT NULL,
    UNIQUE (transcript_id, version)
) STRICT;
CREATE TABLE doubts (
    id TEXT PRIMARY KEY,
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    old_text_id INTEGER NOT NULL REFERENCES texts (id),
    kind TEXT NOT NULL CHECK (kind IN ('coding', 'agreed', 'answer')),
    row_id TEXT NOT NULL,
    person_id TEXT REFERENCES people (id),
    why TEXT NOT NULL CHECK (why IN ('inside', 'boundary', 'deleted', 'joined')),
    old_start INTEGER NOT NULL,
    old_end INTEGER NOT NULL,
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > start),
    settled TEXT NOT NULL DEFAULT '' CHECK (settled IN ('', 'keep', 'move', 'remove')),
    settled_by TEXT REFERENCES people (id),
    settled_at TEXT,
    CHECK ((settled = '') = (settled_at IS NULL))
) STRICT;
CREATE INDEX doubts_of_transcript ON doubts (transcript_id, settled);
CREATE INDEX doubts_of_row ON doubts (row_id);
CREATE TABLE layer_seals (
    id TEXT PRIMARY KEY,
    layer_id TEXT NOT NULL REFERENCES layers (id),
    at_lock TEXT NOT NULL,
    number INTEGER NOT NULL,
    text_sha256 TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (layer_id, at_lock, number)
) STRICT;
