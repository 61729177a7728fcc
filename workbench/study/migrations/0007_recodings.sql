-- A passage that all coders coded alike is no disagreement and has no decisions; that it was given
-- another code later stands here, with its reason. What was settled by a decision gets a further one.

CREATE TABLE recodings (
    id TEXT PRIMARY KEY,
    coding_id TEXT NOT NULL REFERENCES consensus_codings (id),
    from_code_id TEXT NOT NULL REFERENCES codes (id),
    to_code_id TEXT NOT NULL REFERENCES codes (id),
    reason TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    person_id TEXT NOT NULL REFERENCES people (id),
    codebook_before TEXT NOT NULL,
    codebook_after TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX recodings_of_coding ON recodings (coding_id);
