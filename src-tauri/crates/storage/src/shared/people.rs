//! People of a shared database, over an administrator's connection: added, given other roles, removed.
//!
//! Invariants: the record, its log entry, the role of the server and its groups change in one transaction or not
//! at all. A role that others use on the same server is never touched. Nobody's record is ever removed.

use uuid::Uuid;
use vilkaar_application::ports::{Actor, EntityChange, Operation, StoreError};
use vilkaar_domain::{Entity, Role, Roles, Settings, User, UserId};
use zeroize::Zeroizing;

use super::administration::Administration;
use super::password::{one_time_password, verifier};
use super::schema::{self, group, quoted};
use crate::engine::{Cell, Connection, EngineError};
use crate::error::StorageError;
use crate::log::{id, text};
use crate::postgres::{PostgresConnection, ServerError};
use crate::{records, store};

/// Somebody of a shared database.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ServerPerson {
    /// The record: name, login, roles, since when removed.
    pub user: User,
    /// The roles by the server's groups, which are what counts.
    pub roles: Roles,
    /// They have a one-time password still.
    pub must_change_password: bool,
}

/// What the server knows of somebody.
struct Known {
    user_id: Uuid,
    must_change_password: bool,
    groups: String,
}

/// Where these changes come from, as the log has it.
const ORIGIN: &str = "vilkaar-cli server person";

/// What may be part of a login: it is written on the screen, in addresses and in letters to IT.
pub(crate) fn check_login(login: &str) -> Result<(), ServerError> {
    let may = |c: char| c.is_alphanumeric() || ".-_".contains(c);
    let is_good = !login.is_empty() && login.len() <= 60 && login.chars().all(may);
    if is_good && !login.starts_with("pg_") { Ok(()) } else { Err(ServerError::LoginName) }
}

impl Administration {
    /// Runs work in a transaction with a database that is set up for this program.
    fn with_people<T>(
        &mut self,
        work: impl FnOnce(&mut PostgresConnection, &str) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        let database = self.database.clone();
        schema::check(&mut self.connection)?;
        self.connection.begin()?;
        let outcome = work(&mut self.connection, &database).and_then(|value| {
            self.connection.commit()?;
            Ok(value)
        });
        if outcome.is_err() {
            self.connection.rollback();
        }
        outcome
    }

    /// Names the municipality, as it stands in the window's title and on papers; true where it was another before.
    ///
    /// # Errors
    /// [`StorageError::Forbidden`], and where the server can't be asked.
    pub fn name_municipality(&mut self, municipality: &str) -> Result<bool, StorageError> {
        self.with_people(|connection, _| {
            let before = records::all::<Settings>(connection)?.pop().unwrap_or_default();
            let after = Settings { municipality: municipality.trim().to_owned(), ..before.clone() };
            let is_new = after != before;
            if is_new {
                let (before, after) = (Some(Entity::Settings(before)), Some(Entity::Settings(after)));
                let change = EntityChange { before, after, citizen: None, reason: None };
                save(connection, "settings", "vilkaar-cli server setup", change)?;
            }
            Ok(is_new)
        })
    }

    /// Everybody, those who were removed too.
    ///
    /// # Errors
    /// [`StorageError`] when the server can't be asked.
    pub fn people(&mut self) -> Result<Vec<ServerPerson>, StorageError> {
        self.with_people(|connection, database| {
            let mut people = Vec::new();
            for user in records::all::<User>(connection)? {
                let known = match &user.login {
                    Some(login) => known(connection, database, login)?,
                    None => None,
                };
                let known = known.filter(|known| known.user_id == user.id.0);
                people.push(ServerPerson {
                    roles: known.as_ref().map(|known| roles_of(database, &known.groups)).unwrap_or_default(),
                    must_change_password: known.is_some_and(|known| known.must_change_password),
                    user,
                });
            }
            Ok(people)
        })
    }

