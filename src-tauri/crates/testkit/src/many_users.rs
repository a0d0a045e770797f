//! Many users at once on one store: each raises rates, looks into files and reads histories, in an order that
//! chance decides; afterwards the store and its log are held against what each user was told.
//!
//! Invariant: what a user was told is saved, is in the database and in the log exactly once; what was refused is
//! nowhere; and the log replayed one entry after the other gives what stands in the database.

// These functions are part of tests, only compiled as a library so that tests and measurements share them.
#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "what fails here is a failed test")]

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use chrono::{NaiveDate, Utc};
use uuid::Uuid;
use vilkaar_application::ports::{Actor, EntityChange, LogEntry, Operation, ReadRecord, Store, StoreError};
use vilkaar_domain::{
    CaseNumber, Cause, Citizen, CitizenId, Entity, LegalBasis, Offer, OfferId, Placement, PlacementId, Rate,
    RateLine, RateLineId, RefundCover, Register, Service, Unit,
};

use crate::chance::Chance;
use crate::conformance::id;

/// Placements that the users share; few enough that they meet.
const PLACEMENTS: u128 = 12;
/// The last one's number.
const LAST: i64 = 11;

/// How much is done.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    /// Users at once.
    pub users: usize,
    /// Pieces of work that each does.
    pub pieces: usize,
    /// The longest pause between two pieces; chance decides how long each is. None for tests.
    pub pause: Duration,
    /// Where chance begins.
    pub seed: u64,
}

/// What the users were told, and how long they waited.
#[derive(Debug, Default)]
pub struct Told {
    /// Operations that were saved, with the record they raised.
    pub saved: Vec<(Uuid, Uuid)>,
    /// Looks into files that were noted.
    pub looks: usize,
    /// Changes that were refused because somebody else was faster.
    pub clashes: usize,
    /// Calls that were repeated after a broken connection.
    pub repeats: usize,
    /// How long each call took.
    pub waits: Vec<Duration>,
}

impl Told {
    fn add(&mut self, other: Self) {
        self.saved.extend(other.saved);
        self.looks += other.looks;
        self.clashes += other.clashes;
        self.repeats += other.repeats;
        self.waits.extend(other.waits);
    }

    /// The wait that so many of a hundred calls stay below.
    #[must_use]
    pub fn percentile(&self, of_hundred: usize) -> Duration {
        let mut waits = self.waits.clone();
        waits.sort_unstable();
        let place = (waits.len() * of_hundred).div_ceil(100).saturating_sub(1);
        waits.get(place).copied().unwrap_or_default()
    }
}

/// The records that the users meet at: placements with a rate line each.
#[must_use]
pub fn records() -> Vec<Entity> {
    let offer = OfferId(id(800_000));
    let mut records = vec![Entity::Offer(Offer {
        id: offer,
        name: "Fælles botilbud".to_owned(),
        provider: None,
        p_number: None,
        approved_for: Vec::new(),
        supervision: None,
        supervision_from: None,
        supervision_to: None,
        checked_on: None,
        checked_by: None,
        day_offer_steps: None,
    })];
    let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    for number in 0..PLACEMENTS {
        let (citizen, placement) = (CitizenId(id(810_000 + number)), PlacementId(id(820_000 + number)));
        records.push(Entity::Citizen(Citizen {
            id: citizen,
            cpr: None,
            name: None,
            refund_cover: RefundCover::ByAge,
        }));
        records.push(Entity::Placement(Placement {
            id: placement,
            case: CaseNumber::new(&format!("F-{number}")).unwrap(),
            citizen,
            offer,
            legal_basis: LegalBasis::Section107,
            target_group: None,
            secondary_target_group: None,
            support_need: None,
            moved_in: day,
            expected_end: None,
            ended_on: None,
            support_hours: None,
            case_worker: None,
            second_case_worker: None,
            acting_municipality: None,
            paying_municipality: None,
            base_rate: None,
            content: vilkaar_domain::AgreedContent::default(),
            end_reason: None,
            moved_from: None,
            chance: None,
        }));
        records.push(Entity::RateLine(RateLine {
            id: RateLineId(id(830_000 + number)),
            placement,
            service: Service::from_word("Grundtakst"),
            paragraph: LegalBasis::Section107.word().to_owned(),
            amount: Rate::from_scaled(20_000_000),
            unit: Unit::Day,
            quantity: None,
            from: day,
            to: None,
            cause: Cause::new("Indgået"),
            settlement_days: None,
            open_weeks: None,
            review_on: None,
            collected_by: None,
            annulled: false,
            corrects: None,
            package_code: None,
            source: None,
        }));
    }
    records
}

