//! Who signs in: the first person of a database, and who is added, changed or removed after.
//!
//! Invariants: somebody who was removed stays as a record, since the log names them. A record ([`User`]) says
//! what somebody may do and is logged; access (a key in `keys.json`, a role of a server) is what they sign in
//! with. The two can't be written in one step, so the record always comes first. Cut between the two,
//! - somebody added is on the list without access, and adding them again gives it;
//! - somebody removed has access but no roles, so nothing to do or see, and removing them again takes it;
//! - somebody renamed signs in by the old name, and saving again mends it.
//!
//! Access without a record gives no roles.

mod everybody;

use unicode_normalization::UnicodeNormalization as _;
use vilkaar_domain::{Entity, Role, Roles, User, UserId};
use zeroize::Zeroizing;

use crate::permission::{Forbidden, UseCase};
use crate::ports::{Actor, Clock, EntityChange, Identities, Operation, Store, StoreError};
use everybody::Everybody;

pub use vilkaar_wording::people::{PeopleProblem, Standing};

/// Somebody who can sign in, as the database's access knows them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holder {
    /// Who, as the record names them.
    pub id: UserId,
    /// The name they sign in by.
    pub name: String,
    /// Must they change what they were given at the first sign-in?
    pub is_one_time: bool,
}

/// A database that knows who can sign in: any, also a shared one, where access is given over an
/// administrator's connection and not by the program.
pub trait Access: Store {
    /// Everybody who can sign in.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be read.
    fn holders(&mut self) -> Result<Vec<Holder>, StoreError>;

    /// Does a server hold back what roles withhold? If not, such roles can't be given.
    fn withholds(&self) -> bool;
}

/// A database in which the program itself gives and takes access: a local one.
pub trait Keys: Access {
    /// Why it could not be done.
    type Error;
    /// What comes of taking access: secrets to hand over.
    type Withdrawn;

    /// Is that the passphrase of the person signed in?
    ///
    /// # Errors
    /// When it isn't.
    fn confirm(&mut self, passphrase: &str) -> Result<(), Self::Error>;

    /// Lets somebody sign in; a one-time passphrase to hand over.
    ///
    /// # Errors
    /// When it can't be written; the person can't sign in then.
    fn give(&mut self, id: UserId, name: &str) -> Result<Zeroizing<String>, Self::Error>;

    /// Puts a one-time passphrase in the place of somebody's own.
    ///
    /// # Errors
    /// When it can't be written; the one before goes on then.
    fn renew(&mut self, id: UserId) -> Result<Zeroizing<String>, Self::Error>;

    /// Gives somebody another name to sign in by.
    ///
    /// # Errors
    /// When it can't be written.
    fn rename(&mut self, id: UserId, name: &str) -> Result<(), Self::Error>;

    /// Makes a new recovery key; the one before opens nothing any more. Needs the passphrase of the person signed in.
    ///
    /// # Errors
    /// When it can't be written; the one before goes on then.
    fn renew_recovery(&mut self, passphrase: &str) -> Result<Zeroizing<String>, Self::Error>;

    /// Takes access from somebody, whatever they kept a copy of. Needs the passphrase of the person signed in.
    ///
    /// # Errors
    /// When it can't be done; access is as before then.
    fn withdraw(&mut self, id: UserId, passphrase: &str) -> Result<Self::Withdrawn, Self::Error>;
}

/// Why people could not be added, changed or removed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeopleError<E> {
    /// What was asked for isn't possible; nothing is changed.
    #[error("{}", .0.code())]
    Problem(PeopleProblem),
    /// The roles don't allow it.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The record couldn't be read or saved.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Access couldn't be given or taken. The record may be saved; doing the same again goes on from there.
    #[error("access")]
    Access(E),
}

impl<E> From<PeopleProblem> for PeopleError<E> {
    fn from(problem: PeopleProblem) -> Self {
        Self::Problem(problem)
    }
}

/// What somebody is and may do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Details {
    /// The name.
    pub name: String,
    /// The roles.
    pub roles: Roles,
    /// The name by which sheets call them.
    pub employee: Option<String>,
}

/// Who does it, when, and why.
pub struct Doing<'a> {
    /// Who.
    pub actor: Actor,
    /// When.
    pub clock: &'a dyn Clock,
    /// New ids.
    pub ids: &'a dyn Identities,
    /// Why, where a reason was given.
    pub reason: Option<String>,
}

/// Somebody in the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// The record; made up from the access where there is none.
    pub user: User,
    /// How they stand.
    pub standing: Standing,
}

/// Are these the same name, as far as telling people apart goes?
#[must_use]
pub fn is_same_name(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.trim().nfc().collect::<String>().to_lowercase();
    plain(one) == plain(other)
}

/// An employee's name as it is kept: none for blank.
fn employee(name: Option<&str>) -> Option<String> {
    name.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned)
}

