//! Records and access of a database side by side, and what they say of a change.
//! Invariant: nothing is changed here.

use unicode_normalization::UnicodeNormalization as _;
use vilkaar_domain::{Role, Roles, User, UserId};

use super::{Access, Holder, PeopleProblem, Standing, is_same_name};
use crate::ports::StoreError;

/// Records and access of a database as they stand.
pub(super) struct Everybody {
    pub(super) users: Vec<User>,
    pub(super) holders: Vec<Holder>,
    withholds: bool,
}

impl Everybody {
    /// Reads them.
    pub(super) fn of(database: &mut (impl Access + ?Sized)) -> Result<Self, StoreError> {
        let (users, holders) = (database.load()?.users, database.holders()?);
        Ok(Self { users, holders, withholds: database.withholds() })
    }

    /// The record of somebody.
    pub(super) fn user(&self, id: UserId) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    /// The access of somebody.
    pub(super) fn holder(&self, id: UserId) -> Option<&Holder> {
        self.holders.iter().find(|holder| holder.id == id)
    }

    /// The record of somebody who wasn't removed.
    pub(super) fn active(&self, id: UserId) -> Result<&User, PeopleProblem> {
        self.user(id).filter(|user| user.removed_on.is_none()).ok_or(PeopleProblem::Unknown)
    }

    /// How somebody with a record stands.
    pub(super) fn standing(&self, user: &User) -> Standing {
        match (self.holder(user.id), user.removed_on) {
            (Some(_), Some(_)) => Standing::StillOpens,
            (None, Some(day)) => Standing::Removed(day),
            (None, None) => Standing::WithoutAccess,
            (Some(holder), None) if holder.is_one_time => Standing::OneTime,
            (Some(_), None) => Standing::Ordinary,
        }
    }

    /// Can anybody but this person change people, and sign in to do so?
    pub(super) fn has_another_administrator(&self, but: UserId) -> bool {
        let is_one = |user: &&User| user.roles.has(Role::Administrator) && user.removed_on.is_none();
        self.users.iter().filter(is_one).any(|user| user.id != but && self.holder(user.id).is_some())
    }

    /// A name that nobody else has, trimmed and composed.
    pub(super) fn free_name(&self, name: &str, own: Option<UserId>) -> Result<String, PeopleProblem> {
        let name: String = name.trim().nfc().collect();
        if name.is_empty() {
            return Err(PeopleProblem::NameBlank);
        }
        let active = self.users.iter().filter(|user| user.removed_on.is_none());
        let taken = active
            .map(|user| (user.id, &user.name))
            .chain(self.holders.iter().map(|holder| (holder.id, &holder.name)))
            .find(|(id, known)| Some(*id) != own && is_same_name(known, &name));
        match taken {
            Some((_, known)) => Err(PeopleProblem::NameTaken(known.clone())),
            None => Ok(name),
        }
    }

    /// Refuses no role, and those that mean nothing here.
    pub(super) fn check_roles(&self, roles: &Roles) -> Result<(), PeopleProblem> {
        if roles.is_empty() {
            return Err(PeopleProblem::RolesEmpty);
        }
        match roles.iter().find(|role| role.needs_server() && !self.withholds) {
            Some(role) => Err(PeopleProblem::RoleNeedsServer(role)),
            None => Ok(()),
        }
    }
}
