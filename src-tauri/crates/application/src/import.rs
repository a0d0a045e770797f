//! The use case of an import: what a plan decided is saved whole, or not at all.

mod by_hand;

use crate::permission::UseCase;
use crate::ports::{Actor, Clock, EntityChange, Identities, LogHead, Operation, Progress, Store, StoreError};

pub use by_hand::{ByHand, Fields, IMPORT, by_hand};

/// Saves what an import decided, as one operation of the log. An import that changes nothing writes nothing.
///
/// # Errors
/// [`StoreError::Forbidden`], [`StoreError::Conflict`] when the register changed since the preview, [`StoreError::Cancelled`] when
/// `progress` said stop, [`StoreError::Full`] and the like; nothing is written then.
pub fn commit(
    store: &mut dyn Store,
    actor: Actor,
    clock: &dyn Clock,
    ids: &dyn Identities,
    changes: Vec<EntityChange>,
    file_name: &str,
    progress: Progress<'_>,
) -> Result<LogHead, StoreError> {
    actor.authorise(UseCase::Import)?;
    actor.authorise_changes(&changes)?;
    if changes.is_empty() {
        return store.head();
    }
    let operation = Operation {
        id: ids.next(),
        name: IMPORT.to_owned(),
        actor,
        at: clock.now(),
        changes,
        reason: Some(format!("Import af {file_name}")),
    };
    store.save(&operation, progress)
}
