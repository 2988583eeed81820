-- +goose Up

-- A look that was practised ahead is kept in the log, and the schedule passes it by.
ALTER TABLE card_reviews ADD COLUMN ahead INTEGER NOT NULL DEFAULT 0 CHECK (ahead IN (0, 1));

-- JSON: what the learner asked for when the attempt began.
ALTER TABLE attempts ADD COLUMN setup TEXT NOT NULL DEFAULT '{}';

-- How sure the learner was: 0 not said, 1 guessed, 2 thought so, 3 sure.
ALTER TABLE answers ADD COLUMN certainty INTEGER NOT NULL DEFAULT 0 CHECK (certainty BETWEEN 0 AND 3);

CREATE TABLE review_settings (
    learner   INTEGER NOT NULL PRIMARY KEY REFERENCES learners (id) ON DELETE CASCADE,
    retention INTEGER NOT NULL CHECK (retention BETWEEN 80 AND 97) -- percent
) STRICT;

-- Answers that were not counted. The key bounds how many rows one attempt can make.
CREATE TABLE refused_answers (
    learner  INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE, -- who sent it
    attempt  INTEGER NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, -- -1 when the form named none that there is
    reason   TEXT NOT NULL,
    chosen   TEXT NOT NULL, -- JSON list, as it was sent
    at       INTEGER NOT NULL,
    PRIMARY KEY (learner, attempt, position, reason)
) STRICT, WITHOUT ROWID;
