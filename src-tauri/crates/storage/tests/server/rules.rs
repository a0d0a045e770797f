//! The rules in the server, tried with psql: what the program refuses is refused there too.

use vilkaar_application::permission::{readers, withheld, writers};
use vilkaar_application::ports::{Beside as _, EntityChange, Operation, Store as _, StoreError};
use vilkaar_domain::{AttachmentId, CitizenId, Role};
use vilkaar_storage::{SharedDatabase, group_suffix, is_removable, server_writers};
use vilkaar_testkit::conformance::{FILE, full};

use crate::{Department, id, operation, provider, savable_by, save};

/// A department with one of every record, and somebody in each role.
pub struct Filled {
    pub department: Department,
    pub people: Vec<(Role, String, String)>,
    pub owner: SharedDatabase,
}

pub fn filled() -> Filled {
    let mut department = Department::new();
    let mut owner = department.opened_by("karina", &[Role::Negotiator, Role::Finance, Role::Administrator]);
    let records = savable_by(&owner);
    let changes = records.into_iter().map(|after| EntityChange {
        before: None,
        after: Some(after),
        citizen: Some(CitizenId(id(1))),
        reason: None,
    });
    let everything = Operation { changes: changes.collect(), ..operation(&owner, None, provider(1, "")) };
    owner.put_file(AttachmentId(id(101)), FILE, chrono::Utc::now()).unwrap();
    owner.save(&everything, &mut |_, _| true).unwrap();
    let people = Role::ALL
        .iter()
        .map(|role| {
            let (login, password) = department.person(group_suffix(*role), &[*role]);
            (*role, login, password)
        })
        .collect();
    Filled { department, people, owner }
}

impl Filled {
    /// Runs SQL with psql as whoever has a role.
    pub fn by(&self, role: Role, sql: &str) -> Result<String, String> {
        let (_, login, password) = self.people.iter().find(|(of, ..)| *of == role).unwrap();
        self.department.keeper.sql_as(login, password, sql)
    }

    /// SQL that must be refused to a role, and not because there is no such thing.
    pub fn refuses(&self, role: Role, sql: &str) {
        match self.by(role, sql) {
            Ok(answer) => panic!("{role} may {sql}: {answer}"),
            Err(error) => assert!(
                error.contains("ERROR")
                    && !["syntax error", "does not exist"].iter().any(|slip| error.contains(slip)),
                "{role}: {sql}: {error}"
            ),
        }
    }
}