/// Saves the records that the users meet at.
pub fn prepare(store: &mut dyn Store, actor: Actor) {
    let changes = records()
        .into_iter()
        .map(|after| EntityChange { before: None, after: Some(after), citizen: None, reason: None })
        .collect();
    let operation = Operation {
        id: Uuid::now_v7(),
        name: "import".to_owned(),
        actor,
        at: Utc::now(),
        changes,
        reason: None,
    };
    store.save(&operation, &mut |_, _| true).unwrap();
}

/// Lets the users work, each on a store of their own made by `open`, which also says who they are.
pub fn work(extent: Extent, open: impl Fn(usize) -> (Box<dyn Store>, Actor) + Sync) -> Told {
    let mut told = Told::default();
    std::thread::scope(|scope| {
        let users: Vec<_> = (0..extent.users)
            .map(|number| {
                let open = &open;
                scope.spawn(move || {
                    let (store, actor) = open(number);
                    User::new(store, actor, extent.seed + number as u64).work(extent)
                })
            })
            .collect();
        for user in users {
            told.add(user.join().unwrap());
        }
    });
    told
}

/// One of them.
struct User {
    store: Box<dyn Store>,
    actor: Actor,
    chance: Chance,
    /// The rate lines as this user saw them last.
    seen: HashMap<Uuid, RateLine>,
    told: Told,
}

impl User {
    fn new(store: Box<dyn Store>, actor: Actor, seed: u64) -> Self {
        Self { store, actor, chance: Chance::from(seed), seen: HashMap::new(), told: Told::default() }
    }

    fn work(mut self, extent: Extent) -> Told {
        self.call(|store| store.load().map(|_| ())).unwrap();
        for entity in records() {
            if let Entity::RateLine(line) = entity {
                self.seen.insert(line.id.0, line);
            }
        }
        // Signing in and reading everything is no piece of work.
        self.told.waits.clear();
        for _ in 0..extent.pieces {
            let longest = i64::try_from(extent.pause.as_millis()).unwrap();
            if longest > 0 {
                let pause = u64::try_from(self.chance.between(0, longest)).unwrap();
                std::thread::sleep(Duration::from_millis(pause));
            }
            let number = u128::try_from(self.chance.between(0, LAST)).unwrap();
            match self.chance.between(0, 9) {
                0..=5 => self.raise(id(830_000 + number)),
                6..=7 => self.look(CitizenId(id(810_000 + number))),
                _ => {
                    let line = id(830_000 + number);
                    self.call(|store| store.history(&[line], 20).map(|_| ())).unwrap();
                }
            }
        }
        self.told
    }

