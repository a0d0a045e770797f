//! Undoing one's own latest changes, and making them again.
//!
//! Invariant: a change is undone only while each of its records stands as it left them, so that undoing never goes
//! over what somebody, oneself included, did later. The id of an undo follows from what it undoes: whether something
//! was undone stands in the log itself, sent twice it is done once, and undoing the undo makes the change again.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Duration, Utc};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use vilkaar_domain::{CitizenId, Entity, Register};

use crate::log::{Chain, Done, EntriesQuery, LogLine, LogQuery};
use crate::permission::UseCase;
use crate::ports::{Actor, Clock, EntityChange, LogEntry, Operation, Store, StoreError};

/// What the log calls the undoing of a change.
pub const UNDO: &str = "undo";
/// What it calls the undoing of an undo: the change is made again.
pub const REDO: &str = "redo";

/// Operations of one's own that are looked through for one to undo.
const LOOKED_THROUGH: u32 = 200;
/// Lines read at a time.
const PAGE: u32 = 40;
/// Changes since by others that are looked at; after more, something stands differently anyway.
const LATER_ENTRIES: u32 = 500;
/// An operation with more entries isn't held against the log before it is asked to be undone.
pub const LOOKED_AT_AHEAD: u64 = 500;

/// One's own operation that may be undone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Its id.
    pub operation: Uuid,
    /// What the log calls it.
    pub name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Its entries by kind of record.
    pub kinds: Vec<(String, u64)>,
}

impl Step {
    /// Entries in all.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.kinds.iter().map(|(_, count)| count).sum()
    }
}

/// Why something isn't undone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// It is no operation of one's own, or too long ago.
    Unknown,
    /// Who is who isn't undone: people are added and removed, with their keys.
    People,
    /// Its content was deleted from the log in its time, or is withheld from the role.
    ContentGone,
    /// The same was changed since.
    ChangedSince {
        /// The newest change: who and when.
        by: Box<LogEntry>,
    },
    /// Something that was added since can't be without what would be taken out.
    BuiltOn {
        /// What.
        record: Box<Entity>,
        /// Its newest entry: who and when; none where the log doesn't say.
        by: Option<Box<LogEntry>>,
    },
}

/// What came of undoing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undone {
    /// The undo's own id: undo that, and the change is there again.
    pub operation: Uuid,
    /// What was taken back.
    pub step: Step,
}

/// Why it wasn't undone.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum UndoError {
    /// Nothing is changed, for this reason.
    #[error("not undone")]
    Refused(Refusal),
    /// The store can't be read or written, or the roles don't allow it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The id of the operation that undoes this one.
