-- +goose Up

-- Questions as they were asked, so that an attempt is shown as it was when the bank
-- has moved on. A row's meaning never changes; its words may be mended.
CREATE TABLE archived_questions (
    id          TEXT NOT NULL,
    version     INTEGER NOT NULL CHECK (version > 0),
    fingerprint TEXT NOT NULL, -- the same for the same meaning
    packed      BLOB NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (id, version)
) STRICT;

-- Generated questions, kept with the attempt that they were made for and gone with it.
CREATE TABLE made_questions (
    attempt INTEGER NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    id      TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    packed  BLOB NOT NULL,
    PRIMARY KEY (attempt, id, version)
) STRICT;

-- Whether the learner wants to be asked how sure they are of an answer.
ALTER TABLE preferences ADD COLUMN certainty INTEGER NOT NULL DEFAULT 0 CHECK (certainty IN (0, 1));
