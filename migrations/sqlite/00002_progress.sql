-- +goose Up

-- Facts are only ever added. Each key says what makes two of them the same fact,
-- so that a double click, a retry and the back button count once. A learner's rows
-- lie together on disk, for they are always read together.

CREATE TABLE mode_reads (
    learner INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    lesson  TEXT NOT NULL,
    mode    TEXT NOT NULL,
    day     INTEGER NOT NULL, -- days since 1970, UTC
    at      INTEGER NOT NULL,
    PRIMARY KEY (learner, lesson, mode, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE predictions (
    learner INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    lesson  TEXT NOT NULL,
    mode    TEXT NOT NULL,
    block   TEXT NOT NULL,
    choice  TEXT NOT NULL,
    correct INTEGER NOT NULL CHECK (correct IN (0, 1)),
    at      INTEGER NOT NULL,
    PRIMARY KEY (learner, lesson, mode, block)
) STRICT, WITHOUT ROWID;

CREATE TABLE tries (
    learner INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    lesson  TEXT NOT NULL,
    mode    TEXT NOT NULL,
    block   TEXT NOT NULL,
    step    TEXT NOT NULL,
    outcome TEXT NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (learner, lesson, mode, block, step, outcome)
) STRICT, WITHOUT ROWID;

CREATE TABLE challenge_results (
    learner   INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    challenge TEXT NOT NULL,
    try_key   TEXT NOT NULL,
    solved    INTEGER NOT NULL CHECK (solved IN (0, 1)),
    failed    TEXT NOT NULL, -- JSON list of the goals that were not met
    hints     INTEGER NOT NULL CHECK (hints >= 0),
    at        INTEGER NOT NULL,
    PRIMARY KEY (learner, challenge, try_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE card_reviews (
    learner INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    lesson  TEXT NOT NULL,
    card    TEXT NOT NULL,
    seq     INTEGER NOT NULL CHECK (seq >= 0), -- the n-th time this learner saw this card
    grade   INTEGER NOT NULL CHECK (grade BETWEEN 0 AND 4),
    ms      INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (learner, lesson, card, seq)
) STRICT, WITHOUT ROWID;
