-- +goose Up

-- Moments are milliseconds since 1970 UTC. Secrets are kept as SHA-256 only.

CREATE TABLE learners (
    -- never given out twice: a number that was deleted must not come back as somebody else
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    created     INTEGER NOT NULL,
    phrase_hash BLOB UNIQUE,
    phrase_at   INTEGER
) STRICT;

CREATE TABLE devices (
    token_hash BLOB NOT NULL PRIMARY KEY,
    learner    INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    created    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX devices_of_learner ON devices (learner, created);

CREATE TABLE preferences (
    learner INTEGER NOT NULL PRIMARY KEY REFERENCES learners (id) ON DELETE CASCADE,
    mode    TEXT NOT NULL,
    theme   TEXT NOT NULL
) STRICT;
