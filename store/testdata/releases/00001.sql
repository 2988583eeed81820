PRAGMA application_id = 0;
CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
CREATE TABLE learners (
    -- never given out twice: a number that was deleted must not come back as somebody else
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    created     INTEGER NOT NULL,
    phrase_hash BLOB UNIQUE,
    phrase_at   INTEGER
) STRICT;
CREATE TABLE devices (
    token_hash BLOB NOT NULL PRIMARY KEY,
    learner    INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    created    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX devices_of_learner ON devices (learner, created);
CREATE TABLE preferences (
    learner INTEGER NOT NULL PRIMARY KEY REFERENCES learners (id) ON DELETE CASCADE,
    mode    TEXT NOT NULL,
    theme   TEXT NOT NULL
) STRICT;
INSERT INTO devices VALUES (X'6465766963657320746F6B656E5F68617368', 1, 1);
INSERT INTO goose_db_version VALUES (1, 0, 1, '2026-11-21 12:00:00');
INSERT INTO goose_db_version VALUES (2, 1, 1, '2026-11-21 12:00:00');
INSERT INTO learners VALUES (1, 1, X'6C6561726E657273207068726173655F68617368', 1);
INSERT INTO preferences VALUES (1, 'preferences mode', 'preferences theme');
