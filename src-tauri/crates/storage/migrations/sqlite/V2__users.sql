-- Who signs in, in which roles. Their keys stand in keys.json; somebody who was removed stays here without one.
CREATE TABLE users (
    id         BLOB NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    login      TEXT UNIQUE,
    roles      TEXT NOT NULL,
    employee   TEXT,
    removed_on TEXT,
    version    INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

-- The log is asked for a citizen's entries, for the newest lines, for what kinds an operation changed, and for a
-- word in a reason that was given for one entry (few are).
CREATE INDEX changes_by_citizen ON changes (citizen_id);
CREATE INDEX changes_by_operation ON changes (operation_id, entity_kind);
CREATE INDEX changes_with_reason ON changes (operation_id, reason) WHERE reason IS NOT NULL;
CREATE INDEX operations_by_at ON operations (at);
CREATE INDEX reads_by_citizen ON reads (citizen_id);
CREATE INDEX reads_by_at ON reads (at);
