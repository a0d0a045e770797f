//! What is promised of a local database's folder: who can open it, what is refused and how it is told.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;
use vilkaar_application::ports::{Actor, EntityChange, Operation, Store};
use vilkaar_domain::{Citizen, CitizenId, Cpr, Entity, RefundCover, Sensitive};
use vilkaar_storage::{Database, RecoveryKey, StorageError, Unlock};

const PASSPHRASE: &str = "rødgrød med fløde på en søndag";

/// A place for a database.
struct Place {
    _keeper: TempDir,
    folder: PathBuf,
}

fn place() -> Place {
    let keeper = tempfile::tempdir().unwrap();
    let folder = keeper.path().join("Egeskov.vilkaar");
    Place { _keeper: keeper, folder }
}

fn created() -> (Place, RecoveryKey) {
    let place = place();
    let (database, recovery) = Database::create(&place.folder, "Karina Holst", PASSPHRASE).unwrap();
    database.close().unwrap();
    (place, recovery)
}

fn passphrase(passphrase: &str) -> Unlock<'_> {
    Unlock::Passphrase { user: None, passphrase }
}

/// Saves a made-up citizen.
fn save_citizen(database: &mut Database, number: u128) -> Citizen {
    let citizen = Citizen {
        id: CitizenId(uuid::Uuid::from_u128(number)),
        cpr: Cpr::parse("771065-1683"),
        name: Some(Sensitive::new("Åse Ærøskøbing")),
        refund_cover: RefundCover::ByAge,
    };
    let operation = Operation {
        id: uuid::Uuid::from_u128(1_000_000 + number),
        name: "import".to_owned(),
        actor: database.actor("vilkaar-cli import"),
        at: "2026-11-22T09:00:00Z".parse().unwrap(),
        changes: vec![EntityChange {
            before: None,
            after: Entity::Citizen(citizen.clone()),
            citizen: Some(citizen.id),
            reason: None,
        }],
        reason: None,
    };
    database.save(&operation, &mut |_, _| true).unwrap();
    citizen
}

#[test]
fn what_is_saved_is_there_when_the_database_is_opened_with_the_passphrase() {
    let place = place();
    let (mut database, _) = Database::create(&place.folder, " Karina Holst ", PASSPHRASE).unwrap();
    let citizen = save_citizen(&mut database, 1);
    database.close().unwrap();
    let mut database = Database::open(&place.folder, passphrase(PASSPHRASE)).unwrap();
    assert_eq!(database.load().unwrap().citizens, vec![citizen]);
    assert!(!database.was_recovered());
    let Actor { name, origin, .. } = database.actor("vindue: Import");
    assert_eq!((name.as_str(), origin.as_str()), ("Karina Holst", "vindue: Import"));
}
