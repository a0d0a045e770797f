-- A shared database, its logs: what they hold, who sees what of them, and how the server writes them. `@db@` stands
-- for the database's name, which the groups begin with.

-- Which table holds a kind, and what each group sees of its log; set-up writes it from the program's own table
-- of who may what.
CREATE TABLE record_tables (
    kind       text NOT NULL PRIMARY KEY,
    table_name text NOT NULL
);
CREATE TABLE log_access (
    kind          text NOT NULL,
    group_name    text NOT NULL,
    sees_payloads boolean NOT NULL,
    PRIMARY KEY (kind, group_name)
);

-- Which role of the server is which person.
CREATE TABLE server_people (
    login                text NOT NULL PRIMARY KEY,
    user_id              uuid NOT NULL UNIQUE,
    must_change_password boolean NOT NULL,
    -- As the log names them; only the administrator's connection writes it.
    name                 text NOT NULL CHECK (name <> '')
);

-- The logs, as in a local database; `changes` is a view that shows each what they may see.
CREATE TABLE operations (
    id          uuid NOT NULL PRIMARY KEY,
    at          text NOT NULL,
    person_id   uuid NOT NULL,
    person_name text NOT NULL,
    origin      text NOT NULL,
    name        text NOT NULL,
    reason      text
);

CREATE TABLE change_entries (
    seq          bigint NOT NULL PRIMARY KEY CHECK (seq > 0),
    operation_id uuid NOT NULL,
    entity_kind  text NOT NULL,
    entity_id    uuid NOT NULL,
    citizen_id   uuid,
    reason       text,
    digest       bytea NOT NULL,
    previous     bytea NOT NULL,
    hash         bytea NOT NULL,
    salt         bytea,
    payload      text,
    -- The transaction that appended it, whichever of its savepoints did.
    appended_in  xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX changes_by_entity ON change_entries (entity_id);
CREATE INDEX changes_by_citizen ON change_entries (citizen_id);
CREATE INDEX changes_by_operation ON change_entries (operation_id, entity_kind);
CREATE INDEX changes_with_reason ON change_entries (operation_id, reason) WHERE reason IS NOT NULL;
CREATE INDEX operations_by_at ON operations (at);

CREATE TABLE reads (
    seq         bigint NOT NULL PRIMARY KEY CHECK (seq > 0),
    at          text NOT NULL,
    person_id   uuid NOT NULL,
    person_name text NOT NULL,
    origin      text NOT NULL,
    citizen_id  uuid NOT NULL,
    what        text NOT NULL,
    previous    bytea NOT NULL CHECK (length(previous) = 32),
    hash        bytea NOT NULL CHECK (length(hash) = 32)
);
CREATE INDEX reads_by_citizen ON reads (citizen_id);
CREATE INDEX reads_by_at ON reads (at);

CREATE TABLE chain_heads (
    chain text NOT NULL PRIMARY KEY CHECK (chain IN ('changes', 'reads')),
    seq   bigint NOT NULL,
    hash  bytea NOT NULL CHECK (length(hash) = 32),
    at    text
);
INSERT INTO chain_heads (chain, seq, hash, at)
SELECT chain, 0, decode(repeat('00', 32), 'hex'), NULL FROM unnest(ARRAY['changes', 'reads']) AS chain;

-- What the window keeps with the database: a remembered column mapping.
CREATE TABLE notes (
    key   text NOT NULL PRIMARY KEY,
    value text NOT NULL
);

CREATE TABLE database_identity (
    only_row   bigint NOT NULL PRIMARY KEY CHECK (only_row = 1),
    id         uuid NOT NULL,
    created_at text NOT NULL
);

-- An instant as the logs write it.
CREATE FUNCTION instant() RETURNS text LANGUAGE sql VOLATILE
RETURN to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

INSERT INTO database_identity (only_row, id, created_at) VALUES (1, gen_random_uuid(), instant());

-- Who is at work on which case. Lost with a crash, as is whoever was at work.
CREATE UNLOGGED TABLE presence (
    login        text NOT NULL,
    connection   bigint NOT NULL,
    placement_id uuid NOT NULL,
    doing        text NOT NULL,
    since        text NOT NULL,
    at           timestamptz NOT NULL,
    PRIMARY KEY (login, connection)
);

-- ---------------------------------------------------------------------------------------------------------
-- Who is asking. `session_user` is whom the server let in by password; no statement can change it.

-- A function that isn't fixed here to what it means (RETURN, or a search path of its own) would take operators and
-- functions from wherever the caller's search path leads.
CREATE FUNCTION is_member(group_name text) RETURNS boolean LANGUAGE sql STABLE
RETURN pg_has_role(session_user, group_name, 'member');

-- The kinds of which the person sees log entries, and those of which also what they say.
CREATE FUNCTION kinds_in_log(with_payload boolean) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS
$$ SELECT coalesce(array_agg(DISTINCT kind), '{}') FROM log_access
   WHERE (sees_payloads OR NOT with_payload) AND is_member(group_name) $$;

-- May the person see the whole log, reads of citizens' files included?
CREATE FUNCTION sees_whole_log() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS
$$ SELECT (SELECT count(*) FROM record_tables) > 0
      AND NOT EXISTS (SELECT FROM record_tables WHERE kind <> ALL (kinds_in_log(false))) $$;

-- The owner, for moving a whole database. A view's and a policy's own rights don't count as being the owner.
CREATE FUNCTION is_owner() RETURNS boolean LANGUAGE sql STABLE
RETURN current_user = '@db@_ejer'::name;

CREATE VIEW changes WITH (security_barrier) AS
SELECT entry.seq, entry.operation_id, entry.entity_kind, entry.entity_id, entry.citizen_id, entry.reason,
       entry.digest, entry.previous, entry.hash,
       CASE WHEN (SELECT is_owner()) OR entry.entity_kind = ANY ((SELECT kinds_in_log(true))::text[])
            THEN entry.salt END AS salt,
       CASE WHEN (SELECT is_owner()) OR entry.entity_kind = ANY ((SELECT kinds_in_log(true))::text[])
            THEN entry.payload END AS payload,
       -- There, and kept from the reader; what was emptied isn't.
       entry.salt IS NOT NULL AND entry.payload IS NOT NULL
           AND NOT ((SELECT is_owner()) OR entry.entity_kind = ANY ((SELECT kinds_in_log(true))::text[])) AS withheld
FROM change_entries AS entry
WHERE (SELECT is_owner()) OR entry.entity_kind = ANY ((SELECT kinds_in_log(false))::text[]);

ALTER TABLE operations ENABLE ROW LEVEL SECURITY;
CREATE POLICY operations_seen ON operations FOR SELECT USING (
    (SELECT sees_whole_log()) OR EXISTS (SELECT FROM changes WHERE changes.operation_id = operations.id)
);
ALTER TABLE reads ENABLE ROW LEVEL SECURITY;
CREATE POLICY reads_seen ON reads FOR SELECT USING ((SELECT sees_whole_log()));
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY users_seen ON users FOR SELECT USING (true);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY notes_of_all ON notes USING (cardinality((SELECT kinds_in_log(false))) > 0);
ALTER TABLE presence ENABLE ROW LEVEL SECURITY;

-- Whoever has said nothing for half a minute isn't counted.
CREATE VIEW present WITH (security_barrier) AS
SELECT person.user_id AS person_id, person.name, presence.placement_id, presence.doing, presence.since,
       presence.connection
FROM presence JOIN server_people AS person USING (login)
WHERE presence.at > clock_timestamp() - interval '30 seconds';

-- ---------------------------------------------------------------------------------------------------------
-- The logs. Who, when, number, salt and hash are the server's own.

-- Whom the log names. Somebody who runs the set-up is no person of the program and is named by the role.
CREATE FUNCTION signed_in(OUT id uuid, OUT name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS $$
BEGIN
    SELECT person.user_id, person.name INTO id, name FROM server_people AS person WHERE person.login = session_user;
    IF id IS NULL THEN
        IF NOT is_member('@db@_ejer') THEN
            RAISE EXCEPTION 'nobody of the program' USING ERRCODE = 'insufficient_privilege';
        END IF;
        id := '00000000-0000-0000-0000-000000000000';
        name := session_user;
    END IF;
END $$;

-- A field of what is hashed: its length in four bytes, then its UTF-8; 2^32-1 and nothing more when absent.
CREATE FUNCTION hashed_field(value text) RETURNS bytea LANGUAGE sql IMMUTABLE
RETURN CASE WHEN value IS NULL THEN '\xffffffff'::bytea
            ELSE int4send(octet_length(value)) || convert_to(value, 'UTF8') END;

-- Refuses a text that is longer than what the program sends; the text itself isn't repeated.
CREATE FUNCTION refuse_long(value text, longest integer) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, vilkaar, pg_temp AS $$
BEGIN
    IF length(value) > longest THEN
        RAISE EXCEPTION 'a text of more than % characters', longest USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

-- Appends the entries of an operation. More than one call may be made in one transaction. Every entry is about a
-- record that this transaction changed, of a kind that the person may change.
CREATE FUNCTION append_changes(
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
            'SELECT count(*) FROM json_to_recordset($1) AS sent (kind text, id uuid)
             WHERE sent.kind = $2 AND NOT EXISTS (
                SELECT FROM %I AS row WHERE row.id = sent.id AND row.xmin = pg_current_xact_id()::xid)',
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

-- Appends a look into a citizen's file.
CREATE FUNCTION append_read(
    read_origin text, citizen uuid, seen text, OUT seq bigint, OUT hash bytea, OUT at text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS $$
DECLARE
    who_id   uuid;
    who_name text;
    prior    bytea;
BEGIN
    SELECT who.id, who.name INTO who_id, who_name FROM signed_in() AS who;
    PERFORM refuse_long(read_origin, 200), refuse_long(seen, 200);
    IF read_origin IS NULL OR citizen IS NULL OR seen IS NULL THEN
        RAISE EXCEPTION 'a look that lacks something' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT head.seq + 1, head.hash INTO seq, prior FROM chain_heads AS head
    WHERE head.chain = 'reads' FOR UPDATE;
    at := instant();
    hash := sha256(
        hashed_field('vilkaar-reads-1') || hashed_field(seq::text) || hashed_field(at)
        || hashed_field(who_id::text) || hashed_field(who_name) || hashed_field(read_origin)
        || hashed_field(citizen::text) || hashed_field(seen) || hashed_field(encode(prior, 'hex'))
    );
    INSERT INTO reads (seq, at, person_id, person_name, origin, citizen_id, what, previous, hash)
    VALUES (append_read.seq, append_read.at, who_id, who_name, read_origin, citizen,
            seen, prior, append_read.hash);
    UPDATE chain_heads AS head SET seq = append_read.seq, hash = append_read.hash, at = append_read.at
    WHERE head.chain = 'reads';
END $$;
