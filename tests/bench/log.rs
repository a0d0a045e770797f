//! Checking the log: 100,000 entries with their payloads, and every record against the entry that left it.

use std::time::Duration;

use tempfile::TempDir;
use vilkaar_api::{ProgramClock, UuidIdentities};
use vilkaar_application::import::commit;
use vilkaar_application::ports::{Actor, Store as _};
use vilkaar_domain::Roles;
use vilkaar_storage::Database;
use vilkaar_testkit::{municipality, workbook};

use crate::import;
use crate::report::{Report, shortest};

const ENTRIES: usize = 100_000;

pub fn measure(report: &mut Report) {
    let mut changes = import::changes(&workbook::write(&municipality::of(3_000)).unwrap());
    assert!(changes.len() >= ENTRIES, "{} records", changes.len());
    changes.truncate(ENTRIES);
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("Stor.vilkaar");
    let (mut database, _) = Database::create(&path, "Pia Lindskov", "en prøve med mange ord").unwrap();
    let actor = Actor { roles: Roles::of_first_user(), ..database.actor("måling") };
    let clock = ProgramClock::new(None);
    commit(&mut database, actor, &clock, &UuidIdentities, changes, "stor.xlsx", &mut |_, _| true).unwrap();
    let verified = shortest(3, || {
        let found = database.verify(&[]).unwrap();
        assert!(found.ok() && found.log_entries == ENTRIES as u64);
    });
    report.add_time("verifying 100,000 log entries on this PC", verified, Duration::from_secs(1));
}
