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
    at      INTEGER NOT NULL, ahead INTEGER NOT NULL DEFAULT 0 CHECK (ahead IN (0, 1)),
    PRIMARY KEY (learner, lesson, card, seq)
) STRICT, WITHOUT ROWID;
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
, setup TEXT NOT NULL DEFAULT '{}') STRICT;
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
    at       INTEGER NOT NULL, certainty INTEGER NOT NULL DEFAULT 0 CHECK (certainty BETWEEN 0 AND 3),
    PRIMARY KEY (attempt, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE worlds (
    id              TEXT NOT NULL PRIMARY KEY,
    learner         INTEGER REFERENCES learners (id) ON DELETE CASCADE, -- none until somebody claims it
    capability_hash BLOB NOT NULL,
    scenario        TEXT NOT NULL,
    origin          TEXT NOT NULL,
    title           TEXT NOT NULL,
    document        BLOB NOT NULL,
    shell           BLOB NOT NULL,
    version         INTEGER NOT NULL,
    clock_offset    INTEGER NOT NULL CHECK (clock_offset >= 0), -- seconds
    created         INTEGER NOT NULL,
    updated         INTEGER NOT NULL
) STRICT;
CREATE INDEX worlds_of_learner ON worlds (learner, origin, updated);
CREATE TABLE world_sessions (
    world TEXT NOT NULL REFERENCES worlds (id) ON DELETE CASCADE,
    seq   INTEGER NOT NULL,
    data  BLOB NOT NULL,
    PRIMARY KEY (world, seq)
) STRICT;
CREATE TABLE world_events (
    world TEXT NOT NULL REFERENCES worlds (id) ON DELETE CASCADE,
    seq   INTEGER NOT NULL,
    data  BLOB NOT NULL,
    PRIMARY KEY (world, seq)
) STRICT;
CREATE TABLE review_settings (
    learner   INTEGER NOT NULL PRIMARY KEY REFERENCES learners (id) ON DELETE CASCADE,
    retention INTEGER NOT NULL CHECK (retention BETWEEN 80 AND 97) -- percent
) STRICT;
CREATE TABLE refused_answers (
    learner  INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE, -- who sent it
    attempt  INTEGER NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, -- -1 when the form named none that there is
    reason   TEXT NOT NULL,
    chosen   TEXT NOT NULL, -- JSON list, as it was sent
    at       INTEGER NOT NULL,
    PRIMARY KEY (learner, attempt, position, reason)
) STRICT, WITHOUT ROWID;
CREATE TABLE world_steps (
    world    TEXT NOT NULL REFERENCES worlds (id) ON DELETE CASCADE,
    seq      INTEGER NOT NULL, -- the world's version that the change made
    undone   INTEGER NOT NULL CHECK (undone IN (0, 1)),
    title    TEXT NOT NULL,
    made     INTEGER NOT NULL,
    bytes    INTEGER NOT NULL, -- of the document as it is kept
    document BLOB NOT NULL,    -- gzip: the state that turning the step leads to
    PRIMARY KEY (world, seq)
) STRICT;
CREATE TABLE world_beginnings (
    world    TEXT NOT NULL PRIMARY KEY REFERENCES worlds (id) ON DELETE CASCADE,
    document BLOB NOT NULL -- gzip
) STRICT;
CREATE TABLE world_shares (
    world   TEXT NOT NULL PRIMARY KEY REFERENCES worlds (id) ON DELETE CASCADE,
    number  INTEGER NOT NULL,
    is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    made    INTEGER NOT NULL
) STRICT;
CREATE TABLE world_archives (
    world    TEXT NOT NULL REFERENCES worlds (id) ON DELETE CASCADE,
    from_seq INTEGER NOT NULL,
    to_seq   INTEGER NOT NULL,
    records  INTEGER NOT NULL,
    gone     INTEGER NOT NULL, -- how many records had been dropped for good when this was kept
    data     BLOB NOT NULL,    -- gzip: JSON, one record a line
    PRIMARY KEY (world, from_seq)
) STRICT;
CREATE TABLE world_drafts (
    learner INTEGER NOT NULL PRIMARY KEY REFERENCES learners (id) ON DELETE CASCADE,
    token   TEXT NOT NULL, -- names this one among those before it
    made    INTEGER NOT NULL,
    content BLOB NOT NULL  -- gzip
) STRICT;
CREATE TABLE instructors (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    name    TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    removed INTEGER
) STRICT;
CREATE TABLE instructor_links (
    token_hash BLOB NOT NULL PRIMARY KEY,
    instructor INTEGER NOT NULL REFERENCES instructors (id) ON DELETE CASCADE,
    expires    INTEGER NOT NULL,
    used       INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX instructor_links_of ON instructor_links (instructor);
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
CREATE TABLE bank_bodies (
    question TEXT NOT NULL REFERENCES bank_questions (id) ON DELETE CASCADE,
    version  INTEGER NOT NULL,
    body     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (question, version)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE question_times (
    attempt  INTEGER NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    shown    INTEGER NOT NULL, -- when it was shown first
    since    INTEGER,          -- when it was shown last; none while another question is before the learner
    spent    INTEGER NOT NULL DEFAULT 0 CHECK (spent >= 0), -- milliseconds up to since
    PRIMARY KEY (attempt, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX attempts_in_order ON attempts (learner, id);
INSERT INTO answers VALUES (1, 1, 'answers question', 1, '["a"]', 1, 1, 1, 1, 1);
INSERT INTO attempts VALUES (1, 1, 'attempts kind', 'attempts lesson', 1, '[{"id":"q1","version":1},{"id":"q2","version":1}]', 1, 1, 1, 1, '{}');
INSERT INTO bank_bodies VALUES ('bank_questions id', 1, 'bank_bodies body', 1);
INSERT INTO bank_imports VALUES ('bank_imports id', 1, 'bank_imports format', 'bank_imports file', X'62616E6B5F696D706F72747320736F75726365', 1, 1, 1);
INSERT INTO bank_questions VALUES ('bank_questions id', 1, 1, 1, 1, 1, 1, 1);
INSERT INTO banks VALUES (1, 1, 'banks title', 'banks lesson', 'banks code', 1, 1, 1);
INSERT INTO card_reviews VALUES (1, 'card_reviews lesson', 'card_reviews card', 1, 1, 1, 1, 1);
INSERT INTO challenge_results VALUES (1, 'challenge_results challenge', 'challenge_results try_key', 1, '["shut"]', 1, 1);
INSERT INTO devices VALUES (X'6465766963657320746F6B656E5F68617368', 1, 1);
INSERT INTO goose_db_version VALUES (1, 0, 1, '2026-11-21 12:00:00');
INSERT INTO goose_db_version VALUES (2, 1, 1, '2026-11-21 12:00:00');
INSERT INTO goose_db_version VALUES (3, 2, 1, '2026-11-21 12:00:00');
INSERT INTO goose_db_version VALUES (4, 3, 1, '2026-11-21 12:00:00');
INSERT INTO goose_db_version VALUES (5, 4, 1, '2026-11-21 12:00:00');
INSERT INTO goose_db_version VALUES (6, 5, 1, '2026-11-21 12:00:00');
INSERT INTO goose_db_version VALUES (7, 6, 1, '2026-11-21 12:00:00');
INSERT INTO goose_db_version VALUES (8, 7, 1, '2026-11-21 12:00:00');
INSERT INTO goose_db_version VALUES (9, 8, 1, '2026-11-21 12:00:00');
INSERT INTO instructor_grants VALUES (X'6465766963657320746F6B656E5F68617368', 1, 1);
INSERT INTO instructor_links VALUES (X'696E7374727563746F725F6C696E6B7320746F6B656E5F68617368', 1, 1, 1);
INSERT INTO instructors VALUES (1, 'instructors name', 1, 1);
INSERT INTO learners VALUES (1, 1, X'6C6561726E657273207068726173655F68617368', 1);
INSERT INTO mode_reads VALUES (1, 'mode_reads lesson', 'mode_reads mode', 1, 1);
INSERT INTO predictions VALUES (1, 'predictions lesson', 'predictions mode', 'predictions block', 'predictions choice', 1, 1);
INSERT INTO preferences VALUES (1, 'preferences mode', 'preferences theme');
INSERT INTO question_times VALUES (1, 1, 1, 1, 1);
INSERT INTO refused_answers VALUES (1, 1, 1, 'refused_answers reason', '["a"]', 1);
INSERT INTO review_settings VALUES (1, 90);
INSERT INTO tries VALUES (1, 'tries lesson', 'tries mode', 'tries block', 'tries step', 'tries outcome', 1);
INSERT INTO world_archives VALUES ('worlds id', 1, 1, 1, 1, X'1F8B0800000000000203ABAE050043BFA6A302000000');
INSERT INTO world_beginnings VALUES ('worlds id', X'1F8B0800000000000203ABAE050043BFA6A302000000');
INSERT INTO world_drafts VALUES (1, 'world_drafts token', 1, X'1F8B0800000000000203ABAE050043BFA6A302000000');
INSERT INTO world_events VALUES ('worlds id', 1, X'776F726C645F6576656E74732064617461');
INSERT INTO world_sessions VALUES ('worlds id', 1, X'776F726C645F73657373696F6E732064617461');
INSERT INTO world_shares VALUES ('worlds id', 1, 1, 1);
INSERT INTO world_steps VALUES ('worlds id', 1, 1, 'world_steps title', 1, 1, X'1F8B0800000000000203ABAE050043BFA6A302000000');
INSERT INTO worlds VALUES ('worlds id', 1, X'776F726C6473206361706162696C6974795F68617368', 'worlds scenario', 'worlds origin', 'worlds title', X'776F726C647320646F63756D656E74', X'776F726C6473207368656C6C', 1, 1, 1, 1);
