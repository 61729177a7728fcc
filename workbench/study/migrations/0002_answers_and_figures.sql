-- Of a data set other than the interviews a case is called ``data set/name`` in ``cases``, for names
-- are given out per data set; what it is called there stands in ``data_set_cases``.

CREATE TABLE data_sets (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    position INTEGER NOT NULL
) STRICT;
CREATE TABLE data_set_cases (
    id TEXT PRIMARY KEY,
    data_set_id TEXT NOT NULL REFERENCES data_sets (id),
    case_id TEXT NOT NULL UNIQUE REFERENCES cases (id),
    name TEXT NOT NULL,
    UNIQUE (data_set_id, name)
) STRICT;
CREATE TABLE variables (
    id TEXT PRIMARY KEY,
    data_set_id TEXT REFERENCES data_sets (id),
    name TEXT NOT NULL CHECK (name <> ''),
    question TEXT NOT NULL DEFAULT '',
    level TEXT NOT NULL CHECK (level IN ('nominal', 'ordinal')),
    several INTEGER NOT NULL DEFAULT 0,
    scale TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX variables_named_once ON variables (ifnull(data_set_id, ''), name);
CREATE TABLE answers (
    id TEXT PRIMARY KEY,
    variable_id TEXT NOT NULL REFERENCES variables (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    value TEXT NOT NULL DEFAULT '',
    missing TEXT NOT NULL DEFAULT '',
    qualifier TEXT NOT NULL DEFAULT '',
    transcript_id TEXT REFERENCES transcripts (id),
    start INTEGER CHECK (start >= 0),
    "end" INTEGER CHECK ("end" > start),
    position INTEGER NOT NULL,
    CHECK ((value = '') <> (missing = '')),
    CHECK ((start IS NULL) = ("end" IS NULL)),
    CHECK (start IS NULL OR transcript_id IS NOT NULL),
    UNIQUE (variable_id, case_id, position)
) STRICT;
CREATE INDEX answers_of_case ON answers (case_id);
CREATE TABLE category_lineage (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('became', 'merged', 'split', 'new', 'dropped')),
    from_name TEXT NOT NULL,
    to_name TEXT NOT NULL,
    rationale TEXT NOT NULL CHECK (rationale <> ''),
    position INTEGER NOT NULL,
    CHECK ((kind = 'new') = (from_name = '')),
    CHECK ((kind = 'dropped') = (to_name = '')),
    UNIQUE (from_name, to_name)
) STRICT;
CREATE TABLE challenges (
    id TEXT PRIMARY KEY,
    objection TEXT NOT NULL UNIQUE CHECK (objection <> ''),
    source TEXT NOT NULL DEFAULT '',
    disposition TEXT NOT NULL CHECK (disposition <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    worked INTEGER NOT NULL,
    position INTEGER NOT NULL
) STRICT;
CREATE TABLE published_figures (
    id TEXT PRIMARY KEY,
    figure TEXT NOT NULL UNIQUE CHECK (figure <> ''),
    n INTEGER,
    base INTEGER,
    base_kind TEXT NOT NULL,
    percent TEXT NOT NULL,
    part_of TEXT NOT NULL,
    question TEXT NOT NULL,
    participants INTEGER,
    answers INTEGER,
    several INTEGER,
    each INTEGER,
    options INTEGER,
    asked INTEGER,
    missing INTEGER,
    reasons TEXT NOT NULL,
    data_set TEXT NOT NULL,
    members TEXT NOT NULL,
    participant TEXT NOT NULL,
    variable TEXT NOT NULL,
    value TEXT NOT NULL,
    counts TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;
