-- +goose Up

-- When learners see the keys of a bank's questions: after each answer of a practice,
-- at the end of an attempt, or after it once the bank is closed to learners; and
-- whether only of the questions that they answered.
ALTER TABLE banks ADD COLUMN keys_shown TEXT NOT NULL DEFAULT 'each' CHECK (keys_shown IN ('each', 'end', 'closed'));
ALTER TABLE banks ADD COLUMN keys_answered INTEGER NOT NULL DEFAULT 0 CHECK (keys_answered IN (0, 1));