#[must_use]
pub fn undo_of(operation: Uuid) -> Uuid {
    let digest = Sha256::new().chain_update(b"undo of ").chain_update(operation.as_bytes()).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// One's own newest operation that isn't undone: what Ctrl+Z takes. Whether it still stands is [`refusal`]'s.
///
/// # Errors
/// [`StoreError::Forbidden`], and where the log can't be read.
pub fn latest(store: &mut dyn Store, actor: &Actor) -> Result<Option<Step>, StoreError> {
    actor.authorise(UseCase::Undo)?;
    let mut query = LogQuery {
        person: Some(actor.person),
        chain: Some(Chain::Changes),
        limit: PAGE,
        ..LogQuery::default()
    };
    // An undo is newer than what it undoes, so it was seen before.
    let mut seen: HashSet<Uuid> = HashSet::new();
    let mut looked_through = 0;
    while looked_through < LOOKED_THROUGH {
        let page = store.search_log(&query)?;
        let steps: Vec<Step> = page.lines.iter().filter_map(step_of).collect();
        // Of one instant the order says nothing of which came first.
        seen.extend(steps.iter().map(|step| step.operation));
        let open = steps.into_iter().find(|step| {
            step.name != UNDO && !is_of_people(step) && !seen.contains(&undo_of(step.operation))
        });
        match (open, page.next) {
            (None, Some(next)) => query.after = Some(next),
            (open, _) => return Ok(open),
        }
        looked_through += PAGE;
    }
    Ok(None)
}

/// A line of the log of changes as something that may be undone.
fn step_of(line: &LogLine) -> Option<Step> {
    match &line.done {
        Done::Changed { operation, name, kinds, .. } if !kinds.is_empty() => {
            Some(Step { operation: *operation, name: name.clone(), at: line.at, kinds: kinds.clone() })
        }
        _ => None,
    }
}

fn is_of_people(step: &Step) -> bool {
    step.kinds.iter().any(|(kind, _)| kind == "user")
}

/// All entries of an operation, oldest first.
///
/// # Errors
/// Where the log can't be read.
pub fn entries(store: &mut dyn Store, operation: Uuid) -> Result<Vec<LogEntry>, StoreError> {
    store.operation_entries(&EntriesQuery {
        operation,
        citizen: None,
        kinds: vec![],
        after: 0,
        limit: u32::MAX,
    })
}

/// An operation of one's own by its id; none where it is somebody else's or isn't there.
fn own(store: &mut dyn Store, actor: &Actor, operation: Uuid) -> Result<Option<Step>, StoreError> {
    let query = EntriesQuery { operation, citizen: None, kinds: vec![], after: 0, limit: 1 };
    let Some(entry) = store.operation_entries(&query)?.into_iter().next() else { return Ok(None) };
    let page = store.search_log(&LogQuery {
        person: Some(actor.person),
        chain: Some(Chain::Changes),
        from: Some(entry.at),
        before: Some(entry.at + Duration::microseconds(1)),
        limit: crate::log::MOST_LINES,
        ..LogQuery::default()
    })?;
    Ok(page.lines.iter().filter_map(step_of).find(|step| step.operation == operation))
}

/// What undoing would change: each record back to what it was, in the opposite order.
struct Inverse {
    changes: Vec<EntityChange>,
    taken_out: HashSet<Uuid>,
}

/// The opposite of an operation; none where the log doesn't tell everything of it any more.
fn inverse(entries: &[LogEntry]) -> Option<Inverse> {
    let mut places: HashMap<Uuid, usize> = HashMap::new();
    let mut changes: Vec<EntityChange> = Vec::new();
    for entry in entries.iter().rev() {
        let payload = entry.payload.as_ref()?;
        // A record that the operation touched twice goes back to what it was before the first.
        if let Some(at) = places.get(&entry.entity_id) {
            changes[*at].after.clone_from(&payload.before);
            continue;
        }
        places.insert(entry.entity_id, changes.len());
        changes.push(EntityChange {
            before: payload.after.clone(),
            after: payload.before.clone(),
            citizen: None,
            reason: None,
        });
    }
    changes.retain(|change| change.before != change.after);
    let taken_out = changes.iter().filter(|change| change.after.is_none()).map(EntityChange::id).collect();
    Some(Inverse { changes, taken_out })
}

/// Why an operation can't be undone as things stand; none where it can.
///
/// # Errors
/// Where the log can't be read.
pub fn refusal(
    store: &mut dyn Store,
    register: &Register,
    step: &Step,
    entries: &[LogEntry],
) -> Result<Option<Refusal>, StoreError> {
    if is_of_people(step) {
        return Ok(Some(Refusal::People));
    }
    let Some(inverse) = inverse(entries) else { return Ok(Some(Refusal::ContentGone)) };
    if let Some(by) = changed_since(store, step.operation, &inverse)? {
        return Ok(Some(Refusal::ChangedSince { by: Box::new(by) }));
    }
    let Some(record) = register.in_need_of(&inverse.taken_out) else { return Ok(None) };
    let by = store.history(&[record.id()], 1)?.into_iter().next().map(Box::new);
    Ok(Some(Refusal::BuiltOn { record: Box::new(record), by }))
}

/// The newest change since of what an operation changed, less those that were undone themselves.
fn changed_since(
    store: &mut dyn Store,
    operation: Uuid,
    inverse: &Inverse,
) -> Result<Option<LogEntry>, StoreError> {
    let ids: Vec<Uuid> = inverse.changes.iter().map(EntityChange::id).collect();
    let room = u32::try_from(ids.len()).unwrap_or(u32::MAX).saturating_add(LATER_ENTRIES);
    let mut reached: HashSet<Uuid> = HashSet::new();
    let mut since: Vec<LogEntry> = Vec::new();
    let mut newest: HashMap<Uuid, LogEntry> = HashMap::new();
    for entry in store.history(&ids, room)? {
        newest.entry(entry.entity_id).or_insert_with(|| entry.clone());
        if entry.operation_id == operation {
            reached.insert(entry.entity_id);
        } else if !reached.contains(&entry.entity_id) {
            since.push(entry);
        }
    }
    // More was done to a record than was read: whatever it was, it isn't as it was left.
    if let Some(id) = ids.iter().find(|id| !reached.contains(id)) {
        return Ok(newest.remove(id).or_else(|| since.into_iter().next()));
    }
    let undone = taken_back(&since);
    if let Some(by) = since.into_iter().find(|entry| !undone.contains(&entry.operation_id)) {
        return Ok(Some(by));
    }
    // What was undone since left each record as it was; a record that isn't was changed past the log.
    let differs = inverse.changes.iter().find_map(|change| {
        let entry = newest.remove(&change.id())?;
        let stands = entry.payload.as_ref().is_some_and(|payload| payload.after == change.before);
        (!stands).then_some(entry)
    });
    Ok(differs)
}

/// Operations of `entries` (newest first) that cancel each other: one and its undo.
fn taken_back(entries: &[LogEntry]) -> HashSet<Uuid> {
    let all: HashSet<Uuid> = entries.iter().map(|entry| entry.operation_id).collect();
    let mut gone: HashSet<Uuid> = HashSet::new();
    for entry in entries.iter().rev() {
        let undo = undo_of(entry.operation_id);
        if !gone.contains(&entry.operation_id) && all.contains(&undo) {
            gone.extend([entry.operation_id, undo]);
        }
    }
    gone
}

/// Undoes one's own operation; of one that was undone already, says so again. `reason` tells what is undone, in words
/// made of its entries.
///
/// # Errors
/// [`UndoError::Refused`], and [`UndoError::Store`] with what the store says ([`StoreError::Forbidden`] where a role
/// is missing that the change needed); nothing is changed then.
pub fn undo(
    store: &mut dyn Store,
    actor: Actor,
    clock: &dyn Clock,
    register: &Register,
    operation: Uuid,
    reason: &dyn Fn(&Step, &[LogEntry]) -> String,
) -> Result<Undone, UndoError> {
    actor.authorise(UseCase::Undo).map_err(StoreError::from)?;
    let asked = own(store, &actor, operation)?.ok_or(UndoError::Refused(Refusal::Unknown))?;
    // Where it was undone and made again, the last of these is what is undone now.
    let (mut step, mut is_undone) = (asked.clone(), false);
    while let Some(later) = own(store, &actor, undo_of(step.operation))? {
        step = later;
        is_undone = !is_undone;
    }
    if is_undone {
        return Ok(Undone { operation: step.operation, step: asked });
    }
    let entries = entries(store, step.operation)?;
    if let Some(refusal) = refusal(store, register, &step, &entries)? {
        return Err(UndoError::Refused(refusal));
    }
    let inverse = inverse(&entries).ok_or(UndoError::Refused(Refusal::ContentGone))?;
    let mut changes = inverse.changes;
    let citizens = Citizens::of(register, &changes);
    for change in &mut changes {
        change.citizen = change.record().and_then(|record| citizens.of_record(record));
    }
    actor.authorise_changes(&changes)?;
    let id = undo_of(step.operation);
    let operation = Operation {
        id,
        name: if step.name == UNDO { REDO } else { UNDO }.to_owned(),
        actor,
        at: clock.now(),
        changes,
        reason: Some(reason(&step, &entries)),
    };
    match store.save(&operation, &mut |_, _| true) {
        Ok(_) => Ok(Undone { operation: id, step }),
        Err(StoreError::Conflict { id, .. }) => match store.history(&[id], 1)?.into_iter().next() {
            Some(by) => Err(UndoError::Refused(Refusal::ChangedSince { by: Box::new(by) })),
            None => Err(StoreError::Conflict { kind: String::new(), id }.into()),
        },
        Err(error) => Err(error.into()),
    }
}

/// Whose file a record is in, for the log per citizen: by the register, and by what the operation itself holds.
struct Citizens {
    placements: HashMap<Uuid, CitizenId>,
    goals: HashMap<Uuid, Uuid>,
}

impl Citizens {
    fn of(register: &Register, changes: &[EntityChange]) -> Self {
        let mut placements: HashMap<Uuid, CitizenId> =
            register.placements.iter().map(|placement| (placement.id.0, placement.citizen)).collect();
        let mut goals: HashMap<Uuid, Uuid> =
            register.goals.iter().map(|goal| (goal.id.0, goal.placement.0)).collect();
        for record in changes.iter().filter_map(EntityChange::record) {
            match record {
                Entity::Placement(placement) => {
                    placements.insert(placement.id.0, placement.citizen);
                }
                Entity::Goal(goal) => {
                    goals.insert(goal.id.0, goal.placement.0);
                }
                _ => {}
            }
        }
        Self { placements, goals }
    }

    fn of_record(&self, record: &Entity) -> Option<CitizenId> {
        let placement = match record {
            Entity::Citizen(r) => return Some(r.id),
            Entity::Placement(r) => return Some(r.citizen),
            Entity::FollowUp(r) => self.goals.get(&r.goal.0).copied(),
            Entity::SubGoal(r) => self.goals.get(&r.goal.0).copied(),
            Entity::RateLine(r) => Some(r.placement.0),
            Entity::Contract(r) => Some(r.placement.0),
            Entity::Goal(r) => Some(r.placement.0),
            Entity::DeliveredHours(r) => Some(r.placement.0),
            Entity::StepRate(r) => Some(r.placement.0),
            Entity::SearchedOffer(r) => Some(r.placement.0),
            Entity::Attachment(r) => Some(r.placement.0),
            Entity::AgendaMark(r) => Some(r.placement.0),
            Entity::NotifiedRate(r) => Some(r.placement.0),
            Entity::Provider(_)
            | Entity::Offer(_)
            | Entity::OwnOffer(_)
            | Entity::ExpectedYouth(_)
            | Entity::BudgetLine(_)
            | Entity::PriceIndex(_)
            | Entity::RefundLimits(_)
            | Entity::Settings(_)
            | Entity::SavedFilter(_)
            | Entity::User(_) => None,
        };
        placement.and_then(|id| self.placements.get(&id).copied())
    }
}
