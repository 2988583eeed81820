-- +goose Up

CREATE TABLE worlds (
    id              TEXT NOT NULL PRIMARY KEY,
    learner         INTEGER REFERENCES learners (id) ON DELETE CASCADE, -- none until somebody claims it
    capability_hash BLOB NOT NULL,
    scenario        TEXT NOT NULL,
    origin          TEXT NOT NULL,
    title           TEXT NOT NULL,
    document        BLOB NOT NULL,
    shell           BLOB NOT NULL,
    version         INTEGER NOT NULL,
    clock_offset    INTEGER NOT NULL CHECK (clock_offset >= 0), -- seconds
    created         INTEGER NOT NULL,
    updated         INTEGER NOT NULL
) STRICT;

CREATE INDEX worlds_of_learner ON worlds (learner, origin, updated);

CREATE TABLE world_sessions (
    world TEXT NOT NULL REFERENCES worlds (id) ON DELETE CASCADE,
    seq   INTEGER NOT NULL,
    data  BLOB NOT NULL,
    PRIMARY KEY (world, seq)
) STRICT;

CREATE TABLE world_events (
    world TEXT NOT NULL REFERENCES worlds (id) ON DELETE CASCADE,
    seq   INTEGER NOT NULL,
    data  BLOB NOT NULL,
    PRIMARY KEY (world, seq)
) STRICT;
