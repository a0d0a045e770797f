//! The people of a database that moves: who acts, which login each gets on a server, and the log's entry of it.
//!
//! Invariant: somebody stays the same person with the same id and the same roles wherever the database is; only
//! how the place knows them changes, and the log says so.

use chrono::{DateTime, Utc};
use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;
use vilkaar_application::ports::{Actor, EntityChange, Operation};
use vilkaar_domain::{Entity, Role, Roles, User, UserId};

use super::MoveError;
use crate::engine::{Connection, EngineError};
use crate::error::StorageError;
use crate::log::ChangeLog;
use crate::postgres::ServerError;
use crate::records;
use crate::shared::people::check_login;

/// The longest login, bytes.
const LONGEST_LOGIN: usize = 60;

/// Everybody of a database.
pub(super) fn users(connection: &mut dyn Connection) -> Result<Vec<User>, EngineError> {
    records::all::<User>(connection)
}

/// Are these the same name, as far as choosing who somebody is goes?
fn same_name(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.trim().nfc().collect::<String>().to_lowercase();
    plain(one) == plain(other)
}

/// Somebody who wasn't removed, by name.
pub(super) fn find<'a>(users: &'a [User], name: &str) -> Option<&'a User> {
    users.iter().find(|user| user.removed_on.is_none() && same_name(&user.name, name))
}

/// Whom an archive is sealed for: the person named, else the first who may manage people.
pub(super) fn for_archive<'a>(users: &'a [User], name: Option<&str>) -> Result<&'a User, MoveError> {
    match name {
        Some(name) => {
            find(users, name).ok_or_else(|| MoveError::PersonUnknown { name: name.trim().to_owned() })
        }
        None => users
            .iter()
            .find(|user| user.removed_on.is_none() && user.roles.has(Role::Administrator))
            .ok_or(MoveError::NoAdministrator),
    }
}

/// A change of somebody's record.
pub(super) struct Changed {
    before: Option<User>,
    after: User,
}

/// What a folder makes of the people of a server: whoever made the folder manages people there, and nobody has
/// a login any more; the log keeps which it was.
pub(super) fn in_a_folder(users: &[User], acting: UserId, name: &str) -> Vec<Changed> {
    let mut changes = Vec::new();
    if !users.iter().any(|user| user.id == acting) {
        let (login, employee, removed_on) = (None, None, None);
        let roles = Roles::of_first_user();
        let after = User { id: acting, name: name.trim().to_owned(), login, roles, employee, removed_on };
        changes.push(Changed { before: None, after });
    }
    for user in users {
        let mut after = User { login: None, ..user.clone() };
        if user.id == acting {
            after.roles = user.roles.iter().chain([Role::Administrator]).collect();
        }
        if after != *user {
            changes.push(Changed { before: Some(user.clone()), after });
        }
    }
    changes
}

/// What a server makes of the people of a folder: each has a login.
pub(super) fn on_a_server(logins: &[(User, String)]) -> Vec<Changed> {
    let with = |(user, login): &(User, String)| Changed {
        before: Some(user.clone()),
        after: User { login: Some(login.clone()), ..user.clone() },
    };
    logins.iter().filter(|(user, login)| user.login.as_deref() != Some(login)).map(with).collect()
}

/// A login for everybody who can sign in: the one given, else the one they had, else one made of the name that
/// `is_taken` doesn't know.
pub(super) fn logins(
    users: &[User],
    given: &[(String, String)],
    is_taken: &mut dyn FnMut(&str) -> Result<bool, StorageError>,
) -> Result<Vec<(User, String)>, StorageError> {
    for (name, _) in given {
        if find(users, name).is_none() {
            return Err(MoveError::PersonUnknown { name: name.trim().to_owned() }.into());
        }
    }
    let mut chosen: Vec<(User, String)> = Vec::new();
    let mut to_propose: Vec<&User> = Vec::new();
    for user in users.iter().filter(|user| user.removed_on.is_none()) {
        let named = given.iter().find(|(name, _)| same_name(name, &user.name)).map(|(_, login)| login.trim());
        let Some(login) = named.or(user.login.as_deref()) else {
            to_propose.push(user);
            continue;
        };
        if check_login(login).is_err() {
            return Err(MoveError::LoginUnfit { login: login.to_owned() }.into());
        }
        // A role that is there may be anybody's: it is adopted when it was named for this person, and only then.
        if named.is_none() && is_taken(login)? {
            return Err(ServerError::LoginTaken(login.to_owned()).into());
        }
        if chosen.iter().any(|(_, taken)| taken == login) {
            return Err(MoveError::LoginTwice { login: login.to_owned() }.into());
        }
        chosen.push((user.clone(), login.to_owned()));
    }
    for user in to_propose {
        let base = proposed(&user.name);
        let mut login = base.clone();
        let mut number = 2;
        while chosen.iter().any(|(_, taken)| *taken == login) || is_taken(&login)? {
            login = format!("{base}{number}");
            number += 1;
        }
        chosen.push((user.clone(), login));
    }
    Ok(chosen)
}

