//! Who signs in to the program, and in which roles. A *user* is somebody who signs in; an *employee* is a name
//! in a sheet (sagsbehandler, forhandler). They are two things, linked by choice.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::worded;
use crate::UserId;

worded! {
    /// What somebody comes for (domain §1). A person may hold several; what one of them allows is allowed.
    Role {
        /// Negotiator: what must be renegotiated, by when, with which arguments.
        Negotiator = "kontraktforhandler",
        /// Case worker: goals and their follow-up.
        CaseWorker = "sagsbehandler",
        /// Finance: rates, budgets, P/L, refund.
        Finance = "økonomi",
        /// Center chief: decides on cases above the limit.
        Chief = "centerchef",
        /// Clerk: reads and prints what is released, nothing else.
        Clerk = "administrativ medarbejder",
        /// Manager: reports without names.
        Manager = "leder",
        /// People and settings, no cases.
        Administrator = "administrator",
    }
}

impl Role {
    /// Does the role withhold what others may read? Such a role means something only where a server keeps it:
    /// whoever can open a local file could read all of it.
    #[must_use]
    pub const fn needs_server(self) -> bool {
        matches!(self, Self::Clerk | Self::Manager)
    }
}

/// A person's roles, each once, in the official order.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Role>", into = "Vec<Role>")]
pub struct Roles(Vec<Role>);

impl Roles {
    /// The roles of whoever creates a local database (design §8).
    #[must_use]
    pub fn of_first_user() -> Self {
        [Role::Negotiator, Role::CaseWorker, Role::Finance, Role::Administrator].into_iter().collect()
    }

    /// Is this one of them?
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// Is any of these among them?
    #[must_use]
    pub fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = Role> + '_ {
        self.0.iter().copied()
    }

    /// Has somebody no role at all?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        let mut roles: Vec<Role> = roles.into_iter().collect();
        roles.sort_unstable();
        roles.dedup();
        Self(roles)
    }
}

impl From<Vec<Role>> for Roles {
    fn from(roles: Vec<Role>) -> Self {
        roles.into_iter().collect()
    }
}

impl From<Roles> for Vec<Role> {
    fn from(roles: Roles) -> Self {
        roles.0
    }
}

/// Somebody who signs in, or once did: a person who was removed stays here, so that the log can be read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct User {
    /// The id that the log names.
    pub id: UserId,
    /// The name, as it stands in the log.
    pub name: String,
    /// The role by which the server knows the person; none in a local database.
    pub login: Option<String>,
    /// What the person may do.
    pub roles: Roles,
    /// The name by which sheets call the person (*Sagsbehandler 1*, *Forhandler*), where that is known.
    pub employee: Option<String>,
    /// Since when the person can't sign in any more.
    pub removed_on: Option<NaiveDate>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_kept_once_and_in_order_however_they_are_given() {
        let roles: Roles =
            [Role::Administrator, Role::Finance, Role::Finance, Role::Negotiator].into_iter().collect();
        assert_eq!(roles.iter().collect::<Vec<_>>(), [Role::Negotiator, Role::Finance, Role::Administrator]);
    }

    #[test]
    fn only_the_roles_that_withhold_need_a_server() {
        let needing: Vec<Role> = Role::ALL.iter().copied().filter(|role| role.needs_server()).collect();
        assert_eq!(needing, [Role::Clerk, Role::Manager]);
        assert!(!Roles::of_first_user().iter().any(Role::needs_server));
    }
}