#[test]
fn each_groups_rights_on_each_column_are_those_of_the_programs_own_table() {
    let department = Department::new();
    let database = department.keeper.name();
    let columns = department
        .keeper
        .sql(
            "SELECT kind, table_name, attname FROM vilkaar.record_tables
             JOIN pg_attribute ON attrelid = ('vilkaar.' || table_name)::regclass AND attnum > 0 AND NOT attisdropped",
        )
        .unwrap();
    let mut wrong = Vec::new();
    let mut compared = 0;
    for role in Role::ALL {
        let group = format!("{database}_{}", group_suffix(*role));
        let mut sql = String::new();
        let mut expected = Vec::new();
        for line in columns.lines() {
            let fields: Vec<&str> = line.split('|').collect();
            let [kind, table, column] = fields[..] else { unreachable!("three fields") };
            let made_by_the_server = column == "cpr_for_age";
            let reads = readers(kind).contains(role) && !withheld(kind, *role).contains(&column);
            let writes = server_writers(kind).contains(role) && !made_by_the_server;
            for (privilege, may) in
                [("SELECT", reads), ("INSERT", writes), ("UPDATE", writes), ("REFERENCES", false)]
            {
                sql.push_str(&format!(
                    "SELECT has_column_privilege('{group}', 'vilkaar.{table}', '{column}', '{privilege}');\n"
                ));
                expected.push((format!("{group} {table}.{column} {privilege}"), may));
            }
            let removes = server_writers(kind).contains(role) && is_removable(kind);
            for (privilege, may) in [("DELETE", removes), ("TRUNCATE", false), ("TRIGGER", false)] {
                sql.push_str(&format!(
                    "SELECT has_table_privilege('{group}', 'vilkaar.{table}', '{privilege}');\n"
                ));
                expected.push((format!("{group} {table} {privilege}"), may));
            }
        }
        let answers = department.keeper.sql(&sql).unwrap();
        for (answer, (what, may)) in answers.lines().zip(&expected) {
            compared += 1;
            if (answer == "t") != *may {
                wrong.push(what.clone());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // The one exception to the program's own table.
    let kinds = department.keeper.sql("SELECT kind FROM vilkaar.record_tables").unwrap();
    let others: Vec<&str> = kinds.lines().filter(|kind| server_writers(kind) != writers(kind)).collect();
    assert_eq!((others, server_writers("user").len()), (vec!["user"], 0));
    assert!(compared > 7 * 100, "{compared}");
}

#[test]
fn no_function_of_the_server_is_everybodys_or_can_be_led_to_anothers_tables() {
    let department = Department::new();
    let ask = |condition: &str| {
        let sql = format!(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'vilkaar'::regnamespace AND ({condition})"
        );
        department.keeper.sql(&sql).unwrap()
    };
    assert_eq!(ask("has_function_privilege('public', oid, 'EXECUTE')"), "");
    // Each has its own search path, or was fixed to what it means when it was made.
    let led = "NOT coalesce('search_path=pg_catalog, vilkaar, pg_temp' = ANY (proconfig), false) \
               AND (prosecdef OR prosqlbody IS NULL)";
    assert_eq!(ask(led), "");
    assert!(ask("prosecdef").lines().count() > 8);
    // Every record and log is the owner's, who can't sign in.
    let owner = format!("{}_ejer", department.keeper.name());
    let others = format!(
        "SELECT relname FROM pg_class WHERE relnamespace = 'vilkaar'::regnamespace
             AND relowner <> (SELECT oid FROM pg_roles WHERE rolname = '{owner}' AND NOT rolcanlogin)"
    );
    assert_eq!(department.keeper.sql(&others).unwrap(), "");
}

#[test]
fn nobody_rewrites_records_or_logs_past_the_program() {
    let filled = filled();
    for role in Role::ALL.iter().copied() {
        let database = filled.department.keeper.name();
        for sql in [
            // Records.
            "DELETE FROM vilkaar.providers",
            "TRUNCATE vilkaar.citizens CASCADE",
            "DELETE FROM vilkaar.users",
            "DELETE FROM vilkaar.settings",
            "SELECT * FROM vilkaar.removals",
            "INSERT INTO vilkaar.removals VALUES ('provider', gen_random_uuid(), pg_current_xact_id())",
            "UPDATE vilkaar.rate_lines SET amount = '1', version = version + 1",
            "UPDATE vilkaar.placements SET case_number = 'x', version = version + 1",
            "UPDATE vilkaar.users SET name = 'Fup', version = version + 1",
            "UPDATE vilkaar.providers SET version = 17",
            "INSERT INTO vilkaar.own_offers (id, name, version) VALUES (gen_random_uuid(), 'Fup', 1)",
            // Logs.
            "UPDATE vilkaar.change_entries SET payload = NULL, salt = NULL",
            "UPDATE vilkaar.changes SET payload = NULL",
            "DELETE FROM vilkaar.change_entries",
            "DELETE FROM vilkaar.reads",
            "INSERT INTO vilkaar.operations VALUES (gen_random_uuid(), '', gen_random_uuid(), '', '', '', '')",
            "INSERT INTO vilkaar.reads SELECT * FROM vilkaar.reads",
            "UPDATE vilkaar.chain_heads SET seq = 0",
            "TRUNCATE vilkaar.operations",
            "SELECT payload FROM vilkaar.change_entries",
            // An entry about what was not changed.
            "SELECT vilkaar.append_changes(gen_random_uuid(), 'import', 'psql', NULL, \
             '[{\"kind\":\"provider\",\"id\":\"0192f0c4-0000-7000-8000-000000000014\",\"payload\":\"{}\"}]')",
            "SELECT vilkaar.append_changes(gen_random_uuid(), 'import', 'psql', NULL, '[]')",
            // Who somebody is.
            "UPDATE vilkaar.server_people SET user_id = gen_random_uuid()",
            "SELECT * FROM vilkaar.server_people",
            "SET SESSION AUTHORIZATION postgres",
            "SET ROLE postgres",
            &format!("SET ROLE {database}_ejer"),
            &format!("GRANT {database}_ejer TO CURRENT_USER"),
            "ALTER ROLE CURRENT_USER SUPERUSER",
            // The rules themselves.
            "CREATE TABLE vilkaar.egen (a int)",
            "CREATE TABLE public.egen (a int)",
            "CREATE TEMP TABLE egen (a int)",
            "CREATE FUNCTION vilkaar.is_owner() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
            "ALTER TABLE vilkaar.providers DISABLE TRIGGER ALL",
            "ALTER TABLE vilkaar.users DISABLE ROW LEVEL SECURITY",
            "DROP TRIGGER logged ON vilkaar.providers",
            "DROP SCHEMA vilkaar CASCADE",
            "SET session_replication_role = replica",
            "UPDATE vilkaar.schema_history SET version = 0",
            "UPDATE vilkaar.log_access SET sees_payloads = true",
            "UPDATE vilkaar.database_identity SET id = gen_random_uuid()",
            "INSERT INTO vilkaar.presence VALUES ('postgres', 1, gen_random_uuid(), 'ser', '', now())",
            "COPY vilkaar.providers TO PROGRAM 'cat'",
            "SELECT pg_read_file('postgresql.conf')",
            "SELECT * FROM pg_authid",
        ] {
            filled.refuses(role, sql);
        }
    }
}

#[test]
fn a_change_by_hand_stands_only_with_its_log_entry() {
    let mut filled = filled();
    let provider = full().into_iter().find(|entity| entity.kind() == "provider").unwrap().id();
    let change =
        format!("UPDATE vilkaar.providers SET phone = '1', version = version + 1 WHERE id = '{provider}'");
    let logged = format!(
        "SELECT vilkaar.append_changes(gen_random_uuid(), 'import', 'psql', NULL,
             '[{{\"kind\":\"provider\",\"id\":\"{provider}\",\"payload\":\"{{}}\"}}]')"
    );
    for sql in [
        change.clone(),
        format!("BEGIN; {change}; COMMIT"),
        // Logged, then changed again.
        format!("BEGIN; {change}; {logged}; {change}; COMMIT"),
        format!("BEGIN; SET CONSTRAINTS ALL IMMEDIATE; {change}; {logged}; COMMIT"),
        // Two steps of the version at once.
        format!("BEGIN; {}; {logged}; COMMIT", change.replace("version + 1", "version + 2")),
        // Logged within a savepoint, changed again, and logged as if it were the first time.
        format!("BEGIN; {change}; SAVEPOINT a; {logged}; RELEASE a; {change}; {logged}; COMMIT"),
        // Logged as something else.
        format!("BEGIN; {change}; {}; COMMIT", logged.replace("provider", "offer")),
    ] {
        filled.refuses(Role::Negotiator, &sql);
    }
    assert!(filled.owner.verify(&[]).unwrap().ok());
    // With an entry it stands, under the person's own name; that the entry says something else is found.
    filled.by(Role::Negotiator, &format!("BEGIN; {change}; {logged}; COMMIT")).unwrap();
    let sql = "SELECT person_name FROM vilkaar.operations ORDER BY at DESC LIMIT 1";
    assert_eq!(filled.department.keeper.sql(sql).unwrap(), "forhandler Holst");
    let found = filled.owner.verify(&[]).unwrap();
    let codes: Vec<&str> = found.problems.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(codes, ["before_differs", "row_changed"]);
}

#[test]
fn what_a_log_entry_lacks_is_refused_without_a_word_of_it() {
    let filled = filled();
    let provider = full().into_iter().find(|entity| entity.kind() == "provider").unwrap().id();
    let change =
        format!("UPDATE vilkaar.providers SET phone = '1', version = version + 1 WHERE id = '{provider}'");
    let long = "x".repeat(201);
    let longer = "x".repeat(2001);
    let good = format!("\"kind\":\"provider\",\"id\":\"{provider}\"");
    for (origin, reason, entry) in [
        ("psql", "NULL", format!("{good},\"reason\":\"hemmelig\"")),
        ("psql", "NULL", format!("{good},\"payload\":\"{{}}\",\"reason\":\"{longer}\"")),
        ("psql", "NULL", "\"kind\":\"provider\",\"payload\":\"hemmelig\"".to_owned()),
        (long.as_str(), "NULL", format!("{good},\"payload\":\"{{}}\"")),
        ("psql", &format!("'{longer}'"), format!("{good},\"payload\":\"{{}}\"")),
    ] {
        let sql = format!(
            "BEGIN; {change}; SELECT vilkaar.append_changes(gen_random_uuid(), 'import', '{origin}', {reason}, '[{{{entry}}}]'); COMMIT"
        );
        let refused = filled.by(Role::Negotiator, &sql).unwrap_err();
        assert!(
            refused.contains("a log entry that lacks") || refused.contains("a text of more than"),
            "{refused}"
        );
        assert!(!refused.contains("Failing row"), "{refused}");
    }
    for sql in [
        format!("SELECT vilkaar.append_read('psql', '{}', '{long}')", id(1)),
        format!("SELECT vilkaar.append_read('{long}', '{}', 'cpr')", id(1)),
        format!("SELECT vilkaar.announce('{}', 'ser')", id(999)),
        format!("SELECT vilkaar.announce('{}', '{long}')", id(40)),
    ] {
        filled.refuses(Role::Negotiator, &sql);
    }
    filled.refuses(Role::Negotiator, "SELECT lo_create(0)");
}

#[test]
fn an_operator_of_ones_own_opens_nothing() {
    let filled = filled();
    // As in a database of before PostgreSQL 15, or one that somebody opened.
    let login = &filled.people.iter().find(|(role, ..)| *role == Role::Administrator).unwrap().1;
    filled.department.keeper.sql(&format!("GRANT CREATE, USAGE ON SCHEMA public TO \"{login}\"")).unwrap();
    let attack = "CREATE FUNCTION public.always(name, name) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
         CREATE FUNCTION public.always(name, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
         CREATE OPERATOR public.= (LEFTARG = name, RIGHTARG = name, FUNCTION = public.always);
         CREATE OPERATOR public.= (LEFTARG = name, RIGHTARG = text, FUNCTION = public.always);
         CREATE FUNCTION public.pg_has_role(name, text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
         SET search_path = public, pg_catalog;
         SELECT count(*) FROM vilkaar.changes WHERE payload IS NOT NULL AND entity_kind NOT IN ('user', 'settings')";
    assert_eq!(filled.by(Role::Administrator, attack).unwrap().lines().last(), Some("0"));
    // The program says so, and a set-up takes from everybody what it can.
    let (_, login, password) = filled.people.iter().find(|(role, ..)| *role == Role::Administrator).unwrap();
    let refused = SharedDatabase::open(&filled.department.address, login, password).unwrap_err();
    assert_eq!(refused.code(), "server_may_create");
    filled.department.keeper.sql("GRANT CREATE ON SCHEMA public TO PUBLIC").unwrap();
    let mut department = filled.department;
    department.administration.set_up().unwrap();
    let sql = "SELECT has_schema_privilege('public', 'public', 'CREATE')";
    assert_eq!(department.keeper.sql(sql).unwrap(), "f");
}

#[test]
fn nobody_of_a_group_writes_who_is_who_and_the_log_names_whom_the_server_lets_in() {
    let mut filled = filled();
    let users = full().into_iter().filter(|entity| entity.kind() == "user");
    for user in users {
        assert_eq!(save(&mut filled.owner, None, user), Err(StoreError::Forbidden));
    }
    // Whatever a record of a person says, the log says whom the server let in.
    let rename = "SET session_replication_role = replica; UPDATE vilkaar.users SET name = 'Borgmesteren'";
    filled.department.keeper.sql(rename).unwrap();
    save(&mut filled.owner, None, provider(901, "Birken")).unwrap();
    let log = filled.owner.history(&[id(901)], 1).unwrap();
    assert_eq!(log[0].who, "karina Holst");
}

#[test]
fn a_record_whose_payload_was_emptied_and_a_change_that_nobody_logged_are_told() {
    let filled = filled();
    let open = |role: Role| {
        let (_, login, password) = filled.people.iter().find(|(of, ..)| *of == role).unwrap();
        SharedDatabase::open(&filled.department.address, login, password).unwrap()
    };
    let (mut chief, mut finance, mut administrator) =
        (open(Role::Chief), open(Role::Finance), open(Role::Administrator));
    let codes = |database: &mut SharedDatabase| {
        let found = database.verify(&[]).unwrap();
        found.problems.iter().map(|problem| problem.code.clone()).collect::<Vec<_>>()
    };
    // What is only kept from somebody is no finding, and is said.
    let told = finance.verify(&[]).unwrap();
    assert_eq!((told.problems, told.withheld), (Vec::new(), 3));
    assert_eq!(chief.verify(&[]).unwrap().withheld, 0);
    let tamper = |sql: &str| {
        let sql = format!("SET session_replication_role = replica; {sql}");
        filled.department.keeper.sql(&sql).unwrap();
    };
    tamper(
        "UPDATE vilkaar.change_entries SET salt = NULL, payload = NULL WHERE entity_kind = 'goal';
         UPDATE vilkaar.goals SET wishes = 'andet'",
    );
    for database in [&mut chief, &mut finance, &mut administrator] {
        assert_eq!(codes(database), ["row_unchecked"]);
    }
    let detail = &administrator.verify(&[]).unwrap().problems[0].detail;
    assert!(detail.starts_with("Mål ") && detail.contains("post "), "{detail}");
    tamper(
        "INSERT INTO vilkaar.operations VALUES (gen_random_uuid(), '', gen_random_uuid(), '', '', '', NULL)",
    );
    assert!(codes(&mut administrator).contains(&"operation_inserted".to_owned()));
}

#[test]
fn an_administrator_has_the_logs_checked_without_reading_them() {
    let filled = filled();
    let (_, login, password) = filled.people.iter().find(|(role, ..)| *role == Role::Administrator).unwrap();
    let mut database = SharedDatabase::open(&filled.department.address, login, password).unwrap();
    let head = database.head().unwrap();
    let found = database.verify(std::slice::from_ref(&head)).unwrap();
    assert_eq!(found.problems, []);
    assert_eq!((found.cases, found.log_entries, &found.head), (1, head.seq, &head));

    // Whoever may do everything on the server can rewrite it; it shows, to both alike.
    let tamper = |sql: &str| {
        let sql = format!("SET session_replication_role = replica; {sql}");
        filled.department.keeper.sql(&sql).unwrap();
    };
    tamper("UPDATE vilkaar.change_entries SET reason = 'andet' WHERE seq = 3");
    tamper("UPDATE vilkaar.change_entries SET payload = '{}' WHERE seq = 4");
    tamper("DELETE FROM vilkaar.change_entries WHERE seq IN (7, 8)");
    tamper("UPDATE vilkaar.change_entries SET previous = hash WHERE seq = 12");
    tamper(
        "INSERT INTO vilkaar.reads VALUES (1, '', gen_random_uuid(), '', '', gen_random_uuid(), '', decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'))",
    );
    let elsewhere = vilkaar_application::ports::LogHead { hash: "ab".repeat(32), ..head };
    let codes = |database: &mut SharedDatabase| {
        let found = database.verify(std::slice::from_ref(&elsewhere)).unwrap();
        let mut codes: Vec<String> = found.problems.into_iter().map(|problem| problem.code).collect();
        // What only whoever reads records and payloads can compare.
        codes.retain(|code| !code.starts_with("row_") && code != "before_differs");
        codes.sort();
        codes.dedup();
        codes
    };
    let told = codes(&mut database);
    assert_eq!(
        told,
        [
            "entry_changed",
            "entry_inserted",
            "entry_missing",
            "head_unknown",
            "payload_changed",
            "read_changed",
            "read_inserted"
        ]
    );
    let (_, login, password) = filled.people.iter().find(|(role, ..)| *role == Role::Chief).unwrap();
    let mut chief = SharedDatabase::open(&filled.department.address, login, password).unwrap();
    assert_eq!(codes(&mut chief), told);
}

#[test]
fn each_role_reads_what_it_needs_and_nothing_else() {
    let filled = filled();
    let count = |role, what: &str| filled.by(role, &format!("SELECT count(*) FROM vilkaar.{what}")).unwrap();
    for (role, sql) in [
        (Role::Manager, "SELECT cpr FROM vilkaar.citizens"),
        (Role::Manager, "SELECT name FROM vilkaar.citizens"),
        (Role::Manager, "SELECT * FROM vilkaar.citizens"),
        (Role::Manager, "SELECT remark FROM vilkaar.follow_ups"),
        (Role::Manager, "SELECT count(*) FROM vilkaar.changes"),
        (Role::Manager, "SELECT count(*) FROM vilkaar.operations"),
        (Role::Manager, "SELECT count(*) FROM vilkaar.reads"),
        (Role::Manager, "SELECT * FROM vilkaar.present"),
        (Role::Manager, "SELECT vilkaar.append_read('psql', gen_random_uuid(), 'cpr')"),
        (Role::Finance, "SELECT remark FROM vilkaar.follow_ups"),
        (Role::Finance, "SELECT wishes FROM vilkaar.goals"),
        (Role::Clerk, "SELECT id FROM vilkaar.placements"),
        (Role::Clerk, "SELECT count(*) FROM vilkaar.changes"),
        (Role::Administrator, "SELECT id FROM vilkaar.citizens"),
        (Role::Administrator, "SELECT cpr_for_age FROM vilkaar.citizens"),
        (Role::Chief, "SELECT * FROM vilkaar.signers"),
    ] {
        filled.refuses(role, sql);
    }
    let all = filled.department.keeper.sql("SELECT count(*) FROM vilkaar.change_entries").unwrap();
    assert_eq!(count(Role::Chief, "changes"), all);
    assert_eq!(count(Role::Finance, "changes"), all);
    let hidden =
        "changes WHERE entity_kind IN ('goal', 'follow_up') AND (payload IS NOT NULL OR salt IS NOT NULL)";
    assert_eq!(count(Role::Finance, hidden), "0");
    assert_eq!(count(Role::CaseWorker, hidden), "2");
    // An administrator sees who did what with people and settings.
    assert_eq!(count(Role::Administrator, "changes WHERE entity_kind NOT IN ('user', 'settings')"), "0");
    assert_eq!(count(Role::Administrator, "changes WHERE entity_kind = 'settings'"), "1");
    assert_eq!(count(Role::Administrator, "reads"), "0");
    let about = "SELECT count(*) FROM vilkaar.operations WHERE name <> 'people'";
    assert_eq!(filled.by(Role::Administrator, about).unwrap(), "1", "the one with the settings in it");
}

#[test]
fn a_role_that_may_not_read_everything_opens_and_works_all_the_same() {
    let mut filled = filled();
    let whole = filled.owner.load().unwrap();
    for (role, login, password) in &filled.people {
        let mut database = SharedDatabase::open(&filled.department.address, login, password).unwrap();
        let register = database.load().unwrap();
        assert!(database.head().unwrap().seq > 0);
        assert_eq!(register.users, whole.users, "{role}");
        assert_eq!(register.settings, whole.settings);
        let sees_cases = readers("placement").contains(role);
        assert_eq!(register.placements == whole.placements, sees_cases, "{role}");
        if *role == Role::Manager {
            let citizen = &register.citizens[0];
            assert_eq!((citizen.id, &citizen.name), (whole.citizens[0].id, &None));
            assert_ne!(citizen.cpr, whole.citizens[0].cpr);
            for year in 1990..2080 {
                assert_eq!(citizen.is_covered_by_refund(year), whole.citizens[0].is_covered_by_refund(year));
            }
            assert_eq!(register.follow_ups[0].remark, None);
            assert_eq!(register.rate_lines, whole.rate_lines);
        }
    }
}

#[test]
fn what_somebody_claims_to_be_the_server_does_not_believe() {
    let mut department = Department::new();
    let mut database = department.opened_by("karina", &[Role::Negotiator]);
    let mut claimed = operation(&database, None, provider(1, "Solsikken ApS"));
    claimed.actor.name = "Borgmesteren".to_owned();
    claimed.actor.person = id(77);
    claimed.at = "1999-01-01T00:00:00Z".parse().unwrap();
    database.save(&claimed, &mut |_, _| true).unwrap();
    let log = database.history(&[id(1)], 1).unwrap();
    assert_eq!(log[0].who, "karina Holst");
    assert!((chrono::Utc::now() - log[0].at).num_minutes().abs() < 10);
    save(&mut database, None, provider(2, "Egely")).unwrap();
    assert!(database.verify(&[]).unwrap().ok());
}
