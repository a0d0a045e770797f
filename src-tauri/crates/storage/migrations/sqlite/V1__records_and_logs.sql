-- The first schema: a table per kind of record, both logs in their final form, notes and who this database is.
-- Amounts are INTEGER øre, rates and other decimals TEXT, days ISO TEXT, instants UTC TEXT, ids BLOB (the
-- 16 bytes of a UUIDv7, so in the order of their age; `hex(id)` shows one).
-- References are deferred: an operation may name its records in any order, and is checked as a whole.

CREATE TABLE citizens (
    id           BLOB NOT NULL PRIMARY KEY,
    cpr          TEXT,
    name         TEXT,
    refund_cover TEXT NOT NULL,
    version      INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE providers (
    id                  BLOB NOT NULL PRIMARY KEY,
    name                TEXT NOT NULL UNIQUE,
    ownership           TEXT,
    operating_agreement INTEGER CHECK (operating_agreement IN (0, 1)),
    cvr                 TEXT,
    contact_person      TEXT,
    phone               TEXT,
    email               TEXT,
    version             INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE offers (
    id               BLOB NOT NULL PRIMARY KEY,
    name             TEXT NOT NULL UNIQUE,
    provider_id      BLOB REFERENCES providers (id) DEFERRABLE INITIALLY DEFERRED,
    p_number         TEXT,
    approved_for     TEXT NOT NULL,
    supervision      TEXT,
    supervision_from TEXT,
    supervision_to   TEXT,
    checked_on       TEXT,
    checked_by       TEXT,
    version          INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE placements (
    id                     BLOB NOT NULL PRIMARY KEY,
    case_number            TEXT NOT NULL UNIQUE,
    citizen_id             BLOB NOT NULL REFERENCES citizens (id) DEFERRABLE INITIALLY DEFERRED,
    offer_id               BLOB NOT NULL REFERENCES offers (id) DEFERRABLE INITIALLY DEFERRED,
    legal_basis            TEXT NOT NULL,
    target_group           TEXT,
    secondary_target_group TEXT,
    support_need           TEXT,
    moved_in               TEXT NOT NULL,
    expected_end           TEXT,
    ended_on               TEXT,
    support_hours          TEXT,
    case_worker            TEXT,
    second_case_worker     TEXT,
    acting_municipality    TEXT,
    paying_municipality    TEXT,
    base_rate              TEXT,
    version                INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE rate_lines (
    id              BLOB NOT NULL PRIMARY KEY,
    placement_id    BLOB NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    service         TEXT NOT NULL,
    paragraph       TEXT NOT NULL,
    amount          TEXT NOT NULL,
    unit            TEXT NOT NULL,
    quantity        TEXT,
    valid_from      TEXT NOT NULL,
    valid_to        TEXT,
    cause           TEXT,
    settlement_days INTEGER,
    open_weeks      TEXT,
    review_on       TEXT,
    collected_by    TEXT,
    annulled        INTEGER NOT NULL CHECK (annulled IN (0, 1)),
    version         INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE contracts (
    id                  BLOB NOT NULL PRIMARY KEY,
    placement_id        BLOB NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    contract_number     TEXT,
    starts_on           TEXT NOT NULL,
    ends_on             TEXT,
    notice_municipality TEXT,
    notice_provider     TEXT,
    minimum_until       TEXT,
    renews_by_months    INTEGER,
    renegotiate_on      TEXT,
    negotiator          TEXT,
    payment             TEXT,
    regulation          TEXT,
    agreed_on           TEXT,
    follow_up_months    INTEGER,
    has_signed_file     INTEGER NOT NULL CHECK (has_signed_file IN (0, 1)),
    version             INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE goals (
    id             BLOB NOT NULL PRIMARY KEY,
    placement_id   BLOB NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    goal_key       TEXT NOT NULL UNIQUE,
    undertema      TEXT,
    goal_type      TEXT NOT NULL,
    start_level    INTEGER NOT NULL CHECK (start_level BETWEEN 0 AND 4),
    expected_level INTEGER NOT NULL CHECK (expected_level BETWEEN 0 AND 4),
    valid_from     TEXT NOT NULL,
    deadline       TEXT,
    wishes         TEXT,
    version        INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE follow_ups (
    id             BLOB NOT NULL PRIMARY KEY,
    goal_id        BLOB NOT NULL REFERENCES goals (id) DEFERRABLE INITIALLY DEFERRED,
    followed_up_on TEXT NOT NULL,
    level          INTEGER CHECK (level BETWEEN 0 AND 4),
    source         TEXT,
    result         TEXT,
    remark         TEXT,
    version        INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE delivered_hours (
    id           BLOB NOT NULL PRIMARY KEY,
    placement_id BLOB NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    month        TEXT NOT NULL,
    hours        TEXT NOT NULL,
    version      INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE step_rates (
    id           BLOB NOT NULL PRIMARY KEY,
    placement_id BLOB NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    service      TEXT NOT NULL,
    valid_from   TEXT,
    goal_id      BLOB REFERENCES goals (id) DEFERRABLE INITIALLY DEFERRED,
    new_rate     TEXT NOT NULL,
    version      INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE searched_offers (
    id           BLOB NOT NULL PRIMARY KEY,
    placement_id BLOB NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    searched_on  TEXT,
    provider     TEXT,
    offer        TEXT NOT NULL,
    paragraph    TEXT,
    daily_rate   TEXT,
    suitability  TEXT,
    reason       TEXT,
    source       TEXT,
    version      INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE own_offers (
    id         BLOB NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    paragraph  TEXT,
    places     INTEGER,
    vacant     INTEGER,
    daily_rate TEXT,
    version    INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE expected_youths (
    id             BLOB NOT NULL PRIMARY KEY,
    youth_key      TEXT NOT NULL,
    target_group   TEXT,
    born_on        TEXT,
    expected_start TEXT,
    paragraph      TEXT,
    probability    TEXT,
    yearly_price   INTEGER,
    version        INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE budget_lines (
    id        BLOB NOT NULL PRIMARY KEY,
    year      INTEGER NOT NULL,
    paragraph TEXT NOT NULL,
    amount    INTEGER NOT NULL,
    version   INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE price_indexes (
    id      BLOB NOT NULL PRIMARY KEY,
    year    INTEGER NOT NULL,
    percent TEXT NOT NULL,
    status  TEXT,
    source  TEXT,
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE refund_limits (
    id      BLOB NOT NULL PRIMARY KEY,
    year    INTEGER NOT NULL,
    limit_1 INTEGER NOT NULL,
    limit_2 INTEGER NOT NULL,
    limit_3 INTEGER NOT NULL,
    status  TEXT,
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

-- One row, with the nil id.
CREATE TABLE settings (
    id                     BLOB NOT NULL PRIMARY KEY CHECK (id = zeroblob(16)),
    municipality           TEXT NOT NULL,
    limits                 TEXT NOT NULL,
    vat_percents           TEXT NOT NULL,
    follow_up_months_107   INTEGER NOT NULL,
    follow_up_months_other INTEGER NOT NULL,
    day_offer_steps        TEXT NOT NULL,
    free_choice_percent    TEXT NOT NULL,
    free_choice_from       TEXT,
    usual_rate_from        INTEGER NOT NULL,
    usual_rate_to          INTEGER NOT NULL,
    version                INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

-- The log of changes. An operation is who, when and why; a change is one record of it, chained by hashes.
-- The payload (the record before and after) and its salt can be emptied when their time has come: the chain
-- still holds. That an entry's operation is there is checked by `verify`, not by a reference: 40,000 entries
-- of an import would look it up 40,000 times.
CREATE TABLE operations (
    id          BLOB NOT NULL PRIMARY KEY,
    at          TEXT NOT NULL,
    person_id   BLOB NOT NULL,
    person_name TEXT NOT NULL,
    origin      TEXT NOT NULL,
    name        TEXT NOT NULL,
    reason      TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE changes (
    seq          INTEGER NOT NULL PRIMARY KEY CHECK (seq > 0),
    operation_id BLOB NOT NULL,
    entity_kind  TEXT NOT NULL,
    entity_id    BLOB NOT NULL,
    citizen_id   BLOB,
    reason       TEXT,
    digest       BLOB NOT NULL,
    previous     BLOB NOT NULL,
    hash         BLOB NOT NULL,
    salt         BLOB,
    payload      TEXT
) STRICT;

CREATE INDEX changes_by_entity ON changes (entity_id);

-- The log of reads, a chain of its own: looking never waits for a writer.
CREATE TABLE reads (
    seq         INTEGER NOT NULL PRIMARY KEY CHECK (seq > 0),
    at          TEXT NOT NULL,
    person_id   BLOB NOT NULL,
    person_name TEXT NOT NULL,
    origin      TEXT NOT NULL,
    citizen_id  BLOB NOT NULL,
    what        TEXT NOT NULL,
    previous    BLOB NOT NULL CHECK (length(previous) = 32),
    hash        BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- The newest entry of each chain: an entry removed at the end is missed here.
CREATE TABLE chain_heads (
    chain TEXT NOT NULL PRIMARY KEY CHECK (chain IN ('changes', 'reads')),
    seq   INTEGER NOT NULL,
    hash  BLOB NOT NULL CHECK (length(hash) = 32),
    at    TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO chain_heads (chain, seq, hash, at) VALUES ('changes', 0, zeroblob(32), NULL), ('reads', 0, zeroblob(32), NULL);

CREATE TRIGGER operations_are_kept BEFORE DELETE ON operations BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER operations_stand BEFORE UPDATE ON operations BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER changes_are_kept BEFORE DELETE ON changes BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER changes_stand
BEFORE UPDATE OF seq, operation_id, entity_kind, entity_id, citizen_id, reason, digest, previous, hash ON changes
BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER payloads_are_only_emptied
BEFORE UPDATE OF salt, payload ON changes WHEN new.payload IS NOT NULL OR new.salt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER reads_are_kept BEFORE DELETE ON reads BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER reads_stand BEFORE UPDATE ON reads BEGIN SELECT RAISE(ABORT, 'append only'); END;

-- What the window and the program keep with the database: a remembered column mapping, the second place for backups.
CREATE TABLE notes (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Which database this is and which keys.json belongs to it. While keys.json is being replaced the next one's
-- generation and hash stand here too, so that a crash in between shuts nobody out.
CREATE TABLE database_identity (
    only_row        INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    id              BLOB NOT NULL,
    created_at      TEXT NOT NULL,
    keys_generation INTEGER NOT NULL,
    keys_hash       TEXT NOT NULL,
    next_generation INTEGER,
    next_hash       TEXT
) STRICT;
