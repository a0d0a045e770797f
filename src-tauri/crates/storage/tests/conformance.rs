//! What every store must do, on SQLite.
#![allow(clippy::unwrap_used, reason = "what fails to be set up is a failed test")]

use vilkaar_storage::Database;
use vilkaar_testkit::conformance::Made;

fn empty_sqlite() -> Made {
    let keeper = tempfile::tempdir().unwrap();
    let (database, _) = Database::create(
        &keeper.path().join("Egeskov.vilkaar"),
        "Karina Holst",
        "en lang sætning til prøver",
    )
    .unwrap();
    Made { store: Box::new(database), keeper: Box::new(keeper) }
}

vilkaar_testkit::store_conformance!(empty_sqlite);
