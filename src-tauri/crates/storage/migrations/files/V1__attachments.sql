-- Attachments, beside data.db and under the same key, so that a backup copies them only when they changed.
CREATE TABLE attachments (
    id         TEXT NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    added_at   TEXT NOT NULL,
    sha256     BLOB NOT NULL CHECK (length(sha256) = 32),
    content    BLOB NOT NULL
) STRICT;
