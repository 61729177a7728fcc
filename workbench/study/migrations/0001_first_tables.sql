-- Content.

CREATE TABLE texts (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    body TEXT
) STRICT;
CREATE TABLE originals (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    bytes BLOB
) STRICT;
CREATE VIRTUAL TABLE search_text USING fts5(
    body, content='texts', content_rowid='id', tokenize='trigram'
);

-- People and material.

CREATE TABLE study (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('reliability', 'codebook', 'reflexive')),
    made_at TEXT NOT NULL
) STRICT;
CREATE TABLE people (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('coder', 'supervisor')),
    retired INTEGER NOT NULL DEFAULT 0,
    position INTEGER NOT NULL
) STRICT;
CREATE TABLE transcripts (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    text_id INTEGER NOT NULL REFERENCES texts (id),
    original_id INTEGER REFERENCES originals (id),
    original_sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    format TEXT NOT NULL,
    encoding TEXT NOT NULL,
    characters INTEGER NOT NULL,
    words INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    imported_at TEXT NOT NULL
) STRICT;
CREATE TABLE cases (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL
) STRICT;
CREATE TABLE attributes (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL
) STRICT;
CREATE TABLE case_values (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    attribute_id TEXT NOT NULL REFERENCES attributes (id),
    value TEXT NOT NULL,
    UNIQUE (case_id, attribute_id)
) STRICT;
CREATE TABLE speakers (
    id TEXT PRIMARY KEY,
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    label TEXT NOT NULL,
    interviewer INTEGER NOT NULL,
    case_id TEXT REFERENCES cases (id),
    position INTEGER NOT NULL,
    UNIQUE (transcript_id, label)
) STRICT;
CREATE INDEX speakers_of_case ON speakers (case_id);
CREATE TABLE turns (
    id TEXT PRIMARY KEY,
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    number INTEGER NOT NULL,
    speaker_id TEXT NOT NULL REFERENCES speakers (id),
    start INTEGER NOT NULL CHECK (start >= 0),
    text_start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    cue_start INTEGER,
    cue_end INTEGER,
    CHECK (start <= text_start AND text_start <= "end"),
    UNIQUE (transcript_id, number)
) STRICT;
CREATE INDEX turns_of_speaker ON turns (speaker_id);

-- Codebook and rounds.

