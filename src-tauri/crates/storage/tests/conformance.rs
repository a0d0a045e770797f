//! What every store must do, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, reason = "what fails to be set up is a failed test")]

use vilkaar_storage::{Administration, Database, ServerAddress, SharedDatabase};
use vilkaar_testkit::conformance::{DecidedBy, Made, id};
use vilkaar_testkit::server::Server;

fn empty_sqlite() -> Made {
    let keeper = tempfile::tempdir().unwrap();
    let (database, _) = Database::create(
        &keeper.path().join("Egeskov.vilkaar"),
        "Karina Holst",
        "en lang sætning til prøver",
    )
    .unwrap();
    Made { store: Box::new(database), keeper: Box::new(keeper), decided_by: DecidedBy::Program }
}

fn empty_postgres() -> Made {
    let keeper = Server::shared().fresh_database();
    let address: ServerAddress = keeper.address().parse().unwrap();
    let (login, password) = keeper.admin();
    Administration::open(&address, login, Some(password)).unwrap().set_up().unwrap();
    // Somebody whom the server knows and no record tells of, so that the store is empty.
    let database = keeper.name();
    let person = format!("karina_{database}");
    keeper
        .sql(&format!(
            "CREATE ROLE {person} LOGIN PASSWORD 'en prøve med mange ord'
                 IN ROLE {database}_forhandler, {database}_sagsbehandler, {database}_oekonomi, {database}_administrator;
             INSERT INTO vilkaar.server_people VALUES ('{person}', '{}', false, 'Karina Holst')",
            id(9_001)
        ))
        .unwrap();
    let store = SharedDatabase::open(&address, &person, "en prøve med mange ord").unwrap();
    Made { store: Box::new(store), keeper: Box::new(keeper), decided_by: DecidedBy::Server }
}

mod sqlite {
    vilkaar_testkit::store_conformance!(super::empty_sqlite);
}

#[cfg(unix)]
mod postgres {
    vilkaar_testkit::store_conformance!(super::empty_postgres);
}