    /// Lets somebody sign in, with a one-time password to hand over. Somebody who was removed and comes back is who
    /// they were.
    ///
    /// # Errors
    /// [`ServerError::LoginName`], [`ServerError::LoginTaken`], [`StorageError::Forbidden`].
    pub fn add_person(
        &mut self,
        name: &str,
        login: &str,
        roles: &Roles,
    ) -> Result<Zeroizing<String>, StorageError> {
        check_login(login)?;
        let password = one_time_password()?;
        let verifier = verifier(&password);
        self.with_people(|connection, database| {
            let limit = connection.patience().statement;
            let role = quoted(login);
            let known = known(connection, database, login)?;
            let before = match &known {
                Some(known) => records::one::<User>(connection, known.user_id)?,
                None => None,
            };
            let is_back = before.as_ref().is_some_and(|user| user.removed_on.is_some());
            if Self::has_role(connection, login)? && !is_back {
                return Err(ServerError::LoginTaken(login.to_owned()).into());
            }
            let verb = if is_back { "ALTER" } else { "CREATE" };
            connection.run(&format!("{verb} ROLE {role} LOGIN PASSWORD '{}'", verifier.as_str()), limit)?;
            let user = User {
                id: before.as_ref().map_or_else(|| UserId(Uuid::now_v7()), |user| user.id),
                name: name.trim().to_owned(),
                login: Some(login.to_owned()),
                roles: roles.clone(),
                employee: before.as_ref().and_then(|user| user.employee.clone()),
                removed_on: None,
            };
            set_groups(connection, database, login, roles)?;
            let sql = "INSERT INTO vilkaar.server_people (login, user_id, must_change_password, name) \
                       VALUES ($1, $2, true, $3) ON CONFLICT (login) DO UPDATE \
                       SET must_change_password = true, name = $3";
            connection
                .execute(sql, &[Cell::from(login), Cell::from(user.id.0), Cell::from(user.name.as_str())])?;
            log(connection, None, before, user)
        })?;
        Ok(password)
    }

    /// Gives somebody other roles, in the server's groups and in the record.
    ///
    /// # Errors
    /// [`ServerError::LoginUnknown`], [`StorageError::Forbidden`].
    pub fn change_roles(&mut self, login: &str, roles: &Roles) -> Result<(), StorageError> {
        self.with_people(|connection, database| {
            let before = present(connection, database, login)?;
            set_groups(connection, database, login, roles)?;
            let user = User { roles: roles.clone(), ..before.clone() };
            log(connection, None, Some(before), user)
        })
    }

    /// Takes access from somebody at once: no groups, no signing in, and what is open is closed.
    ///
    /// # Errors
    /// [`ServerError::LoginUnknown`], [`StorageError::Forbidden`].
    pub fn remove_person(&mut self, login: &str) -> Result<(), StorageError> {
        check_login(login)?;
        self.with_people(|connection, database| {
            let before = present(connection, database, login)?;
            let limit = connection.patience().statement;
            set_groups(connection, database, login, &Roles::default())?;
            connection.run(&format!("ALTER ROLE {} NOLOGIN PASSWORD NULL", quoted(login)), limit)?;
            let today = today(connection)?;
            let user = User { roles: Roles::default(), removed_on: Some(today), ..before.clone() };
            log(connection, None, Some(before), user)
        })?;
        // Whoever isn't all-powerful may end the connections of roles that they are in; this one is empty by now.
        let join = format!(
            "DO $$ BEGIN IF NOT pg_has_role(current_user, '{login}', 'usage') THEN
                 EXECUTE format('GRANT {} TO %I', current_user);
             END IF; END $$",
            quoted(login)
        );
        let limit = self.connection.patience().statement;
        self.connection.run(&join, limit)?;
        let sql = "SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE usename = $1";
        self.connection.query(sql, &[Cell::from(login)], &mut |_| Ok(()))?;
        Ok(())
    }

    /// Gives somebody a one-time password in the place of their own.
    ///
    /// # Errors
    /// [`ServerError::LoginUnknown`], [`StorageError::Forbidden`].
    pub fn new_password(&mut self, login: &str) -> Result<Zeroizing<String>, StorageError> {
        let password = one_time_password()?;
        let verifier = verifier(&password);
        self.with_people(|connection, database| {
            let user = present(connection, database, login)?;
            let limit = connection.patience().statement;
            let sql = format!("ALTER ROLE {} PASSWORD '{}'", quoted(login), verifier.as_str());
            connection.run(&sql, limit)?;
            let sql = "UPDATE vilkaar.server_people SET must_change_password = true WHERE login = $1";
            connection.execute(sql, &[Cell::from(login)])?;
            // Nothing of the record changes; that it was done is in the log.
            log(connection, Some("ny engangsadgangskode"), Some(user.clone()), user)
        })?;
        Ok(password)
    }
}

