-- +goose Up

-- Somebody who teaches, by the name that the operator gave. One who was removed
-- keeps the row and the banks, and has both again when added again.
CREATE TABLE instructors (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    name    TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    removed INTEGER
) STRICT;

-- Links that sign a browser in, once.
CREATE TABLE instructor_links (
    token_hash BLOB NOT NULL PRIMARY KEY,
    instructor INTEGER NOT NULL REFERENCES instructors (id) ON DELETE CASCADE,
    expires    INTEGER NOT NULL,
    used       INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX instructor_links_of ON instructor_links (instructor);

-- What such a link leaves: the right of one browser, not of the learner whose it
-- is, so that a recovery phrase carries no teacher's rights with it.
CREATE TABLE instructor_grants (
    device     BLOB NOT NULL PRIMARY KEY REFERENCES devices (token_hash) ON DELETE CASCADE,
    instructor INTEGER NOT NULL REFERENCES instructors (id) ON DELETE CASCADE,
    granted    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX instructor_grants_of ON instructor_grants (instructor);

CREATE TABLE banks (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    instructor INTEGER NOT NULL REFERENCES instructors (id) ON DELETE CASCADE,
    title      TEXT NOT NULL,
    lesson     TEXT NOT NULL, -- whose objectives its questions name; empty for tags of its own
    code       TEXT UNIQUE,   -- opens it to learners; none while it isn't shared
    created    INTEGER NOT NULL,
    updated    INTEGER NOT NULL,
    deleted    INTEGER
) STRICT;

CREATE INDEX banks_of_instructor ON banks (instructor, id);

CREATE TABLE bank_questions (
    id       TEXT NOT NULL PRIMARY KEY,
    bank     INTEGER NOT NULL REFERENCES banks (id) ON DELETE CASCADE,
    version  INTEGER NOT NULL CHECK (version >= 1),  -- of its meaning
    revision INTEGER NOT NULL CHECK (revision >= 1), -- counts every edit
    place    INTEGER NOT NULL,
    created  INTEGER NOT NULL,
    updated  INTEGER NOT NULL,
    deleted  INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX bank_questions_of_bank ON bank_questions (bank, place);

-- What each version says: YAML, without id and version. Earlier ones stay, for
-- attempts that asked them.
CREATE TABLE bank_bodies (
    question TEXT NOT NULL REFERENCES bank_questions (id) ON DELETE CASCADE,
    version  INTEGER NOT NULL,
    body     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (question, version)
) STRICT, WITHOUT ROWID;

-- Files looked through and not yet, or already, taken into a bank.
CREATE TABLE bank_imports (
    id      TEXT NOT NULL PRIMARY KEY,
    bank    INTEGER NOT NULL REFERENCES banks (id) ON DELETE CASCADE,
    format  TEXT NOT NULL,
    file    TEXT NOT NULL, -- its name, for people
    source  BLOB NOT NULL,
    created INTEGER NOT NULL,
    taken   INTEGER,
    count   INTEGER NOT NULL DEFAULT 0 -- questions that were taken
) STRICT, WITHOUT ROWID;

CREATE INDEX bank_imports_of_bank ON bank_imports (bank, created);
