//! From the key to a usable Overblik with 300 placements: unlocking and the first screen, less what Argon2id takes,
//! which is a cost on purpose. That is measured by a wrong passphrase, which ends where the key would begin.

use std::time::{Duration, Instant};

use chrono::NaiveDate;
use tempfile::TempDir;
use vilkaar_api::types::Unlock;
use vilkaar_api::{NoDesktop, Program, ProgramClock, UuidIdentities};
use vilkaar_application::import::commit;
use vilkaar_application::ports::Actor;
use vilkaar_domain::Roles;
use vilkaar_exchange::{Options, plan, read_bytes};
use vilkaar_storage::Database;
use vilkaar_testkit::{municipality, workbook};

use crate::report::Report;

const TODAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 11, 20);
const PASSPHRASE: &str = "en prøve med mange ord";

pub fn measure(report: &mut Report) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("Mellemstor.vilkaar");
    fill(&path);
    let program = Program::with(Box::new(NoDesktop), None, TODAY, Some(path));
    let database = program.session_state().unwrap().database.unwrap().ticket;
    let attempt = |passphrase: &str| {
        program.unlock(Unlock { database: database.clone(), user: None, passphrase: passphrase.to_owned() })
    };
    let mut derived = Duration::MAX;
    let mut opened = Duration::MAX;
    for _ in 0..5 {
        let begun = Instant::now();
        assert!(attempt("en anden").is_err());
        derived = derived.min(begun.elapsed());
        let begun = Instant::now();
        attempt(PASSPHRASE).unwrap();
        assert!(!program.overview().unwrap().is_empty);
        opened = opened.min(begun.elapsed());
        program.lock().unwrap();
    }
    report.add_time(
        "from the key to Overblik, 300 placements",
        opened.saturating_sub(derived),
        Duration::from_millis(150),
    );
}

fn fill(path: &std::path::Path) {
    let (mut database, _) = Database::create(path, "Pia Lindskov", PASSPHRASE).unwrap();
    let bytes = workbook::write(&municipality::of(300)).unwrap();
    let file = read_bytes("mellemstor.xlsx", &bytes).unwrap_or_else(|fault| panic!("{:?}", fault.0));
    let register = vilkaar_domain::Register::default();
    let options = Options::new(TODAY.unwrap());
    let changes = plan(&file, &register, &options, &UuidIdentities, &mut |_, _| true).unwrap().changes;
    let actor = Actor { roles: Roles::of_first_user(), ..database.actor("måling") };
    let clock = ProgramClock::new(TODAY);
    commit(&mut database, actor, &clock, &UuidIdentities, changes, "mellemstor.xlsx", &mut |_, _| true)
        .unwrap();
}
