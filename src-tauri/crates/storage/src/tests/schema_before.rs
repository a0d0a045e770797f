//! A database of the schema before daily work: made with that day's SQL and payload texts, opened with this program.

use uuid::Uuid;
use vilkaar_application::ports::{Beside as _, Store as _};
use vilkaar_domain::{AttachmentId, Entity, Register, Settings};
use vilkaar_testkit::conformance::bare;

use super::{PASSPHRASE, empty};
use crate::chain::{ChangeEntry, EntryHasher, OperationFields, START, payload_digest};
use crate::database::{Database, Unlock};
use crate::engine::{Cell, Connection as _};
use crate::log::{Chain, Head, set_head};
use crate::payload;
use crate::records::of;
use crate::sqlite::SqliteConnection;

/// Kinds that the schema of before had no table for.
const NEW_KINDS: [&str; 5] = ["sub_goal", "attachment", "agenda_mark", "notified_rate", "saved_filter"];

/// What stood in that database.
fn records() -> Vec<Entity> {
    let mut records = bare();
    records.retain(|record| !NEW_KINDS.contains(&record.kind()));
    records.push(Entity::Settings(Settings {
        municipality: "Egeskov Kommune".to_owned(),
        ..Settings::default()
    }));
    records
}

/// The payload of an addition as the program of that day wrote it: without what it didn't know.
fn old_payload(record: &Entity) -> String {
    let mut buffer = Vec::new();
    payload::write(&mut buffer, None, Some(record)).unwrap();
    let text = String::from_utf8(buffer).unwrap();
    text.replace(",\"chance\":50,\"tightened_months\":6", "")
}

/// The columns that a table has.
fn columns(old: &mut SqliteConnection, table: &str) -> Vec<String> {
    let mut statement =
        old.driver().prepare(&format!("SELECT name FROM pragma_table_info('{table}')")).unwrap();
    let names = statement.query_map([], |row| row.get(0)).unwrap();
    names.map(Result::unwrap).collect()
}

/// Puts a record's row and its log entry in, as that day's program did.
fn put(old: &mut SqliteConnection, record: &Entity, operation: Uuid, head: &mut Head) {
    let kind = of(record);
    let known = columns(old, kind.name);
    let (names, cells): (Vec<&str>, Vec<Cell<'_>>) = kind
        .columns
        .iter()
        .copied()
        .zip((kind.cells)(record))
        .filter(|(name, _)| known.iter().any(|k| k == name))
        .unzip();
    assert!(!names.is_empty());
    let places: Vec<String> = (1..=names.len()).map(|number| format!("${number}")).collect();
    let sql = format!(
        "INSERT INTO {} ({}, version) VALUES ({}, 1)",
        kind.name,
        names.join(", "),
        places.join(", ")
    );
    old.execute(&sql, &cells).unwrap();

    let payload = old_payload(record);
    let salt = [7; 16];
    let digest = payload_digest(&salt, payload.as_bytes());
    let (operation_id, entity_id) = (operation.to_string(), record.id().to_string());
    let entry = ChangeEntry {
        seq: head.seq + 1,
        operation: OperationFields {
            id: &operation_id,
            at: "2026-11-01T08:00:00.000000Z",
            person_id: &operation_id,
            person_name: "Karina Holst",
            origin: "vindue: Import",
            name: "import",
            reason: None,
        },
        entity_kind: record.kind(),
        entity_id: &entity_id,
        citizen_id: None,
        reason: None,
        digest,
        previous: head.hash,
    };
    let hash = EntryHasher::default().change(&entry);
    let sql = "INSERT INTO changes (seq, operation_id, entity_kind, entity_id, citizen_id, reason, digest, previous, hash, \
               salt, payload) VALUES ($1, $2, $3, $4, NULL, NULL, $5, $6, $7, $8, $9)";
    let cells = [
        Cell::from(entry.seq),
        Cell::from(operation),
        Cell::from(record.kind()),
        Cell::from(record.id()),
        Cell::from(digest.as_slice()),
        Cell::from(head.hash.as_slice()),
        Cell::from(hash.as_slice()),
        Cell::from(salt.as_slice()),
        Cell::from(payload.as_str()),
    ];
    old.execute(sql, &cells).unwrap();
    *head = Head { seq: entry.seq, hash, at: Some("2026-11-01T08:00:00.000000Z".to_owned()) };
}

#[test]
fn a_database_of_the_schema_before_daily_work_is_brought_along_with_everything_in_it() {
    let (keeper, database) = empty();
    database.replaced_by_schema_2(|old| {
        let operation = Uuid::from_u128(77);
        let sql = "INSERT INTO operations (id, at, person_id, person_name, origin, name, reason) \
                   VALUES ($1, '2026-11-01T08:00:00.000000Z', $1, 'Karina Holst', 'vindue: Import', 'import', NULL)";
        old.execute(sql, &[Cell::from(operation)]).unwrap();
        let mut head = Head { seq: 0, hash: START, at: None };
        records().iter().for_each(|record| put(old, record, operation, &mut head));
        set_head(old, Chain::Changes, &head).unwrap();
    });

    let folder = keeper.path().join("Egeskov.vilkaar");
    let mut database =
        Database::open(&folder, Unlock::Passphrase { user: None, passphrase: PASSPHRASE }).unwrap();
    let mut expected = Register::default();
    records().into_iter().for_each(|record| expected.put(record));
    assert_eq!(database.load().unwrap(), expected);
    assert_eq!(database.verify(&[]).unwrap().problems, []);
    assert_eq!(
        database.register_as_of("2026-10-31T00:00:00Z".parse().unwrap()).unwrap(),
        Register::default()
    );
    // And works on: drafts and files have their tables.
    assert_eq!(database.drafts().unwrap(), []);
    let file = AttachmentId(Uuid::from_u128(78));
    database.put_file(file, b"%PDF-", chrono::Utc::now()).unwrap();
    assert_eq!(database.file(file).unwrap().as_deref(), Some(&b"%PDF-"[..]));
}