/// Saves one record as an operation `people`. Before and after may be the same: then only the log tells of it.
fn save(
    store: &mut (impl Store + ?Sized),
    doing: Doing<'_>,
    before: Option<User>,
    after: User,
) -> Result<(), StoreError> {
    let changes = vec![change_of(before, after)];
    doing.actor.authorise_changes(&changes)?;
    put(store, doing, changes)
}

/// A change of one record.
fn change_of(before: Option<User>, after: User) -> EntityChange {
    EntityChange {
        before: before.map(Entity::User),
        after: Some(Entity::User(after)),
        citizen: None,
        reason: None,
    }
}

/// Saves changes as an operation `people`.
fn put(
    store: &mut (impl Store + ?Sized),
    doing: Doing<'_>,
    changes: Vec<EntityChange>,
) -> Result<(), StoreError> {
    let operation = Operation {
        id: doing.ids.next(),
        name: "people".to_owned(),
        actor: doing.actor,
        at: doing.clock.now(),
        changes,
        reason: doing.reason,
    };
    store.save(&operation, &mut |_, _| true).map(|_| ())
}

/// Everybody: those who sign in by name, then those who were removed, newest first.
///
/// # Errors
/// [`StoreError::Forbidden`], and what the store says.
pub fn list(database: &mut (impl Access + ?Sized), actor: &Actor) -> Result<Vec<Listed>, StoreError> {
    actor.authorise(UseCase::ManagePeople)?;
    let everybody = Everybody::of(database)?;
    let unrecorded = everybody.holders.iter().filter(|holder| everybody.user(holder.id).is_none());
    let unrecorded = unrecorded.map(|holder| Listed {
        user: User {
            id: holder.id,
            name: holder.name.clone(),
            login: None,
            roles: Roles::default(),
            employee: None,
            removed_on: None,
        },
        standing: Standing::Unrecorded,
    });
    let recorded =
        everybody.users.iter().map(|user| Listed { user: user.clone(), standing: everybody.standing(user) });
    let mut listed: Vec<Listed> = recorded.chain(unrecorded).collect();
    listed.sort_by_cached_key(|Listed { user, standing }| {
        let removed = match standing {
            Standing::Removed(day) => Some(std::cmp::Reverse(*day)),
            _ => None,
        };
        (removed, user.name.to_lowercase(), user.id.0)
    });
    Ok(listed)
}

/// Adds somebody, or gives access to somebody who is on the list without it; the one-time passphrase to hand
/// over.
///
/// # Errors
/// [`PeopleError`]. After [`PeopleError::Access`] the person is on the list without access; add them again.
pub fn add<K: Keys + ?Sized>(
    database: &mut K,
    doing: Doing<'_>,
    details: &Details,
) -> Result<(User, Zeroizing<String>), PeopleError<K::Error>> {
    doing.actor.authorise(UseCase::ManagePeople)?;
    let everybody = Everybody::of(database)?;
    everybody.check_roles(&details.roles)?;
    let before = everybody.users.iter().find(|user| {
        is_same_name(&user.name, &details.name) && everybody.standing(user) == Standing::WithoutAccess
    });
    let name = everybody.free_name(&details.name, before.map(|user| user.id))?;
    let after = User {
        id: before.map_or_else(|| UserId(doing.ids.next()), |user| user.id),
        name,
        login: None,
        roles: details.roles.clone(),
        employee: employee(details.employee.as_deref()),
        removed_on: None,
    };
    if before != Some(&after) {
        save(database, doing, before.cloned(), after.clone())?;
    }
    let passphrase = database.give(after.id, &after.name).map_err(PeopleError::Access)?;
    Ok((after, passphrase))
}

/// Changes somebody's name, roles and link to the sheets.
///
/// # Errors
/// [`PeopleError`]. After [`PeopleError::Access`] the person signs in by the old name; save again.
pub fn change<K: Keys + ?Sized>(
    database: &mut K,
    doing: Doing<'_>,
    id: UserId,
    details: &Details,
) -> Result<User, PeopleError<K::Error>> {
    doing.actor.authorise(UseCase::ManagePeople)?;
    let everybody = Everybody::of(database)?;
    let before = everybody.active(id)?;
    everybody.check_roles(&details.roles)?;
    let name = everybody.free_name(&details.name, Some(id))?;
    let is_administrator = before.roles.has(Role::Administrator);
    if is_administrator && !details.roles.has(Role::Administrator) && !everybody.has_another_administrator(id)
    {
        return Err(PeopleProblem::LastAdministrator.into());
    }
    let after = User {
        name,
        roles: details.roles.clone(),
        employee: employee(details.employee.as_deref()),
        ..before.clone()
    };
    if *before != after {
        save(database, doing, Some(before.clone()), after.clone())?;
    }
    if everybody.holder(id).is_some_and(|holder| holder.name != after.name) {
        database.rename(id, &after.name).map_err(PeopleError::Access)?;
    }
    Ok(after)
}

