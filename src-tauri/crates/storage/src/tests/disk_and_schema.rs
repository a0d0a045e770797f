//! A full disk, a newer schema and an older one: nothing is lost and nothing is half done.

use rstest::rstest;
use vilkaar_application::ports::{Store as _, StoreError};

use super::{PASSPHRASE, citizen, empty, new, operation, save};
use crate::database::{Database, Unlock};

const UNLOCK: Unlock<'_> = Unlock::Passphrase { user: None, passphrase: PASSPHRASE };

/// From here on the file can't grow.
fn fill_disk(database: &mut Database) {
    let pages: i64 = database.driver().query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    database.driver().query_row(&format!("PRAGMA max_page_count = {}", pages + 4), [], |_| Ok(())).unwrap();
}

#[test]
fn a_disk_that_fills_while_saving_is_told_and_everything_from_before_is_there() {
    let (_keeper, mut database) = empty();
    save(&mut database, 1, vec![new(citizen(1, "Åse Ærø"))]);
    let (register, head) = (database.load().unwrap(), database.head().unwrap());
    fill_disk(&mut database);
    let changes = (2..2_000).map(|number| new(citizen(number, "En der ikke er plads til"))).collect();
    let large = operation(&database, 2, changes);
    assert_eq!(database.save(&large, &mut |_, _| true), Err(StoreError::Full));
    assert_eq!((database.load().unwrap(), database.head().unwrap()), (register, head));
    assert!(database.verify(&[]).unwrap().ok());

    // With room again the very same operation goes through.
    database.driver().query_row("PRAGMA max_page_count = 1000000", [], |_| Ok(())).unwrap();
    database.save(&large, &mut |_, _| true).unwrap();
    assert_eq!(database.load().unwrap().citizens.len(), 1_999);
    assert!(database.verify(&[]).unwrap().ok());
}

#[test]
fn a_note_on_a_full_disk_is_told_as_such() {
    let (_keeper, mut database) = empty();
    fill_disk(&mut database);
    assert_eq!(database.set_note("kolonner", &"x".repeat(100_000)), Err(StoreError::Full));
    assert_eq!(database.note("kolonner").unwrap(), None);
}

#[test]
fn a_database_of_a_newer_program_is_refused_untouched() {
    let (keeper, mut database) = empty();
    database
        .driver()
        .execute_batch(
            "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) \
             VALUES (99, 'fremtid', '2027-01-01T00:00:00Z', '1')",
        )
        .unwrap();
    database.close().unwrap();
    let folder = keeper.path().join("Egeskov.vilkaar");
    let error = Database::open(&folder, UNLOCK).unwrap_err();
    assert_eq!(error.code(), "schema_newer");
    assert!(error.sentence().contains("nyere udgave"), "{}", error.sentence());
}

#[test]
fn every_reference_and_table_is_strict() {
    let (_keeper, mut database) = empty();
    let loose: i64 = database
        .driver()
        .query_row(
            "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 \
             AND name NOT IN ('sqlite_schema', 'refinery_schema_history')",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(loose, 0);
}

#[rstest]
#[case("journal_mode", "wal")]
#[case("synchronous", "2")]
#[case("foreign_keys", "1")]
#[case("trusted_schema", "0")]
#[case("secure_delete", "1")]
fn a_connection_is_durable_and_trusts_nothing_of_the_file(#[case] setting: &str, #[case] expected: &str) {
    let (_keeper, mut database) = empty();
    let value: rusqlite::types::Value =
        database.driver().query_row(&format!("PRAGMA {setting}"), [], |row| row.get(0)).unwrap();
    let text = match value {
        rusqlite::types::Value::Integer(number) => number.to_string(),
        rusqlite::types::Value::Text(text) => text,
        other => format!("{other:?}"),
    };
    assert_eq!(text, expected);
}

#[test]
fn parameters_are_bound_by_name_and_not_by_where_they_stand() {
    use crate::engine::{Cell, Connection as _};
    let (_keeper, mut database) = empty();
    let mut told = Vec::new();
    database
        .connection()
        .query("SELECT $3, $1, $2, $1", &[Cell::from("a"), Cell::from("b"), Cell::from("c")], &mut |row| {
            for column in 0..4 {
                told.push(crate::log::text(row, column)?);
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(told, ["c", "a", "b", "a"]);
}

#[test]
fn no_permission_a_read_only_disk_and_a_full_disk_are_told_apart() {
    use crate::error::StorageError;
    use std::io::{Error, ErrorKind};
    let code = |kind| StorageError::io("x", std::path::Path::new("/x"), Error::from(kind)).code();
    assert_eq!(code(ErrorKind::PermissionDenied), "not_writable");
    assert_eq!(code(ErrorKind::ReadOnlyFilesystem), "not_writable");
    assert_eq!(code(ErrorKind::StorageFull), "disk_full");
    assert_eq!(code(ErrorKind::QuotaExceeded), "disk_full");
    assert_eq!(code(ErrorKind::TimedOut), "unexpected");
}

#[test]
fn an_emptied_data_file_is_damage_and_is_not_written_to() {
    let (keeper, database) = super::empty();
    let folder = database.folder().to_owned();
    drop(database);
    std::fs::write(folder.join("data.db"), b"").unwrap();
    let key = crate::Unlock::Passphrase { user: None, passphrase: super::PASSPHRASE };
    let error = crate::Database::open(&folder, key).err().unwrap();
    assert_eq!(error.code(), "database_damaged");
    assert_eq!(std::fs::metadata(folder.join("data.db")).unwrap().len(), 0);
    drop(keeper);
}

#[test]
fn a_backup_into_a_folder_that_is_not_there_names_the_folder() {
    let (keeper, mut database) = super::empty();
    let error = database.backup_to(&keeper.path().join("ingen").join("kopi.vilkaarbackup")).err().unwrap();
    assert_eq!(error.code(), "folder_missing");
}
