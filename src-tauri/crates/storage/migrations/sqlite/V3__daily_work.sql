-- Daily work: what is agreed and included, ends with their reason, allonger and notice given, delmål, files of
-- cases, what was done about the agenda, notified rates, saved filters.

ALTER TABLE providers ADD COLUMN further_contacts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE offers ADD COLUMN day_offer_steps TEXT;
ALTER TABLE placements ADD COLUMN content TEXT NOT NULL DEFAULT '{}';
ALTER TABLE placements ADD COLUMN end_reason TEXT;
ALTER TABLE placements ADD COLUMN moved_from_id BLOB REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE placements ADD COLUMN chance INTEGER CHECK (chance BETWEEN 0 AND 100);
ALTER TABLE rate_lines ADD COLUMN corrects_id BLOB REFERENCES rate_lines (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE rate_lines ADD COLUMN package_code TEXT;
ALTER TABLE rate_lines ADD COLUMN rate_source TEXT;
ALTER TABLE contracts ADD COLUMN amends_id BLOB REFERENCES contracts (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE contracts ADD COLUMN content TEXT NOT NULL DEFAULT '{}';
ALTER TABLE contracts ADD COLUMN terms TEXT NOT NULL DEFAULT '{}';
ALTER TABLE contracts ADD COLUMN notice_given TEXT;
ALTER TABLE goals ADD COLUMN purpose TEXT;
ALTER TABLE goals ADD COLUMN wording TEXT;
ALTER TABLE settings ADD COLUMN chance INTEGER NOT NULL DEFAULT 50;
ALTER TABLE settings ADD COLUMN tightened_months INTEGER NOT NULL DEFAULT 6;

CREATE TABLE sub_goals (
    id BLOB NOT NULL PRIMARY KEY,
    goal_id BLOB NOT NULL REFERENCES goals (id) DEFERRABLE INITIALLY DEFERRED,
    text TEXT NOT NULL,
    deadline TEXT,
    reached_on TEXT,
    remark TEXT,
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE attachments (
    id BLOB NOT NULL PRIMARY KEY,
    placement_id BLOB NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    about_id BLOB,
    attachment_kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    added_on TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE agenda_marks (
    id BLOB NOT NULL PRIMARY KEY,
    placement_id BLOB NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    item TEXT NOT NULL,
    handled TEXT,
    postponed TEXT,
    owner TEXT,
    version INTEGER NOT NULL CHECK (version > 0),
    UNIQUE (placement_id, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE notified_rates (
    id BLOB NOT NULL PRIMARY KEY,
    placement_id BLOB NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    rate_line_id BLOB NOT NULL REFERENCES rate_lines (id) DEFERRABLE INITIALLY DEFERRED,
    new_rate TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    notified_on TEXT,
    source TEXT,
    decision TEXT,
    decided_on TEXT,
    reason TEXT,
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE saved_filters (
    id BLOB NOT NULL PRIMARY KEY,
    list TEXT NOT NULL,
    name TEXT NOT NULL,
    owner_id BLOB NOT NULL,
    is_shared INTEGER NOT NULL CHECK (is_shared IN (0, 1)),
    query TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

-- Forms left half-way: each person's own, and not in the log.
CREATE TABLE drafts (
    person_id BLOB NOT NULL,
    key TEXT NOT NULL,
    content TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (person_id, key)
) STRICT, WITHOUT ROWID;
