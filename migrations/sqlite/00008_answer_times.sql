-- +goose Up

-- How long a question of an attempt has been before the learner, by the server's clock.
CREATE TABLE question_times (
    attempt  INTEGER NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    shown    INTEGER NOT NULL, -- when it was shown first
    since    INTEGER,          -- when it was shown last; none while another question is before the learner
    spent    INTEGER NOT NULL DEFAULT 0 CHECK (spent >= 0), -- milliseconds up to since
    PRIMARY KEY (attempt, position)
) STRICT, WITHOUT ROWID;

-- Attempts learner by learner and in order, for statistics and for a learner's own pages.
CREATE INDEX attempts_in_order ON attempts (learner, id);
