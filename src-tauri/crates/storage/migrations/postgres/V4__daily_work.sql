-- Daily work: what is agreed and included, ends with their reason, allonger and notice given, delmål, files of
-- cases, what was done about the agenda, notified rates, saved filters.

ALTER TABLE providers ADD COLUMN further_contacts text NOT NULL DEFAULT '[]';
ALTER TABLE offers ADD COLUMN day_offer_steps text;
ALTER TABLE placements ADD COLUMN content text NOT NULL DEFAULT '{}';
ALTER TABLE placements ADD COLUMN end_reason text;
ALTER TABLE placements ADD COLUMN moved_from_id uuid REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE placements ADD COLUMN chance bigint CHECK (chance BETWEEN 0 AND 100);
ALTER TABLE rate_lines ADD COLUMN corrects_id uuid REFERENCES rate_lines (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE rate_lines ADD COLUMN package_code text;
ALTER TABLE rate_lines ADD COLUMN rate_source text;
ALTER TABLE contracts ADD COLUMN amends_id uuid REFERENCES contracts (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE contracts ADD COLUMN content text NOT NULL DEFAULT '{}';
ALTER TABLE contracts ADD COLUMN terms text NOT NULL DEFAULT '{}';
ALTER TABLE contracts ADD COLUMN notice_given text;
ALTER TABLE goals ADD COLUMN purpose text;
ALTER TABLE goals ADD COLUMN wording text;
ALTER TABLE settings ADD COLUMN chance bigint NOT NULL DEFAULT 50;
ALTER TABLE settings ADD COLUMN tightened_months bigint NOT NULL DEFAULT 6;

CREATE TABLE sub_goals (
    id uuid NOT NULL PRIMARY KEY,
    goal_id uuid NOT NULL REFERENCES goals (id) DEFERRABLE INITIALLY DEFERRED,
    text text NOT NULL,
    deadline text,
    reached_on text,
    remark text,
    version bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE attachments (
    id uuid NOT NULL PRIMARY KEY,
    placement_id uuid NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    about_id uuid,
    attachment_kind text NOT NULL,
    file_name text NOT NULL,
    size bigint NOT NULL,
    sha256 text NOT NULL,
    added_on text NOT NULL,
    version bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE agenda_marks (
    id uuid NOT NULL PRIMARY KEY,
    placement_id uuid NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    item text NOT NULL,
    handled text,
    postponed text,
    owner text,
    version bigint NOT NULL CHECK (version > 0),
    UNIQUE (placement_id, item)
);

CREATE TABLE notified_rates (
    id uuid NOT NULL PRIMARY KEY,
    placement_id uuid NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    rate_line_id uuid NOT NULL REFERENCES rate_lines (id) DEFERRABLE INITIALLY DEFERRED,
    new_rate text NOT NULL,
    valid_from text NOT NULL,
    notified_on text,
    source text,
    decision text,
    decided_on text,
    reason text,
    version bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE saved_filters (
    id uuid NOT NULL PRIMARY KEY,
    list text NOT NULL,
    name text NOT NULL,
    owner_id uuid NOT NULL,
    is_shared bigint NOT NULL CHECK (is_shared IN (0, 1)),
    query text NOT NULL,
    version bigint NOT NULL CHECK (version > 0)
);

DO $$
DECLARE
    record_table text;
BEGIN
    FOREACH record_table IN ARRAY ARRAY['sub_goals', 'attachments', 'agenda_marks', 'notified_rates', 'saved_filters']
    LOOP
        EXECUTE format('CREATE TRIGGER version_steps BEFORE INSERT OR UPDATE ON %I FOR EACH ROW
            WHEN (current_user <> ''@db@_ejer'') EXECUTE FUNCTION steps_the_version()', record_table);
        EXECUTE format('CREATE CONSTRAINT TRIGGER logged AFTER INSERT OR UPDATE ON %I
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
            WHEN (current_user <> ''@db@_ejer'') EXECUTE FUNCTION must_be_logged()', record_table);
        EXECUTE format('CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON %I FOR EACH STATEMENT
            WHEN (current_user <> ''@db@_ejer'') EXECUTE FUNCTION is_refused()', record_table);
    END LOOP;
END $$;
