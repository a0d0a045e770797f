//! Who signs in: the first person of a database, and who is added, changed or removed after.
//!
//! Invariant: somebody who was removed stays as a record, since the log names them.

use vilkaar_domain::{Entity, Roles, User, UserId};

use crate::ports::{Actor, Clock, EntityChange, Identities, Operation, Store, StoreError};

/// Gives the people of a new database (or of one that is older than roles) their records and the roles of
/// design §8. Does nothing where somebody is recorded already.
///
/// # Errors
/// Where the store can't save it.
pub fn record_first(
    store: &mut dyn Store,
    people: &[(UserId, String)],
    actor: Actor,
    clock: &dyn Clock,
    ids: &dyn Identities,
) -> Result<bool, StoreError> {
    if !store.load()?.users.is_empty() {
        return Ok(false);
    }
    let changes = people
        .iter()
        .map(|(id, name)| EntityChange {
            before: None,
            after: Entity::User(User {
                id: *id,
                name: name.clone(),
                login: None,
                roles: Roles::of_first_user(),
                employee: None,
                removed_on: None,
            }),
            citizen: None,
            reason: None,
        })
        .collect();
    let operation = Operation {
        id: ids.next(),
        name: "people".to_owned(),
        actor,
        at: clock.now(),
        changes,
        reason: None,
    };
    store.save(&operation, &mut |_, _| true)?;
    Ok(true)
}