/// What the server knows of a login; none when it is nobody of this database.
fn known(
    connection: &mut PostgresConnection,
    database: &str,
    login: &str,
) -> Result<Option<Known>, EngineError> {
    let mut found = None;
    let sql = "SELECT person.user_id, person.must_change_password, \
                      coalesce((SELECT string_agg(member_of.rolname, ',') FROM pg_catalog.pg_auth_members AS m \
                                JOIN pg_catalog.pg_roles AS member_of ON member_of.oid = m.roleid \
                                JOIN pg_catalog.pg_roles AS member ON member.oid = m.member \
                                WHERE member.rolname = person.login \
                                  AND starts_with(member_of.rolname, $2)), '') \
               FROM vilkaar.server_people AS person WHERE person.login = $1";
    connection.query(sql, &[Cell::from(login), Cell::from(format!("{database}_"))], &mut |row| {
        found = Some(Known {
            user_id: id(row, 0)?,
            must_change_password: row.cell(1)? == Cell::Integer(1),
            groups: text(row, 2)?,
        });
        Ok(())
    })?;
    Ok(found)
}

/// The roles of groups with commas between.
fn roles_of(database: &str, groups: &str) -> Roles {
    let is_in = |role: &Role| groups.split(',').any(|name| name == group(database, *role));
    Role::ALL.iter().copied().filter(is_in).collect()
}

/// The record of somebody who can sign in.
fn present(connection: &mut PostgresConnection, database: &str, login: &str) -> Result<User, StorageError> {
    let unknown = || ServerError::LoginUnknown(login.to_owned());
    let known = known(connection, database, login)?.ok_or_else(unknown)?;
    let user = records::one::<User>(connection, known.user_id)?.filter(|user| user.removed_on.is_none());
    Ok(user.ok_or_else(unknown)?)
}

/// Puts a login into the groups of these roles and out of all others of this database.
fn set_groups(
    connection: &mut PostgresConnection,
    database: &str,
    login: &str,
    roles: &Roles,
) -> Result<(), EngineError> {
    let limit = connection.patience().statement;
    let login = quoted(login);
    let sql: Vec<String> = Role::ALL
        .iter()
        .map(|role| {
            let group = quoted(&group(database, *role));
            if roles.has(*role) {
                format!("GRANT {group} TO {login}")
            } else {
                format!("REVOKE {group} FROM {login}")
            }
        })
        .collect();
    connection.run(&sql.join("; "), limit)
}

/// The server's day.
fn today(connection: &mut PostgresConnection) -> Result<chrono::NaiveDate, EngineError> {
    let mut found = None;
    connection.query("SELECT to_char(now(), 'YYYY-MM-DD')", &[], &mut |row| {
        found = text(row, 0)?.parse().ok();
        Ok(())
    })?;
    found.ok_or_else(|| EngineError::Damaged("the server's day".to_owned()))
}

/// Saves a person's record with its log entry, in the transaction that is open.
fn log(
    connection: &mut PostgresConnection,
    reason: Option<&str>,
    before: Option<User>,
    after: User,
) -> Result<(), StorageError> {
    let change = EntityChange {
        before: before.map(Entity::User),
        after: Some(Entity::User(after)),
        citizen: None,
        reason: reason.map(str::to_owned),
    };
    save(connection, "people", ORIGIN, change)
}

/// Saves a record with its log entry, in the transaction that is open. The server names the role that is connected, and
/// its own time.
fn save(
    connection: &mut PostgresConnection,
    name: &str,
    origin: &str,
    change: EntityChange,
) -> Result<(), StorageError> {
    let kind = change.kind().to_owned();
    let operation = Operation {
        id: Uuid::now_v7(),
        name: name.to_owned(),
        actor: Actor {
            person: Uuid::nil(),
            name: String::new(),
            origin: origin.to_owned(),
            roles: Roles::default(),
        },
        at: chrono::Utc::now(),
        changes: vec![change],
        reason: None,
    };
    match store::save_within(connection, &operation, &mut |_, _| true) {
        Ok(_) => Ok(()),
        Err(StoreError::Forbidden) => Err(StorageError::Forbidden(kind)),
        Err(StoreError::Busy) => Err(ServerError::Busy.into()),
        Err(StoreError::Unreachable) => Err(ServerError::Lost.into()),
        Err(error) => Err(StorageError::Other(error.to_string())),
    }
}
