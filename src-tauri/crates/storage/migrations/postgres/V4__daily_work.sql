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

-- ---------------------------------------------------------------------------------------------------------
-- Taking a record out: by whoever may change it, and only with the log entry that says so, in one transaction.

-- What the transactions under way took out; rows of earlier ones are swept.
CREATE TABLE removals (
    kind       text NOT NULL,
    id         uuid NOT NULL,
    removed_in xid8 NOT NULL,
    PRIMARY KEY (removed_in, kind, id)
);

-- Does a payload say that the record was there and isn't any more? In the very letters that the program writes.
CREATE FUNCTION is_removal(payload text) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN starts_with(payload, '{"before":{') AND right(payload, 14) = ',"after":null}';

CREATE FUNCTION notes_the_removal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS $$
BEGIN
    IF is_logged_now(OLD.id) THEN
        RAISE EXCEPTION 'removed after its log entry' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO removals (kind, id, removed_in)
    SELECT record_tables.kind, OLD.id, pg_current_xact_id() FROM record_tables WHERE table_name = TG_TABLE_NAME
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE FUNCTION removal_must_be_logged() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM change_entries AS entry
                   WHERE entry.entity_id = OLD.id AND entry.appended_in = pg_current_xact_id()
                     AND is_removal(entry.payload)) THEN
        RAISE EXCEPTION 'a removal without a log entry' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;

-- As before, and nothing comes in the place of what this transaction has already logged.
CREATE OR REPLACE FUNCTION steps_the_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, vilkaar, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.version <> 1 THEN
            RAISE EXCEPTION 'a new record has version 1' USING ERRCODE = 'insufficient_privilege';
        END IF;
    ELSIF NEW.id <> OLD.id OR NEW.version <> OLD.version + 1 THEN
        RAISE EXCEPTION 'a change is one step of the version' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF is_logged_now(NEW.id) THEN
        RAISE EXCEPTION 'changed after its log entry' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

