//! Changes of the dated settings.

use vilkaar_domain::{Entity, Settings};

use crate::permission::UseCase;
use crate::ports::{Actor, Clock, EntityChange, Identities, Operation, Store, StoreError};

/// Names the municipality of a new database: title of the window and of the papers.
///
/// # Errors
/// [`StoreError::Forbidden`], and where the store can't save it.
pub fn name_municipality(
    store: &mut dyn Store,
    actor: Actor,
    clock: &dyn Clock,
    ids: &dyn Identities,
    municipality: &str,
) -> Result<(), StoreError> {
    actor.authorise(UseCase::ChangeSettings)?;
    let before = store.load()?.settings;
    let after = Settings { municipality: municipality.trim().to_owned(), ..before.clone() };
    if after == before {
        return Ok(());
    }
    let operation = Operation {
        id: ids.next(),
        name: "settings".to_owned(),
        actor,
        at: clock.now(),
        changes: vec![EntityChange {
            before: Some(Entity::Settings(before)),
            after: Some(Entity::Settings(after)),
            citizen: None,
            reason: None,
        }],
        reason: None,
    };
    store.save(&operation, &mut |_, _| true).map(|_| ())
}
