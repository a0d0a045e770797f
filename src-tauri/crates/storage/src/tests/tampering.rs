//! `verify` names what was changed, removed or put in outside the program.

use rstest::rstest;
use vilkaar_application::ports::{Beside as _, LogHead, ReadRecord, Store as _};
use vilkaar_domain::{AttachmentId, CitizenId, Entity, Role, User, UserId};

use vilkaar_testkit::conformance::FILE;

use super::{citizen, empty, new, provider, save};
use crate::database::Database;

/// Five entries by three operations, of which citizen 1 and provider 4 changed, and three reads.
fn worked() -> (tempfile::TempDir, Database) {
    let (keeper, mut database) = empty();
    save(
        &mut database,
        1,
        vec![new(citizen(1, "Åse Ærø")), new(citizen(2, "Ib Øst")), new(provider(4, "Sol"))],
    );
    let mut change = new(citizen(1, "Åse Ø"));
    change.before = Some(citizen(1, "Åse Ærø"));
    save(&mut database, 2, vec![change]);
    let mut change = new(provider(4, "Solsikken"));
    change.before = Some(provider(4, "Sol"));
    save(&mut database, 3, vec![change]);
    for _ in 0..3 {
        let read = ReadRecord {
            actor: database.actor("vindue: Placering"),
            at: "2026-11-22T09:00:00Z".parse().unwrap(),
            citizen: CitizenId(uuid::Uuid::from_u128(1)),
            what: "placering".to_owned(),
        };
        database.record_read(&read).unwrap();
    }
    (keeper, database)
}

/// The codes and details of what `verify` finds.
fn found(database: &mut Database, heads: &[LogHead]) -> Vec<(String, String)> {
    let verification = database.verify(heads).unwrap();
    assert_eq!(verification.ok(), verification.problems.is_empty());
    verification.problems.into_iter().map(|problem| (problem.code, problem.detail)).collect()
}

#[test]
fn work_within_the_program_gives_no_finding() {
    let (_keeper, mut database) = worked();
    assert_eq!(found(&mut database, &[]), []);
}

#[rstest]
#[case::a_changed_field("UPDATE changes SET reason = 'en anden' WHERE seq = 2", "entry_changed", "Post 2 ")]
#[case::a_changed_citizen(
    "UPDATE changes SET citizen_id = zeroblob(16) WHERE seq = 5",
    "entry_changed",
    "Post 5 "
)]
#[case::another_name(
    "UPDATE operations SET person_name = 'Ib Øst' WHERE name = 'import' AND hex(id) LIKE '%DBBA2'",
    "entry_changed",
    "Post 4 "
)]
#[case::another_time("UPDATE operations SET at = '2026-01-01T00:00:00.000000Z'", "entry_changed", "Post 1 ")]
#[case::another_digest("UPDATE changes SET digest = zeroblob(32) WHERE seq = 3", "entry_changed", "Post 3 ")]
#[case::a_removed_entry("DELETE FROM changes WHERE seq = 3", "entry_missing", "Post 3 ")]
#[case::removed_entries("DELETE FROM changes WHERE seq IN (2, 3)", "entry_missing", "Post 2 til 3 ")]
#[case::the_newest_removed("DELETE FROM changes WHERE seq = 5", "entry_missing", "slutter ved 4")]
#[case::all_removed("DELETE FROM changes", "entry_missing", "slutter ved 0")]
#[case::an_entry_put_in_at_the_end(
    "INSERT INTO changes SELECT 6, operation_id, entity_kind, entity_id, citizen_id, reason, digest, hash, hash, NULL, NULL \
     FROM changes WHERE seq = 5",
    "entry_inserted",
    "efter post 5"
)]
#[case::an_entry_put_in_the_middle(
    "DELETE FROM changes WHERE seq = 2; INSERT INTO changes SELECT 2, operation_id, entity_kind, entity_id, \
     citizen_id, reason, digest, hash, zeroblob(32), NULL, NULL FROM changes WHERE seq = 1",
    "entry_inserted",
    "Post 3 "
)]
#[case::a_changed_payload(
    "UPDATE changes SET payload = replace(payload, 'Ib', 'Bo') WHERE seq = 2",
    "payload_changed",
    "post 2 "
)]
#[case::a_record_before_that_never_was(
    "UPDATE changes SET payload = replace(payload, '\"Sol\"', '\"Måne\"') WHERE seq = 5",
    "before_differs",
    "Post 5 "
)]
#[case::a_record_made_twice(
    "UPDATE changes SET payload = '{\"before\":null' || substr(payload, instr(payload, ',\"after\":')) WHERE seq = 5",
    "before_differs",
    "Post 5 "
)]
#[case::a_first_entry_that_claims_a_record_before(
    "UPDATE changes SET payload = replace(payload, '\"before\":null', '\"before\":{}') WHERE seq = 2",
    "before_differs",
    "Post 2 "
)]
#[case::an_emptied_payload_and_a_changed_row(
    "UPDATE changes SET payload = NULL, salt = NULL WHERE seq = 5; UPDATE providers SET name = 'Andet'",
    "row_unchecked",
    "Leverandør 00000000-0000-0000-0000-000000000004 kan ikke kontrolleres: indholdet af post 5 "
)]
#[case::a_lost_operation(
    "DELETE FROM operations WHERE hex(id) LIKE '%DBBA2'",
    "operation_missing",
    "Post 4 "
)]
#[case::an_operation_put_in(
    "INSERT INTO operations SELECT zeroblob(16), at, person_id, person_name, origin, name, reason FROM operations LIMIT 1",
    "operation_inserted",
    "Handlingen 00000000"
)]
#[case::a_changed_row("UPDATE citizens SET name = 'Bo' WHERE name = 'Ib Øst'", "row_changed", "Borger")]
#[case::a_row_made_unreadable("UPDATE citizens SET refund_cover = 'måske'", "row_changed", "Borger")]
#[case::a_row_as_it_was_before("UPDATE providers SET name = 'Sol'", "row_changed", "som post 5")]
#[case::a_removed_row("DELETE FROM providers", "row_missing", "Leverandør")]
#[case::a_row_put_in(
    "INSERT INTO providers (id, name, version) VALUES (x'00000000000000000000000000000009', 'Ny', 1)",
    "row_inserted",
    "Leverandør 00000000-0000-0000-0000-000000000009"
)]
#[case::a_changed_read("UPDATE reads SET person_name = 'Ib Øst' WHERE seq = 2", "read_changed", "Post 2 ")]
#[case::a_removed_read("DELETE FROM reads WHERE seq = 2", "read_missing", "Post 2 ")]
#[case::the_newest_read_removed("DELETE FROM reads WHERE seq = 3", "read_missing", "slutter ved 2")]
fn an_edit_outside_the_program_is_named(#[case] sql: &str, #[case] code: &str, #[case] detail: &str) {
    let (_keeper, mut database) = worked();
    database.tamper(sql);
    let found = found(&mut database, &[]);
    assert!(
        found.iter().any(|(named, told)| named == code && told.contains(detail)),
        "{code} / {detail} not among {found:?}"
    );
}

