//! What is promised of undoing: it restores every figure, can itself be undone, and never goes over what somebody else
//! did. On a made-up municipality and a store in memory that keeps the log as the databases do.
#![allow(clippy::unwrap_used, reason = "what fails to be set up is a failed test")]

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use proptest::prelude::*;
use uuid::Uuid;
use vilkaar_application::log::insight::{CitizenQuery, Recorded};
use vilkaar_application::log::{Chain, Done, EntriesQuery, LogLine, LogPage, LogQuery};
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::{
    Actor, Beside, Clock, EntityChange, KeptDraft, LogEntry, LogHead, LogPayload, Operation, Progress,
    ReadRecord, Store, StoreError, Verification,
};
use vilkaar_application::undo::{self, REDO, Refusal, UNDO, UndoError};
use vilkaar_domain::*;
use vilkaar_testkit::municipality;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

/// Each look at it is a second later.
#[derive(Default)]
struct Ticking(AtomicI64);

impl Clock for Ticking {
    fn today(&self) -> NaiveDate {
        day()
    }
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_000_000 + self.0.fetch_add(1, Ordering::Relaxed), 0).unwrap()
    }
}

fn actor(number: u128) -> Actor {
    let name = if number == 1 { "Karina Holst" } else { "Ib Øst" };
    Actor {
        person: Uuid::from_u128(number),
        name: name.to_owned(),
        origin: "prøve".to_owned(),
        roles: Roles::of_first_user(),
    }
}

/// A database in memory.
struct Memory {
    register: Register,
    log: Vec<Operation>,
}

impl Memory {
    fn new() -> Self {
        Self { register: municipality::of(6), log: Vec::new() }
    }

    fn standing(&self, change: &EntityChange) -> Option<Entity> {
        let id = change.id();
        let found = self.register.referring().find(|record| record.id() == id);
        match change.record() {
            Some(Entity::User(_)) => {
                self.register.users.iter().find(|r| r.id.0 == id).cloned().map(Entity::User)
            }
            _ => found,
        }
    }

    /// Entries oldest first, with their person.
    fn entries(&self) -> Vec<LogEntry> {
        let mut seq = 0;
        let mut entries = Vec::new();
        for operation in &self.log {
            for change in &operation.changes {
                seq += 1;
                entries.push(LogEntry {
                    seq,
                    operation_id: operation.id,
                    at: operation.at,
                    who: operation.actor.name.clone(),
                    origin: operation.actor.origin.clone(),
                    operation: operation.name.clone(),
                    entity_kind: change.kind().to_owned(),
                    entity_id: change.id(),
                    payload: Some(LogPayload { before: change.before.clone(), after: change.after.clone() }),
                    reason: operation.reason.clone(),
                });
            }
        }
        entries
    }
}