CREATE TABLE codes (
    id TEXT PRIMARY KEY,
    parent_id TEXT REFERENCES codes (id),
    name TEXT NOT NULL CHECK (name <> ''),
    definition TEXT NOT NULL DEFAULT '',
    when_to_use TEXT NOT NULL DEFAULT '',
    when_not_to_use TEXT NOT NULL DEFAULT '',
    example TEXT NOT NULL DEFAULT '',
    origin TEXT NOT NULL CHECK (origin IN ('deductive', 'inductive', 'in-vivo')),
    level TEXT NOT NULL DEFAULT '' CHECK (level IN ('', 'semantic', 'latent')),
    colour TEXT NOT NULL DEFAULT '',
    question TEXT NOT NULL DEFAULT '',
    aliases TEXT NOT NULL DEFAULT '',
    letter TEXT NOT NULL DEFAULT '',
    exclusive INTEGER NOT NULL DEFAULT 0,
    maker_id TEXT REFERENCES people (id),
    retired INTEGER NOT NULL DEFAULT 0,
    position INTEGER NOT NULL,
    made_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX codes_named_once ON codes (
    ifnull(parent_id, ''), name, ifnull(maker_id, '')
) WHERE retired = 0;
CREATE INDEX codes_of_parent ON codes (parent_id);
CREATE TABLE lineage (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'rename', 'move')),
    from_code_id TEXT NOT NULL REFERENCES codes (id),
    to_code_id TEXT NOT NULL REFERENCES codes (id),
    reason TEXT NOT NULL DEFAULT '',
    old_name TEXT NOT NULL DEFAULT '',
    new_name TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL
) STRICT;
CREATE TABLE codebook_versions (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    note TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE codebook_version_codes (
    id TEXT PRIMARY KEY,
    version_id TEXT NOT NULL REFERENCES codebook_versions (id),
    code_id TEXT NOT NULL REFERENCES codes (id),
    path TEXT NOT NULL,
    definition TEXT NOT NULL,
    when_to_use TEXT NOT NULL,
    when_not_to_use TEXT NOT NULL,
    example TEXT NOT NULL,
    origin TEXT NOT NULL,
    level TEXT NOT NULL,
    UNIQUE (version_id, code_id)
) STRICT;
CREATE TABLE rounds (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    practice INTEGER NOT NULL,
    closed INTEGER NOT NULL DEFAULT 0,
    sample TEXT NOT NULL DEFAULT '',
    seed INTEGER,
    codebook_version_id TEXT NOT NULL REFERENCES codebook_versions (id),
    codebook_frozen INTEGER NOT NULL,
    position INTEGER NOT NULL,
    opened_at TEXT NOT NULL
) STRICT;
CREATE TABLE round_coders (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES rounds (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    position INTEGER NOT NULL,
    UNIQUE (round_id, person_id)
) STRICT;
CREATE TABLE round_transcripts (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES rounds (id),
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    revealed_at TEXT,
    UNIQUE (round_id, transcript_id)
) STRICT;
CREATE TABLE layers (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES rounds (id),
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    version INTEGER NOT NULL DEFAULT 1,
    locked_at TEXT,
    sha256 TEXT,
    discussed INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    UNIQUE (round_id, transcript_id, person_id, version)
) STRICT;
CREATE INDEX layers_of_person ON layers (person_id, transcript_id);
CREATE INDEX layers_of_transcript ON layers (transcript_id);

-- Codings and consensus.

CREATE TABLE codings (
    id TEXT PRIMARY KEY,
    layer_id TEXT NOT NULL REFERENCES layers (id),
    code_id TEXT NOT NULL REFERENCES codes (id),
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > start),
    memo TEXT NOT NULL DEFAULT '',
    origin TEXT NOT NULL DEFAULT 'manual',
    flagged INTEGER NOT NULL DEFAULT 0,
    made_at TEXT NOT NULL,
    UNIQUE (layer_id, code_id, start, "end")
) STRICT;
CREATE INDEX codings_of_code ON codings (code_id);
CREATE TABLE layer_paths (
    id TEXT PRIMARY KEY,
    layer_id TEXT NOT NULL REFERENCES layers (id),
    code_id TEXT NOT NULL REFERENCES codes (id),
    path TEXT NOT NULL,
    UNIQUE (layer_id, code_id)
) STRICT;
CREATE TABLE items (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES rounds (id),
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    kind TEXT NOT NULL CHECK (kind IN ('D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7')),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    overlap REAL NOT NULL,
    related INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX items_of_transcript ON items (transcript_id, round_id);
CREATE TABLE item_codings (
    id TEXT PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES items (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    code_id TEXT NOT NULL REFERENCES codes (id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    memo TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX item_codings_of_item ON item_codings (item_id);
CREATE TABLE decisions (
    id TEXT PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES items (id),
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    start INTEGER,
    "end" INTEGER,
    code_id TEXT REFERENCES codes (id),
    yielded TEXT NOT NULL,
    rule TEXT NOT NULL DEFAULT '',
    state_before TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    codebook_before TEXT NOT NULL DEFAULT '',
    codebook_after TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_of_item ON decisions (item_id);
CREATE TABLE consensus_codings (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES rounds (id),
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    code_id TEXT NOT NULL REFERENCES codes (id),
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > start),
    memo TEXT NOT NULL DEFAULT '',
    item_id TEXT REFERENCES items (id),
    made_at TEXT NOT NULL
) STRICT;
CREATE INDEX consensus_of_transcript ON consensus_codings (transcript_id, round_id);
CREATE INDEX consensus_of_code ON consensus_codings (code_id);
CREATE INDEX consensus_of_item ON consensus_codings (item_id);
CREATE TABLE readings_opened (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES rounds (id),
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    at TEXT NOT NULL,
    UNIQUE (round_id, transcript_id, person_id)
) STRICT;

-- Themes and phases.

CREATE TABLE themes (
    id TEXT PRIMARY KEY,
    parent_id TEXT REFERENCES themes (id),
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    concept TEXT NOT NULL DEFAULT '',
    definition TEXT NOT NULL DEFAULT '',
    summary TEXT NOT NULL DEFAULT '',
    parked TEXT,
    position INTEGER NOT NULL,
    made_at TEXT NOT NULL
) STRICT;
CREATE TABLE theme_codes (
    id TEXT PRIMARY KEY,
    theme_id TEXT NOT NULL REFERENCES themes (id),
    code_id TEXT NOT NULL REFERENCES codes (id),
    position INTEGER NOT NULL,
    UNIQUE (theme_id, code_id)
) STRICT;
CREATE TABLE parked_codes (
    id TEXT PRIMARY KEY,
    code_id TEXT NOT NULL UNIQUE REFERENCES codes (id),
    why TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE theme_maps (
    id TEXT PRIMARY KEY,
    phase INTEGER NOT NULL,
    map TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE extract_reviews (
    id TEXT PRIMARY KEY,
    theme_id TEXT NOT NULL REFERENCES themes (id),
    coding_id TEXT NOT NULL REFERENCES consensus_codings (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('keep', 'drop', 'chosen')),
    note TEXT NOT NULL DEFAULT '',
    person_id TEXT NOT NULL REFERENCES people (id),
    at TEXT NOT NULL,
    UNIQUE (theme_id, coding_id)
) STRICT;
CREATE TABLE phase_overrides (
    id TEXT PRIMARY KEY,
    phase INTEGER NOT NULL CHECK (phase BETWEEN 1 AND 6),
    reason TEXT NOT NULL,
    person_id TEXT REFERENCES people (id),
    at TEXT NOT NULL
) STRICT;
CREATE TABLE read_marks (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    pass INTEGER NOT NULL DEFAULT 1,
    at TEXT NOT NULL,
    UNIQUE (person_id, transcript_id, pass)
) STRICT;
CREATE TABLE notes (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    transcript_id TEXT REFERENCES transcripts (id),
    position INTEGER,
    body TEXT NOT NULL,
    shared INTEGER NOT NULL DEFAULT 0,
    at TEXT NOT NULL
) STRICT;
