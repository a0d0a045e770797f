//! Changing one record by hand: over the record that it was decided on, or not at all.
//!
//! Invariant: a change never goes over somebody else's in silence. Where the record is another by now, nothing
//! is written and the caller is told what it is and who made it so.

use uuid::Uuid;
use vilkaar_domain::{CitizenId, Entity};

use crate::permission::UseCase;
use crate::ports::{Actor, Clock, EntityChange, LogEntry, Operation, Store, StoreError};

/// A change of one record.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What it is part of.
    pub use_case: UseCase,
    /// Its id: the same when it is repeated after a broken connection.
    pub operation: Uuid,
    /// What the log calls it.
    pub name: &'static str,
    /// The record that it was decided on.
    pub before: Entity,
    /// The record as it shall be.
    pub after: Entity,
    /// The citizen it is about.
    pub citizen: Option<CitizenId>,
    /// Why; none where nothing was said.
    pub reason: Option<String>,
}

/// What became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Edited {
    /// It is saved, or there was nothing to change.
    Saved,
    /// Somebody changed the record meanwhile; nothing was written.
    Clashed {
        /// The newest entry about the record: who, when, and the record as it is now.
        latest: Option<Box<LogEntry>>,
    },
}

/// Saves a change, unless somebody else was there first.
///
/// # Errors
/// [`StoreError::Forbidden`], [`StoreError::Unreachable`] (repeat it with the same operation), and what the
/// store says; nothing is written then, or it is and repeating changes nothing.
pub fn save(
    store: &mut dyn Store,
    actor: Actor,
    clock: &dyn Clock,
    edit: Edit,
) -> Result<Edited, StoreError> {
    actor.authorise(edit.use_case)?;
    let record = edit.after.id();
    let changes = vec![EntityChange {
        before: Some(edit.before),
        after: edit.after,
        citizen: edit.citizen,
        reason: None,
    }];
    actor.authorise_changes(&changes)?;
    let operation = Operation {
        id: edit.operation,
        name: edit.name.to_owned(),
        actor,
        at: clock.now(),
        changes,
        reason: edit.reason,
    };
    match store.save(&operation, &mut |_, _| true) {
        Ok(_) => Ok(Edited::Saved),
        Err(StoreError::Conflict { .. }) => {
            let latest = store.history(&[record], 1)?.into_iter().next().map(Box::new);
            Ok(Edited::Clashed { latest })
        }
        Err(error) => Err(error),
    }
}
