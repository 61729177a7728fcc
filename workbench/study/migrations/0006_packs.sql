-- A pack is a file in which one coder works alone: in the study it came from it stands with
-- ``here`` 0 and the layers that are out with it (``home``: their lock came back), in itself with
-- ``here`` 1. A state says how far a pack had come when it was collected, as the seal of its last
-- change; it is the coder's alone, for it would tell of their pace.

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