-- As before, and an entry may be about a record that this transaction took out: one that says so, while nothing stands
-- in its place. An entry about a record that is there says what it is.
CREATE OR REPLACE FUNCTION append_changes(
    operation uuid, operation_name text, operation_origin text, operation_reason text, entries text,
    OUT seq bigint, OUT hash bytea, OUT at text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS $$
DECLARE
    who_id     uuid;
    who_name   text;
    told       json := entries::json;
    fields     bytea;
    entry      record;
    own_salt   bytea;
    own_digest bytea;
    prior      bytea;
    unchanged  bigint;
    kinds      text[] := '{}';
BEGIN
    SELECT who.id, who.name INTO who_id, who_name FROM signed_in() AS who;
    PERFORM refuse_long(operation_name, 200), refuse_long(operation_origin, 200), refuse_long(operation_reason, 2000);
    -- Before a constraint finds it, whose error would show the row.
    IF operation IS NULL OR operation_name IS NULL OR operation_origin IS NULL OR EXISTS (
        SELECT FROM json_to_recordset(told) AS sent (kind text, id uuid, citizen uuid, reason text, payload text)
        WHERE sent.kind IS NULL OR sent.id IS NULL OR sent.payload IS NULL OR length(sent.reason) > 2000
    ) THEN
        RAISE EXCEPTION 'a log entry that lacks something or says too much' USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR entry IN
        SELECT DISTINCT sent.kind, record_tables.table_name
        FROM json_to_recordset(told) AS sent (kind text) LEFT JOIN record_tables USING (kind)
    LOOP
        IF entry.table_name IS NULL OR NOT (
            has_any_column_privilege(session_user, 'vilkaar.' || entry.table_name, 'UPDATE') OR is_member('@db@_ejer')
        ) THEN
            RAISE EXCEPTION 'a log entry about what may not be changed' USING ERRCODE = 'insufficient_privilege';
        END IF;
        EXECUTE format(
            'SELECT count(*) FROM json_to_recordset($1) AS sent (kind text, id uuid, payload text)
             LEFT JOIN %I AS row ON row.id = sent.id
             WHERE sent.kind = $2 AND CASE WHEN is_removal(sent.payload) THEN
                 row.id IS NOT NULL OR NOT EXISTS (
                     SELECT FROM removals
                     WHERE removals.kind = $2 AND removals.id = sent.id AND removed_in = pg_current_xact_id())
                 ELSE row.xmin IS DISTINCT FROM pg_current_xact_id()::xid END',
            entry.table_name
        ) INTO unchanged USING told, entry.kind;
        IF unchanged > 0 THEN
            RAISE EXCEPTION 'a log entry about what was not changed' USING ERRCODE = 'insufficient_privilege';
        END IF;
        kinds := kinds || entry.kind;
    END LOOP;
    IF cardinality(kinds) = 0 THEN
        RAISE EXCEPTION 'an operation without changes' USING ERRCODE = 'insufficient_privilege';
    END IF;

    -- The same operation again, over another connection, waits here until the first is kept or dropped.
    PERFORM pg_advisory_xact_lock(hashtextextended(operation::text, 0));
    SELECT head.seq, head.hash INTO seq, prior FROM chain_heads AS head
    WHERE head.chain = 'changes' FOR UPDATE;
    DELETE FROM removals WHERE removed_in <> pg_current_xact_id();
    at := instant();
    INSERT INTO operations (id, at, person_id, person_name, origin, name, reason)
    SELECT operation, append_changes.at, who_id, who_name, operation_origin,
           operation_name, operation_reason
    FROM (VALUES (1)) AS one
    WHERE NOT EXISTS (
        SELECT FROM operations AS present WHERE present.id = operation AND present.xmin = pg_current_xact_id()::xid
    );
    SELECT present.at,
           hashed_field(present.id::text) || hashed_field(present.at) || hashed_field(present.person_id::text)
           || hashed_field(present.person_name) || hashed_field(present.origin) || hashed_field(present.name)
           || hashed_field(present.reason)
    INTO at, fields FROM operations AS present WHERE present.id = operation;

    FOR entry IN
        SELECT * FROM json_to_recordset(told) AS sent (kind text, id uuid, citizen uuid, reason text, payload text)
    LOOP
        seq := seq + 1;
        own_salt := uuid_send(gen_random_uuid());
        own_digest := sha256(own_salt || convert_to(entry.payload, 'UTF8'));
        hash := sha256(
            hashed_field('vilkaar-changes-1') || hashed_field(seq::text) || fields
            || hashed_field(entry.kind) || hashed_field(entry.id::text) || hashed_field(entry.citizen::text)
            || hashed_field(entry.reason) || hashed_field(encode(own_digest, 'hex'))
            || hashed_field(encode(prior, 'hex'))
        );
        INSERT INTO change_entries (seq, operation_id, entity_kind, entity_id, citizen_id, reason, digest, previous,
                                    hash, salt, payload)
        VALUES (append_changes.seq, operation, entry.kind, entry.id, entry.citizen, entry.reason,
                own_digest, prior, append_changes.hash, own_salt,
                entry.payload);
        prior := hash;
    END LOOP;
    UPDATE chain_heads AS head SET seq = append_changes.seq, hash = append_changes.hash, at = append_changes.at
    WHERE head.chain = 'changes';
    PERFORM pg_notify('vilkaar_changes',
                      json_build_object('seq', seq, 'operation', operation, 'kinds', kinds)::text);
END $$;

-- A saved filter is changed and taken out by whoever saved it; what somebody who has left shared, by anybody who keeps
-- filters.
CREATE FUNCTION is_ones_own_filter() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS $$
DECLARE
    who uuid;
BEGIN
    SELECT signed.id INTO who FROM signed_in() AS signed;
    IF TG_OP = 'DELETE' THEN
        IF OLD.owner_id <> who AND EXISTS (SELECT FROM users WHERE users.id = OLD.owner_id AND removed_on IS NULL) THEN
            RAISE EXCEPTION 'the filter of somebody else' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.owner_id <> who OR (TG_OP = 'UPDATE' AND OLD.owner_id <> who) THEN
        RAISE EXCEPTION 'the filter of somebody else' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER owned BEFORE INSERT OR UPDATE OR DELETE ON saved_filters FOR EACH ROW
WHEN (current_user <> '@db@_ejer') EXECUTE FUNCTION is_ones_own_filter();

-- Every table of records but those of who is who and of the settings, which stay.
DO $$
DECLARE
    record_table text;
    is_new       boolean;
BEGIN
    FOR record_table, is_new IN
        SELECT name, false FROM unnest(ARRAY['citizens', 'providers', 'offers', 'placements', 'rate_lines', 'contracts',
            'goals', 'follow_ups', 'delivered_hours', 'step_rates', 'searched_offers', 'own_offers', 'expected_youths',
            'budget_lines', 'price_indexes', 'refund_limits']) AS name
        UNION ALL
        SELECT name, true FROM unnest(ARRAY['sub_goals', 'attachments', 'agenda_marks', 'notified_rates',
            'saved_filters']) AS name
    LOOP
        IF is_new THEN
            EXECUTE format('CREATE TRIGGER version_steps BEFORE INSERT OR UPDATE ON %I FOR EACH ROW
                WHEN (current_user <> ''@db@_ejer'') EXECUTE FUNCTION steps_the_version()', record_table);
            EXECUTE format('CREATE CONSTRAINT TRIGGER logged AFTER INSERT OR UPDATE ON %I
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                WHEN (current_user <> ''@db@_ejer'') EXECUTE FUNCTION must_be_logged()', record_table);
        ELSE
            EXECUTE format('DROP TRIGGER kept ON %I', record_table);
        END IF;
        EXECUTE format('CREATE TRIGGER kept BEFORE TRUNCATE ON %I FOR EACH STATEMENT
            WHEN (current_user <> ''@db@_ejer'') EXECUTE FUNCTION is_refused()', record_table);
        EXECUTE format('CREATE TRIGGER removed AFTER DELETE ON %I FOR EACH ROW
            WHEN (current_user <> ''@db@_ejer'') EXECUTE FUNCTION notes_the_removal()', record_table);
        EXECUTE format('CREATE CONSTRAINT TRIGGER removal_logged AFTER DELETE ON %I
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
            WHEN (current_user <> ''@db@_ejer'') EXECUTE FUNCTION removal_must_be_logged()', record_table);
    END LOOP;
END $$;

-- ---------------------------------------------------------------------------------------------------------
-- Files by their kind, filters by their owner, and the log as far as each may see what it is about.

-- What each group doesn't read of the records that it reads, with what stands in its place; and which kinds of file it
-- sees and puts on. Set-up writes both from the program's own table of who may what.
CREATE TABLE withheld_fields (
    kind text NOT NULL, group_name text NOT NULL, field text NOT NULL, instead text NOT NULL,
    PRIMARY KEY (kind, group_name, field)
);
CREATE TABLE file_access (
    attachment_kind text NOT NULL,
    group_name      text NOT NULL,
    may_write       boolean NOT NULL,
    PRIMARY KEY (attachment_kind, group_name)
);

-- The kinds of file that the person sees, or puts on cases and takes off.
CREATE FUNCTION file_kinds(to_write boolean) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS
$$ SELECT coalesce(array_agg(DISTINCT attachment_kind), '{}') FROM file_access
   WHERE (may_write OR NOT to_write) AND is_member(group_name) $$;

CREATE FUNCTION sees_every_file() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS
$$ SELECT NOT EXISTS (SELECT FROM file_access WHERE attachment_kind <> ALL (file_kinds(false))) $$;

ALTER TABLE attachments ENABLE ROW LEVEL SECURITY;
CREATE POLICY files_seen ON attachments FOR SELECT
USING (attachment_kind = ANY ((SELECT file_kinds(false))::text[]));
CREATE POLICY files_put_on ON attachments FOR INSERT
WITH CHECK (attachment_kind = ANY ((SELECT file_kinds(true))::text[]));
CREATE POLICY files_changed ON attachments FOR UPDATE
USING (attachment_kind = ANY ((SELECT file_kinds(true))::text[]))
WITH CHECK (attachment_kind = ANY ((SELECT file_kinds(true))::text[]));
CREATE POLICY files_taken_off ON attachments FOR DELETE
USING (attachment_kind = ANY ((SELECT file_kinds(true))::text[]));

-- What isn't shared is its owner's alone; what somebody else shared is theirs to change, which a trigger sees to.
ALTER TABLE saved_filters ENABLE ROW LEVEL SECURITY;
CREATE POLICY filters_of_ones_own_and_shared ON saved_filters
USING (is_shared = 1 OR owner_id = (SELECT who.id FROM who_am_i() AS who))
WITH CHECK (owner_id = (SELECT who.id FROM who_am_i() AS who));

-- A payload as JSON; none where somebody wrote something else there, which must not keep others from reading on.
CREATE FUNCTION payload_json(payload text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, vilkaar, pg_temp AS $$
BEGIN
    RETURN payload::jsonb;
EXCEPTION WHEN data_exception OR syntax_error_or_access_rule_violation THEN
    RETURN NULL;
END $$;

-- May the person see a record of which the log tells, as its row would be? What can't be made out, because somebody wrote
-- something else there, is kept from those alone who don't see every file: else it could be kept from the check.
CREATE FUNCTION sees_record(kind text, told jsonb) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS $$
    SELECT CASE
        WHEN jsonb_typeof(told) = 'null' THEN true
        WHEN kind = 'attachment' THEN coalesce(told #>> '{record,kind}' = ANY (file_kinds(false)), false)
            OR sees_every_file()
        WHEN kind = 'saved_filter' THEN coalesce(told #>> '{record,is_shared}' <> 'false', true)
            OR coalesce(told #>> '{record,owner}' = (SELECT who.id::text FROM who_am_i() AS who), false)
        ELSE true
    END
$$;

-- May the person see both records of a payload?
CREATE FUNCTION sees_whole_payload(kind text, payload text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS $$
    SELECT sees_record(kind, told -> 'before') AND sees_record(kind, told -> 'after')
    FROM (SELECT payload_json(payload) AS told) AS read
$$;

-- The fields of a kind that no group of the person's reads, each with what stands in its place.
CREATE FUNCTION hidden_fields(of_kind text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS $$
    SELECT coalesce(jsonb_object_agg(hidden.field, hidden.instead::jsonb), '{}')
    FROM (SELECT DISTINCT field, instead FROM withheld_fields WHERE kind = of_kind) AS hidden
    WHERE NOT EXISTS (
        SELECT FROM log_access AS access
        WHERE access.kind = of_kind AND is_member(access.group_name) AND NOT EXISTS (
            SELECT FROM withheld_fields AS theirs
            WHERE theirs.kind = of_kind AND theirs.group_name = access.group_name AND theirs.field = hidden.field))
$$;

-- A payload as far as the person may see its records: without those that aren't theirs to see, and without the fields
-- that they don't read.
CREATE FUNCTION seen_payload(kind text, payload text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS $$
    SELECT (SELECT jsonb_object_agg(side, CASE
                WHEN jsonb_typeof(told -> side) <> 'object' OR NOT sees_record(kind, told -> side) THEN 'null'::jsonb
                ELSE jsonb_set(told -> side, '{record}', (told #> ARRAY[side, 'record']) - hidden.names || hidden.instead)
            END) FROM unnest(ARRAY['before', 'after']) AS side)::text
    FROM (SELECT payload_json(payload) AS told) AS read,
         (SELECT ARRAY(SELECT jsonb_object_keys(fields)) AS names, jsonb_strip_nulls(fields) AS instead
          FROM hidden_fields(kind) AS fields) AS hidden
    WHERE jsonb_typeof(told) = 'object'
$$;

-- As before, and of files and filters only what the person may see of the records themselves; `seen` is the payload as
-- far as that goes, for whoever sees entries of the kind.
CREATE OR REPLACE VIEW changes WITH (security_barrier) AS
SELECT entry.seq, entry.operation_id, entry.entity_kind, entry.entity_id, entry.citizen_id, entry.reason,
       entry.digest, entry.previous, entry.hash,
       CASE WHEN may.read THEN entry.salt END AS salt,
       CASE WHEN may.read THEN entry.payload END AS payload,
       -- There, and kept from the reader; what was emptied isn't.
       entry.salt IS NOT NULL AND entry.payload IS NOT NULL AND NOT may.read AS withheld,
       CASE WHEN may.read THEN entry.payload
            WHEN entry.payload IS NOT NULL THEN seen_payload(entry.entity_kind, entry.payload) END AS seen
FROM change_entries AS entry CROSS JOIN LATERAL (
    SELECT CASE
        WHEN (SELECT is_owner()) THEN true
        WHEN entry.entity_kind <> ALL ((SELECT kinds_in_log(true))::text[]) THEN false
        WHEN entry.entity_kind IN ('attachment', 'saved_filter') AND entry.payload IS NOT NULL
            THEN sees_whole_payload(entry.entity_kind, entry.payload)
        ELSE true
    END AS read
) AS may
WHERE (SELECT is_owner()) OR entry.entity_kind = ANY ((SELECT kinds_in_log(false))::text[]);

-- ---------------------------------------------------------------------------------------------------------
-- Forms left half-way: each person's own, and not in the log.
CREATE TABLE drafts (
    person_id uuid NOT NULL,
    key       text NOT NULL,
    content   text NOT NULL,
    at        text NOT NULL,
    PRIMARY KEY (person_id, key)
);
ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;
CREATE POLICY drafts_of_ones_own ON drafts
USING (person_id = (SELECT who.id FROM who_am_i() AS who))
WITH CHECK (person_id = (SELECT who.id FROM who_am_i() AS who));

-- Before a constraint finds it, whose error would show the row.
CREATE FUNCTION refuse_long_drafts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS $$
BEGIN
    PERFORM refuse_long(NEW.key, 200), refuse_long(NEW.content, 200000), refuse_long(NEW.at, 40);
    IF TG_OP = 'INSERT' AND (SELECT count(*) FROM drafts WHERE drafts.person_id = NEW.person_id) > 200 THEN
        RAISE EXCEPTION 'more drafts than are kept' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fits BEFORE INSERT OR UPDATE ON drafts FOR EACH ROW EXECUTE FUNCTION refuse_long_drafts();

-- Somebody who is removed leaves no drafts.
CREATE FUNCTION drops_their_drafts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS $$
BEGIN
    DELETE FROM drafts WHERE drafts.person_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER left_no_drafts AFTER UPDATE ON users FOR EACH ROW
WHEN (NEW.removed_on IS NOT NULL) EXECUTE FUNCTION drops_their_drafts();

-- What stands in files, under the ids of their records; put once and never changed.
CREATE TABLE attachment_contents (
    id                   uuid NOT NULL PRIMARY KEY,
    sha256               bytea NOT NULL,
    content              bytea NOT NULL,
    -- Since when no record tells of it.
    without_record_since timestamptz
);
-- What is in them is compressed already.
ALTER TABLE attachment_contents ALTER COLUMN content SET STORAGE EXTERNAL;
-- Seen by whoever sees the file's record; one that has none, or none yet, by those who see every file.
ALTER TABLE attachment_contents ENABLE ROW LEVEL SECURITY;
CREATE POLICY contents_seen ON attachment_contents FOR SELECT
USING ((SELECT sees_every_file()) OR EXISTS (SELECT FROM attachments WHERE attachments.id = attachment_contents.id));
CREATE POLICY contents_put ON attachment_contents FOR INSERT WITH CHECK (true);

CREATE FUNCTION is_whole_content() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, vilkaar, pg_temp AS $$
BEGIN
    IF octet_length(NEW.content) > 26214400 OR NEW.sha256 <> sha256(NEW.content)
       OR NEW.without_record_since IS NOT NULL THEN
        RAISE EXCEPTION 'a file that is too large or another than it says' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER whole BEFORE INSERT ON attachment_contents FOR EACH ROW EXECUTE FUNCTION is_whole_content();
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON attachment_contents FOR EACH STATEMENT
WHEN (current_user <> '@db@_ejer') EXECUTE FUNCTION is_refused();

-- The files whose content isn't what their record tells of, or isn't there.
CREATE FUNCTION check_files() RETURNS TABLE (about uuid, finding text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS $$
    SELECT file.id, CASE WHEN content.id IS NULL THEN 'missing' ELSE 'changed' END
    FROM attachments AS file LEFT JOIN attachment_contents AS content ON content.id = file.id
    WHERE content.id IS NULL OR content.sha256 <> sha256(content.content)
       OR encode(content.sha256, 'hex') <> file.sha256
    ORDER BY file.id
$$;

-- Notes which contents no record tells of, and drops those that have been so for thirty days; the one that was just put
-- gets its record next.
CREATE FUNCTION sweep_contents(just_put uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS $$
    UPDATE attachment_contents AS content SET without_record_since = NULL
    WHERE without_record_since IS NOT NULL
      AND (content.id = just_put OR EXISTS (SELECT FROM attachments WHERE attachments.id = content.id));
    DELETE FROM attachment_contents AS content
    WHERE without_record_since < now() - interval '30 days'
      AND NOT EXISTS (SELECT FROM attachments WHERE attachments.id = content.id);
    UPDATE attachment_contents AS content SET without_record_since = now()
    WHERE without_record_since IS NULL AND content.id <> just_put
      AND NOT EXISTS (SELECT FROM attachments WHERE attachments.id = content.id);
$$;
