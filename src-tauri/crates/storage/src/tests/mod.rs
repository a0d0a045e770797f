//! What can only be tried with a hand inside the crate: a database edited with the right key outside the
//! program, a full disk, a newer schema, and how long saving takes against bare inserts.

mod beside;
mod disk_and_schema;
mod key_change;
mod keys_in_crashes;
mod schema_before;
mod speed;
mod tampering;

use tempfile::TempDir;
use uuid::Uuid;
use vilkaar_application::ports::{EntityChange, Operation, Store as _};
use vilkaar_domain::{Citizen, CitizenId, Entity, Provider, ProviderId, RefundCover, Sensitive};

use crate::database::Database;

/// The passphrase of every database here.
pub(crate) const PASSPHRASE: &str = "en lang sætning til prøver";

/// A new database and the folder that it lives in.
pub(crate) fn empty() -> (TempDir, Database) {
    let keeper = tempfile::tempdir().unwrap();
    let folder = keeper.path().join("Egeskov.vilkaar");
    let (database, _) = Database::create(&folder, "Karina Holst", PASSPHRASE).unwrap();
    (keeper, database)
}

/// A made-up citizen.
pub(crate) fn citizen(number: u128, name: &str) -> Entity {
    Entity::Citizen(Citizen {
        id: CitizenId(Uuid::from_u128(number)),
        cpr: None,
        name: Some(Sensitive::new(name)),
        refund_cover: RefundCover::ByAge,
    })
}

/// A made-up provider.
pub(crate) fn provider(number: u128, name: &str) -> Entity {
    Entity::Provider(Provider {
        id: ProviderId(Uuid::from_u128(number)),
        name: name.to_owned(),
        ownership: None,
        operating_agreement: None,
        cvr: None,
        contact_person: None,
        phone: None,
        email: None,
        further_contacts: Vec::new(),
    })
}

/// A new record.
pub(crate) fn new(after: Entity) -> EntityChange {
    EntityChange { before: None, after: Some(after), citizen: None, reason: None }
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An operation by the person signed in.
pub(crate) fn operation(database: &Database, number: u128, changes: Vec<EntityChange>) -> Operation {
    Operation {
        id: Uuid::from_u128(900_000 + number),
        name: "import".to_owned(),
        actor: database.actor("vilkaar-cli import"),
        at: "2026-11-22T09:00:00Z".parse().unwrap(),
        changes,
        reason: None,
    }
}

/// Saves changes as an operation.
pub(crate) fn save(database: &mut Database, number: u128, changes: Vec<EntityChange>) {
    let operation = operation(database, number, changes);
    database.save(&operation, &mut |_, _| true).unwrap();
}

impl Database {
    /// The engine's connection.
    pub(crate) fn connection(&mut self) -> &mut crate::sqlite::SqliteConnection {
        self.parts_for_tests().0
    }

    /// The driver's connection.
    pub(crate) fn driver(&mut self) -> &mut rusqlite::Connection {
        self.connection().driver()
    }

    /// The database's key.
    pub(crate) fn key(&mut self) -> &crate::keys::DatabaseKey {
        self.parts_for_tests().1
    }

    /// Runs SQL as someone with the right key and no program would, the log's triggers out of the way.
    pub(crate) fn tamper(&mut self, sql: &str) {
        let triggers = "operations_are_kept operations_stand changes_are_kept changes_stand payloads_are_only_emptied \
                        reads_are_kept reads_stand";
        let driver = self.driver();
        for trigger in triggers.split_whitespace() {
            driver.execute_batch(&format!("DROP TRIGGER IF EXISTS {trigger}")).unwrap();
        }
        driver.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").unwrap();
        driver.execute_batch(sql).unwrap();
    }
}
