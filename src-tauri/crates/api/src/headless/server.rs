//! A shared database's set-up and its people, over an administrator's connection.

use std::path::Path;

use serde::Serialize;
use vilkaar_domain::{Role, Roles};
use vilkaar_storage::{Administration, ServerAddress, ServerError};

use crate::errors;
use crate::types::ApiError;

/// An administrator's connection to a server.
pub struct Server {
    administration: Administration,
}

/// A step of the set-up.
#[derive(Debug, Clone, Serialize)]
pub struct SetupStep {
    /// What it is about.
    pub what: String,
    /// Was it done now, or was it there already?
    pub done: bool,
}

/// A one-time password to hand over.
#[derive(Debug, Clone, Serialize)]
pub struct NewPassword {
    /// Whose.
    pub login: String,
    /// To be changed at the first sign-in; shown once.
    pub one_time_password: String,
}

/// Somebody of a shared database.
#[derive(Debug, Clone, Serialize)]
pub struct ServerPersonRow {
    /// The name, as the log has it.
    pub name: String,
    /// The user name on the server.
    pub login: Option<String>,
    /// The roles' official words, commas between, by the server's groups.
    pub roles: String,
    /// Has a one-time password still.
    pub must_change: bool,
    /// The day of the removal.
    pub removed_on: Option<chrono::NaiveDate>,
}

/// Reads a server's address.
///
/// # Errors
/// `server_address_unreadable` and its like.
pub fn address(text: &Path) -> Result<ServerAddress, ApiError> {
    let told = |error: ServerError| errors::plain(error.code(), error.sentence());
    let text = text.to_str().ok_or(ServerError::AddressUnreadable).map_err(told)?;
    text.parse().map_err(told)
}

/// Roles by their official words.
///
/// # Errors
/// `roles_required`, `role_unknown`.
pub fn roles(words: &[String]) -> Result<Roles, ApiError> {
    let known: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
    if words.is_empty() {
        return Err(errors::plain(
            "roles_required",
            format!("Giv mindst én rolle med --role: {}.", known.join(", ")),
        ));
    }
    let role = |word: &String| {
        Role::from_word(word).ok_or_else(|| {
            errors::plain(
                "role_unknown",
                format!("Rollen {word} kendes ikke. Rollerne er: {}.", known.join(", ")),
            )
        })
    };
    words.iter().map(role).collect()
}

impl Server {
    /// Connects as an administrator: `user`, else as the address says.
    ///
    /// # Errors
    /// `server_unreachable`, `server_refused_sign_in` and their like.
    pub fn connect(address: &ServerAddress, user: Option<&str>, password: &str) -> Result<Self, ApiError> {
        let login = user.or(address.user()).ok_or_else(|| {
            errors::plain(
                "user_needed",
                "Skriv administratorens brugernavn: --user NAVN, eller postgres://NAVN@server/database.",
            )
        })?;
        let administration = Administration::open(address, login, Some(password)).map_err(errors::storage)?;
        Ok(Self { administration })
    }

    /// `server setup`; the municipality's name, where it is given, is a step of it.
    ///
    /// # Errors
    /// `forbidden`, `schema_newer`, and what the server lacks; nothing is changed then.
    pub fn set_up(&mut self, municipality: Option<&str>) -> Result<Vec<SetupStep>, ApiError> {
        let steps = self.administration.set_up().map_err(errors::storage)?;
        let mut steps: Vec<SetupStep> =
            steps.into_iter().map(|step| SetupStep { done: !step.was_there, what: step.what }).collect();
        if let Some(name) = municipality {
            let done = self.administration.name_municipality(name).map_err(errors::storage)?;
            steps.push(SetupStep { what: "kommunens navn".to_owned(), done });
        }
        Ok(steps)
    }

    /// `server person add`.
    ///
    /// # Errors
    /// `forbidden`, and what is wrong with the login.
    pub fn add(&mut self, name: &str, login: &str, roles: &Roles) -> Result<NewPassword, ApiError> {
        let password = self.administration.add_person(name.trim(), login, roles).map_err(errors::storage)?;
        Ok(NewPassword { login: login.to_owned(), one_time_password: password.to_string() })
    }

    /// `server person roles`.
    ///
    /// # Errors
    /// `forbidden`, an unknown login.
    pub fn change_roles(&mut self, login: &str, roles: &Roles) -> Result<(), ApiError> {
        self.administration.change_roles(login, roles).map_err(errors::storage)
    }

    /// `server person remove`.
    ///
    /// # Errors
    /// `forbidden`, an unknown login.
    pub fn remove(&mut self, login: &str) -> Result<(), ApiError> {
        self.administration.remove_person(login).map_err(errors::storage)
    }

    /// `server person password`.
    ///
    /// # Errors
    /// `forbidden`, an unknown login.
    pub fn new_password(&mut self, login: &str) -> Result<NewPassword, ApiError> {
        let password = self.administration.new_password(login).map_err(errors::storage)?;
        Ok(NewPassword { login: login.to_owned(), one_time_password: password.to_string() })
    }

    /// `server person list`.
    ///
    /// # Errors
    /// Where the server can't be asked.
    pub fn people(&mut self) -> Result<Vec<ServerPersonRow>, ApiError> {
        let people = self.administration.people().map_err(errors::storage)?;
        Ok(people
            .into_iter()
            .map(|person| ServerPersonRow {
                name: person.user.name,
                login: person.user.login,
                roles: person.roles.iter().map(Role::word).collect::<Vec<_>>().join(", "),
                must_change: person.must_change_password && person.user.removed_on.is_none(),
                removed_on: person.user.removed_on,
            })
            .collect())
    }
}