/// Gives somebody who forgot theirs a one-time passphrase; to somebody on the list without access, access.
///
/// # Errors
/// [`PeopleError`].
pub fn renew<K: Keys + ?Sized>(
    database: &mut K,
    doing: Doing<'_>,
    id: UserId,
) -> Result<(User, Zeroizing<String>), PeopleError<K::Error>> {
    doing.actor.authorise(UseCase::ManagePeople)?;
    if doing.actor.person == id.0 {
        return Err(PeopleProblem::RenewsSelf.into());
    }
    let everybody = Everybody::of(database)?;
    let user = everybody.active(id)?.clone();
    let reason = doing.reason.clone().or_else(|| Some("Ny engangssætning".to_owned()));
    // The record doesn't change; the log tells of it all the same, and before it is done.
    save(database, Doing { reason, ..doing }, Some(user.clone()), user.clone())?;
    let given = match everybody.holder(id) {
        Some(_) => database.renew(id),
        None => database.give(id, &user.name),
    };
    Ok((user, given.map_err(PeopleError::Access)?))
}

/// Makes a new recovery key, to be shown once: for when the one before was lost or somebody saw it.
///
/// # Errors
/// [`PeopleError`]. A wrong passphrase is told before anything is logged.
pub fn renew_recovery<K: Keys + ?Sized>(
    database: &mut K,
    doing: Doing<'_>,
    passphrase: &str,
) -> Result<Zeroizing<String>, PeopleError<K::Error>> {
    doing.actor.authorise(UseCase::ManagePeople)?;
    database.confirm(passphrase).map_err(PeopleError::Access)?;
    let reason = doing.reason.clone().or_else(|| Some("Ny gendannelsesnøgle".to_owned()));
    note_own(database, Doing { reason, ..doing })?;
    database.renew_recovery(passphrase).map_err(PeopleError::Access)
}

/// Logs, before it is done, that somebody gives themselves a new passphrase by the recovery key. Whoever has the
/// key may do that, whatever their roles.
///
/// # Errors
/// [`StoreError`].
pub fn note_recovery(store: &mut (impl Store + ?Sized), doing: Doing<'_>) -> Result<(), StoreError> {
    let reason = Some("Ny adgangssætning med gendannelsesnøglen".to_owned());
    note_own(store, Doing { reason, ..doing })
}

/// Logs something of the person signed in that changes no record. Somebody without a record has nothing that the
/// log could tell of; the list names them as unrecorded.
fn note_own(store: &mut (impl Store + ?Sized), doing: Doing<'_>) -> Result<(), StoreError> {
    let own = store.load()?.users.into_iter().find(|user| user.id.0 == doing.actor.person);
    let Some(own) = own else { return Ok(()) };
    let changes = vec![change_of(Some(own.clone()), own)];
    put(store, doing, changes)
}

/// Removes somebody: the record stays with the day, and access is taken. What there is to hand over; nothing
/// where there was no access to take.
///
/// # Errors
/// [`PeopleError`]. After [`PeopleError::Access`] the person is on the list as removed with access left, and
/// has no roles; remove them again. A wrong passphrase is told before anything is changed.
pub fn remove<K: Keys + ?Sized>(
    database: &mut K,
    doing: Doing<'_>,
    id: UserId,
    passphrase: &str,
) -> Result<Option<K::Withdrawn>, PeopleError<K::Error>> {
    doing.actor.authorise(UseCase::ManagePeople)?;
    if doing.actor.person == id.0 {
        return Err(PeopleProblem::RemovesSelf.into());
    }
    let everybody = Everybody::of(database)?;
    let (before, holder) = (everybody.user(id), everybody.holder(id));
    let after = match (before, holder) {
        (Some(User { removed_on: Some(_), .. }), None) | (None, None) => {
            return Err(PeopleProblem::Unknown.into());
        }
        (Some(user), _) => user.clone(),
        // Access without a record: the log shall know of whom it was taken.
        (None, Some(holder)) => User {
            id,
            name: holder.name.clone(),
            login: None,
            roles: Roles::default(),
            employee: None,
            removed_on: None,
        },
    };
    if after.roles.has(Role::Administrator) && !everybody.has_another_administrator(id) {
        return Err(PeopleProblem::LastAdministrator.into());
    }
    database.confirm(passphrase).map_err(PeopleError::Access)?;
    if after.removed_on.is_none() {
        // The day it was done, also when the screen shows another.
        let removed_on = Some(doing.clock.now().date_naive());
        save(database, doing, before.cloned(), User { removed_on, ..after })?;
    }
    holder.map(|_| database.withdraw(id, passphrase)).transpose().map_err(PeopleError::Access)
}

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
            after: Some(Entity::User(User {
                id: *id,
                name: name.clone(),
                login: None,
                roles: Roles::of_first_user(),
                employee: None,
                removed_on: None,
            })),
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
