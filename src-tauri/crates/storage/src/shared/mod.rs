//! A shared database: one PostgreSQL for the department.
//!
//! Invariants: the server decides who somebody is, what they may and when something was done; what the program
//! says of that is never trusted there. A broken connection is made again and what was asked is asked again,
//! which is harmless: an operation is saved once, whatever became of the first attempt.

mod administration;
mod beside;
mod checking;
mod grants;
mod news;
pub(crate) mod password;
pub(crate) mod people;
mod port;
mod presence;
pub(crate) mod schema;
mod self_test;

use uuid::Uuid;
use vilkaar_application::ports::Actor;
use vilkaar_domain::{Role, Roles};

use crate::engine::{Connection as _, EngineError};
use crate::error::StorageError;
use crate::keys::Person;
use crate::log::{id, optional_text, text};
use crate::postgres::{Patience, PostgresConnection, ServerAddress, ServerError};

pub use administration::{Administration, Step};
pub use grants::{is_removable, server_writers};
pub use news::{Changed, ServerNews};
pub use people::ServerPerson;
pub use presence::Present;
pub use schema::group_suffix;

/// An open shared database.
pub struct SharedDatabase {
    connection: PostgresConnection,
    address: ServerAddress,
    patience: Patience,
    who: SignedIn,
    /// The head of the log as of the last loading.
    loaded: u64,
}

impl std::fmt::Debug for SharedDatabase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SharedDatabase").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Whom the server let in.
struct SignedIn {
    person: Person,
    roles: Roles,
    must_change_password: bool,
}

impl SharedDatabase {
    /// Opens a shared database as a person.
    ///
    /// # Errors
    /// [`StorageError::Server`] with the reason, [`StorageError::SchemaNewer`]; nothing is changed then.
    pub fn open(address: &ServerAddress, login: &str, password: &str) -> Result<Self, StorageError> {
        Self::open_with(address, login, password, Patience::default())
    }

    /// The same, with waits of another length.
    ///
    /// # Errors
    /// The same.
    pub fn open_with(
        address: &ServerAddress,
        login: &str,
        password: &str,
        patience: Patience,
    ) -> Result<Self, StorageError> {
        let password = password::as_typed(password);
        let mut connection = PostgresConnection::open(address, login, Some(&password), patience)?;
        schema::check(&mut connection)?;
        connection.insist_on_schema(schema::known());
        schema::refuse_creator(&mut connection)?;
        let who = signed_in(&mut connection, address.database())?.ok_or(ServerError::NoRights)?;
        Ok(Self { connection, address: address.with_user(Some(login)), patience, who, loaded: 0 })
    }

    /// Where it is, and as whom it was opened.
    #[must_use]
    pub const fn address(&self) -> &ServerAddress {
        &self.address
    }

    /// Who is signed in.
    #[must_use]
    pub const fn person(&self) -> &Person {
        &self.who.person
    }

    /// What the person may do.
    #[must_use]
    pub const fn roles(&self) -> &Roles {
        &self.who.roles
    }

    /// Signed in with a one-time password, which is to be changed before anything else.
    #[must_use]
    pub const fn must_change_password(&self) -> bool {
        self.who.must_change_password
    }

    /// Asks anew who is signed in: a name or roles may have changed meanwhile.
    ///
    /// # Errors
    /// [`StorageError`] when the server can't be asked, or knows the person no more.
    pub fn refresh_user(&mut self) -> Result<(), StorageError> {
        let found = signed_in(&mut self.connection, self.address.database())?;
        self.who = found.ok_or(ServerError::NoRights)?;
        Ok(())
    }

    /// Gives the person another password. What goes over the line is the form that the server keeps, from which
    /// the password can't be worked out.
    ///
    /// # Errors
    /// [`StorageError::WrongPassphrase`] when `current` isn't the present one, [`StorageError::PassphraseEmpty`].
    pub fn change_password(&mut self, current: &str, new: &str) -> Result<(), StorageError> {
        if new.trim().is_empty() {
            return Err(StorageError::PassphraseEmpty);
        }
        let (current, new) = (password::as_typed(current), password::as_typed(new));
        let login = self.address.user().unwrap_or_default().to_owned();
        match PostgresConnection::open(&self.address, &login, Some(&current), self.patience) {
            Ok(_) => {}
            Err(StorageError::Server(ServerError::RefusedSignIn)) => {
                return Err(StorageError::WrongPassphrase);
            }
            Err(error) => return Err(error),
        }
        let verifier = password::verifier(&new);
        let sql = format!(
            "BEGIN; ALTER ROLE CURRENT_USER PASSWORD '{}'; SELECT passphrase_changed(); COMMIT",
            verifier.as_str()
        );
        self.connection.run(&sql, self.patience.statement)?;
        self.connection.set_password(&new);
        self.who.must_change_password = false;
        Ok(())
    }

    /// The head of the log as of the last [`Store::load`](vilkaar_application::ports::Store::load): what came
    /// after it isn't in what was loaded.
    #[must_use]
    pub const fn loaded(&self) -> u64 {
        self.loaded
    }

    /// The person signed in, from a screen or command. The log names whom the server knows, whatever stands here.
    #[must_use]
    pub fn actor(&self, origin: &str) -> Actor {
        Actor {
            person: self.who.person.id,
            name: self.who.person.name.clone(),
            origin: origin.to_owned(),
            roles: self.who.roles.clone(),
        }
    }

    /// The database's id, the same as long as it lives.
    ///
    /// # Errors
    /// [`StorageError`] when the server can't be asked.
    pub fn id(&mut self) -> Result<Uuid, StorageError> {
        let mut found = None;
        self.connection.query("SELECT id FROM database_identity", &[], &mut |row| {
            found = Some(id(row, 0)?);
            Ok(())
        })?;
        Ok(found.ok_or_else(|| EngineError::Damaged("database_identity".to_owned()))?)
    }
}

/// Asks the server who is signed in; nobody of the program when it knows no person of that role.
fn signed_in(connection: &mut PostgresConnection, database: &str) -> Result<Option<SignedIn>, EngineError> {
    let mut found = None;
    connection.query("SELECT id, name, must_change, groups FROM who_am_i()", &[], &mut |row| {
        let groups = optional_text(row, 3)?.unwrap_or_default();
        let is_in = |role: &Role| groups.split(',').any(|name| name == schema::group(database, *role));
        if let crate::engine::Cell::Null = row.cell(0)? {
            return Ok(());
        }
        found = Some(SignedIn {
            person: Person { id: id(row, 0)?, name: text(row, 1)? },
            roles: Role::ALL.iter().copied().filter(is_in).collect(),
            must_change_password: row.cell(2)? == crate::engine::Cell::Integer(1),
        });
        Ok(())
    })?;
    Ok(found)
}
