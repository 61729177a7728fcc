"""The tables of the study file, as migrations.

Every table that is not named ``journal_…``, ``search_…``, ``texts`` or ``originals`` is a *domain
table*: it has a GUID key ``id`` and each change of it is journalled by triggers (see
``triggers``). Foreign keys are plain ``NO ACTION``, so that undo may defer them. Retiring replaces
deleting wherever somebody else's hidden work may hang on a row.
"""

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x57424E43  # "WBNC"
VERSION = 6

CONTENT = """
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
"""

PEOPLE_AND_MATERIAL = """
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
"""

CODEBOOK_AND_ROUNDS = """
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
"""

CODINGS_AND_CONSENSUS = """
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
"""

THEMES_AND_PHASES = """
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
"""

# Of a data set other than the interviews a case is called ``data set/name`` in ``cases``, for names
# are given out per data set; what it is called there stands in ``data_set_cases``.
ANSWERS_AND_FIGURES = """
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
"""

# A doubt is a place that a correction could not carry over for sure: of which row, whose it is
# (nobody's: everybody's business), where it lay, where the correction put it, and how it was
# settled. A layer that was locked before a correction keeps the seal of its lock, and gets another
# one over the same work on the corrected text (``at_lock`` says which lock it continues).
CORRECTIONS = """
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
"""

# A confirmation says that a coder has looked at a coding of theirs again and stands by it: what its
# code was said to mean may have changed until then. It points at no coding, for it must not hold
# one fast. A distinction says of two codes that somebody compared them and they are not the same.
RECHECKING = """
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
"""

# A rule says by which words passages are proposed for a code; a run looks for them in the texts of
# a round and proposes the same to all of its coders (``person_id`` NULL), or to the only one. An
# answer points at no suggestion, for it must not hold one fast: what was found is everybody's, and
# how a person answered is nobody else's business.
SUGGESTIONS = """
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
"""

# A pack is a file in which one coder works alone: in the study it came from it stands with
# ``here`` 0 and the layers that are out with it (``home``: their lock came back), in itself with
# ``here`` 1. A state says how far a pack had come when it was collected, as the seal of its last
# change; it is the coder's alone, for it would tell of their pace.
PACKS = """
CREATE TABLE packs (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    here INTEGER NOT NULL DEFAULT 0,
    made_at TEXT NOT NULL,
    collected_at TEXT,
    ended_at TEXT
) STRICT;
CREATE TABLE pack_layers (
    id TEXT PRIMARY KEY,
    pack_id TEXT NOT NULL REFERENCES packs (id),
    layer_id TEXT NOT NULL REFERENCES layers (id),
    home INTEGER NOT NULL DEFAULT 0,
    UNIQUE (pack_id, layer_id)
) STRICT;
CREATE INDEX pack_layers_of_layer ON pack_layers (layer_id);
CREATE TABLE pack_states (
    id TEXT PRIMARY KEY,
    pack_id TEXT NOT NULL REFERENCES packs (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    seal TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX pack_states_of_pack ON pack_states (pack_id);
"""


STEPS = {
    "0001_first_tables": (
        CONTENT,
        PEOPLE_AND_MATERIAL,
        CODEBOOK_AND_ROUNDS,
        CODINGS_AND_CONSENSUS,
        THEMES_AND_PHASES,
    ),
    "0002_answers_and_figures": (ANSWERS_AND_FIGURES,),
    "0003_corrections": (CORRECTIONS,),
    "0004_rechecking": (RECHECKING,),
    "0005_suggestions": (SUGGESTIONS,),
    "0006_packs": (PACKS,),
}
"""The migrations by name, in their order; what a released file has run is never changed."""


def migrate(connection: sqlite3.Connection) -> None:
    """Run the migrations that the file has not run yet, in the transaction that is open."""
    # loads numpy and much else, which whoever opens a study of today starts without
    from sqlite_utils import Database, Migrations

    migrations = Migrations("workbench")
    for name, scripts in STEPS.items():
        migrations(name=name)(_step(scripts))
    migrations.apply(Database(connection, recursive_triggers=False, execute_plugins=False))


def _step(scripts: tuple[str, ...]) -> "Callable[[Database], None]":
    def step(db: "Database") -> None:
        # executescript would commit the transaction that the migration runs in
        for script in scripts:
            for statement in script.split(";\n"):
                if statement.strip():
                    db.execute(statement)

    return step
