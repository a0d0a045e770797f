-- What stands in files, under the ids of their records in data.db: the table of before held nothing yet.
DROP TABLE attachments;
CREATE TABLE attachment_contents (
    id                   BLOB NOT NULL PRIMARY KEY,
    sha256               BLOB NOT NULL CHECK (length(sha256) = 32),
    content              BLOB NOT NULL,
    -- Since when no record tells of it; what was so for thirty days goes.
    without_record_since TEXT
) STRICT;
