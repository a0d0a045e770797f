//! Changing records by hand: over the records that it was decided on, or not at all.
//!
//! Invariant: a change never goes over somebody else's in silence. Where the record is another by now, nothing
//! is written and the caller is told what it is and who made it so.

use uuid::Uuid;

use crate::permission::UseCase;
use crate::ports::{Actor, Clock, EntityChange, LogEntry, Operation, Store, StoreError};

/// A change of one record or several that belong together.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What it is part of.
    pub use_case: UseCase,
    /// Its id: the same when it is repeated after a broken connection.
    pub operation: Uuid,
    /// What the log calls it.
    pub name: &'static str,
    /// The records, each over what it was decided on.
    pub changes: Vec<EntityChange>,
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
    actor.authorise_changes(&edit.changes)?;
    let operation = Operation {
        id: edit.operation,
        name: edit.name.to_owned(),
        actor,
        at: clock.now(),
        changes: edit.changes,
        reason: edit.reason,
    };
    match store.save(&operation, &mut |_, _| true) {
        Ok(_) => Ok(Edited::Saved),
        Err(StoreError::Conflict { id, .. }) => {
            let latest = store.history(&[id], 1)?.into_iter().next().map(Box::new);
            Ok(Edited::Clashed { latest })
        }
        Err(error) => Err(error),
    }
}
