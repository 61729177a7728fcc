-- A rule says by which words passages are proposed for a code; a run looks for them in the texts of
-- a round and proposes the same to all of its coders (``person_id`` NULL), or to the only one. An
-- answer points at no suggestion, for it must not hold one fast: what was found is everybody's, and
-- how a person answered is nobody else's business.

CREATE TABLE suggestion_rules (
    id TEXT PRIMARY KEY,
    code_id TEXT NOT NULL REFERENCES codes (id),
    kind TEXT NOT NULL CHECK (kind IN ('phrase', 'forms', 'pattern', 'fuzzy')),
    words TEXT NOT NULL CHECK (words <> ''),
    extent TEXT NOT NULL CHECK (extent IN ('words', 'sentence', 'turn')),
    made_at TEXT NOT NULL,
    UNIQUE (code_id, kind, words)
) STRICT;
CREATE TABLE suggestion_runs (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES rounds (id),
    person_id TEXT REFERENCES people (id),
    language TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX suggestion_runs_of_round ON suggestion_runs (round_id);
CREATE TABLE suggestions (
    id TEXT PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES suggestion_runs (id),
    person_id TEXT REFERENCES people (id),
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    code_id TEXT NOT NULL REFERENCES codes (id),
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > start),
    rule TEXT NOT NULL
) STRICT;
CREATE INDEX suggestions_of_run ON suggestions (run_id);
CREATE INDEX suggestions_of_transcript ON suggestions (transcript_id);
CREATE INDEX suggestions_of_code ON suggestions (code_id);
CREATE TABLE suggestion_answers (
    id TEXT PRIMARY KEY,
    suggestion_id TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    answer TEXT NOT NULL CHECK (answer IN ('accepted', 'refused')),
    at TEXT NOT NULL,
    UNIQUE (suggestion_id, person_id)
) STRICT;
