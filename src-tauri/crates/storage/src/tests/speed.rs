//! How long saving takes against bare inserts of the same rows, measured in the same build.
//! The bound of the figure (3×) is checked by `cargo xtask bench` in a release build; here a generous one,
//! in processor time, catches what has become a different kind of slow.

use std::time::{Duration, Instant};

use vilkaar_application::log::insight::CitizenQuery;
use vilkaar_application::log::{Cursor, Key, LogQuery, Word};
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

/// Sixty thousand operations of one entry, and as many looks, put in as they would lie there after some years; the
/// chain's hashes are of no matter to a search.
fn fill_log(database: &mut Database) {
    let id = |what: &str| format!("CAST(printf('{what}%015d', n) AS BLOB)");
    let at = "strftime('%Y-%m-%dT%H:%M:%S', 1700000000 + n * 60, 'unixepoch') || '.000000Z'";
    let person = "CAST(printf('p%015d', n % 40) AS BLOB), 'Karina Holst ' || (n % 40)";
    let numbers =
        "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 60000)";
    // As long as an import's.
    let mut payload = Vec::new();
    crate::payload::write(&mut payload, None, Some(&super::provider(1, &"x".repeat(400)))).unwrap();
    let payload = format!("'{}'", String::from_utf8(payload).unwrap());
    let hashes = "zeroblob(32), zeroblob(32), zeroblob(32), zeroblob(16)";
    database
        .driver()
        .execute_batch(&format!(
            "BEGIN;
             INSERT INTO operations (id, at, person_id, person_name, origin, name, reason)
                 {numbers} SELECT {operation}, {at}, {person}, 'vindue: Rettelse', 'placering',
                 CASE n % 100 WHEN 0 THEN 'aftalt på møde ' || n END FROM numbers;
             INSERT INTO changes (seq, operation_id, entity_kind, entity_id, citizen_id, reason, digest, previous,
                 hash, salt, payload)
                 {numbers} SELECT 40000 + n, {operation}, CASE n % 3 WHEN 0 THEN 'goal' ELSE 'rate_line' END,
                 {entity}, {citizen}, NULL, {hashes}, NULL FROM numbers;
             INSERT INTO operations (id, at, person_id, person_name, origin, name, reason)
                 SELECT zeroblob(16), '2020-01-01T00:00:00.000000Z', zeroblob(16), 'Pia', 'vindue: Import', 'import', NULL;
             INSERT INTO changes (seq, operation_id, entity_kind, entity_id, citizen_id, reason, digest, previous,
                 hash, salt, payload)
                 {numbers} SELECT n, zeroblob(16), 'rate_line', {entity}, {citizen}, NULL, {hashes}, {payload}
                 FROM numbers WHERE n <= 40000;
             INSERT INTO reads (seq, at, person_id, person_name, origin, citizen_id, what, previous, hash)
                 {numbers} SELECT n, {at}, {person}, 'vindue: placering', {citizen}, 'placering', zeroblob(32),
                 zeroblob(32) FROM numbers;
             COMMIT;",
            operation = id("o"),
            entity = id("e"),
            citizen = "CAST(printf('c%015d', n % 3000) AS BLOB)",
        ))
        .unwrap();
}

#[test]
fn a_hundred_thousand_entries_are_looked_through_while_one_waits() {
    let (_keeper, mut database) = empty();
    fill_log(&mut database);
    let citizen = vilkaar_domain::CitizenId(uuid::Uuid::from_slice(b"c000000000000007").unwrap());
    let word = |text: &str, kinds: &[&str]| Word {
        text: text.to_owned(),
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        ..Word::default()
    };
    let query = LogQuery { limit: 100, ..LogQuery::default() };
    let far = Cursor { at: "2023-12-01T00:00:00Z".parse().unwrap(), key: Key::Read(1) };
    for (what, query, expected) in [
        ("newest page", query.clone(), 100),
        ("page far back", LogQuery { after: Some(far), ..query.clone() }, 100),
        ("one citizen", LogQuery { citizen: Some(citizen), ..query.clone() }, 40),
        ("one kind", LogQuery { kinds: vec!["goal".to_owned()], ..query.clone() }, 100),
        ("a word that is rare", LogQuery { words: vec![word("59900", &[])], ..query.clone() }, 1),
        ("a word of a kind", LogQuery { words: vec![word("mål", &["goal"])], ..query.clone() }, 100),
        ("words that are nowhere", LogQuery { words: vec![word("æh", &[]), word("øh", &[])], ..query }, 0),
    ] {
        let (page, took) = timed(|| database.search_log(&query).unwrap());
        println!("{what}: {} lines in {took:?}", page.lines.len());
        assert!(page.lines.len() >= expected, "{what}: {}", page.lines.len());
        assert!(took < Duration::from_secs(2), "{what} in {took:?}");
    }
    let query = CitizenQuery { citizen, from: None, before: None };
    let (log, took) = timed(|| database.citizen_log(&query).unwrap());
    println!("a citizen's whole log: {} entries in {took:?}", log.len());
    assert!(log.len() >= 50, "{}", log.len());
    assert!(took < Duration::from_secs(1), "{took:?}");
}
