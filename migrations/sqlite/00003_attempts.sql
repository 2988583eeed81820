-- +goose Up

CREATE TABLE attempts (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    learner   INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    kind      TEXT NOT NULL,
    lesson    TEXT NOT NULL,
    seed      INTEGER NOT NULL,
    questions TEXT NOT NULL, -- JSON list of {id, version}, in order
    size      INTEGER NOT NULL CHECK (size > 0),
    started   INTEGER NOT NULL,
    deadline  INTEGER,
    finished  INTEGER
) STRICT;

CREATE INDEX attempts_of_learner ON attempts (learner, lesson, kind);

CREATE TABLE answers (
    attempt  INTEGER NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    question TEXT NOT NULL,
    version  INTEGER NOT NULL,
    chosen   TEXT NOT NULL, -- JSON list of option ids
    correct  INTEGER NOT NULL CHECK (correct IN (0, 1)),
    hint     INTEGER NOT NULL CHECK (hint IN (0, 1)),
    ms       INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (attempt, position)
) STRICT, WITHOUT ROWID;
