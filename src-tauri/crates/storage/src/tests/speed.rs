//! How long saving takes against bare inserts of the same rows, measured in the same build.
//! The bound of the figure (3×) is checked by `cargo xtask bench` in a release build; here a generous one
//! catches what has become a different kind of slow.

use std::time::Instant;

use vilkaar_application::ports::{EntityChange, Operation, Store as _};
use vilkaar_domain::{Entity, Register};
use vilkaar_testkit::municipality;

use super::{empty, operation};
use crate::database::Database;
use crate::records;

/// Every record of a register, parents first.
fn entities(register: Register) -> Vec<Entity> {
    let mut all: Vec<Entity> = Vec::new();
    all.extend(register.citizens.into_iter().map(Entity::Citizen));
    all.extend(register.providers.into_iter().map(Entity::Provider));
    all.extend(register.offers.into_iter().map(Entity::Offer));
    all.extend(register.placements.into_iter().map(Entity::Placement));
    all.extend(register.rate_lines.into_iter().map(Entity::RateLine));
    all.extend(register.contracts.into_iter().map(Entity::Contract));
    all.extend(register.goals.into_iter().map(Entity::Goal));
    all.extend(register.follow_ups.into_iter().map(Entity::FollowUp));
    all
}

/// Seconds that bare inserts of these rows take, one prepared statement per table, one transaction.
fn bare(database: &mut Database, entities: &[Entity]) -> std::time::Duration {
    let start = Instant::now();
    let connection = database.connection();
    crate::engine::in_transaction(connection, |connection| {
        for entity in entities {
            records::put(connection, None, entity)?;
        }
        Ok::<(), crate::engine::EngineError>(())
    })
    .unwrap();
    start.elapsed()
}

#[test]
fn saving_with_its_log_takes_a_small_multiple_of_bare_inserts() {
    let all = entities(municipality::of(300));
    let (_keeper, mut bare_database) = empty();
    let bare = bare(&mut bare_database, &all);
    let (_keeper, mut database) = empty();
    let changes: Vec<EntityChange> = all.iter().cloned().map(super::new).collect();
    let operation: Operation = operation(&database, 1, changes);
    let start = Instant::now();
    database.save(&operation, &mut |_, _| true).unwrap();
    let saved = start.elapsed();
    let start = Instant::now();
    let loaded = database.load().unwrap();
    let load = start.elapsed();
    let start = Instant::now();
    assert!(database.verify(&[]).unwrap().ok());
    let verified = start.elapsed();
    println!("{} records: bare {bare:?}, saved {saved:?}, loaded {load:?}, verified {verified:?}", all.len());
    assert_eq!(loaded.placements.len(), 300);
    assert!(saved < bare * 10, "saved in {saved:?}, bare in {bare:?}");
}
