-- +goose Up

-- Says in the file's header that it is Rolecall's: the letters "Role". Files of
-- earlier versions hold 0 there and are known by their tables.
PRAGMA application_id = 1383033957;

-- One row that the readiness check writes again and again.
CREATE TABLE write_checks (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL
) STRICT;