/// A login made of a name: `Søren Ærø-Holm` is `soeren.aeroe-holm`.
fn proposed(name: &str) -> String {
    let lower = name.nfc().collect::<String>().to_lowercase();
    let spelt = lower.replace('å', "aa").replace('æ', "ae").replace('ø', "oe");
    let mut login = String::new();
    for c in spelt.nfd() {
        match c {
            'a'..='z' | '0'..='9' => login.push(c),
            '-' if !login.is_empty() => login.push('-'),
            c if (c.is_whitespace() || c == '.') && !login.is_empty() && !login.ends_with('.') => {
                login.push('.')
            }
            _ => {}
        }
    }
    // Room for a number.
    login.truncate(LONGEST_LOGIN - 5);
    let login = login.trim_end_matches(['.', '-']);
    if login.is_empty() { "bruger".to_owned() } else { login.to_owned() }
}

/// Who moves the database, when, and what the log says of it.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// Who.
    pub(super) actor: Actor,
    /// When.
    pub(super) at: DateTime<Utc>,
    /// From where to where.
    pub(super) reason: String,
}

/// Changes people's records and logs it as the move, in the transaction of the move. Without a change of
/// anybody the mover's own record stands for it: an operation of the log has an entry at least.
pub(super) fn log_move(
    to: &mut dyn Connection,
    told: &Told,
    mut changed: Vec<Changed>,
) -> Result<(), StorageError> {
    if changed.is_empty() {
        let mover = users(to)?.into_iter().find(|user| user.id.0 == told.actor.person);
        let mover =
            mover.ok_or_else(|| EngineError::Other("the mover is nobody of the database".to_owned()))?;
        changed.push(Changed { before: Some(mover.clone()), after: mover });
    }
    let changes: Vec<EntityChange> = changed
        .into_iter()
        .map(|Changed { before, after }| EntityChange {
            before: before.map(Entity::User),
            after: Some(Entity::User(after)),
            citizen: None,
            reason: None,
        })
        .collect();
    let operation = Operation {
        id: Uuid::now_v7(),
        name: "move".to_owned(),
        actor: told.actor.clone(),
        at: told.at,
        changes,
        reason: Some(told.reason.clone()),
    };
    let mut log = ChangeLog::begin_as_owner(to, &operation)?;
    for change in &operation.changes {
        let refused = match (&change.before, &change.after) {
            (Some(before), Some(after)) => records::change_all(to, &[(before, after)])?,
            (None, Some(after)) => records::insert_all(to, &[after])?,
            (_, None) => None,
        };
        if refused.is_some() {
            return Err(EngineError::Other("somebody's record is not as it was moved".to_owned()).into());
        }
    }
    let changes: Vec<&EntityChange> = operation.changes.iter().collect();
    log.append(to, &changes)?;
    log.finish(to)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Karina Holst", "karina.holst")]
    #[case("Søren Ærø-Holm", "soeren.aeroe-holm")]
    #[case("  Åse  K. Øst ", "aase.k.oest")]
    #[case("Renée Ünal", "renee.unal")]
    #[case("4 øje", "4.oeje")]
    #[case("Ж", "bruger")]
    #[case("pg_admin", "pgadmin")]
    fn a_login_is_made_of_the_name_in_letters_that_every_server_takes(
        #[case] name: &str,
        #[case] login: &str,
    ) {
        assert_eq!(proposed(name), login);
        assert!(check_login(&proposed(name)).is_ok());
    }

    fn user(number: u128, name: &str) -> User {
        User {
            id: UserId(Uuid::from_u128(number)),
            name: name.to_owned(),
            login: None,
            roles: Roles::of_first_user(),
            employee: None,
            removed_on: None,
        }
    }

    fn chosen(users: &[User], given: &[(&str, &str)], taken: &[&str]) -> Result<Vec<String>, StorageError> {
        let given: Vec<(String, String)> =
            given.iter().map(|(name, login)| ((*name).to_owned(), (*login).to_owned())).collect();
        let logins = logins(users, &given, &mut |login| Ok(taken.contains(&login)))?;
        Ok(logins.into_iter().map(|(user, login)| format!("{} {login}", user.id.0.as_u128())).collect())
    }

    #[test]
    fn everybody_gets_a_login_of_their_own_and_nobody_somebody_elses() {
        let mut removed = user(4, "Ib Øst");
        removed.removed_on = chrono::NaiveDate::from_ymd_opt(2026, 11, 1);
        let users = [user(1, "Karina Holst"), user(2, "karina  holst"), user(3, "Bo Vest"), removed];
        assert_eq!(
            chosen(&users, &[("bo vest", "karina.holst")], &["karina.holst2"]).unwrap(),
            ["3 karina.holst", "1 karina.holst3", "2 karina.holst4"]
        );
        // The login of another server's days, which somebody has on this one.
        let known = [User { login: Some("bo.vest".to_owned()), ..user(3, "Bo Vest") }];
        assert_eq!(chosen(&known, &[], &["bo.vest"]).unwrap_err().code(), "server_login_taken");
        assert_eq!(chosen(&known, &[("Bo Vest", "bo.vest")], &["bo.vest"]).unwrap(), ["3 bo.vest"]);
        assert_eq!(chosen(&known, &[], &[]).unwrap(), ["3 bo.vest"]);
        for (given, code) in [
            (vec![("Ib Øst", "ib")], "user_unknown"),
            (vec![("Bo Vest", "Bo Vest")], "login_unfit"),
            (vec![("Bo Vest", "bo\"; DROP")], "login_unfit"),
            (vec![("Bo Vest", "b"), ("Karina Holst", "b")], "login_twice"),
        ] {
            assert_eq!(chosen(&users, &given, &[]).unwrap_err().code(), code);
        }
    }
}
