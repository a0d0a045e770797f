//! How long saving takes against bare inserts of the same rows, measured in the same build.
//! The bound of the figure (3×) is checked by `cargo xtask bench` in a release build; here a generous one,
//! in processor time, catches what has become a different kind of slow.

use std::time::{Duration, Instant};

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

/// The processor time of this thread so far where the system tells it, else the clock: other programs on the
/// machine then don't count.
fn spent() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split_whitespace().next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// When the first measurement began.
static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);

/// How long something takes.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = spent();
    let done = work();
    (done, spent().saturating_sub(start))
}

/// Seconds that bare inserts of these rows take, one prepared statement per table, one transaction.
fn bare(database: &mut Database, entities: &[Entity]) -> Duration {
    let connection = database.connection();
    let insert_all = || {
        crate::engine::in_transaction(connection, |connection| {
            for run in entities.chunk_by(|a, b| a.kind() == b.kind()) {
                records::insert_all(connection, &run.iter().collect::<Vec<_>>())?;
            }
            Ok::<(), crate::engine::EngineError>(())
        })
    };
    let (outcome, took) = timed(insert_all);
    outcome.unwrap();
    took
}

#[test]
fn saving_with_its_log_takes_a_small_multiple_of_bare_inserts() {
    let placements = if cfg!(debug_assertions) { 300 } else { 3_000 };
    let all = entities(municipality::of(placements));
    let (_keeper, mut bare_database) = empty();
    let bare = bare(&mut bare_database, &all);
    let (_keeper, mut database) = empty();
    let changes: Vec<EntityChange> = all.iter().cloned().map(super::new).collect();
    let operation: Operation = operation(&database, 1, changes);
    let (outcome, saved) = timed(|| database.save(&operation, &mut |_, _| true));
    outcome.unwrap();
    let (loaded, load) = timed(|| database.load().unwrap());
    let (verification, verified) = timed(|| database.verify(&[]).unwrap());
    println!("{} records: bare {bare:?}, saved {saved:?}, loaded {load:?}, verified {verified:?}", all.len());
    assert!(verification.ok());
    assert_eq!(loaded.placements.len(), placements);
    let bound = if cfg!(debug_assertions) { 50 } else { 5 };
    assert!(saved < bare * bound, "saved in {saved:?}, bare in {bare:?}");
}
