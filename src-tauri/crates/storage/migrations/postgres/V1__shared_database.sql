-- A shared database: a table per kind of record with the same columns as the local one, both logs, and the
-- rules that hold against whoever comes without the program. `@db@` stands for the database's name, which the
-- groups begin with.
-- Amounts are bigint øre; rates, decimals, days and instants are text exactly as in a local database, so that
-- one can be moved into the other with its chain of hashes intact.
-- References are deferred: an operation may name its records in any order, and is checked as a whole.

CREATE TABLE citizens (
    id           uuid NOT NULL PRIMARY KEY,
    cpr          text,
    name         text,
    refund_cover text NOT NULL,
    -- What the age on the 1st of January needs and nothing more: whether somebody was born on that day, the
    -- year, and the digit that tells the century.
    cpr_for_age  text GENERATED ALWAYS AS (
        CASE WHEN substr(cpr, 1, 4) IN ('0101', '6101') THEN '6101' ELSE '6212' END
        || substr(cpr, 5, 2) || '-' || substr(cpr, 8, 1) || '000'
    ) STORED,
    version      bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE providers (
    id                  uuid NOT NULL PRIMARY KEY,
    name                text NOT NULL UNIQUE,
    ownership           text,
    operating_agreement bigint CHECK (operating_agreement IN (0, 1)),
    cvr                 text,
    contact_person      text,
    phone               text,
    email               text,
    version             bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE offers (
    id               uuid NOT NULL PRIMARY KEY,
    name             text NOT NULL UNIQUE,
    provider_id      uuid REFERENCES providers (id) DEFERRABLE INITIALLY DEFERRED,
    p_number         text,
    approved_for     text NOT NULL,
    supervision      text,
    supervision_from text,
    supervision_to   text,
    checked_on       text,
    checked_by       text,
    version          bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE placements (
    id                     uuid NOT NULL PRIMARY KEY,
    case_number            text NOT NULL UNIQUE,
    citizen_id             uuid NOT NULL REFERENCES citizens (id) DEFERRABLE INITIALLY DEFERRED,
    offer_id               uuid NOT NULL REFERENCES offers (id) DEFERRABLE INITIALLY DEFERRED,
    legal_basis            text NOT NULL,
    target_group           text,
    secondary_target_group text,
    support_need           text,
    moved_in               text NOT NULL,
    expected_end           text,
    ended_on               text,
    support_hours          text,
    case_worker            text,
    second_case_worker     text,
    acting_municipality    text,
    paying_municipality    text,
    base_rate              text,
    version                bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE rate_lines (
    id              uuid NOT NULL PRIMARY KEY,
    placement_id    uuid NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    service         text NOT NULL,
    paragraph       text NOT NULL,
    amount          text NOT NULL,
    unit            text NOT NULL,
    quantity        text,
    valid_from      text NOT NULL,
    valid_to        text,
    cause           text,
    settlement_days bigint,
    open_weeks      text,
    review_on       text,
    collected_by    text,
    annulled        bigint NOT NULL CHECK (annulled IN (0, 1)),
    version         bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE contracts (
    id                  uuid NOT NULL PRIMARY KEY,
    placement_id        uuid NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    contract_number     text,
    starts_on           text NOT NULL,
    ends_on             text,
    notice_municipality text,
    notice_provider     text,
    minimum_until       text,
    renews_by_months    bigint,
    renegotiate_on      text,
    negotiator          text,
    payment             text,
    regulation          text,
    agreed_on           text,
    follow_up_months    bigint,
    has_signed_file     bigint NOT NULL CHECK (has_signed_file IN (0, 1)),
    version             bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE goals (
    id             uuid NOT NULL PRIMARY KEY,
    placement_id   uuid NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    goal_key       text NOT NULL UNIQUE,
    undertema      text,
    goal_type      text NOT NULL,
    start_level    bigint NOT NULL CHECK (start_level BETWEEN 0 AND 4),
    expected_level bigint NOT NULL CHECK (expected_level BETWEEN 0 AND 4),
    valid_from     text NOT NULL,
    deadline       text,
    wishes         text,
    version        bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE follow_ups (
    id             uuid NOT NULL PRIMARY KEY,
    goal_id        uuid NOT NULL REFERENCES goals (id) DEFERRABLE INITIALLY DEFERRED,
    followed_up_on text NOT NULL,
    level          bigint CHECK (level BETWEEN 0 AND 4),
    source         text,
    result         text,
    remark         text,
    version        bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE delivered_hours (
    id           uuid NOT NULL PRIMARY KEY,
    placement_id uuid NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    month        text NOT NULL,
    hours        text NOT NULL,
    version      bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE step_rates (
    id           uuid NOT NULL PRIMARY KEY,
    placement_id uuid NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    service      text NOT NULL,
    valid_from   text,
    goal_id      uuid REFERENCES goals (id) DEFERRABLE INITIALLY DEFERRED,
    new_rate     text NOT NULL,
    version      bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE searched_offers (
    id           uuid NOT NULL PRIMARY KEY,
    placement_id uuid NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    searched_on  text,
    provider     text,
    offer        text NOT NULL,
    paragraph    text,
    daily_rate   text,
    suitability  text,
    reason       text,
    source       text,
    version      bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE own_offers (
    id         uuid NOT NULL PRIMARY KEY,
    name       text NOT NULL,
    paragraph  text,
    places     bigint,
    vacant     bigint,
    daily_rate text,
    version    bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE expected_youths (
    id             uuid NOT NULL PRIMARY KEY,
    youth_key      text NOT NULL,
    target_group   text,
    born_on        text,
    expected_start text,
    paragraph      text,
    probability    text,
    yearly_price   bigint,
    version        bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE budget_lines (
    id        uuid NOT NULL PRIMARY KEY,
    year      bigint NOT NULL,
    paragraph text NOT NULL,
    amount    bigint NOT NULL,
    version   bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE price_indexes (
    id      uuid NOT NULL PRIMARY KEY,
    year    bigint NOT NULL,
    percent text NOT NULL,
    status  text,
    source  text,
    version bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE refund_limits (
    id      uuid NOT NULL PRIMARY KEY,
    year    bigint NOT NULL,
    limit_1 bigint NOT NULL,
    limit_2 bigint NOT NULL,
    limit_3 bigint NOT NULL,
    status  text,
    version bigint NOT NULL CHECK (version > 0)
);

-- One row, with the nil id.
CREATE TABLE settings (
    id                     uuid NOT NULL PRIMARY KEY CHECK (id = '00000000-0000-0000-0000-000000000000'),
    municipality           text NOT NULL,
    limits                 text NOT NULL,
    vat_percents           text NOT NULL,
    follow_up_months_107   bigint NOT NULL,
    follow_up_months_other bigint NOT NULL,
    day_offer_steps        text NOT NULL,
    free_choice_percent    text NOT NULL,
    free_choice_from       text,
    usual_rate_from        bigint NOT NULL,
    usual_rate_to          bigint NOT NULL,
    version                bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE users (
    id         uuid NOT NULL PRIMARY KEY,
    name       text NOT NULL,
    login      text UNIQUE,
    roles      text NOT NULL,
    employee   text,
    removed_on text,
    version    bigint NOT NULL CHECK (version > 0)
);

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
    -- Until there is a record of the person with the name in it.
    name                 text
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
    payload      text
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
CREATE FUNCTION instant() RETURNS text LANGUAGE sql VOLATILE AS
$$ SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

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

CREATE FUNCTION is_member(group_name text) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT pg_has_role(session_user, group_name, 'member') $$;

-- The kinds of which the person sees log entries, and those of which also what they say.
CREATE FUNCTION kinds_in_log(with_payload boolean) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = vilkaar, pg_temp AS
$$ SELECT coalesce(array_agg(DISTINCT kind), '{}') FROM log_access
   WHERE (sees_payloads OR NOT with_payload) AND is_member(group_name) $$;

-- May the person see the whole log, reads of citizens' files included?
CREATE FUNCTION sees_whole_log() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = vilkaar, pg_temp AS
$$ SELECT (SELECT count(*) FROM record_tables) > 0
      AND NOT EXISTS (SELECT FROM record_tables WHERE kind <> ALL (kinds_in_log(false))) $$;

-- The owner, for moving a whole database. A view's and a policy's own rights don't count as being the owner.
CREATE FUNCTION is_owner() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT current_user = '@db@_ejer' $$;

CREATE VIEW changes WITH (security_barrier) AS
SELECT entry.seq, entry.operation_id, entry.entity_kind, entry.entity_id, entry.citizen_id, entry.reason,
       entry.digest, entry.previous, entry.hash,
       CASE WHEN (SELECT is_owner()) OR entry.entity_kind = ANY ((SELECT kinds_in_log(true))::text[])
            THEN entry.salt END AS salt,
       CASE WHEN (SELECT is_owner()) OR entry.entity_kind = ANY ((SELECT kinds_in_log(true))::text[])
            THEN entry.payload END AS payload
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
CREATE POLICY users_added ON users FOR INSERT WITH CHECK ((SELECT is_member('@db@_administrator')));
CREATE POLICY users_changed ON users FOR UPDATE USING ((SELECT is_member('@db@_administrator')));
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY notes_of_all ON notes USING (cardinality((SELECT kinds_in_log(false))) > 0);
ALTER TABLE presence ENABLE ROW LEVEL SECURITY;

-- Whoever has said nothing for half a minute isn't counted.
CREATE VIEW present WITH (security_barrier) AS
SELECT person.user_id AS person_id, coalesce(users.name, person.name, person.login) AS name, presence.placement_id,
       presence.doing, presence.since, presence.connection
FROM presence JOIN server_people AS person USING (login) LEFT JOIN users ON users.id = person.user_id
WHERE presence.at > clock_timestamp() - interval '30 seconds';

-- ---------------------------------------------------------------------------------------------------------
-- Records: each change a step of the version and an entry of the log, in one transaction.

CREATE FUNCTION is_logged_now(entity uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = vilkaar, pg_temp AS
$$ SELECT EXISTS (SELECT FROM change_entries
                  WHERE entity_id = entity AND xmin = pg_current_xact_id()::xid) $$;

CREATE FUNCTION steps_the_version() RETURNS trigger LANGUAGE plpgsql SET search_path = vilkaar, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.version <> 1 THEN
            RAISE EXCEPTION 'a new record has version 1' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.id <> OLD.id OR NEW.version <> OLD.version + 1 THEN
        RAISE EXCEPTION 'a change is one step of the version' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF is_logged_now(NEW.id) THEN
        RAISE EXCEPTION 'changed after its log entry' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION must_be_logged() RETURNS trigger LANGUAGE plpgsql SET search_path = vilkaar, pg_temp AS $$
BEGIN
    IF NOT is_logged_now(NEW.id) THEN
        RAISE EXCEPTION 'a change without a log entry' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION is_refused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'not removed and not rewritten' USING ERRCODE = 'insufficient_privilege';
END $$;

-- The owner moves whole databases in, with their log; nobody is signed in as the owner.
DO $$
DECLARE
    record_table text;
BEGIN
    FOREACH record_table IN ARRAY ARRAY['citizens', 'providers', 'offers', 'placements', 'rate_lines', 'contracts',
        'goals', 'follow_ups', 'delivered_hours', 'step_rates', 'searched_offers', 'own_offers', 'expected_youths',
        'budget_lines', 'price_indexes', 'refund_limits', 'settings', 'users']
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

-- The logs are only added to; of an entry, salt and payload can be emptied when their time has come.
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON operations
FOR EACH STATEMENT EXECUTE FUNCTION is_refused();
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON reads
FOR EACH STATEMENT EXECUTE FUNCTION is_refused();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON change_entries
FOR EACH STATEMENT EXECUTE FUNCTION is_refused();
CREATE TRIGGER stands BEFORE UPDATE OF seq, operation_id, entity_kind, entity_id, citizen_id, reason, digest,
    previous, hash ON change_entries
FOR EACH STATEMENT EXECUTE FUNCTION is_refused();
CREATE TRIGGER payload_is_only_emptied BEFORE UPDATE OF salt, payload ON change_entries FOR EACH ROW
WHEN (NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL) EXECUTE FUNCTION is_refused();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON chain_heads
FOR EACH STATEMENT EXECUTE FUNCTION is_refused();

-- ---------------------------------------------------------------------------------------------------------
-- The logs. Who, when, number, salt and hash are the server's own.

-- Whom the log names. Somebody who runs the set-up is no person of the program and is named by the role.
CREATE FUNCTION signed_in(OUT id uuid, OUT name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = vilkaar, pg_temp AS $$
BEGIN
    SELECT person.user_id, coalesce(users.name, person.name, person.login) INTO id, name
    FROM server_people AS person LEFT JOIN users ON users.id = person.user_id
    WHERE person.login = session_user;
    IF id IS NULL THEN
        IF NOT is_member('@db@_ejer') THEN
            RAISE EXCEPTION 'nobody of the program' USING ERRCODE = 'insufficient_privilege';
        END IF;
        id := '00000000-0000-0000-0000-000000000000';
        name := session_user;
    END IF;
END $$;

-- A field of what is hashed: its length in four bytes, then its UTF-8; 2^32-1 and nothing more when absent.
CREATE FUNCTION hashed_field(value text) RETURNS bytea LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN value IS NULL THEN '\xffffffff'::bytea
               ELSE int4send(octet_length(value)) || convert_to(value, 'UTF8') END $$;

-- Appends the entries of an operation. More than one call may be made in one transaction. Every entry is about a
-- record that this transaction changed, of a kind that the person may change.
CREATE FUNCTION append_changes(
    operation uuid, operation_name text, operation_origin text, operation_reason text, entries text,
    OUT seq bigint, OUT hash bytea, OUT at text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vilkaar, pg_temp AS $$
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
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vilkaar, pg_temp AS $$
DECLARE
    who_id   uuid;
    who_name text;
    prior    bytea;
BEGIN
    SELECT who.id, who.name INTO who_id, who_name FROM signed_in() AS who;
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

-- ---------------------------------------------------------------------------------------------------------
-- What somebody asks about themselves.

-- Who is signed in, and the groups, comma between.
CREATE FUNCTION who_am_i(OUT id uuid, OUT name text, OUT must_change boolean, OUT groups text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = vilkaar, pg_temp AS $$
    SELECT person.user_id, coalesce(users.name, person.name, person.login), person.must_change_password,
           (SELECT string_agg(rolname, ',') FROM pg_catalog.pg_roles
            WHERE starts_with(rolname, '@db@_') AND rolname <> '@db@_ejer'
              AND pg_has_role(session_user, oid, 'member'))
    FROM server_people AS person LEFT JOIN users ON users.id = person.user_id
    WHERE person.login = session_user
$$;

-- Who can sign in, for those who see to people.
CREATE VIEW signers WITH (security_barrier) AS
SELECT person.user_id, person.login, person.must_change_password FROM server_people AS person;

-- The person has chosen a password of their own.
CREATE FUNCTION passphrase_changed() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = vilkaar, pg_temp AS
$$ UPDATE server_people SET must_change_password = false WHERE login = session_user $$;

-- Says what the person is at; each only of their own connection.
CREATE FUNCTION announce(placement uuid, what text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vilkaar, pg_temp AS $$
DECLARE
    news bigint;
BEGIN
    DELETE FROM presence WHERE presence.at < clock_timestamp() - interval '10 minutes';
    UPDATE presence SET at = clock_timestamp()
    WHERE login = session_user AND connection = pg_backend_pid() AND placement_id = placement AND doing = what
          AND at > clock_timestamp() - interval '30 seconds';
    GET DIAGNOSTICS news = ROW_COUNT;
    IF news = 0 THEN
        INSERT INTO presence (login, connection, placement_id, doing, since, at)
        VALUES (session_user, pg_backend_pid(), placement, what, instant(), clock_timestamp())
        ON CONFLICT (login, connection) DO UPDATE
        SET placement_id = excluded.placement_id, doing = excluded.doing, since = excluded.since, at = excluded.at;
        PERFORM pg_notify('vilkaar_presence', '');
    END IF;
END $$;

-- The person is at nothing any more.
CREATE FUNCTION withdraw() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vilkaar, pg_temp AS $$
BEGIN
    DELETE FROM presence WHERE login = session_user AND connection = pg_backend_pid();
    IF FOUND THEN
        PERFORM pg_notify('vilkaar_presence', '');
    END IF;
END $$;