/// A database with an administrator and a case worker, recorded as the program does it.
fn with_people() -> (tempfile::TempDir, Database) {
    let (keeper, mut database) = empty();
    let user = |number: u128, name: &str, roles: &[Role]| {
        new(Entity::User(User {
            id: UserId(uuid::Uuid::from_u128(number)),
            name: name.to_owned(),
            login: None,
            roles: roles.iter().copied().collect(),
            employee: None,
            removed_on: None,
        }))
    };
    let people =
        vec![user(1, "Karina Holst", &[Role::Administrator]), user(2, "Ib Øst", &[Role::CaseWorker])];
    save(&mut database, 1, people);
    (keeper, database)
}

#[rstest]
#[case::a_role_given_by_hand(
    r#"UPDATE users SET roles = (SELECT roles FROM users WHERE name = 'Karina Holst') WHERE name = 'Ib Øst'"#,
    "row_changed",
    "Bruger 00000000-0000-0000-0000-000000000002 er ændret uden om programmet"
)]
#[case::a_person_put_in(
    "INSERT INTO users SELECT zeroblob(16), 'Ny', NULL, roles, NULL, NULL, 1 FROM users LIMIT 1",
    "row_inserted",
    "Bruger 00000000-0000-0000-0000-000000000000 er sat ind"
)]
#[case::a_person_taken_out(
    "DELETE FROM users WHERE name = 'Ib Øst'",
    "row_missing",
    "Bruger 00000000-0000-0000-0000-000000000002 mangler"
)]
#[case::a_removed_person_back("UPDATE users SET removed_on = '2026-01-01'", "row_changed", "Bruger ")]
#[case::roles_that_are_none("UPDATE users SET roles = 'alt' WHERE name = 'Ib Øst'", "row_changed", "Bruger ")]
fn who_may_do_what_is_checked_like_any_record(#[case] sql: &str, #[case] code: &str, #[case] detail: &str) {
    let (_keeper, mut database) = with_people();
    assert_eq!(found(&mut database, &[]), []);
    database.tamper(sql);
    let found = found(&mut database, &[]);
    assert!(
        found.iter().any(|(named, told)| named == code && told.contains(detail)),
        "{code} / {detail} not among {found:?}"
    );
}