    /// Raises a rate by a krone, however often somebody else is faster.
    fn raise(&mut self, line: Uuid) {
        loop {
            let before = self.seen[&line].clone();
            let after =
                RateLine { amount: Rate::from_scaled(before.amount.scaled() + 10_000), ..before.clone() };
            let operation = Operation {
                id: Uuid::now_v7(),
                name: "edit".to_owned(),
                actor: self.actor.clone(),
                at: Utc::now(),
                changes: vec![EntityChange {
                    before: Some(Entity::RateLine(before)),
                    after: Some(Entity::RateLine(after.clone())),
                    citizen: None,
                    reason: None,
                }],
                reason: None,
            };
            match self.call(|store| store.save(&operation, &mut |_, _| true).map(|_| ())) {
                Ok(()) => {
                    self.seen.insert(line, after);
                    self.told.saved.push((operation.id, line));
                    return;
                }
                Err(StoreError::Conflict { .. }) => {
                    self.told.clashes += 1;
                    let entries = self.entries(&[line], 1);
                    let Some(Entity::RateLine(now)) = entries
                        .into_iter()
                        .next()
                        .and_then(|entry| entry.payload)
                        .and_then(|payload| payload.after)
                    else {
                        panic!("the newest entry of {line} tells how it is")
                    };
                    self.seen.insert(line, now);
                }
                Err(error) => panic!("{error}"),
            }
        }
    }

    fn look(&mut self, citizen: CitizenId) {
        let read =
            ReadRecord { actor: self.actor.clone(), at: Utc::now(), citizen, what: "placering".to_owned() };
        self.call(|store| store.record_read(&read)).unwrap();
        self.told.looks += 1;
    }

    fn entries(&mut self, records: &[Uuid], limit: u32) -> Vec<LogEntry> {
        let mut entries = Vec::new();
        self.call(|store| {
            entries = store.history(records, limit)?;
            Ok(())
        })
        .unwrap();
        entries
    }

    /// Calls the store, and again as long as there is no connection; each call's wait is noted.
    fn call(
        &mut self,
        mut ask: impl FnMut(&mut dyn Store) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let given_up = Instant::now() + Duration::from_secs(120);
        loop {
            let begun = Instant::now();
            let outcome = ask(self.store.as_mut());
            self.told.waits.push(begun.elapsed());
            match outcome {
                Err(StoreError::Unreachable) if Instant::now() < given_up => self.told.repeats += 1,
                other => return other,
            }
        }
    }
}

/// Holds the store against what the users were told.
pub fn check(store: &mut dyn Store, told: &Told) {
    let lines: Vec<Uuid> = (0..PLACEMENTS).map(|number| id(830_000 + number)).collect();
    let mut entries = store.history(&lines, u32::MAX).unwrap();
    entries.sort_by_key(|entry| entry.seq);

    // Each saved operation once, and none besides.
    let mut logged: BTreeMap<Uuid, usize> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.operation == "edit") {
        *logged.entry(entry.operation_id).or_default() += 1;
    }
    assert_eq!(logged.len(), told.saved.len(), "operations in the log and operations told as saved");
    for (operation, _) in &told.saved {
        assert_eq!(logged.get(operation), Some(&1), "{operation}");
    }

    // No lost update: each entry begins where the one before left the record.
    let mut replayed: HashMap<Uuid, Entity> = HashMap::new();
    for entry in &entries {
        let payload = entry.payload.as_ref().unwrap();
        assert_eq!(payload.before.as_ref(), replayed.get(&entry.entity_id), "entry {}", entry.seq);
        match payload.after.clone() {
            Some(after) => replayed.insert(entry.entity_id, after),
            None => replayed.remove(&entry.entity_id),
        };
    }

    // What stands there is what the log leaves, and each rate rose by a krone for each operation.
    let register: Register = store.load().unwrap();
    assert_eq!(register.rate_lines.len(), lines.len());
    for line in &register.rate_lines {
        assert_eq!(replayed.get(&line.id.0), Some(&Entity::RateLine(line.clone())));
        let raises = told.saved.iter().filter(|(_, raised)| *raised == line.id.0).count();
        let expected = 20_000_000 + 10_000 * i64::try_from(raises).unwrap();
        assert_eq!(line.amount.scaled(), expected, "{raises} times raised");
    }
    let verified = store.verify(&[]).unwrap();
    assert!(verified.ok(), "{:?}", verified.problems);
}
