-- A confirmation says that a coder has looked at a coding of theirs again and stands by it: what its
-- code was said to mean may have changed until then. It points at no coding, for it must not hold
-- one fast. A distinction says of two codes that somebody compared them and they are not the same.

CREATE TABLE confirmations (
    id TEXT PRIMARY KEY,
    coding_id TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES people (id),
    at TEXT NOT NULL
) STRICT;
CREATE TABLE distinctions (
    id TEXT PRIMARY KEY,
    code_id TEXT NOT NULL REFERENCES codes (id),
    other_id TEXT NOT NULL REFERENCES codes (id),
    person_id TEXT REFERENCES people (id),
    at TEXT NOT NULL,
    UNIQUE (code_id, other_id)
) STRICT;
CREATE INDEX distinctions_of_other ON distinctions (other_id);
CREATE INDEX lineage_from ON lineage (from_code_id);
CREATE INDEX lineage_to ON lineage (to_code_id);
