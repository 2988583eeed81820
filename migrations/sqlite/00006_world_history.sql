-- +goose Up

-- Changes of a world's document that can be undone, and those that were undone and
-- can be done again. An undo swaps a step's document with the one in force.
CREATE TABLE world_steps (
    world    TEXT NOT NULL REFERENCES worlds (id) ON DELETE CASCADE,
    seq      INTEGER NOT NULL, -- the world's version that the change made
    undone   INTEGER NOT NULL CHECK (undone IN (0, 1)),
    title    TEXT NOT NULL,
    made     INTEGER NOT NULL,
    bytes    INTEGER NOT NULL, -- of the document as it is kept
    document BLOB NOT NULL,    -- gzip: the state that turning the step leads to
    PRIMARY KEY (world, seq)
) STRICT;

-- What a world began as, where no scenario tells: an import, a copy.
CREATE TABLE world_beginnings (
    world    TEXT NOT NULL PRIMARY KEY REFERENCES worlds (id) ON DELETE CASCADE,
    document BLOB NOT NULL -- gzip
) STRICT;

-- Links by which others look at a world and copy it. Each link has a number, from
-- which its secret is derived; the last one alone opens, unless it was withdrawn.
CREATE TABLE world_shares (
    world   TEXT NOT NULL PRIMARY KEY REFERENCES worlds (id) ON DELETE CASCADE,
    number  INTEGER NOT NULL,
    is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    made    INTEGER NOT NULL
) STRICT;

-- The oldest events of a long log, taken out of world_events.
CREATE TABLE world_archives (
    world    TEXT NOT NULL REFERENCES worlds (id) ON DELETE CASCADE,
    from_seq INTEGER NOT NULL,
    to_seq   INTEGER NOT NULL,
    records  INTEGER NOT NULL,
    gone     INTEGER NOT NULL, -- how many records had been dropped for good when this was kept
    data     BLOB NOT NULL,    -- gzip: JSON, one record a line
    PRIMARY KEY (world, from_seq)
) STRICT;

-- What a learner is about to import: looked at, not taken yet.
CREATE TABLE world_drafts (
    learner INTEGER NOT NULL PRIMARY KEY REFERENCES learners (id) ON DELETE CASCADE,
    token   TEXT NOT NULL, -- names this one among those before it
    made    INTEGER NOT NULL,
    content BLOB NOT NULL  -- gzip
) STRICT;