impl Store for Memory {
    fn load(&mut self) -> Result<Register, StoreError> {
        Ok(self.register.clone())
    }
    fn register_as_of(&mut self, _: DateTime<Utc>) -> Result<Register, StoreError> {
        unreachable!()
    }
    fn save(&mut self, operation: &Operation, _: Progress<'_>) -> Result<LogHead, StoreError> {
        let head = LogHead { seq: 0, hash: String::new(), at: None };
        if self.log.iter().any(|known| known.id == operation.id) {
            return Ok(head);
        }
        for change in &operation.changes {
            if self.standing(change) != change.before {
                return Err(StoreError::Conflict { kind: change.kind().to_owned(), id: change.id() });
            }
        }
        for change in &operation.changes {
            self.register.apply(change.before.as_ref(), change.after.clone());
        }
        self.log.push(operation.clone());
        Ok(head)
    }
    fn record_reads(&mut self, _: &[ReadRecord]) -> Result<(), StoreError> {
        unreachable!()
    }
    fn history(&mut self, ids: &[Uuid], limit: u32) -> Result<Vec<LogEntry>, StoreError> {
        let entries = self.entries().into_iter().rev().filter(|entry| ids.contains(&entry.entity_id));
        Ok(entries.take(limit as usize).collect())
    }
    fn changed_by_hand(&mut self) -> Result<Vec<LogEntry>, StoreError> {
        unreachable!()
    }
    fn search_log(&mut self, query: &LogQuery) -> Result<LogPage, StoreError> {
        assert_eq!(query.chain, Some(Chain::Changes));
        let mut lines: Vec<LogLine> = self
            .log
            .iter()
            .rev()
            .filter(|operation| Some(operation.actor.person) == query.person)
            .filter(|operation| query.from.is_none_or(|from| operation.at >= from))
            .filter(|operation| query.before.is_none_or(|before| operation.at < before))
            .filter(|operation| query.after.is_none_or(|after| operation.at < after.at))
            .map(|operation| LogLine {
                at: operation.at,
                person: operation.actor.person,
                who: operation.actor.name.clone(),
                origin: operation.actor.origin.clone(),
                done: Done::Changed {
                    operation: operation.id,
                    name: operation.name.clone(),
                    reason: operation.reason.clone(),
                    kinds: operation.changes.iter().map(|change| (change.kind().to_owned(), 1)).collect(),
                    entries: vec![],
                },
            })
            .collect();
        let limit = query.limit as usize;
        let has_more = lines.len() > limit;
        lines.truncate(limit);
        let next = lines.last().map(LogLine::cursor).filter(|_| has_more);
        Ok(LogPage { lines, next })
    }
    fn operation_entries(&mut self, query: &EntriesQuery) -> Result<Vec<LogEntry>, StoreError> {
        let entries = self.entries().into_iter().filter(|entry| entry.operation_id == query.operation);
        Ok(entries.take(query.limit as usize).collect())
    }
    fn citizen_log(&mut self, _: &CitizenQuery) -> Result<Vec<Recorded>, StoreError> {
        unreachable!()
    }
    fn head(&mut self) -> Result<LogHead, StoreError> {
        unreachable!()
    }
    fn note(&mut self, _: &str) -> Result<Option<String>, StoreError> {
        unreachable!()
    }
    fn set_note(&mut self, _: &str, _: &str) -> Result<(), StoreError> {
        unreachable!()
    }
    fn verify(&mut self, _: &[LogHead]) -> Result<Verification, StoreError> {
        unreachable!()
    }
}

impl Beside for Memory {
    fn drafts(&mut self) -> Result<Vec<KeptDraft>, StoreError> {
        Ok(Vec::new())
    }
    fn keep_draft(&mut self, _: &KeptDraft) -> Result<(), StoreError> {
        Ok(())
    }
    fn drop_draft(&mut self, _: &str) -> Result<(), StoreError> {
        Ok(())
    }
    fn put_file(&mut self, _: AttachmentId, _: &[u8], _: DateTime<Utc>) -> Result<(), StoreError> {
        Ok(())
    }
    fn file(&mut self, _: AttachmentId) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(None)
    }
}

/// Something that somebody does by hand.
#[derive(Clone, Copy, Debug)]
struct Deed {
    who: u128,
    what: u8,
    at: usize,
}

fn deed() -> impl Strategy<Value = Deed> {
    (1_u128..=2, 0_u8..6, 0_usize..1_000).prop_map(|(who, what, at)| Deed { who, what, at })
}

fn update(before: Entity, after: Entity) -> EntityChange {
    EntityChange { before: Some(before), after: Some(after), citizen: None, reason: None }
}

fn addition(after: Entity) -> EntityChange {
    EntityChange { before: None, after: Some(after), citizen: None, reason: None }
}

