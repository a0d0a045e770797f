//! A workbook of 3,000 placements: reading, checking and preview against merely reading its cells with the same
//! library; writing, with both logs' work, against a bare insert of the same rows into the same kind of file.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::Cursor;

use calamine::{Reader, Xlsx};
use chrono::NaiveDate;
use serde_json::Value;
use tempfile::TempDir;
use vilkaar_api::{ProgramClock, UuidIdentities};
use vilkaar_application::import::commit;
use vilkaar_application::ports::{Actor, EntityChange};
use vilkaar_domain::{Register, Roles};
use vilkaar_exchange::{Options, plan, read_bytes};
use vilkaar_storage::Database;
use vilkaar_testkit::{municipality, workbook};

use crate::report::{Report, shortest};

const TODAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 11, 20);

pub fn measure(report: &mut Report) {
    let bytes = workbook::write(&municipality::of(3_000)).unwrap();
    let ours = shortest(3, || changes(&bytes));
    let bare = shortest(3, || read_cells(&bytes));
    report.add_ratio("reading and checking 3,000 placements, to merely reading the cells", ours, bare, 2.0);

    let changes = changes(&bytes);
    let ours = (0..3).map(|_| write(&changes)).min().unwrap();
    let rows = rows(&changes);
    let bare = (0..3).map(|_| insert(&rows)).min().unwrap();
    report.add_ratio("writing them, to a bare insert of the same rows", ours, bare, 3.0);
}

pub fn changes(workbook: &[u8]) -> Vec<EntityChange> {
    let file = read_bytes("stor.xlsx", workbook).unwrap_or_else(|fault| panic!("{:?}", fault.0));
    let options = Options::new(TODAY.unwrap());
    let plan = plan(&file, &Register::default(), &options, &UuidIdentities, &mut |_, _| true).unwrap();
    assert!(plan.can_commit());
    plan.changes
}

/// Every cell is touched, as one would to do anything with it.
fn read_cells(bytes: &[u8]) -> usize {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut filled = 0;
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).unwrap();
        filled += range.used_cells().map(black_box).count();
    }
    filled
}

/// Into a new database each time; its creation, which is mostly Argon2id, is measured away.
fn write(changes: &[EntityChange]) -> std::time::Duration {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("Stor.vilkaar");
    let (mut database, _) = Database::create(&path, "Pia Lindskov", "en prøve med mange ord").unwrap();
    let actor = Actor { roles: Roles::of_first_user(), ..database.actor("måling") };
    let changes = changes.to_vec();
    let begun = std::time::Instant::now();
    commit(
        &mut database,
        actor,
        &ProgramClock::new(TODAY),
        &UuidIdentities,
        changes,
        "stor.xlsx",
        &mut |_, _| true,
    )
    .unwrap();
    begun.elapsed()
}

/// Each kind's records as rows of text.
fn rows(changes: &[EntityChange]) -> BTreeMap<&'static str, Vec<Vec<Option<String>>>> {
    let mut tables: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for change in changes {
        let record = serde_json::to_value(&change.after).unwrap();
        let Value::Object(fields) = &record["record"] else { continue };
        let row = fields
            .values()
            .map(|value| match value {
                Value::Null => None,
                Value::String(text) => Some(text.clone()),
                other => Some(other.to_string()),
            })
            .collect();
        tables.entry(change.kind()).or_default().push(row);
    }
    tables
}

/// One transaction of prepared inserts into an encrypted file, written through to the disk.
fn insert(tables: &BTreeMap<&'static str, Vec<Vec<Option<String>>>>) -> std::time::Duration {
    let folder = TempDir::new().unwrap();
    let mut file = rusqlite::Connection::open(folder.path().join("bare.db")).unwrap();
    file.execute_batch(&format!(
        "PRAGMA key = \"x'{}'\"; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;",
        "5a".repeat(32)
    ))
    .unwrap();
    for (table, rows) in tables {
        let columns: Vec<String> = (0..rows[0].len()).map(|column| format!("c{column} TEXT")).collect();
        file.execute_batch(&format!(
            "CREATE TABLE {table} ({}, PRIMARY KEY (c0)) STRICT",
            columns.join(", ")
        ))
        .unwrap();
    }
    let begun = std::time::Instant::now();
    let transaction = file.transaction().unwrap();
    for (table, rows) in tables {
        let places = vec!["?"; rows[0].len()].join(", ");
        let mut statement = transaction.prepare(&format!("INSERT INTO {table} VALUES ({places})")).unwrap();
        for row in rows {
            statement.execute(rusqlite::params_from_iter(row)).unwrap();
        }
    }
    transaction.commit().unwrap();
    begun.elapsed()
}
