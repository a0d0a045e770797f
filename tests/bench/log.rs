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

const ENTRIES: u32 = 100_000;

pub fn measure(report: &mut Report) {
    let changes = import::changes(&workbook::write(&municipality::of(6_000)).unwrap());
    let entries = u32::try_from(changes.len()).unwrap();
    assert!(entries >= ENTRIES, "{entries} records");
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("Stor.vilkaar");
    let (mut database, _) = Database::create(&path, "Pia Lindskov", "en prøve med mange ord").unwrap();
    let actor = Actor { roles: Roles::of_first_user(), ..database.actor("måling") };
    let clock = ProgramClock::new(None);
    commit(&mut database, actor, &clock, &UuidIdentities, changes, "stor.xlsx", &mut |_, _| true).unwrap();
    let verified = shortest(3, || {
        let found = database.verify(&[]).unwrap();
        assert!(found.ok() && found.log_entries == u64::from(entries));
    });
    // The import has more entries than that; the time is in proportion.
    let verified = verified * ENTRIES / entries;
    report.add_time("verifying 100,000 log entries on this PC", verified, Duration::from_secs(1));
}