/// A rate from a day: the old line is closed and another opened.
fn succession(line: &RateLine, number: usize) -> Vec<EntityChange> {
    let closed = RateLine { to: NaiveDate::from_ymd_opt(2026, 12, 31), ..line.clone() };
    let next = RateLine {
        id: RateLineId(Uuid::now_v7()),
        amount: Rate::from_scaled(line.amount.scaled() + 10_000 * (1 + i64::try_from(number % 9).unwrap())),
        from: NaiveDate::from_ymd_opt(2027, 1, 1).unwrap(),
        to: None,
        ..line.clone()
    };
    vec![update(Entity::RateLine(line.clone()), Entity::RateLine(closed)), addition(Entity::RateLine(next))]
}

/// What it changes as things stand; nothing where there is nothing to do it with.
fn changes(register: &Register, deed: Deed) -> Vec<EntityChange> {
    let open: Vec<&RateLine> =
        register.rate_lines.iter().filter(|line| line.to.is_none() && !line.annulled).collect();
    let line = open.get(deed.at % open.len().max(1)).copied();
    let placement = &register.placements[deed.at % register.placements.len()];
    match deed.what {
        0 => line.map(|line| succession(line, deed.at)).unwrap_or_default(),
        1 => {
            let after = vilkaar_domain::Placement {
                case_worker: Some(format!("Medarbejder {}", deed.at % 5)),
                ..placement.clone()
            };
            vec![update(Entity::Placement(placement.clone()), Entity::Placement(after))]
        }
        2 => {
            let goal = &register.goals[deed.at % register.goals.len()];
            vec![addition(Entity::FollowUp(FollowUp {
                id: FollowUpId(Uuid::now_v7()),
                goal: goal.id,
                date: day(),
                level: None,
                source: None,
                result: None,
                remark: None,
            }))]
        }
        3 => {
            let ended_on = Some(day());
            let after = vilkaar_domain::Placement { ended_on, ..placement.clone() };
            let mut all = vec![update(Entity::Placement(placement.clone()), Entity::Placement(after))];
            all.extend(open.iter().filter(|line| line.placement == placement.id).map(|line| {
                let closed = RateLine { to: ended_on, ..(*line).clone() };
                update(Entity::RateLine((*line).clone()), Entity::RateLine(closed))
            }));
            all
        }
        // A bulk indexation.
        4 => open.iter().take(12).flat_map(|line| succession(line, deed.at)).collect(),
        // A wrong line and the right one.
        _ => line
            .map(|line| {
                let wrong = RateLine { annulled: true, ..line.clone() };
                let right = RateLine {
                    id: RateLineId(Uuid::now_v7()),
                    amount: Rate::from_scaled(line.amount.scaled() + 50_000),
                    corrects: Some(line.id),
                    ..line.clone()
                };
                vec![
                    update(Entity::RateLine(line.clone()), Entity::RateLine(wrong)),
                    addition(Entity::RateLine(right)),
                ]
            })
            .unwrap_or_default(),
    }
}

/// Does it, and gives the operation's id; none where it changed nothing.
fn act(store: &mut Memory, clock: &Ticking, deed: Deed) -> Option<Uuid> {
    let mut changes = changes(&store.register, deed);
    changes.retain(|change| change.before != change.after);
    if changes.is_empty() {
        return None;
    }
    let id = Uuid::now_v7();
    let operation = Operation {
        id,
        name: "edit".to_owned(),
        actor: actor(deed.who),
        at: clock.now(),
        changes,
        reason: None,
    };
    store.save(&operation, &mut |_, _| true).unwrap();
    Some(id)
}

fn take_back(store: &mut Memory, clock: &Ticking, who: u128, operation: Uuid) -> Result<Uuid, UndoError> {
    let register = store.register.clone();
    let reason = |_: &undo::Step, _: &[LogEntry]| "Fortrudt: noget".to_owned();
    undo::undo(store, actor(who), clock, &register, operation, &reason).map(|undone| undone.operation)
}