#[test]
fn a_log_rewritten_as_the_program_would_write_it_is_given_away_by_a_head_kept_elsewhere() {
    let (_keeper, mut database) = empty();
    save(&mut database, 1, vec![new(citizen(1, "Åse Ærø"))]);
    let printed = database.head().unwrap();
    // All traces gone, heads set back, and another history written in the program's own way.
    database.tamper(
        "DELETE FROM changes; DELETE FROM operations; DELETE FROM citizens; \
         UPDATE chain_heads SET seq = 0, hash = zeroblob(32), at = NULL WHERE chain = 'changes'",
    );
    save(&mut database, 2, vec![new(citizen(1, "En anden"))]);
    assert_eq!(found(&mut database, &[]), []);
    let codes: Vec<String> = found(&mut database, &[printed]).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["head_unknown"]);
}

#[test]
fn a_log_rewritten_since_the_last_backup_is_given_away_by_the_backup() {
    let (_keeper, mut database) = empty();
    save(&mut database, 1, vec![new(citizen(1, "Åse Ærø"))]);
    database.back_up(chrono::Utc::now()).unwrap();
    database.tamper(
        "DELETE FROM changes; DELETE FROM operations; DELETE FROM citizens; \
         UPDATE chain_heads SET seq = 0, hash = zeroblob(32), at = NULL WHERE chain = 'changes'",
    );
    save(&mut database, 2, vec![new(citizen(1, "En anden"))]);
    let codes: Vec<String> = found(&mut database, &[]).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["head_unknown"]);
}

#[rstest]
#[case("UPDATE changes SET reason = 'x'")]
#[case("DELETE FROM changes")]
#[case("UPDATE operations SET person_name = 'x'")]
#[case("DELETE FROM operations")]
#[case("UPDATE changes SET payload = 'x'")]
#[case("UPDATE changes SET salt = zeroblob(16)")]
#[case("UPDATE changes SET payload = NULL, salt = NULL, reason = NULL")]
#[case("UPDATE reads SET what = 'x'")]
#[case("DELETE FROM reads")]
fn the_database_itself_refuses_to_change_a_log(#[case] sql: &str) {
    let (_keeper, mut database) = worked();
    assert!(database.driver().execute_batch(sql).is_err());
    assert_eq!(found(&mut database, &[]), []);
}

#[test]
fn a_payload_can_be_deleted_when_its_time_has_come_and_the_chain_still_holds() {
    let (_keeper, mut database) = worked();
    database
        .driver()
        .execute_batch("UPDATE changes SET payload = NULL, salt = NULL WHERE seq IN (1, 3)")
        .unwrap();
    assert_eq!(found(&mut database, &[]), []);
    let log = database.history(&[uuid::Uuid::from_u128(4)], 10).unwrap();
    assert_eq!(log.iter().map(|entry| entry.payload.is_some()).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn a_payload_that_another_version_would_write_differently_still_fits_its_record() {
    let (_keeper, mut database) = worked();
    // Another program's text of the same record: it differs, the meaning doesn't.
    let older = serde_json::to_string(&provider(4, "Solsikken")).unwrap();
    let before = serde_json::to_string(&provider(4, "Sol")).unwrap();
    let payload = format!(r#"{{"before":{before},"after":{older}}}"#);
    let parsed: vilkaar_application::ports::LogPayload = serde_json::from_str(&payload).unwrap();
    assert_eq!(parsed.after, Some(provider(4, "Solsikken")));
    database.tamper(&format!("UPDATE changes SET payload = '{payload}' WHERE seq = 5"));
    let codes: Vec<String> = found(&mut database, &[]).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["payload_changed"], "the record itself fits");
}

#[test]
fn a_file_whose_content_is_another_or_gone_is_named_by_its_id_and_never_by_its_name() {
    let (_keeper, mut database) = empty();
    let records = vilkaar_testkit::conformance::full();
    let file = records.iter().find(|record| record.kind() == "attachment").unwrap().id();
    database.put_file(AttachmentId(file), FILE, "2026-11-22T09:00:00Z".parse().unwrap()).unwrap();
    save(&mut database, 1, records.into_iter().map(new).collect());
    assert_eq!(found(&mut database, &[]), []);
    let mut broken = FILE.to_vec();
    broken[9] ^= 1;
    let hex: String = broken.iter().map(|byte| format!("{byte:02x}")).collect();
    for (sql, code) in [
        (format!("UPDATE attachment_contents SET content = x'{hex}'"), "file_changed"),
        // With its own digest put right: the record remembers what was attached.
        (
            format!("UPDATE attachment_contents SET sha256 = x'{}'", super::sha256_hex(&broken)),
            "file_changed",
        ),
        ("DELETE FROM attachment_contents".to_owned(), "file_missing"),
    ] {
        let mut files = database.open_files().unwrap();
        files.driver().execute_batch(&sql).unwrap();
        files.close().unwrap();
        let found = found(&mut database, &[]);
        let [(told, detail)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(told, code);
        assert!(detail.starts_with(&format!("Fil {file}")) && !detail.contains("pdf"), "{detail}");
    }
}
