-- A shared database, the rules that hold against whoever comes without the program, what somebody may ask about
-- themselves and others, and the check of the logs for those who may not see all of them.

-- ---------------------------------------------------------------------------------------------------------
-- Records: each change a step of the version and an entry of the log, in one transaction.

CREATE FUNCTION is_logged_now(entity uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS
$$ SELECT EXISTS (SELECT FROM change_entries
                  WHERE entity_id = entity AND appended_in = pg_current_xact_id()) $$;

CREATE FUNCTION steps_the_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, vilkaar, pg_temp AS $$
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

CREATE FUNCTION must_be_logged() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, vilkaar, pg_temp AS $$
BEGIN
    IF NOT is_logged_now(NEW.id) THEN
        RAISE EXCEPTION 'a change without a log entry' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION is_refused() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, vilkaar, pg_temp AS $$
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
    previous, hash, appended_in ON change_entries
FOR EACH STATEMENT EXECUTE FUNCTION is_refused();
CREATE TRIGGER payload_is_only_emptied BEFORE UPDATE OF salt, payload ON change_entries FOR EACH ROW
WHEN (NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL) EXECUTE FUNCTION is_refused();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON chain_heads
FOR EACH STATEMENT EXECUTE FUNCTION is_refused();

-- ---------------------------------------------------------------------------------------------------------
-- What somebody asks about themselves.

-- Who is signed in, and the groups, comma between.
CREATE FUNCTION who_am_i(OUT id uuid, OUT name text, OUT must_change boolean, OUT groups text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS $$
    SELECT person.user_id, person.name, person.must_change_password,
           (SELECT string_agg(rolname, ',') FROM pg_catalog.pg_roles
            WHERE starts_with(rolname, '@db@_') AND rolname <> '@db@_ejer'
              AND pg_has_role(session_user, oid, 'member'))
    FROM server_people AS person WHERE person.login = session_user
$$;

-- Who can sign in, for those who see to people.
CREATE VIEW signers WITH (security_barrier) AS
SELECT person.user_id, person.login, person.must_change_password FROM server_people AS person;

-- The person has chosen a password of their own.
CREATE FUNCTION passphrase_changed() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS
$$ UPDATE server_people SET must_change_password = false WHERE login = session_user $$;

-- Says what the person is at; each only of their own connection.
CREATE FUNCTION announce(placement uuid, what text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS $$
DECLARE
    news bigint;
BEGIN
    PERFORM refuse_long(what, 200);
    IF what IS NULL OR NOT EXISTS (SELECT FROM placements WHERE placements.id = placement) THEN
        RAISE EXCEPTION 'at work on no case' USING ERRCODE = 'insufficient_privilege';
    END IF;
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
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS $$
BEGIN
    DELETE FROM presence WHERE login = session_user AND connection = pg_backend_pid();
    IF FOUND THEN
        PERFORM pg_notify('vilkaar_presence', '');
    END IF;
END $$;

-- ---------------------------------------------------------------------------------------------------------
-- Both chains as the server itself sees them, for an administrator, who may check the logs and not read them. A row
-- for each thing found: which log, what, from which number to which, and about which record or operation.
CREATE FUNCTION check_chains()
RETURNS TABLE (chain text, finding text, first_seq bigint, last_seq bigint, kind text, about uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS $$
DECLARE
    entry    record;
    held     record;
    prior    bytea;
    expected bigint;
BEGIN
    FOREACH chain IN ARRAY ARRAY['changes', 'reads'] LOOP
        prior := decode(repeat('00', 32), 'hex');
        expected := 0;
        FOR entry IN EXECUTE CASE chain WHEN 'changes' THEN
            'SELECT entry.seq, entry.previous, entry.hash, operation.id IS NULL AS alone,
                    CASE WHEN entry.salt IS NOT NULL AND entry.payload IS NOT NULL
                         THEN sha256(entry.salt || convert_to(entry.payload, ''UTF8'')) <> entry.digest
                         ELSE false END AS other_payload,
                    sha256(hashed_field(''vilkaar-changes-1'') || hashed_field(entry.seq::text)
                        || hashed_field(operation.id::text) || hashed_field(operation.at)
                        || hashed_field(operation.person_id::text) || hashed_field(operation.person_name)
                        || hashed_field(operation.origin) || hashed_field(operation.name)
                        || hashed_field(operation.reason) || hashed_field(entry.entity_kind)
                        || hashed_field(entry.entity_id::text) || hashed_field(entry.citizen_id::text)
                        || hashed_field(entry.reason) || hashed_field(encode(entry.digest, ''hex''))
                        || hashed_field(encode(entry.previous, ''hex''))) AS worked_out
             FROM change_entries AS entry LEFT JOIN operations AS operation ON operation.id = entry.operation_id
             ORDER BY entry.seq'
        ELSE
            'SELECT seq, previous, hash, false AS alone, false AS other_payload,
                    sha256(hashed_field(''vilkaar-reads-1'') || hashed_field(seq::text) || hashed_field(at)
                        || hashed_field(person_id::text) || hashed_field(person_name) || hashed_field(origin)
                        || hashed_field(citizen_id::text) || hashed_field(what)
                        || hashed_field(encode(previous, ''hex''))) AS worked_out
             FROM reads ORDER BY seq'
        END
        LOOP
            first_seq := entry.seq;
            last_seq := entry.seq;
            IF entry.seq > expected + 1 THEN
                finding := 'missing'; first_seq := expected + 1; last_seq := entry.seq - 1; RETURN NEXT;
                first_seq := entry.seq; last_seq := entry.seq;
            ELSIF entry.previous <> prior THEN
                finding := 'does_not_follow'; RETURN NEXT;
            END IF;
            IF entry.alone THEN
                finding := 'operation_missing'; RETURN NEXT;
            ELSIF entry.hash <> entry.worked_out THEN
                finding := 'changed'; RETURN NEXT;
            END IF;
            IF entry.other_payload THEN
                finding := 'payload_changed'; RETURN NEXT;
            END IF;
            prior := entry.hash;
            expected := entry.seq;
        END LOOP;
        SELECT head.seq, head.hash INTO entry FROM chain_heads AS head WHERE head.chain = check_chains.chain;
        first_seq := expected;
        last_seq := entry.seq;
        IF expected < entry.seq THEN
            finding := 'shortened'; RETURN NEXT;
        ELSIF expected > entry.seq THEN
            finding := 'extended'; RETURN NEXT;
        ELSIF prior <> entry.hash THEN
            finding := 'changed'; RETURN NEXT;
        END IF;
    END LOOP;
    chain := 'changes';
    finding := 'operation_without_entries';
    FOR about IN
        SELECT operation.id FROM operations AS operation
        WHERE NOT EXISTS (SELECT FROM change_entries AS own WHERE own.operation_id = operation.id) ORDER BY operation.id
    LOOP
        first_seq := 0; last_seq := 0; RETURN NEXT;
    END LOOP;
    -- Records that nothing can be held against, because what their newest entry said was emptied.
    finding := 'row_unchecked';
    FOR held IN SELECT record_tables.table_name FROM record_tables ORDER BY record_tables.table_name LOOP
        FOR first_seq, kind, about IN EXECUTE format(
            'SELECT entry.seq, entry.entity_kind, entry.entity_id
             FROM change_entries AS entry JOIN %I AS held ON held.id = entry.entity_id
             WHERE (entry.salt IS NULL OR entry.payload IS NULL) AND NOT EXISTS (
                SELECT FROM change_entries AS later WHERE later.entity_id = entry.entity_id AND later.seq > entry.seq)
             ORDER BY entry.seq', held.table_name)
        LOOP
            last_seq := first_seq; RETURN NEXT;
        END LOOP;
    END LOOP;
END $$;

-- Did a log ever have this head? Of what is kept on paper the first six bytes will do.
CREATE FUNCTION had_head(chain text, number bigint, kept bytea) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS
$$ SELECT length(kept) >= 6 AND CASE chain
       WHEN 'changes' THEN EXISTS (
           SELECT FROM change_entries WHERE seq = number AND substring(hash FROM 1 FOR length(kept)) = kept)
       WHEN 'reads' THEN EXISTS (
           SELECT FROM reads WHERE seq = number AND substring(hash FROM 1 FOR length(kept)) = kept)
   END $$;

-- How many cases there are, for whoever may not read them.
CREATE FUNCTION count_cases() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, vilkaar, pg_temp AS
$$ SELECT count(*) FROM placements $$;