/// All records in one order, and the figures that come of them.
fn everything(register: &Register) -> (Register, Vec<[Option<Money>; 3]>) {
    let mut sorted = register.clone();
    sorted.rate_lines.sort_by_key(|record| record.id);
    sorted.follow_ups.sort_by_key(|record| record.id);
    sorted.placements.sort_by_key(|record| record.id);
    let portfolio = Portfolio::new(Arc::new(sorted.clone()), day());
    let figures = portfolio
        .cases()
        .iter()
        .map(|facts| [facts.annualised, facts.year_gross, Some(facts.next_twelve_months)])
        .collect();
    (sorted, figures)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn undo_restores_every_figure_and_undoing_the_undo_makes_the_change_again(
        earlier in proptest::collection::vec(deed(), 0..6),
        last in deed(),
    ) {
        let (mut store, clock) = (Memory::new(), Ticking::default());
        for deed in earlier {
            act(&mut store, &clock, deed);
        }
        let before = everything(&store.register);
        let Some(operation) = act(&mut store, &clock, last) else { return Ok(()) };
        let after = everything(&store.register);
        prop_assert_eq!(undo::latest(&mut store, &actor(last.who)).unwrap().unwrap().operation, operation);

        let undone = take_back(&mut store, &clock, last.who, operation).unwrap();
        prop_assert_eq!(&everything(&store.register), &before);
        // The same request sent again does nothing more.
        prop_assert_eq!(take_back(&mut store, &clock, last.who, operation).unwrap(), undone);
        prop_assert_eq!(&everything(&store.register), &before);
        prop_assert!(undo::latest(&mut store, &actor(last.who)).unwrap().is_none_or(|next| next.operation != operation));

        let again = take_back(&mut store, &clock, last.who, undone).unwrap();
        prop_assert_eq!(&everything(&store.register), &after);
        prop_assert_eq!(&store.log.last().unwrap().name, REDO);
        prop_assert_eq!(undo::latest(&mut store, &actor(last.who)).unwrap().unwrap().operation, again);
        // And round once more.
        take_back(&mut store, &clock, last.who, operation).unwrap();
        prop_assert_eq!(&everything(&store.register), &before);
        prop_assert_eq!(&store.log.last().unwrap().name, UNDO);
    }

    #[test]
    fn undo_never_goes_over_what_somebody_else_did(deeds in proptest::collection::vec(deed(), 1..10)) {
        let (mut store, clock) = (Memory::new(), Ticking::default());
        let mut done = Vec::new();
        for deed in deeds {
            if let Some(id) = act(&mut store, &clock, deed) {
                done.push((deed.who, id));
            }
        }
        let touched = |store: &Memory, id: Uuid| -> HashSet<Uuid> {
            let operation = store.log.iter().find(|operation| operation.id == id).unwrap();
            operation.changes.iter().map(EntityChange::id).collect()
        };
        for at in (0..done.len()).rev().filter(|at| done[*at].0 == 1) {
            let mine = touched(&store, done[at].1);
            let theirs = done[at + 1..].iter().any(|(who, id)| *who == 2 && !touched(&store, *id).is_disjoint(&mine));
            let before = everything(&store.register);
            let undone = take_back(&mut store, &clock, 1, done[at].1);
            if theirs {
                prop_assert!(matches!(undone, Err(UndoError::Refused(Refusal::ChangedSince { .. }))), "{:?}", undone);
            }
            if undone.is_err() {
                prop_assert_eq!(everything(&store.register), before);
            }
        }
        // Whatever was undone, everything that the other did to a record last stands.
        for (at, (_, id)) in done.iter().enumerate().filter(|(_, (who, _))| *who == 2) {
            let operation = store.log.iter().find(|operation| operation.id == *id).unwrap().clone();
            for change in &operation.changes {
                let later = done[at + 1..].iter().any(|(_, later)| touched(&store, *later).contains(&change.id()));
                if !later {
                    prop_assert_eq!(store.standing(change), change.after.clone());
                }
            }
        }
    }

    #[test]
    fn ones_own_changes_go_back_one_by_one_to_where_one_began(deeds in proptest::collection::vec(deed(), 1..8)) {
        let (mut store, clock) = (Memory::new(), Ticking::default());
        let before = everything(&store.register);
        for deed in deeds {
            act(&mut store, &clock, Deed { who: 1, ..deed });
        }
        while let Some(step) = undo::latest(&mut store, &actor(1)).unwrap() {
            take_back(&mut store, &clock, 1, step.operation).unwrap();
        }
        prop_assert_eq!(everything(&store.register), before);
    }
}

