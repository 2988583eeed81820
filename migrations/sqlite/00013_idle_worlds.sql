-- +goose Up

-- Worlds that nobody claimed and nobody changed, the oldest first: they make room
-- for new ones. The index spares reading each world's document to find one.
CREATE INDEX worlds_idle ON worlds (updated) WHERE learner IS NULL AND version = 1 AND created = updated AND clock_offset = 0;