#[test]
fn who_changed_the_same_is_named_and_somebody_elses_changes_are_not_ones_own() {
    let (mut store, clock) = (Memory::new(), Ticking::default());
    let mine = act(&mut store, &clock, Deed { who: 1, what: 1, at: 0 }).unwrap();
    let theirs = act(&mut store, &clock, Deed { who: 2, what: 1, at: 6 }).unwrap();
    match take_back(&mut store, &clock, 1, mine) {
        Err(UndoError::Refused(Refusal::ChangedSince { by })) => {
            assert_eq!((by.who.as_str(), by.operation_id), ("Ib Øst", theirs));
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(take_back(&mut store, &clock, 1, theirs), Err(UndoError::Refused(Refusal::Unknown))));
    // When the other takes theirs back, mine stands as I left it again.
    take_back(&mut store, &clock, 2, theirs).unwrap();
    take_back(&mut store, &clock, 1, mine).unwrap();
}

#[test]
fn what_something_else_was_added_to_is_not_taken_out() {
    let (mut store, clock) = (Memory::new(), Ticking::default());
    let mut goal = store.register.goals[0].clone();
    goal.id = vilkaar_domain::GoalId(Uuid::now_v7());
    goal.key = "M-ny".to_owned();
    let operation = |who, change| Operation {
        id: Uuid::now_v7(),
        name: "edit".to_owned(),
        actor: actor(who),
        at: clock.now(),
        changes: vec![change],
        reason: None,
    };
    let added = operation(1, addition(Entity::Goal(goal.clone())));
    store.save(&added, &mut |_, _| true).unwrap();
    let follow_up = FollowUp {
        id: FollowUpId(Uuid::now_v7()),
        goal: goal.id,
        date: day(),
        level: None,
        source: None,
        result: None,
        remark: None,
    };
    store.save(&operation(2, addition(Entity::FollowUp(follow_up))), &mut |_, _| true).unwrap();
    match take_back(&mut store, &clock, 1, added.id) {
        Err(UndoError::Refused(Refusal::BuiltOn { record, by })) => {
            assert_eq!((record.kind(), by.unwrap().who.as_str()), ("follow_up", "Ib Øst"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn people_are_never_undone_and_roles_are_asked() {
    let (mut store, clock) = (Memory::new(), Ticking::default());
    let user = User {
        id: UserId(Uuid::from_u128(9)),
        name: "Ny".to_owned(),
        login: None,
        roles: Roles::default(),
        employee: None,
        removed_on: None,
    };
    let operation = Operation {
        id: Uuid::now_v7(),
        name: "people".to_owned(),
        actor: actor(1),
        at: clock.now(),
        changes: vec![addition(Entity::User(user))],
        reason: None,
    };
    store.save(&operation, &mut |_, _| true).unwrap();
    assert_eq!(undo::latest(&mut store, &actor(1)).unwrap(), None);
    assert!(matches!(
        take_back(&mut store, &clock, 1, operation.id),
        Err(UndoError::Refused(Refusal::People))
    ));

    let mine = act(&mut store, &clock, Deed { who: 1, what: 0, at: 0 }).unwrap();
    // Who may no longer change rates doesn't undo a rate either.
    let less = Actor { roles: [Role::CaseWorker].into_iter().collect(), ..actor(1) };
    let register = store.register.clone();
    let reason = |_: &undo::Step, _: &[LogEntry]| String::new();
    let refused = undo::undo(&mut store, less, &clock, &register, mine, &reason);
    assert_eq!(refused, Err(UndoError::Store(StoreError::Forbidden)));
}
